//! The charges of a case with their words: what each accuses of, what was found on it and why.

use standing_base::Date;
use standing_domain::case::{Finding, Step};
use standing_domain::{Fact, PrivateValue};

use crate::rules::Rules;

/// A charge, told in full.
#[derive(Clone, Debug)]
pub struct ChargeTold {
    pub charge: String,
    /// The clause said to be broken, and its title: `6.9 Conduct`.
    pub breach: String,
    pub title: Option<String>,
    pub particulars: Option<String>,
    pub finding: Option<Finding>,
    /// Why it was found so.
    pub reasons: Option<String>,
}

/// The charges of a case by its facts, in the order in which they were brought.
pub(crate) fn told<'f>(
    rules: &Rules,
    facts: impl Iterator<Item = &'f Fact>,
    words: &[PrivateValue],
) -> Vec<ChargeTold> {
    let mut charges: Vec<ChargeTold> = Vec::new();
    for fact in facts {
        let charge = fact.what.text("charge").unwrap_or_default();
        let step = Step::of(&fact.what.kind);
        let known = charges.iter_mut().find(|known| known.charge == charge);
        if step == Some(Step::ChargeBrought) {
            charges.push(brought(rules, fact, words));
        } else if let (Some(finding), Some(known)) = (step.and_then(Finding::of), known) {
            known.finding = Some(finding);
            known.reasons = words_of(words, fact.number, "reasons");
        }
    }
    charges
}

fn brought(rules: &Rules, fact: &Fact, words: &[PrivateValue]) -> ChargeTold {
    let breach = fact.what.text("breach").unwrap_or_default();
    ChargeTold {
        charge: fact.what.text("charge").unwrap_or_default().to_owned(),
        breach: breach.to_owned(),
        title: clause_title(rules, breach, fact.what.effective_on.earliest()),
        particulars: words_of(words, fact.number, "particulars"),
        finding: None,
        reasons: None,
    }
}

/// The heading of a clause as it stood on a day.
pub(crate) fn clause_title(rules: &Rules, clause: &str, on: Date) -> Option<String> {
    let version = rules.engine.version_on(on).0?;
    let mut clauses = version.clauses.iter();
    let found = clauses.find(|known| known.id == clause)?;
    Some(found.title.clone())
}

/// Free words of a fact.
pub(crate) fn words_of(words: &[PrivateValue], fact: u64, field: &str) -> Option<String> {
    let mut found = words
        .iter()
        .filter(|value| value.fact == fact && value.field == field);
    found.next().map(|value| value.value.clone())
}
