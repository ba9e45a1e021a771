//! Who may open what: every route of the site stands in this list, or the test fails.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::accounts::Client;
use crate::table::{Site, founded};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    /// Anybody; what is shown depends on the publication table.
    Anybody,
    /// Whoever signed in; what is shown and taken depends on their powers.
    SignedIn,
    /// Whoever has the token in the address, or gives what signs them in.
    Entering,
}
use Access::{Anybody, Entering, SignedIn};

const ROUTES: &[(&str, Access)] = &[
    ("/", Anybody),
    ("/account", SignedIn),
    ("/account/email", SignedIn),
    ("/account/email/confirm/{token}", Entering),
    ("/account/email/undo/{token}", Entering),
    ("/account/identities", SignedIn),
    ("/account/identities/remove", SignedIn),
    ("/account/passkeys", SignedIn),
    ("/account/passkeys/options", SignedIn),
    ("/account/passkeys/remove", SignedIn),
    ("/account/password", SignedIn),
    ("/account/recovery-codes", SignedIn),
    ("/account/sessions", SignedIn),
    ("/account/sessions/end", SignedIn),
    ("/account/sessions/end-others", SignedIn),
    ("/account/tokens", SignedIn),
    ("/account/tokens/revoke", SignedIn),
    ("/account/totp", SignedIn),
    ("/account/totp/confirm", SignedIn),
    ("/account/totp/remove", SignedIn),
    ("/api/v1/openapi.json", Anybody),
    ("/api/v1/{*rest}", Anybody),
    ("/ask", Anybody),
    ("/ask.json", Anybody),
    ("/bodies/{id}", Anybody),
    ("/branches/{id}", Anybody),
    ("/cases", SignedIn),
    ("/cases/{reference}", SignedIn),
    ("/cases/{reference}/bundle", SignedIn),
    ("/cases/{reference}/files", SignedIn),
    ("/cases/{reference}/files/{id}", SignedIn),
    ("/cases/{reference}/identities", SignedIn),
    ("/cases/{reference}/notes", SignedIn),
    ("/cases/{reference}/reading", SignedIn),
    ("/cases/{reference}/stand-aside", SignedIn),
    ("/complain", Anybody),
    ("/complain/box", Anybody),
    ("/complain/box/write", Anybody),
    ("/favicon.svg", Anybody),
    ("/figures", Anybody),
    ("/healthz", Anybody),
    ("/intake", SignedIn),
    ("/intake/{id}", SignedIn),
    ("/intake/{id}/answer", SignedIn),
    ("/intake/{id}/close", SignedIn),
    ("/intake/{id}/enter", SignedIn),
    ("/intake/{id}/files/{file}", SignedIn),
    ("/intake/{id}/hold", SignedIn),
    ("/language", Anybody),
    ("/letters", SignedIn),
    ("/letters/templates", SignedIn),
    ("/letters/templates/{template}/{language}", SignedIn),
    ("/letters/{id}/resend", SignedIn),
    ("/me", SignedIn),
    ("/meetings", Anybody),
    ("/meetings/{id}", Anybody),
    ("/motions/{id}", Anybody),
    ("/passkey.js", Anybody),
    ("/people/{id}", Anybody),
    ("/people/{id}/accesses", SignedIn),
    ("/people/{id}/acts/{kind}", SignedIn),
    ("/people/{id}/record.html", Anybody),
    ("/people/{id}/record.json", Anybody),
    ("/precedents", SignedIn),
    ("/readings", SignedIn),
    ("/register", SignedIn),
    ("/register/members.csv", SignedIn),
    ("/register/new", SignedIn),
    ("/rulebook", Anybody),
    ("/rulebook/compare", Anybody),
    ("/rulebook/{version}", Anybody),
    ("/rulebook/{version}/clauses/{clause}", Anybody),
    ("/search", Anybody),
    ("/sign-in", Entering),
    ("/sign-in/code", Entering),
    ("/sign-in/link", Entering),
    ("/sign-in/link/{token}", Entering),
    ("/sign-in/passkey", Entering),
    ("/sign-in/passkey/options", Entering),
    ("/sign-in/provider", Entering),
    ("/sign-in/provider/back", Entering),
    ("/sign-out", SignedIn),
    ("/start/{token}", Entering),
    ("/style.css", Anybody),
    ("/today", SignedIn),
    ("/votes/{id}", Anybody),
    ("/what-if", Anybody),
];

