//! Which clause lets the asker record something, in which of their roles.

use serde::Serialize;
use standing_base::{Date, Id, IdKind, Refusal, Told};
use standing_domain::seat::seats;
use standing_rulebook::{Holder, Power, QuestionIx, Version};
use utoipa::ToSchema;

use super::case_choices;
use super::stage::OnRecord;
use super::{About, Act};
use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::matter::Matter;
use crate::named::{Named, named};
use crate::naming;
use crate::ports::{LIST_MAX, Snapshot};
use crate::publicity;
use crate::rules::{OPERATOR, Rules, SUBJECT};
use crate::unit;

/// The power that allows an act.
#[derive(Clone, Debug)]
pub struct Allowed {
    pub clause: String,
    pub role: String,
    /// In whose name, in words.
    pub says: String,
    /// What each kind of fact of the act asks.
    asks: Vec<(String, QuestionIx)>,
}

impl Allowed {
    pub(crate) fn asks_of(&self, kind: &str) -> Option<QuestionIx> {
        let found = self.asks.iter().find(|(of, _)| of == kind);
        found.map(|(_, question)| *question)
    }
}

/// Kinds of fact that come with an admission: who may admit somebody may register them, and correct
/// their name.
const WITH_ADMISSION: &[&str] = &["person_registered", "name_changed"];
const ADMISSION: &str = "admitted";

/// The name of the power that a kind of fact needs.
fn needed(kind: &str) -> &str {
    if WITH_ADMISSION.contains(&kind) {
        ADMISSION
    } else {
        kind
    }
}

/// The one role of the asker in which every fact of the act is allowed.
pub(super) async fn allowed(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    act: &Act,
    subject: &OnRecord,
    today: Date,
) -> Result<Allowed, AppError> {
    let kinds: Vec<&str> = act.steps.iter().map(|step| needed(&step.kind)).collect();
    let version = rules.engine.version_on(today).0;
    let roles = roles(asker, act, subject);
    let wanted = roles.iter().filter(|role| {
        act.capacity
            .as_ref()
            .is_none_or(|wanted| *wanted == role.code)
    });
    for role in wanted {
        if let Some(version) = version
            && let Some(allowed) = of_role(rules, version, role, &kinds)
        {
            return Ok(allowed);
        }
    }
    let missing = kinds.iter().find(|kind| {
        let alone = std::slice::from_ref(*kind);
        let mut held = roles.iter();
        !held.any(|role| {
            version.is_some_and(|version| of_role(rules, version, role, alone).is_some())
        })
    });
    let kind = missing
        .or_else(|| kinds.first())
        .copied()
        .unwrap_or_default();
    Err(AppError::Refused(
        refusal(snapshot, rules, version, kind, today).await?,
    ))
}

/// A role in which somebody might act on this person.
struct Held {
    role: String,
    code: String,
    says: String,
}

fn roles(asker: &Asker, act: &Act, subject: &OnRecord) -> Vec<Held> {
    if asker.is_operator() {
        return vec![Held {
            role: OPERATOR.to_owned(),
            code: OPERATOR.to_owned(),
            says: "the operator of the system".to_owned(),
        }];
    }
    let own =
        matches!(act.about, About::Known(id) if asker.person().is_some_and(|one| one.id == id));
    let own = own.then(|| Held {
        role: SUBJECT.to_owned(),
        code: SUBJECT.to_owned(),
        says: "the person concerned".to_owned(),
    });
    let held = asker
        .capacities()
        .iter()
        .filter(|capacity| capacity.reaches(&subject.branches))
        .map(|capacity| Held {
            role: capacity.role.clone(),
            code: capacity.code(),
            says: capacity.says.clone(),
        });
    held.chain(own).collect()
}

fn of_role(rules: &Rules, version: &Version, role: &Held, kinds: &[&str]) -> Option<Allowed> {
    let mut clause = None;
    let mut asks = Vec::new();
    for kind in kinds {
        let power = rows(rules, version, kind).find(|power| power.role == role.role)?;
        clause = version
            .clauses
            .get(power.clause.at())
            .map(|clause| clause.id.clone());
        asks.extend(power.asks.map(|question| ((*kind).to_owned(), question)));
    }
    Some(Allowed {
        clause: clause?,
        role: role.role.clone(),
        says: role.says.clone(),
        asks,
    })
}

