//! The explaining evaluator: looks at every operand and keeps those that decided.

use standing_base::Date;

use crate::eval::{Env, View};
use crate::model::{ClauseIx, Cond, FactRef, Op, ParamIx, RecordIx, Term};
use crate::truth::Truth;

/// Why a condition came out as it did.
#[derive(Debug)]
pub(crate) struct Why {
    pub(crate) truth: Truth,
    pub(crate) cites: Vec<Cite>,
    /// What the variables stood for, one path per witness.
    pub(crate) paths: Vec<Vec<(u8, u32)>>,
}

/// What an operand that decided rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cite {
    Fact {
        at: u32,
        record: RecordIx,
        fact: crate::model::FactIx,
    },
    /// A list, because it holds nothing that would have decided otherwise.
    Empty {
        at: u32,
        record: RecordIx,
        fact: crate::model::FactIx,
    },
    Param(ParamIx),
    /// The clause of a definition.
    Through(ClauseIx),
}

pub(crate) struct Explaining<'a> {
    pub(crate) view: View<'a>,
    /// As in [`crate::eval::Fast`].
    pub(crate) holds_until: Date,
}

impl Why {
    fn leaf(truth: Truth, cites: Vec<Cite>) -> Self {
        Self {
            truth,
            cites,
            paths: Vec::new(),
        }
    }

    fn not(self) -> Self {
        Self {
            truth: self.truth.not(),
            ..self
        }
    }

    /// All operands of an `and`: of a no those that say no, of an undecided those undecided.
    fn all(parts: Vec<Self>) -> Self {
        let truth = parts
            .iter()
            .fold(Truth::Yes, |truth, part| truth.and(part.truth));
        let mut whole = Self::leaf(truth, Vec::new());
        for part in parts {
            if part.truth == truth {
                whole.cites.extend(part.cites);
                whole.paths.extend(part.paths);
            }
        }
        whole
    }

    fn any(parts: Vec<Self>) -> Self {
        Self::all(parts.into_iter().map(Self::not).collect()).not()
    }

    /// The operand was of an item: says which.
    fn bound(mut self, var: u8, at: u32) -> Self {
        if self.paths.is_empty() {
            self.paths.push(Vec::new());
        }
        for path in &mut self.paths {
            path.push((var, at));
        }
        self
    }
}

impl<'a> Explaining<'a> {
    pub(crate) const fn new(view: View<'a>) -> Self {
        Self {
            view,
            holds_until: Date::MAX,
        }
    }

    pub(crate) fn cond(&mut self, cond: &Cond, env: &Env<'_>) -> Why {
        match cond {
            Cond::And(parts) => Why::all(self.each(parts, env)),
            Cond::Or(parts) => Why::any(self.each(parts, env)),
            Cond::Not(part) => self.cond(part, env).not(),
            Cond::Fact(fact) => Why::leaf(self.view.fact(env, *fact), cite(env, *fact)),
            Cond::Is { fact, value } => {
                Why::leaf(self.view.is(env, *fact, *value), cite(env, *fact))
            }
            Cond::Recorded(fact) => Why::leaf(self.view.recorded(env, *fact), cite(env, *fact)),
            Cond::Defined { var, define } => {
                let text = self.view.text;
                let (Some(define), Some(at)) = (text.defines.get(define.at()), env.at(*var)) else {
                    return Why::leaf(Truth::Undecided, Vec::new());
                };
                let mut why = self.cond(&define.condition, &Env::of(at));
                why.cites.insert(0, Cite::Through(define.clause));
                // The definition's variables are not the rule's.
                why.paths.clear();
                why
            }
            Cond::Compare { left, op, right } => {
                let (truth, flips) = self.view.compare(env, left, *op, right);
                if let Some(day) = flips {
                    self.holds_until = self.holds_until.min(day);
                }
                let mut cites = Vec::new();
                terms(env, left, &mut cites);
                terms(env, right, &mut cites);
                Why::leaf(truth, cites)
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
            } => {
                let parts = self.items(env, *list, *binds, |this, env| {
                    let filter = filter.as_deref().map(|part| this.cond(part, env).not());
                    let has = this.cond(has, env);
                    Why::any(filter.into_iter().chain([has]).collect())
                });
                or_empty(Why::all(parts), env, *list)
            }
            Cond::Count { .. } => self.count(cond, env),
        }
    }

