//! Letters to whoever owes something, on the days that the rulebook names.

use standing_app::App;
use standing_app::asker::Asker;
use standing_app::ports::Account;
use standing_app::ports::outbox::Letter;
use standing_app::reminders::Reminding;
use standing_base::{Id, IdKind};
use standing_domain::FieldValue;

use crate::party::{Court, Party, fact};

/// A party whose officers have accounts, and a case about a member of which nothing is done.
struct Late {
    party: Party,
    court: Court,
    app: App,
}

impl Late {
    async fn new() -> Self {
        Self::of(Party::new().await).await
    }

    /// On Monday, 1 March 2021: five working days to tell the member, six weeks for the inquiry.
    async fn of(party: Party) -> Self {
        let court = party.court().await;
        let app = party.app.clone().with_post();
        let people = [court.chair, court.president, party.officer, party.near];
        for (person, number) in people.into_iter().zip(1..) {
            let account = Account {
                id: Id::new(IdKind::Account, app.clock().now(), [number; 10]),
                person,
                email: format!("{number}@example.org"),
                password: None,
                created_at: app.clock().now(),
                disabled_at: None,
            };
            let mut writer = app.store().writer().await.unwrap();
            writer.put_account(&account).await.unwrap();
            writer.commit().await.unwrap();
        }
        let late = Self { party, court, app };
        let fields = [("case", "cas_1".into()), ("ref", "C1".into())];
        late.put("case_opened", "2021-03-01", &fields).await;
        late
    }

    async fn put(&self, kind: &str, on: &str, fields: &[(&str, FieldValue)]) {
        let addition = fact(&self.app, self.party.near, kind, on, fields).await;
        let mut writer = self.app.store().writer().await.unwrap();
        writer.append(vec![addition]).await.unwrap();
        writer.commit().await.unwrap();
    }

    /// The letters that a server writes which is started at this time of a day.
    async fn started(&self, at: &str) -> Vec<Letter> {
        self.party.on(at);
        let before = self.letters().await.len();
        let mut reminding = Reminding::new(self.app.clone());
        let written = reminding.run_once().await.unwrap().unwrap().letters;
        assert_eq!(reminding.run_once().await.unwrap(), None);
        let mut letters = self.letters().await;
        letters.truncate(letters.len() - before);
        assert_eq!(letters.len(), written);
        letters.sort_by(|one, other| one.what.address.cmp(&other.what.address));
        letters
    }

    /// All of them, the newest first.
    async fn letters(&self) -> Vec<Letter> {
        let mut snapshot = self.app.store().snapshot().await.unwrap();
        snapshot.letters(None, None, 100).await.unwrap()
    }
}

fn recipients(letters: &[Letter]) -> Vec<Option<Id>> {
    letters.iter().map(|letter| letter.what.recipient).collect()
}

#[tokio::test]
async fn the_owner_is_reminded_before_the_day_and_told_after_it() {
    let late = Late::new().await;
    let chair = [Some(late.court.chair)];
    // The last day is Monday the 8th; the reminder comes on the day before.
    assert!(late.started("2021-03-06T09:00:00Z").await.is_empty());
    let soon = late.started("2021-03-07T09:00:00Z").await;
    assert_eq!(recipients(&soon), chair);
    insta::assert_snapshot!("soon", soon[0].what.text);
    assert_eq!(
        soon[0].what.subject,
        "Example Party: what is to be done, 7 March 2021"
    );
    assert_eq!(soon[0].what.template, "reminder");
    // Nothing on the day itself; then that it is late, and so again a week later.
    assert!(late.started("2021-03-08T09:00:00Z").await.is_empty());
    let overdue = late.started("2021-03-09T09:00:00Z").await;
    assert_eq!(recipients(&overdue), chair);
    let text = &overdue[0].what.text;
    assert!(
        text.contains("the last day was 8 March 2021, 1 day ago"),
        "{text}"
    );
    assert!(!text.contains("finish the inquiry"), "{text}");
    assert!(late.started("2021-03-15T09:00:00Z").await.is_empty());
    assert_eq!(
        recipients(&late.started("2021-03-16T09:00:00Z").await),
        chair
    );
    // No letter names the member.
    for letter in late.letters().await {
        assert!(!letter.what.text.contains("Near Member"));
    }
    // What was done is reminded of no more.
    let case = [("case", "cas_1".into())];
    late.put("subject_told", "2021-03-16", &case).await;
    assert!(late.started("2021-03-23T09:00:00Z").await.is_empty());
}

