//! What was written and sent in a case is announced, held or erased; and nothing else is.

use standing_app::asker::Asker;
use standing_app::intake::{Closing, Complaint, Draft};
use standing_app::ports::Row;
use standing_app::rebuild::rebuild;
use standing_app::retention::{Looked, Retention};
use standing_app::vault::{Upload, Vault, VaultKey};
use standing_app::{App, AppError, account::Source};
use standing_base::{Id, IdKind};
use standing_domain::case::keeping::Due;
use standing_domain::{Fact, FieldValue};

use crate::party::{Court, Party, day, fact, step};

const DISMISSED: &str = "
2021-03-01 complaints complaint_received ref=2021-7 way=letter
2021-03-02 complaints first_look_begun
2021-03-03 complaints complaint_dismissed
";

/// A party with a vault and a case about a member.
struct House {
    party: Party,
    court: Court,
    app: App,
}

impl House {
    async fn new() -> Self {
        let party = Party::new().await;
        let court = party.court().await;
        let key = VaultKey::parse(&"a".repeat(64)).unwrap();
        let app = party.app.clone().with_vault(Vault::new(key));
        Self { party, court, app }
    }

    /// One whose case ended with words and a file that the member sent.
    async fn dismissed() -> Self {
        let house = Self::new().await;
        house.party.takes(&house.court, DISMISSED).await;
        house
            .send("alibi.txt", "Where I was that day.")
            .await
            .unwrap();
        house
    }

    async fn send(&self, name: &str, text: &str) -> Result<Id, AppError> {
        let upload = Upload {
            name: name.to_owned(),
            bytes: text.as_bytes().to_vec(),
            redacts: None,
        };
        let member = self.party.as_person(self.party.near).await;
        self.app.add_case_file(&member, "2021-7", upload).await
    }

    /// What a look comes to that is made at nine on a day: how many announced, how many erased.
    async fn looked(&self, on: &str) -> (usize, usize) {
        self.party.on(&format!("{on}T09:00:00Z"));
        let Looked {
            announced, erased, ..
        } = self.app.retain().await.unwrap();
        (announced, erased)
    }

    async fn facts(&self) -> Vec<Fact> {
        let mut snapshot = self.app.store().snapshot().await.unwrap();
        snapshot.facts_about(self.party.near).await.unwrap()
    }

    /// The words that facts of the case still have.
    async fn words(&self) -> Vec<String> {
        let of_case = self.facts().await.into_iter();
        let of_case = of_case.filter(|fact| fact.what.fields.contains_key("case"));
        let numbers: Vec<u64> = of_case.map(|fact| fact.number).collect();
        let mut snapshot = self.app.store().snapshot().await.unwrap();
        let values = snapshot.private_values(&numbers).await.unwrap();
        values.into_iter().map(|value| value.field).collect()
    }

    async fn put(&self, kind: &str, on: &str, fields: &[(&str, FieldValue)]) {
        let addition = fact(&self.app, self.party.near, kind, on, fields).await;
        let mut writer = self.app.store().writer().await.unwrap();
        writer.append(vec![addition]).await.unwrap();
        writer.commit().await.unwrap();
    }

    async fn hold(&self, kind: &str, on: &str, until: Option<&str>) -> Result<(), AppError> {
        let case = self.party.newest("case").await.unwrap();
        let mut fields = vec![("case", FieldValue::from(case.as_str()))];
        fields.extend(until.map(|until| ("until", until.into())));
        let mut step = step(kind, on, &fields);
        step.private = vec![("reasons".to_owned(), "A court asked for it.".to_owned())];
        let done = self
            .party
            .act(self.court.chair, self.party.near, vec![step]);
        done.await.map(|_| ())
    }

    async fn is_in_step(&self) {
        let rebuilt = rebuild(self.app.store(), &mut |_| {}).await.unwrap();
        assert!(rebuilt.was_in_step(), "{rebuilt:?}");
    }
}

