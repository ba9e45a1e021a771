//! Identities that the custodian keeps: sealed, asked for, released or not, and seen by nobody else.

use standing_app::cases::CaseFilter;
use standing_app::custody::{IdentitiesPage, Sealing};
use standing_app::vault::{Vault, VaultKey};
use standing_app::{App, AppError};
use standing_base::Id;

use crate::cases::{case_of, opened};
use crate::party::{Court, Party, step};

const NAME: &str = "Wilhelmina Witness";

struct Kept {
    party: Party,
    court: Court,
    app: App,
    custodian: Id,
}

impl Kept {
    async fn new() -> Self {
        let mut party = Party::new().await;
        let court = party.court().await;
        opened(&party, &court, "2021-03-01").await;
        let key = VaultKey::parse(&"c".repeat(64)).unwrap();
        party.app = party.app.with_vault(Vault::new(key));
        Self {
            app: party.app.clone(),
            custodian: party.officer_of("Cus Todian", "custodian").await,
            party,
            court,
        }
    }

    async fn seal(&self, by: Id, part: &str, name: &str) -> Result<(), AppError> {
        self.seal_member(by, part, name, "").await
    }

    async fn seal_member(
        &self,
        by: Id,
        part: &str,
        name: &str,
        member: &str,
    ) -> Result<(), AppError> {
        let asker = self.party.as_person(by).await;
        let sealing = Sealing {
            part: part.to_owned(),
            name: name.to_owned(),
            reach: "by way of the branch".to_owned(),
            member: member.to_owned(),
        };
        let done = self.app.seal_identity(&asker, "C1", &sealing).await;
        done.map(|_| ())
    }

    async fn page(&self, who: Id) -> Result<IdentitiesPage, AppError> {
        let asker = self.party.as_person(who).await;
        self.app.case_identities(&asker, "C1").await
    }

    /// The name of the first identity, as somebody sees it.
    async fn name(&self, who: Id) -> Option<String> {
        let page = self.page(who).await.unwrap();
        page.identities[0].who.clone().map(|who| who.name)
    }

    /// The newest request.
    async fn request(&self) -> u64 {
        let page = self.page(self.custodian).await.unwrap();
        page.identities[0].requests.last().unwrap().fact
    }
}

#[tokio::test]
async fn only_the_custodian_and_whoever_was_granted_it_learn_who_it_is() {
    let kept = Kept::new().await;
    let court = &kept.court;
    kept.seal(court.complaints, "witness", NAME).await.unwrap();
    assert_eq!(kept.name(kept.custodian).await.as_deref(), Some(NAME));
    for who in [court.complaints, court.chair, court.president] {
        assert_eq!(kept.name(who).await, None);
    }
    let asks = "2021-03-01 chair identity_asked number=1
        2021-03-01 president identity_asked number=1";
    kept.party.takes(court, asks).await;
    // Asked for is not granted, and nobody but the custodian grants it.
    assert_eq!(kept.name(court.chair).await, None);
    let second = kept.request().await;
    let own = format!("2021-03-01 president identity_released request={second}");
    let refused = kept.party.refuses(court, &own).await;
    assert_eq!(
        (refused.code, refused.clause.as_deref()),
        ("not_empowered", Some("5.16"))
    );
    let rules = |kind: &str, request: u64| {
        let request = i64::try_from(request).unwrap();
        let (kept, kind) = (&kept, kind.to_owned());
        async move {
            let case = case_of(&kept.party, kept.party.near).await;
            let mut one = step(
                &kind,
                "2021-03-01",
                &[("case", case), ("request", request.into())],
            );
            one.private
                .push(("reasons".to_owned(), "In words.".to_owned()));
            kept.party
                .act(kept.custodian, kept.party.near, vec![one])
                .await
        }
    };
    rules("identity_refused", second).await.unwrap();
    rules("identity_released", second - 1).await.unwrap();
    assert_eq!(kept.name(court.chair).await.as_deref(), Some(NAME));
    assert_eq!(kept.name(court.president).await, None);
    // What is decided is not decided again.
    let again = rules("identity_released", second).await;
    assert!(matches!(again, Err(AppError::Refused(refusal)) if refusal.code == "no_such_request"));
    // Each time that it was seen is on the list that the member may read.
    let subject = kept.party.as_person(kept.party.near).await;
    let looks = kept
        .app
        .accesses(&subject, kept.party.near, 100)
        .await
        .unwrap();
    let seen = looks.iter().filter(|look| look.what == "identity");
    assert_eq!(seen.count(), 3, "{looks:?}");
}

