//! Sealed files: keys, rows and chunks.

use async_trait::async_trait;
use standing_app::ports::vault::{SealedFile, SealedIdentity, SealedKey, VaultReads, VaultWrites};
use standing_app::ports::{LIST_MAX, StoreError};
use standing_base::{Date, Id};

use crate::row;
use crate::snapshot::OpenSnapshot;
use crate::writer::OpenWriter;

/// The columns of `sealed_file`, in the order of [`FileRow`].
macro_rules! file_columns {
    () => {
        "file, owner, stands_for, media, bytes, digest, chunks, label, sent_by, sent_as, sent_on"
    };
}

type KeyRow = (String, Option<Vec<u8>>, String, Option<String>);

type FileRow = (
    String,
    String,
    Option<String>,
    String,
    i64,
    String,
    i64,
    Vec<u8>,
    Option<String>,
    Option<String>,
    String,
);

const FILE: &str = concat!(
    "SELECT ",
    file_columns!(),
    " FROM sealed_file WHERE file = $1"
);

const FILES: &str = concat!(
    "SELECT ",
    file_columns!(),
    " FROM sealed_file WHERE owner = $1 ORDER BY file"
);

fn damaged(column: &str) -> StoreError {
    StoreError::Damaged {
        what: format!("column `{column}` of something sealed cannot be read"),
    }
}

fn day(column: &str, text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|_| damaged(column))
}

fn key(row: KeyRow) -> Result<SealedKey, StoreError> {
    Ok(SealedKey {
        owner: row::id(&row.0)?,
        wrapped: row.1,
        wrapping: row.2,
        erased_on: row.3.map(|text| day("erased_on", &text)).transpose()?,
    })
}

fn file(row: FileRow) -> Result<SealedFile, StoreError> {
    Ok(SealedFile {
        id: row::id(&row.0)?,
        owner: row::id(&row.1)?,
        stands_for: row.2.as_deref().map(row::id).transpose()?,
        media: row.3,
        bytes: row::number(row.4)?,
        digest: row.5,
        chunks: u32::try_from(row.6).map_err(|_| damaged("chunks"))?,
        label: row.7,
        sent_by: row.8.as_deref().map(row::id).transpose()?,
        sent_as: row.9,
        sent_on: day("sent_on", &row.10)?,
    })
}

/// A snapshot and a writer read alike.
macro_rules! reads {
    ($open:ty) => {
        #[async_trait]
        impl VaultReads for $open {
            async fn sealed_key(&mut self, owner: Id) -> Result<Option<SealedKey>, StoreError> {
                const SQL: &str =
                    "SELECT owner, wrapped, wrapping, erased_on FROM sealed_key WHERE owner = $1";
                let rows: Vec<KeyRow> = rows!(self, SQL, owner.to_string())?;
                rows.into_iter().next().map(key).transpose()
            }

            async fn sealed_keys(
                &mut self,
                after: Option<Id>,
                limit: u32,
            ) -> Result<Vec<SealedKey>, StoreError> {
                const SQL: &str = "SELECT owner, wrapped, wrapping, erased_on FROM sealed_key \
                     WHERE owner > $1 ORDER BY owner LIMIT $2";
                let after = after.map(|id| id.to_string()).unwrap_or_default();
                let limit = i64::from(limit.min(LIST_MAX));
                let rows: Vec<KeyRow> = rows!(self, SQL, &after, limit)?;
                rows.into_iter().map(key).collect()
            }

            async fn sealed_file(&mut self, id: Id) -> Result<Option<SealedFile>, StoreError> {
                let rows: Vec<FileRow> = rows!(self, FILE, id.to_string())?;
                rows.into_iter().next().map(file).transpose()
            }

            async fn sealed_files(&mut self, owner: Id) -> Result<Vec<SealedFile>, StoreError> {
                let rows: Vec<FileRow> = rows!(self, FILES, owner.to_string())?;
                rows.into_iter().map(file).collect()
            }

            async fn sealed_identities(
                &mut self,
                owner: Id,
            ) -> Result<Vec<SealedIdentity>, StoreError> {
                const SQL: &str = "SELECT number, body FROM sealed_identity \
                     WHERE owner = $1 ORDER BY number";
                let rows: Vec<(i64, Vec<u8>)> = rows!(self, SQL, owner.to_string())?;
                let identities = rows.into_iter().map(|(number, body)| {
                    Ok(SealedIdentity {
                        owner,
                        number: u32::try_from(number).map_err(|_| damaged("number"))?,
                        body,
                    })
                });
                identities.collect()
            }

            async fn sealed_note(
                &mut self,
                owner: Id,
                author: Id,
            ) -> Result<Option<Vec<u8>>, StoreError> {
                const SQL: &str = "SELECT body FROM sealed_note WHERE owner = $1 AND author = $2";
                let rows: Vec<(Vec<u8>,)> =
                    rows!(self, SQL, owner.to_string(), author.to_string())?;
                Ok(rows.into_iter().next().map(|(body,)| body))
            }

            async fn sealed_chunk(
                &mut self,
                file: Id,
                number: u32,
            ) -> Result<Option<Vec<u8>>, StoreError> {
                const SQL: &str = "SELECT bytes FROM sealed_chunk WHERE file = $1 AND number = $2";
                let rows: Vec<(Vec<u8>,)> = rows!(self, SQL, file.to_string(), i64::from(number))?;
                Ok(rows.into_iter().next().map(|(bytes,)| bytes))
            }
        }
    };
}

