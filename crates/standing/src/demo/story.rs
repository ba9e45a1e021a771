//! The story of M, read from the Example Party's `story.toml` and written as it happened.

use standing_base::{Date, Id, IdKind, PartialDate};
use standing_domain::FieldValue;
use toml_edit::{Item, TableLike};

use super::pen::{Draft, Pen};
use super::script::{Keys, M, Script, date, parse, slip, tables, text, words};
use crate::failure::{Failure, Outcome};

pub(super) const FILE: &str = "story.toml";

/// Writes the facts of the story that were recorded up to a day. `first` is the number that the pen's
/// first fact will have.
pub(super) fn write(
    pen: &mut Pen,
    keys: Keys,
    story: &str,
    (first, until): (u64, Date),
) -> Result<Script, Failure> {
    let document = parse(story)?;
    let mut script = Script {
        keys,
        ..Script::default()
    };
    for table in tables(&document, "party") {
        unit(&mut script, pen, table)?;
    }
    for table in tables(&document, "fact") {
        if date::<Date>(table, "recorded")? <= until {
            fact(&mut script, pen, table, first)?;
        }
    }
    Ok(script)
}

/// A body that only the story knows.
fn unit(script: &mut Script, pen: &mut Pen, table: &dyn TableLike) -> Outcome {
    let founded = Date::new(super::party::FOUNDED, 5, 1).unwrap_or(Date::MIN);
    let id = pen.id(IdKind::Body, founded);
    let draft = Draft::new(id, "body_founded", founded);
    let draft = draft.field("form", text(table, "form")?.as_str());
    pen.write(draft.private("name", text(table, "name")?));
    script.keys.insert(text(table, "key")?, id);
    Ok(())
}

fn fact(script: &mut Script, pen: &mut Pen, table: &dyn TableLike, first: u64) -> Outcome {
    let on: PartialDate = date(table, "on")?;
    let recorded: Date = date(table, "recorded")?;
    let keys = script.keys.entry(M.to_owned());
    let person = *keys.or_insert_with(|| pen.id(IdKind::Person, on.earliest()));
    let fields = script.fields(pen, table, recorded)?;
    // Facts of one case are one stream, like those of one person.
    let case = fields.get("case").and_then(id_of);
    let mut draft = Draft {
        on,
        stream: case.unwrap_or(person),
        clause: Some(text(table, "clause")?),
        fields,
        private: words(table, "private")?,
        ..Draft::new(person, &text(table, "kind")?, recorded)
    };
    if let Some(source) = table.get("source").and_then(Item::as_table_like) {
        draft.sources.push(recorded.into());
        draft = draft
            .private("source.0.citation", text(source, "citation")?)
            .private("source.0.address", text(source, "address")?);
    }
    let place = u64::try_from(pen.write(draft)).unwrap_or(0);
    let number = i64::try_from(first + place);
    let number = number.map_err(|_| slip("its facts cannot be counted"))?;
    script.facts.insert(text(table, "id")?, number);
    Ok(())
}

fn id_of(value: &FieldValue) -> Option<Id> {
    match value {
        FieldValue::Text(text) => text.parse().ok(),
        _ => None,
    }
}
