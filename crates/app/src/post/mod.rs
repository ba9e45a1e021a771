//! Sending letters: the worker that empties the outbox, what came back, and looking after it all.
//!
//! A letter goes out at least once: when the program stops between the server's "yes" and noting it,
//! the letter is sent again, under the same Message-ID.

mod bounce;
mod outbox;
mod report;
mod worker;

pub use bounce::Returned;
pub use outbox::{LETTERS_LISTED_MAX, LetterLine};
pub use report::{REPORT_BYTES_MAX, ReportError};
pub use worker::{Ran, Worker};

use standing_base::Told;

use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;

/// Attempts at one letter. With the waits between them it is given up after about two days.
pub const ATTEMPTS_MAX: u32 = 20;
/// The wait after the first attempt that failed; each further one is twice as long.
pub const FIRST_WAIT_SECONDS: i64 = 60;
pub const LONGEST_WAIT_SECONDS: i64 = 4 * 60 * 60;
/// The longest that a mailer may take over one attempt.
pub const DELIVERY_SECONDS_MAX: u32 = 120;
/// How long a letter belongs to the worker that took it: longer than any attempt takes.
pub const LEASE_SECONDS: i64 = 10 * 60;
/// What of the mail server's words is kept.
pub const ANSWER_CHARS_MAX: usize = 500;

impl App {
    /// Letters are for those who look after the system; for everybody else there are none.
    pub(crate) async fn check_keeps_system(&self, asker: &Asker) -> Result<(), AppError> {
        if self.sees_system(asker).await? {
            return Ok(());
        }
        Err(AppError::not_found(Told::new(
            "nothing-here",
            "there is nothing here for you",
        )))
    }
}

/// The server's words on one line, shortened.
fn shortened(answer: &str) -> String {
    let words: Vec<&str> = answer
        .split(|letter: char| letter.is_control() || letter.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ").chars().take(ANSWER_CHARS_MAX).collect()
}
