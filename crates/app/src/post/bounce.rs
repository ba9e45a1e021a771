//! A letter that the mail server took and that came back.

use standing_base::Id;

use super::outbox::unknown;
use super::report::{self, Action};
use super::shortened;
use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::ports::outbox::{Attempt, LetterState, Outcome, Settlement};

/// What a notification changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Returned {
    /// The letter counts as bounced from now on.
    Noted {
        letter: Id,
        address: String,
        answer: String,
    },
    /// It was known already that the letter did not arrive.
    Known { letter: Id },
    /// The letter has not failed, or not yet.
    NotFailed { letter: Id },
}

impl App {
    /// Reads a delivery status notification and notes what it says of its letter.
    pub async fn note_returned_letter(
        &self,
        asker: &Asker,
        mail: &[u8],
    ) -> Result<Returned, AppError> {
        self.check_keeps_system(asker).await?;
        let report = report::read(mail).map_err(|error| AppError::unreadable(error.to_string()))?;
        let found = self.store.snapshot().await?.letter(report.letter).await?;
        let letter = found.ok_or_else(|| unknown(report.letter))?;
        let id = report.letter;
        if report.action != Action::Failed {
            return Ok(Returned::NotFailed { letter: id });
        }
        if matches!(letter.state, LetterState::Failed | LetterState::Bounced) {
            return Ok(Returned::Known { letter: id });
        }
        let answer = shortened(&report.answer);
        let settlement = Settlement {
            letter: id,
            from: letter.state,
            attempts: letter.attempts,
            to: LetterState::Bounced,
            next_attempt_at: None,
            attempt: Attempt {
                at: self.clock.now(),
                outcome: Outcome::Returned,
                answer: answer.clone(),
            },
            forgets_text: letter.what.is_secret,
        };
        let mut writer = self.store.writer().await?;
        let is_noted = writer.settle(&settlement).await?;
        writer.commit().await?;
        if !is_noted {
            return Err(AppError::unreadable(format!(
                "letter {id} is being sent just now; pass the notification on again in a minute"
            )));
        }
        Ok(Returned::Noted {
            letter: id,
            address: letter.what.address,
            answer,
        })
    }
}
