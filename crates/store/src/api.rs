//! Tokens of programs, and what was recorded under keys that they chose.

use async_trait::async_trait;
use standing_app::ports::StoreError;
use standing_app::ports::api::{ApiReads, ApiToken, ApiWrites, KeyedRequest, Scope};
use standing_base::{Date, Id, Instant};

use crate::failure::explain;
use crate::row;
use crate::snapshot::OpenSnapshot;
use crate::writer::OpenWriter;

/// The columns of `api_token`, in the order of [`TokenRow`].
macro_rules! token_columns {
    () => {
        "digest, account, name, scope, created_at, expires_at, last_used_on"
    };
}

type TokenRow = (String, String, String, String, i64, i64, Option<String>);

/// person, key, request, answer, created_at
type RequestRow = (String, String, String, String, i64);

const TOKEN: &str = concat!(
    "SELECT ",
    token_columns!(),
    " FROM api_token WHERE digest = $1"
);

const TOKENS: &str = concat!(
    "SELECT ",
    token_columns!(),
    " FROM api_token WHERE account = $1 ORDER BY created_at DESC, digest"
);

const REQUEST: &str = "SELECT person, key, request, answer, created_at FROM keyed_request \
     WHERE person = $1 AND key = $2";

fn token(row: TokenRow) -> Result<ApiToken, StoreError> {
    let damaged = |column: &str| StoreError::Damaged {
        what: format!("column `{column}` of an API token cannot be read"),
    };
    let day = |text: &str| text.parse::<Date>().map_err(|_| damaged("last_used_on"));
    Ok(ApiToken {
        digest: row.0,
        account: row::id(&row.1)?,
        name: row.2,
        scope: Scope::find(&row.3).ok_or_else(|| damaged("scope"))?,
        created_at: Instant::from_microseconds(row.4),
        expires_at: Instant::from_microseconds(row.5),
        last_used_on: row.6.as_deref().map(day).transpose()?,
    })
}

fn request(row: RequestRow) -> Result<KeyedRequest, StoreError> {
    Ok(KeyedRequest {
        person: row::id(&row.0)?,
        key: row.1,
        request: row.2,
        answer: row.3,
        created_at: Instant::from_microseconds(row.4),
    })
}

/// A snapshot and a writer read alike.
macro_rules! reads {
    ($open:ty) => {
        #[async_trait]
        impl ApiReads for $open {
            async fn api_token(&mut self, digest: &str) -> Result<Option<ApiToken>, StoreError> {
                let row: Option<TokenRow> = on!(&mut self.tx, c => {
                    sqlx::query_as(TOKEN).bind(digest).fetch_optional(c).await
                })
                .map_err(|error| explain(&self.place, error))?;
                row.map(token).transpose()
            }

            async fn api_tokens(&mut self, account: Id) -> Result<Vec<ApiToken>, StoreError> {
                let rows: Vec<TokenRow> = on!(&mut self.tx, c => {
                    sqlx::query_as(TOKENS).bind(account.to_string()).fetch_all(c).await
                })
                .map_err(|error| explain(&self.place, error))?;
                rows.into_iter().map(token).collect()
            }

            async fn keyed_request(
                &mut self,
                person: Id,
                key: &str,
            ) -> Result<Option<KeyedRequest>, StoreError> {
                let row: Option<RequestRow> = on!(&mut self.tx, c => {
                    sqlx::query_as(REQUEST)
                        .bind(person.to_string())
                        .bind(key)
                        .fetch_optional(c)
                        .await
                })
                .map_err(|error| explain(&self.place, error))?;
                row.map(request).transpose()
            }
        }
    };
}

reads!(OpenSnapshot);
reads!(OpenWriter);

#[async_trait]
impl ApiWrites for OpenWriter {
    async fn put_api_token(&mut self, token: &ApiToken) -> Result<(), StoreError> {
        const SQL: &str = concat!(
            "INSERT INTO api_token (",
            token_columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (digest) DO UPDATE SET \
             last_used_on = excluded.last_used_on"
        );
        self.begin_step()?;
        let done = on!(&mut self.tx, c => {
            sqlx::query(SQL)
                .bind(&token.digest)
                .bind(token.account.to_string())
                .bind(&token.name)
                .bind(token.scope.word())
                .bind(token.created_at.microseconds())
                .bind(token.expires_at.microseconds())
                .bind(token.last_used_on.map(|day| day.to_string()))
                .execute(c)
                .await
                .map(|_| ())
        });
        self.finish_step(done)
    }

    async fn revoke_api_token(&mut self, account: Id, digest: &str) -> Result<bool, StoreError> {
        const SQL: &str = "DELETE FROM api_token WHERE account = $1 AND digest = $2";
        self.begin_step()?;
        let done = on!(&mut self.tx, c => {
            sqlx::query(SQL)
                .bind(account.to_string())
                .bind(digest)
                .execute(c)
                .await
                .map(|done| done.rows_affected())
        });
        self.finish_step(done).map(|gone| gone == 1)
    }

    async fn put_keyed_request(&mut self, request: &KeyedRequest) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO keyed_request (person, key, request, answer, created_at) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person, key) DO UPDATE SET \
             request = excluded.request, answer = excluded.answer, \
             created_at = excluded.created_at";
        self.begin_step()?;
        let done = on!(&mut self.tx, c => {
            sqlx::query(SQL)
                .bind(request.person.to_string())
                .bind(&request.key)
                .bind(&request.request)
                .bind(&request.answer)
                .bind(request.created_at.microseconds())
                .execute(c)
                .await
                .map(|_| ())
        });
        self.finish_step(done)
    }

    async fn forget_keyed_requests(&mut self, before: Instant) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM keyed_request WHERE created_at < $1";
        self.begin_step()?;
        let done = on!(&mut self.tx, c => {
            sqlx::query(SQL).bind(before.microseconds()).execute(c).await.map(|_| ())
        });
        self.finish_step(done)
    }
}
