//! What those who keep the register see of it, and what they fill in.

use standing_app::AppError;
use standing_app::acts::form::{ActForm, Takes};
use standing_app::answer::Truth;
use standing_app::asker::Asker;
use standing_app::members::{Listing, Order};
use standing_base::Id;

use crate::party::{Party, day, step};

const TODAY: &str = "2021-03-01";

fn everybody() -> Listing {
    Listing {
        on: day(TODAY),
        branch: None,
        question: None,
        order: Order::Registered,
        after: None,
        limit: 100,
    }
}

async fn listed(party: &Party, who: Id, listing: &Listing) -> Vec<String> {
    let asker = party.as_person(who).await;
    let page = party.app.members(&asker, listing).await.unwrap();
    page.members.into_iter().map(|line| line.name).collect()
}

#[tokio::test]
async fn the_list_reaches_as_far_as_the_duty_of_who_reads_it() {
    let party = Party::new().await;
    let all = listed(&party, party.officer, &everybody()).await;
    assert_eq!(all.len(), 5);
    let own = listed(&party, party.branch_secretary, &everybody()).await;
    assert_eq!(own, ["Olga Officer", "Bran Secretary", "Near Member"]);
    for asker in [Asker::Public, party.as_person(party.near).await] {
        let page = party.app.members(&asker, &everybody()).await;
        assert!(matches!(page, Err(AppError::NotFound { .. })));
    }
}

#[tokio::test]
async fn the_list_is_narrowed_by_branch_and_by_any_question_and_goes_on_where_it_stopped() {
    let party = Party::new().await;
    let far = Listing {
        branch: Some(party.far_branch),
        ..everybody()
    };
    assert_eq!(
        listed(&party, party.officer, &far).await,
        ["Gen Secretary", "Far Member"]
    );
    let gone = vec![step("resigned", TODAY, &[])];
    party.act(party.officer, party.far, gone).await.unwrap();
    let former = Listing {
        question: Some(("is_member".into(), Truth::No)),
        ..everybody()
    };
    assert_eq!(listed(&party, party.officer, &former).await, ["Far Member"]);
    let before = Listing {
        on: day("2021-02-28"),
        ..former
    };
    assert!(listed(&party, party.officer, &before).await.is_empty());
    let asker = party.as_person(party.officer).await;
    let mut listing = Listing {
        limit: 2,
        ..everybody()
    };
    let mut seen = Vec::new();
    loop {
        let page = party.app.members(&asker, &listing).await.unwrap();
        seen.extend(page.members.into_iter().map(|line| line.id));
        let Some(next) = page.next else { break };
        listing.after = Some(next);
    }
    assert_eq!(seen.len(), 5);
}

#[tokio::test]
async fn a_list_in_any_order_is_read_page_by_page_without_loss_or_repeat() {
    let party = Party::new().await;
    let asker = party.as_person(party.officer).await;
    let by_name = [
        "Bran Secretary",
        "Far Member",
        "Gen Secretary",
        "Near Member",
        "Olga Officer",
    ];
    for (order, question) in [
        (Order::Name, None),
        (Order::Name, Some(("is_member".to_owned(), Truth::Yes))),
        (Order::Number, None),
        (Order::Number, Some(("is_member".to_owned(), Truth::Yes))),
    ] {
        let mut listing = Listing {
            order,
            question,
            limit: 2,
            ..everybody()
        };
        let mut names = Vec::new();
        loop {
            let page = party.app.members(&asker, &listing).await.unwrap();
            names.extend(page.members.into_iter().map(|line| line.name));
            let Some(next) = page.next else { break };
            listing.after = Some(next);
        }
        if order == Order::Number {
            names.sort();
        }
        assert_eq!(names, by_name, "{listing:?}");
    }
    let nonsense = Listing {
        after: Some("nonsense".to_owned()),
        ..everybody()
    };
    let refused = party.app.members(&asker, &nonsense).await;
    assert!(matches!(refused, Err(AppError::Unreadable(_))));
}

async fn form(party: &Party, kind: &str) -> ActForm {
    let asker = party.as_person(party.officer).await;
    party.app.act_form(&asker, party.near, kind).await.unwrap()
}

#[tokio::test]
async fn a_form_asks_for_what_its_kind_needs_and_offers_what_there_is() {
    let party = Party::new().await;
    let paid = form(&party, "subscription_paid").await;
    assert_eq!((paid.act.clause.as_str(), paid.seen), ("1.10", 3));
    let takes: Vec<_> = paid
        .fields
        .iter()
        .map(|field| (field.name.as_str(), &field.takes))
        .collect();
    assert_eq!(takes, [("until", &Takes::Date)]);
    let left = form(&party, "branch_left").await;
    let branch = left
        .fields
        .iter()
        .find(|field| field.name == "branch")
        .unwrap();
    let own = vec![(party.near_branch.to_string(), "Near".to_owned())];
    assert_eq!(branch.takes, Takes::Choice(own));
}

#[tokio::test]
async fn every_wrong_field_is_told_at_once_and_a_good_form_is_an_act() {
    let party = Party::new().await;
    let form = form(&party, "subscription_paid").await;
    let filled = |on: &str, until: &str| {
        form.read(&[
            ("on".to_owned(), on.to_owned()),
            ("until".to_owned(), until.to_owned()),
        ])
    };
    let Err(AppError::Fields(faults)) = filled("soon", "2019-02-29") else {
        panic!("it was taken")
    };
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["on", "until"]);
    let asker = party.as_person(party.officer).await;
    let act = filled(TODAY, "2021-12-31").unwrap();
    party.app.act(&asker, &act).await.unwrap();
}
