//! What each entry did, track by track, and how things stand on a day.

use standing_base::{Date, Instant};

use crate::answer::{Citation, Mark};
use crate::ask::{Asker, Scratch, Subject};
use crate::eval::View;
use crate::model::{
    ClauseIx, FactIx, FactType, RecordIx, Runs, Timer, TrackRef, Trigger, Value, Version,
};
use crate::placing::Sequence;
use crate::state::{Cause, Did, NO_CLAUSE, NONE, ROOT, Running, State, Step};
use crate::tell::{Notes, Teller};
use crate::words::{clause_id, fact_name, fact_words, key_text, lapse_note, value_text};

/// One thing that happened to one fact, or did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    pub on: Date,
    /// Later than `on` when part of the entry's date is missing: the last day it can have been.
    /// `on` is then the first.
    pub on_latest: Date,
    /// The number of the entry; of a time limit that ran out, the entry that started it.
    pub entry: u64,
    /// The kind of that entry.
    pub kind: String,
    pub clause: Option<String>,
    /// `member.status`
    pub fact: String,
    pub item: Option<String>,
    pub what: What,
    /// Of [`What::Annulled`]: the number of the entry that declared the act of no effect.
    pub by: Option<u64>,
    /// In words, such as `none -> member`.
    pub says: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum What {
    Set,
    Moved,
    /// A time limit ran out.
    Lapsed,
    /// The standing that the act presupposes does not exist.
    NoEffect,
    TimerStarted,
    TimerStopped,
    /// A new text governs a running time limit.
    TimerRetimed,
    /// A later entry declared the act of no effect.
    Annulled,
    /// The act was not allowed on its day.
    NotAllowed,
}

/// How things stand with one subject on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    pub facts: Vec<Citation>,
    pub items: Vec<StandItem>,
    pub running: Vec<RunningLimit>,
    /// The next day on which anything happens by what is already recorded.
    pub next: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandItem {
    /// The name of the list.
    pub list: String,
    pub record: String,
    pub key: String,
    pub facts: Vec<Citation>,
}

/// A time limit that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningLimit {
    pub timer: String,
    pub clause: String,
    pub fact: String,
    pub item: Option<String>,
    pub entry: u64,
    pub began: Date,
    /// Unknown while the date it runs until is not recorded.
    pub last_day: Option<Date>,
    /// The value it moves to on the day after.
    pub then: String,
    /// Kinds of entries that stop it.
    pub unless: Vec<String>,
}

impl Asker {
    /// Everything that the entries known did up to the end of a day, in order.
    pub fn timeline(
        &self,
        scratch: &mut Scratch,
        subject: Subject<'_>,
        root: RecordIx,
        on: Date,
        known: Option<Instant>,
    ) -> Vec<Happening> {
        let Scratch { sequence, state } = scratch;
        let (notes, _) = self.stand_at(state, sequence, subject, root, (on, known));
        let teller = Telling {
            asker: self,
            subject,
            state,
        };
        let mut happenings: Vec<Happening> = state
            .steps
            .iter()
            .filter_map(|step| teller.happening(step))
            .collect();
        for (index, mark) in &notes.marks {
            happenings.extend(teller.not_allowed(*index, mark));
        }
        for (act, by) in &sequence.excluded {
            happenings.extend(teller.annulled(*act, *by, on));
        }
        // Stable: what happened on one day stays in the order in which it happened.
        happenings.sort_by_key(|happening| happening.on);
        happenings
    }

    /// Facts, items and running time limits on a day.
    pub fn stand(
        &self,
        scratch: &mut Scratch,
        subject: Subject<'_>,
        root: RecordIx,
        on: Date,
        known: Option<Instant>,
    ) -> Stand {
        let Scratch { sequence, state } = scratch;
        let (notes, next) = self.stand_at(state, sequence, subject, root, (on, known));
        let Some(view) = View::new(&self.rulebook, &self.program, state, on) else {
            return Stand::default();
        };
        let teller = Teller {
            view,
            history: subject.history,
            names: subject.names,
            notes: &notes,
        };
        let telling = Telling {
            asker: self,
            subject,
            state,
        };
        let items = state.items.iter().map(|item| StandItem {
            list: telling.fact_name(root, item.list),
            record: telling.record_name(item.record),
            key: key_text(subject.names, item.key),
            facts: teller.facts(item.at, item.record),
        });
        let running = state.timers.iter();
        Stand {
            facts: teller.facts(ROOT, root),
            items: items.collect(),
            running: running
                .filter_map(|running| telling.running(running))
                .collect(),
            next,
        }
    }

