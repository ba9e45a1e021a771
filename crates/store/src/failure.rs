//! What went wrong, in the words of the port.

use sqlx::error::DatabaseError;
use standing_app::ports::StoreError;

/// Codes that both engines give as text: SQLite's numbers, PostgreSQL's SQLSTATE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    Locked,
    ReadOnly(&'static str),
    Full,
    Damaged,
    /// The transaction lost against another one.
    Lost,
    Unreachable(&'static str),
    Other,
}

/// SQLite's codes carry details in their higher bytes.
fn sqlite_cause(code: i64) -> Cause {
    // SQLITE_READONLY_DBMOVED: the file was moved or deleted under us.
    if code == 1032 {
        return Cause::ReadOnly("its file was moved or deleted while it was open");
    }
    match code & 0xff {
        5 | 6 => Cause::Locked,
        8 => Cause::ReadOnly("its file does not allow it"),
        // CANTOPEN comes when the file is there but the files beside it cannot be made.
        14 => Cause::ReadOnly("its folder does not allow new files beside it"),
        13 => Cause::Full,
        11 | 26 => Cause::Damaged,
        _ => Cause::Other,
    }
}

fn postgres_cause(state: &str) -> Cause {
    match state {
        "40001" | "40P01" => Cause::Lost,
        "55P03" => Cause::Locked,
        "25006" => Cause::ReadOnly("the server is a read-only copy"),
        "42501" => Cause::ReadOnly("the user has no right to it"),
        "53100" => Cause::Full,
        "XX001" | "XX002" => Cause::Damaged,
        "28000" | "28P01" => {
            Cause::Unreachable("the server refuses this user, password or way of connecting")
        }
        "3D000" => Cause::Unreachable("the server has no database of this name"),
        "53300" => Cause::Unreachable("the server has no connection left"),
        "57P01" | "57P02" | "57P03" => Cause::Unreachable("the server is starting or stopping"),
        _ => Cause::Other,
    }
}

fn cause(error: &sqlx::Error) -> Cause {
    match error {
        sqlx::Error::Database(database) => {
            let code = database.code().unwrap_or_default();
            if let Some(error) = database.try_downcast_ref::<sqlx::sqlite::SqliteError>() {
                let _: &sqlx::sqlite::SqliteError = error;
                return code.parse().map_or(Cause::Other, sqlite_cause);
            }
            postgres_cause(&code)
        }
        sqlx::Error::PoolTimedOut => Cause::Locked,
        sqlx::Error::Io(error) => Cause::Unreachable(match error.kind() {
            std::io::ErrorKind::ConnectionRefused => "nothing answers there",
            std::io::ErrorKind::NotFound => "its socket is not there",
            std::io::ErrorKind::PermissionDenied => "its socket may not be used by this user",
            std::io::ErrorKind::TimedOut => "it did not answer in time",
            _ => "the connection failed",
        }),
        sqlx::Error::Tls(_) => Cause::Unreachable("an encrypted connection was not possible"),
        _ => Cause::Other,
    }
}

/// The port's error for an engine's error.
pub(crate) fn explain(place: &str, error: sqlx::Error) -> StoreError {
    let place = place.to_owned();
    match cause(&error) {
        Cause::Locked | Cause::Lost => StoreError::Locked { place },
        Cause::ReadOnly(why) => StoreError::ReadOnly {
            place,
            why: why.to_owned(),
        },
        Cause::Full => StoreError::Full { place },
        Cause::Unreachable(why) => StoreError::Unreachable {
            place,
            why: why.to_owned(),
        },
        Cause::Damaged => StoreError::Damaged {
            what: format!("`{place}` is not a sound database"),
        },
        Cause::Other => match error {
            sqlx::Error::ColumnDecode { index, .. } => StoreError::Damaged {
                what: format!("column {index} of a row in `{place}` holds what it must not"),
            },
            error => StoreError::Failed {
                place,
                source: Box::new(error),
            },
        },
    }
}

/// Whether PostgreSQL gave way to another transaction; what was done must be done again.
pub(crate) fn is_lost(error: &sqlx::Error) -> bool {
    cause(error) == Cause::Lost
}

pub(crate) fn is_taken(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(DatabaseError::is_unique_violation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_details_of_a_sqlite_code_do_not_hide_its_cause() {
        // SQLITE_BUSY_SNAPSHOT, SQLITE_READONLY_DIRECTORY, SQLITE_CORRUPT_VTAB.
        assert_eq!(sqlite_cause(517), Cause::Locked);
        assert!(matches!(sqlite_cause(1544), Cause::ReadOnly(_)));
        assert_eq!(sqlite_cause(267), Cause::Damaged);
        assert_eq!(sqlite_cause(13), Cause::Full);
        assert_eq!(sqlite_cause(19), Cause::Other);
    }
}
