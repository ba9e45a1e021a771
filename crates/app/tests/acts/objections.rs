//! An objection to an admission, an entry that was made twice, and the operator in an emergency.

use standing_app::AppError;
use standing_app::acts::About;
use standing_app::acts::form::Takes;
use standing_app::asker::Asker;
use standing_app::ports::Account;
use standing_base::{Id, IdKind};

use crate::party::{Party, act, admission, day, step};

const TODAY: &str = "2021-03-01";

/// Somebody new in the branch Near.
async fn newcomer(party: &Party, name: &str) -> Id {
    let mut steps = admission(name, "1990-02-03", TODAY);
    let near = party.near_branch.into();
    steps.push(step("branch_joined", TODAY, &[("branch", near)]));
    let officer = party.as_person(party.officer).await;
    let done = party.app.act(&officer, &act(About::New, steps)).await;
    done.unwrap().about
}

#[tokio::test]
async fn an_objection_is_made_in_time_by_the_branch_and_decided_by_the_executive() {
    let party = Party::new().await;
    let new = newcomer(&party, "Nova Newcomer").await;
    let objection = || vec![step("objection_made", TODAY, &[])];
    // Not by another officer, and not about somebody who was admitted long ago.
    let refused = party.refused(party.officer, new, objection()).await;
    assert_eq!(refused.clause.as_deref(), Some("1.13"));
    let old = party
        .refused(party.branch_secretary, party.near, objection())
        .await;
    assert_eq!(
        (old.code, old.clause.as_deref()),
        ("rules_say_no", Some("1.13"))
    );
    // Nothing is decided that nobody objected to.
    let upheld = || vec![step("objection_upheld", TODAY, &[])];
    let early = party.refused(party.general_secretary, new, upheld()).await;
    assert_eq!(early.clause.as_deref(), Some("1.13"));
    party
        .act(party.branch_secretary, new, objection())
        .await
        .unwrap();
    party
        .act(party.general_secretary, new, upheld())
        .await
        .unwrap();
    let page = party
        .app
        .person(&Asker::Operator, new, day(TODAY))
        .await
        .unwrap();
    let sign = page
        .rights
        .iter()
        .find(|right| right.question == "sign")
        .unwrap();
    assert_eq!(sign.because, ["not a member (standing: refused)"]);
}

#[tokio::test]
async fn an_entry_made_twice_is_closed_and_leads_to_the_other_and_the_account_goes_with_it() {
    let party = Party::new().await;
    let second = newcomer(&party, "Near M. Member").await;
    let account = Account {
        id: Id::new(IdKind::Account, party.app.clock().now(), [9; 10]),
        person: second,
        email: "near@example.org".to_owned(),
        password: None,
        created_at: party.app.clock().now(),
        disabled_at: None,
    };
    let mut writer = party.app.store().writer().await.unwrap();
    writer.put_account(&account).await.unwrap();
    writer.commit().await.unwrap();

    let officer = party.as_person(party.officer).await;
    let form = party
        .app
        .act_form(&officer, second, "merged")
        .await
        .unwrap();
    let into = form
        .fields
        .iter()
        .find(|field| field.name == "into")
        .unwrap();
    let Takes::Choice(choices) = &into.takes else {
        panic!("nobody is offered")
    };
    assert!(choices.iter().any(|(id, _)| *id == party.near.to_string()));
    let merged = |into: Id| vec![step("merged", TODAY, &[("into", into.into())])];
    let itself = party.act(party.officer, second, merged(second)).await;
    assert!(matches!(itself, Err(AppError::Fields(_))));
    party
        .act(party.officer, second, merged(party.near))
        .await
        .unwrap();

    let closed = party
        .app
        .person(&officer, second, day(TODAY))
        .await
        .unwrap();
    assert_eq!(closed.closed_for.unwrap().id, party.near);
    let open = party
        .app
        .person(&officer, party.near, day(TODAY))
        .await
        .unwrap();
    assert_eq!(open.closed_entries.len(), 1);
    assert_eq!(open.closed_entries[0].id, second);
    let mut snapshot = party.app.store().snapshot().await.unwrap();
    let moved = snapshot.account_of(party.near).await.unwrap();
    assert_eq!(moved.unwrap().id, account.id);
    // What is closed is not merged into.
    let third = newcomer(&party, "Nova Member").await;
    let refused = party.act(party.officer, third, merged(second)).await;
    assert!(matches!(refused, Err(AppError::Fields(_))));
}

#[tokio::test]
async fn no_entry_is_closed_while_a_case_is_open_under_it() {
    let party = Party::new().await;
    let second = newcomer(&party, "Near M. Member").await;
    let fields = [
        (
            "case",
            Id::new(IdKind::Case, party.app.clock().now(), [7; 10]).into(),
        ),
        ("ref", "C9".into()),
    ];
    let mut writer = party.app.store().writer().await.unwrap();
    let case = crate::party::fact(&party.app, second, "case_opened", TODAY, &fields).await;
    writer.append(vec![case]).await.unwrap();
    writer.commit().await.unwrap();
    let merged = vec![step("merged", TODAY, &[("into", party.near.into())])];
    let refused = party.refused(party.officer, second, merged).await;
    assert_eq!(refused.clause.as_deref(), Some("1.14"));
    assert!(refused.detail.english.contains("C9"), "{}", refused.detail);
}

#[tokio::test]
async fn the_operator_acts_only_where_a_clause_lets_it_and_never_unseen() {
    let party = Party::new().await;
    let left = |seat: Id| {
        act(
            About::Known(party.general_secretary),
            vec![step("seat_left", TODAY, &[("seat", seat.into())])],
        )
    };
    let mut snapshot = party.app.store().snapshot().await.unwrap();
    let facts = snapshot.facts_about(party.general_secretary).await.unwrap();
    let seat = facts.iter().find_map(|fact| fact.what.id("seat")).unwrap();
    drop(snapshot);

    let quietly = party.app.act(&Asker::Operator, &left(seat)).await;
    assert!(matches!(quietly, Err(AppError::Refused(_))));
    let without = party.app.break_glass(&left(seat), "  ").await;
    assert!(matches!(without, Err(AppError::Refused(_))));
    let other = act(About::Known(party.near), vec![step("resigned", TODAY, &[])]);
    let Err(AppError::Refused(refused)) = party.app.break_glass(&other, "because").await else {
        panic!("the operator recorded a resignation")
    };
    assert_eq!(refused.clause.as_deref(), Some("1.6"));
    assert!(
        party
            .app
            .interventions(&Asker::Public)
            .await
            .unwrap()
            .is_empty()
    );

    let done = party
        .app
        .break_glass(&left(seat), "She died; nobody else can record it.")
        .await;
    assert_eq!(done.unwrap().clause, "4.10");
    let told = party.app.front_page().await.unwrap().interventions;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].clause.as_deref(), Some("4.10"));
    assert_eq!(told[0].says, "left a seat");
    assert_eq!(
        told[0].reason.as_deref(),
        Some("She died; nobody else can record it.")
    );
    // She left an office not ten years ago, so everybody may know her name.
    assert_eq!(told[0].person.as_ref().unwrap().1, "Gen Secretary");
}
