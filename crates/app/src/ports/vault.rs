//! What the store keeps of sealed files: their keys, wrapped; what may be told of them; and their
//! bytes in chunks, so that nobody needs to hold a whole file. Rows beside the record: the facts
//! name a file by its id, and an export leaves the files behind.

use async_trait::async_trait;
use standing_base::{Date, Id};

use super::StoreError;

/// The key of everything that is sealed for one owner: a case, or an intake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedKey {
    pub owner: Id,
    /// Sealed itself, under a key that is not in the database; nothing once it was erased.
    pub wrapped: Option<Vec<u8>>,
    /// Names the key under which it is sealed.
    pub wrapping: String,
    /// From this day on nobody can read what was sealed with it.
    pub erased_on: Option<Date>,
}

/// A sealed file, but for its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedFile {
    pub id: Id,
    pub owner: Id,
    /// The file whose redacted copy this is.
    pub stands_for: Option<Id>,
    /// Its media type, found from its bytes.
    pub media: String,
    pub bytes: u64,
    /// SHA-256 of the plain bytes, as hexadecimal digits.
    pub digest: String,
    pub chunks: u32,
    /// Its name, and why it was redacted: sealed.
    pub label: Vec<u8>,
    /// Who sent it, where that is known at all.
    pub sent_by: Option<Id>,
    /// In which role, by its code.
    pub sent_as: Option<String>,
    pub sent_on: Date,
}

/// Who somebody is whom a case names by a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedIdentity {
    pub owner: Id,
    pub number: u32,
    pub body: Vec<u8>,
}

#[async_trait]
pub trait VaultReads: Send {
    async fn sealed_key(&mut self, owner: Id) -> Result<Option<SealedKey>, StoreError>;

    /// Keys in the order of their owners, after one.
    async fn sealed_keys(
        &mut self,
        after: Option<Id>,
        limit: u32,
    ) -> Result<Vec<SealedKey>, StoreError>;

    async fn sealed_file(&mut self, id: Id) -> Result<Option<SealedFile>, StoreError>;

    /// All of an owner, in the order of their ids.
    async fn sealed_files(&mut self, owner: Id) -> Result<Vec<SealedFile>, StoreError>;

    /// All of an owner, in the order of their numbers.
    async fn sealed_identities(&mut self, owner: Id) -> Result<Vec<SealedIdentity>, StoreError>;

    /// What an author noted for themselves about an owner.
    async fn sealed_note(&mut self, owner: Id, author: Id) -> Result<Option<Vec<u8>>, StoreError>;

    /// One chunk of a file; the first has the number 0.
    async fn sealed_chunk(&mut self, file: Id, number: u32) -> Result<Option<Vec<u8>>, StoreError>;
}

#[async_trait]
pub trait VaultWrites: Send {
    /// Adds a key. An owner has one, ever.
    async fn put_sealed_key(&mut self, key: &SealedKey) -> Result<(), StoreError>;

    /// Deletes the key itself, and the notes that were sealed with it; the row of the key stays and
    /// says so. No when there is none to delete.
    async fn erase_sealed_key(&mut self, owner: Id, on: Date) -> Result<bool, StoreError>;

    /// Adds an identity. A number is given once.
    async fn put_sealed_identity(&mut self, identity: &SealedIdentity) -> Result<(), StoreError>;

    /// Puts a note in the place of what the author noted before.
    async fn put_sealed_note(
        &mut self,
        owner: Id,
        author: Id,
        body: &[u8],
    ) -> Result<(), StoreError>;

    async fn delete_sealed_note(&mut self, owner: Id, author: Id) -> Result<(), StoreError>;

    async fn put_sealed_file(&mut self, file: &SealedFile) -> Result<(), StoreError>;

    async fn put_sealed_chunk(
        &mut self,
        file: Id,
        number: u32,
        bytes: &[u8],
    ) -> Result<(), StoreError>;
}
