//! One division as its facts tell it.

use std::collections::{BTreeMap, BTreeSet};

use standing_base::{Date, Id};

use super::{OutOfTurn, Outcome, Stage, Step};
use crate::coded::coded;
use crate::fact::{Fact, NewFact};

coded! {
    Cast {
        For = "for",
        Against = "against",
        Abstain = "abstain",
    }
}

coded! {
    /// How votes are taken.
    How {
        Recorded = "recorded",
        Counted = "counted",
        Secret = "secret",
    }
}

/// What is put to the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    Motion(Id),
    /// A decision about a person, and about which of their candidacies.
    Person {
        person: Id,
        candidacy: Option<Id>,
    },
}

/// One vote by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ballot {
    pub cast: Cast,
    /// As how many it counts.
    pub weight: u64,
    /// Who gave it, where somebody votes in another's place.
    pub by: Id,
    /// The fact that records it as it counts, and those that it replaced.
    pub fact: u64,
    pub corrected: Option<u64>,
}

/// What one teller counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    pub votes_for: u64,
    pub votes_against: u64,
    pub abstentions: u64,
}

/// A division as far as its facts go.
#[derive(Clone, Debug)]
pub struct DivisionFile {
    pub id: Id,
    pub body: Id,
    /// The meeting and its item; a decision in writing has none.
    pub meeting: Option<(Id, u64)>,
    /// The id of a decision of decisions.toml.
    pub decision: String,
    pub question: Question,
    pub how: How,
    /// The fact that opened it, and its day.
    pub opened_by: u64,
    pub opened_on: Date,
    /// How many are on the roll, and its fingerprint.
    pub roll: (u64, String),
    pub stage: Stage,
    /// By whose vote it is.
    pub ballots: BTreeMap<Id, Ballot>,
    /// What each teller counted.
    pub counts: BTreeMap<Id, Counted>,
    pub casting: Option<Cast>,
    pub outcome: Option<Outcome>,
    pub closed_by: Option<u64>,
    /// The fact that gives the reasons.
    pub reasons: Option<u64>,
    pub dissents: BTreeSet<Id>,
    pub voided_by: Option<u64>,
}

/// The division that facts tell of, from all facts about it.
pub fn division(facts: &[Fact]) -> Option<DivisionFile> {
    let mut facts = facts.iter();
    let mut file = facts.by_ref().find_map(DivisionFile::opened)?;
    for fact in facts {
        if let Some(step) = Step::of(&fact.what.kind) {
            file.happened(fact, step);
        }
    }
    Some(file)
}

impl DivisionFile {
    fn opened(fact: &Fact) -> Option<Self> {
        let what = &fact.what;
        if Step::of(&what.kind) != Some(Step::DivisionOpened) {
            return None;
        }
        let question = match (what.id("motion"), what.id("person")) {
            (Some(motion), _) => Question::Motion(motion),
            (None, person) => Question::Person {
                person: person?,
                candidacy: what.id("candidacy"),
            },
        };
        Some(Self {
            id: what.about,
            body: what.id("body")?,
            meeting: what.id("meeting").zip(what.number("item")),
            decision: what.text("decision")?.to_owned(),
            question,
            how: what.text("how").and_then(How::of)?,
            opened_by: fact.number,
            opened_on: what.effective_on.earliest(),
            roll: (
                what.number("roll_size").unwrap_or_default(),
                what.text("roll").unwrap_or_default().to_owned(),
            ),
            stage: Stage::Open,
            ballots: BTreeMap::new(),
            counts: BTreeMap::new(),
            casting: None,
            outcome: None,
            closed_by: None,
            reasons: None,
            dissents: BTreeSet::new(),
            voided_by: None,
        })
    }

    /// Votes for, against and abstentions: by name, or as two tellers agree; nothing where they do not.
    pub fn counted(&self) -> Result<Counted, OutOfTurn> {
        if self.how == How::Recorded {
            let mut sum = Counted::default();
            for ballot in self.ballots.values() {
                let of = match ballot.cast {
                    Cast::For => &mut sum.votes_for,
                    Cast::Against => &mut sum.votes_against,
                    Cast::Abstain => &mut sum.abstentions,
                };
                *of = of.saturating_add(ballot.weight);
            }
            return Ok(sum);
        }
        let counts: Vec<Counted> = self.counts.values().copied().collect();
        if counts.len() < 2 {
            return Err(OutOfTurn::NotCounted);
        }
        let agreed = counts
            .iter()
            .enumerate()
            .find(|(at, count)| counts.iter().skip(at + 1).any(|other| other == *count));
        agreed
            .map(|(_, count)| *count)
            .ok_or(OutOfTurn::CountsDiffer)
    }

