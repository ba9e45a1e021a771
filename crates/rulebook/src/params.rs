//! Parameters: values that stand in the words of a clause as links, `[180 days](param:name)`.

use standing_base::{Date, Fraction, Length};

use crate::diagnostic::{Report, quoted};
use crate::limits::{NAME_BYTES_MAX, TEXT_BYTES_MAX};
use crate::model::ParamValue;
use crate::names;
use crate::source::{Source, Span, Spanned, floor};

#[derive(Debug)]
pub(crate) struct RawParam {
    pub(crate) name: Spanned<String>,
    /// As the clause says it, on one line.
    pub(crate) words: String,
    /// The whole link.
    pub(crate) span: Span,
    /// The value as written apart from the words.
    pub(crate) title: Option<String>,
    /// `None` when it cannot be read, which has been reported.
    pub(crate) value: Option<ParamValue>,
}

const LINK: &str = "](param:";

/// Finds the parameters in a stretch of a clause's words.
pub(crate) fn find(
    source: &Source<'_>,
    stretch: &Span,
    params: &mut Vec<RawParam>,
    report: &mut Report,
) {
    let text = source.slice(stretch);
    for (middle, _) in text.match_indices(LINK) {
        match parts(text, middle) {
            Ok(parts) => params.extend(read(source, stretch.start, &parts, report)),
            Err(message) => {
                params.extend(faulty(text, stretch.start, middle));
                let span = stretch.start + middle..stretch.start + middle + LINK.len();
                report.error(
                    &source.at(span),
                    message,
                    "write [180 days](param:name), or [one half](param:name \"1/2\")".to_owned(),
                );
            }
        }
    }
}

/// A parameter whose link is faulty: its name is known, so that its use is no second error.
fn faulty(text: &str, offset: usize, middle: usize) -> Option<RawParam> {
    let name_at = middle + LINK.len();
    let rest = text.get(name_at..)?;
    let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
    let name = rest
        .get(..length)
        .filter(|name| names::check(name).is_ok())?;
    let span = offset + name_at..offset + name_at + length;
    Some(RawParam {
        name: Spanned {
            value: name.to_owned(),
            span: span.clone(),
        },
        words: String::new(),
        span,
        title: None,
        value: None,
    })
}

/// A link with offsets in its stretch.
struct Parts<'t> {
    span: Span,
    words: &'t str,
    words_span: Span,
    name: &'t str,
    name_at: usize,
    title: Option<&'t str>,
}

fn parts(text: &str, middle: usize) -> Result<Parts<'_>, &'static str> {
    let before = text.get(..middle).unwrap_or_default();
    // Looking no further back than a long phrase keeps hostile texts from being slow.
    let from = floor(before, middle.saturating_sub(TEXT_BYTES_MAX));
    let near = before.get(from..).unwrap_or_default();
    let near_at = near.rfind("\n\n").map_or(0, |at| at + 2);
    let open = near
        .get(near_at..)
        .unwrap_or_default()
        .rfind('[')
        .map(|at| from + near_at + at)
        .ok_or("this parameter has no words in [ ] before it")?;
    let after = middle + LINK.len();
    let rest = text.get(after..).unwrap_or_default();
    let name_length = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(rest.len());
    let name = rest.get(..name_length).unwrap_or_default();
    let tail = rest.get(name_length..).unwrap_or_default();
    let inner = tail.trim_start();
    let mut end = after + name_length + (tail.len() - inner.len());
    let mut title = None;
    let mut closing = inner;
    if let Some(quoted) = inner.strip_prefix('"') {
        let length = quoted
            .find('"')
            .ok_or("the value of this parameter is not closed with \"")?;
        title = quoted.get(..length);
        let past = quoted.get(length + 1..).unwrap_or_default();
        closing = past.trim_start();
        end += length + 2 + (past.len() - closing.len());
    }
    if !closing.starts_with(')') {
        return Err("this parameter is not closed with )");
    }
    Ok(Parts {
        span: open..end + 1,
        words: text.get(open + 1..middle).unwrap_or_default(),
        words_span: open + 1..middle,
        name,
        name_at: after,
        title,
    })
}

fn read(
    source: &Source<'_>,
    offset: usize,
    parts: &Parts<'_>,
    report: &mut Report,
) -> Option<RawParam> {
    let shift = |span: &Span| offset + span.start..offset + span.end;
    let name_at = offset + parts.name_at;
    let name_span = name_at..name_at + parts.name.len().max(1);
    if let Err(why) = names::check(parts.name) {
        report.error(
            &source.at(name_span),
            format!("{} cannot name a parameter: {why}", quoted(parts.name)),
            None,
        );
        return None;
    }
    let words = one_line(parts.words);
    let title = parts.title.map(one_line);
    let value = match &title {
        None => plain_value(&words),
        Some(title) => value(title),
    };
    if value.is_none() {
        let (text, span) = match &title {
            None => (&words, &parts.words_span),
            Some(title) => (title, &parts.span),
        };
        report.error(
            &source.at(shift(span)),
            format!("{} cannot be read as a value", quoted(text)),
            "write a number with days, weeks, months or years, or give the value as a title: \
             [one half](param:quorum \"1/2\")"
                .to_owned(),
        );
    }
    if let (Some(title), Some(value)) = (&title, &value)
        && !agree(&words, title, value)
    {
        report.error(
            &source.at(shift(&parts.span)),
            format!("the words say \"{words}\" but the value is \"{title}\""),
            None,
        );
    }
    Some(RawParam {
        name: Spanned {
            value: parts.name.to_owned(),
            span: name_span,
        },
        words,
        span: shift(&parts.span),
        title,
        value,
    })
}

