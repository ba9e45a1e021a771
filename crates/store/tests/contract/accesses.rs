use std::sync::Arc;

use standing_app::ports::Store;
use standing_app::ports::access::{Access, Reading};
use standing_base::{IdKind, Instant, PartialDate};

use crate::sample::{id, person};

fn access(reader: Option<u32>, day: u8) -> Access {
    let on: PartialDate = format!("2021-03-{day:02}").parse().unwrap();
    Access {
        subject: person(1),
        reader: reader.map(person),
        what: "register".into(),
        capacity: "membership officer".into(),
        clause: Some("1.10".into()),
        on: on.earliest(),
        at: Instant::from_microseconds(1_614_556_800_000_000 + i64::from(day)),
    }
}

async fn put(store: &dyn Store, access: &Access) {
    let mut writer = store.writer().await.unwrap();
    writer.put_access(access).await.unwrap();
    writer.commit().await.unwrap();
}

pub(crate) async fn an_access_is_kept_once_a_day_and_listed_the_newest_first(
    store: Arc<dyn Store>,
) {
    for look in [access(Some(2), 1), access(None, 2), access(Some(2), 3)] {
        assert!(
            !store
                .snapshot()
                .await
                .unwrap()
                .has_access(&look)
                .await
                .unwrap()
        );
        put(&*store, &look).await;
        let again = Access {
            at: Instant::from_microseconds(look.at.microseconds() + 50),
            ..look.clone()
        };
        put(&*store, &again).await;
        assert!(
            store
                .snapshot()
                .await
                .unwrap()
                .has_access(&again)
                .await
                .unwrap()
        );
    }
    let mut snapshot = store.snapshot().await.unwrap();
    let all = snapshot.accesses(person(1), None, 10).await.unwrap();
    assert_eq!(
        all,
        [access(Some(2), 3), access(None, 2), access(Some(2), 1)]
    );
    let older = snapshot
        .accesses(person(1), Some(all[1].at), 10)
        .await
        .unwrap();
    assert_eq!(older, [access(Some(2), 1)]);
    assert!(
        snapshot
            .accesses(person(2), None, 10)
            .await
            .unwrap()
            .is_empty()
    );
}

fn reading(number: u32, about: Option<u32>) -> Reading {
    Reading {
        id: id(IdKind::Reading, number),
        at: Instant::from_microseconds(1_614_556_800_000_000),
        what: "file".into(),
        owner: id(IdKind::Case, 1),
        item: about.map(|_| id(IdKind::Evidence, 4)),
        subject: about.map(person),
        reader: about.map(|_| person(2)),
        capacity: "disputes panel".into(),
        clause: about.map(|_| "4.3".into()),
    }
}

pub(crate) async fn every_reading_is_kept_and_listed_the_newest_first(store: Arc<dyn Store>) {
    // The same person reads the same file twice in one moment, and the operator something else.
    let all = [
        reading(1, Some(7)),
        reading(2, Some(7)),
        reading(3, None),
        reading(4, Some(8)),
    ];
    let mut writer = store.writer().await.unwrap();
    for one in &all {
        writer.put_reading(one).await.unwrap();
    }
    assert!(writer.put_reading(&all[0]).await.is_err(), "there already");
    drop(writer);
    let mut snapshot = store.snapshot().await.unwrap();
    assert!(snapshot.readings(None, None, 9).await.unwrap().is_empty());
    drop(snapshot);
    for one in &all {
        let mut writer = store.writer().await.unwrap();
        writer.put_reading(one).await.unwrap();
        writer.commit().await.unwrap();
    }
    let mut snapshot = store.snapshot().await.unwrap();
    let [first, second, third, fourth] = all;
    let newest = snapshot.readings(None, None, 2).await.unwrap();
    assert_eq!(newest, [fourth, third.clone()]);
    let older = snapshot.readings(None, Some(third.id), 9).await.unwrap();
    assert_eq!(older, [second.clone(), first.clone()]);
    let seven = Some(person(7));
    let of_one = snapshot.readings(seven, None, 9).await.unwrap();
    assert_eq!(of_one, [second.clone(), first.clone()]);
    let older = snapshot.readings(seven, Some(second.id), 9).await.unwrap();
    assert_eq!(older, [first]);
}
