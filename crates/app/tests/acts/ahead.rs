//! What an act would set running, told before it is recorded.

use standing_app::acts::ahead::Ahead;
use standing_base::{Date, Id, IdKind};
use standing_domain::FieldValue;

use crate::party::{Party, day, fact};

async fn ahead(party: &Party, who: Id, kind: &str, filled: &[(&str, &str)]) -> Ahead {
    let asker = party.as_person(who).await;
    let form = party.app.act_form(&asker, party.near, kind).await.unwrap();
    let filled: Vec<(String, String)> = filled
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    party.app.ahead(&asker, &form, &filled).await.unwrap()
}

fn duties(ahead: &Ahead) -> Vec<(&str, Option<Date>)> {
    let duties = ahead.duties.iter();
    duties
        .map(|duty| (duty.duty.as_str(), duty.by.last_day))
        .collect()
}

/// Puts an imported fact on the member's record.
async fn put(party: &Party, kind: &str, fields: &[(&str, FieldValue)]) {
    let addition = fact(&party.app, party.near, kind, "2021-03-01", fields).await;
    let mut writer = party.app.store().writer().await.unwrap();
    writer.append(vec![addition]).await.unwrap();
    writer.commit().await.unwrap();
}

fn case(party: &Party, number: u8) -> Id {
    Id::new(IdKind::Case, party.app.clock().now(), [number; 10])
}

/// A complaint that is looked at.
async fn received(party: &Party, case: Id, reference: &str) {
    let fields = [("case", case.into()), ("ref", reference.into())];
    put(party, "complaint_received", &fields).await;
    put(party, "first_look_begun", &fields[..1]).await;
}

#[tokio::test]
async fn a_form_tells_what_the_act_sets_running_for_the_day_that_is_typed() {
    let party = Party::new().await;
    let chair = party.court().await.chair;
    let case = case(&party, 1);
    received(&party, case, "C1").await;
    let today = ahead(&party, chair, "case_opened", &[]).await;
    assert_eq!(today.on, day("2021-03-01"));
    let both = [
        ("tell_the_member", Some(day("2021-03-08"))),
        ("finish_the_inquiry", Some(day("2021-04-12"))),
    ];
    assert_eq!(duties(&today), both);
    let tell = &today.duties[0];
    assert_eq!(tell.clause, "5.5");
    assert_eq!(tell.owed_by.as_deref(), Some("disputes panel"));
    assert_eq!(tell.by.length.as_deref(), Some("5 days"));
    assert_eq!(tell.by.counting, "working");
    // Opening the case ends the look at the complaint.
    let ends: Vec<&str> = today.ends.iter().map(|owed| owed.duty.as_str()).collect();
    assert_eq!(ends, ["look_at_the_complaint"]);
    assert!(today.stops.is_empty());
    // Another day: a Thursday, so that a weekend lies between.
    let typed = ahead(&party, chair, "case_opened", &[("on", "2021-02-25")]).await;
    assert_eq!(duties(&typed)[0].1, Some(day("2021-03-04")));
    // What is no day yet leaves today, and the form says what is wrong with it.
    let unread = ahead(&party, chair, "case_opened", &[("on", "soon")]).await;
    assert_eq!(unread, today);
    put(&party, "case_opened", &[("case", case.into())]).await;
    // A date that the form asks for goes before the length.
    let given = [("review_on", "2021-03-15")];
    let suspended = ahead(&party, chair, "suspension_imposed", &given).await;
    let review = suspended
        .duties
        .iter()
        .find(|duty| duty.duty == "review_the_suspension");
    assert_eq!(review.unwrap().by.last_day, Some(day("2021-03-15")));
    let limits: Vec<_> = suspended
        .limits
        .iter()
        .map(|limit| (limit.timer.as_str(), limit.by.last_day))
        .collect();
    let lapse = ("suspension_lapse", Some(day("2021-06-29")));
    assert!(limits.contains(&lapse), "{limits:?}");
    // What nobody owes anything for sets nothing running.
    let paid = ahead(&party, party.officer, "subscription_paid", &[]).await;
    assert!(paid.is_empty(), "{paid:?}");
}

#[tokio::test]
async fn a_form_tells_what_the_act_would_end_to_those_who_may_read_the_file() {
    let party = Party::new().await;
    let chair = party.court().await.chair;
    let (first, second) = (case(&party, 1), case(&party, 2));
    for (case, reference) in [(first, "C1"), (second, "C2")] {
        received(&party, case, reference).await;
        put(&party, "case_opened", &[("case", case.into())]).await;
    }
    let told = ahead(&party, chair, "case_withdrawn", &[]).await;
    let ends = |ahead: &Ahead| -> Vec<(String, String)> {
        let ends = ahead.ends.iter();
        ends.map(|owed| (owed.duty.clone(), owed.case.clone().unwrap_or_default()))
            .collect()
    };
    assert_eq!(ends(&told).len(), 4, "{told:?}");
    // For one case: what is owed in it.
    let told = ahead(
        &party,
        chair,
        "case_withdrawn",
        &[("case", &second.to_string())],
    )
    .await;
    assert_eq!(
        ends(&told),
        [
            ("tell_the_member".to_owned(), "C2".to_owned()),
            ("finish_the_inquiry".to_owned(), "C2".to_owned()),
        ]
    );
    // Whoever keeps the register may record a death, and learns of no case by it.
    let died = ahead(&party, party.officer, "died", &[]).await;
    assert!(died.ends.is_empty() && died.stops.is_empty(), "{died:?}");
}
