//! Reads the tables of a mapping file that name columns.

use std::collections::BTreeMap;
use std::sync::Arc;

use standing_base::IdKind;
use standing_domain::fact::is_code;
use toml_edit::{Item, Value as Toml};

use super::parse::csv_shape;
use super::tree::Table;
use super::{
    Column, DateMap, FactMap, FieldMap, From, ItemMap, JoinMap, MappingError, PersonMap, Slot,
    UnitMap, ValueMap, WhenMap,
};
use crate::register::dates::DateForm;

pub(super) struct Reader {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    pub(super) units: Vec<UnitMap>,
    pub(super) items: Vec<ItemMap>,
}

/// A column by name, or by number from 1.
fn column(item: &Item) -> Option<Column> {
    match item {
        Item::Value(Toml::String(name)) => Some(Column::Name(name.value().clone())),
        Item::Value(Toml::Integer(number)) => {
            let number = usize::try_from(*number.value()).ok()?;
            (number > 0).then_some(Column::Number(number))
        }
        _ => None,
    }
}

/// The place of a column among those read, added when it is new.
fn place(columns: &mut Vec<Column>, column: Column) -> usize {
    if let Some(at) = columns.iter().position(|known| *known == column) {
        return at;
    }
    columns.push(column);
    columns.len() - 1
}

const NOT_A_COLUMN: &str = "must name a column, or give its number from 1";

fn forms(table: &Table<'_>) -> Result<Vec<DateForm>, MappingError> {
    table
        .texts("date")?
        .into_iter()
        .map(|form| DateForm::new(form).map_err(|what| table.error_at("date", what)))
        .collect()
}

fn private_name(table: &Table<'_>, name: &str) -> Result<String, MappingError> {
    if is_code(name) && !name.starts_with("identifier.") && !name.starts_with("source.") {
        Ok(name.to_owned())
    } else {
        Err(table.error_at(
            name,
            format!("`{name}` cannot be the name of a private field; use letters, digits and `_`"),
        ))
    }
}

impl Reader {
    fn slot_of(&mut self, column: Column) -> Slot {
        let name = Arc::from(column.to_string());
        Slot {
            at: place(&mut self.columns, column),
            name,
        }
    }

    fn slot(&mut self, table: &Table<'_>, key: &str) -> Result<Option<Slot>, MappingError> {
        let Some(item) = table.item(key) else {
            return Ok(None);
        };
        let column =
            column(item).ok_or_else(|| table.error_at(key, format!("`{key}` {NOT_A_COLUMN}")))?;
        Ok(Some(self.slot_of(column)))
    }

    fn must_slot(&mut self, table: &Table<'_>, key: &str) -> Result<Slot, MappingError> {
        self.slot(table, key)?
            .ok_or_else(|| table.error(format!("`{key}` is missing; it {NOT_A_COLUMN}")))
    }

    /// A table of names and the columns they are read from.
    fn named_slots(
        &mut self,
        table: &Table<'_>,
        key: &str,
    ) -> Result<Vec<(String, Slot)>, MappingError> {
        let Some(inner) = table.table(key)? else {
            return Ok(Vec::new());
        };
        inner
            .keys()
            .map(|name| Ok((private_name(&inner, name)?, self.must_slot(&inner, name)?)))
            .collect()
    }

    /// `"column"`, `3`, `{ column = …, codes = …, slug = … }` or `{ is = "constant" }`.
    fn value(&mut self, table: &Table<'_>, key: &str) -> Result<Option<ValueMap>, MappingError> {
        let Some(item) = table.item(key) else {
            return Ok(None);
        };
        if let Some(column) = column(item) {
            return Ok(Some(ValueMap {
                from: From::Slot(self.slot_of(column)),
                codes: None,
                slug: false,
            }));
        }
        let inner = table
            .table(key)?
            .ok_or_else(|| table.error_at(key, format!("`{key}` {NOT_A_COLUMN}")))?;
        inner.only(&["column", "is", "codes", "slug"])?;
        self.value_in(&inner).map(Some)
    }

