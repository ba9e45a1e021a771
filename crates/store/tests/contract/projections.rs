use std::sync::Arc;

use standing_app::ports::{Row, Store};
use standing_app::rebuild::rebuild;

use crate::sample::{organisation, person, plain, write};

pub(crate) async fn a_rebuild_gives_the_rows_that_were_there(store: Arc<dyn Store>) {
    for piece in organisation(200).chunks(70) {
        write(&*store, piece.to_vec()).await;
    }
    let live = store
        .snapshot()
        .await
        .unwrap()
        .projection_digest()
        .await
        .unwrap();
    let mut seen = 0;
    let rebuilt = rebuild(&*store, &mut |done| seen = done).await.unwrap();
    assert_eq!((rebuilt.facts, seen), (602, 602));
    assert!(rebuilt.was_in_step(), "{rebuilt:?}");
    assert_eq!(rebuilt.after, live);
    let counts: Vec<&str> = live.lines().map(|line| &line[..line.len() - 65]).collect();
    // 200 members and the branch; a number each and the case; two keys of each name; the branch.
    let expected = [
        "history 201",
        "identifier 201",
        "name_key 400",
        "mention 200",
    ];
    assert_eq!(counts, expected);
}

pub(crate) async fn a_rebuild_tells_and_mends_rows_that_were_wrong(store: Arc<dyn Store>) {
    write(&*store, organisation(3)).await;
    let right = store
        .snapshot()
        .await
        .unwrap()
        .projection_digest()
        .await
        .unwrap();
    let mut wrong = plain(person(1), 4, "resigned");
    wrong.rows.push(Row::Name {
        key: "somebody else".into(),
        subject: person(1),
    });
    write(&*store, vec![wrong]).await;
    let rebuilt = rebuild(&*store, &mut |_| ()).await.unwrap();
    assert!(!rebuilt.was_in_step());
    let names = |digest: &str| digest.lines().nth(2).unwrap().to_owned();
    assert_ne!(names(&rebuilt.before), names(&right));
    assert_eq!(names(&rebuilt.after), names(&right));
}
