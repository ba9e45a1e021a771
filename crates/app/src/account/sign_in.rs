//! Signing in by password, and the second step by code.
//!
//! The password is checked in three parts, because the middle one is slow: [`App::begin_sign_in`]
//! counts the attempt and looks up the address, [`PasswordCheck::run`] does the work, away from the
//! threads that answer, and [`App::finish_sign_in`] decides.

use super::limit::Counted;
use super::password::Password;
use super::{AccountError, Source, Token, email, recovery, totp};
use crate::app::App;
use crate::ports::{Account, CredentialKind, Purpose, Writer};
use standing_base::Told;

/// What comes of a first step.
#[derive(Clone, Debug)]
pub enum Entry {
    /// The token for the cookie.
    SignedIn(Token),
    /// A code is wanted as well; the token belongs to the form that asks for it.
    SecondStep(Token),
}

/// A password to be compared.
#[derive(Debug)]
pub struct PasswordCheck {
    email: String,
    source: Source,
    account: Option<Account>,
    password: Password,
}

/// A password that was compared.
#[derive(Debug)]
pub struct CheckedPassword {
    email: String,
    source: Source,
    /// Whose it is.
    account: Option<Account>,
}

impl PasswordCheck {
    /// Slow, and equally slow for an address that nobody has.
    pub fn run(self) -> CheckedPassword {
        let hash = self
            .account
            .as_ref()
            .and_then(|account| account.password.as_deref());
        let is_right = self.password.is_of(hash);
        CheckedPassword {
            email: self.email,
            source: self.source,
            account: self.account.filter(|_| is_right),
        }
    }
}

impl App {
    pub async fn begin_sign_in(
        &self,
        email: &str,
        password: &str,
        source: Source,
    ) -> Result<PasswordCheck, AccountError> {
        let email = email::fold(email)?;
        if password.is_empty() {
            return Err(AccountError::field(
                "password",
                Told::new("password-missing", "write your password"),
            ));
        }
        self.count_attempt(&[Counted::sign_in(&email), Counted::source(source)])
            .await?;
        let account = self
            .store
            .snapshot()
            .await?
            .account_by_email(&email)
            .await?;
        Ok(PasswordCheck {
            email,
            source,
            account: account.filter(|account| account.disabled_at.is_none()),
            password: Password::typed(password),
        })
    }

    pub async fn finish_sign_in(
        &self,
        checked: CheckedPassword,
        agent: &str,
    ) -> Result<Entry, AccountError> {
        let account = checked.account.ok_or(AccountError::WrongPassword)?;
        let mut writer = self.store.writer().await?;
        let counted = Counted::sign_in(&checked.email);
        self.forgive(&mut *writer, &counted, checked.source).await?;
        let entry = self
            .enter(&mut *writer, &account, "password", agent)
            .await?;
        writer.commit().await?;
        Ok(entry)
    }

    /// Lets somebody in, or asks for the second step where the account has one.
    pub(super) async fn enter(
        &self,
        writer: &mut dyn Writer,
        account: &Account,
        means: &str,
        agent: &str,
    ) -> Result<Entry, AccountError> {
        let key = account.id.to_string();
        if writer
            .credential(CredentialKind::Totp, &key)
            .await?
            .is_none()
        {
            let token = self.open_session(writer, account, means, agent).await?;
            return Ok(Entry::SignedIn(token));
        }
        let means = means.to_owned();
        let (token, row) = self.one_time_token(Purpose::SecondStep, Some(account.id), None, means);
        writer.put_one_time_token(&row).await?;
        Ok(Entry::SecondStep(token))
    }

    /// The second step: a code of the authenticator app, or a recovery code.
    pub async fn second_step(
        &self,
        step: &str,
        code: &str,
        source: Source,
        agent: &str,
    ) -> Result<Token, AccountError> {
        let mut snapshot = self.store.snapshot().await?;
        let row = self
            .good_token(&mut *snapshot, step, &[Purpose::SecondStep])
            .await?;
        drop(snapshot);
        let account = row.account.ok_or(AccountError::LinkUnknown)?;
        let counted = Counted::check(account);
        self.count_attempt(&[counted.clone(), Counted::source(source)])
            .await?;

        let mut writer = self.store.writer().await?;
        let account = writer.account(account).await?;
        let account = account.filter(|account| account.disabled_at.is_none());
        let account = account.ok_or(AccountError::LinkUnknown)?;
        let taken = self.take_code(&mut *writer, &account, code).await?;
        self.use_up(&mut *writer, step).await?;
        self.forgive(&mut *writer, &counted, source).await?;
        let means = format!("{} and {taken}", row.body);
        let token = self
            .open_session(&mut *writer, &account, &means, agent)
            .await?;
        writer.commit().await?;
        Ok(token)
    }

    /// Uses a code up, and says in a word what it was.
    async fn take_code(
        &self,
        writer: &mut dyn Writer,
        account: &Account,
        code: &str,
    ) -> Result<&'static str, AccountError> {
        let now = self.clock.now();
        let key = account.id.to_string();
        if let Some(mut app) = writer.credential(CredentialKind::Totp, &key).await?
            && let Some(step) = totp::step_of(&app.body, code, now)
        {
            // Whoever looked over the shoulder has the same code.
            if step <= app.counter {
                return Err(AccountError::CodeUsed);
            }
            app.counter = step;
            app.last_used_at = Some(now);
            writer.put_credential(&app).await?;
            return Ok("code");
        }
        let key = recovery::key(account.id, code);
        let known = writer
            .credential(CredentialKind::RecoveryCode, &key)
            .await?;
        let Some(mut known) = known else {
            return Err(AccountError::WrongCode);
        };
        if known.last_used_at.is_some() {
            return Err(AccountError::CodeUsed);
        }
        known.last_used_at = Some(now);
        writer.put_credential(&known).await?;
        Ok("recovery code")
    }
}
