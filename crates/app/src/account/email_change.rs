//! Moving an account to another e-mail address. The new address must be reached first: a link goes
//! there, and until its button is pressed the old address stays. The old one is told at once, with a
//! link by which its owner takes the account back: for whoever left a browser open or lost a password.

use std::time::Duration;

use standing_base::{Instant, Told};

use super::limit::Counted;
use super::{AccountError, Source, Visitor, before, email, lifetime};
use crate::app::App;
use crate::error::AppError;
use crate::letters::context::{EmailChange, EmailChangeNotice};
use crate::letters::{Addressee, Language};
use crate::ports::outbox::NewLetter;
use crate::ports::{Account, CredentialKind, OneTimeToken, Purpose, Snapshot, StoreError, Writer};

/// How long the link to the new address works.
pub const HOURS: u64 = 24;
/// How long the old address can take the account back.
pub const UNDO_DAYS: u64 = 7;

/// What the page behind a link to a new address shows.
#[derive(Clone, Debug)]
pub struct Moving {
    pub to: String,
}

/// What taking an account back came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenBack {
    /// The address is the old one, and a link sent to it signs its owner in.
    Restored,
    /// Somebody else's account has the address by now, so nobody gets in until an operator helps.
    Locked,
}

impl App {
    /// Sends the two letters. The answer is the same whether the new address is taken; then the
    /// first of them is not sent.
    pub async fn begin_email_change(
        &self,
        visitor: &Visitor,
        to: &str,
        source: Source,
    ) -> Result<(), AccountError> {
        if !self.has_post {
            return Err(AccountError::NoPost);
        }
        self.refuse_stale(visitor)?;
        let to = email::fold(to)?;
        if to == visitor.email {
            return Err(AccountError::field(
                "email",
                Told::new(
                    "email-same",
                    "this is the address that the account has already",
                ),
            ));
        }
        self.count_attempt(&[
            Counted::letter(&to),
            Counted::letter(&visitor.email),
            Counted::source(source),
        ])
        .await?;
        let mut snapshot = self.store.snapshot().await?;
        let account = self.account_of(&mut *snapshot, visitor).await?;
        let is_taken = snapshot.account_by_email(&to).await?.is_some();
        let [(change, asked), (undo, told)] = self
            .letters_of_change(&mut *snapshot, visitor, &account, &to)
            .await?;
        drop(snapshot);
        let mut writer = self.store.writer().await?;
        writer.put_one_time_token(&change).await?;
        writer.put_one_time_token(&undo).await?;
        if !is_taken {
            writer.enqueue(&asked).await?;
        }
        writer.enqueue(&told).await?;
        Ok(writer.commit().await?)
    }

    /// To the new address, which must be reached, and to the old one: each with its token.
    async fn letters_of_change(
        &self,
        snapshot: &mut dyn Snapshot,
        visitor: &Visitor,
        account: &Account,
        to: &str,
    ) -> Result<[(OneTimeToken, NewLetter); 2], AccountError> {
        let rules = self.rules_at(snapshot).await?;
        let addressee = |address: &str| Addressee {
            person: Some(account.person),
            address: address.to_owned(),
            language: Language::of(&rules.rulebook().language),
        };
        let token = |purpose, address: &str| {
            self.one_time_token(purpose, Some(account.id), None, address.to_owned())
        };
        let page =
            |path: &str, token: &str| self.site.page(&format!("/account/email/{path}/{token}"));
        let (change, change_row) = token(Purpose::EmailChange, to);
        let asked = EmailChange {
            organisation: rules.organisation_name.clone(),
            name: visitor.name.clone(),
            link: page("confirm", change.text()),
            hours: HOURS,
        };
        let until = Some(change_row.expires_at);
        let asked = self.write_letter(snapshot, addressee(to), &asked, until);
        let asked = asked.await.map_err(|error| match error {
            AppError::Unreadable(says) => AccountError::field("email", says),
            error => error.into(),
        })?;
        let (undo, undo_row) = token(Purpose::EmailUndo, &account.email);
        let told = EmailChangeNotice {
            organisation: rules.organisation_name.clone(),
            name: visitor.name.clone(),
            new_address: to.to_owned(),
            link: page("undo", undo.text()),
            days: UNDO_DAYS,
        };
        let until = Some(undo_row.expires_at);
        let told = self
            .write_letter(snapshot, addressee(&account.email), &told, until)
            .await?;
        Ok([(change_row, asked), (undo_row, told)])
    }

