//! The tree of a rule block.

use standing_base::{Date, Length};

use crate::model::Op;
use crate::source::{Span, Spanned};

pub(crate) type Word = Spanned<String>;

#[derive(Debug)]
pub(crate) enum Statement {
    Define {
        record: Word,
        name: Word,
        condition: Expr,
        /// The word `define`.
        span: Span,
    },
    Rule {
        head: Head,
        questions: Vec<Word>,
        condition: Expr,
        /// Absent only for `except`.
        says: Option<Word>,
        /// The word it begins with.
        span: Span,
    },
}

#[derive(Debug)]
pub(crate) enum Head {
    Require,
    Bar,
    /// With the clause whose bars it lifts.
    Except(Word),
}

#[derive(Debug)]
pub(crate) struct Expr {
    pub(crate) span: Span,
    pub(crate) kind: ExprKind,
}

#[derive(Debug)]
pub(crate) enum ExprKind {
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    /// A yes/no fact or a defined term.
    Path(Path),
    Is {
        path: Path,
        negated: bool,
        test: Test,
    },
    Compare {
        left: Sum,
        op: Op,
        op_span: Span,
        right: Sum,
    },
    Each {
        quantifier: Quantifier,
        var: Word,
        list: Path,
        filter: Option<Box<Expr>>,
        has: Option<Box<Expr>>,
    },
    Count {
        var: Word,
        list: Path,
        filter: Option<Box<Expr>>,
        op: Op,
        op_span: Span,
        than: Sum,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantifier {
    Some,
    No,
    Every,
}

#[derive(Debug)]
pub(crate) enum Test {
    Recorded,
    /// `is x`, or `is one of x, y`.
    Values(Vec<Literal>),
}

#[derive(Debug)]
pub(crate) struct Literal {
    pub(crate) span: Span,
    pub(crate) kind: LiteralKind,
}

#[derive(Debug)]
pub(crate) enum LiteralKind {
    Word(String),
    Text(String),
    Number(i64),
    Date,
}

/// `member.status`
#[derive(Clone, Debug)]
pub(crate) struct Path {
    pub(crate) var: Word,
    pub(crate) name: Word,
    pub(crate) span: Span,
}

/// A side of a comparison.
#[derive(Debug)]
pub(crate) struct Sum {
    pub(crate) span: Span,
    pub(crate) first: Primary,
    pub(crate) rest: Vec<Summand>,
}

#[derive(Debug)]
pub(crate) struct Summand {
    pub(crate) plus: bool,
    pub(crate) sign: Span,
    pub(crate) primary: Primary,
}

#[derive(Debug)]
pub(crate) struct Primary {
    pub(crate) span: Span,
    pub(crate) kind: PrimaryKind,
}

#[derive(Debug)]
pub(crate) enum PrimaryKind {
    Path(Path),
    /// A parameter.
    Name(String),
    Number(i64),
    Length(Length),
    Date(Date),
    Text,
    Today,
}
