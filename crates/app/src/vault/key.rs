//! The wrapping key, and the keys that lie wrapped under it.

use standing_base::{Date, Id, Told};

use super::seal::{KEY_BYTES, Key, Place, open, seal};
use super::{Vault, refused, unopened};
use crate::account::{digest, hex};
use crate::app::App;
use crate::error::AppError;
use crate::ports::vault::SealedKey;
use crate::ports::{Entropy, LIST_MAX, Snapshot};

/// The key under which all others are sealed. It is not in the database.
#[derive(Clone, Debug)]
pub struct VaultKey(Key);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a vault key is 64 hexadecimal digits on one line; make one with `standing vault keygen FILE`"
)]
pub struct KeyError;

impl VaultKey {
    pub fn new(entropy: &dyn Entropy) -> Self {
        Self(Key::new(entropy))
    }

    /// Reads it as [`Self::text`] writes it.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() != 2 * KEY_BYTES || !text.bytes().all(is_hex) {
            return Err(KeyError);
        }
        let digits = text.as_bytes().chunks(2);
        let bytes: Option<Vec<u8>> = digits
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
            .collect();
        bytes
            .and_then(|bytes| Key::of(&bytes))
            .map(Self)
            .ok_or(KeyError)
    }

    /// To be kept in a file that nobody else reads.
    pub fn text(&self) -> String {
        hex(self.0.bytes())
    }

    /// Names the key and tells nothing of it.
    pub fn fingerprint(&self) -> String {
        let digest = digest(&format!("standing vault key {}", self.text()));
        digest.chars().take(16).collect()
    }
}

/// How the stored keys and the wrapping key go together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VaultState {
    pub opened: u64,
    /// Keys that the wrapping key does not open.
    pub unopened: u64,
    pub erased: u64,
}

impl Vault {
    fn wrap(&self, entropy: &dyn Entropy, owner: Id, key: &Key) -> Result<SealedKey, AppError> {
        let wrapped = seal(&self.key.0, entropy, Place::Key(owner), key.bytes());
        Ok(SealedKey {
            owner,
            wrapped: Some(wrapped.map_err(|_| unopened("a new key"))?),
            wrapping: self.key.fingerprint(),
            erased_on: None,
        })
    }

    /// The key of a row that was not erased.
    fn unwrap(&self, row: &SealedKey) -> Result<Key, AppError> {
        let Some(wrapped) = &row.wrapped else {
            return Err(erased(row.erased_on));
        };
        open(&self.key.0, Place::Key(row.owner), wrapped)
            .ok()
            .and_then(|bytes| Key::of(&bytes))
            .ok_or_else(|| unopened(format_args!("the key of `{}`", row.owner)))
    }
}

pub(super) fn erased(on: Option<Date>) -> AppError {
    let on = on.map_or_else(String::new, |on| on.to_string());
    refused(
        "files_erased",
        Told::new(
            "files-erased",
            "what was sent here was erased on {on}: its key was deleted, and nobody can read it or add to it",
        )
        .with("on", on),
    )
}

impl App {
    /// The key of an owner that has one.
    pub(crate) async fn key_of(
        &self,
        snapshot: &mut dyn Snapshot,
        owner: Id,
    ) -> Result<Option<Key>, AppError> {
        let vault = self.vault()?;
        match snapshot.sealed_key(owner).await? {
            Some(row) => vault.unwrap(&row).map(Some),
            None => Ok(None),
        }
    }

    /// The key of an owner, made where there is none yet.
    pub(crate) async fn key_for(&self, owner: Id) -> Result<Key, AppError> {
        let vault = self.vault()?;
        if let Some(key) = self
            .key_of(&mut *self.store.snapshot().await?, owner)
            .await?
        {
            return Ok(key);
        }
        let mut writer = self.store.writer().await?;
        // Whoever has the writer writes alone, so an owner gets one key.
        if let Some(row) = writer.sealed_key(owner).await? {
            return vault.unwrap(&row);
        }
        let (key, row) = self.new_key(owner)?;
        writer.put_sealed_key(&row).await?;
        writer.commit().await?;
        Ok(key)
    }

    /// A key for an owner that is new itself, with its row.
    pub(crate) fn new_key(&self, owner: Id) -> Result<(Key, SealedKey), AppError> {
        let key = Key::new(&*self.entropy);
        let row = self.vault()?.wrap(&*self.entropy, owner, &key)?;
        Ok((key, row))
    }

    /// Whether the wrapping key opens what is stored.
    pub async fn vault_state(&self) -> Result<VaultState, AppError> {
        let vault = self.vault()?;
        let mut snapshot = self.store.snapshot().await?;
        let mut state = VaultState::default();
        let mut after = None;
        loop {
            let rows = snapshot.sealed_keys(after, LIST_MAX).await?;
            for row in &rows {
                match &row.wrapped {
                    None => state.erased += 1,
                    Some(_) if vault.unwrap(row).is_ok() => state.opened += 1,
                    Some(_) => state.unopened += 1,
                }
            }
            after = rows.last().map(|row| row.owner);
            if after.is_none() {
                return Ok(state);
            }
        }
    }

    /// Whether anything is sealed, however the vault is set up.
    pub async fn has_sealed(&self) -> Result<bool, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        Ok(!snapshot.sealed_keys(None, 1).await?.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vault_key_is_read_as_it_is_written_and_shows_in_no_log() {
        let text = "0123456789abcdef".repeat(4);
        let key = VaultKey::parse(&format!("{text}\n")).unwrap();
        assert_eq!(key.text(), text);
        assert_eq!(key.fingerprint().len(), 16);
        assert!(!format!("{key:?}").contains("0123"));
        for wrong in ["", "ab", &text[1..], &text.to_uppercase(), &"é".repeat(32)] {
            assert_eq!(VaultKey::parse(wrong).unwrap_err(), KeyError, "{wrong}");
        }
    }
}
