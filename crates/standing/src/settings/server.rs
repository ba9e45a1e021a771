//! `[server]`: where people reach the pages, and what stands between the pages and the world.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use standing_app::account::SiteAddress;
use standing_web::{ForwardedHeader, Network, Proxies};
use tokio_rustls::rustls::ServerConfig;

use super::section::{Section, SettingError};
use super::tls;

/// For how many days browsers may be told to come by TLS only: two years.
const HSTS_DAYS_MAX: u32 = 730;
const DAY: Duration = Duration::from_hours(24);

#[derive(Clone, Debug, Default)]
pub(crate) struct ServerSettings {
    pub(crate) public_address: Option<SiteAddress>,
    pub(crate) tls: Option<TlsFiles>,
    /// Absent where no proxy is named: then those on this machine are trusted.
    pub(crate) proxies: Option<Proxies>,
    pub(crate) hsts: Option<Duration>,
}

/// A certificate and its key, which may be replaced while they are in use.
#[derive(Clone, Debug)]
pub(crate) struct TlsFiles {
    certificate: PathBuf,
    key: PathBuf,
}

impl TlsFiles {
    /// Reads both, or says in a sentence what is wrong.
    pub(crate) fn load(&self) -> Result<Arc<ServerConfig>, String> {
        tls::server(&self.certificate, &self.key)
    }
}

const KEYS: [&str; 6] = [
    "public_address",
    "certificate",
    "key",
    "trusted_proxies",
    "forwarded_header",
    "hsts_days",
];

impl ServerSettings {
    pub(super) fn read(section: &Section<'_>, folder: &Path) -> Result<Self, SettingError> {
        section.only(&KEYS)?;
        let public_address = match section.text("public_address")? {
            Some(text) => Some(text.parse().map_err(|error| {
                section.error_at(
                    "public_address",
                    format!("`server.public_address`: {error}"),
                )
            })?),
            None => None,
        };
        let tls = files(section, folder)?;
        let is_encrypted = public_address
            .as_ref()
            .is_some_and(SiteAddress::is_encrypted);
        if tls.is_some() && public_address.is_some() && !is_encrypted {
            let what =
                "`server.public_address` must begin with `https://` where a certificate is set";
            return Err(section.error_at("public_address", what));
        }
        let hsts = section.number("hsts_days", 1, HSTS_DAYS_MAX)?;
        if hsts.is_some() && !is_encrypted {
            let what =
                "`server.hsts_days` needs a `server.public_address` that begins with `https://`";
            return Err(section.error_at("hsts_days", what));
        }
        Ok(Self {
            public_address,
            tls,
            proxies: proxies(section)?,
            hsts: hsts.map(|days| DAY * days),
        })
    }
}

fn files(section: &Section<'_>, folder: &Path) -> Result<Option<TlsFiles>, SettingError> {
    let (certificate, key) = match (section.text("certificate")?, section.text("key")?) {
        (None, None) => return Ok(None),
        (Some(certificate), Some(key)) => (certificate, key),
        (certificate, _) => {
            let there = if certificate.is_some() {
                "certificate"
            } else {
                "key"
            };
            let what = "`server.certificate` and `server.key` belong together; name both or none";
            return Err(section.error_at(there, what));
        }
    };
    let files = TlsFiles {
        certificate: folder.join(certificate),
        key: folder.join(key),
    };
    let loaded = files.load();
    loaded.map_err(|what| section.error_at("certificate", what))?;
    Ok(Some(files))
}

fn proxies(section: &Section<'_>) -> Result<Option<Proxies>, SettingError> {
    let header = match section.text("forwarded_header")? {
        None | Some("x-forwarded-for") => ForwardedHeader::XForwardedFor,
        Some("forwarded") => ForwardedHeader::Forwarded,
        Some(_) => {
            let what = "`server.forwarded_header` must be `x-forwarded-for` or `forwarded`";
            return Err(section.error_at("forwarded_header", what));
        }
    };
    let Some(texts) = section.texts("trusted_proxies")? else {
        return Ok((header != ForwardedHeader::default()).then(|| Proxies {
            header,
            ..Proxies::default()
        }));
    };
    let networks: Result<Vec<Network>, _> = texts.into_iter().map(str::parse).collect();
    let networks = networks.map_err(|error| {
        section.error_at(
            "trusted_proxies",
            format!("`server.trusted_proxies`: {error}"),
        )
    })?;
    Ok(Some(Proxies { networks, header }))
}
