//! The API from outside: what it is described to do against what it does, for the public, for a
//! member and for the membership officer.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use standing_store::testing::Folder;

use crate::command::{root, standing};

/// So many requests are made up for each operation, beside those at the edges of its description.
const EXAMPLES: &str = "10";
/// What was made up once can be made up again.
const SEED: &str = "1";

/// The demo, served from a folder of its own: acts are recorded on it.
struct Served {
    child: Child,
    address: String,
    folder: Folder,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    fn demo() -> Self {
        let folder = Folder::new();
        let dir = folder.path().display().to_string();
        let made = standing(&["demo", "--no-serve", "--dir", &dir]);
        assert_eq!(made.code, 0, "{}", made.err);
        let mut child = Command::new(env!("CARGO_BIN_EXE_standing"))
            .args(["serve", "--listen", "127.0.0.1:0", "--dir", &dir])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().strip_prefix("serving http://").unwrap();
        Self {
            address: address.trim_end_matches('/').to_owned(),
            child,
            folder,
        }
    }

    /// The status, the head and the body.
    fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
        write!(
            request,
            "{headers}Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head.to_owned(), body.to_owned())
    }

    fn get(&self, path: &str) -> Value {
        let (status, _, body) = self.send("GET", path, "", "");
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap()
    }

    fn post(&self, token: &str, key: &str, path: &str, body: &str) -> (u16, String) {
        let headers = format!(
            "Authorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n\
             Content-Type: application/json\r\n"
        );
        let (status, _, body) = self.send("POST", path, &headers, body);
        (status, body)
    }

    /// A token that may act, of somebody who begins an account for it.
    fn token_of(&self, person: &str) -> String {
        let dir = self.folder.path().display().to_string();
        let email = format!("{person}@example.org");
        let invited = standing(&[
            "account", "invite", person, "--email", &email, "--dir", &dir,
        ]);
        let path = invited.out.find("/start/").map(|at| &invited.out[at..]);
        let path = path.unwrap().lines().next().unwrap().to_owned();
        let (_, head, page) = self.send("GET", &path, "", "");
        let cookie = head.split("set-cookie: ").nth(1).unwrap();
        let cookie = cookie.split(';').next().unwrap();
        let form = page.split("name=\"form\" value=\"").nth(1).unwrap();
        let form = form.split('"').next().unwrap();
        let password = "four+words+are+enough";
        let (status, _, body) = self.send(
            "POST",
            &path,
            &format!("Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n"),
            &format!("form={form}&email={email}&password={password}&again={password}"),
        );
        assert_eq!(status, 303, "{body}");
        let made = standing(&[
            "account", "token", person, "--name", "test", "--scope", "act", "--dir", &dir,
        ]);
        assert_eq!(made.code, 0, "{}", made.err);
        made.out.trim().to_owned()
    }

    fn officer(&self) -> String {
        let organisation = self.get("/api/v1/organisation");
        let mut holders = organisation["office_holders"].as_array().unwrap().iter();
        let officer = holders
            .find(|seat| seat["office"] == "membership officer")
            .unwrap();
        officer["person"].as_str().unwrap().to_owned()
    }

    fn m(&self) -> String {
        let answer = self.get("/api/v1/ask?question=is_member&about=M");
        answer["about"].as_str().unwrap().to_owned()
    }

    /// What schemathesis finds wrong, asking as whoever has the token.
    fn check(&self, who: &str, token: Option<&str>) -> Result<(), String> {
        let program = root().join("target/schemathesis/bin/schemathesis");
        assert!(
            program.exists(),
            "schemathesis is missing; `./test --prepare` installs it"
        );
        let config: PathBuf = root().join("crates/standing/tests/schemathesis/schemathesis.toml");
        let mut command = Command::new(program);
        command.arg("--config-file").arg(config).arg("run");
        command.arg(format!("http://{}/api/v1/openapi.json", self.address));
        if let Some(token) = token {
            command.args(["-H", &format!("Authorization: Bearer {token}")]);
        }
        let ended = command
            .args(["-n", EXAMPLES, "--seed", SEED, "--continue-on-failure"])
            .args(["--phases", "examples,coverage,fuzzing"])
            .args(["--generation-database", "none", "--no-color"])
            .env("PERSON", self.m())
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        if ended.status.success() {
            return Ok(());
        }
        let told = String::from_utf8_lossy(&ended.stdout);
        let err = String::from_utf8_lossy(&ended.stderr);
        Err(format!("as {who}:\n{told}{err}"))
    }
}

#[test]
fn the_api_does_what_its_description_says_whoever_asks() {
    let served = Served::demo();
    let member = served.token_of(&served.m());
    let officer = served.token_of(&served.officer());
    let mut wrong = Vec::new();
    wrong.extend(served.check("the public", None).err());
    wrong.extend(served.check("a member", Some(&member)).err());
    wrong.extend(served.check("the membership officer", Some(&officer)).err());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_act_sent_many_times_at_once_under_one_key_is_recorded_once() {
    let served = Served::demo();
    let token = served.token_of(&served.officer());
    let facts = || {
        served.get("/api/v1/organisation")["facts"]
            .as_u64()
            .unwrap()
    };
    let before = facts();
    let body = r#"{"name":"Zygmunt Źdźbło","number":"Z-1","on":"2020-01-01"}"#;
    let answers: Vec<(u16, String)> = std::thread::scope(|scope| {
        let send = || served.post(&token, "k1", "/api/v1/people", body);
        let running: Vec<_> = (0..4).map(|_| scope.spawn(send)).collect();
        running.into_iter().map(|one| one.join().unwrap()).collect()
    });
    for answer in &answers {
        assert_eq!(answer.0, 201, "{}", answer.1);
        assert_eq!(*answer, answers[0]);
    }
    let recorded: Value = serde_json::from_str(&answers[0].1).unwrap();
    let new = u64::try_from(recorded["facts"].as_array().unwrap().len()).unwrap();
    assert_eq!(facts(), before + new);

    let other = body.replace("Z-1", "Z-2");
    let (status, says) = served.post(&token, "k1", "/api/v1/people", &other);
    assert_eq!(status, 422);
    assert!(says.contains("key_reused"), "{says}");
    assert_eq!(facts(), before + new);
}
