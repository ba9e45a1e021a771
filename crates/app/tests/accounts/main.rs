//! Signing in, on a real record.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the functions beside the tests are tests too, though they are not marked as such"
)]

mod email_change;
mod limits;
mod sessions;
mod starting;
mod steps;
mod world;
