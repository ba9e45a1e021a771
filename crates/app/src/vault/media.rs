//! What a file is, found from its bytes and never from its name: a closed list.

/// The types of file that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    Docx,
    Jpeg,
    M4a,
    Mp3,
    Mp4,
    Odt,
    Pdf,
    Png,
    Text,
    Wav,
}

impl Media {
    pub const ALL: [Self; 10] = [
        Self::Docx,
        Self::Jpeg,
        Self::M4a,
        Self::Mp3,
        Self::Mp4,
        Self::Odt,
        Self::Pdf,
        Self::Png,
        Self::Text,
        Self::Wav,
    ];

    /// As HTTP names it, and the tables.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Jpeg => "image/jpeg",
            Self::M4a => "audio/mp4",
            Self::Mp3 => "audio/mpeg",
            Self::Mp4 => "video/mp4",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Text => "text/plain; charset=utf-8",
            Self::Wav => "audio/wav",
        }
    }

    /// How file names end.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Jpeg => "jpg",
            Self::M4a => "m4a",
            Self::Mp3 => "mp3",
            Self::Mp4 => "mp4",
            Self::Odt => "odt",
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Text => "txt",
            Self::Wav => "wav",
        }
    }

    /// Whether a program can take out what says where and by whom it was made.
    pub const fn is_stripped(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png)
    }

    /// Whether it may hold such a thing where no program here can take it out.
    pub const fn keeps_traces(self) -> bool {
        !matches!(self, Self::Jpeg | Self::Png | Self::Text)
    }

    pub(crate) fn find(mime: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|media| media.mime() == mime)
    }

    /// The type of these bytes, if it is one of the list.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let begins = |with: &[u8]| bytes.starts_with(with);
        if begins(b"%PDF-") {
            Some(Self::Pdf)
        } else if begins(&[0xff, 0xd8, 0xff]) {
            Some(Self::Jpeg)
        } else if begins(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if begins(b"PK\x03\x04") {
            of_zip(bytes)
        } else if begins(b"RIFF") && bytes.get(8..12) == Some(b"WAVE") {
            Some(Self::Wav)
        } else if bytes.get(4..8) == Some(b"ftyp") {
            of_brand(bytes.get(8..12)?)
        } else if begins(b"ID3") || is_mp3_frame(bytes) {
            Some(Self::Mp3)
        } else {
            is_text(bytes).then_some(Self::Text)
        }
    }
}

/// An OpenDocument text names itself first; a Word document has its text in a part of this name.
/// One that carries macros is not taken.
fn of_zip(bytes: &[u8]) -> Option<Media> {
    const ODT: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.text";
    let after_header = bytes.get(30..)?;
    // A template's or a master document's type goes on after these words.
    let is_odt = after_header
        .strip_prefix(ODT)
        .is_some_and(|rest| rest.starts_with(b"PK"));
    if is_odt {
        return Some(Media::Odt);
    }
    let has = |name: &[u8]| bytes.windows(name.len()).any(|part| part == name);
    let is_docx = has(b"[Content_Types].xml") && has(b"word/document.xml");
    (is_docx && !has(b"vbaProject.bin")).then_some(Media::Docx)
}

fn of_brand(brand: &[u8]) -> Option<Media> {
    match brand {
        b"M4A " => Some(Media::M4a),
        b"isom" | b"iso2" | b"iso4" | b"iso5" | b"iso6" | b"mp41" | b"mp42" | b"avc1" | b"M4V " => {
            Some(Media::Mp4)
        }
        _ => None,
    }
}

/// A frame of MPEG sound, layer III, with a bit rate and a sampling rate that exist.
fn is_mp3_frame(bytes: &[u8]) -> bool {
    let Some([0xff, version, rates, ..]) = bytes.get(..4) else {
        return false;
    };
    let is_sync = version & 0xe0 == 0xe0 && (version >> 3) & 3 != 1 && (version >> 1) & 3 == 1;
    let bit_rate = rates >> 4;
    is_sync && bit_rate != 0 && bit_rate != 15 && (rates >> 2) & 3 != 3
}

/// UTF-8 with nothing but letters, spaces, tabs and ends of lines and pages.
fn is_text(bytes: &[u8]) -> bool {
    let is_plain = |text: &str| {
        let odd = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}');
        !text.contains(odd)
    };
    !bytes.is_empty() && std::str::from_utf8(bytes).is_ok_and(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zip(parts: &[&str]) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04".to_vec();
        bytes.extend([0; 26]);
        for part in parts {
            bytes.extend(part.as_bytes());
        }
        bytes.extend(b"PK\x01\x02");
        bytes
    }

    #[test]
    fn a_file_is_what_its_bytes_say_and_what_is_not_on_the_list_is_nothing() {
        let odt = "mimetypeapplication/vnd.oasis.opendocument.text";
        let docx = ["[Content_Types].xml", "word/document.xml"];
        for (bytes, media) in [
            (b"%PDF-1.7\n".to_vec(), Some(Media::Pdf)),
            (vec![0xff, 0xd8, 0xff, 0xe0], Some(Media::Jpeg)),
            (b"\x89PNG\r\n\x1a\n".to_vec(), Some(Media::Png)),
            (zip(&[odt]), Some(Media::Odt)),
            (zip(&[odt, "-template"]), None),
            (zip(&docx), Some(Media::Docx)),
            (zip(&[docx[0], docx[1], "word/vbaProject.bin"]), None),
            (zip(&["run.exe"]), None),
            (b"RIFF\x10\0\0\0WAVEfmt ".to_vec(), Some(Media::Wav)),
            (b"RIFF\x10\0\0\0AVI LIST".to_vec(), None),
            (b"\0\0\0\x18ftypM4A \0\0".to_vec(), Some(Media::M4a)),
            (b"\0\0\0\x18ftypisom\0\0".to_vec(), Some(Media::Mp4)),
            (b"\0\0\0\x18ftypqt  \0\0".to_vec(), None),
            (b"ID3\x03\0".to_vec(), Some(Media::Mp3)),
            (vec![0xff, 0xfb, 0x90, 0x64], Some(Media::Mp3)),
            (vec![0xff, 0xfe, b'a', 0], None),
            ("Ünd so\r\n\tweiter".as_bytes().to_vec(), Some(Media::Text)),
            (b"<script>".to_vec(), Some(Media::Text)),
            (b"MZ\x90\0".to_vec(), None),
            (b"\x7fELF".to_vec(), None),
            (Vec::new(), None),
        ] {
            assert_eq!(Media::of(&bytes), media, "{bytes:?}");
        }
        for media in Media::ALL {
            assert_eq!(Media::find(media.mime()), Some(media));
        }
    }
}
