//! The record on SQLite and on PostgreSQL, behind [`standing_app::ports::Store`].
//!
//! Two native pools and one SQL text: an enum holds the open transaction, and a macro expands a
//! query's body once for each engine. What an engine may lack stays out: no triggers, no clock of
//! the database, no sequences, no arrays, no advisory locks, no JSON that SQL looks into.
//!
//! Writers queue. On SQLite `BEGIN IMMEDIATE` does it; on PostgreSQL every writer changes the one row
//! of `head` before anything else. So numbers have no gaps, and what is left to conflict is a
//! (stream, revision) that somebody else took in the meantime.

#[macro_use]
mod engine;
#[macro_use]
mod row;

mod access;
mod account;
mod address;
mod api;
mod bulk;
mod conflict;
mod digest;
mod failure;
mod intake;
mod migration;
mod open;
mod outbox;
mod postgres;
mod projection;
mod search;
mod snapshot;
mod sqlite;
#[cfg(feature = "testing")]
pub mod testing;
mod vault;
mod writer;

pub use address::{Address, AddressError};
pub use migration::{Migrated, SCHEMA};
pub use open::{Options, create, migrate, open};