    fn value_in(&mut self, inner: &Table<'_>) -> Result<ValueMap, MappingError> {
        let from = match (self.slot(inner, "column")?, inner.text("is")?) {
            (Some(slot), None) => From::Slot(slot),
            (None, Some(constant)) => From::Constant(constant.to_owned()),
            _ => return Err(inner.error("give either `column` or `is`")),
        };
        let codes = inner
            .table("codes")?
            .map(|codes| {
                codes
                    .keys()
                    .map(|name| Ok((name.to_owned(), codes.must(name)?.to_owned())))
                    .collect::<Result<BTreeMap<_, _>, MappingError>>()
            })
            .transpose()?;
        Ok(ValueMap {
            from,
            codes,
            slug: inner.yes("slug")?.unwrap_or(false),
        })
    }

    /// `"column"` or `{ column = …, date = "D.M.YYYY" }`.
    fn date(&mut self, table: &Table<'_>, key: &str) -> Result<Option<DateMap>, MappingError> {
        let Some(item) = table.item(key) else {
            return Ok(None);
        };
        if let Some(column) = column(item) {
            return Ok(Some(DateMap {
                slot: self.slot_of(column),
                forms: Vec::new(),
            }));
        }
        let inner = table
            .table(key)?
            .ok_or_else(|| table.error_at(key, format!("`{key}` {NOT_A_COLUMN}")))?;
        inner.only(&["column", "date"])?;
        Ok(Some(DateMap {
            slot: self.must_slot(&inner, "column")?,
            forms: forms(&inner)?,
        }))
    }

    pub(super) fn person(&mut self, table: &Table<'_>) -> Result<PersonMap, MappingError> {
        table.only(&[
            "key",
            "scheme",
            "once",
            "private",
            "identifiers",
            "born",
            "died",
        ])?;
        Ok(PersonMap {
            scheme: Arc::from(table.text("scheme")?.unwrap_or(&self.name)),
            key: self.slot(table, "key")?,
            once: table.yes("once")?.unwrap_or(false),
            private: self.named_slots(table, "private")?,
            identifiers: self.named_slots(table, "identifiers")?,
            born: self.date(table, "born")?,
            died: self.date(table, "died")?,
        })
    }

    pub(super) fn join(
        &mut self,
        table: &Table<'_>,
        person: Option<&PersonMap>,
    ) -> Result<JoinMap, MappingError> {
        table.only(&[
            "file",
            "by",
            "or_key",
            "names",
            "key",
            "scheme",
            "private",
            "identifiers",
            "born",
            "delimiter",
            "header",
            "comment",
            "encoding",
        ])?;
        let person = person
            .ok_or_else(|| table.error("a `[join]` finds persons; add a `[person]` table"))?;
        // The columns of the other file are read by a reader of their own.
        let mut other = Self {
            name: self.name.clone(),
            columns: Vec::new(),
            units: Vec::new(),
            items: Vec::new(),
        };
        let names = other.slots(table, "names")?;
        if names.is_empty() {
            return Err(table.error("`join.names` is missing: the columns that may hold the name"));
        }
        let at = |slots: Vec<(String, Slot)>| {
            slots
                .into_iter()
                .map(|(name, slot)| (name, slot.at))
                .collect()
        };
        Ok(JoinMap {
            file: table.must("file")?.to_owned(),
            csv: csv_shape(table)?,
            by: self.must_slot(table, "by")?,
            or_key: self.slot(table, "or_key")?,
            names: names.into_iter().map(|slot| slot.at).collect(),
            key: other.must_slot(table, "key")?.at,
            scheme: Arc::from(table.text("scheme")?.unwrap_or(&person.scheme)),
            alone: Arc::from(format!("{}.name", self.name)),
            private: at(other.named_slots(table, "private")?),
            identifiers: at(other.named_slots(table, "identifiers")?),
            born: other
                .date(table, "born")?
                .map(|map| (map.slot.at, map.forms)),
            columns: other.columns,
        })
    }

