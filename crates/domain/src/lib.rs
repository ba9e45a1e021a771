//! The facts of an organisation and what follows from them.
//!
//! Pure: it knows no database, no network, no clock and no random source.

pub mod case;
mod coded;
pub mod division;
pub mod fact;
pub mod interim;
pub mod kind;
pub mod lot;
pub mod meeting;
pub mod motion;
pub mod name;
pub mod packed;
pub mod reading;
pub mod register;
pub mod seat;

pub use fact::{Fact, FieldValue, Fields, NewFact, PrivateValue, Source};
pub use kind::{FieldType, Kind, Track};
pub use name::fold_name;
