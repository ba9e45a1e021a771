//! A meeting, a motion and a vote as they are shown: to everybody what the publication table tells, to
//! those who have a vote in the body all of it.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;
use standing_base::{Date, Id, IdKind, Instant};
use standing_domain::division::{Cast, DivisionFile, How, Outcome, Question, Stage};
use standing_domain::meeting::{self, MeetingFile};
use standing_domain::motion;
use standing_domain::{Fact, kind};
use standing_rulebook::{Matters, Tally};

use super::acting::is_voter;
use super::counting::{self, Barred};
use super::electorate;
use super::power::{self, Body};
use super::putting::{self, Put};
use super::subject::{self, File};
use crate::app::App;
use crate::ask::{known_to, without_ids};
use crate::asker::Asker;
use crate::error::AppError;
use crate::naming;
use crate::ports::{LIST_MAX, Snapshot};
use crate::rules::Rules;

#[derive(Clone, Debug, Serialize)]
pub struct MeetingLine {
    pub id: Id,
    pub title: String,
    pub body: Id,
    pub body_name: String,
    pub held_on: Date,
    pub begins_at: Option<String>,
    /// `planned`, `called`, `open`: see the machine.
    pub stage: &'static str,
}

/// Somebody, as far as the reader may know who.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonLine {
    pub id: Id,
    pub name: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct AgendaLine {
    pub number: u64,
    /// Nothing where it is taken without the public.
    pub title: Option<String>,
    pub text: Option<String>,
    pub sort: &'static str,
    pub motion: Option<Id>,
    pub person: Option<PersonLine>,
    pub is_consent: bool,
    pub in_camera: bool,
    pub is_late: bool,
    /// Who stood aside from it.
    pub aside: Vec<PersonLine>,
}

/// How many are there who can decide.
#[derive(Clone, Debug, Serialize)]
pub struct Quorum {
    pub here: u64,
    pub needed: u64,
    pub is_met: bool,
    pub clause: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct MeetingPage {
    #[serde(flatten)]
    pub line: MeetingLine,
    pub form: Option<String>,
    pub attend: &'static str,
    pub place: Option<String>,
    pub called_on: Option<Date>,
    pub agenda: Vec<AgendaLine>,
    /// The number of the item before the meeting.
    pub at: Option<u64>,
    pub here: Vec<PersonLine>,
    pub quorum: Option<Quorum>,
    /// Who waits to speak, in the order of precedence, each with `point` or `speech`.
    pub queue: Vec<(PersonLine, &'static str)>,
    pub speaks: Option<PersonLine>,
    pub divisions: Vec<DivisionPage>,
    pub minutes: Option<String>,
    pub minutes_are_public: bool,
    /// Who has a vote in the body and is not there.
    pub away: Vec<PersonLine>,
    /// What the reader may do now: kinds of fact, with what they are called and their clause.
    pub offered: Vec<(String, String, String)>,
    /// The decisions that this body takes about people.
    pub decisions: Vec<String>,
    pub motions: Vec<MotionLine>,
    pub is_voter: bool,
    pub seen: u32,
}

#[derive(Clone, Debug, Serialize)]
pub struct MotionLine {
    pub id: Id,
    pub title: String,
    pub stage: &'static str,
    pub amends: Option<Id>,
}

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
    pub closed_at: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct MotionPage {
    #[serde(flatten)]
    pub line: MotionLine,
    pub body: Id,
    pub body_name: String,
    pub proposer: PersonLine,
    pub supporters: Vec<PersonLine>,
    pub submitted_on: Date,
    pub text: String,
    /// The texts that it had before, oldest first.
    pub earlier: Vec<String>,
    pub amendments: Vec<MotionLine>,
    pub division: Option<Id>,
    pub offered: Vec<(String, String, String)>,
    pub seen: u32,
}

/// Who reads, and what they may see of a body.
struct Reader<'a> {
    app: &'a App,
    rules: &'a Rules,
    asker: &'a Asker,
    today: Date,
    body: Body,
    is_voter: bool,
}

impl<'a> Reader<'a> {
    async fn of(
        app: &'a App,
        snapshot: &mut dyn Snapshot,
        rules: &'a Rules,
        asker: &'a Asker,
        body: Id,
    ) -> Result<Self, AppError> {
        let today = rules.zone.date_of(app.clock.now());
        let body = Body::of(snapshot, body)
            .await?
            .ok_or_else(|| subject::nothing(body))?;
        let is_voter = is_voter(snapshot, rules, asker, &body, today).await?;
        Ok(Self {
            app,
            rules,
            asker,
            today,
            body,
            is_voter,
        })
    }

