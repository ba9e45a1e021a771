//! Somebody complains without an account, with a photograph that says where it was taken; the
//! complaints officer answers; the sender comes back with the code. Then the database is searched
//! for what must not be in it.

use std::fs;
use std::path::Path;

use standing_store::testing::Folder;
use standing_web::browser::Browser;

use crate::keeping::{Party, looks_right};

const PLACE: &str = "GPS 51.5007N 0.1246W";
const AUTHOR: &str = "Camera of Wilhelmina Whistle";
const TEXT: &str = "The treasurer moved four thousand pounds to his own account.";
const ANSWER: &str = "Thank you. Do you have the statement of June?";

/// A JPEG as a telephone writes it: with EXIF and a comment.
fn photograph() -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    let mut segment = |marker: u8, data: &[u8]| {
        bytes.extend([0xff, marker]);
        bytes.extend(u16::try_from(data.len() + 2).unwrap().to_be_bytes());
        bytes.extend(data);
    };
    segment(0xe1, format!("Exif\0\0{PLACE}\0").as_bytes());
    segment(0xfe, AUTHOR.as_bytes());
    segment(0xdb, &[1; 65]);
    segment(0xda, &[1, 1, 0, 0, 63, 0]);
    bytes.extend(b"the picture itself");
    bytes.extend([0xff, 0xd9]);
    bytes
}

fn text(browser: &Browser) -> String {
    // Dates are kept together with no-break spaces.
    browser.text().unwrap().replace('\u{a0}', " ")
}

/// Sends the complaint, and gives the receipt code.
fn complain(party: &Party, sender: &Browser, file: &Path) -> String {
    looks_right(party, sender, "/complain", "complain");
    sender.fill("#about", "the treasurer").unwrap();
    sender.fill("#when", "in June").unwrap();
    sender.fill("#text", TEXT).unwrap();
    sender.fill("#files", &file.display().to_string()).unwrap();
    sender.press("form.account button").unwrap();
    sender.wait_for("#code").unwrap();
    let receipt = text(sender);
    assert!(receipt.contains("was taken out"), "{receipt}");
    let code = receipt
        .lines()
        .map(str::trim)
        .find(|line| line.len() == 47 && line.split('-').count() == 12);
    code.unwrap().to_owned()
}

fn open_box(party: &Party, code: &str) -> (Browser, String) {
    let browser = Browser::start().unwrap();
    party.open(&browser, "/complain/box");
    browser.fill("#code", &code.replace('-', " ")).unwrap();
    browser.press("form.account button").unwrap();
    browser.wait_for("#more").unwrap();
    let found = text(&browser);
    (browser, found)
}

#[test]
fn a_complaint_without_an_account_is_answered_and_its_sender_is_nowhere() {
    let party = Party::served();
    let pictures = Folder::new();
    let file = pictures.path().join("Wilhelmina-at-home.jpg");
    fs::write(&file, photograph()).unwrap();
    let sender = Browser::start().unwrap();
    let code = complain(&party, &sender, &file);

    let officer = party.holder_of("complaints_officer");
    let officer = party.sign_in(&officer, "complaints@example.org");
    let today = party.open(&officer, "/today");
    assert!(
        today.contains("One confidential complaint waits"),
        "{today}"
    );
    looks_right(&party, &officer, "/intake", "intake");
    officer.press("ul.index a").unwrap();
    officer.wait_for("#answer").unwrap();
    let read = text(&officer);
    assert!(read.contains(TEXT) && read.contains("1.jpg"), "{read}");
    officer.fill("#text", ANSWER).unwrap();
    officer.press("form[action$='/answer'] button").unwrap();
    officer
        .wait_for("section.message + section.message")
        .unwrap();
    let today = party.open(&officer, "/today");
    assert!(!today.contains("waits for an answer"), "{today}");

    let (back, found) = open_box(&party, &code);
    assert!(found.contains(ANSWER), "{found}");
    back.fill("#text", "It is in the blue folder.").unwrap();
    back.press("form.account button").unwrap();
    back.wait_for("section.message:nth-of-type(3)").unwrap();
    let today = party.open(&officer, "/today");
    assert!(
        today.contains("One confidential complaint waits"),
        "{today}"
    );

    nothing_tells(party.folder.path(), &code);
}

/// Everything that lies in the record's folder, the database's log among it.
fn nothing_tells(folder: &Path, code: &str) {
    let mut searched = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        searched += bytes.len();
        let holds = |word: &str| {
            let (word, length) = (word.as_bytes(), word.len());
            bytes.windows(length).any(|part| part == word)
        };
        for word in [
            PLACE,
            AUTHOR,
            TEXT,
            ANSWER,
            "the treasurer",
            "blue folder",
            "Wilhelmina",
            "the picture itself",
            "127.0.0.1",
            code,
            &code.replace('-', ""),
        ] {
            assert!(!holds(word), "{} holds `{word}`", path.display());
        }
    }
    assert!(searched > 100_000, "only {searched} bytes were searched");
}
