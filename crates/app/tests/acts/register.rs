//! The register at work: admission, resignation, moves, corrections, delegation.

use standing_app::AppError;
use standing_app::acts::form::Takes;
use standing_app::acts::{About, Done};
use standing_app::answer::{Question, Truth};
use standing_base::Id;
use standing_domain::FieldValue;

use crate::party::{Party, act, admission, day, step};

const TODAY: &str = "2021-03-01";

async fn admit(party: &Party, who: Id, born: &str) -> Result<Done, AppError> {
    let asker = party.as_person(who).await;
    let steps = admission("Nova Newcomer", born, TODAY);
    party.app.act(&asker, &act(About::New, steps)).await
}

async fn answer(party: &Party, who: Id, question: &str, about: Id, on: &str) -> Truth {
    let asker = party.as_person(who).await;
    let question = Question {
        question: question.to_owned(),
        about: about.to_string(),
        on: day(on),
        known: None,
    };
    party.app.ask(&asker, &question).await.unwrap().answer
}

#[tokio::test]
async fn an_admitted_person_is_a_member_and_may_see_it() {
    let party = Party::new().await;
    let done = admit(&party, party.officer, "1990-02-03").await.unwrap();
    assert_eq!((done.clause.as_str(), done.facts.len()), ("1.1", 3));
    let new = done.about;
    assert_eq!(
        answer(&party, new, "is_member", new, TODAY).await,
        Truth::Yes
    );
    // Another member knows nothing of them.
    let asker = party.as_person(party.near).await;
    let page = party.app.person(&asker, new, day(TODAY)).await;
    assert!(matches!(page, Err(AppError::NotFound { .. })));
}

#[tokio::test]
async fn an_act_says_who_did_it_in_whose_name_and_under_which_clause() {
    let party = Party::new().await;
    let done = admit(&party, party.officer, "1990-02-03").await.unwrap();
    let mut snapshot = party.app.store().snapshot().await.unwrap();
    for fact in snapshot.facts(&done.facts).await.unwrap() {
        assert_eq!(fact.what.actor, Some(party.officer));
        assert_eq!(fact.what.capacity.as_deref(), Some("membership_officer"));
        assert_eq!(fact.what.clause.as_deref(), Some("1.1"));
        assert!(!fact.what.imported);
    }
}

