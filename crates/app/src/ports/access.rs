//! What the store keeps of who looked at records that are not public. Rows beside the record: they
//! are no facts, an export leaves them behind, and they may be erased.

use async_trait::async_trait;
use standing_base::{Date, Id, Instant};

use super::StoreError;

/// Somebody saw, on one day, what is not public. Looking again on the same day adds nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Whose record; a branch or the organisation where a list of its members was seen.
    pub subject: Id,
    /// Who looked; nobody is the operator, on the machine itself.
    pub reader: Option<Id>,
    /// What was seen: `file`, `register`, `name`, `list`.
    pub what: String,
    /// In which role, in words.
    pub capacity: String,
    /// The clause that lets that role see it.
    pub clause: Option<String>,
    pub on: Date,
    /// The first look of the day.
    pub at: Instant,
}

/// Somebody read something sealed. Each reading is kept, however often one reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub id: Id,
    pub at: Instant,
    /// What was read: `file`, `intake`.
    pub what: String,
    /// The case or the intake to which it belongs.
    pub owner: Id,
    /// The file, where it was one.
    pub item: Option<Id>,
    /// The person whom it is about, where the record knows them.
    pub subject: Option<Id>,
    /// Who read it; nobody is the operator, on the machine itself.
    pub reader: Option<Id>,
    /// In which role, in words.
    pub capacity: String,
    /// The clause that lets that role read it.
    pub clause: Option<String>,
}

#[async_trait]
pub trait AccessReads {
    /// Whether the access is there already, its moment aside.
    async fn has_access(&mut self, access: &Access) -> Result<bool, StoreError>;

    /// Accesses of one subject, the newest first, before an instant.
    async fn accesses(
        &mut self,
        subject: Id,
        before: Option<Instant>,
        limit: u32,
    ) -> Result<Vec<Access>, StoreError>;

    /// Readings of what is sealed, the newest first, older than one: all of them, or those of what is
    /// about one person.
    async fn readings(
        &mut self,
        subject: Option<Id>,
        before: Option<Id>,
        limit: u32,
    ) -> Result<Vec<Reading>, StoreError>;
}

#[async_trait]
pub trait AccessWrites {
    /// Keeps an access; one that is there already stays as it is.
    async fn put_access(&mut self, access: &Access) -> Result<(), StoreError>;

    async fn put_reading(&mut self, reading: &Reading) -> Result<(), StoreError>;
}
