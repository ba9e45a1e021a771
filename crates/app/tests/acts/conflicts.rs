//! Who is in conflict in a case neither handles it nor sees its file, and stands aside in one step.

use standing_app::AppError;
use standing_app::acts::form::Takes;
use standing_app::answer::Question;
use standing_app::asker::Asker;
use standing_app::cases::CaseFilter;
use standing_app::conflicts::IN_CONFLICT;
use standing_base::{Id, Refusal};

use crate::cases::opened;
use crate::party::{Court, Party, step};

async fn reads(party: &Party, who: Id) -> Result<(), Refusal> {
    let asker = party.as_person(who).await;
    let opened = party.app.case(&asker, "C1").await;
    // The list says nothing of a file that does not open.
    let list = party.app.cases(&asker, CaseFilter::All, None, 10).await;
    if let Ok(list) = list {
        assert_eq!(list.cases.len(), usize::from(opened.is_ok()));
    }
    match opened {
        Ok(_) => Ok(()),
        Err(AppError::Refused(refusal)) => Err(refusal),
        Err(error) => panic!("{error}"),
    }
}

async fn declares(party: &Party, who: Id, tied_to: Id) -> u64 {
    let fields = [("tied_to", tied_to.into())];
    let steps = vec![step("interest_declared", "2021-03-01", &fields)];
    party.act(who, who, steps).await.unwrap().facts[0]
}

async fn party() -> (Party, Court) {
    let party = Party::new().await;
    let court = party.court().await;
    opened(&party, &court, "2021-03-01").await;
    (party, court)
}

fn question(name: &str) -> Question {
    Question {
        question: name.to_owned(),
        about: "case:C1".to_owned(),
        on: "2021-03-01".parse().unwrap(),
        known: None,
    }
}

/// The kinds of fact of the case that somebody sees on the page of the person.
async fn told(party: &Party, asker: &Asker) -> usize {
    let today = "2021-03-02".parse().unwrap();
    let page = party.app.person(asker, party.near, today).await.unwrap();
    let tracks = page.timeline.into_iter();
    let cases = tracks.filter(|track| track.title == "case C1");
    cases.map(|track| track.rows.len()).sum()
}

#[tokio::test]
async fn whoever_declared_an_interest_is_told_so_and_sees_nothing_until_it_has_ended() {
    let (party, court) = party().await;
    assert!(reads(&party, court.chair).await.is_ok());
    let chair = party.as_person(court.chair).await;
    assert_eq!(told(&party, &chair).await, 3);
    let declared = declares(&party, court.chair, party.near).await;
    let refused = reads(&party, court.chair).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.clause.as_deref()),
        (IN_CONFLICT, Some("5.15"))
    );
    assert!(refused.to_string().contains("declared an interest"));
    // Nor elsewhere: the files, the page of the person, a step.
    let files = party.app.case_files(&chair, "C1").await;
    assert!(matches!(files, Err(AppError::Refused(refusal)) if refusal.code == IN_CONFLICT));
    assert_eq!(told(&party, &chair).await, 0);
    let form = party.app.act_form(&chair, party.near, "subject_told").await;
    let fields = form.unwrap().fields;
    let case = fields.iter().find(|field| field.name == "case").unwrap();
    assert_eq!(case.takes, Takes::Choice(Vec::new()));
    let ask = party.app.ask(&chair, &question("notice_served")).await;
    assert!(matches!(ask, Err(AppError::Refused(refusal)) if refusal.code == IN_CONFLICT));
    let refused = party
        .refuses(&court, "2021-03-02 chair subject_told way=hand")
        .await;
    assert_eq!(refused.code, IN_CONFLICT);
    // Others read on, and so does the member.
    for who in [court.complaints, court.president, party.near] {
        assert!(reads(&party, who).await.is_ok());
    }
    let ends = |number: u64| {
        let number = i64::try_from(number).unwrap();
        vec![step(
            "interest_ended",
            "2021-03-02",
            &[("declaration", number.into())],
        )]
    };
    party
        .act(court.chair, court.chair, ends(declared))
        .await
        .unwrap();
    assert!(reads(&party, court.chair).await.is_ok());
    for wrong in [declared, 1] {
        let refused = party.refused(court.chair, court.chair, ends(wrong)).await;
        assert_eq!(refused.code, "no_such_interest");
    }
}

