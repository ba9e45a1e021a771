//! Blocks laid out on pages: which line, picture or page of another PDF stands where.

use crate::fonts::{Fonts, Style, fonts};
use crate::foreign::{Embedded, Kind};
use crate::text::{drawable, lines};
use crate::{Block, PAGES_MAX, PaperError};

/// A4, in points.
pub(crate) const PAGE: (f32, f32) = (595.28, 841.89);
pub(crate) const LEFT: f32 = 68.0;
pub(crate) const RIGHT: f32 = PAGE.0 - 68.0;
const TOP: f32 = 68.0;
const BOTTOM: f32 = PAGE.1 - 84.0;
const WIDTH: f32 = RIGHT - LEFT;
/// Where what a term stands for begins.
const TERM: f32 = 150.0;
const INDENT: f32 = 18.0;
/// What an entry of the index leaves free for its page.
const PAGE_OF: f32 = 36.0;
/// A picture that would get less than this goes onto the next page.
const PICTURE_MIN: f32 = 220.0;
/// So much larger than its points a picture is drawn at most (96 a inch).
const PICTURE_SCALE: f32 = 0.75;

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    pub(crate) style: Style,
    pub(crate) size: f32,
    /// From one line to the next.
    leading: f32,
    /// Room above.
    above: f32,
    /// Lighter than black.
    pub(crate) is_quiet: bool,
}

const fn look(style: Style, size: f32, leading: f32, above: f32) -> Look {
    Look {
        style,
        size,
        leading,
        above,
        is_quiet: false,
    }
}

const TITLE: Look = look(Style::Bold, 24.0, 29.0, 0.0);
const HEADING: Look = look(Style::Bold, 16.0, 20.0, 22.0);
const LESSER: Look = look(Style::Bold, 12.5, 16.0, 14.0);
const TEXT: Look = look(Style::Regular, 11.0, 15.0, 7.0);
const NAME: Look = look(Style::Bold, 11.0, 15.0, 4.0);
const PLAIN: Look = look(Style::Plain, 9.0, 12.0, 7.0);
const SMALL: Look = Look {
    is_quiet: true,
    ..look(Style::Regular, 9.5, 12.5, 5.0)
};

pub(crate) struct Laid<'a> {
    pub(crate) pages: Vec<Vec<Piece<'a>>>,
    /// What the pieces belong to, in the order of reading.
    pub(crate) groups: Vec<Group>,
    pub(crate) headings: Vec<Heading>,
    /// Whether pages of other PDFs stand in it.
    pub(crate) has_others: bool,
}

pub(crate) enum Group {
    Heading {
        level: u16,
        words: String,
    },
    Paragraph,
    Quote,
    Item,
    /// Of the index.
    Entry,
    Figure {
        alt: String,
    },
}

pub(crate) struct Heading {
    pub(crate) level: u16,
    pub(crate) words: String,
    pub(crate) page: usize,
    pub(crate) y: f32,
}

pub(crate) struct Piece<'a> {
    pub(crate) group: usize,
    /// The left end of the base line; of what is no text, the upper left corner.
    pub(crate) at: (f32, f32),
    pub(crate) what: What<'a>,
}

pub(crate) enum What<'a> {
    Line {
        text: String,
        look: Look,
    },
    /// The number of the page of a heading, which ends at the right margin.
    PageOf {
        heading: usize,
        look: Look,
    },
    Embedded {
        what: &'a Embedded,
        size: (f32, f32),
        /// Of a PDF, which page.
        page: usize,
    },
}

pub(crate) fn lay_out(blocks: &[Block]) -> Result<Laid<'_>, PaperError> {
    let fonts = fonts().ok_or_else(|| PaperError::Unwritten("its fonts are broken".to_owned()))?;
    let mut sheet = Sheet {
        fonts,
        y: TOP,
        laid: Laid {
            pages: vec![Vec::new()],
            groups: Vec::new(),
            headings: Vec::new(),
            has_others: false,
        },
    };
    for (number, block) in blocks.iter().enumerate() {
        match block {
            Block::Index => sheet.index(blocks.get(number..).unwrap_or_default()),
            block => sheet.block(block),
        }
        if sheet.laid.pages.len() > PAGES_MAX {
            return Err(PaperError::TooLong);
        }
    }
    // What would begin after the end begins nowhere.
    if sheet.laid.pages.len() > 1 && sheet.is_page_empty() {
        sheet.laid.pages.pop();
    }
    Ok(sheet.laid)
}

