//! Where people reach the pages: links in letters begin with it, and passkeys are bound to it.

use webauthn_rs::prelude::Url;

/// `https://standing.example.org`: scheme, host and port, and nothing behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteAddress(Url);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SiteAddressError {
    #[error("`{0}` is not an address such as `https://standing.example.org`")]
    NoAddress(String),
    #[error("`{0}` has a path or more behind the host; Standing needs a host of its own")]
    NotAlone(String),
    #[error(
        "`{0}` is not encrypted; begin it with `https://`, which only this machine may go without"
    )]
    NotEncrypted(String),
}

impl std::str::FromStr for SiteAddress {
    type Err = SiteAddressError;

    fn from_str(text: &str) -> Result<Self, SiteAddressError> {
        let shown = || text.chars().take(100).collect::<String>();
        let url = Url::parse(text.trim()).map_err(|_| SiteAddressError::NoAddress(shown()))?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(SiteAddressError::NoAddress(shown()));
        }
        let is_alone = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if !is_alone {
            return Err(SiteAddressError::NotAlone(shown()));
        }
        let address = Self(url);
        if !address.is_encrypted() && !address.is_loopback() {
            return Err(SiteAddressError::NotEncrypted(shown()));
        }
        Ok(address)
    }
}

impl Default for SiteAddress {
    fn default() -> Self {
        Self::loopback(8080)
    }
}

impl SiteAddress {
    /// This machine, by its name.
    pub fn loopback(port: u16) -> Self {
        let text = format!("http://localhost:{port}");
        match Url::parse(&text) {
            Ok(url) => Self(url),
            Err(error) => unreachable!("`{text}` is an address: {error}"),
        }
    }

    pub fn is_encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }

    fn is_loopback(&self) -> bool {
        match self.0.host_str() {
            Some("localhost" | "[::1]") => true,
            Some(host) => host
                .parse::<std::net::Ipv4Addr>()
                .is_ok_and(|address| address.is_loopback()),
            None => false,
        }
    }

    /// As browsers name it in `Origin`: without a slash at the end.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The whole address of a page.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    /// The name that passkeys are bound to: none where the host is a number.
    pub fn domain(&self) -> Option<&str> {
        self.0.domain()
    }

    /// The same place by a name, where it is named by a number.
    pub(crate) fn with_name(&self) -> String {
        let mut url = self.0.clone();
        match url.set_host(Some("localhost")) {
            Ok(()) if self.is_loopback() => url.origin().ascii_serialization(),
            _ => self.origin(),
        }
    }

    pub(crate) fn url(&self) -> &Url {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_host_of_its_own_and_encrypted_unless_it_is_this_machine() {
        for (text, origin) in [
            (
                "https://Standing.Example.org",
                "https://standing.example.org",
            ),
            (
                "https://standing.example.org:8443/",
                "https://standing.example.org:8443",
            ),
            ("http://localhost:8080", "http://localhost:8080"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ] {
            let address: SiteAddress = text.parse().unwrap();
            assert_eq!(address.origin(), origin);
        }
        for text in [
            "standing.example.org",
            "ftp://standing.example.org",
            "https://standing.example.org/party",
            "https://me@standing.example.org",
            "http://standing.example.org",
        ] {
            assert!(text.parse::<SiteAddress>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_host_that_is_a_number_has_no_domain() {
        let domain = |text: &str| {
            let address: SiteAddress = text.parse().unwrap();
            address.domain().map(str::to_owned)
        };
        assert_eq!(domain("http://localhost:1"), Some("localhost".to_owned()));
        assert_eq!(domain("http://127.0.0.1:1"), None);
    }
}
