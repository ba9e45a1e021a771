//! The papers of a case: the letters by which the member learns of a step, and the bundle.

use standing_app::AppError;
use standing_app::acts::{About, Service, Step};
use standing_app::bundle::Content;
use standing_app::ports::Account;
use standing_app::ports::outbox::Letter;
use standing_app::vault::{Disclosed, Media, Redaction, Upload, Vault, VaultKey};
use standing_base::{Id, IdKind};

use crate::cases::WHOLE;
use crate::party::{Court, Party, act, fact, step};
use crate::walk::{edit, lines};

struct Served {
    party: Party,
    court: Court,
}

impl Served {
    /// A party that sends letters and keeps files; the member has an address or not.
    async fn new(has_address: bool) -> Self {
        let mut party = Party::new().await;
        let court = party.court().await;
        let key = VaultKey::parse(&"a".repeat(64)).unwrap();
        party.app = party.app.clone().with_post().with_vault(Vault::new(key));
        if has_address {
            let account = Account {
                id: Id::new(IdKind::Account, party.app.clock().now(), [9; 10]),
                person: party.near,
                email: "near@example.org".to_owned(),
                password: None,
                created_at: party.app.clock().now(),
                disabled_at: None,
            };
            let mut writer = party.app.store().writer().await.unwrap();
            writer.put_account(&account).await.unwrap();
            writer.commit().await.unwrap();
        }
        Self { party, court }
    }

    /// The steps of a whole case up to the first of a kind, without it.
    async fn until(&self, kind: &str) {
        for line in lines(WHOLE).iter().take_while(|line| line.kind != kind) {
            self.party.take(&self.court, line).await.unwrap();
        }
    }

    async fn letters(&self) -> Vec<Letter> {
        let mut snapshot = self.party.app.store().snapshot().await.unwrap();
        let mut letters = snapshot.letters(None, None, 100).await.unwrap();
        letters.retain(|letter| letter.what.template != "standing_changed");
        letters.reverse();
        letters
    }

    async fn facts(&self) -> usize {
        let mut snapshot = self.party.app.store().snapshot().await.unwrap();
        let facts = snapshot.facts_about(self.party.near).await.unwrap();
        facts.len()
    }

    async fn file(&self, name: &str, bytes: &[u8], redacts: Option<Redaction>) -> Id {
        let asker = self.party.as_person(self.court.complaints).await;
        let upload = Upload {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
            redacts,
        };
        let added = self.party.app.add_case_file(&asker, "C1", upload);
        added.await.unwrap()
    }

    async fn say(&self, who: Id, kind: &str, item: Id) {
        let case = self.party.newest("case").await.unwrap();
        let mut said = step(
            kind,
            "2021-03-09",
            &[("case", case.as_str().into()), ("item", item.into())],
        );
        let words = ("reasons".to_owned(), "It names a child.".to_owned());
        said.private = vec![words];
        let done = self.party.act(who, self.party.near, vec![said]).await;
        done.unwrap();
    }
}

/// What every step by which the member learns of something writes to them.
#[tokio::test]
async fn each_step_that_tells_the_member_something_has_its_letter() {
    let served = Served::new(true).await;
    for line in &lines(WHOLE) {
        served.party.take(&served.court, line).await.unwrap();
    }
    let letters = served.letters().await;
    // What is given by hand goes by no mail.
    let mailed: Vec<&str> = letters.iter().map(|it| it.what.template.as_str()).collect();
    assert_eq!(mailed, ["hearing_listed", "case_decision", "appeal_result"]);
    for letter in &letters {
        assert_eq!(letter.what.recipient, Some(served.party.near));
        let name = format!("case_{}", letter.what.template);
        let whole = format!("{}\n\n{}", letter.what.subject, letter.what.text);
        insta::assert_snapshot!(name, whole);
    }
    // Each is kept with the case, and the member can read it there, by whatever way it came.
    let member = served.party.as_person(served.party.near).await;
    let files = served.party.app.case_files(&member, "C1").await.unwrap();
    let kept = files.files.iter();
    let kept = kept.filter(|file| file.state == Disclosed::Letter);
    let kept: Vec<&str> = kept.filter_map(|file| file.name.as_deref()).collect();
    assert_eq!(kept.len(), 5, "{kept:?}");
    assert!(kept[0].contains("C1 about you"), "{kept:?}");
}

#[tokio::test]
async fn a_suspension_says_what_it_stops_and_when_it_is_reviewed() {
    let served = Served::new(true).await;
    served.until("evidence_listed").await;
    let suspended = lines("2021-03-05 chair suspension_imposed");
    served
        .party
        .take(&served.court, &suspended[0])
        .await
        .unwrap();
    let letters = served.letters().await;
    assert_eq!(letters[0].what.template, "interim_suspension");
    // Nobody filled in a day of review: it is that of the clause.
    insta::assert_snapshot!("case_interim_suspension", letters[0].what.text);
}

