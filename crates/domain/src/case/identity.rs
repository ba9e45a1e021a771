//! Who complained or gave evidence and is named by a number: who they are is known to the custodian
//! alone, and to whom the custodian releases it.

use standing_base::Id;

use super::{OutOfTurn, Step};
use crate::fact::{Fact, NewFact};

/// Somebody whose identity is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// By which the case names them, with their part: witness 1.
    pub number: u64,
    pub part: String,
    pub requests: Vec<Request>,
}

/// Somebody asked who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The fact that records it.
    pub fact: u64,
    pub by: Option<Id>,
    /// Whether it was granted, and the fact that says so; nothing while it is open.
    pub ruled: Option<(bool, u64)>,
}

/// The field that counts the identities of a case.
const NUMBER: &str = "number";
/// The field that names a request.
const REQUEST: &str = "request";

/// Whether a step about an identity names one that is there, or a request that is open.
pub(super) fn check(known: &[Identity], fact: &NewFact, step: Step) -> Result<(), OutOfTurn> {
    let number = fact.number(NUMBER);
    let (so, wrong) = match step {
        Step::IdentitySealed => {
            let next = u64::try_from(known.len())
                .ok()
                .and_then(|count| count.checked_add(1));
            (number == next, OutOfTurn::IdentityTwice)
        }
        Step::IdentityAsked => match known.iter().find(|one| Some(one.number) == number) {
            None => (false, OutOfTurn::NoSuchIdentity),
            Some(one) => {
                let mut requests = one.requests.iter();
                let is_asked = requests.any(|one| one.ruled.is_none() && one.by == fact.actor);
                (!is_asked, OutOfTurn::AskedAlready)
            }
        },
        _ => {
            let mut requests = known.iter().flat_map(|one| &one.requests);
            let open =
                requests.any(|one| Some(one.fact) == fact.number(REQUEST) && one.ruled.is_none());
            (open, OutOfTurn::NoSuchRequest)
        }
    };
    if so { Ok(()) } else { Err(wrong) }
}

/// What a step about an identity changes.
pub(super) fn note(known: &mut Vec<Identity>, fact: &Fact, step: Step) {
    let what = &fact.what;
    let number = what.number(NUMBER);
    match step {
        Step::IdentitySealed => known.push(Identity {
            number: number.unwrap_or_default(),
            part: what.text("part").unwrap_or_default().to_owned(),
            requests: Vec::new(),
        }),
        Step::IdentityAsked => {
            let request = Request {
                fact: fact.number,
                by: what.actor,
                ruled: None,
            };
            let found = known.iter_mut().find(|one| Some(one.number) == number);
            if let Some(one) = found {
                one.requests.push(request);
            }
        }
        _ => {
            let request = what.number(REQUEST);
            let mut requests = known.iter_mut().flat_map(|one| &mut one.requests);
            if let Some(found) = requests.find(|one| Some(one.fact) == request) {
                found.ruled = Some((step == Step::IdentityReleased, fact.number));
            }
        }
    }
}

impl Identity {
    /// Whether it was released to somebody.
    pub fn is_released_to(&self, person: Id) -> bool {
        let mut requests = self.requests.iter();
        requests.any(|one| one.by == Some(person) && matches!(one.ruled, Some((true, _))))
    }
}
