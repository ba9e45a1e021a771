//! PostgreSQL: a pool; writers are serializable and queue at the row of `head`.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, Postgres, Transaction};
use standing_app::ports::StoreError;

use crate::address::Address;
use crate::failure::{explain, is_lost};
use crate::migration::{self, Found, Migrated, SCHEMA};
use crate::open::{Options, check_schema};

pub(crate) struct PostgresStore {
    pub(crate) place: String,
    pool: PgPool,
    patience: Duration,
}

impl PostgresStore {
    pub(crate) async fn open(
        address: &PgConnectOptions,
        options: &Options,
    ) -> Result<Self, StoreError> {
        let place = Address::Postgres(Box::new(address.clone())).to_string();
        let (found, _) = look(address, &place, options).await?;
        // A database may be shared with others.
        check_schema(&place, found)?;
        let pool = PgPoolOptions::new()
            .max_connections(options.readers.max(1) + 2)
            .acquire_timeout(options.patience)
            .connect_lazy_with(with_patience(address, options));
        Ok(Self {
            place,
            pool,
            patience: options.patience,
        })
    }

    pub(crate) async fn create(
        address: &PgConnectOptions,
        options: &Options,
    ) -> Result<Self, StoreError> {
        let place = Address::Postgres(Box::new(address.clone())).to_string();
        let (found, mut connection) = look(address, &place, options).await?;
        if matches!(found, Found::Nothing | Found::Others) {
            migration::migrate_postgres(&mut connection, 0)
                .await
                .map_err(|error| explain(&place, error))?;
        }
        Self::open(address, options).await
    }

    pub(crate) async fn migrate(
        address: &PgConnectOptions,
        options: &Options,
    ) -> Result<Migrated, StoreError> {
        let place = Address::Postgres(Box::new(address.clone())).to_string();
        let (found, mut connection) = look(address, &place, options).await?;
        let from = match found {
            Found::Schema(number) if number < SCHEMA => number,
            found => {
                check_schema(&place, found)?;
                SCHEMA
            }
        };
        migration::migrate_postgres(&mut connection, from)
            .await
            .map_err(|error| explain(&place, error))?;
        Ok(Migrated { from, to: SCHEMA })
    }

    pub(crate) async fn begin_reading(&self) -> Result<Transaction<'static, Postgres>, StoreError> {
        self.pool
            .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            .await
            .map_err(|error| self.explain(error))
    }

    /// Begins, and takes the row of `head`. Whoever held it last makes us lose here, before
    /// anything is done, so we just begin again.
    pub(crate) async fn begin_writing(
        &self,
        take_head: &'static str,
    ) -> Result<Transaction<'static, Postgres>, StoreError> {
        let deadline = tokio::time::Instant::now() + self.patience;
        loop {
            let attempt = async {
                let mut tx = self
                    .pool
                    .begin_with("BEGIN ISOLATION LEVEL SERIALIZABLE")
                    .await?;
                sqlx::query(take_head).execute(&mut *tx).await?;
                Ok(tx)
            };
            match attempt.await {
                Ok(tx) => return Ok(tx),
                Err(error) if is_lost(&error) && tokio::time::Instant::now() < deadline => {}
                Err(error) => return Err(self.explain(error)),
            }
        }
    }

    pub(crate) async fn bytes(&self) -> Result<u64, StoreError> {
        let bytes: i64 = sqlx::query_scalar("SELECT pg_database_size(current_database())")
            .fetch_one(&self.pool)
            .await
            .map_err(|error| self.explain(error))?;
        Ok(u64::try_from(bytes).unwrap_or(0))
    }

    fn explain(&self, error: sqlx::Error) -> StoreError {
        match error {
            // The pool goes on trying to connect for as long as it may.
            sqlx::Error::PoolTimedOut => StoreError::Unreachable {
                place: self.place.clone(),
                why: "it did not answer in time, or has no connection free".to_owned(),
            },
            error => explain(&self.place, error),
        }
    }
}

async fn look(
    address: &PgConnectOptions,
    place: &str,
    options: &Options,
) -> Result<(Found, PgConnection), StoreError> {
    let looking = async {
        let mut connection = PgConnection::connect_with(&with_patience(address, options)).await?;
        let found = migration::found_in_postgres(&mut connection).await?;
        Ok((found, connection))
    };
    match tokio::time::timeout(options.patience, looking).await {
        Ok(looked) => looked.map_err(|error| explain(place, error)),
        Err(_) => Err(StoreError::Unreachable {
            place: place.to_owned(),
            why: "it did not answer in time".to_owned(),
        }),
    }
}

fn with_patience(address: &PgConnectOptions, options: &Options) -> PgConnectOptions {
    let wait = format!("{}ms", options.patience.as_millis().max(1));
    address
        .clone()
        .disable_statement_logging()
        .application_name("standing")
        .options([("lock_timeout", wait)])
}
