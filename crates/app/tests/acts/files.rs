//! The sealed files of a case: who may add, see and read them, and what is kept of it.

use std::sync::Arc;

use async_trait::async_trait;
use standing_app::ports::scanner::{Scan, Scanner};
use standing_app::vault::{
    CaseFiles, Disclosed, FILE_BYTES_MAX, Media, Redaction, Upload, Vault, VaultKey,
};
use standing_app::{App, AppError};
use standing_base::{Id, IdKind};
use standing_domain::FieldValue;

use crate::party::{Party, fact, step};

const SECRET: &str = "The treasurer's diary, which nobody else has read.";

/// Finds a signature of our own; of a file that says so, it does not know.
#[derive(Debug)]
struct Signature;

#[async_trait]
impl Scanner for Signature {
    async fn scan(&self, bytes: &[u8]) -> Scan {
        let has = |text: &str| bytes.windows(text.len()).any(|it| it == text.as_bytes());
        if has("STANDING-TEST-SIGNATURE") {
            Scan::Found
        } else if has("UNREADABLE") {
            Scan::NotScanned
        } else {
            Scan::Clean
        }
    }
}

fn vault(digit: &str) -> Vault {
    let key = VaultKey::parse(&digit.repeat(64)).unwrap();
    Vault::new(key).with_scanner(Arc::new(Signature))
}

/// A party with a case open about a member, an officer who lists evidence and a panel.
struct Case {
    party: Party,
    app: App,
    id: Id,
    officer: Id,
    chair: Id,
    president: Id,
    panellist: Id,
}

impl Case {
    async fn new() -> Self {
        let party = Party::new().await;
        let court = party.court().await;
        let case = Id::new(
            IdKind::Case,
            party.app.clock().now(),
            party.app.entropy().ten_bytes(),
        );
        let fields: [(&str, FieldValue); 2] = [("case", case.into()), ("ref", "2021-7".into())];
        let opened = fact(&party.app, party.near, "case_opened", "2021-02-01", &fields).await;
        let mut writer = party.app.store().writer().await.unwrap();
        writer.append(vec![opened]).await.unwrap();
        writer.commit().await.unwrap();
        Self {
            officer: court.complaints,
            chair: court.chair,
            president: court.president,
            panellist: court.panel[0],
            app: party.app.clone().with_vault(vault("a")),
            id: case,
            party,
        }
    }

    async fn send(&self, who: Id, name: &str, text: &str) -> Result<Id, AppError> {
        let upload = Upload {
            name: name.to_owned(),
            bytes: text.as_bytes().to_vec(),
            redacts: None,
        };
        let asker = self.party.as_person(who).await;
        self.app.add_case_file(&asker, "2021-7", upload).await
    }

    async fn redact(&self, of: Id, reason: &str) -> Result<Id, AppError> {
        let upload = Upload {
            name: "diary, redacted.txt".to_owned(),
            bytes: b"The diary, in part.".to_vec(),
            redacts: Some(Redaction {
                of,
                reason: reason.to_owned(),
            }),
        };
        let asker = self.party.as_person(self.officer).await;
        self.app.add_case_file(&asker, "2021-7", upload).await
    }

    async fn files(&self, who: Id) -> Result<CaseFiles, AppError> {
        let asker = self.party.as_person(who).await;
        self.app.case_files(&asker, "2021-7").await
    }

    async fn names(&self, who: Id) -> Vec<String> {
        let files = self.files(who).await.unwrap().files;
        files.into_iter().filter_map(|file| file.name).collect()
    }

    async fn read(&self, who: Id, file: Id) -> Result<Vec<u8>, AppError> {
        let asker = self.party.as_person(who).await;
        let open = self.app.case_file(&asker, "2021-7", file).await?;
        let mut bytes = Vec::new();
        for number in 0..open.chunks {
            bytes.extend(self.app.file_chunk(&open, number).await?);
        }
        Ok(bytes)
    }

    async fn say(&self, who: Id, kind: &str, item: Id) {
        let fields = [("case", self.id.into()), ("item", item.into())];
        let said = step(kind, "2021-03-01", &fields);
        let done = self.party.act(who, self.party.near, vec![said]).await;
        done.unwrap();
    }
}

fn code(refused: Result<Id, AppError>) -> &'static str {
    match refused {
        Err(AppError::Refused(refusal)) => refusal.code,
        other => panic!("not refused: {other:?}"),
    }
}

