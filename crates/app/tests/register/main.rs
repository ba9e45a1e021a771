//! Registers in and out of a real store.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what the tests share is a test, though it is not marked as such"
)]

mod bad;
mod real;
mod round;
mod shapes;
mod world;
