//! In which role somebody may do something in a body.

use standing_base::{Date, Id, IdKind};

use crate::acts::power::{Allowed, of_role_named, refusal};
use crate::asker::{Asker, Capacity};
use crate::error::AppError;
use crate::ports::Snapshot;
use crate::rules::{BODY_MEMBER, Rules};
use crate::unit;

/// A body in which something is done.
#[derive(Clone, Debug)]
pub(super) struct Body {
    pub(super) id: Id,
    pub(super) name: String,
    /// `executive`, `branch`.
    pub(super) form: String,
}

impl Body {
    pub(super) async fn of(snapshot: &mut dyn Snapshot, id: Id) -> Result<Option<Self>, AppError> {
        if !matches!(id.kind(), IdKind::Body | IdKind::Branch) {
            return Ok(None);
        }
        let unit = unit::of(snapshot, id).await?;
        Ok(unit.map(|unit| Self {
            id,
            name: unit.line.name,
            form: unit.line.form.replace(' ', "_"),
        }))
    }

    /// Whether a role reaches the body: it comes with a seat on it, it is that of the body's branch, or
    /// the row of the power names the body's form.
    fn is_reached(&self, held: &Capacity, of: &[String]) -> bool {
        let own = held.body == Some(self.id) || held.branches().any(|branch| branch == self.id);
        own || (held.branches().next().is_none() && of.contains(&self.form))
    }
}

/// The power by which the asker may record a kind of fact in a body. `is_voter`: whether they have a
/// vote in it.
pub(super) fn held(
    rules: &Rules,
    asker: &Asker,
    body: &Body,
    is_voter: bool,
    kind: &str,
    on: Date,
) -> Option<Allowed> {
    let of_office = asker.capacities().iter().find_map(|held| {
        let mut allowed = of_role_named(rules, &held.role, kind, on)?;
        allowed.says.clone_from(&held.says);
        let of = forms(rules, &held.role, kind, on);
        body.is_reached(held, of).then_some(allowed)
    });
    // An office comes first: whoever chairs rules as the chair.
    of_office.or_else(|| {
        let mut allowed = of_role_named(rules, BODY_MEMBER, kind, on).filter(|_| is_voter)?;
        allowed.says = format!("member of {}", body.name);
        Some(allowed)
    })
}

/// The forms of bodies that the row of a power names.
fn forms<'a>(rules: &'a Rules, role: &str, kind: &str, on: Date) -> &'a [String] {
    let entry = rules.rulebook().vocabulary.entry(kind);
    let version = rules.engine.version_on(on).0;
    let mut powers = version.into_iter().flat_map(|version| &version.powers);
    let row = powers
        .find(|power| power.role == role && entry.is_some_and(|entry| power.may.contains(&entry)));
    row.map_or(&[], |power| &power.of)
}

/// The refusal of what the asker may not do in a body: it says which clause would allow it to whom.
pub(super) async fn refused(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    kind: &str,
    on: Date,
) -> Result<AppError, AppError> {
    let version = rules.engine.version_on(on).0;
    let refusal = refusal(snapshot, rules, version, kind, on).await?;
    Ok(AppError::Refused(refusal))
}
