//! Branches and bodies: the tree of the organisation and who sits where.

use serde::Serialize;
use standing_base::{Date, Id, IdKind, PartialDate, Told};
use standing_domain::Fact;
use standing_domain::packed::{self, PackedValue};
use utoipa::ToSchema;

use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::matter::{self, Matter};
use crate::naming;
use crate::person::SeatHeld;
use crate::ports::{LIST_MAX, PackedHistory, Snapshot};
use crate::rules::Rules;
use crate::seats;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UnitLine {
    pub id: Id,
    pub name: String,
    /// `branch`, or the form of a body: executive, panel, group, chamber.
    pub form: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UnitPage {
    #[serde(flatten)]
    pub unit: UnitLine,
    pub on: Date,
    pub parent: Option<UnitLine>,
    pub children: Vec<UnitLine>,
    pub founded_on: PartialDate,
    pub dissolved_on: Option<PartialDate>,
    /// Seats that the body has.
    pub size: Option<i64>,
    /// Who sits in it on the day; only those whom the publication table makes public.
    pub seats: Vec<SeatHeld>,
    /// Members of a branch on the day; absent below [`SMALLEST_COUNT`], where a number would tell
    /// about a person.
    pub members: Option<u64>,
    /// Who sat in it before the day, newest first.
    pub former_seats: Vec<SeatHeld>,
}

/// The smallest number of members that is shown.
pub const SMALLEST_COUNT: u64 = 5;

impl App {
    /// A branch or body on a day.
    pub async fn unit(&self, asker: &Asker, unit: Id, on: Date) -> Result<UnitPage, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let facts = snapshot.facts_about(unit).await?;
        let Some(founding) = facts.first().filter(|fact| is_founding(fact)) else {
            return Err(AppError::not_found(
                Told::new("no-such-unit", "there is no branch or body `{unit}`").with("unit", unit),
            ));
        };
        let units = all(snapshot).await?;
        let line = |id: Id| {
            units
                .iter()
                .find(|line| line.line.id == id)
                .map(|unit| unit.line.clone())
        };
        let dissolved = facts
            .iter()
            .find(|fact| fact.what.kind.ends_with("_dissolved"));
        let seats = seats::of_body(snapshot, &rules, asker, unit, on).await?;
        let (mut seats, mut former_seats): (Vec<_>, Vec<_>) = seats
            .into_iter()
            .partition(|seat| seat.end.is_none_or(|end| on < end.earliest()));
        seats.sort_by(|a, b| {
            let rank = |seat: &SeatHeld| {
                (
                    seat.office.is_none(),
                    seat.office.clone(),
                    seat.person_name.clone(),
                )
            };
            rank(a).cmp(&rank(b))
        });
        former_seats.sort_by_key(|seat| {
            std::cmp::Reverse(seat.end.map(standing_base::PartialDate::latest))
        });
        let members = match unit.kind() {
            IdKind::Branch => members_of(snapshot, &rules, unit, on).await?,
            _ => None,
        };
        Ok(UnitPage {
            unit: line(unit).ok_or_else(|| matter::damaged("a unit is missing from the tree"))?,
            on,
            parent: founding.what.id("parent").and_then(line),
            children: units
                .iter()
                .filter(|child| child.parent == Some(unit))
                .map(|child| child.line.clone())
                .collect(),
            founded_on: founding.what.effective_on,
            dissolved_on: dissolved.map(|fact| fact.what.effective_on),
            size: match founding.what.fields.get("size") {
                Some(standing_domain::FieldValue::Number(size)) => Some(*size),
                _ => None,
            },
            seats,
            members,
            former_seats,
        })
    }
}

fn is_founding(fact: &Fact) -> bool {
    matches!(fact.what.kind.as_str(), "branch_founded" | "body_founded")
}

impl App {
    /// Every branch with its name.
    pub async fn branches(&self) -> Result<Vec<(Id, String)>, AppError> {
        let branches = self.units(IdKind::Branch).await?.into_iter();
        Ok(branches.map(|unit| (unit.id, unit.name)).collect())
    }

