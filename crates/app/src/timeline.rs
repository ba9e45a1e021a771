//! The timeline of a person's matters, track by track: every fact with what it did under the
//! rules, and the time limits that ran out in between.

use std::collections::{BTreeMap, HashMap};

use standing_base::{Date, Id, PartialDate};
use standing_domain::fact::{Fact, FieldValue};
use standing_domain::kind::{self, Track};
use standing_rulebook::{Happening, What};

use crate::answer::Mark;
use crate::app::App;
use crate::asker::Asker;
use crate::conflicts;
use crate::error::AppError;
use crate::matter::Matter;
use crate::naming;
use crate::person::{SourceShown, TimelineRow, TrackLine};
use crate::ports::Snapshot;
use crate::publicity;
use crate::rules::Rules;

/// What the publication table calls outcome, votes and grounds of a decision.
const DECISION: &str = "decision";

/// As what the publication table speaks of this fact.
pub(crate) fn published_as(fact: &Fact) -> Option<&'static str> {
    kind::published_as(&fact.what.kind)
}

/// Everything that the asker may know up to a day, as known at the end of another.
pub(crate) async fn of(
    app: &App,
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    matter: &mut Matter,
    on: Date,
    known: Option<Date>,
) -> Result<Vec<TrackLine>, AppError> {
    let known_at = known.map(|known| rules.zone.end_of(known));
    let facts: Vec<Fact> = snapshot
        .facts_about(matter.subject)
        .await?
        .into_iter()
        .filter(|fact| fact.what.effective_on.earliest() <= on)
        .filter(|fact| known_at.is_none_or(|known| fact.what.recorded_at <= known))
        .collect();
    // What somebody is kept from on the page of a case does not stand here either.
    let closed = conflicts::closed_cases(app, snapshot, rules, asker, &facts, on).await?;
    let is_open = |fact: &&Fact| {
        fact.what
            .id("case")
            .is_none_or(|case| !closed.contains(&case))
    };
    let shown = Shown {
        units: unit_names(snapshot, &facts).await?,
        sources: sources(snapshot, &facts).await?,
        cases: cases(&facts),
        happenings: matter.timeline(rules, on, known_at),
        knows: Knows::of(rules, asker, matter, on),
        rules,
    };
    let mut tracks: BTreeMap<(Track, String), Vec<TimelineRow>> = BTreeMap::new();
    let known_facts = facts.iter().filter(|fact| shown.knows.fact(fact));
    for fact in known_facts.filter(is_open) {
        tracks
            .entry(shown.track(fact))
            .or_default()
            .push(shown.row(fact));
    }
    for happening in shown
        .happenings
        .iter()
        .filter(|one| tells_of_another_track(one))
    {
        let begun = facts.iter().find(|fact| begins(fact, happening));
        if let Some(begun) = begun.filter(|begun| shown.knows.fact(begun)) {
            tracks
                .entry(shown.track(begun))
                .or_default()
                .push(by_rule(happening));
        }
    }
    Ok(tracks
        .into_iter()
        .map(|((_, title), mut rows)| {
            rows.sort_by_key(|row| (row.on.earliest(), row.number));
            TrackLine { title, rows }
        })
        .collect())
}

/// Of what kinds of things the asker may know about the person.
struct Knows {
    everything: bool,
    /// What those who keep the register see: who somebody is, and their membership.
    register: bool,
    whats: Vec<&'static str>,
}

impl Knows {
    fn of(rules: &Rules, asker: &Asker, matter: &mut Matter, on: Date) -> Self {
        let mut whats = Vec::new();
        for what in ["standing", "suspension", "name", "case", "answer", DECISION] {
            if publicity::may_know(rules, matter, asker, what, on) {
                whats.push(what);
            }
        }
        Self {
            everything: publicity::may_know(rules, matter, asker, publicity::FILE, on),
            register: publicity::may_know(rules, matter, asker, publicity::REGISTER, on),
            whats,
        }
    }

    fn fact(&self, fact: &Fact) -> bool {
        let kind = kind::find(&fact.what.kind);
        let is_of_register =
            kind.is_some_and(|kind| matches!(kind.track, Track::Person | Track::Membership));
        self.everything
            || self.register && is_of_register
            || published_as(fact).is_some_and(|what| self.whats.contains(&what))
    }

    fn decision(&self) -> bool {
        self.everything || self.whats.contains(&DECISION)
    }
}

struct Shown<'a> {
    units: HashMap<Id, String>,
    sources: HashMap<u64, Vec<SourceShown>>,
    /// The reference of each case.
    cases: HashMap<String, String>,
    happenings: Vec<Happening>,
    knows: Knows,
    rules: &'a Rules,
}

