//! What a version says of the decisions of its bodies: a row of decisions.toml, with every name
//! resolved.

use standing_base::{Fraction, Length};

use super::{ClauseIx, EntryKindIx, Place, QuestionIx};

#[derive(Clone, Debug)]
pub struct Decision {
    pub id: String,
    pub clause: ClauseIx,
    /// The form of the bodies that decide so.
    pub body: String,
    pub matters: Matters,
    /// Who has a vote: the members for whom this is yes; whoever holds a seat where it is nothing.
    pub roll: Option<QuestionIx>,
    /// What the person concerned must pass first.
    pub asks: Option<QuestionIx>,
    /// Asked of every voter.
    pub may_vote: Option<QuestionIx>,
    pub vote: VoteKind,
    /// Who can have a vote recorded by name that would only be counted.
    pub demand: Option<Demand>,
    /// Who must support a motion, besides its proposer, before it is admitted.
    pub supporters: Option<Demand>,
    /// The clause by which it is taken only where the notice of the meeting said so.
    pub notice: Option<ClauseIx>,
    pub quorum: Option<Quorum>,
    pub majority: Majority,
    pub tie: Tie,
    /// Whether a voter may have more than one vote, as a delegate of many has.
    pub weighted: bool,
    /// For how many absent people one may vote at most.
    pub proxies: u32,
    pub reasons: Option<Reasons>,
    pub place: Place,
}

/// What is decided so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matters {
    /// Named by a test or a what-if only.
    Nothing,
    /// That something about a person goes on the record.
    Enters(EntryKindIx),
    /// The motions put to the body.
    Motions,
    /// Amendments to them.
    Amendments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoteKind {
    /// By name.
    Recorded,
    /// By show of hands: how many, not who.
    Counted,
    /// By paper ballot, counted by tellers.
    Secret,
}

/// So many people, by a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    pub clause: ClauseIx,
    pub members: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quorum {
    pub clause: ClauseIx,
    pub threshold: Threshold,
    pub floor: u32,
    pub of: Base,
    pub counts: Counted,
}

/// Who must be so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    Present,
    /// Those who voted, abstentions among them.
    Cast,
    /// Those who voted for it.
    For,
}

/// Of what a share is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    Present,
    /// Votes for and against.
    Cast,
    CastWithAbstentions,
    /// Seats filled, less those who may not vote.
    EntitledToVote,
    InPost,
    FullSize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    AtLeast(Fraction),
    MoreThan(Fraction),
    /// At least this part of the square root.
    Root(Fraction),
}

#[derive(Clone, Copy, Debug)]
pub struct Majority {
    pub clause: ClauseIx,
    pub rule: MajorityRule,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MajorityRule {
    /// More votes for than so many times those against.
    MoreForThanAgainst(u32),
    Of(Threshold, Base),
}

/// What becomes of a vote that is equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    NotCarried,
    /// The chair decides it, under this clause.
    Casting(ClauseIx),
}

#[derive(Clone, Copy, Debug)]
pub struct Reasons {
    pub clause: ClauseIx,
    pub within: Length,
}

impl std::fmt::Display for Threshold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::AtLeast(share) => write!(f, "{share}"),
            Self::MoreThan(share) => write!(f, "more than {share}"),
            Self::Root(share) => write!(f, "{share} of the square root"),
        }
    }
}

impl Threshold {
    /// The smallest number that is enough, of a whole.
    pub fn needed(self, whole: u64) -> u64 {
        match self {
            Self::AtLeast(share) => share.of_rounded_up(whole),
            Self::MoreThan(share) => share.of_rounded_down(whole) + 1,
            Self::Root(share) => root(share, whole),
        }
    }
}

/// The smallest `v` with `v >= share * sqrt(whole)`, in whole numbers: `(v * d)^2 >= n^2 * whole`.
fn root(share: Fraction, whole: u64) -> u64 {
    let numerator = u128::from(share.numerator());
    let square = numerator * numerator * u128::from(whole);
    let denominator = u128::from(share.denominator());
    let root = square.isqrt();
    let root = if root * root == square {
        root
    } else {
        root + 1
    };
    u64::try_from(root.div_ceil(denominator)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraction(text: &str) -> Fraction {
        text.parse().unwrap()
    }

    #[test]
    fn a_part_of_a_square_root_is_the_smallest_whole_number_that_reaches_it() {
        // Debian, constitution 4.2: Q is half of the square root of the number of developers, and is
        // not rounded; 3Q votes are the quorum of an option. The secretary published 47.741,
        // 46.765 and 48.280 for these numbers.
        for (developers, quorum) in [(1013, 48), (972, 47), (1036, 49)] {
            assert_eq!(Threshold::Root(fraction("3/2")).needed(developers), quorum);
        }
        for whole in 0..5_000_u64 {
            for share in ["1/2", "3/2", "2/3", "7/5", "1/1"] {
                let share = fraction(share);
                let v = Threshold::Root(share).needed(whole);
                let (n, d) = (u64::from(share.numerator()), u64::from(share.denominator()));
                let reaches = |v: u64| v * v * d * d >= n * n * whole;
                assert!(reaches(v), "{v} of {whole} by {share}");
                assert!(v == 0 || !reaches(v - 1), "{v} of {whole} by {share}");
            }
        }
    }

    #[test]
    fn more_than_half_of_an_even_number_is_one_more_than_half() {
        let half = fraction("1/2");
        assert_eq!(Threshold::MoreThan(half).needed(8), 5);
        assert_eq!(Threshold::MoreThan(half).needed(9), 5);
        assert_eq!(Threshold::AtLeast(half).needed(8), 4);
        assert_eq!(Threshold::AtLeast(half).needed(9), 5);
    }
}
