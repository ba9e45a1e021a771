//! Every case in a few dozen bytes, kept in memory with what waits: a list of 50,000 cases reads no case.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use standing_base::{Date, Id, Instant};
use standing_domain::case::{Outline, Stage, outlines};
use standing_domain::packed::PackedFact;
use standing_rulebook::{Ask, Corpus, Owed, QuestionIx, Scratch, Truth};

use crate::rules::Rules;

/// The question that is yes while the member may appeal.
const APPEAL: &str = "appeal";

#[derive(Clone, Debug)]
pub(crate) struct KeptCase {
    pub(crate) outline: Outline,
    /// Where it stands on the day: a decision that was sent is final when the time for an appeal has run
    /// out.
    pub(crate) stage: Stage,
    /// What is due next in it: its place among what is owed about the person.
    pub(crate) next: Option<usize>,
}

/// The cases of everybody.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeptCases {
    of: BTreeMap<Id, Arc<[KeptCase]>>,
    by_reference: BTreeMap<String, (Id, usize)>,
}

impl KeptCases {
    pub(crate) fn note(&mut self, person: Id, cases: Vec<KeptCase>) {
        for (at, case) in cases.iter().enumerate() {
            if let Some(reference) = &case.outline.reference {
                self.by_reference.insert(reference.clone(), (person, at));
            }
        }
        if !cases.is_empty() {
            self.of.insert(person, cases.into());
        }
    }

    pub(crate) fn forget(&mut self, persons: &BTreeSet<Id>) {
        self.of.retain(|person, _| !persons.contains(person));
        self.by_reference
            .retain(|_, (person, _)| !persons.contains(person));
    }

    /// In the order of their references, after one.
    pub(crate) fn after<'a>(
        &'a self,
        reference: Option<&'a str>,
    ) -> impl Iterator<Item = (&'a str, Id, &'a KeptCase)> {
        let from = reference.map_or(Bound::Unbounded, Bound::Excluded);
        let range = self.by_reference.range::<str, _>((from, Bound::Unbounded));
        range.filter_map(|(reference, (person, at))| {
            let case = self.of.get(person)?.get(*at)?;
            Some((reference.as_str(), *person, case))
        })
    }

    /// All of them, with the members whom they are about.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Id, &KeptCase)> {
        let all = self.of.iter();
        all.flat_map(|(person, cases)| cases.iter().map(|case| (*person, case)))
    }
}

/// The cases about one person, from the packed history and what is owed about the person then.
pub(crate) fn read(
    rules: &Rules,
    (corpus, subject): (&mut Corpus, usize),
    scratch: &mut Scratch,
    (history, owed): (&[PackedFact<'_>], &[Owed]),
    (on, known): (Date, Option<Instant>),
) -> Vec<KeptCase> {
    let outlines = outlines(history, on, known).into_iter();
    let cases = outlines.map(|outline| {
        let stage = stage(rules, (corpus, subject), scratch, &outline, (on, known));
        let next = next(&outline, owed);
        KeptCase {
            outline,
            stage,
            next,
        }
    });
    cases.collect()
}

/// The question of which a no makes a decision final, where it hangs on one.
pub(super) fn whether_final(rules: &Rules, stage: Stage, is_sent: bool) -> Option<QuestionIx> {
    let is_asked = stage == Stage::Decided && is_sent;
    is_asked.then(|| rules.engine.question(APPEAL)).flatten()
}

fn stage(
    rules: &Rules,
    (corpus, subject): (&mut Corpus, usize),
    scratch: &mut Scratch,
    outline: &Outline,
    (on, known): (Date, Option<Instant>),
) -> Stage {
    let Some(question) = whether_final(rules, outline.stage(), outline.is_sent) else {
        return outline.stage();
    };
    let ask = Ask {
        question,
        item: Some(corpus.names.intern(&outline.id.to_string())),
        on,
        known,
    };
    match rules.engine.truth(scratch, corpus.history(subject), ask) {
        Truth::No => Stage::Final,
        _ => Stage::Decided,
    }
}

/// What is due first in a case, or about a suspension in it.
fn next(outline: &Outline, owed: &[Owed]) -> Option<usize> {
    let items: BTreeSet<String> = std::iter::once(outline.id)
        .chain(outline.suspensions.iter().copied())
        .map(|id| id.to_string())
        .collect();
    let of_case = owed.iter().enumerate().filter(|(_, owed)| {
        let item = owed.item.as_ref();
        item.is_some_and(|item| items.contains(item))
    });
    of_case
        .min_by_key(|(_, owed)| (owed.due_on.is_none(), owed.due_on, owed.began_by))
        .map(|(at, _)| at)
}
