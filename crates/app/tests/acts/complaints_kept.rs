//! Confidential complaints that came to nothing: kept for a time, announced, held, erased, and told of
//! to whoever has the code.

use standing_app::account::Source;
use standing_app::asker::Asker;
use standing_app::intake::{Closing, Complaint, Draft, Letterbox};
use standing_app::ports::intake::IntakeState;
use standing_app::rebuild::rebuild;
use standing_app::retention::CaseKeeping;
use standing_app::vault::{Vault, VaultKey};
use standing_app::{App, AppError};
use standing_base::Id;
use standing_domain::Fact;
use standing_domain::case::keeping::Due;

use crate::party::{Court, Party, day};

const WORDS: &str = "Zeppelin money is missing.";

struct Office {
    party: Party,
    court: Court,
    app: App,
    id: Id,
    code: String,
}

impl Office {
    /// One to which a complaint with a file came on 1 March 2021.
    async fn new() -> Self {
        let party = Party::new().await;
        let court = party.court().await;
        let key = VaultKey::parse(&"d".repeat(64)).unwrap();
        let app = party.app.clone().with_vault(Vault::new(key));
        let draft = Draft {
            about: "the treasurer".to_owned(),
            when: "in May".to_owned(),
            text: WORDS.to_owned(),
        };
        let complaint = Complaint {
            draft,
            files: vec![b"%PDF-1.7".to_vec()],
        };
        let code = app.complain(from(), complaint).await.unwrap().code;
        let officer = party.as_person(court.complaints).await;
        let listed = app.intakes(&officer, IntakeState::Open, None).await;
        let id = listed.unwrap()[0].id;
        Self {
            party,
            court,
            app,
            id,
            code,
        }
    }

    async fn officer(&self) -> Asker {
        self.party.as_person(self.court.complaints).await
    }

    async fn dismiss(&self) {
        let closing = Closing::Dismissed("It names nobody.".to_owned());
        let officer = self.officer().await;
        let done = self.app.close_intake(&officer, self.id, &closing);
        done.await.unwrap();
    }

    async fn answer(&self) {
        let officer = self.officer().await;
        let done = self.app.answer_intake(&officer, self.id, "Who?");
        done.await.unwrap();
    }

    async fn hold(&self, who: Id, until: Option<&str>, why: &str) -> Result<(), AppError> {
        let asker = self.party.as_person(who).await;
        let until = until.map(day);
        self.app.hold_intake(&asker, self.id, until, why).await
    }

    /// What a look comes to that is made at nine on a day: how many announced, how many erased.
    async fn looked(&self, on: &str) -> (usize, usize) {
        self.party.on(&format!("{on}T09:00:00Z"));
        let looked = self.app.retain().await.unwrap();
        (looked.announced, looked.erased)
    }

    async fn keeping(&self, state: IntakeState) -> Option<CaseKeeping> {
        let listed = self
            .app
            .intakes(&self.officer().await, state, None)
            .await
            .unwrap();
        listed[0].keeping.clone()
    }

    async fn letterbox(&self) -> Letterbox {
        self.app.letterbox(from(), &self.code).await.unwrap()
    }

    /// The facts about the organisation that say something of complaints.
    async fn facts(&self) -> Vec<Fact> {
        let organisation = self.app.rules().await.unwrap().organisation;
        let mut snapshot = self.app.store().snapshot().await.unwrap();
        let mut facts = snapshot.facts_about(organisation).await.unwrap();
        facts.retain(|fact| fact.what.kind.starts_with("complaint_"));
        facts
    }
}

fn from() -> Source {
    Source::of([192, 0, 2, 1].into())
}

