//! The settings of this installation: `standing.toml` in the record's folder. What belongs to the
//! organisation stands in its rulebook and on its record; here stands only what belongs to the
//! machine, such as the mail server.

mod mail;
mod oidc;
mod section;
mod server;
mod tls;
mod vault;

use std::path::Path;

use crate::failure::Failure;

pub(crate) use mail::{MailSettings, Security};
pub(crate) use oidc::OidcSettings;
use section::{Section, SettingError};
pub(crate) use server::{ServerSettings, TlsFiles};
pub(crate) use vault::VaultSettings;

/// The file in the folder.
pub(crate) const FILE: &str = "standing.toml";

/// The longest settings file, in bytes.
const FILE_BYTES_MAX: u64 = 64 << 10;

#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) mail: Option<MailSettings>,
    pub(crate) oidc: Option<OidcSettings>,
    pub(crate) server: ServerSettings,
    pub(crate) vault: VaultSettings,
}

impl Settings {
    /// Reads the settings in a folder; a folder without them has none.
    pub(crate) fn read(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(FILE);
        let size = match path.metadata() {
            Ok(found) => found.len(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => return Err(unreadable(&path, &error)),
        };
        if size > FILE_BYTES_MAX {
            return Err(Failure::bad(format!(
                "`{}` has {size} bytes; settings have at most {FILE_BYTES_MAX}",
                path.display()
            )));
        }
        let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
        Self::parse(&text, folder)
            .map_err(|error| Failure::bad(format!("`{}`, {error}", path.display())))
    }

    fn parse(text: &str, folder: &Path) -> Result<Self, SettingError> {
        let document = section::document(text)?;
        let top = Section::top(text, document.as_table());
        top.only(&["mail", "oidc", "server", "vault"])?;
        Ok(Self {
            mail: match top.section("mail")? {
                Some(section) => Some(MailSettings::read(&section, folder)?),
                None => None,
            },
            oidc: match top.section("oidc")? {
                Some(section) => Some(OidcSettings::read(&section, folder)?),
                None => None,
            },
            server: match top.section("server")? {
                Some(section) => ServerSettings::read(&section, folder)?,
                None => ServerSettings::default(),
            },
            vault: match top.section("vault")? {
                Some(section) => VaultSettings::read(&section, folder)?,
                None => VaultSettings::default(),
            },
        })
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::bad(format!(
        "`{}` cannot be read: {error}; correct it or take it away",
        path.display()
    ))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use standing_store::testing::Folder;

    use super::*;

    #[test]
    fn settings_are_read_with_passwords_from_files_of_their_own() {
        let folder = Folder::new();
        let none = Settings::read(folder.path()).unwrap();
        assert!(none.mail.is_none());
        std::fs::write(folder.path().join("smtp-password"), "secret words\n").unwrap();
        std::fs::write(
            folder.path().join(FILE),
            "[mail]\nsmtp = \"smtps://mail.example.org\"\nfrom = \"The Party <office@example.org>\"\n\
             user = \"office\"\npassword_file = \"smtp-password\"\ntimeout_seconds = 20\n",
        )
        .unwrap();
        let mail = Settings::read(folder.path()).unwrap().mail.unwrap();
        assert_eq!((mail.host.as_str(), mail.port), ("mail.example.org", 465));
        assert_eq!(mail.security, Security::Tls);
        assert_eq!(mail.from.email.domain(), "example.org");
        assert_eq!(mail.timeout, Duration::from_secs(20));
        let (user, password) = mail.credentials.as_ref().unwrap();
        assert_eq!(
            (user.as_str(), password.as_str()),
            ("office", "secret words")
        );
        assert!(!format!("{mail:?}").contains("secret"));
    }

    #[test]
    fn plain_text_goes_no_further_than_this_machine() {
        for (smtp, security, port) in [
            ("smtp://127.0.0.1:2525", Security::None, 2525),
            ("smtp://localhost", Security::None, 25),
            ("smtp://[::1]:25", Security::None, 25),
            ("smtp://mail.example.org", Security::StartTls, 587),
            ("smtp://mail.example.org:25", Security::StartTls, 25),
            ("smtps://localhost:4650", Security::Tls, 4650),
        ] {
            let text = format!("[mail]\nsmtp = \"{smtp}\"\nfrom = \"office@example.org\"");
            let settings = Settings::parse(&text, Path::new(".")).unwrap();
            let mail = settings.mail.unwrap();
            assert_eq!((mail.security, mail.port), (security, port), "{smtp}");
        }
    }

    #[test]
    fn a_wrong_setting_is_told_with_its_line() {
        let good = "[mail]\nsmtp = \"smtp://localhost\"\nfrom = \"office@example.org\"\n";
        for (text, words) in [
            (
                "[mial]\n".to_owned(),
                "line 1: `mial` is not a setting; did you mean `mail`?",
            ),
            (
                format!("{good}pasword_file = \"x\"\n"),
                "line 4: `mail.pasword_file` is not a setting; did you mean `mail.password_file`?",
            ),
            (
                format!("{good}colour = \"x\"\n"),
                "line 4: `mail.colour` is not a setting; use one of",
            ),
            (
                format!("{good}timeout_seconds = \"soon\"\n"),
                "line 4: `mail.timeout_seconds` must be a number",
            ),
            (
                format!("{good}timeout_seconds = 0\n"),
                "line 4: `mail.timeout_seconds` must be from 1 to 120",
            ),
            (
                format!("{good}user = \"x\"\n"),
                "`mail.user` and `mail.password_file` belong together",
            ),
            (
                format!("{good}user = \"x\"\npassword_file = \"nowhere\"\n"),
                "line 5: the password file",
            ),
            (
                format!("{good}ca_file = \"nowhere\"\n"),
                "line 4: the certificate file",
            ),
            (
                "[mail]\nfrom = \"office@example.org\"\n".to_owned(),
                "line 1: `mail.smtp` is missing",
            ),
            (good.replace("smtp://", "http://"), "line 2: `mail.smtp`"),
            (
                good.replace("localhost", "localhost:99999"),
                "line 2: `mail.smtp`",
            ),
            (
                good.replace("localhost", "me:word@localhost"),
                "line 2: `mail.smtp`",
            ),
            (
                good.replace("office@example.org", "the office"),
                "line 3: `mail.from`",
            ),
            ("[mail\n".to_owned(), "line 1: this is not TOML"),
            ("mail = 3\n".to_owned(), "line 1: `mail` must be a section"),
        ] {
            let error = Settings::parse(&text, Path::new("."))
                .unwrap_err()
                .to_string();
            assert!(error.contains(words), "{text}: {error}");
            assert!(!error.contains("me:word"), "{error}");
        }
    }

    #[test]
    fn a_wrong_server_or_provider_is_told_with_its_line() {
        for (text, words) in [
            (
                "[server]\npublic_address = \"http://standing.example.org\"\n",
                "line 2: `server.public_address`: `http://standing.example.org` is not encrypted",
            ),
            (
                "[server]\ntrusted_proxies = \"10.0.0.1\"\n",
                "line 2: `server.trusted_proxies` must be a list",
            ),
            (
                "[server]\ntrusted_proxies = [\"10.0.0.0/40\"]\n",
                "line 2: `server.trusted_proxies`: `10.0.0.0/40` is not an address or a network",
            ),
            (
                "[server]\nforwarded_header = \"x-real-ip\"\n",
                "line 2: `server.forwarded_header` must be",
            ),
            (
                "[server]\nhsts_days = 7\n",
                "line 2: `server.hsts_days` needs a `server.public_address`",
            ),
            (
                "[vault]\nkey = \"x\"\n",
                "line 2: `vault.key` is not a setting; did you mean `vault.key_file`?",
            ),
            (
                "[vault]\nscanner = [\"clamdscan\"]\n",
                "line 2: `vault.scanner` must begin with the whole path of a program",
            ),
            (
                "[oidc]\nissuer = \"http://id.example.org\"\nclient_id = \"x\"\nname = \"x\"\n",
                "line 2: `oidc.issuer` must be",
            ),
            (
                "[oidc]\nissuer = \"https://id.example.org/a\"\nclient_id = \"x\"\nname = \"\"\n",
                "line 4: `oidc.name` must have",
            ),
        ] {
            let error = Settings::parse(text, Path::new("."))
                .unwrap_err()
                .to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
    }
}
