//! The sides of comparisons and their types.

use crate::check::scope::{Named, Scope};
use crate::diagnostic::{did_you_mean, quoted};
use crate::model::{EnumIx, FactType, Op, ParamValue, Term};
use crate::names;
use crate::source::Span;
use crate::syntax::ast::{Primary, PrimaryKind, Sum};

/// What a side of a comparison is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Date,
    Today,
    Number,
    Length,
    Text,
    YesNo,
    Enum(EnumIx),
    Fraction,
    Words,
    List,
}

impl Kind {
    /// Whether two sides can be compared, and by more than being equal.
    fn comparable(self, with: Self) -> Option<bool> {
        match (self, with) {
            (Self::Date, Self::Date | Self::Today)
            | (Self::Today, Self::Date)
            | (Self::Number, Self::Number) => Some(true),
            (Self::Text, Self::Text) | (Self::YesNo, Self::YesNo) => Some(false),
            (Self::Enum(a), Self::Enum(b)) if a == b => Some(false),
            _ => None,
        }
    }
}

impl Scope<'_, '_, '_, '_> {
    fn phrase(&self, kind: Kind) -> String {
        let vocabulary = &self.version.words.vocabulary;
        match kind {
            Kind::Date | Kind::Today => "a date".to_owned(),
            Kind::Number => "a number".to_owned(),
            Kind::Length => "a length of time".to_owned(),
            Kind::Text => "a text".to_owned(),
            Kind::YesNo => "yes or no".to_owned(),
            Kind::Enum(of) => vocabulary.type_phrase(FactType::Enum(of)),
            Kind::Fraction => "a fraction".to_owned(),
            Kind::Words => "a list of words".to_owned(),
            Kind::List => "a list".to_owned(),
        }
    }

    /// Two sides that can be compared.
    pub(crate) fn compared(
        &mut self,
        left: &Sum,
        op: Op,
        op_span: &Span,
        right: &Sum,
    ) -> Option<(Term, Term)> {
        let first = self.sum(left, None);
        let hint = first.as_ref().map(|(_, kind)| *kind);
        let second = self.sum(right, hint.map(|kind| (left, op, kind)));
        let ((left_term, left_kind), (right_term, right_kind)) = (first?, second?);
        if left_kind == Kind::Today && right_kind == Kind::Today {
            let message = "`today` stands on both sides";
            self.error(op_span, message, None);
            return None;
        }
        let sides = format!(
            "left: {}   right: {}",
            one_line(self.source.slice(&left.span)),
            one_line(self.source.slice(&right.span))
        );
        match left_kind.comparable(right_kind) {
            Some(true) => Some((left_term, right_term)),
            Some(false) if matches!(op, Op::Eq | Op::Ne) => Some((left_term, right_term)),
            Some(false) => {
                let message = format!("{} has no order", self.phrase(left_kind));
                self.error(op_span, message, "compare it with = or !=".to_owned());
                None
            }
            None => {
                let (left, right) = (self.phrase(left_kind), self.phrase(right_kind));
                let message = format!("{left} cannot be compared with {right}");
                self.error(op_span, message, sides);
                None
            }
        }
    }

    /// What a count is compared with.
    pub(crate) fn counted(&mut self, than: &Sum, op_span: &Span) -> Option<Term> {
        let (term, kind) = self.sum(than, None)?;
        if kind != Kind::Number {
            let is = self.phrase(kind);
            self.error(
                op_span,
                format!("a count cannot be compared with {is}"),
                "compare it with a number, or with a parameter that is a number".to_owned(),
            );
            return None;
        }
        Some(term)
    }