#[tokio::test]
async fn an_identity_is_sealed_with_its_number_and_stands_in_no_fact() {
    let kept = Kept::new().await;
    let court = &kept.court;
    kept.seal(court.complaints, "complainant", NAME)
        .await
        .unwrap();
    kept.seal(court.complaints, "witness", "Another")
        .await
        .unwrap();
    let page = kept.page(court.chair).await.unwrap();
    let numbers: Vec<_> = page
        .identities
        .iter()
        .map(|one| (one.number, &*one.part))
        .collect();
    assert_eq!(numbers, [(1, "complainant"), (2, "witness")]);
    let mut snapshot = kept.app.store().snapshot().await.unwrap();
    let facts = snapshot.facts_about(kept.party.near).await.unwrap();
    assert!(!format!("{facts:?}").contains("Wilhelmina"));
    let rows = snapshot.sealed_identities(page_case(&facts)).await.unwrap();
    let plain = rows.iter().any(|row| {
        let mut windows = row.body.windows(NAME.len());
        windows.any(|it| it == NAME.as_bytes())
    });
    assert!(rows.len() == 2 && !plain);
    // Not without what is sealed, not by whoever has no power, not without a name.
    let case = case_of(&kept.party, kept.party.near).await;
    let fields = [
        ("case", case),
        ("part", "witness".into()),
        ("number", 3.into()),
    ];
    let bare = vec![step("identity_sealed", "2021-03-01", &fields)];
    let refused = kept
        .party
        .refused(court.complaints, kept.party.near, bare)
        .await;
    assert_eq!(refused.code, "sealed_elsewhere");
    let refused = kept.seal(court.chair, "witness", NAME).await;
    assert!(matches!(refused, Err(AppError::Refused(refusal)) if refusal.code == "not_empowered"));
    for (part, name) in [("judge", NAME), ("witness", " ")] {
        let refused = kept.seal(court.complaints, part, name).await;
        assert!(matches!(refused, Err(AppError::Fields(faults)) if faults.len() == 1));
    }
}

fn page_case(facts: &[standing_domain::Fact]) -> Id {
    facts.iter().find_map(|fact| fact.what.id("case")).unwrap()
}

#[tokio::test]
async fn the_member_concerned_and_others_find_nothing_there() {
    let kept = Kept::new().await;
    kept.seal(kept.court.complaints, "witness", NAME)
        .await
        .unwrap();
    for who in [kept.party.near, kept.party.far, kept.party.officer] {
        let page = kept.page(who).await;
        assert!(matches!(page, Err(AppError::NotFound { .. })));
    }
    // The case itself names a number.
    let subject = kept.party.as_person(kept.party.near).await;
    let page = kept.app.case(&subject, "C1").await.unwrap();
    assert_eq!(page.aliases, ["witness 1"]);
}

#[tokio::test]
async fn a_member_whose_identity_is_sealed_neither_sits_nor_handles_and_why_is_not_told() {
    let kept = Kept::new().await;
    let court = &kept.court;
    for member in ["Pan One", "Paula Chair"] {
        kept.seal_member(court.complaints, "witness", member, member)
            .await
            .unwrap();
    }
    let names = "2021-03-01 president panellist_named person=pan1";
    let refused = kept.party.refuses(court, names).await;
    assert_eq!(refused.clause.as_deref(), Some("6.13"));
    assert!(refused.to_string().contains("stood aside"), "{refused}");
    assert!(!refused.to_string().contains("evidence"), "{refused}");
    // Nor do they open the file, though they would otherwise.
    let chair = kept.party.as_person(court.chair).await;
    let opened = kept.app.case(&chair, "C1").await;
    assert!(matches!(opened, Err(AppError::Refused(refusal)) if refusal.code == "in_conflict"));
    // Somebody else does, and a name that is nobody's is told.
    let president = kept.party.as_person(court.president).await;
    assert!(kept.app.case(&president, "C1").await.is_ok());
    let nobody = kept
        .seal_member(court.complaints, "witness", NAME, "Nobody Atall")
        .await;
    assert!(
        matches!(&nobody, Err(AppError::Fields(faults)) if faults[0].field == "member"),
        "{nobody:?}"
    );
}

#[tokio::test]
async fn who_is_close_to_somebody_sealed_is_kept_off_and_why_is_not_told() {
    let kept = Kept::new().await;
    let court = &kept.court;
    let chair = kept.party.as_person(court.chair).await;
    kept.seal_member(court.complaints, "witness", NAME, "Pan One")
        .await
        .unwrap();
    assert!(kept.app.case(&chair, "C1").await.is_ok());
    let fields = [("tied_to", court.panel[0].into())];
    let declared = vec![step("interest_declared", "2021-03-01", &fields)];
    kept.party
        .act(court.chair, court.chair, declared)
        .await
        .unwrap();
    let Err(AppError::Refused(refusal)) = kept.app.case(&chair, "C1").await else {
        panic!("somebody who is close to a witness opened the file");
    };
    assert!(refusal.to_string().contains("stood aside"), "{refusal}");
    assert!(!refusal.to_string().contains("interest"), "{refusal}");
}

#[tokio::test]
async fn a_case_whose_identities_were_erased_is_still_read() {
    let kept = Kept::new().await;
    let chair = kept.party.as_person(kept.court.chair).await;
    kept.seal_member(kept.court.complaints, "witness", NAME, "Pan One")
        .await
        .unwrap();
    let mut snapshot = kept.app.store().snapshot().await.unwrap();
    let facts = snapshot.facts_about(kept.party.near).await.unwrap();
    drop(snapshot);
    assert!(kept.app.erase_case_files(page_case(&facts)).await.unwrap());
    assert!(kept.app.case(&chair, "C1").await.is_ok());
    let list = kept.app.cases(&chair, CaseFilter::All, None, 10).await;
    assert_eq!(list.unwrap().cases.len(), 1);
}
