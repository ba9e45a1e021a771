//! One motion as its facts tell it.

use std::collections::BTreeSet;

use standing_base::{Date, Id};

use super::{OutOfTurn, Stage, Step};
use crate::fact::{Fact, NewFact};

/// A motion as far as its facts go.
#[derive(Clone, Debug)]
pub struct MotionFile {
    pub id: Id,
    /// The body that is to decide it.
    pub body: Id,
    pub proposer: Id,
    /// The motion that it would amend.
    pub amends: Option<Id>,
    pub submitted_on: Date,
    /// Who supports it, besides the proposer.
    pub supporters: BTreeSet<Id>,
    pub stage: Stage,
    /// The fact whose private value is the text as it stands, and those with earlier ones.
    pub text: u64,
    pub earlier: Vec<u64>,
    /// The division that decided it.
    pub division: Option<Id>,
}

/// The motion that facts tell of, from all facts about it.
pub fn motion(facts: &[Fact]) -> Option<MotionFile> {
    let mut facts = facts.iter();
    let mut file = facts.by_ref().find_map(MotionFile::submitted)?;
    for fact in facts {
        if let Some(step) = Step::of(&fact.what.kind) {
            file.happened(fact, step);
        }
    }
    Some(file)
}

impl MotionFile {
    fn submitted(fact: &Fact) -> Option<Self> {
        let what = &fact.what;
        if Step::of(&what.kind) != Some(Step::MotionSubmitted) {
            return None;
        }
        Some(Self {
            id: what.about,
            body: what.id("body")?,
            proposer: what.id("person")?,
            amends: what.id("amends"),
            submitted_on: what.effective_on.earliest(),
            supporters: BTreeSet::new(),
            stage: Stage::Submitted,
            text: fact.number,
            earlier: Vec::new(),
            division: None,
        })
    }

    /// Whether a step may follow. `amended` is the motion that this one would amend, where it is an
    /// amendment.
    pub fn check(
        file: Option<&Self>,
        fact: &NewFact,
        step: Step,
        amended: Option<&Self>,
    ) -> Result<(), OutOfTurn> {
        let stage = file.map(|file| file.stage);
        if Stage::take(stage, step).is_none() {
            return Err(stage.map_or(OutOfTurn::NoSuchMotion, OutOfTurn::NotNow));
        }
        // What would amend a motion that is gone is gone with it.
        let goes_on = !matches!(step, Step::MotionWithdrawn | Step::MotionLapsed);
        if let Some(amended) = amended.filter(|_| goes_on) {
            if amended.stage.is_dead() {
                return Err(OutOfTurn::AmendsWhatIsGone(amended.stage));
            }
            if amended.amends.is_some() && step == Step::MotionSubmitted {
                return Err(OutOfTurn::AmendsAmendment);
            }
        }
        let Some(file) = file else { return Ok(()) };
        let person = fact.id("person");
        let supports = person.is_some_and(|person| file.supporters.contains(&person));
        match step {
            Step::MotionSupported if person == Some(file.proposer) => Err(OutOfTurn::OwnMotion),
            Step::MotionSupported if supports => Err(OutOfTurn::SupportsAlready),
            Step::SupportWithdrawn if !supports => Err(OutOfTurn::DoesNotSupport),
            _ => Ok(()),
        }
    }

    fn happened(&mut self, fact: &Fact, step: Step) {
        let what = &fact.what;
        // What was imported is on the record as it happened.
        let leads = || super::ARROWS.iter().find(|arrow| arrow.step == step);
        let led = Stage::take(Some(self.stage), step).or_else(|| match leads()?.to {
            super::To::At(stage) => Some(stage),
            super::To::Same => None,
        });
        self.stage = led.unwrap_or(self.stage);
        match step {
            Step::MotionSupported => self.supporters.extend(what.id("person")),
            Step::SupportWithdrawn => {
                if let Some(person) = what.id("person") {
                    self.supporters.remove(&person);
                }
            }
            Step::MotionAmended => {
                self.earlier.push(self.text);
                self.text = fact.number;
            }
            Step::MotionCarried | Step::MotionLost => self.division = what.id("division"),
            _ => {}
        }
    }
}
