//! One case as its facts tell it: where it stands, its charges, its panel, its evidence, who took part.

use std::collections::{BTreeMap, BTreeSet};

use standing_base::{Date, Id};

use super::identity;
use super::{ARROWS, From, Gate, Identity, Lot, OutOfTurn, Position, Stage, Step, To};
use crate::fact::{Fact, NewFact};

/// What was found on a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    Breach,
    NoBreach,
}

impl Finding {
    /// What a step finds, if it is one that does.
    pub fn of(step: Step) -> Option<Self> {
        match step {
            Step::BreachFound => Some(Self::Breach),
            Step::NoBreachFound => Some(Self::NoBreach),
            _ => None,
        }
    }
}

/// A case as far as its facts go.
#[derive(Clone, Debug)]
pub struct CaseFile {
    pub id: Id,
    /// The member whom it is about.
    pub subject: Id,
    /// The reference that people know it by.
    pub reference: Option<String>,
    pub complainant: Option<Id>,
    position: Position,
    /// The first day on which the next step can lie: that of the last step that led on.
    since: Date,
    /// Each charge with what was found on it.
    pub charges: BTreeMap<String, Option<Finding>>,
    pub panel: BTreeSet<Id>,
    /// The words that sides give to the draw of the panel, by the capacity in which they do.
    pub words: BTreeMap<String, String>,
    /// The draw of the panel, where there was one.
    pub lot: Option<Lot>,
    /// Who stood aside from the case, or had to leave its panel.
    pub gone: BTreeSet<Id>,
    /// Those who are named by a number.
    pub identities: Vec<Identity>,
    /// Whom a piece of evidence names.
    pub named: BTreeSet<Id>,
    /// Those of the panel whose place the member disputes, until it is ruled on.
    pub challenged: BTreeSet<Id>,
    /// Each piece of evidence: whether it was disclosed or withheld.
    pub evidence: BTreeMap<String, bool>,
    /// What the member asked for and is not ruled on.
    pub requests: BTreeSet<String>,
    /// Who took which part, besides the panel: a witness, an investigator.
    pub parts: Vec<(Id, String)>,
    /// Who recorded which step.
    pub acted: Vec<(Id, Step)>,
    /// Who recorded that the member is suspended in the meantime.
    suspended_by: BTreeSet<Id>,
    /// Gates that a higher body has overridden for the next step.
    pub overridden: BTreeSet<Gate>,
    /// The facts, with the step that each is.
    pub steps: Vec<(u64, Step)>,
}

/// The field that names the case in every step.
pub(super) const CASE: &str = "case";

/// The request for more time.
pub const MORE_TIME: &str = "more_time";

/// Facts that make an earlier one of no effect.
pub(super) const ANNULS: [&str; 2] = ["set_aside", "corrected"];

/// The numbers of the facts that have no effect, because a later one says so.
pub(super) fn annulled<'f>(facts: impl Iterator<Item = &'f Fact>) -> BTreeSet<u64> {
    facts
        .filter(|fact| ANNULS.contains(&fact.what.kind.as_str()))
        .filter_map(|fact| fact.what.number("act"))
        .collect()
}

/// The cases that facts about one person tell of, in the order in which they began.
pub fn files<'f>(facts: impl Iterator<Item = &'f Fact> + Clone) -> Vec<CaseFile> {
    let annulled = annulled(facts.clone());
    let mut files: Vec<CaseFile> = Vec::new();
    for fact in facts.filter(|fact| !annulled.contains(&fact.number)) {
        let Some(id) = fact.what.id(CASE) else {
            continue;
        };
        let file = files.iter_mut().find(|file| file.id == id);
        match (file, Step::of(&fact.what.kind)) {
            (Some(file), Some(step)) => file.happened(fact, step),
            (None, Some(step)) => files.extend(CaseFile::begun(fact, id, step)),
            (Some(file), None) if fact.what.kind == SUSPENDED => {
                file.suspended_by.extend(fact.what.actor);
            }
            (_, None) => {}
        }
    }
    files
}

