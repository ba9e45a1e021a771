//! `/cases/{reference}/bundle`: what somebody may read of a case, as one PDF. It is made in memory,
//! sent, and kept nowhere.

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::Response;
use axum::routing::get;
use standing_app::bundle::{Bundle, Content, Exhibit};
use standing_app::cases::{ChargeTold, Finding, StepDone};
use standing_app::vault::Media;
use standing_app::{App, AppError};
use standing_base::Refusal;
use standing_papers::{Block, Paper, Unfit, pdf, picture};
use tokio::sync::Semaphore;

use super::files::{disposition, sent_by};
use super::signed_in::signed_in;
use crate::frame::{Frame, Section};
use crate::headers::{AsFile, keep_private};
use crate::language::Message;
use crate::respond::{Fault, Path};
use crate::visit::Visit;

/// So many are made at a time: each holds its files in memory.
static ROOM: Semaphore = Semaphore::const_new(1);

/// The addresses of these pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/cases/{reference}/bundle", get(show))
        .layer(axum::middleware::map_response(keep_private))
}

async fn show(State(app): State<App>, Path(case): Path<String>, visit: Visit) -> Response {
    signed_in(&app, &visit, async |asker| {
        let _room = ROOM.acquire().await.map_err(|_| unmade())?;
        let bundle = app.bundle(&asker, &case).await?;
        let frame = Frame::for_asker(&*app.rules().await?, Section::Cases, &asker);
        let making = tokio::task::spawn_blocking(move || paper(&frame, bundle).make());
        let made = making.await.map_err(|_| unmade())?;
        let made = made.map_err(|error| {
            tracing::error!(%error, "a bundle cannot be made");
            unmade()
        })?;
        Ok(download(made.bytes, &format!("{case}.pdf")))
    })
    .await
}

fn unmade() -> Fault {
    let says = Message::new("bundle-failed").told();
    Fault::App(AppError::Refused(Refusal::new("bundle_failed", says)))
}

/// A PDF to be saved under a name.
pub(crate) fn download(bytes: Vec<u8>, name: &str) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    if let Ok(value) = HeaderValue::try_from(disposition(name)) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    response.extensions_mut().insert(AsFile);
    response
}

/// The bundle as it is written down, in the language of whoever asks.
fn paper(frame: &Frame, bundle: Bundle) -> Paper {
    let case = bundle.case.reference.clone();
    let title = frame.say("bundle-of-case").with("case", &case).text();
    let foot = frame.say("bundle-foot").with("case", &case);
    // The numbers are known when it is made.
    let foot = foot.with("page", "{page}").with("pages", "{pages}");
    let mut blocks = vec![Block::Title(title.clone())];
    front(frame, &bundle, &mut blocks);
    blocks.push(Block::NewPage);
    blocks.push(Block::Title(frame.say("bundle-index").text()));
    blocks.push(Block::Index);
    blocks.push(Block::NewPage);
    charges(frame, &bundle.charges, &mut blocks);
    blocks.push(heading(frame.say("bundle-chronology")));
    for done in &bundle.case.done {
        step(frame, done, &mut blocks);
    }
    held_back(frame, &bundle, &mut blocks);
    let made_on = Some(bundle.case.on);
    let author = bundle.organisation.clone();
    if !bundle.letters.is_empty() {
        blocks.push(Block::NewPage);
        blocks.push(heading(frame.say("bundle-letters")));
    }
    for (number, of) in (1_i64..).zip(bundle.letters) {
        exhibit(frame, number, of, &mut blocks);
    }
    blocks.push(Block::NewPage);
    blocks.push(heading(frame.say("bundle-evidence")));
    if bundle.exhibits.is_empty() {
        blocks.push(Block::Text(frame.say("bundle-evidence-none").text()));
    }
    for (number, of) in (1_i64..).zip(bundle.exhibits) {
        exhibit(frame, number, of, &mut blocks);
    }
    Paper {
        title,
        language: frame.language.code().to_owned(),
        author,
        made_on,
        foot: foot.text(),
        blocks,
    }
}

fn heading(words: Message) -> Block {
    Block::Heading {
        level: 1,
        words: words.text(),
    }
}

fn term(name: Message, says: impl Into<String>) -> Block {
    Block::Term {
        name: name.text(),
        says: says.into(),
    }
}

/// Whose case it is, and for whom this is made.
fn front(frame: &Frame, bundle: &Bundle, blocks: &mut Vec<Block>) {
    let case = &bundle.case;
    blocks.push(term(frame.say("bundle-organisation"), &bundle.organisation));
    blocks.push(term(frame.say("bundle-case"), &case.reference));
    blocks.push(term(frame.say("bundle-member"), &case.name));
    if let Some(complainant) = &bundle.complainant {
        blocks.push(term(frame.say("bundle-complainant"), complainant));
    }
    let panel: Vec<&str> = case.panel.iter().map(|seat| seat.name.as_str()).collect();
    if !panel.is_empty() {
        blocks.push(term(frame.say("bundle-panel"), panel.join("\n")));
    }
    let parts = case.parts.iter().map(|part| {
        let says = frame.say("bundle-part").with("name", &part.name);
        says.with("part", &part.part).text()
    });
    let parts: Vec<String> = parts.collect();
    if !parts.is_empty() {
        blocks.push(term(frame.say("bundle-parts"), parts.join("\n")));
    }
    blocks.push(term(frame.say("bundle-stage"), frame.heading(&case.stage)));
    blocks.push(term(frame.say("bundle-made-on"), frame.day_text(case.on)));
    if let Some(made_for) = &bundle.made_for {
        blocks.push(term(frame.say("bundle-made-for"), made_for));
    }
    let lead = if bundle.is_for_subject {
        "bundle-for-subject"
    } else {
        "bundle-for-reader"
    };
    blocks.push(Block::Text(frame.say(lead).text()));
}

