//! Tokens of programs: a person hands one to a program that asks, and acts, in their name.
//!
//! A token can do no more than its holder: their powers, narrowed by its scope, until it expires. It
//! makes no further tokens and changes nothing of how its holder signs in. Guessing is not slowed
//! down as that of passwords is: a token is 32 random bytes.

use std::time::Duration;

use standing_base::{Instant, Told};

use super::{AccountError, Token, Visitor, digest, later};
use crate::app::App;
use crate::error::AppError;
use crate::naming;
use crate::ports::Account;
use crate::ports::access::Access;
use crate::ports::api::{ApiToken, Scope};

/// By it a token is known among other secrets, also by programs that look for lost ones.
pub const PREFIX: &str = "stk_";
/// The longest life of a token, in days.
pub const DAYS_MAX: u32 = 366;
/// The longest name of a token, in characters.
pub const NAME_CHARS_MAX: usize = 60;
/// So many tokens an account may have.
pub const TOKENS_MAX: usize = 50;

const DAY: Duration = Duration::from_hours(24);

/// What is filled in, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub name: String,
    pub scope: String,
    pub days: String,
}

/// A program that shows a token.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// Whose token it is. As a visitor they never count as freshly signed in.
    pub visitor: Visitor,
    pub scope: Scope,
}

/// A token as its holder sees it.
#[derive(Clone, Debug)]
pub struct TokenLine {
    pub token: ApiToken,
    pub has_expired: bool,
}

impl Draft {
    fn read(&self) -> Result<(String, Scope, u32), AccountError> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || has_control(&name) {
            let says = Told::new(
                "token-name",
                "write what the token is for, in at most {max} characters",
            )
            .with("max", NAME_CHARS_MAX);
            return Err(AccountError::field("name", says));
        }
        let scope = Scope::find(self.scope.trim());
        let scope = scope.ok_or_else(|| {
            let says = Told::new("token-scope", "a token may `read`, or read and `act`");
            AccountError::field("scope", says)
        })?;
        let days = self.days.trim().parse::<u32>().ok();
        let days = days.filter(|days| (1..=DAYS_MAX).contains(days));
        let days = days.ok_or_else(|| {
            let says = Told::new(
                "token-days",
                "a token is good for 1 to {max} days; write how many",
            )
            .with("max", DAYS_MAX);
            AccountError::field("days", says)
        })?;
        Ok((name, scope, days))
    }
}

fn has_control(text: &str) -> bool {
    text.chars().any(char::is_control)
}

impl App {
    /// Makes a token for somebody who signed in just now. Its text is given here and never again.
    pub async fn new_api_token(
        &self,
        visitor: &Visitor,
        draft: &Draft,
    ) -> Result<String, AccountError> {
        self.refuse_stale(visitor)?;
        let mut snapshot = self.store.snapshot().await?;
        let account = self.account_of(&mut *snapshot, visitor).await?;
        drop(snapshot);
        self.make_api_token(&account, draft, None).await
    }

    /// The same for the operator, for somebody who has an account. Gives their name and the token.
    pub async fn api_token_for(
        &self,
        person: &str,
        draft: &Draft,
    ) -> Result<(String, String), AccountError> {
        let (person, name) = self.person_named(person).await?;
        let account = self.store.snapshot().await?.account_of(person).await?;
        let account = account.filter(|account| account.disabled_at.is_none());
        let account = account.ok_or_else(|| {
            let what = "this person has no account that is open; run `standing account invite`";
            AccountError::App(AppError::unreadable(what.to_owned()))
        })?;
        // Whoever has it acts as this person, so they are told that it was made.
        let way_in = self.way_in(person).await?;
        let token = self.make_api_token(&account, draft, Some(way_in)).await?;
        Ok((name, token))
    }

    async fn make_api_token(
        &self,
        account: &Account,
        draft: &Draft,
        way_in: Option<Access>,
    ) -> Result<String, AccountError> {
        let (name, scope, days) = draft.read()?;
        let now = self.clock.now();
        let text = format!("{PREFIX}{}", Token::new(&*self.entropy).text());
        let mut writer = self.store.writer().await?;
        if writer.api_tokens(account.id).await?.len() >= TOKENS_MAX {
            let says = Told::new(
                "tokens-max",
                "there are {max} tokens already; revoke one of them first",
            )
            .with("max", TOKENS_MAX);
            return Err(AccountError::field("name", says));
        }
        let row = ApiToken {
            digest: digest(&text),
            account: account.id,
            name,
            scope,
            created_at: now,
            expires_at: later(now, DAY.saturating_mul(days)),
            last_used_on: None,
        };
        writer.put_api_token(&row).await?;
        if let Some(way_in) = &way_in {
            writer.put_access(way_in).await?;
        }
        writer.commit().await?;
        Ok(text)
    }

    /// The tokens of a visitor, the newest first.
    pub async fn my_api_tokens(&self, visitor: &Visitor) -> Result<Vec<TokenLine>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let now = self.clock.now();
        let tokens = snapshot.api_tokens(visitor.account).await?;
        let lines = tokens.into_iter().map(|token| TokenLine {
            has_expired: has_expired(&token, now),
            token,
        });
        Ok(lines.collect())
    }

    /// Takes a token of a visitor away; of somebody else's it finds none.
    pub async fn revoke_api_token(
        &self,
        visitor: &Visitor,
        digest: &str,
    ) -> Result<bool, AppError> {
        let mut writer = self.store.writer().await?;
        let was_there = writer.revoke_api_token(visitor.account, digest).await?;
        writer.commit().await?;
        Ok(was_there)
    }

    /// Who shows this token: `None` when it is unknown, revoked or expired, or its account closed.
    pub async fn bearer(&self, token: &str) -> Result<Option<Bearer>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let now = self.clock.now();
        let found = snapshot.api_token(&digest(token)).await?;
        let Some(token) = found.filter(|token| !has_expired(token, now)) else {
            return Ok(None);
        };
        let account = snapshot.account(token.account).await?;
        let Some(account) = account.filter(|account| account.disabled_at.is_none()) else {
            return Ok(None);
        };
        let today = self.rules_at(&mut *snapshot).await?.zone.date_of(now);
        let mut names = naming::names(&mut *snapshot, &[account.person]).await?;
        drop(snapshot);
        let bearer = Bearer {
            visitor: Visitor {
                account: account.id,
                person: account.person,
                name: names.remove(&account.person),
                email: account.email,
                session: String::new(),
                signed_in_at: Instant::from_microseconds(0),
                means: "token".to_owned(),
            },
            scope: token.scope,
        };
        if token.last_used_on != Some(today) {
            let used = ApiToken {
                last_used_on: Some(today),
                ..token
            };
            // A record that cannot be written just now can still be read.
            drop(self.note_use(&used).await);
        }
        Ok(Some(bearer))
    }

    async fn note_use(&self, used: &ApiToken) -> Result<(), AppError> {
        let mut writer = self.store.writer().await?;
        // It may have been revoked in the meantime, and must not come back.
        if writer.api_token(&used.digest).await?.is_some() {
            writer.put_api_token(used).await?;
            writer.commit().await?;
        }
        Ok(())
    }
}

fn has_expired(token: &ApiToken, now: Instant) -> bool {
    token.expires_at <= now
}
