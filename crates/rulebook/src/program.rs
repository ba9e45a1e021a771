//! What the evaluator looks up again and again, worked out once per rulebook.

use std::collections::BTreeSet;

use standing_base::Date;

use crate::model::{
    Cond, DefineIx, Effect, EntryKind, EntryKindIx, EnumType, FactIx, FactRef, FactType,
    QuestionIx, Record, RecordIx, Rule, RuleKind, Rulebook, Term, Timer, TimersBy, TrackRef,
    Trigger, Value, Version,
};

#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) layouts: Vec<Layout>,
    /// By record: whether there are only items of it, no subjects.
    pub(crate) item_only: Vec<bool>,
    /// Alongside [`Rulebook::versions`].
    pub(crate) versions: Vec<Code>,
}

/// How the facts of one record lie among the cells of a state.
#[derive(Debug)]
pub(crate) struct Layout {
    /// The values while nothing is recorded.
    pub(crate) start: Vec<Value>,
    /// By fact: the fact `X_since` beside it.
    pub(crate) since: Vec<Option<FactIx>>,
    /// The bit of the record's first fact.
    first_bit: usize,
}

impl Layout {
    /// The fact's bit among 128; facts beyond share the last one.
    pub(crate) fn bit(&self, fact: FactIx) -> u128 {
        1 << (self.first_bit + fact.at()).min(127)
    }
}

#[derive(Debug)]
pub(crate) struct Code {
    pub(crate) in_force: Date,
    /// Whether running timers are governed by this text from its first day on.
    pub(crate) retimes: bool,
    /// By entry kind: the tracks that it may move.
    pub(crate) moves: Vec<Vec<Group>>,
    pub(crate) follows: Vec<Follow>,
    /// By entry kind: the timers that it starts.
    pub(crate) starts: Vec<Vec<(u16, Reach)>>,
    /// By timer: the entries that stop it.
    pub(crate) stops: Vec<Vec<(EntryKindIx, Reach)>>,
    /// By question.
    pub(crate) questions: Vec<QuestionCode>,
}

/// The moves of one track that one kind of entry may make: the first whose `from` holds is made.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) track: TrackRef,
    pub(crate) reach: Reach,
    /// Indices into [`Version::moves`].
    pub(crate) moves: Vec<u16>,
}

/// Whom an entry reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The subject itself.
    Root,
    /// The entry's own item.
    Own,
    /// Those of the record whose fact equals the entry's field.
    By {
        fact: FactIx,
        field: usize,
    },
    Nobody,
}

/// A move that follows another.
#[derive(Debug)]
pub(crate) struct Follow {
    pub(crate) track: TrackRef,
    pub(crate) value: u8,
    /// Index into [`Version::moves`].
    pub(crate) index: u16,
    pub(crate) reach: FollowReach,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum FollowReach {
    /// The one that moved, or the subject itself.
    Same,
    /// Every item of the record.
    All,
}

#[derive(Debug, Default)]
pub(crate) struct QuestionCode {
    /// Indices into [`Version::rules`], each bar with the exceptions that may lift it.
    pub(crate) bars: Vec<(u16, Vec<u16>)>,
    pub(crate) requires: Vec<u16>,
    /// All of them, cheapest first: any one of them can say no, whichever is tried first.
    pub(crate) order: Vec<Tried>,
    /// The facts that decide it, a bit each.
    pub(crate) reads: u128,
}

/// Index into [`QuestionCode::bars`] or [`QuestionCode::requires`].
#[derive(Clone, Copy, Debug)]
pub(crate) enum Tried {
    Bar(usize),
    Require(usize),
}

impl QuestionCode {
    pub(crate) fn is_empty(&self) -> bool {
        self.bars.is_empty() && self.requires.is_empty()
    }
}

impl Program {
    pub(crate) fn new(rulebook: &Rulebook) -> Self {
        let vocabulary = &rulebook.vocabulary;
        let mut first_bit = 0;
        let mut layouts = Vec::with_capacity(vocabulary.records.len());
        let counted = counted(&vocabulary.entries);
        for (index, record) in vocabulary.records.iter().enumerate() {
            let counted = |fact| counted.contains(&(RecordIx(index16(index)), FactIx(fact)));
            layouts.push(layout(record, &vocabulary.enums, counted, first_bit));
            first_bit += record.facts.len();
        }
        let versions = rulebook
            .versions
            .iter()
            .enumerate()
            .map(|(index, version)| {
                let mut code = code(version, &vocabulary.entries);
                code.retimes = index > 0 && version.timers_by == TimersBy::Current;
                let count = vocabulary.questions.len();
                code.questions = (0..count)
                    .map(|question| question_code(version, question, &layouts))
                    .collect();
                code
            })
            .collect();
        let kinds = &vocabulary.entries;
        let item_only = (0..vocabulary.records.len()).map(|record| {
            let is_item = |kind: &EntryKind| kind.item.is_some_and(|of| of.record.at() == record);
            kinds.iter().any(is_item) && kinds.iter().all(|kind| kind.about.at() != record)
        });
        Self {
            layouts,
            item_only: item_only.collect(),
            versions,
        }
    }

