use std::sync::Arc;

use standing_app::ports::{Found, LIST_MAX, Row, Store};
use standing_base::IdKind;
use standing_domain::packed;

use crate::sample::{addition, fact, id, organisation, person, plain, write};

pub(crate) async fn facts_are_read_by_number_by_place_and_by_subject(store: Arc<dyn Store>) {
    write(&*store, organisation(300)).await;
    let mut snapshot = store.snapshot().await.unwrap();
    let numbers = |facts: &[standing_domain::Fact]| -> Vec<u64> {
        facts.iter().map(|fact| fact.number).collect()
    };
    let some = snapshot
        .facts(&[7, 3, 99_999, 3, u64::MAX, 0])
        .await
        .unwrap();
    assert_eq!(numbers(&some), [3, 7]);
    let many: Vec<u64> = (1..=700).collect();
    assert_eq!(numbers(&snapshot.facts(&many).await.unwrap()), many);
    assert_eq!(
        numbers(&snapshot.facts_after(5, 3).await.unwrap()),
        [6, 7, 8]
    );
    assert!(snapshot.facts_after(902, 3).await.unwrap().is_empty());
    // The case is about the first member, in a stream of its own.
    let about = snapshot.facts_about(person(1)).await.unwrap();
    assert_eq!(numbers(&about), [2, 3, 4, 902]);
    assert_eq!(snapshot.revision(person(1)).await.unwrap(), 3);
    assert_eq!(snapshot.revision(id(IdKind::Case, 1)).await.unwrap(), 1);
    assert_eq!(snapshot.revision(person(9_999)).await.unwrap(), 0);
}

pub(crate) async fn private_values_are_read_by_fact_and_by_place(store: Arc<dyn Store>) {
    write(&*store, organisation(2)).await;
    let mut snapshot = store.snapshot().await.unwrap();
    let values = snapshot.private_values(&[4, 2, 3]).await.unwrap();
    let shown: Vec<(u64, &str, &str)> = values
        .iter()
        .map(|value| (value.fact, value.field.as_str(), value.value.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            (2, "identifier.number", "000001"),
            (2, "name", "Given1 Family1"),
            (4, "source.0.citation", "Ledger, \"page\" 7\nline 2"),
            (4, "source.1.citation", "後"),
        ]
    );
    let mut after = None;
    let mut paged = Vec::new();
    loop {
        let page = snapshot.private_values_after(after, 3).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.fact, last.field.clone()));
        paged.extend(page);
    }
    assert_eq!(paged.len(), 1 + 2 * 4 + 1);
    assert!(paged.is_sorted_by_key(|value| (value.fact, value.field.clone())));
}

pub(crate) async fn identifiers_are_found_in_one_scheme_and_in_any(store: Arc<dyn Store>) {
    let number = |person, scheme: &str, value: &str| {
        let field = format!("identifier.{scheme}");
        addition(fact(person, 1, "person_registered"), &[(&field, value)])
    };
    write(
        &*store,
        vec![
            number(person(1), "number", "7"),
            number(person(2), "number", "8"),
            number(person(3), "older_number", "7"),
            number(person(4), "number", "7"),
        ],
    )
    .await;
    write(&*store, organisation(0)).await;
    let mut snapshot = store.snapshot().await.unwrap();
    let mut subjects = async |scheme: Option<&str>, value: &str| {
        let found = snapshot.find(scheme, value).await.unwrap();
        found
            .into_iter()
            .map(|found| found.subject)
            .collect::<Vec<_>>()
    };
    assert_eq!(subjects(Some("number"), "7").await, [person(1), person(4)]);
    assert_eq!(subjects(Some("older_number"), "7").await, [person(3)]);
    assert_eq!(subjects(None, "7").await, [person(1), person(4), person(3)]);
    assert!(subjects(Some("number"), "").await.is_empty());
    assert!(subjects(None, "9").await.is_empty());
    let case = Found {
        subject: person(1),
        item: Some(id(IdKind::Case, 1)),
    };
    assert_eq!(snapshot.find(None, "2019-17").await.unwrap(), [case]);
    // A page ends with everybody who has its last value.
    let page = snapshot.identifiers("number", None, 1).await.unwrap();
    let found: Vec<_> = page
        .iter()
        .map(|(value, found)| (value.as_str(), found.subject))
        .collect();
    assert_eq!(found, [("7", person(1)), ("7", person(4))]);
    let page = snapshot.identifiers("number", Some("7"), 5).await.unwrap();
    assert_eq!(page.len(), 1);
    assert_eq!(
        snapshot.identifiers_of(person(1)).await.unwrap(),
        [
            ("case".into(), "2019-17".into()),
            ("number".into(), "7".into())
        ]
    );
}

