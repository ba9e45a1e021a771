//! Who takes letters away: a mail server.

use async_trait::async_trait;
use standing_base::{Id, Instant};

/// A letter as it goes to the mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingMail {
    /// Becomes the Message-ID, the same at every attempt: whoever gets the letter twice can tell.
    pub letter: Id,
    pub address: String,
    pub subject: String,
    pub text: String,
    pub written_at: Instant,
}

/// The mail server has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    /// What the server said.
    pub answer: String,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// The server will never take it (5xx), or it cannot be put into the form of a mail.
    #[error("the mail server refuses the letter: {0}")]
    Permanent(String),
    /// The server cannot take it now (4xx), cannot be reached, or does not answer.
    #[error("the mail server does not take the letter now: {0}")]
    Passing(String),
}

/// Hands letters to a mail server. An attempt ends within a minute or two,
/// whatever the server does.
#[async_trait]
pub trait Mailer: Send + Sync + std::fmt::Debug {
    async fn deliver(&self, mail: &OutgoingMail) -> Result<Delivered, DeliveryError>;
}
