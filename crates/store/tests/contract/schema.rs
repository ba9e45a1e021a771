//! The two sets of migrations make the same tables.

use std::collections::BTreeSet;

use sqlx::{Connection, PgConnection, SqliteConnection};
use standing_store::testing::{self, Folder};
use standing_store::{Address, create};

/// Table, column, type, whether it may be null, place in the primary key (0: none).
type Column = (String, String, String, bool, i64);
/// Index, table, place, column.
type IndexColumn = (String, String, i64, String);

async fn of_sqlite(folder: &Folder) -> (BTreeSet<Column>, BTreeSet<IndexColumn>) {
    let path = folder.path().join("standing.sqlite");
    let mut connection = SqliteConnection::connect(&format!("sqlite://{}", path.display()))
        .await
        .unwrap();
    let columns: Vec<(String, String, String, bool, i64)> = sqlx::query_as(
        "SELECT tables.name, columns.name, columns.type, columns.\"notnull\" = 0, columns.pk \
         FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns \
         WHERE tables.type = 'table'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let indexes: Vec<IndexColumn> = sqlx::query_as(
        "SELECT indexes.name, indexes.tbl_name, columns.seqno, columns.name \
         FROM sqlite_schema AS indexes, pragma_index_info(indexes.name) AS columns \
         WHERE indexes.type = 'index' AND indexes.name LIKE 'ix/_%' ESCAPE '/'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    (columns.into_iter().collect(), indexes.into_iter().collect())
}

async fn of_postgres(url: &str) -> (BTreeSet<Column>, BTreeSet<IndexColumn>) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let columns: Vec<(String, String, String, bool, i64, Option<String>)> = sqlx::query_as(
        "SELECT c.table_name::text, c.column_name::text, c.data_type::text, \
                c.is_nullable = 'YES', COALESCE(k.ordinal_position, 0)::bigint, \
                c.collation_name::text \
         FROM information_schema.columns AS c \
         LEFT JOIN information_schema.table_constraints AS t \
             ON t.table_schema = c.table_schema AND t.table_name = c.table_name \
             AND t.constraint_type = 'PRIMARY KEY' \
         LEFT JOIN information_schema.key_column_usage AS k \
             ON k.constraint_name = t.constraint_name AND k.column_name = c.column_name \
         WHERE c.table_schema = current_schema()",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let columns = columns
        .into_iter()
        .map(|(table, name, kind, null, key, collation)| {
            let kind = match kind.as_str() {
                // SQLite's strict tables call both the same.
                "bigint" | "boolean" => "INTEGER",
                "text" => {
                    assert_eq!(collation.as_deref(), Some("C"), "{table}.{name}");
                    "TEXT"
                }
                "bytea" => "BLOB",
                other => panic!("{table}.{name} is of the type {other}"),
            };
            (table, name, kind.to_owned(), null, key)
        });
    let columns = columns.collect();
    let indexes: Vec<IndexColumn> = sqlx::query_as(
        "SELECT i.relname::text, t.relname::text, (a.attnum - 1)::bigint, a.attname::text \
         FROM pg_class AS i JOIN pg_index AS x ON x.indexrelid = i.oid \
         JOIN pg_class AS t ON t.oid = x.indrelid \
         JOIN pg_attribute AS a ON a.attrelid = i.oid \
         WHERE i.relname LIKE 'ix/_%' ESCAPE '/'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    (columns, indexes.into_iter().collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn both_engines_have_the_same_tables_columns_keys_and_indexes() {
    let folder = Folder::new();
    let url = testing::postgres_url().await;
    for address in [
        Address::Folder(folder.path().to_owned()),
        Address::database(&url).unwrap(),
    ] {
        create(&address, &testing::options()).await.unwrap();
    }
    let (columns, indexes) = of_sqlite(&folder).await;
    let (others, other_indexes) = of_postgres(&url).await;
    assert_eq!(columns, others);
    assert_eq!(indexes, other_indexes);
    let tables: BTreeSet<&str> = columns.iter().map(|column| column.0.as_str()).collect();
    assert_eq!(tables.len(), 27, "{tables:?}");
    assert_eq!(indexes.len(), 15);
}
