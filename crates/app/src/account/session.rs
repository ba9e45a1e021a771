//! Who is signed in: sessions begin, are seen again, end.

use std::time::Duration;

use standing_base::{Id, Instant};

use super::{AccountError, Token, before, digest, later};
use crate::app::App;
use crate::error::AppError;
use crate::naming;
use crate::ports::{Account, AccountReads, Session, Writer};
use crate::recording::is_ahead;

/// After so long without a request, a session is over.
pub const IDLE_MAX: Duration = Duration::from_hours(24);
/// However busy it is, after this a session is over.
pub const AGE_MAX: Duration = Duration::from_hours(30 * 24);
/// That a session was seen is written no more often.
const SEEN_EVERY: Duration = Duration::from_mins(1);
/// For so long after signing in, somebody may change how they sign in.
const FRESH_FOR: Duration = Duration::from_mins(15);
/// What is kept of the name that a browser gives itself.
const AGENT_CHARS_MAX: usize = 200;

/// How a session says that it was begun by a link.
pub(super) const BY_LINK: &str = "link";

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    pub account: Id,
    pub person: Id,
    /// As the record has it, if it has one that was not erased.
    pub name: Option<String>,
    pub email: String,
    /// The digest of the session's token: its name in lists.
    pub session: String,
    pub signed_in_at: Instant,
    /// How: `password`, `link and code`.
    pub means: String,
}

impl Visitor {
    /// Who followed a link has shown that the address is theirs, and may have forgotten the password.
    pub(super) fn came_by_link(&self) -> bool {
        self.means.starts_with(BY_LINK)
    }
}

/// A session as its holder sees it.
#[derive(Clone, Debug)]
pub struct SessionLine {
    pub session: Session,
    /// The one through which the list is read.
    pub is_this: bool,
}

fn is_live(session: &Session, now: Instant) -> bool {
    now < session.expires_at && before(now, IDLE_MAX) < session.last_seen_at
}

impl App {
    /// Who has this token, if anybody is signed in by it still.
    pub async fn visitor(&self, token: &str) -> Result<Option<Visitor>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let now = self.clock.now();
        let Some(session) = snapshot.session(&digest(token)).await? else {
            return Ok(None);
        };
        let account = snapshot.account(session.account).await?;
        let account = account.filter(|account| account.disabled_at.is_none());
        let Some(account) = account.filter(|_| is_live(&session, now)) else {
            return Ok(None);
        };
        let mut names = naming::names(&mut *snapshot, &[account.person]).await?;
        drop(snapshot);
        let visitor = Visitor {
            account: account.id,
            person: account.person,
            name: names.remove(&account.person),
            email: account.email,
            session: session.digest.clone(),
            signed_in_at: session.created_at,
            means: session.means.clone(),
        };
        let was_ahead = is_ahead(session.last_seen_at, now);
        if was_ahead || session.last_seen_at < before(now, SEEN_EVERY) {
            // A record that cannot be written just now can still be read. The session then ends
            // sooner than it would have.
            drop(self.see(session, now).await);
        }
        Ok(Some(visitor))
    }

    async fn see(&self, mut session: Session, now: Instant) -> Result<(), AppError> {
        let mut writer = self.store.writer().await?;
        // It may have been ended in the meantime, and must not come back.
        if writer.session(&session.digest).await?.is_some() {
            session.last_seen_at = now;
            // A clock that was ahead must not lengthen it.
            session.expires_at = session.expires_at.min(later(now, AGE_MAX));
            writer.put_session(&session).await?;
            writer.commit().await?;
        }
        Ok(())
    }

    /// Begins a session, in the transaction of whoever checked that it may begin.
    pub(super) async fn open_session(
        &self,
        writer: &mut dyn Writer,
        account: &Account,
        means: &str,
        agent: &str,
    ) -> Result<Token, AccountError> {
        let now = self.clock.now();
        let token = self.new_token();
        let session = Session {
            digest: token.digest(),
            account: account.id,
            created_at: now,
            last_seen_at: now,
            expires_at: later(now, AGE_MAX),
            agent: agent
                .chars()
                .filter(|it| !it.is_control())
                .take(AGENT_CHARS_MAX)
                .collect(),
            means: means.to_owned(),
        };
        writer.put_session(&session).await?;
        Ok(token)
    }

    /// The sessions of a visitor that are not over.
    pub async fn my_sessions(&self, visitor: &Visitor) -> Result<Vec<SessionLine>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let now = self.clock.now();
        let sessions = snapshot.sessions(visitor.account).await?;
        let live = sessions.into_iter().filter(|one| is_live(one, now));
        Ok(live
            .map(|session| SessionLine {
                is_this: session.digest == visitor.session,
                session,
            })
            .collect())
    }

    /// Ends one session of a visitor; of somebody else's it finds none.
    pub async fn end_session(&self, visitor: &Visitor, session: &str) -> Result<(), AppError> {
        let mut writer = self.store.writer().await?;
        writer.end_session(visitor.account, session).await?;
        Ok(writer.commit().await?)
    }

    pub async fn end_other_sessions(&self, visitor: &Visitor) -> Result<(), AppError> {
        let mut writer = self.store.writer().await?;
        let this = Some(visitor.session.as_str());
        writer.end_sessions(visitor.account, this).await?;
        Ok(writer.commit().await?)
    }

    /// What changes how somebody signs in needs a sign-in of just now.
    pub(super) fn refuse_stale(&self, visitor: &Visitor) -> Result<(), AccountError> {
        let now = self.clock.now();
        if visitor.signed_in_at > before(now, FRESH_FOR) && !is_ahead(visitor.signed_in_at, now) {
            Ok(())
        } else {
            Err(AccountError::SignInAgain)
        }
    }

    /// The account of a visitor, as it stands.
    pub(super) async fn account_of(
        &self,
        reads: &mut dyn AccountReads,
        visitor: &Visitor,
    ) -> Result<Account, AccountError> {
        let account = reads.account(visitor.account).await?;
        let account = account.filter(|account| account.disabled_at.is_none());
        account.ok_or(AccountError::NotSignedIn)
    }
}
