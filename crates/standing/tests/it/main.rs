//! The real binary, from outside: on SQLite and on a PostgreSQL that the tests start.

mod command;
mod exits;
mod killed;
mod pages;
mod registers;
mod story;
mod transfer;
