//! Somebody who opens a case is in conflict in it: what they are told in place of its file, and the one
//! step by which they stand aside.

use standing_base::{Date, Id, Told};
use standing_domain::case::{CaseFile, Step, files};

use super::keeps_off;
use crate::acts::{About, Act, Done, Step as ActStep};
use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::matter::Matter;
use crate::ports::Snapshot;
use crate::projection::CASE_SCHEME;
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
        let told = keeps_off(snapshot, &rules, asker, &open.file, open.today).await?;
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
        let nothing = || {
            AppError::not_found(
                Told::new("no-case-to-read", "no case that you may read is `{case}`")
                    .with("case", reference),
            )
        };
        let Some(conflict) = self.conflict(asker, reference).await? else {
            return Err(nothing());
        };
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let open = self.open_case(snapshot, &rules, asker, reference).await?;
        let open = open.ok_or_else(nothing)?;
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
        let found = snapshot.find(Some(CASE_SCHEME), reference).await?;
        let found = found
            .into_iter()
            .find_map(|found| Some((found.subject, found.item?)));
        let (Some((about, case)), Some(person)) = (found, asker.person()) else {
            return Ok(None);
        };
        let Some(mut matter) = Matter::load(snapshot, rules, about).await? else {
            return Ok(None);
        };
        let facts = snapshot.facts_about(about).await?;
        let file = files(facts.iter()).into_iter().find(|one| one.id == case);
        let reads = publicity::may_know(rules, &mut matter, asker, publicity::FILE, today);
        let may_open =
            |file: &CaseFile| reads || publicity::papers(rules, asker, file, today).is_some();
        Ok(file.filter(may_open).map(|file| Open {
            file,
            person: person.id,
            today,
        }))
    }
}
