//! A division: one question put to a body, each vote, and what came of it. For, against, abstain,
//! absent and stood aside are five different things. How many votes are needed is the rulebook's.

mod file;
mod machine;
mod out_of_turn;

pub use file::{Ballot, Cast, Counted, DivisionFile, How, Question, division};
pub use machine::{ARROWS, Arrow, Outcome, Stage, Step, To};
pub use out_of_turn::OutOfTurn;
