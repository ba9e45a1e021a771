//! What becomes of what was written and sent in a case that has ended: announced, kept longer, erased.
//! How long it is kept is the rulebook's (retention.toml).

use std::collections::BTreeSet;

use standing_base::{Date, Id, PartialDate, Refusal, Told};

use super::file::annulled;
use super::files;
use crate::fact::{Fact, NewFact};

/// Somebody is told that it will be erased, and from which day on.
pub const ANNOUNCED: &str = "erasure_announced";
/// It is still needed, until a day.
pub const HELD: &str = "erasure_held";
/// It is not needed after all.
pub const FREED: &str = "erasure_freed";
/// It is gone; this stays.
pub const ERASED: &str = "case_erased";

/// The same of a complaint that never came onto the record; both stand with the organisation.
pub const COMPLAINT_ANNOUNCED: &str = "complaint_erasure_announced";
pub const COMPLAINT_ERASED: &str = "complaint_erased";

/// How far that has come with one case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keeping {
    /// The fact that announced it, and the last day to object.
    pub announced: Option<(u64, Date)>,
    /// The last day until which somebody said that it is needed.
    pub held: Option<Date>,
    /// The fact that says that it is gone, and its day.
    pub erased: Option<(u64, Date)>,
}

/// What is to be done about a case on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Its time is not over.
    Kept,
    Announce,
    /// It was announced, and can be objected to until this day.
    Announced(Date),
    Held(Date),
    Erase,
    /// It is gone since this day.
    Erased(Date),
}

impl Keeping {
    /// What the facts about a person tell of one case.
    pub fn of<'f>(facts: impl Iterator<Item = &'f Fact> + Clone, case: Id) -> Self {
        let mut keeping = Self::default();
        let annulled = annulled(facts.clone());
        for fact in facts.filter(|fact| fact.what.id("case") == Some(case)) {
            let day = fact.what.effective_on.latest();
            // What is gone does not come back.
            if annulled.contains(&fact.number) && fact.what.kind != ERASED {
                continue;
            }
            match fact.what.kind.as_str() {
                ANNOUNCED => {
                    let until = date(&fact.what, "erase_on").unwrap_or(Date::MAX);
                    keeping.announced = Some((fact.number, until));
                }
                // Once the time is over that somebody asked for, it is announced anew.
                HELD => {
                    keeping.held = Some(date(&fact.what, "until").unwrap_or(Date::MAX));
                    keeping.announced = None;
                }
                FREED => keeping.held = None,
                ERASED => keeping.erased = Some((fact.number, day)),
                _ => {}
            }
        }
        keeping
    }

    /// What the facts about the organisation tell of a complaint that came to nothing. What was
    /// announced before something was done about it again is announced anew.
    pub fn of_complaint<'f>(
        facts: impl Iterator<Item = &'f Fact>,
        complaint: Id,
        last_done: Date,
        held: Option<Date>,
    ) -> Self {
        let mut keeping = Self {
            held,
            ..Self::default()
        };
        for fact in facts.filter(|fact| fact.what.id("intake") == Some(complaint)) {
            let day = fact.what.effective_on.latest();
            match fact.what.kind.as_str() {
                COMPLAINT_ANNOUNCED if day > last_done => {
                    let until = date(&fact.what, "erase_on").unwrap_or(Date::MAX);
                    keeping.announced = Some((fact.number, until));
                }
                COMPLAINT_ERASED => keeping.erased = Some((fact.number, day)),
                _ => {}
            }
        }
        keeping
    }

    /// What is to be done today about a case whose time runs from a fact up to, and including, a day.
    /// What was done before that fact is of an earlier end of the case: it was taken up again.
    pub fn due(self, since: u64, until: Date, today: Date) -> Due {
        let is_of_this_end = |number: u64| number > since;
        match self {
            Self {
                erased: Some((number, on)),
                ..
            } if is_of_this_end(number) => Due::Erased(on),
            Self {
                held: Some(held), ..
            } if today <= held => Due::Held(held),
            _ if today <= until => Due::Kept,
            Self {
                announced: Some((number, last)),
                ..
            } if is_of_this_end(number) => {
                if today <= last {
                    Due::Announced(last)
                } else {
                    Due::Erase
                }
            }
            _ => Due::Announce,
        }
    }
}

