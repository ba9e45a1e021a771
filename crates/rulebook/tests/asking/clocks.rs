//! What an entry would set running, told before it is made, against what it did once it was.

use std::sync::Arc;

use standing_base::{Counting, Date, Zone};
use standing_rulebook::{
    Asker, Clock, Clocked, History, Names, Owed, RecordIx, RunningLimit, Scratch, Subject,
    TestHistory, Value,
};

use crate::folder::{load, load_with};

const MEMBER: RecordIx = RecordIx(0);

/// What runs about a member on a day.
fn runs(
    asker: &Asker,
    names: &Names,
    history: History<'_>,
    on: Date,
) -> (Vec<Owed>, Vec<RunningLimit>) {
    let mut scratch = Scratch::default();
    let subject = Subject { history, names };
    let mut owed = asker.duties(&mut scratch, subject, MEMBER, on, None);
    owed.retain(Owed::is_open);
    let stand = asker.stand(&mut scratch, subject, MEMBER, on, None);
    (owed, stand.running)
}

#[test]
fn what_was_told_before_an_entry_is_what_ran_after_it() {
    let mut compared = 0;
    for folder in ["example-party", "small"] {
        let loaded = load(&format!("../../rulebooks/{folder}"));
        let asker = Asker::new(Arc::new(loaded.rulebook.clone()));
        let zone = Zone::new(&loaded.rulebook.timezone).unwrap();
        for file in &loaded.tests {
            let mut names = loaded.rulebook.texts.clone();
            let own = TestHistory::new(&loaded.rulebook, &mut names, &zone, file);
            for (index, entry) in own.entries.iter().enumerate() {
                let kind = &loaded.rulebook.vocabulary.entries[entry.kind.at()];
                if kind.annuls.is_some() {
                    continue;
                }
                let until = |count: usize| History {
                    entries: &own.entries[..count],
                    arena: &own.arena,
                };
                let told = asker.clocks(entry.kind, entry.on, |field| {
                    let at = kind.fields.iter().position(|(name, _)| name == field)?;
                    match own.arena[entry.fields_at as usize + at] {
                        Value::Date(date) => Some(date),
                        _ => None,
                    }
                });
                let begins = |id: &str, last: Option<Date>| {
                    let mut begins = told.begins.iter();
                    begins.any(|clock| clock.id == id && clock.last_day == last)
                };
                let (owed_before, ran_before) = runs(&asker, &names, until(index), entry.on);
                let (owed, ran) = runs(&asker, &names, until(index + 1), entry.on);
                let place = format!("{folder}, {}, entry {}", file.name, entry.number);
                for duty in owed.iter().filter(|duty| duty.began_by == entry.number) {
                    assert!(begins(&duty.duty, duty.due_on), "{place}: {duty:?}");
                    compared += 1;
                }
                for limit in ran.iter().filter(|limit| limit.entry == entry.number) {
                    assert!(begins(&limit.timer, limit.last_day), "{place}: {limit:?}");
                    compared += 1;
                }
                let is_begun = |id: &str| told.begins.iter().any(|clock| clock.id == id);
                for duty in owed_before.iter().filter(|duty| !owed.contains(duty)) {
                    let ends = told.ends_duties.contains(&duty.duty) || is_begun(&duty.duty);
                    assert!(ends, "{place}: {duty:?}");
                    compared += 1;
                }
                for limit in ran_before.iter().filter(|limit| !ran.contains(limit)) {
                    let ends = told.ends_timers.contains(&limit.timer) || is_begun(&limit.timer);
                    assert!(ends, "{place}: {limit:?}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 50, "only {compared} clocks were compared");
}

#[test]
fn a_suspension_sets_running_what_the_text_of_its_day_says() {
    let loaded = load("../../rulebooks/example-party");
    let asker = Asker::new(Arc::new(loaded.rulebook.clone()));
    let kind = loaded
        .rulebook
        .vocabulary
        .entry("suspension_imposed")
        .unwrap();
    let day = |text: &str| text.parse::<Date>().unwrap();
    let told = |on: &str, given: &[(&str, &str)]| -> Vec<(String, Option<Date>)> {
        let given = |field: &str| {
            let found = given.iter().find(|(name, _)| *name == field);
            found.map(|(_, text)| day(text))
        };
        let begins = asker.clocks(kind, day(on), given).begins;
        let clocks = begins.into_iter();
        clocks.map(|clock| (clock.id, clock.last_day)).collect()
    };
    let of = |review: &str, lapse: &str, term: Option<&str>| {
        vec![
            ("review_the_suspension".to_owned(), Some(day(review))),
            ("suspension_lapse".to_owned(), Some(day(lapse))),
            ("suspension_term".to_owned(), term.map(day)),
        ]
    };
    // 180 days under the text of 2018, 120 under that of 2020.
    let first = of("2019-03-27", "2019-08-26", None);
    assert_eq!(told("2019-02-27", &[]), first);
    let second = of("2020-03-30", "2020-06-30", None);
    assert_eq!(told("2020-03-02", &[]), second);
    // A date in the notice goes before the length of the clause.
    let given = [("review_on", "2019-03-10"), ("ends_on", "2019-05-01")];
    let third = of("2019-03-10", "2019-08-26", Some("2019-05-01"));
    assert_eq!(told("2019-02-27", &given), third);
    // And the row says who owes it, how it is counted, and what keeps it from running out.
    let clocks = asker.clocks(kind, day("2019-02-27"), |_| None);
    let [review, lapse, term] = &clocks.begins[..] else {
        panic!("{clocks:?}");
    };
    let length = |clock: &Clock| clock.length.map(|length| length.to_string());
    assert_eq!(
        (length(review).as_deref(), review.clause.as_str()),
        (Some("28 days"), "6.2")
    );
    assert_eq!(review.counting, Counting::Clear);
    assert!(matches!(&review.what, Clocked::Duty { owed_by, .. } if owed_by == "disputes_panel"));
    assert_eq!(
        lapse.what,
        Clocked::Timer {
            track: "suspension.state".to_owned(),
            then: "lapsed".to_owned(),
            unless: vec!["hearing".to_owned(), "review".to_owned()],
        }
    );
    assert_eq!(
        (term.until.as_deref(), length(term)),
        (Some("ends_on"), None)
    );
}

#[test]
fn a_duty_in_working_days_leaves_out_the_holidays_of_the_organisation() {
    let manifest = include_str!("../../../../rulebooks/example-party/rulebook.toml");
    let closed = "[counting]\nholidays = [2019-12-25, 2019-12-26, 2020-01-01]";
    let manifest = manifest.replacen("[counting]", closed, 1);
    let files = [("rulebook.toml", manifest.as_str())];
    let loaded = load_with("../../rulebooks/example-party", &files);
    let asker = Asker::new(Arc::new(loaded.rulebook.clone()));
    let kind = loaded.rulebook.vocabulary.entry("case_opened").unwrap();
    for (on, last) in [
        ("2019-12-20", "2019-12-31"),
        ("2019-12-24", "2020-01-03"),
        // On a holiday, or on a Saturday.
        ("2019-12-25", "2020-01-03"),
        ("2019-12-28", "2020-01-06"),
        ("2020-01-02", "2020-01-09"),
        // Over 29 February, a Saturday, and over the end of daylight saving.
        ("2020-02-28", "2020-03-06"),
        ("2019-10-25", "2019-11-01"),
    ] {
        let begins = asker.clocks(kind, on.parse().unwrap(), |_| None).begins;
        let tell = begins.iter().find(|clock| clock.id == "tell_the_member");
        let day = tell.unwrap().last_day.unwrap();
        assert_eq!(day.to_string(), last, "five working days from {on}");
    }
}
