//! What the two files of the story of M share: tables that name kinds of fact, and keys such as `C1` or
//! `executive` that stand for ids.

use std::collections::HashMap;

use standing_base::{Date, Id, IdKind};
use standing_domain::kind::{self, FieldType};
use standing_domain::{FieldValue, Fields};
use toml_edit::{Document, Item, Table, TableLike, Value};

use super::pen::Pen;
use crate::failure::Failure;

/// The key of the person whose story it is.
pub(super) const M: &str = "M";

/// Keys that stand for persons and things, and the ids that were made for them.
pub(super) type Keys = HashMap<String, Id>;

/// What was told so far.
#[derive(Debug, Default)]
pub(super) struct Script {
    pub(super) keys: Keys,
    /// The number of each fact that has a name.
    pub(super) facts: HashMap<String, i64>,
}

impl Script {
    /// The id behind a key.
    pub(super) fn id(&self, key: &str) -> Result<Id, Failure> {
        let id = self.keys.get(key).copied();
        id.ok_or_else(|| slip(&format!("nothing is called `{key}`")))
    }

    /// The fields of a table; what begins with it gets its id.
    pub(super) fn fields(
        &mut self,
        pen: &mut Pen,
        table: &dyn TableLike,
        on: Date,
    ) -> Result<Fields, Failure> {
        let kind = text(table, "kind")?;
        let mut fields = Fields::new();
        for (field, value) in entries(table, "fields") {
            let value = self.value(pen, (&kind, field), value, on)?;
            fields.insert(field.to_owned(), value);
        }
        Ok(fields)
    }

    fn value(
        &mut self,
        pen: &mut Pen,
        (kind, field): (&str, &str),
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
                    let fact = self.facts.get(text.value());
                    FieldValue::Number(*fact.ok_or_else(|| slip(&format!("act {}", text.value())))?)
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

pub(super) fn slip(what: &str) -> Failure {
    Failure::environment(anyhow::anyhow!(
        "the story that this binary carries cannot be told: {what}"
    ))
}

pub(super) fn parse(text: &str) -> Result<Document<&str>, Failure> {
    Document::parse(text).map_err(|error| slip(&error.to_string()))
}

/// The tables of a name, in their order.
pub(super) fn tables<'d>(
    document: &'d Document<&str>,
    name: &str,
) -> impl Iterator<Item = &'d Table> {
    let tables = document.get(name).and_then(Item::as_array_of_tables);
    tables.into_iter().flat_map(|tables| tables.iter())
}

/// What stands under a key, name by name; nothing where the key is absent.
fn entries<'t>(table: &'t dyn TableLike, key: &str) -> impl Iterator<Item = (&'t str, &'t Item)> {
    let entries = table.get(key).and_then(Item::as_table_like);
    entries.into_iter().flat_map(|entries| entries.iter())
}

/// The words under a key, name by name.
pub(super) fn words(table: &dyn TableLike, key: &str) -> Result<Vec<(String, String)>, Failure> {
    let words = entries(table, key).map(|(name, value)| {
        let value = value.as_str().ok_or_else(|| slip(&format!("`{name}`")))?;
        Ok((name.to_owned(), value.to_owned()))
    });
    words.collect()
}

pub(super) fn text(table: &dyn TableLike, key: &str) -> Result<String, Failure> {
    let text = table.get(key).and_then(Item::as_str);
    text.map(str::to_owned)
        .ok_or_else(|| slip(&format!("`{key}` is missing")))
}

/// A whole date, or a partial one in quotes.
pub(super) fn date<D: std::str::FromStr>(table: &dyn TableLike, key: &str) -> Result<D, Failure> {
    let text = match table.get(key).and_then(Item::as_value) {
        Some(Value::Datetime(date)) => date.value().to_string(),
        Some(Value::String(text)) => text.value().clone(),
        _ => String::new(),
    };
    text.parse()
        .map_err(|_| slip(&format!("`{key}` is no date: `{text}`")))
}
