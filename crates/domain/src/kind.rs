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
        &[must("case", Id), must("ref", Code), may("by", Id)],
        &["matter"],
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
        "case_withdrawn",
        Case,
        "case withdrawn",
        &[must("case", Id)],
        &[],
    ),
    kind(
        "corrected",
        Person,
        "corrected: an earlier entry was wrong",
        &[must("act", Fact)],
        &[],
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
    kind("hearing", Case, "hearing held", &[must("case", Id)], &[]),
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
        // the table says that it is open, not what is done in it.
        "branch_joined"
        | "branch_left"
        | "subscription_paid"
        | "merged"
        | "objection_made"
        | "objection_dismissed"
        | "hearing"
        | "inquiry_extended"
        | "inquiry_finished"
        | "subject_told"
        | "new_grounds"
        | "review" => None,
        _ => match find(code)?.track {
            Membership | Whip => Some("standing"),
            Office | Candidacy => Some("name"),
            Case | Court => Some("case"),
            Voice => Some("answer"),
            Person | Unit | Rulebook => None,
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
