//! Which problems an operation may answer with, for the description.

use std::collections::BTreeMap;

use utoipa::IntoResponses;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response as Described, ResponseBuilder};

use crate::problem::MEDIA_TYPE;

/// A status with when it is answered.
type Case = (u16, &'static str);

const ALWAYS: [Case; 2] = [
    (401, "The token is unknown, revoked or expired"),
    (503, "The record is out of reach; try again later"),
];
const MALFORMED: Case = (400, "It does not fit this description");
const NOT_THERE: Case = (404, "There is none, or none that the asker may know of");
const NOT_SO: Case = (422, "It fits, and cannot be answered or done");
const NOT_IN_SCOPE: Case = (403, "The token's scope is too small");
const BODY: [Case; 2] = [
    (413, "The body is too large"),
    (415, "The body is not JSON in UTF-8"),
];
const CHANGED: Case = (
    409,
    "Somebody else has added to this record since it was looked at",
);

fn described(cases: &[Case]) -> BTreeMap<String, RefOr<Described>> {
    let content = || {
        ContentBuilder::new()
            .schema(Some(Ref::from_schema_name("Problem")))
            .build()
    };
    let response = |says: &str| {
        ResponseBuilder::new()
            .description(says)
            .content(MEDIA_TYPE, content())
            .build()
    };
    cases
        .iter()
        .chain(&ALWAYS)
        .map(|(status, says)| (status.to_string(), response(says).into()))
        .collect()
}

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident: $cases:expr;)+) => {
        $($(#[$doc])*
        #[derive(Debug)]
        pub(crate) struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Described>> {
                described(&$cases)
            }
        })+
    };
}

problems! {
    /// Of what is asked without parameters.
    Plain: [MALFORMED];
    /// Of one thing, or a list that not everybody may see.
    Looking: [MALFORMED, NOT_THERE];
    /// Of a question.
    Asking: [MALFORMED, NOT_THERE, NOT_SO];
    /// Of a question with a body.
    Sending: [MALFORMED, NOT_THERE, NOT_SO, BODY[0], BODY[1]];
    /// Of what is recorded.
    Acting: [MALFORMED, NOT_THERE, NOT_SO, NOT_IN_SCOPE, BODY[0], BODY[1], CHANGED];
    /// Of what is done without a body.
    Doing: [MALFORMED, NOT_THERE, NOT_SO, NOT_IN_SCOPE, CHANGED];
    /// Of what is taken away.
    Removing: [MALFORMED, NOT_THERE, NOT_IN_SCOPE];
}