#[tokio::test]
async fn a_letter_is_shown_before_it_goes_out_and_goes_out_as_it_was_shown() {
    let served = Served::new(true).await;
    served.until("charges_served").await;
    let case = served.party.newest("case").await.unwrap();
    let served_by = |way: &str| {
        step(
            "charges_served",
            "2021-03-11",
            &[
                ("case", case.as_str().into()),
                ("way", way.into()),
                ("companion", true.into()),
                ("adjustments", true.into()),
            ],
        )
    };
    served.party.on("2021-03-11T12:00:00Z");
    let asker = served.party.as_person(served.court.complaints).await;
    let act = act(About::Known(served.party.near), vec![served_by("email")]);
    let before = served.facts().await;
    let ahead = served.party.app.letter_ahead(&asker, &act).await.unwrap();
    let ahead = ahead.unwrap();
    assert_eq!(ahead.service, Service::Mailed);
    assert_eq!(
        (served.facts().await, served.letters().await.len()),
        (before, 0)
    );
    // The day by which to answer is the clause's where nobody fills it in.
    insta::assert_snapshot!("case_charges", ahead.written.text);
    served.party.app.act(&asker, &act).await.unwrap();
    let letters = served.letters().await;
    assert_eq!(letters[0].what.text, ahead.written.text);
    let mut snapshot = served.party.app.store().snapshot().await.unwrap();
    let facts = snapshot.facts_about(served.party.near).await.unwrap();
    assert_eq!(
        letters[0].what.caused_by,
        facts.last().map(|fact| fact.number)
    );
}

#[tokio::test]
async fn a_letter_laid_ready_counts_when_the_member_opens_it_and_that_is_recorded_once() {
    let served = Served::new(true).await;
    served.until("subject_told").await;
    let told = lines("2021-03-04 complaints subject_told way=download");
    served.party.take(&served.court, &told[0]).await.unwrap();
    // The note tells nothing of the case.
    let letters = served.letters().await;
    assert_eq!(letters[0].what.template, "letter_ready");
    insta::assert_snapshot!("case_letter_ready", letters[0].what.text);
    let app = &served.party.app;
    let opened = async |who: Id| {
        let asker = served.party.as_person(who).await;
        let files = app.case_files(&asker, "C1").await.unwrap();
        let mut files = files.files.into_iter();
        let letter = files.find(|file| file.state == Disclosed::Letter).unwrap();
        app.case_file(&asker, "C1", letter.id).await.unwrap();
        let mut snapshot = app.store().snapshot().await.unwrap();
        let facts = snapshot.facts_about(served.party.near).await.unwrap();
        let opened = facts
            .iter()
            .filter(|fact| fact.what.kind == "letter_opened");
        let clauses = opened.map(|fact| fact.what.clause.clone());
        clauses.flatten().collect::<Vec<String>>()
    };
    let charges = lines("2021-03-06 complaints charge_brought charge=1 breach=6.9");
    served.party.take(&served.court, &charges[0]).await.unwrap();
    let serve = "2021-03-06 complaints charges_served way=hand answer_by=2021-03-25 companion=yes adjustments=yes";
    // That somebody else reads it is no receipt.
    assert!(opened(served.court.chair).await.is_empty());
    let refused = served.party.refuses(&served.court, serve).await;
    assert_eq!(refused.code, "notice_served");
    for _ in 0..2 {
        assert_eq!(opened(served.party.near).await, ["12.9"]);
    }
    served.party.takes(&served.court, serve).await;
    // Nobody says so who did not open it.
    let item = served.party.newest("item").await.unwrap();
    let said = format!("2021-03-06 m letter_opened item={item}");
    let refused = served.party.refuses(&served.court, &said).await;
    assert_eq!(refused.code, "opened_elsewhere");
}

#[tokio::test]
async fn a_letter_laid_ready_is_opened_by_the_bundle_too() {
    let served = Served::new(true).await;
    served.until("subject_told").await;
    let told = lines("2021-03-04 complaints subject_told way=download");
    served.party.take(&served.court, &told[0]).await.unwrap();
    for (who, expected) in [(served.court.chair, 0), (served.party.near, 1)] {
        let asker = served.party.as_person(who).await;
        served.party.app.bundle(&asker, "C1").await.unwrap();
        let mut snapshot = served.party.app.store().snapshot().await.unwrap();
        let facts = snapshot.facts_about(served.party.near).await.unwrap();
        let opened = facts
            .iter()
            .filter(|fact| fact.what.kind == "letter_opened");
        assert_eq!(opened.count(), expected);
    }
}

