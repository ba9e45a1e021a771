//! The answers to what waits, kept in memory for the day; when facts are added, the persons they are
//! about are asked anew.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;

use standing_base::{Date, Id, IdKind};
use standing_domain::packed::{PackedFact, PackedValue};
use standing_rulebook::{
    Ask, Holder, Owed, QuestionIx, RecordIx, Rulebook, Scratch, Subject, Truth,
};

use crate::app::App;
use crate::asker::DELEGATED;
use crate::cases::kept::{self, KeptCase, KeptCases};
use crate::corpus::read_in;
use crate::error::AppError;
use crate::ports::{LIST_MAX, PackedHistory, Snapshot};
use crate::projection;
use crate::rules::{Rules, SUBJECT};

/// Whom something waits about, by question.
type Found = BTreeMap<QuestionIx, BTreeSet<Id>>;

/// What is owed about whom.
type AllOwed = BTreeMap<Id, Arc<[Owed]>>;

/// What each role owes or looks into, what is due first coming first.
type DueBy = BTreeMap<String, BTreeSet<Due>>;

/// One of what is owed, in the order in which it is due: what has no day comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Due {
    has_no_day: bool,
    last_day: Option<Date>,
    person: Id,
    /// Its place among what is owed about the person.
    at: usize,
}

/// So many persons are looked at by one thread before another is worth its start.
const ALONE_MAX: usize = 500;

/// The kind of fact by which somebody holds an office.
const SEAT_TAKEN: &str = "seat_taken";

/// The answers of a day, up to a fact, under a rulebook.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(super) day: Date,
    facts: u64,
    rules: Arc<Rules>,
    pub(super) found: Found,
    owed: AllOwed,
    due: DueBy,
    /// Everybody who may hold a role: who ever sat somewhere, was handed a duty on, or passes the
    /// question of a role that owes something.
    holders: BTreeSet<Id>,
    pub(crate) cases: KeptCases,
}

impl App {
    /// The answers as they are now, from memory as far as they are there.
    pub(crate) async fn kept_waiting(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Arc<Rules>,
    ) -> Result<Arc<Kept>, AppError> {
        let day = rules.zone.date_of(self.clock.now());
        let facts = snapshot.head().await?.facts;
        let kept = self.waiting.lock().ok().and_then(|kept| kept.clone());
        let kept = kept.filter(|kept| kept.day == day && Arc::ptr_eq(&kept.rules, rules));
        let touched = match &kept {
            // Another request may have seen more than this one's snapshot.
            Some(kept) if kept.facts >= facts => return Ok(Arc::clone(kept)),
            Some(kept) => touched(snapshot, kept.facts).await?,
            None => None,
        };
        let mut new = Kept {
            day,
            facts,
            rules: Arc::clone(rules),
            found: Found::new(),
            owed: AllOwed::new(),
            due: DueBy::new(),
            holders: BTreeSet::new(),
            cases: KeptCases::default(),
        };
        match kept.zip(touched) {
            Some((kept, persons)) => {
                (new.found, new.owed) = (kept.found.clone(), kept.owed.clone());
                (new.due, new.holders) = (kept.due.clone(), kept.holders.clone());
                new.cases = kept.cases.clone();
                new.look_again(snapshot, &persons).await?;
            }
            None => new.look_at_everybody(snapshot).await?,
        }
        let kept = Arc::new(new);
        if let Ok(mut place) = self.waiting.lock() {
            *place = Some(Arc::clone(&kept));
        }
        Ok(kept)
    }
}

/// The persons of whom facts after a number speak; nothing when there are more facts than a page.
async fn touched(
    snapshot: &mut dyn Snapshot,
    after: u64,
) -> Result<Option<BTreeSet<Id>>, AppError> {
    let facts = snapshot.facts_after(after, LIST_MAX).await?;
    let is_all = facts.len() < usize::try_from(LIST_MAX).unwrap_or(usize::MAX);
    let persons = facts.into_iter().map(|fact| fact.what.about);
    let persons = persons.filter(|id| id.kind() == IdKind::Person).collect();
    Ok(is_all.then_some(persons))
}

