//! Announcing and erasing, each in one transaction.

use std::collections::BTreeSet;

use standing_base::{Date, Id};
use standing_domain::case::keeping::{ANNOUNCED, ERASED};
use standing_domain::{FieldValue, Fields, NewFact, PrivateValue};

use super::{Found, complaints, count};
use crate::app::App;
use crate::error::AppError;
use crate::ports::intake::IntakeState;
use crate::ports::vault::SealedKey;
use crate::ports::{Addition, LIST_MAX, Snapshot};
use crate::projection;
use crate::rules::Rules;

impl App {
    /// Puts on the record from when on what was written in a case is erased. No where there is nothing
    /// to erase.
    pub(super) async fn announce(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        found: &Found,
        today: Date,
    ) -> Result<bool, AppError> {
        if !has_any(snapshot, found).await? {
            return Ok(false);
        }
        let kept = &found.kept;
        let last = rules.engine.last_day(kept.grace, kept.counting, today);
        let fields = [("erase_on", FieldValue::from(last.to_string().as_str()))];
        let addition = self
            .addition(snapshot, found, ANNOUNCED, today, fields)
            .await?;
        let mut writer = self.store.writer().await?;
        self.record(&mut *writer, vec![addition]).await?;
        writer.commit().await?;
        Ok(true)
    }

    /// Deletes the key of the files, the words and the letters of a case, and counts them on the record;
    /// but for the private notes that go with the key, which are nobody's business.
    pub(super) async fn erase(
        &self,
        snapshot: &mut dyn Snapshot,
        found: &Found,
        today: Date,
    ) -> Result<bool, AppError> {
        let case = found.file.id;
        let facts = facts_of(found);
        let words = words_of(snapshot, &facts).await?;
        let became = intakes_of(snapshot, found).await?;
        let mut kinds: BTreeSet<String> = words.iter().map(|(_, field)| kind_of(field)).collect();
        // What anybody adds to the record meanwhile is a conflict, for this extends the same stream; a
        // file needs no fact, so files are counted by the writer.
        let mut writer = self.store.writer().await?;
        let files = writer.sealed_files(case).await?.len();
        if files > 0 {
            kinds.insert("files".to_owned());
        }
        let mut letters = 0;
        for fact in &facts {
            letters += writer.forget_letters(*fact).await?;
        }
        let mut forgotten = 0;
        for intake in became {
            forgotten += u64::from(complaints::forget(&mut *writer, intake, today).await?);
        }
        let fields = [
            ("erased", FieldValue::List(kinds.into_iter().collect())),
            ("words", count(writer.erase_private_values(&words).await?)),
            ("files", count(files)),
            ("letters", count(letters)),
            ("complaints", count(forgotten)),
        ];
        if writer.sealed_key(case).await?.is_some() {
            writer.erase_sealed_key(case, today).await?;
        } else {
            // From now on no file can be added either.
            let gone = SealedKey {
                owner: case,
                wrapped: None,
                wrapping: String::new(),
                erased_on: Some(today),
            };
            writer.put_sealed_key(&gone).await?;
        }
        let addition = self
            .addition(snapshot, found, ERASED, today, fields)
            .await?;
        self.record(&mut *writer, vec![addition]).await?;
        writer.commit().await?;
        Ok(true)
    }

    /// A fact that nobody records but the clause.
    async fn addition<const N: usize>(
        &self,
        snapshot: &mut dyn Snapshot,
        found: &Found,
        kind: &str,
        today: Date,
        fields: [(&str, FieldValue); N],
    ) -> Result<Addition, AppError> {
        let subject = found.file.subject;
        let case = ("case".to_owned(), found.file.id.into());
        let fields = fields.map(|(name, value)| (name.to_owned(), value));
        let fields: Fields = fields.into_iter().chain([case]).collect();
        let fact = NewFact {
            stream: subject,
            revision: snapshot.revision(subject).await?.saturating_add(1),
            kind: kind.to_owned(),
            about: subject,
            effective_on: today.into(),
            recorded_at: self.clock.now(),
            actor: None,
            capacity: None,
            clause: Some(found.kept.clause.clone()),
            imported: false,
            fields,
            sources: Vec::new(),
        };
        Ok(Addition {
            rows: projection::rows(&fact, &[]),
            fact,
            private: Vec::new(),
        })
    }
}

/// Whether there is anything of a case that could be erased.
pub(super) async fn has_any(snapshot: &mut dyn Snapshot, found: &Found) -> Result<bool, AppError> {
    let words = words_of(snapshot, &facts_of(found)).await?;
    // Files, identities, private notes: what is sealed needs the key, and nothing else can be erased.
    let key = snapshot.sealed_key(found.file.id).await?;
    let has_sealed = key.is_some_and(|key| key.wrapped.is_some());
    Ok(!words.is_empty() || has_sealed || !intakes_of(snapshot, found).await?.is_empty())
}

/// The facts of a case, and those that make one of them of no effect.
fn facts_of(found: &Found) -> Vec<u64> {
    let mut numbers: BTreeSet<u64> = BTreeSet::new();
    for fact in &found.facts {
        let is_of_case = fact.what.id("case") == Some(found.file.id);
        let annuls = fact.what.number("act");
        if is_of_case || annuls.is_some_and(|act| numbers.contains(&act)) {
            numbers.insert(fact.number);
        }
    }
    numbers.into_iter().collect()
}

/// The words of facts, each by fact and field. By what something is found again it stays.
async fn words_of(
    snapshot: &mut dyn Snapshot,
    facts: &[u64],
) -> Result<Vec<(u64, String)>, AppError> {
    let values = snapshot.private_values(facts).await?.into_iter();
    Ok(values
        .filter(|value| !projection::is_derived_from(&value.field))
        .map(|PrivateValue { fact, field, .. }| (fact, field))
        .collect())
}

/// `source` for `source.0.citation`.
fn kind_of(field: &str) -> String {
    let first = field.split('.').next();
    first.unwrap_or(field).to_owned()
}

/// The confidential complaints that were entered on the record as this case and can still be read.
async fn intakes_of(snapshot: &mut dyn Snapshot, found: &Found) -> Result<Vec<Id>, AppError> {
    let Some(reference) = found.file.reference.as_deref() else {
        return Ok(Vec::new());
    };
    let mut of_case = BTreeSet::new();
    let mut before = None;
    loop {
        let page = snapshot
            .intakes(IntakeState::Entered, before, LIST_MAX)
            .await?;
        let Some(last) = page.last() else {
            break;
        };
        before = Some(last.id);
        for intake in page {
            if intake.case_reference.as_deref() == Some(reference) {
                let key = snapshot.sealed_key(intake.id).await?;
                if key.is_some_and(|key| key.wrapped.is_some()) {
                    of_case.insert(intake.id);
                }
            }
        }
    }
    Ok(of_case.into_iter().collect())
}
