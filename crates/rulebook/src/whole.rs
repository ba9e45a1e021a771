//! Everybody at once: rolls on a day, and whole histories as short lists of intervals.
//!
//! Nothing here starts a thread. The caller splits the subjects into ranges, one [`Scratch`] each.

use std::ops::Range;

use standing_base::{Date, Instant};

use crate::ask::{Ask, Asker, Scratch, earlier, finite};
use crate::corpus::Corpus;
use crate::eval::{Fast, View};
use crate::history::History;
use crate::machine::Fold;
use crate::model::{QuestionIx, RecordIx, Symbol};
use crate::placing::{Choice, Sequence};
use crate::state::State;
use crate::truth::Truth;

/// How many subjects got which answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub yes: usize,
    pub no: usize,
    pub undecided: usize,
}

impl Counts {
    pub fn add(&mut self, truth: Truth) {
        match truth {
            Truth::Yes => self.yes += 1,
            Truth::No => self.no += 1,
            Truth::Undecided => self.undecided += 1,
        }
    }

    pub fn plus(self, other: Self) -> Self {
        Self {
            yes: self.yes + other.yes,
            no: self.no + other.no,
            undecided: self.undecided + other.undecided,
        }
    }
}

/// A question whose whole history is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub question: QuestionIx,
    /// The key of the item, for a question about an item.
    pub item: Option<Symbol>,
}

/// For one question: from each day on, this answer.
pub type Spans = Vec<(Date, Truth)>;

/// Where a walk stands with one question.
#[derive(Clone, Copy, Debug)]
struct Tracker {
    ask: Ask,
    reads: u128,
    holds_until: Date,
}

/// One walk through a placed history, over days from `from` up to, and excluding, `to`.
struct Walk<'a> {
    history: History<'a>,
    root: RecordIx,
    from: Date,
    to: Date,
    wanted: &'a [Wanted],
}

impl Asker {
    /// One question about everybody in a range, on one day.
    pub fn roll(
        &self,
        scratch: &mut Scratch,
        corpus: &Corpus,
        ask: Ask,
        subjects: Range<usize>,
        mut each: impl FnMut(usize, Truth),
    ) -> Counts {
        let mut counts = Counts::default();
        for subject in subjects {
            let truth = self.truth(scratch, corpus.history(subject), ask);
            counts.add(truth);
            each(subject, truth);
        }
        counts
    }

    /// The whole history of some questions about one subject, from its first entry on: `spans`
    /// gets, question by question, the days on which the answer becomes another.
    pub fn whole_history(
        &self,
        scratch: &mut Scratch,
        history: History<'_>,
        known: Option<Instant>,
        wanted: &[Wanted],
        spans: &mut Vec<Spans>,
    ) {
        spans.truncate(wanted.len());
        spans.iter_mut().for_each(Vec::clear);
        spans.resize_with(wanted.len(), Vec::new);
        let Some(root) = self.root_of_all(wanted, &history) else {
            return;
        };
        let Scratch { sequence, state } = scratch;
        state.logging = false;
        sequence.read(&self.rulebook, root, &history, known);
        let Some(from) = sequence.first_day() else {
            return;
        };
        let mut walk = Walk {
            history,
            root,
            from,
            to: Date::MAX,
            wanted,
        };
        if sequence.is_plain() {
            sequence.place(&history, None);
            self.walk(state, sequence, &walk, spans);
            return;
        }
        let mut breaks = vec![from];
        let mut day = from;
        while let Some(next) = sequence.next_annulment_after(day) {
            breaks.push(next);
            day = next;
        }
        let choices = sequence.choices(&history, Date::MAX);
        for (nth, from) in breaks.iter().enumerate() {
            walk.from = *from;
            walk.to = breaks.get(nth + 1).copied().unwrap_or(Date::MAX);
            sequence.exclude_on(*from);
            if choices.is_empty() {
                sequence.place(&history, None);
                self.walk(state, sequence, &walk, spans);
            } else {
                self.walk_all(state, sequence, &walk, &choices, spans);
            }
        }
    }

    fn root_of_all(&self, wanted: &[Wanted], history: &History<'_>) -> Option<RecordIx> {
        let first = wanted.first()?;
        Some(self.root(first.ask(Date::MIN), history))
    }

