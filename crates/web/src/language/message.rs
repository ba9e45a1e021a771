//! A message with what goes into it, as HTML or as plain text.

use std::fmt;

use askama::filters::HtmlSafe;
use fluent_bundle::FluentArgs;
use fluent_bundle::types::FluentValue;
use standing_app::letters::Language;
use standing_base::Told;

use super::bundle;
use super::part::{IntoPart, Part, Piece, escaped};
use crate::day::push_escaped;

/// The name of a message, and its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    language: Language,
    key: &'static str,
    parts: Vec<(&'static str, Part)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Html,
    Text,
}

/// Parts stand in a formatted message as signs that no text holds: Unicode gives them no character.
const FIRST_SIGN: u32 = 0xfdd0;
const SIGNS: u32 = 0x20;

impl Message {
    pub(crate) fn new(key: &'static str) -> Self {
        Self {
            language: Language::English,
            key,
            parts: Vec::new(),
        }
    }

    pub(crate) fn within(mut self, language: Language) -> Self {
        self.language = language;
        self
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl IntoPart) -> Self {
        self.parts.push((name, value.into_part()));
        self
    }

    /// A link whose words are the message's attribute of this name.
    pub(crate) fn link(self, name: &'static str, to: impl AsRef<str>) -> Self {
        let open = format!("<a href=\"{}\">", escaped(to.as_ref()));
        self.wrapped(name, open, "</a>".to_owned())
    }

    /// A link to what has a name of its own.
    pub(crate) fn link_to(
        self,
        name: &'static str,
        to: impl AsRef<str>,
        text: impl AsRef<str>,
    ) -> Self {
        self.with(
            name,
            Piece::tagged("", text.as_ref(), "").linked(to.as_ref()),
        )
    }

    /// An example of what to type.
    pub(crate) fn code(self, name: &'static str, text: impl AsRef<str>) -> Self {
        self.tagged(name, "<code>", text.as_ref(), "</code>")
    }

    /// Words that are set apart by an element: the message's attribute of this name.
    pub(crate) fn marked(self, name: &'static str, element: &'static str) -> Self {
        self.wrapped(name, format!("<{element}>"), format!("</{element}>"))
    }

    /// A piece with a class of its own.
    pub(crate) fn span(
        self,
        name: &'static str,
        class: &'static str,
        text: impl AsRef<str>,
    ) -> Self {
        let open = format!("<span class=\"{class}\">");
        self.tagged(name, &open, text.as_ref(), "</span>")
    }

    fn tagged(mut self, name: &'static str, open: &str, text: &str, close: &str) -> Self {
        let piece = Piece::tagged(open, text, close);
        self.parts.push((name, Part::Shown(piece)));
        self
    }

    fn wrapped(mut self, name: &'static str, open: String, close: String) -> Self {
        self.parts.push((name, Part::Within { open, close }));
        self
    }

    /// For titles, attributes and programs.
    pub(crate) fn text(&self) -> String {
        self.render(None, Shape::Text)
    }

    /// The same for the application.
    pub(crate) fn told(&self) -> Told {
        let parts = self.parts.iter().filter_map(|(name, part)| match part {
            Part::Shown(piece) => Some((*name, piece.text.clone())),
            _ => None,
        });
        Told {
            code: self.key,
            parts: parts.collect(),
            english: self.text(),
        }
    }

    pub(crate) fn piece(&self) -> Piece {
        Piece {
            html: self.html(),
            text: self.text(),
        }
    }

    fn html(&self) -> String {
        self.render(None, Shape::Html)
    }

    /// The message, or an attribute of it.
    fn render(&self, attribute: Option<&str>, shape: Shape) -> String {
        let Some(formatted) = self.formatted(attribute) else {
            tracing::error!(key = self.key, attribute, "a message is missing");
            return self.key.to_owned();
        };
        let mut out = String::with_capacity(formatted.len() + 64);
        for c in formatted.chars() {
            let place = u32::from(c).checked_sub(FIRST_SIGN);
            let place = place.filter(|place| *place < SIGNS);
            let place = place.and_then(|place| usize::try_from(place).ok());
            match (place.and_then(|place| self.parts.get(place)), shape) {
                (Some((name, part)), _) => self.push_part(&mut out, name, part, shape),
                (None, Shape::Html) => push_escaped(&mut out, c),
                (None, Shape::Text) => out.push(c),
            }
        }
        out
    }

