//! Whatever people try in whatever order, no record that can come of it breaks the invariants of due
//! process: random sequences of commands by random people on random days, under the rulebook of the
//! Example Party, checked as [`super`] checks them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use standing_base::{Date, Id, IdKind, Instant, PartialDate};
use standing_domain::case::{CaseFile, Gate, PARTS, Stage, Step, files, outlines};
use standing_domain::{FieldValue, NewFact, kind, packed};
use standing_rulebook::{Files, Rulebook, Truth};

use super::due_process::When;
use super::lots::{self, Chance};
use super::power::Allowed;
use super::stage::OnRecord;
use super::{Step as ActStep, check, due_process, power};
use crate::conflicts::UNTIED;
use crate::rules::{Rules, SUBJECT};

/// So many sequences are tried, each of so many commands.
const SEQUENCES: u32 = 10_000;
const COMMANDS: std::ops::Range<usize> = 1..48;

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebooks/example-party");
    let mut files = Files::new();
    files_of(&folder, &folder, &mut files);
    let loaded = Rulebook::load(&files).unwrap();
    Rules::of(id(IdKind::Organisation, 1), loaded).unwrap()
});

fn files_of(folder: &Path, root: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_of(&path, root, files);
        } else {
            let name = path.strip_prefix(root).unwrap().display().to_string();
            files.insert_bytes(name, &fs::read(&path).unwrap());
        }
    }
}

fn id(kind: IdKind, nth: u8) -> Id {
    Id::new(kind, Instant::from_microseconds(0), [nth; 10])
}

/// Kinds of fact beside the steps that somebody may record meanwhile.
const OTHERS: &[&str] = &[
    "suspension_imposed",
    "suspension_ended",
    "resigned",
    "expelled",
    "admitted",
    "set_aside",
    "candidacy_declared",
    "whip_withdrawn",
];

const ROLES: &[&str] = &[
    "complaints_officer",
    "disputes_panel",
    "national_tribunal",
    "general_secretary",
    "membership_officer",
    "parliamentary_group",
    "executive",
    SUBJECT,
];

/// How somebody chooses what to try.
#[derive(Clone, Copy, Debug)]
enum Choice {
    /// What due process asks for next, so that sequences get far.
    Due,
    /// Something that can follow in a case.
    Possible,
    /// Anything.
    Blind,
}

/// What somebody tries.
#[derive(Clone, Debug)]
struct Command {
    choice: Choice,
    kind: u8,
    days: u8,
    pick: u8,
    with_words: bool,
}

fn command() -> impl Strategy<Value = Command> {
    let choice = prop_oneof![
        12 => Just(Choice::Due),
        5 => Just(Choice::Possible),
        1 => Just(Choice::Blind),
    ];
    let days = prop_oneof![8 => 0_u8..3, 1 => 0_u8..40];
    let words = prop::bool::weighted(0.95);
    (choice, any::<u8>(), days, any::<u8>(), words).prop_map(
        |(choice, kind, days, pick, with_words)| Command {
            choice,
            kind,
            days,
            pick,
            with_words,
        },
    )
}

struct World {
    subject: OnRecord,
    today: Date,
    is_suspended: bool,
}

fn pick<T: Clone>(of: &[T], by: u8) -> Option<T> {
    of.get(usize::from(by) % of.len().max(1)).cloned()
}

impl World {
    fn new() -> Self {
        let member = id(IdKind::Person, 1);
        let mut world = Self {
            subject: OnRecord::new(member, 1),
            today: "2019-02-01".parse().unwrap(),
            is_suspended: false,
        };
        for (kind, fields) in [
            ("admitted", Vec::new()),
            (
                "subscription_paid",
                vec![("until".to_owned(), "2029-12-31".into())],
            ),
            ("whip_given", Vec::new()),
        ] {
            let step = step(kind, world.today, fields, true);
            let fact = world.fact(&step, "membership_officer");
            world.subject.add(fact, &step).unwrap();
        }
        world
    }

    fn files(&self) -> Vec<CaseFile> {
        files(self.subject.facts.iter())
    }

    fn fact(&self, step: &ActStep, role: &str) -> NewFact {
        NewFact {
            stream: self.subject.id,
            revision: self.subject.revision + 1,
            kind: step.kind.clone(),
            about: self.subject.id,
            effective_on: step.on,
            recorded_at: Instant::from_microseconds(0),
            actor: Some(self.subject.id),
            capacity: Some(role.to_owned()),
            clause: None,
            imported: false,
            fields: step.fields.iter().cloned().collect(),
            sources: Vec::new(),
        }
    }

