//! Why somebody could not sign in, or could not change how they do.

use crate::error::AppError;
use crate::ports::StoreError;
use crate::told::Told;

#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The same for an address that nobody has, a wrong password and an account that is disabled.
    #[error("address and password do not belong together; check both, or have a link sent to you")]
    WrongPassword,
    #[error("this code is not right; wait for the next one, or use a recovery code")]
    WrongCode,
    #[error("this code was used already; wait for the next one")]
    CodeUsed,
    #[error("this passkey could not be checked; try again, or sign in another way")]
    WrongPasskey,
    #[error("too many attempts failed; wait {} and try again", span(*.seconds))]
    TooSoon { seconds: u64 },
    #[error("this link is not known; copy it whole from the mail, or ask for a new one")]
    LinkUnknown,
    #[error("this link was used already; it works once, so ask for a new one")]
    LinkUsed,
    #[error("this link has expired; ask for a new one")]
    LinkExpired,
    #[error("nobody is signed in here; sign in first")]
    NotSignedIn,
    /// What a found-open browser must not be enough for.
    #[error("this needs a fresh sign-in; sign in again, then repeat what you wanted to do")]
    SignInAgain,
    #[error("no mail can be sent from here; ask an officer of the organisation")]
    NoPost,
    #[error("passkeys need an address with a name, not a number; open `{0}` instead")]
    NoPasskeys(String),
    /// Something wrong with one field of a form.
    #[error("{says}")]
    Field { field: &'static str, says: Told },
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StoreError> for AccountError {
    fn from(error: StoreError) -> Self {
        Self::App(error.into())
    }
}

impl AccountError {
    pub(crate) fn field(field: &'static str, says: impl Into<Told>) -> Self {
        Self::Field {
            field,
            says: says.into(),
        }
    }
}

/// `1 second`, `40 seconds`, `3 minutes`.
fn span(seconds: u64) -> String {
    match seconds {
        1 => "1 second".to_owned(),
        0..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}
