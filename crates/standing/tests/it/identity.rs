//! Signing in by an account elsewhere: a real identity provider, in a real browser.

use std::process::{Command, Stdio};

use serde_json::Value;
use standing_store::testing::Folder;
use standing_web::browser::Browser;

use crate::accounts::{Served, begin};
use crate::command::root;
use crate::running::Running;

const SIGN_IN: &str = "form[action='/sign-in/provider'] button";

struct IdentityProvider(Running);

impl IdentityProvider {
    /// On a port; `0` is any free one.
    fn on(port: &str) -> Self {
        let script = root().join("crates/standing/tests/provider/provider.mjs");
        let modules = root().join("target/provider").canonicalize();
        let mut node = Command::new("node");
        node.arg(script)
            .arg(modules.expect("run `./test --prepare` first"))
            .arg(port);
        let running = Running::start(node.stdin(Stdio::piped()).stderr(Stdio::null()));
        assert!(
            !running.first.is_empty(),
            "the identity provider does not run"
        );
        Self(running)
    }

    fn port(&self) -> &str {
        &self.0.first
    }

    fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port())
    }

    fn settings(&self, folder: &Folder) -> String {
        let secret = folder.path().join("client-secret");
        std::fs::write(secret, "the secret of the client\n").unwrap();
        format!(
            "[oidc]\nissuer = \"{}\"\nclient_id = \"standing\"\n\
             client_secret_file = \"client-secret\"\nname = \"Example ID\"\n",
            self.address("")
        )
    }

    /// The state that it was last given, and the last way back that it gave.
    fn last(&self, browser: &Browser) -> (String, String) {
        let script = "return document.body.innerText";
        let told = browser.evaluate(&self.address("/test/last"), 1280, script);
        let told: Value = serde_json::from_str(told.unwrap().as_str().unwrap()).unwrap();
        let text = |name: &str| told[name].as_str().unwrap().to_owned();
        (text("state"), text("back"))
    }
}

fn sign_in_there(browser: &Browser, who: &str) {
    browser.fill("input[name='login']", who).unwrap();
    browser.fill("input[name='password']", "any").unwrap();
    browser.press("button.login-submit").unwrap();
    if let Err(error) = browser.wait_for("form[action] input[value='consent']") {
        panic!("{error}: {}", browser.text().unwrap());
    }
    browser.press("button.login-submit").unwrap();
}

fn open(browser: &Browser, url: &str) {
    browser.evaluate(url, 1280, "return null").unwrap();
}

/// Waits for a page of ours that says why not.
fn refused(browser: &Browser, says: &str) {
    browser.wait_for("main#main p.lead").unwrap();
    let text = browser.text().unwrap();
    assert!(
        text.contains(says),
        "the page does not say `{says}`: {text}"
    );
}

#[test]
fn whoever_added_an_account_elsewhere_signs_in_by_it_and_nobody_else_does() {
    let folder = Folder::new();
    let provider = IdentityProvider::on("0");
    let settings = provider.settings(&folder);
    let port = provider.port().to_owned();
    drop(provider);
    let served = Served::with_settings(folder, &settings);
    let browser = Browser::start().unwrap();
    open(&browser, &served.link);
    begin(&browser);

    // The server started although the provider is down, and says so where it matters.
    open(&browser, &served.page("/sign-in"));
    browser.press(SIGN_IN).unwrap();
    browser.wait_for("div.summary").unwrap();
    let down = browser.text().unwrap();
    assert!(down.contains("does not answer"), "{down}");
    let provider = IdentityProvider::on(&port);

    open(&browser, &served.page("/account/identities"));
    browser
        .press("form[action='/account/identities'] button")
        .unwrap();
    sign_in_there(&browser, "ada-elsewhere");
    let remove = "form[action='/account/identities/remove'] button";
    browser.wait_for(remove).unwrap();
    let listed = browser.text().unwrap();
    assert!(listed.contains("ada-elsewhere"), "{listed}");
    let mut wrong = Vec::new();
    for path in ["/account/identities", "/sign-in"] {
        wrong.extend(browser.check_page(&served.page(path), 360).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    open(&browser, &served.page("/account"));
    browser.press("form[action='/sign-out'] button").unwrap();
    browser.press(SIGN_IN).unwrap();
    browser.wait_for("#standing").unwrap();
    assert!(browser.text().unwrap().contains("Ada Lovelace"));
    open(&browser, &served.page("/account/sessions"));
    let sessions = browser.text().unwrap();
    assert!(
        sessions.contains("signed in by identity provider"),
        "{sessions}"
    );
    // What came back once does not come back twice.
    let (_, back) = provider.last(&browser);
    open(&browser, &back);
    refused(&browser, "it is done already; begin again");

    open(&browser, &served.page("/account/identities"));
    browser.press(remove).unwrap();
    browser
        .wait_for("form[action='/account/identities'] button")
        .unwrap();
    open(&browser, &served.page("/sign-in"));
    browser.press(SIGN_IN).unwrap();
    refused(&browser, "is not yet known here");
}

#[test]
fn what_a_provider_says_falsely_lets_nobody_in() {
    let folder = Folder::new();
    let provider = IdentityProvider::on("0");
    let settings = provider.settings(&folder);
    let served = Served::with_settings(folder, &settings);
    let browser = Browser::start().unwrap();
    let begin_again = || {
        open(&browser, &served.page("/sign-in"));
        browser.press(SIGN_IN).unwrap();
    };
    // A stranger is told what to do, and gets no account by coming.
    begin_again();
    sign_in_there(&browser, "mallory");
    refused(
        &browser,
        "ask an officer of the organisation for an invitation",
    );
    assert!(browser.text().unwrap().contains("Sign in"));
    let (_, back) = provider.last(&browser);
    let (_, code) = back.split_once("code=").unwrap();
    let (code, _) = code.split_once('&').unwrap();
    let code = code.to_owned();

    for about in ["nonce", "issuer", "audience", "expiry", "signature"] {
        open(
            &browser,
            &provider.address(&format!("/test/lie?about={about}")),
        );
        begin_again();
        refused(&browser, "could not be trusted");
    }
    open(&browser, &provider.address("/test/lie?about="));

    open(
        &browser,
        &served.page("/sign-in/provider/back?state=made-up&code=x"),
    );
    refused(&browser, "begun in another browser");
    // A state of another browser, with a code that is good.
    let other = Browser::start().unwrap();
    open(&other, &served.page("/sign-in"));
    other.press(SIGN_IN).unwrap();
    other.wait_for("input[name='login']").unwrap();
    let (state, _) = provider.last(&browser);
    let back = |state: &str, code: &str| {
        served.page(&format!("/sign-in/provider/back?state={state}&code={code}"))
    };
    open(&browser, &back(&state, &code));
    refused(&browser, "begun in another browser");
    // In the browser that it belongs to, a code that was used before.
    open(&other, &back(&state, &code));
    refused(&other, "did not say who you are");

    open(&other, &served.page("/sign-in"));
    other.press(SIGN_IN).unwrap();
    other.press("a[href$='/abort']").unwrap();
    refused(&other, "did not say who you are");
}
