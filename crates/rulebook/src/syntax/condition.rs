//! Conditions: `or` binds weakest, then `and`, then `not`.

use standing_base::Length;

use crate::diagnostic::quoted;
use crate::limits::{NESTING_MAX, SUMMANDS_MAX};
use crate::model::Op;
use crate::names::{self, RESERVED};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Expr, ExprKind, Literal, LiteralKind, Path, Primary, PrimaryKind, Quantifier, Sum, Summand,
    Test,
};
use crate::syntax::lexer::Kind;
use crate::syntax::parser::{Parsed, Parser, unquoted};

const OPERATORS: &[(&str, Op)] = &[
    ("=", Op::Eq),
    ("!=", Op::Ne),
    ("<", Op::Lt),
    ("<=", Op::Le),
    (">", Op::Gt),
    (">=", Op::Ge),
];

impl Parser<'_, '_> {
    pub(crate) fn condition(&mut self) -> Parsed<Expr> {
        self.chain("or", Self::conjunction, ExprKind::Or)
    }

    fn conjunction(&mut self) -> Parsed<Expr> {
        self.chain("and", Self::single, ExprKind::And)
    }

    fn chain(
        &mut self,
        word: &str,
        part: fn(&mut Self) -> Parsed<Expr>,
        together: fn(Vec<Expr>) -> ExprKind,
    ) -> Parsed<Expr> {
        let first = part(self)?;
        if !self.is(word) {
            return Ok(first);
        }
        let start = first.span.start;
        let mut end = first.span.end;
        let mut all = vec![first];
        while self.accept(word) {
            let next = part(self)?;
            end = next.span.end;
            all.push(next);
        }
        Ok(Expr {
            span: start..end,
            kind: together(all),
        })
    }

    /// One deeper; everything that calls itself goes through here, so that no text can make the
    /// parser, or whoever walks the tree, run out of stack.
    fn deeper(&mut self, part: impl FnOnce(&mut Self) -> Parsed<Expr>) -> Parsed<Expr> {
        if self.depth >= NESTING_MAX {
            let message = format!("this condition is nested more than {NESTING_MAX} deep");
            return self.fail_here(message, "give a part of it a name with `define`".to_owned());
        }
        self.depth += 1;
        let parsed = part(self)?;
        self.depth -= 1;
        Ok(parsed)
    }

    fn single(&mut self) -> Parsed<Expr> {
        let start = self.peek().span.start;
        if self.accept("not") {
            let inner = self.deeper(Self::single)?;
            return Ok(Expr {
                span: start..inner.span.end,
                kind: ExprKind::Not(Box::new(inner)),
            });
        }
        if self.accept("(") {
            let inner = self.deeper(Self::condition)?;
            self.expect(")", "that closes the condition")?;
            return Ok(inner);
        }
        let quantifier = match self.peek() {
            token if token.kind != Kind::Word => None,
            token => match token.text {
                "some" => Some(Quantifier::Some),
                "no" => Some(Quantifier::No),
                "every" => Some(Quantifier::Every),
                _ => None,
            },
        };
        if let Some(quantifier) = quantifier {
            self.take();
            return self.deeper(|parser| parser.each(quantifier, start));
        }
        if self.accept("count") {
            return self.deeper(|parser| parser.count(start));
        }
        self.comparison()
    }

    /// `c in member.cases where ...`
    fn items(&mut self) -> Parsed<(Spanned<String>, Path, Option<Box<Expr>>)> {
        let var = self.word("a name for the item, as in `some c in member.cases`")?;
        self.expect("in", "and a list")?;
        let list = self.path("a list such as `member.cases`")?;
        let filter = if self.accept("where") {
            Some(Box::new(self.condition()?))
        } else {
            None
        };
        Ok((var, list, filter))
    }

