//! A second evaluator, written from docs/src/rulebook/format.md and from nothing else: one day at a
//! time, everything by name, no cleverness. It is slow and it is the measure of the fast one.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "small numbers of a rulebook made for tests"
)]

mod reading;

use std::collections::BTreeMap;

use standing_base::{Counting, Date, Instant};
use standing_rulebook::{
    EffectValue, Entry, EntryKind, EntryKindIx, FactIx, FactType, History, ParamValue, QuestionIx,
    RecordIx, RuleKind, Rulebook, Runs, Symbol, Timer, TimersBy, TrackRef, Trigger, Truth, Value,
};

use reading::Reader;

/// Who has facts: the subject itself, or the item of a list with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    Subject,
    Item(u16, u32),
}

#[derive(Clone, Debug)]
struct Clock {
    who: Who,
    version: usize,
    timer: usize,
    began: Date,
    entry: u64,
    last: Option<Date>,
}

/// The world of one subject on one day.
#[derive(Clone, Debug)]
pub(crate) struct World<'a> {
    rulebook: &'a Rulebook,
    root: RecordIx,
    facts: BTreeMap<(Who, u16), Value>,
    /// Items in the order in which they began, with their record.
    items: Vec<(Who, RecordIx)>,
    clocks: Vec<Clock>,
}

pub(crate) type Placed<'a> = (Date, &'a Entry);

fn version_on(rulebook: &Rulebook, day: Date) -> usize {
    let mut version = 0;
    for (index, text) in rulebook.versions.iter().enumerate() {
        if text.in_force <= day {
            version = index;
        }
    }
    version
}

/// Acts of no effect on a day, by number.
pub(crate) fn of_no_effect(
    rulebook: &Rulebook,
    history: &History<'_>,
    known: Option<Instant>,
    day: Date,
) -> Vec<u64> {
    let mut later_first: Vec<&Entry> = history.entries.iter().collect();
    later_first.sort_by_key(|entry| std::cmp::Reverse(entry.number));
    let mut gone = Vec::new();
    for entry in later_first {
        let kind = &rulebook.vocabulary.entries[entry.kind.0 as usize];
        let Some(annuls) = kind.annuls else { continue };
        if known.is_some_and(|known| entry.recorded_at > known) || gone.contains(&entry.number) {
            continue;
        }
        let field = |index: usize| history.arena[entry.fields_at as usize + index];
        let Value::Entry(act) = field(annuls.act) else {
            continue;
        };
        let since = match annuls.from.map(field) {
            Some(Value::Date(from)) => from,
            _ => Date::MIN,
        };
        if act < entry.number && since <= day {
            gone.push(act);
        }
    }
    gone
}

impl<'a> World<'a> {
    pub(crate) fn new(rulebook: &'a Rulebook, root: RecordIx) -> Self {
        let mut world = Self {
            rulebook,
            root,
            facts: BTreeMap::new(),
            items: Vec::new(),
            clocks: Vec::new(),
        };
        world.begin(Who::Subject, root);
        world
    }

    fn begin(&mut self, who: Who, record: RecordIx) {
        let facts = &self.rulebook.vocabulary.records[record.0 as usize].facts;
        for index in 0..facts.len() {
            let fact = FactIx(index as u16);
            let value = self.unrecorded(record, fact);
            self.facts.insert((who, fact.0), value);
        }
    }

    fn is_counted(&self, record: RecordIx, fact: FactIx) -> bool {
        let mut kinds = self.rulebook.vocabulary.entries.iter();
        kinds.any(|kind| {
            let own = kind.item.map_or(kind.about, |item| item.record);
            let sets = kind.sets.iter().map(|effect| (own, effect));
            let also = kind.also.iter().map(|effect| (kind.about, effect));
            sets.chain(also).any(|(of, effect)| {
                let counts = matches!(effect.value, EffectValue::More | EffectValue::Fewer);
                counts && (of, effect.fact) == (record, fact)
            })
        })
    }

