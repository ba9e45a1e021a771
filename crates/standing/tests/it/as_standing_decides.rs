//! The case of M as Standing decides, as `standing demo` tells and serves it: every act that the record takes
//! with the dates that it computes, every act that is refused with its clause.

use std::process::{Command, Stdio};

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
fn every_act_is_recorded_with_its_dates_or_refused_by_its_clause_and_the_record_shows_it() {
    let folder = Folder::new();
    let told = told(&folder);
    let (story, _) = told.split_once("made the Example Party").unwrap();
    insta::assert_snapshot!(story.trim_end());

    let place = folder.path().display().to_string();
    let asked = |question: &str, about: &str, on: &str| {
        let about = ["--about", about, "--on", on, "--dir", &place];
        let ended = standing(&[&["ask", question][..], &about].concat());
        ended.out.split(':').next().unwrap_or_default().to_owned()
    };
    // No court was needed.
    assert_eq!(asked("case_open", "case:C1", "2019-08-01"), "NO");
    assert_eq!(asked("is_suspended", "M", "2019-08-01"), "NO");
    assert_eq!(asked("endorse", "M", "2019-11-06"), "NO");
    assert_eq!(asked("holds_whip", "M", "2019-06-27"), "YES");
    // The others lived on.
    assert_eq!(asked("is_member", "10001", "2025-06-01"), "YES");

    let served = Running::server(folder.path());
    let browser = Browser::start().unwrap();
    let find = format!("{}/search?q=M", served.site());
    browser.evaluate(&find, 1280, "return null").unwrap();
    let page = browser.text().unwrap();
    assert!(page.contains('M'), "{page}");
}
