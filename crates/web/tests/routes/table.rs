//! Every address with what it answers, asked over a real connection of a server over a real, but
//! nearly empty, record. The demo's pages, with people on them, are tested with the binary.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use standing_app::App;
use standing_app::ports::{Clock, Entropy, Store};
use standing_base::Instant;
use standing_rulebook::Files;
use standing_web::Edge;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

#[derive(Debug)]
struct AtNoon;

impl Clock for AtNoon {
    fn now(&self) -> Instant {
        "2019-11-20T12:00:00Z".parse().unwrap()
    }
}

/// Never the same twice: tokens must differ.
#[derive(Debug, Default)]
struct Counter(AtomicU64);

impl Entropy for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        let count = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = count[place % count.len()];
        }
    }
}

fn gather(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().into_string().unwrap());
        if entry.path().is_dir() {
            gather(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, std::fs::read_to_string(entry.path()).unwrap());
        }
    }
}

fn app_on(store: Arc<dyn Store>) -> App {
    App::new(store, Arc::new(AtNoon), Arc::new(Counter::default()))
}

async fn app() -> App {
    app_on(standing_store::testing::sqlite().await)
}

pub(crate) async fn founded() -> App {
    founded_on(standing_store::testing::sqlite().await).await
}

pub(crate) async fn founded_on(store: Arc<dyn Store>) -> App {
    let app = app_on(store);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebooks/example-party");
    let mut files = Files::new();
    gather(&folder, "", &mut files);
    let since = "1983".parse().unwrap();
    app.found("The Example Party", since, &files).await.unwrap();
    app
}

/// A server of its own; it ends when `stop` is dropped.
pub(crate) struct Site {
    pub(crate) address: std::net::SocketAddr,
    pub(crate) stop: oneshot::Sender<()>,
    pub(crate) ended: tokio::task::JoinHandle<std::io::Result<()>>,
}

impl Site {
    pub(crate) async fn of(app: App) -> Self {
        Self::behind(app, Edge::default()).await
    }

    pub(crate) async fn behind(app: App, edge: Edge) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let shutdown = async {
            let _ = stopped.await;
        };
        let ended = tokio::spawn(standing_web::serve(listener, app, edge, shutdown));
        Self {
            address,
            stop,
            ended,
        }
    }

    /// The head, in small letters, and the body.
    async fn send(&self, method: &str, path: &str) -> (String, String) {
        let (head, body) = self.send_with(method, path, &[], "").await;
        (head.to_ascii_lowercase(), body)
    }

    /// With headers and a body; the head as it came.
    pub(crate) async fn send_with(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> (String, String) {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
        for (name, value) in headers {
            write!(request, "{name}: {value}\r\n").unwrap();
        }
        if !body.is_empty() {
            write!(request, "Content-Length: {}\r\n", body.len()).unwrap();
        }
        stream
            .write_all(format!("{request}\r\n{body}").as_bytes())
            .await
            .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        // A PDF is no text.
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }
}

/// The same organisation, on a store that is opened otherwise.
pub(crate) fn reopened(store: Arc<dyn Store>) -> App {
    // Not the tokens of the other: they are on the record.
    App::new(
        store,
        Arc::new(AtNoon),
        Arc::new(Counter(AtomicU64::new(1 << 32))),
    )
}

const HTML: &str = "text/html; charset=utf-8";
const PROBLEM: &str = "application/problem+json";

