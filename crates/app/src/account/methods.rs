//! How somebody signs in, as they see and change it: password, authenticator app, recovery codes.

use standing_base::{Instant, Told};

use super::limit::Counted;
use super::password::Password;
use super::{AccountError, Source, Visitor, recovery, totp};
use crate::app::App;
use crate::ports::{Account, Credential, CredentialKind, Purpose};

/// The ways in that an account has.
#[derive(Clone, Debug)]
pub struct Methods {
    pub email: String,
    pub password: PasswordState,
    pub has_totp: bool,
    pub recovery_codes_left: usize,
    pub passkeys: Vec<PasskeyLine>,
    /// Whether a change needs a sign-in first.
    pub is_stale: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordState {
    None,
    Set,
    /// Set, but a new one may take its place without it.
    MayBeForgotten,
}

#[derive(Clone, Debug)]
pub struct PasskeyLine {
    pub key: String,
    pub name: String,
    pub created_at: Instant,
    pub last_used_at: Option<Instant>,
}

/// An authenticator app on its way: what it must be told, and the token of the form that confirms.
#[derive(Clone, Debug)]
pub struct TotpEnrolment {
    pub step: String,
    pub secret: String,
    /// For the picture that the app reads.
    pub address: String,
}

/// A present password to be compared, when a new one is set.
#[derive(Debug)]
pub struct PasswordChange {
    account: Account,
    source: Source,
    /// None where it is not asked for.
    present: Option<Password>,
}

/// What came of comparing it.
#[derive(Debug)]
pub struct CheckedChange {
    account: Account,
    source: Source,
    is_right: bool,
}

impl PasswordChange {
    /// Slow.
    pub fn run(self) -> CheckedChange {
        let hash = self.account.password.as_deref();
        CheckedChange {
            is_right: self.present.is_none_or(|present| present.is_of(hash)),
            account: self.account,
            source: self.source,
        }
    }
}

impl App {
    pub async fn methods(&self, visitor: &Visitor) -> Result<Methods, AccountError> {
        let mut snapshot = self.store.snapshot().await?;
        let account = self.account_of(&mut *snapshot, visitor).await?;
        let credentials = snapshot.credentials(visitor.account).await?;
        let of = |kind: CredentialKind| credentials.iter().filter(move |one| one.kind == kind);
        let codes = of(CredentialKind::RecoveryCode);
        Ok(Methods {
            password: match account.password {
                None => PasswordState::None,
                Some(_) if self.may_forget(visitor) => PasswordState::MayBeForgotten,
                Some(_) => PasswordState::Set,
            },
            email: account.email,
            has_totp: of(CredentialKind::Totp).next().is_some(),
            recovery_codes_left: codes.filter(|code| code.last_used_at.is_none()).count(),
            passkeys: of(CredentialKind::Passkey)
                .map(|passkey| PasskeyLine {
                    key: passkey.key.clone(),
                    name: passkey.name.clone(),
                    created_at: passkey.created_at,
                    last_used_at: passkey.last_used_at,
                })
                .collect(),
            is_stale: self.refuse_stale(visitor).is_err(),
        })
    }

    pub async fn begin_password_change(
        &self,
        visitor: &Visitor,
        present: &str,
        source: Source,
    ) -> Result<PasswordChange, AccountError> {
        let mut snapshot = self.store.snapshot().await?;
        let account = self.account_of(&mut *snapshot, visitor).await?;
        drop(snapshot);
        let needs_present = account.password.is_some() && !self.may_forget(visitor);
        if !needs_present {
            self.refuse_stale(visitor)?;
        }
        let counted = [Counted::check(account.id), Counted::source(source)];
        self.count_attempt(&counted).await?;
        Ok(PasswordChange {
            account,
            source,
            present: needs_present.then(|| Password::typed(present)),
        })
    }

    /// Whether somebody may set a new password without the present one.
    fn may_forget(&self, visitor: &Visitor) -> bool {
        visitor.came_by_link() && self.refuse_stale(visitor).is_ok()
    }

