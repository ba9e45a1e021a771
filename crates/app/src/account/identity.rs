//! Signing in by who somebody is elsewhere: at the organisation's identity provider.
//!
//! Issuer and subject are all that counts. Whoever is signed in here adds them to their account;
//! nothing is concluded from an e-mail address that a provider tells, and nobody gets an account by
//! coming from one. Between going and coming back the step waits in a one-time token: its name is
//! the `state` of the protocol, and it is bound to the browser's cookie.

use serde::{Deserialize, Serialize};
use standing_base::{Id, Instant, Told};

use super::limit::Counted;
use super::{AccountError, Entry, Source, Visitor};
use crate::app::App;
use crate::ports::provider::{Challenge, Identity, Provider, ProviderError};
use crate::ports::{Credential, CredentialKind, OneTimeToken, Purpose};

/// Our address to which the provider sends the browser back.
pub const BACK: &str = "/sign-in/provider/back";

/// The most identities of one account.
pub const IDENTITIES_MAX: usize = 10;
/// What is kept of the name that a provider gives somebody, in characters.
const SHOWN_CHARS_MAX: usize = 100;
/// The longest subject, in bytes: the protocol allows 255.
const SUBJECT_BYTES_MAX: usize = 255;

/// How a session says that it was begun this way.
const BY_PROVIDER: &str = "identity provider";

/// An identity as its holder sees it.
#[derive(Clone, Debug)]
pub struct IdentityLine {
    pub key: String,
    pub shown: String,
    pub created_at: Instant,
    pub last_used_at: Option<Instant>,
}

/// What the provider sent the browser back with.
#[derive(Clone, Debug, Default)]
pub struct CameBack {
    pub state: String,
    /// Absent where the provider refused.
    pub code: Option<String>,
    /// As the provider names itself, where it does (RFC 9207).
    pub issuer: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum Arrival {
    Entered(Entry),
    Linked,
}

/// What a step knows again.
#[derive(Serialize, Deserialize)]
struct Step {
    /// The browser that began it.
    visit: String,
    nonce: String,
    verifier: String,
}

impl App {
    /// What the provider is called, where there is one.
    pub fn provider_name(&self) -> Option<&str> {
        self.provider.as_ref().map(|provider| provider.name())
    }

    fn provider(&self) -> Result<&dyn Provider, AccountError> {
        self.provider.as_deref().ok_or(AccountError::NoProvider)
    }

    /// The provider's page, for somebody who wants to sign in. `visit` names the browser.
    pub async fn begin_identity_sign_in(
        &self,
        visit: &str,
        source: Source,
    ) -> Result<String, AccountError> {
        self.provider()?;
        self.count_attempt(&[Counted::source(source)]).await?;
        self.begin_step(Purpose::IdentitySignIn, None, visit).await
    }

    /// The provider's page, for somebody who adds their identity there to their account.
    pub async fn begin_identity_link(
        &self,
        visitor: &Visitor,
        visit: &str,
    ) -> Result<String, AccountError> {
        self.provider()?;
        self.refuse_stale(visitor)?;
        if self.identities(visitor).await?.len() >= IDENTITIES_MAX {
            return Err(AccountError::field(
                "",
                Told::new(
                    "identities-max",
                    "an account has at most {max} of these; remove one first",
                )
                .with("max", IDENTITIES_MAX),
            ));
        }
        self.begin_step(Purpose::IdentityLink, Some(visitor.account), visit)
            .await
    }

    async fn begin_step(
        &self,
        purpose: Purpose,
        account: Option<Id>,
        visit: &str,
    ) -> Result<String, AccountError> {
        let provider = self.provider()?;
        let step = Step {
            visit: visit.to_owned(),
            nonce: self.new_token().text().to_owned(),
            verifier: self.new_token().text().to_owned(),
        };
        let body = serde_json::to_string(&step).map_err(|_| AccountError::StepUnknown)?;
        let (state, row) = self.one_time_token(purpose, account, None, body);
        let challenge = self.challenge(state.text(), step);
        let entrance = provider.entrance(&challenge).await;
        let entrance = entrance.map_err(|error| told(provider, &error))?;
        let mut writer = self.store.writer().await?;
        writer.put_one_time_token(&row).await?;
        writer.commit().await?;
        Ok(entrance)
    }

    fn challenge(&self, state: &str, step: Step) -> Challenge {
        Challenge {
            state: state.to_owned(),
            nonce: step.nonce,
            verifier: step.verifier,
            back: self.site.page(BACK),
        }
    }

    /// Somebody came back. Whatever comes of it, the step is used up first.
    pub async fn finish_identity(
        &self,
        came: &CameBack,
        visit: &str,
        visitor: Option<&Visitor>,
        source: Source,
        agent: &str,
    ) -> Result<Arrival, AccountError> {
        let provider = self.provider()?;
        let (row, step) = self.take_step(&came.state, visit).await?;
        if let Some(issuer) = &came.issuer
            && issuer != provider.issuer()
        {
            return Err(AccountError::ProviderUntrue(provider.name().to_owned()));
        }
        let refused = || AccountError::ProviderRefused(provider.name().to_owned());
        let code = came.code.as_deref().ok_or_else(refused)?;
        let challenge = self.challenge(&came.state, step);
        let identity = provider.identify(code, &challenge).await;
        let identity = identity.map_err(|error| told(provider, &error))?;
        let key = key_of(&identity)
            .ok_or_else(|| AccountError::ProviderUntrue(provider.name().to_owned()))?;
        match row.account {
            None => self
                .enter_by(&key, source, agent)
                .await
                .map(Arrival::Entered),
            Some(account) => {
                let visitor = visitor.filter(|visitor| visitor.account == account);
                let visitor = visitor.ok_or(AccountError::NotSignedIn)?;
                self.link(visitor, &key, &identity).await?;
                Ok(Arrival::Linked)
            }
        }
    }

