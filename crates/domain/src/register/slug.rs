use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;

use crate::fact::CODE_BYTES_MAX;

/// A code made of words: `Member of Parliament` becomes `member_of_parliament`.
///
/// Accents are dropped; a letter that has no ASCII form is written by its number, so that different
/// words in another script stay different codes. Words without any letter or digit give nothing.
pub fn slug(words: &str) -> Option<String> {
    let mut code = String::with_capacity(words.len().min(CODE_BYTES_MAX));
    let mut gap = false;
    for letter in words.nfd() {
        let mut piece = String::new();
        if letter.is_ascii_alphanumeric() {
            piece.push(letter.to_ascii_lowercase());
        } else if letter.is_alphanumeric() {
            // A String never refuses to be written to.
            let _ = write!(piece, "u{:x}", u32::from(letter));
        } else {
            // A combining accent belongs to the letter before it; all else parts two words.
            gap |= !unicode_normalization::char::is_combining_mark(letter);
            continue;
        }
        if gap && !code.is_empty() {
            piece.insert(0, '_');
        }
        gap = false;
        if code.len() + piece.len() > CODE_BYTES_MAX {
            break;
        }
        code.push_str(&piece);
    }
    (!code.is_empty()).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::is_code;

    #[test]
    fn words_become_codes() {
        for (words, code) in [
            ("Member of Parliament", "member_of_parliament"),
            ("  N.S.W. ", "n_s_w"),
            ("Ynys Môn", "ynys_mon"),
            ("still_in_office", "still_in_office"),
            ("Łódź", "u141odz"),
        ] {
            assert_eq!(slug(words).as_deref(), Some(code));
        }
        assert_eq!(slug(" -- "), None);
        assert!(is_code(&slug(&"Ж".repeat(500)).unwrap()));
        assert_ne!(slug("Жук"), slug("Жар"));
    }
}
