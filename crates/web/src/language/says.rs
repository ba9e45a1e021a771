//! What is said of something that went wrong.

use super::Message;

/// A message of ours; or a sentence of the application, which is English or, where it tells of the
/// rulebook, in the rulebook's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    Message(Message),
    Sentence(String),
}

impl Says {
    /// For programs and for the log.
    pub(crate) fn english(&self) -> String {
        match self {
            Self::Message(message) => message.text(),
            Self::Sentence(text) => text.clone(),
        }
    }
}

impl From<Message> for Says {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

impl From<String> for Says {
    fn from(text: String) -> Self {
        Self::Sentence(text)
    }
}

impl From<&str> for Says {
    fn from(text: &str) -> Self {
        Self::Sentence(text.to_owned())
    }
}
