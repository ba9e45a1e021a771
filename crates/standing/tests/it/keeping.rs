//! A day with the register, in a real browser: the membership officer admits somebody, who then
//! sees their own standing; a branch secretary is refused another branch.

use std::fs;

use serde_json::Value;
use standing_store::testing::Folder;
use standing_web::browser::{Browser, Scheme};

use crate::command::{root, standing};
use crate::running::Running;

const PASSWORD: &str = "four words are enough";

/// A demo of its own, served.
pub(crate) struct Party {
    pub(crate) server: Running,
    pub(crate) folder: Folder,
    facts: Vec<Value>,
}

impl Party {
    pub(crate) fn served() -> Self {
        let folder = Folder::new();
        let place = folder.path().display().to_string();
        let made = standing(&["demo", "--no-serve", "--dir", &place]);
        assert_eq!(made.code, 0, "{}", made.err);
        let exported = standing(&["export", "-", "--dir", &place]);
        let lines = exported.out.lines();
        let facts = lines.filter_map(|line| serde_json::from_str(line).ok());
        let facts = facts.collect();
        Self {
            server: Running::server(folder.path()),
            folder,
            facts,
        }
    }

    /// Of facts of a kind: whom each is about, and what a field says.
    fn values(&self, kind: &str, field: &str) -> Vec<(String, String)> {
        let facts = self
            .facts
            .iter()
            .map(|line| line.get("fact").unwrap_or(line));
        facts
            .filter(|fact| fact["kind"] == kind)
            .filter_map(|fact| {
                let about = fact["about"].as_str()?.to_owned();
                Some((about, fact["fields"][field].as_str()?.to_owned()))
            })
            .collect()
    }

    pub(crate) fn holder_of(&self, office: &str) -> String {
        let offices = self.values("seat_taken", "office");
        let mut held = offices.into_iter().filter(|(_, held)| held == office);
        held.next_back().unwrap().0
    }

    /// The branch whose committee somebody sits on.
    fn branch_of(&self, person: &str) -> String {
        let value = |kind: &str, field: &str, about: &str| {
            let values = self.values(kind, field);
            let mut of = values.into_iter().filter(|(of, _)| of == about);
            of.next_back().unwrap().1
        };
        let committee = value("seat_taken", "body", person);
        value("body_founded", "parent", &committee)
    }

    /// Somebody of whom the public knows nothing, in a branch.
    fn member(&self, wanted: impl Fn(&str) -> bool) -> String {
        let seated = self.values("seat_taken", "body");
        let is_public = |person: &str| seated.iter().any(|(about, _)| about == person);
        let joined = self.values("branch_joined", "branch");
        let mut joined = joined.into_iter();
        let found = joined.find(|(about, branch)| wanted(branch) && !is_public(about));
        found.unwrap().0
    }

    pub(crate) fn page(&self, path: &str) -> String {
        format!("{}{path}", self.server.site())
    }

    /// Lets a person in, in a browser of their own.
    pub(crate) fn sign_in(&self, person: &str, email: &str) -> Browser {
        let place = self.folder.path().display().to_string();
        let invited = standing(&[
            "account",
            "invite",
            person,
            "--email",
            email,
            "--address",
            self.server.site(),
            "--dir",
            &place,
        ]);
        assert_eq!(invited.code, 0, "{}", invited.err);
        let link = invited
            .out
            .lines()
            .map(str::trim)
            .find(|line| line.starts_with("http"));
        let browser = Browser::start().unwrap();
        browser
            .evaluate(link.unwrap(), 1280, "return null")
            .unwrap();
        browser.fill("#email", email).unwrap();
        browser.fill("#password", PASSWORD).unwrap();
        browser.fill("#again", PASSWORD).unwrap();
        browser.press("form.account button").unwrap();
        browser.wait_for("a[href='/account/password']").unwrap();
        browser
    }

    pub(crate) fn open(&self, browser: &Browser, path: &str) -> String {
        browser
            .evaluate(&self.page(path), 1280, "return null")
            .unwrap();
        browser.text().unwrap()
    }
}

/// Checks a page at both widths, and keeps pictures of it.
pub(crate) fn looks_right(party: &Party, browser: &Browser, path: &str, name: &str) {
    let pictures = root().join("target/pictures");
    fs::create_dir_all(&pictures).unwrap();
    for width in [360, 1280] {
        let url = party.page(path);
        browser.check_page(&url, width).unwrap();
        let to = pictures.join(format!("{name}-{width}.png"));
        browser.screenshot(&url, width, Scheme::Light, &to).unwrap();
    }
}

