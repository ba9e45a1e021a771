//! Which entries count, and on which day: what was known, what is of no effect, and the days that
//! a partial date can mean.

use standing_base::{Date, Instant};

use crate::history::History;
use crate::machine::field;
use crate::model::{RecordIx, Rulebook, Value};

/// Up to so many combinations of days are all tried. Beyond it each partial date takes every day
/// of its own while the others stand at their first day, and again at their last.
pub const COMBINATIONS_MAX: usize = 4_096;

/// An entry on the day it is taken to have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) on: Date,
    /// Index in the history.
    pub(crate) entry: u32,
}

/// An act that a later entry declared of no effect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Annulment {
    pub(crate) act: u32,
    pub(crate) by: u32,
    /// From the start when `None`.
    pub(crate) from: Option<Date>,
}

/// The entries of one subject that were known, in order, before annulments and choices of days.
#[derive(Debug)]
pub(crate) struct Sequence {
    pub(crate) known: Vec<Placed>,
    pub(crate) root: RecordIx,
    /// Highest number of the annulling entry first.
    pub(crate) annulments: Vec<Annulment>,
    /// Indices into `known` of entries whose day is not known.
    pub(crate) partial: Vec<u32>,
    /// Those that take part in one answer.
    pub(crate) placed: Vec<Placed>,
    /// Of no effect on the day asked about, with the entry that says so.
    pub(crate) excluded: Vec<(u32, u32)>,
}

impl Default for Sequence {
    fn default() -> Self {
        Self {
            root: RecordIx(0),
            known: Vec::new(),
            annulments: Vec::new(),
            partial: Vec::new(),
            placed: Vec::new(),
            excluded: Vec::new(),
        }
    }
}

impl Sequence {
    pub(crate) fn read(
        &mut self,
        rulebook: &Rulebook,
        root: RecordIx,
        history: &History<'_>,
        known: Option<Instant>,
    ) {
        self.root = root;
        self.known.clear();
        self.annulments.clear();
        self.partial.clear();
        self.excluded.clear();
        let kinds = &rulebook.vocabulary.entries;
        for (index, entry) in (0u32..).zip(history.entries) {
            if known.is_some_and(|known| entry.recorded_at > known) {
                continue;
            }
            let Some(kind) = kinds.get(entry.kind.at()) else {
                continue;
            };
            if kind.about != root {
                continue;
            }
            if entry.on_latest > entry.on {
                let place = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
                self.partial.push(place);
            }
            self.known.push(Placed {
                on: entry.on,
                entry: index,
            });
            let Some(annuls) = kind.annuls else { continue };
            let Value::Entry(number) = field(history, entry, annuls.act) else {
                continue;
            };
            // Only what was on the record before it: so no two entries annul each other.
            let act = history.entries.iter().position(|act| act.number == number);
            let Some(act) = act.and_then(|act| u32::try_from(act).ok()) else {
                continue;
            };
            if number < entry.number {
                let from = annuls.from.map(|from| field(history, entry, from));
                let from = match from {
                    Some(Value::Date(from)) => Some(from),
                    _ => None,
                };
                let by = index;
                self.annulments.push(Annulment { act, by, from });
            }
        }
        let number = |index: u32| {
            history
                .entries
                .get(index as usize)
                .map(|entry| entry.number)
        };
        self.annulments
            .sort_by_key(|annulment| std::cmp::Reverse(number(annulment.by)));
    }

    /// Whether every answer is one plain fold of `known`.
    pub(crate) fn is_plain(&self) -> bool {
        self.annulments.is_empty() && self.partial.is_empty()
    }

    /// Works out which acts are of no effect on a day.
    pub(crate) fn exclude_on(&mut self, day: Date) {
        self.excluded.clear();
        for annulment in &self.annulments {
            let gone = |entry: u32| self.excluded.iter().any(|(act, _)| *act == entry);
            let holds = annulment.from.is_none_or(|from| from <= day);
            if holds && !gone(annulment.by) && !gone(annulment.act) {
                self.excluded.push((annulment.act, annulment.by));
            }
        }
    }

