//! The files of a case: none, some in every state with a form that went wrong, and erased ones.

use standing_app::vault::{CaseFile, CaseFiles, Disclosed, Media, Redaction};
use standing_base::IdKind;

use super::{FINGERPRINT, HOSTILE, Sample, day, frame, id, sample};
use crate::frame::Section;
use crate::language::Message;
use crate::pages::files::{FileList, FilesHtml};
use crate::query::FieldError;
use crate::sheet::Sheet;

pub(super) fn pages() -> Vec<Sample> {
    vec![
        sample("/cases/C1/files", &page(none(), Sheet::default())),
        sample("/cases/C2/files", &page(some(), wrong())),
        sample("/cases/C3/files", &page(erased(), Sheet::default())),
    ]
}

fn page(files: CaseFiles, sheet: Sheet) -> FilesHtml {
    FilesHtml {
        frame: frame(Section::Cases),
        list: FileList { files, sheet },
    }
}

fn wrong() -> Sheet {
    let fields = ["file", "redacts", "reason"];
    let mut sheet = Sheet::default().with("reason", HOSTILE);
    sheet.errors = fields
        .map(|field| FieldError::new(field, Message::new("file-missing")))
        .to_vec();
    sheet
}

fn none() -> CaseFiles {
    CaseFiles {
        case: id(IdKind::Case, 1),
        reference: "C1".to_owned(),
        subject: id(IdKind::Person, 1),
        files: Vec::new(),
        may_add: false,
        may_redact: false,
        has_vault: false,
        erased_on: None,
        erased_under: None,
    }
}

pub(crate) fn file(number: u8, state: Disclosed) -> CaseFile {
    CaseFile {
        id: id(IdKind::Evidence, number),
        name: Some(HOSTILE.to_owned()),
        media: Media::Pdf,
        bytes: 3 << (10 * u32::from(number % 3)),
        digest: FINGERPRINT.to_owned(),
        sent_on: day("2019-11-06"),
        sent_as: Some("complaints officer".to_owned()),
        is_own: false,
        state,
        redacts: None,
        has_copy: false,
    }
}

fn some() -> CaseFiles {
    let copy = CaseFile {
        redacts: Some(Redaction {
            of: id(IdKind::Evidence, 1),
            reason: HOSTILE.to_owned(),
        }),
        ..file(2, Disclosed::Listed)
    };
    let original = CaseFile {
        has_copy: true,
        ..file(1, Disclosed::Disclosed)
    };
    let own = CaseFile {
        is_own: true,
        ..file(4, Disclosed::Withheld)
    };
    let of_subject = CaseFile {
        sent_as: None,
        ..file(3, Disclosed::Unlisted)
    };
    CaseFiles {
        reference: "C2".to_owned(),
        files: vec![original, copy, of_subject, own],
        may_add: true,
        may_redact: true,
        has_vault: true,
        ..none()
    }
}

fn erased() -> CaseFiles {
    CaseFiles {
        reference: "C3".to_owned(),
        files: vec![CaseFile {
            name: None,
            ..file(1, Disclosed::Listed)
        }],
        has_vault: true,
        erased_on: Some(day("2021-03-01")),
        erased_under: Some("14.11".to_owned()),
        ..none()
    }
}
