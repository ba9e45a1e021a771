//! The confidential intake: sent without an account, answered, and nothing kept of its sender.

use standing_app::account::Source;
use standing_app::intake::{Closing, Complaint, Draft, FILES_MAX};
use standing_app::ports::intake::IntakeState;
use standing_app::vault::{Media, Vault, VaultKey};
use standing_app::{App, AppError};
use standing_base::{Id, Instant};

use crate::party::Party;

fn source(last: u8) -> Source {
    Source::of([192, 0, 2, last].into())
}

/// A picture with a place in it, written by a camera.
fn photograph() -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1, 0, 24];
    bytes.extend(b"Exif\0\0GPS 51.5N 0.12W\0");
    bytes.extend([0xff, 0xda, 0, 4, 1, 2, 9, 9, 9, 0xff, 0xd9]);
    bytes
}

fn complaint(text: &str, files: Vec<Vec<u8>>) -> Complaint {
    Complaint {
        draft: Draft {
            about: "the treasurer".to_owned(),
            when: "in May".to_owned(),
            text: text.to_owned(),
        },
        files,
    }
}

fn with_vault(party: &Party) -> App {
    let key = VaultKey::parse(&"d".repeat(64)).unwrap();
    party.app.clone().with_vault(Vault::new(key))
}

async fn open(app: &App, who: &standing_app::asker::Asker) -> Vec<Id> {
    let open = app.intakes(who, IntakeState::Open, None).await.unwrap();
    open.into_iter().map(|line| line.id).collect()
}

fn fields(refused: &AppError) -> Vec<&str> {
    match refused {
        AppError::Fields(faults) => faults.iter().map(|fault| fault.field.as_str()).collect(),
        other => panic!("no fields: {other}"),
    }
}

#[tokio::test]
async fn a_complaint_is_sent_read_answered_and_answered_again() {
    let party = Party::new().await;
    let court = party.court().await;
    let app = with_vault(&party);
    let sent = complaint(
        "Money is missing.",
        vec![photograph(), b"%PDF-1.7".to_vec()],
    );
    let receipt = app.complain(source(1), sent).await.unwrap();
    assert_eq!(receipt.files, [Media::Jpeg, Media::Pdf]);

    let officer = party.as_person(court.complaints).await;
    assert_eq!(app.intakes_waiting(&officer).await.unwrap(), Some(1));
    let id = open(&app, &officer).await[0];
    let page = app.intake(&officer, id).await.unwrap();
    let first = &page.messages[0];
    assert_eq!(first.words.about.as_deref(), Some("the treasurer"));
    assert_eq!(first.words.text, "Money is missing.");
    let names: Vec<&str> = page.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["1.jpg", "2.pdf"]);
    assert_eq!(page.readers[0].name, "Conny Complaints");
    let file = app.intake_file(&officer, id, page.files[0].id).await;
    let file = file.unwrap();
    let bytes = app.file_chunk(&file, 0).await.unwrap();
    assert_eq!(
        bytes,
        [0xff, 0xd8, 0xff, 0xda, 0, 4, 1, 2, 9, 9, 9, 0xff, 0xd9]
    );

    app.answer_intake(&officer, id, "How much?").await.unwrap();
    assert_eq!(app.intakes_waiting(&officer).await.unwrap(), Some(0));
    let typed = receipt.code.replace('-', " ");
    let found = app.letterbox(source(2), &typed).await.unwrap();
    assert!(found.is_open && found.messages[1].is_answer);
    assert_eq!(found.messages[1].words.text, "How much?");
    let more = app.write_to_officer(source(2), &typed, "All of it.");
    more.await.unwrap();
    assert_eq!(app.intakes_waiting(&officer).await.unwrap(), Some(1));

    // Neither the time nor the order within the day is in the ids.
    let day: Instant = "2021-03-01T00:00:00Z".parse().unwrap();
    for id in [id, page.files[0].id] {
        let begins = Id::new(id.kind(), day, [0; 10]).to_string();
        assert_eq!(id.to_string()[..16], begins[..16], "{id}");
    }
}

#[tokio::test]
async fn only_who_receives_complaints_knows_of_them_and_says_what_became_of_one() {
    let party = Party::new().await;
    let court = party.court().await;
    let app = with_vault(&party);
    let sent = complaint("Buy cheap watches.", Vec::new());
    let receipt = app.complain(source(1), sent).await.unwrap();
    let officer = party.as_person(court.complaints).await;
    let id = open(&app, &officer).await[0];
    for who in [court.chair, party.general_secretary, party.near] {
        let who = party.as_person(who).await;
        assert_eq!(app.intakes_waiting(&who).await.unwrap(), None);
        let refused = app.intake(&who, id).await.unwrap_err();
        assert!(matches!(refused, AppError::NotFound { .. }));
        let refused = app.answer_intake(&who, id, "x").await.unwrap_err();
        assert!(matches!(refused, AppError::NotFound { .. }));
        let listed = app.intakes(&who, IntakeState::Open, None).await;
        assert!(matches!(listed, Err(AppError::NotFound { .. })));
    }
    let unknown = Closing::Entered("2021-99".to_owned());
    let refused = app.close_intake(&officer, id, &unknown).await.unwrap_err();
    assert_eq!(fields(&refused), ["case"]);
    let unreasoned = Closing::Dismissed(" ".to_owned());
    let refused = app.close_intake(&officer, id, &unreasoned).await;
    assert_eq!(fields(&refused.unwrap_err()), ["reason"]);
    let spam = Closing::Dismissed("spam".to_owned());
    app.close_intake(&officer, id, &spam).await.unwrap();
    assert!(open(&app, &officer).await.is_empty());
    let page = app.intake(&officer, id).await.unwrap();
    assert_eq!(page.reason.as_deref(), Some("spam"));
    let found = app.letterbox(source(1), &receipt.code).await.unwrap();
    assert!(!found.is_open);
    let more = app.write_to_officer(source(1), &receipt.code, "It was not spam.");
    more.await.unwrap();
    assert_eq!(open(&app, &officer).await, [id]);
    assert_eq!(app.intakes_waiting(&officer).await.unwrap(), Some(1));
}

