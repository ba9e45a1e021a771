//! Reading from one moment.

use async_trait::async_trait;
use standing_app::ports::{Found, Head, LIST_MAX, PackedHistory, Snapshot, StoreError};
use standing_base::{Id, IdKind, Instant};
use standing_domain::{Fact, PrivateValue};

use crate::bulk::{Many, Shape, padded};
use crate::digest;
use crate::engine::Tx;
use crate::failure::explain;
use crate::row::{self, FactRow};

pub(crate) struct OpenSnapshot {
    pub(crate) tx: Tx,
    pub(crate) place: String,
    head: Head,
}

const HEAD: &str = "SELECT facts, last_recorded_at FROM head";

impl OpenSnapshot {
    /// The moment of a snapshot is that of its first reading, so we read at once.
    pub(crate) async fn begin(mut tx: Tx, place: &str) -> Result<Self, StoreError> {
        let head: Option<(i64, Option<i64>)> =
            on!(&mut tx, c => sqlx::query_as(HEAD).fetch_optional(c).await)
                .map_err(|error| explain(place, error))?;
        let (facts, last) = head.unwrap_or((0, None));
        Ok(Self {
            tx,
            place: place.to_owned(),
            head: Head {
                facts: row::number(facts)?,
                last_recorded_at: last.map(Instant::from_microseconds),
            },
        })
    }
}

pub(crate) fn at_most(limit: u32) -> i64 {
    i64::from(limit.min(LIST_MAX))
}