#[tokio::test]
async fn nobody_is_served_by_mail_who_has_no_address() {
    let served = Served::new(false).await;
    served.until("decision_sent").await;
    let before = served.facts().await;
    let sent = lines("2021-04-20 chair decision_sent way=email appeal_by=2021-05-04");
    let refused = served.party.take(&served.court, &sent[0]).await;
    let Err(AppError::Fields(faults)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(faults[0].field, "way");
    assert_eq!(served.facts().await, before);
    let by_post = lines("2021-04-20 chair decision_sent way=post appeal_by=2021-05-04");
    served.party.take(&served.court, &by_post[0]).await.unwrap();
    assert_eq!(served.letters().await.len(), 0);
}

/// Nothing is recorded and nothing sent when a step is refused for what its letter would not say.
async fn is_incomplete(served: &Served, who: Id, bare: Step, lacks: &str) {
    let before = served.facts().await;
    let refusal = served.party.refused(who, served.party.near, vec![bare]);
    let refusal = refusal.await;
    assert_eq!(
        (refusal.code, refusal.detail.code),
        ("letter_incomplete", lacks)
    );
    assert!(refusal.detail.english.contains("case C1"), "{refusal}");
    assert!(refusal.clause.is_some());
    assert_eq!(served.facts().await, before);
    assert!(served.letters().await.is_empty());
}

#[tokio::test]
async fn a_letter_that_would_leave_something_out_is_refused_and_nothing_is_recorded() {
    // A charge under a clause that there is not.
    let served = Served::new(true).await;
    let mut steps = lines(WHOLE);
    edit(&mut steps, "set charge_brought breach 9.99");
    for line in steps
        .iter()
        .take_while(|line| line.kind != "charges_served")
    {
        served.party.take(&served.court, line).await.unwrap();
    }
    served.party.on("2021-03-11T12:00:00Z");
    let case = served.party.newest("case").await.unwrap();
    let fields = [("case", case.as_str().into()), ("way", "hand".into())];
    let bare = step("charges_served", "2021-03-11", &fields);
    is_incomplete(
        &served,
        served.court.complaints,
        bare,
        "letter-lacks-particulars",
    )
    .await;

    // A case of which nobody wrote down what it is about.
    let served = Served::new(true).await;
    let app = &served.party.app;
    let case = Id::new(IdKind::Case, app.clock().now(), app.entropy().ten_bytes());
    let fields = [("case", case.into()), ("ref", "C1".into())];
    let opened = fact(app, served.party.near, "case_opened", "2021-02-01", &fields).await;
    let mut writer = app.store().writer().await.unwrap();
    writer.append(vec![opened]).await.unwrap();
    writer.commit().await.unwrap();
    let fields = [("case", case.into()), ("way", "hand".into())];
    let mut told = step("subject_told", "2021-03-01", &fields);
    let chair = served.court.chair;
    is_incomplete(&served, chair, told.clone(), "letter-lacks-matter").await;
    told.private = vec![("matter".to_owned(), "Words at a meeting.".to_owned())];
    let done = served.party.act(chair, served.party.near, vec![told]).await;
    done.unwrap();
}

#[tokio::test]
async fn a_bundle_holds_what_whoever_asks_may_read() {
    let served = Served::new(true).await;
    served.until("evidence_listed").await;
    served.party.on("2021-03-09T12:00:00Z");
    let officer = served.court.complaints;
    let minutes = served.file("minutes.txt", b"What was said.", None).await;
    let diary = served.file("diary.txt", b"All of it.", None).await;
    let redaction = Redaction {
        of: diary,
        reason: "names of third persons".to_owned(),
    };
    served
        .file("diary, in part.txt", b"Some of it.", Some(redaction))
        .await;
    let secret = served.file("statement.txt", b"By a child.", None).await;
    served.file("open.txt", b"Not settled.", None).await;
    for item in [minutes, diary] {
        served.say(officer, "evidence_disclosed", item).await;
    }
    served
        .say(served.court.chair, "evidence_withheld", secret)
        .await;

    for (who, undecided) in [(served.court.chair, 1), (served.party.near, 0)] {
        let asker = served.party.as_person(who).await;
        let bundle = served.party.app.bundle(&asker, "C1").await.unwrap();
        assert_eq!(bundle.is_for_subject, who == served.party.near);
        let texts = bundle
            .exhibits
            .iter()
            .map(|exhibit| match &exhibit.content {
                Content::Whole(Media::Text, bytes) => String::from_utf8(bytes.clone()).unwrap(),
                other => panic!("{other:?}"),
            });
        // The redacted copy stands in the original's place.
        assert_eq!(texts.collect::<Vec<_>>(), ["What was said.", "Some of it."]);
        assert_eq!(bundle.withheld.len(), 1);
        assert_eq!(
            bundle.withheld[0].reasons.as_deref(),
            Some("It names a child.")
        );
        assert_eq!(bundle.undecided.len(), undecided, "{:?}", bundle.undecided);
        assert_eq!(bundle.letters.len(), 1);
        assert_eq!(bundle.complainant.as_deref(), Some("Far Member"));
    }
    // The name of what is withheld is not told to the member.
    let member = served.party.as_person(served.party.near).await;
    let bundle = served.party.app.bundle(&member, "C1").await.unwrap();
    assert_eq!(bundle.withheld[0].title, None);
    let looks = served
        .party
        .app
        .accesses(&member, served.party.near, 50)
        .await;
    let mut looks = looks.unwrap().into_iter();
    assert!(looks.any(|look| look.what == "evidence" && look.capacity == "disputes panel"));
    for stranger in [served.party.far, served.party.officer] {
        let stranger = served.party.as_person(stranger).await;
        let asked = served.party.app.bundle(&stranger, "C1").await;
        assert!(matches!(asked, Err(AppError::NotFound { .. })));
    }
    assert_eq!(minutes.kind(), IdKind::Evidence);
}
