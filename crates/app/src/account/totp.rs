//! Codes of authenticator apps (RFC 6238): six digits that change every thirty seconds, made from a
//! secret that the app and we share.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use standing_base::Instant;

use crate::ports::Entropy;

const STEP_SECONDS: i64 = 30;
const DIGITS: usize = 6;
/// Steps before and after the present one that are taken: clocks differ, and typing takes time.
const STEPS_AROUND: i64 = 1;
const SECRET_BYTES: usize = 20;

/// The letters of Base32 (RFC 4648), in which apps take secrets.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A new secret, in Base32.
pub(crate) fn secret(entropy: &dyn Entropy) -> String {
    let mut bytes = [0; SECRET_BYTES];
    entropy.fill(&mut bytes);
    base32(&bytes)
}

/// Which of the steps around now a code belongs to.
pub(crate) fn step_of(secret: &str, code: &str, now: Instant) -> Option<i64> {
    let code: String = code.chars().filter(|it| !it.is_whitespace()).collect();
    if code.len() != DIGITS || !code.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let secret = bytes_of(secret)?;
    let present = present_step(now);
    let mut found = None;
    // All are compared, whichever fits: the time it takes tells nothing.
    for step in (present - STEPS_AROUND)..=(present + STEPS_AROUND) {
        if self::code(&secret, step).is_some_and(|right| is_same(&right, &code)) {
            found = Some(step);
        }
    }
    found
}

/// The code that an app shows at an instant.
pub fn code_at(secret: &str, now: Instant) -> Option<String> {
    code(&bytes_of(secret)?, present_step(now))
}

fn present_step(now: Instant) -> i64 {
    now.microseconds().div_euclid(STEP_SECONDS * 1_000_000)
}

/// What an app reads from the picture.
pub(crate) fn address(secret: &str, organisation: &str, email: &str) -> String {
    let issuer = encoded(organisation);
    format!(
        "otpauth://totp/{issuer}:{}?secret={secret}&issuer={issuer}",
        encoded(email)
    )
}

fn code(secret: &[u8], step: i64) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash.last()? & 0x0f);
    let four: [u8; 4] = hash.get(offset..offset + 4)?.try_into().ok()?;
    let number = u32::from_be_bytes(four) & 0x7fff_ffff;
    Some(format!("{:06}", number % 1_000_000))
}

/// Compares without stopping at the first difference.
fn is_same(a: &str, b: &str) -> bool {
    let differences = a
        .bytes()
        .zip(b.bytes())
        .fold(0, |sum, (a, b)| sum | (a ^ b));
    a.len() == b.len() && differences == 0
}

fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            let letter = usize::try_from((held >> bits) & 0x1f).unwrap_or(0);
            text.push(char::from(BASE32.get(letter).copied().unwrap_or(b'A')));
        }
        held &= (1 << bits) - 1;
    }
    text
}

fn bytes_of(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let value = BASE32.iter().position(|known| *known == letter)?;
        held = (held << 5) | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).ok()?);
            held &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

fn encoded(text: &str) -> String {
    use std::fmt::Write;

    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, for SHA-1; the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = base32(b"12345678901234567890");
        assert_eq!(secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        for (second, expected) in [
            (59_i64, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let now = Instant::from_microseconds(second * 1_000_000);
            assert_eq!(
                step_of(&secret, expected, now),
                Some(second / 30),
                "{second}"
            );
            assert_eq!(step_of(&secret, "000000", now), None);
        }
    }

    #[test]
    fn a_code_of_the_step_before_or_after_is_taken_and_no_other() {
        let secret = base32(b"12345678901234567890");
        for (second, taken) in [
            (0_i64, true),
            (30, true),
            (89, true),
            (90, false),
            (120, false),
        ] {
            let now = Instant::from_microseconds(second * 1_000_000);
            assert_eq!(
                step_of(&secret, "287 082", now).is_some(),
                taken,
                "{second}"
            );
        }
        let now = Instant::from_microseconds(59_000_000);
        for code in ["", "28708", "2870820", "２８７０８２", "28708a"] {
            assert_eq!(step_of(&secret, code, now), None, "{code}");
        }
    }

    #[test]
    fn the_address_for_apps_names_organisation_and_account() {
        assert_eq!(
            address("ABC", "The Example Party", "m@example.org"),
            "otpauth://totp/The%20Example%20Party:m%40example.org?secret=ABC&issuer=The%20Example%20Party"
        );
    }
}
