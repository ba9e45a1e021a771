//! Who may vote on a question, and what the votes come to.

use std::collections::BTreeMap;

use standing_base::{Date, Id};
use standing_domain::case::files;
use standing_domain::division::{Cast, DivisionFile, How, OutOfTurn, Outcome, Question};
use standing_domain::meeting::MeetingFile;
use standing_rulebook::{Answer, Decision, MajorityOutcome, QuorumOutcome, Tally, Truth, Version};

use super::electorate::Electorate;
use crate::app::App;
use crate::conflicts::{self, Ties};
use crate::error::AppError;
use crate::ports::Snapshot;
use crate::rules::Rules;

/// Who of a roll may not vote on a question, each with the answer that says why.
pub(super) type Barred = BTreeMap<Id, Answer>;

/// Who of a roll may not vote about a person: what ties somebody to the person's open cases counts.
pub(super) async fn barred(
    app: &App,
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    decision: &Decision,
    question: &Question,
    electorate: &Electorate,
    today: Date,
) -> Result<Barred, AppError> {
    let mut barred = Barred::new();
    let (Some(may_vote), Question::Person { person, .. }) = (decision.may_vote, question) else {
        return Ok(barred);
    };
    let name = rules.question(may_vote)?.name.clone();
    let facts = snapshot.facts_about(*person).await?;
    let open: Vec<_> = files(facts.iter())
        .into_iter()
        .filter(|file| !file.stage().is_over())
        .collect();
    for voter in electorate.voters.keys() {
        let mut ties: Ties = vec![("in_post", true), ("subject", voter == person)];
        for file in &open {
            let near = conflicts::near(app, snapshot, file, today).await?;
            let of_case =
                conflicts::of_person(snapshot, rules, (file, &near), *voter, today).await?;
            ties = joined(ties, of_case);
        }
        let told = conflicts::asked_of(rules, &name, &ties, today)?;
        if let Some(told) = told.filter(|told| told.truth != Truth::Yes) {
            barred.insert(*voter, told);
        }
    }
    Ok(barred)
}

/// What ties somebody to any of several cases.
fn joined(mut ties: Ties, more: Ties) -> Ties {
    for (name, is) in more {
        match ties.iter_mut().find(|(known, _)| *known == name) {
            Some((_, was)) => *was |= is,
            None => ties.push((name, is)),
        }
    }
    ties
}

/// Who takes no part: whom the rules keep from voting, and who stood aside.
pub(super) fn is_out(barred: &Barred, meeting: Option<(&MeetingFile, u64)>, person: Id) -> bool {
    let aside = meeting.is_some_and(|(meeting, item)| meeting.is_aside(item, person));
    aside || barred.contains_key(&person)
}

/// What a vote comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) tally: Tally,
    pub(super) quorum: Option<QuorumOutcome>,
    pub(super) majority: MajorityOutcome,
    pub(super) outcome: Outcome,
    /// Whether it is equal and waits for the chair.
    pub(super) is_tied: bool,
}

/// Those of a roll who are there and may vote; before anybody has.
pub(super) fn presence(
    electorate: &Electorate,
    barred: &Barred,
    meeting: Option<(&MeetingFile, u64)>,
) -> Tally {
    let out = |person: &Id| is_out(barred, meeting, *person);
    let voters = electorate.voters.keys().copied();
    let recused = electorate.votes_of(voters.filter(out));
    let here = meeting.map(|(meeting, _)| {
        let here = meeting.here().filter(|person| !out(person));
        electorate.votes_of(here)
    });
    Tally {
        full_size: electorate.full_size,
        in_post: electorate.votes(),
        recused,
        present: here.unwrap_or_default(),
        ..Tally::default()
    }
}

/// Counts a division by the text in force, or says why it cannot be counted yet.
pub(super) fn count(
    version: &Version,
    decision: &Decision,
    file: &DivisionFile,
    presence: Tally,
) -> Result<Count, OutOfTurn> {
    let counted = file.counted()?;
    let cast = counted
        .votes_for
        .saturating_add(counted.votes_against)
        .saturating_add(counted.abstentions);
    let tally = Tally {
        votes_for: counted.votes_for,
        votes_against: counted.votes_against,
        abstentions: counted.abstentions,
        // In writing, who voted was there. Somebody who voted and left was there as well.
        present: presence.present.max(cast),
        ..presence
    };
    let quorum = decision.quorum_of(version, &tally);
    let majority = decision.majority_of(version, &tally);
    let is_quorate = quorum.as_ref().is_none_or(|quorum| quorum.met);
    let by_chair = majority.casting.as_ref().and(file.casting);
    let outcome = match (is_quorate, by_chair) {
        (false, _) => Outcome::NoQuorum,
        (true, Some(Cast::For)) => Outcome::Carried,
        (true, _) if majority.reached => Outcome::Carried,
        (true, _) => Outcome::Lost,
    };
    let is_tied = is_quorate && majority.casting.is_some() && file.casting.is_none();
    Ok(Count {
        tally,
        quorum,
        majority,
        outcome,
        is_tied,
    })
}

/// How a vote is taken: as the rules say, or by name where enough of those present asked for it.
pub(super) fn how(decision: &Decision, meeting: Option<(&MeetingFile, u64)>) -> How {
    use standing_rulebook::VoteKind;

    let asked = meeting.map_or(0, |(meeting, item)| {
        let mut asked = meeting.asked.iter();
        asked.by_ref().filter(|(at, _)| *at == item).count()
    });
    let enough = decision
        .demand
        .is_some_and(|demand| asked >= usize::try_from(demand.members).unwrap_or(usize::MAX));
    match decision.vote {
        VoteKind::Recorded => How::Recorded,
        VoteKind::Counted if enough => How::Recorded,
        VoteKind::Counted => How::Counted,
        VoteKind::Secret => How::Secret,
    }
}