    async fn take_step(
        &self,
        state: &str,
        visit: &str,
    ) -> Result<(OneTimeToken, Step), AccountError> {
        let purposes = [Purpose::IdentitySignIn, Purpose::IdentityLink];
        let mut writer = self.store.writer().await?;
        let row = self.good_token(&mut *writer, state, &purposes).await;
        let row = row.map_err(|error| match error {
            AccountError::App(error) => AccountError::App(error),
            _ => AccountError::StepUnknown,
        })?;
        let step: Option<Step> = serde_json::from_str(&row.body).ok();
        // Another browser must not use it up either.
        let step = step.filter(|step| step.visit == visit);
        let step = step.ok_or(AccountError::StepUnknown)?;
        self.use_up(&mut *writer, state).await?;
        writer.commit().await?;
        Ok((row, step))
    }

    async fn enter_by(
        &self,
        key: &str,
        source: Source,
        agent: &str,
    ) -> Result<Entry, AccountError> {
        let unknown = || AccountError::IdentityUnknown(self.provider_name().unwrap_or("").into());
        let mut writer = self.store.writer().await?;
        let known = writer.credential(CredentialKind::Identity, key).await?;
        let mut known = known.ok_or_else(unknown)?;
        let account = writer.account(known.account).await?;
        let account = account.filter(|account| account.disabled_at.is_none());
        let account = account.ok_or_else(unknown)?;
        known.last_used_at = Some(self.clock.now());
        writer.put_credential(&known).await?;
        let counted = Counted::check(account.id);
        self.forgive(&mut *writer, &counted, source).await?;
        let entry = self
            .enter(&mut *writer, &account, BY_PROVIDER, agent)
            .await?;
        writer.commit().await?;
        Ok(entry)
    }

    async fn link(
        &self,
        visitor: &Visitor,
        key: &str,
        identity: &Identity,
    ) -> Result<(), AccountError> {
        let mut writer = self.store.writer().await?;
        let account = self.account_of(&mut *writer, visitor).await?;
        let known = writer.credential(CredentialKind::Identity, key).await?;
        if known.is_some_and(|known| known.account != account.id) {
            let name = self.provider_name().unwrap_or_default();
            return Err(AccountError::IdentityTaken(name.to_owned()));
        }
        let credential = Credential {
            kind: CredentialKind::Identity,
            key: key.to_owned(),
            account: account.id,
            name: shown_of(identity),
            body: String::new(),
            counter: 0,
            created_at: self.clock.now(),
            last_used_at: None,
        };
        writer.put_credential(&credential).await?;
        Ok(writer.commit().await?)
    }

    /// The identities of a visitor.
    pub async fn identities(&self, visitor: &Visitor) -> Result<Vec<IdentityLine>, AccountError> {
        let mut snapshot = self.store.snapshot().await?;
        let credentials = snapshot.credentials(visitor.account).await?;
        let identities = credentials.into_iter();
        Ok(identities
            .filter(|one| one.kind == CredentialKind::Identity)
            .map(|one| IdentityLine {
                key: one.key,
                shown: one.name,
                created_at: one.created_at,
                last_used_at: one.last_used_at,
            })
            .collect())
    }

    pub async fn unlink_identity(&self, visitor: &Visitor, key: &str) -> Result<(), AccountError> {
        self.refuse_stale(visitor)?;
        let mut writer = self.store.writer().await?;
        writer
            .remove_credentials(visitor.account, CredentialKind::Identity, Some(key))
            .await?;
        Ok(writer.commit().await?)
    }
}

/// Issuer and subject; no issuer has a space in it.
fn key_of(identity: &Identity) -> Option<String> {
    let Identity {
        issuer, subject, ..
    } = identity;
    let is_whole = !subject.is_empty() && subject.len() <= SUBJECT_BYTES_MAX;
    (is_whole && !issuer.contains(' ')).then(|| format!("{issuer} {subject}"))
}

fn shown_of(identity: &Identity) -> String {
    let shown = identity.shown.chars().filter(|it| !it.is_control());
    let shown: String = shown.take(SHOWN_CHARS_MAX).collect();
    if shown.trim().is_empty() {
        identity.subject.chars().take(SHOWN_CHARS_MAX).collect()
    } else {
        shown
    }
}

fn told(provider: &dyn Provider, error: &ProviderError) -> AccountError {
    let name = provider.name().to_owned();
    match error {
        ProviderError::Unreachable(_) => AccountError::ProviderDown(name),
        ProviderError::Refused(_) => AccountError::ProviderRefused(name),
        ProviderError::Untrue(_) => AccountError::ProviderUntrue(name),
    }
}
