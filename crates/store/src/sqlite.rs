//! SQLite: one connection that writes, a few that read, one file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Sqlite, Transaction};
use standing_app::ports::StoreError;

use crate::failure::explain;
use crate::migration::{self, Found, Migrated, SCHEMA};
use crate::open::{Options, check_schema};

pub(crate) struct SqliteStore {
    path: PathBuf,
    /// The file that was opened: another one may have its name by now.
    opened: FileMark,
    pub(crate) place: String,
    read: SqlitePool,
    write: SqlitePool,
}

impl SqliteStore {
    /// Opens what is there.
    pub(crate) async fn open(path: &Path, options: &Options) -> Result<Self, StoreError> {
        let place = path.display().to_string();
        if !is_there(path, &place)? {
            return Err(StoreError::Absent { place });
        }
        let (found, reading) = look(path, &place, options).await?;
        check_schema(&place, found)?;
        Ok(Self {
            path: path.to_owned(),
            opened: mark_of(path, &place)?,
            read: pool(options.readers.max(1), options).connect_lazy_with(reading),
            write: sound(pool(1, options)).connect_lazy_with(writing(path, options)),
            place,
        })
    }

    /// Makes the folder, the file and the tables where they are not there yet.
    pub(crate) async fn create(path: &Path, options: &Options) -> Result<Self, StoreError> {
        let place = path.display().to_string();
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| folder_failure(&place, error))?;
        }
        if is_there(path, &place)? {
            let (found, _) = look(path, &place, options).await?;
            refuse_others(&place, found)?;
            if found == Found::Nothing {
                take_steps(path, &place, options).await?;
            }
        } else {
            refuse_read_only(path, &place)?;
            take_steps(path, &place, options).await?;
        }
        Self::open(path, options).await
    }

    pub(crate) async fn migrate(path: &Path, options: &Options) -> Result<Migrated, StoreError> {
        let place = path.display().to_string();
        if !is_there(path, &place)? {
            return Err(StoreError::Absent { place });
        }
        let (found, _) = look(path, &place, options).await?;
        let from = match found {
            Found::Schema(number) if number < SCHEMA => number,
            found => {
                check_schema(&place, found)?;
                SCHEMA
            }
        };
        if from < SCHEMA {
            refuse_read_only(path, &place)?;
            take_steps(path, &place, options).await?;
        }
        Ok(Migrated { from, to: SCHEMA })
    }

    /// SQLite goes on reading a file that was deleted, or that a backup took the place of.
    fn refuse_moved(&self) -> Result<(), StoreError> {
        if mark_of(&self.path, &self.place)? == self.opened {
            return Ok(());
        }
        Err(StoreError::Unreachable {
            place: self.place.clone(),
            why: "another file took its place while it was open; start the program again"
                .to_owned(),
        })
    }

    pub(crate) async fn begin_reading(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.refuse_moved()?;
        self.read
            .begin()
            .await
            .map_err(|error| explain(&self.place, error))
    }

    pub(crate) async fn begin_writing(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.refuse_moved()?;
        refuse_read_only(&self.path, &self.place)?;
        self.write
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map_err(|error| explain(&self.place, error))
    }

    /// The bytes of the file and of the log beside it.
    pub(crate) fn bytes(&self) -> Option<u64> {
        let file = std::fs::metadata(&self.path).ok()?.len();
        let log = std::fs::metadata(beside(&self.path, "-wal")).map_or(0, |log| log.len());
        Some(file + log)
    }
}

/// Device and number of a file.
type FileMark = (u64, u64);

fn mark_of(path: &Path, place: &str) -> Result<FileMark, StoreError> {
    use std::os::unix::fs::MetadataExt;

    match std::fs::metadata(path) {
        Ok(found) => Ok((found.dev(), found.ino())),
        Err(_) => Err(StoreError::Absent {
            place: place.to_owned(),
        }),
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn is_there(path: &Path, place: &str) -> Result<bool, StoreError> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(StoreError::Unreachable {
            place: place.to_owned(),
            why: "it is a folder, not a file".to_owned(),
        }),
        Ok(_) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            Err(StoreError::Unreachable {
                place: place.to_owned(),
                why: "its folder may not be read by this user".to_owned(),
            })
        }
        Err(_) => Ok(false),
    }
}

fn folder_failure(place: &str, error: std::io::Error) -> StoreError {
    let place = place.to_owned();
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            StoreError::Full { place }
        }
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::ReadOnly {
                place,
                why: "its folder cannot be made".to_owned(),
            }
        }
        std::io::ErrorKind::NotADirectory | std::io::ErrorKind::AlreadyExists => {
            StoreError::Unreachable {
                place,
                why: "a file stands where its folder should be".to_owned(),
            }
        }
        _ => StoreError::Failed {
            place,
            source: Box::new(error),
        },
    }
}

