//! A question is put to a body, and what was decided follows.

use standing_base::{Date, Id, Refusal, Told};
use standing_domain::division::{self, DivisionFile, Outcome, Question};
use standing_domain::meeting::{self, Item, ItemSort, MeetingFile, Stage};
use standing_domain::motion::{self, MotionFile};
use standing_domain::{FieldValue, NewFact};
use standing_rulebook::{Decision, Matters, QuestionIx, Tally, Version};

use super::acting::{Case, as_division, as_meeting, as_motion};
use super::counting::{self, Barred, Count};
use super::electorate::{self, Electorate};
use super::power::Body;
use super::subject;
use crate::acts::power::of_role_named;
use crate::acts::{About, Act, Step};
use crate::app::App;
use crate::error::{AppError, FieldFault};
use crate::ports::outbox::NewLetter;
use crate::ports::{Addition, Snapshot};
use crate::projection;
use crate::rules::Rules;

/// The decision by which a body decides its motions.
pub(super) fn of_motions<'a>(
    version: &'a Version,
    form: &str,
    of: Matters,
) -> Option<&'a Decision> {
    let mut decisions = version.decisions.iter();
    decisions.find(|decision| decision.body == form && decision.matters == of)
}

/// The question that gives a vote in a body: that of its motions.
pub(super) fn roll_of(rules: &Rules, body: &Body, on: Date) -> Option<QuestionIx> {
    let version = rules.engine.version_on(on).0?;
    of_motions(version, &body.form, Matters::Motions)?.roll
}

/// A question before a body, with everybody who may and may not vote on it.
#[derive(Clone, Debug)]
pub(super) struct Put<'a> {
    pub(super) version: &'a Version,
    pub(super) decision: &'a Decision,
    pub(super) meeting: Option<(MeetingFile, u64)>,
    pub(super) electorate: Electorate,
    pub(super) barred: Barred,
}

impl Put<'_> {
    pub(super) fn meeting(&self) -> Option<(&MeetingFile, u64)> {
        self.meeting
            .as_ref()
            .map(|(meeting, item)| (meeting, *item))
    }

    /// Those who are there and may vote.
    pub(super) fn presence(&self) -> Tally {
        counting::presence(&self.electorate, &self.barred, self.meeting())
    }

    pub(super) fn is_out(&self, person: Id) -> bool {
        counting::is_out(&self.barred, self.meeting(), person)
    }
}

/// The question of a division, as it stands now.
pub(super) async fn of_division<'a>(
    app: &App,
    snapshot: &mut dyn Snapshot,
    rules: &'a Rules,
    file: &DivisionFile,
    today: Date,
) -> Result<Put<'a>, AppError> {
    let meeting = match file.meeting {
        Some((meeting, item)) => Some((subject::load_meeting(snapshot, meeting).await?, item)),
        None => None,
    };
    let question = (file.body, file.decision.as_str(), file.question.clone());
    // Whoever had a vote when it was opened has one until it is closed.
    let on = file.opened_on;
    put(app, snapshot, rules, question, meeting, (on, today)).await
}

async fn put<'a>(
    app: &App,
    snapshot: &mut dyn Snapshot,
    rules: &'a Rules,
    (body, decision, question): (Id, &str, Question),
    meeting: Option<(MeetingFile, u64)>,
    (on, today): (Date, Date),
) -> Result<Put<'a>, AppError> {
    let version = rules.engine.version_on(on).0;
    let found = version.and_then(|version| Some((version, version.decision(decision)?)));
    let Some((version, decision)) = found else {
        let shown: String = decision.chars().take(60).collect();
        return Err(AppError::Fields(vec![FieldFault::new(
            "decision",
            Told::new(
                "no-such-decision",
                "the rulebook has no decision `{decision}`",
            )
            .with("decision", shown),
        )]));
    };
    let electorate = electorate::of(snapshot, rules, body, decision.roll, on).await?;
    let barred = counting::barred(
        app,
        snapshot,
        rules,
        decision,
        &question,
        &electorate,
        today,
    )
    .await?;
    Ok(Put {
        version,
        decision,
        meeting,
        electorate,
        barred,
    })
}

