//! Which stream somebody else extended first.

use std::collections::BTreeSet;

use sqlx::postgres::PgDatabaseError;
use sqlx::sqlite::SqliteError;
use standing_app::ports::StoreError;
use standing_base::Id;
use standing_domain::Fact;

use crate::engine::Tx;
use crate::failure;

/// Explains why facts could not be inserted, when a key of theirs was taken.
pub(crate) async fn explain(
    tx: &mut Tx,
    place: &str,
    facts: impl Iterator<Item = &Fact> + Send,
    error: sqlx::Error,
) -> StoreError {
    let stream = match named(&error) {
        Named::Stream(stream) => Some(stream),
        Named::NotSaid => match taken(tx, facts).await {
            Ok(stream) => stream,
            Err(error) => return failure::explain(place, error),
        },
        Named::OtherKey => None,
    };
    match stream {
        Some(stream) => StoreError::Conflict(stream),
        None => StoreError::Damaged {
            what: "the head of the record counts fewer facts than there are".to_owned(),
        },
    }
}

enum Named {
    Stream(Id),
    /// The engine does not say which row it was.
    NotSaid,
    /// Not (stream, revision), but the number.
    OtherKey,
}

fn named(error: &sqlx::Error) -> Named {
    let Some(error) = error.as_database_error() else {
        return Named::OtherKey;
    };
    if let Some(error) = error.try_downcast_ref::<PgDatabaseError>() {
        if error.constraint() != Some("fact_stream_revision") {
            return Named::OtherKey;
        }
        // `Key (stream, revision)=(per_…, 3) already exists.`
        let key = error.detail().and_then(|detail| {
            let (_, key) = detail.split_once("=(")?;
            key.split(',').next()?.parse().ok()
        });
        return key.map_or(Named::OtherKey, Named::Stream);
    }
    let sqlite = error.try_downcast_ref::<SqliteError>();
    match sqlite {
        Some(_) if error.message().contains("fact.stream") => Named::NotSaid,
        _ => Named::OtherKey,
    }
}

/// On SQLite the failed statement alone is undone and the transaction goes on, so we can look.
async fn taken(
    tx: &mut Tx,
    facts: impl Iterator<Item = &Fact> + Send,
) -> Result<Option<Id>, sqlx::Error> {
    const SQL: &str = "SELECT 1 FROM fact WHERE stream = $1 AND revision = $2";
    let mut seen = BTreeSet::new();
    for fact in facts {
        let (stream, revision) = (fact.what.stream, fact.what.revision);
        if !seen.insert((stream, revision)) {
            return Ok(Some(stream));
        }
        let found: Option<(i64,)> = on!(&mut *tx, c => {
            sqlx::query_as(SQL)
                .bind(stream.to_string())
                .bind(i64::from(revision))
                .fetch_optional(c)
                .await
        })?;
        if found.is_some() {
            return Ok(Some(stream));
        }
    }
    Ok(None)
}
