//! Writing accounts, in the transaction of a writer.

use async_trait::async_trait;
use standing_app::ports::{
    Account, AccountWrites, Attempts, Credential, CredentialKind, OneTimeToken, Session, StoreError,
};
use standing_base::{Id, Instant};

use super::{account_columns, credential_columns, session_columns, token_columns};
use crate::failure::is_taken;
use crate::writer::OpenWriter;

/// Runs a statement with its parameters and gives how many rows it changed, or the engine's error.
/// A writer whose step failed stays broken: see `OpenWriter`.
macro_rules! change {
    ($self:ident, $sql:expr $(, $parameter:expr)* $(,)?) => {{
        $self.begin_step()?;
        on!(&mut $self.tx, c => {
            sqlx::query($sql)$(.bind($parameter))*.execute(c).await.map(|done| done.rows_affected())
        })
    }};
}

#[async_trait]
impl AccountWrites for OpenWriter {
    async fn put_account(&mut self, account: &Account) -> Result<(), StoreError> {
        const SQL: &str = concat!(
            "INSERT INTO account (",
            account_columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account) DO UPDATE SET \
             person = excluded.person, email = excluded.email, password = excluded.password, \
             disabled_at = excluded.disabled_at"
        );
        let done = change!(
            self,
            SQL,
            account.id.to_string(),
            account.person.to_string(),
            &account.email,
            &account.password,
            account.created_at.microseconds(),
            account.disabled_at.map(Instant::microseconds),
        );
        match done {
            Err(error) if is_taken(&error) => Err(StoreError::Conflict(account.id)),
            done => self.finish_step(done).map(|_| ()),
        }
    }

    async fn put_credential(&mut self, credential: &Credential) -> Result<(), StoreError> {
        const SQL: &str = concat!(
            "INSERT INTO credential (",
            credential_columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (kind, key) DO UPDATE SET \
             name = excluded.name, body = excluded.body, counter = excluded.counter, \
             last_used_at = excluded.last_used_at"
        );
        let done = change!(
            self,
            SQL,
            credential.kind.word(),
            &credential.key,
            credential.account.to_string(),
            &credential.name,
            &credential.body,
            credential.counter,
            credential.created_at.microseconds(),
            credential.last_used_at.map(Instant::microseconds),
        );
        self.finish_step(done).map(|_| ())
    }

    async fn remove_credentials(
        &mut self,
        account: Id,
        kind: CredentialKind,
        key: Option<&str>,
    ) -> Result<(), StoreError> {
        const ONE: &str = "DELETE FROM credential WHERE account = $1 AND kind = $2 AND key = $3";
        const ALL: &str = "DELETE FROM credential WHERE account = $1 AND kind = $2";
        let done = if let Some(key) = key {
            change!(self, ONE, account.to_string(), kind.word(), key)
        } else {
            change!(self, ALL, account.to_string(), kind.word())
        };
        self.finish_step(done).map(|_| ())
    }

    async fn put_session(&mut self, session: &Session) -> Result<(), StoreError> {
        const SQL: &str = concat!(
            "INSERT INTO session (",
            session_columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (digest) DO UPDATE SET \
             last_seen_at = excluded.last_seen_at"
        );
        let done = change!(
            self,
            SQL,
            &session.digest,
            session.account.to_string(),
            session.created_at.microseconds(),
            session.last_seen_at.microseconds(),
            session.expires_at.microseconds(),
            &session.agent,
            &session.means,
        );
        self.finish_step(done).map(|_| ())
    }

    async fn end_session(&mut self, account: Id, digest: &str) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM session WHERE account = $1 AND digest = $2";
        let done = change!(self, SQL, account.to_string(), digest);
        self.finish_step(done).map(|_| ())
    }

    async fn end_sessions(&mut self, account: Id, except: Option<&str>) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM session WHERE account = $1 AND digest <> $2";
        let done = change!(self, SQL, account.to_string(), except.unwrap_or_default());
        self.finish_step(done).map(|_| ())
    }

    async fn put_one_time_token(&mut self, token: &OneTimeToken) -> Result<(), StoreError> {
        const SQL: &str = concat!(
            "INSERT INTO one_time_token (",
            token_columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7)"
        );
        let done = change!(
            self,
            SQL,
            &token.digest,
            token.purpose.word(),
            token.account.map(|id| id.to_string()),
            token.person.map(|id| id.to_string()),
            &token.body,
            token.expires_at.microseconds(),
            token.used_at.map(Instant::microseconds),
        );
        self.finish_step(done).map(|_| ())
    }

    async fn use_one_time_token(&mut self, digest: &str, at: Instant) -> Result<bool, StoreError> {
        const SQL: &str =
            "UPDATE one_time_token SET used_at = $1 WHERE digest = $2 AND used_at IS NULL";
        let done = change!(self, SQL, at.microseconds(), digest);
        self.finish_step(done).map(|changed| changed == 1)
    }

    async fn put_attempts(&mut self, attempts: &Attempts) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO attempt (subject, failures, last_at) VALUES ($1, $2, $3) \
             ON CONFLICT (subject) DO UPDATE SET \
             failures = excluded.failures, last_at = excluded.last_at";
        let done = change!(
            self,
            SQL,
            &attempts.subject,
            i64::from(attempts.failures),
            attempts.last_at.microseconds(),
        );
        self.finish_step(done).map(|_| ())
    }

    async fn forget_attempts(&mut self, subject: &str) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM attempt WHERE subject = $1";
        let done = change!(self, SQL, subject);
        self.finish_step(done).map(|_| ())
    }

    async fn forget_before(&mut self, instant: Instant) -> Result<(), StoreError> {
        const SESSIONS: &str = "DELETE FROM session WHERE expires_at < $1";
        const TOKENS: &str = "DELETE FROM one_time_token WHERE expires_at < $1";
        const ATTEMPTS: &str = "DELETE FROM attempt WHERE last_at < $1";
        for sql in [SESSIONS, TOKENS, ATTEMPTS] {
            let done = change!(self, sql, instant.microseconds());
            self.finish_step(done)?;
        }
        Ok(())
    }
}
