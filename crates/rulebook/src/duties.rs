//! What is owed about a subject, by whom and by when.

use standing_base::{Date, Instant};

use crate::ask::{Asker, Scratch, Subject};
use crate::history::{Entry, History};
use crate::machine::field;
use crate::model::{Duty, EntryKind, RecordIx, Value, Version};
use crate::state::{ROOT, State};
use crate::timers::last_day;
use crate::words::clause_id;

/// A duty that an entry began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    pub duty: String,
    /// The version of the day on which it began, whose words it is held to.
    pub version: String,
    pub clause: String,
    pub says: String,
    pub owed_by: String,
    /// The key of what it is about, such as a case; `None` where it is about the subject.
    pub item: Option<String>,
    /// The number of the entry that began it.
    pub began_by: u64,
    pub began_on: Date,
    /// The last day for it; nothing where neither text nor entry says.
    pub due_on: Option<Date>,
    /// The days before the last one on which whoever owes it is reminded, in order.
    pub remind_on: Vec<Date>,
    /// The role that looks into it once it is late, and from which day on.
    pub escalates: Option<(String, Date)>,
    /// The number of the entry that ended it, and its day.
    pub ended: Option<(u64, Date)>,
}

impl Owed {
    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// The role that looks into it on a day, because it is late.
    pub fn escalated(&self, on: Date) -> Option<&str> {
        let (to, from) = self.escalates.as_ref()?;
        (*from <= on).then_some(to.as_str())
    }
}

/// A duty while the entries are gone through.
struct Begun<'a> {
    duty: &'a Duty,
    /// What the entry that began it has in the fields of `by`.
    keys: Vec<Value>,
    owed: Owed,
}

impl Asker {
    /// Every duty that an entry up to a day began, as known, in the order in which they began; but
    /// for those that nothing ended and that fell away, because what they presuppose is no more.
    pub fn duties(
        &self,
        scratch: &mut Scratch,
        subject: Subject<'_>,
        root: RecordIx,
        on: Date,
        known: Option<Instant>,
    ) -> Vec<Owed> {
        let Scratch { sequence, state } = scratch;
        sequence.read(&self.rulebook, root, &subject.history, known);
        sequence.exclude_on(on);
        sequence.place(&subject.history, None);
        let mut begun: Vec<Begun<'_>> = Vec::new();
        for placed in sequence.placed.iter().filter(|placed| placed.on <= on) {
            let Some(entry) = subject.history.entries.get(placed.entry as usize) else {
                continue;
            };
            let Some(kind) = self.rulebook.vocabulary.entries.get(entry.kind.at()) else {
                continue;
            };
            for one in begun.iter_mut().filter(|one| one.owed.is_open()) {
                if one.duty.ends_on.contains(&entry.kind)
                    && one.is_meant(&subject.history, kind, entry)
                {
                    one.owed.ended = Some((entry.number, placed.on));
                }
            }
            let Some(version) = self.version_on(placed.on).0 else {
                continue;
            };
            let starts = |duty: &&Duty| duty.starts.contains(&entry.kind);
            for duty in version.duties.iter().filter(starts) {
                let new = self.begun(version, duty, kind, entry, &subject, placed.on);
                // What begins anew takes the place of what ran.
                begun.retain(|one| {
                    !one.owed.is_open() || (&one.duty.id, &one.keys) != (&new.duty.id, &new.keys)
                });
                begun.push(new);
            }
        }
        let presupposes = |one: &Begun<'_>| one.owed.is_open() && one.duty.during.is_some();
        if begun.iter().any(presupposes) {
            state.logging = false;
            self.fold(state, sequence, subject.history, root, on, |_, _| ());
            begun.retain(|one| !one.owed.is_open() || one.is_presupposed(state, root));
        }
        begun.into_iter().map(|one| one.owed).collect()
    }

    fn begun<'a>(
        &self,
        version: &Version,
        duty: &'a Duty,
        kind: &EntryKind,
        entry: &Entry,
        subject: &Subject<'_>,
        on: Date,
    ) -> Begun<'a> {
        let history = &subject.history;
        let value = |name: &String| named(history, kind, entry, name).unwrap_or(Value::Missing);
        let keys: Vec<Value> = duty.by.iter().map(value).collect();
        let until = duty.until.as_ref().map(value);
        let until = match until {
            Some(Value::Date(until)) => Some(until),
            _ => None,
        };
        let within = || {
            let length = version.length(duty.within.as_ref()?)?;
            Some(last_day(&self.rulebook, length, duty.counting, on))
        };
        let due_on = until.or_else(within);
        let owed = Owed {
            duty: duty.id.clone(),
            version: version.id.clone(),
            clause: clause_id(version, duty.clause),
            says: duty.says.clone(),
            owed_by: duty.owed_by.clone(),
            item: match keys.first() {
                Some(Value::Text(key)) => Some(subject.names.text(*key).to_owned()),
                _ => None,
            },
            began_by: entry.number,
            began_on: on,
            due_on,
            remind_on: due_on.map_or_else(Vec::new, |due| remind_on(version, duty, on, due)),
            escalates: due_on.and_then(|due| self.escalates(version, duty, due)),
            ended: None,
        };
        Begun { duty, keys, owed }
    }

    /// Who looks into a duty whose last day passed, and from which day on.
    fn escalates(&self, version: &Version, duty: &Duty, due: Date) -> Option<(String, Date)> {
        let escalates = duty.escalates.as_ref()?;
        let last = match &escalates.after {
            Some(after) => last_day(&self.rulebook, version.length(after)?, duty.counting, due),
            None => due,
        };
        Some((escalates.to.clone(), last.max(due).next()))
    }
}

/// The days of reminding, between the day on which a duty began and its last.
fn remind_on(version: &Version, duty: &Duty, began: Date, due: Date) -> Vec<Date> {
    let lengths = duty.remind.iter();
    let lengths = lengths.filter_map(|length| version.length(length));
    let mut days: Vec<Date> = lengths
        .map(|length| due.minus(length))
        .filter(|day| *day > began)
        .collect();
    days.sort_unstable();
    days
}

impl Begun<'_> {
    /// Whether the track of what it is about has the value while which it is owed.
    fn is_presupposed(&self, state: &State, root: RecordIx) -> bool {
        let Some((track, during)) = self.duty.during else {
            return true;
        };
        let at = if track.record == root {
            Some(ROOT)
        } else {
            let mut items = state.items.iter();
            let item = items
                .find(|item| item.record == track.record && Some(&item.key) == self.keys.first());
            item.map(|item| item.at)
        };
        at.is_some_and(|at| state.value(at, track.fact) == Value::Enum(during))
    }

    /// Whether an entry of a kind that ends it means this one.
    fn is_meant(&self, history: &History<'_>, kind: &EntryKind, entry: &Entry) -> bool {
        let mut has_one = false;
        for (by, key) in self.duty.by.iter().zip(&self.keys) {
            let Some(value) = named(history, kind, entry, by) else {
                continue;
            };
            has_one = true;
            if value != Value::Missing && *key != Value::Missing {
                return value == *key;
            }
        }
        !has_one
    }
}

/// The value of a field; `None` where the kind has none of this name.
fn named(history: &History<'_>, kind: &EntryKind, entry: &Entry, name: &str) -> Option<Value> {
    let at = kind.fields.iter().position(|(field, _)| field == name)?;
    Some(field(history, entry, at))
}
