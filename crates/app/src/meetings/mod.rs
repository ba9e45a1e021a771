//! What bodies do: meetings, motions and divisions, from the notice to what was decided.
//!
//! Each is a subject of its own with a stream of its own. A step is allowed by a row of powers.toml to
//! a role that acts for the body, and follows the machine of its subject; what a vote comes to is
//! computed from the rulebook, the roll and the votes, and what is carried goes onto the record in the
//! transaction that closes the vote.

mod acting;
mod counting;
mod electorate;
mod form;
mod page;
mod power;
mod putting;
mod subject;
mod voting;

pub use acting::{BodyAbout, BodyAct};
pub use form::{BodyField, BodyForm};
pub use page::{
    AgendaLine, DivisionLine, DivisionPage, MeetingLine, MeetingPage, MotionLine, MotionPage,
    PersonLine, Quorum, VoteLine,
};
pub use standing_domain::FieldType;
