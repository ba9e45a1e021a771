//! Rows as they lie in the tables, and back. What does not read back is a damaged record, never a
//! guess.

use standing_app::ports::{Found, StoreError};
use standing_base::{Id, Instant};
use standing_domain::{Fact, NewFact};

/// The columns of `fact`, in the order of [`FACT`].
pub(crate) type FactRow = (
    i64,
    String,
    i64,
    String,
    String,
    String,
    i64,
    Option<String>,
    Option<String>,
    Option<String>,
    bool,
    String,
    String,
);

pub(crate) const FACT_COLUMNS: usize = 13;

macro_rules! fact_columns {
    () => {
        "number, stream, revision, kind, about, effective_on, recorded_at, \
         actor, capacity, clause, imported, fields, sources"
    };
}

pub(crate) fn number(row: i64) -> Result<u64, StoreError> {
    u64::try_from(row).map_err(|_| StoreError::Damaged {
        what: format!("`{row}` stands where the number of a fact should"),
    })
}

/// A number of a fact as the tables hold it. None is so large.
pub(crate) fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(crate) fn id(text: &str) -> Result<Id, StoreError> {
    text.parse().map_err(|error| StoreError::Damaged {
        what: format!("{error}"),
    })
}

pub(crate) fn found((subject, item): (String, String)) -> Result<Found, StoreError> {
    let item = match item.as_str() {
        "" => None,
        item => Some(id(item)?),
    };
    Ok(Found {
        subject: id(&subject)?,
        item,
    })
}

pub(crate) fn fact(row: FactRow) -> Result<Fact, StoreError> {
    let number = number(row.0)?;
    let damaged = |column: &str| StoreError::Damaged {
        what: format!("column `{column}` of fact {number} cannot be read"),
    };
    Ok(Fact {
        number,
        what: NewFact {
            stream: row.1.parse().map_err(|_| damaged("stream"))?,
            revision: u32::try_from(row.2).map_err(|_| damaged("revision"))?,
            kind: row.3,
            about: row.4.parse().map_err(|_| damaged("about"))?,
            effective_on: row.5.parse().map_err(|_| damaged("effective_on"))?,
            recorded_at: Instant::from_microseconds(row.6),
            actor: match row.7 {
                Some(actor) => Some(actor.parse().map_err(|_| damaged("actor"))?),
                None => None,
            },
            capacity: row.8,
            clause: row.9,
            imported: row.10,
            fields: serde_json::from_str(&row.11).map_err(|_| damaged("fields"))?,
            sources: serde_json::from_str(&row.12).map_err(|_| damaged("sources"))?,
        },
    })
}
