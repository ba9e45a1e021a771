//! The machine of a division. docs/src/meetings/machine.md draws it; a test compares.

use crate::coded::coded;

coded! {
    /// Where a division stands.
    Stage {
        Open = "open",
        /// The votes are equal, and the chair has a casting vote.
        Tied = "tied",
        Closed = "closed",
        /// Ruled to be of no effect; the votes stay on the record.
        Voided = "voided",
    }
}

coded! {
    /// What can happen to a division. Each is a kind of fact, and its code is the kind's.
    Step {
        DivisionOpened = "division_opened",
        VoteCast = "vote_cast",
        VotesCounted = "votes_counted",
        DivisionTied = "division_tied",
        CastingVoteGiven = "casting_vote_given",
        DivisionClosed = "division_closed",
        DissentRecorded = "dissent_recorded",
        ReasonsGiven = "reasons_given",
        DivisionVoided = "division_voided",
    }
}

coded! {
    /// What came of it.
    Outcome {
        Carried = "carried",
        Lost = "lost",
        NoQuorum = "no_quorum",
    }
}

impl Step {
    /// The words without which it is not recorded.
    pub const fn words_needed(self) -> Option<&'static str> {
        Some(match self {
            Self::DivisionOpened => "question",
            Self::DissentRecorded | Self::ReasonsGiven | Self::DivisionVoided => "reasons",
            _ => return None,
        })
    }
}

/// Where an arrow leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    At(Stage),
    Same,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// Nothing where there is no division yet.
    pub from: Option<Stage>,
    pub step: Step,
    pub to: To,
}

const fn arrow(from: Stage, step: Step, to: Stage) -> Arrow {
    Arrow {
        from: Some(from),
        step,
        to: To::At(to),
    }
}

const fn within(stage: Stage, step: Step) -> Arrow {
    Arrow {
        from: Some(stage),
        step,
        to: To::Same,
    }
}

/// Every step from every stage.
pub const ARROWS: &[Arrow] = &[
    Arrow {
        from: None,
        step: Step::DivisionOpened,
        to: To::At(Stage::Open),
    },
    within(Stage::Open, Step::VoteCast),
    within(Stage::Open, Step::VotesCounted),
    arrow(Stage::Open, Step::DivisionTied, Stage::Tied),
    arrow(Stage::Open, Step::DivisionClosed, Stage::Closed),
    arrow(Stage::Open, Step::DivisionVoided, Stage::Voided),
    within(Stage::Tied, Step::CastingVoteGiven),
    arrow(Stage::Tied, Step::DivisionClosed, Stage::Closed),
    arrow(Stage::Tied, Step::DivisionVoided, Stage::Voided),
    within(Stage::Closed, Step::ReasonsGiven),
    within(Stage::Closed, Step::DissentRecorded),
    arrow(Stage::Closed, Step::DivisionVoided, Stage::Voided),
];

impl Stage {
    /// The division after a step, or nothing when no arrow leads there.
    pub fn take(division: Option<Self>, step: Step) -> Option<Self> {
        let mut arrows = ARROWS.iter();
        let arrow = arrows.find(|arrow| arrow.step == step && arrow.from == division)?;
        match arrow.to {
            To::At(stage) => Some(stage),
            To::Same => division,
        }
    }
}
