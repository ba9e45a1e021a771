//! A whole record moves between the engines and back, byte for byte.

use standing_store::testing::Folder;

use crate::command::{Demo, standing};

#[test]
fn an_export_is_the_same_from_every_engine_and_after_return() {
    let folder = Folder::new();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let [sqlite, postgres] = Demo::both() else {
        panic!("two engines")
    };
    let first = path("first.jsonl");
    assert_eq!(sqlite.run(&["export", &first]).code, 0);

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let url = runtime.block_on(standing_store::testing::postgres_url());
    let there = standing(&["import", &first, "--database", &url]);
    assert_eq!(there.code, 0, "{}", there.err);
    let second = path("second.jsonl");
    assert_eq!(standing(&["export", &second, "--database", &url]).code, 0);

    let back = path("back");
    let here = standing(&["import", &second, "--dir", &back]);
    assert_eq!(here.code, 0, "{}", here.err);
    let third = path("third.jsonl");
    assert_eq!(standing(&["export", &third, "--dir", &back]).code, 0);

    let read = |path: &str| std::fs::read(path).unwrap();
    assert!(
        read(&first) == read(&second),
        "the export from PostgreSQL differs"
    );
    assert!(
        read(&first) == read(&third),
        "the export after return differs"
    );
    // What was taken over answers as before.
    let ask = [
        "ask",
        "endorse",
        "--about",
        "M",
        "--on",
        "2019-11-06",
        "--dir",
        &back,
    ];
    assert!(
        standing(&ask).out.starts_with("NO: `M may be endorsed"),
        "{:?}",
        standing(&ask)
    );
    let again = standing(&["import", &second, "--dir", &back]);
    assert_eq!(
        again.code, 2,
        "an import into a record that is not empty: {}",
        again.err
    );
    let _ = postgres;
}

#[test]
fn rebuild_finds_nothing_different() {
    for demo in Demo::both() {
        let ended = demo.run(&["rebuild"]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        assert!(ended.out.contains("nothing differs"), "{}", ended.out);
    }
}
