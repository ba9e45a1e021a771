//! Dates as people read them: `6 November 2019` on the page, `2019-11-06` for machines.

use std::fmt;

use askama::filters::HtmlSafe;
use standing_app::letters::Language;
use standing_base::{Date, Instant, PartialDate, Zone};

use crate::language::escaped;

/// How dates are written: with the names of months where they are known; every other language gets
/// ISO dates, which read the same everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateStyle {
    Words(Language),
    Iso,
}

impl DateStyle {
    pub(crate) fn of_language(language: &str) -> Self {
        let code = language.split(['-', '_']).next();
        code.and_then(Language::find).map_or(Self::Iso, Self::Words)
    }

    pub(crate) fn text(self, day: PartialDate) -> String {
        match (self, day) {
            (Self::Words(language), PartialDate::Day(date)) => language.date(date),
            (Self::Words(language), PartialDate::Month(year, month)) => {
                format!("{} {year}", language.month(month))
            }
            (Self::Words(_) | Self::Iso, _) => day.to_string(),
        }
    }
}

/// A date as a `time` element.
#[derive(Clone, Debug)]
pub(crate) struct Time {
    machine: String,
    words: String,
}

impl Time {
    pub(crate) fn of_day(style: DateStyle, day: PartialDate) -> Self {
        Self {
            machine: day.to_string(),
            words: style.text(day),
        }
    }

    /// The day of an instant in the organisation's zone; the machine reads the instant itself.
    pub(crate) fn of_instant(style: DateStyle, zone: &Zone, at: Instant) -> Self {
        Self {
            machine: at.to_string(),
            words: style.text(zone.date_of(at).into()),
        }
    }
}

impl Time {
    pub(crate) fn words(&self) -> &str {
        &self.words
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Both parts are made of dates, never of text from outside; spaces that do not break keep
        // a date on one line.
        let words = self.words.replace(' ', "\u{a0}");
        write!(f, "<time datetime=\"{}\">{words}</time>", self.machine)
    }
}

impl HtmlSafe for Time {}

/// A sentence from the application, escaped, with its ISO dates written as the page writes dates.
#[derive(Clone, Debug)]
pub(crate) struct Prose(String);

impl Prose {
    pub(crate) fn new(style: DateStyle, text: &str) -> Self {
        let mut html = String::with_capacity(text.len() + 32);
        let mut rest = text;
        let mut before = None;
        while let Some(next) = rest.chars().next() {
            let starts_word = !before.is_some_and(|c: char| c.is_alphanumeric() || c == '-');
            if let Some((date, after)) = starts_word.then(|| date_at(rest)).flatten() {
                html.push_str(&Time::of_day(style, date.into()).to_string());
                before = Some('0');
                rest = after;
                continue;
            }
            push_escaped(&mut html, next);
            before = Some(next);
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
        }
        Self(html)
    }

    /// The same as a sentence: a capital at the beginning and a full stop at the end.
    pub(crate) fn sentence(style: DateStyle, text: &str) -> Self {
        Self::new(style, &finished(text))
    }

    /// In another language than the page around it.
    pub(crate) fn in_lang(self, code: &str) -> Self {
        if self.0.is_empty() {
            return self;
        }
        Self(format!(
            "<span lang=\"{}\">{}</span>",
            escaped(code),
            self.0
        ))
    }

    /// A sentence about what a reader wrote: dates stay as they are written, and what stands in
    /// backticks is quoted.
    pub(crate) fn objection(text: &str) -> Self {
        let mut html = String::with_capacity(text.len() + 32);
        let mut quoted = false;
        for c in finished(text).chars() {
            if c == '`' {
                quoted = !quoted;
                html.push(if quoted { '“' } else { '”' });
            } else {
                push_escaped(&mut html, c);
            }
        }
        Self(html)
    }
}

/// As a sentence: a capital at the beginning and a full stop at the end.
pub(crate) fn finished(text: &str) -> String {
    let text = text.trim();
    let mut chars = text.chars();
    let mut sentence: String = match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => return String::new(),
    };
    if !sentence.ends_with(['.', '!', '?', ':', ';', '…']) {
        sentence.push('.');
    }
    sentence
}

/// A whole date at the beginning of a text, and what follows it.
fn date_at(text: &str) -> Option<(Date, &str)> {
    let (word, after) = text.split_at_checked(10)?;
    let ends = !after
        .chars()
        .next()
        .is_some_and(|c| c.is_alphanumeric() || c == '-');
    let date = ends.then(|| word.parse().ok()).flatten()?;
    Some((date, after))
}

pub(crate) fn push_escaped(html: &mut String, c: char) {
    match c {
        '<' => html.push_str("&#60;"),
        '>' => html.push_str("&#62;"),
        '&' => html.push_str("&#38;"),
        '"' => html.push_str("&#34;"),
        '\'' => html.push_str("&#39;"),
        _ => html.push(c),
    }
}

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Prose {}

/// Any of the dates that a template holds, by value or by reference.
pub(crate) trait AsDay {
    fn as_day(&self) -> PartialDate;
}

impl AsDay for Date {
    fn as_day(&self) -> PartialDate {
        (*self).into()
    }
}

impl AsDay for PartialDate {
    fn as_day(&self) -> PartialDate {
        *self
    }
}

impl<T: AsDay> AsDay for &T {
    fn as_day(&self) -> PartialDate {
        T::as_day(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_words_where_months_have_names_and_iso_elsewhere() {
        for (language, day, expected) in [
            ("en", "2019-11-06", "6 November 2019"),
            ("en-GB", "2019-02", "February 2019"),
            ("en", "2019", "2019"),
            ("cy", "2019-11-06", "6 Tachwedd 2019"),
            ("de", "2019-11-06", "2019-11-06"),
        ] {
            let style = DateStyle::of_language(language);
            assert_eq!(style.text(day.parse().unwrap()), expected);
        }
    }

    #[test]
    fn sentences_get_their_dates_written_out_and_nothing_gets_through_unescaped() {
        for (text, expected) in [
            (
                "suspended since 2019-09-03",
                "Suspended since <time datetime=\"2019-09-03\">3\u{a0}September\u{a0}2019</time>.",
            ),
            (
                "x2019-09-03 and 2019-09-031",
                "X2019-09-03 and 2019-09-031.",
            ),
            ("2019-02-30?", "2019-02-30?"),
            ("<b> & \"é\"", "&#60;b&#62; &#38; &#34;é&#34;."),
            ("  ", ""),
        ] {
            assert_eq!(
                Prose::sentence(DateStyle::Words(Language::English), text).to_string(),
                expected
            );
        }
    }

    #[test]
    fn an_objection_quotes_what_was_written_and_leaves_its_dates() {
        assert_eq!(
            Prose::objection("`6/11<` is not a day; write it as in 2019-11-06").to_string(),
            "“6/11&#60;” is not a day; write it as in 2019-11-06."
        );
    }
}
