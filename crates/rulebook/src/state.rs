//! What the record says of one subject on one day: facts, items of lists, running timers.

use standing_base::Date;

use crate::model::{EntryKindIx, FactIx, RecordIx, TrackRef, Value};
use crate::program::Program;

/// No entry, no clause, no lapse.
pub(crate) const NONE: u32 = u32::MAX;
/// No entry: the caller gave the fact.
pub(crate) const GIVEN: u32 = u32::MAX - 1;
pub(crate) const NO_CLAUSE: u16 = u16::MAX;

/// Where the subject's own facts stand among the cells.
pub(crate) const ROOT: u32 = 0;

/// Why a cell has its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cause {
    /// Index of the entry in the history, [`NONE`] when nothing is recorded. Of a lapse, the entry
    /// that started the timer.
    pub(crate) entry: u32,
    pub(crate) version: u16,
    /// The clause of the move or timer; [`NO_CLAUSE`] when the entry itself carried the fact.
    pub(crate) clause: u16,
    /// Index into [`State::lapses`].
    pub(crate) lapse: u32,
}

impl Cause {
    pub(crate) const NOTHING: Self = Self {
        entry: NONE,
        version: 0,
        clause: NO_CLAUSE,
        lapse: NONE,
    };

    pub(crate) const fn entry(entry: u32) -> Self {
        Self {
            entry,
            ..Self::NOTHING
        }
    }
}

/// An item of one of the subject's lists.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    pub(crate) list: FactIx,
    pub(crate) record: RecordIx,
    pub(crate) key: Value,
    /// Where its facts begin among the cells.
    pub(crate) at: u32,
}

/// A timer that runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Running {
    pub(crate) version: u16,
    pub(crate) timer: u16,
    /// The facts of the subject or item whose track it moves.
    pub(crate) at: u32,
    pub(crate) entry: u32,
    pub(crate) began: Date,
    /// Its last day; [`Date::MAX`] for a timer that runs until a date fact, which is read anew.
    pub(crate) last: Date,
}

/// A timer that ran out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lapse {
    pub(crate) version: u16,
    pub(crate) timer: u16,
    pub(crate) last: Date,
}

/// What happened in a fold, for those who want to read it. `at` says to whom.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) on: Date,
    pub(crate) at: u32,
    pub(crate) cause: Cause,
    pub(crate) what: Did,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Did {
    Moved {
        track: TrackRef,
        from: Value,
        to: u8,
    },
    NoEffect {
        track: TrackRef,
        is: Value,
    },
    Set {
        record: RecordIx,
        fact: FactIx,
        to: Value,
    },
    Started {
        timer: u16,
        last: Option<Date>,
    },
    Stopped {
        timer: u16,
        kind: EntryKindIx,
    },
    /// A new text governs a running timer from now on.
    Retimed {
        timer: u16,
        last: Option<Date>,
    },
}

/// One subject's state. Reused from subject to subject, so that folding allocates nothing once
/// its vectors have grown.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) cells: Vec<Value>,
    pub(crate) causes: Vec<Cause>,
    pub(crate) items: Vec<Item>,
    pub(crate) timers: Vec<Running>,
    pub(crate) lapses: Vec<Lapse>,
    pub(crate) steps: Vec<Step>,
    /// By index of the entry: how many tracks it moved.
    pub(crate) effects: Vec<u8>,
    /// Whether steps are kept.
    pub(crate) logging: bool,
    /// The day to which it has been brought.
    pub(crate) day: Option<Date>,
    /// Facts changed since somebody last looked, a bit each (see [`Program`]).
    pub(crate) dirty: u128,
    pub(crate) moved: Vec<u32>,
    pub(crate) blocked: Vec<u32>,
    /// Cells of tracks with entries that would have moved them to where they already were: a case
    /// referred a second time is open by both referrals.
    pub(crate) repeated: Vec<(u32, u32)>,
    pub(crate) targets: Vec<u32>,
    pub(crate) queue: std::collections::VecDeque<(TrackRef, u8, u32)>,
    pub(crate) due: Vec<Running>,
    pub(crate) trackers: crate::whole::Trackers,
}

impl State {
    /// Nothing recorded of a subject of this record.
    pub(crate) fn reset(&mut self, program: &Program, root: RecordIx) {
        self.cells.clear();
        self.causes.clear();
        self.items.clear();
        self.timers.clear();
        self.lapses.clear();
        self.steps.clear();
        self.effects.clear();
        self.repeated.clear();
        self.day = None;
        self.dirty = 0;
        self.begin(program, root);
    }

    /// Room for one more record's facts, as they are while nothing is recorded.
    fn begin(&mut self, program: &Program, record: RecordIx) -> u32 {
        let at = u32::try_from(self.cells.len()).unwrap_or(NONE);
        if let Some(layout) = program.layouts.get(record.at()) {
            self.cells.extend_from_slice(&layout.start);
            self.causes.resize(self.cells.len(), Cause::NOTHING);
        }
        at
    }

    pub(crate) fn value(&self, at: u32, fact: FactIx) -> Value {
        self.cells
            .get(at as usize + fact.at())
            .copied()
            .unwrap_or(Value::Missing)
    }

    pub(crate) fn cause(&self, at: u32, fact: FactIx) -> Cause {
        self.causes
            .get(at as usize + fact.at())
            .copied()
            .unwrap_or(Cause::NOTHING)
    }

    pub(crate) fn find(&self, list: FactIx, key: Value) -> Option<u32> {
        self.items
            .iter()
            .find(|item| item.list == list && item.key == key)
            .map(|item| item.at)
    }

    /// The item of the list with this key, begun now if there is none.
    pub(crate) fn find_or_begin(
        &mut self,
        program: &Program,
        list: FactIx,
        record: RecordIx,
        key: Value,
    ) -> u32 {
        if let Some(at) = self.find(list, key) {
            return at;
        }
        let at = self.begin(program, record);
        self.items.push(Item {
            list,
            record,
            key,
            at,
        });
        self.dirty = u128::MAX;
        at
    }

    pub(crate) fn item_at(&self, at: u32) -> Option<&Item> {
        if at == ROOT {
            return None;
        }
        self.items.iter().find(|item| item.at == at)
    }

    /// Writes one fact, and `X_since` beside it when it changes.
    pub(crate) fn set(
        &mut self,
        program: &Program,
        (record, at): (RecordIx, u32),
        fact: FactIx,
        value: Value,
        (on, cause): (Date, Cause),
    ) {
        let Some(layout) = program.layouts.get(record.at()) else {
            return;
        };
        let cell = at as usize + fact.at();
        let (Some(slot), Some(why)) = (self.cells.get_mut(cell), self.causes.get_mut(cell)) else {
            return;
        };
        let changed = *slot != value;
        // A fact recorded again as it already is keeps its first entry: "since" and "by" agree.
        if changed || why.entry == NONE || cause.entry == NONE {
            *why = cause;
        }
        if !changed {
            return;
        }
        *slot = value;
        self.dirty |= layout.bit(fact);
        if let Some(since) = layout.since.get(fact.at()).copied().flatten() {
            let cell = at as usize + since.at();
            if let (Some(slot), Some(why)) = (self.cells.get_mut(cell), self.causes.get_mut(cell)) {
                *slot = Value::Date(on);
                *why = cause;
                self.dirty |= layout.bit(since);
            }
        }
    }
}
