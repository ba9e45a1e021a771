//! The case of M in a real browser, both runs: as it happened, and as Standing decides. In the second the
//! same people try the same acts, each signed in and on its day; what is unlawful is refused by its clause.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;
use standing_store::testing::Folder;
use standing_web::browser::{Browser, Scheme};

use crate::calendar::Calendar;
use crate::command::{Ended, root};
use crate::running::Running;

const PASSWORD: &str = "four words are enough";
const WORDS: &str = "As the papers of the case say.";

/// Number, name, branch, and the seat: body, its form, office.
const MEMBERS: &[(&str, &str, &str, &str, &str, &str)] = &[
    (
        "m",
        "Member M",
        "Northside",
        "Parliamentary group",
        "group",
        "",
    ),
    (
        "officer",
        "Olga Officer",
        "Southside",
        "Executive",
        "executive",
        "membership_officer",
    ),
    (
        "secretary",
        "Gen Secretary",
        "Southside",
        "Executive",
        "executive",
        "general_secretary",
    ),
    (
        "complaints",
        "Conny Complaints",
        "Southside",
        "Executive",
        "executive",
        "complaints_officer",
    ),
    (
        "returning",
        "Reta Returning",
        "Southside",
        "Executive",
        "executive",
        "returning_officer",
    ),
    (
        "chair",
        "Paula Chair",
        "Southside",
        "Disputes panel",
        "panel",
        "chair",
    ),
    (
        "pan1",
        "Pan One",
        "Southside",
        "Disputes panel",
        "panel",
        "member",
    ),
    (
        "pan2",
        "Pan Two",
        "Southside",
        "Disputes panel",
        "panel",
        "member",
    ),
    (
        "pan3",
        "Pan Three",
        "Southside",
        "Disputes panel",
        "panel",
        "member",
    ),
    (
        "pan4",
        "Pan Four",
        "Southside",
        "Disputes panel",
        "panel",
        "member",
    ),
    (
        "pan5",
        "Pan Five",
        "Southside",
        "Disputes panel",
        "panel",
        "member",
    ),
    (
        "pan6",
        "Pan Six",
        "Southside",
        "Disputes panel",
        "panel",
        "member",
    ),
    (
        "pan7",
        "Pan Seven",
        "Southside",
        "Disputes panel",
        "panel",
        "member",
    ),
    (
        "pan8",
        "Pan Eight",
        "Southside",
        "Disputes panel",
        "panel",
        "member",
    ),
    (
        "president",
        "Tria President",
        "Southside",
        "National tribunal",
        "tribunal",
        "chair",
    ),
    (
        "whips",
        "Gwen Whips",
        "Southside",
        "Parliamentary group",
        "group",
        "secretary",
    ),
    (
        "group",
        "Gro Chair",
        "Southside",
        "Parliamentary group",
        "group",
        "chair",
    ),
];

const SEATS: &str = r#"
name   = "members"
format = "csv"
table  = "seats"

[person]
key = "number"

[unit.body]
key  = "body"
form = { column = "form", codes = { group = "group", executive = "executive", panel = "panel", tribunal = "tribunal" } }

[item.seat]
key = ["number", "body"]

[[fact]]
kind = "seat_taken"
on   = "from"

[fact.fields]
seat   = { item = "seat" }
body   = { unit = "body" }
office = "office"
"#;

struct Party {
    calendar: Calendar,
    folder: Folder,
    server: Option<Running>,
    ids: BTreeMap<&'static str, String>,
    /// Who came in before, each in a browser of their own, with the day of it.
    browsers: RefCell<BTreeMap<String, (Browser, String)>>,
}

impl Party {
    /// A party whose register was imported, and nothing else happened.
    fn new(day: &str) -> Self {
        let mut party = Self {
            calendar: Calendar::new(day),
            folder: Folder::new(),
            server: None,
            ids: BTreeMap::new(),
            browsers: RefCell::default(),
        };
        let rulebook = root().join("rulebooks/example-party");
        let rulebook = rulebook.display().to_string();
        let name = ["--name", "Example Party", "--founded", "1994"];
        party.runs(&[&["init", "--rulebook", &rulebook][..], &name].concat());
        let mut members = "number,name,joined,left,reason,branch,paid_until,born\n".to_owned();
        let mut seats = "number,body,form,from,office\n".to_owned();
        for (number, name, branch, body, form, office) in MEMBERS {
            let line = format!("{number},{name},2010-01-01,,,{branch},2020-12-31,1970\n");
            members.push_str(&line);
            let line = format!("{number},{body},{form},2017-06-09,{office}\n");
            seats.push_str(&line);
        }
        party.import("members", &members, None);
        party.import("seats", &seats, Some(SEATS));
        for (number, name, ..) in MEMBERS {
            let found = party.runs(&["find", name, "--json"]);
            let found: Value = serde_json::from_str(found.out.trim()).unwrap();
            let id = found["id"].as_str().unwrap().to_owned();
            party.ids.insert(number, id);
        }
        let mut serve = Command::new(env!("CARGO_BIN_EXE_standing"));
        let serve = serve.args(["serve", "--listen", "127.0.0.1:0", "--dir"]);
        party.server = Some(Running::start(
            party.calendar.rule(serve.arg(party.folder.path())),
        ));
        party
    }

