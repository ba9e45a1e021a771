//! The real binary, from outside: on SQLite and on a PostgreSQL that the tests start.

mod command;
mod exits;
mod story;
mod transfer;
