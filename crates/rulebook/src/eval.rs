//! The fast evaluator: three-valued, stops at the first operand that decides, allocates nothing.

use std::cmp::Ordering;

use standing_base::{Date, Length};

use crate::model::{
    Cond, FactRef, FactType, Op, ParamValue, QuestionIx, Rulebook, Term, Value, Version,
};
use crate::program::{Code, Program, Tried};
use crate::state::{ROOT, State};
use crate::truth::Truth;

/// What variables stand for: a list that grows on the stack, innermost first.
#[derive(Clone, Copy)]
pub(crate) struct Env<'e> {
    pub(crate) var: u8,
    pub(crate) at: u32,
    pub(crate) up: Option<&'e Env<'e>>,
}

impl<'e> Env<'e> {
    pub(crate) const fn of(at: u32) -> Self {
        Self {
            var: 0,
            at,
            up: None,
        }
    }

    pub(crate) const fn binding(&'e self, var: u8, at: u32) -> Self {
        Self {
            var,
            at,
            up: Some(self),
        }
    }

    pub(crate) fn at(&self, var: u8) -> Option<u32> {
        let mut env = self;
        loop {
            if env.var == var {
                return Some(env.at);
            }
            env = env.up?;
        }
    }
}

/// What is asked about: a state on a day, by one text.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) rulebook: &'a Rulebook,
    pub(crate) text: &'a Version,
    pub(crate) code: &'a Code,
    pub(crate) state: &'a State,
    pub(crate) today: Date,
}

/// The value of one side of a comparison.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quantity {
    Missing,
    Date(Date),
    Number(i64),
    Length(Length),
    Other(Value),
}

impl<'a> View<'a> {
    /// A state seen by the text in force on a day.
    pub(crate) fn new(
        rulebook: &'a Rulebook,
        program: &'a Program,
        state: &'a State,
        today: Date,
    ) -> Option<Self> {
        let (version, _) = program.version_on(today);
        Some(Self {
            rulebook,
            text: rulebook.versions.get(version)?,
            code: program.versions.get(version)?,
            state,
            today,
        })
    }

    pub(crate) fn value(&self, env: &Env<'_>, fact: FactRef) -> Value {
        env.at(fact.var)
            .map_or(Value::Missing, |at| self.state.value(at, fact.fact))
    }

    pub(crate) fn fact(&self, env: &Env<'_>, fact: FactRef) -> Truth {
        match self.value(env, fact) {
            Value::YesNo(yes) => Truth::of(yes),
            _ => Truth::Undecided,
        }
    }

    pub(crate) fn is(&self, env: &Env<'_>, fact: FactRef, wanted: Value) -> Truth {
        match self.value(env, fact) {
            Value::Missing => Truth::Undecided,
            value => Truth::of(value == wanted),
        }
    }

    pub(crate) fn recorded(&self, env: &Env<'_>, fact: FactRef) -> Truth {
        let decl = self.rulebook.vocabulary.records.get(fact.record.at());
        let decl = decl.and_then(|record| record.facts.get(fact.fact.at()));
        if decl.is_some_and(|decl| matches!(decl.kind, FactType::List(_))) {
            return Truth::of(self.items(env, fact).next().is_some());
        }
        Truth::of(self.value(env, fact) != Value::Missing)
    }

