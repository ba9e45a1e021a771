//! A program that is killed in the middle of an import leaves nothing half done.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use standing_store::testing::Folder;

use crate::command::{root, standing};

/// Enough rows that an import takes far longer than it takes to see that it has begun.
const ROWS: u32 = 60_000;

#[test]
fn an_import_that_is_killed_leaves_nothing_behind() {
    let folder = Folder::new();
    let data = folder.path().join("data");
    let dir = data.display().to_string();
    let rulebook = root().join("rulebooks/example-party").display().to_string();
    let made = standing(&[
        "init",
        "--name",
        "X",
        "--founded",
        "1990",
        "--rulebook",
        &rulebook,
        "--dir",
        &dir,
    ]);
    assert_eq!(made.code, 0, "{}", made.err);
    let csv = folder.path().join("members.csv");
    let mut out = fs::File::create(&csv).unwrap();
    writeln!(out, "number,name,joined,left,reason,branch,paid_until,born").unwrap();
    for number in 0..ROWS {
        writeln!(out, "{number},Member {number},2010-01-01,,,,,").unwrap();
    }
    let before = export(&dir);
    let csv = csv.display().to_string();
    let args = [
        "register",
        "import",
        "--format",
        "csv",
        "--mapping",
        "members",
        "--dir",
        &dir,
        &csv,
    ];
    let mut child = Command::new(env!("CARGO_BIN_EXE_standing"))
        .args(args)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    // Rows are being written once the write-ahead log has grown.
    let log = data.join("standing.sqlite-wal");
    let waiting = Instant::now();
    let grown = || fs::metadata(&log).is_ok_and(|log| log.len() > 200_000);
    while !grown() {
        assert!(
            child.try_wait().unwrap().is_none(),
            "it ended before it could be killed"
        );
        assert!(
            waiting.elapsed() < Duration::from_mins(5),
            "nothing was ever written"
        );
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    assert!(
        !child.wait().unwrap().success(),
        "it ended before it could be killed"
    );

    assert_eq!(export(&dir), before, "the killed import left something");
    let again = standing(&args);
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(again.out.contains("60000 persons"), "{}", again.out);
}

fn export(dir: &str) -> String {
    let ended = standing(&["export", "-", "--dir", dir]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.out
}
