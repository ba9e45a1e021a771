//! The page of a meeting, and the list of meetings.

use std::collections::HashMap;

use serde::Serialize;
use standing_base::{Date, Id, IdKind};
use standing_domain::Fact;
use standing_domain::division;
use standing_domain::meeting::{self, MeetingFile};
use standing_domain::motion;
use standing_rulebook::Matters;

use super::division::{DivisionPage, division_page};
use super::motion::{MotionLine, motions};
use super::{PersonLine, Reader, word, words};
use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::meetings::counting::{self, Barred};
use crate::meetings::subject::{self, File};
use crate::meetings::{electorate, power, putting};
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
        let ids: Vec<Id> = if let Some(body) = body {
            let of_body = snapshot.mentions(body, IdKind::Meeting, None, LIST_MAX);
            of_body.await?
        } else {
            let all = snapshot.histories(IdKind::Meeting, None, LIST_MAX).await?;
            all.into_iter().map(|history| history.subject).collect()
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
        let queue = queue(snapshot, &reader, &file).await?;
        let speaks = match file.speaks {
            Some(person) => Some(reader.person(snapshot, person).await?),
            None => None,
        };
        let is_public = matches!(file.stage, meeting::Stage::Published);
        let steps = meeting::Step::ALL
            .iter()
            .filter(|step| meeting::Stage::take(Some(file.stage), **step).is_some())
            .map(|step| step.code());
        let division = (file.stage == meeting::Stage::Open && file.at.is_some())
            .then_some(division::Step::DivisionOpened.code());
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
            minutes: minutes(&facts, &words).filter(|_| is_public || reader.sees_all()),
            minutes_are_public: is_public,
            away,
            offered: reader.offered(steps.chain(division)),
            decisions: decisions(&rules, &reader),
            motions: motions(snapshot, &reader).await?,
            is_voter: reader.is_voter,
            seen: snapshot.revision(id).await?,
        })
    }
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

/// Who waits to speak, in the order of precedence.
async fn queue(
    snapshot: &mut dyn Snapshot,
    reader: &Reader<'_>,
    file: &MeetingFile,
) -> Result<Vec<(PersonLine, &'static str)>, AppError> {
    let mut speeches = file.queue.clone();
    speeches.sort_by_key(|speech| (speech.sort, speech.asked_by));
    let mut queue = Vec::new();
    for speech in speeches {
        let person = reader.person(snapshot, speech.person).await?;
        queue.push((person, speech.sort.code()));
    }
    Ok(queue)
}

/// The minutes as they stand.
fn minutes(facts: &[Fact], words: &HashMap<(u64, String), String>) -> Option<String> {
    let texts = [
        meeting::Step::MinutesDrafted,
        meeting::Step::MinutesCorrected,
    ];
    facts.iter().rev().find_map(|fact| {
        let step = meeting::Step::of(&fact.what.kind)?;
        let is_text = texts.contains(&step);
        is_text.then(|| word(words, fact.number, "text")).flatten()
    })
}
