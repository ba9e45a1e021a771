//! Why a step of a meeting is refused before any rule of the organisation is asked.

use standing_base::{Date, Refusal, Told};

use super::Stage;

/// Why a step cannot be taken now. The whole list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutOfTurn {
    NoSuchMeeting,
    /// No arrow leads there.
    NotNow {
        stage: Stage,
        after: Vec<Stage>,
    },
    /// It would lie before the step that came before it.
    BeforeLastStep {
        last: Date,
    },
    /// It opens on the day of its notice, or later.
    BeforeItsDay {
        day: Date,
    },
    NoAgenda,
    ItemTwice,
    NoSuchItem,
    NoSuchSort,
    WhichMotion,
    WhichDecision,
    NothingBeforeIt,
    HereAlready,
    NotHere,
    AsideAlready,
    StoodAside,
    AskedAlready,
    WaitsAlready,
    DidNotAsk,
    NoSuchAction,
    DoneAlready,
}

impl OutOfTurn {
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoSuchMeeting => "no_such_meeting",
            Self::NotNow { .. } => "not_now",
            Self::BeforeLastStep { .. } => "before_last_step",
            Self::BeforeItsDay { .. } => "before_its_day",
            Self::NoAgenda => "no_agenda",
            Self::ItemTwice => "item_twice",
            Self::NoSuchItem => "no_such_item",
            Self::NoSuchSort => "no_such_sort",
            Self::WhichMotion => "which_motion",
            Self::WhichDecision => "which_decision",
            Self::NothingBeforeIt => "nothing_before_it",
            Self::HereAlready => "here_already",
            Self::NotHere => "not_here",
            Self::AsideAlready => "aside_already",
            Self::StoodAside => "stood_aside",
            Self::AskedAlready => "asked_already",
            Self::WaitsAlready => "waits_already",
            Self::DidNotAsk => "did_not_ask",
            Self::NoSuchAction => "no_such_action",
            Self::DoneAlready => "done_already",
        }
    }

    pub fn refusal(&self) -> Refusal {
        Refusal::new(self.code(), self.told())
    }

    fn told(&self) -> Told {
        match self {
            Self::NotNow { stage, after } => {
                let after: Vec<String> = after.iter().map(|stage| words(*stage)).collect();
                Told::new(
                    "meeting-not-now",
                    "the meeting is {stage}; this can be done only when it is {after}",
                )
                .with("after", after.join(" or "))
                .with("stage", words(*stage))
            }
            Self::BeforeLastStep { last } => Told::new(
                "meeting-step-too-early",
                "the step before this one was on {last}; give a day on or after it",
            )
            .with("last", last),
            Self::BeforeItsDay { day } => Told::new(
                "meeting-before-its-day",
                "the meeting is called for {day} and cannot begin before",
            )
            .with("day", day),
            other => {
                let (name, says) = other.plain();
                Told::new(name, says)
            }
        }
    }

    const fn plain(&self) -> (&'static str, &'static str) {
        match self {
            Self::NoAgenda => (
                "meeting-without-agenda",
                "there is nothing on the agenda; put the items on it first, because the notice says what will be decided",
            ),
            Self::ItemTwice => (
                "item-twice",
                "there is an item of this number on the agenda; take another number",
            ),
            Self::NoSuchItem => (
                "item-unknown",
                "there is no item of this number on the agenda; choose one that is",
            ),
            Self::NoSuchSort => (
                "item-without-sort",
                "say what sort of item it is: business, a report, a motion or a decision about a person",
            ),
            Self::WhichMotion => (
                "item-which-motion",
                "an item that is a motion names it; choose one that was put to this body",
            ),
            Self::WhichDecision => (
                "item-which-decision",
                "an item that decides about a person names the decision and the person",
            ),
            Self::NothingBeforeIt => (
                "nothing-before-meeting",
                "no item is before the meeting; the chair calls one first",
            ),
            Self::HereAlready => ("here-already", "this person is recorded as present already"),
            Self::NotHere => (
                "not-here",
                "this person is not recorded as present; record that they came first",
            ),
            Self::AsideAlready => (
                "aside-already",
                "this person stood aside from this item already",
            ),
            Self::StoodAside => (
                "aside-from-item",
                "whoever stood aside from an item takes no part in it",
            ),
            Self::AskedAlready => (
                "recorded-vote-asked-already",
                "this person asked for a recorded vote on this item already",
            ),
            Self::WaitsAlready => (
                "waits-already",
                "this person is on the list of speakers already",
            ),
            Self::DidNotAsk => (
                "did-not-ask",
                "this person did not ask to speak; they ask first, and are put on the list",
            ),
            Self::NoSuchAction => (
                "action-unknown",
                "no action of this number was given at this meeting",
            ),
            Self::DoneAlready => ("action-done-already", "this action is done already"),
            Self::NoSuchMeeting
            | Self::NotNow { .. }
            | Self::BeforeLastStep { .. }
            | Self::BeforeItsDay { .. } => {
                ("meeting-unknown", "there is no such meeting; plan it first")
            }
        }
    }
}

fn words(stage: Stage) -> String {
    stage.code().replace('_', " ")
}
