//! Who looked at what, once a day; who read what is sealed, each time.

use async_trait::async_trait;
use standing_app::ports::access::{Access, AccessReads, AccessWrites, Reading};
use standing_app::ports::{LIST_MAX, StoreError};
use standing_base::{Id, Instant};

use crate::row;
use crate::snapshot::OpenSnapshot;
use crate::writer::OpenWriter;

type AccessRow = (String, String, String, String, Option<String>, String, i64);

fn access(row: AccessRow) -> Result<Access, StoreError> {
    let reader = Some(row.1.as_str()).filter(|reader| !reader.is_empty());
    Ok(Access {
        subject: row::id(&row.0)?,
        reader: reader.map(row::id).transpose()?,
        what: row.2,
        capacity: row.3,
        clause: row.4,
        on: row.5.parse().map_err(|_| StoreError::Damaged {
            what: format!("`{}` stands where the day of an access should", row.5),
        })?,
        at: Instant::from_microseconds(row.6),
    })
}

type ReadingRow = (
    String,
    i64,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    String,
    Option<String>,
);

/// The columns of `sealed_reading`, in the order of [`ReadingRow`].
macro_rules! reading_columns {
    () => {
        "id, at, what, owner, item, subject, reader, capacity, clause"
    };
}

fn reading(row: ReadingRow) -> Result<Reading, StoreError> {
    let id = |text: Option<String>| text.as_deref().map(row::id).transpose();
    Ok(Reading {
        id: row::id(&row.0)?,
        at: Instant::from_microseconds(row.1),
        what: row.2,
        owner: row::id(&row.3)?,
        item: id(row.4)?,
        subject: id(row.5)?,
        reader: id(row.6)?,
        capacity: row.7,
        clause: row.8,
    })
}

/// The operator has no id; the key of the table needs a value.
fn reader(access: &Access) -> String {
    access
        .reader
        .map_or_else(String::new, |reader| reader.to_string())
}

#[async_trait]
impl AccessReads for OpenSnapshot {
    async fn has_access(&mut self, access: &Access) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT at FROM access WHERE subject = $1 AND on_day = $2 \
             AND reader = $3 AND what = $4 AND capacity = $5";
        let found: Vec<(i64,)> = rows!(
            self,
            SQL,
            access.subject.to_string(),
            access.on.to_string(),
            reader(access),
            &access.what,
            &access.capacity,
        )?;
        Ok(!found.is_empty())
    }

    async fn accesses(
        &mut self,
        subject: Id,
        before: Option<Instant>,
        limit: u32,
    ) -> Result<Vec<Access>, StoreError> {
        const SQL: &str = "SELECT subject, reader, what, capacity, clause, on_day, at FROM access \
             WHERE subject = $1 AND at < $2 ORDER BY at DESC, reader, what, capacity LIMIT $3";
        let rows: Vec<AccessRow> = rows!(
            self,
            SQL,
            subject.to_string(),
            before.map_or(i64::MAX, Instant::microseconds),
            i64::from(limit.min(LIST_MAX)),
        )?;
        rows.into_iter().map(access).collect()
    }

    async fn readings(
        &mut self,
        subject: Option<Id>,
        before: Option<Id>,
        limit: u32,
    ) -> Result<Vec<Reading>, StoreError> {
        const ALL: &str = concat!(
            "SELECT ",
            reading_columns!(),
            " FROM sealed_reading WHERE id < $1 ORDER BY id DESC LIMIT $2"
        );
        const OF_ONE: &str = concat!(
            "SELECT ",
            reading_columns!(),
            " FROM sealed_reading WHERE id < $1 AND subject = $3 ORDER BY id DESC LIMIT $2"
        );
        // Behind every id.
        let before = before.map_or_else(|| "~".to_owned(), |id| id.to_string());
        let limit = i64::from(limit.min(LIST_MAX));
        let rows: Vec<ReadingRow> = match subject {
            Some(subject) => rows!(self, OF_ONE, &before, limit, subject.to_string())?,
            None => rows!(self, ALL, &before, limit)?,
        };
        rows.into_iter().map(reading).collect()
    }
}

#[async_trait]
impl AccessWrites for OpenWriter {
    async fn put_access(&mut self, access: &Access) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO access \
             (subject, on_day, reader, what, capacity, clause, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (subject, on_day, reader, what, capacity) DO NOTHING";
        self.begin_step()?;
        change!(
            self,
            SQL,
            access.subject.to_string(),
            access.on.to_string(),
            reader(access),
            &access.what,
            &access.capacity,
            &access.clause,
            access.at.microseconds(),
        )?;
        self.end_step();
        Ok(())
    }

    async fn put_reading(&mut self, reading: &Reading) -> Result<(), StoreError> {
        const SQL: &str = concat!(
            "INSERT INTO sealed_reading (",
            reading_columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        );
        self.begin_step()?;
        change!(
            self,
            SQL,
            reading.id.to_string(),
            reading.at.microseconds(),
            &reading.what,
            reading.owner.to_string(),
            reading.item.map(|id| id.to_string()),
            reading.subject.map(|id| id.to_string()),
            reading.reader.map(|id| id.to_string()),
            &reading.capacity,
            &reading.clause,
        )?;
        self.end_step();
        Ok(())
    }
}
