//! Asking: a question, about a subject or one of its items, on a day, as the record was known.

use std::sync::Arc;

use standing_base::{Date, Instant};

use crate::answer::{Answer, Ground, GroundKind};
use crate::eval::{Fast, View};
use crate::history::History;
use crate::model::{
    FactIx, FactType, Names, QuestionIx, RecordIx, Rulebook, Symbol, Value, Version,
};
use crate::placing::Sequence;
use crate::program::Program;
use crate::state::{Cause, GIVEN, ROOT, State};
use crate::tell::{Notes, Teller, Told};
use crate::truth::Truth;

/// So many days are tried when looking for the next change of an answer.
pub const CHANGES_TRIED_MAX: usize = 1_000;

/// A rulebook made ready for questions.
#[derive(Clone, Debug)]
pub struct Asker {
    pub(crate) rulebook: Arc<Rulebook>,
    pub(crate) program: Arc<Program>,
}

/// Vectors to work in, reused from question to question. One per thread.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(crate) sequence: Sequence,
    pub(crate) state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    pub question: QuestionIx,
    /// The key of the item, for a question about an item of one of the subject's lists.
    pub item: Option<Symbol>,
    pub on: Date,
    /// What was recorded later is left out.
    pub known: Option<Instant>,
}

/// One subject's record, and the table of its texts.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub history: History<'a>,
    pub names: &'a Names,
}

/// An explained answer before anybody looked for its next change.
pub(crate) struct Explained {
    pub(crate) truth: Truth,
    pub(crate) grounds: Vec<Ground>,
    pub(crate) rules_tried: usize,
    /// The next day on which it might differ.
    pub(crate) next: Option<Date>,
}

impl Asker {
    pub fn new(rulebook: Arc<Rulebook>) -> Self {
        let program = Arc::new(Program::new(&rulebook));
        Self { rulebook, program }
    }

    pub fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    pub fn question(&self, name: &str) -> Option<QuestionIx> {
        let questions = &self.rulebook.vocabulary.questions;
        let index = questions
            .iter()
            .position(|question| question.name == name)?;
        u16::try_from(index).ok().map(QuestionIx)
    }

    /// The text in force on a day; the earliest, and `true`, for a day before the first.
    pub fn version_on(&self, day: Date) -> (Option<&Version>, bool) {
        let (version, before_first) = self.program.version_on(day);
        (self.rulebook.versions.get(version), before_first)
    }

    /// The answer with its grounds and the next day on which either changes by itself.
    pub fn ask(&self, scratch: &mut Scratch, subject: Subject<'_>, ask: Ask) -> Answer {
        let (mut answer, mut next) = self.answer(scratch, subject, ask);
        let mut tried = 0;
        while let Some(day) = next {
            if tried >= CHANGES_TRIED_MAX {
                answer.looked_until = Some(day.previous());
                break;
            }
            tried += 1;
            let (later, after) = self.answer(scratch, subject, Ask { on: day, ..ask });
            if !later.reads_like(&answer) {
                answer.changes_on = Some(day);
                break;
            }
            next = after;
        }
        answer
    }

    /// The answer with its grounds, without looking for its next change.
    pub fn answer_on(&self, scratch: &mut Scratch, subject: Subject<'_>, ask: Ask) -> Answer {
        self.answer(scratch, subject, ask).0
    }

    /// The whole history of a question: each day on which answer or grounds begin to be others.
    pub fn intervals(
        &self,
        scratch: &mut Scratch,
        subject: Subject<'_>,
        ask: Ask,
    ) -> Vec<(Date, Answer)> {
        let mut intervals: Vec<(Date, Answer)> = Vec::new();
        let mut next = Some(ask.on);
        for _ in 0..CHANGES_TRIED_MAX {
            let Some(day) = next else { break };
            let (answer, after) = self.answer(scratch, subject, Ask { on: day, ..ask });
            next = after;
            match intervals.last_mut() {
                Some((_, last)) if last.reads_like(&answer) => {}
                Some((_, last)) => {
                    last.changes_on = Some(day);
                    intervals.push((day, answer));
                }
                None => intervals.push((day, answer)),
            }
        }
        if let (Some(day), Some((_, last))) = (next, intervals.last_mut()) {
            last.looked_until = Some(day.previous());
        }
        intervals
    }