/// Fills in what nobody types: the number of an item, the question that is before the meeting, what a
/// vote comes to.
pub(super) async fn fill_in(
    app: &App,
    snapshot: &mut dyn Snapshot,
    case: &Case<'_>,
    fact: &mut NewFact,
) -> Result<(), AppError> {
    if let (Some(step), Some(file)) = (
        meeting::Step::of(&fact.kind),
        case.file.as_ref().and_then(as_meeting),
    ) {
        number(file, fact, step);
        return candidacy(snapshot, fact).await;
    }
    match division::Step::of(&fact.kind) {
        Some(division::Step::DivisionOpened) => open(app, snapshot, case, fact).await,
        Some(division::Step::DivisionClosed) => close(app, snapshot, case, fact).await,
        _ => Ok(()),
    }
}

/// A decision about a person is about their last candidacy, where none is named.
async fn candidacy(snapshot: &mut dyn Snapshot, fact: &mut NewFact) -> Result<(), AppError> {
    let adds = meeting::Step::of(&fact.kind) == Some(meeting::Step::ItemAdded);
    let Some(person) = fact.id("person").filter(|_| adds) else {
        return Ok(());
    };
    let facts = snapshot.facts_about(person).await?;
    let mut declared = facts.iter().rev();
    let last = declared.find_map(|fact| {
        let is_one = fact.what.kind == "candidacy_declared";
        is_one.then(|| fact.what.id("candidacy")).flatten()
    });
    if let Some(last) = last {
        fact.fields
            .entry("candidacy".to_owned())
            .or_insert_with(|| last.into());
    }
    Ok(())
}

fn number(file: &MeetingFile, fact: &mut NewFact, step: meeting::Step) {
    let next = match step {
        meeting::Step::ItemAdded => ("item", file.next_item()),
        meeting::Step::ActionGiven => {
            let last = file.actions.keys().next_back();
            ("action", last.map_or(1, |last| last + 1))
        }
        meeting::Step::ItemStoodAside | meeting::Step::RecordedVoteAsked => match file.at {
            Some(at) if step == meeting::Step::ItemStoodAside => ("item", at),
            _ => return,
        },
        _ => return,
    };
    let (field, next) = next;
    let next = i64::try_from(next).unwrap_or(i64::MAX);
    fact.fields
        .entry(field.to_owned())
        .or_insert(FieldValue::Number(next));
}

/// The question is that of the item before the meeting.
async fn open(
    app: &App,
    snapshot: &mut dyn Snapshot,
    case: &Case<'_>,
    fact: &mut NewFact,
) -> Result<(), AppError> {
    let refused = |code, told| {
        let refusal = Refusal::new(code, told).under(case.allowed.clause.clone());
        AppError::Refused(refusal)
    };
    let Some(meeting) = fact.id("meeting") else {
        return Err(AppError::Fields(vec![FieldFault::new(
            "meeting",
            Told::new("fill-in", "fill this in"),
        )]));
    };
    let meeting = subject::load_meeting(snapshot, meeting).await?;
    let at = meeting
        .at
        .and_then(|at| Some((at, meeting.items.get(&at)?.clone())));
    let (Stage::Open, Some((number, item))) = (meeting.stage, at) else {
        return Err(refused(
            "nothing_before_it",
            Told::new(
                "nothing-to-put",
                "nothing is before the meeting that could be put to the vote; open the meeting and call an item first",
            ),
        ));
    };
    let body = meeting.body;
    fact.fields.insert("body".to_owned(), body.into());
    fact.fields.insert(
        "item".to_owned(),
        FieldValue::Number(i64::try_from(number).unwrap_or(i64::MAX)),
    );
    let (decision, question) = question_of(snapshot, case, &item, fact).await?;
    let Some(decision) = decision else {
        return Err(refused(
            "nothing_to_decide",
            Told::new(
                "nothing-to-decide",
                "the item before the meeting is no motion and no decision, so there is nothing to vote on",
            ),
        ));
    };
    let question = (body, decision.as_str(), question);
    let days = (case.today, case.today);
    let put = put(
        app,
        snapshot,
        case.rules,
        question,
        Some((meeting, number)),
        days,
    )
    .await?;
    let how = counting::how(put.decision, put.meeting());
    let size = i64::try_from(put.electorate.voters.len()).unwrap_or(i64::MAX);
    for (field, value) in [
        ("decision", FieldValue::from(decision.as_str())),
        ("how", how.code().into()),
        ("roll", put.electorate.fingerprint().as_str().into()),
        ("roll_size", FieldValue::Number(size)),
    ] {
        fact.fields.insert(field.to_owned(), value);
    }
    check_open(case, &put)
}

