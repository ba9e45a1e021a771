//! The closed list of kinds of fact that the core knows: what each carries, which track of the
//! timeline it stands on, and which of its values are private.
//!
//! A rulebook's vocabulary may declare further entries; they go on the record as they are declared
//! there. The names here are also the names of the rulebook's core entries.

/// Where a kind shows on the timeline of a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Track {
    Person,
    Membership,
    Office,
    Whip,
    Candidacy,
    Case,
    Court,
    Voice,
    Unit,
    Rulebook,
}

impl Track {
    pub const fn title(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Membership => "membership",
            Self::Office => "office",
            Self::Whip => "whip",
            Self::Candidacy => "candidacy",
            Self::Case => "case",
            Self::Court => "court",
            Self::Voice => "members' voice",
            Self::Unit => "body",
            Self::Rulebook => "rulebook",
        }
    }
}

/// What a field of a fact holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    Code,
    Codes,
    Date,
    /// The number of another fact.
    Fact,
    Id,
    Number,
    YesNo,
}

/// A kind of fact.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    pub code: &'static str,
    pub track: Track,
    /// In words, as the timeline says it: `suspended`.
    pub says: &'static str,
    pub fields: &'static [Field],
    /// Names of private values that it may have, besides sources and `note`.
    pub private: &'static [&'static str],
}

#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    pub kind: FieldType,
    pub required: bool,
}

const fn must(name: &'static str, kind: FieldType) -> Field {
    Field {
        name,
        kind,
        required: true,
    }
}

const fn may(name: &'static str, kind: FieldType) -> Field {
    Field {
        name,
        kind,
        required: false,
    }
}

const fn kind(
    code: &'static str,
    track: Track,
    says: &'static str,
    fields: &'static [Field],
    private: &'static [&'static str],
) -> Kind {
    Kind {
        code,
        track,
        says,
        fields,
        private,
    }
}

use FieldType::{Code, Date, Fact, Id, Number, YesNo};
use Track::{Candidacy, Case, Court, Membership, Office, Person, Rulebook, Unit, Voice, Whip};

