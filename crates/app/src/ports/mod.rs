//! What the use cases need of the world: a store, a clock, a source of randomness. Adapters live
//! elsewhere; nothing here names a database.

mod account;
pub mod api;

use async_trait::async_trait;
use standing_base::{Id, IdKind, Instant};
use standing_domain::{Fact, NewFact, PrivateValue};

pub mod access;
pub mod intake;
pub mod mailer;
pub mod outbox;
pub mod provider;
pub mod scanner;
pub mod search;
pub mod vault;

pub use account::{
    Account, AccountReads, AccountWrites, Attempts, Credential, CredentialKind, OneTimeToken,
    Purpose, Session,
};

use access::{AccessReads, AccessWrites};
use api::{ApiReads, ApiWrites};
use intake::{IntakeReads, IntakeWrites};
use outbox::{OutboxReads, OutboxWrites};
use search::SearchReads;
use vault::{VaultReads, VaultWrites};

/// The record. The waist is narrow on purpose: append, read, and nothing else.
#[async_trait]
pub trait Store: Send + Sync + std::fmt::Debug {
    /// A consistent view: everything read through it is from one moment.
    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError>;

    /// Begins the one transaction in which facts, private values and projections are written.
    async fn writer(&self) -> Result<Box<dyn Writer>, StoreError>;

    /// What `standing doctor` tells.
    async fn condition(&self) -> Result<Condition, StoreError>;
}

/// A transaction. Dropped without [`Writer::commit`], it leaves nothing behind.
#[async_trait]
pub trait Writer:
    AccountReads
    + AccountWrites
    + ApiReads
    + ApiWrites
    + OutboxWrites
    + AccessWrites
    + VaultReads
    + VaultWrites
    + IntakeReads
    + IntakeWrites
    + Send
{
    /// Appends facts in order, with the rows derived from them. A fact whose (stream, revision) is
    /// taken is a [`StoreError::Conflict`].
    async fn append(&mut self, additions: Vec<Addition>) -> Result<Receipt, StoreError>;

    /// When the newest fact was recorded, those of this transaction among them.
    fn last_recorded_at(&self) -> Option<Instant>;

    /// The last revision of a stream, as nobody else can change it any more; 0 when it has none.
    async fn revision(&mut self, stream: Id) -> Result<u32, StoreError>;

    /// The number of the newest fact about a subject, likewise; 0 when there is none.
    async fn newest_about(&mut self, subject: Id) -> Result<u64, StoreError>;

    async fn commit(self: Box<Self>) -> Result<(), StoreError>;

    /// Deletes private values, each named by its fact and field, and says how many there were. From
    /// none of them may a projection be derived: see [`crate::projection::is_derived_from`].
    async fn erase_private_values(&mut self, values: &[(u64, String)]) -> Result<u64, StoreError>;

    /// Forgets every projection, so that `rebuild` can derive them again; facts and private values stay.
    async fn clear_projections(&mut self) -> Result<(), StoreError>;

    /// Writes the projections of facts that are already on the record (`rebuild`).
    async fn project(&mut self, facts: Vec<Projected>) -> Result<(), StoreError>;
}

/// A fact to append, with its private values and what is looked up by it.
#[derive(Clone, Debug)]
pub struct Addition {
    pub fact: NewFact,
    /// Field and value.
    pub private: Vec<(String, String)>,
    pub rows: Vec<Row>,
}

/// A fact on the record with the rows to derive from it.
#[derive(Clone, Debug)]
pub struct Projected {
    pub fact: Fact,
    pub rows: Vec<Row>,
}

/// A row of a projection. The packed history of the fact's subject is not listed: the store keeps
/// it for every fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// Found by an identifier of a scheme: a membership number, a Wikidata id, a case reference.
    Identifier {
        scheme: String,
        value: String,
        found: Found,
    },
    /// Found by (folded) name, once for each word that the name is turned to begin with. Erasable.
    Name { key: String, subject: Id },
    /// The subject's facts name this body or branch, so its page lists the subject; or this person,
    /// into whose entry the subject's was merged.
    Mention { unit: Id, subject: Id },
}

/// Whom an identifier names: a subject, and within it an item such as a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub subject: Id,
    pub item: Option<Id>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Number of the first fact appended; the others follow.
    pub first: u64,
    pub count: u64,
}

/// The packed history of a subject (see [`standing_domain::packed`]).
#[derive(Clone, Debug)]
pub struct PackedHistory {
    pub subject: Id,
    pub bytes: Vec<u8>,
}