    /// Sets a new password, and ends every other session: whoever knew the old one is out.
    pub async fn finish_password_change(
        &self,
        visitor: &Visitor,
        checked: CheckedChange,
        hash: String,
    ) -> Result<(), AccountError> {
        if !checked.is_right {
            return Err(AccountError::field(
                "present",
                Told::new("present-wrong", "this is not your present password"),
            ));
        }
        let mut writer = self.store.writer().await?;
        let mut account = self.account_of(&mut *writer, visitor).await?;
        if account.password != checked.account.password {
            return Err(AccountError::SignInAgain);
        }
        let counted = Counted::check(account.id);
        self.forgive(&mut *writer, &counted, checked.source).await?;
        account.password = Some(hash);
        writer.put_account(&account).await?;
        let this = Some(visitor.session.as_str());
        writer.end_sessions(account.id, this).await?;
        Ok(writer.commit().await?)
    }

    /// Makes a secret for an authenticator app. It counts only once a code was made with it.
    pub async fn begin_totp(&self, visitor: &Visitor) -> Result<TotpEnrolment, AccountError> {
        self.refuse_stale(visitor)?;
        let secret = totp::secret(&*self.entropy);
        let organisation = self.rules().await?.organisation_name.clone();
        let (token, row) = self.one_time_token(
            Purpose::TotpEnrolment,
            Some(visitor.account),
            None,
            secret.clone(),
        );
        let mut writer = self.store.writer().await?;
        writer.put_one_time_token(&row).await?;
        writer.commit().await?;
        Ok(TotpEnrolment {
            step: token.text().to_owned(),
            address: totp::address(&secret, &organisation, &visitor.email),
            secret,
        })
    }

    /// The enrolment that a form belongs to, to show it again after a wrong code.
    pub async fn totp_enrolment(
        &self,
        visitor: &Visitor,
        step: &str,
    ) -> Result<TotpEnrolment, AccountError> {
        let mut snapshot = self.store.snapshot().await?;
        let row = self
            .good_token(&mut *snapshot, step, &[Purpose::TotpEnrolment])
            .await?;
        if row.account != Some(visitor.account) {
            return Err(AccountError::LinkUnknown);
        }
        let organisation = self.rules().await?.organisation_name.clone();
        Ok(TotpEnrolment {
            step: step.to_owned(),
            address: totp::address(&row.body, &organisation, &visitor.email),
            secret: row.body,
        })
    }

    /// Takes the app into use; from now on a code of it is asked for after the password.
    pub async fn finish_totp(
        &self,
        visitor: &Visitor,
        step: &str,
        code: &str,
    ) -> Result<(), AccountError> {
        self.refuse_stale(visitor)?;
        let enrolment = self.totp_enrolment(visitor, step).await?;
        let now = self.clock.now();
        let taken = totp::step_of(&enrolment.secret, code, now).ok_or_else(|| {
            AccountError::field(
                "code",
                Told::new(
                    "app-code-wrong",
                    "this code is not right; type the six digits that the app shows now, and check \
                     that the clock of the phone is right",
                ),
            )
        })?;
        let mut writer = self.store.writer().await?;
        self.use_up(&mut *writer, step).await?;
        writer
            .remove_credentials(visitor.account, CredentialKind::Totp, None)
            .await?;
        let credential = Credential {
            kind: CredentialKind::Totp,
            key: visitor.account.to_string(),
            account: visitor.account,
            name: String::new(),
            body: enrolment.secret,
            counter: taken,
            created_at: now,
            last_used_at: Some(now),
        };
        writer.put_credential(&credential).await?;
        Ok(writer.commit().await?)
    }

    pub async fn remove_totp(&self, visitor: &Visitor) -> Result<(), AccountError> {
        self.refuse_stale(visitor)?;
        let mut writer = self.store.writer().await?;
        writer
            .remove_credentials(visitor.account, CredentialKind::Totp, None)
            .await?;
        Ok(writer.commit().await?)
    }

    /// New recovery codes, in place of all that there were. They are shown now and never again.
    pub async fn new_recovery_codes(&self, visitor: &Visitor) -> Result<Vec<String>, AccountError> {
        self.refuse_stale(visitor)?;
        let codes = recovery::new_codes(&*self.entropy);
        let now = self.clock.now();
        let mut writer = self.store.writer().await?;
        writer
            .remove_credentials(visitor.account, CredentialKind::RecoveryCode, None)
            .await?;
        for code in &codes {
            let credential = recovery::credential(visitor.account, code, now);
            writer.put_credential(&credential).await?;
        }
        writer.commit().await?;
        Ok(codes)
    }
}