fn is_not_there<T: std::fmt::Debug>(asked: &Result<T, AppError>) -> bool {
    matches!(asked, Err(AppError::NotFound { .. }))
}

/// Who sits on the panel and holds no other office reads the files of that case, and no more.
#[tokio::test]
async fn the_panel_reads_the_files_of_its_case() {
    let case = Case::new().await;
    let file = case.send(case.officer, "diary.txt", SECRET).await.unwrap();
    let sits = case.party.as_person(case.panellist).await;
    let before = case.app.case_files(&sits, "2021-7").await;
    assert!(is_not_there(&before));
    let fields: [(&str, FieldValue); 2] =
        [("case", case.id.into()), ("person", case.panellist.into())];
    let named = step("panellist_named", "2021-03-01", &fields);
    let near = case.party.near;
    case.party
        .act(case.president, near, vec![named])
        .await
        .unwrap();
    let listed = case.app.case_files(&sits, "2021-7").await.unwrap();
    assert_eq!((listed.files.len(), listed.may_add), (1, false));
    assert!(case.app.case_file(&sits, "2021-7", file).await.is_ok());
    assert!(is_not_there(&case.app.case(&sits, "2021-7").await));
    // The member sees that they did, in which part and by which clause.
    let m = case.party.as_person(near).await;
    let looks = case.app.accesses(&m, near, 50).await.unwrap();
    let look = looks.iter().find(|look| look.what == "evidence").unwrap();
    assert_eq!(
        (look.capacity.as_str(), look.clause.as_deref()),
        ("panel in the case", Some("5.9"))
    );
}

#[tokio::test]
async fn a_file_is_listed_with_its_fact_and_read_by_those_who_may_and_every_read_is_kept() {
    let case = Case::new().await;
    let text = SECRET.repeat(20_000);
    let file = case
        .send(case.officer, "C:\\Users\\o\\diary.exe", &text)
        .await;
    let file = file.unwrap();
    let listed = case.files(case.chair).await.unwrap();
    let line = &listed.files[0];
    assert_eq!(line.name.as_deref(), Some("diary.txt"));
    assert_eq!((line.media, line.state), (Media::Text, Disclosed::Listed));
    assert_eq!(line.sent_as.as_deref(), Some("complaints officer"));
    assert!(!listed.may_add, "the panel does not list evidence");
    let mut snapshot = case.app.store().snapshot().await.unwrap();
    let facts = snapshot.facts_about(case.party.near).await.unwrap();
    let fact = facts.last().unwrap();
    assert_eq!(fact.what.kind, "evidence_listed");
    assert_eq!(fact.what.id("item"), Some(file));
    assert_eq!(fact.what.clause.as_deref(), Some("5.11"));
    let row = snapshot.sealed_file(file).await.unwrap().unwrap();
    assert!(row.chunks > 1);
    for number in 0..row.chunks {
        let chunk = snapshot.sealed_chunk(file, number).await.unwrap().unwrap();
        let clear = SECRET.as_bytes();
        assert!(!chunk.windows(clear.len()).any(|part| part == clear));
    }
    drop(snapshot);

    assert_eq!(case.read(case.chair, file).await.unwrap(), text.as_bytes());
    // The member is told who read it; others do not learn that there is a case.
    let member = case.party.as_person(case.party.near).await;
    let looks = case.app.accesses(&member, case.party.near, 50).await;
    let looks = looks.unwrap().into_iter();
    let read: Vec<String> = looks
        .filter(|look| look.what == "evidence")
        .map(|look| look.capacity)
        .collect();
    assert_eq!(read, ["disputes panel"]);
    for stranger in [case.party.far, case.party.officer] {
        assert!(is_not_there(&case.files(stranger).await));
        assert!(is_not_there(&case.read(stranger, file).await));
        assert!(is_not_there(&case.send(stranger, "x.txt", "x").await));
    }
    let public = case
        .app
        .case_files(&standing_app::asker::Asker::Public, "2021-7");
    assert!(is_not_there(&public.await));
    let panel = case.send(case.chair, "x.txt", "x").await;
    assert_eq!(code(panel), "not_empowered");
}