    fn stand_at(
        &self,
        state: &mut State,
        sequence: &mut Sequence,
        subject: Subject<'_>,
        root: RecordIx,
        (on, known): (Date, Option<Instant>),
    ) -> (Notes, Option<Date>) {
        sequence.read(&self.rulebook, root, &subject.history, known);
        sequence.exclude_on(on);
        sequence.place(&subject.history, None);
        state.logging = true;
        let told = self.fold_with_notes(state, sequence, subject, root, on);
        state.logging = false;
        told
    }
}

impl Teller<'_> {
    /// All facts of a record but its lists.
    fn facts(&self, at: u32, record: RecordIx) -> Vec<Citation> {
        let declared = self.view.rulebook.vocabulary.records.get(record.at());
        let facts = declared.map(|declared| declared.facts.iter().enumerate());
        facts
            .into_iter()
            .flatten()
            .filter(|(_, fact)| !matches!(fact.kind, FactType::List(_)))
            .filter_map(|(index, _)| u16::try_from(index).ok())
            .map(|index| self.fact(at, record, FactIx(index)))
            .collect()
    }
}

struct Telling<'a> {
    asker: &'a Asker,
    subject: Subject<'a>,
    state: &'a State,
}

impl Telling<'_> {
    fn fact_name(&self, record: RecordIx, fact: FactIx) -> String {
        let declared = self.asker.rulebook.vocabulary.records.get(record.at());
        let fact = declared.and_then(|record| record.facts.get(fact.at()));
        fact.map(|fact| fact.name.clone()).unwrap_or_default()
    }

    fn record_name(&self, record: RecordIx) -> String {
        let declared = self.asker.rulebook.vocabulary.records.get(record.at());
        declared
            .map(|record| record.name.clone())
            .unwrap_or_default()
    }

    fn text(&self, version: u16) -> Option<&Version> {
        self.asker.rulebook.versions.get(usize::from(version))
    }

    fn kind_name(&self, kind: usize) -> String {
        let kind = self.asker.rulebook.vocabulary.entries.get(kind);
        kind.map(|kind| kind.name.clone()).unwrap_or_default()
    }

    /// A happening about an entry, without its fact and words.
    fn about(&self, index: u32, on: Date, at: u32, what: What) -> Option<Happening> {
        let entry = self.subject.history.entries.get(index as usize)?;
        let item = self.state.item_at(at);
        let own_day = on == entry.on;
        Some(Happening {
            on,
            on_latest: if own_day { entry.on_latest } else { on },
            entry: entry.number,
            kind: self.kind_name(entry.kind.at()),
            clause: None,
            fact: String::new(),
            item: item.map(|item| key_text(self.subject.names, item.key)),
            what,
            by: None,
            says: String::new(),
        })
    }

    fn happening(&self, step: &Step) -> Option<Happening> {
        let what = match step.what {
            Did::Moved { .. } if step.cause.lapse != NONE => What::Lapsed,
            Did::Moved { .. } => What::Moved,
            Did::NoEffect { .. } => What::NoEffect,
            Did::Set { .. } => What::Set,
            Did::Started { .. } => What::TimerStarted,
            Did::Stopped { .. } => What::TimerStopped,
            Did::Retimed { .. } => What::TimerRetimed,
        };
        let mut told = self.about(step.cause.entry, step.on, step.at, what)?;
        told.clause = self.clause(step.cause);
        let track = match step.what {
            Did::Moved { track, .. } | Did::NoEffect { track, .. } => Some(track),
            Did::Set { record, fact, .. } => Some(TrackRef { record, fact }),
            Did::Started { timer, .. }
            | Did::Stopped { timer, .. }
            | Did::Retimed { timer, .. } => {
                let timer = self.timer(step.cause.version, timer)?;
                told.clause = Some(clause_id(self.text(step.cause.version)?, timer.clause));
                Some(timer.track)
            }
        };
        let (record, fact) = track.map(|track| (track.record, track.fact))?;
        let value = |value: Value| {
            let names = self.subject.names;
            value_text(&self.asker.rulebook, names, record, fact, value)
        };
        told.fact = fact_name(&self.asker.rulebook, record, fact);
        told.says = match step.what {
            Did::Moved { from, to, .. } => {
                let moved = format!("{} -> {}", value(from), value(Value::Enum(to)));
                match lapse_note(&self.asker.rulebook, self.state, step.cause) {
                    Some(note) => format!("{note}: {moved}"),
                    None => moved,
                }
            }
            Did::NoEffect { track, is } => {
                let wanted = self.presupposed(step.cause, track);
                let wanted: Vec<String> = wanted.map(|from| value(Value::Enum(from))).collect();
                let words = fact_words(&self.asker.rulebook, record, fact);
                let (wanted, is) = (wanted.join(" or "), value(is));
                format!("has no effect: it presupposes {wanted}, and the {words} is {is}")
            }
            Did::Set { to, .. } => value(to),
            Did::Started { timer, last } => self.will_lapse(step.cause.version, timer, last)?,
            Did::Retimed { timer, last } => {
                let text = &self.text(step.cause.version)?.id;
                let will = self.will_lapse(step.cause.version, timer, last)?;
                format!("by the text of {text}, {will}")
            }
            Did::Stopped { kind, .. } => {
                format!("will not lapse: {}", self.kind_name(kind.at()))
            }
        };
        Some(told)
    }

    /// The values from which an entry would have moved a track.
    fn presupposed(&self, cause: Cause, track: TrackRef) -> impl Iterator<Item = u8> {
        let entries = self.subject.history.entries;
        let kind = entries.get(cause.entry as usize).map(|entry| entry.kind);
        let moves = self.text(cause.version).into_iter();
        let moves = moves.flat_map(|text| &text.moves);
        let moves = moves.filter(move |row| {
            row.track == track && kind.is_some_and(|kind| row.on == Trigger::Entry(kind))
        });
        moves.flat_map(|row| row.from.iter().copied())
    }

    fn clause(&self, cause: Cause) -> Option<String> {
        if cause.clause == NO_CLAUSE {
            return None;
        }
        let text = self.text(cause.version)?;
        Some(clause_id(text, ClauseIx(cause.clause)))
    }

    fn timer(&self, version: u16, timer: u16) -> Option<&Timer> {
        self.text(version)?.timers.get(usize::from(timer))
    }

    fn unless(&self, timer: &Timer) -> Vec<String> {
        let kinds = timer.stops_on.iter();
        kinds.map(|kind| self.kind_name(kind.at())).collect()
    }

    fn will_lapse(&self, version: u16, timer: u16, last: Option<Date>) -> Option<String> {
        let unless = self.unless(self.timer(version, timer)?);
        let after = match last {
            Some(last) => format!("will lapse after {last}"),
            None => "will lapse on a day that is not recorded yet".to_owned(),
        };
        Some(if unless.is_empty() {
            after
        } else {
            format!("{after} unless {} comes first", unless.join(" or "))
        })
    }

    fn running(&self, running: &Running) -> Option<RunningLimit> {
        let text = self.text(running.version)?;
        let timer = self.timer(running.version, running.timer)?;
        let entry = self.subject.history.entries.get(running.entry as usize)?;
        let rulebook = &self.asker.rulebook;
        let (record, fact) = (timer.track.record, timer.track.fact);
        let last_day = match timer.runs {
            Runs::Until(until) => match self.state.value(running.at, until) {
                Value::Date(last) => Some(last),
                _ => None,
            },
            _ => Some(running.last),
        };
        let then = Value::Enum(timer.then);
        Some(RunningLimit {
            timer: timer.id.clone(),
            clause: clause_id(text, timer.clause),
            fact: fact_name(rulebook, record, fact),
            item: self
                .state
                .item_at(running.at)
                .map(|item| key_text(self.subject.names, item.key)),
            entry: entry.number,
            began: running.began,
            last_day,
            then: value_text(rulebook, self.subject.names, record, fact, then),
            unless: self.unless(timer),
        })
    }

    fn not_allowed(&self, index: u32, mark: &Mark) -> Option<Happening> {
        let on = self.subject.history.entries.get(index as usize)?.on;
        let mut told = self.about(index, on, ROOT, What::NotAllowed)?;
        told.clause = (!mark.clause.is_empty()).then(|| mark.clause.clone());
        told.says = format!("was not allowed: {}", mark.says);
        Some(told)
    }

    fn annulled(&self, act: u32, by: u32, until: Date) -> Option<Happening> {
        let entries = self.subject.history.entries;
        let (one, other) = (entries.get(act as usize)?, entries.get(by as usize)?);
        if one.on > until {
            return None;
        }
        let mut told = self.about(act, one.on, ROOT, What::Annulled)?;
        told.by = Some(other.number);
        told.says = format!("is of no effect, by entry {} of {}", other.number, other.on);
        Some(told)
    }
}
