//! Looking at the letters that went or wait, and sending one again.

use serde::Serialize;
use standing_base::{Id, IdKind, Instant, Refusal, Told};
use utoipa::ToSchema;

use crate::acts::once::Once;
use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::letters::check_address;
use crate::ports::Snapshot;
use crate::ports::outbox::{Letter, LetterState, NewLetter};

/// Letters of one page.
pub const LETTERS_LISTED_MAX: u32 = 1_000;

/// A letter in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LetterLine {
    pub id: Id,
    pub state: &'static str,
    pub template: String,
    pub language: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Id>,
    pub address: String,
    pub subject: String,
    /// The number of the fact that caused it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caused_by: Option<u64>,
    #[schema(format = DateTime)]
    pub created_at: String,
    pub attempts: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    pub next_attempt_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    pub sent_at: Option<String>,
    /// What the mail server said last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

impl App {
    /// Letters in a state or in any, the newest first.
    pub async fn letters(
        &self,
        asker: &Asker,
        state: Option<LetterState>,
        before: Option<Id>,
        limit: u32,
    ) -> Result<Vec<LetterLine>, AppError> {
        self.check_keeps_system(asker).await?;
        let mut snapshot = self.store.snapshot().await?;
        let letters = snapshot
            .letters(state, before, limit.min(LETTERS_LISTED_MAX))
            .await?;
        let mut lines = Vec::with_capacity(letters.len());
        for letter in letters {
            lines.push(line(&mut *snapshot, letter).await?);
        }
        Ok(lines)
    }

    /// Puts a letter into the outbox once more, as a new one with the same text: to the same address,
    /// or to another.
    pub async fn resend_letter(
        &self,
        asker: &Asker,
        id: Id,
        address: Option<&str>,
    ) -> Result<Id, AppError> {
        self.resend_letter_once(asker, id, address, None).await
    }

    /// The same under a key: what was sent again under it before is not sent once more.
    pub async fn resend_letter_once(
        &self,
        asker: &Asker,
        id: Id,
        address: Option<&str>,
        once: Option<&Once>,
    ) -> Result<Id, AppError> {
        self.check_keeps_system(asker).await?;
        let found = self.store.snapshot().await?.letter(id).await?;
        let letter = found.ok_or_else(|| unknown(id))?;
        refuse_again(&letter)?;
        let address = address.unwrap_or(&letter.what.address).to_owned();
        check_address(&address)?;
        let now = self.clock.now();
        let again = NewLetter {
            id: Id::new(IdKind::Letter, now, self.entropy.ten_bytes()),
            address,
            created_at: now,
            ..letter.what
        };
        let mut writer = self.store.writer().await?;
        if let Some(before) = self.recorded_before(&mut *writer, once).await? {
            return Ok(before);
        }
        writer.enqueue(&again).await?;
        self.keep_key(&mut *writer, &again.id, once).await?;
        writer.commit().await?;
        Ok(again.id)
    }
}

fn refuse_again(letter: &Letter) -> Result<(), AppError> {
    let id = letter.what.id;
    let refusal = match letter.state {
        LetterState::Queued | LetterState::Sending => Refusal::new(
            "letter_on_its_way",
            Told::new(
                "letter-on-its-way",
                "letter {id} is on its way still; wait until it is sent or given up",
            )
            .with("id", id),
        ),
        _ if letter.what.is_secret => Refusal::new(
            "letter_forgotten",
            Told::new(
                "letter-forgotten",
                "letter {id} held a link that is not kept; let its recipient ask for a new one",
            )
            .with("id", id),
        ),
        _ if letter.what.text.is_empty() => Refusal::new(
            "letter_erased",
            Told::new(
                "letter-erased",
                "the text of letter {id} was erased together with what it was about, so it cannot be sent again",
            )
            .with("id", id),
        ),
        _ => return Ok(()),
    };
    Err(refusal.into())
}

pub(super) fn unknown(id: Id) -> AppError {
    AppError::not_found(
        Told::new(
            "letter-unknown",
            "there is no letter {id}; look for it in the list of letters (`standing mail list`)",
        )
        .with("id", id),
    )
}

async fn line(snapshot: &mut dyn Snapshot, letter: Letter) -> Result<LetterLine, AppError> {
    let last = match letter.attempts {
        0 => None,
        _ => snapshot.letter_attempts(letter.what.id).await?.pop(),
    };
    let told = |at: Instant| at.to_string();
    Ok(LetterLine {
        id: letter.what.id,
        state: letter.state.word(),
        template: letter.what.template,
        language: letter.what.language,
        recipient: letter.what.recipient,
        address: letter.what.address,
        subject: letter.what.subject,
        caused_by: letter.what.caused_by,
        created_at: told(letter.what.created_at),
        attempts: letter.attempts,
        next_attempt_at: letter.next_attempt_at.map(told),
        sent_at: letter.sent_at.map(told),
        answer: last.map(|attempt| attempt.answer),
    })
}
