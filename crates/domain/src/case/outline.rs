//! A case in a few dozen bytes, from the packed history of the member whom it is about: what lists and
//! figures about every case need.

use std::collections::BTreeSet;

use standing_base::{Date, Id, IdKind, Instant};

use super::file::{ANNULS, CASE, SUSPENDED};
use super::{Finding, Position, Stage, Step};
use crate::packed::{self, PackedError, PackedFact, PackedValue};

#[derive(Clone, Debug)]
pub struct Outline {
    pub id: Id,
    /// The reference that people know it by.
    pub reference: Option<String>,
    position: Position,
    /// The day of its first step.
    pub begun_on: Date,
    /// The day on which it came to where nothing has to be done any more; of a decision that is
    /// appealed against, the day on which the appeal ends.
    pub ended_on: Option<Date>,
    /// Whether the decision was sent to the member.
    pub is_sent: bool,
    /// Each charge: its name, the clause that it names, what was found.
    pub charges: Vec<Charge>,
    /// What was decided, as the rulebook calls it.
    pub outcome: Option<String>,
    /// The suspensions that were imposed in it.
    pub suspensions: Vec<Id>,
    /// The people whom its steps name.
    pub named: BTreeSet<Id>,
    /// Whether somebody's identity is sealed in it.
    pub has_sealed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    pub name: String,
    pub breach: String,
    pub finding: Option<Finding>,
}

impl Outline {
    pub fn stage(&self) -> Stage {
        self.position.stage
    }
}

/// Whether a history tells of a case, or of a suspension.
pub fn tells_of_a_case(history: &[u8]) -> Result<bool, PackedError> {
    for fact in packed::read(history) {
        let fact = fact?;
        if fact.kind == SUSPENDED || text(&fact, CASE).is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The cases about one person as they stand at the end of a day, as known at a moment, in the order in
/// which they began.
pub fn outlines(history: &[PackedFact<'_>], on: Date, known: Option<Instant>) -> Vec<Outline> {
    let mut facts = Vec::new();
    let mut annulled = BTreeSet::new();
    let mut suspensions = Vec::new();
    for fact in history {
        if fact.earliest_on() > on || known.is_some_and(|known| fact.recorded_at() > known) {
            continue;
        }
        if ANNULS.contains(&fact.kind) {
            annulled.extend(number(fact, "act"));
        } else if fact.kind == SUSPENDED {
            suspensions.extend(id(fact, CASE).zip(id(fact, "suspension")));
        } else if let Some(step) = Step::of(fact.kind) {
            facts.push((fact, step));
        }
    }
    facts.retain(|(fact, _)| !annulled.contains(&fact.number));
    let mut outlines: Vec<Outline> = Vec::new();
    // Most steps are of the same case as the one before, and a name is read faster than an id.
    let mut last: Option<(&str, Id)> = None;
    for (fact, step) in facts {
        let Some(name) = text(fact, CASE) else {
            continue;
        };
        let known = last.filter(|(last, _)| *last == name).map(|(_, id)| id);
        let Some(id) = known.or_else(|| name.parse().ok()) else {
            continue;
        };
        last = Some((name, id));
        match outlines.iter_mut().find(|outline| outline.id == id) {
            Some(outline) => outline.happened(fact, step),
            None => outlines.extend(Outline::begun(fact, id, step)),
        }
    }
    for outline in &mut outlines {
        let of_case = suspensions.iter().filter(|(case, _)| *case == outline.id);
        outline.suspensions = of_case.map(|(_, suspension)| *suspension).collect();
    }
    outlines
}

impl Outline {
    fn begun(fact: &PackedFact<'_>, id: Id, step: Step) -> Option<Self> {
        let mut outline = Self {
            id,
            reference: None,
            position: Position::follow(None, step)?,
            begun_on: fact.earliest_on(),
            ended_on: None,
            is_sent: false,
            charges: Vec::new(),
            outcome: None,
            suspensions: Vec::new(),
            named: BTreeSet::new(),
            has_sealed: false,
        };
        outline.note(fact, step);
        Some(outline)
    }

    fn happened(&mut self, fact: &PackedFact<'_>, step: Step) {
        let before = self.position;
        self.position = Position::follow(Some(before), step).unwrap_or(before);
        if self.position.stage != before.stage {
            let is_over = self.stage().is_over();
            self.ended_on = is_over.then(|| fact.earliest_on());
        }
        self.note(fact, step);
    }

    fn note(&mut self, fact: &PackedFact<'_>, step: Step) {
        let owned = |name: &str| text(fact, name).map(str::to_owned);
        self.named.extend(people(fact));
        match step {
            Step::ComplaintReceived | Step::CaseOpened => {
                self.reference = owned("ref").or(self.reference.take());
            }
            Step::ChargeBrought => self.charges.push(Charge {
                name: owned("charge").unwrap_or_default(),
                breach: owned("breach").unwrap_or_default(),
                finding: None,
            }),
            Step::BreachFound | Step::NoBreachFound => {
                let name = text(fact, "charge");
                let mut charges = self.charges.iter_mut();
                if let Some(charge) = charges.find(|charge| Some(charge.name.as_str()) == name) {
                    charge.finding = Finding::of(step);
                }
            }
            Step::CaseDecided => {
                self.outcome = owned("outcome");
                self.is_sent = false;
            }
            Step::DecisionVaried => self.outcome = owned("outcome"),
            Step::DecisionQuashed | Step::CaseRemitted | Step::CaseReferred => self.outcome = None,
            Step::DecisionSent => self.is_sent = true,
            Step::IdentitySealed => self.has_sealed = true,
            _ => {}
        }
    }
}

fn text<'f>(fact: &PackedFact<'f>, name: &str) -> Option<&'f str> {
    fact.fields.iter().find_map(|(field, value)| match value {
        PackedValue::Text(text) if *field == name => Some(*text),
        _ => None,
    })
}

/// The people whom a fact names, one or several in a field.
fn people(fact: &PackedFact<'_>) -> impl Iterator<Item = Id> {
    let texts = fact.fields.iter().flat_map(|(_, value)| match value {
        PackedValue::Text(text) => std::slice::from_ref(text),
        PackedValue::List(texts) => texts,
        PackedValue::YesNo(_) | PackedValue::Number(_) => &[],
    });
    let persons = texts.filter(|text| text.starts_with(IdKind::Person.prefix()));
    persons.filter_map(|text| text.parse().ok())
}

fn id(fact: &PackedFact<'_>, name: &str) -> Option<Id> {
    text(fact, name)?.parse().ok()
}

fn number(fact: &PackedFact<'_>, name: &str) -> Option<u64> {
    fact.fields.iter().find_map(|(field, value)| match value {
        PackedValue::Number(number) if *field == name => u64::try_from(*number).ok(),
        _ => None,
    })
}
