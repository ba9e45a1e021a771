//! A bundle with everything in it, read back by another program (poppler).

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use standing_app::bundle::Withheld;
use standing_app::letters::Language;
use standing_app::vault::{CaseFile, Disclosed, Redaction};
use standing_base::IdKind;

use super::*;
use crate::samples::{cases, files};

/// One grey point.
const POINT: &[u8] = &[
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0,
    0, 0, 58, 126, 155, 85, 0, 0, 0, 10, 73, 68, 65, 84, 120, 156, 99, 104, 0, 0, 0, 130, 0, 129,
    119, 205, 114, 182, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

fn other_pdf() -> Vec<u8> {
    let paper = Paper {
        title: "Minutes".to_owned(),
        language: "en".to_owned(),
        author: "Somebody".to_owned(),
        made_on: None,
        foot: String::new(),
        blocks: vec![
            Block::Title("Minutes of May".to_owned()),
            Block::NewPage,
            Block::Text("Their second sheet.".to_owned()),
        ],
    };
    paper.make().unwrap().bytes
}

fn exhibit_of(number: u8, title: &str, content: Content) -> Exhibit {
    Exhibit {
        title: title.to_owned(),
        file: Some(files::file(number, Disclosed::Disclosed)),
        content,
    }
}

fn whole() -> Bundle {
    let charge = |charge: &str, finding| ChargeTold {
        charge: charge.to_owned(),
        breach: "6.9".to_owned(),
        title: Some("6.9 Conduct".to_owned()),
        particulars: Some("What she said at the meeting of 3 May, twice. ".repeat(12)),
        finding,
        reasons: Some("Two people heard it.".to_owned()),
    };
    let whole = |media, bytes: &[u8]| Content::Whole(media, bytes.to_vec());
    let redacted = Exhibit {
        file: Some(CaseFile {
            redacts: Some(Redaction {
                of: crate::samples::id(IdKind::Evidence, 9),
                reason: "names of third persons".to_owned(),
            }),
            ..files::file(5, Disclosed::Listed)
        }),
        ..exhibit_of(
            5,
            "Diary, in part",
            whole(Media::Text, "Dear diary,\n\n  \u{1f600} ŵ".as_bytes()),
        )
    };
    Bundle {
        organisation: "Example Party".to_owned(),
        case: cases::case().case,
        complainant: Some("Far Member".to_owned()),
        made_for: Some("Paula Chair".to_owned()),
        is_for_subject: false,
        charges: vec![charge("1", Some(Finding::Breach)), charge("2", None)],
        exhibits: vec![
            exhibit_of(1, "Minutes.pdf", whole(Media::Pdf, &other_pdf())),
            exhibit_of(2, "Photo.png", whole(Media::Png, POINT)),
            redacted,
            exhibit_of(4, "Locked.pdf", whole(Media::Pdf, b"%PDF-1.7 locked")),
            exhibit_of(6, "Statement.docx", Content::OfOtherKind),
            exhibit_of(7, "Recording.wav", Content::TooLarge),
            exhibit_of(8, "Old.pdf", Content::Nothing),
        ],
        letters: vec![exhibit_of(
            3,
            "Case C7 about you.pdf",
            whole(Media::Pdf, &other_pdf()),
        )],
        withheld: vec![Withheld {
            title: Some("Statement of a child".to_owned()),
            number: 3,
            reasons: Some("It names a child.".to_owned()),
        }],
        undecided: vec!["Chat of 4 May".to_owned()],
    }
}

/// The text of each page, as another program reads it.
fn pages(bytes: &[u8]) -> Vec<String> {
    let mut reader = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext, of poppler-utils: ./test --prepare installs it");
    let mut to = reader.stdin.take().unwrap();
    to.write_all(bytes).unwrap();
    drop(to);
    let out = reader.wait_with_output().unwrap();
    assert!(out.status.success());
    let text = String::from_utf8(out.stdout).unwrap();
    let mut pages: Vec<String> = text.split('\u{c}').map(str::to_owned).collect();
    pages.pop();
    pages
}

#[test]
fn a_bundle_says_on_which_page_everything_stands_in_every_language() {
    for language in Language::ALL {
        let frame = Frame {
            language,
            ..Frame::bare(Section::Cases)
        };
        let made = paper(&frame, whole()).make().unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pictures");
        fs::create_dir_all(&folder).unwrap();
        let name = format!("bundle-{}.pdf", language.code());
        fs::write(folder.join(name), &made.bytes).unwrap();

        let pages = pages(&made.bytes);
        assert_eq!(pages.len(), made.pages);
        let entries: Vec<&str> = pages[1].lines().skip(1).map(str::trim).collect();
        let mut found = 0;
        for entry in entries {
            let Some((words, page)) = entry.rsplit_once("   ") else {
                continue;
            };
            let page: usize = page.trim().parse().unwrap();
            let stands = pages[page - 1]
                .lines()
                .any(|line| line.trim() == words.trim());
            assert!(stands, "`{words}` does not stand on page {page}");
            found += 1;
        }
        // Two charges, what was done, letters, what is withheld, what is open, the evidence.
        assert_eq!(found, 1 + 2 + 1 + 1 + 1 + 1 + 1 + 1 + 7, "{}", pages[1]);
        let text = pages.concat();
        for words in [
            "Paula Chair",
            "It names a child.",
            "Chat of 4 May",
            "Their second sheet.",
            "[U+1F600] ŵ",
            "names of third persons",
        ] {
            assert!(text.contains(words), "{words}");
        }
        assert!(!text.contains("{$") && !text.contains("bundle-"), "{text}");
        let last = frame.say("bundle-foot").with("case", "C7");
        let count = pages.len().to_string();
        let last = last
            .with("page", count.as_str())
            .with("pages", count.as_str());
        assert!(text.trim_end().ends_with(&last.text()), "{text}");
    }
}
