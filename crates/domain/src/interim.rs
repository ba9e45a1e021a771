//! Interim measures: a suspension, the loss of the whip. They are no penalties, so each has a day of
//! review, and several can run at once, each of its own cause. Which rights one stops, when it is
//! reviewed and when it lapses is the rulebook's. docs/src/cases/machine.md draws this machine; a test
//! compares.

use std::collections::BTreeSet;

use standing_base::{Refusal, Told};

use crate::fact::{Fact, NewFact};

/// Where a measure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Interim {
    InForce,
    /// Ended by whoever imposed it, or with its case.
    Lifted,
    /// Ended by itself: its time ran out without a review, or it had a last day.
    Lapsed,
}

impl Interim {
    pub const fn code(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::Lifted => "lifted",
            Self::Lapsed => "lapsed",
        }
    }
}

/// What happens to a measure. The kind of fact, but for what time does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrow {
    pub from: Option<Interim>,
    pub on: &'static str,
    pub to: Interim,
}

/// No fact: the rulebook's timer.
pub const TIME: &str = "time";

const fn begins(on: &'static str) -> Arrow {
    Arrow {
        from: None,
        on,
        to: Interim::InForce,
    }
}

const fn runs(on: &'static str, to: Interim) -> Arrow {
    Arrow {
        from: Some(Interim::InForce),
        on,
        to,
    }
}

pub const ARROWS: &[Arrow] = &[
    begins("suspension_imposed"),
    begins("whip_withdrawn"),
    runs("review", Interim::InForce),
    runs("hearing", Interim::InForce),
    runs("suspension_ended", Interim::Lifted),
    runs("whip_restored", Interim::Lifted),
    runs("whip_given", Interim::Lifted),
    runs("case_decided", Interim::Lifted),
    runs("case_withdrawn", Interim::Lifted),
    runs("no_case_found", Interim::Lifted),
    runs("case_closed", Interim::Lifted),
    runs(TIME, Interim::Lapsed),
];

/// Kinds of fact that restrict somebody, or end that: none without its reasons (I3, I7).
const WITH_REASONS: &[&str] = &[
    "suspension_imposed",
    "suspension_ended",
    "whip_withdrawn",
    "review",
];

/// The words without which a kind of fact is not recorded.
pub fn words_needed(kind: &str) -> Option<&'static str> {
    WITH_REASONS.contains(&kind).then_some("reasons")
}

impl Interim {
    /// The measure after something happened; nothing when no arrow leads there.
    pub fn take(measure: Option<Self>, on: &str) -> Option<Self> {
        let arrow = ARROWS
            .iter()
            .find(|arrow| arrow.from == measure && arrow.on == on);
        arrow.map(|arrow| arrow.to)
    }
}

/// Refuses to end or review a measure that no longer runs. Time is not looked at here: what lapsed by
/// the rulebook's timer is refused by its clause.
pub fn check<'f>(
    facts: impl Iterator<Item = &'f Fact> + Clone,
    fact: &NewFact,
) -> Result<(), Refusal> {
    let is = match fact.kind.as_str() {
        "suspension_ended" => measure(facts, "suspension", fact),
        "review" => {
            // A review is of every measure in the case.
            let imposed = facts.clone().filter(|earlier| {
                earlier.what.kind == "suspension_imposed"
                    && earlier.what.text("case") == fact.text("case")
            });
            let running = imposed.filter_map(|imposed| {
                measure(facts.clone(), "suspension", &imposed.what)
                    .filter(|is| *is == Interim::InForce)
            });
            running.last()
        }
        _ => return Ok(()),
    };
    match Interim::take(is, &fact.kind) {
        Some(_) => Ok(()),
        None => Err(Refusal::new(
            "no_measure_runs",
            Told::new(
                "no-measure-runs",
                "no suspension of this kind is in force that could be reviewed or ended",
            ),
        )),
    }
}

/// The measure that a fact names by a field, after everything that reaches it.
fn measure<'f>(
    facts: impl Iterator<Item = &'f Fact> + Clone,
    field: &str,
    named: &NewFact,
) -> Option<Interim> {
    let id = named.text(field)?;
    let annulled: BTreeSet<u64> = facts
        .clone()
        .filter(|fact| ["set_aside", "corrected"].contains(&fact.what.kind.as_str()))
        .filter_map(|fact| fact.what.number("act"))
        .collect();
    let facts = facts.filter(|fact| !annulled.contains(&fact.number));
    let (mut is, mut case) = (None, None);
    for fact in facts {
        let own = fact.what.text(field) == Some(id);
        let of_case = case.is_some() && fact.what.text("case") == case;
        if own && is.is_none() {
            case = fact.what.text("case");
        }
        if own || of_case {
            is = Interim::take(is, &fact.what.kind).or(is);
        }
    }
    is
}
