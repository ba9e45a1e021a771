//! A letter to somebody, written out.

use minijinja::Value;
use minijinja::value::Serde;
use standing_base::{Id, IdKind, Instant, Told};

use super::render::render;
use super::{Language, LetterContext, Rendered, Template};
use crate::app::App;
use crate::error::AppError;
use crate::ports::Snapshot;
use crate::ports::outbox::NewLetter;

/// The longest address, in bytes (RFC 5321, 4.5.3.1).
pub const ADDRESS_BYTES_MAX: usize = 254;

/// To whom a letter goes.
#[derive(Clone, Debug)]
pub struct Addressee {
    pub person: Option<Id>,
    pub address: String,
    pub language: Language,
}

impl App {
    /// Writes a letter out. The caller puts it into the outbox with
    /// [`crate::ports::outbox::OutboxWrites::enqueue`], in the transaction of the fact that causes
    /// it, and names that fact in it.
    ///
    /// A text of the organisation's own that cannot be filled in for once must not keep a letter
    /// from going out: then the built-in text is used.
    pub async fn write_letter<C: LetterContext + Sync>(
        &self,
        snapshot: &mut dyn Snapshot,
        to: Addressee,
        context: &C,
        expires_at: Option<Instant>,
    ) -> Result<NewLetter, AppError> {
        check_address(&to.address)?;
        let rendered = self.fill_in(snapshot, to.language, context).await?;
        Ok(self.letter_to(C::TEMPLATE, to, rendered, expires_at))
    }

    /// The words of a letter, by the text that is in use.
    pub(crate) async fn fill_in<C: LetterContext + Sync>(
        &self,
        snapshot: &mut dyn Snapshot,
        language: Language,
        context: &C,
    ) -> Result<Rendered, AppError> {
        let template = C::TEMPLATE;
        let context = Value::from(Serde(context));
        let text = self.text_in_use(snapshot, template, language).await?;
        render(&text.text, &context)
            .or_else(|_| render(template.built_in(language), &context))
            .map_err(|error| AppError::unreadable(format!("the letter, {error}")))
    }

    /// A letter that is written out, as it goes into the outbox.
    pub(crate) fn letter_to(
        &self,
        template: Template,
        to: Addressee,
        rendered: Rendered,
        expires_at: Option<Instant>,
    ) -> NewLetter {
        let now = self.clock.now();
        NewLetter {
            id: Id::new(IdKind::Letter, now, self.entropy.ten_bytes()),
            template: template.code().to_owned(),
            language: to.language.code().to_owned(),
            recipient: to.person,
            address: to.address,
            subject: rendered.subject,
            text: rendered.text,
            is_secret: template.is_secret(),
            caused_by: None,
            created_at: now,
            expires_at,
        }
    }
}

/// Refuses what is no address of a mailbox. Whether somebody reads there, only a letter can tell.
pub(crate) fn check_address(address: &str) -> Result<(), AppError> {
    let is_plain = |letter: char| letter.is_ascii_graphic() && !"<>()[],;:\\\"".contains(letter);
    let is_whole = address.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && !local.contains('@')
            && domain.contains('.')
            && !domain.starts_with('.')
    });
    if is_whole && address.len() <= ADDRESS_BYTES_MAX && address.chars().all(is_plain) {
        return Ok(());
    }
    let shown: String = address
        .chars()
        .filter(|it| !it.is_control())
        .take(60)
        .collect();
    Err(AppError::unreadable(
        Told::new(
            "address-unusable",
            "`{address}` is not an e-mail address such as `ann@example.org`; correct it",
        )
        .with("address", shown),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_an_address_is_one() {
        let long = format!("{}@example.org", "a".repeat(ADDRESS_BYTES_MAX));
        for address in [
            "ann@example.org",
            "a.b+c@mail.example.co.uk",
            "o'brien@example.org",
        ] {
            assert!(check_address(address).is_ok(), "{address}");
        }
        for address in [
            "",
            "ann",
            "@example.org",
            "ann@",
            "ann@localhost",
            "ann@.org",
            "a b@example.org",
            "ann@example.org\r\nBcc: x@example.org",
            "ann@example.org,x@example.org",
            "<ann@example.org>",
            "a@b@example.org",
            "łucja@example.org",
            &long,
        ] {
            assert!(check_address(address).is_err(), "{address}");
        }
    }
}
