//! A panel that is drawn by lot, struck from and formed.

use standing_app::AppError;
use standing_base::Id;
use standing_domain::Fact;
use standing_domain::case::{CaseFile, files};

use crate::cases::opened;
use crate::party::{Court, Party, step};

/// A party whose disputes panel has ten members of whom three may not sit: one belongs to the branch of
/// M, one has declared to be close to M, and the chair suspended M.
async fn with_jurors() -> (Party, Court, Vec<Id>) {
    let party = Party::new().await;
    let court = party.court().await;
    let more = ["Ju One", "Ju Two", "Ju Three", "Ju Four", "Ju Five"];
    let jurors = party.jurors(&court, &more, party.far_branch).await;
    let near = party.jurors(&court, &["Ju Near"], party.near_branch).await;
    let close = jurors[0];
    let fields = [("tied_to", party.near.into())];
    let declared = vec![step("interest_declared", "2021-03-01", &fields)];
    party.act(close, close, declared).await.unwrap();
    opened(&party, &court, "2021-03-01").await;
    party
        .takes(&court, "2021-03-01 chair suspension_imposed")
        .await;
    let mut free: Vec<Id> = court.panel.to_vec();
    free.extend(&jurors[1..]);
    assert!(!free.contains(&near[0]));
    free.sort_unstable();
    (party, court, free)
}

async fn facts(party: &Party) -> Vec<Fact> {
    let mut snapshot = party.app.store().snapshot().await.unwrap();
    snapshot.facts_about(party.near).await.unwrap()
}

async fn case(party: &Party) -> CaseFile {
    files(facts(party).await.iter()).remove(0)
}

#[tokio::test]
async fn a_panel_is_drawn_from_those_who_may_sit_and_the_draw_comes_out_again() {
    let (party, court, free) = with_jurors().await;
    let drawn = "2021-03-02 m lot_word_given word=oak-tree
        2021-03-02 complaints lot_word_given word=17
        2021-03-03 chair panel_drawn size=7";
    party.takes(&court, drawn).await;
    let file = case(&party).await;
    let lot = file.lot.clone().unwrap();
    let pool: Vec<String> = free.iter().map(ToString::to_string).collect();
    assert_eq!(lot.draw.pool, pool);
    // The chance of the machine, then the words of the sides: complaints officer, member.
    assert_eq!(lot.draw.seeds[1..], ["17", "oak-tree"]);
    assert_eq!(lot.draw.seeds[0].len(), 32);
    assert!(lot.draw.key().ends_with("/17./OAKTREE/"));
    let drawn: Vec<String> = lot.drawn.iter().map(ToString::to_string).collect();
    assert_eq!((drawn.len(), lot.draw.names()), (7, drawn));
    // No word is given afterwards, and nothing is drawn again.
    for again in ["m lot_word_given word=elm", "chair panel_drawn size=7"] {
        let refused = party.refuses(&court, &format!("2021-03-03 {again}")).await;
        assert_eq!(
            (refused.code, refused.clause.as_deref()),
            ("drawn_already", Some("6.13"))
        );
    }
}

