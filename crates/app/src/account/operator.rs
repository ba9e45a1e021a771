//! What only whoever runs Standing on the machine can do: let somebody back in who has lost every way,
//! and shut somebody out.

use standing_base::{Id, IdKind};

use super::AccountError;
use super::start::{Invited, nobody, several};
use crate::app::App;
use crate::error::AppError;
use crate::naming;
use crate::ports::{Account, AccountReads, CredentialKind, Purpose, Writer};
use crate::subject::{self, Resolved};

impl App {
    /// A link that signs a person in, for one who has lost password, passkeys and app. The app's
    /// codes are no longer asked for, every session ends, tokens of programs are revoked, and an
    /// account that was disabled is not.
    pub async fn recover_account(&self, person: &str) -> Result<Invited, AccountError> {
        let (person, name) = self.person_named(person).await?;
        let mut writer = self.store.writer().await?;
        let mut account = account_of(&mut *writer, person).await?;
        account.disabled_at = None;
        writer.put_account(&account).await?;
        writer
            .remove_credentials(account.id, CredentialKind::Totp, None)
            .await?;
        writer.end_sessions(account.id, None).await?;
        for token in writer.api_tokens(account.id).await? {
            writer.revoke_api_token(account.id, &token.digest).await?;
        }
        let (token, row) =
            self.one_time_token(Purpose::SignIn, Some(account.id), None, String::new());
        writer.put_one_time_token(&row).await?;
        writer.put_access(&self.way_in(person).await?).await?;
        writer.commit().await?;
        Ok(Invited {
            person: name,
            link: self.site.page(&format!("/sign-in/link/{}", token.text())),
        })
    }

    /// Ends every session of a person and lets them begin none. Gives their name.
    pub async fn disable_account(&self, person: &str) -> Result<String, AccountError> {
        let (person, name) = self.person_named(person).await?;
        let mut writer = self.store.writer().await?;
        let mut account = account_of(&mut *writer, person).await?;
        account.disabled_at = Some(self.clock.now());
        writer.put_account(&account).await?;
        writer.end_sessions(account.id, None).await?;
        writer.commit().await?;
        Ok(name)
    }

    /// The person on the record whom the operator means, and their name.
    pub async fn person_named(&self, text: &str) -> Result<(Id, String), AccountError> {
        let mut snapshot = self.store.snapshot().await?;
        let person = match subject::resolve(&mut *snapshot, text).await? {
            Resolved::One(subject) if subject.id.kind() == IdKind::Person => subject.id,
            Resolved::Several(_) => return Err(several(text)),
            Resolved::Nobody(near) => return Err(nobody(text, near)),
            Resolved::One(_) => return Err(nobody(text, Vec::new())),
        };
        Ok((person, naming::name_or_id(&mut *snapshot, person).await?))
    }
}

impl App {
    /// The account of somebody whose entry was closed for another goes to that one; where that one
    /// has an account of its own, a person keeps only it.
    pub(crate) async fn move_account(
        &self,
        writer: &mut dyn Writer,
        from: Id,
        to: Id,
    ) -> Result<(), AppError> {
        let Some(mut account) = writer.account_of(from).await? else {
            return Ok(());
        };
        if writer.account_of(to).await?.is_some() {
            account.disabled_at = Some(self.clock.now());
            writer.end_sessions(account.id, None).await?;
        } else {
            account.person = to;
        }
        Ok(writer.put_account(&account).await?)
    }
}

async fn account_of(reads: &mut dyn AccountReads, person: Id) -> Result<Account, AccountError> {
    let account = reads.account_of(person).await?;
    account.ok_or_else(|| {
        let what = "this person has no account; run `standing account invite`".to_owned();
        AccountError::App(AppError::unreadable(what))
    })
}