/// What a role allows about one kind of fact.
pub(crate) fn of_role_named(rules: &Rules, role: &str, kind: &str, on: Date) -> Option<Allowed> {
    let held = Held {
        role: role.to_owned(),
        code: role.to_owned(),
        says: role.to_owned(),
    };
    of_role(
        rules,
        rules.engine.version_on(on).0?,
        &held,
        &[needed(kind)],
    )
}

/// Whether a role may record a kind of fact on a day; then it may also correct one.
pub(super) fn may_record(rules: &Rules, role: &str, kind: &str, on: Date) -> bool {
    let version = rules.engine.version_on(on).0;
    version
        .is_some_and(|version| rows(rules, version, needed(kind)).any(|power| power.role == role))
}

/// Whether one of the asker's roles may record a kind of fact.
pub(crate) fn rules_on(rules: &Rules, asker: &Asker, kind: &str, on: Date) -> bool {
    let mut held = asker.capacities().iter();
    held.any(|held| may_record(rules, &held.role, kind, on))
}

/// The powers to record a kind of fact.
fn rows<'a>(
    rules: &'a Rules,
    version: &'a Version,
    kind: &str,
) -> impl Iterator<Item = &'a Power> + use<'a> {
    let entry = rules.rulebook().vocabulary.entry(kind);
    version
        .powers
        .iter()
        .filter(move |power| entry.is_some_and(|entry| power.may.contains(&entry)))
}

/// Says which clause would allow it, and who holds the role.
pub(crate) async fn refusal(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    version: Option<&Version>,
    kind: &str,
    today: Date,
) -> Result<Refusal, AppError> {
    let says = super::says_of(kind);
    let power = version.and_then(|version| rows(rules, version, kind).next().zip(Some(version)));
    let Some((power, version)) = power else {
        return Ok(Refusal::new(
            "no_power",
            Told::new(
                "nobody-may-record",
                "no clause of the rulebook lets anybody record `{kind}`",
            )
            .with("kind", says),
        ));
    };
    let clause = version
        .clauses
        .get(power.clause.at())
        .map(|clause| clause.id.clone());
    let detail = if power.role == SUBJECT {
        Told::new(
            "own-to-record",
            "only the person concerned may record `{kind}`",
        )
        .with("kind", says)
    } else {
        let role = rules.rulebook().vocabulary.role(&power.role);
        let role = role.map_or_else(|| power.role.replace('_', " "), |role| role.says.clone());
        let holders = holders(snapshot, rules, &power.role, today).await?;
        let told = match holders.as_slice() {
            [] => Told::new(
                "role-held-by-nobody",
                "`{kind}` is for the {role} to record; nobody holds that role today",
            ),
            [names @ .., last] if last.is_empty() => Told::new(
                "role-held-by-more",
                "`{kind}` is for the {role} to record; that is {holders} and others today",
            )
            .with("holders", names.join(", ")),
            names => Told::new(
                "role-held-by",
                "`{kind}` is for the {role} to record; that is {holders} today",
            )
            .with("holders", names.join(", ")),
        };
        told.with("kind", &says).with("role", role)
    };
    let refusal = Refusal::new("not_empowered", detail);
    Ok(match clause {
        Some(clause) => refusal.under(clause),
        None => refusal,
    })
}

/// So many holders of a role are named in a refusal.
const NAMED_MAX: usize = 3;

