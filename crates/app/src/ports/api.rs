//! What the store keeps for programs that ask: their tokens, and what was recorded under keys that
//! they chose. Like accounts, these rows are no facts, may go, and are not exported.

use async_trait::async_trait;
use standing_base::{Date, Id, Instant};

use super::StoreError;

/// What may be done with a token. Each scope includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Everything that its holder may see.
    Read,
    /// Everything that its holder may record, too.
    Act,
}

impl Scope {
    pub const ALL: [Self; 2] = [Self::Read, Self::Act];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Act => "act",
        }
    }

    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }
}

/// A token that a program shows instead of signing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Digest of the token. The token itself is nowhere but with its holder.
    pub digest: String,
    pub account: Id,
    /// The holder's word for it.
    pub name: String,
    pub scope: Scope,
    pub created_at: Instant,
    pub expires_at: Instant,
    /// Days are enough to see that a token is no longer in use, and tell less of its holder.
    pub last_used_on: Option<Date>,
}

/// What was recorded under a key that its sender chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyedRequest {
    pub person: Id,
    pub key: String,
    /// Digest of what was sent.
    pub request: String,
    /// What was answered, to be answered again.
    pub answer: String,
    pub created_at: Instant,
}

#[async_trait]
pub trait ApiReads: Send {
    async fn api_token(&mut self, digest: &str) -> Result<Option<ApiToken>, StoreError>;

    /// All of an account, the newest first.
    async fn api_tokens(&mut self, account: Id) -> Result<Vec<ApiToken>, StoreError>;

    async fn keyed_request(
        &mut self,
        person: Id,
        key: &str,
    ) -> Result<Option<KeyedRequest>, StoreError>;
}

#[async_trait]
pub trait ApiWrites: Send {
    /// Adds the token, or changes the day of its last use.
    async fn put_api_token(&mut self, token: &ApiToken) -> Result<(), StoreError>;

    /// Takes a token of an account away. No when the account has none of this digest.
    async fn revoke_api_token(&mut self, account: Id, digest: &str) -> Result<bool, StoreError>;

    async fn put_keyed_request(&mut self, request: &KeyedRequest) -> Result<(), StoreError>;

    /// Deletes what was kept for keys before an instant.
    async fn forget_keyed_requests(&mut self, before: Instant) -> Result<(), StoreError>;
}
