//! The letters: a serif in two weights, and one of one width, which also has the letters that the
//! serif lacks. They travel inside the program, so that a paper looks the same everywhere.

use std::sync::OnceLock;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Face, UnicodeBuffer};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Regular,
    Bold,
    Plain,
}

struct Cut {
    font: Font,
    face: Face<'static>,
}

/// All of them, read once.
pub(crate) struct Fonts {
    regular: Cut,
    bold: Cut,
    plain: Cut,
}

/// Letters of one cut, ready to be drawn.
pub(crate) struct Run {
    pub(crate) font: Font,
    pub(crate) text: String,
    pub(crate) glyphs: Vec<KrillaGlyph>,
    /// In ems.
    pub(crate) width: f32,
}

static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();

/// The fonts; nothing when the program was built with broken ones, which a test would see.
pub(crate) fn fonts() -> Option<&'static Fonts> {
    let fonts = FONTS.get_or_init(|| {
        Some(Fonts {
            regular: Cut::read(include_bytes!("../fonts/LibertinusSerif-Regular.otf"))?,
            bold: Cut::read(include_bytes!("../fonts/LibertinusSerif-Bold.otf"))?,
            plain: Cut::read(include_bytes!("../fonts/DejaVuSansMono.ttf"))?,
        })
    });
    fonts.as_ref()
}

impl Cut {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        Some(Self {
            font: Font::new(bytes.into(), 0)?,
            face: Face::from_slice(bytes, 0)?,
        })
    }

    fn has(&self, letter: char) -> bool {
        self.face.glyph_index(letter).is_some()
    }

    /// How far a letter reaches, in ems.
    fn advance(&self, letter: char) -> f32 {
        let glyph = self.face.glyph_index(letter);
        let advance = glyph.and_then(|glyph| self.face.glyph_hor_advance(glyph));
        f32::from(advance.unwrap_or(0)) / self.font.units_per_em()
    }

    fn shape(&self, text: String) -> Run {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&text);
        buffer.guess_segment_properties();
        let shaped = rustybuzz::shape(&self.face, &[], buffer);
        let mut starts: Vec<u32> = shaped.glyph_infos().iter().map(|it| it.cluster).collect();
        starts.sort_unstable();
        starts.dedup();
        let units = self.font.units_per_em();
        let ems = |units_of: i32| i16::try_from(units_of).map_or(0.0, f32::from) / units;
        let place = |at: u32| usize::try_from(at).unwrap_or(text.len()).min(text.len());
        let mut width = 0.0;
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        let glyphs = glyphs
            .map(|(info, position)| {
                let next = starts.iter().find(|start| **start > info.cluster);
                let end = next.map_or(text.len(), |next| place(*next));
                width += ems(position.x_advance);
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    ems(position.x_advance),
                    ems(position.x_offset),
                    ems(position.y_offset),
                    ems(position.y_advance),
                    place(info.cluster)..end,
                    None,
                )
            })
            .collect();
        Run {
            font: self.font.clone(),
            text,
            glyphs,
            width,
        }
    }
}

impl Fonts {
    fn cut(&self, style: Style) -> &Cut {
        match style {
            Style::Regular => &self.regular,
            Style::Bold => &self.bold,
            Style::Plain => &self.plain,
        }
    }

    fn cut_for(&self, style: Style, letter: char) -> Option<&Cut> {
        let of_style = self.cut(style);
        [of_style, &self.plain]
            .into_iter()
            .find(|cut| cut.has(letter))
    }

    /// Whether there is a letter for this at all.
    pub(crate) fn has(&self, style: Style, letter: char) -> bool {
        self.cut_for(style, letter).is_some()
    }

    /// How far a text reaches at most, in ems: kerning only brings letters closer.
    pub(crate) fn width(&self, style: Style, text: &str) -> f32 {
        let advance = |letter| {
            self.cut_for(style, letter)
                .map_or(0.0, |cut| cut.advance(letter))
        };
        text.chars().map(advance).sum()
    }

    /// A text as runs of one cut each.
    pub(crate) fn runs(&self, style: Style, text: &str) -> Vec<Run> {
        let mut parts: Vec<(&Cut, String)> = Vec::new();
        for letter in text.chars() {
            let Some(cut) = self.cut_for(style, letter) else {
                continue;
            };
            match parts.last_mut() {
                Some((last, part)) if std::ptr::eq(*last, cut) => part.push(letter),
                _ => parts.push((cut, letter.to_string())),
            }
        }
        parts
            .into_iter()
            .map(|(cut, part)| cut.shape(part))
            .collect()
    }
}
