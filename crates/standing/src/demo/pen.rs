//! Writes invented history: counts the revisions of streams, makes ids that are the same at every
//! run, and dates each fact as recorded at noon of its day.

use std::collections::HashMap;

use standing_app::ports::Addition;
use standing_app::projection;
use standing_base::{Date, Id, IdKind, Instant, PartialDate, Zone};
use standing_domain::{Fields, NewFact};

#[derive(Debug)]
pub(crate) struct Pen {
    zone: Zone,
    chance: Chance,
    /// Of each stream, so far as it was taken out.
    revisions: HashMap<Id, u32>,
    additions: Vec<Addition>,
}

/// A fact in the making.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) stream: Id,
    pub(crate) about: Id,
    pub(crate) kind: String,
    pub(crate) on: PartialDate,
    pub(crate) recorded: Date,
    pub(crate) clause: Option<String>,
    pub(crate) fields: Fields,
    pub(crate) private: Vec<(String, String)>,
    pub(crate) sources: Vec<PartialDate>,
}

impl Draft {
    pub(crate) fn new(about: Id, kind: &str, on: Date) -> Self {
        Self {
            stream: about,
            about,
            kind: kind.to_owned(),
            on: on.into(),
            recorded: on,
            clause: None,
            fields: Fields::new(),
            private: Vec::new(),
            sources: Vec::new(),
        }
    }

    pub(crate) fn field(
        mut self,
        name: &str,
        value: impl Into<standing_domain::FieldValue>,
    ) -> Self {
        self.fields.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn private(mut self, name: &str, value: impl Into<String>) -> Self {
        self.private.push((name.to_owned(), value.into()));
        self
    }
}

impl Pen {
    pub(crate) fn new(zone: Zone) -> Self {
        Self {
            zone,
            chance: Chance::default(),
            revisions: HashMap::new(),
            additions: Vec::new(),
        }
    }

    pub(crate) const fn chance(&mut self) -> &mut Chance {
        &mut self.chance
    }

    pub(crate) fn id(&mut self, kind: IdKind, on: Date) -> Id {
        let mut random = [0; 10];
        self.chance.fill(&mut random);
        Id::new(kind, noon(&self.zone, on), random)
    }

    /// Writes a fact and gives its place among those written, from 0.
    pub(crate) fn write(&mut self, draft: Draft) -> usize {
        let fact = NewFact {
            stream: draft.stream,
            // Counted when it is taken out.
            revision: 0,
            kind: draft.kind,
            about: draft.about,
            effective_on: draft.on,
            recorded_at: noon(&self.zone, draft.recorded),
            actor: None,
            capacity: None,
            clause: draft.clause,
            imported: true,
            fields: draft.fields,
            sources: draft.sources,
        };
        let rows = projection::rows(&fact, &draft.private);
        self.additions.push(Addition {
            fact,
            private: draft.private,
            rows,
        });
        self.additions.len() - 1
    }

    /// Takes out what was recorded up to a day, in the order in which it was written.
    pub(crate) fn take(&mut self, until: Date) -> Vec<Addition> {
        let end = self.zone.start_of(until.next());
        let written = std::mem::take(&mut self.additions).into_iter();
        let (mut taken, later): (Vec<Addition>, Vec<Addition>) =
            written.partition(|addition| addition.fact.recorded_at < end);
        self.additions = later;
        for Addition { fact, .. } in &mut taken {
            let revision = self.revisions.entry(fact.stream).or_default();
            *revision += 1;
            fact.revision = *revision;
        }
        taken
    }
}

fn noon(zone: &Zone, on: Date) -> Instant {
    Instant::from_microseconds(zone.start_of(on).microseconds() + 12 * 3_600_000_000)
}

/// A small generator (SplitMix64, Steele, Lea and Flood 2014): the demo's people are the same at
/// every run, so pictures and tests of it stay what they are.
#[derive(Debug)]
pub(crate) struct Chance(u64);

impl Default for Chance {
    fn default() -> Self {
        Self(0x5ca1_ab1e)
    }
}

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 when `bound` is 0.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let at = self.below(u64::try_from(of.len()).unwrap_or(0));
        of.get(usize::try_from(at).unwrap_or(0))
    }

    pub(crate) fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = u8::try_from(self.below(256)).unwrap_or(0);
        }
    }

    /// Whether something with so many chances in a thousand happens.
    pub(crate) fn happens(&mut self, in_thousand: u64) -> bool {
        self.below(1_000) < in_thousand
    }

    /// A day of a year.
    pub(crate) fn day_of(&mut self, year: i32) -> Date {
        let first = Date::new(year, 1, 1).unwrap_or(Date::MIN);
        let days = i32::try_from(self.below(365)).unwrap_or(0);
        first.plus_days(days)
    }
}
