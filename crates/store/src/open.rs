//! Creating, opening and migrating a record; the store itself.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use standing_app::ports::{Condition, Snapshot, Store, StoreError, Writer};

use crate::address::Address;
use crate::engine::Tx;
use crate::failure::explain;
use crate::migration::{Found, Migrated, SCHEMA};
use crate::postgres::PostgresStore;
use crate::snapshot::OpenSnapshot;
use crate::sqlite::SqliteStore;
use crate::writer::{OpenWriter, TAKE_HEAD};

#[derive(Clone, Debug)]
pub struct Options {
    /// How long to wait for somebody else's lock, or for a server to answer.
    pub patience: Duration,
    /// How many snapshots may be open at once; the next one waits.
    pub readers: u32,
    /// The most pages of an SQLite file, where a limit is wanted.
    pub pages_max: Option<u32>,
    /// Whether a commit waits for the disk. Only tests say no.
    pub is_durable: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(10),
            readers: 8,
            pages_max: None,
            is_durable: true,
        }
    }
}

/// Opens a record that is there, with the schema that this program knows.
pub async fn open(address: &Address, options: &Options) -> Result<Arc<dyn Store>, StoreError> {
    let database = match address {
        Address::Postgres(address) => {
            Database::Postgres(PostgresStore::open(address, options).await?)
        }
        Address::Folder(_) | Address::File(_) => {
            Database::Sqlite(SqliteStore::open(&path_of(address), options).await?)
        }
    };
    Ok(Arc::new(database))
}

/// Makes an empty record where there is none, and opens it. One that is there is opened as it is.
pub async fn create(address: &Address, options: &Options) -> Result<Arc<dyn Store>, StoreError> {
    let database = match address {
        Address::Postgres(address) => {
            Database::Postgres(PostgresStore::create(address, options).await?)
        }
        Address::Folder(_) | Address::File(_) => {
            Database::Sqlite(SqliteStore::create(&path_of(address), options).await?)
        }
    };
    Ok(Arc::new(database))
}

/// Brings a record that is there to the schema that this program knows.
pub async fn migrate(address: &Address, options: &Options) -> Result<Migrated, StoreError> {
    match address {
        Address::Postgres(address) => PostgresStore::migrate(address, options).await,
        Address::Folder(_) | Address::File(_) => {
            SqliteStore::migrate(&path_of(address), options).await
        }
    }
}

fn path_of(address: &Address) -> std::path::PathBuf {
    address.path().unwrap_or_default()
}

pub(crate) fn check_schema(place: &str, found: Found) -> Result<(), StoreError> {
    let place = place.to_owned();
    match found {
        Found::Nothing | Found::Others => Err(StoreError::Absent { place }),
        Found::Schema(found) if found > SCHEMA => Err(StoreError::Newer {
            place,
            found,
            known: SCHEMA,
        }),
        Found::Schema(found) if found < SCHEMA => Err(StoreError::Older {
            place,
            found,
            known: SCHEMA,
        }),
        Found::Schema(_) => Ok(()),
    }
}

enum Database {
    Sqlite(SqliteStore),
    Postgres(PostgresStore),
}

impl Database {
    fn place(&self) -> &str {
        match self {
            Self::Sqlite(store) => &store.place,
            Self::Postgres(store) => &store.place,
        }
    }

    async fn begin_writing(&self) -> Result<OpenWriter, StoreError> {
        let tx = match self {
            Self::Sqlite(store) => Tx::Sqlite(store.begin_writing().await?),
            Self::Postgres(store) => Tx::Postgres(store.begin_writing(TAKE_HEAD).await?),
        };
        OpenWriter::begin(tx, self.place()).await
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Database({})", self.place())
    }
}

#[async_trait]
impl Store for Database {
    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        let tx = match self {
            Self::Sqlite(store) => Tx::Sqlite(store.begin_reading().await?),
            Self::Postgres(store) => Tx::Postgres(store.begin_reading().await?),
        };
        Ok(Box::new(OpenSnapshot::begin(tx, self.place()).await?))
    }

    async fn writer(&self) -> Result<Box<dyn Writer>, StoreError> {
        Ok(Box::new(self.begin_writing().await?))
    }

    async fn condition(&self) -> Result<Condition, StoreError> {
        let (engine, bytes) = match self {
            Self::Sqlite(store) => {
                let mut tx = store.begin_reading().await?;
                let version: String = sqlx::query_scalar("SELECT sqlite_version()")
                    .fetch_one(&mut *tx)
                    .await
                    .map_err(|error| explain(&store.place, error))?;
                (format!("SQLite {version}"), store.bytes())
            }
            Self::Postgres(store) => {
                let mut tx = store.begin_reading().await?;
                let version: String = sqlx::query_scalar("SHOW server_version")
                    .fetch_one(&mut *tx)
                    .await
                    .map_err(|error| explain(&store.place, error))?;
                drop(tx);
                let number = version.split(' ').next().unwrap_or_default();
                (format!("PostgreSQL {number}"), Some(store.bytes().await?))
            }
        };
        let writable = match self.begin_writing().await {
            // Where somebody else writes, it can be written.
            Ok(_) | Err(StoreError::Locked { .. }) => true,
            Err(StoreError::ReadOnly { .. } | StoreError::Full { .. }) => false,
            Err(error) => return Err(error),
        };
        Ok(Condition {
            engine,
            place: self.place().to_owned(),
            schema: SCHEMA,
            bytes,
            writable,
        })
    }
}
