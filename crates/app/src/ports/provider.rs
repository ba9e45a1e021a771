//! Another service that says who somebody is (OpenID Connect). The adapter speaks with it and
//! checks what it signed; whose account that is, is decided here.

use async_trait::async_trait;

/// What begins a sign-in there, and what its end must fit.
#[derive(Clone, PartialEq, Eq)]
pub struct Challenge {
    /// Stands in the answer's address again.
    pub state: String,
    /// Stands in what the provider signs.
    pub nonce: String,
    /// Only whoever began can say it (PKCE).
    pub verifier: String,
    /// Our own address, to which the browser is sent back.
    pub back: String,
}

/// None of it gets into a log by accident.
impl std::fmt::Debug for Challenge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Challenge(…)")
    }
}

/// Who somebody is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub issuer: String,
    /// By which the issuer knows them, for ever.
    pub subject: String,
    /// For its holder to know it again: a name or an address, of which nothing is concluded.
    pub shown: String,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    #[error("the identity provider cannot be reached: {0}")]
    Unreachable(String),
    /// It did not take the code.
    #[error("the identity provider refused: {0}")]
    Refused(String),
    /// What it signed does not hold.
    #[error("what the identity provider answered does not hold: {0}")]
    Untrue(String),
}

#[async_trait]
pub trait Provider: Send + Sync + std::fmt::Debug {
    /// What people call it.
    fn name(&self) -> &str;

    /// As it names itself in its answers.
    fn issuer(&self) -> &str;

    /// The address of its page on which somebody signs in.
    async fn entrance(&self, challenge: &Challenge) -> Result<String, ProviderError>;

    /// Who came back with this code.
    async fn identify(&self, code: &str, challenge: &Challenge) -> Result<Identity, ProviderError>;
}