    /// The next day on which other acts are of no effect.
    pub(crate) fn next_annulment_after(&self, day: Date) -> Option<Date> {
        let days = self
            .annulments
            .iter()
            .filter_map(|annulment| annulment.from);
        days.filter(|from| *from > day).min()
    }

    /// The first day on which anything known happened.
    pub(crate) fn first_day(&self) -> Option<Date> {
        self.known.iter().map(|placed| placed.on).min()
    }

    /// Places every entry that has effect on the day of `excluded`, partial dates as chosen.
    pub(crate) fn place(&mut self, history: &History<'_>, choice: Option<&Choice>) {
        self.placed.clear();
        for (index, placed) in (0u32..).zip(&self.known) {
            if self.excluded.iter().any(|(act, _)| *act == placed.entry) {
                continue;
            }
            let mut placed = *placed;
            if let Some(choice) = choice
                && let Ok(nth) = self.partial.binary_search(&index)
                && let Some(on) = choice.0.get(nth)
            {
                placed.on = *on;
            }
            self.placed.push(placed);
        }
        if choice.is_some() {
            let number = |index: u32| {
                history
                    .entries
                    .get(index as usize)
                    .map(|entry| entry.number)
            };
            self.placed
                .sort_by_key(|placed| (placed.on, number(placed.entry)));
        }
    }

    /// The range of days of each partial entry.
    fn ranges(&self, history: &History<'_>) -> Vec<(Date, Date)> {
        let places = self.partial.iter();
        let known = places.filter_map(|place| self.known.get(*place as usize));
        known
            .filter_map(|placed| history.entries.get(placed.entry as usize))
            .map(|entry| (entry.on, entry.on_latest))
            .collect()
    }

    /// The choices of days for which a history is folded; none when every date is whole.
    /// `until`: entries that cannot have been by then stay where they are.
    pub(crate) fn choices(&self, history: &History<'_>, until: Date) -> Vec<Choice> {
        let ranges = self.ranges(history);
        let open = |(first, _): &&(Date, Date)| *first <= until;
        if ranges.iter().filter(open).count() == 0 {
            return Vec::new();
        }
        // Days after `until` are alike: one of them stands for all.
        let days = ranges.iter().map(|(first, last)| {
            let last = if *first > until {
                *first
            } else {
                (*last).min(until.next())
            };
            (*first, last)
        });
        let days: Vec<(Date, Date)> = days.collect();
        let count = |(first, last): &(Date, Date)| {
            usize::try_from(last.day_number() - first.day_number() + 1).unwrap_or(1)
        };
        let product = days
            .iter()
            .map(count)
            .try_fold(1usize, usize::checked_mul)
            .filter(|product| *product <= COMBINATIONS_MAX);
        match product {
            Some(product) => all_combinations(&days, product),
            None => one_at_a_time(&days),
        }
    }
}

/// A day for each partial entry, in the order of [`Sequence::partial`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice(pub(crate) Vec<Date>);

fn all_combinations(ranges: &[(Date, Date)], product: usize) -> Vec<Choice> {
    let mut choices = Vec::with_capacity(product);
    let mut days: Vec<Date> = ranges.iter().map(|(first, _)| *first).collect();
    loop {
        choices.push(Choice(days.clone()));
        let mut carried = true;
        for (day, (first, last)) in days.iter_mut().zip(ranges) {
            if *day < *last {
                *day = day.next();
                carried = false;
                break;
            }
            *day = *first;
        }
        if carried {
            return choices;
        }
    }
}

fn one_at_a_time(ranges: &[(Date, Date)]) -> Vec<Choice> {
    let firsts: Vec<Date> = ranges.iter().map(|(first, _)| *first).collect();
    let lasts: Vec<Date> = ranges.iter().map(|(_, last)| *last).collect();
    let mut choices = vec![Choice(firsts.clone()), Choice(lasts.clone())];
    for (nth, (first, last)) in ranges.iter().enumerate() {
        for others in [&firsts, &lasts] {
            let mut day = *first;
            while day <= *last {
                let mut days = others.clone();
                if let Some(slot) = days.get_mut(nth) {
                    *slot = day;
                }
                choices.push(Choice(days));
                if day == Date::MAX {
                    break;
                }
                day = day.next();
            }
        }
    }
    choices
}
