//! An invented organisation: members as a membership office would list them, the same at every run.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Result;

use super::names;

/// So many of them hold a seat, so that the server may answer about them in public.
pub(super) const SEATED: u32 = 1_000;

const SEATS_MAPPING: &str = r#"
name   = "members"
format = "csv"
table  = "seats"

[person]
key = "number"

[unit.body]
key  = "body"
form = { is = "committee" }

[item.seat]
key = ["number", "body"]

[[fact]]
kind = "seat_taken"
on   = "from"

[fact.fields]
seat = { item = "seat" }
body = { unit = "body" }
office = "office"
"#;

/// Writes `members.csv` (3.5 facts a member), and `seats.csv` with its mapping.
pub(super) fn write(folder: &Path, size: u32) -> Result<()> {
    let mut out = BufWriter::new(File::create(folder.join("members.csv"))?);
    writeln!(out, "number,name,joined,left,reason,branch,paid_until,born")?;
    for number in 0..size {
        let spread = number.wrapping_mul(2_654_435_761);
        let joined = format!(
            "{}-{:02}-{:02}",
            1991 + spread % 28,
            1 + spread % 12,
            1 + spread % 28
        );
        // One in ten has left; every other one belongs to a branch.
        let left = if spread % 10 == 0 {
            "2019-06-30,resigned"
        } else {
            ","
        };
        let branch = if number % 2 == 0 {
            format!("Branch {}", spread % 600)
        } else {
            String::new()
        };
        let (given, family) = names::of(number);
        let paid = if spread % 7 == 0 {
            "2018-12-31"
        } else {
            "2019-12-31"
        };
        writeln!(
            out,
            "{number:07},{given} {family},{joined},{left},{branch},{paid},"
        )?;
    }
    out.flush()?;
    let mut out = BufWriter::new(File::create(folder.join("seats.csv"))?);
    writeln!(out, "number,body,from,office")?;
    for nth in 0..SEATED.min(size) {
        // Those who have not left, spread over the whole register.
        let step = size / SEATED.min(size);
        // The first of them keeps the register.
        let office = if nth == 0 { "membership_officer" } else { "" };
        writeln!(
            out,
            "{:07},Committee {},2019-09-01,{office}",
            nth * step,
            nth % 50
        )?;
    }
    out.flush()?;
    fs::write(folder.join("seats.toml"), SEATS_MAPPING)?;
    Ok(())
}

/// The membership number of the nth who holds a seat.
pub(super) fn seated(nth: u32, size: u32) -> String {
    format!("{:07}", nth * (size / SEATED.min(size)))
}
