//! Passkeys: a key pair that a device keeps and unlocks for its holder. Signing in by one needs
//! neither address nor password, and counts as two steps: the device, and what unlocks it.
//!
//! The ceremonies are webauthn-rs's. Between their two halves their state waits in a one-time token,
//! on the server: the browser gets its name only.

use standing_base::{Id, Told};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Uuid, Webauthn, WebauthnBuilder,
};

use super::limit::Counted;
use super::{AccountError, Source, Token, Visitor};
use crate::app::App;
use crate::ports::{Credential, CredentialKind, Purpose};

/// The most passkeys of one account.
pub const PASSKEYS_MAX: usize = 20;
/// The longest name of one, in characters.
pub const NAME_CHARS_MAX: usize = 60;
/// The longest answer of a device, in bytes.
pub const ANSWER_BYTES_MAX: usize = 8 << 10;

/// The first half of a ceremony.
#[derive(Clone, Debug)]
pub struct Ceremony {
    /// The token that the second half names.
    pub step: String,
    /// What the browser is asked, as JSON.
    pub options: String,
}

impl App {
    fn webauthn(&self) -> Result<Webauthn, AccountError> {
        let unnamed = || AccountError::NoPasskeys(self.site.with_name());
        let domain = self.site.domain().ok_or_else(unnamed)?;
        WebauthnBuilder::new(domain, self.site.url())
            .and_then(WebauthnBuilder::build)
            .map_err(|_| unnamed())
    }

    /// Whether the pages' address is one that passkeys can be bound to.
    pub fn can_use_passkeys(&self) -> bool {
        self.webauthn().is_ok()
    }

    pub async fn begin_passkey(&self, visitor: &Visitor) -> Result<Ceremony, AccountError> {
        self.refuse_stale(visitor)?;
        let webauthn = self.webauthn()?;
        let credentials = self.passkeys_of(visitor.account).await?;
        if credentials.len() >= PASSKEYS_MAX {
            return Err(AccountError::field(
                "name",
                Told::new(
                    "passkeys-max",
                    "an account has at most {max} passkeys; remove one first",
                )
                .with("max", PASSKEYS_MAX),
            ));
        }
        let known = credentials.iter().filter_map(|one| read(&one.body));
        let known = known.map(|passkey: Passkey| passkey.cred_id().clone());
        let name = visitor.name.as_deref().unwrap_or(&visitor.email);
        let (mut options, state) = webauthn
            .start_passkey_registration(
                uuid_of(visitor.account),
                &visitor.email,
                name,
                Some(known.collect()),
            )
            .map_err(|_| AccountError::WrongPasskey)?;
        // The device must remember whose the key is: signing in begins without an address.
        if let Some(selection) = &mut options.public_key.authenticator_selection {
            // Where this word is absent the next one decides.
            selection.resident_key = None;
            selection.require_resident_key = true;
        }
        let account = Some(visitor.account);
        self.begin_ceremony(Purpose::PasskeyRegistration, account, &options, &state)
            .await
    }

    pub async fn finish_passkey(
        &self,
        visitor: &Visitor,
        step: &str,
        answer: &str,
        name: &str,
    ) -> Result<(), AccountError> {
        self.refuse_stale(visitor)?;
        let name: String = name.trim().chars().take(NAME_CHARS_MAX).collect();
        let answer: RegisterPublicKeyCredential = told(answer)?;
        let mut writer = self.store.writer().await?;
        let row = self
            .good_token(&mut *writer, step, &[Purpose::PasskeyRegistration])
            .await?;
        if row.account != Some(visitor.account) {
            return Err(AccountError::LinkUnknown);
        }
        let state: PasskeyRegistration = read(&row.body).ok_or(AccountError::WrongPasskey)?;
        let passkey = self
            .webauthn()?
            .finish_passkey_registration(&answer, &state)
            .map_err(|_| AccountError::WrongPasskey)?;
        let key = key_of(passkey.cred_id());
        let known = writer.credential(CredentialKind::Passkey, &key).await?;
        if known.is_some() {
            return Err(AccountError::WrongPasskey);
        }
        self.use_up(&mut *writer, step).await?;
        let credential = Credential {
            kind: CredentialKind::Passkey,
            key,
            account: visitor.account,
            name: if name.is_empty() {
                "Passkey".to_owned()
            } else {
                name
            },
            body: written(&passkey)?,
            counter: 0,
            created_at: self.clock.now(),
            last_used_at: None,
        };
        writer.put_credential(&credential).await?;
        Ok(writer.commit().await?)
    }

