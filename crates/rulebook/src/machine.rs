//! The fold: entries in order, each moving tracks and setting facts, with timers between them.
//!
//! At the start of each day every running timer whose last day is past moves its track; then the
//! day's entries come in the order of their numbers. Nothing else ever changes a state.

use standing_base::{Counting, Date, Length};

use crate::history::{Entry, History};
use crate::model::{
    Effect, EffectValue, EntryKind, FactIx, ItemOf, Move, ParamValue, RecordIx, Rulebook, Runs,
    Timer, TrackRef, Value, Version,
};
use crate::program::{Code, FollowReach, Program, Reach};
use crate::state::{
    BLOCKED, Cause, Did, Lapse, MOVED, NO_CLAUSE, NONE, ROOT, Running, State, Step,
};

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
    /// Brings the state to the start of a day: texts that come into force, timers that run out.
    pub(crate) fn advance(&mut self, to: Date) {
        while !self.state.timers.is_empty() {
            let next = [self.next_lapse(), self.next_retiming()];
            match next.into_iter().flatten().min() {
                Some(day) if day <= to => self.begin_day(day),
                _ => break,
            }
        }
        self.state.day = self.state.day.max(Some(to));
    }

    /// The next day on which a timer moves something, if no entry comes before.
    pub(crate) fn next_lapse(&self) -> Option<Date> {
        let after_today = self.state.day.map_or(Date::MIN, Date::next);
        let lasts = self.state.timers.iter();
        let lasts = lasts.filter_map(|running| self.last_day(running));
        let last = lasts.filter(|last| *last < Date::MAX).min()?;
        Some(last.next().max(after_today)).filter(|day| Some(*day) > self.state.day)
    }

    /// The next day on which a new text takes over running timers.
    fn next_retiming(&self) -> Option<Date> {
        let mut codes = self.program.versions.iter();
        codes
            .find(|code| code.retimes && Some(code.in_force) > self.state.day)
            .map(|code| code.in_force)
    }

    fn begin_day(&mut self, day: Date) {
        let versions = self.program.versions.iter().enumerate();
        for (version, code) in versions {
            if code.retimes && code.in_force == day {
                self.retime(version, day);
            }
        }
        self.state.day = Some(day);
        let mut due = std::mem::take(&mut self.state.due);
        due.clear();
        due.extend(self.state.timers.iter().copied().filter_map(|running| {
            let last = self.last_day(&running).filter(|last| *last < day)?;
            Some(Running { last, ..running })
        }));
        due.sort_by_key(|running| (running.last, running.entry, running.timer, running.at));
        for running in &due {
            self.lapse(running, day);
        }
        self.state.due = due;
    }

    /// The last day of a running timer; `None` while the date it runs until is not recorded.
    pub(crate) fn last_day(&self, running: &Running) -> Option<Date> {
        match self.timer(running.version, running.timer)?.runs {
            Runs::Until(fact) => match self.state.value(running.at, fact) {
                Value::Date(until) => Some(until),
                _ => None,
            },
            _ => Some(running.last),
        }
    }

    fn timer(&self, version: u16, timer: u16) -> Option<&'a Timer> {
        let version = self.rulebook.versions.get(usize::from(version))?;
        version.timers.get(usize::from(timer))
    }

    fn lapse(&mut self, due: &Running, day: Date) {
        let same = |running: &Running| {
            (running.version, running.timer, running.at, running.began)
                == (due.version, due.timer, due.at, due.began)
        };
        // A timer that ran out on the same day may have moved the track away.
        let Some(place) = self.state.timers.iter().position(same) else {
            return;
        };
        self.state.timers.remove(place);
        let Some(timer) = self.timer(due.version, due.timer) else {
            return;
        };
        let lapse = u32::try_from(self.state.lapses.len()).unwrap_or(NONE);
        self.state.lapses.push(Lapse {
            version: due.version,
            timer: due.timer,
            last: due.last,
        });
        let cause = Cause {
            entry: due.entry,
            version: due.version,
            clause: timer.clause.0,
            lapse,
        };
        self.move_track(timer.track, due.at, timer.then, (day, cause));
        self.follow((day, cause));
    }

    /// A text whose transition says `timers = "current"` takes over what runs.
    fn retime(&mut self, version: usize, day: Date) {
        let Some(text) = self.rulebook.versions.get(version) else {
            return;
        };
        let Ok(version) = u16::try_from(version) else {
            return;
        };
        let mut timers = std::mem::take(&mut self.state.timers);
        timers.retain_mut(|running| {
            let Some(old) = self.timer(running.version, running.timer) else {
                return false;
            };
            let same =
                |new: &Timer| (&new.id, new.track, new.during) == (&old.id, old.track, old.during);
            let Some(index) = text.timers.iter().position(same) else {
                return false;
            };
            let Some(last) = text
                .timers
                .get(index)
                .and_then(|timer| self.last_of(text, timer, running.began))
            else {
                return false;
            };
            running.version = version;
            running.timer = u16::try_from(index).unwrap_or(u16::MAX);
            running.last = last;
            true
        });
        self.state.timers = timers;
        for index in 0..self.state.timers.len() {
            if let Some(running) = self.state.timers.get(index).copied() {
                let last = self.last_day(&running);
                let timer = running.timer;
                self.log_timer(day, &running, Did::Retimed { timer, last });
            }
        }
    }

    /// The last day of a timer that begins on a day; [`Date::MAX`] where a fact will say.
    fn last_of(&self, version: &Version, timer: &Timer, began: Date) -> Option<Date> {
        let length = match &timer.runs {
            Runs::Until(_) => return Some(Date::MAX),
            Runs::Length(length) => *length,
            Runs::Param(param) => match version.params.get(param.at())?.value {
                ParamValue::Length(length) => length,
                _ => return None,
            },
        };
        Some(last_day(self.rulebook, length, timer.counting, began))
    }

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
            let Some(value) = self.effect_value(record, effect, entry, on) else {
                continue;
            };
            // Of several values for one fact the last that the entry carries counts.
            if let Some(next) = effects.peek()
                && next.fact == effect.fact
                && self.effect_value(record, next, entry, on).is_some()
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
        record: RecordIx,
        effect: &Effect,
        entry: &Entry,
        on: Date,
    ) -> Option<Value> {
        match effect.value {
            EffectValue::On => Some(Value::Date(on)),
            EffectValue::Const(value) => Some(value),
            EffectValue::Nothing => Some(self.nothing(record, effect.fact)),
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
        let moved = if self.state.moved.is_empty() {
            0
        } else {
            MOVED
        };
        let blocked = if self.state.blocked.is_empty() {
            0
        } else {
            BLOCKED
        };
        if let Some(effect) = self.state.effects.get_mut(index) {
            *effect = moved | blocked;
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
                    if repeats {
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

    /// Those whom an entry reaches, in the state's own scratch vector (give it back).
    fn reached(&mut self, reach: Reach, record: RecordIx, of: &Entering<'a>) -> Vec<u32> {
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

    fn move_track(&mut self, track: TrackRef, at: u32, to: u8, (on, cause): (Date, Cause)) {
        let from = self.state.value(at, track.fact);
        let cell = at + u32::from(track.fact.0);
        self.state.repeated.retain(|(repeated, _)| *repeated != cell);
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
    fn follow(&mut self, (on, cause): (Date, Cause)) {
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

    fn stop_timers(&mut self, of: &Entering<'a>) {
        let mut timers = std::mem::take(&mut self.state.timers);
        timers.retain(|running| {
            let stops = self.stops(running, of);
            if stops {
                let (timer, kind) = (running.timer, of.entry.kind);
                let cause = Cause {
                    version: running.version,
                    ..Cause::entry(of.index)
                };
                self.log(of.on, running.at, cause, Did::Stopped { timer, kind });
            }
            !stops
        });
        self.state.timers = timers;
    }

    fn stops(&self, running: &Running, of: &Entering<'a>) -> bool {
        let code = self.program.versions.get(usize::from(running.version));
        let stops = code.and_then(|code| code.stops.get(usize::from(running.timer)));
        let Some(stops) = stops else { return false };
        stops.iter().any(|(kind, reach)| {
            *kind == of.entry.kind
                && match *reach {
                    Reach::Root => running.at == ROOT,
                    Reach::Own => of.item == Some(running.at),
                    Reach::Nobody => false,
                    Reach::By { fact, field: by } => {
                        let value = field(&self.history, of.entry, by);
                        value != Value::Missing && self.state.value(running.at, fact) == value
                    }
                }
        })
    }

    fn start_timers(&mut self, code: &Code, text: &'a Version, version: usize, of: &Entering<'a>) {
        let Some(starts) = code.starts.get(of.entry.kind.at()) else {
            return;
        };
        for (index, reach) in starts {
            let Some(timer) = text.timers.get(usize::from(*index)) else {
                continue;
            };
            let mut targets = self.reached(*reach, timer.track.record, of);
            for at in targets.drain(..) {
                let cell = at + u32::from(timer.track.fact.0);
                let is = self.state.value(at, timer.track.fact);
                // An entry without effect on the track starts nothing there.
                if is != Value::Enum(timer.during) || self.state.blocked.contains(&cell) {
                    continue;
                }
                let Some(last) = self.last_of(text, timer, of.on) else {
                    continue;
                };
                let running = Running {
                    version: u16::try_from(version).unwrap_or(0),
                    timer: *index,
                    at,
                    entry: of.index,
                    began: of.on,
                    last,
                };
                self.restart(timer, running);
            }
            self.state.targets = targets;
        }
    }

    /// A timer that already runs, under this text or an older one, begins anew.
    fn restart(&mut self, timer: &Timer, running: Running) {
        let rulebook = self.rulebook;
        self.state.timers.retain(|other| {
            other.at != running.at
                || rulebook
                    .versions
                    .get(usize::from(other.version))
                    .and_then(|version| version.timers.get(usize::from(other.timer)))
                    .is_some_and(|old| (&old.id, old.track) != (&timer.id, timer.track))
        });
        self.state.timers.push(running);
        let last = self.last_day(&running);
        let timer = running.timer;
        self.log_timer(running.began, &running, Did::Started { timer, last });
    }

    fn log_timer(&mut self, on: Date, running: &Running, what: Did) {
        let cause = Cause {
            version: running.version,
            clause: self
                .timer(running.version, running.timer)
                .map_or(NO_CLAUSE, |timer| timer.clause.0),
            ..Cause::entry(running.entry)
        };
        self.log(on, running.at, cause, what);
    }

    fn log(&mut self, on: Date, at: u32, cause: Cause, what: Did) {
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

/// The last day of a period that an act starts, with the organisation's holidays.
pub(crate) fn last_day(
    rulebook: &Rulebook,
    length: Length,
    counting: Counting,
    began: Date,
) -> Date {
    length.last_day(began, counting, |day| {
        day.weekday() <= 5 && rulebook.holidays.binary_search(&day).is_err()
    })
}