/// Every kind, by code.
pub const KINDS: &[Kind] = &[
    kind("admitted", Membership, "admitted as a member", &[], &[]),
    kind(
        "answer_given",
        Case,
        "charges answered",
        &[must("case", Id)],
        &["answer"],
    ),
    kind(
        "appeal_dismissed",
        Case,
        "appeal dismissed",
        &[must("case", Id), may("by", Id)],
        &["reasons"],
    ),
    kind(
        "appeal_made",
        Case,
        "appealed",
        &[must("case", Id)],
        &["grounds"],
    ),
    kind(
        "birth_recorded",
        Person,
        "date of birth recorded",
        &[must("born_on", Date)],
        &[],
    ),
    kind("body_dissolved", Unit, "dissolved", &[], &[]),
    kind(
        "body_founded",
        Unit,
        "founded",
        &[
            must("form", Code),
            may("parent", Id),
            may("size", Number),
            may("term", Code),
        ],
        &["name"],
    ),
    kind("branch_dissolved", Unit, "dissolved", &[], &[]),
    kind(
        "branch_founded",
        Unit,
        "founded",
        &[may("parent", Id)],
        &["name"],
    ),
    kind(
        "branch_joined",
        Membership,
        "joined a branch",
        &[must("branch", Id)],
        &[],
    ),
    kind(
        "branch_left",
        Membership,
        "left a branch",
        &[must("branch", Id), may("reason", Code)],
        &[],
    ),
    kind(
        "breach_found",
        Case,
        "charge found proved",
        &[must("case", Id), must("charge", Code)],
        &["reasons"],
    ),
    kind(
        "candidacy_declared",
        Candidacy,
        "declared as a candidate",
        &[
            must("candidacy", Id),
            must("contest", Code),
            may("area", Code),
            may("label", Id),
        ],
        &["area"],
    ),
    kind(
        "candidacy_withdrawn",
        Candidacy,
        "withdrew the candidacy",
        &[must("candidacy", Id)],
        &[],
    ),
    kind(
        "case_closed",
        Case,
        "case closed: the member has left",
        &[must("case", Id)],
        &["reasons"],
    ),
    kind(
        "case_decided",
        Case,
        "case decided",
        &[
            must("case", Id),
            must("outcome", Code),
            may("by", Id),
            may("votes_for", Number),
            may("votes_against", Number),
        ],
        &["reasons"],
    ),
    kind(
        "case_opened",
        Case,
        "case opened",
        &[must("case", Id), may("ref", Code), may("by", Id)],
        &["matter", "reasons"],
    ),
    kind(
        "case_paused",
        Case,
        "case paused",
        &[must("case", Id), must("until", Date)],
        &["reasons"],
    ),
    kind(
        "case_referred",
        Case,
        "decided case referred again",
        &[
            must("case", Id),
            may("by", Id),
            may("to", Id),
            may("ground", Code),
            may("delegated", YesNo),
        ],
        &["reasons"],
    ),
    kind(
        "case_remitted",
        Case,
        "sent to another panel on appeal",
        &[must("case", Id), may("by", Id)],
        &["reasons"],
    ),
    kind(
        "case_resumed",
        Case,
        "case resumed",
        &[must("case", Id)],
        &[],
    ),
    kind(
        "case_settled",
        Case,
        "settled informally",
        &[must("case", Id)],
        &["reasons"],
    ),
    kind(
        "case_withdrawn",
        Case,
        "case withdrawn",
        &[must("case", Id)],
        &["reasons"],
    ),
    kind(
        "challenge_dismissed",
        Case,
        "objection to a panel member dismissed",
        &[must("case", Id), must("person", Id)],
        &["reasons"],
    ),
    kind(
        "challenge_upheld",
        Case,
        "objection to a panel member upheld",
        &[must("case", Id), must("person", Id)],
        &["reasons"],
    ),
    kind(
        "charge_brought",
        Case,
        "charge brought",
        &[must("case", Id), must("charge", Code), must("breach", Code)],
        &["particulars"],
    ),
    kind(
        "charges_admitted",
        Case,
        "charges admitted",
        &[must("case", Id)],
        &[],
    ),
    kind(
        "charges_contested",
        Case,
        "charges contested",
        &[must("case", Id)],
        &[],
    ),
    kind(
        "charges_served",
        Case,
        "charges served",
        &[
            must("case", Id),
            must("way", Code),
            may("answer_by", Date),
            may("companion", YesNo),
            may("adjustments", YesNo),
        ],
        &[],
    ),
    kind(
        "complaint_dismissed",
        Case,
        "complaint dismissed",
        &[must("case", Id)],
        &["reasons"],
    ),
    kind(
        "complaint_received",
        Case,
        "complaint received",
        &[
            must("case", Id),
            must("ref", Code),
            may("way", Code),
            may("complainant", Id),
        ],
        &["matter"],
    ),
    kind(
        "contact_logged",
        Case,
        "approach about the case logged",
        &[must("case", Id), may("person", Id)],
        &["text"],
    ),
    kind(
        "corrected",
        Person,
        "corrected: an earlier entry was wrong",
        &[must("act", Fact)],
        &[],
    ),
    kind(
        "decision_quashed",
        Case,
        "decision quashed on appeal",
        &[must("case", Id), may("by", Id)],
        &["reasons"],
    ),
    kind(
        "decision_sent",
        Case,
        "decision sent to the member",
        &[must("case", Id), must("way", Code), may("appeal_by", Date)],
        &[],
    ),
    kind(
        "decision_varied",
        Case,
        "decision varied on appeal",
        &[must("case", Id), must("outcome", Code), may("by", Id)],
        &["reasons"],
    ),
    kind(
        "delegation_ended",
        Office,
        "a duty handed on was taken back",
        &[must("delegation", Fact)],
        &[],
    ),
    kind("died", Person, "died", &[], &[]),
    kind(
        "duty_delegated",
        Office,
        "was handed a duty for a while",
        &[must("role", Code), must("from", Id), must("until", Date)],
        &[],
    ),
    kind(
        "elected_to_parliament",
        Office,
        "elected to parliament",
        &[may("area", Code)],
        &["area"],
    ),
    kind(
        "endorsed",
        Candidacy,
        "endorsed",
        &[must("candidacy", Id), may("by", Id)],
        &[],
    ),
    kind(
        "endorsement_deferred",
        Candidacy,
        "endorsement deferred",
        &[must("candidacy", Id), must("until", Date), may("by", Id)],
        &["reasons"],
    ),
    kind(
        "endorsement_refused",
        Candidacy,
        "not endorsed",
        &[must("candidacy", Id), may("ground", Code), may("by", Id)],
        &["reasons"],
    ),
    kind(
        "evidence_disclosed",
        Case,
        "evidence disclosed",
        &[must("case", Id), must("item", Code)],
        &[],
    ),
    kind(
        "evidence_listed",
        Case,
        "evidence listed",
        &[must("case", Id), must("item", Code)],
        &["title"],
    ),
    kind(
        "evidence_withheld",
        Case,
        "evidence withheld",
        &[must("case", Id), must("item", Code)],
        &["reasons"],
    ),
    kind(
        "excluded",
        Membership,
        "excluded",
        &[may("reason", Code)],
        &[],
    ),
    kind(
        "expelled",
        Membership,
        "expelled",
        &[may("reason", Code), may("case", Id)],
        &[],
    ),
    kind(
        "first_look_begun",
        Case,
        "first look at the complaint begun",
        &[must("case", Id)],
        &[],
    ),
    kind(
        "gate_overridden",
        Case,
        "a condition of the next step overridden",
        &[must("case", Id), must("gate", Code), may("by", Id)],
        &["reasons"],
    ),
    kind(
        "heard_on_reopening",
        Case,
        "member heard on whether to reopen",
        &[must("case", Id)],
        &[],
    ),
    kind("hearing", Case, "hearing held", &[must("case", Id)], &[]),
    kind(
        "hearing_listed",
        Case,
        "hearing listed",
        &[must("case", Id), must("hearing_on", Date)],
        &["place"],
    ),
    kind(
        "inquiry_extended",
        Case,
        "inquiry extended",
        &[must("case", Id), must("until", Date)],
        &["reasons"],
    ),
    kind(
        "inquiry_finished",
        Case,
        "inquiry finished",
        &[must("case", Id)],
        &[],
    ),
    kind(
        "lapsed",
        Membership,
        "membership lapsed",
        &[may("reason", Code)],
        &[],
    ),
    kind(
        "left_parliament",
        Office,
        "left parliament",
        &[may("reason", Code)],
        &[],
    ),
    kind(
        "letter_template_changed",
        Unit,
        "text of a letter changed",
        &[must("template", Code), must("language", Code)],
        &["text"],
    ),
    kind(
        "merged",
        Membership,
        "entry closed: the same person as another entry",
        &[must("into", Id)],
        &[],
    ),
    kind("name_changed", Person, "name changed", &[], &["name"]),
    kind(
        "new_grounds",
        Case,
        "new grounds recorded",
        &[must("case", Id), may("ground", Code)],
        &["reasons"],
    ),
    kind(
        "no_breach_found",
        Case,
        "charge found not proved",
        &[must("case", Id), must("charge", Code)],
        &["reasons"],
    ),
    kind(
        "no_case_found",
        Case,
        "no case found to answer",
        &[must("case", Id)],
        &["reasons"],
    ),
    kind(
        "nominated",
        Candidacy,
        "nominated",
        &[
            must("nomination", Id),
            may("candidacy", Id),
            may("contest", Code),
            may("by", Id),
            may("branch", Id),
        ],
        &[],
    ),
    kind(
        "nominations_called",
        Case,
        "nominations called",
        &[must("case", Id), must("closes", Date)],
        &[],
    ),
    kind(
        "objection_dismissed",
        Membership,
        "objection to the admission dismissed",
        &[may("by", Id)],
        &["reasons"],
    ),
    kind(
        "objection_made",
        Membership,
        "admission objected to",
        &[may("by", Id)],
        &["reasons"],
    ),
    kind(
        "objection_upheld",
        Membership,
        "objection to the admission upheld",
        &[may("by", Id)],
        &["reasons"],
    ),
    kind(
        "open_letter_published",
        Voice,
        "open letter published",
        &[may("signatures", Number), may("by", Code)],
        &["text"],
    ),
    kind(
        "operator_intervened",
        Unit,
        "the operator of the system stepped in",
        &[must("kind", Code), must("person", Id)],
        &["reason"],
    ),
    kind(
        "organisation_founded",
        Unit,
        "organisation founded",
        &[],
        &["name"],
    ),
    kind(
        "panellist_challenged",
        Case,
        "place on the panel disputed",
        &[must("case", Id), must("person", Id)],
        &["reasons"],
    ),
    kind(
        "panellist_named",
        Case,
        "named to the panel",
        &[must("case", Id), must("person", Id)],
        &[],
    ),
    kind(
        "panellist_stood_aside",
        Case,
        "stood aside from the panel",
        &[must("case", Id), must("person", Id)],
        &["reasons"],
    ),
    kind(
        "part_taken",
        Case,
        "took a part in the case",
        &[must("case", Id), must("person", Id), must("part", Code)],
        &[],
    ),
    kind(
        "person_registered",
        Person,
        "registered",
        &[],
        &["name", "given_name", "family_name"],
    ),
    kind(
        "poll_held",
        Voice,
        "members polled",
        &[may("in_favour", YesNo), may("votes", Number)],
        &["question"],
    ),
    kind(
        "precedents_considered",
        Case,
        "earlier cases considered",
        &[must("case", Id)],
        &["reasons"],
    ),
    kind(
        "resigned",
        Membership,
        "resigned",
        &[may("reason", Code)],
        &[],
    ),
    kind(
        "review",
        Case,
        "suspension reviewed",
        &[must("case", Id)],
        &["reasons"],
    ),
    kind(
        "rulebook_adopted",
        Rulebook,
        "rulebook adopted",
        &[
            must("version", Code),
            must("fingerprint", Code),
            must("rulebook", Code),
        ],
        &[],
    ),
    kind(
        "seat_left",
        Office,
        "left a seat",
        &[must("seat", Id), may("reason", Code)],
        &[],
    ),
    kind(
        "seat_taken",
        Office,
        "took a seat",
        &[
            must("seat", Id),
            must("body", Id),
            may("office", Code),
            may("label", Id),
            may("area", Code),
            may("until", Date),
            may("reason", Code),
        ],
        &["area", "office"],
    ),
    kind(
        "selected",
        Candidacy,
        "selected",
        &[must("candidacy", Id), may("by", Id)],
        &[],
    ),
    kind(
        "set_aside",
        Court,
        "act set aside",
        &[must("act", Fact), may("from", Date), may("by", Code)],
        &["reasons"],
    ),
    kind(
        "statement_made",
        Voice,
        "statement made",
        &[may("by", Code)],
        &["text"],
    ),
    kind(
        "subject_told",
        Case,
        "member told of the case",
        &[must("case", Id)],
        &[],
    ),
    kind(
        "subscription_paid",
        Membership,
        "subscription paid",
        &[must("until", Date)],
        &[],
    ),
    kind(
        "suspension_ended",
        Membership,
        "suspension ended",
        &[must("suspension", Id), may("case", Id)],
        &["reasons"],
    ),
    kind(
        "suspension_imposed",
        Membership,
        "suspended",
        &[
            must("suspension", Id),
            may("case", Id),
            may("scope", Code),
            may("review_on", Date),
            may("ends_on", Date),
            may("by", Id),
        ],
        &["reasons"],
    ),
    kind(
        "time_extended",
        Case,
        "time extended",
        &[must("case", Id), must("until", Date)],
        &["reasons"],
    ),
    kind(
        "voice_answered",
        Voice,
        "answered by the executive",
        &[may("by", Id)],
        &["text"],
    ),
    kind("whip_given", Whip, "took the whip", &[may("by", Id)], &[]),
    kind(
        "whip_restored",
        Whip,
        "whip restored",
        &[may("by", Id)],
        &[],
    ),
    kind(
        "whip_withdrawn",
        Whip,
        "whip withdrawn",
        &[may("by", Id), may("review_on", Date)],
        &["reasons"],
    ),
];

