//! The rulebook engine: an organisation's own text is the program.
//!
//! Pure: text and entries in, answers out. It knows no file system, no clock and no other crate of
//! Standing but `base`, and can be used by itself.
//!
//! [`Rulebook::load`] reads a folder; [`Asker`] answers questions by it.

mod answer;
mod ask;
mod check;
mod circles;
mod clocks;
mod compare;
mod corpus;
mod decisions;
mod diagnostic;
mod draft;
mod duties;
mod eval;
mod explain;
mod fingerprint;
mod folding;
mod history;
mod lawful;
pub mod limits;
mod load;
mod machine;
mod markdown;
mod model;
mod names;
mod overlay;
mod params;
mod partial;
mod placing;
mod program;
mod readback;
mod retention;
mod source;
mod state;
mod syntax;
mod tables;
mod tell;
mod testfile;
mod testing;
mod texts;
mod timeline;
mod timers;
mod toml;
mod truth;
mod whatif;
mod whole;
mod words;

pub use answer::{Annulled, Answer, Citation, ClauseCited, Ground, GroundKind, Mark, ParamCited};
pub use ask::{Ask, Asker, CHANGES_TRIED_MAX, Scratch, Subject};
pub use clocks::{Clock, Clocked, Clocks};
pub use compare::{ChangeKind, ClauseChange, Comparison, ParamChange, Piece, compare, diff};
pub use corpus::Corpus;
pub use decisions::{
    Division, MajorityOutcome, Outcome, QuorumOutcome, ReasonsOutcome, Tally, Vote,
};
pub use diagnostic::{Diagnostic, Severity};
pub use duties::Owed;
pub use history::{Entry, History};
pub use load::Loaded;
pub use model::*;
pub use params::plain_words;
pub use placing::COMBINATIONS_MAX;
pub use readback::Readback;
pub use retention::{IntakeEnd, Keep, KeepItem, KeepOf, Kept};
pub use source::Files;
pub use tables::roles::{BODY_MEMBER, OPERATOR, SUBJECT};
pub use testfile::*;
pub use testing::{
    IdleDuty, IdleRule, TestFailure, TestHistory, TestReport, run_tests, test_division,
};
pub use timeline::{Happening, RunningLimit, Stand, StandItem, What};
pub use truth::Truth;
pub use whatif::{Difference, Moot, REPLAY_CAVEAT, WhatIf};
pub use whole::{Counts, Spans, Wanted};
