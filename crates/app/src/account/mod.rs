//! Accounts: who may sign in, how, and who is signed in.
//!
//! An account is a way in and nothing more: what somebody may do and see is for the powers of the
//! rulebook to say, about the person to whom the account belongs. Accounts are no facts (see
//! `ports::account`); only what an organisation does with them may be.
//!
//! Two rules run through all of it. Whoever does not sign in learns nothing: an address that nobody
//! has is answered as a wrong password is, after the same work. And nothing locks anybody out:
//! after failures the next attempt must wait, longer each time, up to a cap ([`limit`]).

pub mod address;
pub mod api_token;
pub mod email;
pub mod email_change;
mod error;
pub mod identity;
pub mod limit;
pub mod link;
pub mod methods;
pub mod operator;
pub mod passkey;
pub mod password;
pub mod recovery;
pub mod session;
pub mod sign_in;
pub mod start;
mod token;
pub mod totp;

use std::time::Duration;

use standing_base::{Id, Instant};

pub use address::{SiteAddress, SiteAddressError};
pub use error::AccountError;
pub use limit::Source;
pub use session::Visitor;
pub use sign_in::Entry;
pub use token::{Token, digest, hex};

use crate::app::App;
use crate::ports::{AccountReads, OneTimeToken, Purpose, Writer};
use crate::recording::is_ahead;

/// An instant some time later. A length that no calendar has counts as none.
pub(crate) fn later(at: Instant, by: Duration) -> Instant {
    let microseconds = i64::try_from(by.as_micros()).unwrap_or(0);
    Instant::from_microseconds(at.microseconds().saturating_add(microseconds))
}

/// An instant some time before.
pub(crate) fn before(at: Instant, by: Duration) -> Instant {
    let microseconds = i64::try_from(by.as_micros()).unwrap_or(0);
    Instant::from_microseconds(at.microseconds().saturating_sub(microseconds))
}

/// For how long links, enrolments and the steps of a sign-in are good.
const fn lifetime(purpose: Purpose) -> Duration {
    match purpose {
        Purpose::SignIn => Duration::from_mins(link::MINUTES),
        Purpose::FirstOfficer => Duration::from_hours(24),
        Purpose::Invitation => Duration::from_hours(7 * 24),
        Purpose::SecondStep | Purpose::TotpEnrolment => Duration::from_mins(15),
        Purpose::PasskeyRegistration | Purpose::PasskeySignIn => Duration::from_mins(5),
        Purpose::IdentitySignIn | Purpose::IdentityLink => Duration::from_mins(10),
        Purpose::EmailChange => Duration::from_hours(email_change::HOURS),
        Purpose::EmailUndo => Duration::from_hours(email_change::UNDO_DAYS * 24),
    }
}

impl App {
    /// A token that nobody can guess.
    pub fn new_token(&self) -> Token {
        Token::new(&*self.entropy)
    }

    /// A token with its row.
    pub(crate) fn one_time_token(
        &self,
        purpose: Purpose,
        account: Option<Id>,
        person: Option<Id>,
        body: String,
    ) -> (Token, OneTimeToken) {
        let token = self.new_token();
        let row = OneTimeToken {
            digest: token.digest(),
            purpose,
            account,
            person,
            body,
            expires_at: later(self.clock.now(), lifetime(purpose)),
            used_at: None,
        };
        (token, row)
    }

    /// The row of a token that is good now, for this purpose.
    async fn good_token(
        &self,
        reads: &mut dyn AccountReads,
        token: &str,
        purposes: &[Purpose],
    ) -> Result<OneTimeToken, AccountError> {
        let row = reads.one_time_token(&digest(token)).await?;
        let row = row
            .filter(|row| purposes.contains(&row.purpose))
            .ok_or(AccountError::LinkUnknown)?;
        if row.used_at.is_some() {
            return Err(AccountError::LinkUsed);
        }
        // A token that a clock a year ahead made must not be good for a year.
        let now = self.clock.now();
        let latest = later(now, lifetime(row.purpose));
        if row.expires_at <= now || is_ahead(row.expires_at, latest) {
            return Err(AccountError::LinkExpired);
        }
        Ok(row)
    }

    /// Uses a token up, once.
    async fn use_up(&self, writer: &mut dyn Writer, token: &str) -> Result<(), AccountError> {
        let now = self.clock.now();
        if writer.use_one_time_token(&digest(token), now).await? {
            Ok(())
        } else {
            Err(AccountError::LinkUsed)
        }
    }
}
