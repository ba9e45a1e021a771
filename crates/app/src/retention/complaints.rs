//! Confidential complaints that came to nothing: dismissed, or answered and never put on the record. No
//! person's record tells of them, so what announces and what counts their erasure stands with the
//! organisation. One that waits for an answer is kept; one that became a case goes with it.

use std::collections::BTreeSet;

use standing_base::{Date, Id};
use standing_domain::case::Keeping;
use standing_domain::case::keeping::{COMPLAINT_ANNOUNCED, COMPLAINT_ERASED, Due};
use standing_domain::{Fact, FieldValue, Fields, NewFact};
use standing_rulebook::{IntakeEnd, Kept};

use super::{CaseKeeping, Looked, count, of_case};
use crate::app::App;
use crate::cases;
use crate::error::AppError;
use crate::ports::intake::{Intake, IntakeHold, IntakeState};
use crate::ports::{Addition, LIST_MAX, Snapshot, StoreError, Writer};
use crate::projection;
use crate::rules::Rules;

/// A complaint of which the rulebook says for how long it is kept.
pub(super) struct Resting {
    intake: Intake,
    messages: usize,
    hold: Option<IntakeHold>,
    pub(super) kept: Kept,
    pub(super) due: Due,
}

impl Resting {
    pub(super) fn id(&self) -> Id {
        self.intake.id
    }

    /// Whether nobody did anything about it meanwhile.
    async fn rests(&self, writer: &mut dyn Writer) -> Result<bool, StoreError> {
        let id = self.intake.id;
        Ok(writer.intake(id).await?.as_ref() == Some(&self.intake)
            && writer.intake_messages(id).await?.len() == self.messages
            && writer.intake_hold(id).await? == self.hold)
    }
}

/// What a complaint came to, where that is nothing.
fn end(intake: &Intake) -> Option<IntakeEnd> {
    match (intake.awaits_answer, intake.state) {
        (false, IntakeState::Open) => Some(IntakeEnd::Answered),
        (false, IntakeState::Dismissed) => Some(IntakeEnd::Dismissed),
        _ => None,
    }
}

/// How long a complaint is kept; nothing while something has still to be done about it, or where the
/// rulebook does not say.
async fn resting(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    facts: &[Fact],
    intake: Intake,
    today: Date,
) -> Result<Option<Resting>, AppError> {
    let Some(end) = end(&intake) else {
        return Ok(None);
    };
    let messages = snapshot.intake_messages(intake.id).await?;
    let hold = snapshot.intake_hold(intake.id).await?;
    let written = messages.last().map(|message| message.written_on);
    let last = [written, intake.closed_on].into_iter().flatten().max();
    let last = last.unwrap_or(intake.received_on);
    let Some(kept) = rules.engine.kept_intake(end, last, today) else {
        return Ok(None);
    };
    let held_on = hold.as_ref().map_or(last, |hold| hold.held_on.max(last));
    let held = hold.as_ref().map(|hold| hold.until);
    let keeping = Keeping::of_complaint(facts.iter(), intake.id, held_on, held);
    Ok(Some(Resting {
        due: keeping.due(kept.since, kept.until, today),
        messages: messages.len(),
        hold,
        kept,
        intake,
    }))
}

/// The complaints whose time is over, by the text in force.
pub(super) async fn overdue(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    today: Date,
) -> Result<Vec<Resting>, AppError> {
    let mut found = Vec::new();
    let erases = rules.engine.version_on(today).0;
    if !erases.is_some_and(standing_rulebook::Version::erases) {
        return Ok(found);
    }
    let facts = snapshot.facts_about(rules.organisation).await?;
    for state in [IntakeState::Open, IntakeState::Dismissed] {
        let mut before = None;
        loop {
            let page = snapshot.intakes(state, before, LIST_MAX).await?;
            let Some(last) = page.last() else {
                break;
            };
            before = Some(last.id);
            // With the open ones come others to whose sender an answer is owed.
            for intake in page.into_iter().filter(|intake| intake.state == state) {
                let one = resting(snapshot, rules, &facts, intake, today).await?;
                found.extend(one.filter(|one| !matches!(one.due, Due::Kept | Due::Erased(_))));
            }
        }
    }
    Ok(found)
}

/// Of how many the erasure is announced, and nobody said that they are needed.
pub(crate) async fn announced(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    today: Date,
) -> Result<u64, AppError> {
    let facts = snapshot.facts_about(rules.organisation).await?;
    let told = facts
        .iter()
        .filter(|fact| fact.what.kind == COMPLAINT_ANNOUNCED);
    let told: BTreeSet<Id> = told.filter_map(|fact| fact.what.id("intake")).collect();
    let mut count = 0;
    for id in told {
        if let Some(intake) = snapshot.intake(id).await? {
            let one = resting(snapshot, rules, &facts, intake, today).await?;
            count += u64::from(one.is_some_and(|one| matches!(one.due, Due::Announced(_))));
        }
    }
    Ok(count)
}

