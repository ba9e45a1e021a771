//! The real binary, from outside: on SQLite and on a PostgreSQL that the tests start.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod accounts;
mod api;
mod as_standing_decides;
mod calendar;
mod command;
mod discipline;
mod draw;
mod exits;
mod finding;
mod identity;
mod intake;
mod keeping;
mod killed;
mod mail;
mod pages;
mod registers;
mod retention;
mod running;
mod story;
mod tls;
mod transfer;
mod vault;
