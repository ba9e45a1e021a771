//! What an act would set running and what it would end, told before it is recorded: the duties that
//! it begins and the time limits that it starts, with their last days.

use serde::Serialize;
use standing_base::{Counting, Date, PartialDate};
use standing_rulebook::{Clock, Clocked, RunningLimit, StandItem};
use utoipa::ToSchema;

use super::form::{ActForm, ON};
use super::says_of;
use crate::app::App;
use crate::asker::Asker;
use crate::duties::{self, DutyOwed};
use crate::error::AppError;
use crate::matter::Matter;
use crate::publicity;
use crate::rules::Rules;

/// The field of an act by which a case is named.
const CASE: &str = "case";

/// What an act on a day begins and ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Ahead {
    /// The day for which it is computed.
    pub on: Date,
    /// What has to be done after it, and by when.
    pub duties: Vec<DutyAhead>,
    /// What happens by itself after it, and when.
    pub limits: Vec<LimitAhead>,
    /// What is owed now and no longer is, once it is recorded.
    pub ends: Vec<DutyOwed>,
    /// What would happen by itself and no longer does.
    pub stops: Vec<LimitStopped>,
}

/// How a last day is reckoned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reckoning {
    /// In the rulebook's words, such as `28 days`; nothing where only a field says until when.
    pub length: Option<String>,
    /// How days are counted: `calendar`, `clear` or `working`.
    pub counting: &'static str,
    /// The field that is the last day where it is filled in.
    pub field: Option<String>,
    /// The last day; nothing where that field has to say it and does not.
    pub last_day: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyAhead {
    /// The id of its row in the rulebook.
    pub duty: String,
    /// What is to be done, in the rulebook's words.
    pub says: String,
    /// Who is to do it, in words; `None` when it is the person themselves.
    pub owed_by: Option<String>,
    pub clause: String,
    #[serde(flatten)]
    pub by: Reckoning,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LimitAhead {
    /// The id of its row in the rulebook.
    pub timer: String,
    /// What moves on the day after the last: `state of the suspension`.
    pub says: String,
    /// To which value.
    pub then: String,
    /// The kinds of entry, in words, that keep it from happening.
    pub unless: Vec<String>,
    pub clause: String,
    #[serde(flatten)]
    pub by: Reckoning,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LimitStopped {
    pub timer: String,
    pub says: String,
    pub then: String,
    pub clause: String,
    /// The day on which it began.
    pub began_on: Date,
    pub last_day: Option<Date>,
}

impl Ahead {
    pub fn is_empty(&self) -> bool {
        let Self {
            duties,
            limits,
            ends,
            stops,
            ..
        } = self;
        duties.is_empty() && limits.is_empty() && ends.is_empty() && stops.is_empty()
    }
}

impl App {
    /// What an act would set running and end, for what is filled in so far: for today while no day
    /// is. Dates that cannot be read count as not filled in; reading the act says what is wrong.
    pub async fn ahead(
        &self,
        asker: &Asker,
        form: &ActForm,
        filled: &[(String, String)],
    ) -> Result<Ahead, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let value = |name: &str| {
            let found = filled.iter().find(|(field, _)| field == name);
            found.map_or("", |(_, value)| value.trim())
        };
        let on = value(ON).parse::<PartialDate>();
        let on = on.map_or(form.today, PartialDate::earliest);
        let mut ahead = Ahead {
            on,
            duties: Vec::new(),
            limits: Vec::new(),
            ends: Vec::new(),
            stops: Vec::new(),
        };
        let Some(kind) = rules.rulebook().vocabulary.entry(&form.act.kind) else {
            return Ok(ahead);
        };
        let clocks = rules
            .engine
            .clocks(kind, on, |field| value(field).parse().ok());
        for clock in clocks.begins {
            add(&rules, clock, &mut ahead);
        }
        // What runs now is told to those who may read the file.
        let Some(mut matter) = Matter::load(snapshot, &rules, form.about).await? else {
            return Ok(ahead);
        };
        let today = form.today;
        if !publicity::may_know(&rules, &mut matter, asker, publicity::FILE, today) {
            return Ok(ahead);
        }
        let stand = matter.stand(&rules, today, None);
        let of_case = reference(&stand.items, value(CASE));
        let may_be_meant = |case: Option<&String>| {
            let both = case.zip(of_case.as_ref());
            both.is_none_or(|(case, named)| case == named)
        };
        ahead.ends = duties::of(&rules, &mut matter, asker, today);
        ahead.ends.retain(|owed| {
            clocks.ends_duties.contains(&owed.duty) && may_be_meant(owed.case.as_ref())
        });
        let running = stand.running.iter().filter(|limit| {
            let case = limit.item.as_deref();
            let case = case.and_then(|item| reference(&stand.items, item));
            clocks.ends_timers.contains(&limit.timer) && may_be_meant(case.as_ref())
        });
        ahead.stops = running.map(|limit| stopped(&rules, limit)).collect();
        Ok(ahead)
    }
}

/// The reference of the case that an item is, or of the one that it is about.
fn reference(items: &[StandItem], item: &str) -> Option<String> {
    (!item.is_empty())
        .then(|| duties::reference(items, item))
        .flatten()
}

fn add(rules: &Rules, clock: Clock, ahead: &mut Ahead) {
    let by = Reckoning {
        length: clock.length.map(|length| length.to_string()),
        counting: match clock.counting {
            Counting::Calendar => "calendar",
            Counting::Clear => "clear",
            Counting::Working => "working",
        },
        field: clock.until,
        last_day: clock.last_day,
    };
    match clock.what {
        Clocked::Duty { says, owed_by } => ahead.duties.push(DutyAhead {
            duty: clock.id,
            says,
            owed_by: duties::owner(rules, &owed_by),
            clause: clock.clause,
            by,
        }),
        Clocked::Timer {
            track,
            then,
            unless,
        } => ahead.limits.push(LimitAhead {
            timer: clock.id,
            says: in_words(rules, &track),
            then: then.replace('_', " "),
            unless: unless.iter().map(|kind| says_of(kind)).collect(),
            clause: clock.clause,
            by,
        }),
    }
}

fn stopped(rules: &Rules, limit: &RunningLimit) -> LimitStopped {
    LimitStopped {
        timer: limit.timer.clone(),
        says: in_words(rules, &limit.fact),
        then: limit.then.replace('_', " "),
        clause: limit.clause.clone(),
        began_on: limit.began,
        last_day: limit.last_day,
    }
}

/// `suspension.state` as the vocabulary says it.
fn in_words(rules: &Rules, fact: &str) -> String {
    let found = fact.split_once('.').and_then(|(record, name)| {
        let vocabulary = &rules.rulebook().vocabulary;
        let record = vocabulary.record(record)?;
        let facts = &vocabulary.records.get(record.at())?.facts;
        facts.iter().find(|fact| fact.name == name)
    });
    match found {
        Some(fact) if !fact.says.is_empty() => fact.says.clone(),
        _ => fact.replace(['_', '.'], " "),
    }
}
