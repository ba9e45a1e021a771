use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Instant;

/// What an id names. The prefix is part of the printed id, so that an id in a letter, an address or
/// a log line says what it is.
macro_rules! id_kinds {
    ($($kind:ident = $prefix:literal),+ $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum IdKind { $($kind),+ }

        impl IdKind {
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            pub const fn prefix(self) -> &'static str {
                match self { $(Self::$kind => $prefix),+ }
            }
        }
    };
}

// Alphabetical, append-only: a prefix that was once printed is never used for anything else.
id_kinds! {
    Account = "acc",
    Body = "bod",
    Branch = "bra",
    Candidacy = "can",
    Case = "cas",
    Division = "div",
    Evidence = "evd",
    Intake = "itk",
    Letter = "let",
    Meeting = "mtg",
    Motion = "mot",
    Nomination = "nom",
    Office = "off",
    Organisation = "org",
    Person = "per",
    Reading = "rea",
    Seat = "sea",
    Suspension = "sus",
    Vote = "vot",
}

/// An id: a kind and a UUID of version 7, printed as `per_019301f6…` (32 hexadecimal digits).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    kind: IdKind,
    uuid: Uuid,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an id such as `per_0190163d8694739db7a1c1d3f4e5a6b7`")]
pub struct IdError(pub String);

impl Id {
    /// A new id from the current instant and ten random bytes; both are the caller's.
    pub fn new(kind: IdKind, now: Instant, random: [u8; 10]) -> Self {
        let uuid =
            uuid::Builder::from_unix_timestamp_millis(now.milliseconds(), &random).into_uuid();
        Self { kind, uuid }
    }

    pub const fn kind(self) -> IdKind {
        self.kind
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.kind.prefix(), self.uuid.simple())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Id {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError(text.chars().take(60).collect());
        let (prefix, digits) = text.split_once('_').ok_or_else(wrong)?;
        let kind = IdKind::ALL
            .iter()
            .find(|kind| kind.prefix() == prefix)
            .copied()
            .ok_or_else(wrong)?;
        // One spelling only: an id is compared as text in the database.
        let plain = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if digits.len() != 32 || !digits.bytes().all(plain) {
            return Err(wrong());
        }
        Ok(Self {
            kind,
            uuid: Uuid::try_parse(digits).map_err(|_| wrong())?,
        })
    }
}

impl Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_one_spelling_and_sort_by_time() {
        let at = |second: i64| Instant::from_microseconds(second * 1_000_000);
        let early = Id::new(IdKind::Person, at(1_573_000_000), [7; 10]);
        let late = Id::new(IdKind::Person, at(1_573_000_001), [0; 10]);
        assert!(early.to_string() < late.to_string());
        assert_eq!(early.to_string().parse::<Id>().unwrap(), early);
        assert!(early.to_string().to_uppercase().parse::<Id>().is_err());
        assert!("per_1".parse::<Id>().is_err());
        assert!(
            "xyz_0190163d8694739db7a1c1d3f4e5a6b7"
                .parse::<Id>()
                .is_err()
        );
    }
}
