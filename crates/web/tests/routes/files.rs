//! Files of a case over a real connection: sent, listed, taken away; and what is refused before it
//! is read.

use standing_app::App;
use standing_app::ports::Addition;
use standing_app::projection;
use standing_app::vault::{Vault, VaultKey};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::accounts::Client;
use crate::table::founded;

const PATH: &str = "/cases/2019-4/files";

/// The first officer, signed in, and a case about her.
async fn subject() -> (App, Client) {
    let key = VaultKey::parse(&"c".repeat(64)).unwrap();
    let app = founded().await.with_vault(Vault::new(key));
    let client = Client::officer_of(app.clone()).await;
    let mut snapshot = app.store().snapshot().await.unwrap();
    let (_, ada) = snapshot.names_from("ada", 1).await.unwrap()[0];
    let revision = snapshot.revision(ada).await.unwrap() + 1;
    drop(snapshot);
    let fact = serde_json::from_value(serde_json::json!({
        "stream": ada, "revision": revision, "kind": "case_opened", "about": ada,
        "effective_on": "2019-11-01", "recorded_at": app.clock().now().microseconds(),
        "imported": true, "sources": [],
        "fields": {"case": "cas_0190163d8694739db7a1c1d3f4e5a6b7", "ref": "2019-4"},
    }));
    let fact = fact.unwrap();
    let addition = Addition {
        rows: projection::rows(&fact, &[]),
        fact,
        private: Vec::new(),
    };
    let mut writer = app.store().writer().await.unwrap();
    writer.append(vec![addition]).await.unwrap();
    writer.commit().await.unwrap();
    (app, client)
}

fn link(page: &str) -> String {
    let (_, rest) = page.split_once(&format!("href=\"{PATH}/")).unwrap();
    let (id, _) = rest.split_once('"').unwrap();
    format!("{PATH}/{id}")
}

#[tokio::test]
async fn a_file_is_sent_listed_and_taken_away_and_does_nothing_in_a_browser() {
    let (_, mut client) = subject().await;
    let page = client.get(PATH).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("There are none that you may see"));
    let text = "<script>alert(1)</script>\n".repeat(40_000);
    let token = client.token();
    let parts = [
        ("form", None, token.as_str()),
        ("file", Some("<b>notes.exe"), text.as_str()),
    ];
    let sent = client.send_form(PATH, &parts).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let page = client.get(PATH).await;
    assert!(page.body.contains(">bnotes.txt</a>"), "{}", page.body);
    assert!(page.body.contains(", by you"));
    let file = client.get(&link(&page.body)).await;
    assert_eq!(file.status, 200);
    assert_eq!(file.body.len(), text.len());
    assert!(file.body == text);
    let head = file.head.to_ascii_lowercase();
    for header in [
        "content-type: text/plain; charset=utf-8",
        "content-disposition: attachment; filename=\"bnotes.txt\"",
        "content-security-policy: default-src 'none'; sandbox",
        "x-content-type-options: nosniff",
        "cache-control: no-store",
    ] {
        assert!(head.contains(header), "{header}: {head}");
    }
    let none = format!("{PATH}/evd_0190163d8694739db7a1c1d3f4e5a6b7");
    assert_eq!(client.get(&none).await.status, 404);
    assert_eq!(client.get("/cases/2019-5/files").await.status, 404);
}

#[tokio::test]
async fn the_bundle_of_a_case_is_a_pdf_to_save_for_those_who_may_read_it() {
    let (_, mut client) = subject().await;
    let page = client.get(PATH).await;
    assert!(page.body.contains("href=\"/cases/2019-4/bundle\" download"));
    let token = client.token();
    let parts = [
        ("form", None, token.as_str()),
        ("file", Some("answer.txt"), "It was not so."),
    ];
    client.send_form(PATH, &parts).await;
    let bundle = client.get("/cases/2019-4/bundle").await;
    assert_eq!(bundle.status, 200, "{}", bundle.body);
    assert!(bundle.body.starts_with("%PDF-"));
    let head = bundle.head.to_ascii_lowercase();
    for header in [
        "content-type: application/pdf",
        "content-disposition: attachment; filename=\"2019-4.pdf\"",
        "content-security-policy: default-src 'none'; sandbox",
        "cache-control: no-store",
    ] {
        assert!(head.contains(header), "{header}: {head}");
    }
    assert_eq!(client.get("/cases/2019-5/bundle").await.status, 404);
}

#[tokio::test]
async fn what_cannot_be_taken_is_told_on_the_form_and_nothing_is_kept() {
    let (_, mut client) = subject().await;
    client.get(PATH).await;
    let token = client.token();
    let form = ("form", None, token.as_str());
    for (parts, status, says) in [
        (vec![form], 400, "Choose the file to send"),
        (
            vec![form, ("file", Some(""), "")],
            400,
            "Choose the file to send",
        ),
        (
            vec![form, ("file", Some("a.pdf"), "MZ\0")],
            422,
            "none of the types of file",
        ),
        (
            vec![("file", Some("a.txt"), "text"), form],
            403,
            "This form is too old",
        ),
        (
            vec![("form", None, "0"), ("file", Some("a.txt"), "text")],
            403,
            "This form is too old",
        ),
        (
            vec![
                form,
                ("file", Some("a.txt"), "x"),
                ("file", Some("b.txt"), "y"),
            ],
            413,
            "This is too large",
        ),
    ] {
        let sent = client.send_form(PATH, &parts).await;
        assert_eq!(sent.status, status, "{parts:?}: {}", sent.body);
        assert!(sent.body.contains(says), "{parts:?}: {}", sent.body);
    }
    let page = client.get(PATH).await;
    assert!(page.body.contains("There are none that you may see"));
}

/// What comes back, however much of what is sent is read.
async fn answer(client: &Client, headers: &str, parts: usize, part: &[u8]) -> String {
    let mut stream = TcpStream::connect(client.site().address).await.unwrap();
    let head = format!(
        "POST {PATH} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
         Content-Type: multipart/form-data; boundary=edge\r\n{headers}\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    for _ in 0..parts {
        // The server may have said no and gone.
        if stream.write_all(part).await.is_err() {
            break;
        }
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn two_gigabytes_are_refused_at_once_and_an_unannounced_length_by_counting() {
    let (app, mut client) = subject().await;
    client.get(PATH).await;
    let said = answer(&client, "Content-Length: 2147483648\r\n", 0, b"").await;
    assert!(said.starts_with("HTTP/1.1 413"), "{said}");
    assert!(said.contains("a file has at most 25 MiB"), "{said}");

    let cookies = client.cookie_header();
    let opening = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n{}\r\n\
         --edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n",
        client.token()
    );
    let mut part = format!("{:x}\r\n{opening}\r\n", opening.len()).into_bytes();
    part.extend(format!("{:x}\r\n", 1 << 20).bytes());
    part.extend(vec![b'a'; 1 << 20]);
    part.extend(b"\r\n");
    let mut whole = part.clone();
    let mebibyte = part.split_off(part.len() - (1 << 20) - 10);
    for _ in 0..40 {
        whole.extend(&mebibyte);
    }
    let headers = format!("Transfer-Encoding: chunked\r\nCookie: {cookies}\r\n");
    let said = answer(&client, &headers, 1, &whole).await;
    assert!(said.starts_with("HTTP/1.1 413"), "{said}");
    assert!(said.contains("This is too large"), "{said}");
    let mut snapshot = app.store().snapshot().await.unwrap();
    assert!(snapshot.sealed_keys(None, 1).await.unwrap().is_empty());
}
