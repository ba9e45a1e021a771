//! A rulebook after loading: every name resolved, every type checked.
//!
//! The loader makes these; the evaluator reads them. Indices rather than names, so that asking
//! about 600,000 members compares small integers. `INVARIANT:` every index in a loaded
//! [`Rulebook`] is in range; the loader resolves them and nobody else makes one.

mod decision;

use std::collections::BTreeMap;

use standing_base::{Counting, Date, Fraction, Length};

pub use decision::{
    Base, Counted, Decision, Demand, Majority, MajorityRule, Matters, Quorum, Reasons, Threshold,
    Tie, VoteKind,
};

/// Index of a [`Record`] in [`Vocabulary::records`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordIx(pub u16);
/// Index of a fact within its [`Record`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FactIx(pub u16);
/// Index of a [`Question`] in [`Vocabulary::questions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QuestionIx(pub u16);
/// Index of an [`EntryKind`] in [`Vocabulary::entries`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryKindIx(pub u16);
/// Index of an [`EnumType`] in [`Vocabulary::enums`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EnumIx(pub u16);
/// Index of a [`Clause`] in [`Version::clauses`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClauseIx(pub u16);
/// Index of a [`Param`] in [`Version::params`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParamIx(pub u16);
/// Index of a [`Define`] in [`Version::defines`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DefineIx(pub u16);
/// Index of a version in [`Rulebook::versions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VersionIx(pub u16);

/// A text made small: its number in a [`Names`] table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(pub u32);

#[derive(Clone, Debug)]
pub struct Rulebook {
    pub name: String,
    pub language: String,
    pub timezone: String,
    pub counting: Counting,
    /// Sorted.
    pub holidays: Vec<Date>,
    pub vocabulary: Vocabulary,
    /// In the order in which they came into force; never empty.
    pub versions: Vec<Version>,
    pub overlays: Vec<Overlay>,
    /// The texts that rules and effects compare with or set. The table of a register that this
    /// rulebook is asked about begins as a copy of it, so that symbols agree.
    pub texts: Names,
    /// SHA-256 over the names and bytes of every file that decides an answer (not tests, not what-ifs), in hex.
    pub fingerprint: String,
}

#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    pub enums: Vec<EnumType>,
    pub records: Vec<Record>,
    pub questions: Vec<Question>,
    pub entries: Vec<EntryKind>,
    /// Who acts. A rulebook that declares none names offices.
    pub roles: Vec<Role>,
}

/// In whose name somebody acts, or whom the record is told: `membership_officer`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    pub name: String,
    pub says: String,
    pub holder: Holder,
    pub within: Within,
}

/// Who holds a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Whoever sits on a body of this form, in this office; one of the two may be absent.
    Seat {
        office: Option<String>,
        body: Option<String>,
    },
    /// Everybody for whom this question about members is yes.
    Question(QuestionIx),
}

/// How far a role reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    Organisation,
    /// Members of the branch to which the holder's body belongs, and of the branches below it.
    Branch,
}