#[tokio::test]
async fn a_dismissed_complaint_is_announced_and_then_nothing_of_it_is_left() {
    let office = Office::new().await;
    office.dismiss().await;
    for (on, looked) in [
        ("2021-09-01", (0, 0)),
        ("2021-09-02", (1, 0)),
        ("2021-09-02", (0, 0)),
        ("2021-09-30", (0, 0)),
    ] {
        assert_eq!(office.looked(on).await, looked, "{on}");
    }
    let keeping = office.keeping(IntakeState::Dismissed).await.unwrap();
    assert_eq!(keeping.clause.as_deref(), Some("14.11"));
    assert_eq!(keeping.until, Some(day("2021-09-01")));
    assert_eq!(keeping.erased_after, Some(day("2021-09-30")));
    let officer = office.officer().await;
    assert_eq!(office.app.intakes_leaving(&officer).await.unwrap(), 1);
    let chair = office.party.as_person(office.court.chair).await;
    assert_eq!(office.app.intakes_leaving(&chair).await.unwrap(), 0);
    let overdue = office.app.overdue_cases(&Asker::Operator).await.unwrap();
    assert_eq!(overdue[0].reference, office.id.to_string());
    assert_eq!(overdue[0].due, Due::Announced(day("2021-09-30")));
    assert_eq!(office.letterbox().await.messages[0].words.text, WORDS);

    assert_eq!(office.looked("2021-10-01").await, (0, 1));
    let mut snapshot = office.app.store().snapshot().await.unwrap();
    let row = snapshot.intake(office.id).await.unwrap().unwrap();
    assert_eq!((row.reason, row.state), (None, IntakeState::Dismissed));
    let messages = snapshot.intake_messages(office.id).await.unwrap();
    let files = snapshot.sealed_files(office.id).await.unwrap();
    assert_eq!((messages.len(), files.len()), (0, 0));
    let key = snapshot.sealed_key(office.id).await.unwrap().unwrap();
    assert_eq!(key.wrapped, None);
    drop(snapshot);
    // The trace: on the record, by its clause, with nothing of what it said.
    let facts = office.facts().await;
    let [announced, erased] = &facts[..] else {
        panic!("{facts:?}")
    };
    assert_eq!(announced.what.text("erase_on"), Some("2021-09-30"));
    let counts = ["messages", "files"].map(|field| erased.what.number(field));
    assert_eq!(counts, [Some(1), Some(1)]);
    assert_eq!(erased.what.clause.as_deref(), Some("14.11"));
    assert_eq!(erased.what.id("intake"), Some(office.id));
    // Whoever has the code is told; the officer sees since when, and opens nothing.
    let found = office.letterbox().await;
    let gone = (day("2021-10-01"), Some("14.11".to_owned()));
    assert_eq!((found.messages.len(), found.erased), (0, Some(gone)));
    let more = office.app.write_to_officer(from(), &office.code, "More.");
    let more = more.await.unwrap_err().to_string();
    assert!(more.contains("erased on 2021-10-01"), "{more}");
    let keeping = office.keeping(IntakeState::Dismissed).await.unwrap();
    assert_eq!(keeping.erased_on, Some(day("2021-10-01")));
    assert!(office.app.intake(&officer, office.id).await.is_err());
    assert!(
        office
            .hold(office.court.complaints, Some("2021-12-01"), "x")
            .await
            .is_err()
    );
    for on in ["2021-10-01", "2031-10-01"] {
        assert_eq!(office.looked(on).await, (0, 0), "{on}");
    }
    let overdue = office.app.overdue_cases(&Asker::Operator).await.unwrap();
    assert!(overdue.is_empty(), "{overdue:?}");
    let rebuilt = rebuild(office.app.store(), &mut |_| {}).await.unwrap();
    assert!(rebuilt.was_in_step(), "{rebuilt:?}");
}

/// Nothing goes while somebody waits for an answer; what is written begins the time anew.
#[tokio::test]
async fn a_complaint_that_waits_for_an_answer_is_kept_and_one_that_was_answered_is_not() {
    let office = Office::new().await;
    assert_eq!(office.looked("2030-01-01").await, (0, 0));
    let office = Office::new().await;
    office.answer().await;
    assert_eq!(office.looked("2021-09-02").await, (1, 0));
    // Its sender comes back while it can still be objected to.
    let more = office.app.write_to_officer(from(), &office.code, "Her.");
    more.await.unwrap();
    assert_eq!(office.keeping(IntakeState::Open).await, None);
    assert_eq!(office.looked("2021-12-01").await, (0, 0));
    office.answer().await;
    assert_eq!(office.looked("2022-06-01").await, (0, 0));
    assert_eq!(office.looked("2022-06-02").await, (1, 0));
    assert_eq!(office.looked("2022-06-30").await, (0, 0));
    assert_eq!(office.looked("2022-07-01").await, (0, 1));
    let counted = office.facts().await;
    let erased = &counted.last().unwrap().what;
    assert_eq!(erased.number("messages"), Some(4));
}

#[tokio::test]
async fn those_who_receive_complaints_keep_one_longer_with_reasons() {
    let office = Office::new().await;
    office.dismiss().await;
    assert_eq!(office.looked("2021-09-02").await, (1, 0));
    let (receives, chair) = (office.court.complaints, office.court.chair);
    let strange = office.hold(chair, Some("2021-12-31"), "x").await;
    assert!(
        matches!(strange, Err(AppError::NotFound { .. })),
        "{strange:?}"
    );
    for (until, why, wrong) in [
        (None, "The police ask.", &["until"][..]),
        (Some("2021-09-01"), " ", &["reasons", "until"]),
        (Some("2021-12-31"), "", &["reasons"]),
    ] {
        match office.hold(receives, until, why).await {
            Err(AppError::Fields(faults)) => {
                let fields: Vec<&str> = faults.iter().map(|one| one.field.as_str()).collect();
                assert_eq!(fields, wrong);
            }
            other => panic!("{other:?}"),
        }
    }
    let held = office.hold(receives, Some("2021-12-31"), "The Quaestor asks.");
    held.await.unwrap();
    let page = office.app.intake(&office.officer().await, office.id).await;
    assert_eq!(page.unwrap().held.as_deref(), Some("The Quaestor asks."));
    let mut snapshot = office.app.store().snapshot().await.unwrap();
    let sealed = snapshot.intake_hold(office.id).await.unwrap().unwrap();
    drop(snapshot);
    let mut windows = sealed.reasons.windows(8);
    assert!(!windows.any(|part| part == b"Quaestor"));
    assert_eq!(office.looked("2021-12-31").await, (0, 0));
    let keeping = office.keeping(IntakeState::Dismissed).await.unwrap();
    assert_eq!(keeping.held_until, Some(day("2021-12-31")));
    // Then it is announced anew, with the whole time to object.
    assert_eq!(office.looked("2022-01-01").await, (1, 0));
    assert_eq!(office.looked("2022-01-29").await, (0, 0));
    assert_eq!(office.looked("2022-01-30").await, (0, 1));
    let mut snapshot = office.app.store().snapshot().await.unwrap();
    assert_eq!(snapshot.intake_hold(office.id).await.unwrap(), None);
}
