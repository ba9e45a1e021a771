//! What answers say, on small histories under the rich rulebook and the small one.

use std::fmt::Write as _;
use std::sync::Arc;

use standing_base::{Date, Fraction, Instant, Zone};
use standing_rulebook::{
    Answer, Ask, Asker, Base, Corpus, Division, Entry, FactIx, Ground, GroundKind, Loaded,
    MajorityRule, Names, RecordIx, Rulebook, Scratch, TestHistory, Threshold, Truth, Value, Vote,
    VoteCast, Wanted, What, run_tests,
};

use crate::folder::load_with;

const MEMBER: RecordIx = RecordIx(0);

/// A subject whose entries are written as in a test file.
struct Told {
    loaded: Loaded,
    names: Names,
    asker: Asker,
    history: TestHistory,
    zone: Zone,
}

fn told(folder: &str, entries: &str) -> Told {
    let loaded = load_with(folder, &[("tests/here.toml", entries)]);
    let zone = Zone::new(&loaded.rulebook.timezone).unwrap();
    let mut names = loaded.rulebook.texts.clone();
    let file = loaded
        .tests
        .iter()
        .find(|file| file.name == "here")
        .unwrap();
    let history = TestHistory::new(&loaded.rulebook, &mut names, &zone, file);
    Told {
        asker: Asker::new(Arc::new(loaded.rulebook.clone())),
        loaded,
        names,
        history,
        zone,
    }
}

