use std::sync::Arc;

use standing_app::ports::Store;
use standing_app::rebuild::rebuild;
use standing_app::transfer::{TransferError, export, import};
use standing_store::testing;

use crate::sample::{organisation, person, plain, write};

async fn exported(store: &dyn Store) -> Vec<u8> {
    let mut lines = Vec::new();
    export(store, &mut lines, &mut |_| ()).await.unwrap();
    lines
}

async fn imported(store: &dyn Store, lines: &[u8]) -> Result<(), TransferError> {
    import(store, &mut &*lines, &mut |_, _| ())
        .await
        .map(|_| ())
}

async fn digest(store: &dyn Store) -> String {
    store
        .snapshot()
        .await
        .unwrap()
        .projection_digest()
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_goes_to_the_other_engine_and_back_byte_for_byte() {
    let origin = testing::sqlite().await;
    write(&*origin, organisation(3_400)).await;
    let lines = exported(&*origin).await;
    let postgres = testing::postgres().await;
    imported(&*postgres, &lines).await.unwrap();
    let again = exported(&*postgres).await;
    assert!(again == lines, "the export of PostgreSQL differs");
    let sqlite = testing::sqlite().await;
    imported(&*sqlite, &again).await.unwrap();
    assert!(
        exported(&*sqlite).await == lines,
        "the export of SQLite differs"
    );
    for store in [&postgres, &sqlite] {
        assert_eq!(digest(&**store).await, digest(&*origin).await);
        assert!(rebuild(&**store, &mut |_| ()).await.unwrap().was_in_step());
    }
}

pub(crate) async fn an_import_that_fails_leaves_nothing(store: Arc<dyn Store>) {
    let origin = testing::sqlite().await;
    write(&*origin, organisation(5)).await;
    let whole = String::from_utf8(exported(&*origin).await).unwrap();
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    let last = lines.len() - 1;
    let without = |at: usize| [&lines[..at], &lines[at + 1..]].concat().concat();
    let changed = |at: usize, from: &str, to: &str| {
        let line = lines[at].replace(from, to);
        assert_ne!(line, lines[at]);
        [&lines[..at], &[line.as_str()], &lines[at + 1..]]
            .concat()
            .concat()
    };
    for (text, expected) in [
        (String::new(), "the file ends after line 0"),
        ("{}\n".to_owned(), "line 1: this is not an export"),
        (
            changed(0, "\"standing_export\":1", "\"standing_export\":2"),
            "use the newer program",
        ),
        (lines[..last].concat(), "it was cut off"),
        (whole[..whole.len() - 9].to_owned(), "it was cut off"),
        (without(last - 1), "were read"),
        (
            without(1),
            "line 2: the private value `name` of fact 1 stands in the wrong place",
        ),
        (without(last - 2), "stands in the wrong place"),
        (
            changed(3, "\"number\":2", "\"number\":3"),
            "line 4: fact 3 stands where fact 2 should",
        ),
        (
            changed(3, "person_registered", "some words"),
            "which is not an id, a date or a code",
        ),
        (changed(3, "per_", "pre_"), "is not an id"),
        (changed(last, "true", "\"yes\""), "invalid type"),
        (format!("{whole}{{}}\n"), "something follows"),
    ] {
        let error = imported(&*store, text.as_bytes())
            .await
            .unwrap_err()
            .to_string();
        assert!(error.contains(expected), "{error}");
    }
    // And when more than a batch is written already.
    let large = testing::sqlite().await;
    write(&*large, organisation(3_400)).await;
    let mut cut_off = exported(&*large).await;
    cut_off.truncate(cut_off.len() - 1);
    let error = imported(&*store, &cut_off).await.unwrap_err();
    assert!(matches!(error, TransferError::CutOff { .. }), "{error}");
    let mut snapshot = store.snapshot().await.unwrap();
    assert_eq!(snapshot.head().await.unwrap().facts, 0);
    assert!(snapshot.facts_after(0, 1).await.unwrap().is_empty());
    assert!(
        snapshot
            .private_values_after(None, 1)
            .await
            .unwrap()
            .is_empty()
    );
    drop(snapshot);
    imported(&*store, whole.as_bytes()).await.unwrap();
    assert_eq!(digest(&*store).await, digest(&*origin).await);
}

pub(crate) async fn an_import_goes_into_an_empty_record_only(store: Arc<dyn Store>) {
    let lines = exported(&*store).await;
    assert_eq!(lines.split_inclusive(|byte| *byte == b'\n').count(), 2);
    imported(&*store, &lines).await.unwrap();
    write(&*store, vec![plain(person(1), 1, "admitted")]).await;
    let error = imported(&*store, &lines).await.unwrap_err();
    assert!(
        matches!(error, TransferError::NotEmpty { facts: 1 }),
        "{error}"
    );
}
