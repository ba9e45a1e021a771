//! Reads a mapping file.

use std::sync::Arc;

use standing_base::Date;
use standing_domain::fact::is_code;
use toml_edit::{Document, Item, Value as Toml};

use super::reader::Reader;
use super::tree::{Table, line_at};
use super::{
    CsvShape, FactMap, JoinMap, JsonShape, Mapping, MappingError, PersonMap, Recorded, Shape,
    SourceMap,
};

impl Mapping {
    /// Reads a mapping file.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let document = Document::parse(text).map_err(|error| MappingError {
            line: line_at(text, error.span().map_or(0, |span| span.start)),
            what: format!(
                "this is not TOML: {}",
                error.message().lines().collect::<Vec<_>>().join(", ")
            ),
        })?;
        let top = Table::top(text, document.as_table());
        top.only(&[
            "name", "format", "table", "recorded", "csv", "json", "person", "join", "unit", "item",
            "fact", "source",
        ])?;
        let name = top.must("name")?.to_owned();
        if !is_code(&name) {
            return Err(top.error_at(
                "name",
                format!("`{name}` is not a code: letters, digits, `_`, `-`, `.` only"),
            ));
        }
        let shape = shape(&top)?;
        let mut reader = Reader {
            name: name.clone(),
            columns: Vec::new(),
            units: Vec::new(),
            items: Vec::new(),
        };
        let person = top
            .table("person")?
            .map(|table| reader.person(&table))
            .transpose()?;
        let join = top
            .table("join")?
            .map(|table| reader.join(&table, person.as_ref()))
            .transpose()?;
        reader.units(&top)?;
        reader.items(&top)?;
        let facts = top
            .tables("fact")?
            .iter()
            .map(|table| reader.fact(table))
            .collect::<Result<Vec<_>, _>>()?;
        check(&top, person.as_ref(), join.as_ref(), &facts)?;
        Ok(Self {
            table: Arc::from(top.text("table")?.unwrap_or("rows")),
            recorded: recorded(&top)?,
            source: top
                .table("source")?
                .map(|table| source(&table))
                .transpose()?,
            name,
            shape,
            columns: reader.columns,
            person,
            join,
            units: reader.units,
            items: reader.items,
            facts,
        })
    }

    /// The scheme of the keys of its persons.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `csv` or `json`.
    pub const fn is_json(&self) -> bool {
        matches!(self.shape, Shape::Json(_))
    }
}

fn check(
    top: &Table<'_>,
    person: Option<&PersonMap>,
    join: Option<&JoinMap>,
    facts: &[FactMap],
) -> Result<(), MappingError> {
    match person {
        None if !facts.is_empty() => {
            Err(top.error("facts are about persons; add a `[person]` table"))
        }
        Some(person) if person.key.is_none() && join.is_none() => Err(top.error(
            "`person.key` is missing: name the column that tells persons apart, or add a `[join]`",
        )),
        Some(person) if person.key.is_some() && join.is_some() => {
            Err(top.error("a `[join]` gives the key of the person; leave `person.key` out"))
        }
        _ => Ok(()),
    }
}

fn recorded(top: &Table<'_>) -> Result<Option<Recorded>, MappingError> {
    match top.text("recorded")? {
        None => Ok(None),
        Some("now") => Ok(Some(Recorded::Now)),
        Some("effective") => Ok(Some(Recorded::Effective)),
        Some(other) => Err(top.error_at(
            "recorded",
            format!("`recorded` is `{other}`; use `now` or `effective`"),
        )),
    }
}

fn source(table: &Table<'_>) -> Result<SourceMap, MappingError> {
    table.only(&["citation", "address", "on"])?;
    let on = match table.item("on") {
        Some(Item::Value(Toml::Datetime(when))) => when
            .value()
            .date
            .and_then(|date| {
                Date::new(
                    i32::from(date.year),
                    u32::from(date.month),
                    u32::from(date.day),
                )
            })
            .map(Into::into),
        Some(item) => item.as_str().and_then(|text| text.parse().ok()),
        None => None,
    };
    Ok(SourceMap {
        citation: table.must("citation")?.to_owned(),
        address: table.text("address")?.map(str::to_owned),
        on: on
            .ok_or_else(|| table.error_at("on", "`source.on` must be a date such as 2019-11-06"))?,
    })
}

fn shape(top: &Table<'_>) -> Result<Shape, MappingError> {
    match top.must("format")? {
        "csv" => {
            if top.item("json").is_some() {
                return Err(top.error_at("json", "`[json]` does not fit `format = \"csv\"`"));
            }
            Ok(Shape::Csv(match top.table("csv")? {
                Some(table) => {
                    table.only(&["delimiter", "header", "comment", "encoding"])?;
                    csv_shape(&table)?
                }
                None => CsvShape::default(),
            }))
        }
        "json" => {
            if top.item("csv").is_some() {
                return Err(top.error_at("csv", "`[csv]` does not fit `format = \"json\"`"));
            }
            let Some(table) = top.table("json")? else {
                return Ok(Shape::Json(JsonShape {
                    rows: String::new(),
                    table: Arc::from("records"),
                    each: None,
                }));
            };
            table.only(&["rows", "table", "each"])?;
            let rows = table.text("rows")?.unwrap_or("");
            if !rows.is_empty() && !rows.starts_with('/') {
                return Err(table.error_at(
                    "rows",
                    format!("`{rows}` is not a JSON pointer; begin it with `/`"),
                ));
            }
            Ok(Shape::Json(JsonShape {
                rows: rows.to_owned(),
                table: Arc::from(table.text("table")?.unwrap_or("records")),
                each: table.text("each")?.map(str::to_owned),
            }))
        }
        other => Err(top.error_at(
            "format",
            format!("`format` is `{other}`; use `csv` or `json`"),
        )),
    }
}

impl Default for CsvShape {
    fn default() -> Self {
        Self {
            delimiter: b',',
            header: true,
            comment: None,
            latin_1: false,
        }
    }
}

pub(super) fn csv_shape(table: &Table<'_>) -> Result<CsvShape, MappingError> {
    let one_byte = |key: &str| -> Result<Option<u8>, MappingError> {
        let Some(text) = table.text(key)? else {
            return Ok(None);
        };
        match text.as_bytes() {
            [byte] if byte.is_ascii() && *byte != b'"' && *byte != b'\n' => Ok(Some(*byte)),
            _ => Err(table.error_at(key, format!("`{key}` must be one ASCII character"))),
        }
    };
    let latin_1 = match table.text("encoding")? {
        None | Some("utf-8") => false,
        Some("latin-1") => true,
        Some(other) => {
            return Err(table.error_at(
                "encoding",
                format!("`encoding` is `{other}`; use `utf-8` or `latin-1`"),
            ));
        }
    };
    Ok(CsvShape {
        delimiter: one_byte("delimiter")?.unwrap_or(b','),
        header: table.yes("header")?.unwrap_or(true),
        comment: one_byte("comment")?,
        latin_1,
    })
}