/// The question that an item puts, and the decision by which it is decided.
async fn question_of(
    snapshot: &mut dyn Snapshot,
    case: &Case<'_>,
    item: &Item,
    fact: &mut NewFact,
) -> Result<(Option<String>, Question), AppError> {
    Ok(match (item.sort, item.motion, item.person) {
        (ItemSort::Motion, Some(motion), _) => {
            let motion = subject::load_motion(snapshot, motion).await?;
            fact.fields.insert("motion".to_owned(), motion.id.into());
            let decision = decision_on(case, &motion).map(|decision| decision.id.clone());
            (decision, Question::Motion(motion.id))
        }
        (ItemSort::Decision, _, Some(person)) => {
            // The chair may put another of the body's decisions about the same person.
            let decision = fact
                .text("decision")
                .map(str::to_owned)
                .or_else(|| item.decision.clone());
            fact.fields.insert("person".to_owned(), person.into());
            if let Some(candidacy) = item.candidacy {
                fact.fields.insert("candidacy".to_owned(), candidacy.into());
            }
            let candidacy = item.candidacy;
            (decision, Question::Person { person, candidacy })
        }
        _ => (None, Question::Motion(case.body.id)),
    })
}

/// The decision by which a motion, or an amendment, is decided.
fn decision_on<'a>(case: &Case<'a>, motion: &MotionFile) -> Option<&'a Decision> {
    let version = case.rules.engine.version_on(case.today).0?;
    let form = &case.body.form;
    let amends = motion
        .amends
        .and_then(|_| of_motions(version, form, Matters::Amendments));
    amends.or_else(|| of_motions(version, form, Matters::Motions))
}

pub(super) fn clause_of(version: &Version, clause: standing_rulebook::ClauseIx) -> String {
    let clause = version.clauses.get(clause.at());
    clause.map_or_else(String::new, |clause| clause.id.clone())
}

/// Whether the question may be put now: the notice told of it, and there is a quorum.
fn check_open(case: &Case<'_>, put: &Put<'_>) -> Result<(), AppError> {
    if put.decision.body != case.body.form {
        let told = Told::new(
            "decision-of-another-body",
            "this is not for this body to decide; it is for the {body}",
        );
        let told = told.with("body", put.decision.body.replace('_', " "));
        let refusal = Refusal::new("not_this_body", told);
        let clause = clause_of(put.version, put.decision.clause);
        return Err(AppError::Refused(refusal.under(clause)));
    }
    if let (Some(clause), Some((meeting, item))) = (put.decision.notice, put.meeting())
        && meeting.items.get(&item).is_some_and(|item| item.is_late)
    {
        let told = Told::new(
            "not-in-the-notice",
            "the notice of the meeting did not say that this would be decided; put it on the agenda of a later meeting",
        );
        let refusal = Refusal::new("not_in_notice", told);
        return Err(AppError::Refused(
            refusal.under(clause_of(put.version, clause)),
        ));
    }
    let quorum = put.decision.quorum_of(put.version, &put.presence());
    let counts_present = put
        .decision
        .quorum
        .is_some_and(|quorum| quorum.counts == standing_rulebook::Counted::Present);
    match quorum.filter(|quorum| counts_present && !quorum.met) {
        Some(quorum) => Err(AppError::Refused(inquorate(
            quorum.counted,
            quorum.needed,
            quorum.clause,
        ))),
        None => Ok(()),
    }
}