#[test]
fn an_officer_admits_somebody_who_then_sees_their_own_standing() {
    let party = Party::served();
    let officer = party.sign_in(&party.holder_of("membership_officer"), "o@example.org");
    looks_right(&party, &officer, "/register", "register");
    looks_right(&party, &officer, "/register/new", "admission");

    // Somebody too young is refused, by the clause, and nothing that was typed is lost.
    officer.fill("#name", "Nova Newcomer").unwrap();
    officer.fill("#number", "N-1").unwrap();
    officer.fill("#born_on", "2020-01-01").unwrap();
    officer.press("form.account button").unwrap();
    officer.wait_for("div.summary").unwrap();
    let refused = officer.text().unwrap();
    assert!(refused.contains("clause 1.2"), "{refused}");
    officer.fill("#born_on", "1990-02-03").unwrap();
    officer.press("form.account button").unwrap();
    officer.wait_for("p.done").unwrap();
    let id = officer.address().unwrap();
    let (_, id) = id.split_once("/people/").unwrap();
    let (id, _) = id.split_once('?').unwrap();
    looks_right(&party, &officer, &format!("/people/{id}"), "person-officer");
    let form = format!("/people/{id}/acts/subscription_paid");
    looks_right(&party, &officer, &form, "act");
    officer.fill("#until", "someday").unwrap();
    officer.press("form.account button").unwrap();
    officer.wait_for("#until-error").unwrap();
    officer.fill("#until", "2030-12-31").unwrap();
    officer.press("form.account button").unwrap();
    officer.wait_for("p.done").unwrap();
    drop(officer);

    let member = party.sign_in(id, "nova@example.org");
    let own = party.open(&member, "/me");
    assert!(own.contains("This is your own record"), "{own}");
    assert!(
        own.contains("May vote in ballots of all members")
            || own.contains("may vote in ballots of all members"),
        "{own}"
    );
    looks_right(&party, &member, &format!("/people/{id}"), "person-own");
    let elsewhere = party.open(&member, "/register");
    assert!(
        elsewhere.contains("no list of members that you may see"),
        "{elsewhere}"
    );
}

#[test]
fn a_branch_secretary_is_refused_another_branch() {
    let party = Party::served();
    let secretary = party.holder_of("secretary");
    let browser = party.sign_in(&secretary, "s@example.org");
    let list = party.open(&browser, "/register");
    assert!(list.contains("branch secretary"), "{list}");
    let branch = party.branch_of(&secretary);
    let member = party.member(|of| of == branch);
    let own = party.open(&browser, &format!("/people/{member}"));
    assert!(own.contains("What you may put on this record"), "{own}");
    let stranger = party.member(|of| of != branch);
    let other = party.open(&browser, &format!("/people/{stranger}"));
    assert!(other.contains("obody on the public record"), "{other}");
    let path = format!("/people/{stranger}/acts/branch_left");
    let form = party.open(&browser, &path);
    assert!(form.contains("nothing here that you may record"), "{form}");
}

#[test]
fn of_two_officers_the_second_is_shown_what_is_new_and_loses_nothing() {
    let party = Party::served();
    let secretary = party.holder_of("secretary");
    let branch = party.branch_of(&secretary);
    let acts = format!("/people/{}/acts", party.member(|of| of == branch));
    let officer = party.sign_in(&party.holder_of("membership_officer"), "o@example.org");
    party.open(&officer, &format!("{acts}/subscription_paid"));
    officer.fill("#until", "2030-12-31").unwrap();

    let secretary = party.sign_in(&secretary, "s@example.org");
    party.open(&secretary, &format!("{acts}/branch_left"));
    secretary.press("form.account button").unwrap();
    secretary.wait_for("p.done").unwrap();

    officer.press("form.account button").unwrap();
    officer.wait_for("#new").unwrap();
    let told = officer.text().unwrap();
    for said in ["omebody else has added to this record", "eft a branch"] {
        assert!(told.contains(said), "it does not say `{said}`: {told}");
    }
    // What was typed is still there, and is sent again as it is.
    officer.press("form.account button").unwrap();
    officer.wait_for("p.done").unwrap();
    let page = officer.text().unwrap().replace('\u{a0}', " ");
    assert!(page.contains("31 December 2030"), "{page}");
}
