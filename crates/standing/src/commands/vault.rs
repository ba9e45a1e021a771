//! `standing vault`: the key under which files are sealed.

use standing_app::vault::VaultKey;

use crate::adapters::SystemEntropy;
use crate::args::VaultCommand;
use crate::failure::Outcome;
use crate::vault;

pub(crate) fn run(command: &VaultCommand) -> Outcome {
    let VaultCommand::Keygen { file } = command;
    let key = VaultKey::new(&SystemEntropy);
    vault::write_key(file, &key)?;
    println!(
        "made the vault key {} in {}",
        key.fingerprint(),
        file.display()
    );
    println!(
        "name it in standing.toml as `vault.key_file`; keep a copy where no backup of the record \
         lies: without it nobody can read a sealed file"
    );
    Ok(())
}
