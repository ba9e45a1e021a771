//! The confidential intake: the form, its receipt, the sender's box, and the officer's side.

use standing_app::intake::{
    IntakeFile, IntakeLine, IntakePage, Letterbox, Message, Reader, Receipt, Words,
};
use standing_app::ports::intake::IntakeState;
use standing_app::retention::CaseKeeping;
use standing_app::vault::Media;
use standing_base::IdKind;

use super::{HOSTILE, Sample, day, frame, id, sample};
use crate::frame::{Frame, Section};
use crate::language;
use crate::pages::complain::{BoxHtml, ComplainHtml, ReceiptHtml};
use crate::pages::intake::{IntakeHtml, IntakesHtml};
use crate::query::FieldError;
use crate::sheet::Sheet;

pub(super) fn pages() -> Vec<Sample> {
    let mut pages = of_sender();
    pages.extend(of_officer());
    pages
}

fn wrong(fields: &[&'static str]) -> Sheet {
    let mut sheet = Sheet::default().with("about", HOSTILE).with("code", "123");
    let says = || language::Message::new("intake-text-missing");
    sheet.errors = fields
        .iter()
        .map(|field| FieldError::new(field, says()))
        .collect();
    sheet
}

fn of_sender() -> Vec<Sample> {
    let complain = |sheet, is_open, is_signed_in| ComplainHtml {
        frame: frame(Section::Record),
        sheet,
        is_open,
        is_signed_in,
    };
    let letterbox = |sheet, letterbox| BoxHtml {
        frame: frame(Section::Record),
        sheet,
        letterbox,
    };
    let receipt = ReceiptHtml {
        frame: frame(Section::Record),
        receipt: Receipt {
            code: "012-345-678-901-234-567-890-123-456-789-012-345".to_owned(),
            files: vec![Media::Jpeg, Media::Pdf, Media::Text],
        },
    };
    let gone = Letterbox {
        erased: Some((day("2019-12-01"), Some("14.11".to_owned()))),
        ..opened()
    };
    vec![
        sample("/complain", &complain(Sheet::default(), true, false)),
        sample(
            "/complain/wrong",
            &complain(wrong(&["about", "when", "text"]), true, true),
        ),
        sample(
            "/complain/closed",
            &complain(Sheet::default(), false, false),
        ),
        sample("/complain/receipt", &receipt),
        sample("/complain/box", &letterbox(Sheet::default(), None)),
        sample("/complain/box/wrong", &letterbox(wrong(&["code"]), None)),
        sample(
            "/complain/box/open",
            &letterbox(wrong(&["text"]), Some(opened())),
        ),
        sample(
            "/complain/box/erased",
            &letterbox(Sheet::default(), Some(gone)),
        ),
    ]
}

fn messages() -> Vec<Message> {
    let first = Words {
        about: Some(HOSTILE.to_owned()),
        when: Some("in May".to_owned()),
        text: format!("{HOSTILE}\n\nsecond line"),
    };
    let answer = Words {
        text: "How much?".to_owned(),
        ..Words::default()
    };
    vec![
        Message {
            is_answer: false,
            on: day("2019-11-06"),
            words: first,
        },
        Message {
            is_answer: true,
            on: day("2019-11-07"),
            words: answer,
        },
    ]
}

fn files() -> Vec<IntakeFile> {
    [Media::Jpeg, Media::Pdf]
        .map(|media| IntakeFile {
            id: id(IdKind::Evidence, 1),
            name: format!("1.{}", media.ending()),
            media,
            bytes: 1,
        })
        .to_vec()
}

fn opened() -> Letterbox {
    Letterbox {
        received_on: day("2019-11-06"),
        is_open: false,
        messages: messages(),
        files: files(),
        erased: None,
    }
}

fn officer() -> Frame {
    Frame {
        visitor: Some("Conny Complaints".to_owned()),
        roles: vec!["complaints officer".to_owned()],
        ..frame(Section::Today)
    }
}

fn line(number: u8, awaits_answer: bool) -> IntakeLine {
    IntakeLine {
        id: id(IdKind::Intake, number),
        received_on: day("2019-11-06"),
        state: IntakeState::Open,
        awaits_answer,
        keeping: None,
    }
}

fn of_officer() -> Vec<Sample> {
    let list = |intakes| IntakesHtml {
        frame: officer(),
        state: IntakeState::Open,
        intakes,
        on: day("2019-11-09"),
    };
    let keeping = |held_until, erased_on| CaseKeeping {
        clause: Some("14.11".to_owned()),
        until: Some(day("2019-11-08")),
        erased_after: None,
        held_until,
        erased_on,
    };
    let gone = IntakeLine {
        keeping: Some(keeping(None, Some(day("2019-11-08")))),
        ..line(3, false)
    };
    let one = |state, sheet| IntakeHtml {
        frame: officer(),
        sheet,
        on: day("2019-11-09"),
        intake: IntakePage {
            line: IntakeLine {
                state,
                keeping: (state == IntakeState::Dismissed)
                    .then(|| keeping(Some(day("2019-12-24")), None)),
                ..line(1, true)
            },
            messages: messages(),
            files: files(),
            case_reference: (state == IntakeState::Entered).then(|| "2019-4".to_owned()),
            reason: (state == IntakeState::Dismissed).then(|| HOSTILE.to_owned()),
            held: (state == IntakeState::Dismissed).then(|| HOSTILE.to_owned()),
            closed_on: (state != IntakeState::Open).then(|| day("2019-11-08")),
            readers: vec![Reader {
                name: HOSTILE.to_owned(),
                on: day("2019-11-06"),
            }],
        },
    };
    let all_wrong = || wrong(&["text", "case", "reason"]);
    vec![
        sample("/intake", &list(vec![line(1, true), line(2, false), gone])),
        sample("/intake/none", &list(Vec::new())),
        sample("/intake/open", &one(IntakeState::Open, all_wrong())),
        sample(
            "/intake/entered",
            &one(IntakeState::Entered, Sheet::default()),
        ),
        sample(
            "/intake/dismissed",
            &one(IntakeState::Dismissed, wrong(&["until", "reasons"])),
        ),
    ]
}