    /// Whether they belong to the body, or run its meetings.
    fn sees_all(&self) -> bool {
        let runs = power::held(
            self.rules,
            self.asker,
            &self.body,
            false,
            meeting::Step::MeetingCalled.code(),
            self.today,
        );
        self.is_voter || runs.is_some() || self.asker.is_operator()
    }

    /// What they may do of some kinds of fact.
    fn offered(&self, kinds: impl Iterator<Item = &'static str>) -> Vec<(String, String, String)> {
        kinds
            .filter_map(|code| {
                let allowed = power::held(
                    self.rules,
                    self.asker,
                    &self.body,
                    self.is_voter,
                    code,
                    self.today,
                )?;
                let says = kind::find(code).map_or(code, |kind| kind.says);
                Some((code.to_owned(), says.to_owned(), allowed.clause))
            })
            .collect()
    }

    /// People by name, as far as the reader may know them: those of their own body always.
    async fn people(
        &self,
        snapshot: &mut dyn Snapshot,
        people: impl IntoIterator<Item = Id>,
    ) -> Result<Vec<PersonLine>, AppError> {
        let people: Vec<Id> = people.into_iter().collect();
        let known: BTreeSet<Id> = if self.sees_all() {
            people.iter().copied().collect()
        } else {
            let known = known_to(snapshot, self.rules, self.asker, &people, self.today).await?;
            known.into_iter().collect()
        };
        let names = naming::names(snapshot, &people).await?;
        Ok(people
            .into_iter()
            .map(|id| PersonLine {
                id,
                name: names.get(&id).filter(|_| known.contains(&id)).cloned(),
            })
            .collect())
    }

    async fn person(
        &self,
        snapshot: &mut dyn Snapshot,
        person: Id,
    ) -> Result<PersonLine, AppError> {
        let line = self.people(snapshot, [person]).await?.pop();
        Ok(line.unwrap_or(PersonLine {
            id: person,
            name: None,
        }))
    }
}

/// Private values of facts, by fact and field.
async fn words(
    snapshot: &mut dyn Snapshot,
    facts: &[Fact],
) -> Result<HashMap<(u64, String), String>, AppError> {
    let numbers: Vec<u64> = facts.iter().map(|fact| fact.number).collect();
    let values = snapshot.private_values(&numbers).await?;
    let values = values.into_iter();
    Ok(values
        .map(|value| ((value.fact, value.field), value.value))
        .collect())
}

fn word(words: &HashMap<(u64, String), String>, fact: u64, field: &str) -> Option<String> {
    words.get(&(fact, field.to_owned())).cloned()
}

impl App {
    /// The meetings of a body, or of every body, newest first.
    pub async fn meetings(
        &self,
        asker: &Asker,
        body: Option<Id>,
    ) -> Result<Vec<MeetingLine>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let ids = match body {
            Some(body) => {
                snapshot
                    .mentions(body, IdKind::Meeting, None, LIST_MAX)
                    .await?
            }
            None => {
                let histories = snapshot.histories(IdKind::Meeting, None, LIST_MAX).await?;
                histories
                    .into_iter()
                    .map(|history| history.subject)
                    .collect()
            }
        };
        let mut lines = Vec::new();
        for id in ids {
            let (File::Meeting(file), facts) = subject::load(snapshot, id).await? else {
                continue;
            };
            let reader = Reader::of(self, snapshot, &rules, asker, file.body).await?;
            // What is only planned was told to nobody yet.
            if file.stage == meeting::Stage::Planned && !reader.sees_all() {
                continue;
            }
            let words = words(snapshot, facts.get(..1).unwrap_or_default()).await?;
            lines.push(line(&reader, &file, &facts, &words));
        }
        lines.sort_by_key(|line| std::cmp::Reverse((line.held_on, line.id)));
        Ok(lines)
    }

    /// The bodies in which the asker may plan a meeting.
    pub async fn may_plan(&self, asker: &Asker) -> Result<Vec<(Id, String)>, AppError> {
        self.may_begin(asker, meeting::Step::MeetingPlanned.code())
            .await
    }

    /// The bodies to which the asker may put a motion.
    pub async fn may_move(&self, asker: &Asker) -> Result<Vec<(Id, String)>, AppError> {
        self.may_begin(asker, motion::Step::MotionSubmitted.code())
            .await
    }