    /// A list of columns.
    fn slots(&mut self, table: &Table<'_>, key: &str) -> Result<Vec<Slot>, MappingError> {
        let Some(item) = table.item(key) else {
            return Ok(Vec::new());
        };
        let wrong = || table.error_at(key, format!("each of `{key}` {NOT_A_COLUMN}"));
        let columns = match item {
            Item::Value(Toml::Array(list)) => list
                .iter()
                .map(|value| column(&Item::Value(value.clone())).ok_or_else(wrong))
                .collect::<Result<Vec<_>, _>>()?,
            item => vec![column(item).ok_or_else(wrong)?],
        };
        Ok(columns
            .into_iter()
            .map(|column| self.slot_of(column))
            .collect())
    }

    pub(super) fn units(&mut self, top: &Table<'_>) -> Result<(), MappingError> {
        let Some(table) = top.table("unit")? else {
            return Ok(());
        };
        for name in table.keys() {
            let inner = table
                .table(name)?
                .ok_or_else(|| table.error_at(name, "write `[unit.NAME]`"))?;
            inner.only(&["kind", "key", "scheme", "form", "name", "parent", "founded"])?;
            let kind = match inner.text("kind")?.unwrap_or("body") {
                "body" => IdKind::Body,
                "branch" => IdKind::Branch,
                other => {
                    return Err(inner.error_at(
                        "kind",
                        format!("`kind` of a unit is `{other}`; use `body` or `branch`"),
                    ));
                }
            };
            let parent = match inner.text("parent")? {
                None => None,
                Some(parent) => Some(self.unit(&inner, "parent", parent)?),
            };
            let form = self.value(&inner, "form")?;
            if (kind == IdKind::Body) != form.is_some() {
                return Err(inner.error(
                    "a body has a `form` such as `{ is = \"committee\" }`; a branch has none",
                ));
            }
            let scheme = inner
                .text("scheme")?
                .map_or_else(|| format!("{}.{name}", self.name), str::to_owned);
            let unit = UnitMap {
                name: name.to_owned(),
                kind,
                scheme: Arc::from(scheme),
                key: self
                    .value(&inner, "key")?
                    .ok_or_else(|| inner.error("`key` of a unit is missing"))?,
                form,
                title: self.value(&inner, "name")?,
                parent,
                founded: self.date(&inner, "founded")?,
            };
            self.units.push(unit);
        }
        Ok(())
    }

    fn unit(&self, table: &Table<'_>, key: &str, name: &str) -> Result<usize, MappingError> {
        self.units
            .iter()
            .position(|unit| unit.name == name)
            .ok_or_else(|| {
                table.error_at(
                    key,
                    format!("there is no `[unit.{name}]` above; declare it first"),
                )
            })
    }

    pub(super) fn items(&mut self, top: &Table<'_>) -> Result<(), MappingError> {
        let Some(table) = top.table("item")? else {
            return Ok(());
        };
        for name in table.keys() {
            let inner = table
                .table(name)?
                .ok_or_else(|| table.error_at(name, "write `[item.NAME]`"))?;
            inner.only(&["kind", "key", "scheme"])?;
            let kinds = [
                ("seat", IdKind::Seat),
                ("candidacy", IdKind::Candidacy),
                ("case", IdKind::Case),
                ("suspension", IdKind::Suspension),
                ("nomination", IdKind::Nomination),
            ];
            let wanted = inner.text("kind")?.unwrap_or(name);
            let (_, kind) = kinds
                .into_iter()
                .find(|(known, _)| *known == wanted)
                .ok_or_else(|| {
                    inner.error(format!(
                        "`kind` of an item is `{wanted}`; use seat, candidacy, case, suspension or nomination"
                    ))
                })?;
            let key = self.slots(&inner, "key")?;
            if key.is_empty() {
                return Err(inner
                    .error("`key` of an item is missing: the columns that tell one from another"));
            }
            let scheme = inner
                .text("scheme")?
                .map_or_else(|| format!("{}.{name}", self.name), str::to_owned);
            self.items.push(ItemMap {
                name: name.to_owned(),
                kind,
                scheme: Arc::from(scheme),
                key,
            });
        }
        Ok(())
    }

