//! What if these had been the rules? The whole record replayed under another text.

use std::ops::Range;

use standing_base::{Date, Instant};

use crate::ask::{Asker, Scratch};
use crate::corpus::Corpus;
use crate::history::History;
use crate::model::RecordIx;
use crate::truth::Truth;
use crate::whole::{Spans, Wanted};

/// What every page and listing of a what-if must say.
pub const REPLAY_CAVEAT: &str = "A what-if replays what was recorded under other rules. It cannot \
    know what people would have done if these had been the rules: a hearing might have been held \
    in time, an act might not have been done.";

/// What would have been otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhatIf {
    pub differences: Vec<Difference>,
    /// Acts that would have moved fewer tracks, or more, than they did.
    pub moot: Vec<Moot>,
}

/// One question about one subject, over days on which its answer would have been another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The subject's number in the corpus.
    pub subject: usize,
    /// Index into the questions that were wanted.
    pub wanted: usize,
    pub from: Date,
    /// The first day on which the answers are the same again.
    pub until: Option<Date>,
    pub was: Truth,
    pub would_be: Truth,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moot {
    pub subject: usize,
    /// The number of the entry.
    pub entry: u64,
    /// How many tracks it moved under the rules as they are, and would have moved. A decision that
    /// closes a case and ends a suspension moves two; had the suspension lapsed before, one.
    pub moved: u8,
    pub would_move: u8,
}

impl WhatIf {
    /// The number of subjects whose answers would have been others at some time.
    pub fn subjects(&self) -> usize {
        let mut subjects: Vec<usize> = self.differences.iter().map(|one| one.subject).collect();
        subjects.dedup();
        subjects.len()
    }

    /// Joins what several threads found, each in its own range, in the order of the ranges.
    pub fn join(&mut self, other: Self) {
        self.differences.extend(other.differences);
        self.moot.extend(other.moot);
    }
}

impl Asker {
    /// Compares the whole histories of some questions under this rulebook and under another of
    /// the same vocabulary, for the subjects in a range.
    pub fn what_if(
        &self,
        other: &Self,
        scratch: &mut Scratch,
        corpus: &Corpus,
        known: Option<Instant>,
        wanted: &[Wanted],
        subjects: Range<usize>,
    ) -> WhatIf {
        let mut found = WhatIf::default();
        let (mut are, mut would_be) = (Vec::new(), Vec::new());
        let (mut effects, mut other_effects) = (Vec::new(), Vec::new());
        for subject in subjects {
            let history = corpus.history(subject);
            self.whole_history(scratch, history, known, wanted, &mut are);
            self.effects(scratch, history, known, &mut effects);
            other.whole_history(scratch, history, known, wanted, &mut would_be);
            other.effects(scratch, history, known, &mut other_effects);
            for (nth, (are, would_be)) in are.iter().zip(&would_be).enumerate() {
                if are != would_be {
                    differences(subject, nth, are, would_be, &mut found.differences);
                }
            }
            for (index, entry) in history.entries.iter().enumerate() {
                let moved = |effects: &[u8]| effects.get(index).copied().unwrap_or(0);
                let (moved, would_move) = (moved(&effects), moved(&other_effects));
                if moved != would_move {
                    found.moot.push(Moot {
                        subject,
                        entry: entry.number,
                        moved,
                        would_move,
                    });
                }
            }
        }
        found
    }

    /// What each entry did to tracks in the walk just made, or, where that was several walks, in
    /// the history as it stands at its end.
    fn effects(
        &self,
        scratch: &mut Scratch,
        history: History<'_>,
        known: Option<Instant>,
        effects: &mut Vec<u8>,
    ) {
        if !scratch.sequence.is_plain() {
            let root = scratch.sequence.root;
            self.fold_all(scratch, history, root, known);
        }
        effects.clear();
        effects.extend_from_slice(&scratch.state.effects);
    }
}

impl Asker {
    /// The clauses that say what an entry does, when the entry does nothing: somebody who is no
    /// member resigns. Empty for an entry that has its effect, or that no clause gives one.
    pub fn idle(
        &self,
        scratch: &mut Scratch,
        history: History<'_>,
        record: RecordIx,
        entry: u64,
    ) -> Vec<String> {
        let mut entries = history.entries.iter().zip(0_usize..);
        let Some((entry, index)) = entries.find(|(one, _)| one.number == entry) else {
            return Vec::new();
        };
        self.fold_all(scratch, history, record, None);
        let effects = &scratch.state.effects;
        if effects.get(index).is_some_and(|moved| *moved > 0) {
            return Vec::new();
        }
        let (version, _) = self.program.version_on(entry.on);
        let code = self.program.versions.get(version);
        let text = self.rulebook.versions.get(version);
        let (Some(code), Some(text)) = (code, text) else {
            return Vec::new();
        };
        let groups = code
            .moves
            .get(entry.kind.at())
            .map_or(&[][..], Vec::as_slice);
        let rows = groups.iter().flat_map(|group| &group.moves);
        let mut clauses: Vec<String> = rows
            .filter_map(|row| text.moves.get(usize::from(*row)))
            .filter_map(|row| text.clauses.get(row.clause.at()))
            .map(|clause| clause.id.clone())
            .collect();
        clauses.dedup();
        clauses
    }

    /// Walks a whole history as it stands at its end.
    fn fold_all(
        &self,
        scratch: &mut Scratch,
        history: History<'_>,
        root: RecordIx,
        known: Option<Instant>,
    ) {
        let Scratch { sequence, state } = scratch;
        sequence.read(&self.rulebook, root, &history, known);
        sequence.exclude_on(Date::MAX);
        sequence.place(&history, None);
        self.fold(state, sequence, history, root, Date::MAX, |_, _| ());
    }
}

/// The stretches over which two lists of spans differ.
fn differences(
    subject: usize,
    wanted: usize,
    are: &Spans,
    would_be: &Spans,
    found: &mut Vec<Difference>,
) {
    let mut days: Vec<Date> = are.iter().chain(would_be).map(|(day, _)| *day).collect();
    days.sort_unstable();
    days.dedup();
    let (mut was, mut would) = (None, None);
    let (mut one, mut other) = (are.iter().peekable(), would_be.iter().peekable());
    let mut open: Option<Difference> = None;
    for day in days {
        if let Some((_, truth)) = one.next_if(|(on, _)| *on == day) {
            was = Some(*truth);
        }
        if let Some((_, truth)) = other.next_if(|(on, _)| *on == day) {
            would = Some(*truth);
        }
        if let Some(mut ended) = open.take() {
            if (Some(ended.was), Some(ended.would_be)) == (was, would) {
                open = Some(ended);
                continue;
            }
            ended.until = Some(day);
            found.push(ended);
        }
        if let (Some(was), Some(would_be)) = (was, would)
            && was != would_be
        {
            open = Some(Difference {
                subject,
                wanted,
                from: day,
                until: None,
                was,
                would_be,
            });
        }
    }
    found.extend(open);
}
