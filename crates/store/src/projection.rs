//! The tables that hold nothing but what the facts and private values hold.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::query::{Query, QueryAs};
use standing_app::ports::{Row, StoreError};
use standing_domain::{Fact, packed};

use crate::bulk::{Many, Shape, padded};
use crate::engine::Tx;

const CLEAR: [&str; 4] = [
    "DELETE FROM history",
    "DELETE FROM identifier",
    "DELETE FROM name_key",
    "DELETE FROM mention",
];

static READ_HISTORIES: Many = Many::new(
    "SELECT subject, bytes FROM history WHERE subject IN ",
    Shape::List,
    " ORDER BY subject",
);

static WRITE_HISTORIES: Many = Many::new(
    "INSERT INTO history (subject, bytes) VALUES ",
    Shape::Rows(2),
    " ON CONFLICT (subject) DO UPDATE SET bytes = excluded.bytes",
);

static INSERT_IDENTIFIERS: Many = Many::new(
    "INSERT INTO identifier (scheme, value, subject, item) VALUES ",
    Shape::Rows(4),
    " ON CONFLICT (scheme, value, subject, item) DO NOTHING",
);

static INSERT_NAMES: Many = Many::new(
    "INSERT INTO name_key (key, subject) VALUES ",
    Shape::Rows(2),
    " ON CONFLICT (key, subject) DO NOTHING",
);

static INSERT_MENTIONS: Many = Many::new(
    "INSERT INTO mention (unit, subject) VALUES ",
    Shape::Rows(2),
    " ON CONFLICT (unit, subject) DO NOTHING",
);

pub(crate) async fn clear(tx: &mut Tx) -> Result<(), sqlx::Error> {
    for sql in CLEAR {
        on!(&mut *tx, c => sqlx::query(sql).execute(c).await.map(|_| ()))?;
    }
    Ok(())
}

/// What some facts add to the projections: each row once, and in the order of the keys, which
/// touches the fewest pages.
pub(crate) struct Batch {
    /// By subject, what is to be appended.
    histories: BTreeMap<String, Vec<u8>>,
    identifiers: BTreeSet<[String; 4]>,
    names: BTreeSet<[String; 2]>,
    mentions: BTreeSet<[String; 2]>,
}

impl Batch {
    /// From facts in the order of their numbers.
    pub(crate) fn new(facts: &[Fact], rows: Vec<Row>) -> Result<Self, StoreError> {
        let mut batch = Self {
            histories: BTreeMap::new(),
            identifiers: BTreeSet::new(),
            names: BTreeSet::new(),
            mentions: BTreeSet::new(),
        };
        for fact in facts {
            let history = batch
                .histories
                .entry(fact.what.about.to_string())
                .or_default();
            packed::push(history, fact).map_err(|error| StoreError::Damaged {
                what: format!("fact {}: {error}", fact.number),
            })?;
        }
        for row in rows {
            match row {
                Row::Identifier {
                    scheme,
                    value,
                    found,
                } => {
                    let item = found.item.map(|item| item.to_string()).unwrap_or_default();
                    let subject = found.subject.to_string();
                    batch.identifiers.insert([scheme, value, subject, item]);
                }
                Row::Name { key, subject } => {
                    batch.names.insert([key, subject.to_string()]);
                }
                Row::Mention { unit, subject } => {
                    batch
                        .mentions
                        .insert([unit.to_string(), subject.to_string()]);
                }
            }
        }
        Ok(batch)
    }

    pub(crate) async fn write(self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        write_histories(tx, self.histories).await?;
        insert(tx, &INSERT_IDENTIFIERS, self.identifiers).await?;
        insert(tx, &INSERT_NAMES, self.names).await?;
        insert(tx, &INSERT_MENTIONS, self.mentions).await
    }
}

/// Reads what is there, appends and writes back: joining bytes is spelled differently by the two
/// engines.
async fn write_histories(
    tx: &mut Tx,
    additions: BTreeMap<String, Vec<u8>>,
) -> Result<(), sqlx::Error> {
    let mut histories: Vec<(String, Vec<u8>)> = additions.into_iter().collect();
    let subjects: Vec<&String> = histories.iter().map(|(subject, _)| subject).collect();
    let mut before: Vec<(String, Vec<u8>)> = Vec::new();
    for keys in padded(&subjects) {
        let sql = READ_HISTORIES.text(tx.engine(), keys.len());
        let found = on!(&mut *tx, c => {
            let query = keys.into_iter().fold(sqlx::query_as(sql), QueryAs::bind);
            query.fetch_all(c).await
        })?;
        before.extend(found);
    }
    let mut before = before.into_iter().peekable();
    for (subject, bytes) in &mut histories {
        // Both are in the order of their subjects.
        if let Some((_, mut history)) = before.next_if(|(known, _)| known == subject) {
            history.append(bytes);
            *bytes = history;
        }
    }
    let engine = tx.engine();
    for_each_portion!(tx, &histories, |portion| {
        let mut query = sqlx::query(WRITE_HISTORIES.text(engine, portion.len()));
        for (subject, bytes) in portion {
            query = query.bind(subject).bind(bytes);
        }
        query
    })
    .map_err(|(_, error)| error)
}

async fn insert<const COLUMNS: usize>(
    tx: &mut Tx,
    many: &'static Many,
    rows: BTreeSet<[String; COLUMNS]>,
) -> Result<(), sqlx::Error> {
    let rows: Vec<[String; COLUMNS]> = rows.into_iter().collect();
    let engine = tx.engine();
    for_each_portion!(tx, &rows, |portion| {
        let query = sqlx::query(many.text(engine, portion.len()));
        portion.iter().flatten().fold(query, Query::bind)
    })
    .map_err(|(_, error)| error)
}
