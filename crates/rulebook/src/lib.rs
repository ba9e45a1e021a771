//! The rulebook engine: an organisation's own text is the program.
//!
//! Pure: text and entries in, answers out. It knows no file system, no clock and no other crate of
//! Standing but `base`, and can be used by itself.

mod history;
mod model;
mod testfile;

pub use history::{Entry, History};
pub use model::*;
pub use testfile::*;
