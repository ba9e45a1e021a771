use std::sync::Arc;

use standing_app::ports::{Store, StoreError};

use crate::sample::{person, plain, write};

pub(crate) async fn writers_queue_and_numbers_have_no_gaps(store: Arc<dyn Store>) {
    const WRITERS: u32 = 4;
    const FACTS: u32 = 25;
    let tasks: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                for revision in 1..=FACTS {
                    write(&*store, vec![plain(person(writer), revision, "poll_held")]).await;
                    if revision % 5 == 0 {
                        // Given up half-way; its number goes to the next.
                        let mut dropped = store.writer().await.unwrap();
                        let more = plain(person(writer), revision + 1, "died");
                        dropped.append(vec![more]).await.unwrap();
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let mut snapshot = store.snapshot().await.unwrap();
    let facts = snapshot.facts_after(0, 1_000).await.unwrap();
    let numbers: Vec<u64> = facts.iter().map(|fact| fact.number).collect();
    assert_eq!(
        numbers,
        (1..=u64::from(WRITERS * FACTS)).collect::<Vec<_>>()
    );
    for writer in 0..WRITERS {
        assert_eq!(snapshot.revision(person(writer)).await.unwrap(), FACTS);
        let about = snapshot.facts_about(person(writer)).await.unwrap();
        assert!(about.is_sorted_by_key(|fact| fact.what.revision));
    }
}

pub(crate) async fn of_two_writers_of_one_revision_one_conflicts(store: Arc<dyn Store>) {
    write(&*store, vec![plain(person(1), 1, "admitted")]).await;
    // Both decided on the same record; the second waits for the first.
    let mut first = store.writer().await.unwrap();
    let second = {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            let mut writer = store.writer().await?;
            writer.append(vec![plain(person(1), 2, "expelled")]).await?;
            writer.commit().await
        })
    };
    first
        .append(vec![plain(person(1), 2, "resigned")])
        .await
        .unwrap();
    first.commit().await.unwrap();
    let error = second.await.unwrap().unwrap_err();
    assert!(
        matches!(error, StoreError::Conflict(stream) if stream == person(1)),
        "{error}"
    );
    let facts = store
        .snapshot()
        .await
        .unwrap()
        .facts_after(0, 9)
        .await
        .unwrap();
    let kinds: Vec<&str> = facts.iter().map(|fact| fact.what.kind.as_str()).collect();
    assert_eq!(kinds, ["admitted", "resigned"]);
}

pub(crate) async fn a_snapshot_is_of_one_moment(store: Arc<dyn Store>) {
    write(&*store, vec![plain(person(1), 1, "admitted")]).await;
    let mut before = store.snapshot().await.unwrap();
    write(&*store, vec![plain(person(1), 2, "resigned")]).await;
    let mut writer = store.writer().await.unwrap();
    writer
        .append(vec![plain(person(1), 3, "admitted")])
        .await
        .unwrap();
    let mut after = store.snapshot().await.unwrap();
    writer.commit().await.unwrap();
    for (snapshot, facts) in [(&mut before, 1), (&mut after, 2)] {
        assert_eq!(snapshot.head().await.unwrap().facts, facts);
        let about = snapshot.facts_about(person(1)).await.unwrap();
        assert_eq!(u64::try_from(about.len()).unwrap(), facts);
        assert_eq!(
            u64::from(snapshot.revision(person(1)).await.unwrap()),
            facts
        );
        let history = snapshot.history(person(1)).await.unwrap().unwrap();
        let packed = standing_domain::packed::read(&history.bytes).count();
        assert_eq!(u64::try_from(packed).unwrap(), facts);
    }
}