#[tokio::test]
async fn what_was_written_is_announced_and_after_the_time_to_object_it_is_gone() {
    let house = House::dismissed().await;
    let before = house.facts().await.len();
    assert_eq!(house.words().await, ["matter", "reasons"]);
    // A year after the dismissal of 3 March, that day included.
    for (on, looked) in [
        ("2022-03-03", (0, 0)),
        ("2022-03-04", (1, 0)),
        ("2022-03-04", (0, 0)),
    ] {
        assert_eq!(house.looked(on).await, looked, "{on}");
    }
    // The panel is told: it is on its list, with the last day.
    let chair = house.party.as_person(house.court.chair).await;
    let to_do = house.app.to_do(&chair).await.unwrap();
    let [owed] = &to_do.owed[..] else {
        panic!("{to_do:?}")
    };
    assert_eq!(owed.duty.duty, "say_what_is_still_needed");
    assert_eq!(owed.duty.due_on, Some(day("2022-04-01")));
    let page = house.app.case(&chair, "2021-7").await.unwrap();
    let keeping = page.keeping.unwrap();
    assert_eq!(keeping.clause.as_deref(), Some("14.11"));
    assert_eq!(keeping.until, Some(day("2022-03-03")));
    assert_eq!(keeping.erased_after, Some(day("2022-04-01")));
    assert_eq!(house.words().await.len(), 2);

    assert_eq!(house.looked("2022-04-01").await, (0, 0));
    assert_eq!(house.looked("2022-04-02").await, (0, 1));
    assert!(house.words().await.is_empty());
    let facts = house.facts().await;
    assert_eq!(facts.len(), before + 2, "nothing is taken off the record");
    let trace = &facts.last().unwrap().what;
    assert_eq!(
        (trace.kind.as_str(), trace.clause.as_deref()),
        ("case_erased", Some("14.11"))
    );
    assert_eq!(
        (trace.number("words"), trace.number("files")),
        (Some(2), Some(1))
    );
    let kinds = ["files", "matter", "reasons"].map(str::to_owned);
    assert_eq!(trace.fields["erased"], FieldValue::List(kinds.into()));

    // The page stays, says when and under which clause, and has no words.
    let page = house.app.case(&chair, "2021-7").await.unwrap();
    let keeping = page.keeping.unwrap();
    assert_eq!(keeping.erased_on, Some(day("2022-04-02")));
    assert_eq!(keeping.clause.as_deref(), Some("14.11"));
    assert!(page.done.iter().all(|step| step.words.is_empty()));
    assert_eq!(page.done.len(), 5);
    let files = house.app.case_files(&chair, "2021-7").await.unwrap();
    assert_eq!(files.erased_on, Some(day("2022-04-02")));
    assert_eq!(files.erased_under.as_deref(), Some("14.11"));
    assert!(files.files.iter().all(|file| file.name.is_none()));
    let file = files.files[0].id;
    assert!(house.app.case_file(&chair, "2021-7", file).await.is_err());
    let more = house.send("late.txt", "One more thing.").await.unwrap_err();
    assert!(more.to_string().contains("erased on 2022-04-02"), "{more}");

    // Nothing is erased twice, and the record is whole.
    for on in ["2022-04-02", "2022-04-03", "2032-01-01"] {
        assert_eq!(house.looked(on).await, (0, 0), "{on}");
    }
    assert_eq!(house.app.vault_state().await.unwrap().erased, 1);
    let overdue = house.app.overdue_cases(&Asker::Operator).await.unwrap();
    assert!(overdue.is_empty(), "{overdue:?}");
    house.is_in_step().await;
}

