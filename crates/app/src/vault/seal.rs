//! Sealing and opening: XChaCha20-Poly1305, with what is sealed bound to its place.
//!
//! Each sealed text begins with its nonce of 24 random bytes, so that no count of nonces must be
//! kept. What it is and where it belongs goes in as associated data: a chunk that was moved, a label
//! of another file or a file that was cut short does not open.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key as CipherKey, XChaCha20Poly1305, XNonce};
use standing_base::Id;

use crate::ports::Entropy;

pub(crate) const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

/// A key that is in use. It gets into no log by accident.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Key([u8; KEY_BYTES]);

impl Key {
    pub(crate) fn new(entropy: &dyn Entropy) -> Self {
        let mut bytes = [0; KEY_BYTES];
        entropy.fill(&mut bytes);
        Self(bytes)
    }

    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(crate) const fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// What is sealed, and where it belongs.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// The key of an owner.
    Key(Id),
    /// The name of a file.
    Label(Id),
    /// Who somebody is whom a case names by a number.
    Identity(Id, u32),
    /// What an author noted for themselves about an owner.
    Note(Id, Id),
    /// A message of an intake.
    Message(Id, u32),
    /// Why an intake was dismissed.
    Reason(Id),
    /// Why an intake is still needed.
    Hold(Id),
    /// A chunk of a file; the last says that it is.
    Chunk(Id, u32, bool),
}

impl Place {
    fn text(self) -> String {
        match self {
            Self::Key(owner) => format!("standing key {owner}"),
            Self::Label(file) => format!("standing label {file}"),
            Self::Identity(case, number) => format!("standing identity {case} {number}"),
            Self::Note(owner, author) => format!("standing note {owner} {author}"),
            Self::Message(intake, number) => format!("standing message {intake} {number}"),
            Self::Reason(intake) => format!("standing reason {intake}"),
            Self::Hold(intake) => format!("standing hold {intake}"),
            Self::Chunk(file, number, false) => format!("standing chunk {file} {number}"),
            Self::Chunk(file, number, true) => format!("standing last chunk {file} {number}"),
        }
    }
}

/// What was sealed does not open: another key, another place, or changed bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unopened;

pub(crate) fn seal(
    key: &Key,
    entropy: &dyn Entropy,
    place: Place,
    plain: &[u8],
) -> Result<Vec<u8>, Unopened> {
    let mut nonce = [0; NONCE_BYTES];
    entropy.fill(&mut nonce);
    let aad = place.text();
    let payload = Payload {
        msg: plain,
        aad: aad.as_bytes(),
    };
    let cipher = XChaCha20Poly1305::new(&CipherKey::from(key.0));
    // Fails only for texts of many gigabytes.
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload);
    let mut out = nonce.to_vec();
    out.extend(sealed.map_err(|_| Unopened)?);
    Ok(out)
}

pub(crate) fn open(key: &Key, place: Place, sealed: &[u8]) -> Result<Vec<u8>, Unopened> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES).ok_or(Unopened)?;
    let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| Unopened)?;
    let aad = place.text();
    let payload = Payload {
        msg: sealed,
        aad: aad.as_bytes(),
    };
    let cipher = XChaCha20Poly1305::new(&CipherKey::from(key.0));
    cipher
        .decrypt(&XNonce::from(nonce), payload)
        .map_err(|_| Unopened)
}

#[cfg(test)]
mod tests {
    use standing_base::{IdKind, Instant};

    use super::*;

    #[derive(Debug)]
    struct Sevens;

    impl Entropy for Sevens {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_with_its_key_and_nowhere_else() {
        let id = |byte| Id::new(IdKind::Evidence, Instant::from_microseconds(0), [byte; 10]);
        let key = Key::new(&Sevens);
        let place = Place::Chunk(id(1), 4, false);
        let sealed = seal(&key, &Sevens, place, b"words").unwrap();
        assert_eq!(open(&key, place, &sealed).unwrap(), b"words");
        assert!(!sealed.windows(5).any(|part| part == b"words"));
        for elsewhere in [
            Place::Chunk(id(1), 5, false),
            Place::Chunk(id(1), 4, true),
            Place::Chunk(id(2), 4, false),
            Place::Label(id(1)),
            Place::Key(id(1)),
            Place::Note(id(1), id(1)),
            Place::Message(id(1), 4),
            Place::Reason(id(1)),
            Place::Hold(id(1)),
        ] {
            assert_eq!(open(&key, elsewhere, &sealed), Err(Unopened));
        }
        let other = Key::of(&[8; KEY_BYTES]).unwrap();
        assert_eq!(open(&other, place, &sealed), Err(Unopened));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(open(&key, place, &changed), Err(Unopened), "byte {at}");
            assert_eq!(open(&key, place, &sealed[..at]), Err(Unopened), "cut {at}");
        }
    }
}