    fn runs(&self, args: &[&str]) -> Ended {
        let mut command = Command::new(env!("CARGO_BIN_EXE_standing"));
        let command = command.args(args).arg("--dir").arg(self.folder.path());
        let command = self.calendar.rule(command).stdin(Stdio::null());
        let ended = Ended::from(command.output().unwrap());
        assert_eq!(ended.code, 0, "{args:?}: {}", ended.err);
        ended
    }

    fn import(&self, name: &str, rows: &str, mapping: Option<&str>) {
        let folder = Folder::new();
        let file = folder.path().join(format!("{name}.csv"));
        fs::write(&file, rows).unwrap();
        let own = folder.path().join(format!("{name}.toml"));
        let mapping = mapping.map_or(name.to_owned(), |text| {
            fs::write(&own, text).unwrap();
            own.display().to_string()
        });
        let file = file.display().to_string();
        let how = [
            "--format",
            "csv",
            "--known-then",
            "--mapping",
            &mapping,
            &file,
        ];
        self.runs(&[&["register", "import"][..], &how].concat());
    }

    fn page(&self, path: &str) -> String {
        format!("{}{path}", self.server.as_ref().unwrap().site())
    }

    /// Does something in the browser of somebody who is signed in on a day.
    fn as_who<T>(&self, who: &str, day: &str, act: impl FnOnce(&Browser) -> T) -> T {
        let mut browsers = self.browsers.borrow_mut();
        let email = format!("{who}@example.org");
        let (browser, on) = browsers.entry(who.to_owned()).or_insert_with(|| {
            let site = self.page("");
            let id = self.ids[who].as_str();
            let invite = [
                "account",
                "invite",
                id,
                "--email",
                &email,
                "--address",
                &site,
            ];
            let invited = self.runs(&invite);
            let mut lines = invited.out.lines().map(str::trim);
            let link = lines
                .find(|line| line.starts_with("http"))
                .unwrap()
                .to_owned();
            let browser = Browser::start().unwrap();
            browser.evaluate(&link, 1280, "return null").unwrap();
            browser.fill("#email", &email).unwrap();
            browser.fill("#password", PASSWORD).unwrap();
            browser.fill("#again", PASSWORD).unwrap();
            browser.press("form.account button").unwrap();
            browser.wait_for("a[href='/account/password']").unwrap();
            (browser, day.to_owned())
        });
        // Whoever was away for long signs in again.
        if on != day {
            let today = self.page("/today");
            browser.evaluate(&today, 1280, "return null").unwrap();
            if browser.address().unwrap().ends_with("/sign-in") {
                browser.fill("#email", &email).unwrap();
                browser.fill("#password", PASSWORD).unwrap();
                browser.press("form.account button").unwrap();
                browser.wait_for("nav a[href='/today']").unwrap();
            }
            day.clone_into(on);
        }
        act(browser)
    }

    /// What somebody reads on a page.
    fn reads(&self, who: &str, day: &str, path: &str) -> String {
        self.calendar.turn(day);
        self.as_who(who, day, |browser| {
            browser
                .evaluate(&self.page(path), 1280, "return null")
                .unwrap();
            text(browser)
        })
    }