/// The words of a clause as a reader sees them: `180 days` for `[180 days](param:name)`.
pub fn plain_words(words: &str) -> String {
    replaced(words, |link| link.words.to_owned())
}

/// The words of a clause with `{name}` for each parameter, whatever its value.
pub(crate) fn with_names(words: &str) -> String {
    replaced(words, |link| format!("{{{}}}", link.name))
}

fn replaced(words: &str, by: impl Fn(&Parts<'_>) -> String) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut done = 0;
    for (middle, _) in words.match_indices(LINK) {
        let Ok(link) = parts(words, middle) else {
            continue;
        };
        if link.span.start < done {
            continue;
        }
        plain.push_str(words.get(done..link.span.start).unwrap_or_default());
        plain.push_str(&by(&link));
        done = link.span.end;
    }
    plain.push_str(words.get(done..).unwrap_or_default());
    plain
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The value that plain words say.
fn plain_value(text: &str) -> Option<ParamValue> {
    if text.len() > NAME_BYTES_MAX {
        return None;
    }
    if let Ok(length) = text.parse::<Length>() {
        return Some(ParamValue::Length(length));
    }
    if let Ok(date) = text.parse::<Date>() {
        return Some(ParamValue::Date(date));
    }
    if let Ok(fraction) = text.parse::<Fraction>() {
        return Some(ParamValue::Fraction(fraction));
    }
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits)?;
    Some(ParamValue::Number(number))
}

/// The value that a title, or a what-if, writes: as plain words do, or a list of words.
pub(crate) fn value(text: &str) -> Option<ParamValue> {
    let text = text.trim();
    if let Some(plain) = plain_value(text) {
        return Some(plain);
    }
    if text.len() > TEXT_BYTES_MAX {
        return None;
    }
    let words: Vec<String> = text.split(',').map(|word| word.trim().to_owned()).collect();
    let good = words.iter().all(|word| names::check(word).is_ok());
    good.then_some(ParamValue::Words(words))
}

/// Words that say a value must say that of the title, and a number in them must stand in the title.
fn agree(words: &str, title: &str, value: &ParamValue) -> bool {
    if let Some(said) = plain_value(words) {
        return said == *value;
    }
    let numbers = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .map(|part| part.trim_start_matches('0').to_owned())
            .collect()
    };
    let in_title = numbers(title);
    numbers(words)
        .iter()
        .all(|number| in_title.contains(number))
}

impl ParamValue {
    /// What it is, for messages.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Length(_) => "a length of time",
            Self::Number(_) => "a number",
            Self::Fraction(_) => "a fraction",
            Self::Date(_) => "a date",
            Self::Words(_) => "a list of words",
        }
    }
}

impl std::fmt::Display for ParamValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Length(length) => length.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Fraction(fraction) => fraction.fmt(f),
            Self::Date(date) => date.fmt(f),
            Self::Words(words) => f.write_str(&words.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> (Vec<RawParam>, String) {
        let source = Source::new("a.md", text);
        let mut report = Report::default();
        let mut params = Vec::new();
        find(&source, &(0..text.len()), &mut params, &mut report);
        let errors = report.finish().0;
        (params, errors.iter().map(|e| e.message.clone()).collect())
    }

    #[test]
    fn values_stand_in_the_words_or_in_the_title() {
        let (params, errors) = all(
            "within [7 days](param:a), [one\nhalf](param:b \"1/2\") or [a hearing or a\n\
             review](param:c\n\"hearing, review\"); [5](param:d), [2019-11-06](param:e)",
        );
        assert_eq!(errors, "");
        let values: Vec<String> = params
            .iter()
            .map(|param| format!("{} = {}", param.words, param.value.as_ref().unwrap()))
            .collect();
        assert_eq!(
            values,
            [
                "7 days = 7 days",
                "one half = 1/2",
                "a hearing or a review = hearing, review",
                "5 = 5",
                "2019-11-06 = 2019-11-06"
            ]
        );
    }

    #[test]
    fn words_and_values_that_differ_are_refused() {
        for (text, message) in [
            ("[180 days](param:a \"90 days\")", "the words say"),
            (
                "[within 3 working days](param:a \"4 days\")",
                "the words say",
            ),
            ("[half a year](param:a)", "cannot be read as a value"),
            ("[5](param:Bad)", "cannot name a parameter"),
            ("[5](param:a", "is not closed with )"),
            ("5](param:a)", "has no words in [ ]"),
            ("[x](param:a \"5)", "is not closed with \""),
        ] {
            let errors = all(text).1;
            assert!(errors.contains(message), "{text}: {errors}");
        }
        assert_eq!(all("[within 3 working days](param:a \"3 days\")").1, "");
    }
}