#[tokio::test]
async fn what_cannot_be_sent_is_told_and_nothing_is_kept() {
    let party = Party::new().await;
    let court = party.court().await;
    let without = party.app.complain(source(1), complaint("x", Vec::new()));
    assert!(matches!(
        without.await,
        Err(AppError::Refused(refusal)) if refusal.code == "no_vault"
    ));
    let app = with_vault(&party);
    let empty = Complaint {
        draft: Draft::default(),
        files: Vec::new(),
    };
    let refused = app.complain(source(1), empty).await.unwrap_err();
    assert_eq!(fields(&refused), ["about", "when", "text"]);
    let files = usize::try_from(FILES_MAX).unwrap() + 1;
    for files in [
        vec![b"MZ\0".to_vec()],
        vec![photograph()[..20].to_vec()],
        vec![b"text".to_vec(); files],
    ] {
        let refused = app.complain(source(1), complaint("x", files)).await;
        assert!(matches!(refused, Err(AppError::Refused(_))));
    }
    let officer = party.as_person(court.complaints).await;
    assert!(open(&app, &officer).await.is_empty());
    assert!(!app.has_sealed().await.unwrap());
    for typed in ["", "123", &"1".repeat(36)] {
        let refused = app.letterbox(source(2), typed).await.unwrap_err();
        assert_eq!(fields(&refused), ["code"]);
    }
}

#[tokio::test]
async fn who_guesses_codes_waits_and_who_has_one_does_not() {
    let party = Party::new().await;
    let app = with_vault(&party);
    let receipt = app.complain(source(1), complaint("x", Vec::new())).await;
    let code = receipt.unwrap().code;
    for _ in 0..40 {
        app.letterbox(source(1), &code).await.unwrap();
    }
    let mut refusals = 0;
    for guess in 0..40_u64 {
        let typed = format!("{guess:036}");
        match app.letterbox(source(2), &typed).await {
            Err(AppError::Refused(refusal)) => {
                assert_eq!(refusal.code, "too_often");
                refusals += 1;
            }
            other => assert!(other.is_err()),
        }
    }
    assert_eq!(refusals, 30);
    app.letterbox(source(3), &code).await.unwrap();
}

#[tokio::test]
async fn who_receives_complaints_does_not_read_one_about_themselves_or_about_a_case_they_are_tied_to()
 {
    let party = Party::new().await;
    let court = party.court().await;
    let app = with_vault(&party);
    let mut own = complaint("She lost my letter.", vec![b"The letter.".to_vec()]);
    own.draft.about = "Ms CONNY complaints, of the office".to_owned();
    app.complain(source(1), own).await.unwrap();
    let officer = party.as_person(court.complaints).await;
    let about_them = open(&app, &officer).await[0];
    let refused = |error: AppError| match error {
        AppError::Refused(refusal) => (refusal.code, refusal.clause),
        other => panic!("not refused: {other}"),
    };
    let conflict = ("in_conflict", Some("5.15".to_owned()));
    let read = app.intake(&officer, about_them).await.unwrap_err();
    assert_eq!(refused(read), conflict);
    let answered = app.answer_intake(&officer, about_them, "No.").await;
    assert_eq!(refused(answered.unwrap_err()), conflict);
    let mut snapshot = app.store().snapshot().await.unwrap();
    let files = snapshot.sealed_files(about_them).await.unwrap();
    let file = app.intake_file(&officer, about_them, files[0].id).await;
    assert_eq!(refused(file.unwrap_err()), conflict);
    let readers = snapshot.accesses(about_them, None, 9).await;
    assert!(readers.unwrap().is_empty());

    // Entered as a case, it is read by whoever may read the case.
    app.complain(source(1), complaint("Money is missing.", Vec::new()))
        .await
        .unwrap();
    let other = open(&app, &officer)
        .await
        .into_iter()
        .find(|id| *id != about_them)
        .unwrap();
    assert_eq!(
        app.intake_matter(&officer, other).await.unwrap(),
        "in May: Money is missing."
    );
    let member = app.intake_subject(&officer, other, "Near Member").await;
    assert_eq!(member.unwrap(), party.near);
    let nobody = app
        .intake_subject(&officer, other, "Nobody")
        .await
        .unwrap_err();
    assert_eq!(fields(&nobody), ["about"]);
    crate::cases::opened(&party, &court, "2021-03-01").await;
    let closing = Closing::Entered("C1".to_owned());
    app.close_intake(&officer, other, &closing).await.unwrap();
    assert!(app.intake(&officer, other).await.is_ok());
    let text = "2021-03-01 complaints evidence_listed item=a names=complaints";
    party.takes(&court, text).await;
    let read = app.intake(&officer, other).await.unwrap_err();
    assert_eq!(refused(read), conflict);
}