/// Address, status, kind, and what the answer says.
const TABLE: &[(&str, u16, &str, &str)] = &[
    ("/", 200, HTML, "The public record of The Example Party"),
    ("/healthz", 200, "text/plain; charset=utf-8", "ok"),
    ("/style.css", 200, "text/css; charset=utf-8", "--paper"),
    ("/favicon.svg", 200, "image/svg+xml", "<svg"),
    ("/ask", 200, HTML, "may be endorsed as a candidate"),
    ("/ask?about=case:C1", 200, HTML, "value=\"case:C1\""),
    (
        "/ask?question=endorse",
        400,
        HTML,
        "Write whom the question is about",
    ),
    (
        "/ask?question=endorse&about=X&on=6.11.2019",
        400,
        HTML,
        "“6.11.2019” is not a day",
    ),
    (
        "/ask?question=endorse&about=X&on=2019-11-06&on=2019-11-07",
        400,
        HTML,
        "given twice",
    ),
    (
        "/ask?question=endorse&about=Nobody+Here",
        404,
        HTML,
        "<a href=\"#about\">Nobody",
    ),
    (
        "/ask?question=endrse&about=X",
        404,
        HTML,
        "<a href=\"/ask?question=endorse&#38;about=X",
    ),
    ("/ask?question=%FF&about=X", 404, HTML, "has no question"),
    (
        "/ask.json?question=endorse",
        400,
        PROBLEM,
        "\"field\":\"about\"",
    ),
    (
        "/ask.json?question=endorse&about=Nobody",
        404,
        PROBLEM,
        "\"status\":404",
    ),
    (
        "/people/per_00000000000070008000000000000001",
        404,
        HTML,
        "Not on the public record",
    ),
    (
        "/people/per_00000000000070008000000000000001?on=yesterday",
        400,
        HTML,
        "“yesterday” is not a day",
    ),
    ("/people/M", 404, HTML, "No person of this id"),
    ("/people/%FF", 404, HTML, "There is no page at this address"),
    (
        "/bodies/bod_00000000000070008000000000000001",
        404,
        HTML,
        "Not on the public record",
    ),
    (
        "/branches/bra_00000000000070008000000000000001",
        404,
        HTML,
        "Not on the public record",
    ),
    (
        "/branches/bod_00000000000070008000000000000001",
        404,
        HTML,
        "No branch of this id",
    ),
    (
        "/rulebook",
        200,
        HTML,
        "Chapter 8: Parliamentary candidates",
    ),
    (
        "/rulebook/2018",
        200,
        HTML,
        "A member who is suspended shall not be endorsed.",
    ),
    ("/rulebook/1066", 404, HTML, "has no version “1066”"),
    (
        "/rulebook/2018/clauses/8.4.a",
        200,
        HTML,
        "bar endorse, reselect",
    ),
    ("/rulebook/2018/clauses/99", 404, HTML, "has no clause “99”"),
    (
        "/rulebook/compare?from=2018&to=2020",
        200,
        HTML,
        "<del>180</del>",
    ),
    (
        "/rulebook/compare?from=2018",
        400,
        HTML,
        "“to” names no version",
    ),
    (
        "/rulebook/compare?from=2018&to=2099",
        400,
        HTML,
        "has no version “2099”",
    ),
    ("/what-if", 200, HTML, "Suspension lapses after 60 days"),
    (
        "/what-if?overlay=lapse-60&param.min_age=",
        200,
        HTML,
        "What this cannot tell",
    ),
    (
        "/what-if?overlay=none-such",
        400,
        HTML,
        "No what-if called “none-such”",
    ),
    (
        "/what-if?param.nonsense=1",
        400,
        HTML,
        "has no parameter “nonsense”",
    ),
    (
        "/what-if?param.suspension_lapse=soon",
        400,
        HTML,
        "<a href=\"#param.suspension_lapse\">",
    ),
    (
        "/nothing/here",
        404,
        HTML,
        "There is no page at this address",
    ),
];

#[tokio::test]
async fn every_address_answers_as_the_table_says() {
    let site = Site::of(founded().await).await;
    let mut wrong = Vec::new();
    for (path, status, kind, says) in TABLE {
        let (head, answer) = site.send("GET", path).await;
        for header in [
            &format!("http/1.1 {status} "),
            &format!("content-type: {kind}"),
            "content-security-policy: default-src 'self'; script-src 'none'",
            "frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "referrer-policy: ",
            "cache-control: ",
        ] {
            if !head.contains(header) {
                wrong.push(format!("GET {path} has no `{header}`:\n{head}"));
            }
        }
        if !answer.contains(says) {
            let main = answer.find("<main").unwrap_or(0);
            let main: String = answer[main..].chars().take(900).collect();
            wrong.push(format!("GET {path} does not say `{says}`:\n{main}"));
        }
        let (head, nothing) = site.send("HEAD", path).await;
        if !head.contains(&format!("http/1.1 {status} ")) || !nothing.is_empty() {
            wrong.push(format!("HEAD {path}: {head}\n{nothing}"));
        }
        let (head, _) = site.send("POST", path).await;
        if !head.starts_with("http/1.1 405 ") && *status != 404 {
            wrong.push(format!("POST {path}: {head}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[tokio::test]
async fn the_style_sheet_that_pages_name_may_be_kept_for_ever() {
    let site = Site::of(founded().await).await;
    let (_, page) = site.send("GET", "/").await;
    let (_, rest) = page.split_once("<link rel=\"stylesheet\" href=\"").unwrap();
    let (address, _) = rest.split_once('"').unwrap();
    let (head, _) = site.send("GET", address).await;
    assert!(head.contains("immutable"), "{head}");
    let (head, _) = site.send("GET", "/style.css?v=old").await;
    assert!(!head.contains("immutable"), "{head}");
}

#[tokio::test]
async fn a_record_without_an_organisation_says_so_on_every_page() {
    let site = Site::of(app().await).await;
    for path in ["/", "/ask", "/rulebook", "/what-if", "/nothing"] {
        let (head, answer) = site.send("GET", path).await;
        assert!(head.starts_with("http/1.1 404 "), "{path}: {head}");
        assert!(answer.contains("<h1>"), "{path}: {answer}");
    }
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_stops() {
    let site = Site::of(app().await).await;
    let (head, _) = site.send("GET", "/style.css").await;
    assert!(head.starts_with("http/1.1 200 "));
    site.stop.send(()).unwrap();
    assert!(site.ended.await.unwrap().is_ok());
}
