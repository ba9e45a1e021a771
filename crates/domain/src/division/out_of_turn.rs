//! Why a step of a division is refused before any rule of the organisation is asked.

use standing_base::{Refusal, Told};

use super::Stage;

/// Why a step cannot be taken now. The whole list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutOfTurn {
    NoSuchDivision,
    NotNow(Stage),
    /// A vote after the closing.
    Closed,
    VotedAlready,
    /// A secret or counted vote has no votes by name.
    NotByName,
    /// A vote by name is not counted by tellers.
    ByName,
    CountedAlready,
    /// Two tellers have to agree, or a third to decide.
    CountsDiffer,
    NotCounted,
    NoSuchVote,
    DissentTwice,
    DidNotVoteSo,
}

impl OutOfTurn {
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoSuchDivision => "no_such_division",
            Self::NotNow(_) => "not_now",
            Self::Closed => "vote_closed",
            Self::VotedAlready => "voted_already",
            Self::NotByName => "not_by_name",
            Self::ByName => "by_name",
            Self::CountedAlready => "counted_already",
            Self::CountsDiffer => "counts_differ",
            Self::NotCounted => "not_counted",
            Self::NoSuchVote => "no_such_vote",
            Self::DissentTwice => "dissent_twice",
            Self::DidNotVoteSo => "did_not_vote_so",
        }
    }

    pub fn refusal(self) -> Refusal {
        let told = match self {
            Self::NotNow(stage) => Told::new(
                "division-not-now",
                "the vote is {stage}, and this cannot be done to it now",
            )
            .with("stage", stage.code()),
            other => {
                let (name, says) = other.plain();
                Told::new(name, says)
            }
        };
        Refusal::new(self.code(), told)
    }

    const fn plain(self) -> (&'static str, &'static str) {
        match self {
            Self::NoSuchDivision | Self::NotNow(_) => (
                "division-unknown",
                "there is no such vote; the chair puts the question first",
            ),
            Self::Closed => (
                "vote-closed",
                "the vote is closed, and this vote is not counted; ask the chair whether the question is put again",
            ),
            Self::VotedAlready => (
                "voted-already",
                "this vote was cast already; if it is wrong, correct it while the vote is open, and the record shows both",
            ),
            Self::NotByName => (
                "vote-not-by-name",
                "this vote is not taken by name; the tellers enter what they counted",
            ),
            Self::ByName => (
                "vote-by-name",
                "this vote is taken by name; it is counted from the votes, and nobody enters a count",
            ),
            Self::CountedAlready => (
                "counted-already",
                "you entered your count already; another teller enters theirs",
            ),
            Self::CountsDiffer => (
                "counts-differ",
                "the counts of the tellers differ; a third teller counts, and what two of the three agree on is the result",
            ),
            Self::NotCounted => (
                "not-counted",
                "two tellers have to enter their counts before the vote is closed",
            ),
            Self::NoSuchVote => (
                "no-such-vote",
                "a vote is for, against or an abstention; choose one of them",
            ),
            Self::DissentTwice => ("dissent-twice", "your dissent is on the record already"),
            Self::DidNotVoteSo => (
                "dissent-did-not-vote-so",
                "dissent is recorded for those who voted on the losing side",
            ),
        }
    }
}
