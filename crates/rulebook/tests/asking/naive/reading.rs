//! Conditions, read one operand at a time.

use standing_base::Date;
use standing_rulebook::{Cond, FactRef, Op, ParamValue, Term, Value, Version};

use super::{Who, World};

pub(super) struct Reader<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) text: &'a Version,
    pub(super) today: Date,
    pub(super) variables: Vec<Option<Who>>,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Amount {
    Day(Date),
    Count(i64),
    Length(standing_base::Length),
    Plain(Value),
}

impl Reader<'_> {
    pub(super) fn value(&self, fact: FactRef) -> Value {
        match self.variables[fact.var as usize] {
            Some(who) => self.world.get(who, fact.fact),
            None => Value::Missing,
        }
    }

    pub(super) fn holds(&mut self, cond: &Cond) -> Option<bool> {
        match cond {
            Cond::And(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.holds(part)).collect();
                if parts.contains(&Some(false)) {
                    Some(false)
                } else if parts.contains(&None) {
                    None
                } else {
                    Some(true)
                }
            }
            Cond::Or(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.holds(part)).collect();
                if parts.contains(&Some(true)) {
                    Some(true)
                } else if parts.contains(&None) {
                    None
                } else {
                    Some(false)
                }
            }
            Cond::Not(part) => self.holds(part).map(|holds| !holds),
            Cond::Fact(fact) => match self.value(*fact) {
                Value::YesNo(yes) => Some(yes),
                _ => None,
            },
            Cond::Is { fact, value } => match self.value(*fact) {
                Value::Missing => None,
                is => Some(is == *value),
            },
            Cond::Recorded(fact) => Some(self.value(*fact) != Value::Missing),
            Cond::Defined { var, define } => {
                let who = self.variables[*var as usize];
                let outer = std::mem::replace(&mut self.variables, vec![who]);
                let holds = self.holds(&self.text.defines[define.0 as usize].condition);
                self.variables = outer;
                holds
            }
            Cond::Compare { left, op, right } => {
                let (left, right) = (self.amount(left)?, self.amount(right)?);
                let order = match (left, right) {
                    (Amount::Day(left), Amount::Day(right)) => left.cmp(&right),
                    (Amount::Count(left), Amount::Count(right)) => left.cmp(&right),
                    (left, right) => {
                        return match op {
                            Op::Eq => Some(left == right),
                            Op::Ne => Some(left != right),
                            _ => None,
                        };
                    }
                };
                Some(test(*op, order))
            }
            quantified => self.holds_of_items(quantified),
        }
    }

    pub(super) fn holds_of_items(&mut self, cond: &Cond) -> Option<bool> {
        match cond {
            Cond::Some {
                list,
                binds,
                filter,
                has,
            } => {
                let each = self.each(*list, *binds, &[filter.as_deref(), has.as_deref()]);
                any(&each)
            }
            Cond::No {
                list,
                binds,
                filter,
            } => any(&self.each(*list, *binds, &[filter.as_deref()])).map(|any| !any),
            Cond::Every {
                list,
                binds,
                filter,
                has,
            } => {
                // No item that passes the filter and has it not.
                let filters = self.each(*list, *binds, &[filter.as_deref()]);
                let haves = self.each(*list, *binds, &[Some(has)]);
                let against: Vec<Option<bool>> = filters
                    .into_iter()
                    .zip(haves)
                    .map(|(filter, has)| match (filter, has) {
                        (Some(false), _) | (_, Some(true)) => Some(false),
                        (Some(true), Some(false)) => Some(true),
                        _ => None,
                    })
                    .collect();
                any(&against).map(|any| !any)
            }
            Cond::Count {
                list,
                binds,
                filter,
                op,
                than,
            } => {
                let each = self.each(*list, *binds, &[filter.as_deref()]);
                let sure = each.iter().filter(|one| **one == Some(true)).count();
                let perhaps = each.iter().filter(|one| one.is_none()).count();
                let Amount::Count(than) = self.amount(than)? else {
                    return None;
                };
                let outcomes: Vec<bool> = (sure..=sure + perhaps)
                    .map(|count| test(*op, (count as i64).cmp(&than)))
                    .collect();
                let same = outcomes.iter().all(|one| *one == outcomes[0]);
                same.then_some(outcomes[0])
            }
            other => panic!("not about items: {other:?}"),
        }
    }

    /// For each item, whether all of these hold.
    pub(super) fn each(
        &mut self,
        list: FactRef,
        binds: u8,
        parts: &[Option<&Cond>],
    ) -> Vec<Option<bool>> {
        let items: Vec<Who> = match self.variables[list.var as usize] {
            Some(Who::Subject) => self
                .world
                .items
                .iter()
                .map(|(who, _)| *who)
                .filter(|who| matches!(who, Who::Item(of, _) if *of == list.fact.0))
                .collect(),
            _ => Vec::new(),
        };
        let mut outcomes = Vec::new();
        for item in items {
            let mut inner = self.variables.clone();
            inner.resize(inner.len().max(binds as usize + 1), None);
            inner[binds as usize] = Some(item);
            let outer = std::mem::replace(&mut self.variables, inner);
            let all: Vec<Option<bool>> = parts
                .iter()
                .flatten()
                .map(|part| self.holds(part))
                .collect();
            outcomes.push(if all.contains(&Some(false)) {
                Some(false)
            } else if all.contains(&None) {
                None
            } else {
                Some(true)
            });
            self.variables = outer;
        }
        outcomes
    }

    pub(super) fn amount(&self, term: &Term) -> Option<Amount> {
        Some(match term {
            Term::Today => Amount::Day(self.today),
            Term::Date(day) => Amount::Day(*day),
            Term::Number(number) => Amount::Count(*number),
            Term::Length(length) => Amount::Length(*length),
            Term::Param(param) => match &self.text.params[param.0 as usize].value {
                ParamValue::Length(length) => Amount::Length(*length),
                ParamValue::Number(number) => Amount::Count(*number),
                ParamValue::Date(day) => Amount::Day(*day),
                _ => return None,
            },
            Term::Fact(fact) => match self.value(*fact) {
                Value::Missing => return None,
                Value::Date(day) => Amount::Day(day),
                Value::Number(number) => Amount::Count(number),
                other => Amount::Plain(other),
            },
            Term::Plus(left, right) => match (self.amount(left)?, self.amount(right)?) {
                (Amount::Day(day), Amount::Length(length)) => Amount::Day(day.plus(length)),
                _ => return None,
            },
            Term::Minus(left, right) => match (self.amount(left)?, self.amount(right)?) {
                (Amount::Day(day), Amount::Length(length)) => Amount::Day(day.minus(length)),
                _ => return None,
            },
        })
    }
}

fn any(each: &[Option<bool>]) -> Option<bool> {
    if each.contains(&Some(true)) {
        Some(true)
    } else if each.contains(&None) {
        None
    } else {
        Some(false)
    }
}

fn test(op: Op, order: std::cmp::Ordering) -> bool {
    match op {
        Op::Eq => order.is_eq(),
        Op::Ne => order.is_ne(),
        Op::Lt => order.is_lt(),
        Op::Le => order.is_le(),
        Op::Gt => order.is_gt(),
        Op::Ge => order.is_ge(),
    }
}
