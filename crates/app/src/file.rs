//! All that is kept about a person, for them to take away: the record, who looked at it, and the
//! account by which they sign in.

use serde::Serialize;
use standing_base::{Date, Id, Instant};
use utoipa::ToSchema;

use crate::accesses::{ACCESSES_MAX, AccessLine};
use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::moment;
use crate::person::PersonPage;

/// What the asker may take away of a person.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PersonFile {
    #[serde(flatten)]
    pub record: PersonPage,
    /// For whoever may read the whole file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accesses: Option<Vec<AccessLine>>,
    /// For the person alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountKept>,
}

/// What is kept of an account, but for what would let somebody in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccountKept {
    pub email: String,
    #[serde(serialize_with = "moment::text")]
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// Where one is signed in: since when, seen when, what the browser calls itself.
    pub sessions: Vec<SessionKept>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SessionKept {
    #[serde(serialize_with = "moment::text")]
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    #[serde(serialize_with = "moment::text")]
    #[schema(value_type = String, format = DateTime)]
    pub last_seen_at: Instant,
    pub agent: String,
}

impl App {
    /// A person's record on a day, with what else the asker may take away.
    pub async fn person_file(
        &self,
        asker: &Asker,
        person: Id,
        on: Date,
    ) -> Result<PersonFile, AppError> {
        let record = self.person(asker, person, on).await?;
        let accesses = match self.accesses(asker, person, ACCESSES_MAX).await {
            Ok(accesses) => Some(accesses),
            Err(AppError::NotFound { .. }) => None,
            Err(error) => return Err(error),
        };
        let is_own = asker.person().is_some_and(|asker| asker.id == person);
        let account = if is_own {
            self.account_kept(person).await?
        } else {
            None
        };
        Ok(PersonFile {
            record,
            accesses,
            account,
        })
    }

    async fn account_kept(&self, person: Id) -> Result<Option<AccountKept>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let Some(account) = snapshot.account_of(person).await? else {
            return Ok(None);
        };
        let sessions = snapshot.sessions(account.id).await?.into_iter();
        Ok(Some(AccountKept {
            email: account.email,
            created_at: account.created_at,
            sessions: sessions
                .map(|session| SessionKept {
                    created_at: session.created_at,
                    last_seen_at: session.last_seen_at,
                    agent: session.agent,
                })
                .collect(),
        }))
    }
}