#[tokio::test]
async fn the_member_sees_what_they_sent_and_what_was_disclosed_to_them() {
    let case = Case::new().await;
    let member = case.party.near;
    let diary = case.send(case.officer, "diary.txt", SECRET).await.unwrap();
    case.send(member, "my answer.txt", "It was not so.")
        .await
        .unwrap();
    assert_eq!(case.names(member).await, ["my answer.txt"]);
    assert!(is_not_there(&case.read(member, diary).await));
    assert_eq!(case.names(case.chair).await, ["diary.txt", "my answer.txt"]);

    case.say(case.officer, "evidence_disclosed", diary).await;
    assert_eq!(case.names(member).await, ["diary.txt", "my answer.txt"]);
    assert_eq!(case.read(member, diary).await.unwrap(), SECRET.as_bytes());
}

#[tokio::test]
async fn of_a_file_with_a_redacted_copy_others_see_the_copy_alone() {
    let case = Case::new().await;
    let diary = case.send(case.officer, "diary.txt", SECRET).await.unwrap();
    case.say(case.officer, "evidence_disclosed", diary).await;
    for reason in ["", " \n"] {
        let unreasoned = case.redact(diary, reason).await;
        assert!(matches!(unreasoned, Err(AppError::Fields(_))));
    }
    let copy = case.redact(diary, "names of third persons").await.unwrap();
    let of_copy = case.redact(copy, "more").await;
    assert!(matches!(of_copy, Err(AppError::Fields(_))));
    for other in [case.party.near, case.chair] {
        assert_eq!(case.names(other).await, ["diary, redacted.txt"]);
        assert!(is_not_there(&case.read(other, diary).await));
        case.read(other, copy).await.unwrap();
    }
    let kept = case.files(case.officer).await.unwrap().files;
    assert!(kept[0].has_copy);
    let redaction = kept[1].redacts.as_ref().unwrap();
    assert_eq!(redaction.of, diary);
    assert_eq!(redaction.reason, "names of third persons");
}

#[tokio::test]
async fn what_is_harmful_of_no_known_type_or_too_large_is_refused_and_nothing_is_kept() {
    let case = Case::new().await;
    let too_large = "x".repeat(usize::try_from(FILE_BYTES_MAX).unwrap() + 1);
    for (text, refusal) in [
        ("x STANDING-TEST-SIGNATURE x", "file_found_harmful"),
        ("UNREADABLE", "file_not_scanned"),
        ("MZ\0\0", "file_of_no_known_type"),
        ("", "file_of_no_known_type"),
        (&too_large, "file_too_large"),
    ] {
        let refused = case.send(case.officer, "invoice.pdf", text).await;
        assert_eq!(code(refused), refusal);
    }
    let files = case.files(case.officer).await.unwrap();
    assert!(files.files.is_empty());
    let without = case.party.as_person(case.officer).await;
    let upload = Upload {
        name: "x.txt".to_owned(),
        bytes: b"x".to_vec(),
        redacts: None,
    };
    let no_vault = case.party.app.add_case_file(&without, "2021-7", upload);
    assert_eq!(code(no_vault.await), "no_vault");
    let listed = case.party.app.case_files(&without, "2021-7").await.unwrap();
    assert!(!listed.has_vault && !listed.may_add);
}

#[tokio::test]
async fn another_key_opens_nothing_and_an_erased_key_is_told() {
    let case = Case::new().await;
    let file = case.send(case.officer, "diary.txt", SECRET).await.unwrap();
    let state = case.app.vault_state().await.unwrap();
    assert_eq!((state.opened, state.unopened, state.erased), (1, 0, 0));
    let other = case.app.clone().with_vault(vault("b"));
    let state = other.vault_state().await.unwrap();
    assert_eq!((state.opened, state.unopened, state.erased), (0, 1, 0));
    let chair = case.party.as_person(case.chair).await;
    let unopened = other.case_file(&chair, "2021-7", file).await;
    assert!(matches!(unopened, Err(AppError::Store(_))));

    assert!(case.app.erase_case_files(case.id).await.unwrap());
    assert!(!case.app.erase_case_files(case.id).await.unwrap());
    let gone = case.read(case.chair, file).await.unwrap_err();
    assert!(gone.to_string().contains("erased on 2021-03-01"), "{gone}");
    let listed = case.files(case.chair).await.unwrap();
    assert_eq!(listed.erased_on, Some("2021-03-01".parse().unwrap()));
    assert_eq!(listed.files[0].name, None);
    let more = case.send(case.officer, "diary.txt", SECRET).await;
    assert_eq!(code(more), "files_erased");
    let state = case.app.vault_state().await.unwrap();
    assert_eq!((state.opened, state.unopened, state.erased), (0, 0, 1));
}