/// `2018-02-01 admitted`, `2018-02 case_opened case="C1"`, `2018-02-03>2018-04-01 ...` (recorded
/// later), a line each.
fn rich(lines: &[&str]) -> Told {
    let mut text = String::new();
    for (number, line) in (1..).zip(lines) {
        let mut words = line.split(' ');
        let day = words.next().unwrap();
        let (on, recorded) = day.split_once('>').unwrap_or((day, ""));
        writeln!(text, "[[entry]]\nid = \"E{number}\"\non = \"{on}\"").unwrap();
        if !recorded.is_empty() {
            writeln!(text, "recorded = {recorded}").unwrap();
        }
        writeln!(text, "what = \"{}\"", words.next().unwrap()).unwrap();
        for field in words {
            writeln!(text, "{field}").unwrap();
        }
    }
    told("tests/asking/rich", &text)
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

impl Told {
    fn known(&self, day: &str) -> Option<Instant> {
        (!day.is_empty()).then(|| self.zone.end_of(date(day)))
    }

    /// `question`, `question about C1`.
    fn put(&self, question: &str, on: &str, known: &str) -> Ask {
        let (question, item) = question.split_once(" about ").unwrap_or((question, ""));
        let mut names = self.names.clone();
        Ask {
            question: self.asker.question(question).unwrap(),
            item: (!item.is_empty()).then(|| names.intern(item)),
            on: date(on),
            known: self.known(known),
        }
    }

    fn ask(&self, question: &str, on: &str, known: &str) -> Answer {
        let mut names = self.names.clone();
        let ask = self.put(question, on, known);
        if let Some((_, item)) = question.split_once(" about ") {
            names.intern(item);
        }
        let subject = self.history.subject(&names);
        self.asker.ask(&mut Scratch::default(), subject, ask)
    }
}

fn says(answer: &Answer) -> Vec<String> {
    let grounds = answer.grounds.iter();
    grounds.map(|ground| ground.says.clone()).collect()
}

fn only(answer: &Answer) -> &Ground {
    assert_eq!(answer.grounds.len(), 1, "{answer:#?}");
    &answer.grounds[0]
}

#[test]
fn an_act_declared_of_no_effect_never_was_once_that_is_known() {
    let member = rich(&[
        "2017-03-01 admitted",
        "2017-05-01 case_opened case=\"C1\"",
        "2017-06-01 case_decided case=\"C1\"",
        "2017-07-01 case_reopened case=\"C1\" ground=\"fraud\"",
        "2017-10-10 order_made act=\"E4\"",
        "2018-02-01 order_made act=\"E5\"",
    ]);
    for (on, known, expected) in [
        ("2017-08-01", "2017-08-01", Truth::Yes),
        ("2017-08-01", "2017-11-01", Truth::No),
        ("2017-12-01", "2017-11-01", Truth::No),
        // The order is of no effect itself.
        ("2017-08-01", "2018-02-01", Truth::Yes),
    ] {
        let answer = member.ask("case_open about C1", on, known);
        assert_eq!(answer.truth, expected, "{on} {known}");
    }
    let answer = member.ask("case_open about C1", "2017-08-01", "2017-11-01");
    let fact = &only(&answer).facts[0];
    assert_eq!(
        (fact.fact.as_str(), fact.value.as_str()),
        ("case.state", "decided")
    );
    assert_eq!(fact.entries, [3]);
    let annulled: Vec<(u64, u64)> = fact.annulled.iter().map(|one| (one.act, one.by)).collect();
    assert_eq!(annulled, [(4, 5)]);
}

#[test]
fn an_act_can_be_of_no_effect_from_a_date_on() {
    let member = rich(&[
        "2017-03-01 admitted",
        "2017-05-01 suspension_imposed suspension=\"S1\" case=\"C1\"",
        "2017-05-12 order_made act=\"E2\" from=2017-05-10",
    ]);
    let before = member.ask("vote", "2017-05-09", "");
    assert_eq!(
        (before.truth, only(&before).kind),
        (Truth::No, GroundKind::Bar)
    );
    assert_eq!(before.changes_on, Some(date("2017-05-10")));
    // Paid nothing: the bar is gone, what remains cannot be decided.
    assert_eq!(member.ask("vote", "2017-05-10", "").truth, Truth::Undecided);
}

#[test]
fn an_act_that_was_not_allowed_has_effect_and_is_marked() {
    let member = rich(&[
        "2017-03-01 admitted",
        "2017-05-01 case_opened case=\"C1\"",
        "2017-06-01 case_decided case=\"C1\"",
        "2017-07-01 case_reopened case=\"C1\"",
    ]);
    let answer = member.ask("case_open about C1", "2017-08-01", "");
    assert_eq!(answer.truth, Truth::Yes);
    let marks = &only(&answer).facts[0].marks;
    assert_eq!(marks.len(), 1);
    assert_eq!((marks[0].entry, marks[0].clause.as_str()), (4, "4"));
    assert_eq!(marks[0].says, "no ground");
    let happened = member.asker.timeline(
        &mut Scratch::default(),
        member.history.subject(&member.names),
        MEMBER,
        date("2017-08-01"),
        None,
    );
    let not_allowed = happened
        .iter()
        .find(|one| one.what == What::NotAllowed)
        .unwrap();
    assert_eq!(
        (not_allowed.entry, not_allowed.says.as_str()),
        (4, "was not allowed: no ground")
    );
    // With a ground that the act itself carries, it is allowed.
    let member = rich(&[
        "2017-03-01 admitted",
        "2017-05-01 case_opened case=\"C1\"",
        "2017-06-01 case_decided case=\"C1\"",
        "2017-07-01 case_reopened case=\"C1\" ground=\"fraud\"",
    ]);
    let answer = member.ask("case_open about C1", "2017-08-01", "");
    assert_eq!(only(&answer).facts[0].marks, Vec::new());
}

#[test]
fn an_answer_that_rests_on_a_missing_day_says_so_and_no_other_does() {
    let member = rich(&[
        "2016 admitted",
        "2017-01-01 subscription_paid until=2018-12-31",
        "2017-02 suspension_imposed suspension=\"S1\" case=\"C1\"",
        "2017-02-16 hearing case=\"C1\"",
        "2017-06-01 suspension_ended suspension=\"S1\"",
    ]);
    let answer = member.ask("vote", "2017-02-10", "");
    assert_eq!(answer.truth, Truth::Undecided);
    let ground = only(&answer);
    assert_eq!(ground.kind, GroundKind::DependsOnPartialDate);
    assert_eq!(
        ground.says,
        "the answer depends on the day of entry 3 (suspension_imposed), of which only 2017-02 is \
         recorded: no if it was on 2017-02-01 or later, yes if it was on 2017-02-11 or later"
    );
    assert_eq!(ground.facts[0].entries, [3]);
    // Whichever day it was.
    for (on, truth) in [
        ("2017-01-31", Truth::Yes),
        ("2017-02-28", Truth::No),
        // Imposed after the hearing, it has lapsed by now or not; before it, it runs on.
        ("2017-03-10", Truth::Undecided),
        ("2017-06-01", Truth::Yes),
    ] {
        assert_eq!(member.ask("vote", on, "").truth, truth, "{on}");
    }
    let ended = member.ask("endorse", "2017-06-01", "");
    assert_eq!(ended.truth, Truth::Yes);
    // A date that is only a year is told as a year.
    assert!(
        says(&ended)[0].contains("date of admission: 2016"),
        "{:?}",
        says(&ended)
    );
    assert!(!says(&ended)[0].contains("2016-01-01"));
}

#[test]
fn what_nobody_recorded_is_named() {
    let member = rich(&["2017-03-01 admitted", "2017-03-01 whip_given"]);
    let answer = member.ask("loyal", "2017-04-01", "");
    assert_eq!(answer.truth, Truth::Undecided);
    assert_eq!(
        says(&answer),
        ["cannot be decided: nothing is recorded of: points; has been ordained"]
    );
    let answer = member.ask("case_open about C9", "2017-04-01", "");
    assert_eq!(
        (answer.truth, only(&answer).kind),
        (Truth::Undecided, GroundKind::NotOnRecord)
    );
    let answer = member.ask("case_open", "2017-04-01", "");
    assert_eq!(
        says(&answer),
        ["the question is about one case: name it by its key"]
    );
}

#[test]
fn a_yes_tells_the_exception_and_the_bar_it_lifted() {
    let member = rich(&[
        "2017-03-01 admitted",
        "2018-01-20 case_opened case=\"C1\" grave=true",
    ]);
    let answer = member.ask("endorse", "2018-01-25", "");
    assert_eq!(answer.truth, Truth::Yes);
    let kinds: Vec<(GroundKind, &str)> = answer
        .grounds
        .iter()
        .map(|ground| (ground.kind, ground.clause.as_ref().unwrap().id.as_str()))
        .collect();
    assert_eq!(
        kinds,
        [
            (GroundKind::RequirementMet, "1"),
            (GroundKind::Exception, "5"),
            (GroundKind::BarLifted, "4"),
        ]
    );
    let lifted = answer.grounds[2].clause.as_ref().unwrap();
    assert_eq!(lifted.lifted_by.as_deref(), Some("5"));
    // The tenth day after it was opened is the first on which the exception does not hold.
    assert_eq!(answer.changes_on, Some(date("2018-01-30")));
}

#[test]
fn an_exception_that_cannot_be_decided_leaves_the_bar_and_says_so() {
    let member = rich(&["2017-03-01 admitted", "2018-02-20 case_opened case=\"C1\""]);
    let answer = member.ask("endorse", "2018-04-25", "");
    assert_eq!(answer.truth, Truth::No);
    let ground = only(&answer);
    assert_eq!(ground.kind, GroundKind::Bar);
    assert_eq!(
        ground.says,
        "case C1 open since 2018-02-20 (clause 5 might lift this, but it cannot be decided)"
    );
    assert_eq!(ground.undecided_exceptions[0].facts[0].fact, "case.grave");
}

#[test]
fn several_suspensions_run_at_once_each_with_its_own_limits() {
    let member = rich(&[
        "2018-01-16 admitted",
        "2018-04-20 suspension_imposed suspension=\"S1\" case=\"C1\" review_on=2018-06-01",
        "2018-04-24 suspension_imposed suspension=\"S2\" case=\"C2\"",
        "2018-04-27 hearing case=\"C2\"",
    ]);
    let stand = |on: &str| {
        let subject = member.history.subject(&member.names);
        let stand = member
            .asker
            .stand(&mut Scratch::default(), subject, MEMBER, date(on), None);
        let running = stand.running.iter().map(|limit| {
            let item = limit.item.clone().unwrap_or_default();
            format!(
                "{} of {item} until {}",
                limit.timer,
                limit.last_day.unwrap_or(Date::MAX)
            )
        });
        running.collect::<Vec<_>>()
    };
    assert_eq!(
        stand("2018-04-30"),
        [
            "review of S1 until 2018-06-01",
            "lapse of S1 until 2018-05-05",
            "review of S2 until 9999-12-31",
        ]
    );
    // From 1 May the new text governs what runs: 8 days from 20 April have passed.
    assert_eq!(stand("2018-05-01"), ["review of S2 until 9999-12-31"]);
    let answer = member.ask("vote", "2018-04-30", "");
    assert_eq!(
        says(&answer)[0],
        "suspended since 2018-04-20; suspended since 2018-04-24"
    );
    assert_eq!(answer.changes_on, Some(date("2018-05-01")));
    let answer = member.ask("vote", "2018-05-01", "");
    assert_eq!(says(&answer), ["suspended since 2018-04-24"]);
}

#[test]
fn of_two_limits_past_on_one_day_the_earlier_one_takes_effect() {
    let member = rich(&[
        "2017-03-01 admitted",
        "2017-05-01 suspension_imposed suspension=\"S1\" case=\"C1\"",
        // The last day of the lapse; on the next, the day of review is past as well.
        "2017-05-20 review_set suspension=\"S1\" review_on=2017-05-10",
    ]);
    let state = |on: &str| {
        let subject = member.history.subject(&member.names);
        let stand = member
            .asker
            .stand(&mut Scratch::default(), subject, MEMBER, date(on), None);
        stand.items[0].facts[0].clone()
    };
    assert_eq!(state("2017-05-20").value, "running");
    let ended = state("2017-05-21");
    assert_eq!(
        (ended.value.as_str(), ended.entries.as_slice()),
        ("ended", &[2][..])
    );
    assert_eq!(
        ended.note.as_deref(),
        Some("lapsed: the day of review passed on 2017-05-10 (rulebook a)")
    );
}

#[test]
fn a_day_before_the_first_text_is_answered_by_the_first_and_says_so() {
    let member = rich(&[
        "2015-03-01 admitted",
        "2016-12-01 subscription_paid until=2016-12-31",
    ]);
    let answer = member.ask("vote", "2016-12-20", "");
    assert_eq!((answer.truth, answer.version.as_str()), (Truth::Yes, "a"));
    assert!(answer.before_first_version);
    assert!(!member.ask("vote", "2017-01-01", "").before_first_version);
}

#[test]
fn a_failing_test_tells_what_was_got_and_why() {
    let text = "[[entry]]\nid = \"A\"\non = 2017-03-01\nwhat = \"admitted\"\n\
                [[ask]]\non = 2017-03-10\nanswers = { endorse = \"yes\", vote = \"no\" }\n\
                because = { endorse = [\"4\"] }\ncites = { endorse = [\"A\"] }\n\
                changes_on = { endorse = 2017-03-31 }\n";
    let member = told("tests/asking/rich", text);
    let report = run_tests(&member.asker, &member.names, &member.loaded.tests, |_| None);
    let told: Vec<String> = report
        .failures
        .iter()
        .map(|one| {
            format!(
                "{}: {}, got {} [{}]",
                one.asked,
                one.expected,
                one.got,
                one.why.join("; ")
            )
        })
        .collect();
    assert_eq!(report.checks, 5);
    assert_eq!(
        told,
        [
            "endorse on 2017-03-10: yes, got no [clause 1 a member only since 2017-03-01 <- E1]",
            "endorse on 2017-03-10: because of 4, got because of 1 \
             [clause 1 a member only since 2017-03-01 <- E1]",
            "vote on 2017-03-10: no, got undecided [clause 1 cannot be decided: nothing is \
             recorded of: subscription paid until]",
        ]
    );
}

/// Two members as a register has them: M, and somebody with nothing to tell.
fn party(member: &Told) -> Corpus {
    let mut corpus = Corpus::default();
    corpus.names = member.names.clone();
    for entries in [
        member.history.entries.as_slice(),
        &member.history.entries[..1],
    ] {
        for entry in entries {
            let kind = &member.loaded.rulebook.vocabulary.entries[entry.kind.at()];
            let mut fields_at = None;
            for field in 0..kind.fields.len() {
                let value = member.history.arena[entry.fields_at as usize + field];
                let at = corpus.push_value(value);
                fields_at.get_or_insert(at);
            }
            corpus.push_entry(Entry {
                fields_at: fields_at.unwrap_or(0),
                ..*entry
            });
        }
        corpus.end_subject();
    }
    corpus
}

#[test]
fn a_what_if_lists_whose_answers_differ_and_which_acts_become_moot() {
    let entries = std::fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../rulebooks/small/tests/case-m.toml"),
    );
    let member = told("../../rulebooks/small", &entries.unwrap());
    let overlay = member
        .loaded
        .rulebook
        .overlays
        .iter()
        .find(|one| one.id == "lapse-60");
    let changed = member
        .loaded
        .with_overlay(overlay.unwrap(), &member.names)
        .unwrap();
    let changed = Asker::new(Arc::new(changed));
    let corpus = party(&member);
    let wanted: Vec<Wanted> = ["endorse", "take_part"]
        .iter()
        .map(|name| Wanted {
            question: member.asker.question(name).unwrap(),
            item: None,
        })
        .collect();
    let mut scratch = Scratch::default();
    let found = member
        .asker
        .what_if(&changed, &mut scratch, &corpus, None, &wanted, corpus.all());
    // Endorsement is barred all the while by the open case: only taking part differs.
    let told: Vec<String> = found
        .differences
        .iter()
        .map(|one| {
            let until = one.until.map_or("on".to_owned(), |day| day.to_string());
            let (was, would_be) = (one.was.word(), one.would_be.word());
            format!(
                "{} {}: {was}, would be {would_be} {} to {until}",
                one.subject, one.wanted, one.from
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "0 1: no, would be yes 2019-04-29 to 2019-06-26",
            "0 1: no, would be yes 2019-11-03 to 2020-03-02",
        ]
    );
    assert_eq!(found.subjects(), 1);
    let moot: Vec<(u64, u8, u8)> = found
        .moot
        .iter()
        .map(|one| (one.entry, one.moved, one.would_move))
        .collect();
    assert_eq!(moot, [(7, 1, 0)]);
    // A roll counts the same answers as asking one by one.
    let ask = member.put("take_part", "2019-05-10", "");
    let mut answers = Vec::new();
    let counts = changed.roll(&mut scratch, &corpus, ask, corpus.all(), |_, truth| {
        answers.push(truth);
    });
    assert_eq!(answers, [Truth::Yes, Truth::Undecided]);
    assert_eq!((counts.yes, counts.no, counts.undecided), (1, 0, 1));
}

/// 6 for, 3 against, 1 abstention, 1 for who brought the complaint.
fn votes(rulebook: &Rulebook) -> Vec<Vote> {
    let mut records = rulebook.vocabulary.records.iter();
    let record = records.find(|record| record.name == "voter").unwrap();
    let fact = |name: &str, yes: bool| {
        let index = record.facts.iter().position(|fact| fact.name == name);
        let index = u16::try_from(index.unwrap()).unwrap();
        (FactIx(index), Value::YesNo(yes))
    };
    let mut votes = Vec::new();
    for (count, cast, complainant) in [
        (6, VoteCast::For, false),
        (3, VoteCast::Against, false),
        (1, VoteCast::Abstain, false),
        (1, VoteCast::For, true),
    ] {
        for _ in 0..count {
            votes.push(Vote {
                who: format!("V{}", votes.len() + 1),
                cast,
                facts: vec![fact("in_post", true), fact("complainant", complainant)],
            });
        }
    }
    votes
}

#[test]
fn majorities_are_of_whom_the_rulebook_says() {
    let member = told("../../rulebooks/small", "");
    let two_thirds = Threshold::AtLeast(Fraction::new(2, 3).unwrap());
    let votes = votes(&member.loaded.rulebook);
    let division = Division {
        decision: "endorse_candidate",
        on: date("2019-11-06"),
        known: None,
        seats: 14,
        full_size: 18,
        votes: &votes,
        reasons_recorded_on: Some(date("2019-11-14")),
        item: None,
    };
    for (rule, needed, carried) in [
        (MajorityRule::MoreForThanAgainst(1), 4, true),
        (MajorityRule::MoreForThanAgainst(3), 10, false),
        (MajorityRule::Of(two_thirds, Base::Cast), 6, true),
        (
            MajorityRule::Of(two_thirds, Base::CastWithAbstentions),
            7,
            false,
        ),
        (MajorityRule::Of(two_thirds, Base::Present), 7, false),
        (MajorityRule::Of(two_thirds, Base::EntitledToVote), 9, false),
        (MajorityRule::Of(two_thirds, Base::FullSize), 12, false),
    ] {
        let mut rulebook = member.loaded.rulebook.clone();
        rulebook.versions[0].decisions[0].majority.rule = rule;
        let asker = Asker::new(Arc::new(rulebook));
        let subject = member.history.subject(&member.names);
        let outcome = asker.division(&mut Scratch::default(), subject, &division);
        let outcome = outcome.unwrap();
        assert_eq!(
            (outcome.tally.present, outcome.tally.entitled()),
            (10, 13),
            "{rule:?}"
        );
        assert_eq!(
            (outcome.majority.needed, outcome.carried()),
            (needed, carried),
            "{rule:?}"
        );
        let quorum = outcome.quorum.unwrap();
        assert_eq!((quorum.base, quorum.needed, quorum.met), (13, 7, true));
        // Due on the 13th, recorded on the 14th.
        assert_eq!(outcome.reasons.unwrap().in_time, Truth::No);
    }
}
