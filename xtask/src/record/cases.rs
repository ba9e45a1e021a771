//! The same organisation with a case about most of its members: what its panel sees of them, and what
//! the clocks of a day cost.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use standing_base::Date;

use super::{Record, server, visitor};

/// What a list of cases and a case are held to: 99 of 100 in 50 ms.
const REQUESTS_A_SECOND: u32 = 50;
const REQUESTS: usize = 2_000;
/// So many different cases are opened.
const OPENED: u32 = 500;
/// A case has so many facts.
const FACTS: u32 = 40;
/// The oldest case was opened so many days ago.
const OLDEST_DAYS: i32 = 240;

const CASES_MAPPING: &str = r#"
name   = "members"
format = "csv"
table  = "cases"

[person]
key = "number"

[item.case]
key = ["case"]

[item.suspension]
key = ["case"]

[[fact]]
kind = { column = "kind", slug = true }
on   = "on"
when = { column = "kind", not = ["suspension_imposed"] }

[fact.fields]
case       = { item = "case" }
ref        = "ref"
until      = { column = "until", date = "YYYY-MM-DD" }
hearing_on = { column = "hearing_on", date = "YYYY-MM-DD" }
item       = "item"
charge     = "charge"
breach     = "breach"
way        = "way"

[[fact]]
kind = "suspension_imposed"
on   = "on"
when = { column = "kind", is = ["suspension_imposed"] }

[fact.fields]
suspension = { item = "suspension" }
case       = { item = "case" }
"#;

const PANEL_MAPPING: &str = r#"
name   = "members"
format = "csv"
table  = "panel"

[person]
key = "number"

[unit.body]
key  = "body"
form = { is = "panel" }

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

/// Writes `cases.csv` and `panel.csv` with their mappings: the first who holds a seat chairs the
/// panel.
fn write(folder: &Path, cases: u32) -> Result<()> {
    let mut out = BufWriter::new(File::create(folder.join("cases.csv"))?);
    writeln!(
        out,
        "number,case,on,kind,ref,until,hearing_on,item,charge,breach,way"
    )?;
    let today = today()?;
    for number in 0..cases {
        // Some have just begun, some are long overdue; and every stage is there.
        let age = i32::try_from(number % u32::try_from(OLDEST_DAYS)?)?;
        write_case(&mut out, number, today.plus_days(-1 - age), today)?;
    }
    out.flush()?;
    fs::write(folder.join("cases.toml"), CASES_MAPPING)?;
    let mut out = BufWriter::new(File::create(folder.join("panel.csv"))?);
    writeln!(out, "number,body,from,office")?;
    writeln!(out, "{:07},Disputes panel,2019-09-01,chair", 0)?;
    out.flush()?;
    fs::write(folder.join("panel.toml"), PANEL_MAPPING)?;
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "what the server finds overdue, it finds so by the real clock"
)]
fn today() -> Result<Date> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let days = i32::try_from(since.as_secs() / 86_400)?;
    Ok(Date::from_day_number(days))
}

/// One case, from the complaint as far as its age lets it come; the rest is evidence.
fn write_case(out: &mut impl Write, number: u32, begun: Date, today: Date) -> Result<()> {
    let until = today.plus_days(i32::try_from(number % 60)? - 30);
    let mut steps: Vec<(i32, &str, String)> = vec![
        (0, "complaint_received", format!("B{number},,,,,,letter")),
        (0, "first_look_begun", ",,,,,,".to_owned()),
        (0, "case_opened", ",,,,,,".to_owned()),
    ];
    let further = [
        (2, "suspension_imposed", ",,,,,,".to_owned()),
        (4, "subject_told", ",,,,,,".to_owned()),
        (20, "inquiry_extended", format!(",{until},,,,,")),
        (25, "review", ",,,,,,".to_owned()),
        (40, "inquiry_extended", format!(",{until},,,,,")),
        (60, "inquiry_finished", ",,,,,,".to_owned()),
        (61, "charge_brought", ",,,,first,6.9,".to_owned()),
        (61, "charge_brought", ",,,,second,6.9,".to_owned()),
        (62, "charges_served", ",,,,,,hand".to_owned()),
        (90, "charges_contested", ",,,,,,".to_owned()),
        (95, "hearing_listed", format!(",,{until},,,,")),
    ];
    // Every third case stands still after its beginning, and is overdue.
    if !number.is_multiple_of(3) {
        steps.extend(further);
    }
    steps.retain(|(after, _, _)| begun.plus_days(*after) < today);
    let written = u32::try_from(steps.len())?;
    for nth in written..FACTS {
        let kind = if nth % 2 == 0 {
            "evidence_listed"
        } else {
            "evidence_disclosed"
        };
        steps.push((0, kind, format!(",,,E{},,,", nth / 2)));
    }
    for (after, kind, rest) in steps {
        let on = begun.plus_days(after);
        writeln!(out, "{number:07},B{number},{on},{kind},{rest}")?;
    }
    Ok(())
}

impl Record {
    /// Brings the cases in, and measures what there is to do about them.
    pub(super) fn bench_cases(&self, cases: u32) -> Result<()> {
        write(&self.folder, cases)?;
        for (what, file) in [("the panel", "panel"), ("the cases", "cases")] {
            let mapping = self.folder.join(format!("{file}.toml"));
            let rows = self.folder.join(format!("{file}.csv"));
            let (mapping, rows) = (mapping.display().to_string(), rows.display().to_string());
            let import = [
                "register",
                "import",
                "--format",
                "csv",
                "--known-then",
                "--mapping",
                &mapping,
                &rows,
            ];
            self.row(&format!("import of {what} from CSV"), &import)?;
        }
        let server = server::Server::start(&self.binary, &self.data())?;
        let chair = self.signed_in(&server)?;
        self.row(
            "every clock of the day, for everybody: `remind --dry-run`, start of the program included",
            &["remind", "--dry-run"],
        )?;
        for what in ["first of the day: every clock", "again"] {
            let times = chair.open_steadily(&["/today".to_owned()], 1, 1)?;
            self.print_times(&format!("the page of the day, {what}"), &times);
        }
        let mut files = Vec::new();
        for nth in 0..OPENED {
            files.push(format!("/cases/B{}", nth * (cases / OPENED)));
        }
        let lists = ["/cases".to_owned()];
        for (what, paths) in [
            ("the page of the day", &["/today".to_owned()][..]),
            ("the list of cases", &lists[..]),
            (
                "files of cases, looked at for the first time that day",
                &files,
            ),
            ("files of cases", &files),
        ] {
            let times = chair.open_steadily(paths, REQUESTS_A_SECOND, REQUESTS)?;
            self.print_times(&format!("{what}, {REQUESTS_A_SECOND} a second"), &times);
        }
        println!(
            "| {} | server after them | | | {} |",
            self.size,
            server.resident_mib()?
        );
        Ok(())
    }

    /// The first who holds a seat, signed in.
    pub(super) fn signed_in(&self, server: &server::Server) -> Result<visitor::Visitor> {
        let officer = super::members::seated(0, self.size);
        let invite = [
            "account",
            "invite",
            &officer,
            "--email",
            "officer@example.org",
        ];
        let invited = self.run(&invite)?;
        let link = invited
            .out
            .lines()
            .find_map(|line| line.split_once("/start/"));
        let (_, token) = link.context("no link was printed")?;
        let mut visitor = visitor::Visitor::new(&server.address)?;
        visitor.begin_account(&format!("/start/{}", token.trim()))?;
        Ok(visitor)
    }
}
