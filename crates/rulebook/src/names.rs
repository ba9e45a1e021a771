//! Which words may name a fact, a record, a question, a parameter, an entry or a term.

use crate::limits::NAME_BYTES_MAX;

/// Words with a meaning of their own in rules.
pub(crate) const RESERVED: &[&str] = &[
    "and", "bar", "count", "define", "else", "every", "except", "for", "has", "in", "is", "no",
    "not", "one", "or", "recorded", "require", "says", "some", "today", "where", "yes",
];

/// Says why a word is no name.
pub(crate) fn check(word: &str) -> Result<(), &'static str> {
    shape(word)?;
    if RESERVED.contains(&word) {
        return Err("the rule language uses that word itself");
    }
    Ok(())
}

/// Says why a word is no value: as for names, but `yes` and `no` may be values.
pub(crate) fn check_value(word: &str) -> Result<(), &'static str> {
    shape(word)?;
    if RESERVED.contains(&word) && !matches!(word, "yes" | "no") {
        return Err("the rule language uses that word itself");
    }
    Ok(())
}

fn shape(word: &str) -> Result<(), &'static str> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !word.starts_with(|c: char| c.is_ascii_lowercase()) || !word.chars().all(good) {
        return Err("a name begins with a small letter and has only small letters, digits and `_`");
    }
    if word.len() > NAME_BYTES_MAX {
        return Err("a name has at most 64 letters");
    }
    Ok(())
}

/// `a` or `an`, for a name in a sentence.
pub(crate) fn with_article(name: &str) -> String {
    let vowel = name.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {name}", if vowel { "an" } else { "a" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_the_language_lists_its_words() {
        let page = include_str!("../../../docs/src/rulebook/language.md");
        let (_, list) = page.split_once("which name nothing else: ").unwrap();
        let (list, _) = list.split_once(".\n").unwrap();
        let told: Vec<&str> = list.split('`').skip(1).step_by(2).collect();
        assert_eq!(told, RESERVED);
    }
}
