//! Answers over every day that a partial date can mean, and grounds for "it depends on a day that
//! nobody recorded".

use standing_base::Date;

use crate::answer::{Citation, Ground, GroundKind};
use crate::ask::{Ask, Asker, Explained, Scratch, Subject, earlier};
use crate::history::{Entry, History};
use crate::model::{RecordIx, Rulebook};
use crate::placing::{Choice, Sequence};
use crate::truth::Truth;
use crate::words::partial_text;

impl Asker {
    /// What the answer comes to over all choices of days.
    pub(crate) fn truths_of(
        &self,
        scratch: &mut Scratch,
        history: History<'_>,
        root: RecordIx,
        ask: Ask,
        choices: &[Choice],
    ) -> Chosen {
        let mut chosen = Chosen::default();
        for choice in choices {
            scratch.sequence.place(&history, Some(choice));
            let (truth, after) = self.truth_placed(scratch, history, root, ask);
            chosen.next = earlier(chosen.next, after);
            chosen.truths.push(truth);
        }
        chosen
    }

    pub(crate) fn explain_partial(
        &self,
        scratch: &mut Scratch,
        subject: Subject<'_>,
        root: RecordIx,
        ask: Ask,
        choices: &[Choice],
    ) -> Explained {
        let history = subject.history;
        let chosen = self.truths_of(scratch, history, root, ask, choices);
        let mut next = chosen.next;
        let mut ends = Vec::with_capacity(2);
        for choice in choices.first().into_iter().chain(choices.last()) {
            scratch.sequence.place(&history, Some(choice));
            let explained = self.explain(scratch, subject, root, ask);
            next = earlier(next, explained.next);
            ends.push(explained);
        }
        let truth = chosen.truth();
        let rules_tried = ends.first().map_or(0, |one| one.rules_tried);
        let grounds = if chosen.agrees() {
            common_grounds(ends)
        } else {
            scratch.sequence.partial_grounds(
                &self.rulebook,
                &history,
                ask.on,
                choices,
                &chosen.truths,
            )
        };
        Explained {
            truth,
            grounds,
            rules_tried,
            next,
        }
    }
}

/// What the answer comes to for each choice of days.
#[derive(Default)]
pub(crate) struct Chosen {
    truths: Vec<Truth>,
    next: Option<Date>,
}

impl Chosen {
    fn agrees(&self) -> bool {
        self.truths
            .windows(2)
            .all(|pair| pair.first() == pair.last())
    }

    pub(crate) fn truth(&self) -> Truth {
        match self.truths.first() {
            Some(truth) if self.agrees() => *truth,
            _ => Truth::Undecided,
        }
    }
}

/// Grounds that hold on the first day as on the last; those of the first when none does.
fn common_grounds(ends: Vec<Explained>) -> Vec<Ground> {
    let mut ends = ends.into_iter();
    let first = ends.next().map(|one| one.grounds).unwrap_or_default();
    let Some(last) = ends.next().map(|one| one.grounds) else {
        return first;
    };
    let same = |one: &Ground, other: &Ground| {
        (one.kind, one.clause_id()) == (other.kind, other.clause_id())
    };
    let in_both = |ground: &&Ground| last.iter().any(|other| same(ground, other));
    let common: Vec<Ground> = first.iter().filter(in_both).cloned().collect();
    if common.is_empty() { first } else { common }
}

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
