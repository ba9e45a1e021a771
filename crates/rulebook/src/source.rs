//! The texts of a rulebook folder, and places in them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::Place;

/// A rulebook folder in memory: path within the folder (`versions/2018/01-membership.md`) to text.
///
/// The crate reads no disk; who does, puts the files here. Line ends become `\n` and a byte order
/// mark is dropped, so that a folder means the same on every system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    texts: BTreeMap<String, String>,
    /// Files that are not UTF-8, with the offset of the first byte that is not.
    not_text: BTreeMap<String, usize>,
}

impl Files {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, or replaces it.
    pub fn insert(&mut self, path: impl Into<String>, text: impl AsRef<str>) {
        let path = path.into().replace('\\', "/");
        self.not_text.remove(&path);
        self.texts.insert(path, plain(text.as_ref()));
    }

    /// Adds a file as it was read. One that is not UTF-8 is kept, and loading reports where.
    pub fn insert_bytes(&mut self, path: impl Into<String>, bytes: &[u8]) {
        let path = path.into();
        match std::str::from_utf8(bytes) {
            Ok(text) => self.insert(path, text),
            Err(error) => {
                let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let offset = plain(&String::from_utf8_lossy(before)).len();
                self.insert(path.clone(), String::from_utf8_lossy(bytes));
                self.not_text.insert(path, offset);
            }
        }
    }

    pub fn remove(&mut self, path: &str) -> Option<String> {
        self.not_text.remove(path);
        self.texts.remove(path)
    }

    pub fn get(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// Every path with its text, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    pub fn len(&self) -> usize {
        self.texts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    pub(crate) fn not_text(&self, path: &str) -> Option<usize> {
        self.not_text.get(path).copied()
    }
}

impl<P: Into<String>, T: AsRef<str>> FromIterator<(P, T)> for Files {
    fn from_iter<I: IntoIterator<Item = (P, T)>>(files: I) -> Self {
        let mut all = Self::new();
        for (path, text) in files {
            all.insert(path, text);
        }
        all
    }
}

fn plain(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Byte offsets in a file.
pub(crate) type Span = Range<usize>;

/// A value and where it is written.
#[derive(Clone, Debug)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// One file with the starts of its lines.
#[derive(Clone, Debug)]
pub(crate) struct Source<'a> {
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
    line_starts: Vec<usize>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(path: &'a str, text: &'a str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            path,
            text,
            line_starts: std::iter::once(0).chain(after_breaks).collect(),
        }
    }

    pub(crate) fn at(&'a self, span: Span) -> At<'a> {
        At { source: self, span }
    }

    /// The text of a span; empty when it is not one.
    pub(crate) fn slice(&self, span: &Span) -> &'a str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// The lines with the offsets at which they start, without their line breaks.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &'a str)> {
        let ends = self.line_starts.iter().skip(1).map(|next| next - 1);
        self.line_starts
            .iter()
            .copied()
            .zip(ends.chain(std::iter::once(self.text.len())))
            .map(|(start, end)| (start, self.text.get(start..end).unwrap_or_default()))
    }

    /// Number (from 0), start and text of the line in which an offset stands.
    fn line_of(&self, offset: usize) -> (usize, usize, &'a str) {
        let number = self
            .line_starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1);
        let start = self.line_starts.get(number).copied().unwrap_or(0);
        let rest = self.text.get(start..).unwrap_or_default();
        (number, start, rest.split('\n').next().unwrap_or_default())
    }
}

/// A span of a file.
#[derive(Clone, Debug)]
pub(crate) struct At<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) span: Span,
}

/// A place with the line it stands in, for showing.
pub(crate) struct Shown<'a> {
    pub(crate) place: Place,
    pub(crate) line: &'a str,
    /// Bytes of the line before the place, and bytes of the span within the line.
    pub(crate) before: usize,
    pub(crate) length: usize,
}

impl<'a> At<'a> {
    pub(crate) fn place(&self) -> Place {
        self.shown().place
    }

    pub(crate) fn shown(&self) -> Shown<'a> {
        let (number, start, line) = self.source.line_of(self.span.start);
        let before = floor(line, self.span.start - start);
        let length = self.span.end.saturating_sub(start + before);
        let length = floor(line, before.saturating_add(length)) - before;
        let characters = line.get(..before).map_or(0, |text| text.chars().count());
        Shown {
            place: Place {
                file: self.source.path.to_owned(),
                line: count(number + 1),
                column: count(characters + 1),
            },
            line,
            before,
            length,
        }
    }
}

/// The nearest character boundary at or before an offset.
pub(crate) fn floor(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

pub(crate) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let source = Source::new("a.md", "é\tü xyz\nsecond");
        let at = source.text.find("xyz").unwrap();
        let place = source.at(at..at + 3).place();
        assert_eq!((place.line, place.column), (1, 5));
        let at = source.text.find("second").unwrap();
        assert_eq!(source.at(at..at + 99).shown().length, 6);
    }

    #[test]
    fn line_ends_and_byte_order_marks_make_no_difference() {
        let mut files = Files::new();
        files.insert_bytes("a", b"\xef\xbb\xbfone\r\ntwo\r\n");
        assert_eq!(files.get("a"), Some("one\ntwo\n"));
        files.insert_bytes("b", b"one\r\nd\xe9j\xe0");
        assert_eq!(files.not_text("b"), Some(5));
    }
}
