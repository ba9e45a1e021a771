//! A panel drawn by lot. Whoever records the draw says how many names; from whom, by which chance and
//! who is drawn Standing fills in, and likewise who of those drawn becomes the panel.

use std::fmt::Write as _;

use standing_base::{Date, Id, IdKind, Refusal, Told};
use standing_domain::case::{CaseFile, Stage, Step as CaseStep};
use standing_domain::lot::Draw;
use standing_domain::{FieldValue, NewFact};
use standing_rulebook::{Holder, Truth, Value};

use super::check::under;
use super::due_process::SIT;
use super::power::Allowed;
use crate::app::App;
use crate::asker::Asker;
use crate::conflicts;
use crate::error::{AppError, FieldFault};
use crate::ports::{LIST_MAX, Snapshot};
use crate::rules::Rules;
use crate::unit;

/// The question that says whether a side may strike one more of the names drawn.
const STRIKE: &str = "strike";
/// Bytes of chance in a draw.
const CHANCE_BYTES: usize = 16;

/// Fields that are filled in when a step is recorded: nobody chooses them.
pub(super) fn filled_in(kind: &str) -> &'static [&'static str] {
    match CaseStep::of(kind) {
        Some(CaseStep::PanelDrawn) => &["eligible", "pool", "seeds", "drawn"],
        Some(CaseStep::PanelFormed) => &["draw", "members"],
        Some(CaseStep::PanellistNamed) => &["eligible"],
        Some(CaseStep::StoodAside) => &["panel"],
        _ => &[],
    }
}

/// What the register and chance give to a draw.
#[derive(Clone, Debug, Default)]
pub(super) struct Chance {
    /// Who may be drawn.
    pub(super) pool: Vec<Id>,
    /// Random bytes in hexadecimal digits.
    pub(super) random: String,
}

impl App {
    /// A step with what nobody chooses.
    pub(super) async fn filled_in(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        asker: &Asker,
        (mut fact, file): (NewFact, Option<&CaseFile>),
        today: Date,
    ) -> Result<NewFact, AppError> {
        let case = (&fact, file);
        let chance = self.chance(snapshot, rules, asker, case, today).await?;
        fill(&mut fact, file, chance)?;
        Ok(fact)
    }

    /// What a draw needs, and what is asked of somebody who is named instead: how many could be drawn.
    async fn chance(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        asker: &Asker,
        (fact, file): (&NewFact, Option<&CaseFile>),
        today: Date,
    ) -> Result<Chance, AppError> {
        let Some(file) = file else {
            return Ok(Chance::default());
        };
        let members = match CaseStep::of(&fact.kind) {
            Some(CaseStep::PanelDrawn) => {
                let bodies = bodies_of(asker, fact);
                members(snapshot, &bodies, today).await?
            }
            Some(CaseStep::PanellistNamed) if has_lot_ahead(file) => {
                let bodies = bodies_that_draw(snapshot, rules, today).await?;
                members(snapshot, &bodies, today).await?
            }
            _ => return Ok(Chance::default()),
        };
        let near = conflicts::near(self, snapshot, file, today).await?;
        let mut pool = Vec::new();
        for person in members {
            let about = (file, &near);
            let ties = conflicts::of_person(snapshot, rules, about, person, today).await?;
            let told = conflicts::asked_of(rules, SIT, &ties, today)?;
            if told.is_none_or(|told| told.truth == Truth::Yes) {
                pool.push(person);
            }
        }
        let mut bytes = [0; CHANCE_BYTES];
        self.entropy.fill(&mut bytes);
        let mut random = String::new();
        for byte in bytes {
            // Writing to a string does not fail.
            let _ = write!(random, "{byte:02X}");
        }
        Ok(Chance { pool, random })
    }
}

/// Whether the panel of a case is still to be drawn: it was not yet, and there is no appeal.
fn has_lot_ahead(file: &CaseFile) -> bool {
    file.lot.is_none() && file.stage() != Stage::Appealed
}

/// The bodies in whose name the draw is held.
fn bodies_of(asker: &Asker, fact: &NewFact) -> Vec<Id> {
    let held = asker.capacities().iter();
    let held = held.filter(|held| Some(&held.role) == fact.capacity.as_ref());
    held.filter_map(|held| held.body).collect()
}

