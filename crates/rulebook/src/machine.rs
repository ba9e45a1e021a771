//! The fold: entries in order, each moving tracks and setting facts, with timers between them.
//!
//! At the start of each day every running timer whose last day is past moves its track; then the
//! day's entries come in the order of their numbers. Nothing else ever changes a state.

use standing_base::Date;

use crate::history::{Entry, History};
use crate::model::{
    Effect, EffectValue, EntryKind, EntryKindIx, FactIx, ItemOf, Move, RecordIx, Rulebook,
    TrackRef, Value, Version,
};
use crate::program::{Code, FollowReach, Program, Reach};
use crate::state::{Cause, Did, NO_CLAUSE, NONE, ROOT, State, Step};

/// The loader refuses circles of moves that follow moves; this holds a rulebook that no loader saw.
const FOLLOWING_MOVES_MAX: usize = 1_000;

/// One subject's history being folded into a state.
pub(crate) struct Fold<'a> {
    pub(crate) rulebook: &'a Rulebook,
    pub(crate) program: &'a Program,
    pub(crate) history: History<'a>,
    pub(crate) root: RecordIx,
    pub(crate) state: &'a mut State,
}

/// An entry that has set its facts and has not yet moved anything.
#[derive(Clone, Copy)]
pub(crate) struct Entering<'a> {
    pub(crate) index: u32,
    pub(crate) on: Date,
    pub(crate) entry: &'a Entry,
    pub(crate) kind: &'a EntryKind,
    /// The facts of its item, where it has one.
    pub(crate) item: Option<u32>,
}

