//! The front page of an organisation.

use serde::Serialize;
use standing_base::{Date, IdKind};

use crate::acts::emergency::{self, Intervention};
use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::matter::Matter;
use crate::person::{Limbo, SeatHeld};
use crate::ports::Snapshot;
use crate::rules::Rules;
use crate::seats;
use crate::unit::{self, UnitLine};

#[derive(Clone, Debug, Serialize)]
pub struct FrontPage {
    pub name: String,
    pub today: Date,
    pub facts: u64,
    pub last_recorded_on: Option<Date>,
    pub rulebook_name: String,
    /// Version id and the day it came into force, newest first.
    pub versions: Vec<(String, Date)>,
    pub fingerprint: String,
    pub bodies: Vec<UnitLine>,
    /// Branches without a parent, and how many there are in all.
    pub branches: Vec<UnitLine>,
    pub branches_count: u64,
    /// Office-holders whom the publication table makes public.
    pub office_holders: Vec<SeatHeld>,
    /// Questions about persons that may be asked publicly: name and words.
    pub questions: Vec<(String, String)>,
    /// Public suspensions that run, longest first.
    pub waiting: Vec<(SeatHeld, Limbo)>,
    /// What the operator of the system did in an emergency, the newest first.
    pub interventions: Vec<Intervention>,
}

/// Forms of bodies whose seats the front page lists.
const LISTED: &[&str] = &[
    "executive",
    "panel",
    "tribunal",
    "group",
    "council",
    "board",
    "chamber",
];
/// So many office-holders are listed; the bodies' own pages list all.
const HOLDERS_MAX: usize = 60;

impl App {
    /// What anybody may know of the organisation at a glance.
    pub async fn front_page(&self) -> Result<FrontPage, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        let head = snapshot.head().await?;
        let units = unit::all(snapshot).await?;
        let mut holders = Vec::new();
        for body in units
            .iter()
            .filter(|unit| LISTED.contains(&unit.line.form.as_str()))
        {
            let seats =
                seats::of_body(snapshot, &rules, &Asker::Public, body.line.id, today).await?;
            holders.extend(
                seats
                    .into_iter()
                    .filter(|seat| seat.end.is_none_or(|end| today < end.earliest())),
            );
        }
        let waiting = waiting(snapshot, &rules, &holders, today).await?;
        holders.sort_by(|a, b| {
            let rank = |seat: &SeatHeld| {
                (
                    seat.office.is_none(),
                    seat.body_name.clone(),
                    seat.office.clone(),
                    seat.person_name.clone(),
                )
            };
            rank(a).cmp(&rank(b))
        });
        holders.truncate(HOLDERS_MAX);
        let rulebook = rules.rulebook();
        let (branches, bodies): (Vec<_>, Vec<_>) = units
            .into_iter()
            .partition(|unit| unit.line.id.kind() == IdKind::Branch);
        let branches_count = u64::try_from(branches.len()).unwrap_or(u64::MAX);
        Ok(FrontPage {
            name: rules.organisation_name.clone(),
            today,
            facts: head.facts,
            last_recorded_on: head.last_recorded_at.map(|at| rules.zone.date_of(at)),
            rulebook_name: rulebook.name.clone(),
            versions: rulebook
                .versions
                .iter()
                .rev()
                .map(|version| (version.id.clone(), version.in_force))
                .collect(),
            fingerprint: rulebook.fingerprint.clone(),
            bodies: bodies.into_iter().map(|unit| unit.line).collect(),
            branches: branches
                .into_iter()
                .filter(|unit| unit.parent.is_none())
                .map(|unit| unit.line)
                .collect(),
            branches_count,
            office_holders: holders,
            questions: rules.public_questions(),
            waiting,
            interventions: emergency::of(snapshot, &rules, &Asker::Public, today).await?,
        })
    }
}

impl Rules {
    /// Questions about persons that the publication table lets anybody ask of somebody.
    pub(crate) fn public_questions(&self) -> Vec<(String, String)> {
        let member = self.reader.record_of(IdKind::Person);
        let questions = self.rulebook().vocabulary.questions.iter();
        questions
            .filter(|question| Some(question.about) == member && question.public.is_some())
            .map(|question| (question.name.clone(), question.says.clone()))
            .collect()
    }
}

/// The public suspensions that run today, longest first.
async fn waiting(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    holders: &[SeatHeld],
    today: Date,
) -> Result<Vec<(SeatHeld, Limbo)>, AppError> {
    let mut waiting: Vec<(SeatHeld, Limbo)> = Vec::new();
    for seat in holders {
        if waiting.iter().any(|(other, _)| other.person == seat.person) {
            continue;
        }
        let Some(mut matter) = Matter::load(snapshot, rules, seat.person).await? else {
            continue;
        };
        if let Some(limbo) = crate::limbo::of(rules, &mut matter, &Asker::Public, today, None) {
            waiting.push((seat.clone(), limbo));
        }
    }
    waiting.sort_by_key(|(_, limbo)| limbo.suspended_since);
    Ok(waiting)
}