    /// One line of the story, tried: the day, who acts, what they record, with which fields. What is
    /// said against it; nothing when it is on the record.
    fn tries(&self, line: &str) -> Option<String> {
        let mut words = line.split(' ');
        let [day, who, kind] = std::array::from_fn(|_| words.next().unwrap());
        self.calendar.turn(day);
        let path = format!("/people/{}/acts/{kind}", self.ids["m"]);
        self.as_who(who, day, |browser| {
            let fields = fields(browser, &self.page(&path));
            if fields.is_empty() {
                return Some(text(browser));
            }
            for (id, tag) in &fields {
                if tag == "TEXTAREA" {
                    browser.fill(&format!("#{id}"), WORDS).unwrap();
                }
            }
            for word in words {
                let (name, value) = word.split_once('=').unwrap();
                let value = self.ids.get(value).map_or(value, String::as_str);
                if value == "any" {
                    let option = format!("#{name} option:not([value=''])");
                    browser.press(&option).unwrap();
                    continue;
                }
                let field = fields.iter().find(|(id, _)| id == name);
                match field.map(|(_, tag)| tag.as_str()) {
                    Some("SELECT") => {
                        let option = format!("#{name} option[value='{value}']");
                        browser.press(&option).unwrap();
                    }
                    Some(_) => browser.fill(&format!("#{name}"), value).unwrap(),
                    None => panic!("{kind} has no field {name}: {fields:?}"),
                }
            }
            // The newest case is meant.
            if fields.iter().any(|(id, _)| id == "case") {
                browser.press("#case option:last-child").unwrap();
            }
            Self::sends(browser)
        })
    }

    /// Puts the form on the record; where days or a letter are shown first, they are right.
    fn sends(browser: &Browser) -> Option<String> {
        let answers = [
            "p.done, div.summary, #ahead-new, #letter-new",
            "p.done, div.summary",
        ];
        for answer in answers {
            browser.press("form.account button").unwrap();
            browser.wait_for(answer).unwrap();
            if browser.address().unwrap().contains("done=") {
                return None;
            }
            let said = text(browser);
            if said.contains("Nothing was recorded") {
                return Some(said);
            }
        }
        Some(text(browser))
    }

    fn takes(&self, lines: &str) {
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some(refused) = self.tries(line) {
                panic!("`{line}` was not recorded: {refused}");
            }
        }
    }

    /// A line that is refused, by this clause and in these words.
    fn refuses(&self, line: &str, clause: &str, words: &str) {
        let refused = self
            .tries(line)
            .unwrap_or_else(|| panic!("`{line}` was recorded"));
        let by = format!("clause {clause}");
        assert!(refused.contains(&by), "`{line}`, {by}: {refused}");
        assert!(refused.contains(words), "`{line}`, {words}: {refused}");
    }

    /// Checks a page at both widths, and keeps pictures of it.
    fn looks_right(&self, (who, day): (&str, &str), path: &str, name: &str) {
        let pictures = root().join("target/pictures");
        fs::create_dir_all(&pictures).unwrap();
        self.calendar.turn(day);
        self.as_who(who, day, |browser| {
            for width in [360, 1280] {
                let url = self.page(path);
                browser.check_page(&url, width).unwrap();
                let to = pictures.join(format!("{name}-{width}.png"));
                browser.screenshot(&url, width, Scheme::Light, &to).unwrap();
            }
        });
    }
}

fn text(browser: &Browser) -> String {
    // Dates are kept together with no-break spaces.
    browser.text().unwrap().replace('\u{a0}', " ")
}

/// The fields of a form, each with what it is.
fn fields(browser: &Browser, url: &str) -> Vec<(String, String)> {
    let script = "return Array.from(document.querySelectorAll(\
        'main form.account input[id], main form.account select[id], main form.account textarea[id]'))\
        .map((field) => [field.id, field.tagName])";
    let found = browser.evaluate(url, 1280, script).unwrap();
    serde_json::from_value(found).unwrap()
}

/// From the complaint to the day on which M answers.
const CHARGED: &str = "
    2019-02-27 complaints complaint_received ref=C1
    2019-02-27 complaints first_look_begun
    2019-02-27 chair case_opened
    2019-02-27 chair suspension_imposed
    2019-02-28 complaints subject_told way=hand
    2019-05-05 complaints charge_brought charge=1 breach=6.9
    2019-05-05 complaints evidence_listed item=E1
    2019-05-06 complaints charges_served way=hand answer_by=2019-05-20 companion=yes adjustments=yes
";

const DECIDED: &str = "
    2019-05-16 m charges_contested
    2019-05-17 complaints evidence_disclosed item=E1
    2019-05-17 m lot_word_given word=oak
    2019-05-18 chair panel_drawn size=7
    2019-05-19 m panellist_struck person=any
    2019-05-19 m panellist_struck person=any
    2019-05-27 chair panel_formed size=3
    2019-05-28 chair hearing_listed hearing_on=2019-06-24
    2019-06-24 chair hearing
    2019-06-25 chair breach_found charge=1
    2019-06-25 chair precedents_considered
    2019-06-26 chair case_decided outcome=warning
    2019-06-26 chair decision_sent way=hand appeal_by=2019-07-10
