//! A meeting of a body, from its notice to its published minutes: what is before it, who is there,
//! who stood aside from what, what was asked of it. Votes are in [`crate::division`].

mod file;
mod machine;
mod out_of_turn;

pub use file::{
    Action, Attend, Item, ItemSort, MeetingFile, Presence, Speech, SpeechSort, meeting,
};
pub use machine::{ARROWS, Arrow, Stage, Step, To};
pub use out_of_turn::OutOfTurn;
