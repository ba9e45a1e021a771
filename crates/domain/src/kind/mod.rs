//! The closed list of kinds of fact that the core knows: what each carries, which track of the
//! timeline it stands on, and which of its values are private.
//!
//! A rulebook's vocabulary may declare further entries; they go on the record as they are declared
//! there. The names here are also the names of the rulebook's core entries.

mod of_bodies;
mod of_cases;
mod others;

use Track::{
    Candidacy, Case, Court, Meeting, Membership, Office, Person, Rulebook, Unit, Voice, Whip,
};

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
    Meeting,
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
            Self::Meeting => "meeting",
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
            Case | Person | Unit | Meeting | Rulebook => None,
        },
    }
}

const TABLES: [&[Kind]; 3] = [of_bodies::KINDS, of_cases::KINDS, others::KINDS];

/// The kind of this code, if the core knows it.
pub fn find(code: &str) -> Option<&'static Kind> {
    let in_table = |kinds: &'static [Kind]| {
        let at = kinds.binary_search_by(|kind| kind.code.cmp(code)).ok()?;
        kinds.get(at)
    };
    let mut tables = TABLES.into_iter();
    tables.find_map(in_table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_in_order_and_each_is_found() {
        for kinds in TABLES {
            assert!(kinds.is_sorted_by(|a, b| a.code < b.code));
            for kind in kinds {
                assert_eq!(find(kind.code).map(|found| found.code), Some(kind.code));
            }
        }
        assert!(find("suspnded").is_none());
    }
}