    /// The version in force on a day, and whether the day is before the first.
    pub(crate) fn version_on(&self, day: Date) -> (usize, bool) {
        let begun = self.versions.partition_point(|code| code.in_force <= day);
        (begun.saturating_sub(1), begun == 0)
    }

    pub(crate) fn next_version_after(&self, day: Date) -> Option<Date> {
        let begun = self.versions.partition_point(|code| code.in_force <= day);
        self.versions.get(begun).map(|code| code.in_force)
    }
}

/// The facts that entries count.
fn counted(kinds: &[EntryKind]) -> BTreeSet<(RecordIx, FactIx)> {
    let counts = |effect: &&Effect| effect.value.counts();
    kinds
        .iter()
        .flat_map(|kind| {
            let owner = kind.item.map_or(kind.about, |item| item.record);
            let sets = kind.sets.iter().filter(counts);
            let also = kind.also.iter().filter(counts);
            let sets = sets.map(move |effect| (owner, effect.fact));
            sets.chain(also.map(|effect| (kind.about, effect.fact)))
        })
        .collect()
}

fn layout(
    record: &Record,
    enums: &[EnumType],
    counted: impl Fn(u16) -> bool,
    first_bit: usize,
) -> Layout {
    let start = (0_u16..)
        .zip(&record.facts)
        .map(|(index, fact)| match fact.kind {
            FactType::Number if counted(index) => Value::Number(0),
            FactType::YesNo if fact.core => Value::YesNo(false),
            FactType::Enum(of) => enums
                .get(of.at())
                .and_then(|of| of.values.iter().position(|value| value == "none"))
                .and_then(|none| u8::try_from(none).ok())
                .map_or(Value::Missing, Value::Enum),
            _ => Value::Missing,
        });
    let mut since = vec![None; record.facts.len()];
    for (index, fact) in record.facts.iter().enumerate() {
        if let Some(slot) = fact.since.and_then(|of| since.get_mut(of.at())) {
            *slot = u16::try_from(index).ok().map(FactIx);
        }
    }
    Layout {
        start: start.collect(),
        since,
        first_bit,
    }
}

fn index16(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

fn code(version: &Version, kinds: &[EntryKind]) -> Code {
    let mut moves: Vec<Vec<Group>> = kinds.iter().map(|_| Vec::new()).collect();
    let mut follows = Vec::new();
    for (index, row) in version.moves.iter().enumerate() {
        match row.on {
            Trigger::Entry(kind) => {
                let (Some(declared), Some(groups)) =
                    (kinds.get(kind.at()), moves.get_mut(kind.at()))
                else {
                    continue;
                };
                let by = row.by.as_ref().map(|by| (by.fact, by.field.as_str()));
                let reach = reach_of_move(declared, row.track.record, by);
                let group = groups
                    .iter_mut()
                    .find(|group| group.track == row.track && group.reach == reach);
                match group {
                    Some(group) => group.moves.push(index16(index)),
                    None => groups.push(Group {
                        track: row.track,
                        reach,
                        moves: vec![index16(index)],
                    }),
                }
            }
            Trigger::Moved(track, value) => {
                let is_item = kinds.iter().any(|kind| {
                    kind.item
                        .is_some_and(|item| item.record == row.track.record)
                });
                let reach = if row.track.record == track.record || !is_item {
                    FollowReach::Same
                } else {
                    FollowReach::All
                };
                follows.push(Follow {
                    track,
                    value,
                    index: index16(index),
                    reach,
                });
            }
        }
    }
    let (starts, stops) = timers(version, kinds);
    Code {
        in_force: version.in_force,
        retimes: false,
        moves,
        follows,
        starts,
        stops,
        questions: Vec::new(),
    }
}

fn field_named(kind: &EntryKind, name: &str) -> Option<usize> {
    kind.fields.iter().position(|(field, _)| field == name)
}

fn reach_of_move(kind: &EntryKind, record: RecordIx, by: Option<(FactIx, &str)>) -> Reach {
    if let Some((fact, field)) = by {
        return field_named(kind, field).map_or(Reach::Nobody, |field| Reach::By { fact, field });
    }
    own_reach(kind, record).unwrap_or(Reach::Nobody)
}

fn own_reach(kind: &EntryKind, record: RecordIx) -> Option<Reach> {
    if record == kind.about {
        Some(Reach::Root)
    } else if kind.item.is_some_and(|item| item.record == record) {
        Some(Reach::Own)
    } else {
        None
    }
}

/// An entry reaches a timer through its own item, or else through `by`.
fn reach_of_timer(kind: &EntryKind, timer: &Timer) -> Reach {
    let by = timer.by.as_ref().map(|by| (by.fact, by.field.as_str()));
    match own_reach(kind, timer.track.record) {
        Some(Reach::Own) => Reach::Own,
        Some(reach) if by.is_none() => reach,
        _ => reach_of_move(kind, timer.track.record, by),
    }
}

type Starts = Vec<Vec<(u16, Reach)>>;
type Stops = Vec<Vec<(EntryKindIx, Reach)>>;

fn timers(version: &Version, kinds: &[EntryKind]) -> (Starts, Stops) {
    let mut starts: Starts = kinds.iter().map(|_| Vec::new()).collect();
    let mut stops = Stops::with_capacity(version.timers.len());
    for (index, timer) in version.timers.iter().enumerate() {
        if let (Some(kind), Some(of)) = (
            kinds.get(timer.starts.at()),
            starts.get_mut(timer.starts.at()),
        ) {
            of.push((index16(index), reach_of_timer(kind, timer)));
        }
        stops.push(
            timer
                .stops_on
                .iter()
                .filter_map(|stop| {
                    let kind = kinds.get(stop.at())?;
                    Some((*stop, reach_of_timer(kind, timer)))
                })
                .collect(),
        );
    }
    (starts, stops)
}

fn question_code(version: &Version, question: usize, layouts: &[Layout]) -> QuestionCode {
    let mut code = QuestionCode::default();
    let Ok(question) = u16::try_from(question).map(QuestionIx) else {
        return code;
    };
    let mut order = Vec::new();
    let asked = |rule: &Rule| rule.questions.contains(&question);
    let mut reads = Reads {
        version,
        layouts,
        bits: 0,
    };
    for (index, rule) in version.rules.iter().enumerate() {
        if !asked(rule) {
            continue;
        }
        reads.cond(&rule.condition);
        let cost = cost(version, &rule.condition);
        match rule.kind {
            RuleKind::Require => {
                order.push((cost, Tried::Require(code.requires.len())));
                code.requires.push(index16(index));
            }
            RuleKind::Bar => {
                order.push((cost, Tried::Bar(code.bars.len())));
                let lifts =
                    |other: &Rule| other.kind == RuleKind::Except(rule.clause) && asked(other);
                let excepts = version.rules.iter().enumerate();
                let excepts = excepts.filter(|(_, other)| lifts(other));
                let excepts = excepts.map(|(index, _)| index16(index)).collect();
                code.bars.push((index16(index), excepts));
            }
            RuleKind::Except(_) => {}
        }
    }
    code.reads = reads.bits;
    order.sort_by_key(|(cost, _)| *cost);
    code.order = order.into_iter().map(|(_, tried)| tried).collect();
    code
}

/// About how much work a condition is; only the order matters.
fn cost(version: &Version, cond: &Cond) -> u32 {
    let of = |part: &Cond| cost(version, part);
    let twice = |part: Option<&Cond>| part.map_or(0, of).saturating_mul(2).saturating_add(10);
    match cond {
        Cond::And(parts) | Cond::Or(parts) => parts.iter().map(of).fold(0, u32::saturating_add),
        Cond::Not(part) => of(part),
        Cond::Fact(_) | Cond::Is { .. } | Cond::Recorded(_) => 1,
        Cond::Defined { define, .. } => {
            let define = version.defines.get(define.at());
            define.map_or(1, |define| of(&define.condition))
        }
        Cond::Compare { left, right, .. } => {
            let adds = |term: &Term| matches!(term, Term::Plus(..) | Term::Minus(..));
            if adds(left) || adds(right) { 20 } else { 3 }
        }
        Cond::Some { filter, has, .. } => {
            twice(filter.as_deref()).saturating_add(twice(has.as_deref()))
        }
        Cond::No { filter, .. } | Cond::Count { filter, .. } => twice(filter.as_deref()),
        Cond::Every { filter, has, .. } => {
            twice(filter.as_deref()).saturating_add(twice(Some(has)))
        }
    }
}

/// Collects the facts that conditions read.
struct Reads<'a> {
    version: &'a Version,
    layouts: &'a [Layout],
    bits: u128,
}

impl Reads<'_> {
    fn fact(&mut self, fact: FactRef) {
        if let Some(layout) = self.layouts.get(fact.record.at()) {
            self.bits |= layout.bit(fact.fact);
        }
    }

