//! What the store keeps of accounts: who may sign in, how, and who is signed in.
//!
//! These rows are private, may change and may go: they are no facts, nobody cites them, and an
//! export of the record leaves them behind. They are written in the transaction of a
//! [`Writer`](super::Writer), so that an account changes together with the facts that it goes with.

use async_trait::async_trait;
use standing_base::{Id, Instant};

use super::StoreError;

/// A person's way in. A person has one, and an address belongs to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: Id,
    pub person: Id,
    /// Folded: see `account::email`.
    pub email: String,
    /// Argon2id in the PHC string format; none where no password was chosen.
    pub password: Option<String>,
    pub created_at: Instant,
    /// Since when nobody may sign in by it.
    pub disabled_at: Option<Instant>,
}

/// What an account has beside its password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CredentialKind {
    Passkey,
    /// The secret that an authenticator app shares with us.
    Totp,
    RecoveryCode,
    /// Who somebody is at an identity provider.
    Identity,
}

impl CredentialKind {
    pub const ALL: [Self; 4] = [
        Self::Passkey,
        Self::Totp,
        Self::RecoveryCode,
        Self::Identity,
    ];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::Totp => "totp",
            Self::RecoveryCode => "recovery_code",
            Self::Identity => "identity",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    pub kind: CredentialKind,
    /// By which it is found, among those of its kind: the id of a passkey, the account of a secret,
    /// the digest of a recovery code, issuer and subject of an identity.
    pub key: String,
    pub account: Id,
    /// The holder's word for it.
    pub name: String,
    /// What a passkey's public key is, or the secret; empty for the others.
    pub body: String,
    /// The last time step of which a code was taken, so that none is taken twice.
    pub counter: i64,
    pub created_at: Instant,
    pub last_used_at: Option<Instant>,
}

/// Somebody who is signed in, in one browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Digest of the token in the cookie. The token itself is nowhere but in the browser.
    pub digest: String,
    pub account: Id,
    pub created_at: Instant,
    pub last_seen_at: Instant,
    pub expires_at: Instant,
    /// What the browser calls itself, shortened.
    pub agent: String,
    /// How the holder signed in: `password`, `passkey`.
    pub means: String,
}

/// What a one-time token is for. It works for nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// An e-mailed link.
    SignIn,
    FirstOfficer,
    Invitation,
    /// The password was right; the code of the second step is still to come.
    SecondStep,
    /// A secret was shown; a code made with it is still to come.
    TotpEnrolment,
    PasskeyRegistration,
    PasskeySignIn,
    /// Somebody went to the identity provider, and is still to come back.
    IdentitySignIn,
    /// The same, to add who they are there to their account.
    IdentityLink,
    /// Sent to a new address: whoever has it moves the account there.
    EmailChange,
    /// Sent to the address before: whoever has it takes the account back.
    EmailUndo,
}

impl Purpose {
    pub const ALL: [Self; 11] = [
        Self::SignIn,
        Self::FirstOfficer,
        Self::Invitation,
        Self::SecondStep,
        Self::TotpEnrolment,
        Self::PasskeyRegistration,
        Self::PasskeySignIn,
        Self::IdentitySignIn,
        Self::IdentityLink,
        Self::EmailChange,
        Self::EmailUndo,
    ];

    pub const fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::FirstOfficer => "first_officer",
            Self::Invitation => "invitation",
            Self::SecondStep => "second_step",
            Self::TotpEnrolment => "totp_enrolment",
            Self::PasskeyRegistration => "passkey_registration",
            Self::PasskeySignIn => "passkey_sign_in",
            Self::IdentitySignIn => "identity_sign_in",
            Self::IdentityLink => "identity_link",
            Self::EmailChange => "email_change",
            Self::EmailUndo => "email_undo",
        }
    }
}

/// Good for one use, until it expires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeToken {
    pub digest: String,
    pub purpose: Purpose,
    pub account: Option<Id>,
    pub person: Option<Id>,
    /// What the purpose needs to know again: an address, the state of a passkey ceremony.
    pub body: String,
    pub expires_at: Instant,
    pub used_at: Option<Instant>,
}

/// Failed attempts to sign in, of one source or for one address, since they were last forgotten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempts {
    /// Whose they are: see `account::limit`.
    pub subject: String,
    pub failures: u32,
    pub last_at: Instant,
}

/// Reads of accounts: from the moment of a snapshot, or in the transaction of a writer. Whoever has
/// a writer writes alone, so what is read there stays so until the commit.
#[async_trait]
pub trait AccountReads: Send {
    async fn account(&mut self, id: Id) -> Result<Option<Account>, StoreError>;

    /// By folded address.
    async fn account_by_email(&mut self, email: &str) -> Result<Option<Account>, StoreError>;

    async fn account_of(&mut self, person: Id) -> Result<Option<Account>, StoreError>;

    async fn has_accounts(&mut self) -> Result<bool, StoreError>;

    async fn credential(
        &mut self,
        kind: CredentialKind,
        key: &str,
    ) -> Result<Option<Credential>, StoreError>;

    /// All of an account, by kind and age.
    async fn credentials(&mut self, account: Id) -> Result<Vec<Credential>, StoreError>;

    async fn session(&mut self, digest: &str) -> Result<Option<Session>, StoreError>;

    /// All of an account, the newest first.
    async fn sessions(&mut self, account: Id) -> Result<Vec<Session>, StoreError>;

    async fn one_time_token(&mut self, digest: &str) -> Result<Option<OneTimeToken>, StoreError>;

    async fn attempts(&mut self, subject: &str) -> Result<Option<Attempts>, StoreError>;
}

/// Changes of accounts, in the transaction of a writer.
#[async_trait]
pub trait AccountWrites: Send {
    /// Adds the account, or changes it. An address or a person that has another account already is
    /// a [`StoreError::Conflict`] on this account.
    async fn put_account(&mut self, account: &Account) -> Result<(), StoreError>;

    /// Adds the credential, or changes it.
    async fn put_credential(&mut self, credential: &Credential) -> Result<(), StoreError>;

    /// Takes away one credential, or all of a kind.
    async fn remove_credentials(
        &mut self,
        account: Id,
        kind: CredentialKind,
        key: Option<&str>,
    ) -> Result<(), StoreError>;

    /// Adds the session, or changes it.
    async fn put_session(&mut self, session: &Session) -> Result<(), StoreError>;

    /// Ends one session of an account.
    async fn end_session(&mut self, account: Id, digest: &str) -> Result<(), StoreError>;

    /// Ends all sessions of an account but one, or all.
    async fn end_sessions(&mut self, account: Id, except: Option<&str>) -> Result<(), StoreError>;

    async fn put_one_time_token(&mut self, token: &OneTimeToken) -> Result<(), StoreError>;

    /// Marks a token as used. No when it was used before, or is none.
    async fn use_one_time_token(&mut self, digest: &str, at: Instant) -> Result<bool, StoreError>;

    /// Marks every token of an account as used.
    async fn use_one_time_tokens_of(&mut self, account: Id, at: Instant) -> Result<(), StoreError>;

    async fn put_attempts(&mut self, attempts: &Attempts) -> Result<(), StoreError>;

    async fn forget_attempts(&mut self, subject: &str) -> Result<(), StoreError>;

    /// Deletes sessions and tokens that expired before an instant, and attempts that are older.
    async fn forget_before(&mut self, instant: Instant) -> Result<(), StoreError>;
}
