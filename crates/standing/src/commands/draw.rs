//! `standing draw verify`: repeats the draw of a panel from the file that the page of the case prints.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

use standing_app::cases::DrawFile;

use crate::args::DrawCommand;
use crate::failure::{Failure, Outcome};

/// The longest file that is read, in bytes: it names people by their ids.
const BYTES_MAX: u64 = 1 << 20;

pub(crate) fn run(command: &DrawCommand) -> Outcome {
    let DrawCommand::Verify { file } = command;
    let text = read(file)?;
    let told: DrawFile = serde_json::from_str(&text).map_err(|error| {
        Failure::bad(format!(
            "{} is no draw: {error}; copy it whole from the page of the case",
            file.display()
        ))
    })?;
    let draw = told.draw();
    let mut out = io::stdout().lock();
    writeln!(out, "key: {}", draw.key())?;
    let picks = draw.picks();
    for (round, pick) in picks.iter().enumerate() {
        writeln!(
            out,
            "{round}: MD5 {}, remainder by {} is {}: {}",
            pick.digest,
            pick.of,
            pick.place.saturating_sub(1),
            pick.name
        )?;
    }
    let drawn: Vec<&String> = picks.iter().map(|pick| &pick.name).collect();
    if drawn.iter().copied().eq(&told.drawn) {
        writeln!(out, "the draw comes out as the file says")?;
        return Ok(());
    }
    let other = drawn.iter().zip(&told.drawn).position(|(a, b)| *a != b);
    let place = other.unwrap_or(drawn.len().min(told.drawn.len())) + 1;
    Err(Failure::bad(format!(
        "{} names others than the draw gives, from name {place} on; compare the file with the page of the case",
        file.display()
    )))
}

fn read(file: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let count = if file == Path::new("-") {
        io::stdin().take(BYTES_MAX).read_to_string(&mut text)
    } else {
        let opened = fs::File::open(file)
            .map_err(|error| Failure::bad(format!("{} cannot be read: {error}", file.display())))?;
        opened.take(BYTES_MAX).read_to_string(&mut text)
    };
    count.map_err(|error| Failure::bad(format!("{} cannot be read: {error}", file.display())))?;
    Ok(text)
}