    fn unrecorded(&self, record: RecordIx, fact: FactIx) -> Value {
        let declared = &self.rulebook.vocabulary.records[record.0 as usize].facts[fact.0 as usize];
        match declared.kind {
            FactType::YesNo if declared.core => Value::YesNo(false),
            FactType::Number if self.is_counted(record, fact) => Value::Number(0),
            FactType::Enum(of) => {
                let values = &self.rulebook.vocabulary.enums[of.0 as usize].values;
                match values.iter().position(|value| value == "none") {
                    Some(none) => Value::Enum(none as u8),
                    None => Value::Missing,
                }
            }
            _ => Value::Missing,
        }
    }

    fn record_of(&self, who: Who) -> RecordIx {
        match who {
            Who::Subject => self.root,
            item @ Who::Item(..) => {
                let mut items = self.items.iter();
                items.find(|(one, _)| *one == item).unwrap().1
            }
        }
    }

    fn get(&self, who: Who, fact: FactIx) -> Value {
        self.facts[&(who, fact.0)]
    }

    /// A number that goes up or down, and never below nothing.
    fn counted(&self, who: Who, fact: FactIx, by: i64) -> Value {
        let is = match self.get(who, fact) {
            Value::Number(is) => is,
            _ => 0,
        };
        Value::Number((is + by).max(0))
    }

    fn put(&mut self, who: Who, fact: FactIx, value: Value, day: Date) {
        let old = self.facts.insert((who, fact.0), value);
        if old == Some(value) {
            return;
        }
        let record = self.record_of(who);
        let facts = &self.rulebook.vocabulary.records[record.0 as usize].facts;
        for (index, declared) in facts.iter().enumerate() {
            if declared.since == Some(fact) {
                self.facts.insert((who, index as u16), Value::Date(day));
            }
        }
    }

    fn all_of(&self, record: RecordIx) -> Vec<Who> {
        let mut all = Vec::new();
        if record == self.root {
            all.push(Who::Subject);
        }
        all.extend(
            self.items
                .iter()
                .filter(|(_, of)| *of == record)
                .map(|(who, _)| *who),
        );
        all
    }

    fn is_working(&self, day: Date) -> bool {
        day.weekday() <= 5 && !self.rulebook.holidays.contains(&day)
    }

    fn last_day(&self, version: usize, timer: &Timer, began: Date) -> Option<Date> {
        let length = match &timer.runs {
            Runs::Until(_) => return None,
            Runs::Length(length) => *length,
            Runs::Param(param) => {
                let ParamValue::Length(length) =
                    self.rulebook.versions[version].params[param.0 as usize].value
                else {
                    panic!("a timer runs for a length");
                };
                length
            }
        };
        // Counted by hand: day by day, as the page on formats says it.
        match timer.counting {
            Counting::Clear => Some(began.plus(length)),
            Counting::Calendar => Some(began.plus(length).previous()),
            Counting::Working => {
                assert_eq!(
                    length.to_string().split(' ').nth(1).map(|unit| &unit[..3]),
                    Some("day")
                );
                let mut left = length.count;
                let mut day = began;
                while left > 0 {
                    day = day.next();
                    if self.is_working(day) {
                        left -= 1;
                    }
                }
                Some(day)
            }
        }
    }

    fn last_of(&self, clock: &Clock) -> Option<Date> {
        let timer = &self.rulebook.versions[clock.version].timers[clock.timer];
        match timer.runs {
            Runs::Until(fact) => match self.get(clock.who, fact) {
                Value::Date(until) => Some(until),
                _ => None,
            },
            _ => clock.last,
        }
    }