#[tokio::test]
async fn what_somebody_needs_stays_until_their_day_and_is_announced_anew() {
    let house = House::dismissed().await;
    // Nobody but those whom the clause names, and not without reasons, and not into the past.
    let case = house.party.newest("case").await.unwrap();
    let held = |until: &str| {
        let fields = [("case", case.as_str().into()), ("until", until.into())];
        vec![step("erasure_held", "2021-03-03", &fields)]
    };
    let (near, chair) = (house.party.near, house.court.chair);
    let refused = house
        .party
        .refused(house.court.complaints, near, held("2022-12-31"))
        .await;
    assert_eq!(refused.clause.as_deref(), Some("14.12"));
    let wordless = house.party.act(chair, near, held("2022-12-31")).await;
    assert!(matches!(wordless, Err(AppError::Fields(_))), "{wordless:?}");
    let past = house
        .hold("erasure_held", "2021-03-03", Some("2021-03-02"))
        .await;
    assert!(past.unwrap_err().to_string().contains("later day"));
    let unheld = house.hold("erasure_freed", "2021-03-03", None).await;
    assert!(
        unheld
            .unwrap_err()
            .to_string()
            .contains("nothing to take back")
    );

    assert_eq!(house.looked("2022-03-04").await, (1, 0));
    house
        .hold("erasure_held", "2022-03-04", Some("2022-06-30"))
        .await
        .unwrap();
    // Its day of erasure comes and goes, and so does the duty.
    assert_eq!(house.looked("2022-04-02").await, (0, 0));
    let asker = house.party.as_person(chair).await;
    assert!(house.app.to_do(&asker).await.unwrap().owed.is_empty());
    let overdue = house.app.overdue_cases(&Asker::Operator).await.unwrap();
    assert_eq!(overdue[0].due, Due::Held(day("2022-06-30")));
    let page = house.app.case(&asker, "2021-7").await.unwrap();
    assert_eq!(page.keeping.unwrap().held_until, Some(day("2022-06-30")));
    assert_eq!(house.looked("2022-06-30").await, (0, 0));
    // Then it is told once more, with the whole time to object.
    assert_eq!(house.looked("2022-07-01").await, (1, 0));
    house
        .hold("erasure_held", "2022-07-01", Some("2023-07-01"))
        .await
        .unwrap();
    assert_eq!(house.looked("2022-09-01").await, (0, 0));
    house
        .hold("erasure_freed", "2022-09-01", None)
        .await
        .unwrap();
    assert_eq!(house.looked("2022-09-02").await, (1, 0));
    assert_eq!(house.looked("2022-09-30").await, (0, 0));
    assert_eq!(house.looked("2022-10-01").await, (0, 1));
    // The reasons for keeping it are words of the case too.
    assert!(house.words().await.is_empty());
    let late = house
        .hold("erasure_held", "2022-10-01", Some("2023-01-01"))
        .await;
    assert!(
        late.unwrap_err()
            .to_string()
            .contains("nothing left to keep")
    );
    house.is_in_step().await;
}

#[tokio::test]
async fn a_server_looks_once_a_day_and_of_two_one_acts() {
    let house = House::dismissed().await;
    house.party.on("2022-03-04T00:30:00Z");
    let mut retention = Retention::new(house.app.clone());
    assert_eq!(retention.run_once().await.unwrap().unwrap().announced, 1);
    assert_eq!(retention.run_once().await.unwrap(), None);
    house.party.on("2022-04-02T00:30:00Z");
    let (one, other) = tokio::join!(house.app.retain(), house.party.app.retain());
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(one.erased + other.erased, 1, "{one:?} {other:?}");
    assert_eq!(house.looked("2022-04-02").await, (0, 0));
    let erased = house.facts().await;
    let erased = erased.iter().filter(|fact| fact.what.kind == "case_erased");
    assert_eq!(erased.count(), 1);
    // Nobody but those who look after the system is told.
    let member = house.party.as_person(house.party.far).await;
    assert!(house.app.overdue_cases(&member).await.is_err());
}

