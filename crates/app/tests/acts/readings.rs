//! Every reading of what is sealed is kept, told to the custodian and to the person concerned.

use standing_app::account::Source;
use standing_app::asker::Asker;
use standing_app::intake::{Complaint, Draft};
use standing_app::ports::intake::IntakeState;
use standing_app::readings::ReadingLine;
use standing_app::vault::{Upload, Vault, VaultKey};
use standing_app::{App, AppError};
use standing_base::{Id, IdKind};

use crate::party::{Court, Party, fact};

/// What, in which role, under which clause, of which case.
fn lines(readings: &[ReadingLine]) -> Vec<(&str, &str, Option<&str>, Option<&str>)> {
    let lines = readings.iter();
    lines
        .map(|one| {
            let (clause, case) = (one.clause.as_deref(), one.case.as_deref());
            (one.what.as_str(), one.capacity.as_str(), clause, case)
        })
        .collect()
}

/// Makes somebody the custodian: any seat of that office.
async fn appoint(party: &Party, person: Id) {
    let seat = Id::new(IdKind::Seat, party.app.clock().now(), [7; 10]);
    let body = Id::new(IdKind::Body, party.app.clock().now(), [8; 10]);
    let form = [("form", "office".into())];
    let founded = fact(&party.app, body, "body_founded", "2015-01-01", &form).await;
    let fields = [
        ("seat", seat.into()),
        ("body", body.into()),
        ("office", "custodian".into()),
    ];
    let taken = fact(&party.app, person, "seat_taken", "2021-01-01", &fields).await;
    let additions = vec![founded, taken];
    let mut writer = party.app.store().writer().await.unwrap();
    writer.append(additions).await.unwrap();
    writer.commit().await.unwrap();
}

/// A party with a custodian, a file that a member sent to their case, and a confidential complaint with
/// a file.
struct World {
    party: Party,
    court: Court,
    app: App,
    case: Id,
    file: Id,
}

impl World {
    async fn new() -> Self {
        let party = Party::new().await;
        let court = party.court().await;
        let key = VaultKey::parse(&"a".repeat(64)).unwrap();
        let app = party.app.clone().with_vault(Vault::new(key));
        appoint(&party, party.far).await;
        let case = Id::new(IdKind::Case, app.clock().now(), [9; 10]);
        let fields = [("case", case.into()), ("ref", "C1".into())];
        let opened = fact(&app, party.near, "case_opened", "2021-02-01", &fields).await;
        let mut writer = app.store().writer().await.unwrap();
        writer.append(vec![opened]).await.unwrap();
        writer.commit().await.unwrap();
        let member = party.as_person(party.near).await;
        let upload = Upload {
            name: "alibi.txt".to_owned(),
            bytes: b"Where I was.".to_vec(),
            redacts: None,
        };
        let file = app.add_case_file(&member, "C1", upload).await.unwrap();
        let draft = Draft {
            about: "the treasurer".to_owned(),
            when: "in May".to_owned(),
            text: "Money is missing.".to_owned(),
        };
        let sent = Complaint {
            draft,
            files: vec![b"%PDF-1.7".to_vec()],
        };
        let from = Source::of([192, 0, 2, 1].into());
        app.complain(from, sent).await.unwrap();
        Self {
            party,
            court,
            app,
            case,
            file,
        }
    }
}

#[tokio::test]
async fn each_reading_is_told_to_the_custodian_and_those_of_a_file_to_the_member() {
    let World {
        party,
        court,
        app,
        case,
        file,
    } = World::new().await;
    let member = party.as_person(party.near).await;
    // The chair reads it twice in one moment, the member their own, the operator too.
    let chair = party.as_person(court.chair).await;
    for reader in [&chair, &chair, &member, &Asker::Operator] {
        app.case_file(reader, "C1", file).await.unwrap();
    }
    let officer = party.as_person(court.complaints).await;
    let open = app.intakes(&officer, IntakeState::Open, None).await;
    let intake = open.unwrap()[0].id;
    let page = app.intake(&officer, intake).await.unwrap();
    let pdf = page.files[0].id;
    app.intake_file(&officer, intake, pdf).await.unwrap();
    // What is not there for somebody is no reading.
    let stranger = party.as_person(party.officer).await;
    assert!(app.case_file(&stranger, "C1", file).await.is_err());
    assert!(app.intake(&stranger, intake).await.is_err());

    let custodian = party.as_person(party.far).await;
    assert!(app.sees_readings(&custodian).await.unwrap());
    let all = app.readings(&custodian, None, 50).await.unwrap();
    let officer_role = ("complaints officer", Some("5.2"));
    let panel = ("file", "disputes panel", Some("4.3"), Some("C1"));
    assert_eq!(
        lines(&all),
        [
            ("file", officer_role.0, officer_role.1, None),
            ("intake", officer_role.0, officer_role.1, None),
            ("file", "operator", None, Some("C1")),
            ("file", "the person concerned", Some("14.9"), Some("C1")),
            panel,
            panel,
        ]
    );
    assert_eq!((all[0].owner, all[0].item), (intake, Some(pdf)));
    assert_eq!((all[4].owner, all[4].item), (case, Some(file)));
    assert_eq!(all[4].reader.as_deref(), Some("Paula Chair"));
    assert_eq!(all[2].reader, None);
    let older = app.readings(&custodian, Some(all[3].id), 1).await.unwrap();
    assert_eq!(older, all[4..5]);
    // They see that something was read, and cannot read it.
    assert!(app.case_file(&custodian, "C1", file).await.is_err());
    assert!(app.intake(&custodian, intake).await.is_err());
    for other in [&chair, &officer, &member, &Asker::Public] {
        let refused = app.readings(other, None, 50).await.unwrap_err();
        assert!(matches!(refused, AppError::NotFound { .. }), "{refused}");
        assert!(!app.sees_readings(other).await.unwrap());
    }

    // The member sees each reading by others of what is about them.
    let looks = app.accesses(&member, party.near, 50).await.unwrap();
    let read: Vec<_> = looks
        .iter()
        .filter(|look| look.what == "evidence")
        .collect();
    let roles: Vec<&str> = read.iter().map(|look| look.capacity.as_str()).collect();
    assert_eq!(roles, ["operator", "disputes panel", "disputes panel"]);
    assert!(read.iter().all(|look| look.case.as_deref() == Some("C1")));
    assert!(looks.is_sorted_by_key(|look| std::cmp::Reverse(look.at)));
}
