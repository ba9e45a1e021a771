//! The record of one person with the facts of an act that are not on it yet.

use standing_base::{Id, Refusal, Told};
use standing_domain::register::Life;
use standing_domain::{Fact, Fields, NewFact, packed};

use super::Step;
use super::power::Allowed;
use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::matter::{Matter, damaged};
use crate::ports::{Addition, Snapshot};
use crate::projection;
use crate::rules::Rules;

/// A case is opened of a complaint: it has its id from that.
pub(super) const CASE_OPENED: &str = "case_opened";

/// A person's record as it is, and as it would be.
#[derive(Clone)]
pub(super) struct OnRecord {
    pub(super) id: Id,
    pub(super) revision: u32,
    pub(super) branches: Vec<Id>,
    pub(super) life: Life,
    /// The number and kind of each fact on it.
    pub(super) kinds: Vec<(u64, String)>,
    /// What tells of cases: their steps, and what makes earlier facts of no effect.
    pub(super) facts: Vec<Fact>,
    /// The number and revision of each fact of its stream.
    pub(super) revisions: Vec<(u64, u32)>,
    /// The packed history, with the facts staged so far under the numbers that they might get.
    history: Vec<u8>,
    pub(super) last: u64,
}

/// Whether a fact says something about a case.
fn matters(fact: &NewFact) -> bool {
    ["case", "suspension", "act", "declaration"]
        .iter()
        .any(|field| fact.fields.contains_key(*field))
}

impl OnRecord {
    pub(super) fn new(id: Id, next: u64) -> Self {
        Self {
            id,
            revision: 0,
            branches: Vec::new(),
            life: Life::default(),
            kinds: Vec::new(),
            facts: Vec::new(),
            revisions: Vec::new(),
            history: Vec::new(),
            last: next - 1,
        }
    }

    pub(super) async fn read(
        snapshot: &mut dyn Snapshot,
        id: Id,
        branches: Vec<Id>,
    ) -> Result<Self, AppError> {
        let history = snapshot.history(id).await?;
        let mut life = Life::default();
        let (mut kinds, mut revisions, mut facts) = (Vec::new(), Vec::new(), Vec::new());
        for fact in snapshot.facts_about(id).await? {
            life.note_fact(&fact.what);
            if fact.what.stream == id {
                revisions.push((fact.number, fact.what.revision));
            }
            kinds.push((fact.number, fact.what.kind.clone()));
            if matters(&fact.what) {
                facts.push(fact);
            }
        }
        Ok(Self {
            revision: snapshot.revision(id).await?,
            id,
            branches,
            life,
            kinds,
            facts,
            revisions,
            history: history.map_or_else(Vec::new, |history| history.bytes),
            last: snapshot.head().await?.facts,
        })
    }

    /// The record with what is staged, ready to be asked about.
    pub(super) fn matter(&self, rules: &Rules) -> Result<Matter, AppError> {
        Matter::read(rules, self.id, &self.history)
    }

    /// Stages a fact.
    pub(super) fn add(&mut self, fact: NewFact, step: &Step) -> Result<Addition, AppError> {
        self.life.note_fact(&fact);
        self.revision = fact.revision;
        self.last += 1;
        let staged = Fact {
            number: self.last,
            what: fact,
        };
        packed::push(&mut self.history, &staged).map_err(damaged)?;
        if matters(&staged.what) {
            self.facts.push(staged.clone());
        }
        let rows = projection::rows(&staged.what, &step.private);
        Ok(Addition {
            fact: staged.what,
            private: step.private.clone(),
            rows,
        })
    }
}

impl App {
    /// A step as the fact that it would be.
    pub(super) fn stage(
        &self,
        asker: &Asker,
        allowed: &Allowed,
        subject: &OnRecord,
        step: &Step,
    ) -> Result<NewFact, AppError> {
        let mut fields = Fields::new();
        for (name, value) in &step.fields {
            if fields.insert(name.clone(), value.clone()).is_some() {
                return Err(AppError::unreadable(format!("`{name}` is given twice")));
            }
        }
        let now = self.clock.now();
        // What begins here has its id from here.
        if let Some((field, kind)) = projection::begins(&step.kind)
            && step.kind != CASE_OPENED
            && !fields.contains_key(field)
        {
            let id = Id::new(kind, now, self.entropy.ten_bytes());
            fields.insert(field.to_owned(), id.into());
        }
        let revision = subject.revision.checked_add(1).ok_or_else(|| {
            Refusal::new(
                "stream_full",
                Told::new("record-full", "this record takes no more facts"),
            )
        })?;
        Ok(NewFact {
            stream: subject.id,
            revision,
            kind: step.kind.clone(),
            about: subject.id,
            effective_on: step.on,
            recorded_at: now,
            actor: asker.person().map(|person| person.id),
            capacity: Some(allowed.role.clone()),
            clause: Some(allowed.clause.clone()),
            imported: false,
            fields,
            sources: Vec::new(),
        })
    }
}
