//! Runs the tests that a rulebook carries, and says which rules none of them ever put to use.

mod kept;

use standing_base::{Date, Instant, Zone};

use crate::answer::{Answer, Ground, GroundKind};
use crate::ask::{Ask, Asker, Scratch, Subject};
use crate::decisions::{Division, Outcome, Vote};
use crate::duties::Owed;
use crate::history::{Entry, History};
use crate::model::{
    FactIx, FactType, Names, Place, QuestionIx, RecordIx, RuleKind, Rulebook, Value,
};
use crate::testfile::{
    Expected, TestAsk, TestDivision, TestDuty, TestEntry, TestFile, TestOwed, TestValue,
};
use crate::truth::Truth;

/// What the tests of a rulebook found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TestReport {
    /// How many expectations were checked.
    pub checks: usize,
    pub failures: Vec<TestFailure>,
    /// Rules that no test ever made decisive: bars that never barred, requirements that were never
    /// unmet, exceptions that never lifted anything.
    pub never_decided: Vec<IdleRule>,
    /// Duties that no test ever expected.
    pub never_owed: Vec<IdleDuty>,
    /// Duties that no test ever expected to be escalated, though their row says to whom.
    pub never_escalated: Vec<IdleDuty>,
    /// Rows of retention.toml that no test ever expected.
    pub never_kept: Vec<IdleDuty>,
}

/// A row of a table that no test put to use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdleDuty {
    pub version: String,
    /// Its id.
    pub duty: String,
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestFailure {
    /// The test file's stem.
    pub file: String,
    pub place: Place,
    /// What was asked: `endorse on 2019-11-06`.
    pub asked: String,
    pub expected: String,
    pub got: String,
    /// The grounds of the answer that was got, a line each.
    pub why: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdleRule {
    pub version: String,
    pub clause: String,
    pub kind: RuleKind,
    pub place: Place,
}

/// A test's entries as a history.
#[derive(Clone, Debug)]
pub struct TestHistory {
    pub entries: Vec<Entry>,
    pub arena: Vec<Value>,
}

impl TestHistory {
    /// Entries get the numbers 1, 2, 3 in the order of the file.
    pub fn new(rulebook: &Rulebook, names: &mut Names, zone: &Zone, file: &TestFile) -> Self {
        let mut history = Self {
            entries: Vec::with_capacity(file.entries.len()),
            arena: Vec::new(),
        };
        for (number, test) in (1..).zip(&file.entries) {
            let Some(kind) = rulebook.vocabulary.entries.get(test.kind.at()) else {
                continue;
            };
            let fields_at = u32::try_from(history.arena.len()).unwrap_or(u32::MAX);
            for (name, of) in &kind.fields {
                let given = test.fields.iter().find(|(field, _)| field == name);
                let value = given.map(|(_, value)| field_value(rulebook, names, file, *of, value));
                history.arena.push(value.unwrap_or(Value::Missing));
            }
            history.entries.push(Entry {
                number,
                recorded_at: recorded_at(zone, test),
                on: test.on.earliest(),
                on_latest: test.on.latest(),
                kind: test.kind,
                fields_at,
            });
        }
        history
            .entries
            .sort_by_key(|entry| (entry.on, entry.number));
        history
    }

    pub fn subject<'a>(&'a self, names: &'a Names) -> Subject<'a> {
        Subject {
            history: History {
                entries: &self.entries,
                arena: &self.arena,
            },
            names,
        }
    }
}

fn recorded_at(zone: &Zone, test: &TestEntry) -> Instant {
    zone.start_of(test.recorded.unwrap_or_else(|| test.on.earliest()))
}

fn field_value(
    rulebook: &Rulebook,
    names: &mut Names,
    file: &TestFile,
    of: FactType,
    value: &TestValue,
) -> Value {
    match (of, value) {
        (FactType::Entry, TestValue::Text(id)) => {
            let number = file.entries.iter().position(|entry| entry.id == *id);
            let number = number.and_then(|index| u64::try_from(index + 1).ok());
            number.map_or(Value::Missing, Value::Entry)
        }
        (FactType::Enum(of), TestValue::Text(text)) => {
            let of = rulebook.vocabulary.enums.get(of.at());
            of.and_then(|of| of.values.iter().position(|value| value == text))
                .and_then(|index| u8::try_from(index).ok())
                .map_or(Value::Missing, Value::Enum)
        }
        (_, TestValue::Text(text)) => Value::Text(names.intern(text)),
        (_, TestValue::YesNo(yes)) => Value::YesNo(*yes),
        (_, TestValue::Number(number)) => Value::Number(*number),
        (_, TestValue::Date(date)) => Value::Date(*date),
    }
}

/// Runs test files. `what_if` makes the rulebook of a what-if, by its id.
pub fn run_tests(
    asker: &Asker,
    names: &Names,
    files: &[TestFile],
    what_if: impl Fn(&str) -> Option<Asker>,
) -> TestReport {
    let zone = Zone::new(&asker.rulebook().timezone).unwrap_or_else(|_| Zone::utc());
    let mut runner = Runner {
        asker,
        zone,
        report: TestReport::default(),
        decided: Vec::new(),
        owed: Vec::new(),
        kept: Vec::new(),
        scratch: Scratch::default(),
        replays: Vec::new(),
    };
    for file in files {
        runner.file(file, names.clone(), &what_if);
    }
    let mut report = runner.report;
    let (decided, owed, kept) = (runner.decided, runner.owed, runner.kept);
    report.never_kept = kept::never(asker.rulebook(), &kept);
    for version in &asker.rulebook().versions {
        for duty in &version.duties {
            let seen = |is_escalated: Option<bool>| {
                let mut seen = owed.iter();
                seen.any(|(of, id, was)| {
                    (of, id) == (&version.id, &duty.id) && is_escalated.is_none_or(|is| is == *was)
                })
            };
            let idle = || IdleDuty {
                version: version.id.clone(),
                duty: duty.id.clone(),
                place: duty.place.clone(),
            };
            if !seen(None) {
                report.never_owed.push(idle());
            } else if duty.escalates.is_some() && !seen(Some(true)) {
                report.never_escalated.push(idle());
            }
        }
        for rule in &version.rules {
            if decided.contains(&rule.place) {
                continue;
            }
            let clause = version.clauses.get(rule.clause.at());
            report.never_decided.push(IdleRule {
                version: version.id.clone(),
                clause: clause.map(|clause| clause.id.clone()).unwrap_or_default(),
                kind: rule.kind,
                place: rule.place.clone(),
            });
        }
    }
    report
}

struct Runner<'a> {
    asker: &'a Asker,
    zone: Zone,
    report: TestReport,
    decided: Vec<Place>,
    /// The version and id of each duty that was owed when a test asked, and whether it was escalated.
    owed: Vec<(String, String, bool)>,
    /// The version and id of each row by which something was kept when a test asked.
    kept: Vec<(String, String)>,
    scratch: Scratch,
    /// By id.
    replays: Vec<(String, Option<Asker>)>,
}