impl CaseFile {
    fn begun(fact: &Fact, id: Id, step: Step) -> Option<Self> {
        let position = Position::follow(None, step)?;
        let mut file = Self {
            id,
            subject: fact.what.about,
            reference: None,
            complainant: None,
            position,
            since: fact.what.effective_on.earliest(),
            charges: BTreeMap::new(),
            panel: BTreeSet::new(),
            words: BTreeMap::new(),
            lot: None,
            gone: BTreeSet::new(),
            identities: Vec::new(),
            named: BTreeSet::new(),
            challenged: BTreeSet::new(),
            evidence: BTreeMap::new(),
            requests: BTreeSet::new(),
            parts: Vec::new(),
            acted: Vec::new(),
            suspended_by: BTreeSet::new(),
            overridden: BTreeSet::new(),
            steps: Vec::new(),
        };
        file.note(fact, step);
        Some(file)
    }

    pub fn stage(&self) -> Stage {
        self.position.stage
    }

    /// Whether a step begins a case.
    pub fn can_begin(step: Step) -> bool {
        Position::take(None, step).is_some()
    }

    /// The steps that lead on from here.
    pub fn leads_to(&self) -> Vec<Step> {
        let arrows = ARROWS.iter();
        let arrows = arrows.filter(|arrow| arrow.from == From::At(self.stage()));
        let leads = arrows.filter(|arrow| arrow.to != To::Same);
        leads.map(|arrow| arrow.step).collect()
    }

    /// Whether a step can follow now.
    pub fn can_take(&self, step: Step) -> bool {
        Position::take(Some(self.position), step).is_some()
    }

    /// Whether a step that is not on the record yet may be taken.
    pub fn check(file: Option<&Self>, fact: &NewFact, step: Step) -> Result<(), OutOfTurn> {
        let taken = Position::take(file.map(|file| file.position), step);
        let Some(file) = file else {
            return taken.map(|_| ()).ok_or(OutOfTurn::NoSuchCase);
        };
        if taken.is_none() {
            let after = Position::stages_before(step);
            let stage = file.stage();
            return Err(OutOfTurn::NotNow { stage, after });
        }
        if fact.effective_on.latest() < file.since {
            return Err(OutOfTurn::BeforeLastStep { last: file.since });
        }
        file.check_names(fact, step)
    }

    /// Whether what the step names is there, or not there yet.
    fn check_names(&self, fact: &NewFact, step: Step) -> Result<(), OutOfTurn> {
        let charge = || self.charges.get(fact.text("charge").unwrap_or_default());
        let item = || self.evidence.get(fact.text("item").unwrap_or_default());
        let sits = |of: &BTreeSet<Id>| fact.id("person").is_some_and(|person| of.contains(&person));
        let (so, wrong) = match step {
            Step::LotWordGiven
            | Step::PanelDrawn
            | Step::PanellistStruck
            | Step::PanelFormed
            | Step::StoodAside => return self.check_lot(fact, step),
            Step::IdentitySealed
            | Step::IdentityAsked
            | Step::IdentityReleased
            | Step::IdentityRefused => return identity::check(&self.identities, fact, step),
            Step::ChargeBrought => (charge().is_none(), OutOfTurn::ChargeTwice),
            Step::BreachFound | Step::NoBreachFound => match charge() {
                None => (false, OutOfTurn::NoSuchCharge),
                Some(found) => (found.is_none(), OutOfTurn::FoundAlready),
            },
            Step::RequestMade | Step::TimeGiven | Step::RequestGranted | Step::RequestRefused => {
                return self.check_request(fact, step);
            }
            Step::PanellistNamed if !self.next_by_lot(usize::MAX).is_empty() => {
                (false, OutOfTurn::LotStands)
            }
            Step::PanellistNamed => (!sits(&self.panel), OutOfTurn::OnPanelAlready),
            Step::PanellistStoodAside if sits(&self.challenged) => (false, OutOfTurn::RuleFirst),
            Step::PanellistStoodAside => (sits(&self.panel), OutOfTurn::NotOnPanel),
            Step::PanellistChallenged if !sits(&self.panel) => (false, OutOfTurn::NotOnPanel),
            Step::PanellistChallenged => (!sits(&self.challenged), OutOfTurn::ChallengedAlready),
            Step::ChallengeUpheld | Step::ChallengeDismissed => {
                (sits(&self.challenged), OutOfTurn::NotChallenged)
            }
            Step::EvidenceListed => (item().is_none(), OutOfTurn::EvidenceTwice),
            Step::EvidenceDisclosed | Step::EvidenceWithheld => match item() {
                None => (false, OutOfTurn::NotListed),
                Some(is_told) => (!is_told, OutOfTurn::ToldAlready),
            },
            Step::GateOverridden => {
                let gate = fact.text("gate").and_then(Gate::of);
                (gate.is_some(), OutOfTurn::NoSuchGate)
            }
            _ => return Ok(()),
        };
        if so { Ok(()) } else { Err(wrong) }
    }

