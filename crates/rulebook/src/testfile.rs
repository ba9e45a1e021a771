//! The tests that a rulebook carries: histories with the answers and clauses that are expected.
//!
//! Only their typed form is here. The loader reads them with every name resolved; the evaluator
//! runs them.

use standing_base::{Date, PartialDate};

use crate::model::{EntryKindIx, Place, QuestionIx};

/// One file `tests/NAME.toml`.
#[derive(Clone, Debug, Default)]
pub struct TestFile {
    /// The file's stem.
    pub name: String,
    pub entries: Vec<TestEntry>,
    pub asks: Vec<TestAsk>,
    pub divisions: Vec<TestDivision>,
    pub owed: Vec<TestOwed>,
    pub kept: Vec<TestKept>,
}

#[derive(Clone, Debug)]
pub struct TestEntry {
    /// `E5`. Unique in its file.
    pub id: String,
    pub on: PartialDate,
    pub recorded: Option<Date>,
    /// The name of the entry kind, and its index.
    pub what: String,
    pub kind: EntryKindIx,
    /// Only fields that the kind declares, each with a value of the declared type.
    pub fields: Vec<(String, TestValue)>,
    pub place: Place,
}

/// The value of a field or fact as a test writes it. An enum value and the id of another entry of
/// the file are texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestValue {
    Text(String),
    YesNo(bool),
    Number(i64),
    Date(Date),
}

#[derive(Clone, Debug)]
pub struct TestAsk {
    pub on: Date,
    /// The record as it was known at the end of this day.
    pub known: Option<Date>,
    /// The id of one of the rulebook's overlays.
    pub what_if: Option<String>,
    /// The key of the item, for questions about an item.
    pub about: Option<String>,
    /// What is known of somebody whose record it is not, such as a voter.
    pub given: Vec<(String, TestValue)>,
    pub answers: Vec<(QuestionIx, Expected)>,
    /// Exactly these clauses, in any order.
    pub because: Vec<(QuestionIx, Vec<String>)>,
    /// At least these entries, by their ids in this file.
    pub cites: Vec<(QuestionIx, Vec<String>)>,
    /// The next day on which the answer or its grounds change; `None` for `"never"`.
    pub changes_on: Vec<(QuestionIx, Option<Date>)>,
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    Yes,
    No,
    Undecided,
}

/// What is owed about the subject of the file on a day: exactly these duties.
#[derive(Clone, Debug)]
pub struct TestOwed {
    pub on: Date,
    /// The record as it was known at the end of this day.
    pub known: Option<Date>,
    pub owed: Vec<TestDuty>,
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TestDuty {
    /// The id of a row of duties.toml.
    pub duty: String,
    /// The key of the item, where the duty is about one.
    pub of: Option<String>,
    pub due: Option<Date>,
    /// The role that looks into it on that day, because it is late.
    pub escalated_to: Option<String>,
}

/// What is kept of the subject of the file for a time only, on a day: exactly these.
#[derive(Clone, Debug)]
pub struct TestKept {
    pub on: Date,
    pub kept: Vec<TestKeep>,
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TestKeep {
    /// The key of the item.
    pub of: String,
    /// The id of a row of retention.toml.
    pub row: String,
    /// The last day.
    pub until: Date,
}

/// A decision of decisions.toml put to a vote, about the subject of the file.
#[derive(Clone, Debug)]
pub struct TestDivision {
    pub id: String,
    pub on: Date,
    /// The id of a decision that every version in force has.
    pub decision: String,
    /// Seats filled.
    pub seats: u32,
    /// Seats that the body has when full; `seats` when absent.
    pub full_size: Option<u32>,
    pub reasons_recorded_on: Option<Date>,
    pub votes: Vec<TestVote>,
    pub expect: TestOutcome,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub struct TestVote {
    pub who: String,
    pub vote: VoteCast,
    /// Facts of the voter, such as `complainant = true`.
    pub facts: Vec<(String, TestValue)>,
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoteCast {
    For,
    Against,
    Abstain,
}

/// What a test expects of a division; what is `None` is not checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TestOutcome {
    pub carried: Option<Expected>,
    pub quorum: Option<Expected>,
    /// Exactly these voters, in any order.
    pub not_counted: Option<Vec<String>>,
}