    /// Whether a step may follow; who is on the roll and what the rules say are other questions.
    pub fn check(file: Option<&Self>, fact: &NewFact, step: Step) -> Result<(), OutOfTurn> {
        let stage = file.map(|file| file.stage);
        if Stage::take(stage, step).is_none() {
            return Err(match stage {
                Some(Stage::Closed | Stage::Tied | Stage::Voided) if step == Step::VoteCast => {
                    OutOfTurn::Closed
                }
                Some(stage) => OutOfTurn::NotNow(stage),
                None => OutOfTurn::NoSuchDivision,
            });
        }
        let Some(file) = file else { return Ok(()) };
        match step {
            Step::VoteCast => file.check_vote(fact),
            Step::VotesCounted => file.check_count(fact),
            Step::CastingVoteGiven if fact.text("vote").and_then(Cast::of).is_none() => {
                Err(OutOfTurn::NoSuchVote)
            }
            Step::DivisionClosed | Step::DivisionTied => file.counted().map(|_| ()),
            Step::DissentRecorded => file.check_dissent(fact),
            _ => Ok(()),
        }
    }

    fn check_vote(&self, fact: &NewFact) -> Result<(), OutOfTurn> {
        if self.how != How::Recorded {
            return Err(OutOfTurn::NotByName);
        }
        if fact.text("vote").and_then(Cast::of).is_none() {
            return Err(OutOfTurn::NoSuchVote);
        }
        let voted = fact
            .id("person")
            .and_then(|person| self.ballots.get(&person));
        let corrects = fact.number("corrects");
        match voted {
            Some(ballot) if corrects != Some(ballot.fact) => Err(OutOfTurn::VotedAlready),
            None if corrects.is_some() => Err(OutOfTurn::NoSuchVote),
            _ => Ok(()),
        }
    }

    fn check_count(&self, fact: &NewFact) -> Result<(), OutOfTurn> {
        if self.how == How::Recorded {
            return Err(OutOfTurn::ByName);
        }
        let teller = fact
            .actor
            .is_some_and(|actor| self.counts.contains_key(&actor));
        if teller {
            return Err(OutOfTurn::CountedAlready);
        }
        Ok(())
    }

    fn check_dissent(&self, fact: &NewFact) -> Result<(), OutOfTurn> {
        let Some(person) = fact.id("person") else {
            return Err(OutOfTurn::DidNotVoteSo);
        };
        if self.dissents.contains(&person) {
            return Err(OutOfTurn::DissentTwice);
        }
        let losing = match self.outcome {
            Some(Outcome::Carried) => Cast::Against,
            _ => Cast::For,
        };
        match self.ballots.get(&person) {
            Some(ballot) if ballot.cast == losing => Ok(()),
            // Who voted how is not known of a vote that is not by name.
            None if self.how != How::Recorded => Ok(()),
            _ => Err(OutOfTurn::DidNotVoteSo),
        }
    }

    fn happened(&mut self, fact: &Fact, step: Step) {
        let what = &fact.what;
        if let Some(stage) = Stage::take(Some(self.stage), step) {
            self.stage = stage;
        }
        let cast = || what.text("vote").and_then(Cast::of);
        let number = |field: &str| what.number(field).unwrap_or_default();
        match step {
            Step::VoteCast => self.vote(fact),
            Step::VotesCounted => {
                if let Some(teller) = what.actor {
                    let counted = Counted {
                        votes_for: number("votes_for"),
                        votes_against: number("votes_against"),
                        abstentions: number("abstentions"),
                    };
                    self.counts.insert(teller, counted);
                }
            }
            Step::CastingVoteGiven => self.casting = cast(),
            Step::DivisionClosed => {
                self.outcome = what.text("outcome").and_then(Outcome::of);
                self.closed_by = Some(fact.number);
            }
            Step::ReasonsGiven => self.reasons = Some(fact.number),
            Step::DissentRecorded => self.dissents.extend(what.id("person")),
            Step::DivisionVoided => self.voided_by = Some(fact.number),
            Step::DivisionOpened | Step::DivisionTied => {}
        }
    }

    fn vote(&mut self, fact: &Fact) {
        let what = &fact.what;
        let (Some(person), Some(cast)) = (what.id("person"), what.text("vote").and_then(Cast::of))
        else {
            return;
        };
        let before = self.ballots.get(&person).map(|ballot| ballot.fact);
        let ballot = Ballot {
            cast,
            weight: what.number("weight").unwrap_or(1),
            by: what.actor.unwrap_or(person),
            fact: fact.number,
            corrected: before,
        };
        self.ballots.insert(person, ballot);
    }
}
