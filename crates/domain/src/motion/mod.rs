//! A motion: a text put to a body to decide, from its submission to what became of it. An amendment
//! is a motion to change the text of another, and goes through the same machine first.

mod file;
mod machine;
mod out_of_turn;

pub use file::{MotionFile, motion};
pub use machine::{ARROWS, Arrow, Stage, Step, To};
pub use out_of_turn::OutOfTurn;