    /// The answer, and the next day on which it might differ.
    pub(crate) fn answer(
        &self,
        scratch: &mut Scratch,
        subject: Subject<'_>,
        ask: Ask,
    ) -> (Answer, Option<Date>) {
        let root = self.root(ask, &subject.history);
        let sequence = &mut scratch.sequence;
        sequence.read(&self.rulebook, root, &subject.history, ask.known);
        sequence.exclude_on(ask.on);
        let choices = sequence.choices(&subject.history, ask.on);
        let explained = if choices.is_empty() {
            sequence.place(&subject.history, None);
            self.explain(scratch, subject, root, ask)
        } else {
            self.explain_partial(scratch, subject, root, ask, &choices)
        };
        let (version, before_first_version) = self.version_on(ask.on);
        let answer = Answer {
            truth: explained.truth,
            grounds: explained.grounds,
            version: version.map(|text| text.id.clone()).unwrap_or_default(),
            fingerprint: version
                .map(|text| text.fingerprint.clone())
                .unwrap_or_default(),
            before_first_version,
            rules_tried: explained.rules_tried,
            changes_on: None,
            looked_until: None,
        };
        (answer, explained.next)
    }

    /// The answer alone, fast.
    pub fn truth(&self, scratch: &mut Scratch, history: History<'_>, ask: Ask) -> Truth {
        let root = self.root(ask, &history);
        let sequence = &mut scratch.sequence;
        sequence.read(&self.rulebook, root, &history, ask.known);
        if sequence.is_plain() {
            sequence.place(&history, None);
            return self.truth_placed(scratch, history, root, ask).0;
        }
        sequence.exclude_on(ask.on);
        let choices = sequence.choices(&history, ask.on);
        if choices.is_empty() {
            scratch.sequence.place(&history, None);
            return self.truth_placed(scratch, history, root, ask).0;
        }
        self.truths_of(scratch, history, root, ask, &choices)
            .truth()
    }

    /// The answers to several questions about one subject on one day: its history is gone through
    /// once, where it can be.
    pub fn truths(&self, scratch: &mut Scratch, history: History<'_>, asks: &[Ask]) -> Vec<Truth> {
        let Some(first) = asks.first() else {
            return Vec::new();
        };
        let root = self.root(*first, &history);
        let is_alike = |ask: &Ask| {
            (ask.on, ask.known) == (first.on, first.known) && self.root(*ask, &history) == root
        };
        let sequence = &mut scratch.sequence;
        sequence.read(&self.rulebook, root, &history, first.known);
        if !sequence.is_plain() || !asks.iter().all(is_alike) {
            let each = asks.iter().map(|ask| self.truth(scratch, history, *ask));
            return each.collect();
        }
        sequence.place(&history, None);
        scratch.state.logging = false;
        let Scratch { sequence, state } = scratch;
        self.fold(state, sequence, history, root, first.on, |_, _| ());
        let each = asks.iter().map(|ask| self.truth_folded(state, *ask).0);
        each.collect()
    }

    /// The answer by the entries as placed, and the next day on which it might differ.
    pub(crate) fn truth_placed(
        &self,
        scratch: &mut Scratch,
        history: History<'_>,
        root: RecordIx,
        ask: Ask,
    ) -> (Truth, Option<Date>) {
        let Scratch { sequence, state } = scratch;
        state.logging = false;
        let next = self.fold(state, sequence, history, root, ask.on, |_, _| ());
        let (truth, until) = self.truth_folded(state, ask);
        (truth, earlier(next, until))
    }

    /// The answer by the facts as folded, and the next day on which it differs by itself.
    fn truth_folded(&self, state: &State, ask: Ask) -> (Truth, Option<Date>) {
        let Some(at) = self.subject_of(ask, state) else {
            return (Truth::Undecided, None);
        };
        let Some(view) = View::new(&self.rulebook, &self.program, state, ask.on) else {
            return (Truth::Undecided, None);
        };
        let mut fast = Fast::new(view);
        let truth = fast.question(ask.question, at);
        (truth, finite(fast.holds_until))
    }

    /// The record whose subjects' histories answer a question: what it is about, or what has lists
    /// of what it is about.
    pub(crate) fn root(&self, ask: Ask, history: &History<'_>) -> RecordIx {
        let vocabulary = &self.rulebook.vocabulary;
        let question = vocabulary.questions.get(ask.question.at());
        let about = question.map_or(RecordIx(0), |question| question.about);
        if ask.item.is_none() {
            return about;
        }
        let has_list = |record: &RecordIx| {
            let declared = vocabulary.records.get(record.at());
            let facts = declared.map(|record| record.facts.iter());
            facts
                .into_iter()
                .flatten()
                .any(|fact| fact.kind == FactType::List(about))
        };
        let kinds = history.entries.iter();
        let kinds = kinds.filter_map(|entry| vocabulary.entries.get(entry.kind.at()));
        let records = (0..vocabulary.records.len()).filter_map(|record| u16::try_from(record).ok());
        let owner = kinds.map(|kind| kind.about).find(has_list);
        let owner = owner.or_else(|| records.map(RecordIx).find(has_list));
        owner.unwrap_or(about)
    }

