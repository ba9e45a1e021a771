//! What may go on the register: a fact is checked against its kind, and against what else is known
//! about the person.

mod check;
mod life;
mod slug;

pub use check::{Declared, DeclaredField, Wrong, check_kind, check_times};
pub use life::Life;
pub use slug::slug;
