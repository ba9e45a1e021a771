use standing_base::{Date, Id, PartialDate};

use crate::fact::NewFact;

/// What is known about a person that bounds the dates of other facts: birth, death, and what has
/// begun. Small on purpose: an import keeps one for each person of a file.
#[derive(Clone, Debug, Default)]
pub struct Life {
    pub(super) born: Option<PartialDate>,
    pub(super) died: Option<PartialDate>,
    /// The fact that bounds a birth, and the one that bounds a death, by kind and day.
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
    begun: Vec<(Begun, PartialDate)>,
}

/// What begins and ends: a seat or a branch by its id, a membership without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Begun {
    pub(super) kind: &'static str,
    pub(super) id: Option<Id>,
}

/// Kinds that begin something: the kind, and the field with the id of what begins.
const BEGINNINGS: &[(&str, Option<&str>)] = &[
    ("admitted", None),
    ("branch_joined", Some("branch")),
    ("candidacy_declared", Some("candidacy")),
    ("case_opened", Some("case")),
    ("elected_to_parliament", None),
    ("seat_taken", Some("seat")),
    ("suspension_imposed", Some("suspension")),
];

/// Kinds that end something: the kind, and the kind that began it.
const ENDS: &[(&str, &str)] = &[
    ("branch_left", "branch_joined"),
    ("candidacy_withdrawn", "candidacy_declared"),
    ("case_decided", "case_opened"),
    ("case_withdrawn", "case_opened"),
    ("excluded", "admitted"),
    ("expelled", "admitted"),
    ("lapsed", "admitted"),
    ("left_parliament", "elected_to_parliament"),
    ("resigned", "admitted"),
    ("seat_left", "seat_taken"),
    ("suspension_ended", "suspension_imposed"),
];

/// Kinds that may come after a death: what ends by it, and what others decide.
pub(super) const AFTER_DEATH: &[&str] = &[
    "branch_left",
    "case_closed",
    "case_decided",
    "case_erased",
    "case_withdrawn",
    "erasure_announced",
    "erasure_freed",
    "erasure_held",
    "lapsed",
    "left_parliament",
    "seat_left",
    "set_aside",
    "suspension_ended",
];

impl Life {
    /// Whether a fact of this kind begins what another ends.
    pub fn begins(kind: &str) -> bool {
        BEGINNINGS.iter().any(|(begins, _)| *begins == kind)
    }

    /// Takes a fact about the person into account. `text` gives the fact's fields.
    pub fn note<'a>(
        &mut self,
        kind: &str,
        on: PartialDate,
        text: impl Fn(&str) -> Option<&'a str>,
    ) {
        match kind {
            "birth_recorded" => {
                self.born = text("born_on")
                    .and_then(|day| day.parse().ok())
                    .or(self.born);
                return;
            }
            // When somebody was entered here says nothing about their life.
            "person_registered" | "name_changed" => return,
            "died" => self.died = Some(on),
            _ => {}
        }
        self.first = Some(self.first.map_or(on.latest(), |day| day.min(on.latest())));
        if !AFTER_DEATH.contains(&kind) {
            let last = self
                .last
                .map_or(on.earliest(), |day| day.max(on.earliest()));
            self.last = Some(last);
        }
        if let Some((kind, field)) = BEGINNINGS.iter().find(|(begins, _)| *begins == kind) {
            let id = field.and_then(&text).and_then(|id| id.parse().ok());
            self.begun.push((Begun { kind, id }, on));
        }
    }

    pub fn note_fact(&mut self, fact: &NewFact) {
        self.note(&fact.kind, fact.effective_on, |field| fact.text(field));
    }

    /// The days on which what this fact ends has begun; `None` when it ends nothing.
    pub(super) fn beginnings(&self, fact: &NewFact) -> Option<(Begun, Vec<PartialDate>)> {
        let (_, begins) = ENDS.iter().find(|(ends, _)| *ends == fact.kind)?;
        let (kind, field) = BEGINNINGS.iter().find(|(kind, _)| kind == begins)?;
        let id = field.and_then(|field| fact.id(field));
        let wanted = Begun { kind, id };
        let days = self
            .begun
            .iter()
            .filter(|(begun, _)| *begun == wanted)
            .map(|(_, on)| *on)
            .collect();
        Some((wanted, days))
    }
}
