//! The first reading of a file: whom and what it names, and from which day on. A person or a unit
//! whose beginning nobody wrote down stands on the record from the first day that is told of it.

use std::collections::HashMap;
use std::sync::Arc;

use standing_base::{Date, PartialDate};

use super::draft::{Draft, Key};
use super::known::Live;

#[derive(Default)]
pub(super) struct Survey {
    persons: HashMap<Arc<str>, HashMap<Box<str>, Slot>>,
    units: HashMap<Key, PartialDate>,
}

/// A person of the file: small, for there may be a million of them.
#[derive(Debug, Default)]
pub(super) struct Slot {
    pub(super) earliest: Option<PartialDate>,
    /// The first line that was accepted; 0 for none.
    pub(super) line: u64,
    pub(super) live: Option<Box<Live>>,
}

impl Survey {
    pub(super) fn note(&mut self, draft: &Draft, today: Date) {
        let days = || {
            draft
                .facts
                .iter()
                .filter(|fact| fact.kind != "birth_recorded" && fact.on.earliest() <= today)
        };
        let earliest = days()
            .filter(|fact| fact.unit.is_none())
            .map(|fact| fact.on)
            .min_by_key(|on| on.earliest());
        if let Some(person) = &draft.person {
            let slot = self.slot(&person.key);
            slot.earliest = earlier(slot.earliest, earliest);
        }
        let Some(day) = days().map(|fact| fact.on).min_by_key(|on| on.earliest()) else {
            return;
        };
        for unit in &draft.units {
            match self.units.get_mut(&unit.key) {
                Some(known) => {
                    if day.earliest() < known.earliest() {
                        *known = day;
                    }
                }
                None => {
                    self.units.insert(unit.key.clone(), day);
                }
            }
        }
    }

    pub(super) fn slot(&mut self, key: &Key) -> &mut Slot {
        let slots = self.persons.entry(Arc::clone(&key.scheme)).or_default();
        slots.entry(Box::from(key.value.as_str())).or_default()
    }

    /// The first day on which the file names a unit.
    pub(super) fn unit_from(&self, key: &Key) -> Option<PartialDate> {
        self.units.get(key).copied()
    }
}

fn earlier(a: Option<PartialDate>, b: Option<PartialDate>) -> Option<PartialDate> {
    match (a, b) {
        (Some(a), Some(b)) if b.earliest() < a.earliest() => Some(b),
        (None, b) => b,
        (a, _) => a,
    }
}