/// Asked of the permissions alone: to open the file beside SQLite and close it again would take
/// away the locks that SQLite holds on it. What they do not tell, SQLite's first write tells.
fn refuse_read_only(path: &Path, place: &str) -> Result<(), StoreError> {
    let is_read_only =
        |path: &Path| std::fs::metadata(path).is_ok_and(|found| found.permissions().readonly());
    let why = if is_read_only(path) {
        "its file is marked read-only"
    } else if path.parent().is_some_and(is_read_only) {
        "its folder is marked read-only"
    } else {
        return Ok(());
    };
    Err(StoreError::ReadOnly {
        place: place.to_owned(),
        why: why.to_owned(),
    })
}

fn refuse_others(place: &str, found: Found) -> Result<(), StoreError> {
    match found {
        Found::Others => Err(StoreError::Unreachable {
            place: place.to_owned(),
            why: "the file belongs to another program".to_owned(),
        }),
        _ => Ok(()),
    }
}

/// What the file holds, and how it can be read: a file that nobody may write beside is read as it
/// stands, if no log with newer pages lies beside it.
async fn look(
    path: &Path,
    place: &str,
    options: &Options,
) -> Result<(Found, SqliteConnectOptions), StoreError> {
    let usual = reading(path, options);
    let error = match peek(&usual).await {
        Ok(found) => return Ok((found, usual)),
        Err(error) => explain(place, error),
    };
    let log_is_empty = std::fs::metadata(beside(path, "-wal")).map_or(true, |log| log.len() == 0);
    if matches!(error, StoreError::ReadOnly { .. }) && log_is_empty {
        let still = usual.read_only(true).immutable(true);
        if let Ok(found) = peek(&still).await {
            return Ok((found, still));
        }
    }
    Err(error)
}

async fn peek(options: &SqliteConnectOptions) -> Result<Found, sqlx::Error> {
    let mut connection = SqliteConnection::connect_with(options).await?;
    let found = migration::found_in_sqlite(&mut connection).await?;
    connection.close().await?;
    Ok(found)
}

async fn take_steps(path: &Path, place: &str, options: &Options) -> Result<(), StoreError> {
    let steps = async {
        let creating = writing(path, options).create_if_missing(true);
        let mut connection = SqliteConnection::connect_with(&creating).await?;
        let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
        // Somebody else may have migrated while we waited for the lock.
        let from = match migration::found_in_sqlite(&mut tx).await? {
            Found::Schema(number) => number,
            Found::Nothing | Found::Others => 0,
        };
        migration::migrate_sqlite(&mut tx, from).await?;
        tx.commit().await?;
        connection.close().await
    };
    steps.await.map_err(|error| explain(place, error))
}

fn reading(path: &Path, options: &Options) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(options.patience)
        .disable_statement_logging()
        .row_buffer_size(ROWS_AHEAD)
        .pragma("cache_size", "-4096")
        .pragma("query_only", "ON")
}

fn writing(path: &Path, options: &Options) -> SqliteConnectOptions {
    let writing = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(options.patience)
        .disable_statement_logging()
        .row_buffer_size(ROWS_AHEAD)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(if options.is_durable {
            SqliteSynchronous::Full
        } else {
            SqliteSynchronous::Off
        })
        .foreign_keys(true)
        // Indexes over random ids are written all over; what does not fit is written twice.
        .pragma("cache_size", "-131072")
        .pragma("temp_store", "MEMORY")
        // What is erased is written over, not only left out.
        .pragma("secure_delete", "ON")
        .pragma("journal_size_limit", "67108864");
    match options.pages_max {
        Some(pages) => writing.pragma("max_page_count", pages.to_string()),
        None => writing,
    }
}

/// Rows that SQLite's thread may be ahead of the reader.
const ROWS_AHEAD: usize = 1_000;

fn pool(connections: u32, options: &Options) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(options.patience)
        // An idle connection gives its pages back.
        .idle_timeout(Duration::from_mins(1))
        // There is no network that could fail, and each question to SQLite's thread costs time.
        .test_before_acquire(false)
}

/// Hands out only connections that are not amid a transaction: a full disk ends a transaction
/// behind the driver's back, and such a connection is of no more use.
fn sound(pool: SqlitePoolOptions) -> SqlitePoolOptions {
    pool.before_acquire(|connection, _| {
        Box::pin(async move {
            connection.ping().await?;
            Ok(!connection.is_in_transaction())
        })
    })
}
