//! Who looked at what, once a day.

use async_trait::async_trait;
use standing_app::ports::access::{Access, AccessReads, AccessWrites};
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
}
