//! Taking out of pictures what is not the picture: place and time and camera (EXIF), programs and
//! authors (XMP, IPTC), comments, small copies of the picture, and whatever stands behind its end.
//!
//! Only the structure is read; the picture itself is copied byte by byte. What is not known to belong
//! to the picture goes: with EXIF, a photograph loses which way up it was held.

use standing_base::Told;

use super::{Media, refused};
use crate::error::AppError;

/// The bytes without their metadata; nothing where that cannot be done for a type.
pub(crate) fn stripped(media: Media, bytes: &[u8]) -> Result<Option<Vec<u8>>, AppError> {
    let stripped = match media {
        Media::Jpeg => jpeg(bytes),
        Media::Png => png(bytes),
        _ => return Ok(None),
    };
    match stripped {
        Some(bytes) => Ok(Some(bytes)),
        None => Err(refused(
            "picture_unreadable",
            Told::new(
                "picture-unreadable",
                "this picture is damaged, so what the camera wrote into it cannot be taken out; save it anew and send that",
            ),
        )),
    }
}

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const COM: u8 = 0xfe;
/// Names the colours of a picture (Adobe).
const APP14: u8 = 0xee;

/// Application segments and comments go, but for the one without which colours are wrong.
fn is_of_picture(marker: u8) -> bool {
    match marker {
        APP14 => true,
        // Behind the application's own come those for extensions, which nothing that shows pictures
        // knows, and the comment.
        0xe0..=COM => false,
        _ => true,
    }
}

fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(&[0xff, SOI])?;
    let mut out = vec![0xff, SOI];
    loop {
        // Any number of these may stand before a marker.
        rest = rest.strip_prefix(&[0xff])?;
        while let Some(after) = rest.strip_prefix(&[0xff]) {
            rest = after;
        }
        let (marker, after) = rest.split_first()?;
        if *marker == EOI {
            out.extend([0xff, EOI]);
            return Some(out);
        }
        // Markers without a length stand only within the picture's own bytes.
        if *marker < 0xc0 || (0xd0..=0xd8).contains(marker) {
            return None;
        }
        let length = after.first_chunk::<2>()?;
        let length = usize::from(u16::from_be_bytes(*length));
        let segment = after.get(..length).filter(|_| length >= 2)?;
        rest = after.get(length..)?;
        if is_of_picture(*marker) {
            out.extend([0xff, *marker]);
            out.extend_from_slice(segment);
        }
        if *marker == SOS {
            let end = end_of_scan(rest)?;
            let (scan, after) = rest.split_at_checked(end)?;
            out.extend_from_slice(scan);
            rest = after;
        }
    }
}

/// Where the next marker begins that is not part of the compressed picture.
fn end_of_scan(bytes: &[u8]) -> Option<usize> {
    bytes.windows(2).position(|pair| match pair {
        // A stuffed byte, a restart, or one of several fill bytes before a marker.
        [0xff, 0x00 | 0xd0..=0xd7 | 0xff] => false,
        [0xff, _] => true,
        _ => false,
    })
}

const PNG_SIGN: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The chunks that belong to the picture: its data, its colours, its frames.
const PNG_KEPT: [&[u8; 4]; 14] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(PNG_SIGN)?;
    let mut out = PNG_SIGN.to_vec();
    loop {
        let length = u32::from_be_bytes(*rest.first_chunk::<4>()?);
        // Length, name, data, check sum.
        let whole = usize::try_from(length).ok()?.checked_add(12)?;
        let (chunk, after) = rest.split_at_checked(whole)?;
        let name = chunk.get(4..8)?;
        if PNG_KEPT.iter().any(|kept| kept.as_slice() == name) {
            out.extend_from_slice(chunk);
        }
        if name == b"IEND" {
            return Some(out);
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], &length[..], data].concat()
    }

    fn chunk(name: [u8; 4], data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&length[..], &name, data, b"sum!"].concat()
    }

    /// Segments of a picture: a marker and its data, with compressed bytes after a scan.
    fn jpeg_of(segments: &[(u8, Vec<u8>)], is_kept: impl Fn(u8) -> bool) -> Vec<u8> {
        let mut bytes = vec![0xff, SOI];
        for (marker, data) in segments.iter().filter(|(marker, _)| is_kept(*marker)) {
            bytes.extend(segment(*marker, data));
            if *marker == SOS {
                bytes.extend([1, 0xff, 0x00, 2, 0xff, 0xd3, 3, 0xff, 0x00]);
            }
        }
        bytes.extend([0xff, EOI]);
        bytes
    }

    proptest! {
        #[test]
        fn a_stripped_jpeg_has_the_segments_of_the_picture_and_no_others(
            segments in prop::collection::vec(
                (
                    prop::sample::select(vec![
                        0xc0, 0xc2, 0xc4, SOS, 0xdb, 0xdd, 0xe0, 0xe1, 0xe2, 0xed, APP14, COM,
                    ]),
                    prop::collection::vec(any::<u8>(), 0..40),
                ),
                0..12,
            ),
            trailer in prop::collection::vec(any::<u8>(), 0..20),
        ) {
            let of_picture = |marker| {
                [0xc0, 0xc2, 0xc4, SOS, 0xdb, 0xdd, APP14].contains(&marker)
            };
            let mut whole = jpeg_of(&segments, |_| true);
            whole.extend(trailer);
            let stripped = jpeg(&whole).unwrap();
            prop_assert_eq!(&stripped, &jpeg_of(&segments, of_picture));
            prop_assert_eq!(jpeg(&stripped).unwrap(), stripped);
        }

        #[test]
        fn a_stripped_png_has_the_chunks_of_the_picture_and_no_others(
            chunks in prop::collection::vec(
                (
                    prop::sample::select(vec![
                        b"PLTE", b"IDAT", b"tRNS", b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME",
                        b"iCCP", b"caBX",
                    ]),
                    prop::collection::vec(any::<u8>(), 0..40),
                ),
                0..12,
            ),
        ) {
            let png_of = |is_kept: &dyn Fn(&[u8; 4]) -> bool| {
                let mut bytes = PNG_SIGN.to_vec();
                bytes.extend(chunk(*b"IHDR", &[0; 13]));
                for (name, data) in chunks.iter().filter(|(name, _)| is_kept(name)) {
                    bytes.extend(chunk(**name, data));
                }
                bytes.extend(chunk(*b"IEND", b""));
                bytes
            };
            let mut whole = png_of(&|_| true);
            whole.extend(b"behind the end");
            let picture = png_of(&|name| [b"PLTE", b"IDAT", b"tRNS"].contains(&name));
            prop_assert_eq!(png(&whole).unwrap(), picture);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = jpeg(&[&[0xff, SOI], &bytes[..]].concat());
            let _ = png(&[PNG_SIGN, &bytes[..]].concat());
        }
    }

    #[test]
    fn a_picture_that_ends_early_is_not_guessed_at() {
        let whole = jpeg_of(&[(0xdb, vec![1; 8]), (SOS, vec![2; 6])], |_| true);
        for end in 0..whole.len() {
            assert_eq!(jpeg(&whole[..end]), None, "{end}");
        }
        assert!(stripped(Media::Jpeg, &whole[..9]).is_err());
        assert_eq!(stripped(Media::Pdf, b"%PDF-").unwrap(), None);
    }
}
