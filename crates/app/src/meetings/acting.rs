//! What somebody does in a body: allowed by a clause or refused by one, and after what came before.

use std::collections::BTreeMap;

use standing_base::{Date, Id, IdKind, Refusal, Told};
use standing_domain::division::{self, DivisionFile};
use standing_domain::meeting::{self, MeetingFile};
use standing_domain::motion::{self, MotionFile};
use standing_domain::register::check_kind;
use standing_domain::{FieldValue, Fields, NewFact};
use standing_rulebook::Truth;

use super::power::{self, Body};
use super::subject::{self, File};
use super::{electorate, putting};
use crate::acts::Done;
use crate::acts::power::{Allowed, of_role_named};
use crate::app::App;
use crate::ask::without_ids;
use crate::asker::Asker;
use crate::error::{AppError, FieldFault};
use crate::matter::Matter;
use crate::ports::{Addition, Snapshot, StoreError};
use crate::projection;
use crate::rules::{BODY_MEMBER, Rules};

/// What somebody wants on the record of a meeting, a motion or a vote.
#[derive(Clone, Debug)]
pub struct BodyAct {
    pub about: BodyAbout,
    pub kind: String,
    pub fields: Vec<(String, FieldValue)>,
    /// Titles, texts and reasons.
    pub private: Vec<(String, String)>,
    /// The revision of the subject's record that the asker saw; when somebody else has added to it
    /// since, nothing is recorded.
    pub seen: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyAbout {
    Known(Id),
    /// What begins with this act, in this body.
    New(Id),
}

/// How often an act is decided anew when somebody else wrote to the same record meanwhile.
const TRIES_MAX: u32 = 5;

/// An act with all that it is judged by.
pub(super) struct Case<'a> {
    pub(super) rules: &'a Rules,
    pub(super) asker: &'a Asker,
    pub(super) body: Body,
    pub(super) file: Option<File>,
    pub(super) allowed: Allowed,
    pub(super) today: Date,
}

impl App {
    /// Puts something on the record of a meeting, a motion or a vote, or says which clause refuses it.
    pub async fn act_in_body(&self, asker: &Asker, act: &BodyAct) -> Result<Done, AppError> {
        let mut tries = 1;
        loop {
            match self.try_act_in_body(asker, act).await {
                Err(AppError::Store(StoreError::Conflict(_))) if tries < TRIES_MAX => tries += 1,
                done => return done,
            }
        }
    }

    async fn try_act_in_body(&self, asker: &Asker, act: &BodyAct) -> Result<Done, AppError> {
        if subject::of_kind(&act.kind).is_none() {
            return Err(AppError::unreadable(format!(
                "`{}` is nothing that is done in a meeting",
                act.kind
            )));
        }
        if act.kind == division::Step::VoteCast.code() {
            return self.vote(asker, act).await;
        }
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        let case = of(snapshot, &rules, asker, act, today).await?;
        let (id, revision) = match act.about {
            BodyAbout::Known(id) => (id, snapshot.revision(id).await?),
            BodyAbout::New(_) => (self.begun(&act.kind), 0),
        };
        if act.seen.is_some_and(|seen| seen != revision) {
            return Err(AppError::Refused(changed_since()));
        }
        let mut fact = self.staged(&case, act, (id, revision + 1));
        own(&case, &fact)?;
        putting::fill_in(self, snapshot, &case, &mut fact).await?;
        in_turn(snapshot, &case, act, &fact).await?;
        check_kind(&fact, &rules.declared())?;
        asked(&case, snapshot, id, &fact).await?;
        putting::check(snapshot, &case, &fact).await?;
        let rows = projection::rows(&fact, &act.private);
        let mut additions = vec![Addition {
            fact,
            private: act.private.clone(),
            rows,
        }];
        let letters = putting::follow(self, snapshot, &case, &mut additions).await?;
        let newest = newest(snapshot, id).await?;
        let mut writer = self.store.writer().await?;
        // A vote that came in meanwhile is counted: the act is decided anew.
        if writer.newest_about(id).await? != newest {
            return Err(StoreError::Conflict(id).into());
        }
        let receipt = self.record(&mut *writer, additions).await?;
        for mut letter in letters {
            letter.caused_by = Some(receipt.first);
            writer.enqueue(&letter).await?;
        }
        writer.commit().await?;
        Ok(Done {
            about: id,
            facts: (receipt.first..receipt.first + receipt.count).collect(),
            clause: case.allowed.clause,
            says: case.allowed.says,
        })
    }

