//! Somebody new comes onto the register: they are registered, their birth is noted, they are
//! admitted, and they join a branch, in one act.

use std::collections::HashSet;

use standing_base::{Date, Id, IdKind, PartialDate, Told};
use standing_domain::{FieldValue, fold_name};

use super::form::ON;
use super::form::no_day;
use super::once::Once;
use super::{About, Act, Beside, Done, Step};
use crate::account::{AccountError, email};
use crate::app::App;
use crate::asker::Asker;
use crate::error::{AppError, FieldFault};
use crate::matter::Matter;
use crate::ports::Snapshot;
use crate::publicity;

/// What is filled in, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Admission {
    pub name: String,
    pub number: String,
    pub born_on: String,
    pub branch: String,
    pub on: String,
    pub capacity: String,
    /// Where somebody new is welcomed, and invited to an account; may be left out.
    pub email: String,
    /// That this is another person than those of the same name.
    pub is_another: bool,
}

/// The longest name, in characters.
pub const NAME_CHARS_MAX: usize = 200;
/// The longest membership number, in characters.
pub const NUMBER_CHARS_MAX: usize = 40;
/// So many persons of one name are looked at.
const SAME_NAME_MAX: u32 = 20;
/// The scheme of membership numbers.
const NUMBER: &str = "number";
const EMAIL: &str = "email";

impl App {
    /// Admits somebody, or tells every field that is wrong, or which clause refuses it.
    pub async fn admit(&self, asker: &Asker, admission: &Admission) -> Result<Done, AppError> {
        self.admit_once(asker, admission, None).await
    }

    /// The same under a key: whoever was admitted under it before is not admitted again.
    pub async fn admit_once(
        &self,
        asker: &Asker,
        admission: &Admission,
        once: Option<&Once>,
    ) -> Result<Done, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        // From the same moment as the checks: else the number would be taken by the first time.
        if let Some(before) = self.recorded_before(&mut *snapshot, once).await? {
            return Ok(before);
        }
        let act = admission.act(asker, self, &mut *snapshot).await?;
        drop(snapshot);
        let email = admission.email.trim();
        let beside = Beside {
            once,
            invite: Some(email).filter(|email| !email.is_empty()),
            ..Beside::default()
        };
        self.act_with(asker, &act, beside).await
    }
}

impl Admission {
    async fn act(
        &self,
        asker: &Asker,
        app: &App,
        snapshot: &mut dyn Snapshot,
    ) -> Result<Act, AppError> {
        let mut faults = Vec::new();
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if fold_name(&name).is_empty() || name.chars().count() > NAME_CHARS_MAX {
            let says = Told::new(
                "write-name",
                "write the person's name, in at most {max} characters",
            )
            .with("max", NAME_CHARS_MAX);
            faults.push(FieldFault::new("name", says));
        }
        let mut day = |field: &str, text: &str| match text.trim().parse::<PartialDate>() {
            Ok(day) => Some(day),
            Err(error) => {
                let says = no_day(&error);
                faults.push(FieldFault::new(field, says));
                None
            }
        };
        let on = day(ON, &self.on);
        let born_on = match self.born_on.trim() {
            "" => None,
            text => day("born_on", text),
        };
        faults.extend(self.number_fault(snapshot).await?);
        faults.extend(self.email_fault(app));
        let branch = self.branch(&mut faults);
        if faults.is_empty() && !self.is_another {
            faults.extend(self.same_name_fault(asker, app, snapshot, &name).await?);
        }
        let (Some(on), true) = (on, faults.is_empty()) else {
            return Err(AppError::Fields(faults));
        };
        let capacity = Some(self.capacity.clone()).filter(|code| !code.is_empty());
        Ok(Act {
            about: About::New,
            steps: self.steps(name, on, born_on, branch),
            capacity,
            seen: None,
        })
    }

    fn branch(&self, faults: &mut Vec<FieldFault>) -> Option<Id> {
        let text = self.branch.trim();
        let branch = text
            .parse::<Id>()
            .ok()
            .filter(|id| id.kind() == IdKind::Branch);
        if branch.is_none() && !text.is_empty() {
            faults.push(FieldFault::new(
                "branch",
                Told::new("none-of-branches", "this is none of the branches"),
            ));
        }
        branch
    }

    fn email_fault(&self, app: &App) -> Option<FieldFault> {
        let email = self.email.trim();
        if email.is_empty() {
            return None;
        }
        if !app.has_post {
            let says = Told::new(
                "no-letters-here",
                "no letters are sent from here, so leave it empty",
            );
            return Some(FieldFault::new(EMAIL, says));
        }
        let says = match email::fold(email).err()? {
            AccountError::Field { says, .. } => says,
            other => other.to_string().into(),
        };
        Some(FieldFault::new(EMAIL, says))
    }

    async fn number_fault(
        &self,
        snapshot: &mut dyn Snapshot,
    ) -> Result<Option<FieldFault>, AppError> {
        let number = self.number.trim();
        if number.chars().count() > NUMBER_CHARS_MAX {
            let says = Told::new("number-long", "a number has at most {max} characters")
                .with("max", NUMBER_CHARS_MAX);
            return Ok(Some(FieldFault::new(NUMBER, says)));
        }
        let is_taken = !number.is_empty() && !snapshot.find(Some(NUMBER), number).await?.is_empty();
        Ok(is_taken.then(|| {
            FieldFault::new(
                NUMBER,
                Told::new(
                    "number-taken",
                    "somebody else has this number; give another, or none",
                ),
            )
        }))
    }

    /// Two entries for one person are worse than a question.
    async fn same_name_fault(
        &self,
        asker: &Asker,
        app: &App,
        snapshot: &mut dyn Snapshot,
        name: &str,
    ) -> Result<Option<FieldFault>, AppError> {
        let rules = app.rules_at(snapshot).await?;
        let today: Date = rules.zone.date_of(app.clock.now());
        let key = fold_name(name);
        let mut same = HashSet::new();
        for (found, id) in snapshot.names_from(&key, SAME_NAME_MAX).await? {
            if found != key || !same.insert(id) {
                continue;
            }
            if let Some(mut matter) = Matter::load(snapshot, &rules, id).await?
                && publicity::may_know(&rules, &mut matter, asker, publicity::NAME, today)
            {
                let says = Told::new(
                    "same-name",
                    "somebody of this name is on the register already ({person}); look there \
                     first, and say below if this is another person",
                )
                .with("person", id);
                return Ok(Some(FieldFault::new("name", says)));
            }
        }
        Ok(None)
    }

    fn steps(
        &self,
        name: String,
        on: PartialDate,
        born_on: Option<PartialDate>,
        branch: Option<Id>,
    ) -> Vec<Step> {
        let step = |kind: &str, on: PartialDate, field: Option<(&str, FieldValue)>| Step {
            kind: kind.to_owned(),
            on,
            fields: field
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            private: Vec::new(),
        };
        let mut registered = step("person_registered", on, None);
        registered.private.push(("name".to_owned(), name));
        let number = self.number.trim();
        if !number.is_empty() {
            let identifier = format!("identifier.{NUMBER}");
            registered.private.push((identifier, number.to_owned()));
        }
        let born = born_on.map(|born| step("birth_recorded", born, Some(("born_on", born.into()))));
        let joined =
            branch.map(|branch| step("branch_joined", on, Some(("branch", branch.into()))));
        [
            Some(registered),
            born,
            Some(step("admitted", on, None)),
            joined,
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
