//! The words that every other crate of Standing shares: ids, civil dates and lengths of time,
//! exact fractions, refusals and the sentences that are told.
//!
//! Nothing here reads a clock, draws a random number or touches a file.

mod date;
mod fraction;
mod id;
mod instant;
mod length;
mod partial;
mod refusal;
#[cfg(feature = "schema")]
mod schema;
mod told;

pub use date::{Date, DateError};
pub use fraction::{Fraction, FractionError};
pub use id::{Id, IdError, IdKind};
pub use instant::{Instant, Zone, ZoneError};
pub use length::{Counting, Length, LengthError, Unit};
pub use partial::PartialDate;
pub use refusal::Refusal;
pub use told::Told;
