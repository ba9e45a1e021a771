//! Who looked at whose record is told to them.

use standing_app::AppError;
use standing_app::accesses::AccessLine;
use standing_app::asker::Asker;
use standing_base::Id;

use crate::party::{Party, day};

const TODAY: &str = "2021-03-01";

async fn told(party: &Party, to: Id, of: Id) -> Result<Vec<AccessLine>, AppError> {
    party
        .app
        .accesses(&party.as_person(to).await, of, 100)
        .await
}

fn lines(accesses: &[AccessLine]) -> Vec<(&str, &str, Option<&str>)> {
    let lines = accesses.iter();
    let mut lines: Vec<_> = lines
        .map(|look| {
            (
                look.capacity.as_str(),
                look.what.as_str(),
                look.clause.as_deref(),
            )
        })
        .collect();
    lines.sort_unstable();
    lines
}

#[tokio::test]
async fn a_member_is_told_who_looked_at_their_record_and_in_which_role() {
    let party = Party::new().await;
    assert!(
        told(&party, party.near, party.near)
            .await
            .unwrap()
            .is_empty()
    );
    for who in [party.officer, party.branch_secretary, party.near] {
        let asker = party.as_person(who).await;
        for _ in 0..2 {
            let on = day(TODAY);
            party.app.person(&asker, party.near, on).await.unwrap();
        }
    }
    party
        .app
        .person(&Asker::Operator, party.near, day(TODAY))
        .await
        .unwrap();
    let mine = told(&party, party.near, party.near).await.unwrap();
    assert_eq!(
        lines(&mine),
        [
            (
                "branch secretary (branch_committee)",
                "register",
                Some("3.4")
            ),
            ("membership officer", "register", Some("1.10")),
            ("operator", "file", None),
        ]
    );
    // The officers hold public offices, so the member may know who they are.
    assert_eq!(mine.iter().filter(|look| look.name.is_some()).count(), 2);
    assert!(told(&party, party.far, party.far).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_everybody_may_see_is_not_kept_and_a_list_is_told_to_those_on_it() {
    let party = Party::new().await;
    let secretary = party.as_person(party.branch_secretary).await;
    // A holder of a public office, seen by somebody whose role does not reach them.
    party
        .app
        .person(&secretary, party.general_secretary, day(TODAY))
        .await
        .unwrap();
    let hers = told(&party, party.general_secretary, party.general_secretary).await;
    assert!(hers.unwrap().is_empty());
    party.app.search(&secretary, "near", 10).await.unwrap();
    let near = told(&party, party.near, party.near).await.unwrap();
    assert_eq!(
        lines(&near),
        [("branch secretary (branch_committee)", "list", Some("3.4"))]
    );
    assert!(told(&party, party.far, party.far).await.unwrap().is_empty());
}

#[tokio::test]
async fn who_looked_is_for_those_who_may_read_the_whole_file() {
    let party = Party::new().await;
    for who in [party.officer, party.far] {
        let refused = told(&party, who, party.near).await;
        assert!(matches!(refused, Err(AppError::NotFound { .. })));
    }
}
