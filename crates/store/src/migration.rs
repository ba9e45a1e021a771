//! The steps that make the tables, and the number that says how far a database has come.
//!
//! One statement a step, forward only, the same numbers for both engines; each step may be taken
//! again, so that a migration that was cut off goes on where it stopped.

use sqlx::{PgConnection, SqliteConnection};

struct Step {
    number: u32,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! steps {
    ($($number:literal $name:literal),+ $(,)?) => {
        const STEPS: &[Step] = &[$(Step {
            number: $number,
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        }),+];
    };
}

steps! {
    1 "0001_standing_schema",
    2 "0002_head",
    3 "0003_fact",
    4 "0004_fact_about",
    5 "0005_private_value",
    6 "0006_history",
    7 "0007_identifier",
    8 "0008_identifier_subject",
    9 "0009_name_key",
    10 "0010_mention",
    11 "0011_account",
    12 "0012_credential",
    13 "0013_credential_account",
    14 "0014_session",
    15 "0015_session_account",
    16 "0016_one_time_token",
    17 "0017_attempt",
    18 "0018_letter",
    19 "0019_letter_next_attempt_at",
    20 "0020_letter_state",
    21 "0021_letter_attempt",
    22 "0022_api_token",
    23 "0023_api_token_account",
    24 "0024_keyed_request",
    25 "0025_keyed_request_created_at",
    30 "0030_access",
    40 "0040_sealed_key",
    41 "0041_sealed_file",
    42 "0042_sealed_file_owner",
    43 "0043_sealed_chunk",
    44 "0044_intake",
    45 "0045_intake_code",
    46 "0046_intake_state",
    47 "0047_intake_message",
    48 "0048_sealed_identity",
    49 "0049_sealed_reading",
    50 "0050_sealed_reading_subject",
    51 "0051_sealed_note",
    52 "0052_intake_hold",
}

/// The schema that this program knows.
pub const SCHEMA: u32 = 52;

/// What a migration did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migrated {
    pub from: u32,
    pub to: u32,
}

const HIGHEST: &str = "SELECT max(number) FROM standing_schema";
const TAKEN: &str =
    "INSERT INTO standing_schema (number, name) VALUES ($1, $2) ON CONFLICT (number) DO NOTHING";

/// What is in a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Nothing,
    /// Tables, but not ours.
    Others,
    Schema(u32),
}

fn found(tables: i64, ours: i64, highest: Option<i64>) -> Found {
    if ours == 0 {
        return if tables == 0 {
            Found::Nothing
        } else {
            Found::Others
        };
    }
    Found::Schema(u32::try_from(highest.unwrap_or(0)).unwrap_or(u32::MAX))
}

pub(crate) async fn found_in_sqlite(
    connection: &mut SqliteConnection,
) -> Result<Found, sqlx::Error> {
    let (tables, ours): (i64, i64) = sqlx::query_as(
        "SELECT count(*), count(CASE WHEN name = 'standing_schema' THEN 1 END) FROM sqlite_schema",
    )
    .fetch_one(&mut *connection)
    .await?;
    let highest = match ours {
        0 => None,
        _ => sqlx::query_scalar(HIGHEST).fetch_one(connection).await?,
    };
    Ok(found(tables, ours, highest))
}

pub(crate) async fn found_in_postgres(connection: &mut PgConnection) -> Result<Found, sqlx::Error> {
    let (tables, ours): (i64, i64) = sqlx::query_as(
        "SELECT count(*), count(CASE WHEN table_name = 'standing_schema' THEN 1 END) \
         FROM information_schema.tables WHERE table_schema = current_schema()",
    )
    .fetch_one(&mut *connection)
    .await?;
    let highest = match ours {
        0 => None,
        _ => sqlx::query_scalar(HIGHEST).fetch_one(connection).await?,
    };
    Ok(found(tables, ours, highest))
}

macro_rules! take_steps {
    ($connection:ident, $from:ident, $engine:ident) => {{
        for step in STEPS.iter().filter(|step| step.number > $from) {
            sqlx::raw_sql(step.$engine)
                .execute(&mut *$connection)
                .await?;
            sqlx::query(TAKEN)
                .bind(i64::from(step.number))
                .bind(step.name)
                .execute(&mut *$connection)
                .await?;
        }
        Ok(())
    }};
}

/// Inside a transaction of the caller.
pub(crate) async fn migrate_sqlite(
    connection: &mut SqliteConnection,
    from: u32,
) -> Result<(), sqlx::Error> {
    take_steps!(connection, from, sqlite)
}

/// Each statement for itself: not every engine that speaks PostgreSQL's protocol has tables made
/// and rows written in one transaction.
pub(crate) async fn migrate_postgres(
    connection: &mut PgConnection,
    from: u32,
) -> Result<(), sqlx::Error> {
    take_steps!(connection, from, postgres)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_in_the_order_of_their_numbers_and_every_file_is_a_step() {
        assert!(STEPS.is_sorted_by(|a, b| a.number < b.number));
        for step in STEPS {
            assert!(step.name.starts_with(&format!("{:04}_", step.number)));
        }
        assert_eq!(STEPS.last().map(|step| step.number), Some(SCHEMA));
        for engine in ["sqlite", "postgres"] {
            let folder = format!("{}/migrations/{engine}", env!("CARGO_MANIFEST_DIR"));
            let mut files: Vec<String> = std::fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            files.sort();
            let names: Vec<String> = STEPS
                .iter()
                .map(|step| format!("{}.sql", step.name))
                .collect();
            assert_eq!(files, names, "{engine}");
        }
    }

    #[test]
    fn a_step_is_one_statement_of_the_portable_kind() {
        for step in STEPS {
            for text in [step.sqlite, step.postgres] {
                let code: String = text
                    .lines()
                    .filter(|line| !line.starts_with("--"))
                    .collect();
                assert!(!code.contains(';'), "{}", step.name);
                assert!(code.contains("IF NOT EXISTS"), "{}", step.name);
                for word in [
                    "TRIGGER",
                    "SERIAL",
                    "TIMESTAMP",
                    "UUID",
                    "JSON",
                    "NOW(",
                    "[]",
                ] {
                    assert!(!code.contains(word), "{}: {word}", step.name);
                }
            }
        }
    }
}