    /// Tries a command as `App::act` does; what was recorded, if it was.
    fn tries(&mut self, command: &Command, files: &[CaseFile]) -> Option<NewFact> {
        self.today = self.today.plus_days(i32::from(command.days));
        let possible = Step::ALL.iter().filter(|step| leads(files, **step));
        let (kind, wanted) = match command.choice {
            Choice::Due => self.due(files)?,
            Choice::Possible => {
                let kinds: Vec<&str> = possible.map(|step| step.code()).collect();
                (pick(&kinds, command.kind)?, Vec::new())
            }
            Choice::Blind => {
                let all = Step::ALL.iter().map(|step| step.code());
                let kinds: Vec<&str> = all.chain(OTHERS.iter().copied()).collect();
                (pick(&kinds, command.kind)?, Vec::new())
            }
        };
        let mut fields = self.fields(kind, files, command.pick);
        for (name, value) in wanted {
            fields.retain(|(known, _)| known != name);
            fields.push((name.to_owned(), value));
        }
        let step = step(kind, self.today, fields, command.with_words);
        let mut roles = ROLES.iter().map(|role| role.to_owned().to_owned());
        let (role, allowed) =
            roles.find_map(|role| Some((role.clone(), may(&role, kind, self.today)?)))?;
        let mut fact = self.fact(&step, &role);
        let file = due_process::case_of(&self.subject, &fact);
        let chance = Chance {
            pool: (10..20).map(|nth| id(IdKind::Person, nth)).collect(),
            random: format!("{:02X}", command.pick),
        };
        lots::fill(&mut fact, file.as_ref(), chance).ok()?;
        fact.clause = Some(allowed.clause.clone());
        let rules = &*RULES;
        check::form(rules, &fact, &self.subject, self.today).ok()?;
        check::asked(rules, &fact, &self.subject, &allowed).ok()?;
        due_process::in_turn(&fact, &step, &self.subject, &allowed).ok()?;
        for person in due_process::judges(&fact, file.as_ref()) {
            let ties = file.iter().flat_map(|file| file.ties(person));
            let ties = ties.chain(UNTIED).collect();
            due_process::free_to_sit(rules, &ties, self.today).ok()?;
        }
        lots::may_strike(rules, &fact, file.as_ref(), &allowed, self.today).ok()?;
        let before = (file.as_ref(), When::Before);
        due_process::gates(rules, &fact, &self.subject, before, &allowed).ok()?;
        // A refused step leaves nothing behind.
        let before = self.subject.clone();
        self.subject.add(fact.clone(), &step).unwrap();
        let after = check::lawful(rules, &self.subject, kind)
            .and_then(|()| {
                due_process::gates(
                    rules,
                    &fact,
                    &self.subject,
                    (file.as_ref(), When::Staged),
                    &allowed,
                )
            })
            .and_then(|()| check::effect(rules, &self.subject, kind));
        if after.is_err() {
            self.subject = before;
            return None;
        }
        Some(fact)
    }

