//! The case of M under the small rulebook: the history with its reasons, and two what-ifs.

use std::fmt::Write as _;
use std::sync::Arc;

use standing_base::{Date, Zone};
use standing_rulebook::{
    Ask, Asker, Citation, Ground, Loaded, Names, RecordIx, Scratch, Subject, TestFile, TestHistory,
    Truth, What, run_tests,
};

use crate::folder::load;

const DATES: &[&str] = &[
    "2019-01-01",
    "2019-02-27",
    "2019-06-26",
    "2019-06-28",
    "2019-09-03",
    "2019-11-06",
    "2019-12-12",
    "2020-03-01",
    "2020-03-02",
    "2020-06-30",
    "2020-07-01",
];
const MEMBER: RecordIx = RecordIx(0);

struct Case {
    loaded: Loaded,
    names: Names,
    file: TestFile,
    history: TestHistory,
}

fn small() -> Loaded {
    load("../../rulebooks/small")
}

fn case(name: &str) -> Case {
    let loaded = small();
    let mut names = loaded.rulebook.texts.clone();
    let file = loaded
        .tests
        .iter()
        .find(|file| file.name == name)
        .unwrap()
        .clone();
    let zone = Zone::new(&loaded.rulebook.timezone).unwrap();
    let history = TestHistory::new(&loaded.rulebook, &mut names, &zone, &file);
    names.intern("C1");
    Case {
        loaded,
        names,
        file,
        history,
    }
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

impl Case {
    fn asker(&self, what_if: Option<&str>) -> Asker {
        let Some(id) = what_if else {
            return Asker::new(Arc::new(self.loaded.rulebook.clone()));
        };
        let overlays = &self.loaded.rulebook.overlays;
        let overlay = overlays.iter().find(|overlay| overlay.id == id).unwrap();
        let changed = self.loaded.with_overlay(overlay, &self.names).unwrap();
        Asker::new(Arc::new(changed))
    }

    fn subject(&self) -> Subject<'_> {
        self.history.subject(&self.names)
    }

    fn ask(&self, asker: &Asker, question: &str, item: Option<&str>, on: Date) -> Ask {
        let _ = self;
        Ask {
            question: asker.question(question).unwrap(),
            item: item.map(|key| self.names.find(key).unwrap()),
            on,
            known: None,
        }
    }

    fn told(&self, asker: &Asker, extra: &[&str]) -> String {
        let mut text = String::new();
        let mut dates: Vec<Date> = DATES.iter().chain(extra).map(|day| date(day)).collect();
        dates.sort_unstable();
        let mut before = dates[0].previous();
        let mut scratch = Scratch::default();
        for day in dates {
            self.day(asker, &mut scratch, (before, day), &mut text);
            before = day;
        }
        self.divisions(asker, &mut scratch, &mut text);
        text
    }

    fn day(
        &self,
        asker: &Asker,
        scratch: &mut Scratch,
        (before, on): (Date, Date),
        text: &mut String,
    ) {
        let stand = asker.stand(scratch, self.subject(), MEMBER, on, None);
        let value = |name: &str| {
            let fact = stand.facts.iter().find(|fact| fact.fact == name).unwrap();
            fact.value.clone()
        };
        writeln!(
            text,
            "\n{on}  standing: {}  (since {})  whip: {}   rulebook {}",
            value("member.status"),
            value("member.status_since"),
            value("member.holds_whip"),
            asker.version_on(on).0.unwrap().id,
        )
        .unwrap();
        for happened in asker.timeline(scratch, self.subject(), MEMBER, on, None) {
            let shown = !matches!(happened.what, What::Set | What::TimerStarted);
            if shown && happened.on > before {
                let clause = happened.clause.as_deref().unwrap_or("");
                let (entry, says) = (happened.entry, &happened.says);
                writeln!(text, "  | clause {clause}   E{entry} {says}").unwrap();
            }
        }
        for limit in &stand.running {
            writeln!(
                text,
                "  | clause {}   E{} will lapse after {} unless {} is held first",
                limit.clause,
                limit.entry,
                limit.last_day.unwrap(),
                limit.unless.join(" or ")
            )
            .unwrap();
        }
        for question in ["endorse", "reselect", "take_part"] {
            let ask = self.ask(asker, question, None, on);
            let answer = asker.ask(scratch, self.subject(), ask);
            let changes = answer
                .changes_on
                .map_or("never".to_owned(), |day| day.to_string());
            let truth = answer.truth.word().to_uppercase();
            writeln!(text, "  {question:<10} {truth} until {changes}").unwrap();
            grounds(&answer.grounds, text);
        }
        let ask = self.ask(asker, "reopen", Some("C1"), on);
        let answer = asker.ask(scratch, self.subject(), ask);
        writeln!(
            text,
            "  (C1)  reopen     {}",
            answer.truth.word().to_uppercase()
        )
        .unwrap();
        grounds(&answer.grounds, text);
    }

    fn divisions(&self, asker: &Asker, scratch: &mut Scratch, text: &mut String) {
        for test in &self.file.divisions {
            let mut names = self.names.clone();
            let outcome =
                standing_rulebook::test_division(asker, scratch, self.subject(), &mut names, test);
            writeln!(
                text,
                "\nMeeting {} on {}: {}",
                test.id, test.on, test.decision
            )
            .unwrap();
            for line in outcome.unwrap().lines() {
                writeln!(text, "  {line}").unwrap();
            }
        }
    }
}

