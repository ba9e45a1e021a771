//! What goes into a message: text, numbers, dates, links.

use std::fmt;

use askama::filters::HtmlSafe;

use super::grouped;
use crate::day::{Time, push_escaped};

/// What goes into a message in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Chooses the plural, and is shown with its digits in groups.
    Number(i64),
    Shown(Piece),
    /// The message's attribute of the same name between two tags: the words of a link.
    Within {
        open: String,
        close: String,
    },
}

/// Something as it is on a page, and where there can be no markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(super) html: String,
    pub(super) text: String,
}

impl Piece {
    /// Plain text between two tags of ours.
    pub(crate) fn tagged(open: &str, text: &str, close: &str) -> Self {
        Self {
            html: format!("{open}{}{close}", escaped(text)),
            text: text.to_owned(),
        }
    }

    pub(crate) fn quoted(self) -> Self {
        Self {
            html: format!("<q>{}</q>", self.html),
            text: self.text,
        }
    }

    pub(crate) fn of(part: impl IntoPart) -> Self {
        match part.into_part() {
            Part::Shown(piece) => piece,
            Part::Number(number) => Self::tagged("", &grouped(&number.to_string()), ""),
            Part::Within { .. } => Self::tagged("", "", ""),
        }
    }

    /// A link; it may hold what is marked up itself.
    pub(crate) fn linked(self, to: &str) -> Self {
        Self {
            html: format!("<a href=\"{}\">{}</a>", escaped(to), self.html),
            text: self.text,
        }
    }

    /// In another language than the page around it.
    pub(crate) fn in_lang(self, code: &str) -> Self {
        Self {
            html: format!("<span lang=\"{}\">{}</span>", escaped(code), self.html),
            text: self.text,
        }
    }
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.html)
    }
}

impl HtmlSafe for Piece {}

pub(crate) trait IntoPart {
    fn into_part(self) -> Part;
}

pub(crate) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        push_escaped(&mut html, c);
    }
    html
}

impl IntoPart for &str {
    fn into_part(self) -> Part {
        Part::Shown(Piece {
            html: escaped(self),
            text: self.to_owned(),
        })
    }
}

impl<T: IntoPart + Clone> IntoPart for &T {
    fn into_part(self) -> Part {
        self.clone().into_part()
    }
}

impl IntoPart for String {
    fn into_part(self) -> Part {
        self.as_str().into_part()
    }
}

impl IntoPart for Time {
    fn into_part(self) -> Part {
        Part::Shown(Piece {
            html: self.to_string(),
            text: self.words().to_owned(),
        })
    }
}

impl IntoPart for Piece {
    fn into_part(self) -> Part {
        Part::Shown(self)
    }
}

impl IntoPart for i64 {
    fn into_part(self) -> Part {
        Part::Number(self)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => { $(
        impl IntoPart for $number {
            fn into_part(self) -> Part {
                Part::Number(i64::try_from(self).unwrap_or(i64::MAX))
            }
        }

    )* };
}
numbers!(u32, u64, usize);