    /// The same, of a request of the member: whoever asked for time is given it to a day.
    fn check_request(&self, fact: &NewFact, step: Step) -> Result<(), OutOfTurn> {
        let need = fact.text("need").unwrap_or_default();
        let is_open = self.requests.contains(need);
        match step {
            Step::RequestMade if is_open => Err(OutOfTurn::RequestTwice),
            Step::RequestMade => Ok(()),
            _ if !is_open => Err(OutOfTurn::NothingAsked),
            Step::RequestGranted if need == MORE_TIME => Err(OutOfTurn::GiveTime),
            Step::TimeGiven if need != MORE_TIME => Err(OutOfTurn::NoTimeAsked),
            _ => Ok(()),
        }
    }

    /// The same, of a panel that is drawn by lot, and of who leaves the case.
    fn check_lot(&self, fact: &NewFact, step: Step) -> Result<(), OutOfTurn> {
        let person = fact.id("person");
        let (so, wrong) = match (step, &self.lot) {
            (Step::LotWordGiven | Step::PanelDrawn, lot) => {
                (lot.is_none(), OutOfTurn::DrawnAlready)
            }
            (Step::StoodAside, _) => {
                let is_own = fact.actor.is_none() || fact.actor == person;
                (is_own, OutOfTurn::OnlyOneself)
            }
            (_, None) => (false, OutOfTurn::NotDrawn),
            (Step::PanelFormed, Some(_)) => {
                (!fact.list("members").is_empty(), OutOfTurn::NobodyLeft)
            }
            (_, Some(lot)) if lot.is_formed => (false, OutOfTurn::FormedAlready),
            (_, Some(lot)) => match person {
                Some(person) if lot.is_struck(person) => (false, OutOfTurn::StruckAlready),
                person => {
                    let is_drawn = person.is_some_and(|person| lot.drawn.contains(&person));
                    (is_drawn, OutOfTurn::NotAmongDrawn)
                }
            },
        };
        if so { Ok(()) } else { Err(wrong) }
    }

    /// Who comes onto the panel next, so that it has so many members: of those drawn, in order.
    pub fn next_by_lot(&self, size: usize) -> Vec<Id> {
        let free = |person: &Id| !self.panel.contains(person) && !self.gone.contains(person);
        let lot = self.lot.iter();
        let unstruck = lot.flat_map(Lot::unstruck).filter(free);
        unstruck
            .take(size.saturating_sub(self.panel.len()))
            .collect()
    }

    fn happened(&mut self, fact: &Fact, step: Step) {
        let before = self.position;
        self.position = Position::follow(Some(before), step).unwrap_or(before);
        if self.position.stage != before.stage {
            self.since = self.since.max(fact.what.effective_on.earliest());
            // An override is for one step.
            self.overridden.clear();
        }
        self.note(fact, step);
    }

    fn note(&mut self, fact: &Fact, step: Step) {
        let what = &fact.what;
        self.steps.push((fact.number, step));
        self.acted.extend(what.actor.map(|actor| (actor, step)));
        let charge = what.text("charge").unwrap_or_default().to_owned();
        let item = what.text("item").unwrap_or_default().to_owned();
        let person = what.id("person");
        match step {
            Step::ComplaintReceived | Step::CaseOpened => {
                let reference = what.text("ref").map(str::to_owned);
                self.reference = reference.or(self.reference.take());
                self.complainant = what.id("complainant").or(self.complainant);
            }
            Step::ChargeBrought => {
                self.charges.entry(charge).or_insert(None);
            }
            Step::BreachFound | Step::NoBreachFound => {
                // Where a court set the charge aside, nothing was found on it.
                if let Some(found) = self.charges.get_mut(&charge) {
                    *found = Finding::of(step);
                }
            }
            Step::RequestMade => {
                self.requests.extend(what.text("need").map(str::to_owned));
            }
            Step::TimeGiven | Step::RequestGranted | Step::RequestRefused => {
                self.requests.remove(what.text("need").unwrap_or_default());
            }
            Step::EvidenceListed => {
                self.evidence.insert(item, false);
                self.named.extend(what.ids("names"));
            }
            Step::EvidenceDisclosed | Step::EvidenceWithheld => {
                self.evidence.insert(item, true);
            }
            Step::PanellistNamed => self.panel.extend(person),
            Step::PanellistChallenged => self.challenged.extend(person),
            Step::ChallengeDismissed => {
                person.map(|person| self.challenged.remove(&person));
            }
            Step::ChallengeUpheld | Step::PanellistStoodAside | Step::StoodAside => {
                person.map(|person| (self.challenged.remove(&person), self.panel.remove(&person)));
                self.gone.extend(person);
            }
            // Another panel hears the case again.
            Step::AppealMade | Step::CaseRemitted | Step::CaseReferred => {
                let sat = std::mem::take(&mut self.panel).into_iter();
                self.parts
                    .extend(sat.map(|person| (person, SAT.to_owned())));
                self.challenged.clear();
                self.lot = None;
                self.words.clear();
            }
            Step::PartTaken => {
                let part = what.text("part").unwrap_or_default().to_owned();
                self.parts.extend(person.map(|person| (person, part)));
            }
            Step::GateOverridden => {
                self.overridden.extend(what.text("gate").and_then(Gate::of));
            }
            _ => self.note_people(fact, step),
        }
    }

