//! What the store says when it cannot answer.

use std::fmt::Write;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use sqlx::{Connection, PgConnection, SqliteConnection};
use standing_app::ports::{Store, StoreError};
use standing_store::testing::{self, Folder};
use standing_store::{Address, Migrated, Options, SCHEMA, create, migrate, open};

use crate::sample::{addition, fact, organisation, person, plain, write};

fn impatient() -> Options {
    Options {
        patience: Duration::from_millis(300),
        ..testing::options()
    }
}

async fn raw(folder: &Path) -> SqliteConnection {
    let path = folder.join("standing.sqlite");
    let url = format!("sqlite://{}?mode=rwc", path.display());
    SqliteConnection::connect(&url).await.unwrap()
}

fn address(folder: &Folder) -> Address {
    Address::Folder(folder.path().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_absent_and_is_not_made_by_opening() {
    let folder = Folder::new();
    let deep = Address::Folder(folder.path().join("a/b"));
    for address in [&address(&folder), &deep] {
        let error = open(address, &impatient()).await.unwrap_err();
        assert!(matches!(error, StoreError::Absent { .. }), "{error}");
        let error = migrate(address, &impatient()).await.unwrap_err();
        assert!(matches!(error, StoreError::Absent { .. }), "{error}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    create(&deep, &impatient()).await.unwrap();
    open(&deep, &impatient()).await.unwrap();

    let url = Address::database(&testing::postgres_url().await).unwrap();
    let error = open(&url, &impatient()).await.unwrap_err();
    assert!(matches!(error, StoreError::Absent { .. }), "{error}");
    create(&url, &testing::options()).await.unwrap();
    open(&url, &testing::options()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_database_says_that_another_program_holds_it() {
    let folder = Folder::new();
    let url = testing::postgres_url().await;
    for address in [address(&folder), Address::database(&url).unwrap()] {
        // Two stores, as two programs have them.
        let first = create(&address, &testing::options()).await.unwrap();
        let second = open(&address, &impatient()).await.unwrap();
        let held = first.writer().await.unwrap();
        let error = second.writer().await.map(|_| ()).unwrap_err();
        assert!(matches!(error, StoreError::Locked { .. }), "{error}");
        assert!(second.condition().await.unwrap().writable);
        drop(held);
        write(&*second, vec![plain(person(1), 1, "admitted")]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_changes_nothing_and_the_store_goes_on() {
    let folder = Folder::new();
    let options = Options {
        pages_max: Some(100),
        ..testing::options()
    };
    let store = create(&address(&folder), &options).await.unwrap();
    write(&*store, vec![plain(person(9_999), 1, "admitted")]).await;
    for _ in 0..2 {
        let mut writer = store.writer().await.unwrap();
        let error = writer.append(organisation(5_000)).await.unwrap_err();
        assert!(matches!(error, StoreError::Full { .. }), "{error}");
        assert!(writer.commit().await.is_err());
        let mut snapshot = store.snapshot().await.unwrap();
        assert_eq!(snapshot.head().await.unwrap().facts, 1);
        assert_eq!(snapshot.facts_after(0, 9).await.unwrap().len(), 1);
    }
    write(&*store, vec![plain(person(9_999), 2, "resigned")]).await;
}

/// Whether the tests run as root, whom permissions do not bind; the marks on file and folder are
/// honoured all the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_file_or_folder_can_be_read_and_says_why_it_cannot_be_written() {
    for (marks_folder, why) in [(false, "its file is"), (true, "its folder is")] {
        let folder = Folder::new();
        let store = create(&address(&folder), &testing::options())
            .await
            .unwrap();
        write(&*store, vec![plain(person(1), 1, "admitted")]).await;
        let file = folder.path().join("standing.sqlite");
        let marked = if marks_folder { folder.path() } else { &file };
        let mode = fs::metadata(marked).unwrap().permissions().mode();
        fs::set_permissions(marked, fs::Permissions::from_mode(mode & !0o222)).unwrap();
        let reopened = open(&address(&folder), &testing::options()).await.unwrap();
        for store in [&store, &reopened] {
            let error = store.writer().await.map(|_| ()).unwrap_err();
            assert!(matches!(&error, StoreError::ReadOnly { .. }), "{error}");
            assert!(error.to_string().contains(why), "{error}");
            assert_eq!(
                store.snapshot().await.unwrap().head().await.unwrap().facts,
                1
            );
            assert!(!store.condition().await.unwrap().writable);
        }
        fs::set_permissions(marked, fs::Permissions::from_mode(mode)).unwrap();
        write(&*store, vec![plain(person(1), 2, "resigned")]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_server_says_so() {
    let url = testing::postgres_url().await;
    let address = Address::database(&url).unwrap();
    let store = create(&address, &testing::options()).await.unwrap();
    drop(store);
    let mut connection = PgConnection::connect(&url).await.unwrap();
    let name = url.rsplit('/').next().unwrap();
    let sql = format!("ALTER DATABASE {name} SET default_transaction_read_only = on");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .unwrap();
    let store = open(&address, &testing::options()).await.unwrap();
    let error = store.writer().await.map(|_| ()).unwrap_err();
    assert!(matches!(&error, StoreError::ReadOnly { .. }), "{error}");
    assert!(!store.condition().await.unwrap().writable);
    store.snapshot().await.unwrap();
}

/// Runs a statement beside the store.
async fn run(address: &Address, sql: &'static str) {
    match address {
        Address::Postgres(options) => {
            let mut connection = PgConnection::connect_with(options).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        }
        Address::Folder(folder) => {
            let mut connection = raw(folder).await;
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        }
        Address::File(path) => panic!("{} is not used here", path.display()),
    }
}

/// An organisation on each engine, and the folder of one of them.
async fn on_both() -> (Folder, [Address; 2]) {
    let folder = Folder::new();
    let url = testing::postgres_url().await;
    let addresses = [address(&folder), Address::database(&url).unwrap()];
    for address in &addresses {
        let store = create(address, &testing::options()).await.unwrap();
        write(&*store, organisation(3)).await;
    }
    (folder, addresses)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_schema_is_refused_by_everything() {
    let (_folder, addresses) = on_both().await;
    for address in addresses {
        run(
            &address,
            "INSERT INTO standing_schema (number, name) VALUES (999, 'from the future')",
        )
        .await;
        for error in [
            open(&address, &impatient()).await.unwrap_err(),
            create(&address, &impatient()).await.unwrap_err(),
            migrate(&address, &impatient()).await.unwrap_err(),
        ] {
            let is_newer = matches!(
                error,
                StoreError::Newer {
                    found: 999,
                    known: SCHEMA,
                    ..
                }
            );
            assert!(is_newer, "{error}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_schema_is_refused_until_it_is_migrated() {
    let (_folder, addresses) = on_both().await;
    for address in addresses {
        run(&address, "DELETE FROM standing_schema WHERE number > 9").await;
        run(&address, "DROP TABLE mention").await;
        for error in [
            open(&address, &impatient()).await.unwrap_err(),
            create(&address, &impatient()).await.unwrap_err(),
        ] {
            let is_older = matches!(
                error,
                StoreError::Older {
                    found: 9,
                    known: SCHEMA,
                    ..
                }
            );
            assert!(is_older, "{error}");
            assert!(error.to_string().contains("standing migrate"));
        }
        let to = SCHEMA;
        for from in [9, SCHEMA] {
            let migrated = migrate(&address, &impatient()).await.unwrap();
            assert_eq!(migrated, Migrated { from, to });
        }
        let store = open(&address, &impatient()).await.unwrap();
        let head = store.snapshot().await.unwrap().head().await.unwrap();
        assert_eq!(head.facts, 11);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_ours_is_left_alone() {
    let folder = Folder::new();
    sqlx::raw_sql("CREATE TABLE theirs (x)")
        .execute(&mut raw(folder.path()).await)
        .await
        .unwrap();
    let error = create(&address(&folder), &impatient()).await.unwrap_err();
    assert!(
        error.to_string().contains("belongs to another program"),
        "{error}"
    );
    let error = open(&address(&folder), &impatient()).await.unwrap_err();
    assert!(matches!(error, StoreError::Absent { .. }), "{error}");

    let folder = Folder::new();
    fs::write(
        folder.path().join("standing.sqlite"),
        "name,number\n".repeat(500),
    )
    .unwrap();
    for error in [
        create(&address(&folder), &impatient()).await.unwrap_err(),
        open(&address(&folder), &impatient()).await.unwrap_err(),
    ] {
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    }

    let error = open(&Address::File(folder.path().to_owned()), &impatient())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("it is a folder"), "{error}");
    let below = Address::Folder(folder.path().join("standing.sqlite/x"));
    let error = create(&below, &impatient()).await.unwrap_err();
    assert!(error.to_string().contains("a file stands where"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fact_that_does_not_read_back_is_damage_and_says_which() {
    let folder = Folder::new();
    let store = create(&address(&folder), &testing::options())
        .await
        .unwrap();
    write(&*store, organisation(2)).await;
    let damage = "UPDATE fact SET effective_on = '2019-02-30' WHERE number = 3";
    sqlx::raw_sql(damage)
        .execute(&mut raw(folder.path()).await)
        .await
        .unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    let error = snapshot.facts_after(0, 9).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the record is damaged: column `effective_on` of fact 3 cannot be read; \
         restore a backup, or run `standing doctor`"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_cannot_be_reached_is_named_without_its_password() {
    let url = testing::postgres_url().await;
    let (_, port_and_name) = url.rsplit_once(':').unwrap();
    let (port, name) = port_and_name.split_once('/').unwrap();
    for (url, why) in [
        (
            "postgres://clerk:secret@127.0.0.1:1/x".to_owned(),
            "nothing answers",
        ),
        (
            format!("postgres://standing:secret@127.0.0.1:{port}/{name}"),
            "refuses this user",
        ),
        (format!("{url}_not_there"), "no database of this name"),
        (
            "postgres://clerk:secret@no-such-host.invalid/x".to_owned(),
            "cannot be reached",
        ),
    ] {
        let address = Address::database(&url).unwrap();
        let error = open(&address, &impatient()).await.unwrap_err();
        let mut told = format!("{error} {error:?}");
        let mut source = std::error::Error::source(&error);
        while let Some(error) = source {
            write!(told, " {error} {error:?}").unwrap();
            source = error.source();
        }
        assert!(
            matches!(&error, StoreError::Unreachable { .. }),
            "{error:?}"
        );
        assert!(told.contains(why), "{told}");
        assert!(
            !told.contains("secret") && !told.contains("standing-test"),
            "{told}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_does_not_print_its_password() {
    let store: std::sync::Arc<dyn Store> = testing::postgres().await;
    let shown = format!("{store:?}");
    assert!(
        shown.contains("127.0.0.1") && !shown.contains("standing-test"),
        "{shown}"
    );
}

/// SQLite leaves what is deleted in its pages until it needs them, unless it is told to write over it.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_is_nowhere_in_the_file() {
    let folder = Folder::new();
    let options = testing::options();
    let store = create(&address(&folder), &options).await.unwrap();
    // Short ones lie among others in a page, the long one fills pages of its own.
    let long = "The treasurer kept the minutes at home. ".repeat(500);
    let words = ["It was the treasurer.", long.as_str()];
    let private: Vec<(&str, &str)> = ["matter", "reasons"].into_iter().zip(words).collect();
    let kept = ("note", "This stays.");
    let additions = vec![
        addition(fact(person(1), 1, "complaint_received"), &private),
        addition(fact(person(1), 2, "case_settled"), &[kept]),
    ];
    write(&*store, additions).await;
    let holds = |text: &str| {
        let mut files = fs::read_dir(folder.path()).unwrap();
        files.any(|file| {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            let text = text.as_bytes();
            bytes.windows(text.len()).any(|part| part == text)
        })
    };
    drop(store);
    let store = open(&address(&folder), &options).await.unwrap();
    assert!(holds("It was the treasurer.") && holds("minutes at home"));
    let doomed = ["matter", "reasons"].map(|field| (1, field.to_owned()));
    let mut writer = store.writer().await.unwrap();
    assert_eq!(writer.erase_private_values(&doomed).await.unwrap(), 2);
    writer.commit().await.unwrap();
    drop(store);
    // Whoever comes next and writes lets go of the log.
    let mut next = raw(folder.path()).await;
    let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
    sqlx::query(checkpoint).execute(&mut next).await.unwrap();
    next.close().await.unwrap();
    assert!(!holds("It was the treasurer.") && !holds("minutes at home"));
    assert!(holds("This stays."));
}