fn inquorate(here: u64, needed: u64, clause: String) -> Refusal {
    Refusal::new(
        "no_quorum",
        Told::new(
            "no-quorum",
            "there is no quorum: {here} are present who may vote on this, and {needed} are needed",
        )
        .with("here", here)
        .with("needed", needed),
    )
    .under(clause)
}

/// The result is computed: from the roll, the votes and the text in force when the vote was opened.
async fn close(
    app: &App,
    snapshot: &mut dyn Snapshot,
    case: &Case<'_>,
    fact: &mut NewFact,
) -> Result<(), AppError> {
    let Some(file) = case.file.as_ref().and_then(as_division) else {
        return Ok(());
    };
    let put = of_division(app, snapshot, case.rules, file, case.today).await?;
    let Ok(count) = counting::count(put.version, put.decision, file, put.presence()) else {
        // The machine says what is missing.
        return Ok(());
    };
    if count.is_tied {
        division::Step::DivisionTied
            .code()
            .clone_into(&mut fact.kind);
        fact.fields.clear();
        return Ok(());
    }
    let Count {
        tally,
        quorum,
        majority,
        outcome,
        ..
    } = count;
    fact.fields.clear();
    fact.fields
        .insert("outcome".to_owned(), outcome.code().into());
    let numbers = [
        ("votes_for", tally.votes_for),
        ("votes_against", tally.votes_against),
        ("abstentions", tally.abstentions),
        ("absent", tally.absent()),
        ("stood_aside", tally.recused),
        ("present", tally.present),
        ("entitled", tally.entitled()),
        ("in_post", tally.in_post),
        ("full_size", tally.full_size),
        ("needed", majority.needed),
    ];
    let quorum = quorum.map(|quorum| ("quorum", quorum.needed));
    for (field, number) in numbers.into_iter().chain(quorum) {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        fact.fields.insert(field.to_owned(), number.into());
    }
    Ok(())
}

/// What must be so besides: a quorum before a meeting opens, supporters before a motion is admitted,
/// amendments voted on before what they would amend.
pub(super) async fn check(
    snapshot: &mut dyn Snapshot,
    case: &Case<'_>,
    fact: &NewFact,
) -> Result<(), AppError> {
    let Some(version) = case.rules.engine.version_on(case.today).0 else {
        return Ok(());
    };
    let decision = of_motions(version, &case.body.form, Matters::Motions);
    if let (Some(file), Some(decision)) = (case.file.as_ref().and_then(as_meeting), decision)
        && meeting::Step::of(&fact.kind) == Some(meeting::Step::MeetingOpened)
    {
        let electorate = electorate::of(
            snapshot,
            case.rules,
            case.body.id,
            decision.roll,
            case.today,
        )
        .await?;
        let here = counting::presence(&electorate, &Barred::new(), Some((file, 0)));
        let quorum = decision.quorum_of(version, &here);
        if let Some(quorum) = quorum.filter(|quorum| !quorum.met) {
            let refusal = inquorate(quorum.counted, quorum.needed, quorum.clause);
            return Err(AppError::Refused(refusal));
        }
    }
    if let (Some(file), Some(decision)) = (case.file.as_ref().and_then(as_motion), decision)
        && motion::Step::of(&fact.kind) == Some(motion::Step::MotionAdmitted)
        && let Some(needed) = decision.supporters
    {
        let given = u32::try_from(file.supporters.len()).unwrap_or(u32::MAX);
        if given < needed.members {
            let told = Told::new(
                "too-few-supporters",
                "the motion has {given} supporters besides its proposer and needs {needed}",
            );
            let told = told.with("given", given).with("needed", needed.members);
            let refusal = Refusal::new("too_few_supporters", told);
            let clause = clause_of(version, needed.clause);
            return Err(AppError::Refused(refusal.under(clause)));
        }
    }
    if division::Step::of(&fact.kind) == Some(division::Step::DivisionOpened) {
        check_amendments(snapshot, case, fact, version).await?;
    }
    Ok(())
}