impl Shown<'_> {
    fn track(&self, fact: &Fact) -> (Track, String) {
        let track = kind::find(&fact.what.kind).map_or(Track::Person, |kind| kind.track);
        let title = match (track, fact.what.text("case")) {
            (Track::Case, Some(case)) => {
                format!("case {}", self.cases.get(case).map_or(case, String::as_str))
            }
            _ => track.title().to_owned(),
        };
        (track, title)
    }

    fn row(&self, fact: &Fact) -> TimelineRow {
        let what = &fact.what;
        let own = || {
            self.happenings
                .iter()
                .filter(|one| one.entry == fact.number)
        };
        let mut details = self.details(fact);
        details.extend(
            own()
                .filter(|one| one.what == What::NoEffect)
                .map(|one| one.says.clone()),
        );
        let moved = own().find(|one| one.what == What::Moved && one.clause.is_some());
        TimelineRow {
            on: what.effective_on,
            recorded_on: self.rules.zone.date_of(what.recorded_at),
            number: Some(fact.number),
            says: kind::find(&what.kind)
                .map_or_else(|| what.kind.replace('_', " "), |kind| kind.says.to_owned()),
            details,
            clause: what
                .clause
                .clone()
                .or_else(|| moved.and_then(|one| one.clause.clone())),
            by: what.text("by").map(|by| self.in_words(by)),
            marks: own()
                .filter(|one| one.what == What::NotAllowed)
                .map(|one| Mark {
                    clause: one.clause.clone().unwrap_or_default(),
                    says: one.says.clone(),
                })
                .collect(),
            of_no_effect_by: own().find_map(|one| one.by),
            imported: what.imported,
            sources: self.sources.get(&fact.number).cloned().unwrap_or_default(),
        }
    }

    /// The fields that tell something to a reader: `outcome: warning`.
    fn details(&self, fact: &Fact) -> Vec<String> {
        let decides = matches!(
            fact.what.kind.as_str(),
            "case_decided" | "endorsement_refused"
        );
        if decides && !self.knows.decision() {
            return Vec::new();
        }
        let fields = fact.what.fields.iter();
        fields
            .filter(|(name, _)| !HIDDEN.contains(&name.as_str()))
            .map(|(name, value)| {
                let value = match value {
                    FieldValue::Text(text) => self.in_words(text),
                    FieldValue::Number(number) => number.to_string(),
                    FieldValue::YesNo(answer) => if *answer { "yes" } else { "no" }.to_owned(),
                    FieldValue::List(codes) => codes.join(", ").replace('_', " "),
                };
                format!("{}: {value}", name.replace('_', " "))
            })
            .collect()
    }

    fn in_words(&self, code: &str) -> String {
        let unit = code
            .parse()
            .ok()
            .and_then(|id: Id| self.units.get(&id).cloned());
        unit.unwrap_or_else(|| {
            if code.parse::<PartialDate>().is_ok() {
                code.to_owned()
            } else {
                code.replace('_', " ")
            }
        })
    }
}

/// Fields that name what the row stands under already.
const HIDDEN: &[&str] = &[
    "by",
    "candidacy",
    "case",
    "draw",
    "drawn",
    "members",
    "names",
    "nomination",
    "pool",
    "ref",
    "seat",
    "seeds",
    "suspension",
];

/// What the rules did and no fact of the track says: a time limit ran out, or an act of another
/// track (the decision of a case) ended a suspension.
fn tells_of_another_track(happening: &Happening) -> bool {
    match happening.what {
        What::Lapsed => true,
        What::Moved => {
            happening.fact == "suspension.state" && !happening.kind.starts_with("suspension_")
        }
        _ => false,
    }
}

/// Whether the fact began what happened to end.
fn begins(fact: &Fact, happening: &Happening) -> bool {
    match happening.what {
        What::Lapsed => fact.number == happening.entry,
        _ => {
            fact.what.kind == "suspension_imposed"
                && fact.what.text("suspension") == happening.item.as_deref()
        }
    }
}

fn by_rule(happening: &Happening) -> TimelineRow {
    TimelineRow {
        on: happening.on.into(),
        recorded_on: happening.on,
        number: (happening.what == What::Moved).then_some(happening.entry),
        says: match happening.what {
            What::Moved => format!(
                "suspension ended, by the {}",
                happening.kind.replace('_', " ")
            ),
            _ => happening.says.clone(),
        },
        details: Vec::new(),
        clause: happening.clause.clone(),
        by: None,
        marks: Vec::new(),
        of_no_effect_by: None,
        imported: false,
        sources: Vec::new(),
    }
}

fn cases(facts: &[Fact]) -> HashMap<String, String> {
    let opened = facts
        .iter()
        .filter(|fact| ["case_opened", "complaint_received"].contains(&fact.what.kind.as_str()));
    opened
        .filter_map(|fact| {
            Some((
                fact.what.text("case")?.to_owned(),
                fact.what.text("ref")?.to_owned(),
            ))
        })
        .collect()
}

async fn unit_names(
    snapshot: &mut dyn Snapshot,
    facts: &[Fact],
) -> Result<HashMap<Id, String>, AppError> {
    let values = facts.iter().flat_map(|fact| fact.what.fields.values());
    let mut ids: Vec<Id> = values
        .filter_map(|value| match value {
            FieldValue::Text(text) => text.parse().ok(),
            _ => None,
        })
        .collect();
    ids.sort_unstable();
    ids.dedup();
    naming::names(snapshot, &ids).await
}

/// The sources of facts, by the fact's number.
async fn sources(
    snapshot: &mut dyn Snapshot,
    facts: &[Fact],
) -> Result<HashMap<u64, Vec<SourceShown>>, AppError> {
    let sourced: Vec<u64> = facts
        .iter()
        .filter(|fact| !fact.what.sources.is_empty())
        .map(|fact| fact.number)
        .collect();
    let mut words: HashMap<(u64, String), String> = HashMap::new();
    for value in snapshot.private_values(&sourced).await? {
        words.insert((value.fact, value.field), value.value);
    }
    let mut shown = HashMap::new();
    for fact in facts.iter().filter(|fact| !fact.what.sources.is_empty()) {
        let sources = fact
            .what
            .sources
            .iter()
            .enumerate()
            .filter_map(|(nth, on)| {
                let mut word =
                    |part: &str| words.remove(&(fact.number, format!("source.{nth}.{part}")));
                // A citation that was erased takes its source with it.
                Some(SourceShown {
                    citation: word("citation")?,
                    address: word("address"),
                    on: *on,
                })
            });
        shown.insert(fact.number, sources.collect());
    }
    Ok(shown)
}
