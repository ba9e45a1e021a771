//! Conditions.

use crate::check::scope::{Named, Scope};
use crate::diagnostic::{did_you_mean, quoted};
use crate::model::{Cond, FactRef, FactType, Value};
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Literal, LiteralKind, Path, Quantifier, Test, Word};

impl Scope<'_, '_, '_, '_> {
    /// A condition; every fault in it is reported, not only the first.
    pub(crate) fn condition(&mut self, expr: &Expr) -> Option<Cond> {
        self.size += 1;
        match &expr.kind {
            ExprKind::And(parts) => self.parts(parts).map(Cond::And),
            ExprKind::Or(parts) => self.parts(parts).map(Cond::Or),
            ExprKind::Not(inner) => Some(Cond::Not(Box::new(self.condition(inner)?))),
            ExprKind::Path(path) => self.bare(path),
            ExprKind::Is {
                path,
                negated,
                test,
            } => {
                let cond = self.is(path, test)?;
                Some(if *negated {
                    Cond::Not(Box::new(cond))
                } else {
                    cond
                })
            }
            ExprKind::Compare {
                left,
                op,
                op_span,
                right,
            } => {
                let (left, right) = self.compared(left, *op, op_span, right)?;
                Some(Cond::Compare {
                    left,
                    op: *op,
                    right,
                })
            }
            ExprKind::Each {
                quantifier,
                var,
                list,
                filter,
                has,
            } => self.each(*quantifier, var, list, filter.as_deref(), has.as_deref()),
            ExprKind::Count {
                var,
                list,
                filter,
                op,
                op_span,
                than,
            } => {
                let (list, binds, filter, _) =
                    self.items(var, list, filter.as_deref(), None, false)?;
                let than = self.counted(than, op_span)?;
                Some(Cond::Count {
                    list,
                    binds,
                    filter,
                    op: *op,
                    than,
                })
            }
        }
    }

    fn parts(&mut self, parts: &[Expr]) -> Option<Vec<Cond>> {
        let read: Vec<Option<Cond>> = parts.iter().map(|part| self.condition(part)).collect();
        read.into_iter().collect()
    }

    /// A fact or term that stands by itself.
    fn bare(&mut self, path: &Path) -> Option<Cond> {
        match self.resolve(path)? {
            Named::Fact(fact, FactType::YesNo) => Some(Cond::Fact(fact)),
            Named::Term { var, define } => Some(Cond::Defined { var, define }),
            Named::Fact(_, kind) => {
                let vocabulary = &self.version.words.vocabulary;
                let is = vocabulary.type_phrase(kind);
                let text = self.source.slice(&path.span).to_owned();
                let help = match kind {
                    FactType::List(_) => format!("ask of its items: `some x in {text} where ...`"),
                    FactType::Enum(of) => {
                        let value = vocabulary.enum_values(of).first();
                        let value = value.map_or("VALUE", String::as_str);
                        format!("compare it: `{text} is {value}`")
                    }
                    _ => format!("compare it, or ask `{text} is recorded`"),
                };
                let message = format!("{} is {is}, not yes or no", quoted(&text));
                self.error(&path.span, message, help);
                None
            }
        }
    }

    fn is(&mut self, path: &Path, test: &Test) -> Option<Cond> {
        let (fact, kind) = match self.resolve(path)? {
            Named::Fact(fact, kind) => (fact, kind),
            Named::Term { .. } => {
                let name = quoted(self.source.slice(&path.span));
                self.error(
                    &path.span,
                    format!("{name} is a defined term: it holds or it does not"),
                    "use it by itself, or with `not` before it".to_owned(),
                );
                return None;
            }
        };
        let values = match test {
            Test::Recorded => {
                if matches!(kind, FactType::List(_)) {
                    let name = quoted(self.source.slice(&path.span));
                    let message = format!("{name} is a list, which is never recorded as such");
                    let help = "ask of its items: `some x in LIST`".to_owned();
                    self.error(&path.span, message, help);
                    return None;
                }
                return Some(Cond::Recorded(fact));
            }
            Test::Values(values) => values,
        };
        let read: Vec<Option<Cond>> = values
            .iter()
            .map(|literal| self.is_value(fact, kind, path, literal))
            .collect();
        let mut all: Vec<Cond> = read.into_iter().collect::<Option<_>>()?;
        if all.len() > 1 {
            self.size += all.len();
            return Some(Cond::Or(all));
        }
        all.pop()
    }

