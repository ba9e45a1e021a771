//! Letters that wait to be sent, and what became of them.
//!
//! They hold names and addresses, so they are private like private values, and no facts: what the
//! organisation did stands in the fact that caused the letter. An export leaves them out.

use async_trait::async_trait;
use standing_base::{Id, Instant};

use super::StoreError;

/// A letter to send, written out: what its template says later no longer changes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLetter {
    pub id: Id,
    /// The template it was made from, and in which language.
    pub template: String,
    pub language: String,
    /// The person it is for, where the record knows one.
    pub recipient: Option<Id>,
    pub address: String,
    pub subject: String,
    /// Empty once it was forgotten.
    pub text: String,
    /// Whoever reads it may act with it, such as by its link: the text is forgotten as soon as no
    /// attempt needs it.
    pub is_secret: bool,
    /// The number of the fact that caused it.
    pub caused_by: Option<u64>,
    pub created_at: Instant,
    /// From then on it is of no use, and no attempt begins any more.
    pub expires_at: Option<Instant>,
}

/// A letter in the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub what: NewLetter,
    pub state: LetterState,
    /// How many attempts have begun.
    pub attempts: u32,
    /// When it is to be tried next; while it is being sent, when that is taken to have failed.
    /// Absent when it is never tried again.
    pub next_attempt_at: Option<Instant>,
    pub sent_at: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterState {
    /// Waits for its first attempt, or for its next.
    Queued,
    /// A worker has it.
    Sending,
    /// The mail server took it.
    Sent,
    /// It was given up.
    Failed,
    /// The mail server took it, and it came back.
    Bounced,
}

impl LetterState {
    pub const ALL: [Self; 5] = [
        Self::Queued,
        Self::Sending,
        Self::Sent,
        Self::Failed,
        Self::Bounced,
    ];

    /// As it is stored, printed and typed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Bounced => "bounced",
        }
    }

    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// What an attempt came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Accepted,
    /// Another attempt may go better.
    Deferred,
    /// No attempt will ever go better.
    Rejected,
    /// Nobody knows: the worker went away in the middle.
    Lost,
    /// It was accepted and came back.
    Returned,
    /// No attempt was made any more: it would have come too late.
    Expired,
}

impl Outcome {
    pub const ALL: [Self; 6] = [
        Self::Accepted,
        Self::Deferred,
        Self::Rejected,
        Self::Lost,
        Self::Returned,
        Self::Expired,
    ];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Deferred => "deferred",
            Self::Rejected => "rejected",
            Self::Lost => "lost",
            Self::Returned => "returned",
            Self::Expired => "expired",
        }
    }

    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// An attempt at a letter that ended, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub at: Instant,
    pub outcome: Outcome,
    /// What the mail server said, shortened.
    pub answer: String,
}

/// Takes a due letter for one attempt.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    pub letter: Id,
    /// How many attempts had begun when the letter was found due. Somebody who was faster has
    /// begun one more.
    pub attempts: u32,
    /// When another worker may take it to be lost.
    pub until: Instant,
}

/// Puts a letter into its next state because an attempt ended.
#[derive(Clone, Debug)]
pub struct Settlement {
    pub letter: Id,
    /// The state and the attempt that it ends. Where the letter is in another, nothing is changed.
    pub from: LetterState,
    pub attempts: u32,
    pub to: LetterState,
    pub next_attempt_at: Option<Instant>,
    pub attempt: Attempt,
    pub forgets_text: bool,
}

/// What a transaction does to the outbox, beside the facts that it appends.
#[async_trait]
pub trait OutboxWrites {
    /// Puts a letter into the outbox, due at once.
    async fn enqueue(&mut self, letter: &NewLetter) -> Result<(), StoreError>;

    /// The same, unless a letter of this id is there already. Whether it was not.
    async fn enqueue_once(&mut self, letter: &NewLetter) -> Result<bool, StoreError>;

    /// Whether the letter is now ours.
    async fn claim(&mut self, claim: Claim) -> Result<bool, StoreError>;

    /// Whether the letter was still in the state that this ends.
    async fn settle(&mut self, settlement: &Settlement) -> Result<bool, StoreError>;

    /// Deletes the text of the letters that a fact caused and that are not on their way any more, and
    /// says how many had one.
    async fn forget_letters(&mut self, caused_by: u64) -> Result<u64, StoreError>;
}

#[async_trait]
pub trait OutboxReads {
    async fn letter(&mut self, id: Id) -> Result<Option<Letter>, StoreError>;

    /// Letters in a state or in any, the newest first, older than a letter.
    async fn letters(
        &mut self,
        state: Option<LetterState>,
        before: Option<Id>,
        limit: u32,
    ) -> Result<Vec<Letter>, StoreError>;

    /// How many letters there are in each state, of those in which there are any.
    async fn letters_counted(&mut self) -> Result<Vec<(LetterState, u64)>, StoreError>;

    /// The letter that has been due for the longest time.
    async fn letter_due(&mut self, now: Instant) -> Result<Option<Letter>, StoreError>;

    /// The attempts at a letter that ended, in order.
    async fn letter_attempts(&mut self, letter: Id) -> Result<Vec<Attempt>, StoreError>;
}