    /// What due process asks for next in the first case that is open, with the fields that matter.
    fn due(
        &mut self,
        files: &[CaseFile],
    ) -> Option<(&'static str, Vec<(&'static str, FieldValue)>)> {
        let open = files.iter().rev().find(|file| !is_over(file.stage()));
        let Some(file) = open.or(files.last()) else {
            return Some((Step::ComplaintReceived.code(), Vec::new()));
        };
        let has = |step: Step| file.steps.iter().any(|(_, taken)| *taken == step);
        let item = file.evidence.iter().find(|(_, told)| !**told);
        let free = (10..30).map(|nth| id(IdKind::Person, nth));
        let mut free = free.filter(|person| {
            !file.panel.contains(person) && file.ties(*person).iter().all(|(_, is)| !is)
        });
        let unfound = file.charges.iter().find(|(_, found)| found.is_none());
        let seat = |free: Id| (Step::PanellistNamed, vec![("person", free.into())]);
        let (step, mut fields) = match file.stage() {
            Stage::Received => (Step::FirstLookBegun, vec![]),
            Stage::Triage => (Step::CaseOpened, vec![]),
            Stage::Investigation if !has(Step::SubjectTold) => {
                (Step::SubjectTold, vec![("way", "hand".into())])
            }
            Stage::Investigation if file.charges.is_empty() => (Step::ChargeBrought, vec![]),
            Stage::Investigation => {
                let offered = vec![("companion", true.into()), ("adjustments", true.into())];
                (Step::ChargesServed, offered)
            }
            Stage::Charged => (Step::ChargesContested, vec![]),
            Stage::Contested | Stage::Admitted | Stage::Remitted | Stage::Reopened => {
                if let Some((item, _)) = item {
                    let item = item.as_str().into();
                    (Step::EvidenceDisclosed, vec![("item", item)])
                } else {
                    let on = day(self.today.plus_days(22));
                    (Step::HearingListed, vec![("hearing_on", on)])
                }
            }
            Stage::HearingListed if lot_due(file).is_some() => {
                self.today = self.today.plus_days(8);
                lot_due(file)?
            }
            Stage::HearingListed | Stage::Appealed if file.panel.len() < 3 => seat(free.next()?),
            Stage::HearingListed | Stage::Appealed if !file.challenged.is_empty() => {
                let person = *file.challenged.first()?;
                (Step::ChallengeDismissed, vec![("person", person.into())])
            }
            Stage::HearingListed => {
                self.today = self.today.plus_days(23);
                (Step::Hearing, vec![])
            }
            Stage::Heard => match unfound {
                Some((charge, _)) => (Step::BreachFound, vec![("charge", charge.as_str().into())]),
                None if !has(Step::PrecedentsConsidered) => (Step::PrecedentsConsidered, vec![]),
                None => (Step::CaseDecided, vec![("outcome", "warning".into())]),
            },
            Stage::Decided if !has(Step::DecisionSent) => {
                let on = day(self.today.plus_days(20));
                (Step::DecisionSent, vec![("appeal_by", on)])
            }
            Stage::Decided => (Step::AppealMade, vec![]),
            Stage::Appealed => (Step::CaseRemitted, vec![]),
            Stage::AppealDismissed | Stage::Varied if !has(Step::HeardOnReopening) => {
                (Step::HeardOnReopening, vec![])
            }
            Stage::AppealDismissed | Stage::Varied => {
                let ground = ("ground", "new_evidence".into());
                (Step::CaseReferred, vec![ground, ("delegated", true.into())])
            }
            Stage::Paused => (Step::CaseResumed, vec![]),
            _ if files.len() < 2 => return Some((Step::ComplaintReceived.code(), Vec::new())),
            _ => return None,
        };
        fields.push(("case", file.id.into()));
        Some((step.code(), fields))
    }

    /// Fields that may fit the kind: of the cases that there are, or of none.
    fn fields(&self, kind: &str, files: &[CaseFile], by: u8) -> Vec<(String, FieldValue)> {
        let case = pick(files, by);
        let of = kind::find(kind).unwrap().fields.iter();
        of.filter_map(|field| {
            let value: FieldValue = match field.name {
                "case" if kind == "complaint_received" => {
                    id(IdKind::Case, u8::try_from(files.len()).unwrap()).into()
                }
                "case" => case.as_ref()?.id.into(),
                "ref" => FieldValue::Text(format!("C{}", files.len())),
                "complainant" => id(IdKind::Person, 2 + by % 3).into(),
                "charge" => FieldValue::Text(format!("{}", by % 2)),
                "breach" => "6.9".into(),
                "item" => FieldValue::Text(format!("item-{}", by % 2)),
                "person" => id(IdKind::Person, 1 + by % 7).into(),
                "part" => pick(PARTS, by)?.into(),
                "size" => pick(&[3, 7, 7, 5], by)?.into(),
                "word" => FieldValue::Text(format!("word-{by}")),
                "gate" => pick(Gate::ALL, by)?.question().into(),
                "way" => pick(&["hand", "email", "post"], by)?.into(),
                "outcome" => pick(&["no_action", "warning", "removal", "expulsion"], by)?.into(),
                "ground" => pick(&["new_evidence", "not_listed"], by)?.into(),
                "companion" | "adjustments" | "delegated" => (!by.is_multiple_of(4)).into(),
                "hearing_on" => day(self.today.plus_days(i32::from(by % 32))),
                "answer_by" | "appeal_by" | "until" | "review_on" | "closes" => {
                    day(self.today.plus_days(i32::from(by)))
                }
                "suspension" if kind == "suspension_imposed" => id(
                    IdKind::Suspension,
                    u8::try_from(self.subject.last % 200).unwrap(),
                )
                .into(),
                "suspension" => {
                    let facts = self.subject.facts.iter().rev();
                    let mut ids = facts.filter_map(|fact| fact.what.id("suspension"));
                    ids.next()?.into()
                }
                "act" => {
                    let known = i64::try_from(self.subject.last).unwrap();
                    (i64::from(by) % known + 1).into()
                }
                "candidacy" => id(IdKind::Candidacy, by).into(),
                "contest" => "general".into(),
                _ => return None,
            };
            Some((field.name.to_owned(), value))
        })
        .collect()
    }
}

