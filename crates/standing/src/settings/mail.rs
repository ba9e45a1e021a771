//! `[mail]`: the server that takes our letters, and whom they are from.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::client::Certificate;
use standing_app::post::DELIVERY_SECONDS_MAX;

use super::section::{Section, SettingError};

/// How long one attempt may take, unless the settings say otherwise.
const TIMEOUT_SECONDS: u32 = 60;

#[derive(Clone)]
pub(crate) struct MailSettings {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) security: Security,
    pub(crate) from: Mailbox,
    /// User and password.
    pub(crate) credentials: Option<(String, String)>,
    pub(crate) timeout: Duration,
    /// Who vouches for the server, besides the public authorities (PEM).
    pub(crate) ca: Option<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Security {
    /// Only to this machine: letters hold links that let people in.
    None,
    /// Begins in plain text and insists on going over to TLS.
    StartTls,
    Tls,
}

const KEYS: [&str; 6] = [
    "smtp",
    "from",
    "user",
    "password_file",
    "timeout_seconds",
    "ca_file",
];

impl MailSettings {
    pub(super) fn read(section: &Section<'_>, folder: &Path) -> Result<Self, SettingError> {
        section.only(&KEYS)?;
        let (host, port, security) = server(section.must("smtp")?).ok_or_else(|| {
            section.error_at(
                "smtp",
                "`mail.smtp` must be like `smtp://127.0.0.1:25` or `smtps://mail.example.org`, \
                 without a user; name the user in `mail.user`",
            )
        })?;
        let from: Mailbox = section.must("from")?.parse().map_err(|_| {
            let like = "`mail.from` must be like `The Party <office@example.org>`";
            section.error_at("from", like)
        })?;
        let timeout = section.number("timeout_seconds", 1, DELIVERY_SECONDS_MAX)?;
        Ok(Self {
            host,
            port,
            security,
            from,
            credentials: credentials(section, folder)?,
            timeout: Duration::from_secs(u64::from(timeout.unwrap_or(TIMEOUT_SECONDS))),
            ca: authority(section, folder)?,
        })
    }
}

fn authority(section: &Section<'_>, folder: &Path) -> Result<Option<Vec<u8>>, SettingError> {
    let Some(file) = section.text("ca_file")? else {
        return Ok(None);
    };
    let path = folder.join(file);
    let wrong = |why: &str| {
        let shown = path.display();
        section.error_at("ca_file", format!("the certificate file `{shown}` {why}"))
    };
    let pem = std::fs::read(&path).map_err(|error| wrong(&format!("cannot be read: {error}")))?;
    if Certificate::from_pem(&pem).is_err() {
        return Err(wrong("holds no certificate in PEM"));
    }
    Ok(Some(pem))
}

fn credentials(
    section: &Section<'_>,
    folder: &Path,
) -> Result<Option<(String, String)>, SettingError> {
    let (user, file) = match (section.text("user")?, section.text("password_file")?) {
        (None, None) => return Ok(None),
        (Some(user), Some(file)) => (user, file),
        (user, _) => {
            let there = if user.is_some() {
                "user"
            } else {
                "password_file"
            };
            let what = "`mail.user` and `mail.password_file` belong together; name both or none";
            return Err(section.error_at(there, what));
        }
    };
    let path = folder.join(file);
    let password = std::fs::read_to_string(&path).map_err(|error| {
        let shown = path.display();
        section.error_at(
            "password_file",
            format!("the password file `{shown}` cannot be read: {error}"),
        )
    })?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    Ok(Some((user.to_owned(), password)))
}

/// Host, port and how the connection is kept secret.
fn server(text: &str) -> Option<(String, u16, Security)> {
    let (scheme, rest) = text.split_once("://")?;
    let (host, port) = if let Some(inner) = rest.strip_prefix('[') {
        let (host, after) = inner.split_once(']')?;
        (host, after.strip_prefix(':'))
    } else {
        match rest.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (rest, None),
        }
    };
    let is_host = |letter: char| letter.is_ascii_alphanumeric() || ".-:".contains(letter);
    if host.is_empty() || !host.chars().all(is_host) {
        return None;
    }
    let is_here = host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    let (security, usual) = match scheme {
        "smtps" => (Security::Tls, 465),
        "smtp" if is_here => (Security::None, 25),
        "smtp" => (Security::StartTls, 587),
        _ => return None,
    };
    let port = match port {
        Some(port) => port.parse().ok().filter(|port| *port > 0)?,
        None => usual,
    };
    Some((host.to_owned(), port, security))
}

/// Says nothing of the password.
impl fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailSettings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .field("from", &self.from)
            .field("user", &self.credentials.as_ref().map(|(user, _)| user))
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
