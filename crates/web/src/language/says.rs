//! What is said of something that went wrong.

use standing_app::account::AccountError;
use standing_base::Told;

use super::{Message, reader};
use crate::respond;

/// A longer wait is told in minutes.
const SECONDS_MAX: u64 = 90;

/// A message of ours; or a sentence of the application, which is English or, where it tells of the
/// rulebook, in the rulebook's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    Message(Message),
    Sentence(String),
}

impl Says {
    /// Why somebody could not sign in, or could not change how they do.
    pub(crate) fn of_account(error: &AccountError) -> Self {
        let key = match error {
            AccountError::WrongPassword => "wrong-password",
            AccountError::WrongCode => "wrong-code",
            AccountError::CodeUsed => "code-used",
            AccountError::WrongPasskey => "wrong-passkey",
            AccountError::LinkUnknown => "link-unknown",
            AccountError::LinkUsed => "link-used",
            AccountError::LinkExpired => "link-expired",
            AccountError::NotSignedIn => "not-signed-in",
            AccountError::SignInAgain => "sign-in-again-first",
            AccountError::NoPost => "no-post",
            AccountError::TooSoon { seconds } if *seconds <= SECONDS_MAX => {
                let message = Message::new("too-soon-seconds");
                return message.with("seconds", seconds).into();
            }
            AccountError::TooSoon { seconds } => {
                let message = Message::new("too-soon-minutes");
                return message.with("minutes", seconds.div_ceil(60)).into();
            }
            AccountError::NoPasskeys(address) => {
                let message = Message::new("no-passkeys");
                return message.with("address", address).into();
            }
            AccountError::NoProvider => "no-provider",
            AccountError::StepUnknown => "step-unknown",
            AccountError::ProviderDown(provider) => return of_provider("provider-down", provider),
            AccountError::ProviderRefused(provider) => {
                return of_provider("provider-refused", provider);
            }
            AccountError::ProviderUntrue(provider) => {
                return of_provider("provider-untrue", provider);
            }
            AccountError::IdentityUnknown(provider) => {
                return of_provider("identity-unknown", provider);
            }
            AccountError::IdentityTaken(provider) => {
                return of_provider("identity-taken", provider);
            }
            AccountError::Field { says, .. } => return says.clone().into(),
            AccountError::App(error) => return respond::says_of(error),
        };
        Message::new(key).into()
    }

    /// As the application would have told it.
    pub(crate) fn told(self) -> Told {
        match self {
            Self::Message(message) => message.told(),
            Self::Sentence(text) => text.into(),
        }
    }

    /// For the reader of this request, where no page stands around it.
    pub(crate) fn spoken(&self) -> String {
        match self {
            Self::Message(message) => message.clone().within(reader::language()).text(),
            Self::Sentence(text) => text.clone(),
        }
    }

    /// For programs and for the log.
    pub(crate) fn english(&self) -> String {
        match self {
            Self::Message(message) => message.text(),
            Self::Sentence(text) => text.clone(),
        }
    }
}

fn of_provider(key: &'static str, provider: &str) -> Says {
    Message::new(key).with("provider", provider).into()
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

impl From<Told> for Says {
    fn from(told: Told) -> Self {
        if told.code.is_empty() {
            return Self::Sentence(told.english);
        }
        let mut message = Message::new(told.code);
        for (name, value) in told.parts {
            message = message.with(name, value);
        }
        Self::Message(message)
    }
}
