//! E-mail addresses, as far as they must be understood: to find an account again, and to refuse
//! what no letter would reach.

use super::AccountError;
use standing_base::Told;

/// The longest address that mail servers take (RFC 5321).
pub const EMAIL_BYTES_MAX: usize = 254;

/// An address as it is compared: no server in use tells capitals apart, and people do not.
pub fn fold(text: &str) -> Result<String, AccountError> {
    let wrong = |code, says| Err(AccountError::field("email", Told::new(code, says)));
    let text = text.trim();
    if text.is_empty() {
        return wrong("email-missing", "write your e-mail address");
    }
    if text.len() > EMAIL_BYTES_MAX {
        return wrong(
            "email-too-long",
            "this e-mail address is longer than any; check it",
        );
    }
    let is_bare = |text: &str| {
        !text.is_empty()
            && !text
                .chars()
                .any(|it| it.is_whitespace() || it.is_control() || "<>,;:\"()@".contains(it))
    };
    let is_whole = text
        .split_once('@')
        .is_some_and(|(name, host)| is_bare(name) && is_bare(host) && !host.starts_with('.'));
    if !is_whole {
        return wrong(
            "email-wrong",
            "this is not an e-mail address such as `name@example.org`",
        );
    }
    Ok(text.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_folded_or_refused() {
        assert_eq!(fold("  Mary.O@Example.ORG ").unwrap(), "mary.o@example.org");
        let long = format!("{}@example.org", "a".repeat(EMAIL_BYTES_MAX));
        for text in [
            "",
            "mary",
            "a@b@c",
            "a b@c",
            "Mary <a@b>",
            "a@",
            "@b",
            "a@b\r\nBcc: c@d",
            &long,
        ] {
            assert!(fold(text).is_err(), "{text}");
        }
    }
}
