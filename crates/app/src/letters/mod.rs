//! Letters: the templates that they are made from, and making them.
//!
//! An organisation may save its own text of a template. It is put on the record as a fact about the
//! organisation, with the text as its private value: so it is clear who changed it and when, the
//! earlier texts stay, and an export carries them, all without a table of its own.

pub mod context;
mod language;
pub mod of_cases;
mod paper;
mod render;
mod saved;
mod template;
mod written;

pub use context::LetterContext;
pub use language::Language;
pub(crate) use paper::paper;
pub use render::{
    LETTER_BYTES_MAX, Rendered, SUBJECT_CHARS_MAX, TEMPLATE_BYTES_MAX, TemplateError, check,
};
pub use saved::{NewText, SavedText, TextInUse};
pub use template::Template;
pub use written::{ADDRESS_BYTES_MAX, Addressee};

pub(crate) use written::check_address;