    fn define(&mut self, define: DefineIx) {
        let version = self.version;
        if let Some(define) = version.defines.get(define.at()) {
            self.cond(&define.condition);
        }
    }

    fn term(&mut self, term: &Term) {
        match term {
            Term::Fact(fact) => self.fact(*fact),
            Term::Plus(left, right) | Term::Minus(left, right) => {
                self.term(left);
                self.term(right);
            }
            _ => {}
        }
    }

    fn cond(&mut self, cond: &Cond) {
        match cond {
            Cond::And(parts) | Cond::Or(parts) => parts.iter().for_each(|part| self.cond(part)),
            Cond::Not(part) => self.cond(part),
            Cond::Fact(fact) | Cond::Is { fact, .. } | Cond::Recorded(fact) => self.fact(*fact),
            Cond::Defined { define, .. } => self.define(*define),
            Cond::Compare { left, right, .. } => {
                self.term(left);
                self.term(right);
            }
            Cond::Some {
                list, filter, has, ..
            } => {
                self.list(*list, filter.as_deref());
                if let Some(has) = has {
                    self.cond(has);
                }
            }
            Cond::No { list, filter, .. } => self.list(*list, filter.as_deref()),
            Cond::Every {
                list, filter, has, ..
            } => {
                self.list(*list, filter.as_deref());
                self.cond(has);
            }
            Cond::Count {
                list, filter, than, ..
            } => {
                self.list(*list, filter.as_deref());
                self.term(than);
            }
        }
    }

    fn list(&mut self, list: FactRef, filter: Option<&Cond>) {
        self.fact(list);
        if let Some(filter) = filter {
            self.cond(filter);
        }
    }
}
