use std::fmt;
use std::str::FromStr;

/// An exact fraction in lowest terms, such as the `1/2` of a quorum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    numerator: u32,
    denominator: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a fraction such as `1/2`")]
pub struct FractionError(pub String);

impl Fraction {
    /// A fraction; `None` when the denominator is 0.
    pub fn new(numerator: u32, denominator: u32) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let divisor = gcd(numerator, denominator);
        Some(Self {
            numerator: numerator / divisor,
            denominator: denominator / divisor,
        })
    }

    pub const fn numerator(self) -> u32 {
        self.numerator
    }

    pub const fn denominator(self) -> u32 {
        self.denominator
    }

    /// The smallest whole number that is at least this share of `whole`.
    pub fn of_rounded_up(self, whole: u64) -> u64 {
        let share = u128::from(self.numerator) * u128::from(whole);
        narrow(share.div_ceil(u128::from(self.denominator)))
    }

    /// The largest whole number that is at most this share of `whole`.
    pub fn of_rounded_down(self, whole: u64) -> u64 {
        let share = u128::from(self.numerator) * u128::from(whole);
        narrow(share / u128::from(self.denominator))
    }
}

fn narrow(number: u128) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl FromStr for Fraction {
    type Err = FractionError;

    fn from_str(text: &str) -> Result<Self, FractionError> {
        let wrong = || FractionError(text.chars().take(40).collect());
        let (numerator, denominator) = text.split_once('/').ok_or_else(wrong)?;
        let numerator = numerator.trim().parse().map_err(|_| wrong())?;
        let denominator = denominator.trim().parse().map_err(|_| wrong())?;
        Self::new(numerator, denominator).ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_exact() {
        let half: Fraction = "1/2".parse().unwrap();
        assert_eq!(half.of_rounded_up(8), 4);
        assert_eq!(half.of_rounded_up(9), 5);
        assert_eq!(half.of_rounded_down(9), 4);
        let whole: Fraction = "4294967295/1".parse().unwrap();
        assert_eq!(whole.of_rounded_up(u64::MAX), u64::MAX);
        assert_eq!("2/4".parse::<Fraction>().unwrap(), half);
        assert!("1/0".parse::<Fraction>().is_err());
        assert!("0/1".parse::<Fraction>().is_ok());
    }
}
