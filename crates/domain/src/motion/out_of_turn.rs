//! Why a step of a motion is refused before any rule of the organisation is asked.

use standing_base::{Refusal, Told};

use super::Stage;

/// Why a step cannot be taken now. The whole list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutOfTurn {
    NoSuchMotion,
    NotNow(Stage),
    AmendsWhatIsGone(Stage),
    AmendsAmendment,
    OwnMotion,
    SupportsAlready,
    DoesNotSupport,
}

impl OutOfTurn {
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoSuchMotion => "no_such_motion",
            Self::NotNow(_) => "not_now",
            Self::AmendsWhatIsGone(_) => "amends_what_is_gone",
            Self::AmendsAmendment => "amends_amendment",
            Self::OwnMotion => "own_motion",
            Self::SupportsAlready => "supports_already",
            Self::DoesNotSupport => "does_not_support",
        }
    }

    pub fn refusal(self) -> Refusal {
        let stage = |stage: Stage| stage.code().replace('_', " ");
        let told = match self {
            Self::NoSuchMotion => Told::new(
                "motion-unknown",
                "there is no such motion; it has to be submitted first",
            ),
            Self::NotNow(at) => Told::new(
                "motion-not-now",
                "the motion is {stage}, and this cannot be done to it now",
            )
            .with("stage", stage(at)),
            Self::AmendsWhatIsGone(at) => Told::new(
                "amends-what-is-gone",
                "the motion that this would amend is {stage}; there is nothing left to amend",
            )
            .with("stage", stage(at)),
            Self::AmendsAmendment => Told::new(
                "amends-amendment",
                "an amendment is not amended itself; submit another amendment to the motion",
            ),
            Self::OwnMotion => Told::new(
                "own-motion",
                "who proposed a motion is not its seconder as well; somebody else supports it",
            ),
            Self::SupportsAlready => Told::new(
                "supports-already",
                "this person supports the motion already",
            ),
            Self::DoesNotSupport => Told::new(
                "does-not-support",
                "this person does not support the motion, so there is nothing to withdraw",
            ),
        };
        Refusal::new(self.code(), told)
    }
}
