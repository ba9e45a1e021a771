//! Who looked at a record that is not public: kept before anything is shown, told to the person
//! whose record it is.

use serde::Serialize;
use standing_base::{Date, Id, IdKind, Instant, Told};
use utoipa::ToSchema;

use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::matter::Matter;
use crate::moment;
use crate::naming;
use crate::ports::Snapshot;
use crate::ports::access::Access;
use crate::publicity::{self, Disclosure};
use crate::rules::{OPERATOR, Rules};

/// So many accesses are told at once.
pub const ACCESSES_MAX: u32 = 200;
/// A list of members that was seen, rather than one record.
const LIST: &str = "list";
/// A sealed file of a case that was read.
pub(crate) const EVIDENCE: &str = "evidence";
/// What came in by the confidential intake.
const INTAKE: &str = "intake";
/// Not looked, but made a link by which the person, or whoever has it, signs in.
const WAY_IN: &str = "way_in";

/// One look at one's record, or at a list on which one stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccessLine {
    pub on: Date,
    #[serde(serialize_with = "moment::text")]
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// What was seen: `file`, `register`, `name`, `list`, `evidence`, `papers`, `identity`; `way_in` is a link to sign in by, or a token.
    pub what: String,
    /// In which role, in words.
    pub capacity: String,
    pub clause: Option<String>,
    /// Their name, where the reader of this may know it.
    pub name: Option<String>,
    /// The case whose sealed file was read.
    pub case: Option<String>,
}

impl App {
    /// Who looked at a person's record, the newest first: for whoever may read the whole file, the
    /// person above all.
    pub async fn accesses(
        &self,
        asker: &Asker,
        person: Id,
        limit: u32,
    ) -> Result<Vec<AccessLine>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        let mut matter = match person.kind() {
            IdKind::Person => Matter::load(snapshot, &rules, person).await?,
            _ => None,
        };
        let may_read = matter.as_mut().is_some_and(|matter| {
            publicity::may_know(&rules, matter, asker, publicity::FILE, today)
        });
        let Some(matter) = matter.filter(|_| may_read) else {
            return Err(AppError::not_found(
                Told::new(
                    "no-file-to-read",
                    "nobody whose file you may read is `{person}`",
                )
                .with("person", person),
            ));
        };
        let limit = limit.clamp(1, ACCESSES_MAX);
        let mut looks = snapshot.accesses(person, None, limit).await?;
        for unit in matter
            .branches(today)
            .into_iter()
            .chain([rules.organisation])
        {
            looks.extend(snapshot.accesses(unit, None, limit).await?);
        }
        // On what is seen before somebody came onto the record, they do not stand.
        looks.retain(|look| look.on >= matter.begins_on && look.reader != Some(person));
        looks.sort_by_key(|look| std::cmp::Reverse(look.at));
        looks.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let mut lines = told(snapshot, &rules, asker, looks, today).await?;
        lines.extend(
            self.readings_about(snapshot, &rules, asker, person, limit)
                .await?,
        );
        lines.sort_by_key(|line| std::cmp::Reverse(line.at));
        lines.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(lines)
    }

    /// Keeps that the asker is about to see what is not public of this person.
    pub(crate) async fn keep_access(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        asker: &Asker,
        matter: &mut Matter,
        on: Date,
    ) -> Result<(), AppError> {
        match publicity::disclosure(rules, matter, asker, on) {
            Some(disclosure) => {
                let access = self.access(rules, asker, matter.subject, disclosure);
                self.keep(snapshot, vec![access]).await
            }
            None => Ok(()),
        }
    }

    /// Keeps that the asker is about to see the papers of a case about this person.
    pub(crate) async fn keep_papers_access(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        (asker, about): (&Asker, Id),
        seen: Disclosure,
    ) -> Result<(), AppError> {
        let access = self.access(rules, asker, about, seen);
        self.keep(snapshot, vec![access]).await
    }

    /// Keeps that the asker is about to read what came in by the intake.
    pub(crate) async fn keep_intake_access(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        asker: &Asker,
        intake: Id,
    ) -> Result<(), AppError> {
        let today = rules.zone.date_of(self.clock.now());
        let Some((capacity, clause)) = publicity::intake_role(rules, asker, today) else {
            return Ok(());
        };
        let seen = Disclosure {
            what: INTAKE,
            capacity,
            clause,
        };
        let access = self.access(rules, asker, intake, seen);
        self.keep(snapshot, vec![access]).await
    }

    /// Keeps that the asker is about to see a list of members: of one branch, or of all whom their
    /// roles reach.
    pub(crate) async fn keep_list_access(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        asker: &Asker,
        branch: Option<Id>,
        on: Date,
    ) -> Result<(), AppError> {
        let mut accesses = Vec::new();
        let mut seen = |of: Id, capacity: String, clause: Option<String>| {
            let disclosure = Disclosure {
                what: LIST,
                capacity,
                clause,
            };
            accesses.push(self.access(rules, asker, of, disclosure));
        };
        if asker.is_operator() {
            seen(rules.organisation, OPERATOR.to_owned(), None);
        }
        for (held, clause) in publicity::lists(rules, asker, on) {
            let reached: Vec<Id> = held.branches().collect();
            match branch {
                Some(branch) if reached.is_empty() || reached.contains(&branch) => {
                    seen(branch, held.says.clone(), clause);
                }
                Some(_) => {}
                None if reached.is_empty() => seen(rules.organisation, held.says.clone(), clause),
                None => {
                    for branch in reached {
                        seen(branch, held.says.clone(), clause.clone());
                    }
                }
            }
        }
        self.keep(snapshot, accesses).await
    }

    /// The operator makes a link by which somebody signs in as this person.
    pub(crate) async fn way_in(&self, person: Id) -> Result<Access, AppError> {
        let rules = self.rules().await?;
        let disclosure = Disclosure {
            what: WAY_IN,
            capacity: OPERATOR.to_owned(),
            clause: None,
        };
        Ok(self.access(&rules, &Asker::Operator, person, disclosure))
    }

    fn access(&self, rules: &Rules, asker: &Asker, of: Id, seen: Disclosure) -> Access {
        let at = self.clock.now();
        Access {
            subject: of,
            reader: asker.person().map(|person| person.id),
            what: seen.what.to_owned(),
            capacity: seen.capacity,
            clause: seen.clause,
            on: rules.zone.date_of(at),
            at,
        }
    }

    async fn keep(
        &self,
        snapshot: &mut dyn Snapshot,
        accesses: Vec<Access>,
    ) -> Result<(), AppError> {
        let mut new = Vec::new();
        for access in accesses {
            if !snapshot.has_access(&access).await? {
                new.push(access);
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        let mut writer = self.store.writer().await?;
        for access in &new {
            writer.put_access(access).await?;
        }
        Ok(writer.commit().await?)
    }
}

/// In words, with the names that the asker may know.
async fn told(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    looks: Vec<Access>,
    today: Date,
) -> Result<Vec<AccessLine>, AppError> {
    let mut readers: Vec<Id> = looks.iter().filter_map(|look| look.reader).collect();
    readers.sort_unstable();
    readers.dedup();
    let known = crate::ask::known_to(snapshot, rules, asker, &readers, today).await?;
    let names = naming::names(snapshot, &known).await?;
    let lines = looks.into_iter().map(|look| AccessLine {
        on: look.on,
        at: look.at,
        name: look.reader.and_then(|reader| names.get(&reader).cloned()),
        what: look.what,
        capacity: look.capacity,
        clause: look.clause,
        case: None,
    });
    Ok(lines.collect())
}
