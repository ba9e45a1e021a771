//! What somebody else made: a picture, a PDF. It is tried before it goes into a paper, so that one
//! that cannot be read spoils nothing but itself.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use krilla::configure::{ConfigurationBuilder, PdfVersion};
use krilla::geom::Size;
use krilla::image::Image;
use krilla::page::PageSettings;
use krilla::pdf::{Pdf, PdfDocument};
use krilla::{Document, SerializeSettings};

/// The most points of a picture: what is larger is taken apart in memory, and may be small as a file.
pub const PICTURE_PIXELS_MAX: u64 = 50_000_000;
/// The most pages of one PDF.
const PAGES_OF_ONE_MAX: usize = 1_000;

/// What goes into a paper as it is.
#[derive(Clone)]
pub struct Embedded(pub(crate) Kind);

#[derive(Clone)]
pub(crate) enum Kind {
    Picture {
        image: Image,
        size: (f32, f32),
    },
    Pdf {
        document: PdfDocument,
        /// Width and height of each page.
        pages: Vec<(f32, f32)>,
    },
}

/// Why something cannot go into a paper as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("it cannot be read")]
    Unreadable,
    #[error("it is too large")]
    TooLarge,
}

impl fmt::Debug for Embedded {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Picture { size, .. } => write!(to, "picture of {size:?}"),
            Kind::Pdf { pages, .. } => write!(to, "PDF of {} page(s)", pages.len()),
        }
    }
}

impl Embedded {
    /// How many pages it has; none for a picture.
    pub fn pages(&self) -> Option<usize> {
        match &self.0 {
            Kind::Picture { .. } => None,
            Kind::Pdf { pages, .. } => Some(pages.len()),
        }
    }
}

/// A PNG or a JPEG.
pub fn picture(bytes: Vec<u8>) -> Result<Embedded, Unfit> {
    let is_png = bytes.starts_with(b"\x89PNG");
    let points = if is_png {
        png_points(&bytes)
    } else {
        jpeg_points(&bytes)
    };
    if points.ok_or(Unfit::Unreadable)? > PICTURE_PIXELS_MAX {
        return Err(Unfit::TooLarge);
    }
    guarded(|| {
        let image = if is_png {
            Image::from_png(bytes.into(), false)
        } else {
            Image::from_jpeg(bytes.into(), false)
        };
        let image = image.ok()?;
        let (width, height) = image.size();
        let side = |side: u32| u16::try_from(side).ok().filter(|side| *side > 0);
        let size = (f32::from(side(width)?), f32::from(side(height)?));
        // Taken apart once for nothing, since it fails no sooner than that.
        let mut document = Document::new();
        let mut page = document.start_page_with(PageSettings::from_wh(100.0, 100.0)?);
        let mut surface = page.surface();
        surface.draw_image(image.clone(), Size::from_wh(100.0, 100.0)?);
        surface.finish();
        page.finish();
        document.finish().ok()?;
        Some(Embedded(Kind::Picture { image, size }))
    })
}

/// A PDF that opens without a password.
pub fn pdf(bytes: Vec<u8>) -> Result<Embedded, Unfit> {
    guarded(|| {
        let read = Arc::new(Pdf::new(bytes).ok()?);
        let mut pages: Vec<(f32, f32)> = Vec::new();
        for page in read.pages().iter() {
            pages.push(page.render_dimensions());
        }
        let is_page =
            |(width, height): &(f32, f32)| *width >= 1.0 && *height >= 1.0 && *width <= 20_000.0;
        if pages.is_empty() || !pages.iter().all(is_page) {
            return None;
        }
        let document = PdfDocument::new(read);
        let count = pages.len();
        let embedded = Embedded(Kind::Pdf {
            document: document.clone(),
            pages,
        });
        if count <= PAGES_OF_ONE_MAX {
            let mut probe = Document::new_with(settings_for_others());
            for number in 0..count {
                let mut page = probe.start_page_with(PageSettings::from_wh(100.0, 100.0)?);
                let mut surface = page.surface();
                surface.draw_pdf_page(&document, Size::from_wh(100.0, 100.0)?, number);
                surface.finish();
                page.finish();
            }
            probe.finish().ok()?;
        }
        Some(embedded)
    })
    .and_then(|embedded| match embedded.pages() {
        Some(count) if count > PAGES_OF_ONE_MAX => Err(Unfit::TooLarge),
        _ => Ok(embedded),
    })
}

/// Pages of others may be of any version of PDF.
pub(crate) fn settings_for_others() -> SerializeSettings {
    let version = ConfigurationBuilder::new().with_version(PdfVersion::Pdf20);
    SerializeSettings {
        configuration: version.finish().unwrap_or_default(),
        ..SerializeSettings::default()
    }
}

/// A reader of files that anybody may have made up can stumble; that is the file's fault, not ours.
fn guarded(read: impl FnOnce() -> Option<Embedded>) -> Result<Embedded, Unfit> {
    let read = catch_unwind(AssertUnwindSafe(read));
    read.ok().flatten().ok_or(Unfit::Unreadable)
}

fn product(width: &[u8], height: &[u8]) -> u64 {
    let number = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
    };
    number(width).saturating_mul(number(height))
}

fn png_points(bytes: &[u8]) -> Option<u64> {
    Some(product(bytes.get(16..20)?, bytes.get(20..24)?))
}

/// From the header of its first frame.
fn jpeg_points(bytes: &[u8]) -> Option<u64> {
    let mut at: usize = 2;
    loop {
        let [0xff, marker, high, low] = bytes.get(at..at.checked_add(4)?)? else {
            return None;
        };
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            let from = at.checked_add(5)?;
            let sides = bytes.get(from..from.checked_add(4)?)?;
            return Some(product(sides.get(..2)?, sides.get(2..)?));
        }
        let length = usize::from(*high) << 8 | usize::from(*low);
        at = at.checked_add(2)?.checked_add(length)?;
    }
}
