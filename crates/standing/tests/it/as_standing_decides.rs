//! The case of M as Standing decides, as `standing demo` tells and serves it: every act that the record takes
//! with the dates that it computes, every act that is refused with its clause.

use std::process::{Command, Stdio};

use serde_json::Value;
use standing_store::testing::Folder;
use standing_web::browser::Browser;

use crate::calendar::Calendar;
use crate::command::{Ended, standing};
use crate::running::Running;

/// Made and told in this year: who joined and left until now decides who holds which office.
const TODAY: &str = "2026-01-20";

fn told(folder: &Folder) -> String {
    let mut demo = Command::new(env!("CARGO_BIN_EXE_standing"));
    let demo = demo.args(["demo", "--as-standing-decides", "--no-serve", "--dir"]);
    let calendar = Calendar::new(TODAY);
    let demo = calendar.rule(demo.arg(folder.path())).stdin(Stdio::null());
    let ended = Ended::from(demo.output().unwrap());
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.out
}

#[test]
fn every_act_is_recorded_or_refused_by_its_clause() {
    let folder = Folder::new();
    let told = told(&folder);
    let (story, _) = told.split_once("made the Example Party").unwrap();
    insta::assert_snapshot!(story.trim_end());

    let place = folder.path().display().to_string();
    let asked = |question: &str, about: &str, on: &str| -> Value {
        let about = ["--about", about, "--on", on, "--json", "--dir", &place];
        let ended = standing(&[&["ask", question][..], &about].concat());
        assert_eq!(ended.code, 0, "{question}: {}", ended.err);
        serde_json::from_str(&ended.out).unwrap()
    };
    // No court was needed.
    let answer = asked("case_open", "case:C1", "2019-08-01");
    assert_eq!(answer["answer"], "no", "{answer:#}");
    let answer = asked("is_suspended", "M", "2019-11-12");
    assert_eq!(answer["answer"], "yes", "{answer:#}");

    let served = Running::server(folder.path());
    let browser = Browser::start().unwrap();
    let m = answer["about"].as_str().unwrap();
    let page = format!("{}/people/{m}?on=2019-11-12", served.site());
    browser.evaluate(&page, 1280, "return null").unwrap();
    // Dates are kept together with no-break spaces.
    let text = browser.text().unwrap().replace('\u{a0}', " ");
    for said in [
        "Suspended since 3 September 2019",
        "Suspension ended, by the case decided. Clause 6.5",
        "Endorsement deferred. Clause 8.9",
        "Closes: 14 November 2019",
    ] {
        assert!(
            text.contains(said),
            "the page does not say `{said}`: {text}"
        );
    }
    // Nothing of it was imported: there is no referral, and no order of a court.
    for unsaid in ["referred", "of no effect"] {
        assert!(!text.contains(unsaid), "the page says `{unsaid}`: {text}");
    }
}
