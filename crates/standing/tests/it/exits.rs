//! Bad input: one clear sentence, the right exit code, nothing lost.

use std::fs;

use standing_store::testing::Folder;

use crate::command::{Demo, standing};

/// What was typed, the exit code, and words that the message must have.
const CASES: &[(&[&str], i32, &[&str])] = &[
    (
        &["ask", "endorze", "--about", "M", "--on", "2019-11-06"],
        2,
        &["endorze", "did you mean", "endorse"],
    ),
    (
        &["ask", "endorse", "--about", "per_1", "--on", "2019-11-06"],
        2,
        &["per_1"],
    ),
    (
        &["ask", "endorse", "--about", "case:C1", "--on", "2019-11-06"],
        2,
        &["member"],
    ),
    (
        &["ask", "case_open", "--about", "M", "--on", "2019-11-06"],
        2,
        &["case"],
    ),
    (
        &[
            "ask",
            "case_open",
            "--about",
            "case:C9",
            "--on",
            "2019-11-06",
        ],
        2,
        &["case:C9"],
    ),
    (
        &["ask", "endorse", "--about", "M", "--on", "1900-01-01"],
        2,
        &["record begins on 1994-05-01"],
    ),
    (
        &["ask", "endorse", "--about", "M", "--on", "2019-02-29"],
        2,
        &["no such day", "2019-02-29"],
    ),
    (
        &["ask", "endorse", "--about", "M", "--on", "6 Nov"],
        2,
        &["2019-11-06"],
    ),
    (
        &["roll", "--on", "2019-11-06", "--question", "case_open"],
        2,
        &["not asked about persons"],
    ),
    (&["history", "nobody at all"], 2, &["nobody at all"]),
    (
        &["serve", "--listen", "0.0.0.0:0"],
        2,
        &["0.0.0.0", "127.0.0.1"],
    ),
    (
        &["rulebook", "what-if", "--set", "suspension_laps=60 days"],
        2,
        &["suspension_laps"],
    ),
    (
        &["rulebook", "what-if", "no-such"],
        2,
        &["no-such", "lapse-60"],
    ),
    (&["rulebook", "check", "/nowhere"], 2, &["/nowhere"]),
    (&["find", " "], 2, &["a part of a name"]),
    (
        &["mail", "list", "--state", "posted"],
        2,
        &["posted", "queued"],
    ),
    (
        &["mail", "resend", "let_0190163d8694739db7a1c1d3f4e5a6b7"],
        2,
        &["no letter", "standing mail list"],
    ),
    (
        &["mail", "resend", "per_0190163d8694739db7a1c1d3f4e5a6b7"],
        2,
        &["not the id of a letter"],
    ),
    // Nothing is on standard input.
    (&["mail", "bounce"], 2, &["RFC 3464"]),
];

#[test]
fn bad_input_is_told_in_one_sentence_and_exits_with_2() {
    let [sqlite, ..] = Demo::both() else {
        panic!("two engines")
    };
    for (args, code, words) in CASES {
        let ended = sqlite.run(args);
        assert_eq!(ended.code, *code, "{args:?}: {} {}", ended.out, ended.err);
        for word in *words {
            assert!(
                ended.err.contains(word),
                "{args:?} does not say `{word}`: {}",
                ended.err
            );
        }
        assert!(!ended.err.contains("panicked"), "{args:?}: {}", ended.err);
    }
}

#[test]
fn near_names_are_suggested_for_an_unknown_person() {
    let [sqlite, ..] = Demo::both() else {
        panic!("two engines")
    };
    let roll = sqlite.run(&["roll", "--on", "2019-11-06", "--csv"]);
    let name = roll
        .out
        .lines()
        .nth(20)
        .and_then(|line| line.split(',').nth(2))
        .unwrap();
    let misspelt = format!("{name}e");
    let ended = sqlite.run(&[
        "ask",
        "is_member",
        "--about",
        &misspelt,
        "--on",
        "2019-11-06",
    ]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains(name), "{misspelt}: {}", ended.err);
}

#[test]
fn a_demo_refuses_a_folder_that_is_not_empty() {
    let folder = Folder::new();
    fs::write(folder.path().join("letter.txt"), "keep me").unwrap();
    let dir = folder.path().display().to_string();
    let ended = standing(&["demo", "--no-serve", "--dir", &dir]);
    assert_eq!(ended.code, 2, "{}", ended.err);
    assert!(ended.err.contains("not empty"), "{}", ended.err);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_is_not_a_record_is_told_and_exits_with_1() {
    let folder = Folder::new();
    let dir = folder.path().display().to_string();
    let ended = standing(&[
        "ask",
        "endorse",
        "--about",
        "M",
        "--on",
        "2019-11-06",
        "--dir",
        &dir,
    ]);
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(ended.err.contains("standing init"), "{}", ended.err);
    let url = "postgres://nobody:secret@127.0.0.1:1/nothing";
    let ended = standing(&["doctor", "--database", url]);
    assert_eq!(ended.code, 1, "{}", ended.err);
    let said = format!("{}{}", ended.out, ended.err);
    assert!(!said.contains("secret"), "the password is printed: {said}");
}

#[test]
fn doctor_finds_the_demo_well() {
    for demo in Demo::both() {
        let ended = demo.run(&["doctor"]);
        assert_eq!(ended.code, 0, "{} {}", ended.out, ended.err);
        assert_eq!(
            ended
                .out
                .lines()
                .filter(|line| line.starts_with("wrong"))
                .count(),
            0
        );
    }
}

#[test]
fn a_misspelt_rulebook_leaves_no_record_behind() {
    let folder = Folder::new();
    let rulebook = folder.path().join("rulebook");
    fs::create_dir(&rulebook).unwrap();
    fs::write(rulebook.join("rulebook.toml"), "nme = \"x\"\n").unwrap();
    let dir = folder.path().join("data");
    let ended = standing(&[
        "init",
        "--name",
        "X",
        "--founded",
        "2019",
        "--rulebook",
        &rulebook.display().to_string(),
        "--dir",
        &dir.display().to_string(),
    ]);
    assert_eq!(ended.code, 2, "{}", ended.err);
    assert!(ended.err.contains("rulebook.toml"), "{}", ended.err);
    assert!(!dir.exists());
}