#[tokio::test]
async fn what_stays_undone_is_made_known_to_the_tribunal_and_never_to_the_executive() {
    let late = Late::new().await;
    // Seven working days after 8 March is the 17th.
    assert_eq!(late.started("2021-03-16T09:00:00Z").await.len(), 1);
    let tribunal = [Some(late.court.president)];
    let escalated = late.started("2021-03-18T09:00:00Z").await;
    assert_eq!(recipients(&escalated), tribunal);
    insta::assert_snapshot!("escalated", escalated[0].what.text);
    // It stands on the page of their day, with who owes it.
    let president = late.party.as_person(late.court.president).await;
    let to_do = late.app.to_do(&president).await.unwrap();
    let [owed] = &to_do.owed[..] else {
        panic!("{to_do:?}")
    };
    assert_eq!(owed.duty.duty, "tell_the_member");
    assert_eq!(owed.duty.owed_by.as_deref(), Some("disputes panel"));
    assert_eq!(owed.duty.escalated_to.as_deref(), Some("national tribunal"));
    let since = owed.duty.escalated_on.unwrap().to_string();
    assert_eq!(since, "2021-03-18");
    let secretary = late.party.as_person(late.party.general_secretary).await;
    assert!(late.app.to_do(&secretary).await.unwrap().owed.is_empty());
    // The day before, it was not there.
    late.party.on("2021-03-17T09:00:00Z");
    assert!(late.app.to_do(&president).await.unwrap().owed.is_empty());
}

#[tokio::test]
async fn nobody_gets_two_letters_for_a_day_and_a_day_left_out_is_made_up_for() {
    let late = Late::new().await;
    let first = late.started("2021-03-07T00:30:00Z").await;
    assert_eq!(first.len(), 1);
    // Started again, or another server, or by hand.
    assert!(late.started("2021-03-07T09:00:00Z").await.is_empty());
    assert_eq!(late.app.remind().await.unwrap().letters, 0);
    let preview = late.app.reminders(&Asker::Operator).await.unwrap();
    assert!(preview.is_empty());
    let both = tokio::join!(late.party.app.remind(), late.app.remind());
    assert_eq!(both.0.unwrap().letters + both.1.unwrap().letters, 0);
    // The server stood still on the 9th and came back on the 12th: two look at once, one writes.
    late.party.on("2021-03-12T09:00:00Z");
    assert_eq!(late.app.reminders(&Asker::Operator).await.unwrap().len(), 1);
    let (one, other) = tokio::join!(late.party.app.remind(), late.app.remind());
    assert_eq!(one.unwrap().letters + other.unwrap().letters, 1);
    assert!(late.started("2021-03-13T09:00:00Z").await.is_empty());
    // Whoever may not look after the system sees no letters of others.
    let officer = late.party.as_person(late.party.near).await;
    assert!(late.app.reminders(&officer).await.is_err());
}

#[tokio::test]
async fn a_server_that_runs_looks_each_morning_of_the_organisations_day() {
    let late = Late::new().await;
    let mut reminding = Reminding::new(late.app.clone());
    let mut looked = async |at: &str| {
        late.party.on(at);
        let reminded = reminding.run_once().await.unwrap();
        reminded.map(|reminded| reminded.on.to_string())
    };
    assert_eq!(looked("2021-03-27T23:59:00Z").await.unwrap(), "2021-03-27");
    assert_eq!(looked("2021-03-28T00:30:00Z").await, None);
    // Summer time began in the night: six in the morning is five in UTC.
    assert_eq!(looked("2021-03-28T04:59:00Z").await, None);
    assert_eq!(looked("2021-03-28T05:00:00Z").await.unwrap(), "2021-03-28");
    assert_eq!(looked("2021-03-28T23:30:00Z").await, None);
    assert_eq!(looked("2021-03-29T05:00:00Z").await.unwrap(), "2021-03-29");
}

/// The server's clock is in UTC; the members live thirteen hours ahead of it.
#[tokio::test]
async fn a_day_is_late_when_it_is_over_where_the_organisation_is() {
    let late = Late::of(Party::of("2021-03-01", "Pacific/Auckland").await).await;
    let chair = late.party.as_person(late.court.chair).await;
    for (at, today, days_late) in [
        ("2021-03-07T10:59:59Z", "2021-03-07", 0),
        ("2021-03-08T10:59:59Z", "2021-03-08", 0),
        ("2021-03-08T11:00:00Z", "2021-03-09", 1),
        ("2021-03-09T10:59:59Z", "2021-03-09", 1),
        ("2021-03-09T11:00:00Z", "2021-03-10", 2),
        // A week after their summer time ended, midnight is at noon of UTC.
        ("2021-04-11T11:59:59Z", "2021-04-11", 34),
        ("2021-04-11T12:00:00Z", "2021-04-12", 35),
    ] {
        late.party.on(at);
        assert_eq!(late.app.today().await.unwrap().to_string(), today, "{at}");
        let to_do = late.app.to_do(&chair).await.unwrap();
        assert_eq!(to_do.owed[0].duty.days_overdue, days_late, "{at}");
    }
    // It is the 7th in Auckland, the day before the last, when it is still the 6th in UTC.
    let late = Late::of(Party::of("2021-03-01", "Pacific/Auckland").await).await;
    assert!(late.started("2021-03-06T10:59:59Z").await.is_empty());
    let soon = late.started("2021-03-06T11:00:00Z").await;
    assert!(soon[0].what.subject.ends_with("7 March 2021"), "{soon:?}");
}
