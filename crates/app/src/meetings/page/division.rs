//! The page of a vote.

use serde::Serialize;
use standing_base::{Date, Id};
use standing_domain::Fact;
use standing_domain::division::{Cast, DivisionFile, How, Outcome, Question, Stage, Step};
use standing_rulebook::Tally;

use super::{PersonLine, Reader, word, words};
use crate::app::App;
use crate::ask::without_ids;
use crate::asker::Asker;
use crate::error::AppError;
use crate::meetings::putting::{self, Put};
use crate::meetings::subject::{self, File};
use crate::ports::Snapshot;

#[derive(Clone, Debug, Serialize)]
pub struct VoteLine {
    pub person: PersonLine,
    pub cast: &'static str,
    pub votes: u64,
    /// Whether it was corrected while the vote was open.
    pub is_corrected: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct DivisionLine {
    pub id: Id,
    pub question: String,
    pub outcome: Option<&'static str>,
}

#[derive(Clone, Debug, Serialize)]
pub struct DivisionPage {
    #[serde(flatten)]
    pub line: DivisionLine,
    pub body: Id,
    pub body_name: String,
    pub meeting: Option<Id>,
    pub item: Option<u64>,
    pub opened_on: Date,
    pub stage: &'static str,
    pub how: &'static str,
    pub decision: String,
    pub clause: String,
    pub quorum_clause: Option<String>,
    pub quorum_needed: Option<u64>,
    pub majority_clause: String,
    /// Votes for that are needed, as far as the votes tell.
    pub needed: u64,
    pub motion: Option<Id>,
    pub person: Option<PersonLine>,
    pub roll_size: u64,
    pub roll: String,
    #[serde(skip)]
    pub tally: Tally,
    /// How many have voted; who voted how is told when it is closed.
    pub voted: usize,
    pub votes: Vec<VoteLine>,
    /// Who stood aside or may not vote, with the reason.
    pub aside: Vec<(PersonLine, String)>,
    /// Who was there, could vote and did not.
    pub silent: Vec<PersonLine>,
    pub absent: Vec<PersonLine>,
    pub reasons: Option<String>,
    pub dissents: Vec<PersonLine>,
    /// The reader's own vote, with the fact that records it.
    pub own: Option<(&'static str, u64)>,
    /// Whether the reader may vote now.
    pub may_vote: bool,
    /// What was put on the record when it was closed, in words.
    pub effects: Vec<String>,
    pub offered: Vec<(String, String, String)>,
}

impl App {
    /// One vote of a body, as far as the asker may see it.
    pub async fn division(&self, asker: &Asker, id: Id) -> Result<DivisionPage, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let (file, _) = subject::load(snapshot, id).await?;
        let reader = Reader::of(self, snapshot, &rules, asker, file.body()).await?;
        division_page(snapshot, &reader, id).await
    }
}

pub(super) async fn division_page(
    snapshot: &mut dyn Snapshot,
    reader: &Reader<'_>,
    id: Id,
) -> Result<DivisionPage, AppError> {
    let (File::Division(file), facts) = subject::load(snapshot, id).await? else {
        return Err(subject::nothing(id));
    };
    let words = words(snapshot, &facts).await?;
    let put = putting::of_division(reader.app, snapshot, reader.rules, &file, reader.today).await?;
    let person = match &file.question {
        Question::Person { person, .. } => Some(reader.person(snapshot, *person).await?),
        Question::Motion(_) => None,
    };
    // Of somebody whom the reader may not know, nothing is told but that the body decided something.
    let is_told = person.as_ref().is_none_or(|person| person.name.is_some());
    let tally = tally(&facts, &file, &put);
    let (votes, [silent, absent], aside) = list(snapshot, reader, &file, &put, is_told).await?;
    let own = reader.asker.person().map(|person| person.id);
    let own_ballot = own.and_then(|person| file.ballots.get(&person));
    let quorum = put.decision.quorum_of(put.version, &tally);
    let majority = put.decision.majority_of(put.version, &tally);
    let steps = Step::ALL
        .iter()
        .filter(|step| Stage::take(Some(file.stage), **step).is_some())
        .filter(|step| **step != Step::VoteCast)
        .map(|step| step.code());
    let closed = facts
        .iter()
        .find(|fact| Some(fact.number) == file.closed_by);
    let reasons = file.reasons.and_then(|fact| word(&words, fact, "reasons"));
    let dissents = file.dissents.iter().copied().filter(|_| is_told);
    let dissents = reader.people(snapshot, dissents).await?;
    Ok(DivisionPage {
        line: DivisionLine {
            id,
            question: word(&words, file.opened_by, "question")
                .filter(|_| is_told)
                .unwrap_or_default(),
            outcome: file.outcome.map(Outcome::code),
        },
        body: file.body,
        body_name: reader.body.name.clone(),
        meeting: file.meeting.map(|(meeting, _)| meeting),
        item: file.meeting.map(|(_, item)| item),
        opened_on: file.opened_on,
        stage: file.stage.code(),
        how: file.how.code(),
        decision: file.decision.clone(),
        clause: putting::clause_of(put.version, put.decision.clause),
        quorum_clause: quorum.as_ref().map(|quorum| quorum.clause.clone()),
        quorum_needed: quorum.map(|quorum| quorum.needed),
        majority_clause: majority.clause,
        needed: majority.needed,
        motion: match file.question {
            Question::Motion(motion) => Some(motion),
            Question::Person { .. } => None,
        },
        person: person.filter(|_| is_told),
        roll_size: file.roll.0,
        roll: file.roll.1.clone(),
        tally,
        voted: file.ballots.len(),
        votes,
        aside,
        silent,
        absent,
        reasons: reasons.filter(|_| is_told),
        dissents,
        own: own_ballot.map(|ballot| (ballot.cast.code(), ballot.fact)),
        may_vote: own.is_some_and(|person| may_vote(&file, &put, person)),
        effects: effects(snapshot, closed).await?,
        offered: reader.offered(steps),
    })
}

/// Whether somebody has a vote that they can cast now.
fn may_vote(file: &DivisionFile, put: &Put<'_>, person: Id) -> bool {
    let here = put
        .meeting()
        .is_none_or(|(meeting, _)| meeting.is_here(person));
    file.stage == Stage::Open
        && file.how == How::Recorded
        && put.electorate.has(person)
        && !put.is_out(person)
        && here
}

/// What was counted: as the closing recorded it, or as it is now.
fn tally(facts: &[Fact], file: &DivisionFile, put: &Put<'_>) -> Tally {
    let closed = facts
        .iter()
        .find(|fact| Some(fact.number) == file.closed_by);
    let Some(closed) = closed else {
        return put.presence();
    };
    let number = |field: &str| closed.what.number(field).unwrap_or_default();
    Tally {
        full_size: number("full_size"),
        in_post: number("in_post"),
        recused: number("stood_aside"),
        present: number("present"),
        votes_for: number("votes_for"),
        votes_against: number("votes_against"),
        abstentions: number("abstentions"),
    }
}

type Listed = (
    Vec<VoteLine>,
    [Vec<PersonLine>; 2],
    Vec<(PersonLine, String)>,
);

/// Who voted how, who was not there, who took no part.
async fn list(
    snapshot: &mut dyn Snapshot,
    reader: &Reader<'_>,
    file: &DivisionFile,
    put: &Put<'_>,
    is_told: bool,
) -> Result<Listed, AppError> {
    if !is_told {
        return Ok((Vec::new(), [Vec::new(), Vec::new()], Vec::new()));
    }
    let people = reader
        .people(snapshot, put.electorate.voters.keys().copied())
        .await?;
    let mut people = people;
    people.sort_by(|a, b| a.name.cmp(&b.name));
    let (mut votes, mut aside) = (Vec::new(), Vec::new());
    let (mut silent, mut absent) = (Vec::new(), Vec::new());
    for person in people {
        let id = person.id;
        if put.is_out(id) {
            let told = put.barred.get(&id);
            let because: Vec<String> = told
                .iter()
                .flat_map(|told| &told.grounds)
                .map(without_ids)
                .collect();
            aside.push((person, because.join("; ")));
        } else if let Some(ballot) = file.ballots.get(&id) {
            votes.push(VoteLine {
                person,
                cast: ballot.cast.code(),
                votes: ballot.weight,
                is_corrected: ballot.corrected.is_some(),
            });
        } else if file.how != How::Recorded {
            // Who voted how is not known, nor who did.
        } else if put
            .meeting()
            .is_some_and(|(meeting, _)| meeting.is_here(id))
        {
            silent.push(person);
        } else {
            absent.push(person);
        }
    }
    // Who voted how is told when the vote is closed.
    if file.closed_by.is_none() {
        return Ok((Vec::new(), [Vec::new(), Vec::new()], aside));
    }
    let rank = |vote: &VoteLine| Cast::ALL.iter().position(|cast| cast.code() == vote.cast);
    votes.sort_by_key(rank);
    Ok((votes, [silent, absent], aside))
}

/// What was recorded with the closing of a vote, in words.
async fn effects(
    snapshot: &mut dyn Snapshot,
    closed: Option<&Fact>,
) -> Result<Vec<String>, AppError> {
    let Some(closed) = closed else {
        return Ok(Vec::new());
    };
    let next: Vec<u64> = (closed.number + 1..=closed.number + 3).collect();
    let facts = snapshot.facts(&next).await?;
    Ok(facts
        .iter()
        .take_while(|fact| fact.what.recorded_at == closed.what.recorded_at)
        .filter(|fact| fact.what.id("division") == Some(closed.what.about))
        .map(|fact| crate::acts::says_of(&fact.what.kind))
        .collect())
}