/// Reads from one moment. Every list has a limit; [`LIST_MAX`] is the largest.
#[async_trait]
pub trait Snapshot:
    AccountReads + ApiReads + OutboxReads + SearchReads + AccessReads + VaultReads + IntakeReads + Send
{
    /// How many facts there are, and when the last was recorded.
    async fn head(&mut self) -> Result<Head, StoreError>;

    /// Facts by number, in order; numbers that are not there are left out.
    async fn facts(&mut self, numbers: &[u64]) -> Result<Vec<Fact>, StoreError>;

    /// The facts after a number, in order.
    async fn facts_after(&mut self, number: u64, limit: u32) -> Result<Vec<Fact>, StoreError>;

    /// Every fact about a subject, in order.
    async fn facts_about(&mut self, subject: Id) -> Result<Vec<Fact>, StoreError>;

    /// The last revision of a stream; 0 when it has none.
    async fn revision(&mut self, stream: Id) -> Result<u32, StoreError>;

    /// The private values of facts, by fact and field.
    async fn private_values(&mut self, facts: &[u64]) -> Result<Vec<PrivateValue>, StoreError>;

    /// Private values in the order of (fact, field), after a place: for export.
    async fn private_values_after(
        &mut self,
        after: Option<(u64, String)>,
        limit: u32,
    ) -> Result<Vec<PrivateValue>, StoreError>;

    async fn history(&mut self, subject: Id) -> Result<Option<PackedHistory>, StoreError>;

    /// Histories of all subjects of a kind, in the order of their ids.
    async fn histories(
        &mut self,
        kind: IdKind,
        after: Option<Id>,
        limit: u32,
    ) -> Result<Vec<PackedHistory>, StoreError>;

    /// Who or what has this identifier, in any scheme or in one.
    async fn find(&mut self, scheme: Option<&str>, value: &str) -> Result<Vec<Found>, StoreError>;

    /// Identifiers of a scheme in the order of their values, after a value: an import reads them all.
    async fn identifiers(
        &mut self,
        scheme: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<(String, Found)>, StoreError>;

    /// The identifiers of a subject: scheme and value.
    async fn identifiers_of(&mut self, subject: Id) -> Result<Vec<(String, String)>, StoreError>;

    /// Folded names that begin with a prefix, in order.
    async fn names_from(
        &mut self,
        prefix: &str,
        limit: u32,
    ) -> Result<Vec<(String, Id)>, StoreError>;

    /// Subjects of a kind whose facts name a unit, in the order of their ids.
    async fn mentions(
        &mut self,
        unit: Id,
        kind: IdKind,
        after: Option<Id>,
        limit: u32,
    ) -> Result<Vec<Id>, StoreError>;

    /// Every projected row in a canonical order, as lines: what `rebuild` compares.
    async fn projection_digest(&mut self) -> Result<String, StoreError>;
}

/// The longest list that one read gives.
pub const LIST_MAX: u32 = 10_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub facts: u64,
    pub last_recorded_at: Option<Instant>,
}

/// The condition of a store.
#[derive(Clone, Debug)]
pub struct Condition {
    /// `SQLite 3.50.4`, `PostgreSQL 15.18`.
    pub engine: String,
    /// Where it is, without a password.
    pub place: String,
    pub schema: u32,
    /// Bytes it takes on the disk, where that can be known.
    pub bytes: Option<u64>,
    pub writable: bool,
}

/// Why the store could not answer. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("somebody else extended stream {0} at the same time; try again")]
    Conflict(Id),
    #[error(
        "the database at {place} is busy: another program holds its lock; stop that program or wait, and try again"
    )]
    Locked { place: String },
    #[error("the database at {place} cannot be written: {why}; make it writable and try again")]
    ReadOnly { place: String, why: String },
    #[error(
        "there is no room left for the database at {place}; nothing was changed; make room and try again"
    )]
    Full { place: String },
    #[error(
        "the database at {place} has schema {found} and this program knows schemas up to {known}; use the newer program"
    )]
    Newer {
        place: String,
        found: u32,
        known: u32,
    },
    #[error(
        "the database at {place} has schema {found} and this program needs {known}; run `standing migrate`"
    )]
    Older {
        place: String,
        found: u32,
        known: u32,
    },
    #[error("there is no Standing database at {place}; run `standing init` or `standing demo`")]
    Absent { place: String },
    #[error(
        "the database at {place} cannot be reached: {why}; check that it runs and that the address is right"
    )]
    Unreachable { place: String, why: String },
    /// What is recorded in the order of time cannot be recorded before what is there.
    #[error(
        "the clock of the server says {now}, and the newest fact on the record is of {newest}; \
         nothing was recorded; set the clock and try again"
    )]
    ClockBehind { now: Instant, newest: Instant },
    /// A fact that no record takes: it holds words.
    #[error(transparent)]
    Refused(#[from] standing_base::Refusal),
    #[error("the record is damaged: {what}; restore a backup, or run `standing doctor`")]
    Damaged { what: String },
    #[error("the database at {place} failed")]
    Failed {
        place: String,
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// The present moment.
pub trait Clock: Send + Sync + std::fmt::Debug {
    fn now(&self) -> Instant;
}

/// Random bytes, for ids and for secrets: nobody may be able to foretell them.
pub trait Entropy: Send + Sync + std::fmt::Debug {
    fn fill(&self, bytes: &mut [u8]);

    fn ten_bytes(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        self.fill(&mut bytes);
        bytes
    }
}
