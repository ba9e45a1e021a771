//! Grounds for "it depends on a day that nobody recorded".

use standing_base::Date;

use crate::answer::{Citation, Ground, GroundKind};
use crate::history::{Entry, History};
use crate::model::Rulebook;
use crate::placing::{Choice, Sequence};
use crate::tell::partial_text;
use crate::truth::Truth;

/// So many stretches of days are told of one entry.
const STRETCHES_TOLD_MAX: usize = 4;

impl Sequence {
    /// One ground for each entry on whose day alone the answer depends; for all that might have
    /// been by then when it takes several of them.
    pub(crate) fn partial_grounds(
        &self,
        rulebook: &Rulebook,
        history: &History<'_>,
        on: Date,
        choices: &[Choice],
        truths: &[Truth],
    ) -> Vec<Ground> {
        let entry = |place: u32| {
            let placed = self.known.get(place as usize)?;
            history.entries.get(placed.entry as usize)
        };
        let Some(Choice(firsts)) = choices.first() else {
            return Vec::new();
        };
        let mut alone = Vec::new();
        let mut together = Vec::new();
        for (nth, place) in self.partial.iter().enumerate() {
            let Some(entry) = entry(*place).filter(|entry| entry.on <= on) else {
                continue;
            };
            let others_first = |Choice(days): &Choice| {
                let days = days.iter().zip(firsts).enumerate();
                days.filter(|(index, _)| *index != nth)
                    .all(|(_, (day, first))| day == first)
            };
            let tried = choices.iter().zip(truths);
            let tried = tried.filter(|(choice, _)| others_first(choice));
            let mut days: Vec<(Date, Truth)> = tried
                .filter_map(|(Choice(days), truth)| Some((*days.get(nth)?, *truth)))
                .collect();
            days.sort_unstable();
            days.dedup_by_key(|(_, truth)| *truth);
            together.push(ground(rulebook, entry, &[]));
            if days.len() > 1 {
                alone.push(ground(rulebook, entry, &days));
            }
        }
        if alone.is_empty() { together } else { alone }
    }
}

fn ground(rulebook: &Rulebook, entry: &Entry, stretches: &[(Date, Truth)]) -> Ground {
    let kind = rulebook.vocabulary.entries.get(entry.kind.at());
    let kind = kind.map_or("entry", |kind| &kind.name);
    let recorded = partial_text(entry.on, entry.on_latest);
    let mut says = format!(
        "the answer depends on the day of entry {} ({kind}), of which only {recorded} is recorded",
        entry.number
    );
    let told: Vec<String> = stretches
        .iter()
        .take(STRETCHES_TOLD_MAX)
        .map(|(day, truth)| format!("{} if it was on {day} or later", truth.word()))
        .collect();
    if !told.is_empty() {
        says.push_str(": ");
        says.push_str(&told.join(", "));
    }
    let mut ground = Ground::plain(GroundKind::DependsOnPartialDate, says);
    ground.facts.push(Citation {
        fact: kind.to_owned(),
        words: "date of the entry".to_owned(),
        value: recorded,
        entries: vec![entry.number],
        ..Citation::default()
    });
    ground
}