#[derive(Clone, Debug)]
pub struct EnumType {
    pub name: String,
    /// At most 256.
    pub values: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Record {
    pub name: String,
    pub facts: Vec<FactDecl>,
}

#[derive(Clone, Debug)]
pub struct FactDecl {
    pub name: String,
    pub kind: FactType,
    pub core: bool,
    pub says: String,
    /// For a core date fact `X_since`: the fact `X`.
    pub since: Option<FactIx>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactType {
    YesNo,
    Date,
    Text,
    Number,
    Enum(EnumIx),
    List(RecordIx),
    /// The number of another entry. Of fields of entries only.
    Entry,
}

#[derive(Clone, Debug)]
pub struct Question {
    pub name: String,
    pub about: RecordIx,
    pub says: String,
    /// Shown as a right on a person's page.
    pub right: bool,
    /// The `what` of publication.toml that must be public before the question is answered publicly.
    pub public: Option<String>,
    /// The roles for which something waits while the answer is yes.
    pub waits_for: Vec<String>,
}

/// A kind of entry on the record, and which facts of the vocabulary it makes.
#[derive(Clone, Debug)]
pub struct EntryKind {
    pub name: String,
    pub about: RecordIx,
    /// The list of `about` in which the entry finds or begins its item.
    pub item: Option<ItemOf>,
    pub fields: Vec<(String, FactType)>,
    /// Effects on the item where there is one, else on the record.
    pub sets: Vec<Effect>,
    /// Effects on the record where there is an item.
    pub also: Vec<Effect>,
    pub asks: Option<QuestionIx>,
    pub annuls: Option<Annuls>,
}

#[derive(Clone, Copy, Debug)]
pub struct ItemOf {
    pub list: FactIx,
    pub record: RecordIx,
    /// Index into [`EntryKind::fields`] of the field that carries the item's key.
    pub key: usize,
}

/// Indices into [`EntryKind::fields`].
#[derive(Clone, Copy, Debug)]
pub struct Annuls {
    pub act: usize,
    pub from: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Effect {
    pub fact: FactIx,
    pub value: EffectValue,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EffectValue {
    /// The day of the entry.
    On,
    /// A field that it carries (index into [`EntryKind::fields`]).
    Field(usize),
    Const(Value),
    Nothing,
    /// One more than it is, of a number.
    More,
    /// One fewer, down to none.
    Fewer,
}

impl EffectValue {
    pub(crate) fn counts(self) -> bool {
        matches!(self, Self::More | Self::Fewer)
    }
}

/// The value of one fact. Small and `Copy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Nothing is recorded.
    Missing,
    YesNo(bool),
    Date(Date),
    Number(i64),
    /// Index into the values of the fact's enum.
    Enum(u8),
    Text(Symbol),
    /// The number of an entry.
    Entry(u64),
}

/// Where a piece of a rulebook stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Place {
    /// Path within the rulebook folder.
    pub file: String,
    /// Counted from 1.
    pub line: u32,
    /// In characters, counted from 1.
    pub column: u32,
}

#[derive(Clone, Debug)]
pub struct Version {
    pub id: String,
    pub folder: String,
    pub in_force: Date,
    pub adopted_by: String,
    pub timers_by: TimersBy,
    pub clauses: Vec<Clause>,
    pub params: Vec<Param>,
    pub defines: Vec<Define>,
    pub rules: Vec<Rule>,
    pub moves: Vec<Move>,
    pub timers: Vec<Timer>,
    pub duties: Vec<Duty>,
    pub keeps: Vec<crate::Keep>,
    pub decisions: Vec<Decision>,
    pub powers: Vec<Power>,
    pub publication: Vec<Publish>,
    pub fingerprint: String,
}

/// Which text governs a time limit that runs when this version comes into force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimersBy {
    /// The text in force when it began.
    #[default]
    Begun,
    Current,
}

#[derive(Clone, Debug)]
pub struct Clause {
    /// `8.4.a`
    pub id: String,
    /// The heading without its mark: `8.4(a)` or `6.3 Review, and lapse`.
    pub title: String,
    /// Depth of the heading, from 1.
    pub level: u8,
    /// The nearest heading above without a mark, `Chapter 8: Parliamentary candidates`.
    pub chapter: Option<String>,
    pub mark: Option<ClauseMark>,
    /// The words as Markdown, without rule blocks and comments.
    pub words: String,
    /// The rule blocks' text, joined; empty when there are none.
    pub rule_text: String,
    /// The table rows that cite the clause, each in one line: `[[timer]] id = "suspension_lapse", ...`.
    pub rows: Vec<String>,
    pub place: Place,
    /// SHA-256 of the words, in hex.
    pub words_fingerprint: String,
    /// SHA-256 of the rules and of the table rows that cite the clause, in hex.
    pub rule_fingerprint: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseMark {
    Judgement,
    Procedure,
    Text,
}

#[derive(Clone, Debug)]
pub struct Param {
    pub name: String,
    pub clause: ClauseIx,
    /// As the clause says it: `one half`.
    pub words: String,
    pub value: ParamValue,
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParamValue {
    Length(Length),
    Number(i64),
    Fraction(Fraction),
    Date(Date),
    Words(Vec<String>),
}

/// A term that other rules may use: `define member.in_good_standing: ...`.
#[derive(Clone, Debug)]
pub struct Define {
    pub record: RecordIx,
    pub name: String,
    pub clause: ClauseIx,
    pub condition: Cond,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub struct Rule {
    pub kind: RuleKind,
    pub questions: Vec<QuestionIx>,
    /// The record that the rule's questions are about: variable 0 of the condition.
    pub record: RecordIx,
    pub clause: ClauseIx,
    pub condition: Cond,
    pub says: Says,
    pub place: Place,
    /// How many variables the condition binds, the subject included.
    pub variables: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleKind {
    Require,
    Bar,
    /// Lifts what the bars of a clause bar.
    Except(ClauseIx),
}

/// A reason with facts to fill in.
#[derive(Clone, Debug, Default)]
pub struct Says(pub Vec<SaysPart>);

#[derive(Clone, Debug)]
pub enum SaysPart {
    Text(String),
    Fact(FactRef),
    Param(ParamIx),
}

/// A fact of a variable: variable 0 is the subject of the question, the others are bound by
/// `some`, `no`, `every` and `count` from outside in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FactRef {
    pub var: u8,
    pub record: RecordIx,
    pub fact: FactIx,
}

#[derive(Clone, Debug)]
pub enum Cond {
    And(Vec<Cond>),
    Or(Vec<Cond>),
    Not(Box<Cond>),
    /// A yes/no fact that is yes.
    Fact(FactRef),
    /// A defined term, of the variable.
    Defined {
        var: u8,
        define: DefineIx,
    },
    /// `fact is value`, of enum, yes/no, text and number facts.
    Is {
        fact: FactRef,
        value: Value,
    },
    /// `fact is recorded`: there is a value. Never undecided.
    Recorded(FactRef),
    Compare {
        left: Term,
        op: Op,
        right: Term,
    },
    /// `some c in LIST where WHERE has HAS`; an absent part is always true. The item is variable `binds`.
    Some {
        list: FactRef,
        binds: u8,
        filter: Option<Box<Cond>>,
        has: Option<Box<Cond>>,
    },
    No {
        list: FactRef,
        binds: u8,
        filter: Option<Box<Cond>>,
    },
    Every {
        list: FactRef,
        binds: u8,
        filter: Option<Box<Cond>>,
        has: Box<Cond>,
    },
    Count {
        list: FactRef,
        binds: u8,
        filter: Option<Box<Cond>>,
        op: Op,
        than: Term,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

#[derive(Clone, Debug)]
pub enum Term {
    Fact(FactRef),
    Param(ParamIx),
    Date(Date),
    Number(i64),
    Length(Length),
    /// A date and a length. Never of `today`.
    Plus(Box<Term>, Box<Term>),
    Minus(Box<Term>, Box<Term>),
    /// Alone on its side of a comparison, so that the day on which it flips can be computed.
    Today,
}

/// A fact that moves between values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TrackRef {
    pub record: RecordIx,
    pub fact: FactIx,
}

#[derive(Clone, Debug)]
pub struct Move {
    pub clause: ClauseIx,
    pub track: TrackRef,
    pub on: Trigger,
    /// How an entry that is not the item's own finds its items.
    pub by: Option<By>,
    /// Enum values.
    pub from: Vec<u8>,
    pub to: u8,
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    Entry(EntryKindIx),
    /// Another track of the same subject that moves to a value.
    Moved(TrackRef, u8),
}

/// The item's fact equals the entry's field of this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    pub fact: FactIx,
    pub field: String,
}

#[derive(Clone, Debug)]
pub struct Timer {
    pub id: String,
    pub clause: ClauseIx,
    pub track: TrackRef,
    /// Runs while the track has this value.
    pub during: u8,
    pub starts: EntryKindIx,
    pub runs: Runs,
    pub stops_on: Vec<EntryKindIx>,
    /// The words of `stops_on`, for telling.
    pub by: Option<By>,
    pub counting: Counting,
    pub then: u8,
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runs {
    Param(ParamIx),
    Length(Length),
    /// A date fact of the track's record is the last day. It does not run while the fact is missing.
    Until(FactIx),
}

/// What somebody owes after an entry, and by when: a row of duties.toml.
#[derive(Clone, Debug)]
pub struct Duty {
    pub id: String,
    pub clause: ClauseIx,
    /// Entries that begin it; what is owed already begins anew.
    pub starts: Vec<EntryKindIx>,
    /// The field of such an entry that is the last day, where it is given.
    pub until: Option<String>,
    /// From the day of the entry, where no such date is.
    pub within: Option<Runs>,
    pub counting: Counting,
    pub ends_on: Vec<EntryKindIx>,
    /// It is owed while this track, of what it is about, has this value.
    pub during: Option<(TrackRef, u8)>,
    /// The fields by which an entry that ends it belongs to the one that began it: the first that
    /// both have. An entry that has none of them ends it whichever it is.
    pub by: Vec<String>,
    /// A role, or `subject`.
    pub owed_by: String,
    /// What is to be done: `tell the member that a case is open`.
    pub says: String,
    /// So long before the last day whoever owes it is reminded.
    pub remind: Vec<Runs>,
    pub escalates: Option<Escalates>,
    pub place: Place,
}

/// Who looks into a duty that is late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Escalates {
    /// A role, other than the one that owes it.
    pub to: String,
    /// From the last day of the duty, counted as the duty is; nothing for the day after it.
    pub after: Option<Runs>,
}

#[derive(Clone, Debug)]
pub struct Power {
    pub clause: ClauseIx,
    /// A role of the vocabulary, or `subject`: the person whom the entry is about.
    pub role: String,
    pub may: Vec<EntryKindIx>,
    pub asks: Option<QuestionIx>,
    /// Forms of bodies: the role acts for these as well as for the body of its own seat.
    pub of: Vec<String>,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub struct Publish {
    pub clause: ClauseIx,
    pub what: String,
    pub of: Option<QuestionIx>,
    pub to: Audience,
    pub when: String,
    /// Of figures: smaller ones are not given.
    pub below: Option<u64>,
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    Public,
    Members,
    /// Whoever holds any role of the powers.
    Officers,
    Subject,
    /// Those who sit on the panel in a case about the person.
    Panel,
    /// The holders of a role, as far as it reaches.
    Role(String),
}

/// A counterfactual: what if these had been the rules?
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    /// The file's stem, `lapse-60`.
    pub id: String,
    pub name: String,
    /// Versions it changes; all when empty.
    pub versions: Vec<String>,
    /// Parameter name to its value as written.
    pub params: BTreeMap<String, String>,
    /// Clause number to its new Markdown text, words and rule block.
    pub clauses: BTreeMap<String, String>,
    pub place: Place,
}

/// Texts by number. One table serves a whole register.
#[derive(Clone, Debug, Default)]
pub struct Names {
    by_text: std::collections::HashMap<Box<str>, Symbol>,
    texts: Vec<Box<str>>,
}

impl Names {
    /// The number of a text, given now if it has none.
    pub fn intern(&mut self, text: &str) -> Symbol {
        if let Some(symbol) = self.by_text.get(text) {
            return *symbol;
        }
        let symbol = Symbol(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(text.into());
        self.by_text.insert(text.into(), symbol);
        symbol
    }

    pub fn find(&self, text: &str) -> Option<Symbol> {
        self.by_text.get(text).copied()
    }

    pub fn text(&self, symbol: Symbol) -> &str {
        self.texts.get(symbol.0 as usize).map_or("", |text| text)
    }
}

macro_rules! index {
    ($($ix:ident),+) => { $(impl $ix {
        /// As a place in its list.
        pub const fn at(self) -> usize { self.0 as usize }
    })+ };
}
index!(
    RecordIx,
    FactIx,
    QuestionIx,
    EntryKindIx,
    EnumIx,
    ClauseIx,
    ParamIx,
    DefineIx,
    VersionIx
);