/// A test's expectation that was not met, before it is known where it stands.
struct Missed {
    expected: String,
    got: String,
}

impl Runner<'_> {
    fn file(
        &mut self,
        file: &TestFile,
        mut names: Names,
        what_if: &impl Fn(&str) -> Option<Asker>,
    ) {
        let history = TestHistory::new(self.asker.rulebook(), &mut names, &self.zone, file);
        for ask in &file.asks {
            let replayed = ask.what_if.as_deref();
            let asker = match replayed.map(|id| self.replayed(id, what_if)) {
                None => self.asker.clone(),
                Some(Some(other)) => other,
                Some(None) => {
                    let id = ask.what_if.clone().unwrap_or_default();
                    let missed = Missed {
                        expected: format!("a what-if `{id}`"),
                        got: "none".to_owned(),
                    };
                    self.fail(file, &ask.place, "what_if".to_owned(), missed, &[]);
                    continue;
                }
            };
            self.ask(&asker, file, &history, &mut names, ask);
        }
        for division in &file.divisions {
            self.division(file, &history, &mut names, division);
        }
        for owed in &file.owed {
            self.owed(file, &history, &names, owed);
        }
        for kept in &file.kept {
            self.kept(file, &history, &names, kept);
        }
    }

    fn owed(&mut self, file: &TestFile, history: &TestHistory, names: &Names, test: &TestOwed) {
        let rulebook = self.asker.rulebook();
        let records = rulebook.vocabulary.records.len();
        let known = test.known.map(|day| self.zone.end_of(day));
        let mut owed = Vec::new();
        for record in (0..records).filter_map(|at| u16::try_from(at).ok().map(RecordIx)) {
            let subject = history.subject(names);
            let duties = self
                .asker
                .duties(&mut self.scratch, subject, record, test.on, known);
            owed.extend(duties.into_iter().filter(Owed::is_open));
        }
        let mut got: Vec<TestDuty> = owed
            .iter()
            .map(|owed| TestDuty {
                duty: owed.duty.clone(),
                of: owed.item.clone(),
                due: owed.due_on,
                escalated_to: owed.escalated(test.on).map(str::to_owned),
            })
            .collect();
        got.sort();
        let owed = owed.into_iter().map(|owed| {
            let is_escalated = owed.escalated(test.on).is_some();
            (owed.version, owed.duty, is_escalated)
        });
        self.owed.extend(owed);
        self.report.checks += 1;
        if got != test.owed {
            let missed = Missed {
                expected: duty_lines(&test.owed),
                got: duty_lines(&got),
            };
            let asked = format!("what is owed on {}", test.on);
            self.fail(file, &test.place, asked, missed, &[]);
        }
    }

    /// The rulebook of a what-if, made once.
    fn replayed(&mut self, id: &str, make: &impl Fn(&str) -> Option<Asker>) -> Option<Asker> {
        if let Some((_, asker)) = self.replays.iter().find(|(made, _)| made == id) {
            return asker.clone();
        }
        let asker = make(id);
        self.replays.push((id.to_owned(), asker.clone()));
        asker
    }

    fn fail(
        &mut self,
        file: &TestFile,
        place: &Place,
        asked: String,
        missed: Missed,
        grounds: &[Ground],
    ) {
        self.report.failures.push(TestFailure {
            file: file.name.clone(),
            place: place.clone(),
            asked,
            expected: missed.expected,
            got: missed.got,
            why: grounds.iter().map(ground_line).collect(),
        });
    }

    fn ask(
        &mut self,
        asker: &Asker,
        file: &TestFile,
        history: &TestHistory,
        names: &mut Names,
        test: &TestAsk,
    ) {
        let item = test.about.as_deref().map(|key| names.intern(key));
        for question in questions(test) {
            let put = Ask {
                question,
                item,
                on: test.on,
                known: test.known.map(|day| self.zone.end_of(day)),
            };
            let answer = if test.given.is_empty() {
                asker.ask(&mut self.scratch, history.subject(names), put)
            } else {
                let facts = given(asker, names, question, &test.given);
                asker.ask_with_facts(&mut self.scratch, question, test.on, &facts, names)
            };
            self.note_decided(&answer.grounds);
            let name = asker.rulebook().vocabulary.questions.get(question.at());
            let name = name.map_or("", |question| &question.name);
            let title = format!("{name} on {}", test.on);
            for missed in missed(file, test, question, &answer) {
                self.report.checks += 1;
                if let Some(missed) = missed {
                    self.fail(file, &test.place, title.clone(), missed, &answer.grounds);
                }
            }
        }
    }

    fn note_decided(&mut self, grounds: &[Ground]) {
        let decisive = grounds.iter().filter(|ground| {
            matches!(
                ground.kind,
                GroundKind::Bar | GroundKind::BarLifted | GroundKind::RequirementUnmet
            ) || ground.kind == GroundKind::Exception
        });
        for clause in decisive.filter_map(|ground| ground.clause.as_ref()) {
            if !self.decided.contains(&clause.place) {
                self.decided.push(clause.place.clone());
            }
        }
    }

    fn division(
        &mut self,
        file: &TestFile,
        history: &TestHistory,
        names: &mut Names,
        test: &TestDivision,
    ) {
        let votes = votes(self.asker, names, test);
        let subject = history.subject(names);
        let outcome = put_to_vote(self.asker, &mut self.scratch, subject, test, &votes);
        let asked = format!("division {}", test.id);
        let Some(outcome) = outcome else {
            let missed = Missed {
                expected: format!("a decision `{}` on {}", test.decision, test.on),
                got: "none".to_owned(),
            };
            self.report.checks += 1;
            self.fail(file, &test.place, asked, missed, &[]);
            return;
        };
        for (_, answer) in &outcome.not_counted {
            self.note_decided(&answer.grounds);
        }
        if let Some(answer) = &outcome.still_barred_by {
            self.note_decided(&answer.grounds);
        }
        for missed in missed_in_division(test, &outcome) {
            self.report.checks += 1;
            if let Some(missed) = missed {
                self.fail(file, &test.place, asked.clone(), missed, &[]);
            }
        }
    }
}