    fn is_value(
        &mut self,
        fact: FactRef,
        kind: FactType,
        path: &Path,
        literal: &Literal,
    ) -> Option<Cond> {
        let value = match (kind, &literal.kind) {
            (FactType::Enum(of), LiteralKind::Word(word)) => {
                let vocabulary = &self.version.words.vocabulary;
                let Some(value) = vocabulary.enum_value(of, word) else {
                    let name = vocabulary.enums.get(of.at()).map_or("", |one| &one.name);
                    let message = format!("{} is not a value of `{name}`", quoted(word));
                    let known = vocabulary.enum_values(of).iter().map(String::as_str);
                    let help = did_you_mean(word, known);
                    self.error(&literal.span, message, help);
                    return None;
                };
                Value::Enum(value)
            }
            (FactType::YesNo, LiteralKind::Word(word)) if word == "yes" => Value::YesNo(true),
            (FactType::YesNo, LiteralKind::Word(word)) if word == "no" => Value::YesNo(false),
            (FactType::Number, LiteralKind::Number(number)) => Value::Number(*number),
            (FactType::Text, LiteralKind::Text(text)) => {
                Value::Text(self.version.texts.symbol(text))
            }
            _ => {
                self.wrong_value(kind, path, &literal.span);
                return None;
            }
        };
        Some(Cond::Is { fact, value })
    }

    fn wrong_value(&mut self, kind: FactType, path: &Path, span: &Span) {
        let is = self.version.words.vocabulary.type_phrase(kind);
        let fact = self.source.slice(&path.span);
        let help = match kind {
            FactType::YesNo => format!("write `{fact} is yes` or `{fact} is no`"),
            FactType::Text => format!("put the text in quotes: `{fact} is \"text\"`"),
            FactType::Date => {
                format!("compare dates with a sign, as in `{fact} <= today`")
            }
            FactType::Number => format!("write a whole number: `{fact} is 3`"),
            FactType::List(_) => format!("ask of its items: `some x in {fact} where ...`"),
            FactType::Enum(_) | FactType::Entry => format!("write one word: `{fact} is WORD`"),
        };
        let text = quoted(self.source.slice(span));
        let message = format!("{} is {is} and cannot be {text}", quoted(fact));
        self.error(span, message, help);
    }

    fn each(
        &mut self,
        quantifier: Quantifier,
        var: &Word,
        list: &Path,
        filter: Option<&Expr>,
        has: Option<&Expr>,
    ) -> Option<Cond> {
        let (list, binds, filter, has) = self.items(var, list, filter, has, true)?;
        Some(match quantifier {
            Quantifier::Some => Cond::Some {
                list,
                binds,
                filter,
                has,
            },
            Quantifier::No => Cond::No {
                list,
                binds,
                filter,
            },
            Quantifier::Every => Cond::Every {
                list,
                binds,
                filter,
                has: has?,
            },
        })
    }

    /// The list, the variable, and what is asked of the items.
    #[expect(
        clippy::type_complexity,
        reason = "the parts of a quantifier, taken apart at once by both callers"
    )]
    fn items(
        &mut self,
        var: &Word,
        list: &Path,
        filter: Option<&Expr>,
        has: Option<&Expr>,
        tellable: bool,
    ) -> Option<(FactRef, u8, Option<Box<Cond>>, Option<Box<Cond>>)> {
        let Some((list, record)) = self.list(list) else {
            self.give_up(var);
            return None;
        };
        let binds = self.bind(var, record, tellable)?;
        let filter = filter.map(|part| self.condition(part));
        let has = has.map(|part| self.condition(part));
        self.unbind();
        let whole = |part: Option<Option<Cond>>| match part {
            None => Some(None),
            Some(read) => read.map(|cond| Some(Box::new(cond))),
        };
        Some((list, binds, whole(filter)?, whole(has)?))
    }
}
