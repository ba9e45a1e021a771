//! A draw of a panel, repeated by somebody who has nothing but the file.

use std::fs;

use standing_store::testing::Folder;

use crate::command::standing;

/// The worked example of RFC 3797, section 6, as the page of a case would print it.
const EXAMPLE: &str = r#"{
  "size": 10,
  "seeds": ["9319", "2, 5, 12, 8, 10", "9, 18, 26, 34, 41, 45"],
  "pool": [
    "John", "Mary", "Bashful", "Dopey", "Sleepy", "Grouchy", "Doc", "Sneazy", "Handsome",
    "Cassandra", "Pollyanna", "Pendragon", "Pandora", "Faith", "Hope", "Charity", "Lee",
    "Longsuffering", "Chastity", "Smith", "Pride", "Sloth", "Envy", "Anger", "Kasczynski"
  ],
  "drawn": [
    "Lee", "Doc", "Mary", "Charity", "Kasczynski", "Envy", "Sneazy", "Anger", "Chastity",
    "Pandora"
  ]
}"#;

#[test]
fn a_draw_comes_out_again_and_another_name_is_found_out() {
    let folder = Folder::new();
    let file = folder.path().join("draw.json");
    let verify = |text: &str| {
        fs::write(&file, text).unwrap();
        standing(&["draw", "verify", &file.display().to_string()])
    };
    let right = verify(EXAMPLE);
    assert_eq!(right.code, 0, "{}", right.err);
    assert!(
        right
            .out
            .contains("key: 9319./2.5.8.10.12./9.18.26.34.41.45./")
    );
    assert!(
        right
            .out
            .contains("0: MD5 990dd0a5692a029a98b5e01aa28f3459, remainder by 25 is 16: Lee"),
        "{}",
        right.out
    );
    assert!(right.out.ends_with("the draw comes out as the file says\n"));
    for (from, to, says) in [
        (
            "\"Lee\", \"Doc\", \"Mary\"",
            "\"Lee\", \"Smith\", \"Mary\"",
            "from name 2 on",
        ),
        ("\"9319\"", "\"9318\"", "names others than the draw gives"),
        ("\"size\": 10", "\"size\": 9", "from name 10 on"),
        ("\"size\": 10", "\"size\": ten", "is no draw"),
        ("\"size\": 10", "\"count\": 10", "is no draw"),
    ] {
        let wrong = verify(&EXAMPLE.replacen(from, to, 1));
        assert_eq!(wrong.code, 2, "{to}: {}", wrong.out);
        assert!(wrong.err.contains(says), "{to}: {}", wrong.err);
        assert_eq!(wrong.err.trim_end().lines().count(), 1);
    }
    let nowhere = standing(&["draw", "verify", "nowhere.json"]);
    assert_eq!(nowhere.code, 2);
}
