//! Which language a page speaks, and how a reader changes it.

use crate::table::{Site, founded};

const ENGLISH: &str = "<html lang=\"en\">";
const WELSH: &str = "<html lang=\"cy\">";

#[tokio::test]
async fn a_page_speaks_the_chosen_language_else_the_browsers_else_the_organisations() {
    let site = Site::of(founded().await).await;
    for (headers, language) in [
        (&[][..], ENGLISH),
        (&[("Accept-Language", "cy-GB,cy;q=0.9,en;q=0.8")], WELSH),
        (&[("Accept-Language", "de")], ENGLISH),
        (&[("Cookie", "standing-language=cy")], WELSH),
        (&[("Cookie", "standing-language=xx")], ENGLISH),
        (
            &[
                ("Cookie", "standing-language=en"),
                ("Accept-Language", "cy"),
            ],
            ENGLISH,
        ),
    ] {
        for path in ["/", "/ask", "/nothing/here", "/sign-in"] {
            let (head, page) = site.send_with("GET", path, headers, "").await;
            assert!(page.contains(language), "{path} {headers:?}");
            let varies = head.contains("vary: accept-language, cookie");
            assert!(varies, "{path}: {head}");
        }
    }
}

#[tokio::test]
async fn the_switch_keeps_the_choice_and_leads_back_but_nowhere_else() {
    let site = Site::of(founded().await).await;
    let (_, page) = site.send_with("GET", "/ask?about=M", &[], "").await;
    assert!(
        page.contains("name=\"back\" value=\"/ask?about=M\""),
        "{page}"
    );
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    for (body, back, keeps) in [
        ("to=cy&back=%2Fask%3Fabout%3DM", "/ask?about=M", true),
        ("to=cy&back=%2F%2Fevil.example", "/", true),
        ("to=cy", "/", true),
        ("to=xx&back=%2Fask", "/ask", false),
    ] {
        let (head, _) = site.send_with("POST", "/language", &[form], body).await;
        assert!(head.starts_with("HTTP/1.1 303"), "{body}: {head}");
        assert!(
            head.contains(&format!("location: {back}\r\n")),
            "{body}: {head}"
        );
        assert_eq!(head.contains("set-cookie: standing-language=cy;"), keeps);
    }
    let foreign = [form, ("Sec-Fetch-Site", "cross-site")];
    let (head, _) = site.send_with("POST", "/language", &foreign, "to=cy").await;
    assert!(head.starts_with("HTTP/1.1 403"), "{head}");
}

#[tokio::test]
async fn what_is_not_there_or_refused_is_told_in_the_language_of_the_page() {
    let site = Site::of(founded().await).await;
    let welsh = [("Accept-Language", "cy")];
    for (path, says) in [
        (
            "/ask?question=is_member&about=nobody",
            "Nid oes neb na dim ar y cofnod yn “nobody”.",
        ),
        ("/search?q=%CC%81", "Teipiwch ran o enw, neu ddechrau rhif."),
        (
            "/ask?question=no_such&about=M",
            "Nid oes cwestiwn “no_such” yn y llyfr rheolau",
        ),
    ] {
        let (_, page) = site.send_with("GET", path, &welsh, "").await;
        assert!(page.contains(says), "{path}: {page}");
    }
}
