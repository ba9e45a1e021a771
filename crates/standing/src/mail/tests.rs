//! The outbox emptied into a real mail server, step by step, under a clock that the test sets.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use serde_json::Value;
use standing_app::App;
use standing_app::asker::Asker;
use standing_app::letters::context::{Admission, SignInLink};
use standing_app::letters::{Addressee, Language, LetterContext, NewText, Template};
use standing_app::ports::mailer::{DeliveryError, Mailer, OutgoingMail};
use standing_app::ports::outbox::{LetterState, Outcome};
use standing_app::ports::{Clock, Store};
use standing_app::post::{LEASE_SECONDS, Ran, Returned, Worker};
use standing_base::{Id, Instant};
use standing_store::testing::Folder;

use super::smtp::SmtpMailer;
use crate::adapters::{SystemEntropy, read_rulebook};
use crate::settings::{MailSettings, Security};

/// The mail server, for as long as this lives.
struct Server {
    port: u16,
    says: Receiver<String>,
    process: Child,
}

impl Server {
    fn start(args: &[&str]) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail/server.py");
        // Debian's own, where Debian's aiosmtpd is, whatever else is called so.
        let mut process = Command::new("/usr/bin/python3")
            .arg(script)
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let (told, says) = mpsc::channel();
        std::thread::spawn(move || {
            lines
                .map_while(Result::ok)
                .all(|line| told.send(line).is_ok())
        });
        let port: String = says.recv().unwrap_or_default();
        let port = port
            .parse()
            .expect("the mail server needs python3-aiosmtpd; `./test` installs it");
        Self {
            port,
            says,
            process,
        }
    }

    /// The next thing that the server tells; waits for it, though not for ever.
    fn next(&self) -> Value {
        let line = self.says.recv_timeout(Duration::from_mins(1)).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    fn settings(&self) -> MailSettings {
        MailSettings {
            host: "127.0.0.1".into(),
            port: self.port,
            security: Security::None,
            from: "Die Grünen Łódź <office@party.example.org>"
                .parse()
                .unwrap(),
            credentials: None,
            timeout: Duration::from_secs(20),
            ca: None,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

#[derive(Debug)]
struct SetClock(AtomicI64);

impl SetClock {
    fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Instant {
        Instant::from_microseconds(self.0.load(Ordering::Relaxed))
    }
}

struct Office {
    app: App,
    store: Arc<dyn Store>,
    clock: Arc<SetClock>,
}

impl Office {
    async fn open() -> Self {
        let store = standing_store::testing::sqlite().await;
        let at: Instant = "2019-11-06T18:00:00Z".parse().unwrap();
        let clock = Arc::new(SetClock(AtomicI64::new(at.microseconds())));
        let app = App::new(
            Arc::clone(&store),
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::new(SystemEntropy),
        );
        let rulebook = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebooks/committees");
        let files = read_rulebook(&rulebook).unwrap();
        let founded = "2019".parse().unwrap();
        app.found("The Party", founded, &files).await.unwrap();
        Self { app, store, clock }
    }

    fn worker(&self, settings: MailSettings) -> Worker {
        Worker::new(
            Arc::clone(&self.store),
            Arc::new(SmtpMailer::new(settings)),
            Arc::clone(&self.clock) as Arc<dyn Clock>,
        )
    }

    async fn write<C: LetterContext + Sync>(
        &self,
        to: &str,
        context: &C,
        expires_at: Option<Instant>,
    ) -> Id {
        let to = Addressee {
            person: None,
            address: to.to_owned(),
            language: Language::English,
        };
        let mut snapshot = self.store.snapshot().await.unwrap();
        let letter = self
            .app
            .write_letter(&mut *snapshot, to, context, expires_at)
            .await
            .unwrap();
        let mut writer = self.store.writer().await.unwrap();
        writer.enqueue(&letter).await.unwrap();
        writer.commit().await.unwrap();
        // The next letter is a later one.
        self.clock.pass(1);
        letter.id
    }

    async fn admit(&self, to: &str) -> Id {
        let context = Admission::sample(Language::English);
        self.write(to, &context, None).await
    }

    async fn state(&self, letter: Id) -> LetterState {
        let mut snapshot = self.store.snapshot().await.unwrap();
        snapshot.letter(letter).await.unwrap().unwrap().state
    }
}

fn moved(ran: Ran) -> (LetterState, Outcome, String) {
    match ran {
        Ran::Moved {
            to,
            outcome,
            answer,
            ..
        } => (to, outcome, answer),
        ran => panic!("{ran:?}"),
    }
}

/// The header of a mail and its text, as the server got them.
fn taken_apart(data: &str) -> (BTreeMap<String, String>, String) {
    let (head, body) = data.split_once("\r\n\r\n").unwrap();
    let head = head.replace("\r\n ", " ");
    let fields = head.lines().map(|line| {
        let (name, value) = line.split_once(": ").unwrap();
        (name.to_owned(), value.to_owned())
    });
    (fields.collect(), body.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_arrives_whole_and_no_name_adds_a_header() {
    let server = Server::start(&[]);
    let office = Office::open().await;
    let worker = office.worker(server.settings());
    let text = "Subject: Łódź, for {{ name }}\n\nDear {{ name }},\n.\nthe end\n";
    let new = NewText {
        template: Template::Admission,
        language: Language::English,
        text: text.to_owned(),
        actor: None,
        capacity: None,
    };
    let app = &office.app;
    app.save_letter_template(&Asker::Operator, new)
        .await
        .unwrap();
    let context = Admission {
        name: "Ann\r\nBcc: all@example.org\r\n\r\nBuy".into(),
        ..Admission::sample(Language::English)
    };
    let letter = office.write("ok@example.org", &context, None).await;
    let (to, outcome, answer) = moved(worker.run_once().await.unwrap());
    assert_eq!((to, outcome), (LetterState::Sent, Outcome::Accepted));
    assert_eq!(answer, "250 taken");
    let mail = server.next();
    assert_eq!(mail["from"], "office@party.example.org");
    assert_eq!(mail["to"], serde_json::json!(["ok@example.org"]));
    let (fields, body) = taken_apart(mail["data"].as_str().unwrap());
    let names: Vec<&str> = fields.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "Auto-Submitted",
            "Content-Transfer-Encoding",
            "Content-Type",
            "Date",
            "From",
            "MIME-Version",
            "Message-ID",
            "Subject",
            "To"
        ]
    );
    assert_eq!(
        fields["Message-ID"],
        format!("<{letter}@party.example.org>")
    );
    assert_eq!(fields["MIME-Version"], "1.0");
    assert_eq!(fields["Date"], "Wed, 06 Nov 2019 18:00:00 +0000");
    assert_eq!(fields["Content-Type"], "text/plain; charset=utf-8");
    assert!(fields["Subject"].starts_with("=?utf-8?"), "{fields:?}");
    assert!(body.trim_end().ends_with("\r\n.\r\nthe end"), "{body}");
    assert_eq!(worker.run_once().await.unwrap(), Ran::Idle);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_passes_is_tried_again_later_and_what_is_final_is_not() {
    let server = Server::start(&[]);
    let office = Office::open().await;
    let worker = office.worker(server.settings());
    let never = office.admit("never@example.org").await;
    let (to, outcome, answer) = moved(worker.run_once().await.unwrap());
    assert_eq!((to, outcome), (LetterState::Failed, Outcome::Rejected));
    assert!(
        answer.contains("550") && answer.contains("no such mailbox"),
        "{answer}"
    );

    let later = office.admit("later@example.org").await;
    let (to, outcome, answer) = moved(worker.run_once().await.unwrap());
    assert_eq!((to, outcome), (LetterState::Queued, Outcome::Deferred));
    assert!(answer.contains("greylisted"), "{answer}");
    office.clock.pass(59);
    assert_eq!(worker.run_once().await.unwrap(), Ran::Idle);
    office.clock.pass(1);
    let (to, ..) = moved(worker.run_once().await.unwrap());
    assert_eq!(to, LetterState::Sent);
    assert_eq!(server.next()["to"][0], "later@example.org");

    // Once more, to an address that works.
    let app = &office.app;
    let refused = app.resend_letter(&Asker::Public, never, None).await;
    assert!(refused.is_err());
    office.clock.pass(1);
    let again = app
        .resend_letter(&Asker::Operator, never, Some("ok@example.org"))
        .await
        .unwrap();
    moved(worker.run_once().await.unwrap());
    assert_eq!(server.next()["to"][0], "ok@example.org");
    assert_eq!(office.state(again).await, LetterState::Sent);
    assert_eq!(office.state(never).await, LetterState::Failed);
    let lines = app.letters(&Asker::Operator, None, None, 10).await.unwrap();
    let listed: Vec<Id> = lines.iter().map(|line| line.id).collect();
    assert_eq!(listed, [again, later, never]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_hangs_or_is_gone_holds_nobody_and_loses_nothing() {
    let server = Server::start(&[]);
    let office = Office::open().await;
    let letter = office.admit("hang@example.org").await;
    let impatient = MailSettings {
        timeout: Duration::from_millis(500),
        ..server.settings()
    };
    let (to, outcome, answer) = moved(office.worker(impatient).run_once().await.unwrap());
    assert_eq!((to, outcome), (LetterState::Queued, Outcome::Deferred));
    assert!(answer.contains("no answer within 0.5"), "{answer}");
    assert_eq!(server.next()["hangs"], "hang@example.org");

    let settings = server.settings();
    drop(server);
    office.clock.pass(60);
    let (to, outcome, _) = moved(office.worker(settings).run_once().await.unwrap());
    assert_eq!((to, outcome), (LetterState::Queued, Outcome::Deferred));
    let mut snapshot = office.store.snapshot().await.unwrap();
    let found = snapshot.letter(letter).await.unwrap().unwrap();
    assert_eq!((found.attempts, found.what.text.is_empty()), (2, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_not_the_fault_of_the_letters() {
    let server = Server::start(&["--password"]);
    let office = Office::open().await;
    let letter = office.admit("ok@example.org").await;
    let with = |password: &str| MailSettings {
        credentials: Some(("office".into(), password.into())),
        ..server.settings()
    };
    let (to, outcome, answer) = moved(office.worker(with("guess")).run_once().await.unwrap());
    assert_eq!((to, outcome), (LetterState::Queued, Outcome::Deferred));
    assert!(answer.contains("535"), "{answer}");
    office.clock.pass(60);
    moved(
        office
            .worker(with("secret words"))
            .run_once()
            .await
            .unwrap(),
    );
    assert_eq!(office.state(letter).await, LetterState::Sent);
}

/// A certificate for `localhost` that vouches for itself.
fn certify(folder: &Path) -> Vec<u8> {
    let made = Command::new("openssl")
        .current_dir(folder)
        .args([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
        ])
        .args([
            "-keyout",
            "key.pem",
            "-out",
            "cert.pem",
            "-subj",
            "/CN=localhost",
        ])
        .args(["-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(made.success());
    std::fs::read(folder.join("cert.pem")).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn over_tls_only_a_server_that_somebody_vouches_for_gets_a_letter() {
    let folder = Folder::new();
    let ca = certify(folder.path());
    let server = Server::start(&["--tls", &folder.path().display().to_string()]);
    let office = Office::open().await;
    let letter = office.admit("ok@example.org").await;
    let with = |ca: Option<&Vec<u8>>| MailSettings {
        host: "localhost".into(),
        security: Security::Tls,
        ca: ca.cloned(),
        ..server.settings()
    };
    let (to, outcome, answer) = moved(office.worker(with(None)).run_once().await.unwrap());
    assert_eq!((to, outcome), (LetterState::Queued, Outcome::Deferred));
    assert!(answer.contains("certificate"), "{answer}");
    // A server that cannot speak TLS where it must is no better.
    office.clock.pass(60);
    let plain = Server::start(&[]);
    let starting = MailSettings {
        security: Security::StartTls,
        ..plain.settings()
    };
    let (to, _, answer) = moved(office.worker(starting).run_once().await.unwrap());
    assert_eq!(to, LetterState::Queued);
    assert!(answer.contains("STARTTLS"), "{answer}");
    office.clock.pass(120);
    moved(office.worker(with(Some(&ca))).run_once().await.unwrap());
    assert_eq!(office.state(letter).await, LetterState::Sent);
    assert_eq!(server.next()["to"][0], "ok@example.org");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_template_stays_on_the_record_with_who_changed_it() {
    let office = Office::open().await;
    let app = &office.app;
    let (template, language) = (Template::Admission, Language::Welsh);
    let secretary: Id = "per_0190163d8694739db7a1c1d3f4e5a6b7".parse().unwrap();
    let new = |subject: &str, actor: Option<Id>| NewText {
        template,
        language,
        text: format!("Subject: {subject}\n\nAnnwyl {{{{ name }}}},\n"),
        actor,
        capacity: actor.map(|_| "secretary".to_owned()),
    };
    let save = async |asker, new| app.save_letter_template(asker, new).await;
    let built_in = app.letter_template(&Asker::Operator, template, language);
    assert!(built_in.await.unwrap().saved.is_none());
    save(&Asker::Operator, new("Un", None)).await.unwrap();
    let second = save(&Asker::Operator, new("Dau", Some(secretary)))
        .await
        .unwrap();
    let error = save(&Asker::Operator, new("{{ naem }}", None))
        .await
        .unwrap_err();
    let words = "letter `admission` (cy), line 1: `naem` is not known; did you mean `name`?";
    assert_eq!(error.to_string(), words);
    assert!(save(&Asker::Public, new("Tri", None)).await.is_err());

    let preview = app.preview_letter(&Asker::Operator, template, language, None);
    let preview = preview.await.unwrap();
    assert_eq!(preview.subject, "Dau");
    assert!(preview.text.starts_with("Annwyl Łucja"));
    let english = app.letter_template(&Asker::Operator, template, Language::English);
    assert!(english.await.unwrap().saved.is_none());
    let history = app.letter_template_history(&Asker::Operator, template, language);
    let history = history.await.unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|saved| (saved.fact, saved.actor, saved.text.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (
                second,
                Some(secretary),
                Some("Subject: Dau\n\nAnnwyl {{ name }},\n")
            ),
            (
                second - 1,
                None,
                Some("Subject: Un\n\nAnnwyl {{ name }},\n")
            ),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_forgotten_once_it_is_out_and_is_not_sent_too_late() {
    let server = Server::start(&[]);
    let office = Office::open().await;
    let worker = office.worker(server.settings());
    let context = SignInLink::sample(Language::English);
    let in_time = Instant::from_microseconds(office.clock.now().microseconds() + 900_000_000);
    let letter = office
        .write("ok@example.org", &context, Some(in_time))
        .await;
    let late = office
        .write("later@example.org", &context, Some(in_time))
        .await;
    moved(worker.run_once().await.unwrap());
    assert!(
        server.next()["data"]
            .as_str()
            .unwrap()
            .contains(&context.link)
    );
    moved(worker.run_once().await.unwrap());
    office.clock.pass(901);
    let (to, outcome, _) = moved(worker.run_once().await.unwrap());
    assert_eq!((to, outcome), (LetterState::Failed, Outcome::Expired));
    let mut snapshot = office.store.snapshot().await.unwrap();
    for id in [letter, late] {
        let found = snapshot.letter(id).await.unwrap().unwrap();
        assert_eq!(found.what.text, "", "{id}");
        let again = office.app.resend_letter(&Asker::Operator, id, None).await;
        assert!(again.unwrap_err().to_string().contains("not kept"));
    }
}

/// Stands for a program that stops in the middle of an attempt.
#[derive(Debug)]
struct NeverBack;

#[async_trait::async_trait]
impl Mailer for NeverBack {
    async fn deliver(
        &self,
        _: &OutgoingMail,
    ) -> Result<standing_app::ports::mailer::Delivered, DeliveryError> {
        std::future::pending().await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_whose_worker_went_away_is_taken_over_when_the_lease_is_over() {
    let server = Server::start(&[]);
    let office = Office::open().await;
    let letter = office.admit("ok@example.org").await;
    let gone = Worker::new(
        Arc::clone(&office.store),
        Arc::new(NeverBack),
        Arc::clone(&office.clock) as Arc<dyn Clock>,
    );
    let attempt = tokio::spawn(async move { gone.run_once().await });
    while office.state(letter).await != LetterState::Sending {
        tokio::task::yield_now().await;
    }
    attempt.abort();
    let worker = office.worker(server.settings());
    assert_eq!(worker.run_once().await.unwrap(), Ran::Idle);
    office.clock.pass(LEASE_SECONDS);
    let (to, outcome, _) = moved(worker.run_once().await.unwrap());
    assert_eq!((to, outcome), (LetterState::Queued, Outcome::Lost));
    office.clock.pass(60);
    moved(worker.run_once().await.unwrap());
    assert_eq!(server.next()["to"][0], "ok@example.org");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_came_back_counts_as_bounced_once() {
    let server = Server::start(&[]);
    let office = Office::open().await;
    let letter = office.admit("ok@example.org").await;
    moved(office.worker(server.settings()).run_once().await.unwrap());
    let notification = |action: &str| {
        format!(
            "Content-Type: multipart/report; boundary=b\r\n\r\n\
             --b\r\nContent-Type: message/delivery-status\r\n\r\n\
             Reporting-MTA: dns; mx\r\n\r\nAction: {action}\r\nStatus: 5.2.2\r\n\r\n\
             --b\r\nContent-Type: message/rfc822\r\n\r\n\
             Message-ID: <{letter}@party.example.org>\r\n\r\nx\r\n--b--\r\n"
        )
    };
    let note = async |action: &str| {
        let mail = notification(action);
        let noted = office
            .app
            .note_returned_letter(&Asker::Operator, mail.as_bytes());
        noted.await.unwrap()
    };
    assert_eq!(note("delayed").await, Returned::NotFailed { letter });
    assert_eq!(office.state(letter).await, LetterState::Sent);
    let noted = Returned::Noted {
        letter,
        address: "ok@example.org".into(),
        answer: "5.2.2".into(),
    };
    assert_eq!(note("failed").await, noted);
    assert_eq!(note("failed").await, Returned::Known { letter });
    assert_eq!(office.state(letter).await, LetterState::Bounced);
}
