//! Bad input: each fault has its place, a bad row takes no other with it, a bad file writes nothing.

use standing_app::register::{FIELD_BYTES_MAX, ImportError, Mapping, Report};

use crate::world::{World, kinds, one, shipped};

const HEADER: &str = "number,name,joined,left,reason,branch,paid_until,born\n";

fn members(rows: &str) -> String {
    format!("{HEADER}{rows}")
}

/// Line, field and the beginning of the reason of each rejection.
fn faults(report: &Report) -> Vec<(u64, &str, &str)> {
    report
        .rejected
        .iter()
        .map(|fault| {
            let field = fault.field.as_deref().unwrap_or("-");
            (fault.line, field, fault.reason.as_str())
        })
        .collect()
}

#[track_caller]
fn assert_fault(report: &Report, line: u64, field: &str, says: &str) {
    let faults = faults(report);
    let found = faults
        .iter()
        .any(|(at, of, reason)| (*at, *of) == (line, field) && reason.contains(says));
    assert!(found, "no {line} `{field}` {says} in {faults:?}");
}

async fn refuses(world: &World, bytes: impl AsRef<[u8]>, mapping: Option<&Mapping>) -> String {
    let files = one("register", bytes);
    let error = world
        .try_import(&files, "register", mapping)
        .await
        .expect_err("the whole file is refused");
    assert!(world.facts().await.is_empty(), "nothing was written");
    assert!(!matches!(error, ImportError::Store(_)), "{error:?}");
    error.to_string()
}

#[tokio::test]
async fn a_bad_row_is_rejected_with_its_place_and_the_others_go_in() {
    let mapping = shipped("members");
    for (row, field, says) in [
        (
            "8,,2019-02-29,,,,,",
            "joined",
            "the calendar has no such day",
        ),
        ("8,,29/2/2019,,,,,", "joined", "is not a date such as"),
        ("8,,2026-11-23,,,,,", "joined", "is in the future"),
        (
            "8,,2001-01-01,,,,,2002",
            "joined",
            "before this person's birth",
        ),
        (
            "8,,2019-05-01,2019-04-30,resigned,,,",
            "left",
            "before its beginning",
        ),
        (
            "8,,2019-05-01,2019-06-01,moved,,,",
            "reason",
            "is not one of",
        ),
        (
            "8,,2019-05-01,2019-06-01,,,,",
            "reason",
            "is empty although `left` is filled",
        ),
        (
            "8,,2019-05-01,2019-04-30,died,,,",
            "joined",
            "after this person's death",
        ),
        (
            "8,,2019-05-01,,,,2019-13-01,",
            "paid_until",
            "the calendar has no such day",
        ),
        (",,2019-05-01,,,,,", "number", "is empty"),
        (
            "8,,2019-05-01",
            "-",
            "the row has 3 fields and the first line has 8",
        ),
        ("8,,2019-05-01,,,,,,,,", "-", "the row has 11 fields"),
        ("7,,2019-05-01,,,,,", "number", "was on line 2 already"),
    ] {
        let world = World::new().await;
        let text = members(&format!(
            "7,,2018-01-01,,,North,2019-01-01,\n\n{row}\n9,,2018,,,,,\n"
        ));
        let report = world.text(&text, Some(&mapping)).await;
        assert_fault(&report, 4, field, says);
        let counts = (report.rows_read, report.accepted, report.rows_rejected);
        assert_eq!(counts, (3, 2, 1), "{row}");
        assert_eq!(kinds(&world.facts().await)["admitted"], 2);
    }
}

#[tokio::test]
async fn a_strict_import_writes_nothing_when_a_row_is_rejected() {
    let mut world = World::new().await;
    world.strict = true;
    let mapping = shipped("members");
    let text = members("7,,2018-01-01,,,,,\n8,,x,,,,,\n");
    let report = world.text(&text, Some(&mapping)).await;
    assert!(!report.written && world.facts().await.is_empty());
    assert!(report.notes.iter().any(|note| note.says.contains("strict")));
    let good = members("7,,2018-01-01,,,,,\n");
    assert!(world.text(&good, Some(&mapping)).await.written);
}

