//! Who is asking, and in whose name they may act: it decides what may be told and done.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;
use standing_base::{Date, Id, IdKind};
use standing_domain::Fact;
use standing_domain::seat::{Seat, seats};
use standing_rulebook::{Holder, Role, Truth, Within};
use utoipa::ToSchema;

use crate::app::App;
use crate::error::AppError;
use crate::matter::Matter;
use crate::naming;
use crate::ports::Snapshot;
use crate::rules::Rules;
use crate::unit;

/// Who is asking.
#[derive(Clone, Debug)]
pub enum Asker {
    /// Anybody: only what the publication table makes public, about whom it makes it public.
    Public,
    /// The operator on the machine itself.
    Operator,
    /// Somebody who signed in.
    Person(Arc<Person>),
}

/// A person of the record, with the roles that they hold today.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: Id,
    pub name: String,
    pub is_member: bool,
    pub capacities: Vec<Capacity>,
}

/// In whose name a person acts: `secretary of Northtown`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Capacity {
    pub role: String,
    pub says: String,
    /// The body whose seat gives the role.
    pub body: Option<Id>,
    /// Whom it reaches: members of these branches, or everybody.
    #[serde(skip)]
    reach: Option<BTreeSet<Id>>,
    /// The fact by which it is held: a seat that was taken, a delegation.
    pub held_by: Option<u64>,
    /// Who handed it on, and the last day of that.
    pub in_place_of: Option<(Id, Date)>,
}

impl Capacity {
    /// Whether it reaches somebody who belongs to these branches.
    pub(crate) fn reaches(&self, branches: &[Id]) -> bool {
        let reach = self.reach.as_ref();
        reach.is_none_or(|reach| branches.iter().any(|branch| reach.contains(branch)))
    }

    /// The branches that it reaches; everybody where there are none.
    pub(crate) fn branches(&self) -> impl Iterator<Item = Id> {
        self.reach.iter().flatten().copied()
    }

    /// How forms and links name it: the role, and the body where it matters which.
    pub fn code(&self) -> String {
        match (&self.reach, self.body) {
            (Some(_), Some(body)) => format!("{}:{body}", self.role),
            _ => self.role.clone(),
        }
    }
}

impl Asker {
    pub fn is_operator(&self) -> bool {
        matches!(self, Self::Operator)
    }

    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(person) => Some(person),
            Self::Public | Self::Operator => None,
        }
    }

    pub(crate) fn capacities(&self) -> &[Capacity] {
        self.person().map_or(&[], |person| &person.capacities)
    }
}

/// The question whose yes makes somebody a member.
pub(crate) const MEMBER: &str = "is_member";

impl App {
    /// A person who signed in, with the roles that they hold today.
    pub async fn signed_in(&self, person: Id) -> Result<Asker, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        let Some(mut matter) = Matter::load(snapshot, &rules, person).await? else {
            return Ok(Asker::Public);
        };
        let name = naming::name_or_id(snapshot, person).await?;
        let is_member = is_yes(&rules, &mut matter, MEMBER, today);
        Ok(Asker::Person(Arc::new(Person {
            id: person,
            name,
            is_member,
            capacities: capacities(snapshot, &rules, &mut matter, today).await?,
        })))
    }
}

fn is_yes(rules: &Rules, matter: &mut Matter, question: &str, on: Date) -> bool {
    rules.engine.question(question).is_some_and(|question| {
        let ask = matter.put(question, None, on, None);
        matter.truth(rules, ask) == Truth::Yes
    })
}

/// The roles of somebody on a day: by seats, by questions, and those that others handed on.
async fn capacities(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    matter: &mut Matter,
    on: Date,
) -> Result<Vec<Capacity>, AppError> {
    let facts = snapshot.facts_about(matter.subject).await?;
    let mut held = own(snapshot, rules, matter, &facts, on).await?;
    for delegation in delegations(&facts, on) {
        let Some(mut holder) = Matter::load(snapshot, rules, delegation.from).await? else {
            continue;
        };
        let of_holder = snapshot.facts_about(delegation.from).await?;
        let own = own(snapshot, rules, &mut holder, &of_holder, on).await?;
        let handed_on = own.into_iter().find(|one| one.code() == delegation.role);
        held.extend(handed_on.map(|capacity| Capacity {
            held_by: Some(delegation.fact),
            in_place_of: Some((delegation.from, delegation.until)),
            ..capacity
        }));
    }
    Ok(held)
}

