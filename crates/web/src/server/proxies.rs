//! Reverse proxies whose word about a request's origin is taken, and nobody else's.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use axum::http::{HeaderMap, HeaderName, header};

/// `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an address or a network such as `10.0.0.0/8`")]
pub struct NetworkError(String);

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let wrong = || NetworkError(text.chars().take(60).collect());
        let (address, bits) = match text.trim().split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            Some(bits) => bits.parse().ok().filter(|bits| *bits <= most),
            None => Some(most),
        };
        Ok(Self {
            address,
            bits: bits.ok_or_else(wrong)?,
        })
    }
}

impl Network {
    fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(ours), IpAddr::V4(theirs)) => {
                let differ = ours.to_bits() ^ theirs.to_bits();
                differ.leading_zeros() >= self.bits
            }
            (IpAddr::V6(ours), IpAddr::V6(theirs)) => {
                let differ = ours.to_bits() ^ theirs.to_bits();
                differ.leading_zeros() >= self.bits
            }
            _ => false,
        }
    }
}

/// In which header a proxy says who asked. Only one is read: a proxy that writes the one passes the
/// other on as the client wrote it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForwardedHeader {
    #[default]
    XForwardedFor,
    /// RFC 7239.
    Forwarded,
}

#[derive(Clone, Debug)]
pub struct Proxies {
    pub networks: Vec<Network>,
    pub header: ForwardedHeader,
}

impl Default for Proxies {
    /// A proxy on this machine.
    fn default() -> Self {
        let loopback = |address, bits| Network { address, bits };
        Self {
            networks: vec![
                loopback(IpAddr::V4(Ipv4Addr::LOCALHOST), 8),
                loopback(IpAddr::V6(Ipv6Addr::LOCALHOST), 128),
            ],
            header: ForwardedHeader::default(),
        }
    }
}

impl Proxies {
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.holds(address))
    }

    /// Who asks: the last in the row whom no trusted proxy vouches for. What stands before that,
    /// anybody may have written.
    pub(crate) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer;
        for hop in self.hops(headers).into_iter().rev() {
            if !self.trusts(client) {
                break;
            }
            let Some(hop) = hop else {
                break;
            };
            client = hop;
        }
        client
    }

    /// Everybody in the header, in the order of the way; nothing where it cannot be read.
    fn hops(&self, headers: &HeaderMap) -> Vec<Option<IpAddr>> {
        let (name, read): (HeaderName, fn(&str) -> Option<IpAddr>) = match self.header {
            ForwardedHeader::XForwardedFor => {
                (HeaderName::from_static("x-forwarded-for"), address_in)
            }
            ForwardedHeader::Forwarded => (header::FORWARDED, for_in),
        };
        let lines = headers.get_all(name).iter();
        lines
            .flat_map(|line| line.to_str().unwrap_or_default().split(','))
            .map(read)
            .collect()
    }
}

/// An address, maybe with a port.
fn address_in(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let with_port = || text.parse().ok().map(|it: SocketAddr| it.ip());
    bare.parse().ok().or_else(with_port)
}

/// `for=192.0.2.7;proto=https`, `for="[2001:db8::1]:4711"`.
fn for_in(element: &str) -> Option<IpAddr> {
    let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let mut found = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
    let (_, value) = found.next()?;
    address_in(value.trim().trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_the_addresses_that_begin_alike() {
        for (network, address, holds) in [
            ("10.0.0.0/8", "10.9.8.7", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.0.0.0/8", "::ffff:10.0.0.1", true),
            ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.6", false),
            ("fd00::/8", "fd12::1", true),
            ("0.0.0.0/0", "::1", false),
        ] {
            let network: Network = network.parse().unwrap();
            assert_eq!(network.holds(address.parse().unwrap()), holds, "{address}");
        }
        for wrong in ["", "10.0.0.0/33", "10.0.0", "a/8", "::/129", "10.0.0.0/-1"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_the_word_of_a_trusted_proxy_is_taken_and_only_its_own() {
        let near = "127.0.0.1";
        let far = "198.51.100.1";
        for (peer, name, lines, client) in [
            (near, "x-forwarded-for", &["192.0.2.7"][..], "192.0.2.7"),
            (far, "x-forwarded-for", &["192.0.2.7"], far),
            (
                near,
                "x-forwarded-for",
                &["6.6.6.6, 192.0.2.7"],
                "192.0.2.7",
            ),
            (
                near,
                "x-forwarded-for",
                &["6.6.6.6", "192.0.2.7"],
                "192.0.2.7",
            ),
            (
                near,
                "x-forwarded-for",
                &["192.0.2.7, 10.0.0.2"],
                "192.0.2.7",
            ),
            (near, "x-forwarded-for", &["nonsense"], near),
            (
                near,
                "x-forwarded-for",
                &["6.6.6.6, nonsense, 10.0.0.2"],
                "10.0.0.2",
            ),
            (
                near,
                "x-forwarded-for",
                &["[2001:db8::1]:4711"],
                "2001:db8::1",
            ),
            (near, "forwarded", &["for=6.6.6.6"], near),
        ] {
            let proxies = Proxies {
                networks: vec!["127.0.0.0/8".parse().unwrap(), "10.0.0.2".parse().unwrap()],
                header: ForwardedHeader::XForwardedFor,
            };
            check(&proxies, peer, name, lines, client);
        }
        let proxies = Proxies {
            header: ForwardedHeader::Forwarded,
            ..Proxies::default()
        };
        for (name, lines, client) in [
            ("forwarded", &["for=192.0.2.7;proto=https"][..], "192.0.2.7"),
            (
                "forwarded",
                &["for=6.6.6.6, For=\"[2001:db8::1]:7\""],
                "2001:db8::1",
            ),
            ("forwarded", &["proto=https"], near),
            ("forwarded", &["for=unknown"], near),
            ("x-forwarded-for", &["6.6.6.6"], near),
        ] {
            check(&proxies, near, name, lines, client);
        }
    }

    fn check(proxies: &Proxies, peer: &str, name: &'static str, lines: &[&str], client: &str) {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(name, line.parse().unwrap());
        }
        let found = proxies.client(peer.parse().unwrap(), &headers);
        assert_eq!(found, client.parse::<IpAddr>().unwrap(), "{peer} {lines:?}");
    }
}