/// An amendment is voted on before the motion that it would amend.
async fn check_amendments(
    snapshot: &mut dyn Snapshot,
    case: &Case<'_>,
    fact: &NewFact,
    version: &Version,
) -> Result<(), AppError> {
    let (Some(motion), Some(meeting)) = (fact.id("motion"), fact.id("meeting")) else {
        return Ok(());
    };
    let meeting = subject::load_meeting(snapshot, meeting).await?;
    for item in meeting.items.values().filter_map(|item| item.motion) {
        let other = subject::load_motion(snapshot, item).await?;
        let waits = matches!(other.stage, motion::Stage::Admitted | motion::Stage::Moved);
        if other.amends == Some(motion) && waits {
            let told = Told::new(
                "amendment-first",
                "an amendment to this motion is not decided yet; it is put to the vote first",
            );
            let of = of_motions(version, &case.body.form, Matters::Amendments);
            let clause = of.map_or_else(
                || case.allowed.clause.clone(),
                |decision| clause_of(version, decision.clause),
            );
            let refusal = Refusal::new("amendment_first", told).under(clause);
            return Err(AppError::Refused(refusal));
        }
    }
    Ok(())
}

/// What follows from an act, recorded with it: a motion that is put was moved, one that is carried
/// changes the text it amends, and what was decided about a person goes onto their record.
pub(super) async fn follow(
    app: &App,
    snapshot: &mut dyn Snapshot,
    case: &Case<'_>,
    additions: &mut Vec<Addition>,
) -> Result<Vec<NewLetter>, AppError> {
    let Some(first) = additions.first().map(|addition| addition.fact.clone()) else {
        return Ok(Vec::new());
    };
    match division::Step::of(&first.kind) {
        Some(division::Step::DivisionOpened) => {
            if let Some(person) = first.id("person") {
                // What the rules would refuse if it were carried is not put to the vote.
                let put = (first.text("decision").unwrap_or_default(), person);
                decide_person(app, snapshot, case, put, &first).await?;
            }
            if let Some(motion) = first.id("motion") {
                let motion = subject::load_motion(snapshot, motion).await?;
                if motion.stage == motion::Stage::Admitted {
                    let step = motion::Step::MotionMoved;
                    additions.push(of_motion(snapshot, &first, motion.id, step, Vec::new()).await?);
                }
            }
            Ok(Vec::new())
        }
        Some(division::Step::DivisionClosed) => {
            let Some(file) = case.file.as_ref().and_then(as_division) else {
                return Ok(Vec::new());
            };
            let carried = first.text("outcome").and_then(Outcome::of) == Some(Outcome::Carried);
            match &file.question {
                Question::Motion(motion) => {
                    decide_motion(snapshot, &first, *motion, carried, additions).await?;
                    Ok(Vec::new())
                }
                Question::Person { person, .. } if carried => {
                    let opened = snapshot.facts(&[file.opened_by]).await?;
                    let Some(opened) = opened.into_iter().next() else {
                        return Ok(Vec::new());
                    };
                    let put = (file.decision.as_str(), *person);
                    let (more, letters) =
                        decide_person(app, snapshot, case, put, &opened.what).await?;
                    additions.extend(more);
                    Ok(letters)
                }
                Question::Person { .. } => Ok(Vec::new()),
            }
        }
        _ => Ok(Vec::new()),
    }
}

