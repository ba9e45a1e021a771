//! The machine of a meeting. docs/src/meetings/machine.md draws it; a test compares.

use crate::coded::coded;

coded! {
    /// Where a meeting stands.
    Stage {
        Planned = "planned",
        Called = "called",
        Open = "open",
        Adjourned = "adjourned",
        /// It ended because too few were there.
        Inquorate = "inquorate",
        Cancelled = "cancelled",
        Closed = "closed",
        MinutesDrafted = "minutes_drafted",
        MinutesApproved = "minutes_approved",
        Published = "published",
    }
}

coded! {
    /// What can happen to a meeting. Each is a kind of fact, and its code is the kind's.
    Step {
        MeetingPlanned = "meeting_planned",
        ItemAdded = "item_added",
        ItemRemoved = "item_removed",
        MeetingCalled = "meeting_called",
        MeetingCancelled = "meeting_cancelled",
        MeetingAttended = "meeting_attended",
        MeetingLeft = "meeting_left",
        MeetingOpened = "meeting_opened",
        ItemCalled = "item_called",
        ItemStoodAside = "item_stood_aside",
        RecordedVoteAsked = "recorded_vote_asked",
        SpeechAsked = "speech_asked",
        FloorGiven = "floor_given",
        PointRuled = "point_ruled",
        ActionGiven = "action_given",
        ActionDone = "action_done",
        MeetingAdjourned = "meeting_adjourned",
        MeetingResumed = "meeting_resumed",
        QuorumLost = "quorum_lost",
        MeetingClosed = "meeting_closed",
        MinutesDrafted = "minutes_drafted",
        MinutesApproved = "minutes_approved",
        MinutesCorrected = "minutes_corrected",
        MinutesPublished = "minutes_published",
    }
}

impl Step {
    /// The words without which it is not recorded.
    pub const fn words_needed(self) -> Option<&'static str> {
        Some(match self {
            Self::ItemAdded => "title",
            Self::MeetingCancelled | Self::PointRuled => "reasons",
            Self::ActionGiven => "task",
            Self::ActionDone | Self::MinutesDrafted | Self::MinutesCorrected => "text",
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
    /// Nothing where there is no meeting yet.
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
        step: Step::MeetingPlanned,
        to: To::At(Stage::Planned),
    },
    within(Stage::Planned, Step::ItemAdded),
    within(Stage::Planned, Step::ItemRemoved),
    arrow(Stage::Planned, Step::MeetingCalled, Stage::Called),
    arrow(Stage::Planned, Step::MeetingCancelled, Stage::Cancelled),
    within(Stage::Called, Step::ItemAdded),
    within(Stage::Called, Step::ItemStoodAside),
    within(Stage::Called, Step::MeetingAttended),
    within(Stage::Called, Step::MeetingLeft),
    arrow(Stage::Called, Step::MeetingCancelled, Stage::Cancelled),
    arrow(Stage::Called, Step::MeetingOpened, Stage::Open),
    arrow(Stage::Called, Step::QuorumLost, Stage::Inquorate),
    within(Stage::Open, Step::MeetingAttended),
    within(Stage::Open, Step::MeetingLeft),
    within(Stage::Open, Step::ItemCalled),
    within(Stage::Open, Step::ItemStoodAside),
    within(Stage::Open, Step::RecordedVoteAsked),
    within(Stage::Open, Step::SpeechAsked),
    within(Stage::Open, Step::FloorGiven),
    within(Stage::Open, Step::PointRuled),
    within(Stage::Open, Step::ActionGiven),
    arrow(Stage::Open, Step::MeetingAdjourned, Stage::Adjourned),
    arrow(Stage::Open, Step::QuorumLost, Stage::Inquorate),
    arrow(Stage::Open, Step::MeetingClosed, Stage::Closed),
    within(Stage::Adjourned, Step::MeetingAttended),
    within(Stage::Adjourned, Step::MeetingLeft),
    arrow(Stage::Adjourned, Step::MeetingResumed, Stage::Open),
    arrow(Stage::Adjourned, Step::MeetingClosed, Stage::Closed),
    within(Stage::Closed, Step::ActionDone),
    within(Stage::MinutesDrafted, Step::ActionDone),
    within(Stage::MinutesApproved, Step::ActionDone),
    within(Stage::Published, Step::ActionDone),
    arrow(Stage::Closed, Step::MinutesDrafted, Stage::MinutesDrafted),
    arrow(
        Stage::Inquorate,
        Step::MinutesDrafted,
        Stage::MinutesDrafted,
    ),
    within(Stage::MinutesDrafted, Step::MinutesDrafted),
    arrow(
        Stage::MinutesDrafted,
        Step::MinutesApproved,
        Stage::MinutesApproved,
    ),
    within(Stage::MinutesApproved, Step::MinutesCorrected),
    arrow(
        Stage::MinutesApproved,
        Step::MinutesPublished,
        Stage::Published,
    ),
    within(Stage::Published, Step::MinutesCorrected),
];

impl Stage {
    /// The meeting after a step, or nothing when no arrow leads there.
    pub fn take(meeting: Option<Self>, step: Step) -> Option<Self> {
        let mut arrows = ARROWS.iter();
        let arrow = arrows.find(|arrow| arrow.step == step && arrow.from == meeting)?;
        match arrow.to {
            To::At(stage) => Some(stage),
            To::Same => meeting,
        }
    }

    /// The stages after which a step can come.
    pub fn before(step: Step) -> impl Iterator<Item = Self> {
        let arrows = ARROWS.iter().filter(move |arrow| arrow.step == step);
        arrows.filter_map(|arrow| arrow.from)
    }

    /// Notice was given and the meeting is not over: people come and go.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Called | Self::Open | Self::Adjourned)
    }
}