reads!(OpenSnapshot);
reads!(OpenWriter);

#[async_trait]
impl VaultWrites for OpenWriter {
    async fn put_sealed_key(&mut self, key: &SealedKey) -> Result<(), StoreError> {
        const SQL: &str =
            "INSERT INTO sealed_key (owner, wrapped, wrapping, erased_on) VALUES ($1, $2, $3, $4)";
        self.begin_step()?;
        change!(
            self,
            SQL,
            key.owner.to_string(),
            &key.wrapped,
            &key.wrapping,
            key.erased_on.map(|day| day.to_string()),
        )?;
        self.end_step();
        Ok(())
    }

    async fn erase_sealed_key(&mut self, owner: Id, on: Date) -> Result<bool, StoreError> {
        const SQL: &str = "UPDATE sealed_key SET wrapped = NULL, erased_on = $2 \
             WHERE owner = $1 AND wrapped IS NOT NULL";
        const NOTES: &str = "DELETE FROM sealed_note WHERE owner = $1";
        self.begin_step()?;
        change!(self, NOTES, owner.to_string())?;
        let changed = change!(self, SQL, owner.to_string(), on.to_string())?;
        self.end_step();
        Ok(changed == 1)
    }

    async fn put_sealed_identity(&mut self, identity: &SealedIdentity) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO sealed_identity (owner, number, body) VALUES ($1, $2, $3)";
        self.begin_step()?;
        change!(
            self,
            SQL,
            identity.owner.to_string(),
            i64::from(identity.number),
            &identity.body,
        )?;
        self.end_step();
        Ok(())
    }

    async fn put_sealed_note(
        &mut self,
        owner: Id,
        author: Id,
        body: &[u8],
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO sealed_note (owner, author, body) VALUES ($1, $2, $3) \
             ON CONFLICT (owner, author) DO UPDATE SET body = excluded.body";
        self.begin_step()?;
        change!(self, SQL, owner.to_string(), author.to_string(), body)?;
        self.end_step();
        Ok(())
    }

    async fn delete_sealed_note(&mut self, owner: Id, author: Id) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM sealed_note WHERE owner = $1 AND author = $2";
        self.begin_step()?;
        change!(self, SQL, owner.to_string(), author.to_string())?;
        self.end_step();
        Ok(())
    }

    async fn put_sealed_file(&mut self, file: &SealedFile) -> Result<(), StoreError> {
        const SQL: &str = concat!(
            "INSERT INTO sealed_file (",
            file_columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        );
        self.begin_step()?;
        change!(
            self,
            SQL,
            file.id.to_string(),
            file.owner.to_string(),
            file.stands_for.map(|id| id.to_string()),
            &file.media,
            row::stored(file.bytes),
            &file.digest,
            i64::from(file.chunks),
            &file.label,
            file.sent_by.map(|id| id.to_string()),
            &file.sent_as,
            file.sent_on.to_string(),
        )?;
        self.end_step();
        Ok(())
    }

    async fn put_sealed_chunk(
        &mut self,
        file: Id,
        number: u32,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO sealed_chunk (file, number, bytes) VALUES ($1, $2, $3)";
        self.begin_step()?;
        change!(self, SQL, file.to_string(), i64::from(number), bytes)?;
        self.end_step();
        Ok(())
    }
}
