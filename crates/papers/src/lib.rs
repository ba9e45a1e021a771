//! Papers as PDF: a letter, the bundle of a case. What stands on one comes in as data, its words
//! among it; out come the bytes. Nothing is read or written on the way, and the same paper makes the
//! same bytes.
//!
//! Every paper is tagged, says its language and has an outline, so that a screen reader reads it in
//! order. One without pages of other PDFs keeps PDF/UA-1, and is refused where it does not.

mod draw;
mod fonts;
mod foreign;
mod layout;
mod text;

use standing_base::Date;

pub use foreign::{Embedded, PICTURE_PIXELS_MAX, Unfit, pdf, picture};

/// The most pages of a paper.
pub const PAGES_MAX: usize = 5_000;

/// A paper as it is written down.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Shown by readers in place of a file name.
    pub title: String,
    /// Its language in BCP 47.
    pub language: String,
    /// Whose paper it is.
    pub author: String,
    pub made_on: Option<Date>,
    /// Below every page, with `{page}` and `{pages}` where the numbers go.
    pub foot: String,
    pub blocks: Vec<Block>,
}

/// A part of a paper, one below the other.
#[derive(Clone, Debug)]
pub enum Block {
    /// The title on the first page.
    Title(String),
    /// Listed in the index; level 1 or 2.
    Heading {
        level: u16,
        words: String,
    },
    /// Its lines are kept, and an empty line parts paragraphs.
    Text(String),
    /// The same, in smaller letters.
    Small(String),
    /// Somebody's own words.
    Quote(String),
    /// A name and what it stands for, beside it.
    Term {
        name: String,
        says: String,
    },
    Item(String),
    /// A text in letters of one width, as it is.
    Plain(String),
    /// Every heading below, with its page.
    Index,
    NewPage,
    /// A picture, or each page of a PDF; `alt` says what it is to whoever does not see it.
    Embedded {
        what: Embedded,
        alt: String,
    },
}

/// A paper that was made.
#[derive(Clone, Debug)]
pub struct Made {
    pub bytes: Vec<u8>,
    pub pages: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    #[error("the paper has more than {PAGES_MAX} pages; leave something out")]
    TooLong,
    #[error("the paper cannot be written as PDF: {0}")]
    Unwritten(String),
}

impl Paper {
    /// Its PDF.
    pub fn make(&self) -> Result<Made, PaperError> {
        let laid = layout::lay_out(&self.blocks)?;
        let bytes = draw::draw(self, &laid)?;
        Ok(Made {
            bytes,
            pages: laid.pages.len(),
        })
    }
}