    async fn may_begin(&self, asker: &Asker, kind: &str) -> Result<Vec<(Id, String)>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let mut bodies = Vec::new();
        if asker.person().is_none() {
            return Ok(bodies);
        }
        for unit in crate::unit::all(snapshot).await? {
            let reader = Reader::of(self, snapshot, &rules, asker, unit.line.id).await?;
            let held = power::held(
                &rules,
                asker,
                &reader.body,
                reader.is_voter,
                kind,
                reader.today,
            );
            if held.is_some() {
                bodies.push((unit.line.id, unit.line.name));
            }
        }
        Ok(bodies)
    }

    /// A meeting, as far as the asker may see it.
    pub async fn meeting(&self, asker: &Asker, id: Id) -> Result<MeetingPage, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let (File::Meeting(file), facts) = subject::load(snapshot, id).await? else {
            return Err(subject::nothing(id));
        };
        let reader = Reader::of(self, snapshot, &rules, asker, file.body).await?;
        if file.stage == meeting::Stage::Planned && !reader.sees_all() {
            return Err(subject::nothing(id));
        }
        let words = words(snapshot, &facts).await?;
        let mut agenda = Vec::new();
        for (number, item) in &file.items {
            agenda.push(agenda_line(snapshot, &reader, &file, (*number, item), &words).await?);
        }
        let mut divisions = Vec::new();
        for division in snapshot
            .mentions(id, IdKind::Division, None, LIST_MAX)
            .await?
        {
            divisions.push(division_page(snapshot, &reader, division).await?);
        }
        divisions.sort_by_key(|division| division.line.id);
        let (quorum, away) = attendance(snapshot, &reader, &file).await?;
        let here = reader
            .people(snapshot, file.here().collect::<Vec<_>>())
            .await?;
        let mut speeches = file.queue.clone();
        speeches.sort_by_key(|speech| (speech.sort, speech.asked_by));
        let mut queue = Vec::new();
        for speech in speeches {
            let person = reader.person(snapshot, speech.person).await?;
            queue.push((person, speech.sort.code()));
        }
        let speaks = match file.speaks {
            Some(person) => Some(reader.person(snapshot, person).await?),
            None => None,
        };
        let is_public = matches!(file.stage, meeting::Stage::Published);
        let minutes = facts.iter().rev().find_map(|fact| {
            let is_text =
                ["minutes_drafted", "minutes_corrected"].contains(&fact.what.kind.as_str());
            is_text.then(|| word(&words, fact.number, "text")).flatten()
        });
        let steps = meeting::Step::ALL
            .iter()
            .filter(|step| meeting::Stage::take(Some(file.stage), **step).is_some())
            .map(|step| step.code());
        let division = (file.stage == meeting::Stage::Open && file.at.is_some())
            .then_some(standing_domain::division::Step::DivisionOpened.code());
        let first = facts.first().map_or(0, |fact| fact.number);
        Ok(MeetingPage {
            line: line(&reader, &file, &facts, &words),
            form: file.form.clone(),
            attend: file.attend.code(),
            place: word(&words, first, "place"),
            called_on: file.called_on,
            agenda,
            at: file.at,
            here,
            quorum,
            queue,
            speaks,
            divisions,
            minutes: minutes.filter(|_| is_public || reader.sees_all()),
            minutes_are_public: is_public,
            away,
            offered: reader.offered(steps.chain(division)),
            decisions: decisions(&rules, &reader),
            motions: motions(snapshot, &reader).await?,
            is_voter: reader.is_voter,
            seen: snapshot.revision(id).await?,
        })
    }

    /// One vote of a body, as far as the asker may see it.
    pub async fn division(&self, asker: &Asker, id: Id) -> Result<DivisionPage, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let (file, _) = subject::load(snapshot, id).await?;
        let reader = Reader::of(self, snapshot, &rules, asker, file.body()).await?;
        division_page(snapshot, &reader, id).await
    }

    /// A motion with its text as it stands.
    pub async fn motion(&self, asker: &Asker, id: Id) -> Result<MotionPage, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let (File::Motion(file), facts) = subject::load(snapshot, id).await? else {
            return Err(subject::nothing(id));
        };
        let reader = Reader::of(self, snapshot, &rules, asker, file.body).await?;
        // Before it is admitted it is a matter of the body.
        let is_told = file.stage != motion::Stage::Submitted;
        if !is_told && !reader.sees_all() {
            return Err(subject::nothing(id));
        }
        let words = words(snapshot, &facts).await?;
        let mut amendments = Vec::new();
        for other in snapshot
            .mentions(id, IdKind::Motion, None, LIST_MAX)
            .await?
        {
            amendments.push(motion_line(snapshot, other).await?);
        }
        let text = |fact: u64| word(&words, fact, "text").unwrap_or_default();
        let steps = motion::Step::ALL
            .iter()
            .filter(|step| motion::Stage::take(Some(file.stage), **step).is_some())
            .filter(|step| !by_vote(**step))
            .map(|step| step.code());
        Ok(MotionPage {
            line: motion_line(snapshot, id).await?,
            body: file.body,
            body_name: reader.body.name.clone(),
            proposer: reader.person(snapshot, file.proposer).await?,
            supporters: reader
                .people(snapshot, file.supporters.iter().copied())
                .await?,
            submitted_on: file.submitted_on,
            text: text(file.text),
            earlier: file.earlier.iter().map(|fact| text(*fact)).collect(),
            amendments,
            division: file.division,
            offered: reader.offered(steps),
            seen: snapshot.revision(id).await?,
        })
    }
}