/// The bodies that may hold a draw.
async fn bodies_that_draw(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    today: Date,
) -> Result<Vec<Id>, AppError> {
    let vocabulary = &rules.rulebook().vocabulary;
    let drawn = vocabulary.entry(CaseStep::PanelDrawn.code());
    let version = rules.engine.version_on(today).0;
    let powers = version.into_iter().flat_map(|version| &version.powers);
    let powers = powers.filter(|power| drawn.is_some_and(|drawn| power.may.contains(&drawn)));
    let roles = powers.filter_map(|power| vocabulary.role(&power.role));
    let forms: Vec<String> = roles
        .filter_map(|role| match &role.holder {
            Holder::Seat { body, .. } => body.as_ref().map(|form| form.replace('_', " ")),
            Holder::Question(_) => None,
        })
        .collect();
    let units = unit::all(snapshot).await?.into_iter();
    let draw = units.filter(|unit| forms.contains(&unit.line.form));
    Ok(draw.map(|unit| unit.line.id).collect())
}

/// Who holds a seat on one of these bodies.
async fn members(
    snapshot: &mut dyn Snapshot,
    bodies: &[Id],
    today: Date,
) -> Result<Vec<Id>, AppError> {
    let mut members = Vec::new();
    for body in bodies.iter().copied() {
        for person in snapshot
            .mentions(body, IdKind::Person, None, LIST_MAX)
            .await?
        {
            let facts = snapshot.facts_about(person).await?;
            let mut seats = standing_domain::seat::seats(&facts).into_iter();
            if seats.any(|seat| seat.body == body && seat.is_held_on(today)) {
                members.push(person);
            }
        }
    }
    members.sort_unstable();
    members.dedup();
    Ok(members)
}

/// Fills in what nobody chooses.
pub(super) fn fill(
    fact: &mut NewFact,
    file: Option<&CaseFile>,
    chance: Chance,
) -> Result<(), AppError> {
    let own = filled_in(&fact.kind).iter();
    let given = own.filter(|field| fact.fields.contains_key(**field));
    let faults: Vec<FieldFault> = given
        .map(|field| {
            let says = Told::new(
                "filled-in-by-itself",
                "this is filled in when the step is recorded; leave it out",
            );
            FieldFault::new(field, says)
        })
        .collect();
    if !faults.is_empty() {
        return Err(AppError::Fields(faults));
    }
    let (Some(step), Some(file)) = (CaseStep::of(&fact.kind), file) else {
        return Ok(());
    };
    let size = fact.number("size").unwrap_or_default();
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let mut put = |field: &str, value: FieldValue| fact.fields.insert(field.to_owned(), value);
    match step {
        CaseStep::PanelDrawn => {
            let words = file.words.values().cloned();
            let draw = Draw {
                pool: chance.pool.iter().map(ToString::to_string).collect(),
                seeds: std::iter::once(chance.random).chain(words).collect(),
                count: size,
            };
            put("eligible", count(chance.pool.len()));
            put("drawn", FieldValue::List(draw.names()));
            put("pool", FieldValue::List(draw.pool));
            put("seeds", FieldValue::List(draw.seeds));
        }
        CaseStep::PanelFormed => {
            let members = file.next_by_lot(size).into_iter().collect();
            put("members", members);
            if let Some(lot) = &file.lot {
                let number = i64::try_from(lot.fact).unwrap_or(i64::MAX);
                put("draw", number.into());
            }
        }
        CaseStep::PanellistNamed => {
            put("eligible", count(chance.pool.len()));
        }
        CaseStep::StoodAside => {
            let person = fact.id("person");
            let stay = file.panel.iter().filter(|one| Some(**one) != person);
            let stay = count(stay.count());
            fact.fields.insert("panel".to_owned(), stay);
        }
        _ => {}
    }
    Ok(())
}

fn count(of: usize) -> FieldValue {
    i64::try_from(of).unwrap_or(i64::MAX).into()
}

/// A side strikes no more names than its clause lets it.
pub(super) fn may_strike(
    rules: &Rules,
    fact: &NewFact,
    file: Option<&CaseFile>,
    allowed: &Allowed,
    today: Date,
) -> Result<(), AppError> {
    let is_strike = CaseStep::of(&fact.kind) == Some(CaseStep::PanellistStruck);
    let lot = file.and_then(|file| file.lot.as_ref());
    let Some(lot) = lot.filter(|_| is_strike) else {
        return Ok(());
    };
    let struck = lot.struck_by(&allowed.role);
    let struck = Value::Number(i64::try_from(struck).unwrap_or(i64::MAX));
    let Some(told) = conflicts::asked(rules, STRIKE, &[("struck", struck)], today)? else {
        return Err(super::due_process::unasked(STRIKE, allowed));
    };
    if told.truth == Truth::Yes {
        return Ok(());
    }
    let because: Vec<&str> = told
        .grounds
        .iter()
        .map(|ground| ground.says.as_str())
        .collect();
    let says = Told::new(
        "strikes-spent",
        "no further name can be struck by this side: {because}",
    );
    let refusal = Refusal::new("strikes_spent", says.with("because", because.join("; ")));
    Err(AppError::Refused(under(refusal, &told)))
}
