//! Recovery codes: ten words for the drawer, each good once, for when the phone is gone.

use standing_base::{Id, Instant};

use super::digest;
use crate::ports::{Credential, CredentialKind, Entropy};

pub const CODES: usize = 10;
/// Letters of a code. Thirty-two letters in twelve places are sixty bits.
const LETTERS: usize = 12;
const GROUP: usize = 4;
/// Without `0`, `1`, `i` and `l`, which are taken for each other.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnopqrstuvwxyz23456789";

/// New codes as they are shown, once.
pub(crate) fn new_codes(entropy: &dyn Entropy) -> Vec<String> {
    (0..CODES).map(|_| new_code(entropy)).collect()
}

fn new_code(entropy: &dyn Entropy) -> String {
    let mut bytes = [0; LETTERS];
    entropy.fill(&mut bytes);
    let mut code = String::new();
    for (place, byte) in bytes.iter().enumerate() {
        if place > 0 && place % GROUP == 0 {
            code.push('-');
        }
        // 256 is a multiple of 32, so every letter is as likely.
        let letter = ALPHABET.get(usize::from(byte % 32)).copied();
        code.push(char::from(letter.unwrap_or(b'a')));
    }
    code
}

/// Under which a code of an account is kept: however it is typed, and of no use elsewhere.
pub(crate) fn key(account: Id, code: &str) -> String {
    let code: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|it| it.to_ascii_lowercase())
        .take(LETTERS + 1)
        .collect();
    digest(&format!("{account} {code}"))
}

pub(crate) fn credential(account: Id, code: &str, now: Instant) -> Credential {
    Credential {
        kind: CredentialKind::RecoveryCode,
        key: key(account, code),
        account,
        name: String::new(),
        body: String::new(),
        counter: 0,
        created_at: now,
        last_used_at: None,
    }
}

#[cfg(test)]
mod tests {
    use standing_base::IdKind;

    use super::*;

    #[derive(Debug)]
    struct Rising;

    impl Entropy for Rising {
        fn fill(&self, bytes: &mut [u8]) {
            for (byte, value) in bytes.iter_mut().zip(0..) {
                *byte = value;
            }
        }
    }

    #[test]
    fn a_code_is_known_again_however_it_is_typed_and_only_for_its_account() {
        let account = |last: u8| {
            let random = [0, 0, 0, 0, 0, 0, 0, 0, 0, last];
            Id::new(IdKind::Account, Instant::from_microseconds(0), random)
        };
        let code = new_code(&Rising);
        assert_eq!(code, "abcd-efgh-jkmn");
        let kept = key(account(1), &code);
        assert_eq!(key(account(1), " ABCD efgh JKMN "), kept);
        assert_ne!(key(account(1), "abcd-efgh-jkmm"), kept);
        assert_ne!(key(account(1), "abcd-efgh-jkmn-a"), kept);
        assert_ne!(key(account(2), &code), kept);
    }
}
