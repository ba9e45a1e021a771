//! The API from outside: what it is described to do against what it does, for the public, for a
//! member and for the membership officer.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;
use standing_app::letters::Template;
use standing_store::testing::Folder;

use crate::command::{root, standing};
use crate::running::Running;

/// So many requests are made up for each operation, beside those at the edges of its description.
const EXAMPLES: &str = "10";
/// What was made up once can be made up again.
const SEED: &str = "1";

const MEMBERSHIP: &str = "membership officer";

/// The demo, served from a folder of its own: acts are recorded on it.
struct Served {
    server: Running,
    folder: Folder,
}

impl Served {
    /// Made once, and copied for each test.
    fn demo() -> Self {
        static MADE: OnceLock<Folder> = OnceLock::new();
        let made = MADE.get_or_init(|| {
            let folder = Folder::new();
            let dir = folder.path().display().to_string();
            let made = standing(&["demo", "--no-serve", "--dir", &dir]);
            assert_eq!(made.code, 0, "{}", made.err);
            folder
        });
        let folder = Folder::new();
        for file in fs::read_dir(made.path()).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
        }
        Self::serve(folder)
    }

    fn serve(folder: Folder) -> Self {
        Self {
            server: Running::server(folder.path()),
            folder,
        }
    }

    /// The status, the head and the body.
    fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(self.server.address()).unwrap();
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
        self.get_as(None, path)
    }

    fn get_as(&self, token: Option<&str>, path: &str) -> Value {
        let shown = token.map_or_else(String::new, |it| format!("Authorization: Bearer {it}\r\n"));
        let (status, _, body) = self.send("GET", path, &shown, "");
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

    /// Who holds an office.
    fn officer(&self, office: &str) -> String {
        let organisation = self.get("/api/v1/organisation");
        let mut holders = organisation["office_holders"].as_array().unwrap().iter();
        let officer = holders.find(|seat| seat["office"] == office).unwrap();
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
        command.arg(format!("{}/api/v1/openapi.json", self.server.site()));
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
    let officer = served.token_of(&served.officer(MEMBERSHIP));
    let mut wrong = Vec::new();
    wrong.extend(served.check("the public", None).err());
    wrong.extend(served.check("a member", Some(&member)).err());
    wrong.extend(served.check("the membership officer", Some(&officer)).err());
    let system = served.token_of(&served.officer("general secretary"));
    wrong.extend(served.check("the general secretary", Some(&system)).err());
    // None of them was nobody after their run had revoked their token.
    for token in [&member, &officer, &system] {
        served.get_as(Some(token), "/api/v1/me");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_act_sent_many_times_at_once_under_one_key_is_recorded_once() {
    let served = Served::demo();
    let token = served.token_of(&served.officer(MEMBERSHIP));
    let facts = || {
        served.get("/api/v1/organisation")["facts"]
            .as_u64()
            .unwrap()
    };
    let before = facts();
    let body =
        r#"{"name":"Zygmunt Źdźbło","number":"Z-1","born_on":"1990-02-03","on":"2020-01-01"}"#;
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

#[test]
fn what_was_recorded_before_the_server_was_killed_is_not_recorded_again() {
    let mut served = Served::demo();
    let token = served.token_of(&served.officer(MEMBERSHIP));
    let body =
        r#"{"name":"Zygmunt Źdźbło","number":"Z-1","born_on":"1990-02-03","on":"2020-01-01"}"#;
    let first = served.post(&token, "k1", "/api/v1/people", body);
    served.server.signal("KILL");
    served.server.ended();
    let folder = std::mem::replace(&mut served.folder, Folder::new());
    let served = Served::serve(folder);
    assert_eq!(served.post(&token, "k1", "/api/v1/people", body), first);
    assert_eq!(first.0, 201);
}

#[test]
fn a_text_of_letters_is_saved_by_whoever_keeps_the_system_and_only_if_it_can_be_sent() {
    let served = Served::demo();
    let path = "/api/v1/letters/templates/admission/en";
    let put = |token: &str, text: &str| {
        let headers =
            format!("Authorization: Bearer {token}\r\nContent-Type: application/json\r\n");
        let body = serde_json::json!({ "text": text }).to_string();
        let (status, _, body) = served.send("PUT", path, &headers, &body);
        (status, serde_json::from_str::<Value>(&body).unwrap())
    };
    let keeper = served.token_of(&served.officer("general secretary"));
    let all = served.get_as(Some(&keeper), "/api/v1/letters/templates");
    let brought = all.as_array().unwrap();
    // Each in both languages.
    assert_eq!(brought.len(), Template::ALL.len() * 2);
    assert!(brought.iter().all(|one| one["is_own"] == false));
    let (status, saved) = put(
        &keeper,
        "Subject: Welcome\n\nDear {{ name }},\n\nwelcome.\n",
    );
    assert_eq!((status, &saved["is_own"]), (200, &Value::Bool(true)));
    assert_eq!(saved["sample"]["subject"], "Welcome");
    let (status, refused) = put(&keeper, "Subject: Welcome\n\nDear {{ nmae }}\n");
    assert_eq!(status, 422);
    let detail = refused["detail"].as_str().unwrap();
    assert!(detail.contains("line 3"), "{detail}");
    assert_eq!(served.get_as(Some(&keeper), path), saved);
    // To others there is no such thing.
    let member = served.token_of(&served.m());
    assert_eq!(put(&member, "Subject: X\n\nx\n").0, 404);
}

#[test]
fn an_act_on_a_record_that_changed_is_told_which_facts_are_new() {
    let served = Served::demo();
    let token = served.token_of(&served.officer(MEMBERSHIP));
    let (_, new) = served.post(
        &token,
        "k1",
        "/api/v1/people",
        r#"{"name":"Zygmunt Źdźbło","born_on":"1990-02-03","on":"2020-01-01"}"#,
    );
    let new: Value = serde_json::from_str(&new).unwrap();
    let acts = format!(
        "/api/v1/people/{}/acts/resigned",
        new["about"].as_str().unwrap()
    );
    let seen = &served.get_as(Some(&token), &acts)["seen"];
    let act = format!(r#"{{"on":"2020-02-01","seen":{seen}}}"#);
    let (status, first) = served.post(&token, "k2", &acts, &act);
    assert_eq!(status, 201, "{first}");
    let first: Value = serde_json::from_str(&first).unwrap();

    let again = act.replace("02-01", "03-01");
    let (status, second) = served.post(&token, "k3", &acts, &again);
    let second: Value = serde_json::from_str(&second).unwrap();
    assert_eq!((status, &second["code"]), (409, &"changed_since".into()));
    assert_eq!(second["facts"], first["facts"], "{second}");
}

#[test]
fn a_cursor_leads_through_all_members_once_in_every_order() {
    let served = Served::demo();
    let token = served.token_of(&served.officer(MEMBERSHIP));
    let walk = |order: &str| {
        let first = format!("/api/v1/register?on=2019-11-06&limit=333&order={order}");
        let (mut found, mut address) = (Vec::new(), first.clone());
        loop {
            let page = served.get_as(Some(&token), &address);
            let items = page["items"].as_array().unwrap();
            found.extend(
                items
                    .iter()
                    .map(|one| one["id"].as_str().unwrap().to_owned()),
            );
            let Some(next) = page["next"].as_str() else {
                return found;
            };
            address = format!("{first}&cursor={next}");
        }
    };
    let registered = walk("registered");
    assert!(registered.len() > 1_000, "{}", registered.len());
    let everybody: BTreeSet<&String> = registered.iter().collect();
    for order in ["registered", "name", "number"] {
        let found = walk(order);
        assert_eq!(found.len(), registered.len(), "{order}");
        assert_eq!(found.iter().collect::<BTreeSet<_>>(), everybody, "{order}");
    }
}

#[test]
fn the_examples_of_the_handbook_name_operations_that_there_are() {
    let served = Served::demo();
    let described = served.get("/api/v1/openapi.json");
    let paths = described["paths"].as_object().unwrap().iter();
    let operations: Vec<(String, Vec<&str>)> = paths
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().keys();
            methods.map(move |method| (method.to_uppercase(), path.split('/').collect()))
        })
        .collect();
    let text = fs::read_to_string(root().join("docs/src/reference/api.md")).unwrap();
    let mut checked = 0;
    for example in text.replace("\\\n", "").lines() {
        let Some((_, address)) = example
            .strip_prefix("curl ")
            .and_then(|it| it.split_once("localhost:8080"))
        else {
            continue;
        };
        let path = address.split(['?', '"', ' ']).next().unwrap();
        let is_sent = example.contains("--data") || example.contains("-X POST");
        let method = if is_sent { "POST" } else { "GET" };
        let path: Vec<&str> = path.split('/').collect();
        let is_there = operations.iter().any(|(of, parts)| {
            let is_same = |(one, part): (&&str, &&str)| part.starts_with('{') || one == part;
            of == method && parts.len() == path.len() && path.iter().zip(parts).all(is_same)
        });
        assert!(is_there, "{example}");
        checked += 1;
    }
    assert!(checked >= 4, "only {checked} examples");
}