";

#[test]
fn as_standing_decides_what_was_unlawful_is_refused_by_its_clause() {
    let party = Party::new("2019-02-20");
    party.takes("2019-02-20 secretary elected_to_parliament");
    party.takes("2019-02-20 whips whip_given");
    // A charge cannot be served before M was told of the case and a charge was brought.
    let (told, charged) = CHARGED.split_once("2019-02-28").unwrap();
    party.takes(told);
    let early = "2019-02-27 complaints charges_served way=hand companion=yes adjustments=yes";
    party.refuses(early, "5.5", "");
    party.takes(&format!("2019-02-28{charged}"));

    // M reads what happens next, by when, what is restricted, and answers.
    let own = party.reads("m", "2019-05-07", "/me");
    for said in ["nswer the charges", "20 May 2019", "suspended", "6.1"] {
        assert!(own.contains(said), "M does not read `{said}`: {own}");
    }
    party.looks_right(("m", "2019-05-07"), "/me", "member-charged");
    let early = "2019-05-16 chair hearing_listed hearing_on=2019-06-24";
    party.refuses(early, "5.12", "");
    let (answered, rest) = DECIDED.split_once("2019-05-17").unwrap();
    party.takes(answered);
    party.refuses(early, "5.11", "");
    let (listed, heard) = rest.split_once("2019-06-24 chair").unwrap();
    party.takes(&format!("2019-05-17{listed}"));
    let early = "2019-06-20 chair case_decided outcome=warning";
    party.refuses(
        early,
        "6.6",
        "no case about this person in which you can take this step now",
    );
    let (heard, decided) = heard.split_once("2019-06-26").unwrap();
    party.takes(&format!("2019-06-24 chair{heard}"));
    // Three of those drawn sit, and read the papers.
    let case = party.reads("chair", "2019-06-25", "/cases/C1");
    let sits = |name: &str| case.contains(&format!("{name}, on the panel"));
    let panel: Vec<&str> = MEMBERS
        .iter()
        .filter(|(_, name, ..)| sits(name))
        .map(|(number, ..)| *number)
        .collect();
    assert_eq!(panel.len(), 3, "{case}");
    party.looks_right(("chair", "2019-06-25"), "/cases/C1", "case-heard");
    let papers = "/cases/C1/reading";
    party.looks_right((panel[1], "2019-06-25"), papers, "reading-room");
    let room = party.reads(panel[1], "2019-06-25", papers);
    assert!(room.contains(WORDS) && room.contains("E1"), "{room}");
    party.takes(&format!("2019-06-26{decided}"));

    decided_matters_stay_decided(&party);
    separate_claims_are_a_new_case(&party);
}

fn decided_matters_stay_decided(party: &Party) {
    // 28 June: the group may withdraw the whip; nobody may suspend M again over the decided matter.
    party.takes("2019-06-28 group whip_withdrawn review_on=2019-09-30");
    let again = "2019-06-28 chair suspension_imposed";
    party.refuses(again, "6.1", "was decided on");
    // 9 and 19 July: the panel may not reopen, and an outcry is no ground.
    let reopen = "president case_referred ground=not_listed delegated=yes";
    party.refuses("2019-07-09 chair case_referred", "7.5", "");
    party.refuses(&format!("2019-07-19 {reopen}"), "7.6", "");
    party.takes("2019-07-19 president heard_on_reopening");
    party.refuses(&format!("2019-07-19 {reopen}"), "7.4", "");
}

fn separate_claims_are_a_new_case(party: &Party) {
    // 3 September: separate claims are a new case, with its own clock.
    party.takes(
        "2019-09-03 complaints complaint_received ref=C2
        2019-09-03 complaints first_look_begun
        2019-09-03 chair case_opened
        2019-09-03 chair suspension_imposed review_on=2019-10-01
        2019-09-05 returning nominations_called closes=2019-11-14
        2019-10-28 returning candidacy_declared contest=general-2019",
    );
    // 6 November: not considered is no outcome.
    party.refuses("2019-11-06 secretary endorsed", "8.1", "");
    let case = party.reads("chair", "2019-11-06", "/cases/C2");
    for said in ["eview the suspension", "1 October 2019", "14 November 2019"] {
        assert!(
            case.contains(said),
            "the case does not say `{said}`: {case}"
        );
    }
    party.looks_right(("chair", "2019-11-06"), "/cases/C2", "case-second");
    party.looks_right(("chair", "2019-11-06"), "/cases", "cases-second");
}
