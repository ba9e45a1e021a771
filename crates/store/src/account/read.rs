//! Reading accounts, from the moment of a snapshot or within a transaction that writes.

use async_trait::async_trait;
use standing_app::ports::{
    Account, AccountReads, Attempts, Credential, CredentialKind, OneTimeToken, Session, StoreError,
};
use standing_base::Id;

use super::{
    AccountRow, CredentialRow, SessionRow, TokenRow, account, account_columns, at, credential,
    credential_columns, session, session_columns, token, token_columns,
};
use crate::failure::explain;
use crate::snapshot::OpenSnapshot;
use crate::writer::OpenWriter;

/// Runs a query with its parameters and gives the row there may be, or the port's error.
macro_rules! one {
    ($self:ident, $sql:expr $(, $parameter:expr)* $(,)?) => {
        on!(&mut $self.tx, c => sqlx::query_as($sql)$(.bind($parameter))*.fetch_optional(c).await)
            .map_err(|error| explain(&$self.place, error))
    };
}

macro_rules! all {
    ($self:ident, $sql:expr $(, $parameter:expr)* $(,)?) => {
        on!(&mut $self.tx, c => sqlx::query_as($sql)$(.bind($parameter))*.fetch_all(c).await)
            .map_err(|error| explain(&$self.place, error))
    };
}

/// A snapshot and a writer read alike.
macro_rules! reads_accounts {
    ($open:ty) => {
        #[async_trait]
        impl AccountReads for $open {
            async fn account(&mut self, id: Id) -> Result<Option<Account>, StoreError> {
                const SQL: &str = concat!(
                    "SELECT ",
                    account_columns!(),
                    " FROM account WHERE account = $1"
                );
                let row: Option<AccountRow> = one!(self, SQL, id.to_string())?;
                row.map(account).transpose()
            }

            async fn account_by_email(
                &mut self,
                email: &str,
            ) -> Result<Option<Account>, StoreError> {
                const SQL: &str = concat!(
                    "SELECT ",
                    account_columns!(),
                    " FROM account WHERE email = $1"
                );
                let row: Option<AccountRow> = one!(self, SQL, email)?;
                row.map(account).transpose()
            }

            async fn account_of(&mut self, person: Id) -> Result<Option<Account>, StoreError> {
                const SQL: &str = concat!(
                    "SELECT ",
                    account_columns!(),
                    " FROM account WHERE person = $1"
                );
                let row: Option<AccountRow> = one!(self, SQL, person.to_string())?;
                row.map(account).transpose()
            }

            async fn has_accounts(&mut self) -> Result<bool, StoreError> {
                const SQL: &str = "SELECT account FROM account LIMIT 1";
                let row: Option<(String,)> = one!(self, SQL)?;
                Ok(row.is_some())
            }

            async fn credential(
                &mut self,
                kind: CredentialKind,
                key: &str,
            ) -> Result<Option<Credential>, StoreError> {
                const SQL: &str = concat!(
                    "SELECT ",
                    credential_columns!(),
                    " FROM credential WHERE kind = $1 AND key = $2"
                );
                let row: Option<CredentialRow> = one!(self, SQL, kind.word(), key)?;
                row.map(credential).transpose()
            }

            async fn credentials(&mut self, account: Id) -> Result<Vec<Credential>, StoreError> {
                const SQL: &str = concat!(
                    "SELECT ",
                    credential_columns!(),
                    " FROM credential WHERE account = $1 ORDER BY kind, created_at, key"
                );
                let rows: Vec<CredentialRow> = all!(self, SQL, account.to_string())?;
                rows.into_iter().map(credential).collect()
            }

            async fn session(&mut self, digest: &str) -> Result<Option<Session>, StoreError> {
                const SQL: &str = concat!(
                    "SELECT ",
                    session_columns!(),
                    " FROM session WHERE digest = $1"
                );
                let row: Option<SessionRow> = one!(self, SQL, digest)?;
                row.map(session).transpose()
            }

            async fn sessions(&mut self, account: Id) -> Result<Vec<Session>, StoreError> {
                const SQL: &str = concat!(
                    "SELECT ",
                    session_columns!(),
                    " FROM session WHERE account = $1 ORDER BY last_seen_at DESC, digest"
                );
                let rows: Vec<SessionRow> = all!(self, SQL, account.to_string())?;
                rows.into_iter().map(session).collect()
            }

            async fn one_time_token(
                &mut self,
                digest: &str,
            ) -> Result<Option<OneTimeToken>, StoreError> {
                const SQL: &str = concat!(
                    "SELECT ",
                    token_columns!(),
                    " FROM one_time_token WHERE digest = $1"
                );
                let row: Option<TokenRow> = one!(self, SQL, digest)?;
                row.map(token).transpose()
            }

            async fn attempts(&mut self, subject: &str) -> Result<Option<Attempts>, StoreError> {
                const SQL: &str =
                    "SELECT subject, failures, last_at FROM attempt WHERE subject = $1";
                let row: Option<(String, i64, i64)> = one!(self, SQL, subject)?;
                Ok(row.map(|(subject, failures, last_at)| Attempts {
                    subject,
                    failures: u32::try_from(failures).unwrap_or(u32::MAX),
                    last_at: at(last_at),
                }))
            }
        }
    };
}

reads_accounts!(OpenSnapshot);
reads_accounts!(OpenWriter);
