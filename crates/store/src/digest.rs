//! A digest of every projection, in the order of its key: one line a table, with the number of its
//! rows and the SHA-256 of them. The same facts give the same lines on both engines.

use std::fmt::Write;

use sha2::{Digest, Sha256};
use standing_app::ports::LIST_MAX;

use crate::engine::Tx;

/// Rows of one page, for paging by key.
fn page() -> i64 {
    i64::from(LIST_MAX)
}

struct Table {
    name: &'static str,
    rows: u64,
    sum: Sha256,
}

impl Table {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            rows: 0,
            sum: Sha256::new(),
        }
    }

    fn add<T: AsRef<[u8]>>(&mut self, columns: &[T]) {
        self.rows += 1;
        for column in columns {
            let column = column.as_ref();
            // The length before the bytes: two columns never read like another two.
            self.sum
                .update(u64::try_from(column.len()).unwrap_or(0).to_be_bytes());
            self.sum.update(column);
        }
    }

    fn finish(self, lines: &mut String) {
        // Writing to a string does not fail.
        let _ = write!(lines, "{} {} ", self.name, self.rows);
        for byte in self.sum.finalize() {
            let _ = write!(lines, "{byte:02x}");
        }
        lines.push('\n');
    }
}

pub(crate) async fn of_projections(tx: &mut Tx) -> Result<String, sqlx::Error> {
    let mut lines = String::new();
    histories(tx).await?.finish(&mut lines);
    identifiers(tx).await?.finish(&mut lines);
    pairs(
        tx,
        Table::new("name_key"),
        "SELECT key, subject FROM name_key \
         WHERE (key, subject) > ($1, $2) ORDER BY key, subject LIMIT $3",
    )
    .await?
    .finish(&mut lines);
    pairs(
        tx,
        Table::new("mention"),
        "SELECT unit, subject FROM mention \
         WHERE (unit, subject) > ($1, $2) ORDER BY unit, subject LIMIT $3",
    )
    .await?
    .finish(&mut lines);
    Ok(lines)
}

async fn histories(tx: &mut Tx) -> Result<Table, sqlx::Error> {
    const SQL: &str =
        "SELECT subject, bytes FROM history WHERE subject > $1 ORDER BY subject LIMIT $2";
    let mut table = Table::new("history");
    let mut after = String::new();
    loop {
        let rows: Vec<(String, Vec<u8>)> = on!(&mut *tx, c => {
            sqlx::query_as(SQL).bind(&after).bind(page()).fetch_all(c).await
        })?;
        for (subject, bytes) in &rows {
            table.add(&[subject.as_bytes(), bytes]);
        }
        match rows.into_iter().next_back() {
            Some((last, _)) => after = last,
            None => return Ok(table),
        }
    }
}

async fn identifiers(tx: &mut Tx) -> Result<Table, sqlx::Error> {
    const SQL: &str = "SELECT scheme, value, subject, item FROM identifier \
         WHERE (scheme, value, subject, item) > ($1, $2, $3, $4) \
         ORDER BY scheme, value, subject, item LIMIT $5";
    let mut table = Table::new("identifier");
    let mut after: (String, String, String, String) = Default::default();
    loop {
        let rows: Vec<(String, String, String, String)> = on!(&mut *tx, c => {
            sqlx::query_as(SQL)
                .bind(&after.0)
                .bind(&after.1)
                .bind(&after.2)
                .bind(&after.3)
                .bind(page())
                .fetch_all(c)
                .await
        })?;
        for (scheme, value, subject, item) in &rows {
            table.add(&[scheme, value, subject, item]);
        }
        match rows.into_iter().next_back() {
            Some(last) => after = last,
            None => return Ok(table),
        }
    }
}

async fn pairs(tx: &mut Tx, mut table: Table, sql: &'static str) -> Result<Table, sqlx::Error> {
    let mut after: (String, String) = Default::default();
    loop {
        let rows: Vec<(String, String)> = on!(&mut *tx, c => {
            sqlx::query_as(sql).bind(&after.0).bind(&after.1).bind(page()).fetch_all(c).await
        })?;
        for (first, second) in &rows {
            table.add(&[first, second]);
        }
        match rows.into_iter().next_back() {
            Some(last) => after = last,
            None => return Ok(table),
        }
    }
}