/// Everything that begins with a text lies between it and this. No text has this character's
/// bytes and more.
pub(crate) fn end_of(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

pub(crate) const REVISION: &str = "SELECT max(revision) FROM fact WHERE stream = $1";

/// The one row of [`REVISION`].
pub(crate) fn last_revision(stream: Id, rows: &[(Option<i64>,)]) -> Result<u32, StoreError> {
    let last = rows.first().and_then(|(last,)| *last).unwrap_or(0);
    u32::try_from(last).map_err(|_| StoreError::Damaged {
        what: format!("stream {stream} has the revision `{last}`"),
    })
}

static FACTS: Many = Many::new(
    concat!("SELECT ", fact_columns!(), " FROM fact WHERE number IN "),
    Shape::List,
    " ORDER BY number",
);

static PRIVATE_VALUES: Many = Many::new(
    "SELECT fact, field, value FROM private_value WHERE fact IN ",
    Shape::List,
    " ORDER BY fact, field",
);

fn private_values(rows: Vec<(i64, String, String)>) -> Result<Vec<PrivateValue>, StoreError> {
    rows.into_iter()
        .map(|(fact, field, value)| {
            Ok(PrivateValue {
                fact: row::number(fact)?,
                field,
                value,
            })
        })
        .collect()
}

fn sorted(numbers: &[u64]) -> Vec<i64> {
    let mut numbers: Vec<i64> = numbers.iter().map(|number| row::stored(*number)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Runs a query with its parameters and gives all rows, or the port's error.
macro_rules! rows {
    ($self:ident, $sql:expr $(, $parameter:expr)* $(,)?) => {
        on!(&mut $self.tx, c => sqlx::query_as($sql)$(.bind($parameter))*.fetch_all(c).await)
            .map_err(|error| explain(&$self.place, error))
    };
}

#[async_trait]
impl Snapshot for OpenSnapshot {
    async fn head(&mut self) -> Result<Head, StoreError> {
        Ok(self.head)
    }

    async fn facts(&mut self, numbers: &[u64]) -> Result<Vec<Fact>, StoreError> {
        let mut facts = Vec::with_capacity(numbers.len());
        for keys in padded(&sorted(numbers)) {
            let sql = FACTS.text(self.tx.engine(), keys.len());
            let rows: Vec<FactRow> = on!(&mut self.tx, c => {
                let query = keys.iter().fold(sqlx::query_as(sql), |query, key| query.bind(*key));
                query.fetch_all(c).await
            })
            .map_err(|error| explain(&self.place, error))?;
            for row in rows {
                facts.push(row::fact(row)?);
            }
        }
        Ok(facts)
    }

    async fn facts_after(&mut self, number: u64, limit: u32) -> Result<Vec<Fact>, StoreError> {
        const SQL: &str = concat!(
            "SELECT ",
            fact_columns!(),
            " FROM fact WHERE number > $1 ORDER BY number LIMIT $2"
        );
        let rows: Vec<FactRow> = rows!(self, SQL, row::stored(number), at_most(limit))?;
        rows.into_iter().map(row::fact).collect()
    }

    async fn facts_about(&mut self, subject: Id) -> Result<Vec<Fact>, StoreError> {
        const SQL: &str = concat!(
            "SELECT ",
            fact_columns!(),
            " FROM fact WHERE about = $1 ORDER BY number"
        );
        let rows: Vec<FactRow> = rows!(self, SQL, subject.to_string())?;
        rows.into_iter().map(row::fact).collect()
    }

    async fn revision(&mut self, stream: Id) -> Result<u32, StoreError> {
        let rows: Vec<(Option<i64>,)> = rows!(self, REVISION, stream.to_string())?;
        last_revision(stream, &rows)
    }

    async fn private_values(&mut self, facts: &[u64]) -> Result<Vec<PrivateValue>, StoreError> {
        let mut values = Vec::new();
        for keys in padded(&sorted(facts)) {
            let sql = PRIVATE_VALUES.text(self.tx.engine(), keys.len());
            let rows = on!(&mut self.tx, c => {
                let query = keys.iter().fold(sqlx::query_as(sql), |query, key| query.bind(*key));
                query.fetch_all(c).await
            })
            .map_err(|error| explain(&self.place, error))?;
            values.extend(private_values(rows)?);
        }
        Ok(values)
    }

    async fn private_values_after(
        &mut self,
        after: Option<(u64, String)>,
        limit: u32,
    ) -> Result<Vec<PrivateValue>, StoreError> {
        const SQL: &str = "SELECT fact, field, value FROM private_value \
             WHERE (fact, field) > ($1, $2) ORDER BY fact, field LIMIT $3";
        let (fact, field) = after.unwrap_or_default();
        private_values(rows!(self, SQL, row::stored(fact), &field, at_most(limit))?)
    }

    async fn history(&mut self, subject: Id) -> Result<Option<PackedHistory>, StoreError> {
        const SQL: &str = "SELECT bytes FROM history WHERE subject = $1";
        let rows: Vec<(Vec<u8>,)> = rows!(self, SQL, subject.to_string())?;
        let mut rows = rows.into_iter();
        Ok(rows.next().map(|(bytes,)| PackedHistory { subject, bytes }))
    }

    async fn histories(
        &mut self,
        kind: IdKind,
        after: Option<Id>,
        limit: u32,
    ) -> Result<Vec<PackedHistory>, StoreError> {
        const SQL: &str = "SELECT subject, bytes FROM history \
             WHERE subject > $1 AND subject < $2 ORDER BY subject LIMIT $3";
        let first = format!("{}_", kind.prefix());
        let end = end_of(&first);
        let begin = after.map_or(first, |id| id.to_string());
        let rows: Vec<(String, Vec<u8>)> = rows!(self, SQL, &begin, &end, at_most(limit))?;
        rows.into_iter()
            .map(|(subject, bytes)| {
                Ok(PackedHistory {
                    subject: row::id(&subject)?,
                    bytes,
                })
            })
            .collect()
    }

    async fn find(&mut self, scheme: Option<&str>, value: &str) -> Result<Vec<Found>, StoreError> {
        const IN_ONE: &str = "SELECT subject, item FROM identifier \
             WHERE scheme = $1 AND value = $2 ORDER BY subject, item";
        // There are a handful of schemes: each is one step along the key, so that no second index
        // is needed.
        const IN_ANY: &str = "WITH RECURSIVE known (scheme) AS ( \
                 SELECT min(scheme) FROM identifier \
                 UNION ALL \
                 SELECT (SELECT min(identifier.scheme) FROM identifier \
                         WHERE identifier.scheme > known.scheme) \
                 FROM known WHERE known.scheme IS NOT NULL \
             ) \
             SELECT identifier.subject, identifier.item \
             FROM known JOIN identifier ON identifier.scheme = known.scheme \
             WHERE identifier.value = $1 \
             ORDER BY identifier.scheme, identifier.subject, identifier.item";
        let rows: Vec<(String, String)> = match scheme {
            Some(scheme) => rows!(self, IN_ONE, scheme, value)?,
            None => rows!(self, IN_ANY, value)?,
        };
        rows.into_iter().map(row::found).collect()
    }

    async fn identifiers(
        &mut self,
        scheme: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<(String, Found)>, StoreError> {
        const SQL: &str = "SELECT value, subject, item FROM identifier \
             WHERE scheme = $1 AND value > $2 ORDER BY value, subject, item LIMIT $3";
        const REST: &str = "SELECT value, subject, item FROM identifier \
             WHERE scheme = $1 AND value = $2 AND (subject, item) > ($3, $4) \
             ORDER BY subject, item";
        let mut rows: Vec<(String, String, String)> =
            rows!(self, SQL, scheme, after.unwrap_or_default(), at_most(limit))?;
        // The next page begins after a value, so whoever else has the last one belongs to this.
        if let Some((value, subject, item)) = rows.last().cloned() {
            let rest: Vec<(String, String, String)> =
                rows!(self, REST, scheme, &value, &subject, &item)?;
            rows.extend(rest);
        }
        rows.into_iter()
            .map(|(value, subject, item)| Ok((value, row::found((subject, item))?)))
            .collect()
    }

    async fn identifiers_of(&mut self, subject: Id) -> Result<Vec<(String, String)>, StoreError> {
        const SQL: &str = "SELECT scheme, value FROM identifier \
             WHERE subject = $1 ORDER BY scheme, value, item";
        rows!(self, SQL, subject.to_string())
    }

    async fn names_from(
        &mut self,
        prefix: &str,
        limit: u32,
    ) -> Result<Vec<(String, Id)>, StoreError> {
        const SQL: &str = "SELECT key, subject FROM name_key \
             WHERE key >= $1 AND key < $2 ORDER BY key, subject LIMIT $3";
        let rows: Vec<(String, String)> =
            rows!(self, SQL, prefix, &end_of(prefix), at_most(limit))?;
        rows.into_iter()
            .map(|(key, subject)| Ok((key, row::id(&subject)?)))
            .collect()
    }

    async fn mentions(
        &mut self,
        unit: Id,
        kind: IdKind,
        after: Option<Id>,
        limit: u32,
    ) -> Result<Vec<Id>, StoreError> {
        const SQL: &str = "SELECT subject FROM mention \
             WHERE unit = $1 AND subject > $2 AND subject < $3 ORDER BY subject LIMIT $4";
        let prefix = format!("{}_", kind.prefix());
        let after = after.map_or_else(|| prefix.clone(), |id| id.to_string());
        let (unit, end) = (unit.to_string(), end_of(&prefix));
        let rows: Vec<(String,)> = rows!(self, SQL, unit, &after, &end, at_most(limit))?;
        rows.iter().map(|(subject,)| row::id(subject)).collect()
    }

    async fn projection_digest(&mut self) -> Result<String, StoreError> {
        digest::of_projections(&mut self.tx)
            .await
            .map_err(|error| explain(&self.place, error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_longer_text_lies_before_the_end_of_its_prefix() {
        for text in ["per_", "per_ffff", "per_\u{10fffe}"] {
            assert!(text >= "per_" && text < end_of("per_").as_str(), "{text}");
        }
        assert!("pes" > end_of("per_").as_str());
    }
}