fn charges(frame: &Frame, charges: &[ChargeTold], blocks: &mut Vec<Block>) {
    blocks.push(heading(frame.say("bundle-charges")));
    if charges.is_empty() {
        blocks.push(Block::Text(frame.say("bundle-charges-none").text()));
    }
    for charge in charges {
        let words = frame.say("bundle-charge").with("charge", &charge.charge);
        blocks.push(Block::Heading {
            level: 2,
            words: words.text(),
        });
        let breach = charge.title.as_ref().unwrap_or(&charge.breach);
        blocks.push(term(frame.say("bundle-breach"), breach));
        if let Some(particulars) = &charge.particulars {
            blocks.push(term(frame.say("bundle-particulars"), particulars));
        }
        let finding = frame.say(match charge.finding {
            Some(Finding::Breach) => "case-finding-breach",
            Some(Finding::NoBreach) => "case-finding-none",
            None => "case-finding-open",
        });
        let finding = frame.heading(finding.text());
        blocks.push(term(frame.say("bundle-finding"), finding));
        if let Some(reasons) = &charge.reasons {
            blocks.push(term(frame.say("bundle-reasons"), reasons));
        }
    }
}

/// Something that was done: its day, what it was, and the words that go with it.
fn step(frame: &Frame, done: &StepDone, blocks: &mut Vec<Block>) {
    let row = &done.row;
    let mut says = vec![frame.heading(&row.says)];
    if let Some(clause) = &row.clause {
        let clause = frame.say("clause-numbered").with("clause", clause);
        says.push(format!("({})", clause.text()));
    }
    let mut says = says.join(" ");
    if let Some(by) = done.capacity.as_ref().or(row.by.as_ref()) {
        let by = frame.say("by").with("who", by).text();
        says = format!("{says}. {by}");
    }
    let lines = [says].into_iter().chain(row.details.iter().cloned());
    let lines: Vec<String> = lines.chain(done.words.iter().cloned()).collect();
    blocks.push(Block::Term {
        name: frame.day_text(row.on),
        says: lines.join("\n"),
    });
    if let Some(by) = row.of_no_effect_by {
        let says = frame.say("case-no-effect").with("fact", by.to_string());
        blocks.push(Block::Small(says.text()));
    }
}

/// What was withheld, with the reason, and what is not settled.
fn held_back(frame: &Frame, bundle: &Bundle, blocks: &mut Vec<Block>) {
    if !bundle.withheld.is_empty() {
        blocks.push(heading(frame.say("bundle-withheld")));
    }
    for withheld in &bundle.withheld {
        let why = match &withheld.reasons {
            Some(reason) => frame.say("bundle-withheld-reason").with("reason", reason),
            None => frame.say("bundle-withheld-no-reason"),
        };
        let item = || {
            frame
                .say("file-item")
                .with("item", withheld.number.to_string())
        };
        let title = withheld.title.clone();
        let title = title.unwrap_or_else(|| frame.heading(item().text()));
        blocks.push(Block::Item(format!("{title}\n{}", why.text())));
    }
    if !bundle.undecided.is_empty() {
        blocks.push(heading(frame.say("bundle-undecided")));
    }
    let undecided = bundle.undecided.iter().cloned();
    blocks.extend(undecided.map(Block::Item));
}

fn exhibit(frame: &Frame, number: i64, exhibit: Exhibit, blocks: &mut Vec<Block>) {
    let Exhibit {
        title,
        file,
        content,
    } = exhibit;
    let words = frame
        .say("bundle-exhibit")
        .with("number", number.to_string())
        .with("title", &title);
    if number > 1 {
        blocks.push(Block::NewPage);
    }
    blocks.push(Block::Heading {
        level: 2,
        words: words.text(),
    });
    if let Some(file) = &file {
        let digest = frame.say("file-digest").with("digest", &file.digest);
        let about = format!("{}\n{}", sent_by(frame, file).text(), digest.text());
        blocks.push(Block::Small(about));
        if let Some(redacted) = &file.redacts {
            let says = frame
                .say("bundle-redacted")
                .with("reason", &redacted.reason);
            blocks.push(Block::Text(says.text()));
        }
    }
    let alt = frame.say("bundle-alt").with("title", &title).text();
    let put = |what: Result<_, Unfit>| match what {
        Ok(what) => Block::Embedded { what, alt },
        Err(Unfit::TooLarge) => Block::Text(frame.say("bundle-too-large").text()),
        Err(Unfit::Unreadable) => Block::Text(frame.say("bundle-unreadable").text()),
    };
    blocks.push(match content {
        Content::Whole(Media::Pdf, bytes) => put(pdf(bytes)),
        Content::Whole(Media::Jpeg | Media::Png, bytes) => put(picture(bytes)),
        Content::Whole(_, bytes) => match String::from_utf8(bytes) {
            Ok(text) => Block::Plain(text),
            Err(_) => Block::Text(frame.say("bundle-unreadable").text()),
        },
        Content::OfOtherKind => Block::Text(frame.say("bundle-other-kind").text()),
        Content::TooLarge => Block::Text(frame.say("bundle-too-large").text()),
        Content::Nothing => Block::Text(frame.say("bundle-no-file").text()),
    });
}

#[cfg(test)]
mod tests {
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
        137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0,
        0, 0, 0, 58, 126, 155, 85, 0, 0, 0, 10, 73, 68, 65, 84, 120, 156, 99, 104, 0, 0, 0, 130, 0,
        129, 119, 205, 114, 182, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
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
            case: cases::case(None).case,
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
}
