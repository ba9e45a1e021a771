//! Sealed files and their keys, on both engines.

use std::sync::Arc;

use standing_app::ports::Store;
use standing_app::ports::vault::{SealedFile, SealedIdentity, SealedKey};
use standing_base::IdKind;

use crate::sample::{id, person};

fn key(owner: u32) -> SealedKey {
    SealedKey {
        owner: id(IdKind::Case, owner),
        wrapped: Some(vec![0, 255, 10, 39, 92]),
        wrapping: "abc".to_owned(),
        erased_on: None,
    }
}

fn file(number: u32, stands_for: Option<u32>) -> SealedFile {
    SealedFile {
        id: id(IdKind::Evidence, number),
        owner: id(IdKind::Case, 1),
        stands_for: stands_for.map(|number| id(IdKind::Evidence, number)),
        media: "application/pdf".to_owned(),
        bytes: 26_214_400,
        digest: "d".repeat(64),
        chunks: 2,
        label: vec![0, 1, 254],
        sent_by: stands_for.map(|_| person(7)),
        sent_as: stands_for.map(|_| "complaints_officer".to_owned()),
        sent_on: "2021-03-01".parse().unwrap(),
    }
}

pub(crate) async fn a_sealed_file_is_written_whole_or_not_at_all(store: Arc<dyn Store>) {
    let (first, copy) = (file(1, None), file(2, Some(1)));
    for is_committed in [false, true] {
        let mut writer = store.writer().await.unwrap();
        writer.put_sealed_key(&key(1)).await.unwrap();
        for row in [&copy, &first] {
            writer.put_sealed_file(row).await.unwrap();
        }
        for number in [1, 0] {
            let bytes = vec![u8::try_from(number).unwrap(); 300_000];
            writer
                .put_sealed_chunk(first.id, number, &bytes)
                .await
                .unwrap();
        }
        let read = writer.sealed_files(first.owner).await.unwrap();
        assert_eq!(read, [first.clone(), copy.clone()]);
        if is_committed {
            writer.commit().await.unwrap();
        } else {
            drop(writer);
        }
        let mut snapshot = store.snapshot().await.unwrap();
        let read = snapshot.sealed_files(first.owner).await.unwrap();
        assert_eq!(read.len(), if is_committed { 2 } else { 0 });
        let chunk = snapshot.sealed_chunk(first.id, 1).await.unwrap();
        assert_eq!(chunk, is_committed.then(|| vec![1; 300_000]));
        let read = snapshot.sealed_file(copy.id).await.unwrap();
        assert_eq!(read, is_committed.then(|| copy.clone()));
    }
    let mut snapshot = store.snapshot().await.unwrap();
    assert_eq!(snapshot.sealed_chunk(first.id, 2).await.unwrap(), None);
    let others = snapshot.sealed_files(id(IdKind::Case, 2)).await.unwrap();
    assert!(others.is_empty());
    drop(snapshot);
    let mut writer = store.writer().await.unwrap();
    assert!(writer.put_sealed_file(&first).await.is_err(), "there twice");
}

pub(crate) async fn a_key_is_erased_once_and_its_row_says_when(store: Arc<dyn Store>) {
    let mut writer = store.writer().await.unwrap();
    for owner in [2, 1, 3] {
        writer.put_sealed_key(&key(owner)).await.unwrap();
    }
    let day = "2021-03-02".parse().unwrap();
    let owner = id(IdKind::Case, 2);
    assert!(writer.erase_sealed_key(owner, day).await.unwrap());
    let later = "2021-03-03".parse().unwrap();
    assert!(!writer.erase_sealed_key(owner, later).await.unwrap());
    writer.commit().await.unwrap();

    let mut snapshot = store.snapshot().await.unwrap();
    let erased = SealedKey {
        wrapped: None,
        erased_on: Some(day),
        ..key(2)
    };
    let read = snapshot.sealed_key(owner).await.unwrap();
    assert_eq!(read, Some(erased.clone()));
    let all = snapshot.sealed_keys(None, 10).await.unwrap();
    assert_eq!(all, [key(1), erased, key(3)]);
    let rest = snapshot.sealed_keys(Some(owner), 1).await.unwrap();
    assert_eq!(rest, [key(3)]);
    let none = snapshot.sealed_key(id(IdKind::Case, 9)).await.unwrap();
    assert_eq!(none, None);
}

pub(crate) async fn an_identity_has_its_number_once_and_is_read_in_order(store: Arc<dyn Store>) {
    let identity = |owner: u32, number: u32| SealedIdentity {
        owner: id(IdKind::Case, owner),
        number,
        body: vec![0, 255, u8::try_from(number).unwrap()],
    };
    let mut writer = store.writer().await.unwrap();
    for one in [identity(1, 2), identity(1, 1), identity(2, 1)] {
        writer.put_sealed_identity(&one).await.unwrap();
    }
    let read = writer.sealed_identities(id(IdKind::Case, 1)).await.unwrap();
    assert_eq!(read, [identity(1, 1), identity(1, 2)]);
    writer.commit().await.unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    let none = snapshot
        .sealed_identities(id(IdKind::Case, 3))
        .await
        .unwrap();
    assert!(none.is_empty());
    drop(snapshot);
    let mut writer = store.writer().await.unwrap();
    let again = writer.put_sealed_identity(&identity(2, 1)).await;
    assert!(again.is_err(), "there twice");
}

pub(crate) async fn a_note_is_its_authors_and_goes_with_the_key(store: Arc<dyn Store>) {
    let owner = |number| id(IdKind::Case, number);
    let mut writer = store.writer().await.unwrap();
    for number in [1, 2] {
        writer.put_sealed_key(&key(number)).await.unwrap();
    }
    for (case, author, body) in [
        (1, 7, &[1][..]),
        (1, 8, &[0, 255]),
        (2, 7, &[3]),
        (1, 7, &[4]),
    ] {
        let note = writer.put_sealed_note(owner(case), person(author), body);
        note.await.unwrap();
    }
    writer.commit().await.unwrap();
    let note = async |case, author| {
        let mut snapshot = store.snapshot().await.unwrap();
        let note = snapshot.sealed_note(owner(case), person(author)).await;
        note.unwrap()
    };
    assert_eq!(note(1, 7).await, Some(vec![4]), "the later one");
    assert_eq!(note(1, 8).await, Some(vec![0, 255]));
    assert_eq!(note(2, 8).await, None);
    let mut writer = store.writer().await.unwrap();
    writer
        .delete_sealed_note(owner(1), person(7))
        .await
        .unwrap();
    let day = "2021-03-02".parse().unwrap();
    assert!(writer.erase_sealed_key(owner(2), day).await.unwrap());
    assert_eq!(writer.sealed_note(owner(2), person(7)).await.unwrap(), None);
    writer.commit().await.unwrap();
    assert_eq!(
        (note(1, 7).await, note(1, 8).await, note(2, 7).await),
        (None, Some(vec![0, 255]), None)
    );
}