#[tokio::test]
async fn the_rules_refuse_an_admission_by_their_clause() {
    let party = Party::new().await;
    let refused = admit(&party, party.officer, "2010-01-01").await;
    let Err(AppError::Refused(refusal)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(
        (refusal.code, refusal.clause.as_deref()),
        ("rules_say_no", Some("1.2"))
    );
    let again = party
        .refused(
            party.officer,
            party.near,
            vec![step("admitted", TODAY, &[])],
        )
        .await;
    assert_eq!(again.clause.as_deref(), Some("1.1"));
}

#[tokio::test]
async fn who_has_no_power_learns_which_clause_would_give_it_and_who_has_it() {
    let party = Party::new().await;
    let refused = admit(&party, party.near, "1990-02-03").await;
    let Err(AppError::Refused(refusal)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(
        (refusal.code, refusal.clause.as_deref()),
        ("not_empowered", Some("1.1"))
    );
    assert!(
        refusal.detail.english.contains("membership officer"),
        "{}",
        refusal.detail
    );
    assert!(
        refusal.detail.english.contains("Olga Officer"),
        "{}",
        refusal.detail
    );
}

#[tokio::test]
async fn a_member_resigns_and_cannot_resign_twice() {
    let party = Party::new().await;
    let resign = || vec![step("resigned", TODAY, &[])];
    let done = party.act(party.near, party.near, resign()).await.unwrap();
    assert_eq!(done.clause, "1.6");
    assert_eq!(
        answer(&party, party.near, "is_member", party.near, TODAY).await,
        Truth::No
    );
    let refusal = party.refused(party.near, party.near, resign()).await;
    assert_eq!(refusal.code, "no_effect");
    let other = party
        .refused(
            party.officer,
            party.officer,
            vec![step("expelled", TODAY, &[])],
        )
        .await;
    assert_eq!(other.code, "not_empowered");
}

#[tokio::test]
async fn a_branch_secretary_moves_own_members_and_knows_no_others() {
    let party = Party::new().await;
    let moved = |from: Id, to: Id| {
        vec![
            step("branch_left", TODAY, &[("branch", from.into())]),
            step("branch_joined", TODAY, &[("branch", to.into())]),
        ]
    };
    let steps = moved(party.far_branch, party.near_branch);
    let other = party.act(party.branch_secretary, party.far, steps).await;
    assert!(matches!(other, Err(AppError::NotFound { .. })), "{other:?}");
    let steps = moved(party.near_branch, party.far_branch);
    let done = party
        .act(party.branch_secretary, party.near, steps)
        .await
        .unwrap();
    assert_eq!(done.clause, "3.3");
    // The member now belongs to the other branch, whose secretary this is not.
    let steps = moved(party.far_branch, party.near_branch);
    let gone = party.act(party.branch_secretary, party.near, steps).await;
    assert!(matches!(gone, Err(AppError::NotFound { .. })), "{gone:?}");
}

#[tokio::test]
async fn a_correction_undoes_an_entry_and_what_was_known_before_stays_known() {
    let party = Party::new().await;
    let wrong = vec![step("resigned", TODAY, &[])];
    let done = party.act(party.officer, party.near, wrong).await.unwrap();
    let number = FieldValue::Number(i64::try_from(done.facts[0]).unwrap());
    party.on("2021-03-05T09:00:00Z");
    let correction = vec![step("corrected", "2021-03-05", &[("act", number)])];
    party
        .act(party.officer, party.near, correction)
        .await
        .unwrap();
    assert_eq!(
        answer(&party, party.near, "is_member", party.near, TODAY).await,
        Truth::Yes
    );
    let asker = party.as_person(party.near).await;
    let then = Question {
        question: "is_member".to_owned(),
        about: party.near.to_string(),
        on: day(TODAY),
        known: Some(day("2021-03-02")),
    };
    let answer = party.app.ask(&asker, &then).await.unwrap();
    assert_eq!(answer.answer, Truth::No);
}

#[tokio::test]
async fn nobody_corrects_what_they_could_not_have_recorded() {
    let party = Party::new().await;
    let asker = party.as_person(party.officer).await;
    let form = party
        .app
        .act_form(&asker, party.branch_secretary, "corrected")
        .await
        .unwrap();
    let Takes::Choice(entries) = &form.fields[0].takes else {
        panic!("{:?}", form.fields)
    };
    assert!(
        entries.iter().all(|(_, says)| !says.contains("seat")),
        "{entries:?}"
    );
    // The seat that made somebody secretary is for the general secretary.
    let mut snapshot = party.app.store().snapshot().await.unwrap();
    let facts = snapshot.facts_about(party.branch_secretary).await.unwrap();
    let seat = facts
        .iter()
        .find(|fact| fact.what.kind == "seat_taken")
        .unwrap();
    let number = FieldValue::Number(i64::try_from(seat.number).unwrap());
    let steps = vec![step("corrected", TODAY, &[("act", number)])];
    let refusal = party
        .refused(party.officer, party.branch_secretary, steps)
        .await;
    assert_eq!(refusal.code, "not_yours_to_correct");
}

#[tokio::test]
async fn a_form_that_was_opened_before_another_entry_changes_nothing() {
    let party = Party::new().await;
    let asker = party.as_person(party.officer).await;
    let mut stale = act(
        About::Known(party.near),
        vec![step(
            "subscription_paid",
            TODAY,
            &[("until", "2021-12-31".into())],
        )],
    );
    stale.seen = Some(3);
    party.app.act(&asker, &stale).await.unwrap();
    let refused = party.app.act(&asker, &stale).await;
    let Err(AppError::Refused(refusal)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(refusal.code, "changed_since");
}

#[tokio::test]
async fn a_duty_is_handed_on_by_its_holder_and_until_its_day() {
    let party = Party::new().await;
    let hand_on = |from: Id, until: &str| {
        let fields = [
            ("role", "membership_officer".into()),
            ("from", from.into()),
            ("until", until.into()),
        ];
        vec![step("duty_delegated", TODAY, &fields)]
    };
    let not_own = hand_on(party.general_secretary, "2021-03-10");
    let refusal = party
        .refused(party.general_secretary, party.general_secretary, not_own)
        .await;
    assert_eq!(refusal.code, "not_yours_to_delegate");
    let own = hand_on(party.officer, "2021-03-10");
    party
        .act(party.officer, party.branch_secretary, own)
        .await
        .unwrap();
    let done = admit(&party, party.branch_secretary, "1990-02-03")
        .await
        .unwrap();
    assert_eq!(done.clause, "1.1");
    party.on("2021-03-11T09:00:00Z");
    let late = admit(&party, party.branch_secretary, "1990-02-03").await;
    assert!(matches!(late, Err(AppError::Refused(refusal)) if refusal.code == "not_empowered"));
}

#[tokio::test]
async fn nothing_is_recorded_while_the_clock_is_behind_the_record() {
    let party = Party::new().await;
    admit(&party, party.officer, "1990-02-03").await.unwrap();
    let before = party.app.head().await.unwrap();
    // Servers that share a record are never quite of one mind.
    party.on("2021-03-01T08:56:00Z");
    admit(&party, party.officer, "1990-02-04").await.unwrap();
    party.on("2021-03-01T08:54:00Z");
    let error = admit(&party, party.officer, "1990-02-05")
        .await
        .unwrap_err();
    assert!(error.to_string().contains("set the clock"), "{error}");
    let head = party.app.head().await.unwrap();
    assert_eq!(head.facts, before.facts + 3);
    assert!(party.app.check_clock(&head).is_err());
    party.on("2021-03-01T09:00:00Z");
    admit(&party, party.officer, "1990-02-05").await.unwrap();
}
