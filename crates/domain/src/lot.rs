//! A draw by lot that anybody can repeat: RFC 3797. Sources of chance are brought into one form and
//! joined to a key; the MD5 of the key between two bytes that count says who is next. MD5 keeps no
//! secret here: whoever could bend it would have to choose the random words, which nobody does.

use std::fmt::Write as _;

use md5::{Digest, Md5};

/// More than RFC 3797 can count in its two bytes is no pool of people.
pub const POOL_MAX: usize = 10_000;

/// What is drawn from, by what, and how many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draw {
    /// In a stated order.
    pub pool: Vec<String>,
    /// The sources of chance, in order.
    pub seeds: Vec<String>,
    pub count: usize,
}

/// One name drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    pub name: String,
    /// The MD5 in hexadecimal digits.
    pub digest: String,
    /// How many were left in the pool.
    pub of: usize,
    /// Its place among these, from 1.
    pub place: usize,
}

/// A source of chance in the form that goes into the key: numbers in ascending order, each with a
/// point behind it; of anything else the letters and digits, as capitals.
fn source(text: &str) -> String {
    let words = || text.split([' ', ',', '.']).filter(|word| !word.is_empty());
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    if words().next().is_some() && words().all(is_number) {
        let mut numbers: Vec<&str> = words().map(shortest).collect();
        numbers.sort_by_key(|number| (number.len(), *number));
        return numbers.iter().flat_map(|number| [*number, "."]).collect();
    }
    let plain = text.chars().filter(char::is_ascii_alphanumeric);
    plain.map(|c| c.to_ascii_uppercase()).collect()
}

/// A number without the zeros before it.
fn shortest(number: &str) -> &str {
    let short = number.trim_start_matches('0');
    if short.is_empty() { "0" } else { short }
}

impl Draw {
    /// What is hashed, between the bytes that count.
    pub fn key(&self) -> String {
        self.seeds
            .iter()
            .flat_map(|seed| [source(seed), "/".to_owned()])
            .collect()
    }

    /// Who is drawn, in order: as many as are wanted and there.
    pub fn picks(&self) -> Vec<Pick> {
        let key = self.key();
        let mut pool: Vec<&String> = self.pool.iter().take(POOL_MAX).collect();
        let mut picks = Vec::new();
        for round in 0..u16::MAX {
            if pool.is_empty() || picks.len() >= self.count {
                break;
            }
            let counted = round.to_be_bytes();
            let mut hash = Md5::new();
            hash.update(counted);
            hash.update(key.as_bytes());
            hash.update(counted);
            let digest: [u8; 16] = hash.finalize().into();
            let of = pool.len();
            let place = u128::from_be_bytes(digest) % u128::try_from(of).unwrap_or(u128::MAX);
            let place = usize::try_from(place).unwrap_or_default();
            picks.push(Pick {
                name: pool.remove(place).clone(),
                digest: hex(digest),
                of,
                place: place + 1,
            });
        }
        picks
    }

    /// The names of those who are drawn, in order.
    pub fn names(&self) -> Vec<String> {
        self.picks().into_iter().map(|pick| pick.name).collect()
    }
}

fn hex(bytes: [u8; 16]) -> String {
    let mut hex = String::new();
    for byte in bytes {
        // Writing to a string does not fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(pool: usize, seeds: &[&str], count: usize) -> Draw {
        Draw {
            pool: (1..=pool).map(|number| number.to_string()).collect(),
            seeds: seeds.iter().map(|seed| (*seed).to_owned()).collect(),
            count,
        }
    }

    /// Section 6 of RFC 3797: sources, key, digests and who is selected.
    const SECTION_6: &[(&str, &str)] = &[
        ("990dd0a5692a029a98b5e01aa28f3459", "17"),
        ("3691e55cb63fcc37914430b2f70b5ec6", "7"),
        ("fe814edf564c190ac1d25753979990fa", "2"),
        ("1863ccaceb568c31d7ddbdf1d4e91387", "16"),
        ("f4ab33df4889f0af29c513905be1d758", "25"),
        ("13eaeb529f61acfb9a29d0ba3a60de4a", "23"),
        ("992db77c382ca2bdb9727001f3cdccd9", "8"),
        ("63ab4258eca922976811c7f55c383ce7", "24"),
        ("dfbc5ac97ced01b3a6e348e3cc63f40d", "19"),
        ("31cb111c4a4ebe9287ceae16fe51b909", "13"),
        ("07fa46c122f164c215bbc72793b189a3", "22"),
    ];

    #[test]
    fn the_worked_example_of_rfc_3797_comes_out() {
        let sources = ["9319", "2, 5, 12, 8, 10", "9, 18, 26, 34, 41, 45"];
        let draw = draw(25, &sources, SECTION_6.len());
        assert_eq!(draw.key(), "9319./2.5.8.10.12./9.18.26.34.41.45./");
        let picks = draw.picks();
        let drawn: Vec<(&str, &str)> = picks
            .iter()
            .map(|pick| (pick.digest.as_str(), pick.name.as_str()))
            .collect();
        assert_eq!(drawn, SECTION_6);
        let left: Vec<usize> = picks.iter().map(|pick| pick.of).collect();
        assert_eq!(left, (15..=25).rev().collect::<Vec<_>>());
    }

    #[test]
    fn words_are_taken_as_capitals_without_their_other_signs() {
        for (given, taken) in [
            ("Oak-tree.7", "OAKTREE7"),
            ("007", "7."),
            ("0", "0."),
            ("10 9", "9.10."),
            ("Łódź", "D"),
            ("", ""),
        ] {
            assert_eq!(source(given), taken, "{given}");
        }
    }

    #[test]
    fn nobody_is_drawn_twice_and_no_more_than_there_are() {
        let all = draw(9, &["a", "b"], 20).names();
        let mut sorted = all.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!((all.len(), sorted.len()), (9, 9));
        assert_eq!(draw(9, &["a", "b"], 4).names(), all[..4]);
        assert_eq!(draw(0, &["a"], 3).names(), Vec::<String>::new());
        assert_ne!(draw(9, &["a", "c"], 20).names(), all);
    }
}
