//! Signing in by a link in a letter. Opening the link shows a page with a button, and only the
//! button uses the link up: scanners of mail servers open every link.

use super::limit::Counted;
use super::session::BY_LINK;
use super::{AccountError, Entry, Source, email};
use crate::app::App;
use crate::letters::context::SignInLink;
use crate::letters::{Addressee, Language};
use crate::ports::Purpose;

/// How long a link works.
pub(super) const MINUTES: u64 = 20;

impl App {
    /// Sends a link to an address, if an account has it. The answer tells nobody whether one has.
    pub async fn send_sign_in_link(&self, email: &str, source: Source) -> Result<(), AccountError> {
        if !self.has_post {
            return Err(AccountError::NoPost);
        }
        let email = email::fold(email)?;
        self.count_attempt(&[Counted::letter(&email), Counted::source(source)])
            .await?;
        let mut snapshot = self.store.snapshot().await?;
        let account = snapshot.account_by_email(&email).await?;
        let account = account.filter(|account| account.disabled_at.is_none());
        // For an unknown address the same is made, of a token that opens nothing, and not sent.
        let id = account.as_ref().map(|account| account.id);
        let (token, row) = self.one_time_token(Purpose::SignIn, id, None, String::new());
        let rules = self.rules_at(&mut *snapshot).await?;
        let context = SignInLink {
            organisation: rules.organisation_name.clone(),
            name: None,
            link: self.site.page(&format!("/sign-in/link/{}", token.text())),
            minutes: MINUTES,
        };
        let to = Addressee {
            person: account.map(|account| account.person),
            address: email,
            language: Language::of(&rules.rulebook().language),
        };
        let letter = self
            .write_letter(&mut *snapshot, to, &context, Some(row.expires_at))
            .await?;
        drop(snapshot);
        let mut writer = self.store.writer().await?;
        writer.put_one_time_token(&row).await?;
        if id.is_some() {
            writer.enqueue(&letter).await?;
        }
        writer.commit().await?;
        Ok(())
    }

    /// Whether a link would work, without using it up.
    pub async fn check_sign_in_link(&self, token: &str) -> Result<(), AccountError> {
        let mut snapshot = self.store.snapshot().await?;
        let row = self
            .good_token(&mut *snapshot, token, &[Purpose::SignIn])
            .await?;
        row.account.map(|_| ()).ok_or(AccountError::LinkUnknown)
    }

    /// Uses a link up.
    pub async fn follow_sign_in_link(
        &self,
        token: &str,
        agent: &str,
    ) -> Result<Entry, AccountError> {
        let mut writer = self.store.writer().await?;
        let row = self
            .good_token(&mut *writer, token, &[Purpose::SignIn])
            .await?;
        let id = row.account.ok_or(AccountError::LinkUnknown)?;
        let account = writer.account(id).await?;
        let account = account.filter(|account| account.disabled_at.is_none());
        let account = account.ok_or(AccountError::LinkUnknown)?;
        self.use_up(&mut *writer, token).await?;
        let entry = self.enter(&mut *writer, &account, BY_LINK, agent).await?;
        writer.commit().await?;
        Ok(entry)
    }
}