fn date(fact: &NewFact, field: &str) -> Option<Date> {
    let day: PartialDate = fact.text(field)?.parse().ok()?;
    Some(day.latest())
}

/// The words without which a kind of fact is not recorded.
pub fn words_needed(kind: &str) -> Option<&'static str> {
    (kind == HELD).then_some("reasons")
}

/// The cases to which a fact of a kind can be put: those that are not erased, or are held.
pub fn cases(facts: &[Fact], kind: &str) -> Vec<(Id, Option<String>)> {
    let mut files = files(facts.iter());
    files.retain(|file| {
        let keeping = Keeping::of(facts.iter(), file.id);
        match kind {
            HELD => keeping.erased.is_none(),
            FREED => keeping.held.is_some(),
            _ => false,
        }
    });
    files
        .into_iter()
        .map(|file| (file.id, file.reference))
        .collect()
}

/// Whether the record knows this kind as one of those here that people record.
pub fn is_recorded(kind: &str) -> bool {
    [HELD, FREED].contains(&kind)
}

/// Whether what was written in a case can be held, or let go, by a fact that is not on the record yet.
pub fn check(facts: &[Fact], fact: &NewFact) -> Result<(), Refusal> {
    if !is_recorded(&fact.kind) {
        return Ok(());
    }
    let known: BTreeSet<Id> = files(facts.iter()).iter().map(|file| file.id).collect();
    let case = fact.id("case").filter(|case| known.contains(case));
    let Some(case) = case else {
        let says = Told::new(
            "case-unknown",
            "there is no such case about this member; choose one of theirs",
        );
        return Err(Refusal::new("no_such_case", says));
    };
    let keeping = Keeping::of(facts.iter(), case);
    if let Some((_, on)) = keeping.erased.filter(|_| fact.kind == HELD) {
        let says = Told::new(
            "keeping-erased",
            "what was written and sent in this case was erased on {on}; there is nothing left to keep",
        );
        return Err(Refusal::new("case_erased", says.with("on", on)));
    }
    if fact.kind == FREED && keeping.held.is_none() {
        let says = Told::new(
            "keeping-not-held",
            "nobody has said that this case is to be kept longer, so there is nothing to take back",
        );
        return Err(Refusal::new("not_held", says));
    }
    let on = fact.effective_on.latest();
    if let Some(until) = date(fact, "until").filter(|until| *until < on) {
        let says = Told::new(
            "keeping-too-short",
            "{until} is over before {on}, the day of this; name a later day until which the case is needed",
        );
        let says = says.with("until", until).with("on", on);
        return Err(Refusal::new("held_too_short", says));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn nothing_is_erased_that_was_not_announced_or_that_somebody_needs() {
        let until = day("2021-03-01");
        let last = day("2021-03-29");
        let told = Keeping {
            announced: Some((7, last)),
            ..Keeping::default()
        };
        let held = Keeping {
            held: Some(day("2021-06-30")),
            ..Keeping::default()
        };
        let gone = Keeping {
            erased: Some((9, day("2021-03-30"))),
            ..told
        };
        for (keeping, since, today, due) in [
            (Keeping::default(), 5, "2021-03-01", Due::Kept),
            (Keeping::default(), 5, "2021-03-02", Due::Announce),
            (told, 5, "2021-03-29", Due::Announced(last)),
            (told, 5, "2021-03-30", Due::Erase),
            // The text changed meanwhile, and keeps it for longer.
            (told, 5, "2021-02-28", Due::Kept),
            // The case was taken up again, and ended again, since it was announced.
            (told, 8, "2021-03-30", Due::Announce),
            (held, 5, "2021-06-30", Due::Held(day("2021-06-30"))),
            (held, 5, "2021-07-01", Due::Announce),
            (gone, 5, "2021-04-01", Due::Erased(day("2021-03-30"))),
            (gone, 10, "2021-04-01", Due::Announce),
        ] {
            assert_eq!(keeping.due(since, until, day(today)), due, "{today}");
        }
    }
}
