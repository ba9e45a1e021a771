//! What an answer says: yes, no or undecided, and every clause and entry that decided it.

use standing_base::Date;

use crate::model::Place;
use crate::truth::Truth;

/// An answer with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub truth: Truth,
    /// What decided it: of a no, each bar and each requirement that is not met; of a yes, each
    /// requirement met and each exception used; of an undecided, what nobody recorded.
    pub grounds: Vec<Ground>,
    /// The text that answered, and its fingerprint.
    pub version: String,
    pub fingerprint: String,
    /// The day asked about is before the first text came into force.
    pub before_first_version: bool,
    /// How many rules were tried.
    pub rules_tried: usize,
    /// The first later day on which, with nothing new on the record, answer or grounds differ.
    pub changes_on: Option<Date>,
    /// Set when the search for that day was given up ([`crate::CHANGES_TRIED_MAX`]): nothing
    /// changes up to this day, and nobody looked further.
    pub looked_until: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    pub kind: GroundKind,
    /// The clause whose rule this is; none for grounds that no rule gives.
    pub clause: Option<ClauseCited>,
    /// The reason in words, filled in.
    pub says: String,
    /// Numbers of the clauses whose definitions the rule used.
    pub through: Vec<String>,
    pub facts: Vec<Citation>,
    pub params: Vec<ParamCited>,
    /// Of a bar: exceptions that might lift it and could not be decided.
    pub undecided_exceptions: Vec<Ground>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroundKind {
    RequirementMet,
    RequirementUnmet,
    Bar,
    /// A bar that an [`GroundKind::Exception`] of the same answer lifted.
    BarLifted,
    /// An exception that lifted a bar.
    Exception,
    /// A rule that rests on a fact that nobody recorded.
    Undecided,
    /// The answer differs with the day that an entry with a partial date can have been.
    DependsOnPartialDate,
    /// No rule answers the question.
    NoClause,
    /// The item asked about is not on the record.
    NotOnRecord,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseCited {
    /// `8.4.b`
    pub id: String,
    pub title: String,
    pub words: String,
    /// Where the rule stands.
    pub place: Place,
    /// Of [`GroundKind::BarLifted`]: the clause that lifted it.
    pub lifted_by: Option<String>,
}

/// A fact that decided, and where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citation {
    /// `member.status`, `case.state`
    pub fact: String,
    /// The vocabulary's words for it.
    pub words: String,
    /// The key of the item whose fact it is.
    pub item: Option<String>,
    /// Its value as text; `nothing recorded` when it has none.
    pub value: String,
    /// Numbers of the entries behind it.
    pub entries: Vec<u64>,
    /// The clause of the move or time limit that gave it this value.
    pub clause: Option<String>,
    /// `lapsed: 60 days ran out on 2019-04-28 (rulebook 2018)`
    pub note: Option<String>,
    /// No entry is behind it: the value is what holds while nothing is recorded.
    pub nothing_recorded: bool,
    /// Acts of no effect that would have touched the same fact.
    pub annulled: Vec<Annulled>,
    /// What the rules say against the entries behind it.
    pub marks: Vec<Mark>,
}

/// An act that a later entry declared of no effect. Numbers of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Annulled {
    pub act: u64,
    pub on: Date,
    pub by: u64,
    pub by_on: Date,
}

/// An act that the rules did not allow on its day. It is on the record and has effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The number of the entry.
    pub entry: u64,
    /// Empty when no clause says it.
    pub clause: String,
    pub says: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamCited {
    pub name: String,
    /// As the clause says it.
    pub words: String,
    pub value: String,
    pub clause: String,
}

impl Answer {
    /// Whether a reader would see the same answer for the same reasons. That another text says
    /// the same in another place is no difference.
    pub fn reads_like(&self, other: &Self) -> bool {
        self.truth == other.truth
            && self.grounds.len() == other.grounds.len()
            && self
                .grounds
                .iter()
                .zip(&other.grounds)
                .all(|(one, other)| one.reads_like(other))
    }

    /// The numbers of all entries that the grounds cite, in order, each once.
    pub fn entries(&self) -> Vec<u64> {
        let grounds = self.grounds.iter();
        let facts = grounds.flat_map(|ground| &ground.facts);
        let mut entries: Vec<u64> = facts.flat_map(|fact| fact.entries.clone()).collect();
        entries.sort_unstable();
        entries.dedup();
        entries
    }
}

impl Citation {
    /// Acts of no effect decide nothing: that the day of one has passed is no other reason.
    fn reads_like(&self, other: &Self) -> bool {
        let Self {
            fact,
            words: _,
            item,
            value,
            entries,
            clause,
            note,
            nothing_recorded,
            annulled: _,
            marks,
        } = self;
        (fact, item, value, entries) == (&other.fact, &other.item, &other.value, &other.entries)
            && (clause, note, nothing_recorded, marks)
                == (
                    &other.clause,
                    &other.note,
                    &other.nothing_recorded,
                    &other.marks,
                )
    }
}

impl Ground {
    pub(crate) fn plain(kind: GroundKind, says: String) -> Self {
        Self {
            kind,
            clause: None,
            says,
            through: Vec::new(),
            facts: Vec::new(),
            params: Vec::new(),
            undecided_exceptions: Vec::new(),
        }
    }

    pub(crate) fn clause_id(&self) -> &str {
        self.clause.as_ref().map_or("", |clause| &clause.id)
    }

    pub(crate) fn reads_like(&self, other: &Self) -> bool {
        (self.kind, self.clause_id(), &self.says) == (other.kind, other.clause_id(), &other.says)
            && (&self.through, &self.params) == (&other.through, &other.params)
            && self.facts.len() == other.facts.len()
            && self
                .facts
                .iter()
                .zip(&other.facts)
                .all(|(one, other)| one.reads_like(other))
            && self.undecided_exceptions.len() == other.undecided_exceptions.len()
    }
}
