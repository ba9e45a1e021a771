//! What an entry would set running, before it is made: duties and time limits with their last days.
//!
//! It is told of the kind of entry and its day, not of a subject: of what is listed here, an entry
//! that names no case, or one that is in another state, begins less.

use standing_base::{Counting, Date, Length};

use crate::ask::Asker;
use crate::model::{
    ClauseIx, Duty, EffectValue, EntryKind, EntryKindIx, FactIx, FactType, Runs, Timer, TrackRef,
    Trigger, Version,
};
use crate::timers::last_day;
use crate::words::{clause_id, fact_name};

/// A duty or a time limit that an entry of a kind begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The id of its row.
    pub id: String,
    pub clause: String,
    pub what: Clocked,
    /// As the rulebook says it; nothing where only the entry says until when.
    pub length: Option<Length>,
    pub counting: Counting,
    /// The field of the entry that is the last day, where it is given.
    pub until: Option<String>,
    /// Nothing where the entry has to say it and does not.
    pub last_day: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clocked {
    /// Somebody has to do something.
    Duty { says: String, owed_by: String },
    /// A track moves on the day after the last.
    Timer {
        /// `suspension.state`
        track: String,
        /// The value to which it moves.
        then: String,
        /// The kinds of entry that stop it.
        unless: Vec<String>,
    },
}

/// What an entry of a kind begins and ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clocks {
    pub begins: Vec<Clock>,
    /// The ids of the duties and of the time limits that it may end, where they run.
    pub ends_duties: Vec<String>,
    pub ends_timers: Vec<String>,
}

impl Asker {
    /// What an entry of a kind on a day begins and ends, by the text of that day. `given` is the
    /// date that stands in a field of the entry.
    pub fn clocks(
        &self,
        kind: EntryKindIx,
        on: Date,
        given: impl Fn(&str) -> Option<Date>,
    ) -> Clocks {
        let Some((version, entry)) = self
            .version_on(on)
            .0
            .zip(self.rulebook.vocabulary.entries.get(kind.at()))
        else {
            return Clocks::default();
        };
        let step = Step {
            asker: self,
            version,
            entry,
            on,
        };
        let duties = version.duties.iter();
        let duties = duties.filter(|duty| duty.starts.contains(&kind));
        let duties = duties.map(|duty| step.duty(duty, &given));
        let timers = version.timers.iter();
        let timers = timers.filter(|timer| timer.starts == kind);
        let timers = timers.map(|timer| step.timer(timer, &given));
        let moved = moved(version, kind);
        let leaves = |track: TrackRef, value: u8| {
            let mut rows = moved.iter();
            rows.any(|(of, from, to)| *of == track && from.contains(&value) && *to != value)
        };
        let ended = version.duties.iter().filter(|duty| {
            duty.ends_on.contains(&kind)
                || duty
                    .during
                    .is_some_and(|(track, value)| leaves(track, value))
        });
        let stopped = version
            .timers
            .iter()
            .filter(|timer| timer.stops_on.contains(&kind) || leaves(timer.track, timer.during));
        Clocks {
            begins: duties.chain(timers).collect(),
            ends_duties: ended.map(|duty| duty.id.clone()).collect(),
            ends_timers: stopped.map(|timer| timer.id.clone()).collect(),
        }
    }
}

/// The moves that an entry of a kind can make, and those that follow them.
fn moved(version: &Version, kind: EntryKindIx) -> Vec<(TrackRef, &[u8], u8)> {
    let mut moved: Vec<(TrackRef, &[u8], u8)> = Vec::new();
    let is_next = |moved: &[(TrackRef, &[u8], u8)], on: Trigger| match on {
        Trigger::Entry(of) => of == kind,
        Trigger::Moved(track, value) => {
            moved.iter().any(|(of, _, to)| (*of, *to) == (track, value))
        }
    };
    // Each round finds at least one more row, or is the last.
    loop {
        let rows = version.moves.iter();
        let rows = rows.filter(|row| is_next(&moved, row.on));
        let rows: Vec<_> = rows
            .map(|row| (row.track, row.from.as_slice(), row.to))
            .collect();
        if rows.len() == moved.len() {
            return moved;
        }
        moved = rows;
    }
}

/// An entry that is not made yet.
struct Step<'a> {
    asker: &'a Asker,
    version: &'a Version,
    entry: &'a EntryKind,
    on: Date,
}

impl Step<'_> {
    fn duty(&self, duty: &Duty, given: &impl Fn(&str) -> Option<Date>) -> Clock {
        let length = duty.within.as_ref();
        let length = length.and_then(|within| self.version.length(within));
        // A duty that several kinds begin may have its day from another of them.
        let until = duty.until.clone().filter(|field| self.has(field));
        self.clock(
            (&duty.id, duty.clause),
            (length, duty.counting),
            until,
            given,
            Clocked::Duty {
                says: duty.says.clone(),
                owed_by: duty.owed_by.clone(),
            },
        )
    }

    fn timer(&self, timer: &Timer, given: &impl Fn(&str) -> Option<Date>) -> Clock {
        let until = match timer.runs {
            Runs::Until(fact) => self.field_of(timer.track, fact),
            _ => None,
        };
        let rulebook = &self.asker.rulebook;
        let TrackRef { record, fact } = timer.track;
        let kinds = timer.stops_on.iter();
        let kinds = kinds.filter_map(|kind| rulebook.vocabulary.entries.get(kind.at()));
        let facts = rulebook.vocabulary.records.get(record.at());
        let kind = facts.and_then(|of| of.facts.get(fact.at()));
        let values = kind.map_or(&[][..], |fact| match fact.kind {
            FactType::Enum(of) => rulebook.vocabulary.enum_values(of),
            _ => &[],
        });
        let then = values.get(usize::from(timer.then));
        self.clock(
            (&timer.id, timer.clause),
            (self.version.length(&timer.runs), timer.counting),
            until,
            given,
            Clocked::Timer {
                track: fact_name(rulebook, record, fact),
                then: then.cloned().unwrap_or_default(),
                unless: kinds.map(|kind| kind.name.clone()).collect(),
            },
        )
    }

    fn clock(
        &self,
        (id, clause): (&str, ClauseIx),
        (length, counting): (Option<Length>, Counting),
        until: Option<String>,
        given: &impl Fn(&str) -> Option<Date>,
        what: Clocked,
    ) -> Clock {
        let rulebook = &self.asker.rulebook;
        let by_length = || length.map(|length| last_day(rulebook, length, counting, self.on));
        Clock {
            id: id.to_owned(),
            clause: clause_id(self.version, clause),
            what,
            length,
            counting,
            last_day: until.as_deref().and_then(given).or_else(by_length),
            until,
        }
    }

    fn has(&self, field: &str) -> bool {
        self.entry.fields.iter().any(|(name, _)| name == field)
    }

    /// The field of the entry from which a date fact of a track's record comes.
    fn field_of(&self, track: TrackRef, fact: FactIx) -> Option<String> {
        let effects = match self.entry.item {
            Some(item) if item.record != track.record => &self.entry.also,
            _ => &self.entry.sets,
        };
        let mut effects = effects.iter();
        effects.find_map(|effect| match effect.value {
            EffectValue::Field(of) if effect.fact == fact => {
                self.entry.fields.get(of).map(|(name, _)| name.clone())
            }
            _ => None,
        })
    }
}
