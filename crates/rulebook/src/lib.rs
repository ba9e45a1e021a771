//! The rulebook engine: an organisation's own text is the program.
//!
//! Pure: text and entries in, answers out. It knows no file system, no clock and no other crate of
//! Standing but `base`, and can be used by itself.
//!
//! [`Rulebook::load`] reads a folder; [`Asker`] answers questions by it.

// Loading: text to model.
mod check;
mod circles;
mod compare;
mod diagnostic;
mod draft;
mod fingerprint;
pub mod limits;
mod load;
mod markdown;
mod names;
mod overlay;
mod params;
mod readback;
mod source;
mod syntax;
mod tables;
mod testfile;
mod texts;
mod toml;

// What both sides share.
mod history;
mod model;

// Asking: model and history to answers.
mod answer;
mod ask;
mod corpus;
mod decisions;
mod eval;
mod explain;
mod folding;
mod machine;
mod partial;
mod placing;
mod program;
mod state;
mod tell;
mod testing;
mod timeline;
mod timers;
mod truth;
mod whatif;
mod whole;
mod words;

pub use answer::{Annulled, Answer, Citation, ClauseCited, Ground, GroundKind, Mark, ParamCited};
pub use ask::{Ask, Asker, CHANGES_TRIED_MAX, Scratch, Subject};
pub use corpus::Corpus;
pub use decisions::{MajorityOutcome, Meeting, Outcome, QuorumOutcome, ReasonsOutcome, Vote};
pub use compare::{ChangeKind, ClauseChange, Comparison, ParamChange, Piece, compare, diff};
pub use diagnostic::{Diagnostic, Severity};
pub use history::{Entry, History};
pub use load::Loaded;
pub use model::*;
pub use params::plain_words;
pub use placing::COMBINATIONS_MAX;
pub use readback::Readback;
pub use source::Files;
pub use testfile::*;
pub use testing::{IdleRule, TestFailure, TestHistory, TestReport, run_tests, test_meeting};
pub use timeline::{Happening, RunningLimit, Stand, StandItem, What};
pub use truth::Truth;
pub use whatif::{Difference, Moot, REPLAY_CAVEAT, WhatIf};
pub use whole::{Counts, Spans, Wanted};