#[tokio::test]
async fn each_side_strikes_its_two_names_and_those_who_remain_are_the_panel() {
    let (party, court, _) = with_jurors().await;
    // Where enough may sit, nobody is named in the place of a draw.
    let named = "2021-03-03 president panellist_named person=pan1";
    let refused = party.refuses(&court, named).await;
    assert_eq!(refused.clause.as_deref(), Some("6.13"));
    assert!(refused.to_string().contains("drawn by lot"), "{refused}");
    party
        .takes(&court, "2021-03-03 chair panel_drawn size=7")
        .await;
    assert_eq!(party.refuses(&court, named).await.code, "lot_stands");
    let drawn = case(&party).await.lot.unwrap().drawn;
    let strikes = format!(
        "2021-03-04 m panellist_struck person={}
        2021-03-04 m panellist_struck person={}",
        drawn[0], drawn[2]
    );
    party.takes(&court, &strikes).await;
    let third = format!("2021-03-04 m panellist_struck person={}", drawn[3]);
    let refused = party.refuses(&court, &third).await;
    assert_eq!(
        (refused.code, refused.clause.as_deref()),
        ("strikes_spent", Some("6.13"))
    );
    for (wrong, code) in [
        (drawn[0].to_string(), "struck_already"),
        ("tri1".to_owned(), "not_among_drawn"),
    ] {
        let text = format!("2021-03-04 complaints panellist_struck person={wrong}");
        assert_eq!(party.refuses(&court, &text).await.code, code);
    }
    // The other side has seven days, and strikes one name only.
    let early = "2021-03-05 chair panel_formed size=3";
    let refused = party.refuses(&court, early).await;
    assert_eq!(
        (refused.code, refused.clause.as_deref()),
        ("strikes_over", Some("6.13"))
    );
    let text = format!("2021-03-05 complaints panellist_struck person={}", drawn[1]);
    party.takes(&court, &text).await;
    let refused = party
        .refuses(&court, "2021-03-11 chair panel_formed size=4")
        .await;
    assert_eq!(refused.clause.as_deref(), Some("6.13"));
    party
        .takes(&court, "2021-03-11 chair panel_formed size=3")
        .await;
    let file = case(&party).await;
    let panel: Vec<Id> = file.panel.iter().copied().collect();
    let mut first: Vec<Id> = drawn[3..6].to_vec();
    first.sort_unstable();
    assert_eq!(panel, first);
    // It cites the draw.
    let lot = file.lot.unwrap();
    let facts = facts(&party).await;
    let formed = facts.iter().find(|fact| fact.what.kind == "panel_formed");
    assert_eq!(formed.unwrap().what.number("draw"), Some(lot.fact));
    let late = format!("2021-03-12 complaints panellist_struck person={}", drawn[4]);
    assert_eq!(party.refuses(&court, &late).await.code, "formed_already");
    replaced(&party, &court, &drawn).await;
}

/// Where one of the panel stands aside, the next of those drawn takes the place; then nobody is left.
async fn replaced(party: &Party, court: &Court, drawn: &[Id]) {
    let leaves = |who: Id| {
        let text = format!("2021-03-12 chair panellist_stood_aside person={who}");
        async move { party.takes(court, &text).await }
    };
    leaves(drawn[4]).await;
    let again = "2021-03-12 chair panel_formed size=3";
    party.takes(court, again).await;
    let panel = case(party).await.panel;
    assert!(panel.contains(&drawn[6]) && !panel.contains(&drawn[4]));
    leaves(drawn[3]).await;
    assert_eq!(party.refuses(court, again).await.code, "nobody_left");
    // Then the chair of the tribunal names who takes the place.
    let named = format!("2021-03-12 president panellist_named person={}", drawn[0]);
    party.takes(court, &named).await;
    assert_eq!(case(party).await.panel.len(), 3);
}

#[tokio::test]
async fn whoever_was_trained_too_long_ago_is_neither_named_nor_drawn() {
    let party = Party::new().await;
    let court = party.court().await;
    opened(&party, &court, "2022-06-02").await;
    let named = "2022-06-02 president panellist_named person=pan1";
    let refused = party.refuses(&court, named).await;
    assert_eq!(refused.clause.as_deref(), Some("6.13"));
    assert!(refused.to_string().contains("4.3"), "{refused}");
    let trained = step("training_taken", "2022-06-02", &[]);
    let secretary = party.general_secretary;
    party
        .act(secretary, court.panel[0], vec![trained])
        .await
        .unwrap();
    party.takes(&court, named).await;
}

#[tokio::test]
async fn too_few_who_may_sit_are_not_drawn_from_and_nobody_chooses_whom_the_lot_takes() {
    let party = Party::new().await;
    let court = party.court().await;
    opened(&party, &court, "2021-03-01").await;
    let refused = party
        .refuses(&court, "2021-03-03 chair panel_drawn size=7")
        .await;
    assert_eq!(refused.clause.as_deref(), Some("6.13"));
    assert!(
        refused.to_string().contains("4 of the disputes panel"),
        "{refused}"
    );
    let fields = [
        ("case", crate::cases::case_of(&party, party.near).await),
        ("size", 7.into()),
        ("drawn", court.panel.into_iter().collect()),
    ];
    let chosen = vec![step("panel_drawn", "2021-03-03", &fields)];
    let Err(AppError::Fields(faults)) = party.act(court.chair, party.near, chosen).await else {
        panic!("whom the lot takes was chosen");
    };
    assert_eq!(faults[0].field, "drawn");
}