#[tokio::test]
async fn a_byte_order_mark_is_no_part_of_the_first_column() {
    let world = World::new().await;
    let text = format!(
        "\u{feff}{}",
        members("7,,2018-01-01,,,,,\r\n8,,2018-01-01,,,,,")
    );
    let report = world.text(&text, Some(&shipped("members"))).await;
    assert_eq!((report.accepted, report.faults), (2, 0));
}

#[tokio::test]
async fn latin_1_is_an_error_unless_the_mapping_says_so() {
    let world = World::new().await;
    let mut bytes = members("7,,2018-01-01,,,,,\n8,Z").into_bytes();
    bytes.push(0xe9);
    bytes.extend(b",2018-01-01,,,,,\n");
    let error = refuses(&world, &bytes, Some(&shipped("members"))).await;
    assert!(
        error.starts_with("register:3:2: the byte 0xe9 in column `name`"),
        "{error}"
    );
    assert!(error.contains("encoding = \"latin-1\""));
    let says_so = Mapping::parse(
        "name = \"m\"\nformat = \"csv\"\n[csv]\nencoding = \"latin-1\"\n\
         [person]\nkey = \"number\"\nprivate = { name = \"name\" }\n",
    )
    .unwrap();
    let files = one("register", &bytes);
    let report = world.import(&files, "register", Some(&says_so)).await;
    assert_eq!((report.accepted, report.faults), (2, 0));
    let mut snapshot = world.store.snapshot().await.unwrap();
    let names = snapshot.private_values(&[2]).await.unwrap();
    assert!(names.iter().any(|value| value.value == "Z\u{e9}"));
}

#[tokio::test]
async fn a_field_too_long_is_a_bad_row_and_a_quotation_mark_left_open_a_bad_file() {
    let world = World::new().await;
    let mapping = shipped("members");
    let long = "x".repeat(1_000_000);
    let text = members(&format!("7,{long},2018-01-01,,,,,\n8,,2018-01-01,,,,,\n"));
    let report = world.text(&text, Some(&mapping)).await;
    assert_fault(&report, 2, "name", "1000000 bytes long");
    assert!(
        report.rejected[0]
            .reason
            .contains(&FIELD_BYTES_MAX.to_string())
    );
    assert!(report.rejected[0].value.as_ref().unwrap().len() < 200);
    assert_eq!(report.accepted, 1);
    let world = World::new().await;
    let open = members(&format!(
        "7,,2018-01-01,,,,,\n8,\"open,2018-01-01,,,,,\n{}",
        "9,,2018-01-01,,,,,\n".repeat(400_000)
    ));
    let error = refuses(&world, open, Some(&mapping)).await;
    assert!(
        error.starts_with("register:3: the record that begins here"),
        "{error}"
    );
}

#[tokio::test]
async fn a_file_that_is_not_what_the_mapping_expects_is_refused_as_a_whole() {
    let world = World::new().await;
    let mapping = shipped("members");
    for (text, says) in [
        ("7,A,2018-01-01,,,,,\n", "there is no column `number`"),
        ("", "the file is empty"),
        ("number,number,joined\n", "two columns are called `number`"),
        ("\u{0}\n", "there is no column `number`"),
    ] {
        let error = refuses(&world, text, Some(&mapping)).await;
        assert!(error.contains(says), "{error}");
    }
    let utf16 = [0xff, 0xfe, b'n', 0];
    let error = refuses(&world, utf16, Some(&mapping)).await;
    assert!(error.contains("UTF-16"), "{error}");
    let missing = world.try_import(&one("a", ""), "b", Some(&mapping)).await;
    assert!(
        missing
            .unwrap_err()
            .to_string()
            .starts_with("b: the file could not be read")
    );
}