/// As what the publication table speaks of facts of this kind; `None` when they are never shown to
/// the public.
///
/// `name` stands for everything that being an office-holder or candidate itself is.
pub fn published_as(code: &str) -> Option<&'static str> {
    match code {
        "suspension_ended" | "suspension_imposed" => Some("suspension"),
        // What somebody paid, and to which branch they belong, is nobody's business; and of a case
        // the table says that it is open and how it ended, not what is done in it.
        "branch_joined"
        | "branch_left"
        | "subscription_paid"
        | "merged"
        | "objection_made"
        | "objection_dismissed" => None,
        // A higher body lets a step go ahead all the same: a decision, and published as one.
        "gate_overridden" => Some("decision"),
        "case_opened" | "case_decided" | "case_withdrawn" | "case_referred" | "case_closed"
        | "decision_varied" | "decision_quashed" | "nominations_called" => Some("case"),
        _ => match find(code)?.track {
            Membership | Whip => Some("standing"),
            Office | Candidacy => Some("name"),
            Court => Some("case"),
            Voice => Some("answer"),
            Case | Person | Unit | Rulebook => None,
        },
    }
}

/// The kind of this code, if the core knows it.
pub fn find(code: &str) -> Option<&'static Kind> {
    KINDS
        .binary_search_by(|kind| kind.code.cmp(code))
        .ok()
        .and_then(|at| KINDS.get(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_in_order_and_each_is_found() {
        assert!(KINDS.is_sorted_by(|a, b| a.code < b.code));
        for kind in KINDS {
            assert_eq!(find(kind.code).map(|found| found.code), Some(kind.code));
        }
        assert!(find("suspnded").is_none());
    }
}
