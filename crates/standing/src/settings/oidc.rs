//! `[oidc]`: the identity provider by which people may sign in.

use std::fmt;
use std::path::Path;

use openidconnect::IssuerUrl;
use standing_app::account::SiteAddress;
use tokio_rustls::rustls::pki_types::CertificateDer;

use super::section::{Section, SettingError};
use super::tls;

/// The longest name of the provider, in characters: it stands on a button.
const NAME_CHARS_MAX: usize = 40;

#[derive(Clone)]
pub(crate) struct OidcSettings {
    pub(crate) issuer: IssuerUrl,
    pub(crate) client_id: String,
    pub(crate) client_secret: Option<String>,
    /// What the button calls it.
    pub(crate) name: String,
    /// Who vouches for it, besides the public authorities.
    pub(crate) authorities: Vec<CertificateDer<'static>>,
}

const KEYS: [&str; 5] = [
    "issuer",
    "client_id",
    "client_secret_file",
    "name",
    "ca_file",
];

impl OidcSettings {
    pub(super) fn read(section: &Section<'_>, folder: &Path) -> Result<Self, SettingError> {
        section.only(&KEYS)?;
        let issuer = issuer(section.must("issuer")?).ok_or_else(|| {
            section.error_at(
                "issuer",
                "`oidc.issuer` must be the address that the provider calls its own, such as \
                 `https://id.example.org`; only on this machine may it begin with `http://`",
            )
        })?;
        let name = section.must("name")?.trim();
        if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
            let what = format!("`oidc.name` must have from 1 to {NAME_CHARS_MAX} characters");
            return Err(section.error_at("name", what));
        }
        Ok(Self {
            issuer,
            client_id: section.must("client_id")?.to_owned(),
            client_secret: secret(section, folder)?,
            name: name.to_owned(),
            authorities: match section.text("ca_file")? {
                Some(file) => tls::certificates(section, "ca_file", &folder.join(file))?,
                None => Vec::new(),
            },
        })
    }
}

/// Codes and secrets go there, so nobody may listen.
fn issuer(text: &str) -> Option<IssuerUrl> {
    let issuer = IssuerUrl::new(text.to_owned()).ok()?;
    let url = issuer.url();
    // The rules for our own address are those for the host of another.
    let host: Result<SiteAddress, _> = url.origin().ascii_serialization().parse();
    (host.is_ok() && url.query().is_none() && url.fragment().is_none()).then_some(issuer)
}

fn secret(section: &Section<'_>, folder: &Path) -> Result<Option<String>, SettingError> {
    let Some(file) = section.text("client_secret_file")? else {
        return Ok(None);
    };
    let path = folder.join(file);
    let secret = std::fs::read_to_string(&path).map_err(|error| {
        let shown = path.display();
        let what = format!("the file `{shown}` cannot be read: {error}");
        section.error_at("client_secret_file", what)
    })?;
    Ok(Some(secret.trim().to_owned()))
}

/// Says nothing of the secret.
impl fmt::Debug for OidcSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OidcSettings")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
