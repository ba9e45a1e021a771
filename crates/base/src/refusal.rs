use std::fmt;

use serde::Serialize;

use crate::Told;

/// The rules say no. Not an error: it is expected, it is not logged as one, and page, API and
/// command line show it alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// A stable code such as `before_birth`, from the closed list of the aggregate that refuses.
    pub code: &'static str,
    /// The clause of the rulebook that says no, where one does.
    pub clause: Option<String>,
    /// The numbers of the facts because of which it is refused, where it is because of any.
    pub facts: Vec<u64>,
    /// One sentence: what is refused, why, and what to do.
    pub detail: Told,
}

impl Refusal {
    pub fn new(code: &'static str, detail: impl Into<Told>) -> Self {
        Self {
            code,
            clause: None,
            facts: Vec::new(),
            detail: detail.into(),
        }
    }

    pub fn under(mut self, clause: impl Into<String>) -> Self {
        self.clause = Some(clause.into());
        self
    }

    pub fn because_of(mut self, facts: impl IntoIterator<Item = u64>) -> Self {
        self.facts = facts.into_iter().collect();
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.clause {
            Some(clause) => write!(f, "{} (clause {clause})", self.detail),
            None => self.detail.fmt(f),
        }
    }
}

impl std::error::Error for Refusal {}