    /// The items of a list. Only the subject itself has lists.
    pub(crate) fn items(
        &self,
        env: &Env<'_>,
        list: FactRef,
    ) -> impl Iterator<Item = u32> + use<'a> {
        let of_root = env.at(list.var) == Some(ROOT);
        let items = self.state.items.iter();
        items
            .filter(move |item| of_root && item.list == list.fact)
            .map(|item| item.at)
    }

    fn quantity(&self, env: &Env<'_>, term: &Term) -> Quantity {
        match term {
            Term::Fact(fact) => match self.value(env, *fact) {
                Value::Missing => Quantity::Missing,
                Value::Date(date) => Quantity::Date(date),
                Value::Number(number) => Quantity::Number(number),
                other => Quantity::Other(other),
            },
            Term::Param(param) => {
                match self.text.params.get(param.at()).map(|param| &param.value) {
                    Some(ParamValue::Length(length)) => Quantity::Length(*length),
                    Some(ParamValue::Number(number)) => Quantity::Number(*number),
                    Some(ParamValue::Date(date)) => Quantity::Date(*date),
                    _ => Quantity::Missing,
                }
            }
            Term::Date(date) => Quantity::Date(*date),
            Term::Number(number) => Quantity::Number(*number),
            Term::Length(length) => Quantity::Length(*length),
            Term::Today => Quantity::Date(self.today),
            Term::Plus(left, right) => {
                match (self.quantity(env, left), self.quantity(env, right)) {
                    (Quantity::Date(date), Quantity::Length(length))
                    | (Quantity::Length(length), Quantity::Date(date)) => {
                        Quantity::Date(date.plus(length))
                    }
                    (Quantity::Number(left), Quantity::Number(right)) => {
                        Quantity::Number(left.saturating_add(right))
                    }
                    _ => Quantity::Missing,
                }
            }
            Term::Minus(left, right) => {
                match (self.quantity(env, left), self.quantity(env, right)) {
                    (Quantity::Date(date), Quantity::Length(length)) => {
                        Quantity::Date(date.minus(length))
                    }
                    (Quantity::Number(left), Quantity::Number(right)) => {
                        Quantity::Number(left.saturating_sub(right))
                    }
                    _ => Quantity::Missing,
                }
            }
        }
    }

    /// A comparison, and the next day on which it comes out otherwise by the passing of days.
    pub(crate) fn compare(
        &self,
        env: &Env<'_>,
        left: &Term,
        op: Op,
        right: &Term,
    ) -> (Truth, Option<Date>) {
        let (one, other) = (self.quantity(env, left), self.quantity(env, right));
        let order = match (one, other) {
            (Quantity::Missing, _) | (_, Quantity::Missing) => return (Truth::Undecided, None),
            (Quantity::Date(one), Quantity::Date(other)) => one.cmp(&other),
            (Quantity::Number(one), Quantity::Number(other)) => one.cmp(&other),
            (one, other) => {
                let truth = match op {
                    Op::Eq => Truth::of(one == other),
                    Op::Ne => Truth::of(one != other),
                    _ => Truth::Undecided,
                };
                return (truth, None);
            }
        };
        let flips = match (left, right, one, other) {
            (Term::Today, Term::Today, ..) => None,
            (Term::Today, _, _, Quantity::Date(date)) => self.flips(mirrored(op), date),
            (_, Term::Today, Quantity::Date(date), _) => self.flips(op, date),
            _ => None,
        };
        (Truth::of(holds(op, order)), flips)
    }

    /// The next day after today on which `date op today` changes.
    fn flips(&self, op: Op, date: Date) -> Option<Date> {
        let on = match op {
            Op::Le | Op::Gt => date,
            Op::Eq | Op::Ne if date > self.today => date,
            Op::Lt | Op::Ge | Op::Eq | Op::Ne => date.next(),
        };
        (on > self.today).then_some(on)
    }

    /// `count op than`, when the count is somewhere from `least` to `most`.
    pub(crate) fn count(
        &self,
        env: &Env<'_>,
        (least, most): (usize, usize),
        op: Op,
        than: &Term,
    ) -> Truth {
        let Quantity::Number(than) = self.quantity(env, than) else {
            return Truth::Undecided;
        };
        let at = |count: usize| {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            Truth::of(holds(op, count.cmp(&than)))
        };
        let first = at(least);
        if (least..=most).all(|count| at(count) == first) {
            first
        } else {
            Truth::Undecided
        }
    }
}

/// Whether `left op right`, given how left compares to right.
fn holds(op: Op, order: Ordering) -> bool {
    match op {
        Op::Eq => order.is_eq(),
        Op::Ne => order.is_ne(),
        Op::Lt => order.is_lt(),
        Op::Le => order.is_le(),
        Op::Gt => order.is_gt(),
        Op::Ge => order.is_ge(),
    }
}

const fn mirrored(op: Op) -> Op {
    match op {
        Op::Lt => Op::Gt,
        Op::Le => Op::Ge,
        Op::Gt => Op::Lt,
        Op::Ge => Op::Le,
        same => same,
    }
}

/// The fast evaluator, with the day until which what it said holds if nothing is recorded.
///
/// Only comparisons that it looked at count: those that decided stay as they are until then, so
/// it would come the same way again.
pub(crate) struct Fast<'a> {
    pub(crate) view: View<'a>,
    /// [`Date::MAX`] when the passing of days changes nothing.
    pub(crate) holds_until: Date,
}

impl<'a> Fast<'a> {
    pub(crate) const fn new(view: View<'a>) -> Self {
        Self {
            view,
            holds_until: Date::MAX,
        }
    }

    /// The answer to a question about the subject or item at `at`.
    pub(crate) fn question(&mut self, question: QuestionIx, at: u32) -> Truth {
        let Some(code) = self.view.code.questions.get(question.at()) else {
            return Truth::Undecided;
        };
        if code.is_empty() {
            return Truth::Undecided;
        }
        let mut answer = Truth::Yes;
        for tried in &code.order {
            let says = match *tried {
                Tried::Bar(bar) => code.bars.get(bar).map(|bar| self.bar(bar, at)),
                Tried::Require(require) => {
                    let rule = code.requires.get(require);
                    rule.map(|rule| self.rule(*rule, at))
                }
            };
            match says {
                Some(Truth::Yes) | None => {}
                Some(Truth::No) => return Truth::No,
                Some(Truth::Undecided) => answer = Truth::Undecided,
            }
        }
        answer
    }

