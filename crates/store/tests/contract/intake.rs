//! The confidential intake, on both engines.

use std::sync::Arc;

use standing_app::ports::Store;
use standing_app::ports::intake::{Intake, IntakeHold, IntakeMessage, IntakeState};
use standing_app::ports::vault::SealedFile;
use standing_base::IdKind;

use crate::sample::{id, person};

fn intake(number: u32) -> Intake {
    Intake {
        id: id(IdKind::Intake, number),
        code: number.to_string().repeat(64),
        received_on: "2021-03-01".parse().unwrap(),
        state: IntakeState::Open,
        awaits_answer: true,
        case_reference: None,
        reason: None,
        closed_on: None,
    }
}

fn intake_closed() -> Intake {
    Intake {
        state: IntakeState::Dismissed,
        awaits_answer: false,
        case_reference: Some("2021-7".to_owned()),
        reason: Some(vec![0, 255, 39]),
        closed_on: Some("2021-03-02".parse().unwrap()),
        ..intake(4)
    }
}

pub(crate) async fn an_intake_is_found_by_its_code_and_listed_by_its_state(store: Arc<dyn Store>) {
    let mut writer = store.writer().await.unwrap();
    for number in [2, 1, 3, 4] {
        writer.put_intake(&intake(number)).await.unwrap();
    }
    let closed = intake_closed();
    let answered = Intake {
        awaits_answer: false,
        ..intake(2)
    };
    writer.put_intake(&closed).await.unwrap();
    writer.put_intake(&answered).await.unwrap();
    writer.commit().await.unwrap();

    let mut snapshot = store.snapshot().await.unwrap();
    let read = snapshot.intake(closed.id).await.unwrap();
    assert_eq!(read, Some(closed.clone()));
    let read = snapshot.intake_of_code(&answered.code).await.unwrap();
    assert_eq!(read, Some(answered.clone()));
    assert_eq!(snapshot.intake_of_code("5").await.unwrap(), None);
    let open = snapshot.intakes(IntakeState::Open, None, 2).await.unwrap();
    assert_eq!(open, [intake(3), answered]);
    let rest = snapshot.intakes(IntakeState::Open, Some(open[1].id), 2);
    assert_eq!(rest.await.unwrap(), [intake(1)]);
    let dismissed = snapshot.intakes(IntakeState::Dismissed, None, 9).await;
    assert_eq!(dismissed.unwrap(), [closed]);
    assert_eq!(snapshot.intakes_open().await.unwrap(), (3, 2));
    drop(snapshot);
    let mut writer = store.writer().await.unwrap();
    let written_again = Intake {
        awaits_answer: true,
        ..intake_closed()
    };
    writer.put_intake(&written_again).await.unwrap();
    assert_eq!(writer.intakes_open().await.unwrap(), (3, 3));
    let open = writer.intakes(IntakeState::Open, None, 1).await.unwrap();
    assert_eq!(open, [written_again]);
    drop(writer);
    let twin = Intake {
        id: id(IdKind::Intake, 9),
        ..intake(1)
    };
    let mut writer = store.writer().await.unwrap();
    assert!(
        writer.put_intake(&twin).await.is_err(),
        "a code is one's own"
    );
}

pub(crate) async fn messages_come_back_in_order_and_a_number_is_taken_once(store: Arc<dyn Store>) {
    let message = |number: u32| IntakeMessage {
        intake: id(IdKind::Intake, 1),
        number,
        written_by: (number == 1).then(|| person(1)),
        written_on: "2021-03-01".parse().unwrap(),
        body: vec![0, 7, 255],
    };
    let mut writer = store.writer().await.unwrap();
    for number in [1, 0, 2] {
        writer.put_intake_message(&message(number)).await.unwrap();
    }
    writer.commit().await.unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    let read = snapshot.intake_messages(message(0).intake).await.unwrap();
    assert_eq!(read, [message(0), message(1), message(2)]);
    drop(snapshot);
    let mut writer = store.writer().await.unwrap();
    assert!(writer.put_intake_message(&message(1)).await.is_err());
}

pub(crate) async fn an_intake_is_emptied_of_what_was_written_and_sent(store: Arc<dyn Store>) {
    let mut writer = store.writer().await.unwrap();
    let ids = [intake_closed().id, id(IdKind::Intake, 5)];
    let hold = |number: usize, until: &str| IntakeHold {
        intake: ids[number],
        held_on: "2021-03-03".parse().unwrap(),
        until: until.parse().unwrap(),
        held_by: (number == 0).then(|| person(1)),
        reasons: vec![9, 0],
    };
    let file = |number: usize| SealedFile {
        id: id(IdKind::Evidence, u32::try_from(number).unwrap()),
        owner: ids[number],
        stands_for: None,
        media: "application/pdf".to_owned(),
        bytes: 3,
        digest: "d".repeat(64),
        chunks: 1,
        label: vec![1],
        sent_by: None,
        sent_as: None,
        sent_on: "2021-03-01".parse().unwrap(),
    };
    for number in [0, 1] {
        let row = Intake {
            id: ids[number],
            code: number.to_string().repeat(64),
            ..intake_closed()
        };
        writer.put_intake(&row).await.unwrap();
        let message = IntakeMessage {
            intake: ids[number],
            number: 0,
            written_by: None,
            written_on: "2021-03-01".parse().unwrap(),
            body: vec![7],
        };
        writer.put_intake_message(&message).await.unwrap();
        for until in ["2021-04-01", "2021-05-01"] {
            let hold = hold(number, until);
            writer.put_intake_hold(&hold).await.unwrap();
        }
        let file = file(number);
        writer.put_sealed_file(&file).await.unwrap();
        let chunk = writer.put_sealed_chunk(file.id, 0, &[1, 2, 3]);
        chunk.await.unwrap();
    }
    writer.empty_intake(ids[0]).await.unwrap();
    writer.commit().await.unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    for (number, count) in [(0, 0), (1, 1)] {
        let messages = snapshot.intake_messages(ids[number]).await.unwrap();
        let files = snapshot.sealed_files(ids[number]).await.unwrap();
        assert_eq!((messages.len(), files.len()), (count, count));
        let chunk = snapshot.sealed_chunk(file(number).id, 0).await.unwrap();
        assert_eq!(chunk.is_some(), count == 1);
        let held = snapshot.intake_hold(ids[number]).await.unwrap();
        assert_eq!(held, (count == 1).then(|| hold(number, "2021-05-01")));
        let row = snapshot.intake(ids[number]).await.unwrap().unwrap();
        assert_eq!((row.reason.is_some(), row.code.len()), (count == 1, 64));
    }
}