    fn each(&mut self, quantifier: Quantifier, start: usize) -> Parsed<Expr> {
        let (var, list, filter) = self.items()?;
        let has = if self.is("has") {
            if quantifier == Quantifier::No {
                return self.fail_here(
                    "`no` takes no `has`",
                    "put the whole condition after `where`".to_owned(),
                );
            }
            self.take();
            Some(Box::new(self.condition()?))
        } else {
            None
        };
        if quantifier == Quantifier::Every && has.is_none() {
            let found = self.found();
            return self.fail_here(
                format!("`has` and what every item must have is missing before {found}"),
                "write `every c in member.cases has CONDITION`, with `where` before `has` if only \
                 some of them are meant"
                    .to_owned(),
            );
        }
        let final_part = has.as_deref().or(filter.as_deref());
        let end = final_part.map_or(list.span.end, |part| part.span.end);
        Ok(Expr {
            span: start..end,
            kind: ExprKind::Each {
                quantifier,
                var,
                list,
                filter,
                has,
            },
        })
    }

    fn count(&mut self, start: usize) -> Parsed<Expr> {
        let (var, list, mut filter) = self.items()?;
        let (op, op_span, than) = if let Some((op, op_span)) = self.operator() {
            (op, op_span, self.sum()?)
        } else if let Some(split) = filter.as_deref_mut().and_then(split_last) {
            split
        } else {
            let found = self.found();
            return self.fail_here(
                format!("a comparison such as `>= 20` is missing before {found}"),
                "write `count c in LIST where CONDITION >= 20`".to_owned(),
            );
        };
        Ok(Expr {
            span: start..than.span.end,
            kind: ExprKind::Count {
                var,
                list,
                filter,
                op,
                op_span,
                than,
            },
        })
    }

    fn operator(&mut self) -> Option<(Op, Span)> {
        let token = self.peek();
        if token.kind != Kind::Sign {
            return None;
        }
        let (_, op) = OPERATORS.iter().find(|(sign, _)| *sign == token.text)?;
        self.take();
        Some((*op, token.span))
    }

    /// `member.sitting`, `member.status is member`, or two sides with an operator.
    fn comparison(&mut self) -> Parsed<Expr> {
        let left = self.sum()?;
        let start = left.span.start;
        if let Some((op, op_span)) = self.operator() {
            let right = self.sum()?;
            return Ok(Expr {
                span: start..right.span.end,
                kind: ExprKind::Compare {
                    left,
                    op,
                    op_span,
                    right,
                },
            });
        }
        let span = left.span.clone();
        let path = match left.first.kind {
            PrimaryKind::Path(path) if left.rest.is_empty() => path,
            _ => {
                let text = quoted(self.source.slice(&span));
                return self.fail(
                    &span,
                    format!("{text} is not a condition"),
                    "a condition is a yes/no fact, `FACT is VALUE`, or a comparison with = != < \
                     <= > >="
                        .to_owned(),
                );
            }
        };
        if self.accept("is") {
            return self.is_test(path);
        }
        Ok(Expr {
            span,
            kind: ExprKind::Path(path),
        })
    }

    fn is_test(&mut self, path: Path) -> Parsed<Expr> {
        let negated = self.accept("not");
        let start = path.span.start;
        if self.is("recorded") {
            let end = self.take().span.end;
            return Ok(Expr {
                span: start..end,
                kind: ExprKind::Is {
                    path,
                    negated,
                    test: Test::Recorded,
                },
            });
        }
        let mut values = Vec::new();
        if self.is("one") && self.look(1).text == "of" {
            self.take();
            self.take();
            values.push(self.literal()?);
            while self.accept(",") {
                values.push(self.literal()?);
            }
        } else {
            values.push(self.literal()?);
        }
        let end = values.last().map_or(start, |value| value.span.end);
        Ok(Expr {
            span: start..end,
            kind: ExprKind::Is {
                path,
                negated,
                test: Test::Values(values),
            },
        })
    }

    fn literal(&mut self) -> Parsed<Literal> {
        let token = self.peek();
        let kind = match token.kind {
            Kind::Word if is_reserved(token.text) => {
                let found = self.found();
                return self.fail_here(
                    format!("a value is expected after `is`, and this is {found}"),
                    None,
                );
            }
            Kind::Word => LiteralKind::Word(token.text.to_owned()),
            Kind::Text => LiteralKind::Text(unquoted(token.text)),
            Kind::Date => LiteralKind::Date,
            Kind::Number => match token.text.parse() {
                Ok(number) => LiteralKind::Number(number),
                Err(_) => return self.fail_here("this number is too large", None),
            },
            Kind::Sign | Kind::End => {
                let found = self.found();
                return self.fail_here(
                    format!("a value is expected after `is`, and this is {found}"),
                    None,
                );
            }
        };
        self.take();
        Ok(Literal {
            span: token.span,
            kind,
        })
    }