fn duty_lines(duties: &[TestDuty]) -> String {
    let lines: Vec<String> = duties
        .iter()
        .map(|duty| {
            let of = duty.of.as_ref().map(|of| format!(" of {of}"));
            let due = duty.due.map(|due| format!(" by {due}"));
            let to = duty.escalated_to.as_ref();
            let to = to.map(|to| format!(", escalated to {to}"));
            let rest = [of, due, to].map(Option::unwrap_or_default).concat();
            format!("{}{rest}", duty.duty)
        })
        .collect();
    if lines.is_empty() {
        return "nothing".to_owned();
    }
    lines.join(", ")
}

/// Counts the vote of a test's division. `None` when the text of its day has no such decision.
pub fn test_division(
    asker: &Asker,
    scratch: &mut Scratch,
    subject: Subject<'_>,
    names: &mut Names,
    test: &TestDivision,
) -> Option<Outcome> {
    let votes = votes(asker, names, test);
    put_to_vote(asker, scratch, subject, test, &votes)
}

fn put_to_vote(
    asker: &Asker,
    scratch: &mut Scratch,
    subject: Subject<'_>,
    test: &TestDivision,
    votes: &[Vote],
) -> Option<Outcome> {
    let division = Division {
        decision: &test.decision,
        on: test.on,
        known: None,
        seats: test.seats,
        full_size: test.full_size.unwrap_or(test.seats),
        votes,
        reasons_recorded_on: test.reasons_recorded_on,
        item: None,
    };
    asker.division(scratch, subject, &division)
}