    /// The id of what a kind of fact begins.
    fn begun(&self, kind: &str) -> Id {
        let kind = subject::of_kind(kind).unwrap_or(IdKind::Meeting);
        Id::new(kind, self.clock.now(), self.entropy.ten_bytes())
    }

    /// The act as the fact that it would be.
    pub(super) fn staged(
        &self,
        case: &Case<'_>,
        act: &BodyAct,
        (about, revision): (Id, u32),
    ) -> NewFact {
        let mut fields: Fields = act.fields.iter().cloned().collect::<BTreeMap<_, _>>();
        if matches!(act.about, BodyAbout::New(_)) {
            fields.insert("body".to_owned(), case.body.id.into());
        }
        // Who acts for themselves is not asked who they are.
        let for_oneself = of_role_named(case.rules, BODY_MEMBER, &act.kind, case.today).is_some();
        if for_oneself
            && let Some(person) = case.asker.person()
            && takes_person(&act.kind)
        {
            fields
                .entry("person".to_owned())
                .or_insert_with(|| person.id.into());
        }
        NewFact {
            stream: about,
            revision,
            kind: act.kind.clone(),
            about,
            effective_on: case.today.into(),
            recorded_at: self.clock.now(),
            actor: case.asker.person().map(|person| person.id),
            capacity: Some(case.allowed.role.clone()),
            clause: Some(case.allowed.clause.clone()),
            imported: false,
            fields,
            sources: Vec::new(),
        }
    }
}

/// The number of the newest fact about a subject; 0 when there is none.
async fn newest(snapshot: &mut dyn Snapshot, subject: Id) -> Result<u64, AppError> {
    let facts = snapshot.facts_about(subject).await?;
    Ok(facts.last().map_or(0, |fact| fact.number))
}

/// The refusal of an act on a record that somebody else has added to.
pub(super) fn changed_since() -> Refusal {
    Refusal::new(
        crate::acts::CHANGED_SINCE,
        Told::new(
            "meeting-changed",
            "somebody else has added to this since you opened the page; look at it again, and repeat what is still right",
        ),
    )
}

fn takes_person(kind: &str) -> bool {
    let kind = standing_domain::kind::find(kind);
    kind.is_some_and(|kind| kind.fields.iter().any(|field| field.name == "person"))
}

/// What an act is judged by: the body, what is on the record, the asker's power.
pub(super) async fn of<'a>(
    snapshot: &mut dyn Snapshot,
    rules: &'a Rules,
    asker: &'a Asker,
    act: &BodyAct,
    today: Date,
) -> Result<Case<'a>, AppError> {
    let (file, body) = match act.about {
        BodyAbout::Known(id) => {
            let (file, _) = subject::load(snapshot, id).await?;
            let body = file.body();
            (Some(file), body)
        }
        BodyAbout::New(body) => (None, body),
    };
    let body = Body::of(snapshot, body).await?.ok_or_else(|| {
        AppError::not_found(
            Told::new("no-such-unit", "there is no branch or body `{unit}`").with("unit", body),
        )
    })?;
    let is_voter = is_voter(snapshot, rules, asker, &body, today).await?;
    let Some(allowed) = power::held(rules, asker, &body, is_voter, &act.kind, today) else {
        return Err(power::refused(snapshot, rules, &act.kind, today).await?);
    };
    Ok(Case {
        rules,
        asker,
        body,
        file,
        allowed,
        today,
    })
}

/// Whoever acts as a member of the body acts for themselves, and withdraws no motion of somebody else.
pub(super) fn own(case: &Case<'_>, fact: &NewFact) -> Result<(), AppError> {
    if case.allowed.role != BODY_MEMBER {
        return Ok(());
    }
    let own = case.asker.person().map(|person| person.id);
    let withdraws = fact.kind == motion::Step::MotionWithdrawn.code();
    let proposer = case
        .file
        .as_ref()
        .and_then(as_motion)
        .map(|file| file.proposer);
    let is_own = fact.id("person").is_none_or(|person| Some(person) == own)
        && (!withdraws || proposer == own);
    if is_own {
        return Ok(());
    }
    let told = Told::new(
        "only-for-oneself",
        "a member of the body does this for themselves only; for others it is done by whoever runs the meeting",
    );
    let refusal = Refusal::new("only_for_oneself", told);
    Err(AppError::Refused(
        refusal.under(case.allowed.clause.clone()),
    ))
}

