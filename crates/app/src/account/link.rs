//! Signing in by a link in a letter. Opening the link shows a page with a button, and only the
//! button uses the link up: scanners of mail servers open every link.

use async_trait::async_trait;

use super::limit::Counted;
use super::session::BY_LINK;
use super::{AccountError, Entry, Source, email};
use crate::app::App;
use crate::error::AppError;
use crate::ports::Purpose;

/// A letter to one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub text: String,
}

/// Takes letters and sees that they arrive.
#[async_trait]
pub trait Post: Send + Sync + std::fmt::Debug {
    async fn send(&self, letter: Letter) -> Result<(), AppError>;
}

fn sign_in_letter(to: &str, organisation: &str, link: &str) -> Letter {
    Letter {
        to: to.to_owned(),
        subject: format!("Sign in to the record of {organisation}"),
        text: format!(
            "Somebody, probably you, wants to sign in to the record of {organisation} with this\n\
             address. Open this link and press the button there:\n\n\
             {link}\n\n\
             The link works once, for twenty minutes. If it was not you, you need not do anything:\n\
             without the link nobody gets in.\n"
        ),
    }
}

impl App {
    /// Sends a link to an address, if an account has it. The answer tells nobody whether one has.
    pub async fn send_sign_in_link(&self, email: &str, source: Source) -> Result<(), AccountError> {
        let post = self.post.as_ref().ok_or(AccountError::NoPost)?;
        let email = email::fold(email)?;
        self.count_attempt(&[Counted::letter(&email), Counted::source(source)])
            .await?;
        let organisation = self.rules().await?.organisation_name.clone();
        let mut writer = self.store.writer().await?;
        let account = writer.account_by_email(&email).await?;
        let account = account.filter(|account| account.disabled_at.is_none());
        // For an unknown address the same row is made, of a token that opens nothing.
        let id = account.map(|account| account.id);
        let (token, row) = self.one_time_token(Purpose::SignIn, id, None, String::new());
        writer.put_one_time_token(&row).await?;
        writer.commit().await?;
        if id.is_some() {
            let link = self.site.page(&format!("/sign-in/link/{}", token.text()));
            post.send(sign_in_letter(&email, &organisation, &link))
                .await?;
        }
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
