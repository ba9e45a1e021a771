use std::sync::Arc;

use standing_app::ports::Store;
use standing_app::ports::search::NameWords;

use crate::sample::{addition, fact, person, write};

async fn register(store: &dyn Store, names: &[&str]) {
    let people = names.iter().zip(1..).map(|(name, number)| {
        let value = format!("{number:04}");
        addition(
            fact(person(number), 1, "person_registered"),
            &[("identifier.number", &value), ("name", name)],
        )
    });
    write(store, people.collect()).await;
}

pub(crate) async fn a_name_is_found_by_the_beginnings_of_its_words(store: Arc<dyn Store>) {
    let names = [
        "María Núñez",
        "Marta del Carmen Nunes",
        "Núria Amar",
        "50% Off_er",
        "Omar Nunez-Ruiz",
    ];
    register(&*store, &names).await;
    let mut snapshot = store.snapshot().await.unwrap();
    for (first, others, expected) in [
        (
            "nune",
            &["mar"][..],
            &["nunes marta del carmen", "nunez maria"][..],
        ),
        ("nunez", &["mar"], &["nunez maria"]),
        ("carmen", &["nun", "mart", "d"], &["carmen nunes marta del"]),
        ("mar", &["nun"], &["maria nunez", "marta del carmen nunes"]),
        ("50%", &["off_"], &["50% off_er"]),
        ("50%", &["off%"], &[]),
        ("off", &["5_"], &[]),
        ("off", &["\\"], &[]),
        ("zo", &[], &[]),
    ] {
        let words = NameWords {
            first: first.to_owned(),
            others: others.iter().map(|word| (*word).to_owned()).collect(),
        };
        // In one page, and in pages of one.
        let whole = snapshot.names_with(&words, None, 9).await.unwrap();
        let keys: Vec<&str> = whole.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, expected, "{words:?}");
        let mut after = None;
        for row in &whole {
            let page = snapshot
                .names_with(&words, after.as_ref(), 1)
                .await
                .unwrap();
            assert_eq!(page, std::slice::from_ref(row));
            after = Some(row.clone());
        }
    }
    assert_eq!(snapshot.names_counted("mar", 9).await.unwrap(), 2);
    assert_eq!(snapshot.names_counted("", 3).await.unwrap(), 3);
}

pub(crate) async fn numbers_are_found_by_their_beginning(store: Arc<dyn Store>) {
    let names: Vec<String> = (1..=12).map(|number| format!("Member {number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    register(&*store, &names).await;
    let mut snapshot = store.snapshot().await.unwrap();
    let mut values = async |prefix: &str, limit: u32| {
        let found = snapshot.identifiers_from("number", prefix, limit).await;
        let values = found.unwrap().into_iter().map(|(value, _)| value);
        values.collect::<Vec<_>>()
    };
    assert_eq!(values("001", 9).await, ["0010", "0011", "0012"]);
    assert_eq!(values("001", 2).await, ["0010", "0011"]);
    assert_eq!(values("0012", 9).await, ["0012"]);
    assert!(values("1", 9).await.is_empty());
}