fn votes(asker: &Asker, names: &mut Names, test: &TestDivision) -> Vec<Vote> {
    let rulebook = asker.rulebook();
    let (version, _) = asker.version_on(test.on);
    let decisions = version.into_iter().flat_map(|version| &version.decisions);
    let decision = decisions.into_iter().find(|one| one.id == test.decision);
    let question = decision.and_then(|decision| decision.may_vote);
    let about = question.and_then(|question| rulebook.vocabulary.questions.get(question.at()));
    let about = about.map_or(RecordIx(0), |question| question.about);
    let votes = test.votes.iter().map(|vote| {
        let mut facts: Vec<(FactIx, Value)> = Vec::new();
        // Who votes in a test holds a seat unless the test says otherwise.
        let in_post = TestValue::YesNo(true);
        facts.extend(voter_fact(rulebook, names, about, "in_post", &in_post));
        for (name, value) in &vote.facts {
            facts.extend(voter_fact(rulebook, names, about, name, value));
        }
        Vote {
            who: vote.who.clone(),
            cast: vote.vote,
            facts,
        }
    });
    votes.collect()
}

/// What a test says of somebody without a history of their own; what it does not say is no.
fn given(
    asker: &Asker,
    names: &mut Names,
    question: QuestionIx,
    given: &[(String, TestValue)],
) -> Vec<(FactIx, Value)> {
    let rulebook = asker.rulebook();
    let vocabulary = &rulebook.vocabulary;
    let asked = vocabulary.questions.get(question.at());
    let about = asked.map_or(RecordIx(0), |question| question.about);
    let known = vocabulary.records.get(about.at());
    let mut facts: Vec<(FactIx, Value)> = Vec::new();
    for fact in known.iter().flat_map(|record| &record.facts) {
        let said = given.iter().find(|(name, _)| *name == fact.name);
        let value = match (said, fact.kind) {
            (Some((_, value)), _) => value.clone(),
            (None, FactType::YesNo) => TestValue::YesNo(false),
            (None, _) => continue,
        };
        facts.extend(voter_fact(rulebook, names, about, &fact.name, &value));
    }
    facts
}

fn voter_fact(
    rulebook: &Rulebook,
    names: &mut Names,
    record: RecordIx,
    name: &str,
    value: &TestValue,
) -> Option<(FactIx, Value)> {
    let facts = &rulebook.vocabulary.records.get(record.at())?.facts;
    let index = facts.iter().position(|fact| fact.name == name)?;
    let of = facts.get(index)?.kind;
    let value = field_value(rulebook, names, &TestFile::default(), of, value);
    Some((FactIx(u16::try_from(index).ok()?), value))
}

/// The questions that a test asks, each once.
fn questions(test: &TestAsk) -> Vec<QuestionIx> {
    let mut questions: Vec<QuestionIx> = Vec::new();
    let answers = test.answers.iter().map(|(question, _)| *question);
    let because = test.because.iter().map(|(question, _)| *question);
    let cites = test.cites.iter().map(|(question, _)| *question);
    let changes = test.changes_on.iter().map(|(question, _)| *question);
    for question in answers.chain(because).chain(cites).chain(changes) {
        if !questions.contains(&question) {
            questions.push(question);
        }
    }
    questions
}

fn of<T>(list: &[(QuestionIx, T)], question: QuestionIx) -> Option<&T> {
    list.iter()
        .find(|(of, _)| *of == question)
        .map(|(_, expected)| expected)
}