    /// A panel that is drawn by lot, and those who are named by a number.
    fn note_people(&mut self, fact: &Fact, step: Step) {
        let what = &fact.what;
        let side = what.capacity.clone().unwrap_or_default();
        match step {
            Step::LotWordGiven => {
                let word = what.text("word").unwrap_or_default().to_owned();
                self.words.insert(side, word);
            }
            Step::PanelDrawn => self.lot = Some(Lot::of(fact)),
            Step::PanellistStruck => {
                if let (Some(lot), Some(person)) = (&mut self.lot, what.id("person")) {
                    lot.struck.push((person, side));
                }
            }
            Step::PanelFormed => {
                self.panel.extend(what.ids("members"));
                if let Some(lot) = &mut self.lot {
                    lot.is_formed = true;
                }
            }
            Step::IdentitySealed
            | Step::IdentityAsked
            | Step::IdentityReleased
            | Step::IdentityRefused => identity::note(&mut self.identities, fact, step),
            _ => {}
        }
    }

    /// Who gave evidence.
    pub fn witnesses(&self) -> impl Iterator<Item = Id> {
        let parts = self.parts.iter();
        let witnesses = parts.filter(|(_, part)| part == WITNESS);
        witnesses.map(|(person, _)| *person)
    }

    /// What ties somebody to the case, by the names of the facts of a voter that a rulebook knows.
    pub fn ties(&self, person: Id) -> [(&'static str, bool); 8] {
        let part = |wanted: &[&str]| {
            let mut parts = self.parts.iter();
            parts.any(|(who, part)| *who == person && wanted.contains(&part.as_str()))
        };
        let acted = |wanted: &[Step]| {
            let mut acted = self.acted.iter();
            acted.any(|(who, step)| *who == person && wanted.contains(step))
        };
        [
            ("complainant", self.complainant == Some(person)),
            ("subject", self.subject == person),
            ("witness", part(&[WITNESS])),
            // Sat on an earlier panel, inquired, presented the case, decided the suspension.
            (
                "sat_before",
                part(&[SAT, INVESTIGATOR, PRESENTER])
                    || acted(BEFORE_A_PANEL)
                    || self.suspended_by.contains(&person),
            ),
            ("decided_before", part(&[SAT])),
            ("interest", part(&[INTEREST, COMPANION])),
            ("named_in_evidence", self.named.contains(&person)),
            ("stood_aside", self.gone.contains(&person)),
        ]
    }
}

/// The kind of fact that begins a suspension, of which a case can be the cause.
pub(super) const SUSPENDED: &str = "suspension_imposed";

const SAT: &str = "sat";
const WITNESS: &str = "witness";
const INVESTIGATOR: &str = "investigator";
const PRESENTER: &str = "presenter";
const COMPANION: &str = "companion";
const INTEREST: &str = "interest";

/// The parts that somebody can take in a case, besides its panel.
pub const PARTS: &[&str] = &[
    WITNESS,
    INVESTIGATOR,
    PRESENTER,
    COMPANION,
    "custodian",
    INTEREST,
];

/// Who did one of these does not judge what comes of it.
const BEFORE_A_PANEL: &[Step] = &[
    Step::FirstLookBegun,
    Step::InquiryFinished,
    Step::ChargeBrought,
];
