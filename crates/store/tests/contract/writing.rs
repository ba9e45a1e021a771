use std::sync::Arc;

use standing_app::ports::{Receipt, Store, StoreError};

use crate::sample::{addition, fact, organisation, person, plain, write};

pub(crate) async fn facts_come_back_as_they_were_written(store: Arc<dyn Store>) {
    let additions = organisation(40);
    let mut writer = store.writer().await.unwrap();
    let (first, second) = additions.split_at(100);
    let receipt = writer.append(first.to_vec()).await.unwrap();
    assert_eq!(
        receipt,
        Receipt {
            first: 1,
            count: 100
        }
    );
    let receipt = writer.append(second.to_vec()).await.unwrap();
    assert_eq!(
        receipt,
        Receipt {
            first: 101,
            count: 22
        }
    );
    let receipt = writer.append(vec![]).await.unwrap();
    assert_eq!(
        receipt,
        Receipt {
            first: 123,
            count: 0
        }
    );
    writer.commit().await.unwrap();

    let mut snapshot = store.snapshot().await.unwrap();
    let facts = snapshot.facts_after(0, 1_000).await.unwrap();
    assert_eq!(facts.len(), additions.len());
    for ((fact, addition), number) in facts.iter().zip(&additions).zip(1..) {
        assert_eq!(fact.number, number);
        assert_eq!(fact.what, addition.fact);
    }
    let head = snapshot.head().await.unwrap();
    assert_eq!(head.facts, 122);
    let last = additions.iter().map(|one| one.fact.recorded_at).max();
    assert_eq!(head.last_recorded_at, last);
}

pub(crate) async fn what_is_not_committed_leaves_nothing(store: Arc<dyn Store>) {
    write(&*store, vec![plain(person(9_999), 1, "admitted")]).await;
    let before = store
        .snapshot()
        .await
        .unwrap()
        .projection_digest()
        .await
        .unwrap();
    let mut writer = store.writer().await.unwrap();
    writer.append(organisation(30)).await.unwrap();
    drop(writer);
    let mut snapshot = store.snapshot().await.unwrap();
    assert_eq!(snapshot.head().await.unwrap().facts, 1);
    assert_eq!(snapshot.facts_after(0, 9).await.unwrap().len(), 1);
    assert!(
        snapshot
            .private_values_after(None, 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(snapshot.projection_digest().await.unwrap(), before);
    // And the next writer goes on where the record ends.
    let mut writer = store.writer().await.unwrap();
    let receipt = writer
        .append(vec![plain(person(9_999), 2, "resigned")])
        .await
        .unwrap();
    assert_eq!(receipt.first, 2);
}

pub(crate) async fn a_taken_revision_is_a_conflict_and_names_the_stream(store: Arc<dyn Store>) {
    write(&*store, vec![plain(person(7), 1, "admitted")]).await;
    // Alone; among many; twice in one call; over two calls.
    let mut among: Vec<_> = (10..40).map(|n| plain(person(n), 1, "admitted")).collect();
    among.push(plain(person(7), 1, "admitted"));
    let twice = vec![plain(person(8), 1, "admitted"), plain(person(8), 1, "died")];
    for (additions, stream) in [
        (vec![plain(person(7), 1, "died")], person(7)),
        (among, person(7)),
        (twice, person(8)),
    ] {
        let mut writer = store.writer().await.unwrap();
        let error = writer.append(additions).await.unwrap_err();
        assert!(
            matches!(error, StoreError::Conflict(found) if found == stream),
            "{error}"
        );
    }
    let mut writer = store.writer().await.unwrap();
    writer
        .append(vec![plain(person(9), 1, "admitted")])
        .await
        .unwrap();
    let error = writer
        .append(vec![plain(person(9), 1, "died")])
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::Conflict(found) if found == person(9)));
    drop(writer);
    assert_eq!(
        store.snapshot().await.unwrap().head().await.unwrap().facts,
        1
    );
}

pub(crate) async fn a_transaction_with_a_failed_step_cannot_be_committed(store: Arc<dyn Store>) {
    write(&*store, vec![plain(person(1), 1, "admitted")]).await;
    let mut writer = store.writer().await.unwrap();
    writer
        .append(vec![plain(person(2), 1, "admitted")])
        .await
        .unwrap();
    writer
        .append(vec![plain(person(1), 1, "died")])
        .await
        .unwrap_err();
    assert!(
        writer
            .append(vec![plain(person(3), 1, "died")])
            .await
            .is_err()
    );
    assert!(writer.commit().await.is_err());
    assert_eq!(
        store.snapshot().await.unwrap().head().await.unwrap().facts,
        1
    );
}

pub(crate) async fn a_null_character_is_refused(store: Arc<dyn Store>) {
    let mut writer = store.writer().await.unwrap();
    let with_null = addition(fact(person(1), 1, "person_registered"), &[("name", "a\0b")]);
    let error = writer.append(vec![with_null]).await.unwrap_err();
    assert!(matches!(error, StoreError::Failed { .. }), "{error}");
}

pub(crate) async fn private_values_are_erased_with_what_is_written_or_not_at_all(
    store: Arc<dyn Store>,
) {
    let subject = person(1);
    let private = [("matter", "the treasurer"), ("reasons", "none")];
    let first = addition(fact(subject, 1, "complaint_received"), &private);
    let second = addition(
        fact(subject, 2, "case_settled"),
        &[("reasons", "it is small")],
    );
    write(&*store, vec![first, second]).await;
    let doomed: Vec<(u64, String)> = [(1, "reasons"), (2, "reasons"), (2, "matter"), (9, "x")]
        .map(|(fact, field)| (fact, field.to_owned()))
        .into();
    for is_committed in [false, true] {
        let before = store.snapshot().await.unwrap().projection_digest().await;
        let mut writer = store.writer().await.unwrap();
        assert_eq!(writer.erase_private_values(&doomed).await.unwrap(), 2);
        assert_eq!(writer.erase_private_values(&doomed).await.unwrap(), 0);
        if is_committed {
            writer.commit().await.unwrap();
        } else {
            drop(writer);
        }
        let mut snapshot = store.snapshot().await.unwrap();
        let left = snapshot.private_values(&[1, 2]).await.unwrap();
        let left: Vec<&str> = left.iter().map(|one| one.field.as_str()).collect();
        let all = ["matter", "reasons", "reasons"];
        assert_eq!(left, if is_committed { &all[..1] } else { &all[..] });
        assert_eq!(snapshot.projection_digest().await.unwrap(), before.unwrap());
    }
}
