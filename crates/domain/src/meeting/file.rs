//! One meeting as its facts tell it.

use std::collections::{BTreeMap, BTreeSet};

use standing_base::{Date, Id};

use super::{OutOfTurn, Stage, Step};
use crate::coded::coded;
use crate::fact::{Fact, NewFact};

coded! {
    /// How somebody is there, or how one can be.
    Attend {
        InPerson = "in_person",
        Remote = "remote",
        Hybrid = "hybrid",
    }
}

coded! {
    /// What is to be done with an item.
    ItemSort {
        /// Something of the meeting itself: apologies, minutes, the next date.
        Business = "business",
        Report = "report",
        /// A motion that was put to the body.
        Motion = "motion",
        /// A decision about a person.
        Decision = "decision",
    }
}

coded! {
    /// What somebody asks to speak for. A point of order comes before every speech.
    SpeechSort {
        Point = "point",
        Speech = "speech",
    }
}

/// A meeting as far as its facts go.
#[derive(Clone, Debug)]
pub struct MeetingFile {
    pub id: Id,
    pub body: Id,
    /// Ordinary, general, extraordinary: a word of the rulebook.
    pub form: Option<String>,
    /// The day for which it is called.
    pub held_on: Date,
    /// At what hour, such as `19:30`.
    pub begins_at: Option<String>,
    pub attend: Attend,
    pub stage: Stage,
    /// The first day on which the next step can lie.
    since: Date,
    pub called_on: Option<Date>,
    pub opened_on: Option<Date>,
    /// By number, which is the order in which they are taken.
    pub items: BTreeMap<u64, Item>,
    /// The item before the meeting.
    pub at: Option<u64>,
    /// Who is or was there.
    pub present: BTreeMap<Id, Presence>,
    /// Who stood aside from which item.
    pub aside: BTreeSet<(u64, Id)>,
    /// Who asked that the vote on an item be recorded by name.
    pub asked: BTreeSet<(u64, Id)>,
    /// Who waits to speak, in the order in which they asked.
    pub queue: Vec<Speech>,
    pub speaks: Option<Id>,
    pub actions: BTreeMap<u64, Action>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The fact that put it on the agenda: its title is that fact's private value.
    pub added_by: u64,
    pub sort: ItemSort,
    pub minutes: Option<u64>,
    pub motion: Option<Id>,
    /// The decision of decisions.toml, about whom, and about which of their candidacies.
    pub decision: Option<String>,
    pub person: Option<Id>,
    pub candidacy: Option<Id>,
    /// Taken without debate unless somebody objects.
    pub is_consent: bool,
    /// Without anybody who does not belong to the body.
    pub in_camera: bool,
    /// It came onto the agenda after the notice.
    pub is_late: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presence {
    pub attend: Attend,
    /// The facts that say when they came and when they left.
    pub came: u64,
    pub left: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speech {
    pub person: Id,
    pub sort: SpeechSort,
    pub asked_by: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    pub given_by: u64,
    pub owner: Id,
    pub due_on: Option<Date>,
    pub done_by: Option<u64>,
}

/// The meeting that facts tell of, from all facts about it.
pub fn meeting(facts: &[Fact]) -> Option<MeetingFile> {
    let mut facts = facts.iter();
    let mut file = facts.by_ref().find_map(MeetingFile::begun)?;
    for fact in facts {
        if let Some(step) = Step::of(&fact.what.kind) {
            file.happened(fact, step);
        }
    }
    Some(file)
}

impl MeetingFile {
    fn begun(fact: &Fact) -> Option<Self> {
        let what = &fact.what;
        if Step::of(&what.kind) != Some(Step::MeetingPlanned) {
            return None;
        }
        Some(Self {
            id: what.about,
            body: what.id("body")?,
            form: what.text("form").map(str::to_owned),
            held_on: what.text("held_on")?.parse().ok()?,
            begins_at: what.text("begins_at").map(str::to_owned),
            attend: what.text("attend").and_then(Attend::of)?,
            stage: Stage::Planned,
            since: what.effective_on.earliest(),
            called_on: None,
            opened_on: None,
            items: BTreeMap::new(),
            at: None,
            present: BTreeMap::new(),
            aside: BTreeSet::new(),
            asked: BTreeSet::new(),
            queue: Vec::new(),
            speaks: None,
            actions: BTreeMap::new(),
        })
    }

    /// Who is there now.
    pub fn here(&self) -> impl Iterator<Item = Id> {
        let there = self.present.iter().filter(|(_, at)| at.left.is_none());
        there.map(|(person, _)| *person)
    }

    pub fn is_here(&self, person: Id) -> bool {
        self.present
            .get(&person)
            .is_some_and(|at| at.left.is_none())
    }

    /// Whether somebody stood aside from an item.
    pub fn is_aside(&self, item: u64, person: Id) -> bool {
        self.aside.contains(&(item, person))
    }

    /// Who is to speak next: a point of order before every speech, else by the order of asking.
    pub fn next_speaker(&self) -> Option<&Speech> {
        self.queue
            .iter()
            .min_by_key(|speech| (speech.sort, speech.asked_by))
    }

    /// The number that the next item gets.
    pub fn next_item(&self) -> u64 {
        self.items.keys().next_back().map_or(1, |last| last + 1)
    }

    /// Whether a step may follow; what the organisation's rules say of it is another question.
    pub fn check(file: Option<&Self>, fact: &NewFact, step: Step) -> Result<(), OutOfTurn> {
        let stage = file.map(|file| file.stage);
        let Some(_) = Stage::take(stage, step) else {
            return Err(match stage {
                Some(stage) => OutOfTurn::NotNow {
                    stage,
                    after: Stage::before(step).collect(),
                },
                None => OutOfTurn::NoSuchMeeting,
            });
        };
        let Some(file) = file else { return Ok(()) };
        let on = fact.effective_on.latest();
        if on < file.since {
            return Err(OutOfTurn::BeforeLastStep { last: file.since });
        }
        file.check_day(on, step)?;
        file.check_item(fact, step)?;
        file.check_person(fact, step)
    }

    fn check_day(&self, on: Date, step: Step) -> Result<(), OutOfTurn> {
        let opens = matches!(step, Step::MeetingOpened | Step::QuorumLost);
        if opens && on < self.held_on {
            return Err(OutOfTurn::BeforeItsDay { day: self.held_on });
        }
        if step == Step::MeetingCalled && self.items.is_empty() {
            return Err(OutOfTurn::NoAgenda);
        }
        Ok(())
    }

    fn check_item(&self, fact: &NewFact, step: Step) -> Result<(), OutOfTurn> {
        let number = fact.number("item");
        let is_known = number.is_some_and(|number| self.items.contains_key(&number));
        match step {
            Step::ItemAdded if is_known => Err(OutOfTurn::ItemTwice),
            Step::ItemAdded => {
                let sort = fact.text("sort").and_then(ItemSort::of);
                let has = |field: &str| fact.fields.contains_key(field);
                match sort {
                    None => Err(OutOfTurn::NoSuchSort),
                    Some(ItemSort::Motion) if !has("motion") => Err(OutOfTurn::WhichMotion),
                    Some(ItemSort::Decision) if !has("decision") || !has("person") => {
                        Err(OutOfTurn::WhichDecision)
                    }
                    Some(_) => Ok(()),
                }
            }
            Step::ItemRemoved | Step::ItemCalled | Step::ItemStoodAside if !is_known => {
                Err(OutOfTurn::NoSuchItem)
            }
            Step::RecordedVoteAsked if self.at.is_none() => Err(OutOfTurn::NothingBeforeIt),
            Step::ActionDone => {
                let action = fact
                    .number("action")
                    .and_then(|action| self.actions.get(&action));
                match action {
                    None => Err(OutOfTurn::NoSuchAction),
                    Some(action) if action.done_by.is_some() => Err(OutOfTurn::DoneAlready),
                    Some(_) => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    fn check_person(&self, fact: &NewFact, step: Step) -> Result<(), OutOfTurn> {
        let Some(person) = fact.id("person") else {
            return Ok(());
        };
        let item = fact.number("item").or(self.at).unwrap_or_default();
        let waits = || self.queue.iter().any(|speech| speech.person == person);
        match step {
            Step::MeetingAttended if self.is_here(person) => Err(OutOfTurn::HereAlready),
            Step::MeetingLeft | Step::SpeechAsked | Step::RecordedVoteAsked
                if !self.is_here(person) =>
            {
                Err(OutOfTurn::NotHere)
            }
            Step::ItemStoodAside if self.is_aside(item, person) => Err(OutOfTurn::AsideAlready),
            Step::SpeechAsked | Step::RecordedVoteAsked if self.is_aside(item, person) => {
                Err(OutOfTurn::StoodAside)
            }
            Step::RecordedVoteAsked if self.asked.contains(&(item, person)) => {
                Err(OutOfTurn::AskedAlready)
            }
            Step::SpeechAsked if waits() => Err(OutOfTurn::WaitsAlready),
            Step::FloorGiven if !waits() => Err(OutOfTurn::DidNotAsk),
            Step::PointRuled
                if !self
                    .queue
                    .iter()
                    .any(|speech| speech.person == person && speech.sort == SpeechSort::Point)
                    && self.speaks != Some(person) =>
            {
                Err(OutOfTurn::DidNotAsk)
            }
            _ => Ok(()),
        }
    }

    fn happened(&mut self, fact: &Fact, step: Step) {
        let what = &fact.what;
        let on = what.effective_on.earliest();
        // What was imported is on the record as it happened.
        let leads = || super::ARROWS.iter().find(|arrow| arrow.step == step);
        let led = Stage::take(Some(self.stage), step).or_else(|| match leads()?.to {
            super::To::At(stage) => Some(stage),
            super::To::Same => None,
        });
        self.stage = led.unwrap_or(self.stage);
        self.since = self.since.max(on);
        let person = what.id("person");
        let item = what.number("item").or(self.at);
        match (step, person, item) {
            (Step::MeetingCalled, ..) => self.called_on = Some(on),
            (Step::MeetingOpened, ..) => self.opened_on = Some(on),
            (Step::ItemAdded, _, Some(number)) => self.add_item(fact, number),
            (Step::ItemRemoved, _, Some(number)) => {
                self.items.remove(&number);
            }
            (Step::ItemCalled, _, Some(number)) => {
                self.at = Some(number);
                self.queue.clear();
                self.speaks = None;
            }
            (Step::ItemStoodAside, Some(person), Some(number)) => {
                self.aside.insert((number, person));
                self.queue.retain(|speech| speech.person != person);
            }
            (Step::RecordedVoteAsked, Some(person), Some(number)) => {
                self.asked.insert((number, person));
            }
            (Step::ActionGiven, ..) => self.give_action(fact),
            (Step::ActionDone, ..) => {
                let action = what.number("action").unwrap_or_default();
                if let Some(action) = self.actions.get_mut(&action) {
                    action.done_by = Some(fact.number);
                }
            }
            (_, Some(person), _) => self.came_or_spoke(fact, step, person),
            _ => {}
        }
    }

    fn came_or_spoke(&mut self, fact: &Fact, step: Step, person: Id) {
        let what = &fact.what;
        match step {
            Step::MeetingAttended => {
                let attend = what.text("way").and_then(Attend::of);
                let presence = Presence {
                    attend: attend.unwrap_or(Attend::InPerson),
                    came: fact.number,
                    left: None,
                };
                self.present.insert(person, presence);
            }
            Step::MeetingLeft => {
                if let Some(presence) = self.present.get_mut(&person) {
                    presence.left = Some(fact.number);
                }
                self.queue.retain(|speech| speech.person != person);
            }
            Step::SpeechAsked => self.queue.push(Speech {
                person,
                sort: what
                    .text("sort")
                    .and_then(SpeechSort::of)
                    .unwrap_or(SpeechSort::Speech),
                asked_by: fact.number,
            }),
            Step::FloorGiven => {
                self.queue.retain(|speech| speech.person != person);
                self.speaks = Some(person);
            }
            Step::PointRuled => self
                .queue
                .retain(|speech| speech.person != person || speech.sort != SpeechSort::Point),
            _ => {}
        }
    }

    fn add_item(&mut self, fact: &Fact, number: u64) {
        let what = &fact.what;
        let flag =
            |field: &str| matches!(what.fields.get(field), Some(crate::FieldValue::YesNo(true)));
        let item = Item {
            added_by: fact.number,
            sort: what
                .text("sort")
                .and_then(ItemSort::of)
                .unwrap_or(ItemSort::Business),
            minutes: what.number("minutes"),
            motion: what.id("motion"),
            decision: what.text("decision").map(str::to_owned),
            person: what.id("person"),
            candidacy: what.id("candidacy"),
            is_consent: flag("consent"),
            in_camera: flag("in_camera"),
            is_late: self.stage != Stage::Planned,
        };
        self.items.insert(number, item);
    }

    fn give_action(&mut self, fact: &Fact) {
        let what = &fact.what;
        let (Some(number), Some(owner)) = (what.number("action"), what.id("owner")) else {
            return;
        };
        let action = Action {
            given_by: fact.number,
            owner,
            due_on: what.text("due_on").and_then(|day| day.parse().ok()),
            done_by: None,
        };
        self.actions.insert(number, action);
    }
}
