//! TLS built in, asked by another implementation of it.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use standing_store::testing::Folder;

use crate::command::{root, standing};
use crate::running::Running;

/// A certificate for `localhost` that vouches for itself.
fn certify(folder: &Path, holder: &str) {
    let subject = format!("/CN={holder}");
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
        ])
        .args(["-nodes", "-days", "2", "-subj", &subject])
        .args(["-addext", "subjectAltName=DNS:localhost"])
        .args(["-keyout", "key.pem", "-out", "certificate.pem"])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
}

/// The answer to a request, and what is told of the certificate.
fn ask(folder: &Path, address: &str, path: &str) -> (String, String) {
    let mut asking = Command::new("openssl")
        .args(["s_client", "-connect", address, "-servername", "localhost"])
        .args([
            "-verify_hostname",
            "localhost",
            "-CAfile",
            "certificate.pem",
        ])
        .args(["-verify_return_error", "-quiet", "-ign_eof"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    // Where the certificate is refused, nobody listens.
    let _ = asking.stdin.as_mut().unwrap().write_all(request.as_bytes());
    let told = asking.wait_with_output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_ascii_lowercase();
    (text(&told.stdout), text(&told.stderr))
}

#[test]
fn pages_are_served_over_tls_and_a_renewed_certificate_is_used_without_a_restart() {
    let folder = Folder::new();
    let dir = folder.path().display().to_string();
    let rulebook = root().join("rulebooks/committees").display().to_string();
    let founding = ["init", "--name", "X", "--founded", "2019", "--rulebook"];
    let made = standing(&[&founding[..], &[&rulebook, "--dir", &dir]].concat());
    assert_eq!(made.code, 0, "{}", made.err);
    certify(folder.path(), "first");
    let settings = "[server]\npublic_address = \"https://standing.example.org\"\n\
        certificate = \"certificate.pem\"\nkey = \"key.pem\"\nhsts_days = 2\n";
    std::fs::write(folder.path().join("standing.toml"), settings).unwrap();
    let server = Running::server(folder.path());
    assert!(server.site().starts_with("https://"), "{}", server.site());
    let address = server.address();

    let (answer, told) = ask(folder.path(), address, "/sign-in");
    assert!(answer.starts_with("http/1.1 200 "), "{answer} {told}");
    assert!(
        told.contains("cn = first") || told.contains("cn=first"),
        "{told}"
    );
    for header in [
        "strict-transport-security: max-age=172800\r\n",
        "set-cookie: __host-standing-visit=",
        "httponly; samesite=lax; secure\r\n",
    ] {
        assert!(answer.contains(header), "no `{header}`: {answer}");
    }

    certify(folder.path(), "second");
    server.signal("HUP");
    // Until it has been read, the old one is refused by whoever trusts the new one alone.
    let renewed = (0..500).find_map(|_| {
        let (answer, told) = ask(folder.path(), address, "/healthz");
        answer.starts_with("http/1.1 200 ").then_some(told)
    });
    assert!(renewed.unwrap().contains("second"));
}

#[test]
fn a_certificate_without_its_key_keeps_the_server_from_starting() {
    let folder = Folder::new();
    let dir = folder.path().display().to_string();
    certify(folder.path(), "first");
    std::fs::rename(folder.path().join("key.pem"), folder.path().join("old.pem")).unwrap();
    let start = |settings: &str| {
        std::fs::write(folder.path().join("standing.toml"), settings).unwrap();
        standing(&["serve", "--listen", "127.0.0.1:0", "--dir", &dir])
    };
    let both = "[server]\ncertificate = \"certificate.pem\"\nkey = \"key.pem\"\n";
    for (settings, says) in [
        (
            "[server]\ncertificate = \"certificate.pem\"\n",
            "belong together",
        ),
        (both, "line 2: `"),
    ] {
        let ended = start(settings);
        assert_eq!(ended.code, 2, "{}", ended.err);
        assert!(ended.err.contains(says), "{}", ended.err);
    }
    // A key of another certificate.
    certify(folder.path(), "second");
    let kept = folder.path().join("old.pem");
    std::fs::rename(kept, folder.path().join("key.pem")).unwrap();
    let ended = start(both);
    assert!(ended.err.contains("do not go together"), "{}", ended.err);
}
