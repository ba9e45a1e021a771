//! What is shown of cases: the list, the panel's reading room, earlier cases, figures.

use standing_app::AppError;
use standing_app::cases::{CaseFilter, EvidenceTold, PrecedentFilter};
use standing_app::figures::{FigureRowOf, Figures, FiguresOf};
use standing_base::Id;

use crate::cases::WHOLE;
use crate::party::{Court, Party};

/// The lines up to a day, and those from then on.
fn split(day: &str) -> (String, String) {
    let (before, after): (Vec<&str>, Vec<&str>) = WHOLE
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .partition(|line| *line < day);
    (before.join("\n"), after.join("\n"))
}

async fn listed(party: &Party, who: Id, filter: CaseFilter) -> Vec<String> {
    let asker = party.as_person(who).await;
    let page = party.app.cases(&asker, filter, None, 50).await.unwrap();
    let cases = page.cases.into_iter();
    cases
        .map(|case| {
            let next = case.next.map(|next| next.says).unwrap_or_default();
            format!("{}: {}; {next}", case.reference, case.stage)
        })
        .collect()
}

fn code<T: std::fmt::Debug>(shown: Result<T, AppError>) -> &'static str {
    match shown.unwrap_err() {
        AppError::NotFound { what, .. } => what.code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_list_tells_where_a_case_stands_and_what_is_due_next() {
    let party = Party::new().await;
    let court = party.court().await;
    let (before, after) = split("2021-04-12");
    party.takes(&court, &before).await;
    let open = CaseFilter::of("open").unwrap();
    assert_eq!(
        listed(&party, court.chair, open).await,
        ["C1: hearing listed; hold the hearing"]
    );
    let at = CaseFilter::of("hearing_listed").unwrap();
    assert_eq!(listed(&party, court.chair, at).await.len(), 1);
    let ended = CaseFilter::of("ended").unwrap();
    assert!(listed(&party, court.chair, ended).await.is_empty());
    party.takes(&court, &after).await;
    assert_eq!(
        listed(&party, court.chair, ended).await,
        ["C1: appeal dismissed; "]
    );
    assert!(listed(&party, court.chair, open).await.is_empty());
    assert_eq!(CaseFilter::of("lost"), None);
}

/// The time for an appeal runs out by itself.
#[tokio::test]
async fn a_decision_that_was_sent_is_final_in_the_list_when_the_time_for_an_appeal_is_over() {
    let party = Party::new().await;
    let court = party.court().await;
    let (before, _) = split("2021-04-25");
    party.takes(&court, &before).await;
    let decided = ["C1: decided; "];
    assert_eq!(listed(&party, court.chair, CaseFilter::All).await, decided);
    party.on("2021-06-01T09:00:00Z");
    let list = listed(&party, court.chair, CaseFilter::All).await;
    assert_eq!(list, ["C1: final; "]);
}

#[tokio::test]
async fn only_the_panel_of_a_case_comes_into_its_reading_room() {
    let party = Party::new().await;
    let court = party.court().await;
    let (before, after) = split("2021-04-14");
    party.takes(&court, &before).await;
    let sits = party.as_person(court.panel[1]).await;
    let room = party.app.reading_room(&sits, "C1").await.unwrap();
    assert_eq!((room.stage.as_str(), room.panel.len()), ("heard", 3));
    let charge = &room.charges[0];
    assert_eq!(charge.breach, "6.9");
    assert_eq!(charge.finding.as_deref(), Some("breach"));
    assert!(charge.particulars.is_some() && charge.reasons.is_some());
    assert!(room.precedents.is_some_and(|rows| rows.is_empty()));
    assert_eq!(room.evidence[0].told, EvidenceTold::Disclosed);
    let gates = room.gates.iter().filter(|gate| !gate.is_passed);
    let open: Vec<&str> = gates.map(|gate| gate.question.as_str()).collect();
    assert_eq!(open, ["precedents_shown"]);

    for outside in [court.complaints, court.chair, court.president] {
        let asker = party.as_person(outside).await;
        let shown = party.app.reading_room(&asker, "C1").await;
        assert_eq!(code(shown), "no-reading-room");
    }
    for stranger in [party.far, court.tribunal[0]] {
        let asker = party.as_person(stranger).await;
        let shown = party.app.reading_room(&asker, "C1").await;
        assert_eq!(code(shown), "no-case-to-read");
    }
    // The member sees who read the papers, and by which clause.
    let m = party.as_person(party.near).await;
    let looks = party.app.accesses(&m, party.near, 50).await.unwrap();
    let papers = looks.iter().find(|look| look.what == "papers");
    assert_eq!(papers.unwrap().clause.as_deref(), Some("5.9"));

    // On appeal another panel reads them.
    party.takes(&court, &after).await;
    let shown = party.app.reading_room(&sits, "C1").await;
    assert_eq!(code(shown), "no-case-to-read");
    let sits = party.as_person(court.tribunal[0]).await;
    let room = party.app.reading_room(&sits, "C1").await.unwrap();
    let rows = room.precedents.unwrap();
    assert_eq!((rows[0].outcome.as_str(), rows[0].count), ("warning", 1));
}

#[tokio::test]
async fn earlier_cases_are_there_to_compare_with_once_they_are_final() {
    let party = Party::new().await;
    let court = party.court().await;
    let (before, after) = split("2021-04-25");
    party.takes(&court, &before).await;
    let chair = party.as_person(court.chair).await;
    let all = PrecedentFilter::default();
    let none = party.app.precedents(&chair, &all).await.unwrap();
    assert!(none.table.is_empty() && none.cases.is_empty());
    party.takes(&court, &after).await;
    let found = party.app.precedents(&chair, &all).await.unwrap();
    let row = &found.table[0];
    assert_eq!(
        (row.breach.as_str(), row.outcome.as_str(), row.count),
        ("6.9", "warning", 1)
    );
    let case = &found.cases[0];
    assert_eq!(case.on.to_string(), "2021-05");
    assert_eq!(case.reference.as_deref(), Some("C1"));
    // An officer who may not read the case learns neither whose it is nor its reference.
    let group = party.as_person(court.group).await;
    let found = party.app.precedents(&group, &all).await.unwrap();
    assert_eq!(found.cases[0].reference, None);
    for (breach, count) in [("6.9", 1), ("6.15", 0)] {
        let only = PrecedentFilter {
            breach: Some(breach.to_owned()),
            outcome: None,
        };
        let found = party.app.precedents(&group, &only).await.unwrap();
        assert_eq!(
            (found.cases.len(), found.table.len()),
            (count, 1),
            "{breach}"
        );
    }
    let far = party.as_person(party.far).await;
    let shown = party.app.precedents(&far, &all).await;
    assert_eq!(code(shown), "no-precedents-to-read");
}

/// One table, as `row: count`.
fn table(figures: &Figures, of: FiguresOf) -> Vec<(FigureRowOf, Option<u64>)> {
    let mut tables = figures.tables.iter();
    let rows = &tables.find(|table| table.of == of).unwrap().rows;
    rows.iter().map(|row| (row.of.clone(), row.count)).collect()
}

async fn figures_of(party: &Party, court: &Court) -> Figures {
    party.takes(court, WHOLE).await;
    party.on("2021-07-02T09:00:00Z");
    (*party.app.figures().await.unwrap()).clone()
}

#[tokio::test]
async fn figures_are_those_of_the_end_of_the_quarter_as_known_then() {
    let all = "versions/2020/publication.toml";
    let party = Party::under("2021-03-01", &[(all, "below  = 5", "below  = 1")]).await;
    let court = party.court().await;
    let figures = figures_of(&party, &court).await;
    assert_eq!(
        (
            figures.on.to_string(),
            figures.clause.as_str(),
            figures.below
        ),
        ("2021-06-30".to_owned(), "14.7", 1)
    );
    let opened = table(&figures, FiguresOf::CasesOpened);
    let counts: Vec<_> = opened.iter().map(|(_, count)| *count).collect();
    // The case began on 1 March.
    assert_eq!(counts, [Some(0), Some(0), Some(1), Some(0)]);
    let ended = table(&figures, FiguresOf::CasesEnded);
    let warning = FigureRowOf::Outcome("warning".to_owned());
    assert_eq!(ended, [(warning, Some(1))]);
    // At the end of March it was open, and nobody knew how it would end.
    party.on("2021-04-01T09:00:00Z");
    let before = party.app.figures().await.unwrap();
    let open = table(&before, FiguresOf::CasesOpen);
    assert_eq!(open[0], (FigureRowOf::AtMostDays(91), Some(1)));
    assert!(table(&before, FiguresOf::CasesEnded).is_empty());
    assert_eq!(table(&before, FiguresOf::StepsOverdue), []);
}

#[tokio::test]
async fn of_one_case_the_public_learns_no_figure() {
    let party = Party::new().await;
    let court = party.court().await;
    let figures = figures_of(&party, &court).await;
    for table in &figures.tables {
        assert_eq!(table.total, None, "{:?}", table.of);
        assert!(table.rows.iter().all(|row| row.count.is_none()));
    }
}