    /// A side. `beside` is the other one, where it is already known.
    fn sum(&mut self, sum: &Sum, beside: Option<(&Sum, Op, Kind)>) -> Option<(Term, Kind)> {
        let first = self.primary(&sum.first, beside);
        let mut whole = first;
        for summand in &sum.rest {
            let next = self.primary(&summand.primary, None);
            let (Some((left, left_kind)), Some((right, right_kind))) = (whole.take(), next) else {
                return None;
            };
            if left_kind == Kind::Today || right_kind == Kind::Today {
                self.error(
                    &summand.sign,
                    "nothing can be added to or taken from `today`",
                    "move the length to the other side: `date + 90 days <= today`. Standing can \
                     then work out the very day on which the answer changes"
                        .to_owned(),
                );
                return None;
            }
            if left_kind != Kind::Date || right_kind != Kind::Length {
                let (left, right) = (self.phrase(left_kind), self.phrase(right_kind));
                let message = if summand.plus {
                    format!("{right} cannot be added to {left}")
                } else {
                    format!("{right} cannot be taken from {left}")
                };
                let help = "only a length of time can be added to or taken from a date: \
                            `member.admitted_on + 12 months`";
                self.error(&summand.sign, message, help.to_owned());
                return None;
            }
            let (left, right) = (Box::new(left), Box::new(right));
            let term = if summand.plus {
                Term::Plus(left, right)
            } else {
                Term::Minus(left, right)
            };
            whole = Some((term, Kind::Date));
        }
        whole
    }

    fn primary(
        &mut self,
        primary: &Primary,
        beside: Option<(&Sum, Op, Kind)>,
    ) -> Option<(Term, Kind)> {
        match &primary.kind {
            PrimaryKind::Today => Some((Term::Today, Kind::Today)),
            PrimaryKind::Number(number) => Some((Term::Number(*number), Kind::Number)),
            PrimaryKind::Length(length) => Some((Term::Length(*length), Kind::Length)),
            PrimaryKind::Date(date) => Some((Term::Date(*date), Kind::Date)),
            PrimaryKind::Text => {
                let message = "a text in quotes is compared with `is`";
                let help = "write FACT is \"text\"".to_owned();
                self.error(&primary.span, message, help);
                None
            }
            PrimaryKind::Name(name) => self.param(name, &primary.span, beside),
            PrimaryKind::Path(path) => match self.resolve(path)? {
                Named::Fact(fact, kind) => Some((Term::Fact(fact), kind_of(kind))),
                Named::Term { .. } => {
                    let text = quoted(self.source.slice(&path.span));
                    let message = format!("{text} is a defined term: it holds or it does not");
                    let help = "use it as a condition by itself".to_owned();
                    self.error(&path.span, message, help);
                    None
                }
            },
        }
    }

    fn param(
        &mut self,
        name: &str,
        span: &Span,
        beside: Option<(&Sum, Op, Kind)>,
    ) -> Option<(Term, Kind)> {
        let Ok(found) = self.version.draft.use_param(name) else {
            return None;
        };
        if let Some(param) = found {
            let kind = match self.version.draft.param_value(param)? {
                ParamValue::Length(_) => Kind::Length,
                ParamValue::Number(_) => Kind::Number,
                ParamValue::Fraction(_) => Kind::Fraction,
                ParamValue::Date(_) => Kind::Date,
                ParamValue::Words(_) => Kind::Words,
            };
            return Some((Term::Param(param), kind));
        }
        // `member.status = suspended` means `member.status is suspended`.
        if let Some((other, op, Kind::Enum(_) | Kind::YesNo)) = beside
            && names::check_value(name).is_ok()
        {
            let fact = one_line(self.source.slice(&other.span));
            let is = if op == Op::Ne { "is not" } else { "is" };
            let message = "a fact is compared with a word by `is`, not by a sign";
            self.error(span, message, format!("write `{fact} {is} {name}`"));
            return None;
        }
        let message = format!("no clause sets a parameter {}", quoted(name));
        let help = did_you_mean(name, self.version.draft.param_known());
        self.error(span, message, help);
        None
    }
}

fn kind_of(kind: FactType) -> Kind {
    match kind {
        FactType::YesNo => Kind::YesNo,
        FactType::Date => Kind::Date,
        FactType::Text => Kind::Text,
        // Entries are of fields only; a fact never is one.
        FactType::Number | FactType::Entry => Kind::Number,
        FactType::Enum(of) => Kind::Enum(of),
        FactType::List(_) => Kind::List,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
