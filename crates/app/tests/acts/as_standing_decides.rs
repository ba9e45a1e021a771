//! The story of M as Standing decides: the same people try the same acts as commands. What is unlawful
//! is refused by its clause, so no court is needed. (Who may vote on it: the rulebook's own test,
//! as-standing-decides.toml.)

use standing_app::answer::{Question, Truth};
use standing_app::asker::Asker;

use crate::party::{Court, Party, day};

async fn is(party: &Party, question: &str, on: &str) -> bool {
    let asked = Question {
        question: question.to_owned(),
        about: party.near.to_string(),
        on: day(on),
        known: None,
    };
    let answer = party.app.ask(&Asker::Operator, &asked).await.unwrap();
    answer.answer == Truth::Yes
}

/// What is owed about M on a day, with its last day.
async fn owed(party: &Party, on: &str) -> Vec<(String, String)> {
    let page = party
        .app
        .person(&Asker::Operator, party.near, day(on))
        .await;
    let owed = page.unwrap().duties.into_iter();
    owed.map(|duty| (duty.duty, duty.due_on.unwrap().to_string()))
        .collect()
}

async fn began() -> (Party, Court) {
    let party = Party::on_day("2019-01-02").await;
    let court = party.court().await;
    let given = crate::party::fact(&party.app, party.near, "whip_given", "2017-06-09", &[]).await;
    let mut writer = party.app.store().writer().await.unwrap();
    writer.append(vec![given]).await.unwrap();
    writer.commit().await.unwrap();
    let text = "
        2019-01-02 officer subscription_paid until=2020-12-31
        2019-01-02 secretary elected_to_parliament
        2019-02-27 complaints complaint_received ref=C1
        2019-02-27 complaints first_look_begun
        2019-02-27 chair case_opened
        2019-02-27 chair suspension_imposed
    ";
    party.takes(&court, text).await;
    (party, court)
}

/// Due process in the first case, up to the decision of 26 June and its sending.
const DECIDED: &str = "
    2019-02-28 complaints subject_told way=hand
    2019-05-05 complaints charge_brought charge=1 breach=6.9
    2019-05-06 complaints charges_served way=hand answer_by=2019-05-20 companion=yes adjustments=yes
    2019-05-16 m charges_contested
    2019-05-20 chair hearing_listed hearing_on=2019-06-24
    2019-05-20 president panellist_named person=pan1
    2019-05-20 president panellist_named person=pan2
    2019-05-20 president panellist_named person=pan3
    2019-06-24 chair hearing
    2019-06-25 chair breach_found charge=1
    2019-06-25 chair precedents_considered
    2019-06-26 chair case_decided outcome=warning
    2019-06-26 chair decision_sent way=email appeal_by=2019-07-10
";

#[tokio::test]
async fn what_was_unlawful_in_2019_is_refused_by_its_clause() {
    let (party, court) = began().await;
    // 27 February: a suspension without a review date has the rulebook's own.
    assert!(is(&party, "is_suspended", "2019-05-01").await);
    // Who decided the suspension does not sit on the panel.
    let chair = "2019-02-27 president panellist_named person=chair";
    let refused = party.refuses(&court, chair).await;
    assert_eq!(refused.clause.as_deref(), Some("6.13"));
    let review = ("review_the_suspension".to_owned(), "2019-03-27".to_owned());
    assert!(owed(&party, "2019-02-27").await.contains(&review));
    party.takes(&court, DECIDED).await;
    assert!(!is(&party, "is_suspended", "2019-06-27").await);
    assert!(is(&party, "holds_whip", "2019-06-27").await);

    // 28 June: the group may withdraw the whip, on its own track; nobody may suspend M again over the
    // decided matter.
    let whip = "2019-06-28 group whip_withdrawn review_on=2019-09-30";
    party.takes(&court, whip).await;
    assert!(!is(&party, "holds_whip", "2019-06-28").await);
    let again = party
        .refuses(&court, "2019-06-28 chair suspension_imposed")
        .await;
    assert_eq!(again.clause.as_deref(), Some("6.1"));
    assert!(again.to_string().contains("was decided on"), "{again}");

    // 9 July: the panel has no power to reopen. 19 July: the tribunal has, but M was not heard on it, and
    // there is no ground of the list.
    let panel = "2019-07-09 chair case_referred ground=not_listed delegated=yes";
    let refused = party.refuses(&court, panel).await;
    assert_eq!(
        (refused.code, refused.clause.as_deref()),
        ("not_empowered", Some("7.5"))
    );
    let tribunal = "2019-07-19 president case_referred ground=not_listed delegated=yes";
    let refused = party.refuses(&court, tribunal).await;
    assert_eq!(refused.clause.as_deref(), Some("7.6"));
    let heard = "2019-07-19 president heard_on_reopening
        2019-07-19 president case_referred ground=not_listed delegated=yes";
    let refused = party.refuses(&court, heard).await;
    assert_eq!(refused.clause.as_deref(), Some("7.4"));
    let outcry = "2019-07-19 president new_grounds ground=not_listed
        2019-07-19 president case_referred ground=not_listed delegated=yes";
    let refused = party.refuses(&court, outcry).await;
    assert!(refused.to_string().contains("not on the list"), "{refused}");
}

#[tokio::test]
async fn separate_claims_are_a_new_case_and_not_considered_is_no_outcome() {
    let (party, court) = began().await;
    party.takes(&court, DECIDED).await;
    let text = "
        2019-09-03 complaints complaint_received ref=C2
        2019-09-03 complaints first_look_begun
        2019-09-03 chair case_opened
        2019-09-03 chair suspension_imposed review_on=2019-10-01
        2019-09-05 returning nominations_called closes=2019-11-14
        2019-10-28 returning candidacy_declared contest=general-2019
    ";
    party.takes(&court, text).await;
    assert!(is(&party, "is_suspended", "2019-11-06").await);
    // 6 November: endorse, refuse on a ground of the list, or defer to a day.
    let refused = party.refuses(&court, "2019-11-06 secretary endorsed").await;
    assert_eq!(refused.clause.as_deref(), Some("8.4.a"));
    assert!(refused.to_string().contains("C2"), "{refused}");
    let deferred = "2019-11-06 secretary endorsement_deferred until=2019-11-11";
    party.takes(&court, deferred).await;
    let outcome = (
        "decide_on_the_endorsement".to_owned(),
        "2019-11-11".to_owned(),
    );
    assert!(owed(&party, "2019-11-12").await.contains(&outcome));
}
