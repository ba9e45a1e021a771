//! A letter from the outbox to a mail server, by the program as it runs.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use standing_app::ports::outbox::NewLetter;
use standing_base::{Id, Instant};
use standing_store::testing::{Folder, options};
use standing_store::{Address, open};

use crate::command::{root, standing};
use crate::running::Running;

const LETTER: &str = "let_0190163d8694739db7a1c1d3f4e5a6b7";

async fn enqueue(folder: &Folder) {
    let address = Address::Folder(folder.path().to_owned());
    let store = open(&address, &options()).await.unwrap();
    let id: Id = LETTER.parse().unwrap();
    let letter = NewLetter {
        id,
        template: "admission".into(),
        language: "en".into(),
        recipient: None,
        address: "ok@example.org".into(),
        subject: "You are a member".into(),
        text: "Dear Ann,\n\nyou are a member.\n".into(),
        is_secret: false,
        caused_by: Some(1),
        created_at: Instant::from_microseconds(1_573_000_000_000_000),
        expires_at: None,
    };
    let mut writer = store.writer().await.unwrap();
    writer.enqueue(&letter).await.unwrap();
    writer.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_sends_what_waits_and_its_bounce_is_noted() {
    let folder = Folder::new();
    let dir = folder.path().display().to_string();
    let rulebook = root().join("rulebooks/committees").display().to_string();
    let founding = ["init", "--name", "X", "--founded", "2019", "--rulebook"];
    let made = standing(&[&founding[..], &[&rulebook, "--dir", &dir]].concat());
    assert_eq!(made.code, 0, "{}", made.err);
    enqueue(&folder).await;

    let script = root().join("crates/standing/tests/mail/server.py");
    let mut post = Command::new("/usr/bin/python3");
    let mut post = Running::start(post.arg(script).stdin(Stdio::piped()));
    let port = &post.first;
    let settings =
        format!("[mail]\nsmtp = \"smtp://127.0.0.1:{port}\"\nfrom = \"office@example.org\"\n");
    fs::write(folder.path().join("standing.toml"), settings).unwrap();
    let mut server = Running::server(folder.path());
    let mail = post.line();
    assert!(mail.contains("ok@example.org") && mail.contains("you are a member"));

    // Told to stop, it first notes what became of the letter.
    server.signal("TERM");
    assert!(server.ended().success());
    let listed = standing(&["mail", "list", "--state", "sent", "--dir", &dir]);
    assert!(listed.out.starts_with(LETTER), "{}", listed.out);
    assert!(listed.out.contains("250 taken"), "{}", listed.out);

    let returned = format!(
        "Content-Type: multipart/report; boundary=b\r\n\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mx\r\n\r\nAction: failed\r\nStatus: 5.2.2\r\n\r\n\
         --b\r\nContent-Type: message/rfc822\r\n\r\n\
         Message-ID: <{LETTER}@example.org>\r\n\r\nx\r\n--b--\r\n"
    );
    let mut bounce = Command::new(env!("CARGO_BIN_EXE_standing"));
    bounce.args(["mail", "bounce", "--dir", &dir]);
    let mut bounce = bounce.stdin(Stdio::piped()).spawn().unwrap();
    let mut words = bounce.stdin.take().unwrap();
    words.write_all(returned.as_bytes()).unwrap();
    drop(words);
    assert!(bounce.wait().unwrap().success());
    let again = standing(&["mail", "resend", LETTER, "--dir", &dir]);
    assert_eq!(again.code, 0, "{}", again.err);
    let listed = standing(&["mail", "list", "--json", "--dir", &dir]);
    let states: Vec<&str> = ["\"queued\"", "\"bounced\""]
        .into_iter()
        .filter(|state| listed.out.contains(state))
        .collect();
    assert_eq!(states.len(), 2, "{}", listed.out);
}

#[test]
fn a_misspelt_setting_keeps_the_server_from_starting() {
    let folder = Folder::new();
    fs::write(folder.path().join("standing.toml"), "[mial]\n").unwrap();
    let dir = folder.path().display().to_string();
    let ended = standing(&["serve", "--listen", "127.0.0.1:0", "--dir", &dir]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("did you mean `mail`?"), "{}", ended.err);
}
