//! The words of pages. Every sentence that this crate shows is a message in `locales/`, one folder
//! for each language and one file for each subject.
//!
//! A template names the message and what goes into it: `{{ frame.say("front-today-is").with("day",
//! frame.day(today)) }}`. What is missing in a language is said in English; what is missing there
//! too is shown as the name of its message. Tests find both before a reader does.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentResource, FluentValue};
use standing_app::letters::Language;
use unic_langid::LanguageIdentifier;

#[cfg(test)]
mod checks;
mod message;
mod part;
pub(crate) mod reader;
mod says;

pub(crate) use message::Message;
pub(crate) use part::{IntoPart, Piece, escaped};
pub(crate) use says::Says;

type Bundle = FluentBundle<FluentResource>;

/// The files of a language.
macro_rules! texts {
    ($code:literal) => {
        [
            include_str!(concat!("../../locales/", $code, "/frame.ftl")),
            include_str!(concat!("../../locales/", $code, "/front.ftl")),
            include_str!(concat!("../../locales/", $code, "/ask.ftl")),
            include_str!(concat!("../../locales/", $code, "/people.ftl")),
            include_str!(concat!("../../locales/", $code, "/units.ftl")),
            include_str!(concat!("../../locales/", $code, "/rulebook.ftl")),
            include_str!(concat!("../../locales/", $code, "/what-if.ftl")),
            include_str!(concat!("../../locales/", $code, "/today.ftl")),
            include_str!(concat!("../../locales/", $code, "/letters.ftl")),
            include_str!(concat!("../../locales/", $code, "/files.ftl")),
            include_str!(concat!("../../locales/", $code, "/intake.ftl")),
            include_str!(concat!("../../locales/", $code, "/cases.ftl")),
            include_str!(concat!("../../locales/", $code, "/papers.ftl")),
            include_str!(concat!("../../locales/", $code, "/meetings.ftl")),
            include_str!(concat!("../../locales/", $code, "/register.ftl")),
            include_str!(concat!("../../locales/", $code, "/account.ftl")),
            include_str!(concat!("../../locales/", $code, "/messages.ftl")),
            include_str!(concat!("../../locales/", $code, "/faults.ftl")),
            include_str!(concat!("../../locales/", $code, "/refusals.ftl")),
        ]
    };
}

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| read(Language::English, &texts!("en")));
static WELSH: LazyLock<Bundle> = LazyLock::new(|| read(Language::Welsh, &texts!("cy")));

fn bundle(language: Language) -> &'static Bundle {
    match language {
        Language::English => &ENGLISH,
        Language::Welsh => &WELSH,
    }
}

fn read(language: Language, texts: &[&str]) -> Bundle {
    let id: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // The marks would end up in titles, in attributes and in what people copy; both languages are
    // written from left to right.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) => Some(grouped(&number.value.to_string())),
        _ => None,
    }));
    for text in texts {
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(read, _)| {
            tracing::error!(language = language.code(), "words cannot be read");
            read
        });
        if bundle.add_resource(resource).is_err() {
            tracing::error!(language = language.code(), "a message is there twice");
        }
    }
    bundle
}

/// `2100000` as `2,100,000`; four digits stay together.
pub(crate) fn grouped(digits: &str) -> String {
    let count = digits.chars().count();
    if count < 5 {
        return digits.to_owned();
    }
    let mut out = String::with_capacity(count + count / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (count - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_counts_are_grouped() {
        for (digits, expected) in [("999", "999"), ("2104", "2104"), ("12345", "12,345")] {
            assert_eq!(grouped(digits), expected);
        }
        assert_eq!(grouped("2100000"), "2,100,000");
    }
}
