use std::sync::Arc;

use standing_app::ports::Store;
use standing_app::ports::access::Access;
use standing_base::{Instant, PartialDate};

use crate::sample::person;

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
