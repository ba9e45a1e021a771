//! A complaint and what becomes of it: where a case stands, which step may follow, and what must be
//! so before it. States and arrows are fixed here; who may take a step, what each gate asks, how long
//! everything takes and what a decision does are the rulebook's.

mod file;
mod gate;
mod identity;
pub mod keeping;
mod lot;
mod machine;
mod out_of_turn;
mod outline;
mod step;

pub use file::{CaseFile, Finding, MORE_TIME, PARTS, files};
pub use gate::{Gate, Unguarded, unguarded};
pub use identity::{Identity, Request};
pub use keeping::Keeping;
pub use lot::Lot;
pub use machine::{ARROWS, Arrow, From, Position, Stage, To};
pub use out_of_turn::OutOfTurn;
pub use outline::{Charge, Outline, outlines, tells_of_a_case};
pub use step::Step;
