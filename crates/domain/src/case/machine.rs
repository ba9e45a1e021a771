//! The machine of a case. docs/src/cases/machine.md draws it; a test compares.

use super::Step;
use crate::coded::coded;

coded! {
    /// Where a case stands.
    Stage {
        Received = "received",
        Triage = "triage",
        Dismissed = "dismissed",
        Informal = "informal",
        Investigation = "investigation",
        NoCase = "no_case",
        Charged = "charged",
        Admitted = "admitted",
        Contested = "contested",
        HearingListed = "hearing_listed",
        Heard = "heard",
        Decided = "decided",
        Final = "final",
        Appealed = "appealed",
        AppealDismissed = "appeal_dismissed",
        Varied = "varied",
        Quashed = "quashed",
        Remitted = "remitted",
        Reopened = "reopened",
        Paused = "paused",
        Withdrawn = "withdrawn",
        ClosedByResignation = "closed_by_resignation",
    }
}

impl Stage {
    /// Something has still to be done in the case: it can be paused, withdrawn and closed.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Received
                | Self::Triage
                | Self::Investigation
                | Self::Charged
                | Self::Admitted
                | Self::Contested
                | Self::HearingListed
                | Self::Heard
                | Self::Appealed
                | Self::Remitted
                | Self::Reopened
        )
    }

    /// Nothing has to be done any more. A case that is paused is neither open nor over.
    pub const fn is_over(self) -> bool {
        !self.is_open() && !matches!(self, Self::Paused)
    }

    /// A decision stands, and may be final.
    pub const fn is_decided(self) -> bool {
        matches!(
            self,
            Self::Decided | Self::Final | Self::AppealDismissed | Self::Varied
        )
    }
}

/// From where an arrow leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// There is no case yet.
    Nothing,
    At(Stage),
    /// Every stage that [is open](Stage::is_open).
    Open,
}

/// Where an arrow leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    At(Stage),
    /// The case stays where it is, or goes on from where it was paused.
    Same,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrow {
    pub from: From,
    pub step: Step,
    pub to: To,
}

const fn arrow(from: Stage, step: Step, to: Stage) -> Arrow {
    Arrow {
        from: From::At(from),
        step,
        to: To::At(to),
    }
}

const fn within(stage: Stage, step: Step) -> Arrow {
    Arrow {
        from: From::At(stage),
        step,
        to: To::Same,
    }
}

const fn open(step: Step, to: To) -> Arrow {
    Arrow {
        from: From::Open,
        step,
        to,
    }
}

