//! What is not needed any more, by the command.

use standing_store::testing::Folder;

use crate::command::standing;

#[test]
fn what_is_due_is_printed_then_announced_once_and_the_record_stays_whole() {
    let folder = Folder::new();
    let dir = folder.path().display().to_string();
    let run = |args: &[&str]| {
        let ended = standing(&[args, &["--dir", &dir]].concat());
        assert_eq!(ended.code, 0, "{args:?}: {ended:?}");
        ended.out
    };
    run(&["demo", "--no-serve"]);
    // The case of 2019 ended with a warning, and nobody has looked since.
    let due = run(&["retention", "--dry-run"]);
    let line = "(clause 14.11); its erasure is announced next";
    assert!(due.contains(line), "{due}");
    assert!(due.ends_with("nothing was changed\n"), "{due}");
    assert_eq!(run(&["retention", "--dry-run"]), due);
    let mind = run(&["doctor"]);
    assert!(mind.contains("mind   retention: "), "{mind}");

    let cases = due.lines().filter(|line| line.contains("announced next"));
    let announced = format!(
        "{} erasure(s) announced, 0 case(s) and complaint(s) erased\n",
        cases.count()
    );
    assert_eq!(run(&["retention"]), announced);
    let nothing = "0 erasure(s) announced, 0 case(s) and complaint(s) erased\n";
    assert_eq!(run(&["retention"]), nothing);
    let due = run(&["retention", "--dry-run"]);
    assert!(
        due.contains("unless somebody says that it is needed"),
        "{due}"
    );
    let well = run(&["doctor"]);
    assert!(well.contains("ok     retention: "), "{well}");
    assert!(run(&["rebuild"]).contains("nothing differs"));
}
