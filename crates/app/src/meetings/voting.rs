//! A vote by name: each is a stream of its own, so that many at once do not wait for each other to be
//! decided anew.

use sha2::{Digest, Sha256};
use standing_base::{Date, Id, IdKind, Instant, Refusal, Told};
use standing_domain::division::{DivisionFile, Step};
use standing_domain::meeting::MeetingFile;
use standing_domain::register::check_kind;

use super::acting::{self, BodyAbout, BodyAct, as_division};
use super::putting::{self, Put};
use crate::acts::Done;
use crate::app::App;
use crate::ask::without_ids;
use crate::asker::Asker;
use crate::error::AppError;
use crate::ports::{Addition, StoreError};
use crate::projection;

impl App {
    /// Records a vote, or says why it does not count.
    pub(super) async fn vote(&self, asker: &Asker, act: &BodyAct) -> Result<Done, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        let BodyAbout::Known(division) = act.about else {
            return Err(super::subject::nothing(rules.organisation));
        };
        let case = acting::of(snapshot, &rules, asker, act, today).await?;
        let Some(file) = case.file.as_ref().and_then(as_division) else {
            return Err(super::subject::nothing(division));
        };
        let mut fact = self.staged(&case, act, (division, 1));
        acting::own(&case, &fact)?;
        let voter = fact.id("person").unwrap_or(division);
        let refused =
            |refusal: Refusal| AppError::Refused(refusal.under(case.allowed.clause.clone()));
        DivisionFile::check(Some(file), &fact, Step::VoteCast)
            .map_err(|wrong| refused(wrong.refusal()))?;
        let put = putting::of_division(self, snapshot, &rules, file, today).await?;
        let Some(weight) = put.electorate.voters.get(&voter).copied() else {
            return Err(refused(not_on_roll()));
        };
        check_voter(&put, voter, &case.allowed.clause)?;
        if weight != 1 {
            let weight = i64::try_from(weight).unwrap_or(i64::MAX);
            fact.fields.insert("weight".to_owned(), weight.into());
        }
        fact.stream = stream(division, voter, file.opened_on);
        fact.revision = snapshot.revision(fact.stream).await? + 1;
        check_kind(&fact, &rules.declared())?;
        let steps = snapshot.revision(division).await?;
        let of_meeting = match file.meeting {
            Some((meeting, _)) => Some((meeting, snapshot.revision(meeting).await?)),
            None => None,
        };
        let rows = projection::rows(&fact, &act.private);
        let private = act.private.clone();
        let mut writer = self.store.writer().await?;
        // Nobody closes the vote, comes or leaves between what was read and what is written.
        if writer.revision(division).await? != steps {
            return Err(StoreError::Conflict(division).into());
        }
        if let Some((meeting, seen)) = of_meeting
            && writer.revision(meeting).await? != seen
        {
            return Err(StoreError::Conflict(meeting).into());
        }
        let addition = Addition {
            fact,
            private,
            rows,
        };
        let receipt = self.record(&mut *writer, vec![addition]).await?;
        writer.commit().await?;
        Ok(Done {
            about: division,
            facts: vec![receipt.first],
            clause: case.allowed.clause,
            says: case.allowed.says,
        })
    }
}

/// Whoever votes may, did not stand aside, and is there.
fn check_voter(put: &Put<'_>, voter: Id, clause: &str) -> Result<(), AppError> {
    if let Some(told) = put.barred.get(&voter) {
        return Err(AppError::Refused(crate::acts::under(barred(told), told)));
    }
    let is_away = |(meeting, _): (&MeetingFile, u64)| !meeting.is_here(voter);
    let refusal = if put.is_out(voter) {
        stood_aside()
    } else if put.meeting().is_some_and(is_away) {
        not_here()
    } else {
        return Ok(());
    };
    Err(AppError::Refused(refusal.under(clause.to_owned())))
}

/// The stream of one person's vote in one division: the same whoever asks for it, so that two votes of
/// one person meet.
fn stream(division: Id, voter: Id, on: Date) -> Id {
    let digest = Sha256::digest(format!("{division} {voter}"));
    let mut bytes = [0; 10];
    for (byte, of) in bytes.iter_mut().zip(digest) {
        *byte = of;
    }
    let day = i64::from(on.day_number());
    let at = Instant::from_microseconds(day.saturating_mul(86_400_000_000));
    Id::new(IdKind::Vote, at, bytes)
}

fn not_on_roll() -> Refusal {
    Refusal::new(
        "not_on_roll",
        Told::new(
            "not-on-roll",
            "this person was not on the roll when the vote was opened, and has no vote in it",
        ),
    )
}

fn stood_aside() -> Refusal {
    Refusal::new(
        "stood_aside",
        Told::new(
            "aside-from-item",
            "whoever stood aside from an item takes no part in it",
        ),
    )
}

fn not_here() -> Refusal {
    Refusal::new(
        "not_here",
        Told::new(
            "not-here",
            "this person is not recorded as present; record that they came first",
        ),
    )
}

fn barred(told: &standing_rulebook::Answer) -> Refusal {
    let because: Vec<String> = told.grounds.iter().map(without_ids).collect();
    let says = Told::new(
        "may-not-vote",
        "this person may not vote on this: {because}",
    );
    Refusal::new("may_not_vote", says.with("because", because.join("; ")))
}