/// A further fact of the same act, about a motion.
async fn of_motion(
    snapshot: &mut dyn Snapshot,
    first: &NewFact,
    motion: Id,
    step: motion::Step,
    private: Vec<(String, String)>,
) -> Result<Addition, AppError> {
    let revision = snapshot.revision(motion).await? + 1;
    let mut fact = NewFact {
        stream: motion,
        revision,
        kind: step.code().to_owned(),
        about: motion,
        fields: standing_domain::Fields::new(),
        ..first.clone()
    };
    let of = match step {
        motion::Step::MotionMoved => first.id("meeting").map(|meeting| ("meeting", meeting)),
        motion::Step::MotionAmended => None,
        _ => Some(("division", first.about)),
    };
    if let Some((field, id)) = of {
        fact.fields.insert(field.to_owned(), id.into());
    }
    let rows = projection::rows(&fact, &private);
    Ok(Addition {
        fact,
        private,
        rows,
    })
}

async fn decide_motion(
    snapshot: &mut dyn Snapshot,
    first: &NewFact,
    motion: Id,
    carried: bool,
    additions: &mut Vec<Addition>,
) -> Result<(), AppError> {
    let file = subject::load_motion(snapshot, motion).await?;
    if file.stage != motion::Stage::Moved {
        return Ok(());
    }
    let step = if carried {
        motion::Step::MotionCarried
    } else {
        motion::Step::MotionLost
    };
    additions.push(of_motion(snapshot, first, motion, step, Vec::new()).await?);
    let Some(amended) = file.amends.filter(|_| carried) else {
        return Ok(());
    };
    // The amendment is the text as it would be.
    let text = snapshot.private_values(&[file.text]).await?;
    let text = text.into_iter().find(|value| value.field == "text");
    let private = text.map(|text| ("text".to_owned(), text.value));
    let step = motion::Step::MotionAmended;
    let mut addition = of_motion(
        snapshot,
        first,
        amended,
        step,
        private.into_iter().collect(),
    )
    .await?;
    let fields = &mut addition.fact.fields;
    fields.insert("amendment".to_owned(), motion.into());
    additions.push(addition);
    Ok(())
}

/// What was carried about a person, under the power that the body has for it.
async fn decide_person(
    app: &App,
    snapshot: &mut dyn Snapshot,
    case: &Case<'_>,
    (decision, person): (&str, Id),
    opened: &NewFact,
) -> Result<(Vec<Addition>, Vec<NewLetter>), AppError> {
    let rules = case.rules;
    let nothing = (Vec::new(), Vec::new());
    let Some(version) = rules.engine.version_on(case.today).0 else {
        return Ok(nothing);
    };
    let Some(Matters::Enters(entry)) = version.decision(decision).map(|decision| decision.matters)
    else {
        return Ok(nothing);
    };
    let vocabulary = &rules.rulebook().vocabulary;
    let kind = vocabulary
        .entries
        .get(entry.at())
        .map(|entry| entry.name.clone())
        .unwrap_or_default();
    let powers = version.powers.iter();
    let mut powers = powers.filter(|power| power.may.contains(&entry));
    let allowed = powers
        .next()
        .and_then(|power| of_role_named(rules, &power.role, &kind, case.today));
    let Some(allowed) = allowed else {
        return Err(super::power::refused(snapshot, rules, &kind, case.today).await?);
    };
    let known = standing_domain::kind::find(&kind);
    let takes =
        |field: &str| known.is_some_and(|kind| kind.fields.iter().any(|known| known.name == field));
    let given = opened.fields.iter();
    let mut fields: Vec<(String, FieldValue)> = given
        .filter(|(field, _)| ["candidacy", "ground", "until"].contains(&field.as_str()))
        .filter(|(field, _)| takes(field))
        .map(|(field, value)| (field.clone(), value.clone()))
        .collect();
    for (field, value) in [("by", case.body.id), ("division", opened.about)] {
        if takes(field) {
            fields.push((field.to_owned(), value.into()));
        }
    }
    let act = Act {
        about: About::Known(person),
        steps: vec![Step {
            kind,
            on: case.today.into(),
            fields,
            private: Vec::new(),
        }],
        capacity: None,
        seen: None,
    };
    app.decided_by_vote(snapshot, rules, case.asker, &act, allowed)
        .await
}
