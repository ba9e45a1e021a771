//! Certificates and keys that the settings name: files in PEM.

use std::path::Path;
use std::sync::Arc;

use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::section::{Section, SettingError};

/// The certificates in a file, of which there is at least one.
pub(super) fn certificates(
    section: &Section<'_>,
    key: &str,
    path: &Path,
) -> Result<Vec<CertificateDer<'static>>, SettingError> {
    let shown = path.display();
    let wrong = |why: &str| section.error_at(key, format!("the certificate file `{shown}` {why}"));
    let pem = std::fs::read(path).map_err(|error| wrong(&format!("cannot be read: {error}")))?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    match found {
        Ok(found) if !found.is_empty() => Ok(found),
        _ => Err(wrong("holds no certificate in PEM")),
    }
}

/// TLS with a certificate, those that vouch for it, and its key; or a sentence that says what is
/// wrong.
pub(super) fn server(certificate: &Path, key: &Path) -> Result<Arc<ServerConfig>, String> {
    let read = |path: &Path| {
        let bytes = std::fs::read(path);
        bytes.map_err(|error| format!("`{}` cannot be read: {error}", path.display()))
    };
    let pem = read(certificate)?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let chain = chain.ok().filter(|chain| !chain.is_empty());
    let chain =
        chain.ok_or_else(|| format!("`{}` holds no certificate in PEM", certificate.display()))?;
    let secret = PrivateKeyDer::from_pem_slice(&read(key)?)
        .map_err(|_| format!("`{}` holds no private key in PEM", key.display()))?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("TLS cannot be prepared: {error}"))?
        .with_no_client_auth()
        .with_single_cert(chain, secret);
    let mut config = config.map_err(|error| {
        format!(
            "`{}` and `{}` do not go together: {error}",
            certificate.display(),
            key.display()
        )
    })?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