    /// One whole day: a new text, then time limits, then entries in the order of their numbers.
    pub(crate) fn day(&mut self, day: Date, entries: &[Placed<'_>], history: &History<'_>) {
        for (index, text) in self.rulebook.versions.iter().enumerate().skip(1) {
            if text.in_force == day && text.timers_by == TimersBy::Current {
                self.new_text(index);
            }
        }
        let mut due: Vec<Clock> = self
            .clocks
            .iter()
            .filter(|clock| self.last_of(clock).is_some_and(|last| last < day))
            .cloned()
            .collect();
        due.sort_by_key(|clock| (self.last_of(clock), clock.entry, clock.timer));
        for clock in due {
            let still = |one: &Clock| {
                (one.who, one.version, one.timer, one.began)
                    == (clock.who, clock.version, clock.timer, clock.began)
            };
            let Some(place) = self.clocks.iter().position(still) else {
                continue;
            };
            self.clocks.remove(place);
            let timer = &self.rulebook.versions[clock.version].timers[clock.timer];
            self.go(timer.track, clock.who, timer.then, day);
        }
        let mut today: Vec<&Entry> = entries
            .iter()
            .filter(|(on, _)| *on == day)
            .map(|(_, entry)| *entry)
            .collect();
        today.sort_by_key(|entry| entry.number);
        for entry in today {
            self.entry(day, entry, history);
        }
    }

    fn new_text(&mut self, version: usize) {
        let text = &self.rulebook.versions[version];
        let mut kept = Vec::new();
        for mut clock in std::mem::take(&mut self.clocks) {
            let old = &self.rulebook.versions[clock.version].timers[clock.timer];
            let new = text.timers.iter().position(|timer| {
                timer.id == old.id && timer.track == old.track && timer.during == old.during
            });
            if let Some(new) = new {
                clock.last = self.last_day(version, &text.timers[new], clock.began);
                clock.version = version;
                clock.timer = new;
                kept.push(clock);
            }
        }
        self.clocks = kept;
    }

    /// A track moves, and whatever follows from it.
    fn go(&mut self, track: TrackRef, who: Who, to: u8, day: Date) {
        let mut waiting = vec![(track, who, to)];
        while !waiting.is_empty() {
            let (track, who, to) = waiting.remove(0);
            self.put(who, track.fact, Value::Enum(to), day);
            self.forget_clocks(track, who, to);
            let text = &self.rulebook.versions[version_on(self.rulebook, day)];
            for follow in &text.moves {
                if follow.on != Trigger::Moved(track, to) {
                    continue;
                }
                let whom = if follow.track.record == track.record {
                    vec![who]
                } else {
                    self.all_of(follow.track.record)
                };
                for one in whom {
                    if let Value::Enum(is) = self.get(one, follow.track.fact)
                        && follow.from.contains(&is)
                    {
                        // Takes place at once; what follows from it waits its turn.
                        self.put(one, follow.track.fact, Value::Enum(follow.to), day);
                        self.forget_clocks(follow.track, one, follow.to);
                        waiting.push((follow.track, one, follow.to));
                    }
                }
            }
        }
    }

    fn forget_clocks(&mut self, track: TrackRef, who: Who, is: u8) {
        let rulebook = self.rulebook;
        self.clocks.retain(|clock| {
            let timer = &rulebook.versions[clock.version].timers[clock.timer];
            !(clock.who == who && timer.track == track && timer.during != is)
        });
    }

    fn field(history: &History<'_>, entry: &Entry, index: usize) -> Value {
        history.arena[entry.fields_at as usize + index]
    }

    fn entry(&mut self, day: Date, entry: &Entry, history: &History<'_>) {
        let rulebook = self.rulebook;
        let kind = &rulebook.vocabulary.entries[entry.kind.0 as usize];
        if kind.about != self.root {
            return;
        }
        let mut own = None;
        if let Some(of) = kind.item
            && let Value::Text(Symbol(key)) = Self::field(history, entry, of.key)
        {
            let who = Who::Item(of.list.0, key);
            if !self.items.iter().any(|(one, _)| *one == who) {
                self.items.push((who, of.record));
                self.begin(who, of.record);
            }
            own = Some(who);
        }
        let target = if kind.item.is_some() {
            own
        } else {
            Some(Who::Subject)
        };
        for (whom, effects) in [(target, &kind.sets), (Some(Who::Subject), &kind.also)] {
            let Some(whom) = whom else { continue };
            for effect in effects {
                let value = match effect.value {
                    EffectValue::On => Value::Date(day),
                    EffectValue::Const(value) => value,
                    EffectValue::Nothing => self.unrecorded(self.record_of(whom), effect.fact),
                    EffectValue::Field(index) => match Self::field(history, entry, index) {
                        Value::Missing => continue,
                        value => value,
                    },
                    EffectValue::More => self.counted(whom, effect.fact, 1),
                    EffectValue::Fewer => self.counted(whom, effect.fact, -1),
                };
                self.put(whom, effect.fact, value, day);
            }
        }
        let clocks_before: Vec<Clock> = self.clocks.clone();
        let blocked = self.move_by(day, entry, kind, own, history);
        self.stop(entry, kind, own, history, &clocks_before);
        self.start(day, entry, kind, own, history, &blocked);
    }

    /// Whom an entry means on a track: the subject, its own item, or those found by a fact.
    fn meant(
        &self,
        record: RecordIx,
        by: Option<(FactIx, Value)>,
        kind: &EntryKind,
        own: Option<Who>,
    ) -> Vec<Who> {
        match by {
            Some((_, Value::Missing)) => Vec::new(),
            Some((fact, value)) => {
                let mut all = self.all_of(record);
                all.retain(|who| self.get(*who, fact) == value);
                all
            }
            None if record == self.root => vec![Who::Subject],
            None if kind.item.is_some_and(|of| of.record == record) => own.into_iter().collect(),
            None => Vec::new(),
        }
    }

    fn by_field(
        history: &History<'_>,
        entry: &Entry,
        kind: &EntryKind,
        by: Option<&standing_rulebook::By>,
    ) -> Option<(FactIx, Value)> {
        by.map(|by| {
            let index = kind.fields.iter().position(|(name, _)| *name == by.field);
            let value = index.map_or(Value::Missing, |index| Self::field(history, entry, index));
            (by.fact, value)
        })
    }

    /// Moves what the entry moves; returns the tracks on which it has no effect.
    fn move_by(
        &mut self,
        day: Date,
        entry: &Entry,
        kind: &EntryKind,
        own: Option<Who>,
        history: &History<'_>,
    ) -> Vec<(TrackRef, Who)> {
        let text = &self.rulebook.versions[version_on(self.rulebook, day)];
        let mut met: Vec<(TrackRef, Who)> = Vec::new();
        let mut moved: Vec<(TrackRef, Who, u8)> = Vec::new();
        for row in &text.moves {
            if row.on != Trigger::Entry(entry.kind) {
                continue;
            }
            let by = Self::by_field(history, entry, kind, row.by.as_ref());
            for who in self.meant(row.track.record, by, kind, own) {
                met.push((row.track, who));
                let done = moved
                    .iter()
                    .any(|(track, one, _)| (*track, *one) == (row.track, who));
                if let Value::Enum(is) = self.get(who, row.track.fact)
                    && row.from.contains(&is)
                    && !done
                {
                    moved.push((row.track, who, row.to));
                    // An entry's own moves come before what follows from them.
                    self.put(who, row.track.fact, Value::Enum(row.to), day);
                    self.forget_clocks(row.track, who, row.to);
                }
            }
        }
        let mut waiting = moved.clone();
        // What follows from the first move comes before what follows from the second, but what
        // follows from a following move waits for both.
        while !waiting.is_empty() {
            let (track, who, to) = waiting.remove(0);
            waiting.extend(self.followers(track, who, to, day));
        }
        met.retain(|(track, who)| !moved.iter().any(|(t, w, _)| (t, w) == (track, who)));
        met
    }

    fn followers(
        &mut self,
        track: TrackRef,
        who: Who,
        to: u8,
        day: Date,
    ) -> Vec<(TrackRef, Who, u8)> {
        let text = &self.rulebook.versions[version_on(self.rulebook, day)];
        let mut next = Vec::new();
        for follow in &text.moves {
            if follow.on != Trigger::Moved(track, to) {
                continue;
            }
            let whom = if follow.track.record == track.record {
                vec![who]
            } else {
                self.all_of(follow.track.record)
            };
            for one in whom {
                if let Value::Enum(is) = self.get(one, follow.track.fact)
                    && follow.from.contains(&is)
                {
                    self.put(one, follow.track.fact, Value::Enum(follow.to), day);
                    self.forget_clocks(follow.track, one, follow.to);
                    next.push((follow.track, one, follow.to));
                }
            }
        }
        next
    }

    fn timer_means(
        &self,
        timer: &Timer,
        entry: &Entry,
        kind: &EntryKind,
        own: Option<Who>,
        history: &History<'_>,
    ) -> Vec<Who> {
        // `by` is for entries that are not the item's own.
        let is_own = kind.item.is_some_and(|of| of.record == timer.track.record);
        let by = Self::by_field(history, entry, kind, timer.by.as_ref().filter(|_| !is_own));
        self.meant(timer.track.record, by, kind, own)
    }

    fn stop(
        &mut self,
        entry: &Entry,
        kind: &EntryKind,
        own: Option<Who>,
        history: &History<'_>,
        before: &[Clock],
    ) {
        let mut stopped = Vec::new();
        for clock in before {
            let timer = &self.rulebook.versions[clock.version].timers[clock.timer];
            if timer.stops_on.contains(&entry.kind)
                && self
                    .timer_means(timer, entry, kind, own, history)
                    .contains(&clock.who)
            {
                stopped.push((clock.who, clock.version, clock.timer));
            }
        }
        self.clocks
            .retain(|clock| !stopped.contains(&(clock.who, clock.version, clock.timer)));
    }

    fn start(
        &mut self,
        day: Date,
        entry: &Entry,
        kind: &EntryKind,
        own: Option<Who>,
        history: &History<'_>,
        blocked: &[(TrackRef, Who)],
    ) {
        let version = version_on(self.rulebook, day);
        let text = &self.rulebook.versions[version];
        for (index, timer) in text.timers.iter().enumerate() {
            if timer.starts != entry.kind {
                continue;
            }
            for who in self.timer_means(timer, entry, kind, own, history) {
                let runs = self.get(who, timer.track.fact) == Value::Enum(timer.during);
                if !runs || blocked.contains(&(timer.track, who)) {
                    continue;
                }
                let rulebook = self.rulebook;
                self.clocks.retain(|clock| {
                    let other = &rulebook.versions[clock.version].timers[clock.timer];
                    !(clock.who == who && other.id == timer.id && other.track == timer.track)
                });
                self.clocks.push(Clock {
                    who,
                    version,
                    timer: index,
                    began: day,
                    entry: entry.number,
                    last: self.last_day(version, timer, day),
                });
            }
        }
    }

    /// The answer to a question by the text in force on a day.
    pub(crate) fn answer(&self, question: QuestionIx, item: Option<Symbol>, today: Date) -> Truth {
        let text = &self.rulebook.versions[version_on(self.rulebook, today)];
        let about = self.rulebook.vocabulary.questions[question.0 as usize].about;
        let who = match item {
            None => Who::Subject,
            Some(Symbol(key)) => {
                let named = self.items.iter().find(|(who, record)| {
                    *record == about && matches!(who, Who::Item(_, of) if *of == key)
                });
                match named {
                    Some((who, _)) => *who,
                    None => return Truth::Undecided,
                }
            }
        };
        let mut reader = Reader {
            world: self,
            text,
            today,
            variables: vec![Some(who)],
        };
        let asked = text
            .rules
            .iter()
            .filter(|rule| rule.questions.contains(&question));
        let (mut some, mut no, mut unknown) = (false, false, false);
        for rule in asked {
            let holds = reader.holds(&rule.condition);
            match rule.kind {
                RuleKind::Except(_) => continue,
                RuleKind::Require => {
                    no |= holds == Some(false);
                    unknown |= holds.is_none();
                }
                RuleKind::Bar => {
                    let lifted = text.rules.iter().any(|other| {
                        other.kind == RuleKind::Except(rule.clause)
                            && other.questions.contains(&question)
                            && reader.holds(&other.condition) == Some(true)
                    });
                    no |= holds == Some(true) && !lifted;
                    unknown |= holds.is_none() && !lifted;
                }
            }
            some = true;
        }
        match (some, no, unknown) {
            (false, ..) => Truth::Undecided,
            (_, true, _) => Truth::No,
            (_, _, true) => Truth::Undecided,
            _ => Truth::Yes,
        }
    }
}

/// Whether an entry kind has a name, for generators.
pub(crate) fn kind_named(rulebook: &Rulebook, name: &str) -> Option<EntryKindIx> {
    let index = rulebook
        .vocabulary
        .entries
        .iter()
        .position(|kind| kind.name == name)?;
    Some(EntryKindIx(index as u16))
}
