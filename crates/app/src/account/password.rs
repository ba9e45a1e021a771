//! Passwords: what is asked of one, and the slow work that makes guessing dear.
//!
//! The work takes tens of milliseconds and 19 MiB. It is done by plain functions, so that a server
//! can do it away from the threads on which it answers.

use argon2::password_hash::PasswordHasher;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordVerifier, Version};
use unicode_normalization::UnicodeNormalization;

use super::AccountError;
use crate::ports::Entropy;
use standing_base::Told;

/// The shortest password, in characters. Length is all that is asked: rules about digits and signs
/// make passwords alike.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// The longest: enough for any phrase, and no way to keep the server busy.
pub const PASSWORD_CHARS_MAX: usize = 200;

/// Memory, passes and lanes of Argon2id, as OWASP recommends for servers.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const SALT_BYTES: usize = 16;

/// A password as typed, in one Unicode form: keyboards differ in how they send `é`.
#[derive(Clone)]
pub struct Password(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

impl Password {
    /// A password to sign in with: what is too long is none that was ever set.
    pub(crate) fn typed(text: &str) -> Self {
        Self(text.chars().take(PASSWORD_CHARS_MAX + 1).nfkc().collect())
    }

    /// A new password, typed twice.
    pub fn chosen(text: &str, again: &str, email: &str) -> Result<Self, AccountError> {
        let wrong = |says: Told| Err(AccountError::field("password", says));
        let count = text.chars().count();
        if count < PASSWORD_CHARS_MIN {
            return wrong(
                Told::new(
                    "password-short",
                    "choose a password of at least {min} characters; four or five words do well",
                )
                .with("min", PASSWORD_CHARS_MIN),
            );
        }
        if count > PASSWORD_CHARS_MAX {
            return wrong(
                Told::new(
                    "password-long",
                    "choose a password of at most {max} characters",
                )
                .with("max", PASSWORD_CHARS_MAX),
            );
        }
        let is_one_sign_over_and_over = text.chars().skip(1).all(|it| text.starts_with(it));
        if is_one_sign_over_and_over || text.to_lowercase() == email {
            return wrong(Told::new(
                "password-easy",
                "choose a password that is harder to guess",
            ));
        }
        if text != again {
            return Err(AccountError::field(
                "again",
                Told::new(
                    "passwords-differ",
                    "the two passwords differ; type the same one twice",
                ),
            ));
        }
        Ok(Self::typed(text))
    }

    /// Slow. The hash, with its salt and its parameters, as text.
    pub fn hash(&self, salt: &[u8; SALT_BYTES]) -> Result<String, AccountError> {
        let hash: Result<PasswordHash, _> =
            hasher()?.hash_password_with_salt(self.0.as_bytes(), salt);
        hash.map(|hash| hash.to_string()).map_err(|_| unusable())
    }

    /// Slow. Whether this is the password of a hash; where there is no hash, the same work for nothing.
    pub(crate) fn is_of(&self, hash: Option<&str>) -> bool {
        let Some(hash) = hash else {
            let _ = self.hash(&[0; SALT_BYTES]);
            return false;
        };
        let parsed = PasswordHash::new(hash);
        parsed.is_ok_and(|hash| {
            // The parameters of the hash count, not ours: those of old hashes may be others.
            Argon2::default()
                .verify_password(self.0.as_bytes(), &hash)
                .is_ok()
        })
    }
}

/// For [`Password::hash`].
pub fn salt(entropy: &dyn Entropy) -> [u8; SALT_BYTES] {
    let mut salt = [0; SALT_BYTES];
    entropy.fill(&mut salt);
    salt
}

fn hasher() -> Result<Argon2<'static>, AccountError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| unusable())?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn unusable() -> AccountError {
    AccountError::field(
        "password",
        Told::new(
            "password-unusable",
            "this password cannot be used; choose another",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_however_its_accents_were_typed() {
        let chosen = "caf\u{e9} correct horse";
        let hash = Password::chosen(chosen, chosen, "a@b.c")
            .unwrap()
            .hash(&[3; SALT_BYTES])
            .unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert!(Password::typed("cafe\u{301} correct horse").is_of(Some(&hash)));
        assert!(!Password::typed("cafe correct horse").is_of(Some(&hash)));
        assert!(!Password::typed(chosen).is_of(None));
        assert!(!Password::typed(chosen).is_of(Some("nonsense")));
    }

    #[test]
    fn a_password_that_is_short_long_or_plain_is_refused() {
        let long = "x y".repeat(100);
        for (text, again) in [
            ("short", "short"),
            (&*long, &*long),
            ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa"),
            ("Somebody@example.org", "Somebody@example.org"),
            ("correct horse battery", "correct horse batter"),
        ] {
            assert!(
                Password::chosen(text, again, "somebody@example.org").is_err(),
                "{text}"
            );
        }
    }
}
