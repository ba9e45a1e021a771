//! What must be so before a step of a case. The list is closed; what each gate asks is a question of
//! the rulebook of the same name, so that a refusal cites the clause that was not kept.

use standing_rulebook::{Place, Rulebook};

use super::Step;

macro_rules! gates {
    ($($(#[$doc:meta])* $gate:ident = $code:literal),+ $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Gate { $($(#[$doc])* $gate),+ }

        impl Gate {
            pub const ALL: &'static [Self] = &[$(Self::$gate),+];

            /// The question of the rulebook that it asks, about the case.
            pub const fn question(self) -> &'static str {
                match self { $(Self::$gate => $code),+ }
            }

            pub fn of(question: &str) -> Option<Self> {
                match question {
                    $($code => Some(Self::$gate),)+
                    _ => None,
                }
            }
        }
    };
}

gates! {
    /// The member was told that there is a case, and counts as having received it.
    NoticeServed = "notice_served",
    /// There are charges, each with its clause and what was done.
    ParticularsComplete = "particulars_complete",
    /// Every piece of evidence was disclosed, or withheld with a reason.
    EvidenceDisclosed = "evidence_disclosed",
    /// The member has answered, or had the time to.
    TimeToAnswer = "time_to_answer",
    CompanionOffered = "companion_offered",
    AdjustmentsOffered = "adjustments_offered",
    /// Each side has struck its names from those drawn, or had the time to.
    StrikesOver = "strikes_over",
    /// The panel has its size; who may not sit is refused when named.
    PanelEligible = "panel_eligible",
    ChallengesRuled = "challenges_ruled",
    /// The member had notice of the hearing in time.
    HearingOffered = "hearing_offered",
    /// A finding with its reasons for each charge.
    ReasonsGiven = "reasons_given",
    SanctionWithinTable = "sanction_within_table",
    PrecedentsShown = "precedents_shown",
    /// The decision tells how and until when it can be appealed.
    AppealTold = "appeal_told",
    /// It is decided in time, or the time was extended.
    WithinLimits = "within_limits",
    /// The member was heard on whether to reopen the case.
    HeardOnReopening = "heard_on_reopening",
}

impl Gate {
    /// Whether it judges what the step itself says; the others judge the case as it stands before.
    pub const fn judges_the_step(self) -> bool {
        matches!(self, Self::SanctionWithinTable | Self::AppealTold)
    }

    /// The gates before a step.
    pub const fn before(step: Step) -> &'static [Self] {
        match step {
            Step::ChargesServed => &[Self::NoticeServed, Self::ParticularsComplete],
            Step::PanelFormed => &[Self::StrikesOver],
            Step::HearingListed => &[
                Self::EvidenceDisclosed,
                Self::TimeToAnswer,
                Self::CompanionOffered,
                Self::AdjustmentsOffered,
            ],
            Step::Hearing => &[
                Self::EvidenceDisclosed,
                Self::PanelEligible,
                Self::ChallengesRuled,
                Self::HearingOffered,
            ],
            Step::CaseDecided => &[
                Self::EvidenceDisclosed,
                Self::PanelEligible,
                Self::ChallengesRuled,
                Self::ReasonsGiven,
                Self::SanctionWithinTable,
                Self::PrecedentsShown,
                Self::WithinLimits,
            ],
            Step::DecisionSent => &[Self::AppealTold],
            Step::AppealDismissed
            | Step::DecisionVaried
            | Step::DecisionQuashed
            | Step::CaseRemitted => &[Self::PanelEligible, Self::ChallengesRuled],
            Step::CaseReferred => &[Self::HeardOnReopening],
            _ => &[],
        }
    }
}

/// A power to take steps of a case that no question guards: nobody can use it for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unguarded {
    pub place: Place,
    /// The steps, by their kinds of fact.
    pub steps: Vec<&'static str>,
    /// The questions that the rulebook does not have.
    pub questions: Vec<&'static str>,
}

/// Powers of a rulebook that cannot be used because a gate asks what the rulebook does not answer.
pub fn unguarded(rulebook: &Rulebook) -> Vec<Unguarded> {
    let vocabulary = &rulebook.vocabulary;
    let is_asked = |gate: &Gate| {
        let mut questions = vocabulary.questions.iter();
        questions.any(|question| {
            question.name == gate.question() && vocabulary.record_name(question.about) == "case"
        })
    };
    let powers = rulebook.versions.iter().flat_map(|version| &version.powers);
    powers
        .filter_map(|power| {
            let kinds = power.may.iter();
            let kinds = kinds.filter_map(|kind| vocabulary.entries.get(kind.at()));
            let missing: Vec<(Step, &Gate)> = kinds
                .filter_map(|kind| Step::of(&kind.name))
                .flat_map(|step| Gate::before(step).iter().map(move |gate| (step, gate)))
                .filter(|(_, gate)| !is_asked(gate))
                .collect();
            let mut steps: Vec<_> = missing.iter().map(|(step, _)| step.code()).collect();
            let mut questions: Vec<_> = missing.iter().map(|(_, gate)| gate.question()).collect();
            steps.dedup();
            questions.dedup();
            (!steps.is_empty()).then(|| Unguarded {
                place: power.place.clone(),
                steps,
                questions,
            })
        })
        .collect()
}
