//! What people may put on the record, and what is refused by which clause, under the rulebook of
//! the Example Party.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what the tests share is a test, though it is not marked as such"
)]

mod accesses;
mod ahead;
mod case_pages;
mod cases;
mod complaints_kept;
mod conflicts;
mod custody;
mod files;
mod intake;
mod lists;
mod lots;
mod meetings;
mod notes;
mod objections;
mod papers;
mod party;
mod powers;
mod readings;
mod register;
mod reminders;
mod retention;
mod waiting;
mod walk;