impl Kept {
    async fn look_again(
        &mut self,
        snapshot: &mut dyn Snapshot,
        persons: &BTreeSet<Id>,
    ) -> Result<(), AppError> {
        for of in self.found.values_mut() {
            of.retain(|person| !persons.contains(person));
        }
        for person in persons {
            self.owed.remove(person);
            self.holders.remove(person);
        }
        for of in self.due.values_mut() {
            of.retain(|due| !persons.contains(&due.person));
        }
        self.cases.forget(persons);
        let mut histories = Vec::new();
        for person in persons {
            histories.extend(snapshot.history(*person).await?);
        }
        self.look(&histories)
    }

    async fn look_at_everybody(&mut self, snapshot: &mut dyn Snapshot) -> Result<(), AppError> {
        let mut after = None;
        loop {
            let page = snapshot.histories(IdKind::Person, after, LIST_MAX).await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after = Some(last.subject);
            self.look(&page)?;
        }
    }

    /// Looks at these, several at once where the machine can.
    fn look(&mut self, histories: &[PackedHistory]) -> Result<(), AppError> {
        let rules = Arc::clone(&self.rules);
        let (rules, day) = (&*rules, self.day);
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let each = histories.len().div_ceil(cores).max(ALONE_MAX);
        thread::scope(|scope| {
            let parts = histories.chunks(each);
            let parts = parts.map(|part| scope.spawn(move || look_at(rules, day, part)));
            let parts: Vec<_> = parts.collect();
            for part in parts {
                let seen = part.join().unwrap_or_else(|panic| resume_unwind(panic));
                for seen in seen? {
                    self.note(seen);
                }
            }
            Ok(())
        })
    }

    fn note(&mut self, seen: Seen) {
        let person = seen.person;
        if seen.may_hold {
            self.holders.insert(person);
        }
        for question in seen.found {
            self.found.entry(question).or_default().insert(person);
        }
        self.cases.note(person, seen.cases);
        self.note_owed(person, seen.owed);
    }

    fn note_owed(&mut self, person: Id, owed: Vec<Owed>) {
        if owed.is_empty() {
            return;
        }
        for (at, one) in owed.iter().enumerate() {
            let due = Due {
                has_no_day: one.due_on.is_none(),
                last_day: one.due_on,
                person,
                at,
            };
            for role in [Some(one.owed_by.as_str()), one.escalated(self.day)] {
                let Some(role) = role else { continue };
                match self.due.get_mut(role) {
                    Some(of) => of.insert(due),
                    None => self.due.entry(role.to_owned()).or_default().insert(due),
                };
            }
        }
        self.owed.insert(person, owed.into());
    }

    /// What these roles owe or look into, what is due first coming first, each once.
    pub(crate) fn due<'a>(
        &'a self,
        roles: &BTreeSet<&str>,
    ) -> impl Iterator<Item = (Id, &'a Owed)> + use<'a> {
        let of_roles = roles.iter().filter_map(|role| self.due.get(*role));
        let mut next: Vec<_> = of_roles.map(|of| of.iter().peekable()).collect();
        let due = std::iter::from_fn(move || {
            let first = next.iter_mut().filter_map(|of| of.peek().copied()).min()?;
            for of in &mut next {
                of.next_if_eq(&first);
            }
            Some(first)
        });
        due.filter_map(|due| Some((due.person, self.owed_about(due.person).get(due.at)?)))
    }

    /// The day for which the answers are.
    pub(crate) const fn day(&self) -> Date {
        self.day
    }

    /// What is owed about a person.
    pub(crate) fn owed_about(&self, person: Id) -> &[Owed] {
        self.owed.get(&person).map_or(&[], |owed| owed)
    }

    /// Everybody who may have something to do.
    pub(crate) fn concerned(&self) -> BTreeSet<Id> {
        let subjects = self.due.get(SUBJECT).into_iter().flatten();
        let mut concerned: BTreeSet<Id> = subjects.map(|due| due.person).collect();
        if self.due.keys().any(|role| role != SUBJECT) {
            concerned.extend(&self.holders);
        }
        concerned
    }
}

/// What was found out about one person.
struct Seen {
    person: Id,
    may_hold: bool,
    /// The questions that somebody waits on and that are yes, about the person or one of their items.
    found: BTreeSet<QuestionIx>,
    owed: Vec<Owed>,
    cases: Vec<KeptCase>,
}

