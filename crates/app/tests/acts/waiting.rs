//! What waits for whom today, and the letters that go with an act.

use standing_app::App;
use standing_app::acts::About;
use standing_app::acts::admission::Admission;
use standing_app::asker::Asker;
use standing_app::ports::Account;
use standing_app::waiting::{OwedAbout, Waiting};
use standing_base::{Id, IdKind};

use crate::party::{Party, act, day, step};

const TODAY: &str = "2021-03-01";

async fn waits(party: &Party, who: Id) -> Vec<(String, Vec<String>)> {
    let asker = party.as_person(who).await;
    let told = |waiting: Waiting| {
        let names = waiting.persons.into_iter().map(|person| person.name);
        (waiting.question, names.collect())
    };
    let to_do = party.app.to_do(&asker).await.unwrap();
    to_do.waiting.into_iter().map(told).collect()
}

#[tokio::test]
async fn what_waits_stands_on_the_page_of_whoever_must_act_until_they_have() {
    let party = Party::new().await;
    assert!(waits(&party, party.general_secretary).await.is_empty());
    let long_ago = vec![step(
        "subscription_paid",
        TODAY,
        &[("until", "2019-12-31".into())],
    )];
    party.act(party.officer, party.far, long_ago).await.unwrap();
    let due = [("lapse_due".to_owned(), vec!["Far Member".to_owned()])];
    assert_eq!(waits(&party, party.officer).await, due);
    // Not for others, and no longer once it is done.
    assert!(waits(&party, party.branch_secretary).await.is_empty());
    assert!(waits(&party, party.far).await.is_empty());
    let lapsed = vec![step("lapsed", TODAY, &[])];
    party.act(party.officer, party.far, lapsed).await.unwrap();
    assert!(waits(&party, party.officer).await.is_empty());
    // The day goes on by itself.
    let paid = vec![step(
        "subscription_paid",
        TODAY,
        &[("until", "2021-03-31".into())],
    )];
    party.act(party.officer, party.near, paid).await.unwrap();
    assert!(waits(&party, party.officer).await.is_empty());
    party.on("2022-04-01T09:00:00Z");
    let due = [("lapse_due".to_owned(), vec!["Near Member".to_owned()])];
    assert_eq!(waits(&party, party.officer).await, due);
}

/// What somebody's roles owe today: the duty, about whom, by when, and how late it is.
async fn owes(party: &Party, who: Id) -> Vec<(String, String, String, i64)> {
    let asker = party.as_person(who).await;
    let to_do = party.app.to_do(&asker).await.unwrap();
    assert!(!to_do.owes_more);
    let told = |OwedAbout { person, duty }| {
        let due = duty.due_on.unwrap().to_string();
        (duty.duty, person.name, due, duty.days_overdue)
    };
    to_do.owed.into_iter().map(told).collect()
}

#[tokio::test]
async fn what_is_owed_in_a_case_has_an_owner_and_a_day_until_it_is_done() {
    let party = Party::new().await;
    let court = party.court().await;
    let chair = court.chair;
    crate::cases::opened(&party, &court, TODAY).await;
    let owed = |duty: &str, due: &str, late| {
        let about = "Near Member".to_owned();
        (duty.to_owned(), about, due.to_owned(), late)
    };
    // A Monday: five working days, and six weeks.
    let both = [
        owed("tell_the_member", "2021-03-08", 0),
        owed("finish_the_inquiry", "2021-04-12", 0),
    ];
    assert_eq!(owes(&party, chair).await, both);
    for other in [party.officer, party.general_secretary, party.near] {
        assert!(owes(&party, other).await.is_empty());
    }
    // The member sees who owes them what, and since when it is overdue; nobody else does.
    party.on("2021-03-10T09:00:00Z");
    assert_eq!(owes(&party, chair).await[0].3, 2);
    let page = async |who: Id| {
        let asker = party.as_person(who).await;
        let page = party
            .app
            .person(&asker, party.near, day("2021-03-10"))
            .await;
        page.unwrap().duties
    };
    let own = page(party.near).await;
    assert_eq!(own[0].owed_by.as_deref(), Some("disputes panel"));
    assert_eq!(own[0].case.as_deref(), Some("C1"));
    assert_eq!((own[0].days_overdue, own[0].clause.as_str()), (2, "5.5"));
    assert!(page(party.officer).await.is_empty());

    let case = crate::cases::case_of(&party, party.near).await;
    let told = vec![step(
        "subject_told",
        "2021-03-10",
        &[("case", case.clone()), ("way", "hand".into())],
    )];
    party.act(chair, party.near, told).await.unwrap();
    let longer = [("case", case), ("until", "2021-05-31".into())];
    let longer = vec![step("inquiry_extended", "2021-03-10", &longer)];
    party.act(chair, party.near, longer).await.unwrap();
    let rest = [owed("finish_the_inquiry", "2021-05-31", 0)];
    assert_eq!(owes(&party, chair).await, rest);
}