/// What those who receive a complaint are told of how long it is kept.
pub(crate) async fn of_intake(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    facts: &[Fact],
    intake: &Intake,
    today: Date,
) -> Result<Option<CaseKeeping>, AppError> {
    if let Some(erased_on) = erased_on(snapshot, intake.id).await? {
        let clause = erased_under(snapshot, rules, facts, intake, today).await?;
        return Ok(Some(CaseKeeping::erased(erased_on, clause)));
    }
    let resting = resting(snapshot, rules, facts, intake.clone(), today).await?;
    Ok(resting.map(|one| CaseKeeping::of(one.kept, one.due)))
}

async fn erased_on(snapshot: &mut dyn Snapshot, intake: Id) -> Result<Option<Date>, AppError> {
    let key = snapshot.sealed_key(intake).await?;
    Ok(key.and_then(|key| key.erased_on))
}

/// The clause by which it was erased: of itself, or with the case that it became.
async fn erased_under(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    facts: &[Fact],
    intake: &Intake,
    today: Date,
) -> Result<Option<String>, AppError> {
    let is_its_end = |fact: &&Fact| {
        fact.what.kind == COMPLAINT_ERASED && fact.what.id("intake") == Some(intake.id)
    };
    if let Some(erased) = facts.iter().find(is_its_end) {
        return Ok(erased.what.clause.clone());
    }
    let Some(reference) = &intake.case_reference else {
        return Ok(None);
    };
    let Some(mut loaded) = cases::load(snapshot, rules, reference).await? else {
        return Ok(None);
    };
    let case = loaded.file.id;
    let keeping = of_case(rules, &mut loaded.matter, &loaded.facts, case, today);
    Ok(keeping.and_then(|keeping| keeping.clause))
}

impl App {
    /// Announces and erases what is due today of complaints, all of it in one transaction.
    pub(super) async fn retain_complaints(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        looked: &mut Looked,
    ) -> Result<(), AppError> {
        let mut due = overdue(snapshot, rules, looked.on).await?;
        due.retain(|one| matches!(one.due, Due::Announce | Due::Erase));
        if due.is_empty() {
            return Ok(());
        }
        let mut revision = snapshot.revision(rules.organisation).await?;
        let (mut announced, mut erased) = (0, 0);
        let mut additions = Vec::new();
        let mut writer = self.store.writer().await?;
        for one in &due {
            if !one.rests(&mut *writer).await? {
                continue;
            }
            let (kind, fields) = if one.due == Due::Erase {
                erased += 1;
                let files = writer.sealed_files(one.id()).await?.len();
                forget(&mut *writer, one.id(), looked.on).await?;
                let counts = [("messages", count(one.messages)), ("files", count(files))];
                (COMPLAINT_ERASED, counts.to_vec())
            } else {
                announced += 1;
                let kept = &one.kept;
                let last = rules.engine.last_day(kept.grace, kept.counting, looked.on);
                let last = FieldValue::from(last.to_string().as_str());
                (COMPLAINT_ANNOUNCED, vec![("erase_on", last)])
            };
            revision = revision.saturating_add(1);
            additions.push(self.of_organisation(rules, revision, kind, (one, looked.on), fields));
        }
        let done = async {
            self.record(&mut *writer, additions).await?;
            writer.commit().await
        };
        match done.await {
            Ok(()) => {
                looked.announced += announced;
                looked.erased += erased;
                looked.left += due.len() - announced - erased;
            }
            Err(StoreError::Conflict(_)) => looked.left += due.len(),
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    fn of_organisation(
        &self,
        rules: &Rules,
        revision: u32,
        kind: &str,
        (one, today): (&Resting, Date),
        fields: Vec<(&str, FieldValue)>,
    ) -> Addition {
        let intake = ("intake".to_owned(), one.id().into());
        let fields = fields.into_iter();
        let fields = fields.map(|(name, value)| (name.to_owned(), value));
        let fields: Fields = fields.chain([intake]).collect();
        let fact = NewFact {
            stream: rules.organisation,
            revision,
            kind: kind.to_owned(),
            about: rules.organisation,
            effective_on: today.into(),
            recorded_at: self.clock.now(),
            actor: None,
            capacity: None,
            clause: Some(one.kept.clause.clone()),
            imported: false,
            fields,
            sources: Vec::new(),
        };
        Addition {
            rows: projection::rows(&fact, &[]),
            fact,
            private: Vec::new(),
        }
    }
}

/// Deletes the key of a complaint, and what was sealed with it. No where there was none to delete.
pub(super) async fn forget(
    writer: &mut dyn Writer,
    intake: Id,
    today: Date,
) -> Result<bool, StoreError> {
    writer.empty_intake(intake).await?;
    writer.erase_sealed_key(intake, today).await
}
