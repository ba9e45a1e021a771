//! The story of M, read from the Example Party's `story.toml` and written as it happened.

use std::collections::HashMap;

use standing_base::{Date, Id, IdKind, PartialDate};
use standing_domain::FieldValue;
use standing_domain::kind::{self, FieldType};
use toml_edit::{Document, Item, TableLike, Value};

use super::party::Party;
use super::pen::{Draft, Pen};
use crate::failure::{Failure, Outcome};

pub(super) const FILE: &str = "story.toml";

/// Keys of the story that stand for things, and the ids that were made for them.
type Keys = HashMap<String, Id>;

/// Writes every fact of the story. `first` is the number that the pen's first fact will have.
pub(super) fn write(pen: &mut Pen, party: &Party, text: &str, first: u64) -> Outcome {
    let document = Document::parse(text).map_err(|error| slip(&error.to_string()))?;
    let tables = |name: &str| {
        let tables = document.get(name).and_then(Item::as_array_of_tables);
        tables.into_iter().flat_map(|tables| tables.iter())
    };
    let mut story = Story {
        keys: known(party),
        acts: HashMap::new(),
        person: None,
        first,
    };
    for table in tables("party") {
        story.unit(pen, table)?;
    }
    for table in tables("fact") {
        story.fact(pen, table)?;
    }
    Ok(())
}

fn slip(what: &str) -> Failure {
    Failure::environment(anyhow::anyhow!(
        "the story that this binary carries cannot be read: {what}"
    ))
}

/// What of the story the demo's party already has.
fn known(party: &Party) -> Keys {
    let branch = party.branches.last().copied();
    let bodies = [
        ("disputes_panel", party.disputes_panel),
        ("executive", party.executive),
        ("group", party.group),
        ("national_tribunal", party.tribunal),
    ];
    let keys = bodies
        .into_iter()
        .chain(branch.map(|branch| ("B1", branch)));
    keys.map(|(key, id)| (key.to_owned(), id)).collect()
}

struct Story {
    keys: Keys,
    /// The number of each fact, by its name in the story.
    acts: HashMap<String, i64>,
    person: Option<Id>,
    first: u64,
}

impl Story {
    /// A body that only the story knows.
    fn unit(&mut self, pen: &mut Pen, table: &dyn TableLike) -> Outcome {
        let key = text(table, "key")?;
        if self.keys.contains_key(&key) {
            return Ok(());
        }
        let founded = Date::new(super::party::FOUNDED, 5, 1).unwrap_or(Date::MIN);
        let id = pen.id(IdKind::Body, founded);
        let form = if key == "parliament" {
            "chamber"
        } else {
            "body"
        };
        let form = if text(table, "form")? == "label" {
            "party"
        } else {
            form
        };
        let draft = Draft::new(id, "body_founded", founded).field("form", form);
        pen.write(draft.private("name", text(table, "name")?));
        self.keys.insert(key, id);
        Ok(())
    }

    fn fact(&mut self, pen: &mut Pen, table: &dyn TableLike) -> Outcome {
        let name = text(table, "id")?;
        let kind = text(table, "kind")?;
        let on: PartialDate = date(table, "on")?
            .parse()
            .map_err(|_| slip(&format!("the day of {name}")))?;
        let recorded: Date = date(table, "recorded")?
            .parse()
            .map_err(|_| slip(&format!("the recording of {name}")))?;
        let person = *self
            .person
            .get_or_insert_with(|| pen.id(IdKind::Person, on.earliest()));
        let mut draft = Draft {
            on,
            recorded,
            ..Draft::new(person, &kind, recorded)
        };
        draft.clause = Some(text(table, "clause")?);
        if let Some(fields) = table.get("fields").and_then(Item::as_table_like) {
            for (field, value) in fields.iter() {
                let value = self.value(pen, &kind, field, value, recorded)?;
                draft.fields.insert(field.to_owned(), value);
            }
        }
        // Facts of one case are one stream, like those of one person.
        if let Some(case) = draft.fields.get("case").and_then(id_of) {
            draft.stream = case;
        }
        if let Some(private) = table.get("private").and_then(Item::as_table_like) {
            for (field, value) in private.iter() {
                let value = value
                    .as_str()
                    .ok_or_else(|| slip(&format!("{field} of {name}")))?;
                draft = draft.private(field, value);
            }
        }
        if let Some(source) = table.get("source").and_then(Item::as_table_like) {
            draft.sources.push(recorded.into());
            draft = draft
                .private("source.0.citation", text(source, "citation")?)
                .private("source.0.address", text(source, "address")?);
        }
        let place = u64::try_from(pen.write(draft)).unwrap_or(0);
        self.acts
            .insert(name, i64::try_from(self.first + place).unwrap_or(0));
        Ok(())
    }

    fn value(
        &mut self,
        pen: &mut Pen,
        kind: &str,
        field: &str,
        value: &Item,
        on: Date,
    ) -> Result<FieldValue, Failure> {
        let declared = kind::find(kind)
            .and_then(|kind| kind.fields.iter().find(|known| known.name == field))
            .map(|field| field.kind);
        Ok(match value.as_value() {
            Some(Value::Boolean(answer)) => FieldValue::YesNo(*answer.value()),
            Some(Value::Integer(number)) => FieldValue::Number(*number.value()),
            Some(Value::Datetime(date)) => FieldValue::Text(date.value().to_string()),
            Some(Value::String(text)) => match (declared, self.keys.get(text.value())) {
                (Some(FieldType::Fact), _) => {
                    let act = self.acts.get(text.value());
                    FieldValue::Number(*act.ok_or_else(|| slip(&format!("act {}", text.value())))?)
                }
                (Some(FieldType::Id), Some(id)) => (*id).into(),
                (Some(FieldType::Id), None) => {
                    let id = pen.id(kind_of(field)?, on);
                    self.keys.insert(text.value().clone(), id);
                    id.into()
                }
                _ => FieldValue::Text(text.value().clone()),
            },
            _ => return Err(slip(&format!("`{field}` of a `{kind}`"))),
        })
    }
}

fn id_of(value: &FieldValue) -> Option<Id> {
    match value {
        FieldValue::Text(text) => text.parse().ok(),
        _ => None,
    }
}

fn kind_of(field: &str) -> Result<IdKind, Failure> {
    Ok(match field {
        "candidacy" => IdKind::Candidacy,
        "case" => IdKind::Case,
        "nomination" => IdKind::Nomination,
        "seat" => IdKind::Seat,
        "suspension" => IdKind::Suspension,
        _ => return Err(slip(&format!("`{field}` names nothing that the story has"))),
    })
}

fn text(table: &dyn TableLike, key: &str) -> Result<String, Failure> {
    let text = table.get(key).and_then(Item::as_str);
    text.map(str::to_owned)
        .ok_or_else(|| slip(&format!("`{key}` is missing")))
}

/// A whole date, or a partial one in quotes.
fn date(table: &dyn TableLike, key: &str) -> Result<String, Failure> {
    match table.get(key).and_then(Item::as_value) {
        Some(Value::Datetime(date)) => Ok(date.value().to_string()),
        Some(Value::String(text)) => Ok(text.value().clone()),
        _ => Err(slip(&format!("`{key}` is no date"))),
    }
}
