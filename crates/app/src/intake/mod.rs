//! The confidential intake: a complaint without an account. Its sender gets a receipt code, and with
//! it reads answers and writes again.
//!
//! Nothing is kept that tells who sent it beyond what they write: no address, no browser, the day but
//! not the time, files without their names and, where that can be done, without what the camera or
//! the program wrote into them. What is written is sealed under a key of the intake, so it needs the
//! vault. Ids are made from the day alone, for a UUID of version 7 would tell the time.

mod code;
mod officer;
mod pace;
mod sender;

use serde::{Deserialize, Serialize};
use standing_base::{Date, Id, Instant, Told};

pub use officer::{Closing, INTAKES_LISTED, IntakeLine, IntakePage, Reader};
pub(crate) use pace::Pace;
pub use sender::{Complaint, Draft, Letterbox, Receipt};

use crate::app::App;
use crate::error::{AppError, FieldFault};
use crate::ports::intake::IntakeMessage;
use crate::vault::{Key, Media, Place, open, seal};

/// The longest text of a message, in characters.
pub const TEXT_CHARS_MAX: usize = 10_000;
/// The longest name of whom it is about, and of when it was, in characters.
pub const LINE_CHARS_MAX: usize = 300;
/// Files that come with one complaint.
pub const FILES_MAX: u32 = 5;
/// Bytes of all of them together.
pub const FILES_BYTES_MAX: u64 = 50 << 20;
/// Messages of one intake, both ways together.
pub const MESSAGES_MAX: u32 = 200;
/// Intakes that are open at once: whoever fills the letterbox must not fill the disk.
pub const OPEN_MAX: u64 = 2_000;

/// What a message says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Whom it is about, as the sender calls them; in the first message.
    pub about: Option<String>,
    /// When it happened, as the sender says.
    pub when: Option<String>,
    pub text: String,
}

/// A message, opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Whether an officer wrote it.
    pub is_answer: bool,
    pub on: Date,
    pub words: Words,
}

/// A file that came with a complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntakeFile {
    pub id: Id,
    pub name: String,
    pub media: Media,
    pub bytes: u64,
}

/// What was sealed here does not open.
fn unopened(what: impl std::fmt::Display) -> AppError {
    crate::vault::unopened(what)
}

fn open_words(key: &Key, message: &IntakeMessage) -> Result<Message, AppError> {
    let place = Place::Message(message.intake, message.number);
    let words = open(key, place, &message.body).ok();
    let words = words.and_then(|words| serde_json::from_slice(&words).ok());
    Ok(Message {
        is_answer: message.written_by.is_some(),
        on: message.written_on,
        words: words.ok_or_else(|| unopened(format_args!("a message of `{}`", message.intake)))?,
    })
}

impl App {
    fn seal_words(
        &self,
        key: &Key,
        intake: Id,
        number: u32,
        words: &Words,
    ) -> Result<Vec<u8>, AppError> {
        let plain = serde_json::to_vec(words).unwrap_or_default();
        let place = Place::Message(intake, number);
        seal(key, &*self.entropy, place, &plain).map_err(|_| unopened("a message"))
    }
}

/// The beginning of the day of an instant, in UTC: all that ids of an intake tell.
fn day_of(at: Instant) -> Instant {
    const DAY: i64 = 24 * 60 * 60 * 1_000_000;
    Instant::from_microseconds(at.microseconds().div_euclid(DAY).saturating_mul(DAY))
}

/// A text that must be there and is not too long.
fn check_text(field: &str, text: &str, chars_max: usize, faults: &mut Vec<FieldFault>) {
    let count = text.trim().chars().count();
    if count == 0 {
        let says = Told::new("intake-text-missing", "write something here");
        faults.push(FieldFault::new(field, says));
    } else if count > chars_max {
        let says = Told::new("intake-text-too-long", "write at most {max} characters");
        faults.push(FieldFault::new(field, says.with("max", chars_max)));
    }
}

fn full() -> AppError {
    crate::vault::refused(
        "intake_full",
        Told::new(
            "intake-full",
            "nothing more fits in here at this moment, and nothing was kept; try again tomorrow, or write to the organisation on paper",
        ),
    )
}