/// An address of each route, whatever is there.
pub(crate) fn addresses() -> Vec<String> {
    ROUTES.iter().map(|(path, _)| filled_in(path)).collect()
}

fn filled_in(path: &str) -> String {
    path.replace("{id}", "per_00000000000070008000000000000001")
        .replace("{file}", "evd_00000000000070008000000000000001")
        .replace("{kind}", "resigned")
        .replace("{version}", "2018")
        .replace("{clause}", "8.4.a")
        .replace("{token}", "token")
}

#[tokio::test]
async fn every_answer_has_the_headers_that_protect_it() {
    let site = Site::of(founded().await).await;
    let mut wrong = Vec::new();
    for (path, access) in ROUTES {
        let path = filled_in(path);
        for method in ["GET", "POST", "DELETE"] {
            let (head, _) = site.send_with(method, &path, &[], "").await;
            let head = head.to_ascii_lowercase();
            for header in [
                "content-security-policy: default-src 'self'; script-src '",
                "frame-ancestors 'none'",
                "form-action 'self'",
                "x-content-type-options: nosniff",
                "referrer-policy: same-origin",
                "cross-origin-opener-policy: same-origin",
                "cross-origin-resource-policy: same-origin",
                "permissions-policy: camera=()",
                "cache-control: ",
            ] {
                if !head.contains(header) {
                    wrong.push(format!("{method} {path} has no `{header}`:\n{head}"));
                }
            }
            if head.contains("unsafe-") || head.contains("strict-transport-security") {
                wrong.push(format!("{method} {path} allows too much:\n{head}"));
            }
            let is_kept = !head.contains("cache-control: no-store");
            if *access == Entering && is_kept && !head.starts_with("http/1.1 405 ") {
                wrong.push(format!("{method} {path} may be kept:\n{head}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[tokio::test]
async fn what_somebody_who_signed_in_is_shown_is_kept_by_no_cache() {
    let mut officer = Client::officer().await;
    for (path, access) in ROUTES {
        let answer = officer.get(&filled_in(path)).await;
        let is_theirs =
            answer.body.contains("Ada Lovelace") || (*access == SignedIn && answer.status == 200);
        let is_kept = !answer.head.contains("cache-control: no-store");
        assert!(!(is_theirs && is_kept), "{path}: {}", answer.head);
    }
}

/// The addresses in the sources: what stands in quotes after `.route(`.
fn routes_under(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("samples") {
                routes_under(&path, found);
            }
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for (_, after) in text
            .match_indices(".route(")
            .map(|(at, _)| text.split_at(at))
        {
            let address = after.split('"').nth(1).unwrap();
            found.insert(address.to_owned());
        }
    }
}

#[test]
fn every_route_has_an_access_case() {
    let mut found = BTreeSet::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    routes_under(&source, &mut found);
    let listed: BTreeSet<String> = ROUTES.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(found, listed);
}

#[tokio::test]
async fn what_is_for_those_who_signed_in_leads_others_to_the_sign_in_or_takes_nothing() {
    let site = Site::of(founded().await).await;
    let mut wrong = Vec::new();
    for (path, _) in ROUTES.iter().filter(|(_, access)| *access == SignedIn) {
        let path = filled_in(path);
        let (head, _) = site.send_with("GET", &path, &[], "").await;
        let head = head.to_ascii_lowercase();
        let is_led = head.starts_with("http/1.1 303") && head.contains("location: /sign-in");
        // An address that only takes something in has no page to be led from.
        let takes_only = head.starts_with("http/1.1 405");
        if !is_led && !takes_only {
            wrong.push(format!("GET {path}: {head}"));
        }
        let form = [("Content-Type", "application/x-www-form-urlencoded")];
        let (head, _) = site.send_with("POST", &path, &form, "a=b").await;
        let is_refused = ["403", "405"]
            .iter()
            .any(|status| head.starts_with(&format!("HTTP/1.1 {status}")));
        if !is_refused {
            wrong.push(format!("POST {path}: {head}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Who may ask what of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    /// Nothing; what is told depends on the publication table.
    Nothing,
    /// Any token.
    Token,
    /// A token with the scope `act`.
    Act,
}

const API: &[(&str, &str, Needs)] = &[
    ("get", "/ask", Needs::Nothing),
    ("get", "/bodies", Needs::Nothing),
    ("get", "/bodies/{id}", Needs::Nothing),
    ("get", "/branches", Needs::Nothing),
    ("get", "/branches/{id}", Needs::Nothing),
    ("get", "/interventions", Needs::Nothing),
    ("get", "/cases", Needs::Token),
    ("get", "/cases/{reference}", Needs::Token),
    ("get", "/cases/{reference}/reading", Needs::Token),
    ("get", "/figures", Needs::Nothing),
    ("get", "/letters", Needs::Token),
    ("get", "/letters/templates", Needs::Token),
    (
        "get",
        "/letters/templates/{template}/{language}",
        Needs::Token,
    ),
    (
        "put",
        "/letters/templates/{template}/{language}",
        Needs::Act,
    ),
    ("post", "/letters/{id}/resend", Needs::Act),
    ("get", "/me", Needs::Token),
    ("get", "/me/sessions", Needs::Token),
    ("delete", "/me/sessions/{session}", Needs::Act),
    ("get", "/me/tokens", Needs::Token),
    ("delete", "/me/tokens/{token}", Needs::Act),
    ("get", "/organisation", Needs::Nothing),
    ("get", "/precedents", Needs::Token),
    ("post", "/people", Needs::Act),
    ("get", "/people/{id}", Needs::Nothing),
    ("get", "/people/{id}/accesses", Needs::Token),
    ("get", "/people/{id}/acts", Needs::Token),
    ("get", "/people/{id}/acts/{kind}", Needs::Token),
    ("post", "/people/{id}/acts/{kind}", Needs::Act),
    ("get", "/people/{id}/file", Needs::Nothing),
    ("get", "/readings", Needs::Token),
    ("get", "/register", Needs::Nothing),
    ("get", "/rulebook", Needs::Nothing),
    ("get", "/rulebook/compare", Needs::Nothing),
    ("get", "/rulebook/{version}/clauses", Needs::Nothing),
    (
        "get",
        "/rulebook/{version}/clauses/{clause}",
        Needs::Nothing,
    ),
    ("get", "/search", Needs::Nothing),
    ("get", "/today", Needs::Token),
    ("post", "/what-if", Needs::Nothing),
];

#[tokio::test]
async fn every_operation_of_the_api_has_an_access_case_that_holds() {
    use standing_app::account::api_token::Draft;
    use standing_app::account::start::Chosen;

    let app = founded().await;
    let link = app.first_officer_link().await.unwrap().unwrap();
    let chosen = Chosen {
        who: "Ada Lovelace".to_owned(),
        email: "ada@example.org".to_owned(),
        hash: String::new(),
    };
    let begun = link.rsplit('/').next().unwrap();
    app.begin_account(begun, chosen, "").await.unwrap();
    let draft = Draft {
        name: "test".to_owned(),
        scope: "read".to_owned(),
        days: "1".to_owned(),
    };
    let (_, token) = app.api_token_for("Ada Lovelace", &draft).await.unwrap();
    let token = format!("Bearer {token}");
    let site = Site::of(app).await;
    let (_, body) = site.send_with("GET", "/api/v1/openapi.json", &[], "").await;
    let document: serde_json::Value = serde_json::from_str(&body).unwrap();
    let mut found = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            found.insert((method.clone(), path.replace("/api/v1", "")));
        }
    }
    let listed = API.iter();
    let listed = listed.map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned()));
    assert_eq!(found, listed.collect::<BTreeSet<_>>());
    let mut wrong = Vec::new();
    for (method, path, needs) in API {
        let path = format!("/api/v1{path}");
        let method = method.to_uppercase();
        for (shown, refused) in [
            (None, (*needs != Needs::Nothing).then_some("401")),
            (Some("Bearer stk_none"), Some("401")),
            (Some("Basic eDp5"), Some("401")),
            (Some(&*token), (*needs == Needs::Act).then_some("403")),
        ] {
            let headers: Vec<(&str, &str)> = shown
                .iter()
                .map(|shown| ("Authorization", *shown))
                .collect();
            let (head, body) = site.send_with(&method, &path, &headers, "").await;
            let status = head.split(' ').nth(1).unwrap_or_default();
            let is_right = match refused {
                Some(refused) => status == refused && body.contains("urn:standing:problem:"),
                None => !["401", "403", "405"].contains(&status) && !status.starts_with('5'),
            };
            if !is_right {
                wrong.push(format!("{method} {path} {shown:?}: {status} {body}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
