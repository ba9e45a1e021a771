//! A paper with everything on it, read back by another program (poppler).
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "what the tests share is a test, though it is not marked as such"
)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use standing_papers::{Block, Paper, Unfit, pdf, picture};

fn heading(level: u16, words: &str) -> Block {
    Block::Heading {
        level,
        words: words.to_owned(),
    }
}

fn paper(blocks: Vec<Block>) -> Paper {
    Paper {
        title: "Bundle of case C1".to_owned(),
        language: "en".to_owned(),
        author: "The Example Party".to_owned(),
        made_on: "2021-04-01".parse().ok(),
        foot: "Case C1, page {page} of {pages}".to_owned(),
        blocks,
    }
}

/// Eight grey points; one of them tells of its own that it is much larger.
fn png(width: u32) -> Vec<u8> {
    let mut bytes = include_bytes!("eight.png").to_vec();
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes
}

fn letter(pages: usize) -> Vec<u8> {
    let mut blocks = Vec::new();
    for page in 0..pages {
        blocks.push(Block::Title(format!("Exhibit, sheet {page}")));
        blocks.push(Block::NewPage);
    }
    paper(blocks).make().unwrap().bytes
}

/// The folder in which people can look at what was made.
fn kept(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join(name);
    fs::write(&file, bytes).unwrap();
    file
}

/// The text of each page, as another program reads it.
fn pages(file: &PathBuf) -> Vec<String> {
    let out = Command::new("pdftotext")
        .arg("-layout")
        .arg(file)
        .arg("-")
        .stderr(Stdio::inherit())
        .output()
        .expect("pdftotext, of poppler-utils: ./test --prepare installs it");
    assert!(out.status.success());
    let text = String::from_utf8(out.stdout).unwrap();
    let mut pages: Vec<String> = text.split('\u{c}').map(str::to_owned).collect();
    pages.pop();
    pages
}

fn told(program: &str, arguments: &[&str], file: &PathBuf) -> String {
    let out = Command::new(program)
        .args(arguments)
        .arg(file)
        .output()
        .expect("poppler-utils and qpdf: ./test --prepare installs them");
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).unwrap()
}

fn whole() -> Paper {
    let long = "What was said at the meeting, and by whom. ".repeat(300);
    let figure = |what, alt: &str| Block::Embedded {
        what,
        alt: alt.to_owned(),
    };
    let mut blocks = vec![
        Block::Title("Bundle of case C1".to_owned()),
        Block::Term {
            name: "Member".to_owned(),
            says: "Łucja O’Brien".to_owned(),
        },
        Block::NewPage,
        Block::Title("Index".to_owned()),
        Block::Index,
        Block::NewPage,
        heading(1, "Charges"),
        Block::Text(long.clone()),
        Block::Item("One, which goes on. ".repeat(20)),
        Block::Item("Two.".to_owned()),
        Block::Quote("As she wrote it:\ntwo lines.".to_owned()),
        heading(1, "Evidence"),
    ];
    for number in 1..=40 {
        blocks.push(Block::NewPage);
        blocks.push(heading(2, &format!("Exhibit {number}")));
        blocks.push(match number % 4 {
            0 => figure(picture(png(4)).unwrap(), "Exhibit: a picture"),
            1 => figure(pdf(letter(3)).unwrap(), "Exhibit: a PDF"),
            2 => Block::Plain(format!("From: a\n\n    indented \u{1f600}\n{long}")),
            _ => Block::Small("Not shown.".to_owned()),
        });
    }
    paper(blocks)
}

#[test]
fn the_index_names_the_page_on_which_each_part_stands() {
    let made = whole().make().unwrap();
    let file = kept("bundle.pdf", &made.bytes);
    let pages = pages(&file);
    assert_eq!(pages.len(), made.pages);
    let index: Vec<&str> = pages
        .iter()
        .take(4)
        .flat_map(|page| page.lines())
        .filter(|line| line.trim().starts_with("Exhibit "))
        .collect();
    assert_eq!(index.len(), 40);
    for line in index {
        let words: Vec<&str> = line.split_whitespace().collect();
        let page: usize = words[2].parse().unwrap();
        let stands = &pages[page - 1];
        let heading = format!("Exhibit {}", words[1]);
        assert_eq!(stands.lines().next().unwrap().trim(), heading, "{line}");
    }
    for (number, page) in pages.iter().enumerate() {
        let foot = format!("Case C1, page {} of {}", number + 1, pages.len());
        assert!(page.trim_end().ends_with(&foot), "{page}");
    }
    assert!(pages.iter().any(|page| page.contains("Exhibit, sheet 2")));
    assert!(pages.iter().any(|page| page.contains("indented [U+1F600]")));
    told("qpdf", &["--check"], &file);
}

#[test]
fn a_letter_is_tagged_and_the_same_paper_makes_the_same_bytes() {
    let letter = || {
        paper(vec![
            Block::Title("Charges".to_owned()),
            Block::Text("Annwyl Łucja,\n\nmae’r achos yn parhau.".to_owned()),
        ])
    };
    let made = letter().make().unwrap();
    assert_eq!(made.bytes, letter().make().unwrap().bytes);
    assert_eq!(whole().make().unwrap().bytes, whole().make().unwrap().bytes);
    let file = kept("letter.pdf", &made.bytes);
    let info = told("pdfinfo", &[], &file);
    assert!(info.contains("Tagged:          yes"), "{info}");
    let structure = told("pdfinfo", &["-struct-text"], &file);
    assert!(structure.contains("H1"), "{structure}");
    assert!(structure.contains("Annwyl Łucja,"), "{structure}");
    let raw = String::from_utf8_lossy(&made.bytes).into_owned();
    assert!(raw.contains("pdfuaid:part"));
}

#[test]
fn what_cannot_be_read_does_not_go_in() {
    let unfit = |what: Result<_, Unfit>| what.map(|_| ()).unwrap_err();
    assert_eq!(unfit(pdf(b"%PDF-1.7\nnothing".to_vec())), Unfit::Unreadable);
    let mut cut = letter(2);
    cut.truncate(cut.len() / 3);
    assert_eq!(unfit(pdf(cut)), Unfit::Unreadable);
    assert_eq!(unfit(picture(b"\x89PNG".to_vec())), Unfit::Unreadable);
    assert_eq!(unfit(picture(vec![0xff, 0xd8, 0xff])), Unfit::Unreadable);
    assert_eq!(unfit(picture(png(60_000_000))), Unfit::TooLarge);
    assert_eq!(unfit(picture(png(4)[..40].to_vec())), Unfit::Unreadable);
}
