//! Registers in and out of a real store.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "what the tests share is a test, though it is not marked as such"
)]

mod bad;
mod real;
mod round;
mod world;