    /// Whether a bar lets pass.
    fn bar(&mut self, (bar, excepts): &(u16, Vec<u16>), at: u32) -> Truth {
        let passes = self.rule(*bar, at).not();
        let mut excepts = excepts.iter();
        if passes != Truth::Yes && excepts.any(|except| self.rule(*except, at) == Truth::Yes) {
            return Truth::Yes;
        }
        passes
    }

    fn rule(&mut self, rule: u16, at: u32) -> Truth {
        let text = self.view.text;
        match text.rules.get(usize::from(rule)) {
            Some(rule) => self.cond(&rule.condition, &Env::of(at)),
            None => Truth::Undecided,
        }
    }

    fn cond(&mut self, cond: &Cond, env: &Env<'_>) -> Truth {
        match cond {
            Cond::And(parts) => {
                let mut truth = Truth::Yes;
                for part in parts {
                    truth = truth.and(self.cond(part, env));
                    if truth == Truth::No {
                        break;
                    }
                }
                truth
            }
            Cond::Or(parts) => {
                let mut truth = Truth::No;
                for part in parts {
                    truth = truth.or(self.cond(part, env));
                    if truth == Truth::Yes {
                        break;
                    }
                }
                truth
            }
            Cond::Not(part) => self.cond(part, env).not(),
            Cond::Fact(fact) => self.view.fact(env, *fact),
            Cond::Defined { var, define } => {
                let text = self.view.text;
                match (text.defines.get(define.at()), env.at(*var)) {
                    (Some(define), Some(at)) => self.cond(&define.condition, &Env::of(at)),
                    _ => Truth::Undecided,
                }
            }
            Cond::Is { fact, value } => self.view.is(env, *fact, *value),
            Cond::Recorded(fact) => self.view.recorded(env, *fact),
            Cond::Compare { left, op, right } => {
                let (truth, flips) = self.view.compare(env, left, *op, right);
                if let Some(day) = flips {
                    self.holds_until = self.holds_until.min(day);
                }
                truth
            }
            Cond::Some {
                list,
                binds,
                filter,
                has,
            } => self.any(env, *list, *binds, (filter.as_deref(), has.as_deref())),
            Cond::No {
                list,
                binds,
                filter,
            } => self
                .any(env, *list, *binds, (filter.as_deref(), None))
                .not(),
            Cond::Every {
                list,
                binds,
                filter,
                has,
            } => self.every(env, *list, *binds, (filter.as_deref(), has)),
            Cond::Count {
                list,
                binds,
                filter,
                op,
                than,
            } => {
                let range = self.range(env, *list, *binds, filter.as_deref());
                self.view.count(env, range, *op, than)
            }
        }
    }

    fn any(
        &mut self,
        env: &Env<'_>,
        list: FactRef,
        binds: u8,
        (filter, has): (Option<&Cond>, Option<&Cond>),
    ) -> Truth {
        let mut truth = Truth::No;
        for at in self.view.items(env, list) {
            let env = env.binding(binds, at);
            let mut one = filter.map_or(Truth::Yes, |part| self.cond(part, &env));
            if one != Truth::No {
                one = one.and(has.map_or(Truth::Yes, |part| self.cond(part, &env)));
            }
            truth = truth.or(one);
            if truth == Truth::Yes {
                break;
            }
        }
        truth
    }

    fn every(
        &mut self,
        env: &Env<'_>,
        list: FactRef,
        binds: u8,
        (filter, has): (Option<&Cond>, &Cond),
    ) -> Truth {
        let mut truth = Truth::Yes;
        for at in self.view.items(env, list) {
            let env = env.binding(binds, at);
            let mut one = filter.map_or(Truth::No, |part| self.cond(part, &env).not());
            if one != Truth::Yes {
                one = one.or(self.cond(has, &env));
            }
            truth = truth.and(one);
            if truth == Truth::No {
                break;
            }
        }
        truth
    }

    /// The least and the most items that a count can come to.
    fn range(
        &mut self,
        env: &Env<'_>,
        list: FactRef,
        binds: u8,
        filter: Option<&Cond>,
    ) -> (usize, usize) {
        let (mut least, mut most) = (0, 0);
        for at in self.view.items(env, list) {
            let env = env.binding(binds, at);
            match filter.map_or(Truth::Yes, |part| self.cond(part, &env)) {
                Truth::Yes => {
                    least += 1;
                    most += 1;
                }
                Truth::Undecided => most += 1,
                Truth::No => {}
            }
        }
        (least, most)
    }
}
