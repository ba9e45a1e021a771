//! Accounts, credentials, sessions, tokens and attempts: rows that may change, beside the record.

mod read;
mod write;

use standing_app::ports::{
    Account, Credential, CredentialKind, OneTimeToken, Purpose, Session, StoreError,
};
use standing_base::Instant;

use crate::row;

macro_rules! account_columns {
    () => {
        "account, person, email, password, created_at, disabled_at"
    };
}

macro_rules! credential_columns {
    () => {
        "kind, key, account, name, body, counter, created_at, last_used_at"
    };
}

macro_rules! session_columns {
    () => {
        "digest, account, created_at, last_seen_at, expires_at, agent, means"
    };
}

macro_rules! token_columns {
    () => {
        "digest, purpose, account, person, body, expires_at, used_at"
    };
}

use {account_columns, credential_columns, session_columns, token_columns};

type AccountRow = (String, String, String, Option<String>, i64, Option<i64>);

type CredentialRow = (
    String,
    String,
    String,
    String,
    String,
    i64,
    i64,
    Option<i64>,
);

type SessionRow = (String, String, i64, i64, i64, String, String);

type TokenRow = (
    String,
    String,
    Option<String>,
    Option<String>,
    String,
    i64,
    Option<i64>,
);

fn at(microseconds: i64) -> Instant {
    Instant::from_microseconds(microseconds)
}

fn account(row: AccountRow) -> Result<Account, StoreError> {
    Ok(Account {
        id: row::id(&row.0)?,
        person: row::id(&row.1)?,
        email: row.2,
        password: row.3,
        created_at: at(row.4),
        disabled_at: row.5.map(at),
    })
}

fn credential(row: CredentialRow) -> Result<Credential, StoreError> {
    let mut kinds = CredentialKind::ALL.into_iter();
    let kind = kinds.find(|kind| kind.word() == row.0);
    Ok(Credential {
        kind: kind.ok_or_else(|| unknown("credential", &row.0))?,
        key: row.1,
        account: row::id(&row.2)?,
        name: row.3,
        body: row.4,
        counter: row.5,
        created_at: at(row.6),
        last_used_at: row.7.map(at),
    })
}

fn session(row: SessionRow) -> Result<Session, StoreError> {
    Ok(Session {
        digest: row.0,
        account: row::id(&row.1)?,
        created_at: at(row.2),
        last_seen_at: at(row.3),
        expires_at: at(row.4),
        agent: row.5,
        means: row.6,
    })
}

fn token(row: TokenRow) -> Result<OneTimeToken, StoreError> {
    let mut purposes = Purpose::ALL.into_iter();
    let purpose = purposes.find(|purpose| purpose.word() == row.1);
    Ok(OneTimeToken {
        digest: row.0,
        purpose: purpose.ok_or_else(|| unknown("one-time token", &row.1))?,
        account: row.2.as_deref().map(row::id).transpose()?,
        person: row.3.as_deref().map(row::id).transpose()?,
        body: row.4,
        expires_at: at(row.5),
        used_at: row.6.map(at),
    })
}

fn unknown(what: &str, word: &str) -> StoreError {
    StoreError::Damaged {
        what: format!("there is no {what} of the kind `{word}`"),
    }
}