/// Whether a step is recorded with the vote that decides it.
const fn by_vote(step: motion::Step) -> bool {
    use motion::Step;
    matches!(
        step,
        Step::MotionCarried | Step::MotionLost | Step::MotionAmended | Step::MotionMoved
    )
}

fn line(
    reader: &Reader<'_>,
    file: &MeetingFile,
    facts: &[Fact],
    words: &HashMap<(u64, String), String>,
) -> MeetingLine {
    let first = facts.first().map_or(0, |fact| fact.number);
    let title = word(words, first, "title");
    MeetingLine {
        id: file.id,
        title: title.unwrap_or_else(|| reader.body.name.clone()),
        body: file.body,
        body_name: reader.body.name.clone(),
        held_on: file.held_on,
        begins_at: file.begins_at.clone(),
        stage: file.stage.code(),
    }
}

async fn agenda_line(
    snapshot: &mut dyn Snapshot,
    reader: &Reader<'_>,
    file: &MeetingFile,
    (number, item): (u64, &meeting::Item),
    words: &HashMap<(u64, String), String>,
) -> Result<AgendaLine, AppError> {
    let mut is_told = !item.in_camera || reader.sees_all();
    let person = match item.person {
        Some(person) => {
            let line = reader.person(snapshot, person).await?;
            // About whom is decided is told where the person may be known.
            is_told &= line.name.is_some();
            Some(line)
        }
        None => None,
    };
    let aside = file.aside.iter().filter(|(at, _)| *at == number);
    let aside: Vec<Id> = aside.map(|(_, person)| *person).collect();
    let title = word(words, item.added_by, "title").filter(|_| is_told);
    let text = word(words, item.added_by, "text").filter(|_| is_told && reader.sees_all());
    Ok(AgendaLine {
        number,
        title,
        text,
        sort: item.sort.code(),
        motion: item.motion,
        person: person.filter(|_| is_told),
        is_consent: item.is_consent,
        in_camera: item.in_camera,
        is_late: item.is_late,
        aside: reader.people(snapshot, aside).await?,
    })
}

/// Whether there is a quorum now, and who of the body is not there.
async fn attendance(
    snapshot: &mut dyn Snapshot,
    reader: &Reader<'_>,
    file: &MeetingFile,
) -> Result<(Option<Quorum>, Vec<PersonLine>), AppError> {
    let Some(version) = reader.rules.engine.version_on(reader.today).0 else {
        return Ok((None, Vec::new()));
    };
    let form = &reader.body.form;
    let Some(decision) = putting::of_motions(version, form, Matters::Motions) else {
        return Ok((None, Vec::new()));
    };
    if !file.stage.is_live() {
        return Ok((None, Vec::new()));
    }
    let (body, on) = (reader.body.id, reader.today);
    let electorate = electorate::of(snapshot, reader.rules, body, decision.roll, on).await?;
    let at = file.at.unwrap_or_default();
    let here = counting::presence(&electorate, &Barred::new(), Some((file, at)));
    let quorum = decision.quorum_of(version, &here).map(|quorum| Quorum {
        here: quorum.counted,
        needed: quorum.needed,
        is_met: quorum.met,
        clause: quorum.clause,
    });
    if !reader.sees_all() {
        return Ok((quorum, Vec::new()));
    }
    let away = electorate.voters.keys().copied();
    let away: Vec<Id> = away.filter(|person| !file.is_here(*person)).collect();
    let mut away = reader.people(snapshot, away).await?;
    away.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((quorum, away))
}

/// The decisions about people that the body takes.
fn decisions(rules: &Rules, reader: &Reader<'_>) -> Vec<String> {
    let version = rules.engine.version_on(reader.today).0;
    let decisions = version.into_iter().flat_map(|version| &version.decisions);
    decisions
        .filter(|decision| decision.body == reader.body.form)
        .filter(|decision| matches!(decision.matters, Matters::Enters(_)))
        .map(|decision| decision.id.clone())
        .collect()
}