    fn each(&mut self, parts: &[Cond], env: &Env<'_>) -> Vec<Why> {
        parts.iter().map(|part| self.cond(part, env)).collect()
    }

    fn items(
        &mut self,
        env: &Env<'_>,
        list: FactRef,
        binds: u8,
        mut one: impl FnMut(&mut Self, &Env<'_>) -> Why,
    ) -> Vec<Why> {
        let items = self.view.items(env, list);
        items
            .map(|at| one(self, &env.binding(binds, at)).bound(binds, at))
            .collect()
    }

    fn any(
        &mut self,
        env: &Env<'_>,
        list: FactRef,
        binds: u8,
        (filter, has): (Option<&Cond>, Option<&Cond>),
    ) -> Why {
        let parts = self.items(env, list, binds, |this, env| {
            let parts = [filter, has].into_iter().flatten();
            Why::all(parts.map(|part| this.cond(part, env)).collect())
        });
        or_empty(Why::any(parts), env, list)
    }

    fn count(&mut self, cond: &Cond, env: &Env<'_>) -> Why {
        let Cond::Count {
            list,
            binds,
            filter,
            op,
            than,
        } = cond
        else {
            return Why::leaf(Truth::Undecided, Vec::new());
        };
        let parts = self.items(env, *list, *binds, |this, env| {
            let parts = filter.as_deref().into_iter();
            Why::all(parts.map(|part| this.cond(part, env)).collect())
        });
        let of = |truth: Truth| parts.iter().filter(move |part| part.truth == truth).count();
        let (least, unknown) = (of(Truth::Yes), of(Truth::Undecided));
        let truth = self.view.count(env, (least, least + unknown), *op, than);
        let mut why = Why::leaf(truth, Vec::new());
        terms(env, than, &mut why.cites);
        // A count rests on every item; those that were counted come with what they stood for.
        let mut parts = parts;
        parts.sort_by_key(|part| part.truth);
        for part in parts {
            let counted = part.truth != Truth::No;
            if counted || lower_is_enough(*op) {
                why.cites.extend(part.cites);
            }
            if part.truth == Truth::Yes {
                why.paths.extend(part.paths);
            }
        }
        or_empty(why, env, *list)
    }
}

/// Whether items that do not count matter to the comparison coming out true.
const fn lower_is_enough(op: Op) -> bool {
    matches!(op, Op::Lt | Op::Le | Op::Eq)
}

/// Where no item decided, the list itself is what the answer rests on.
fn or_empty(mut why: Why, env: &Env<'_>, list: FactRef) -> Why {
    let cites_fact = |cite: &Cite| matches!(cite, Cite::Fact { .. } | Cite::Empty { .. });
    if !why.cites.iter().any(cites_fact)
        && let Some(at) = env.at(list.var)
    {
        why.cites.push(Cite::Empty {
            at,
            record: list.record,
            fact: list.fact,
        });
    }
    why
}

fn cite(env: &Env<'_>, fact: FactRef) -> Vec<Cite> {
    let at = env.at(fact.var);
    at.map(|at| Cite::Fact {
        at,
        record: fact.record,
        fact: fact.fact,
    })
    .into_iter()
    .collect()
}

fn terms(env: &Env<'_>, term: &Term, cites: &mut Vec<Cite>) {
    match term {
        Term::Fact(fact) => cites.extend(cite(env, *fact)),
        Term::Param(param) => cites.push(Cite::Param(*param)),
        Term::Plus(left, right) | Term::Minus(left, right) => {
            terms(env, left, cites);
            terms(env, right, cites);
        }
        Term::Date(_) | Term::Number(_) | Term::Length(_) | Term::Today => {}
    }
}