    fn push_part(&self, out: &mut String, name: &str, part: &Part, shape: Shape) {
        match (part, shape) {
            (Part::Shown(piece), Shape::Html) => out.push_str(&piece.html),
            (Part::Shown(piece), Shape::Text) => out.push_str(&piece.text),
            (Part::Within { open, close }, Shape::Html) => {
                out.push_str(open);
                out.push_str(&self.without(name).render(Some(name), shape));
                out.push_str(close);
            }
            (Part::Within { .. }, Shape::Text) => {
                out.push_str(&self.without(name).render(Some(name), shape));
            }
            (Part::Number(_), _) => {}
        }
    }

    /// Nothing stands within itself.
    fn without(&self, name: &str) -> Self {
        let mut rest = self.clone();
        for (known, part) in &mut rest.parts {
            if *known == name {
                *part = Part::Number(0);
            }
        }
        rest
    }

    /// In its language, else in English.
    fn formatted(&self, attribute: Option<&str>) -> Option<String> {
        let args = self.args();
        for language in [self.language, Language::English] {
            let bundle = bundle(language);
            let message = bundle.get_message(self.key);
            let pattern = match attribute {
                None => message.and_then(|message| message.value()),
                Some(name) => message
                    .and_then(|message| message.get_attribute(name))
                    .map(|attribute| attribute.value()),
            };
            let Some(pattern) = pattern else { continue };
            let mut errors = Vec::new();
            let formatted = bundle.format_pattern(pattern, Some(&args), &mut errors);
            if !errors.is_empty() {
                tracing::error!(key = self.key, ?errors, "a message lacks a part");
            }
            return Some(formatted.into_owned());
        }
        None
    }

    fn args(&self) -> FluentArgs<'static> {
        let mut args = FluentArgs::new();
        for ((name, part), sign) in self.parts.iter().zip(FIRST_SIGN..FIRST_SIGN + SIGNS) {
            let value = match part {
                Part::Number(number) => FluentValue::from(*number),
                Part::Shown(_) | Part::Within { .. } => {
                    let sign = char::from_u32(sign).unwrap_or_default();
                    FluentValue::from(sign.to_string())
                }
            };
            args.set(*name, value);
        }
        args
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.html())
    }
}

impl HtmlSafe for Message {}

impl IntoPart for Message {
    fn into_part(self) -> Part {
        Part::Shown(self.piece())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_is_escaped_and_what_is_linked_is_a_link() {
        let message = Message::new("front-rulebook-in-force")
            .link("version", "/rulebook/<2020>")
            .with("id", "20\u{fdd0}<20>")
            .with(
                "rulebook",
                Piece::tagged("", "R & \"R\"", "").linked("/rulebook"),
            )
            .with("since", "today");
        assert_eq!(
            message.to_string(),
            "<a href=\"/rulebook\">R &#38; &#34;R&#34;</a>, \
             <a href=\"/rulebook/&#60;2020&#62;\">version 20\u{fdd0}&#60;20&#62;</a>, \
             in force since today"
        );
        assert!(message.text().starts_with("R & \"R\", version 20"));
    }

    #[test]
    fn plurals_follow_the_language() {
        for (language, days, expected) in [
            (Language::English, 1_i64, "1 day"),
            (Language::English, 12_000, "12,000 days"),
            (Language::Welsh, 1, "1 diwrnod"),
            (Language::Welsh, 2, "2 ddiwrnod"),
            (Language::Welsh, 3, "3 diwrnod"),
        ] {
            let message = Message::new("days").within(language).with("days", days);
            assert_eq!(message.text(), expected);
        }
    }

    #[test]
    fn a_missing_message_is_its_name_and_no_panic() {
        assert_eq!(Message::new("there-is-none").text(), "there-is-none");
    }
}
