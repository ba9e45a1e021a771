//! Who may record what about whom: the table that people who do not read Rust can review.

use std::fmt::Write;

use standing_app::asker::Asker;
use standing_base::Id;

use crate::party::Party;

#[tokio::test]
async fn each_power_reaches_as_far_as_its_clause() {
    let party = Party::new().await;
    let mut holders: Vec<(&str, Asker)> = vec![
        ("the public", Asker::Public),
        ("the operator", Asker::Operator),
    ];
    for (says, person) in [
        ("a member", party.near),
        ("the membership officer", party.officer),
        ("the general secretary", party.general_secretary),
        ("the secretary of the branch Near", party.branch_secretary),
    ] {
        holders.push((says, party.as_person(person).await));
    }
    let subjects: [(&str, Option<Id>); 4] = [
        ("a member of the branch Near", Some(party.near)),
        ("a member of another branch", Some(party.far)),
        (
            "the secretary of the branch Near",
            Some(party.branch_secretary),
        ),
        ("somebody new", None),
    ];
    let mut table = String::new();
    for (holder, asker) in &holders {
        writeln!(table, "{holder} may record").unwrap();
        for (subject, about) in subjects {
            let offered = party.app.offered(asker, about).await.unwrap();
            let kinds: Vec<String> = offered
                .iter()
                .map(|one| format!("{} ({})", one.kind, one.clause))
                .collect();
            let kinds = if kinds.is_empty() {
                "nothing".to_owned()
            } else {
                kinds.join(", ")
            };
            writeln!(table, "  about {subject}: {kinds}").unwrap();
        }
    }
    insta::assert_snapshot!(table);
}