    /// Every branch, or every body.
    pub async fn units(&self, kind: IdKind) -> Result<Vec<UnitLine>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let units = all(&mut *snapshot).await?.into_iter();
        let units = units.map(|unit| unit.line);
        Ok(units.filter(|unit| unit.id.kind() == kind).collect())
    }
}

/// A unit of the tree.
#[derive(Clone, Debug)]
pub(crate) struct InTree {
    pub(crate) line: UnitLine,
    pub(crate) parent: Option<Id>,
}

/// Every branch and body, by name.
pub(crate) async fn all(snapshot: &mut dyn Snapshot) -> Result<Vec<InTree>, AppError> {
    let mut units = Vec::new();
    for kind in [IdKind::Body, IdKind::Branch] {
        let mut after = None;
        loop {
            let page = snapshot.histories(kind, after, LIST_MAX).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.subject);
            let mut named = naming::named(snapshot, &page).await?;
            for history in &page {
                let name = named.remove(&history.subject).and_then(|named| named.name);
                units.push(in_tree(history, name)?);
            }
        }
    }
    units.sort_by(|a, b| a.line.name.cmp(&b.line.name));
    Ok(units)
}

/// One unit; `None` when the id names none.
pub(crate) async fn of(snapshot: &mut dyn Snapshot, id: Id) -> Result<Option<InTree>, AppError> {
    let Some(history) = snapshot.history(id).await? else {
        return Ok(None);
    };
    let name = naming::name(snapshot, id).await?;
    in_tree(&history, name).map(Some)
}

fn in_tree(history: &PackedHistory, name: Option<String>) -> Result<InTree, AppError> {
    let mut form = "branch".to_owned();
    let mut parent = None;
    for fact in packed::read(&history.bytes) {
        let fact = fact.map_err(matter::damaged)?;
        for (field, value) in fact.fields {
            match (field, value) {
                ("form", PackedValue::Text(text)) => form = text.replace('_', " "),
                ("parent", PackedValue::Text(text)) => parent = text.parse().ok(),
                _ => {}
            }
        }
    }
    let id = history.subject;
    let name = name.unwrap_or_else(|| id.to_string());
    Ok(InTree {
        line: UnitLine { id, name, form },
        parent,
    })
}

/// Members of a branch on a day, when there are enough of them to be told.
async fn members_of(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    branch: Id,
    on: Date,
) -> Result<Option<u64>, AppError> {
    let Some(question) = rules.engine.question(crate::asker::MEMBER) else {
        return Ok(None);
    };
    let mut members = 0;
    let mut after = None;
    loop {
        let page = snapshot
            .mentions(branch, IdKind::Person, after, LIST_MAX)
            .await?;
        let Some(last) = page.last() else { break };
        after = Some(*last);
        for person in page {
            let Some(history) = snapshot.history(person).await? else {
                continue;
            };
            if !branches(&history.bytes, on)?.contains(&branch) {
                continue;
            }
            let mut matter = Matter::read(rules, person, &history.bytes)?;
            let ask = matter.put(question, None, on, None);
            members += u64::from(matter.truth(rules, ask) == standing_rulebook::Truth::Yes);
        }
    }
    Ok((members >= SMALLEST_COUNT).then_some(members))
}

/// The branches to which somebody belongs on a day: joined by then, and not left.
pub(crate) fn branches(history: &[u8], on: Date) -> Result<Vec<Id>, AppError> {
    let mut branches: Vec<Id> = Vec::new();
    for fact in packed::read(history) {
        let fact = fact.map_err(matter::damaged)?;
        if fact.earliest_on() > on || !matches!(fact.kind, "branch_joined" | "branch_left") {
            continue;
        }
        let named = fact.fields.iter().find_map(|(name, value)| match value {
            PackedValue::Text(text) if *name == "branch" => text.parse::<Id>().ok(),
            _ => None,
        });
        let Some(branch) = named else { continue };
        branches.retain(|one| *one != branch);
        if fact.kind == "branch_joined" {
            branches.push(branch);
        }
    }
    Ok(branches)
}
