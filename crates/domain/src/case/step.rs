//! The steps of a case. Each is a kind of fact, and its name is the kind's code.

use crate::coded::coded;

coded! {
    /// What can happen in a case.
    Step {
        // Complaint.
        ComplaintReceived = "complaint_received",
        FirstLookBegun = "first_look_begun",
        ComplaintDismissed = "complaint_dismissed",
        CaseSettled = "case_settled",
        CaseOpened = "case_opened",
        // Inquiry.
        SubjectTold = "subject_told",
        InquiryExtended = "inquiry_extended",
        InquiryFinished = "inquiry_finished",
        NoCaseFound = "no_case_found",
        ChargeBrought = "charge_brought",
        ChargesServed = "charges_served",
        EvidenceListed = "evidence_listed",
        EvidenceDisclosed = "evidence_disclosed",
        EvidenceWithheld = "evidence_withheld",
        // The member's turn.
        AnswerGiven = "answer_given",
        ChargesAdmitted = "charges_admitted",
        ChargesContested = "charges_contested",
        CompanionNamed = "companion_named",
        RequestMade = "request_made",
        TimeGiven = "time_given",
        RequestGranted = "request_granted",
        RequestRefused = "request_refused",
        // Panel and hearing.
        LotWordGiven = "lot_word_given",
        PanelDrawn = "panel_drawn",
        PanellistStruck = "panellist_struck",
        PanelFormed = "panel_formed",
        PanellistNamed = "panellist_named",
        PanellistChallenged = "panellist_challenged",
        ChallengeUpheld = "challenge_upheld",
        ChallengeDismissed = "challenge_dismissed",
        PanellistStoodAside = "panellist_stood_aside",
        HearingListed = "hearing_listed",
        Hearing = "hearing",
        BreachFound = "breach_found",
        NoBreachFound = "no_breach_found",
        PrecedentsConsidered = "precedents_considered",
        CaseDecided = "case_decided",
        DecisionSent = "decision_sent",
        // Appeal and reopening.
        AppealMade = "appeal_made",
        AppealDismissed = "appeal_dismissed",
        DecisionVaried = "decision_varied",
        DecisionQuashed = "decision_quashed",
        CaseRemitted = "case_remitted",
        NewGrounds = "new_grounds",
        HeardOnReopening = "heard_on_reopening",
        CaseReferred = "case_referred",
        // At any time.
        CasePaused = "case_paused",
        CaseResumed = "case_resumed",
        CaseWithdrawn = "case_withdrawn",
        CaseClosed = "case_closed",
        TimeExtended = "time_extended",
        GateOverridden = "gate_overridden",
        PartTaken = "part_taken",
        StoodAside = "stood_aside",
        IdentitySealed = "identity_sealed",
        IdentityAsked = "identity_asked",
        IdentityReleased = "identity_released",
        IdentityRefused = "identity_refused",
        ContactLogged = "contact_logged",
        Review = "review",
        NominationsCalled = "nominations_called",
    }
}

impl Step {
    /// The words without which it is not recorded: nothing is decided without reasons (I7).
    pub const fn words_needed(self) -> Option<&'static str> {
        Some(match self {
            Self::ComplaintReceived => "matter",
            Self::ChargeBrought => "particulars",
            Self::AnswerGiven => "answer",
            Self::AppealMade => "grounds",
            Self::ContactLogged | Self::RequestMade => "text",
            Self::CompanionNamed => "companion_name",
            Self::IdentityAsked
            | Self::IdentityReleased
            | Self::IdentityRefused
            | Self::ComplaintDismissed
            | Self::CaseSettled
            | Self::NoCaseFound
            | Self::EvidenceWithheld
            | Self::PanellistChallenged
            | Self::ChallengeUpheld
            | Self::ChallengeDismissed
            | Self::BreachFound
            | Self::NoBreachFound
            | Self::PrecedentsConsidered
            | Self::CaseDecided
            | Self::AppealDismissed
            | Self::DecisionVaried
            | Self::DecisionQuashed
            | Self::CaseRemitted
            | Self::CaseReferred
            | Self::CasePaused
            | Self::CaseWithdrawn
            | Self::TimeExtended
            | Self::RequestRefused
            | Self::GateOverridden => "reasons",
            _ => return None,
        })
    }
}
