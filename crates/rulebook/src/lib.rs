//! The rulebook engine: an organisation's own text is the program.
//!
//! Pure: text and entries in, answers out. It knows no file system, no clock and no other crate of
//! Standing but `base`, and can be used by itself.

mod answer;
mod ask;
mod corpus;
mod decisions;
mod eval;
mod explain;
mod history;
mod machine;
mod model;
mod partial;
mod placing;
mod program;
mod state;
mod tell;
mod testfile;
mod testing;
mod timeline;
mod truth;
mod whatif;
mod whole;

pub use answer::{Annulled, Answer, Citation, ClauseCited, Ground, GroundKind, Mark, ParamCited};
pub use ask::{Ask, Asker, CHANGES_TRIED_MAX, Scratch, Subject};
pub use corpus::Corpus;
pub use decisions::{MajorityOutcome, Meeting, Outcome, QuorumOutcome, ReasonsOutcome, Vote};
pub use history::{Entry, History};
pub use model::*;
pub use placing::COMBINATIONS_MAX;
pub use testfile::*;
pub use testing::{IdleRule, TestFailure, TestHistory, TestReport, run_tests, test_meeting};
pub use timeline::{Happening, RunningLimit, Stand, StandItem, What};
pub use truth::Truth;
pub use whatif::{Difference, Moot, REPLAY_CAVEAT, WhatIf};
pub use whole::{Counts, Spans, Wanted};
