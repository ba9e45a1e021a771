//! The vault key of this installation: from a file, or from the environment; and the program that
//! looks through what is sent.

mod scanner;

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;

use standing_app::vault::{Vault, VaultKey};

use crate::adapters::SystemEntropy;
use crate::failure::{Failure, Outcome};
use crate::settings::VaultSettings;
use scanner::Program;

/// Where the key may stand instead of a file.
const VARIABLE: &str = "STANDING_VAULT_KEY";
/// The longest key file, in bytes: the key is shorter.
const FILE_BYTES_MAX: u64 = 1 << 10;
/// What the demo calls its key.
const DEMO_FILE: &str = "vault.key";

/// The vault as it is set up here, if it is.
pub(crate) fn of(settings: &VaultSettings) -> Result<Option<Vault>, Failure> {
    let key = match (&settings.key_file, variable()) {
        (Some(_), Some(_)) => {
            return Err(Failure::bad(format!(
                "the vault key is given twice, by `vault.key_file` and by {VARIABLE}; leave one \
                 of them out"
            )));
        }
        (Some(file), None) => read_key(file)?,
        (None, Some(text)) => VaultKey::parse(&text)
            .map_err(|error| Failure::bad(format!("{VARIABLE} holds no key: {error}")))?,
        (None, None) => return Ok(None),
    };
    let vault = Vault::new(key);
    Ok(Some(match Program::of(&settings.scanner) {
        Some(program) => vault.with_scanner(Arc::new(program)),
        None => vault,
    }))
}

#[expect(
    clippy::disallowed_methods,
    reason = "configuration is read once, and this is where"
)]
fn variable() -> Option<String> {
    std::env::var(VARIABLE).ok()
}

fn read_key(file: &Path) -> Result<VaultKey, Failure> {
    let shown = file.display();
    let failed = |error: std::io::Error| {
        Failure::bad(format!(
            "the vault key file `{shown}` cannot be read: {error}; name the right one as \
             `vault.key_file`, or make one with `standing vault keygen {shown}`"
        ))
    };
    let opened = File::open(file).map_err(failed)?;
    let mut text = String::new();
    opened
        .take(FILE_BYTES_MAX)
        .read_to_string(&mut text)
        .map_err(failed)?;
    VaultKey::parse(&text).map_err(|error| Failure::bad(format!("`{shown}` holds no key: {error}")))
}

/// Writes a key into a new file that nobody else can read.
pub(crate) fn write_key(file: &Path, key: &VaultKey) -> Outcome {
    let mut options = OpenOptions::new();
    let made = options.write(true).create_new(true).mode(0o600).open(file);
    let mut made = made.map_err(|error| {
        let why = match error.kind() {
            ErrorKind::AlreadyExists => {
                "it is there already, and a key that is in use must not be lost".to_owned()
            }
            _ => error.to_string(),
        };
        Failure::bad(format!("cannot make `{}`: {why}", file.display()))
    })?;
    made.write_all(format!("{}\n", key.text()).as_bytes())?;
    Ok(made.sync_all()?)
}

/// A key in the folder of the demo, named in its settings: everything about it is invented, and it
/// goes with its folder.
pub(crate) fn for_demo(folder: &Path) -> Result<Vault, Failure> {
    let key = VaultKey::new(&SystemEntropy);
    write_key(&folder.join(DEMO_FILE), &key)?;
    let settings = format!(
        "# The demo keeps its key beside its data. Do not do so with a record of your own.\n\
         [vault]\nkey_file = \"{DEMO_FILE}\"\n"
    );
    std::fs::write(folder.join(crate::settings::FILE), settings)?;
    Ok(Vault::new(key))
}

/// Whether a key file is there and can be read by its owner alone; what to mind about its place.
pub(crate) fn guarded(file: &Path, data: &Path) -> Result<Option<String>, String> {
    let shown = file.display();
    let found = file.metadata().map_err(|error| {
        format!("the key file {shown} cannot be looked at: {error}; put it back from its copy")
    })?;
    let mode = found.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(format!(
            "others than its owner can read the key file {shown} (mode {mode:03o}); run `chmod \
             600 {shown}`"
        ));
    }
    let parent = file.canonicalize().ok();
    let parent = parent.as_deref().and_then(Path::parent);
    let is_beside = match (parent, data.canonicalize()) {
        (Some(parent), Ok(data)) => parent.starts_with(data),
        _ => false,
    };
    Ok(is_beside.then(|| {
        format!(
            "the key file {shown} lies beside the data: whoever gets a copy of the folder can \
             open every sealed file; move it out, and out of the folder's backups"
        )
    }))
}

#[cfg(test)]
mod tests {
    use standing_store::testing::Folder;

    use super::*;

    #[test]
    fn a_key_file_is_made_once_for_its_owner_alone_and_read_back() {
        let folder = Folder::new();
        let file = folder.path().join("key");
        let key = VaultKey::new(&SystemEntropy);
        write_key(&file, &key).unwrap();
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let again = write_key(&file, &key).unwrap_err();
        assert!(again.sentence().contains("is there already"));
        let settings = VaultSettings {
            key_file: Some(file.clone()),
            ..VaultSettings::default()
        };
        assert!(of(&settings).unwrap().is_some());
        assert_eq!(read_key(&file).unwrap().text(), key.text());
        std::fs::write(&file, "not a key").unwrap();
        let wrong = of(&settings).unwrap_err();
        assert!(wrong.sentence().contains("holds no key"));
        std::fs::remove_file(&file).unwrap();
        let gone = of(&settings).unwrap_err();
        assert!(gone.sentence().contains("cannot be read"));
    }

    #[test]
    fn a_key_that_others_can_read_or_that_lies_beside_the_data_is_told() {
        let (data, elsewhere) = (Folder::new(), Folder::new());
        let key = VaultKey::new(&SystemEntropy);
        let out = elsewhere.path().join("key");
        write_key(&out, &key).unwrap();
        assert_eq!(guarded(&out, data.path()), Ok(None));
        let beside = data.path().join("key");
        write_key(&beside, &key).unwrap();
        let mind = guarded(&beside, data.path()).unwrap().unwrap();
        assert!(mind.contains("lies beside the data"), "{mind}");
        std::fs::set_permissions(&out, PermissionsExt::from_mode(0o640)).unwrap();
        let wrong = guarded(&out, data.path()).unwrap_err();
        assert!(wrong.contains("mode 640"), "{wrong}");
        let none = guarded(&data.path().join("none"), data.path());
        assert!(none.unwrap_err().contains("cannot be looked at"));
    }
}