#[tokio::test]
async fn one_step_stands_aside_and_stays() {
    let (party, court) = party().await;
    let chair = party.as_person(court.chair).await;
    assert!(party.app.conflict(&chair, "C1").await.unwrap().is_none());
    let aside = party.app.stand_aside(&chair, "C1").await;
    assert!(matches!(aside, Err(AppError::NotFound { .. })));
    let declared = declares(&party, court.chair, party.near).await;
    let conflict = party.app.conflict(&chair, "C1").await.unwrap().unwrap();
    assert!(conflict.may_stand_aside);
    assert_eq!(conflict.grounds[0].clause.as_deref(), Some("5.15"));
    party.on("2021-03-02T12:00:00Z");
    let done = party.app.stand_aside(&chair, "C1").await.unwrap();
    assert_eq!(done.clause, "5.15");
    let number = i64::try_from(declared).unwrap();
    let ended = vec![step(
        "interest_ended",
        "2021-03-02",
        &[("declaration", number.into())],
    )];
    party.act(court.chair, court.chair, ended).await.unwrap();
    let refused = reads(&party, court.chair).await.unwrap_err();
    assert!(refused.to_string().contains("stood aside"), "{refused}");
    let conflict = party.app.conflict(&chair, "C1").await.unwrap().unwrap();
    assert!(!conflict.may_stand_aside);
    // Nobody stands aside for another.
    let other = "2021-03-02 president stood_aside person=pan1";
    assert_eq!(party.refuses(&court, other).await.code, "only_oneself");
}

#[tokio::test]
async fn who_complained_gave_evidence_or_is_named_in_it_is_kept_off() {
    let (party, court) = party().await;
    // Whoever complained does not learn of more than that there is such a case; a third person neither.
    let named = "2021-03-02 complaints evidence_listed item=a names=chair+pan2
        2021-03-02 complaints part_taken person=president part=witness";
    party.takes(&court, named).await;
    for (who, why) in [
        (court.chair, "named in the evidence"),
        (court.president, "gave evidence"),
    ] {
        let refused = reads(&party, who).await.unwrap_err();
        assert_eq!(refused.clause.as_deref(), Some("5.15"));
        assert!(refused.to_string().contains(why), "{refused}");
    }
    assert!(reads(&party, court.complaints).await.is_ok());
    // And does not sit.
    let text = "2021-03-03 complaints part_taken person=pan3 part=companion";
    party.takes(&court, text).await;
    assert!(
        party
            .app
            .conflict(&Asker::Operator, "C1")
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn who_sits_on_the_panel_and_turns_out_to_be_tied_reads_no_papers_and_leaves_it() {
    let (party, court) = party().await;
    let named = "2021-03-01 president panellist_named person=pan1
        2021-03-01 president panellist_named person=pan2";
    party.takes(&court, named).await;
    let juror = party.as_person(court.panel[0]).await;
    assert!(party.app.reading_room(&juror, "C1").await.is_ok());
    let tied = "2021-03-02 complaints evidence_listed item=a names=pan1";
    party.takes(&court, tied).await;
    let room = party.app.reading_room(&juror, "C1").await;
    assert!(matches!(room, Err(AppError::Refused(refusal)) if refusal.code == IN_CONFLICT));
    assert!(party.app.conflict(&juror, "C1").await.unwrap().is_some());
    party.app.stand_aside(&juror, "C1").await.unwrap();
    let president = party.as_person(court.president).await;
    let page = party.app.case(&president, "C1").await.unwrap();
    let panel: Vec<Id> = page.panel.iter().map(|seat| seat.person).collect();
    assert_eq!(panel, [court.panel[1]]);
    // Whoever left it knows no more of the case than others.
    let gone = party.app.conflict(&juror, "C1").await.unwrap();
    assert!(gone.is_none());
}
