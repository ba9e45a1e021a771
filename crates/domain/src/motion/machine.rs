//! The machine of a motion. docs/src/meetings/machine.md draws it; a test compares.

use crate::coded::coded;

coded! {
    /// Where a motion stands.
    Stage {
        Submitted = "submitted",
        Admitted = "admitted",
        RuledOut = "ruled_out",
        Moved = "moved",
        Carried = "carried",
        Lost = "lost",
        Remitted = "remitted",
        Withdrawn = "withdrawn",
        Lapsed = "lapsed",
        /// Taken into another motion that was made of several.
        Composited = "composited",
        Implemented = "implemented",
        Rescinded = "rescinded",
    }
}

coded! {
    /// What can happen to a motion. Each is a kind of fact, and its code is the kind's.
    Step {
        MotionSubmitted = "motion_submitted",
        MotionSupported = "motion_supported",
        SupportWithdrawn = "support_withdrawn",
        MotionAdmitted = "motion_admitted",
        MotionRuledOut = "motion_ruled_out",
        MotionMoved = "motion_moved",
        MotionAmended = "motion_amended",
        MotionCarried = "motion_carried",
        MotionLost = "motion_lost",
        MotionRemitted = "motion_remitted",
        MotionWithdrawn = "motion_withdrawn",
        MotionLapsed = "motion_lapsed",
        MotionComposited = "motion_composited",
        MotionImplemented = "motion_implemented",
        MotionRescinded = "motion_rescinded",
    }
}

impl Step {
    /// The words without which it is not recorded.
    pub const fn words_needed(self) -> Option<&'static str> {
        Some(match self {
            Self::MotionSubmitted | Self::MotionAmended => "text",
            Self::MotionRuledOut | Self::MotionRemitted => "reasons",
            Self::MotionImplemented => "report",
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
    /// Nothing where there is no motion yet.
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
        step: Step::MotionSubmitted,
        to: To::At(Stage::Submitted),
    },
    within(Stage::Submitted, Step::MotionSupported),
    within(Stage::Submitted, Step::SupportWithdrawn),
    arrow(Stage::Submitted, Step::MotionAdmitted, Stage::Admitted),
    arrow(Stage::Submitted, Step::MotionRuledOut, Stage::RuledOut),
    arrow(Stage::Submitted, Step::MotionWithdrawn, Stage::Withdrawn),
    arrow(Stage::Submitted, Step::MotionLapsed, Stage::Lapsed),
    within(Stage::Admitted, Step::MotionSupported),
    arrow(Stage::Admitted, Step::MotionMoved, Stage::Moved),
    arrow(Stage::Admitted, Step::MotionWithdrawn, Stage::Withdrawn),
    arrow(Stage::Admitted, Step::MotionLapsed, Stage::Lapsed),
    arrow(Stage::Admitted, Step::MotionComposited, Stage::Composited),
    within(Stage::Moved, Step::MotionAmended),
    arrow(Stage::Moved, Step::MotionCarried, Stage::Carried),
    arrow(Stage::Moved, Step::MotionLost, Stage::Lost),
    arrow(Stage::Moved, Step::MotionRemitted, Stage::Remitted),
    arrow(Stage::Moved, Step::MotionWithdrawn, Stage::Withdrawn),
    arrow(Stage::Moved, Step::MotionLapsed, Stage::Lapsed),
    arrow(Stage::Remitted, Step::MotionAdmitted, Stage::Admitted),
    arrow(Stage::Remitted, Step::MotionLapsed, Stage::Lapsed),
    arrow(Stage::Carried, Step::MotionImplemented, Stage::Implemented),
    arrow(Stage::Carried, Step::MotionRescinded, Stage::Rescinded),
    arrow(Stage::Implemented, Step::MotionRescinded, Stage::Rescinded),
];

impl Stage {
    /// The motion after a step, or nothing when no arrow leads there.
    pub fn take(motion: Option<Self>, step: Step) -> Option<Self> {
        let mut arrows = ARROWS.iter();
        let arrow = arrows.find(|arrow| arrow.step == step && arrow.from == motion)?;
        match arrow.to {
            To::At(stage) => Some(stage),
            To::Same => motion,
        }
    }

    /// Nothing can be decided about it any more, and nothing follows from it.
    pub const fn is_dead(self) -> bool {
        matches!(
            self,
            Self::RuledOut
                | Self::Lost
                | Self::Withdrawn
                | Self::Lapsed
                | Self::Composited
                | Self::Rescinded
        )
    }
}
