//! Why a step of a case is refused before any rule of the organisation is asked.

use standing_base::{Date, Refusal, Told};

use super::Stage;

/// Why a step cannot be taken now. The whole list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutOfTurn {
    /// There is no such case about this person.
    NoSuchCase,
    /// No arrow leads there.
    NotNow {
        stage: Stage,
        after: Vec<Stage>,
    },
    /// It would lie before the step that came before it.
    BeforeLastStep {
        last: Date,
    },
    ChargeTwice,
    NoSuchCharge,
    FoundAlready,
    NoSuchGate,
    OnPanelAlready,
    NotOnPanel,
    ChallengedAlready,
    NotChallenged,
    RuleFirst,
    DrawnAlready,
    NotDrawn,
    NotAmongDrawn,
    StruckAlready,
    FormedAlready,
    NobodyLeft,
    LotStands,
    OnlyOneself,
    IdentityTwice,
    NoSuchIdentity,
    AskedAlready,
    NoSuchRequest,
    EvidenceTwice,
    NotListed,
    ToldAlready,
    RequestTwice,
    NothingAsked,
    NoTimeAsked,
    GiveTime,
}

impl OutOfTurn {
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoSuchCase => "no_such_case",
            Self::NotNow { .. } => "not_now",
            Self::BeforeLastStep { .. } => "before_last_step",
            Self::ChargeTwice => "charge_twice",
            Self::NoSuchCharge => "no_such_charge",
            Self::FoundAlready => "found_already",
            Self::NoSuchGate => "no_such_gate",
            Self::OnPanelAlready => "on_panel_already",
            Self::NotOnPanel => "not_on_panel",
            Self::ChallengedAlready => "challenged_already",
            Self::NotChallenged => "not_challenged",
            Self::RuleFirst => "rule_first",
            Self::DrawnAlready => "drawn_already",
            Self::NotDrawn => "not_drawn",
            Self::NotAmongDrawn => "not_among_drawn",
            Self::StruckAlready => "struck_already",
            Self::FormedAlready => "formed_already",
            Self::NobodyLeft => "nobody_left",
            Self::LotStands => "lot_stands",
            Self::OnlyOneself => "only_oneself",
            Self::IdentityTwice => "identity_twice",
            Self::NoSuchIdentity => "no_such_identity",
            Self::AskedAlready => "asked_already",
            Self::NoSuchRequest => "no_such_request",
            Self::EvidenceTwice => "evidence_twice",
            Self::NotListed => "not_listed",
            Self::ToldAlready => "told_already",
            Self::RequestTwice => "request_twice",
            Self::NothingAsked => "nothing_asked",
            Self::NoTimeAsked => "no_time_asked",
            Self::GiveTime => "give_time",
        }
    }

    fn told(&self) -> Told {
        match self {
            Self::NotNow { stage, after } => not_now(*stage, after),
            Self::BeforeLastStep { last } => Told::new(
                "case-step-too-early",
                "the step before this one was on {last}; give a day on or after it",
            )
            .with("last", last),
            other => {
                let (name, says) = other.plain();
                Told::new(name, says)
            }
        }
    }

    /// The sentence of what needs nothing filled in, with its name.
    const fn plain(&self) -> (&'static str, &'static str) {
        match self {
            Self::ChargeTwice => (
                "charge-twice",
                "there is a charge of this name already; give another name",
            ),
            Self::NoSuchCharge => ("charge-unknown", "no such charge was brought in this case"),
            Self::FoundAlready => (
                "finding-twice",
                "the finding on this charge is on the record already",
            ),
            Self::NoSuchGate => (
                "gate-unknown",
                "there is no such condition of a step that could be overridden",
            ),
            Self::OnPanelAlready => ("panellist-twice", "this person sits on the panel already"),
            Self::NotOnPanel => (
                "panellist-unknown",
                "this person does not sit on the panel of the case",
            ),
            Self::ChallengedAlready => (
                "challenge-twice",
                "this person's place on the panel is disputed already, and not ruled on yet",
            ),
            Self::NotChallenged => (
                "challenge-unknown",
                "nobody disputes this person's place on the panel",
            ),
            Self::RuleFirst => (
                "challenge-open",
                "this person's place on the panel is disputed; uphold the objection instead",
            ),
            Self::EvidenceTwice => (
                "evidence-twice",
                "this piece of evidence is on the list already",
            ),
            Self::ToldAlready => (
                "evidence-told",
                "this piece of evidence was disclosed or withheld already",
            ),
            Self::NothingAsked => (
                "request-unknown",
                "the member has no such request open in this case; choose one that is not ruled on yet",
            ),
            Self::RequestTwice => (
                "request-twice",
                "the same was asked for already, and it is not ruled on yet",
            ),
            Self::NoTimeAsked => (
                "request-not-for-time",
                "the member did not ask for time; grant the request instead",
            ),
            Self::GiveTime => (
                "request-for-time",
                "the member asked for time; give it instead, to a stated day",
            ),
            Self::NotListed => (
                "evidence-unknown",
                "this piece of evidence is not on the list of the case",
            ),
            _ => self.of_people(),
        }
    }

    /// The same, of a panel that is drawn by lot, of those who stand aside, and of identities.
    const fn of_people(&self) -> (&'static str, &'static str) {
        match self {
            Self::DrawnAlready => (
                "lot-drawn-already",
                "the panel of this case has been drawn already, and is not drawn again",
            ),
            Self::NotDrawn => (
                "lot-not-drawn",
                "no panel has been drawn by lot in this case yet",
            ),
            Self::NotAmongDrawn => (
                "lot-not-among-drawn",
                "this person is not among those who were drawn",
            ),
            Self::StruckAlready => ("lot-struck-already", "this name has been struck already"),
            Self::FormedAlready => (
                "lot-formed-already",
                "those who remained are the panel already, so no name is struck any more; object to a member of the panel instead",
            ),
            Self::NobodyLeft => (
                "lot-nobody-left",
                "nobody of those who were drawn is left to sit on the panel, or it has so many members already",
            ),
            Self::LotStands => (
                "lot-stands",
                "there are names left of those who were drawn; the next of them comes onto the panel, and nobody is named instead",
            ),
            Self::OnlyOneself => (
                "aside-only-oneself",
                "nobody stands aside for somebody else; who sits on the panel is taken off it as one who stood aside from the panel",
            ),
            Self::IdentityTwice => (
                "identity-twice",
                "somebody else was given this number in the case meanwhile; seal the identity again",
            ),
            Self::NoSuchIdentity => (
                "identity-number-unknown",
                "nobody in this case is named by this number",
            ),
            Self::AskedAlready => (
                "identity-asked-already",
                "you have asked for this identity already, and it is not decided yet",
            ),
            Self::NoSuchRequest => (
                "identity-no-request",
                "there is no such request for an identity that is still to be decided",
            ),
            _ => (
                "case-unknown",
                "there is no such case about this member; choose one of theirs",
            ),
        }
    }

    pub fn refusal(&self) -> Refusal {
        Refusal::new(self.code(), self.told())
    }
}

fn not_now(stage: Stage, after: &[Stage]) -> Told {
    let after: Vec<String> = after.iter().copied().map(words).collect();
    if after.is_empty() {
        Told::new(
            "case-not-open",
            "the case is {stage}: nothing of this kind can follow",
        )
        .with("stage", words(stage))
    } else {
        Told::new(
            "case-not-there-yet",
            "the case is {stage}; this step comes only when it is {after}",
        )
        .with("stage", words(stage))
        .with("after", after.join(" / "))
    }
}

fn words(stage: Stage) -> String {
    stage.code().replace('_', " ")
}
