//! The vault key, as somebody at a terminal sets it up.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use standing_store::testing::Folder;

use crate::command::standing;

#[test]
fn a_key_is_made_named_and_looked_after_by_doctor() {
    let (data, elsewhere) = (Folder::new(), Folder::new());
    let place = data.path().display().to_string();
    let made = standing(&["demo", "--no-serve", "--dir", &place]);
    assert_eq!(made.code, 0, "{}", made.err);
    let doctor = || standing(&["doctor", "--dir", &place]);
    let of_demo = doctor();
    assert_eq!(of_demo.code, 0, "{}", of_demo.out);
    assert!(
        of_demo.out.contains("mind   vault: the key file"),
        "{}",
        of_demo.out
    );
    assert!(
        of_demo.out.contains("lies beside the data"),
        "{}",
        of_demo.out
    );

    let key = elsewhere.path().join("vault.key");
    let file = key.display().to_string();
    let made = standing(&["vault", "keygen", &file]);
    assert_eq!(made.code, 0, "{}", made.err);
    let text = fs::read_to_string(&key).unwrap();
    assert!(!made.out.contains(text.trim()), "the key is printed");
    let again = standing(&["vault", "keygen", &file]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("is there already"), "{}", again.err);
    assert_eq!(fs::read_to_string(&key).unwrap(), text);
    let settings = format!("[vault]\nkey_file = \"{file}\"\n");
    fs::write(data.path().join("standing.toml"), settings).unwrap();
    let well = doctor();
    assert_eq!(well.code, 0, "{}", well.out);
    assert!(
        well.out.contains("ok     vault: the key opens all 0"),
        "{}",
        well.out
    );
    assert!(!well.out.contains("mind   vault"), "{}", well.out);

    fs::set_permissions(&key, PermissionsExt::from_mode(0o644)).unwrap();
    let read_by_others = doctor();
    assert_eq!(read_by_others.code, 1);
    assert!(
        read_by_others.out.contains("chmod 600"),
        "{}",
        read_by_others.out
    );
    fs::remove_file(&key).unwrap();
    let gone = doctor();
    assert_eq!(gone.code, 1);
    assert!(
        gone.out.contains("wrong  vault: the key file"),
        "{}",
        gone.out
    );
    let serve = standing(&["serve", "--dir", &place]);
    assert_eq!(serve.code, 2);
    assert!(serve.err.contains("cannot be read"), "{}", serve.err);
}
