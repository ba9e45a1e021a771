//! The first officer, in a real browser with a device that keeps passkeys.

use standing_store::testing::Folder;
use standing_web::browser::Browser;

use crate::command::{Demo, root, standing};
use crate::running::Running;

/// A server over a new organisation in which nobody has an account.
pub(crate) struct Served {
    _server: Running,
    /// Where the first officer begins, as the server printed it.
    pub(crate) link: String,
    _folder: Folder,
}

impl Served {
    fn new_organisation() -> Self {
        Self::with_settings(Folder::new(), "")
    }

    /// With what stands in `standing.toml`.
    pub(crate) fn with_settings(folder: Folder, settings: &str) -> Self {
        let place = folder.path().display().to_string();
        let rulebook = root().join("rulebooks/example-party").display().to_string();
        let made = standing(&[
            "init",
            "--name",
            "The Example Party",
            "--founded",
            "1983",
            "--rulebook",
            &rulebook,
            "--dir",
            &place,
        ]);
        assert_eq!(made.code, 0, "{}", made.err);
        std::fs::write(folder.path().join("standing.toml"), settings).unwrap();
        let mut server = Running::server(folder.path());
        let mut link = server.line();
        while !link.starts_with("http") {
            link = server.line();
        }
        Self {
            _server: server,
            link,
            _folder: folder,
        }
    }

    pub(crate) fn page(&self, path: &str) -> String {
        let (site, _) = self.link.split_once("/start/").unwrap();
        format!("{site}{path}")
    }
}

/// The first officer begins their account.
pub(crate) fn begin(browser: &Browser) {
    for (field, text) in [
        ("#who", "Ada Lovelace"),
        ("#email", "ada@example.org"),
        ("#password", "four words are enough"),
        ("#again", "four words are enough"),
    ] {
        browser.fill(field, text).unwrap();
    }
    browser.press("form.account button").unwrap();
    browser.wait_for("a[href='/account/passkeys']").unwrap();
}

#[test]
fn the_first_officer_sets_a_password_adds_a_passkey_and_signs_in_by_it() {
    let served = Served::new_organisation();
    let browser = Browser::start().unwrap();
    let open = |path: &str| {
        let opened = browser.evaluate(&served.page(path), 1280, "return null");
        opened.unwrap();
    };
    browser.evaluate(&served.link, 1280, "return null").unwrap();
    browser.add_authenticator().unwrap();
    begin(&browser);

    open("/account/passkeys");
    browser.fill("#name", "This laptop").unwrap();
    browser
        .press("form[data-ceremony='create'] button")
        .unwrap();
    browser
        .wait_for("form[action='/account/passkeys/remove']")
        .unwrap();
    assert!(browser.text().unwrap().contains("This laptop"));

    let mut wrong = Vec::new();
    for path in [
        "/account",
        "/account/passkeys",
        "/account/totp",
        "/account/sessions",
    ] {
        wrong.extend(browser.check_page(&served.page(path), 360).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    open("/account");
    browser.press("form[action='/sign-out'] button").unwrap();
    browser.press("form[data-ceremony='get'] button").unwrap();
    browser.wait_for("#standing").unwrap();
    assert!(browser.text().unwrap().contains("Ada Lovelace"));
    open("/account/sessions");
    let text = browser.text().unwrap();
    assert!(text.contains("signed in by passkey"), "{text}");
}

#[test]
fn the_operator_invites_somebody_who_is_on_the_record() {
    let [sqlite, ..] = Demo::both() else {
        panic!("two engines")
    };
    let site = "https://standing.example.org";
    let invite = |person: &str, email: &str| {
        sqlite.run(&[
            "account",
            "invite",
            person,
            "--email",
            email,
            "--address",
            site,
        ])
    };
    let invited = invite("M", "m@example.org");
    assert_eq!(invited.code, 0, "{}", invited.err);
    let link = invited
        .out
        .lines()
        .find_map(|line| line.trim().strip_prefix(site));
    let token = link.unwrap().strip_prefix("/start/").unwrap();
    assert_eq!(token.len(), 64);
    for (person, email, says) in [
        (
            "Nobody Here",
            "n@example.org",
            "nobody on the record is `Nobody Here`",
        ),
        ("M", "m", "not an e-mail address"),
    ] {
        let refused = invite(person, email);
        assert_eq!(refused.code, 2);
        assert!(refused.err.contains(says), "{}", refused.err);
    }
}
