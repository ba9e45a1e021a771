//! Somebody who opens a case is in conflict in it: what they are told in place of its file, and the one
//! step by which they stand aside.

use standing_base::{Date, Id};
use standing_domain::case::{CaseFile, Step};

use super::keeps_off;
use crate::acts::{About, Act, Done, Step as ActStep};
use crate::app::App;
use crate::asker::Asker;
use crate::cases;
use crate::error::AppError;
use crate::ports::Snapshot;
use crate::publicity;
use crate::rules::Rules;

/// What keeps the asker from a case.
#[derive(Clone, Debug)]
pub struct Conflict {
    pub reference: String,
    pub on: Date,
    pub grounds: Vec<ConflictGround>,
    /// Whether they can still stand aside.
    pub may_stand_aside: bool,
}

#[derive(Clone, Debug)]
pub struct ConflictGround {
    pub clause: Option<String>,
    pub says: String,
}

/// A case that the asker may know of.
struct Open {
    file: CaseFile,
    person: Id,
    today: Date,
}

impl App {
    /// What keeps the asker from a case; nothing where nothing does, and where they may not know of it.
    pub async fn conflict(
        &self,
        asker: &Asker,
        reference: &str,
    ) -> Result<Option<Conflict>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let Some(open) = self.open_case(snapshot, &rules, asker, reference).await? else {
            return Ok(None);
        };
        let told = keeps_off(self, snapshot, &rules, asker, &open.file, open.today).await?;
        Ok(told.map(|told| Conflict {
            reference: reference.to_owned(),
            on: open.today,
            grounds: told
                .grounds
                .into_iter()
                .map(|ground| ConflictGround {
                    clause: ground.clause.map(|clause| clause.id),
                    says: ground.says,
                })
                .collect(),
            may_stand_aside: open.file.can_take(Step::StoodAside)
                && !open.file.gone.contains(&open.person),
        }))
    }

    /// The asker stands aside from a case in which they are in conflict.
    pub async fn stand_aside(&self, asker: &Asker, reference: &str) -> Result<Done, AppError> {
        let Some(conflict) = self.conflict(asker, reference).await? else {
            return Err(cases::nothing(reference));
        };
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let open = self.open_case(snapshot, &rules, asker, reference).await?;
        let open = open.ok_or_else(|| cases::nothing(reference))?;
        let because: Vec<String> = conflict.grounds.into_iter().map(|one| one.says).collect();
        let act = Act {
            about: About::Known(open.file.subject),
            steps: vec![ActStep {
                kind: Step::StoodAside.code().to_owned(),
                on: open.today.into(),
                fields: vec![
                    ("case".to_owned(), open.file.id.into()),
                    ("person".to_owned(), open.person.into()),
                ],
                private: vec![("reasons".to_owned(), because.join("; "))],
            }],
            capacity: None,
            seen: None,
        };
        self.act(asker, &act).await
    }

    /// The case of a reference, where the asker may read the file of the person it is about, or sits on
    /// its panel.
    async fn open_case(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        asker: &Asker,
        reference: &str,
    ) -> Result<Option<Open>, AppError> {
        let today = rules.zone.date_of(self.clock.now());
        let loaded = cases::load(snapshot, rules, reference).await?;
        let (Some(mut loaded), Some(person)) = (loaded, asker.person()) else {
            return Ok(None);
        };
        let opens = cases::reads(rules, asker, &mut loaded.matter, today)
            || publicity::papers(rules, asker, &loaded.file, today).is_some();
        Ok(opens.then_some(Open {
            file: loaded.file,
            person: person.id,
            today,
        }))
    }
}