struct Sheet<'a> {
    fonts: &'static Fonts,
    /// Where the next block begins.
    y: f32,
    laid: Laid<'a>,
}

impl<'a> Sheet<'a> {
    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Title(words) => self.heading(0, words),
            Block::Heading { level, words } => self.heading(*level, words),
            Block::Text(text) => self.paragraphs(text, TEXT, 0.0, || Group::Paragraph),
            Block::Small(text) => self.paragraphs(text, SMALL, 0.0, || Group::Paragraph),
            Block::Quote(text) => self.paragraphs(text, TEXT, INDENT, || Group::Quote),
            Block::Plain(text) => {
                let text = drawable(self.fonts, Style::Plain, text);
                self.paragraph(&text, PLAIN, (0.0, WIDTH), Group::Paragraph);
            }
            Block::Term { name, says } => self.term(name, says),
            Block::Item(text) => self.item(text),
            Block::NewPage => self.new_page(),
            Block::Embedded { what, alt } => self.embedded(what, alt),
            // Laid out with what follows it.
            Block::Index => {}
        }
    }

    fn is_page_empty(&self) -> bool {
        self.laid.pages.last().is_none_or(Vec::is_empty)
    }

    fn new_page(&mut self) {
        if !self.is_page_empty() {
            self.laid.pages.push(Vec::new());
        }
        self.y = TOP;
    }

    /// Goes on to the next page where this much does not fit below.
    fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.new_page();
        }
    }

    fn space(&mut self, above: f32) {
        if !self.is_page_empty() {
            self.y += above;
        }
    }

    fn group(&mut self, group: Group) -> usize {
        self.laid.groups.push(group);
        self.laid.groups.len() - 1
    }

    fn put(&mut self, group: usize, at: (f32, f32), what: What<'a>) {
        if let Some(page) = self.laid.pages.last_mut() {
            page.push(Piece { group, at, what });
        }
    }

    fn heading(&mut self, level: u16, words: &str) {
        let look = match level {
            0 => TITLE,
            1 => HEADING,
            _ => LESSER,
        };
        let words = drawable(self.fonts, look.style, words).replace('\n', " ");
        let broken = lines(self.fonts, look.style, &words, WIDTH / look.size);
        // With two lines of what follows.
        let count = f32::from(u16::try_from(broken.len()).unwrap_or(u16::MAX));
        self.need(look.above + count * look.leading + TEXT.above + 2.0 * TEXT.leading);
        self.space(look.above);
        if level > 0 {
            self.laid.headings.push(Heading {
                level,
                words: words.clone(),
                page: self.laid.pages.len() - 1,
                y: self.y,
            });
        }
        let group = self.group(Group::Heading {
            level: level + 1,
            words,
        });
        self.lines(group, broken, look, LEFT);
        if level == 0 {
            self.y += 6.0;
        }
    }

    fn paragraphs(&mut self, text: &str, look: Look, indent: f32, group: impl Fn() -> Group) {
        let text = drawable(self.fonts, look.style, text);
        for paragraph in text.split("\n\n") {
            let paragraph = paragraph.trim_matches('\n');
            if !paragraph.trim().is_empty() {
                self.paragraph(paragraph, look, (indent, WIDTH), group());
            }
        }
    }

    fn paragraph(&mut self, text: &str, look: Look, (indent, right): (f32, f32), group: Group) {
        let broken = lines(self.fonts, look.style, text, (right - indent) / look.size);
        // Neither its first nor its last line stands alone.
        self.need(look.above + look.leading * if broken.len() > 1 { 2.0 } else { 1.0 });
        self.space(look.above);
        let group = self.group(group);
        self.lines(group, broken, look, LEFT + indent);
    }

    /// Lines below each other.
    fn lines(&mut self, group: usize, broken: Vec<String>, look: Look, x: f32) {
        let count = broken.len();
        for (number, mut text) in broken.into_iter().enumerate() {
            let is_before_last = number + 2 == count && count > 2;
            self.need(look.leading * if is_before_last { 2.0 } else { 1.0 });
            self.y += look.leading;
            if text.is_empty() {
                continue;
            }
            // So that words do not run together where the text is read on.
            if number + 1 < count {
                text.push(' ');
            }
            let at = (
                x,
                self.y - (look.leading - look.size) / 2.0 - look.size / 5.0,
            );
            self.put(group, at, What::Line { text, look });
        }
    }

    fn term(&mut self, name: &str, says: &str) {
        let name = drawable(self.fonts, NAME.style, name);
        let says = drawable(self.fonts, TEXT.style, says);
        let names = lines(self.fonts, NAME.style, &name, (TERM - 10.0) / NAME.size);
        let says = lines(self.fonts, TEXT.style, &says, (WIDTH - TERM) / TEXT.size);
        let count = f32::from(u16::try_from(names.len()).unwrap_or(u16::MAX));
        self.need(NAME.above + count * NAME.leading);
        self.space(NAME.above);
        let group = self.group(Group::Paragraph);
        let (page, begins) = (self.laid.pages.len(), self.y);
        let names = names.into_iter().map(|name| format!("{name} ")).collect();
        self.lines(group, names, NAME, LEFT);
        let below = self.y;
        if self.laid.pages.len() == page {
            self.y = begins;
        }
        self.lines(group, says, TEXT, LEFT + TERM);
        if self.laid.pages.len() == page {
            self.y = self.y.max(below);
        }
    }

    fn item(&mut self, text: &str) {
        let text = drawable(self.fonts, TEXT.style, text);
        let width = (WIDTH - INDENT) / TEXT.size;
        let broken = lines(self.fonts, TEXT.style, text.trim(), width);
        self.need(TEXT.above + TEXT.leading * if broken.len() > 1 { 2.0 } else { 1.0 });
        self.space(TEXT.above / 2.0);
        let group = self.group(Group::Item);
        let y = self.y + TEXT.leading - (TEXT.leading - TEXT.size) / 2.0 - TEXT.size / 5.0;
        let bullet = What::Line {
            text: "• ".to_owned(),
            look: TEXT,
        };
        self.put(group, (LEFT + 5.0, y), bullet);
        self.lines(group, broken, TEXT, LEFT + INDENT);
    }

    /// The headings of what follows, each with the place of its page.
    fn index(&mut self, rest: &[Block]) {
        let mut number = self.laid.headings.len();
        for block in rest {
            let Block::Heading { level, words } = block else {
                continue;
            };
            let (indent, look) = match level {
                1 => (0.0, NAME),
                _ => (INDENT, Look { above: 1.0, ..TEXT }),
            };
            let words = drawable(self.fonts, look.style, words).replace('\n', " ");
            let width = (WIDTH - PAGE_OF - indent) / look.size;
            let broken = lines(self.fonts, look.style, &words, width);
            self.need(look.above + look.leading * if broken.len() > 1 { 2.0 } else { 1.0 });
            self.space(look.above);
            let group = self.group(Group::Entry);
            let broken = broken.into_iter().map(|line| format!("{line} ")).collect();
            self.lines(group, broken, look, LEFT + indent);
            let y = self.y - (look.leading - look.size) / 2.0 - look.size / 5.0;
            let page_of = What::PageOf {
                heading: number,
                look: TEXT,
            };
            self.put(group, (RIGHT, y), page_of);
            number += 1;
        }
    }

    fn embedded(&mut self, what: &'a Embedded, alt: &str) {
        let sizes: Vec<(f32, f32)> = match &what.0 {
            Kind::Picture { size, .. } => {
                vec![(size.0 * PICTURE_SCALE, size.1 * PICTURE_SCALE)]
            }
            Kind::Pdf { pages, .. } => {
                self.laid.has_others = true;
                pages.clone()
            }
        };
        for (page, (width, height)) in sizes.into_iter().enumerate() {
            let full = (WIDTH / width).min(1.0);
            // As large as a page allows, and the first beside what already stands there.
            if page > 0 || self.y + (height * full).min(PICTURE_MIN) + TEXT.above > BOTTOM {
                self.new_page();
            }
            self.space(TEXT.above * 2.0);
            let scale = full.min((BOTTOM - self.y) / height);
            let size = (width * scale, height * scale);
            let group = self.group(Group::Figure {
                alt: alt.to_owned(),
            });
            let at = (LEFT, self.y);
            self.put(group, at, What::Embedded { what, size, page });
            self.y += size.1;
        }
    }
}