/// Names of those who hold a role today, as far as everybody may know them; an empty one at the end
/// stands for more.
async fn holders(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    role: &str,
    today: Date,
) -> Result<Vec<String>, AppError> {
    let role = rules.rulebook().vocabulary.role(role);
    let Some(Holder::Seat { office, body }) = role.map(|role| role.holder.clone()) else {
        return Ok(Vec::new());
    };
    let mut names: Vec<String> = Vec::new();
    for unit in unit::all(snapshot).await? {
        let form = body.as_deref().map(|form| form.replace('_', " "));
        if form.is_some_and(|form| form != unit.line.form) || names.len() > NAMED_MAX {
            continue;
        }
        for person in snapshot
            .mentions(unit.line.id, IdKind::Person, None, LIST_MAX)
            .await?
        {
            let facts = snapshot.facts_about(person).await?;
            let holds = seats(&facts).iter().any(|seat| {
                seat.body == unit.line.id
                    && seat.is_held_on(today)
                    && (office.is_none() || seat.office == office)
            });
            if holds && let Some(name) = public_name(snapshot, rules, person, today).await? {
                names.push(name);
            }
        }
    }
    names.sort();
    names.dedup();
    if names.len() > NAMED_MAX {
        names.truncate(NAMED_MAX);
        names.push(String::new());
    }
    Ok(names)
}

/// The name of somebody whom everybody may know.
async fn public_name(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    person: Id,
    today: Date,
) -> Result<Option<String>, AppError> {
    let Some(mut matter) = Matter::load(snapshot, rules, person).await? else {
        return Ok(None);
    };
    if !publicity::may_know(rules, &mut matter, &Asker::Public, publicity::NAME, today) {
        return Ok(None);
    }
    naming::name(snapshot, person).await
}

/// A kind of fact that the asker may record about somebody, and in which roles.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Offered {
    pub kind: String,
    pub says: String,
    pub clause: String,
    /// Code and words of each role.
    #[serde(serialize_with = "named")]
    #[schema(value_type = Vec<Named>)]
    pub capacities: Vec<(String, String)>,
}

impl App {
    /// What the asker may record about a person today; about somebody new when nobody is named.
    pub async fn offered(
        &self,
        asker: &Asker,
        about: Option<Id>,
    ) -> Result<Vec<Offered>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        let (subject, act) = match about {
            None => (OnRecord::new(rules.organisation, 1), About::New),
            Some(id) => {
                let matter = Matter::load(snapshot, &rules, id).await?;
                let Some(mut matter) = matter else {
                    return Ok(Vec::new());
                };
                if !publicity::may_know(&rules, &mut matter, asker, publicity::NAME, today) {
                    return Ok(Vec::new());
                }
                let branches = matter.branches(today);
                (
                    OnRecord::read(snapshot, id, branches).await?,
                    About::Known(id),
                )
            }
        };
        let act = Act {
            about: act,
            steps: Vec::new(),
            capacity: None,
            seen: None,
        };
        let roles = roles(asker, &act, &subject);
        let Some(version) = rules.engine.version_on(today).0 else {
            return Ok(Vec::new());
        };
        let person = rules.reader.record_of(IdKind::Person);
        let mut offered: Vec<Offered> = Vec::new();
        for entry in &rules.rulebook().vocabulary.entries {
            // Nothing happens to somebody who is not on the register but that they come onto it.
            if about.is_none() && entry.name != ADMISSION {
                continue;
            }
            if !case_choices::can_follow(&entry.name, &subject.facts) {
                continue;
            }
            // What is done in a meeting, and what a body decides by a vote, is recorded there.
            let kind = rules.rulebook().vocabulary.entry(&entry.name);
            let by_vote = kind.and_then(|kind| version.decision_entering(kind));
            if Some(entry.about) != person || by_vote.is_some() {
                continue;
            }
            let may: Vec<(&Held, Allowed)> = roles
                .iter()
                .filter_map(|role| Some((role, of_role(&rules, version, role, &[&entry.name])?)))
                .collect();
            let Some((_, first)) = may.first() else {
                continue;
            };
            offered.push(Offered {
                kind: entry.name.clone(),
                says: super::says_of(&entry.name),
                clause: first.clause.clone(),
                capacities: may
                    .iter()
                    .map(|(role, _)| (role.code.clone(), role.says.clone()))
                    .collect(),
            });
        }
        Ok(offered)
    }
}