    fn walk(&self, state: &mut State, sequence: &Sequence, walk: &Walk<'_>, spans: &mut [Spans]) {
        state.reset(&self.program, walk.root);
        let mut trackers = std::mem::take(&mut state.trackers.0);
        trackers.clear();
        trackers.extend(walk.wanted.iter().map(|wanted| Tracker {
            ask: wanted.ask(walk.from),
            reads: 0,
            holds_until: Date::MIN,
        }));
        let mut fold = Fold {
            rulebook: &self.rulebook,
            program: &self.program,
            history: walk.history,
            root: walk.root,
            state,
        };
        let mut placed = sequence.placed.iter().peekable();
        let mut day = walk.from;
        let mut text = None;
        loop {
            while let Some(one) = placed.next_if(|one| one.on <= day) {
                fold.advance(one.on);
                if let Some(entering) = fold.begin_entry(one.entry, one.on) {
                    fold.finish_entry(&entering);
                }
            }
            fold.advance(day);
            let (version, _) = self.program.version_on(day);
            let new_text = text.replace(version) != Some(version);
            let dirty = std::mem::take(&mut fold.state.dirty);
            let mut next: Option<Date> = None;
            for (tracker, spans) in trackers.iter_mut().zip(spans.iter_mut()) {
                if new_text || tracker.reads & dirty != 0 || tracker.holds_until <= day {
                    let truth = self.track(tracker, fold.state, day);
                    if spans.last().is_none_or(|(_, last)| *last != truth) {
                        spans.push((day, truth));
                    }
                }
                next = earlier(next, finite(tracker.holds_until));
            }
            next = earlier(next, placed.peek().map(|one| one.on));
            next = earlier(next, fold.next_lapse());
            next = earlier(next, self.program.next_version_after(day));
            match next {
                Some(next) if next < walk.to => day = next,
                _ => break,
            }
        }
        state.trackers.0 = trackers;
    }

    fn track(&self, tracker: &mut Tracker, state: &State, day: Date) -> Truth {
        let ask = Ask {
            on: day,
            ..tracker.ask
        };
        tracker.holds_until = Date::MAX;
        let (Some(at), Some(view)) = (
            self.subject_of(ask, state),
            View::new(&self.rulebook, &self.program, state, day),
        ) else {
            // An item that is not on the record yet: items begin with every bit set.
            tracker.reads = u128::MAX;
            return Truth::Undecided;
        };
        let question = view.code.questions.get(ask.question.at());
        tracker.reads = question.map_or(0, |question| question.reads);
        let mut fast = Fast::new(view);
        let truth = fast.question(ask.question, at);
        tracker.holds_until = fast.holds_until;
        truth
    }

    /// Walks once for every choice of days; where they differ, the answer is undecided.
    fn walk_all(
        &self,
        state: &mut State,
        sequence: &mut Sequence,
        walk: &Walk<'_>,
        choices: &[Choice],
        spans: &mut [Spans],
    ) {
        // By question: day, choice, answer from that day on.
        let mut changes: Vec<Vec<(Date, usize, Truth)>> = vec![Vec::new(); spans.len()];
        let mut one: Vec<Spans> = vec![Vec::new(); spans.len()];
        for (nth, choice) in choices.iter().enumerate() {
            sequence.place(&walk.history, Some(choice));
            one.iter_mut().for_each(Vec::clear);
            self.walk(state, sequence, walk, &mut one);
            for (changes, one) in changes.iter_mut().zip(&one) {
                changes.extend(one.iter().map(|(day, truth)| (*day, nth, *truth)));
            }
        }
        for (mut changes, spans) in changes.into_iter().zip(spans) {
            changes.sort_unstable();
            agree(&changes, choices.len(), spans);
        }
    }
}

/// Sweeps over the changes of all choices; pushes what all agree on, or undecided.
fn agree(changes: &[(Date, usize, Truth)], choices: usize, spans: &mut Spans) {
    let mut now: Vec<Option<Truth>> = vec![None; choices];
    let mut counts = Counts::default();
    for (place, (day, choice, truth)) in changes.iter().enumerate() {
        if let Some(slot) = now.get_mut(*choice) {
            match slot.replace(*truth) {
                Some(Truth::Yes) => counts.yes -= 1,
                Some(Truth::No) => counts.no -= 1,
                Some(Truth::Undecided) => counts.undecided -= 1,
                None => {}
            }
            counts.add(*truth);
        }
        let more_today = changes.get(place + 1).is_some_and(|(next, ..)| next == day);
        if more_today {
            continue;
        }
        let truth = if counts.yes == choices {
            Truth::Yes
        } else if counts.no == choices {
            Truth::No
        } else {
            Truth::Undecided
        };
        if spans.last().is_none_or(|(_, last)| *last != truth) {
            spans.push((*day, truth));
        }
    }
}

impl Wanted {
    pub(crate) const fn ask(self, on: Date) -> Ask {
        Ask {
            question: self.question,
            item: self.item,
            on,
            known: None,
        }
    }
}

/// Vectors that a walk reuses.
#[derive(Debug, Default)]
pub(crate) struct Trackers(Vec<Tracker>);