    /// What a link to a new address would do, without using it up.
    pub async fn email_change(&self, token: &str) -> Result<Moving, AccountError> {
        let mut snapshot = self.store.snapshot().await?;
        let row = self
            .good_token(&mut *snapshot, token, &[Purpose::EmailChange])
            .await?;
        Ok(Moving { to: row.body })
    }

    /// The new address was reached: the account moves there.
    pub async fn confirm_email_change(&self, token: &str) -> Result<(), AccountError> {
        let mut writer = self.store.writer().await?;
        let (mut account, row) = self
            .account_behind(&mut *writer, token, Purpose::EmailChange)
            .await?;
        if account.disabled_at.is_some() {
            return Err(AccountError::LinkUnknown);
        }
        self.use_up(&mut *writer, token).await?;
        account.email = row.body;
        match writer.put_account(&account).await {
            Err(StoreError::Conflict(_)) => Err(AccountError::field(
                "",
                Told::new(
                    "email-gone",
                    "this e-mail address belongs to another account by now, so nothing was \
                     changed; use one of your own",
                ),
            )),
            done => {
                done?;
                Ok(writer.commit().await?)
            }
        }
    }

    /// Whether a link to the old address would work, without using it up.
    pub async fn check_email_undo(&self, token: &str) -> Result<(), AccountError> {
        let mut snapshot = self.store.snapshot().await?;
        let purposes = [Purpose::EmailUndo];
        let row = self.good_token(&mut *snapshot, token, &purposes).await;
        row.map(|_| ())
    }

    /// The owner of the old address takes the account back: the address returns, everybody is signed
    /// out, and whatever may be in somebody else's hands lets nobody in any more: the password, open
    /// links, and ways to sign in that were added since.
    pub async fn undo_email_change(&self, token: &str) -> Result<TakenBack, AccountError> {
        let mut writer = self.store.writer().await?;
        let (mut account, row) = self
            .account_behind(&mut *writer, token, Purpose::EmailUndo)
            .await?;
        let now = self.clock.now();
        let holder = writer.account_by_email(&row.body).await?;
        let taken_back = if holder.is_none_or(|holder| holder.id == account.id) {
            account.email.clone_from(&row.body);
            TakenBack::Restored
        } else {
            account.disabled_at = Some(now);
            TakenBack::Locked
        };
        account.password = None;
        writer.put_account(&account).await?;
        writer.end_sessions(account.id, None).await?;
        writer.use_one_time_tokens_of(account.id, now).await?;
        let since = before(row.expires_at, lifetime(Purpose::EmailUndo));
        // Somebody with a fresh sign-in may have prepared themselves just before they asked.
        forget_ways_since(&mut *writer, &account, before(since, PREPARED_WITHIN)).await?;
        writer.commit().await?;
        Ok(taken_back)
    }

    async fn account_behind(
        &self,
        writer: &mut dyn Writer,
        token: &str,
        purpose: Purpose,
    ) -> Result<(Account, OneTimeToken), AccountError> {
        let row = self.good_token(writer, token, &[purpose]).await?;
        let account = row.account.ok_or(AccountError::LinkUnknown)?;
        let account = writer.account(account).await?;
        Ok((account.ok_or(AccountError::LinkUnknown)?, row))
    }
}

/// Ways to sign in that are so little older than the change go with it.
const PREPARED_WITHIN: Duration = Duration::from_hours(1);

async fn forget_ways_since(
    writer: &mut dyn Writer,
    account: &Account,
    since: Instant,
) -> Result<(), AccountError> {
    for way in writer.credentials(account.id).await? {
        let is_codes = way.kind == CredentialKind::RecoveryCode;
        if way.created_at >= since && !is_codes {
            writer
                .remove_credentials(account.id, way.kind, Some(&way.key))
                .await?;
        }
    }
    // They stand in for an app that may be gone now; alone they let nobody in.
    writer
        .remove_credentials(account.id, CredentialKind::RecoveryCode, None)
        .await?;
    Ok(())
}