#[tokio::test]
async fn a_fault_at_the_end_of_a_long_file_leaves_nothing_behind() {
    let world = World::new().await;
    let mut bytes = members("").into_bytes();
    for number in 0..12_000 {
        bytes.extend(format!("{number},,2018-01-01,,,,,\n").bytes());
    }
    bytes.extend(b"x,\xff,2018-01-01,,,,,\n");
    let error = refuses(&world, bytes, Some(&shipped("members"))).await;
    assert!(error.starts_with("register:12002:2"), "{error}");
}

const POPOLO: &str = r#"{
"persons": [
  {"id": "p1", "name": "P", "birth_date": "1950-05"},
  {"id": "p1"},
  {"name": "no id"},
  {"id": "p2", "birth_date": "2019-02-29"},
  "p3"],
"organizations": [
  {"id": "o1", "classification": "chamber"},
  {"id": "o2", "parent_id": "o3"},
  {"id": "o3", "parent_id": "o2"},
  {"id": "o4", "parent_id": "gone"},
  {"id": "o5", "parent_id": "o1", "founding_date": "1900"}],
"areas": [
  {"id": "a1", "parent_id": "a1"},
  {"id": "a2", "name": {"lang:en": "Area"}}],
"posts": [{"id": "t1", "role": "Chair of it", "organization_id": "o5", "area_id": "a2"}],
"memberships": [
  {"id": "m1", "person_id": "p1", "organization_id": "o1", "start_date": "2001-02"},
  {"id": "m2", "person_id": "p9", "organization_id": "o1", "start_date": "2001"},
  {"id": "m3", "person_id": "p1", "organization_id": "o9", "start_date": "2001"},
  {"id": "m4", "person_id": "p1", "organization_id": "o1", "on_behalf_of_id": "o8", "start_date": "2001"},
  {"id": "m5", "person_id": "p1", "organization_id": "o1", "area_id": "a9", "start_date": "2001"},
  {"id": "m6", "person_id": "p1", "post_id": "t9", "start_date": "2001"},
  {"id": "m7", "person_id": "p1", "organization_id": "o1"},
  {"id": "m8", "person_id": "p2", "organization_id": "o1", "start_date": "2001"},
  {"id": "m9", "person_id": "p1", "organization_id": "o2", "start_date": "2001"},
  {"id": "m1", "person_id": "p1", "organization_id": "o1", "start_date": "2001"},
  {"id": "m10", "person_id": "p1", "organization_id": "o1", "start_date": "1950-04-30"},
  {"id": "m11", "person_id": "p1", "organization_id": "o1", "start_date": "2005-03-02", "end_date": "2005-03-01"},
  {"id": "m12", "person_id": "p1", "post_id": "t1", "start_date": "2005-03-02", "end_date": "2006-01", "end_reason": "Moved away"},
  {"id": "m13", "person_id": "p1", "organization_id": "o1", "start_date": 20050302},
  {"id": "m14", "person_id": "p1", "organization_id": "o1", "start_date": ["2005"]}]
}"#;