    fn sum(&mut self) -> Parsed<Sum> {
        let first = self.primary()?;
        let start = first.span.start;
        let mut end = first.span.end;
        let mut rest = Vec::new();
        while self.is("+") || self.is("-") {
            let sign = self.take();
            if rest.len() >= SUMMANDS_MAX {
                let message = format!("at most {SUMMANDS_MAX} lengths can be added to a date");
                return self.fail(&sign.span, message, None);
            }
            let primary = self.primary()?;
            end = primary.span.end;
            rest.push(Summand {
                plus: sign.text == "+",
                sign: sign.span,
                primary,
            });
        }
        Ok(Sum {
            span: start..end,
            first,
            rest,
        })
    }

    fn primary(&mut self) -> Parsed<Primary> {
        let token = self.peek();
        let mut span = token.span.clone();
        let kind = match token.kind {
            Kind::Date => match token.text.parse() {
                Ok(date) => PrimaryKind::Date(date),
                Err(error) => return self.fail_here(format!("{error}"), None),
            },
            Kind::Number => return self.number(),
            Kind::Text => PrimaryKind::Text,
            Kind::Word if token.text == "today" => PrimaryKind::Today,
            Kind::Word if self.look(1).text == "." => {
                let path = self.path("a fact such as `member.status`")?;
                let span = path.span.clone();
                return Ok(Primary {
                    span,
                    kind: PrimaryKind::Path(path),
                });
            }
            Kind::Word => {
                span = token.span.clone();
                PrimaryKind::Name(token.text.to_owned())
            }
            Kind::Sign | Kind::End => {
                let found = self.found();
                return self.fail_here(
                    format!("a condition is expected, and this is {found}"),
                    None,
                );
            }
        };
        self.take();
        Ok(Primary { span, kind })
    }

    /// `20`, or `30 days`.
    fn number(&mut self) -> Parsed<Primary> {
        let token = self.take();
        let unit = self.peek();
        let span = token.span.start..unit.span.end;
        let is_unit = matches!(
            unit.text,
            "day" | "days" | "week" | "weeks" | "month" | "months" | "year" | "years"
        );
        if unit.kind == Kind::Word && is_unit {
            self.take();
            let written = format!("{} {}", token.text, unit.text);
            if let Ok(length) = written.parse::<Length>() {
                let kind = PrimaryKind::Length(length);
                return Ok(Primary { span, kind });
            }
            let message = format!("{} is longer than any rule needs", quoted(&written));
            let help = format!("a length counts up to {}", Length::COUNT_MAX);
            return self.fail(&span, message, help);
        }
        match token.text.parse() {
            Ok(number) => Ok(Primary {
                span: token.span,
                kind: PrimaryKind::Number(number),
            }),
            Err(_) => self.fail(&token.span, "this number is too large", None),
        }
    }
}

/// Words that cannot be a value where a value is expected.
fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word) && names::check_value(word).is_err()
}

/// In `count n in LIST where n.valid >= 20` the comparison is the count's: it is taken off the end
/// of the condition, which leaves `n.valid`.
fn split_last(condition: &mut Expr) -> Option<(Op, Span, Sum)> {
    match &mut condition.kind {
        ExprKind::And(parts) | ExprKind::Or(parts) => split_last(parts.last_mut()?),
        ExprKind::Not(inner) => split_last(inner),
        ExprKind::Compare { left, .. } => {
            let Sum {
                first:
                    Primary {
                        kind: PrimaryKind::Path(path),
                        ..
                    },
                rest,
                ..
            } = left
            else {
                return None;
            };
            if !rest.is_empty() {
                return None;
            }
            let kind = ExprKind::Path(path.clone());
            condition.span = path.span.clone();
            match std::mem::replace(&mut condition.kind, kind) {
                ExprKind::Compare {
                    op, op_span, right, ..
                } => Some((op, op_span, right)),
                _ => None,
            }
        }
        _ => None,
    }
}
