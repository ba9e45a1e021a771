//! What is wrong in a rulebook, where, and what to do.

use std::fmt;

use crate::limits::{DIAGNOSTICS_MAX, NAME_BYTES_MAX};
use crate::model::Place;
use crate::source::{At, count, floor};

/// An error, because of which the rulebook is not loaded, or a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    pub message: String,
    /// Line 0 when the whole file is meant, such as one that is missing.
    pub place: Place,
    /// The line at the place, cut to a window around it when it is very long.
    pub line_text: String,
    /// How many characters of `line_text` stand before the place.
    pub indent: u32,
    /// How many characters are meant, at least 1.
    pub underline: u32,
    pub help: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Error,
    Note,
}

/// How many bytes of a long line are shown before the place, and in all.
const SHOWN_BEFORE: usize = 80;
const SHOWN: usize = 160;

impl Diagnostic {
    fn new(severity: Severity, at: &At<'_>, message: String, help: Option<String>) -> Self {
        let shown = at.shown();
        let from = floor(shown.line, shown.before.saturating_sub(SHOWN_BEFORE));
        let from = if shown.line.len() <= SHOWN { 0 } else { from };
        let to = floor(shown.line, from + SHOWN);
        let characters =
            |from: usize, to: usize| shown.line.get(from..to).map_or(0, |t| t.chars().count());
        let end = (shown.before + shown.length).min(to);
        Self {
            severity,
            message,
            place: shown.place,
            line_text: shown.line.get(from..to).unwrap_or_default().to_owned(),
            indent: count(characters(from, shown.before)),
            underline: count(characters(shown.before, end).max(1)),
            help,
        }
    }

    /// The text that is underlined.
    pub(crate) fn meant(&self) -> &str {
        let mut characters = self.line_text.char_indices().map(|(at, _)| at);
        let start = characters.nth(self.indent as usize);
        let start = start.unwrap_or(self.line_text.len());
        let length: usize = self
            .line_text
            .get(start..)
            .unwrap_or_default()
            .chars()
            .take(self.underline as usize)
            .map(char::len_utf8)
            .sum();
        self.line_text
            .get(start..start + length)
            .unwrap_or_default()
    }

    /// About a whole file, such as one that is missing.
    pub(crate) fn of_file(file: &str, message: String, help: Option<String>) -> Self {
        Self {
            severity: Severity::Error,
            message,
            place: Place {
                file: file.to_owned(),
                line: 0,
                column: 0,
            },
            line_text: String::new(),
            indent: 0,
            underline: 1,
            help,
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { file, line, column } = &self.place;
        if self.severity == Severity::Note {
            let at = if *line == 0 {
                String::new()
            } else {
                format!(":{line}")
            };
            return write!(f, "note: {file}{at}: {}", self.message);
        }
        writeln!(f, "error: {}", self.message)?;
        if *line == 0 {
            write!(f, " --> {file}")?;
            return match &self.help {
                Some(help) => write!(f, "\n  = help: {help}"),
                None => Ok(()),
            };
        }
        let number = line.to_string();
        let gutter = " ".repeat(number.len());
        // Tabs are repeated so that the marks stand under the text whatever a tab's width.
        let indent: String = self
            .line_text
            .chars()
            .take(self.indent as usize)
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect();
        writeln!(f, "{gutter}--> {file}:{line}:{column}")?;
        writeln!(f, "{gutter} |")?;
        writeln!(f, "{number} | {}", self.line_text)?;
        write!(
            f,
            "{gutter} | {indent}{}",
            "^".repeat(self.underline as usize)
        )?;
        match &self.help {
            Some(help) => write!(f, "\n{gutter} = help: {help}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// Collects what is wrong.
#[derive(Debug, Default)]
pub(crate) struct Report {
    errors: Vec<Diagnostic>,
    notes: Vec<Diagnostic>,
}

impl Report {
    pub(crate) fn error(
        &mut self,
        at: &At<'_>,
        message: impl Into<String>,
        help: impl Into<Option<String>>,
    ) {
        self.push(Diagnostic::new(
            Severity::Error,
            at,
            message.into(),
            help.into(),
        ));
    }

    pub(crate) fn note(&mut self, at: &At<'_>, message: impl Into<String>) {
        self.push(Diagnostic::new(Severity::Note, at, message.into(), None));
    }

    /// Beyond the limit only the count could interest anybody, and a hostile text could make
    /// millions. Errors and notes are counted apart, so that notes never crowd out an error.
    pub(crate) fn push(&mut self, new: Diagnostic) {
        let list = match new.severity {
            Severity::Error => &mut self.errors,
            Severity::Note => &mut self.notes,
        };
        if list.len() < DIAGNOSTICS_MAX && !list.contains(&new) {
            list.push(new);
        }
    }

    pub(crate) fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The errors and the notes, each in the order of files and lines.
    pub(crate) fn finish(mut self) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        for list in [&mut self.errors, &mut self.notes] {
            list.sort_by(|a, b| {
                let key = |one: &Diagnostic| (one.place.line, one.place.column);
                (a.place.file.cmp(&b.place.file)).then(key(a).cmp(&key(b)))
            });
        }
        (self.errors, self.notes)
    }
}

/// The candidate that a misspelt word most likely means.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    const ALIKE: f64 = 0.6;
    if word.len() > NAME_BYTES_MAX {
        return None;
    }
    let word = word.to_lowercase();
    let mut best: Option<(&str, f64)> = None;
    for candidate in candidates {
        let alike = strsim::normalized_damerau_levenshtein(&word, candidate);
        if alike >= ALIKE && best.is_none_or(|(_, so_far)| alike > so_far) {
            best = Some((candidate, alike));
        }
    }
    best.map(|(candidate, _)| candidate)
}

/// `did you mean ...?`, if a candidate is near.
pub(crate) fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(word, candidates).map(|near| format!("did you mean `{near}`?"))
}

/// A text of the user for a message: on one line and not too long.
pub(crate) fn quoted(text: &str) -> String {
    let mut short: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if short.len() > NAME_BYTES_MAX {
        short.truncate(floor(&short, NAME_BYTES_MAX));
        short.push('…');
    }
    format!("`{short}`")
}