/// The motions before a body that are not decided.
async fn motions(
    snapshot: &mut dyn Snapshot,
    reader: &Reader<'_>,
) -> Result<Vec<MotionLine>, AppError> {
    let mut motions = Vec::new();
    let body = reader.body.id;
    for id in snapshot
        .mentions(body, IdKind::Motion, None, LIST_MAX)
        .await?
    {
        let file = subject::load_motion(snapshot, id).await?;
        let waits = matches!(file.stage, motion::Stage::Admitted | motion::Stage::Moved);
        if waits || (file.stage == motion::Stage::Submitted && reader.sees_all()) {
            motions.push(motion_line(snapshot, id).await?);
        }
    }
    Ok(motions)
}

async fn motion_line(snapshot: &mut dyn Snapshot, id: Id) -> Result<MotionLine, AppError> {
    let (File::Motion(file), facts) = subject::load(snapshot, id).await? else {
        return Err(subject::nothing(id));
    };
    let words = words(snapshot, &facts).await?;
    let first = facts.first().map_or(0, |fact| fact.number);
    Ok(MotionLine {
        id,
        title: word(&words, first, "title").unwrap_or_else(|| id.to_string()),
        stage: file.stage.code(),
        amends: file.amends,
    })
}

async fn division_page(
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
    let is_closed = file.closed_by.is_some();
    let (votes, absent, aside) = list(snapshot, reader, &file, &put, is_told).await?;
    let own = reader.asker.person().map(|person| person.id);
    let own_ballot = own.and_then(|person| file.ballots.get(&person));
    let may_vote = own.is_some_and(|person| {
        let here = put
            .meeting()
            .is_none_or(|(meeting, _)| meeting.is_here(person));
        file.stage == Stage::Open
            && file.how == How::Recorded
            && put.electorate.has(person)
            && !put.is_out(person)
            && here
    });
    let quorum = put.decision.quorum_of(put.version, &tally);
    let majority = put.decision.majority_of(put.version, &tally);
    let steps = standing_domain::division::Step::ALL
        .iter()
        .filter(|step| Stage::take(Some(file.stage), **step).is_some())
        .filter(|step| **step != standing_domain::division::Step::VoteCast)
        .map(|step| step.code());
    let closed = facts
        .iter()
        .find(|fact| Some(fact.number) == file.closed_by);
    let reasons = file.reasons.and_then(|fact| word(&words, fact, "reasons"));
    let dissents = reader
        .people(snapshot, file.dissents.iter().copied())
        .await?;
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
        clause: put
            .version
            .clauses
            .get(put.decision.clause.at())
            .map(|clause| clause.id.clone())
            .unwrap_or_default(),
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
        votes: if is_closed { votes } else { Vec::new() },
        aside,
        absent: if is_closed { absent } else { Vec::new() },
        reasons: reasons.filter(|_| is_told),
        dissents: if is_told { dissents } else { Vec::new() },
        own: own_ballot.map(|ballot| (ballot.cast.code(), ballot.fact)),
        may_vote,
        effects: effects(snapshot, closed).await?,
        offered: reader.offered(steps),
        closed_at: closed.map(|fact| minute(reader, fact.what.recorded_at)),
    })
}

fn minute(reader: &Reader<'_>, at: Instant) -> String {
    reader.rules.zone.minute_of(at).to_string()
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

type Listed = (Vec<VoteLine>, Vec<PersonLine>, Vec<(PersonLine, String)>);

/// Who voted how, who was not there, who took no part.
async fn list(
    snapshot: &mut dyn Snapshot,
    reader: &Reader<'_>,
    file: &DivisionFile,
    put: &Put<'_>,
    is_told: bool,
) -> Result<Listed, AppError> {
    if !is_told {
        return Ok((Vec::new(), Vec::new(), Vec::new()));
    }
    let people = reader
        .people(snapshot, put.electorate.voters.keys().copied())
        .await?;
    let mut people = people;
    people.sort_by(|a, b| a.name.cmp(&b.name));
    let (mut votes, mut absent, mut aside) = (Vec::new(), Vec::new(), Vec::new());
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
        } else if !put
            .meeting()
            .is_some_and(|(meeting, _)| meeting.is_here(id))
        {
            absent.push(person);
        }
    }
    let rank = |vote: &VoteLine| Cast::ALL.iter().position(|cast| cast.code() == vote.cast);
    votes.sort_by_key(rank);
    Ok((votes, absent, aside))
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
