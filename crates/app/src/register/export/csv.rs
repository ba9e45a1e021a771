//! CSV: one line a person, with the last spell of membership and the branches at present.

use std::collections::HashMap;
use std::io::Write;

use standing_base::IdKind;

use super::ExportError;
use super::read::{Pages, Subject};
use super::spell::{branches, memberships};
use crate::ports::Snapshot;

const HEADER: [&str; 7] = [
    "id", "number", "name", "admitted", "ended", "reason", "branch",
];

/// The scheme whose identifiers are membership numbers, where a person has several.
const NUMBERS: &str = "members";

pub(super) async fn write(
    snapshot: &mut dyn Snapshot,
    out: &mut (dyn Write + Send),
) -> Result<u64, ExportError> {
    let mut names = HashMap::new();
    let mut pages = Pages::of(IdKind::Branch);
    loop {
        let page = pages.next(snapshot).await?;
        if page.is_empty() {
            break;
        }
        for branch in page {
            let name = branch.name().map(str::to_owned);
            let id = branch.id.to_string();
            names.insert(id.clone(), name.unwrap_or(id));
        }
    }
    let mut csv = ::csv::Writer::from_writer(out);
    csv.write_record(HEADER)?;
    let mut persons = 0;
    let mut pages = Pages::of(IdKind::Person);
    loop {
        let page = pages.next(snapshot).await?;
        if page.is_empty() {
            break;
        }
        for person in &page {
            persons += 1;
            csv.write_record(line(person, &names))?;
        }
    }
    csv.flush()?;
    Ok(persons)
}

fn line(person: &Subject, names: &HashMap<String, String>) -> [String; 7] {
    let spells = memberships(person);
    let last = spells.last();
    let died = person.last("died");
    let begin = last.and_then(|spell| spell.begin);
    let end = last.and_then(|spell| spell.end).or(died);
    let reason = end.map(|end| match end.text("reason") {
        Some(reason) => format!("{}:{reason}", end.kind),
        None => end.kind.clone(),
    });
    let identifiers = person.identifiers();
    let number = identifiers
        .iter()
        .find(|(scheme, _)| *scheme == NUMBERS)
        .or(identifiers.first());
    let now: Vec<_> = branches(person)
        .into_iter()
        .filter(|(_, spells)| spells.last().is_some_and(|spell| spell.end.is_none()))
        .map(|(branch, _)| names.get(branch).map_or(branch, String::as_str))
        .collect();
    [
        person.id.to_string(),
        number.map_or("", |(_, number)| number).to_owned(),
        person.name().unwrap_or_default().to_owned(),
        begin.map_or(String::new(), |fact| fact.on.to_string()),
        end.map_or(String::new(), |fact| fact.on.to_string()),
        reason.unwrap_or_default(),
        now.join("; "),
    ]
}