#[tokio::test]
async fn what_is_wrong_in_a_popolo_file_is_told_with_its_place() {
    let world = World::new().await;
    let report = world.text(POPOLO, None).await;
    for (line, field, says) in [
        (4, "id", "is the id of an earlier record too"),
        (5, "id", "is missing"),
        (6, "birth_date", "the calendar has no such day"),
        (7, "id", "is missing"),
        (10, "parent_id", "makes a circle"),
        (11, "parent_id", "makes a circle"),
        (12, "parent_id", "is not the id of any of the organizations"),
        (15, "parent_id", "makes a circle"),
        (20, "person_id", "is not the id of any of the persons"),
        (
            21,
            "organization_id",
            "is not the id of any of the organizations",
        ),
        (
            22,
            "on_behalf_of_id",
            "is not the id of any of the organizations",
        ),
        (23, "area_id", "is not the id of any of the areas"),
        (24, "post_id", "is not the id of any of the posts"),
        (25, "start_date", "is missing"),
        (26, "person_id", "whose own record was rejected"),
        (27, "organization_id", "whose own record was rejected"),
        (28, "id", "is the id of an earlier membership too"),
        (29, "start_date", "before this person's birth"),
        (30, "end_date", "before its beginning"),
        (32, "start_date", "is not a date"),
        (33, "start_date", "is not a text"),
    ] {
        assert_fault(&report, line, field, says);
    }
    let facts = world.facts().await;
    let kinds = kinds(&facts);
    let (taken, left) = (kinds["seat_taken"], kinds["seat_left"]);
    assert_eq!((kinds["body_founded"], taken, left), (2, 2, 1));
    let chair = facts
        .iter()
        .find(|fact| fact.what.text("office") == Some("chair_of_it"))
        .unwrap();
    assert_eq!(chair.what.text("area"), Some("a2"));
    let left = facts.iter().find(|fact| fact.what.kind == "seat_left");
    let left = &left.unwrap().what;
    assert_eq!(left.effective_on.to_string(), "2006-01");
    assert_eq!(left.text("reason"), Some("moved_away"));
    let again = world.text(POPOLO, None).await;
    assert_eq!((again.facts, again.faults), (0, report.faults));
}

#[tokio::test]
async fn json_that_is_not_json_is_refused_with_line_and_column() {
    let world = World::new().await;
    for (text, says) in [
        ("{\"persons\": [\n  {\"id\": \"a\",}]}", "register:2:14:"),
        ("{\"persons\": 3}", "register:1:"),
        ("{\"people\": []}", "this is not Popolo"),
        ("", "register:1:0"),
    ] {
        let error = refuses(&world, text, None).await;
        assert!(error.contains(says), "{error}");
    }
    let mut latin = b"{\"persons\": [\n{\"id\": \"".to_vec();
    latin.push(0xe9);
    let error = refuses(&world, latin, None).await;
    assert!(
        error.starts_with("register:2:9: the file is not UTF-8"),
        "{error}"
    );
    let deep = format!(
        "{{\"persons\": [{}1{}]}}",
        "[".repeat(4000),
        "]".repeat(4000)
    );
    refuses(&world, deep, None).await;
}

#[test]
fn a_mapping_with_a_slip_says_where() {
    for (text, says) in [
        (
            "name = \"m\"\nformat = \"xml\"\n",
            "line 2: `format` is `xml`",
        ),
        (
            "name = \"m\"\nformat = \"csv\"\n[persn]\n",
            "line 3: `persn` is not a setting; did you mean `person`?",
        ),
        (
            "name = \"m\"\nformat = \"csv\"\n[person]\nscheem = 1\n",
            "line 4: `person.scheem` is not a setting; did you mean `scheme`?",
        ),
        (
            "name = \"m\"\nformat = \"csv\"\n[person]\nonce = true\n",
            "`person.key` is missing",
        ),
        (
            "name = \"m\"\nformat = \"csv\"\n[person]\nkey = 0\n",
            "line 4: `key` must name a column",
        ),
        (
            "name = \"m\"\nformat = \"csv\"\n[person]\nkey = 1\nborn = { column = 2, date = \"dd.mm\" }\n",
            "line 5: `dd.mm` is not a form of dates",
        ),
        (
            "name = \"m\"\nformat = \"csv\"\n[person]\nkey = 1\n[[fact]]\nkind = \"admitted\"\non = 2\nfields = { branch = { unit = \"b\" } }\n",
            "line 8: there is no `[unit.b]`",
        ),
        (
            "name = \"m m\"\nformat = \"csv\"\n",
            "line 1: `m m` is not a code",
        ),
        ("name = \"m\n", "line 1: this is not TOML"),
    ] {
        let error = Mapping::parse(text).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}