/// Whether the asker has a vote in a body.
pub(super) async fn is_voter(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    body: &Body,
    today: Date,
) -> Result<bool, AppError> {
    let Some(person) = asker.person() else {
        return Ok(false);
    };
    let roll = putting::roll_of(rules, body, today);
    let votes = electorate::votes_of(snapshot, rules, body.id, roll, person.id, today).await?;
    Ok(votes.is_some())
}

/// The act may follow what is on the record, and comes with its words.
async fn in_turn(
    snapshot: &mut dyn Snapshot,
    case: &Case<'_>,
    act: &BodyAct,
    fact: &NewFact,
) -> Result<(), AppError> {
    let (refused, needed) = match subject::of_kind(&fact.kind) {
        Some(IdKind::Motion) => {
            let step = motion::Step::of(&fact.kind);
            let file = case.file.as_ref().and_then(as_motion);
            let amends = fact.id("amends").or(file.and_then(|file| file.amends));
            let amended = match amends {
                Some(amended) => Some(subject::load_motion(snapshot, amended).await?),
                None => None,
            };
            let checked = step.map(|step| MotionFile::check(file, fact, step, amended.as_ref()));
            let refused = checked
                .and_then(Result::err)
                .map(motion::OutOfTurn::refusal);
            (refused, step.and_then(motion::Step::words_needed))
        }
        Some(IdKind::Division) => {
            let step = division::Step::of(&fact.kind);
            let file = case.file.as_ref().and_then(as_division);
            let checked = step.map(|step| DivisionFile::check(file, fact, step));
            let refused = checked
                .and_then(Result::err)
                .map(division::OutOfTurn::refusal);
            (refused, step.and_then(division::Step::words_needed))
        }
        _ => {
            let step = meeting::Step::of(&fact.kind);
            let file = case.file.as_ref().and_then(as_meeting);
            let checked = step.map(|step| MeetingFile::check(file, fact, step));
            let refused = checked.and_then(Result::err).map(|wrong| wrong.refusal());
            (refused, step.and_then(meeting::Step::words_needed))
        }
    };
    if let Some(refusal) = refused {
        return Err(AppError::Refused(
            refusal.under(case.allowed.clause.clone()),
        ));
    }
    let Some(needed) = needed else { return Ok(()) };
    let given = act.private.iter().find(|(name, _)| name == needed);
    if given.is_some_and(|(_, words)| !words.trim().is_empty()) {
        return Ok(());
    }
    Err(AppError::Fields(vec![FieldFault::new(
        needed,
        crate::acts::without_words(),
    )]))
}

pub(super) const fn as_meeting(file: &File) -> Option<&MeetingFile> {
    match file {
        File::Meeting(file) => Some(file),
        _ => None,
    }
}

pub(super) const fn as_motion(file: &File) -> Option<&MotionFile> {
    match file {
        File::Motion(file) => Some(file),
        _ => None,
    }
}

pub(super) const fn as_division(file: &File) -> Option<&DivisionFile> {
    match file {
        File::Division(file) => Some(file),
        _ => None,
    }
}

/// The question of the power is answered yes about the meeting or the motion, as the act would leave it
/// where it begins it.
async fn asked(
    case: &Case<'_>,
    snapshot: &mut dyn Snapshot,
    id: Id,
    fact: &NewFact,
) -> Result<(), AppError> {
    let Some(question) = case.allowed.asks_of(&fact.kind) else {
        return Ok(());
    };
    let rules = case.rules;
    let asked = rules.question(question)?;
    if rules.reader.record_of(id.kind()) != Some(asked.about) {
        return Ok(());
    }
    let Some(mut matter) = Matter::load(snapshot, rules, id).await? else {
        return Ok(());
    };
    let ask = matter.put(question, None, case.today, None);
    let told = matter.answer_on(rules, ask);
    if told.truth == Truth::Yes {
        return Ok(());
    }
    let because: Vec<String> = told.grounds.iter().map(without_ids).collect();
    let says = Told::new("rules-say-no", "the rules do not allow it: {because}")
        .with("because", because.join("; "));
    let refusal = Refusal::new("rules_say_no", says).because_of(told.entries());
    Err(AppError::Refused(crate::acts::under(refusal, &told)))
}
