//! Why somebody could not sign in, or could not change how they do.

use crate::error::AppError;
use crate::ports::StoreError;
use standing_base::Told;

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
    #[error("no identity provider is set up here; sign in another way")]
    NoProvider,
    #[error("`{0}` does not answer at the moment; sign in another way, or try again in a minute")]
    ProviderDown(String),
    #[error(
        "`{0}` did not say who you are, so nothing was done; try again, or sign in another way"
    )]
    ProviderRefused(String),
    #[error(
        "what `{0}` answered could not be trusted, so nothing was done; try again, and if it stays \
         so tell whoever runs this site"
    )]
    ProviderUntrue(String),
    #[error(
        "this was begun in another browser or too long ago, or it is done already; begin again"
    )]
    StepUnknown,
    #[error(
        "your account at `{0}` is not yet known here; sign in another way, and add it under `Your \
         account`. If you have no account here, ask an officer of the organisation for an invitation"
    )]
    IdentityUnknown(String),
    #[error("this account at `{0}` lets somebody else in already; sign in there as yourself")]
    IdentityTaken(String),
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
