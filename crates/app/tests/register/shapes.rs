//! Files of other shapes, each through a mapping of its own.

use standing_app::register::Mapping;

use crate::world::{World, kinds, one};

fn mapping(text: &str) -> Mapping {
    Mapping::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

#[tokio::test]
async fn columns_without_a_header_are_given_by_number() {
    let world = World::new().await;
    let mapping = mapping(
        r#"
name = "list"
format = "csv"
[csv]
header = false
delimiter = ";"
comment = "%"
[source]
citation = "The printed list"
on = 2019-11-06
[person]
key = 1
private = { name = 2 }
[[fact]]
kind = "admitted"
on = { column = 3, date = ["D.M.YYYY", "M/YYYY"] }
when = { column = 4, not = ["guest"] }
[[fact]]
kind = "open_letter_published"
on = { column = 3, date = ["D.M.YYYY", "M/YYYY"] }
when = { column = 4, is = "writer" }
fields = { signatures = { column = 5, number = true }, by = { column = 4, codes = { writer = "w" } } }
"#,
    );
    let text = "% who;came;when\n\n1;\"A\n;A\";6.11.2019;;\n% a comment\n2;B;3/2012;writer;17\n3;C;6.11.2019;guest;\n4;D;6.11.2019;writer;many\n";
    let report = world.text(text, Some(&mapping)).await;
    assert_eq!((report.rows_read, report.accepted), (4, 3));
    let fault = &report.rejected[0];
    assert_eq!((fault.line, fault.field.as_deref()), (8, Some("5")));
    let facts = world.facts().await;
    let kinds = kinds(&facts);
    assert_eq!((kinds["admitted"], kinds["open_letter_published"]), (2, 1));
    let partial = facts.iter().find(|fact| fact.number == 4).unwrap();
    assert_eq!(partial.what.effective_on.to_string(), "2012-03");
    assert_eq!(partial.what.sources[0].to_string(), "2019-11-06");
    let mut snapshot = world.store.snapshot().await.unwrap();
    let values = snapshot.private_values(&[4]).await.unwrap();
    let cited: Vec<_> = values.iter().map(|value| value.field.as_str()).collect();
    assert_eq!(cited, ["source.1.citation"]);
}

const UNITS: &str = r#"
name = "tree"
format = "json"
[json]
rows = "/data/groups"
table = "groups"
each = "people"
[person]
key = "people.@value"
[unit.region]
kind = "branch"
key = "in.code"
[unit.group]
kind = "branch"
key = "@key"
name = "title"
parent = "region"
[[fact]]
kind = "branch_joined"
on = "since"
fields = { branch = { unit = "group" } }
"#;

#[tokio::test]
async fn maps_and_lists_of_texts_are_walked() {
    let world = World::new().await;
    let text = r#"{"data": {"groups": {
"north": {"title": "N", "in": {"code": "r1"}, "since": "2001", "people": ["p1", "p2"]},
"south": {"title": "S", "in": {"code": "r1"}, "since": 2002, "people": ["p1"]},
"empty": {"title": "E", "people": []},
"odd": {"title": ["O"], "in": {}, "since": "2001", "people": ["p3"]},
"worse": {"people": "p4"}}}}"#;
    let report = world.text(text, Some(&mapping(UNITS))).await;
    let places: Vec<_> = report
        .rejected
        .iter()
        .map(|fault| {
            let field = fault.field.as_deref().unwrap_or_default();
            (
                fault.line,
                fault.record.as_deref().unwrap_or_default(),
                field,
            )
        })
        .collect();
    assert_eq!(
        places,
        [(5, "[odd].people.0", "title"), (6, "[worse]", "people"),]
    );
    assert_eq!((report.read["groups"], report.rows_read), (5, 4));
    let facts = world.facts().await;
    let kinds = kinds(&facts);
    assert_eq!((kinds["branch_founded"], kinds["branch_joined"]), (4, 3));
    let parents = facts
        .iter()
        .filter(|fact| fact.what.kind == "branch_founded")
        .filter(|fact| fact.what.id("parent").is_some())
        .count();
    assert_eq!(parents, 2);
    let lost = UNITS.replace("/data/groups", "/data/group");
    let error = world
        .try_import(&one("register", text), "register", Some(&mapping(&lost)))
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("there is nothing at `/data/group`")
    );
}

#[tokio::test]
async fn a_name_that_several_have_is_not_guessed() {
    let world = World::new().await;
    let mapping = mapping(
        r#"
name = "seats"
format = "csv"
[person]
private = { name = "who" }
[join]
file = "people.csv"
by = "who"
or_key = "id"
names = ["name", "other"]
key = "id"
scheme = "people"
private = { name = "name" }
[[fact]]
kind = "admitted"
on = "when"
"#,
    );
    let mut files = one(
        "people.csv",
        "id,name,other\n1,Ann Lee,\n2,Bo  Day,Ann Lee\n3,Bo D.,Bo Dee\n",
    );
    files.insert(
        "seats.csv".to_owned(),
        b"who,id,when\nAnn Lee,,2001\nAnn Lee,2,2002\nBo Day,,2003\nBo Dee,,2004\nNo One,,2005\nNo One,,2006\n".to_vec(),
    );
    let report = world.import(&files, "seats.csv", Some(&mapping)).await;
    let fault = &report.rejected[0];
    assert_eq!((report.faults, fault.line), (1, 2));
    assert!(
        fault
            .reason
            .contains("2 persons of people.csv have this name")
    );
    assert_eq!(report.persons_created, 3);
    assert_eq!((report.read["people.csv"], report.merged), (3, 2));
    let nobody = &report.notes[0];
    assert_eq!(nobody.items, ["No One"]);
    let facts = world.facts().await;
    let mut snapshot = world.store.snapshot().await.unwrap();
    let second = snapshot.find(Some("people"), "2").await.unwrap();
    let of_second = facts
        .iter()
        .filter(|fact| fact.what.about == second[0].subject && fact.what.kind == "admitted")
        .count();
    assert_eq!(of_second, 2);
}