/// Puts each question that somebody waits on, about each person or each of their items, and finds out
/// what is owed about them.
fn look_at(rules: &Rules, day: Date, histories: &[PackedHistory]) -> Result<Vec<Seen>, AppError> {
    let vocabulary = &rules.rulebook().vocabulary;
    let member = rules.reader.record_of(IdKind::Person);
    let questions = (0..).map(QuestionIx).zip(&vocabulary.questions);
    let (of_persons, of_items): (Vec<_>, Vec<_>) = questions
        .filter(|(_, question)| !question.waits_for.is_empty())
        .map(|(index, question)| (index, question.about))
        .partition(|(_, about)| Some(*about) == member);
    let of_roles = questions_of_owing_roles(rules.rulebook(), member);
    let mut corpus = rules.empty_corpus();
    let mut scratch = Scratch::default();
    let mut all = Vec::with_capacity(histories.len());
    for (subject, history) in histories.iter().enumerate() {
        let facts = read_in(rules, &mut corpus, history)?;
        let Noted { items, has_held } = noted(rules, &facts);
        let mut seen = Seen {
            person: history.subject,
            may_hold: has_held,
            found: BTreeSet::new(),
            owed: Vec::new(),
            cases: Vec::new(),
        };
        let persons = of_persons.iter().map(|(question, _)| (*question, None));
        let of_items = of_items.iter().flat_map(|(question, about)| {
            let items = items.iter().filter(move |(record, _)| record == about);
            items.map(move |(_, item)| (*question, Some(*item)))
        });
        let roles = of_roles.iter().map(|question| (*question, None));
        let asks: Vec<Ask> = roles
            .chain(persons)
            .chain(of_items)
            .map(|(question, item)| Ask {
                question,
                item: item.map(|item| corpus.names.intern(&item.to_string())),
                on: day,
                known: None,
            })
            .collect();
        let own = Subject {
            history: corpus.history(subject),
            names: &corpus.names,
        };
        let truths = rules.engine.truths(&mut scratch, own.history, &asks);
        for (at, (ask, truth)) in asks.iter().zip(truths).enumerate() {
            match truth {
                Truth::Yes if at < of_roles.len() => seen.may_hold = true,
                Truth::Yes => {
                    seen.found.insert(ask.question);
                }
                Truth::No | Truth::Undecided => {}
            }
        }
        if let Some(member) = member {
            seen.owed = rules.engine.duties(&mut scratch, own, member, day, None);
            seen.owed.retain(Owed::is_open);
        }
        if items.iter().any(|(_, item)| item.kind() == IdKind::Case) {
            let of = (&mut corpus, subject);
            let read = (&*facts, &*seen.owed);
            seen.cases = kept::read(rules, of, &mut scratch, read, (day, None));
        }
        all.push(seen);
    }
    Ok(all)
}

/// The questions of which a yes makes somebody hold a role that owes something.
fn questions_of_owing_roles(rulebook: &Rulebook, member: Option<RecordIx>) -> Vec<QuestionIx> {
    let vocabulary = &rulebook.vocabulary;
    let duties = rulebook.versions.iter().flat_map(|version| &version.duties);
    let roles: BTreeSet<&str> = duties
        .flat_map(|duty| {
            let helper = duty.escalates.as_ref().map(|escalates| &escalates.to);
            std::iter::once(&duty.owed_by).chain(helper)
        })
        .map(String::as_str)
        .collect();
    let held = roles.iter().filter_map(|role| vocabulary.role(role));
    held.filter_map(|role| match role.holder {
        Holder::Question(question) => Some(question),
        Holder::Seat { .. } => None,
    })
    .filter(|question| {
        let question = vocabulary.questions.get(question.at());
        question.is_some_and(|question| Some(question.about) == member)
    })
    .collect()
}

/// What a packed history tells at a glance.
#[derive(Default)]
struct Noted {
    /// What facts of a person begin, with the record that each is of: cases, candidacies.
    items: Vec<(RecordIx, Id)>,
    /// Whether the person ever held a seat, or another's duty.
    has_held: bool,
}

fn noted(rules: &Rules, facts: &[PackedFact<'_>]) -> Noted {
    let mut noted = Noted::default();
    for fact in facts {
        noted.has_held |= matches!(fact.kind, SEAT_TAKEN | DELEGATED);
        let Some((field, _)) = projection::begins(fact.kind) else {
            continue;
        };
        // The field that names the item is called as its record is.
        let record = rules.rulebook().vocabulary.record(field);
        let begun = fact.fields.iter().find_map(|(name, value)| match value {
            PackedValue::Text(id) if *name == field => id.parse().ok(),
            _ => None,
        });
        noted.items.extend(record.zip(begun));
    }
    noted
}
