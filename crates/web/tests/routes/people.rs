//! The people of a case over a real connection: a complaint that leads onto the record, a page in
//! place of a file for whoever is in conflict, and private notes of the panel.

use standing_app::App;
use standing_app::account::Source;
use standing_app::intake::{Complaint, Draft};
use standing_app::ports::Addition;
use standing_app::projection;
use standing_app::vault::{Vault, VaultKey};
use standing_base::{Id, IdKind};

use crate::accounts::Client;
use crate::table::founded;

const MEMBER: &str = "per_0190163d8694739db7a1c1d3f4e5a6b7";

/// A kind of fact, its fields, its private values.
type Before<'a> = (&'a str, serde_json::Value, &'a [(&'a str, &'a str)]);

/// Facts of before, each about somebody, as an import writes them.
async fn write(app: &App, about: Id, facts: &[Before<'_>]) {
    let mut revision = app
        .store()
        .snapshot()
        .await
        .unwrap()
        .revision(about)
        .await
        .unwrap();
    let mut additions = Vec::new();
    for (kind, fields, private) in facts {
        revision += 1;
        let fact = serde_json::from_value(serde_json::json!({
            "stream": about, "revision": revision, "kind": kind, "about": about,
            "effective_on": "2019-10-01", "recorded_at": app.clock().now().microseconds(),
            "imported": true, "sources": [], "fields": fields,
        }));
        let fact = fact.unwrap();
        let private: Vec<(String, String)> = private
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        additions.push(Addition {
            rows: projection::rows(&fact, &private),
            fact,
            private,
        });
    }
    let mut writer = app.store().writer().await.unwrap();
    writer.append(additions).await.unwrap();
    writer.commit().await.unwrap();
}

/// The first officer, signed in, who receives complaints as well; and a member.
async fn officer() -> (App, Client, Id) {
    let key = VaultKey::parse(&"c".repeat(64)).unwrap();
    let app = founded().await.with_vault(Vault::new(key));
    let client = Client::officer_of(app.clone()).await;
    let mut snapshot = app.store().snapshot().await.unwrap();
    let (_, ada) = snapshot.names_from("ada", 1).await.unwrap()[0];
    drop(snapshot);
    let id = |kind: IdKind| Id::new(kind, app.clock().now(), app.entropy().ten_bytes());
    let (body, seat) = (id(IdKind::Body), id(IdKind::Seat));
    let founded = serde_json::json!({"form": "executive"});
    write(
        &app,
        body,
        &[("body_founded", founded, &[("name", "Executive")])],
    )
    .await;
    let taken = serde_json::json!({"seat": seat, "body": body, "office": "complaints_officer"});
    write(&app, ada, &[("seat_taken", taken, &[])]).await;
    let none = || serde_json::json!({});
    let member: Id = MEMBER.parse().unwrap();
    let named: &[(&str, &str)] = &[("name", "Mia Member")];
    let facts = [
        ("person_registered", none(), named),
        ("admitted", none(), &[][..]),
    ];
    write(&app, member, &facts).await;
    (app, client, ada)
}

/// What a hidden field of a page holds.
fn hidden(page: &str, name: &str) -> String {
    let field = format!("<input type=\"hidden\" name=\"{name}\" value=\"");
    let after = page.split_once(&field).map_or("", |(_, after)| after);
    after.split('"').next().unwrap().to_owned()
}

fn location(head: &str) -> String {
    let mut lines = head.lines();
    let line = lines.find(|line| line.to_ascii_lowercase().starts_with("location: "));
    line.unwrap()["location: ".len()..].trim().to_owned()
}

/// Sends a complaint, and finds its page.
async fn complained(app: &App, client: &mut Client) -> String {
    let complaint = Complaint {
        draft: Draft {
            about: "Mia".to_owned(),
            when: "in May".to_owned(),
            text: "Money is missing.".to_owned(),
        },
        files: Vec::new(),
    };
    let source = Source::of([192, 0, 2, 1].into());
    app.complain(source, complaint).await.unwrap();
    let list = client.get("/intake").await;
    let (_, rest) = list
        .body
        .split_once("href=\"/intake/itk_")
        .unwrap_or_else(|| {
            panic!("{}", list.body);
        });
    let path = format!("/intake/itk_{}", rest.split('"').next().unwrap());
    path
}

#[tokio::test]
async fn a_complaint_that_came_to_nothing_says_how_long_it_is_kept_and_is_kept_longer() {
    let (app, mut client, _) = officer().await;
    let path = complained(&app, &mut client).await;
    let page = client.get(&path).await;
    assert!(!page.body.contains("How long it is kept"), "{}", page.body);
    let closed = client
        .post(
            &format!("{path}/close"),
            "as=dismissed&reason=No complaint.",
        )
        .await;
    assert_eq!(closed.status, 303, "{}", closed.body);
    let page = client.get(&path).await;
    assert!(page.body.contains("if nothing more is done about it"));
    assert!(page.body.contains("/clauses/14.11"), "{}", page.body);
    let hold = format!("{path}/hold");
    let empty = client.post(&hold, "until=&reasons=").await;
    assert_eq!(empty.status, 400, "{}", empty.body);
    assert!(empty.body.contains("id=\"until-error\""));
    assert!(empty.body.contains("id=\"reasons-error\""));
    let held = client
        .post(&hold, "until=2199-12-31&reasons=The police ask.")
        .await;
    assert_eq!(held.status, 303, "{}", held.body);
    let page = client.get(&path).await;
    assert!(page.body.contains("because it is still needed"));
    assert!(
        page.body
            .contains("<blockquote>The police ask.</blockquote>")
    );
    let list = client.get("/intake?state=dismissed").await;
    assert!(list.body.contains("because it is still needed"));
}

#[tokio::test]
async fn a_complaint_leads_to_its_form_and_is_marked_as_entered_with_it() {
    let (app, mut client, _) = officer().await;
    let path = complained(&app, &mut client).await;
    let page = client.get(&path).await;
    assert!(page.body.contains("Put it on the record"), "{}", page.body);
    let nobody = client
        .post(&format!("{path}/enter"), "about=Nobody Here&ref=C1")
        .await;
    assert_eq!(nobody.status, 400, "{}", nobody.body);
    let led = client
        .post(&format!("{path}/enter"), "about=Mia Member&ref=C1")
        .await;
    assert_eq!(led.status, 303, "{}", led.body);
    let to = location(&led.head);
    assert!(
        to.starts_with(&format!("/people/{MEMBER}/acts/complaint_received?")),
        "{to}"
    );
    let form = client.get(&to).await;
    assert_eq!(form.status, 200, "{}", form.body);
    assert!(
        form.body.contains(">in May: Money is missing.</textarea>"),
        "{}",
        form.body
    );
    assert!(
        form.body
            .contains("name=\"ref\" type=\"text\" value=\"C1\"")
    );
    let fields: String = ["seen", "intake", "ahead"]
        .map(|name| format!("{name}={}", hidden(&form.body, name)))
        .join("&");
    let on = app.today().await.unwrap();
    let fields = format!("{fields}&on={on}&ref=C1&way=confidential-form&matter=Money is missing.");
    let sent = client
        .post(
            &format!("/people/{MEMBER}/acts/complaint_received"),
            &fields,
        )
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(location(&sent.head), path);
    let page = client.get(&path).await;
    assert!(
        page.body.contains("<a href=\"/cases/C1\">C1</a>"),
        "{}",
        page.body
    );
    assert!(page.body.contains("entered on the record"));
}

#[tokio::test]
async fn whoever_is_in_conflict_sees_a_page_that_says_so_and_stands_aside_by_one_button() {
    let (app, mut client, ada) = officer().await;
    let case = serde_json::json!({"case": "cas_0190163d8694739db7a1c1d3f4e5a6b7", "ref": "C1"});
    let told: &[(&str, &str)] = &[("matter", "What was done.")];
    let member: Id = MEMBER.parse().unwrap();
    write(&app, member, &[("case_opened", case, told)]).await;
    assert!(
        client
            .get("/cases/C1")
            .await
            .body
            .contains("What was done.")
    );
    let tied = serde_json::json!({"tied_to": member});
    write(&app, ada, &[("interest_declared", tied, &[])]).await;
    for path in ["/cases/C1", "/cases/C1/files", "/cases/C1/identities"] {
        let page = client.get(path).await;
        assert_eq!(page.status, 403, "{path}: {}", page.body);
        assert!(page.body.contains("You are in conflict"), "{path}");
        assert!(page.body.contains("declared an interest"), "{path}");
        assert!(page.body.contains("/clauses/5.15"), "{path}");
        assert!(!page.body.contains("What was done."), "{path}");
    }
    let done = client.post("/cases/C1/stand-aside", "a=b").await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = client.get("/cases/C1").await;
    assert_eq!(page.status, 403);
    assert!(page.body.contains("You have stood aside"), "{}", page.body);
    let facts = app
        .store()
        .snapshot()
        .await
        .unwrap()
        .facts_about(member)
        .await
        .unwrap();
    let last = facts.last().unwrap();
    assert_eq!(
        (&*last.what.kind, last.what.actor),
        ("stood_aside", Some(ada))
    );
}

#[tokio::test]
async fn who_sits_on_a_panel_keeps_notes_by_a_form_and_too_long_ones_are_shown_again() {
    let (app, mut client, ada) = officer().await;
    let case = "cas_0190163d8694739db7a1c1d3f4e5a6b7";
    let member: Id = MEMBER.parse().unwrap();
    let opened = serde_json::json!({"case": case, "ref": "C1"});
    write(&app, member, &[("case_opened", opened, &[])]).await;
    let named = serde_json::json!({"case": case, "person": ada});
    write(&app, member, &[("panellist_named", named, &[])]).await;
    let page = client.get("/cases/C1/reading").await;
    assert!(
        page.body.contains("action=\"/cases/C1/notes\""),
        "{}",
        page.body
    );
    let kept = client
        .post(
            "/cases/C1/notes",
            "notes=Who was there%3F%0D%0A%3C%2Ftextarea%3E",
        )
        .await;
    assert_eq!(kept.status, 303, "{}", kept.body);
    assert!(kept.head.contains("location: /cases/C1/reading#notes"));
    let page = client.get("/cases/C1/reading").await;
    let shown = "\nWho was there?\n&#60;/textarea&#62;</textarea>";
    assert!(page.body.contains(shown), "{}", page.body);
    let long = "n".repeat(8_001);
    let refused = client
        .post("/cases/C1/notes", &format!("notes={long}"))
        .await;
    assert_eq!(refused.status, 400, "{}", refused.head);
    assert!(refused.body.contains("Write at most 8000 characters"));
    assert!(refused.body.contains(&format!("\n{long}</textarea>")));
}