pub(crate) async fn names_are_found_by_their_beginning_in_the_order_of_bytes(
    store: Arc<dyn Store>,
) {
    let names = ["Ada Zed", "ada-b", "Äda Øst", "adam", "ad", "%da", "Ada_x"];
    let people = names.iter().zip(1..).map(|(name, number)| {
        addition(
            fact(person(number), 1, "person_registered"),
            &[("name", name)],
        )
    });
    write(&*store, people.collect()).await;
    let renamed = addition(fact(person(4), 2, "name_changed"), &[("name", "Eve")]);
    write(&*store, vec![renamed]).await;
    let mut snapshot = store.snapshot().await.unwrap();
    let mut keys = async |prefix: &str, limit: u32| {
        let names = snapshot.names_from(prefix, limit).await.unwrap();
        names.into_iter().map(|(key, _)| key).collect::<Vec<_>>()
    };
    assert_eq!(
        keys("ada", 9).await,
        ["ada ost", "ada zed", "ada-b", "ada_x", "adam"]
    );
    assert_eq!(keys("ada", 2).await, ["ada ost", "ada zed"]);
    assert_eq!(keys("zed", 9).await, ["zed ada"]);
    assert_eq!(keys("%", 9).await, ["%da"]);
    assert!(keys("b", 9).await.is_empty());
    // A renamed person is found by either name.
    assert_eq!(
        snapshot.names_from("eve", 9).await.unwrap(),
        [("eve".into(), person(4))]
    );
}

pub(crate) async fn lists_have_limits_and_go_on_where_they_stopped(store: Arc<dyn Store>) {
    let branch = id(IdKind::Branch, 5);
    let members = LIST_MAX + 5;
    let additions = (1..=members)
        .map(|number| {
            let mut one = plain(person(number), 1, "admitted");
            one.rows.push(Row::Mention {
                unit: branch,
                subject: person(number),
            });
            one
        })
        .collect();
    write(&*store, additions).await;
    let most = usize::try_from(LIST_MAX).unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    assert_eq!(snapshot.facts_after(0, u32::MAX).await.unwrap().len(), most);
    let page = snapshot
        .mentions(branch, IdKind::Person, None, u32::MAX)
        .await
        .unwrap();
    assert_eq!(page.len(), most);
    let rest = snapshot
        .mentions(branch, IdKind::Person, page.last().copied(), 100)
        .await
        .unwrap();
    assert_eq!(
        rest,
        (LIST_MAX + 1..=members).map(person).collect::<Vec<_>>()
    );
    let page = snapshot
        .histories(IdKind::Person, None, u32::MAX)
        .await
        .unwrap();
    assert_eq!(page.len(), most);
    let last = page.last().map(|history| history.subject);
    let rest = snapshot.histories(IdKind::Person, last, 100).await.unwrap();
    assert_eq!(rest.len(), 5);
}

pub(crate) async fn histories_are_packed_facts_of_a_kind_of_subject(store: Arc<dyn Store>) {
    let all = organisation(20);
    // In pieces, so that histories are continued within a transaction and over transactions.
    let mut writer = store.writer().await.unwrap();
    for piece in all[..31].chunks(4) {
        writer.append(piece.to_vec()).await.unwrap();
    }
    writer.commit().await.unwrap();
    write(&*store, all[31..].to_vec()).await;
    let mut snapshot = store.snapshot().await.unwrap();
    let histories = snapshot.histories(IdKind::Person, None, 100).await.unwrap();
    assert_eq!(histories.len(), 20);
    for history in &histories {
        let facts = snapshot.facts_about(history.subject).await.unwrap();
        let packed: Vec<_> = packed::read(&history.bytes).map(Result::unwrap).collect();
        assert_eq!(packed.len(), facts.len());
        for (packed, fact) in packed.iter().zip(&facts) {
            assert_eq!(packed.number, fact.number);
            assert_eq!(packed.kind, fact.what.kind);
            assert_eq!(packed.fields.len(), fact.what.fields.len());
        }
        let alone = snapshot.history(history.subject).await.unwrap().unwrap();
        assert_eq!(alone.bytes, history.bytes);
    }
    assert_eq!(
        snapshot
            .histories(IdKind::Branch, None, 9)
            .await
            .unwrap()
            .len(),
        1
    );
    assert!(
        snapshot
            .histories(IdKind::Case, None, 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        snapshot
            .history(id(IdKind::Case, 1))
            .await
            .unwrap()
            .is_none()
    );
}

pub(crate) async fn an_empty_record_answers_everything(store: Arc<dyn Store>) {
    let mut snapshot = store.snapshot().await.unwrap();
    let head = snapshot.head().await.unwrap();
    assert_eq!((head.facts, head.last_recorded_at), (0, None));
    assert!(snapshot.facts(&[]).await.unwrap().is_empty());
    assert!(snapshot.facts(&[1]).await.unwrap().is_empty());
    assert!(snapshot.private_values(&[1]).await.unwrap().is_empty());
    assert!(snapshot.find(None, "x").await.unwrap().is_empty());
    assert!(snapshot.identifiers("x", None, 9).await.unwrap().is_empty());
    assert!(snapshot.names_from("", 9).await.unwrap().is_empty());
    let digest = snapshot.projection_digest().await.unwrap();
    assert_eq!(digest.lines().count(), 4);
    drop(snapshot);
    let condition = store.condition().await.unwrap();
    assert!(condition.writable);
    assert!(condition.bytes.unwrap() > 0);
    assert_eq!(condition.schema, standing_store::SCHEMA);
    let engines = ["SQLite 3.", "PostgreSQL "];
    assert!(
        engines
            .iter()
            .any(|engine| condition.engine.starts_with(engine))
    );
    assert!(!condition.place.contains("standing-test:") && !condition.place.is_empty());
}
