//! Receipt codes: twelve groups of three digits, which can be read aloud in any language and typed
//! on any telephone. 119 bits: nobody guesses one.

use std::fmt::Write;

use standing_base::Told;

use crate::account::digest;
use crate::error::{AppError, FieldFault};
use crate::ports::Entropy;

const GROUPS: usize = 12;
const GROUP_DIGITS: usize = 3;

/// A receipt code, digits only. It gets into no log by accident.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Code(String);

impl Code {
    pub(super) fn new(entropy: &dyn Entropy) -> Self {
        let mut bytes = [0; GROUPS * 4];
        entropy.fill(&mut bytes);
        let (groups, _) = bytes.as_chunks::<4>();
        // Of 2^32 numbers, no group is likelier than another by more than one in four million.
        let mut digits = String::with_capacity(GROUPS * GROUP_DIGITS);
        for bytes in groups {
            // Writing to a String cannot fail.
            let _ = write!(digits, "{:03}", u32::from_be_bytes(*bytes) % 1_000);
        }
        Self(digits)
    }

    /// Reads what somebody typed: only the digits count.
    pub(super) fn read(typed: &str) -> Result<Self, AppError> {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let is_odd = |c: char| !(c.is_ascii_digit() || c.is_whitespace() || "-–.".contains(c));
        if digits.len() == GROUPS * GROUP_DIGITS && !typed.contains(is_odd) {
            return Ok(Self(digits));
        }
        let says = Told::new(
            "receipt-code-unreadable",
            "a receipt code has {groups} groups of {digits} digits; type it as it was shown",
        );
        let says = says.with("groups", GROUPS).with("digits", GROUP_DIGITS);
        Err(AppError::Fields(vec![FieldFault::new("code", says)]))
    }

    /// As it is shown: in groups.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for (place, digit) in self.0.chars().enumerate() {
            if place > 0 && place % GROUP_DIGITS == 0 {
                text.push('-');
            }
            text.push(digit);
        }
        text
    }

    /// All that is kept of it.
    pub(super) fn digest(&self) -> String {
        digest(&format!("standing intake {}", self.0))
    }
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Code(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Rising;

    impl Entropy for Rising {
        fn fill(&self, bytes: &mut [u8]) {
            for (place, byte) in bytes.iter_mut().enumerate() {
                *byte = u8::try_from(place).unwrap();
            }
        }
    }

    #[test]
    fn a_code_is_read_as_it_is_shown_and_as_people_type_it() {
        let code = Code::new(&Rising);
        let text = code.text();
        assert_eq!(text.len(), 12 * 3 + 11);
        assert!(text.split('-').all(|group| group.len() == 3), "{text}");
        for typed in [
            text.clone(),
            text.replace('-', " "),
            text.replace('-', ""),
            format!(" {}\n", text.replace('-', "\u{2013}")),
        ] {
            assert!(Code::read(&typed).unwrap() == code, "{typed}");
        }
        for wrong in [
            "",
            "123",
            &text[1..],
            &text.replace('0', "o"),
            &format!("{text}1"),
        ] {
            assert!(Code::read(wrong).is_err(), "{wrong}");
        }
        assert!(!format!("{code:?}").contains(&text[..3]));
    }
}