impl<'a> Fold<'a> {
    /// First half of an entry: it finds or begins its item and sets facts.
    pub(crate) fn begin_entry(&mut self, index: u32, on: Date) -> Option<Entering<'a>> {
        let entry = self.history.entries.get(index as usize)?;
        let kind = self.rulebook.vocabulary.entries.get(entry.kind.at())?;
        let item = kind.item.and_then(|of| {
            let key = field(&self.history, entry, of.key);
            self.item(of, key)
        });
        let target = match (kind.item, item) {
            (None, _) => Some((self.root, ROOT)),
            (Some(of), Some(at)) => Some((of.record, at)),
            // An entry that names no item has nothing to set facts of.
            (Some(_), None) => None,
        };
        self.apply(target, &kind.sets, entry, (on, index));
        if !kind.also.is_empty() {
            self.apply(Some((self.root, ROOT)), &kind.also, entry, (on, index));
        }
        Some(Entering {
            index,
            on,
            entry,
            kind,
            item,
        })
    }

    fn apply(
        &mut self,
        target: Option<(RecordIx, u32)>,
        effects: &[Effect],
        entry: &Entry,
        (on, index): (Date, u32),
    ) {
        let Some((record, at)) = target else { return };
        let mut effects = effects.iter().peekable();
        while let Some(effect) = effects.next() {
            let Some(value) = self.effect_value((record, at), effect, entry, on) else {
                continue;
            };
            // Of several values for one fact the last that the entry carries counts.
            if let Some(next) = effects.peek()
                && next.fact == effect.fact
                && self.effect_value((record, at), next, entry, on).is_some()
            {
                continue;
            }
            let fact = effect.fact;
            // What is forgotten is as if nobody had recorded it.
            let cause = match effect.value {
                EffectValue::Nothing => Cause::NOTHING,
                _ => Cause::entry(index),
            };
            self.state
                .set(self.program, (record, at), fact, value, (on, cause));
            if self.state.logging {
                let to = value;
                let cause = Cause::entry(index);
                self.log(on, at, cause, Did::Set { record, fact, to });
            }
        }
    }

    fn effect_value(
        &self,
        (record, at): (RecordIx, u32),
        effect: &Effect,
        entry: &Entry,
        on: Date,
    ) -> Option<Value> {
        let count = |by: i64| match self.state.value(at, effect.fact) {
            Value::Number(is) => Value::Number(is.saturating_add(by).max(0)),
            _ => Value::Number(by.max(0)),
        };
        match effect.value {
            EffectValue::On => Some(Value::Date(on)),
            EffectValue::Const(value) => Some(value),
            EffectValue::Nothing => Some(self.nothing(record, effect.fact)),
            EffectValue::More => Some(count(1)),
            EffectValue::Fewer => Some(count(-1)),
            EffectValue::Field(of) => {
                Some(field(&self.history, entry, of)).filter(|value| *value != Value::Missing)
            }
        }
    }

    fn item(&mut self, of: ItemOf, key: Value) -> Option<u32> {
        if key == Value::Missing {
            return None;
        }
        let (list, record) = (of.list, of.record);
        Some(self.state.find_or_begin(self.program, list, record, key))
    }

    fn nothing(&self, record: RecordIx, fact: FactIx) -> Value {
        let layout = self.program.layouts.get(record.at());
        layout
            .and_then(|layout| layout.start.get(fact.at()).copied())
            .unwrap_or(Value::Missing)
    }

    /// Second half of an entry: it moves tracks, what follows follows, timers stop and start.
    pub(crate) fn finish_entry(&mut self, entering: &Entering<'a>) {
        let (version, _) = self.program.version_on(entering.on);
        let Some(code) = self.program.versions.get(version) else {
            return;
        };
        let Some(text) = self.rulebook.versions.get(version) else {
            return;
        };
        let running = self.state.timers.len();
        self.state.moved.clear();
        self.state.blocked.clear();
        self.make_moves(code, text, version, entering);
        if running > 0 {
            self.stop_timers(entering);
        }
        self.start_timers(code, text, version, entering);
        self.note_effect(entering);
    }

    fn note_effect(&mut self, entering: &Entering<'_>) {
        let index = entering.index as usize;
        if self.state.effects.len() <= index {
            self.state.effects.resize(index + 1, 0);
        }
        let moved = u8::try_from(self.state.moved.len()).unwrap_or(u8::MAX);
        if let Some(effect) = self.state.effects.get_mut(index) {
            *effect = moved;
        }
    }

    fn make_moves(&mut self, code: &Code, text: &'a Version, version: usize, of: &Entering<'a>) {
        let Some(groups) = code.moves.get(of.entry.kind.at()) else {
            return;
        };
        for group in groups {
            let mut targets = self.reached(group.reach, group.track.record, of);
            for at in targets.drain(..) {
                let cell = at + u32::from(group.track.fact.0);
                if self.state.moved.contains(&cell) {
                    continue;
                }
                let is = self.state.value(at, group.track.fact);
                let moves = group.moves.iter();
                let mut moves = moves.filter_map(|index| text.moves.get(usize::from(*index)));
                let made = moves.find(|row| row_holds(row, is));
                let cause = Cause {
                    clause: made
                        .map_or_else(|| first_clause(text, &group.moves), |row| row.clause.0),
                    version: u16::try_from(version).unwrap_or(0),
                    ..Cause::entry(of.index)
                };
                if let Some(row) = made {
                    self.state.moved.push(cell);
                    self.move_track(group.track, at, row.to, (of.on, cause));
                } else {
                    self.state.blocked.push(cell);
                    let mut rows = group.moves.iter();
                    let repeats = rows.any(|index| {
                        let row = text.moves.get(usize::from(*index));
                        row.is_some_and(|row| is == Value::Enum(row.to))
                    });
                    if repeats && self.is_moved_by_kind(at, group.track.fact, of.entry.kind) {
                        self.state.repeated.push((cell, of.index));
                    }
                    let track = group.track;
                    self.log(of.on, at, cause, Did::NoEffect { track, is });
                }
            }
            self.state.targets = targets;
        }
        if !self.state.queue.is_empty() {
            self.follow((of.on, Cause::entry(of.index)));
        }
    }

    /// Whether an entry of this kind gave the fact its value. An act of another kind that finds the
    /// fact so (an ending after the lapse) is not what made it so.
    fn is_moved_by_kind(&self, at: u32, fact: FactIx, kind: EntryKindIx) -> bool {
        let cause = self.state.cause(at, fact);
        let entry = self.history.entries.get(cause.entry as usize);
        cause.lapse == NONE && entry.is_some_and(|entry| entry.kind == kind)
    }

    /// Those whom an entry reaches, in the state's own scratch vector (give it back).
    pub(crate) fn reached(
        &mut self,
        reach: Reach,
        record: RecordIx,
        of: &Entering<'a>,
    ) -> Vec<u32> {
        let mut targets = std::mem::take(&mut self.state.targets);
        targets.clear();
        match reach {
            Reach::Root => targets.push(ROOT),
            Reach::Own => targets.extend(of.item),
            Reach::Nobody => {}
            Reach::By { fact, field: by } => {
                let value = field(&self.history, of.entry, by);
                if value != Value::Missing {
                    self.equal(record, fact, value, &mut targets);
                }
            }
        }
        targets
    }

    /// The cells that an entry of no effect would have written, for those who read them.
    pub(crate) fn touched(&mut self, index: u32) -> Vec<u32> {
        let mut cells = Vec::new();
        let Some(entry) = self.history.entries.get(index as usize) else {
            return cells;
        };
        let Some(kind) = self.rulebook.vocabulary.entries.get(entry.kind.at()) else {
            return cells;
        };
        let key = kind.item.map(|of| field(&self.history, entry, of.key));
        let item = kind
            .item
            .zip(key)
            .and_then(|(of, key)| self.state.find(of.list, key));
        let entering = Entering {
            index,
            on: entry.on,
            entry,
            kind,
            item,
        };
        let target = if kind.item.is_some() {
            item
        } else {
            Some(ROOT)
        };
        cells.extend(kind.item.map(|of| u32::from(of.list.0)));
        let sets = kind
            .sets
            .iter()
            .filter_map(|effect| Some((target?, effect)));
        let also = kind.also.iter().map(|effect| (ROOT, effect));
        cells.extend(
            sets.chain(also)
                .map(|(at, effect)| at + u32::from(effect.fact.0)),
        );
        let (version, _) = self.program.version_on(entry.on);
        let program = self.program;
        let code = program.versions.get(version);
        let groups = code.and_then(|code| code.moves.get(entry.kind.at()));
        for group in groups.into_iter().flatten() {
            let targets = self.reached(group.reach, group.track.record, &entering);
            let fact = u32::from(group.track.fact.0);
            let layout = program.layouts.get(group.track.record.at());
            let since = layout.and_then(|layout| *layout.since.get(group.track.fact.at())?);
            for at in &targets {
                cells.push(at + fact);
                cells.extend(since.map(|since| at + u32::from(since.0)));
            }
            self.state.targets = targets;
        }
        cells
    }

    /// Those of a record, the subject or items, whose fact has this value.
    fn equal(&self, record: RecordIx, fact: FactIx, value: Value, targets: &mut Vec<u32>) {
        if record == self.root && self.state.value(ROOT, fact) == value {
            targets.push(ROOT);
        }
        for item in &self.state.items {
            if item.record == record && self.state.value(item.at, fact) == value {
                targets.push(item.at);
            }
        }
    }

    pub(crate) fn move_track(
        &mut self,
        track: TrackRef,
        at: u32,
        to: u8,
        (on, cause): (Date, Cause),
    ) {
        let from = self.state.value(at, track.fact);
        let cell = at + u32::from(track.fact.0);
        self.state
            .repeated
            .retain(|(repeated, _)| *repeated != cell);
        let (record, fact) = (track.record, track.fact);
        self.state.set(
            self.program,
            (record, at),
            fact,
            Value::Enum(to),
            (on, cause),
        );
        self.log(on, at, cause, Did::Moved { track, from, to });
        let rulebook = self.rulebook;
        self.state.timers.retain(|running| {
            running.at != at
                || rulebook
                    .versions
                    .get(usize::from(running.version))
                    .and_then(|version| version.timers.get(usize::from(running.timer)))
                    .is_some_and(|timer| timer.track != track || timer.during == to)
        });
        let (version, _) = self.program.version_on(on);
        if let Some(code) = self.program.versions.get(version)
            && !code.follows.is_empty()
        {
            self.state.queue.push_back((track, to, at));
        }
    }

    /// Moves that follow moves, first come first served.
    pub(crate) fn follow(&mut self, (on, cause): (Date, Cause)) {
        let (version, _) = self.program.version_on(on);
        let (Some(code), Some(text)) = (
            self.program.versions.get(version),
            self.rulebook.versions.get(version),
        ) else {
            return;
        };
        let mut made = 0;
        while let Some((track, value, moved)) = self.state.queue.pop_front() {
            for follow in &code.follows {
                if (follow.track, follow.value) != (track, value) || made >= FOLLOWING_MOVES_MAX {
                    continue;
                }
                let Some(row) = text.moves.get(usize::from(follow.index)) else {
                    continue;
                };
                let targets = self.followers(follow.reach, row.track, track, moved);
                for at in &targets {
                    if !row_holds(row, self.state.value(*at, row.track.fact)) {
                        continue;
                    }
                    made += 1;
                    let cause = Cause {
                        version: u16::try_from(version).unwrap_or(0),
                        clause: row.clause.0,
                        ..cause
                    };
                    self.move_track(row.track, *at, row.to, (on, cause));
                }
                self.state.targets = targets;
            }
        }
    }

    fn followers(
        &mut self,
        reach: FollowReach,
        track: TrackRef,
        trigger: TrackRef,
        moved: u32,
    ) -> Vec<u32> {
        let mut targets = std::mem::take(&mut self.state.targets);
        targets.clear();
        match reach {
            FollowReach::Same if track.record == trigger.record => targets.push(moved),
            FollowReach::Same => targets.push(ROOT),
            FollowReach::All => {
                let items = self.state.items.iter();
                let items = items.filter(|item| item.record == track.record);
                targets.extend(items.map(|item| item.at));
            }
        }
        targets
    }

    pub(crate) fn log(&mut self, on: Date, at: u32, cause: Cause, what: Did) {
        if self.state.logging {
            self.state.steps.push(Step {
                on,
                at,
                cause,
                what,
            });
        }
    }
}

fn row_holds(row: &Move, is: Value) -> bool {
    matches!(is, Value::Enum(value) if row.from.contains(&value))
}

fn first_clause(text: &Version, moves: &[u16]) -> u16 {
    moves
        .first()
        .and_then(|index| text.moves.get(usize::from(*index)))
        .map_or(NO_CLAUSE, |row| row.clause.0)
}

/// The value of an entry's field.
pub(crate) fn field(history: &History<'_>, entry: &Entry, index: usize) -> Value {
    history
        .arena
        .get(entry.fields_at as usize + index)
        .copied()
        .unwrap_or(Value::Missing)
}