    pub async fn remove_passkey(&self, visitor: &Visitor, key: &str) -> Result<(), AccountError> {
        self.refuse_stale(visitor)?;
        let mut writer = self.store.writer().await?;
        writer
            .remove_credentials(visitor.account, CredentialKind::Passkey, Some(key))
            .await?;
        Ok(writer.commit().await?)
    }

    /// Asks whatever device there is for a passkey of this site.
    pub async fn begin_passkey_sign_in(&self, source: Source) -> Result<Ceremony, AccountError> {
        let webauthn = self.webauthn()?;
        self.count_attempt(&[Counted::source(source)]).await?;
        let (mut options, state) = webauthn
            .start_discoverable_authentication()
            .map_err(|_| AccountError::WrongPasskey)?;
        // A button asks, so the browser shows its own choice at once.
        options.mediation = None;
        self.begin_ceremony(Purpose::PasskeySignIn, None, &options, &state)
            .await
    }

    pub async fn finish_passkey_sign_in(
        &self,
        step: &str,
        answer: &str,
        source: Source,
        agent: &str,
    ) -> Result<Token, AccountError> {
        let webauthn = self.webauthn()?;
        let answer: PublicKeyCredential = told(answer)?;
        let wrong = |_| AccountError::WrongPasskey;
        let mut writer = self.store.writer().await?;
        let row = self
            .good_token(&mut *writer, step, &[Purpose::PasskeySignIn])
            .await?;
        let state: DiscoverableAuthentication =
            read(&row.body).ok_or(AccountError::WrongPasskey)?;
        let (holder, id) = webauthn
            .identify_discoverable_authentication(&answer)
            .map_err(wrong)?;
        let known = writer
            .credential(CredentialKind::Passkey, &key_of(id))
            .await?
            .filter(|known| uuid_of(known.account) == holder);
        let mut known = known.ok_or(AccountError::WrongPasskey)?;
        let mut passkey: Passkey = read(&known.body).ok_or(AccountError::WrongPasskey)?;
        let result = webauthn
            .finish_discoverable_authentication_v2(&answer, state, &passkey)
            .map_err(wrong)?;
        let account = writer.account(known.account).await?;
        let account = account.filter(|account| account.disabled_at.is_none());
        let account = account.ok_or(AccountError::WrongPasskey)?;
        self.use_up(&mut *writer, step).await?;
        if passkey.update_credential(&result) == Some(true) {
            known.body = written(&passkey)?;
        }
        known.last_used_at = Some(self.clock.now());
        writer.put_credential(&known).await?;
        let counted = Counted::check(account.id);
        self.forgive(&mut *writer, &counted, source).await?;
        let token = self
            .open_session(&mut *writer, &account, "passkey", agent)
            .await?;
        writer.commit().await?;
        Ok(token)
    }

    async fn passkeys_of(&self, account: Id) -> Result<Vec<Credential>, AccountError> {
        let mut snapshot = self.store.snapshot().await?;
        let mut credentials = snapshot.credentials(account).await?;
        credentials.retain(|one| one.kind == CredentialKind::Passkey);
        Ok(credentials)
    }

    async fn begin_ceremony(
        &self,
        purpose: Purpose,
        account: Option<Id>,
        options: &impl serde::Serialize,
        state: &impl serde::Serialize,
    ) -> Result<Ceremony, AccountError> {
        let (token, row) = self.one_time_token(purpose, account, None, written(state)?);
        let mut writer = self.store.writer().await?;
        writer.put_one_time_token(&row).await?;
        writer.commit().await?;
        Ok(Ceremony {
            step: token.text().to_owned(),
            options: written(options)?,
        })
    }
}

/// The number in an account's id: what a device remembers.
fn uuid_of(account: Id) -> Uuid {
    let text = account.to_string();
    let digits = text.rsplit('_').next().unwrap_or_default();
    Uuid::parse_str(digits).unwrap_or_default()
}

fn key_of(id: &[u8]) -> String {
    super::token::hex(id)
}

fn read<T: serde::de::DeserializeOwned>(body: &str) -> Option<T> {
    serde_json::from_str(body).ok()
}

fn written(value: &impl serde::Serialize) -> Result<String, AccountError> {
    serde_json::to_string(value).map_err(|_| AccountError::WrongPasskey)
}

fn told<T: serde::de::DeserializeOwned>(answer: &str) -> Result<T, AccountError> {
    if answer.len() > ANSWER_BYTES_MAX {
        return Err(AccountError::WrongPasskey);
    }
    serde_json::from_str(answer).map_err(|_| AccountError::WrongPasskey)
}