/// Every step from every stage.
pub const ARROWS: &[Arrow] = &[
    Arrow {
        from: From::Nothing,
        step: Step::ComplaintReceived,
        to: To::At(Stage::Received),
    },
    arrow(Stage::Received, Step::FirstLookBegun, Stage::Triage),
    arrow(Stage::Triage, Step::ComplaintDismissed, Stage::Dismissed),
    arrow(Stage::Triage, Step::CaseSettled, Stage::Informal),
    arrow(Stage::Triage, Step::CaseOpened, Stage::Investigation),
    within(Stage::Investigation, Step::InquiryExtended),
    within(Stage::Investigation, Step::InquiryFinished),
    within(Stage::Investigation, Step::ChargeBrought),
    arrow(Stage::Investigation, Step::NoCaseFound, Stage::NoCase),
    arrow(Stage::Investigation, Step::ChargesServed, Stage::Charged),
    within(Stage::Charged, Step::AnswerGiven),
    arrow(Stage::Charged, Step::ChargesAdmitted, Stage::Admitted),
    arrow(Stage::Charged, Step::ChargesContested, Stage::Contested),
    // Whoever says nothing is heard all the same.
    arrow(Stage::Charged, Step::HearingListed, Stage::HearingListed),
    arrow(Stage::Admitted, Step::HearingListed, Stage::HearingListed),
    arrow(Stage::Contested, Step::HearingListed, Stage::HearingListed),
    arrow(Stage::Remitted, Step::HearingListed, Stage::HearingListed),
    arrow(Stage::Reopened, Step::HearingListed, Stage::HearingListed),
    within(Stage::HearingListed, Step::HearingListed),
    arrow(Stage::HearingListed, Step::Hearing, Stage::Heard),
    within(Stage::Heard, Step::BreachFound),
    within(Stage::Heard, Step::NoBreachFound),
    within(Stage::Heard, Step::PrecedentsConsidered),
    arrow(Stage::Heard, Step::CaseDecided, Stage::Decided),
    within(Stage::Decided, Step::DecisionSent),
    arrow(Stage::Decided, Step::AppealMade, Stage::Appealed),
    arrow(
        Stage::Appealed,
        Step::AppealDismissed,
        Stage::AppealDismissed,
    ),
    arrow(Stage::Appealed, Step::DecisionVaried, Stage::Varied),
    arrow(Stage::Appealed, Step::DecisionQuashed, Stage::Quashed),
    arrow(Stage::Appealed, Step::CaseRemitted, Stage::Remitted),
    within(Stage::Decided, Step::NewGrounds),
    within(Stage::Final, Step::NewGrounds),
    within(Stage::AppealDismissed, Step::NewGrounds),
    within(Stage::Varied, Step::NewGrounds),
    within(Stage::Decided, Step::HeardOnReopening),
    within(Stage::Final, Step::HeardOnReopening),
    within(Stage::AppealDismissed, Step::HeardOnReopening),
    within(Stage::Varied, Step::HeardOnReopening),
    arrow(Stage::Decided, Step::CaseReferred, Stage::Reopened),
    arrow(Stage::Final, Step::CaseReferred, Stage::Reopened),
    arrow(Stage::AppealDismissed, Step::CaseReferred, Stage::Reopened),
    arrow(Stage::Varied, Step::CaseReferred, Stage::Reopened),
    open(Step::SubjectTold, To::Same),
    open(Step::CompanionNamed, To::Same),
    open(Step::RequestMade, To::Same),
    open(Step::TimeGiven, To::Same),
    open(Step::RequestGranted, To::Same),
    open(Step::RequestRefused, To::Same),
    open(Step::EvidenceListed, To::Same),
    open(Step::EvidenceDisclosed, To::Same),
    open(Step::EvidenceWithheld, To::Same),
    open(Step::LotWordGiven, To::Same),
    open(Step::PanelDrawn, To::Same),
    open(Step::PanellistStruck, To::Same),
    open(Step::PanelFormed, To::Same),
    open(Step::PanellistNamed, To::Same),
    open(Step::PanellistChallenged, To::Same),
    open(Step::ChallengeUpheld, To::Same),
    open(Step::ChallengeDismissed, To::Same),
    open(Step::PanellistStoodAside, To::Same),
    open(Step::TimeExtended, To::Same),
    open(Step::GateOverridden, To::Same),
    open(Step::PartTaken, To::Same),
    open(Step::StoodAside, To::Same),
    open(Step::IdentitySealed, To::Same),
    open(Step::IdentityAsked, To::Same),
    open(Step::IdentityReleased, To::Same),
    open(Step::IdentityRefused, To::Same),
    open(Step::ContactLogged, To::Same),
    open(Step::Review, To::Same),
    open(Step::NominationsCalled, To::Same),
    open(Step::CasePaused, To::At(Stage::Paused)),
    open(Step::CaseWithdrawn, To::At(Stage::Withdrawn)),
    open(Step::CaseClosed, To::At(Stage::ClosedByResignation)),
    within(Stage::Paused, Step::CaseResumed),
    within(Stage::Paused, Step::ContactLogged),
    arrow(Stage::Paused, Step::CaseWithdrawn, Stage::Withdrawn),
    arrow(Stage::Paused, Step::CaseClosed, Stage::ClosedByResignation),
];

/// Where one case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub stage: Stage,
    /// Where it goes on when it is paused.
    resumes: Stage,
}

impl Position {
    /// The case after a step, or nothing when no arrow leads there.
    pub fn take(case: Option<Self>, step: Step) -> Option<Self> {
        let arrow = ARROWS.iter().find(|arrow| {
            arrow.step == step
                && match (arrow.from, case) {
                    (From::Nothing, case) => case.is_none(),
                    (From::At(stage), Some(case)) => case.stage == stage,
                    (From::Open, Some(case)) => case.stage.is_open(),
                    (_, None) => false,
                }
        })?;
        Some(Self::led(case, *arrow))
    }

    /// The case after a step that happened whether or not an arrow leads there: what was imported is
    /// on the record as it happened.
    pub(super) fn follow(case: Option<Self>, step: Step) -> Option<Self> {
        let leads = |arrow: &&Arrow| arrow.step == step && matches!(arrow.to, To::At(_));
        Self::take(case, step)
            .or_else(|| {
                let arrow = ARROWS.iter().find(leads)?;
                Some(Self::led(case, *arrow))
            })
            .or(case)
    }

    fn led(case: Option<Self>, arrow: Arrow) -> Self {
        let stage = match (arrow.to, case) {
            (To::At(stage), _) => stage,
            (To::Same, Some(case))
                if case.stage == Stage::Paused && arrow.step == Step::CaseResumed =>
            {
                case.resumes
            }
            (To::Same, Some(case)) => case.stage,
            (To::Same, None) => Stage::Received,
        };
        Self {
            stage,
            resumes: match case {
                Some(case) if stage == Stage::Paused && case.stage != Stage::Paused => case.stage,
                Some(case) if stage == Stage::Paused => case.resumes,
                _ => stage,
            },
        }
    }

    /// The stages from which a step leads on, for somebody who tried it too early.
    pub fn stages_before(step: Step) -> Vec<Stage> {
        let froms = ARROWS.iter().filter(|arrow| arrow.step == step);
        froms
            .filter_map(|arrow| match arrow.from {
                From::At(stage) => Some(stage),
                From::Nothing | From::Open => None,
            })
            .collect()
    }
}