/// What a panel by lot needs next.
fn lot_due(file: &CaseFile) -> Option<(Step, Vec<(&'static str, FieldValue)>)> {
    if file.lot.is_none() {
        return Some((Step::PanelDrawn, vec![("size", 7.into())]));
    }
    let is_short = file.panel.len() < 3 && !file.next_by_lot(3).is_empty();
    is_short.then(|| (Step::PanelFormed, vec![("size", 3.into())]))
}

fn day(day: Date) -> FieldValue {
    FieldValue::from(PartialDate::from(day))
}

/// A case in which nothing more is due.
fn is_over(stage: Stage) -> bool {
    matches!(
        stage,
        Stage::Dismissed
            | Stage::Informal
            | Stage::NoCase
            | Stage::Quashed
            | Stage::Withdrawn
            | Stage::ClosedByResignation
    )
}

fn leads(files: &[CaseFile], step: Step) -> bool {
    CaseFile::can_begin(step) && files.len() < 2 || files.iter().any(|file| file.can_take(step))
}

fn may(role: &str, kind: &str, on: Date) -> Option<Allowed> {
    power::of_role_named(&RULES, role, kind, on)
}

fn step(kind: &str, on: Date, fields: Vec<(String, FieldValue)>, with_words: bool) -> ActStep {
    let known = kind::find(kind).map_or(&[][..], |kind| kind.private);
    let words = known.iter().filter(|_| with_words);
    ActStep {
        kind: kind.to_owned(),
        on: on.into(),
        fields,
        private: words
            .map(|name| ((*name).to_owned(), "In words.".to_owned()))
            .collect(),
    }
}

/// The invariants I1 to I8 of due process, after a fact was recorded.
fn hold(world: &mut World, fact: &NewFact, before: &[CaseFile]) {
    let step = Step::of(&fact.kind);
    // I1: a clause, and a role that holds the power.
    let role = fact.capacity.as_deref().unwrap();
    assert!(may(role, &fact.kind, world.today).is_some());
    let case = fact.id("case");
    let file = before.iter().find(|file| Some(file.id) == case);
    // I2: what was sent as final changes by an appeal in time or a lawful reopening, and by nothing else.
    if let Some(file) = file
        && file.stage().is_decided()
        && let Some(step) = step
    {
        assert!(
            matches!(
                step,
                Step::DecisionSent
                    | Step::AppealMade
                    | Step::NewGrounds
                    | Step::HeardOnReopening
                    | Step::CaseReferred
            ),
            "{step:?}"
        );
        if step == Step::CaseReferred {
            assert!(
                file.steps
                    .iter()
                    .any(|(_, step)| *step == Step::HeardOnReopening)
            );
            assert_eq!(role, "national_tribunal");
            assert_ne!(fact.text("ground"), Some("not_listed"));
        }
    }
    // I3: a suspension ends by itself, or somebody owes the next step by a day.
    let mut matter = world.subject.matter(&RULES).unwrap();
    let stand = matter.stand(&RULES, world.today, None);
    let lapses = stand.running.iter().any(|limit| limit.last_day.is_some());
    let owed = matter.duties(&RULES, world.today);
    let mut is = |question| {
        let question = RULES.engine.question(question).unwrap();
        let ask = matter.put(question, None, world.today, None);
        matter.truth(&RULES, ask)
    };
    let is_suspended = is("is_suspended") == Truth::Yes;
    assert!(!is_suspended || lapses || !owed.is_empty());
    // I4: the tracks are separate: nothing done in a case suspends anybody.
    assert!(step.is_none() || !is_suspended || world.is_suspended);
    assert_ne!(is("is_member"), Truth::Undecided);
    world.is_suspended = is_suspended;
    if let (Some(step), Some(case)) = (step, case) {
        let file = world.files().into_iter().find(|file| file.id == case);
        // What a court sets aside is gone from the case, and what came of it stays until it is set
        // aside too.
        let mut facts = world.subject.facts.iter();
        if facts.all(|fact| fact.what.kind != "set_aside") {
            let after = file.unwrap();
            if let Some(before) = before.iter().find(|file| file.id == case) {
                by_lot(step, fact, before, &after);
            }
            judged(step, &after);
        }
    }
    // I7: nothing that decides is without its reasons; `in_turn` was asked, and the words were given.
    // I8: whoever is approached about an open case can log it.
    for file in world.files() {
        assert_eq!(
            file.can_take(Step::ContactLogged),
            file.stage().is_open() || file.stage() == Stage::Paused
        );
    }
}

/// A panel by lot: the draw comes out again, no side strikes more than its two names, nobody struck or gone
/// comes onto the panel by it, and those who do are the first who remain.
fn by_lot(step: Step, fact: &NewFact, before: &CaseFile, after: &CaseFile) {
    let Some(lot) = &after.lot else { return };
    let drawn: Vec<String> = lot.drawn.iter().map(ToString::to_string).collect();
    assert_eq!(lot.draw.names(), drawn);
    assert_eq!(drawn.len(), 7);
    for (_, side) in &lot.struck {
        assert!(lot.struck_by(side) <= 2, "{side}");
    }
    if step == Step::PanelFormed {
        let mut left = lot.drawn.iter().filter(|person| {
            let sat = before.panel.contains(person) || before.gone.contains(person);
            !sat && !lot.is_struck(**person)
        });
        for member in fact.ids("members") {
            assert_eq!(left.next(), Some(&member));
        }
        assert_eq!(after.panel.len(), 3);
    }
}

/// What lists and figures read of a case is what its file says.
fn told_alike(world: &World) {
    let mut history = Vec::new();
    for fact in &world.subject.facts {
        packed::push(&mut history, fact).unwrap();
    }
    let history: Vec<_> = packed::read(&history).map(Result::unwrap).collect();
    let outlines = outlines(&history, Date::MAX, None);
    let files = world.files();
    assert_eq!(outlines.len(), files.len());
    for (outline, file) in outlines.iter().zip(&files) {
        assert_eq!((outline.id, outline.stage()), (file.id, file.stage()));
        assert_eq!(outline.reference, file.reference);
        let charges = outline.charges.iter();
        let charges = charges.map(|charge| (charge.name.clone(), charge.finding));
        assert_eq!(charges.collect::<BTreeMap<_, _>>(), file.charges);
    }
}

/// I5 and I6: who judged, and what came before the judgement.
fn judged(step: Step, file: &CaseFile) {
    if step == Step::Hearing || step == Step::CaseDecided {
        for person in &file.panel {
            let ties = file.ties(*person);
            let tied: Vec<_> = ties.iter().filter(|(_, is)| *is).collect();
            assert!(tied.is_empty(), "{person} sits, and {tied:?}");
        }
    }
    if step != Step::CaseDecided {
        return;
    }
    let steps: Vec<Step> = file.steps.iter().map(|(_, step)| *step).collect();
    let overridden = steps.contains(&Step::GateOverridden);
    if !overridden {
        for needed in [
            Step::SubjectTold,
            Step::ChargeBrought,
            Step::ChargesServed,
            Step::HearingListed,
            Step::Hearing,
        ] {
            assert!(
                steps.contains(&needed),
                "decided without {needed:?}: {steps:?}"
            );
        }
        assert_eq!(file.panel.len(), 3);
        assert!(file.challenged.is_empty());
        assert!(file.evidence.values().all(|is_told| *is_told));
        assert!(file.charges.values().all(Option::is_some));
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: SEQUENCES,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_sequence_of_commands_breaks_an_invariant(commands in vec(command(), COMMANDS)) {
        let mut world = World::new();
        for command in &commands {
            let before = world.files();
            if let Some(fact) = world.tries(command, &before) {
                hold(&mut world, &fact, &before);
            }
        }
        told_alike(&world);
    }
}
