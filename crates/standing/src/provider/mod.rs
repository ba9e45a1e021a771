//! The Provider port over OpenID Connect: the authorization code flow with PKCE, `state` and
//! `nonce`.
//!
//! What the provider says of itself (its addresses and its keys) is asked once and kept. It is
//! asked when the server starts, but the server does not wait for it: until it answers, each sign-in
//! asks again. When a signature does not hold, the keys may have changed: they are asked once more.

mod http;

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreProviderMetadata,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, DiscoveryError,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, RequestTokenError, Scope, TokenResponse,
};
use standing_app::error::chain;
use standing_app::ports::provider::{Challenge, Identity, Provider, ProviderError};

use crate::settings::OidcSettings;
use http::Caller;

/// Ready to send browsers there and to redeem codes.
type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

#[derive(Debug)]
pub(crate) struct OidcProvider {
    settings: OidcSettings,
    caller: Caller,
    /// What the provider said of itself.
    known: Mutex<Option<Arc<CoreProviderMetadata>>>,
}

impl OidcProvider {
    pub(crate) fn new(settings: OidcSettings) -> Result<Self, anyhow::Error> {
        Ok(Self {
            caller: Caller::new(&settings.authorities)?,
            settings,
            known: Mutex::new(None),
        })
    }

    /// Asks the provider, ahead of the first sign-in.
    pub(crate) async fn look(&self) {
        // It says in the log what is wrong, and nobody waits.
        let _ = self.discovered().await;
    }

    async fn discovered(&self) -> Result<Arc<CoreProviderMetadata>, ProviderError> {
        let known = self.known().clone();
        match known {
            Some(known) => Ok(known),
            None => self.discover().await,
        }
    }

    async fn discover(&self) -> Result<Arc<CoreProviderMetadata>, ProviderError> {
        let issuer = self.settings.issuer.clone();
        let found = CoreProviderMetadata::discover_async(issuer, &self.caller).await;
        let found = found.map_err(|error| {
            let told = chain(&error);
            logged(match error {
                DiscoveryError::Request(_) | DiscoveryError::Response(..) => {
                    ProviderError::Unreachable(told)
                }
                _ => ProviderError::Untrue(told),
            })
        })?;
        let found = Arc::new(found);
        *self.known() = Some(Arc::clone(&found));
        Ok(found)
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Option<Arc<CoreProviderMetadata>>> {
        // What is kept is replaced whole, so it is sound whoever panicked.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn client(&self, metadata: &CoreProviderMetadata, back: &str) -> Result<Client, ProviderError> {
        let back = RedirectUrl::new(back.to_owned())
            .map_err(|error| ProviderError::Refused(format!("`{back}` is no address: {error}")))?;
        let secret = self.settings.client_secret.clone().map(ClientSecret::new);
        let methods = metadata.token_endpoint_auth_methods_supported();
        let takes_basic = methods
            .is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let client = CoreClient::from_provider_metadata(
            metadata.clone(),
            ClientId::new(self.settings.client_id.clone()),
            secret,
        );
        Ok(client.set_redirect_uri(back).set_auth_type(if takes_basic {
            AuthType::BasicAuth
        } else {
            AuthType::RequestBody
        }))
    }

    async fn redeem(
        &self,
        code: &str,
        challenge: &Challenge,
    ) -> Result<CoreIdToken, ProviderError> {
        let metadata = self.discovered().await?;
        let client = self.client(&metadata, &challenge.back)?;
        let request = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| ProviderError::Untrue(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(challenge.verifier.clone()));
        let answer = request.request_async(&self.caller).await.map_err(|error| {
            let told = chain(&error);
            match error {
                RequestTokenError::Request(_) => ProviderError::Unreachable(told),
                RequestTokenError::ServerResponse(_) => ProviderError::Refused(told),
                _ => ProviderError::Untrue(told),
            }
        })?;
        let token = answer.id_token().cloned();
        token.ok_or_else(|| ProviderError::Untrue("it gave no ID token".to_owned()))
    }

    /// Who the token is about, if signature, issuer, audience, time and nonce all hold.
    fn check(
        &self,
        metadata: &CoreProviderMetadata,
        token: &CoreIdToken,
        challenge: &Challenge,
    ) -> Result<Identity, ProviderError> {
        let client = self.client(metadata, &challenge.back)?;
        let nonce = Nonce::new(challenge.nonce.clone());
        let claims = token
            .claims(&client.id_token_verifier(), &nonce)
            .map_err(|error| ProviderError::Untrue(chain(&error)))?;
        let name = claims.preferred_username().map(|name| name.as_str());
        let shown = claims.email().map(|email| email.as_str()).or(name);
        Ok(Identity {
            issuer: claims.issuer().as_str().to_owned(),
            subject: claims.subject().as_str().to_owned(),
            shown: shown.unwrap_or_default().to_owned(),
        })
    }
}

#[async_trait]
impl Provider for OidcProvider {
    fn name(&self) -> &str {
        &self.settings.name
    }

    fn issuer(&self) -> &str {
        self.settings.issuer.as_str()
    }

    async fn entrance(&self, challenge: &Challenge) -> Result<String, ProviderError> {
        let metadata = self.discovered().await?;
        let client = self.client(&metadata, &challenge.back)?;
        let verifier = PkceCodeVerifier::new(challenge.verifier.clone());
        let state = CsrfToken::new(challenge.state.clone());
        let nonce = Nonce::new(challenge.nonce.clone());
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (address, _, _) = client
            .authorize_url(flow, || state, || nonce)
            // For its holder to know the account again; nothing is concluded from it.
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(address.to_string())
    }

    async fn identify(&self, code: &str, challenge: &Challenge) -> Result<Identity, ProviderError> {
        let token = self.redeem(code, challenge).await.map_err(logged)?;
        let known = self.discovered().await?;
        if let Ok(identity) = self.check(&known, &token, challenge) {
            return Ok(identity);
        }
        let renewed = self.discover().await?;
        self.check(&renewed, &token, challenge).map_err(logged)
    }
}

/// The reader is told the kind; the log, why.
fn logged(error: ProviderError) -> ProviderError {
    tracing::warn!(%error, "a sign-in by the identity provider");
    error
}
