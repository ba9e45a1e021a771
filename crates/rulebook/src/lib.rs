//! The rulebook engine: an organisation's own text is the program.
//!
//! Pure: text and entries in, answers out. It knows no file system, no clock and no other crate of
//! Standing but `base`, and can be used by itself.

mod check;
mod circles;
mod compare;
mod diagnostic;
mod draft;
mod fingerprint;
mod history;
pub mod limits;
mod load;
mod markdown;
mod model;
mod names;
mod overlay;
mod params;
mod readback;
mod source;
mod syntax;
mod tables;
mod testfile;
mod texts;
mod toml;

pub use compare::{ChangeKind, ClauseChange, Comparison, ParamChange, Piece, compare, diff};
pub use diagnostic::{Diagnostic, Severity};
pub use history::{Entry, History};
pub use load::Loaded;
pub use model::*;
pub use params::plain_words;
pub use readback::Readback;
pub use source::Files;
pub use testfile::*;