/// The roles that somebody holds, not those handed on to them: what was handed on is not handed on
/// again.
async fn own(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    matter: &mut Matter,
    facts: &[Fact],
    on: Date,
) -> Result<Vec<Capacity>, AppError> {
    let mut sits = Vec::new();
    for seat in seats(facts).into_iter().filter(|seat| seat.is_held_on(on)) {
        if let Some(body) = unit::of(snapshot, seat.body).await? {
            sits.push((seat, body));
        }
    }
    let mut held = Vec::new();
    for role in rules.roles(on) {
        match &role.holder {
            Holder::Question(question) => {
                let ask = matter.put(*question, None, on, None);
                if matter.truth(rules, ask) == Truth::Yes {
                    held.push(capacity(&role, None, None, None));
                }
            }
            Holder::Seat { office, body } => {
                for (seat, unit) in &sits {
                    if gives(seat, unit, office.as_deref(), body.as_deref()) {
                        let reach = reach(snapshot, &role, unit).await?;
                        held.push(capacity(&role, Some(seat), Some(unit), reach));
                    }
                }
            }
        }
    }
    Ok(held)
}

fn gives(seat: &Seat, unit: &unit::InTree, office: Option<&str>, form: Option<&str>) -> bool {
    office.is_none_or(|office| seat.office.as_deref() == Some(office))
        && form.is_none_or(|form| unit.line.form == form.replace('_', " "))
}

fn capacity(
    role: &Role,
    seat: Option<&Seat>,
    unit: Option<&unit::InTree>,
    reach: Option<BTreeSet<Id>>,
) -> Capacity {
    let of = unit.filter(|_| reach.is_some());
    Capacity {
        role: role.name.clone(),
        says: of.map_or_else(
            || role.says.clone(),
            |unit| format!("{} ({})", role.says, unit.line.name),
        ),
        body: seat.map(|seat| seat.body),
        reach,
        held_by: seat.map(|seat| seat.begun_by),
        in_place_of: None,
    }
}

/// The branch of the body and all branches below it, for a role that reaches no further.
async fn reach(
    snapshot: &mut dyn Snapshot,
    role: &Role,
    body: &unit::InTree,
) -> Result<Option<BTreeSet<Id>>, AppError> {
    if role.within == Within::Organisation {
        return Ok(None);
    }
    let top = body.parent.filter(|parent| parent.kind() == IdKind::Branch);
    let mut reach: BTreeSet<Id> = top.into_iter().collect();
    let tree = unit::all(snapshot).await?;
    loop {
        let below = tree.iter().filter(|unit| {
            unit.line.id.kind() == IdKind::Branch
                && !reach.contains(&unit.line.id)
                && unit.parent.is_some_and(|parent| reach.contains(&parent))
        });
        let below: Vec<Id> = below.map(|unit| unit.line.id).collect();
        if below.is_empty() {
            return Ok(Some(reach));
        }
        reach.extend(below);
    }
}

/// A role that somebody handed on for a while.
struct Delegation {
    fact: u64,
    role: String,
    from: Id,
    until: Date,
}

/// The kind of fact that hands a role on, and the one that ends it before its day.
pub(crate) const DELEGATED: &str = "duty_delegated";
const DELEGATION_ENDED: &str = "delegation_ended";

fn delegations(facts: &[Fact], on: Date) -> Vec<Delegation> {
    let ended = |number: u64| {
        facts.iter().any(|fact| {
            fact.what.kind == DELEGATION_ENDED
                && fact.what.number("delegation") == Some(number)
                && fact.what.effective_on.earliest() <= on
        })
    };
    let begun = facts
        .iter()
        .filter(|fact| fact.what.kind == DELEGATED && fact.what.effective_on.earliest() <= on);
    begun
        .filter_map(|fact| {
            let until: Date = fact.what.text("until")?.parse().ok()?;
            Some(Delegation {
                fact: fact.number,
                role: fact.what.text("role")?.to_owned(),
                from: fact.what.id("from")?,
                until,
            })
        })
        .filter(|delegation| on <= delegation.until && !ended(delegation.fact))
        .collect()
}