    /// Where the facts of what is asked about stand in a state.
    pub(crate) fn subject_of(&self, ask: Ask, state: &State) -> Option<u32> {
        let questions = &self.rulebook.vocabulary.questions;
        let about = questions.get(ask.question.at())?.about;
        let Some(key) = ask.item else {
            let item_only = self.program.item_only.get(about.at()).copied();
            return (item_only == Some(false)).then_some(ROOT);
        };
        let items = state.items.iter();
        let mut items = items.filter(|item| item.record == about);
        items
            .find(|item| item.key == Value::Text(key))
            .map(|item| item.at)
    }

    pub(crate) fn explain(
        &self,
        scratch: &mut Scratch,
        subject: Subject<'_>,
        root: RecordIx,
        ask: Ask,
    ) -> Explained {
        let Scratch { sequence, state } = scratch;
        state.logging = false;
        let (notes, next) = self.fold_with_notes(state, sequence, subject, root, ask.on);
        let none = |ground: Ground| Explained {
            truth: Truth::Undecided,
            grounds: vec![ground],
            rules_tried: 0,
            next,
        };
        let Some(at) = self.subject_of(ask, state) else {
            return none(self.not_on_record(subject.names, ask));
        };
        let Some(view) = View::new(&self.rulebook, &self.program, state, ask.on) else {
            let says = "the rulebook has no text".to_owned();
            return none(Ground::plain(GroundKind::NoClause, says));
        };
        let teller = Teller {
            view,
            history: subject.history,
            names: subject.names,
            notes: &notes,
        };
        let Told {
            truth,
            grounds,
            holds_until,
            rules_tried,
        } = teller.question(ask.question, at);
        Explained {
            truth,
            grounds,
            rules_tried,
            next: earlier(next, finite(holds_until)),
        }
    }

    fn not_on_record(&self, names: &Names, ask: Ask) -> Ground {
        let vocabulary = &self.rulebook.vocabulary;
        let question = vocabulary.questions.get(ask.question.at());
        let record = question.and_then(|question| vocabulary.records.get(question.about.at()));
        let record = record.map_or("item", |record| &record.name);
        let says = match ask.item {
            Some(key) => format!("no {record} `{}` is on record by that day", names.text(key)),
            None => format!("the question is about one {record}: name it by its key"),
        };
        Ground::plain(GroundKind::NotOnRecord, says)
    }

    /// A question about somebody without a history of their own, such as a voter: the caller
    /// knows the facts.
    pub fn ask_with_facts(
        &self,
        scratch: &mut Scratch,
        question: QuestionIx,
        on: Date,
        facts: &[(FactIx, Value)],
        names: &Names,
    ) -> Answer {
        let questions = &self.rulebook.vocabulary.questions;
        let about = questions.get(question.at()).map(|question| question.about);
        let root = about.unwrap_or(RecordIx(0));
        let state = &mut scratch.state;
        state.reset(&self.program, root);
        for (fact, value) in facts {
            let cause = Cause::entry(GIVEN);
            state.set(&self.program, (root, ROOT), *fact, *value, (on, cause));
        }
        let (version, before_first_version) = self.version_on(on);
        let told = View::new(&self.rulebook, &self.program, state, on).map(|view| {
            let history = History {
                entries: &[],
                arena: &[],
            };
            let notes = &Notes::default();
            let teller = Teller {
                view,
                history,
                names,
                notes,
            };
            teller.question(question, ROOT)
        });
        let (truth, grounds, rules_tried) = told.map_or_else(
            || (Truth::Undecided, Vec::new(), 0),
            |told| (told.truth, told.grounds, told.rules_tried),
        );
        Answer {
            truth,
            grounds,
            version: version.map(|text| text.id.clone()).unwrap_or_default(),
            fingerprint: version
                .map(|text| text.fingerprint.clone())
                .unwrap_or_default(),
            before_first_version,
            rules_tried,
            changes_on: None,
            looked_until: None,
        }
    }
}

pub(crate) fn earlier(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// A day that ever comes.
pub(crate) fn finite(day: Date) -> Option<Date> {
    (day < Date::MAX).then_some(day)
}
