//! The demo as a newcomer meets it: served, in a real browser, on a phone and on a desk.

use standing_web::browser::Browser;

use crate::command::Demo;
use crate::running::Running;
use crate::story::ROWS;

fn served() -> Running {
    let [sqlite, ..] = Demo::both() else {
        panic!("two engines")
    };
    Running::server_at(&sqlite.args(&[]))
}

#[test]
fn every_page_of_the_demo_is_accessible_and_fits_a_phone_and_a_desk() {
    let [sqlite, ..] = Demo::both() else {
        panic!("two engines")
    };
    let m = sqlite.ask("is_member", "M", "2019-11-06", None);
    let m = m["about"].as_str().unwrap();
    let served = served();
    let browser = Browser::start().unwrap();
    let pages = [
        String::new(),
        "ask?question=endorse&about=M&on=2019-11-06&known=2019-11-06".to_owned(),
        "ask?question=is_suspended&about=M&on=2019-06-27".to_owned(),
        "ask?question=case_open&about=case:C1&on=2019-08-01&known=2019-08-01".to_owned(),
        "ask?question=case_open&about=case:C1&on=2019-08-01".to_owned(),
        format!("people/{m}?on=2019-11-06"),
        "rulebook".to_owned(),
        "rulebook/2018".to_owned(),
        "rulebook/2018/clauses/8.4.b".to_owned(),
        "rulebook/compare?from=2018&to=2020".to_owned(),
        "what-if".to_owned(),
        "what-if?overlay=lapse-60".to_owned(),
        "search?q=m".to_owned(),
    ];
    let mut wrong = Vec::new();
    for page in &pages {
        for width in [360, 1280] {
            let url = format!("{}/{page}", served.site());
            wrong.extend(browser.check_page(&url, width).err());
        }
        let url = format!("{}/{page}", served.site());
        let with = browser.text().unwrap();
        let without = browser.text_without_script(&url, 1280).unwrap();
        if with != without {
            wrong.push(format!("{url} reads otherwise without scripts"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_answer_page_says_no_with_clauses_facts_and_the_day_it_changes() {
    let served = served();
    let browser = Browser::start().unwrap();
    let url = format!(
        "{}/ask?question=endorse&about=M&on=2019-11-06",
        served.site()
    );
    let text = browser
        .evaluate(&url, 1280, "return document.body.innerText")
        .unwrap();
    // Dates are kept together with no-break spaces.
    let text = text.as_str().unwrap().replace('\u{a0}', " ");
    for said in [
        "No",
        "8.4(a)",
        "8.4(b)",
        "2 March 2020",
        "A member who is suspended shall not be endorsed",
    ] {
        assert!(
            text.contains(said),
            "the page does not say `{said}`:\n{text}"
        );
    }
}

/// `8.4.a` as pages write it.
fn written(clause: &str) -> String {
    match clause.rsplit_once('.') {
        Some((section, letter)) if letter.chars().all(char::is_alphabetic) => {
            format!("{section}({letter})")
        }
        _ => clause.to_owned(),
    }
}

#[test]
fn every_row_of_what_standing_must_answer_is_answered_to_the_public() {
    let served = served();
    let browser = Browser::start().unwrap();
    for row in ROWS {
        let mut url = format!(
            "{}/ask?question={}&about={}&on={}",
            served.site(),
            row.question,
            row.about.replace(':', "%3A"),
            row.on
        );
        if let Some(known) = row.known {
            url = format!("{url}&known={known}");
        }
        let script = "return document.querySelector('main').innerText";
        let text = browser.evaluate(&url, 1280, script).unwrap();
        let text = text.as_str().unwrap().replace('\u{a0}', " ");
        let mut lines = text.lines().map(str::trim);
        let said = lines.any(|line| line.eq_ignore_ascii_case(row.answer));
        assert!(said, "{url} does not say {}:\n{text}", row.answer);
        for clause in row.clauses {
            let clause = written(clause);
            assert!(text.contains(&clause), "{url} names no {clause}:\n{text}");
        }
    }
}

#[test]
fn of_an_ordinary_member_the_public_learns_nothing() {
    let [sqlite, ..] = Demo::both() else {
        panic!("two engines")
    };
    let roll = sqlite.run(&[
        "roll",
        "--on",
        "2019-11-06",
        "--question",
        "public_figure",
        "--csv",
    ]);
    let ordinary = roll
        .out
        .lines()
        .skip(1)
        .find(|line| line.contains(",no,"))
        .unwrap();
    let mut fields = ordinary.split(',');
    let (id, number, name) = (
        fields.next().unwrap(),
        fields.next().unwrap(),
        fields.next().unwrap(),
    );
    let served = served();
    let browser = Browser::start().unwrap();
    let encoded = name.replace(' ', "+");
    for page in [
        format!("people/{id}?on=2019-11-06"),
        format!("ask?question=is_member&about={id}&on=2019-11-06"),
        format!("ask?question=is_member&about={number}&on=2019-11-06"),
        format!("ask?question=is_member&about={encoded}&on=2019-11-06"),
        // A question that does not fit must not tell that the person exists.
        format!("ask?question=case_open&about={number}&on=2019-11-06"),
    ] {
        let url = format!("{}/{page}", served.site());
        let script = "return document.querySelector('main').innerText";
        let text = browser.evaluate(&url, 1280, script).unwrap();
        let text = text.as_str().unwrap();
        assert!(!text.contains("asked about"), "{page} tells: {text}");
        assert!(
            !text.contains("admitted") && !text.contains("Yes"),
            "{page} tells: {text}"
        );
    }
}