/// One for each expectation: `None` when it is met.
fn missed(
    file: &TestFile,
    test: &TestAsk,
    question: QuestionIx,
    answer: &Answer,
) -> Vec<Option<Missed>> {
    let mut checks = Vec::new();
    if let Some(expected) = of(&test.answers, question) {
        checks.push(differs(truth(*expected).word(), answer.truth.word()));
    }
    if let Some(expected) = of(&test.because, question) {
        checks.push(because(expected, answer));
    }
    if let Some(expected) = of(&test.cites, question) {
        let cited = answer.entries();
        let cited: Vec<&str> = cited
            .iter()
            .filter_map(|number| usize::try_from(*number).ok()?.checked_sub(1))
            .filter_map(|index| file.entries.get(index))
            .map(|entry| entry.id.as_str())
            .collect();
        let all = expected.iter().all(|id| cited.contains(&id.as_str()));
        checks.push((!all).then(|| Missed {
            expected: format!("cites {}", expected.join(", ")),
            got: format!("cites {}", cited.join(", ")),
        }));
    }
    if let Some(expected) = of(&test.changes_on, question) {
        let day = |day: Option<Date>| day.map_or("never".to_owned(), |day| day.to_string());
        checks.push(differs(&day(*expected), &day(answer.changes_on)));
    }
    checks
}

fn differs(expected: &str, got: &str) -> Option<Missed> {
    (expected != got).then(|| Missed {
        expected: expected.to_owned(),
        got: got.to_owned(),
    })
}

/// Exactly these clauses. Of a yes, requirements met and bars lifted may be left out, since a
/// yes rests on all of them and the exceptions used are what a test is about.
fn because(expected: &[String], answer: &Answer) -> Option<Missed> {
    let clauses = |wanted: &dyn Fn(GroundKind) -> bool| {
        let grounds = answer.grounds.iter();
        let grounds = grounds.filter(|ground| wanted(ground.kind) && ground.clause.is_some());
        let mut clauses: Vec<&str> = grounds.map(Ground::clause_id).collect();
        clauses.sort_unstable();
        clauses.dedup();
        clauses
    };
    let all = clauses(&|_| true);
    let must = clauses(&|kind| !matches!(kind, GroundKind::RequirementMet | GroundKind::BarLifted));
    let given: Vec<&str> = expected.iter().map(String::as_str).collect();
    let met = must.iter().all(|clause| given.contains(clause))
        && given.iter().all(|clause| all.contains(clause));
    (!met).then(|| Missed {
        expected: format!("because of {}", expected.join(", ")),
        got: format!("because of {}", all.join(", ")),
    })
}

const fn truth(expected: Expected) -> Truth {
    match expected {
        Expected::Yes => Truth::Yes,
        Expected::No => Truth::No,
        Expected::Undecided => Truth::Undecided,
    }
}

fn missed_in_division(test: &TestDivision, outcome: &Outcome) -> Vec<Option<Missed>> {
    let mut checks = Vec::new();
    let compare = |what: &str, expected: Expected, got: bool| {
        let (expected, got) = (truth(expected).word(), Truth::of(got).word());
        differs(&format!("{what}: {expected}"), &format!("{what}: {got}"))
    };
    if let Some(expected) = test.expect.carried {
        checks.push(compare("carried", expected, outcome.carried()));
    }
    if let Some(expected) = test.expect.quorum {
        let met = outcome.quorum.as_ref().is_none_or(|quorum| quorum.met);
        checks.push(compare("quorum", expected, met));
    }
    if let Some(expected) = &test.expect.not_counted {
        let mut expected = expected.clone();
        let not_counted = outcome.not_counted.iter();
        let mut got: Vec<String> = not_counted.map(|(who, _)| who.clone()).collect();
        expected.sort_unstable();
        got.sort_unstable();
        checks.push(differs(
            &format!("not counted: {}", expected.join(", ")),
            &format!("not counted: {}", got.join(", ")),
        ));
    }
    checks
}

fn ground_line(ground: &Ground) -> String {
    let entries = ground.facts.iter().flat_map(|fact| &fact.entries);
    let mut numbers: Vec<u64> = entries.copied().collect();
    numbers.sort_unstable();
    numbers.dedup();
    let numbers: Vec<String> = numbers.iter().map(|number| format!("E{number}")).collect();
    let cited = if numbers.is_empty() {
        String::new()
    } else {
        format!(" <- {}", numbers.join(", "))
    };
    match &ground.clause {
        Some(clause) => format!("clause {} {}{cited}", clause.id, ground.says),
        None => format!("{}{cited}", ground.says),
    }
}