fn grounds(grounds: &[Ground], text: &mut String) {
    for ground in grounds {
        let Some(clause) = &ground.clause else {
            writeln!(text, "     {}", ground.says).unwrap();
            continue;
        };
        let (id, says, kind) = (&clause.id, &ground.says, ground.kind);
        let (file, line) = (&clause.place.file, clause.place.line);
        writeln!(
            text,
            "     clause {id:<6} {says}   ({kind:?}) [{file}:{line}]"
        )
        .unwrap();
        for through in &ground.through {
            writeln!(text, "        as defined by clause {through}").unwrap();
        }
        for fact in &ground.facts {
            citation(fact, text);
        }
        for param in &ground.params {
            let (name, value, clause) = (&param.name, &param.value, &param.clause);
            writeln!(text, "        {name} = {value} <- clause {clause}").unwrap();
        }
    }
}

fn citation(fact: &Citation, text: &mut String) {
    let item = fact
        .item
        .as_ref()
        .map_or(String::new(), |item| format!(" ({item})"));
    write!(text, "        {}{item} = {}", fact.fact, fact.value).unwrap();
    if fact.nothing_recorded {
        write!(text, " (nothing recorded)").unwrap();
    }
    for entry in &fact.entries {
        write!(text, "  <- E{entry}").unwrap();
    }
    if let Some(clause) = &fact.clause {
        write!(text, ", clause {clause}").unwrap();
    }
    if let Some(note) = &fact.note {
        write!(text, " {note}").unwrap();
    }
    writeln!(text).unwrap();
}

#[test]
fn the_rulebooks_own_tests_pass_and_say_which_rules_they_never_use() {
    let case = case("case-m");
    let asker = case.asker(None);
    let report = run_tests(&asker, &case.names, &case.loaded.tests, |id| {
        Some(case.asker(Some(id)))
    });
    assert_eq!(report.failures, Vec::new());
    assert!(report.checks > 12, "{}", report.checks);
    let idle: Vec<String> = report
        .never_decided
        .iter()
        .map(|rule| {
            format!(
                "{} {} {:?}:{}",
                rule.version, rule.clause, rule.kind, rule.place.line
            )
        })
        .collect();
    insta::assert_debug_snapshot!(idle);
}

#[test]
fn the_history_of_m_with_reasons() {
    let case = case("case-m");
    insta::assert_snapshot!(case.told(&case.asker(None), &[]));
}

#[test]
fn what_if_a_suspension_lapsed_after_sixty_days() {
    let case = case("case-m");
    let asker = case.asker(Some("lapse-60"));
    insta::assert_snapshot!(case.told(&asker, &["2019-04-29", "2019-11-03"]));
}

#[test]
fn what_if_a_suspension_lapsed_after_ninety_days() {
    let case = case("case-m");
    let asker = case.asker(Some("lapse-90"));
    insta::assert_snapshot!(case.told(&asker, &["2019-05-29", "2019-12-03"]));
}

#[test]
fn an_act_is_judged_by_the_record_of_its_day_and_today_by_todays() {
    let case = case("case-m-late-hearing");
    let asker = case.asker(Some("lapse-60"));
    let zone = Zone::new("Europe/London").unwrap();
    let mut scratch = Scratch::default();
    for (known, status, clauses) in [
        ("2019-11-06", "member", vec!["8.4.b"]),
        ("2019-12-01", "suspended", vec!["8.4.a", "8.4.b"]),
    ] {
        let known = Some(zone.end_of(date(known)));
        let on = date("2019-11-06");
        let stand = asker.stand(&mut scratch, case.subject(), MEMBER, on, known);
        assert_eq!(stand.facts[0].value, status);
        let ask = Ask {
            known,
            ..case.ask(&asker, "endorse", None, on)
        };
        let answer = asker.ask(&mut scratch, case.subject(), ask);
        assert_eq!(answer.truth, Truth::No);
        let cited: Vec<&str> = answer
            .grounds
            .iter()
            .filter_map(|ground| ground.clause.as_ref())
            .map(|clause| clause.id.as_str())
            .collect();
        assert_eq!(cited, clauses);
    }
}

#[test]
fn grounds_change_although_the_answer_does_not() {
    let case = case("case-m");
    let asker = case.asker(None);
    let mut scratch = Scratch::default();
    let ask = case.ask(&asker, "endorse", None, date("2019-11-06"));
    let answer = asker.ask(&mut scratch, case.subject(), ask);
    assert_eq!(answer.truth, Truth::No);
    assert_eq!(answer.changes_on, Some(date("2020-03-02")));
    let from_the_start = Ask {
        on: date("2010-05-06"),
        ..ask
    };
    let intervals = asker.intervals(&mut scratch, case.subject(), from_the_start);
    let days: Vec<String> = intervals
        .iter()
        .map(|(day, answer)| format!("{day} {}", answer.truth.word()))
        .collect();
    insta::assert_debug_snapshot!(days);
}