    pub(super) fn fact(&mut self, table: &Table<'_>) -> Result<FactMap, MappingError> {
        table.only(&["kind", "on", "when", "fields", "private"])?;
        let kind = match table.item("kind") {
            Some(Item::Value(Toml::String(kind))) => ValueMap {
                from: From::Constant(kind.value().clone()),
                codes: None,
                slug: false,
            },
            _ => self
                .value(table, "kind")?
                .ok_or_else(|| table.error("`kind` of a fact is missing"))?,
        };
        let on = self
            .date(table, "on")?
            .ok_or_else(|| table.error("`on` of a fact is missing: the column with its day"))?;
        let mut fields = Vec::new();
        if let Some(inner) = table.table("fields")? {
            for name in inner.keys() {
                fields.push((Arc::from(name), self.field(&inner, name)?));
            }
        }
        Ok(FactMap {
            kind,
            on,
            when: self.when(table)?,
            fields,
            private: self.named_slots(table, "private")?,
        })
    }

    fn when(&mut self, table: &Table<'_>) -> Result<Option<WhenMap>, MappingError> {
        let Some(inner) = table.table("when")? else {
            return Ok(None);
        };
        inner.only(&["column", "is", "not", "filled"])?;
        let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect();
        let when = WhenMap {
            slot: self.must_slot(&inner, "column")?,
            is: owned(inner.texts("is")?),
            not: owned(inner.texts("not")?),
            filled: inner.yes("filled")?,
        };
        if when.is.is_empty() && when.not.is_empty() && when.filled.is_none() {
            return Err(inner.error("`when` needs `is`, `not` or `filled`"));
        }
        Ok(Some(when))
    }

    fn field(&mut self, table: &Table<'_>, name: &str) -> Result<FieldMap, MappingError> {
        let Some(Ok(Some(inner))) = table
            .item(name)
            .filter(|item| item.is_table_like())
            .map(|_| table.table(name))
        else {
            let value = self
                .value(table, name)?
                .ok_or_else(|| table.error(format!("`{name}` {NOT_A_COLUMN}")))?;
            return Ok(FieldMap::Code(value));
        };
        inner.only(&[
            "column", "is", "codes", "slug", "date", "number", "yes", "unit", "item",
        ])?;
        if let Some(unit) = inner.text("unit")? {
            return Ok(FieldMap::Unit(self.unit(&inner, "unit", unit)?));
        }
        if let Some(item) = inner.text("item")? {
            let at = self.items.iter().position(|known| known.name == item);
            return at.map(FieldMap::Item).ok_or_else(|| {
                inner.error_at("item", format!("there is no `[item.{item}]`; declare it"))
            });
        }
        if inner.item("date").is_some() {
            return Ok(FieldMap::Date(DateMap {
                slot: self.must_slot(&inner, "column")?,
                forms: forms(&inner)?,
            }));
        }
        if inner.yes("number")? == Some(true) {
            return Ok(FieldMap::Number(self.must_slot(&inner, "column")?));
        }
        let yes = inner.texts("yes")?;
        if !yes.is_empty() {
            let yes = yes.into_iter().map(str::to_owned).collect();
            return Ok(FieldMap::YesNo(self.must_slot(&inner, "column")?, yes));
        }
        self.value_in(&inner).map(FieldMap::Code)
    }
}