async fn letters(app: &App) -> Vec<(String, String, Option<u64>)> {
    let letters = app.letters(&Asker::Operator, None, None, 10).await.unwrap();
    let mut told: Vec<_> = letters
        .into_iter()
        .map(|letter| (letter.template, letter.address, letter.caused_by))
        .collect();
    told.sort();
    told
}

#[tokio::test]
async fn somebody_new_is_welcomed_and_invited_in_the_same_transaction() {
    let party = Party::new().await;
    let app = party.app.clone().with_post();
    let asker = party.as_person(party.officer).await;
    let admission = Admission {
        name: "Nova Newcomer".to_owned(),
        born_on: "1990-02-03".to_owned(),
        on: TODAY.to_owned(),
        email: "Nova@Example.org".to_owned(),
        ..Admission::default()
    };
    let done = app.admit(&asker, &admission).await.unwrap();
    let first = done.facts.first().copied();
    let to = "nova@example.org";
    assert_eq!(
        letters(&app).await,
        [
            ("admission".to_owned(), to.to_owned(), first),
            ("invitation".to_owned(), to.to_owned(), first)
        ]
    );
    // Where no letters are sent, the address is refused and nobody is admitted.
    let other = Admission {
        name: "Nobody Else".to_owned(),
        ..admission
    };
    let facts = party.app.head().await.unwrap().facts;
    assert!(party.app.admit(&asker, &other).await.is_err());
    assert_eq!(party.app.head().await.unwrap().facts, facts);
}

#[tokio::test]
async fn whoever_loses_a_right_is_told_which_and_why() {
    let party = Party::new().await;
    let app = party.app.clone().with_post();
    let account = Account {
        id: Id::new(IdKind::Account, app.clock().now(), [9; 10]),
        person: party.near,
        email: "near@example.org".to_owned(),
        password: None,
        created_at: app.clock().now(),
        disabled_at: None,
    };
    let mut writer = app.store().writer().await.unwrap();
    writer.put_account(&account).await.unwrap();
    writer.commit().await.unwrap();
    let officer = party.as_person(party.officer).await;
    let record = async |kind: &str, fields: &[(&str, standing_domain::FieldValue)]| {
        let steps = vec![step(kind, TODAY, fields)];
        app.act(&officer, &act(About::Known(party.near), steps))
            .await
            .unwrap()
    };
    // What changes no right is not worth a letter.
    record("birth_recorded", &[("born_on", "1990-01-01".into())]).await;
    assert!(letters(&app).await.is_empty());
    let done = record("resigned", &[]).await;
    let told = letters(&app).await;
    assert_eq!(
        told,
        [(
            "standing_changed".to_owned(),
            account.email,
            done.facts.first().copied()
        )]
    );
    let mut snapshot = app.store().snapshot().await.unwrap();
    let letter = &snapshot.letters(None, None, 1).await.unwrap()[0].what;
    assert!(
        letter.text.contains(
            "may sign petitions: no, under clause 2.9 (not a member (standing: resigned))"
        ),
        "{}",
        letter.text
    );
}