#[tokio::test]
async fn a_case_that_was_taken_up_again_is_not_erased_for_its_first_end() {
    let house = House::new().await;
    let case = Id::new(IdKind::Case, house.app.clock().now(), [9; 10]);
    let of_case = |rest: &[(&'static str, FieldValue)]| {
        let mut fields = vec![("case", FieldValue::from(case))];
        fields.extend(rest.iter().cloned());
        fields
    };
    house
        .put(
            "case_opened",
            "2018-02-01",
            &of_case(&[("ref", "C1".into())]),
        )
        .await;
    house
        .put(
            "case_decided",
            "2018-06-01",
            &of_case(&[("outcome", "warning".into())]),
        )
        .await;
    house.send_to(case).await;
    assert_eq!(house.looked("2021-03-01").await, (1, 0));
    // New grounds came up while it could still be objected to.
    house
        .put(
            "case_referred",
            "2021-03-10",
            &of_case(&[("delegated", true.into())]),
        )
        .await;
    for on in ["2021-03-30", "2025-01-01"] {
        assert_eq!(house.looked(on).await, (0, 0), "{on}");
    }
    house
        .put(
            "case_decided",
            "2025-02-01",
            &of_case(&[("outcome", "no_action".into())]),
        )
        .await;
    assert_eq!(house.looked("2026-02-01").await, (0, 0));
    assert_eq!(house.looked("2026-02-02").await, (1, 0));
    assert_eq!(house.looked("2026-03-03").await, (0, 1));
    // Of an appeal that is not decided, nothing goes, whatever the rulebook's track says.
    let house = House::new().await;
    house
        .put(
            "case_opened",
            "2018-02-01",
            &of_case(&[("ref", "C1".into())]),
        )
        .await;
    house
        .put(
            "case_decided",
            "2018-06-01",
            &of_case(&[("outcome", "warning".into())]),
        )
        .await;
    house.put("appeal_made", "2018-06-10", &of_case(&[])).await;
    house.send_to(case).await;
    assert_eq!(house.looked("2030-01-01").await, (0, 0));
}

impl House {
    /// A file in a case that was imported.
    async fn send_to(&self, case: Id) {
        let upload = Upload {
            name: "old.txt".to_owned(),
            bytes: b"Old papers.".to_vec(),
            redacts: None,
        };
        let member = self.party.as_person(self.party.near).await;
        let id = self.app.add_case_file(&member, "C1", upload).await.unwrap();
        let mut snapshot = self.app.store().snapshot().await.unwrap();
        assert_eq!(snapshot.sealed_file(id).await.unwrap().unwrap().owner, case);
    }

    /// The member's case, looked into.
    async fn running(&self) {
        let text = "
            2021-03-01 complaints complaint_received ref=2021-7 way=letter
            2021-03-02 complaints first_look_begun
            2021-03-03 chair case_opened
            2021-03-03 chair subject_told way=hand
        ";
        self.party.takes(&self.court, text).await;
        self.send("alibi.txt", "Where I was that day.")
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn of_a_member_who_resigned_the_case_is_kept_until_it_is_closed_and_then_its_time() {
    let house = House::new().await;
    house.running().await;
    let near = house.party.near;
    let resigned = step("resigned", "2021-03-03", &[]);
    house.party.act(near, near, vec![resigned]).await.unwrap();
    // Nobody closed it: it runs, and nothing of it goes.
    assert_eq!(house.looked("2030-01-01").await, (0, 0));
    house
        .party
        .takes(&house.court, "2030-01-02 chair case_closed")
        .await;
    assert_eq!(house.looked("2035-01-02").await, (0, 0));
    assert_eq!(house.looked("2035-01-03").await, (1, 0));
    assert_eq!(house.looked("2035-02-01").await, (0, 1));
    assert!(house.words().await.is_empty());
    // The member, who is none any more, reads so on their own page.
    let former = house.party.as_person(near).await;
    let page = house.app.case(&former, "2021-7").await.unwrap();
    assert_eq!(page.keeping.unwrap().erased_on, Some(day("2035-02-01")));
    house.is_in_step().await;
}

#[tokio::test]
async fn of_a_member_who_died_the_case_is_closed_and_then_its_time_runs() {
    let house = House::new().await;
    house.running().await;
    house.party.on("2021-03-10T12:00:00Z");
    let died = step("died", "2021-03-10", &[]);
    let near = house.party.near;
    house
        .party
        .act(house.party.officer, near, vec![died])
        .await
        .unwrap();
    assert_eq!(house.looked("2022-03-10").await, (0, 0));
    house
        .party
        .takes(&house.court, "2022-03-11 chair case_closed")
        .await;
    assert_eq!(house.looked("2027-03-12").await, (1, 0));
    house
        .hold("erasure_held", "2027-03-12", Some("2027-12-31"))
        .await
        .unwrap();
    assert_eq!(house.looked("2028-01-01").await, (1, 0));
    assert_eq!(house.looked("2028-01-30").await, (0, 1));
    assert!(house.words().await.is_empty());
    let chair = house.party.as_person(house.court.chair).await;
    let page = house.app.case(&chair, "2021-7").await.unwrap();
    assert_eq!(page.stage, "closed by resignation");
    house.is_in_step().await;
}

/// The name and number go while the case runs: the case goes on under the person's id.
#[tokio::test]
async fn of_somebody_who_was_erased_the_case_goes_on_and_is_erased_in_its_time() {
    let house = House::new().await;
    house.running().await;
    let near = house.party.near;
    let facts = house.facts().await;
    let named: Vec<u64> = facts
        .iter()
        .filter(|fact| !fact.what.fields.contains_key("case"))
        .map(|fact| fact.number)
        .collect();
    let mut snapshot = house.app.store().snapshot().await.unwrap();
    let values = snapshot.private_values(&named).await.unwrap();
    drop(snapshot);
    let values: Vec<(u64, String)> = values
        .into_iter()
        .map(|value| (value.fact, value.field))
        .collect();
    assert!(values.iter().any(|(_, field)| field == "name"));
    let mut writer = house.app.store().writer().await.unwrap();
    writer.erase_private_values(&values).await.unwrap();
    writer.commit().await.unwrap();
    // What is derived from a name goes with a rebuild.
    rebuild(house.app.store(), &mut |_| {}).await.unwrap();
    house.is_in_step().await;

    let chair = house.party.as_person(house.court.chair).await;
    let page = house.app.case(&chair, "2021-7").await.unwrap();
    assert_eq!(page.name, near.to_string());
    // The words of the case stay for their own time.
    assert!(page.done.iter().any(|step| !step.words.is_empty()));
    house
        .party
        .takes(&house.court, "2021-03-04 chair case_withdrawn")
        .await;
    assert_eq!(house.looked("2022-03-05").await, (1, 0));
    assert_eq!(house.looked("2022-04-03").await, (0, 1));
    assert!(house.words().await.is_empty());
    let page = house.app.case(&chair, "2021-7").await.unwrap();
    assert_eq!(page.keeping.unwrap().erased_on, Some(day("2022-04-03")));
    house.is_in_step().await;
}

#[tokio::test]
async fn a_confidential_complaint_goes_with_the_case_that_it_became() {
    let house = House::new().await;
    let from = || Source::of([192, 0, 2, 1].into());
    let send = async |text: &str| {
        let draft = Draft {
            about: "the treasurer".to_owned(),
            when: "in May".to_owned(),
            text: text.to_owned(),
        };
        let complaint = Complaint {
            draft,
            files: Vec::new(),
        };
        house.app.complain(from(), complaint).await.unwrap().code
    };
    let (code, other) = (send("Money is missing.").await, send("It rains.").await);
    house.party.takes(&house.court, DISMISSED).await;
    let officer = house.party.as_person(house.court.complaints).await;
    let open = standing_app::ports::intake::IntakeState::Open;
    let lines = house.app.intakes(&officer, open, None).await.unwrap();
    for (line, reference) in lines.iter().rev().zip(["2021-7", "none"]) {
        let closing = if reference == "2021-7" {
            Closing::Entered(reference.to_owned())
        } else {
            Closing::Dismissed("No complaint.".to_owned())
        };
        house
            .app
            .close_intake(&officer, line.id, &closing)
            .await
            .unwrap();
    }
    assert_eq!(house.looked("2022-03-04").await, (2, 0));
    assert_eq!(house.looked("2022-04-02").await, (0, 2));
    let facts = house.facts().await;
    assert_eq!(facts.last().unwrap().what.number("complaints"), Some(1));
    // The other came to nothing on the first day, six months before: it was announced, and goes, too.
    for code in [&code, &other] {
        let found = house.app.letterbox(from(), code).await.unwrap();
        let gone = Some((day("2022-04-02"), Some("14.11".to_owned())));
        assert_eq!((found.erased, found.messages.len()), (gone, 0));
        let more = house.app.write_to_officer(from(), code, "More.").await;
        let more = more.unwrap_err().to_string();
        assert!(more.contains("erased on 2022-04-02"), "{more}");
    }
    house.is_in_step().await;
}

/// What nothing was written or sent in is not announced: there is nothing to erase.
#[tokio::test]
async fn a_case_without_words_and_files_is_left_alone_and_found_again() {
    let house = House::new().await;
    let case = Id::new(IdKind::Case, house.app.clock().now(), [9; 10]);
    let fields = [("case", case.into()), ("ref", "C1".into())];
    house.put("complaint_received", "2018-02-01", &fields).await;
    house
        .put("complaint_dismissed", "2018-02-02", &fields[..1])
        .await;
    assert_eq!(house.looked("2021-03-01").await, (0, 0));
    assert!(
        house
            .app
            .overdue_cases(&Asker::Operator)
            .await
            .unwrap()
            .is_empty()
    );
    // By what a case of another system is found, it is found after its words are gone.
    let mut addition = fact(
        &house.app,
        house.party.near,
        "case_withdrawn",
        "2018-02-02",
        &fields[..1],
    )
    .await;
    addition.private = vec![
        ("identifier.court".to_owned(), "AB 12".to_owned()),
        ("reasons".to_owned(), "Settled.".to_owned()),
    ];
    addition.rows = standing_app::projection::rows(&addition.fact, &addition.private);
    assert!(matches!(addition.rows[..], [Row::Identifier { .. }]));
    let mut writer = house.app.store().writer().await.unwrap();
    writer.append(vec![addition]).await.unwrap();
    writer.commit().await.unwrap();
    assert_eq!(house.looked("2021-03-01").await, (1, 0));
    assert_eq!(house.looked("2021-03-30").await, (0, 1));
    assert_eq!(house.words().await, ["identifier.court"]);
    house.is_in_step().await;
}
