//! Why something was not answered or done, as RFC 9457 has it: one shape for every status.

use std::collections::BTreeMap;

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use standing_app::AppError;
use standing_app::acts::CHANGED_SINCE;
use standing_app::ports::StoreError;
use standing_base::Refusal;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response as Described, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

use crate::query::FieldError;
use crate::respond::says_of;

const MEDIA_TYPE: &str = "application/problem+json";
/// After so many seconds a record that was out of reach may be asked again.
const RETRY_SECONDS: u64 = 30;

/// Problem details (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// `urn:standing:problem:` and the code.
    #[serde(rename = "type")]
    kind: String,
    title: String,
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// One sentence: what is wrong, where, and what to do.
    detail: String,
    /// By which programs tell problems apart.
    code: String,
    /// The clause that refuses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    clause: Option<String>,
    /// The numbers of the facts because of which it is refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facts: Vec<u64>,
    /// Each field that is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
    /// What may have been meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    near: Vec<String>,
    /// Where the JSON that was sent stops making sense.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip)]
    #[schema(ignore)]
    challenge: Option<&'static str>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    pub(crate) field: String,
    pub(crate) detail: String,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("urn:standing:problem:{code}"),
            title: status.canonical_reason().unwrap_or("Problem").to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            code: code.to_owned(),
            clause: None,
            facts: Vec::new(),
            errors: Vec::new(),
            near: Vec::new(),
            line: None,
            column: None,
            challenge: None,
        }
    }

    /// Does not fit what the API's description says of it.
    pub(crate) fn malformed(field: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let mut problem = Self::new(StatusCode::BAD_REQUEST, "malformed", detail.clone());
        problem.errors.push(FieldProblem {
            field: field.to_owned(),
            detail,
        });
        problem
    }

    pub(crate) fn not_there(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    /// Whoever asks must show a token, or another.
    pub(crate) fn unauthorized(detail: &str, challenge: &'static str) -> Self {
        let mut problem = Self::new(StatusCode::UNAUTHORIZED, "no_valid_token", detail);
        problem.challenge = Some(challenge);
        problem
    }

    pub(crate) fn at(mut self, line: usize, column: usize) -> Self {
        self.line = Some(line);
        self.column = Some(column);
        self
    }

    /// Each field that is wrong, of a request that fits the description.
    pub(crate) fn fields(errors: Vec<FieldProblem>) -> Self {
        let told: Vec<String> = errors
            .iter()
            .map(|error| format!("`{}`: {}", error.field, error.detail))
            .collect();
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let mut problem = Self::new(status, "wrong_fields", told.join("; "));
        problem.errors = errors;
        problem
    }

    fn refused(refusal: Refusal) -> Self {
        let status = match refusal.code {
            CHANGED_SINCE => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let mut problem = Self::new(status, refusal.code, refusal.detail);
        problem.clause = refusal.clause;
        problem.facts = refusal.facts;
        problem
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Refused(refusal) | AppError::Store(StoreError::Refused(refusal)) => {
                Self::refused(refusal)
            }
            AppError::NotFound { what, near } => {
                let mut problem = Self::not_there(what);
                problem.near = near;
                problem
            }
            AppError::Fields(faults) => {
                let faults = faults.into_iter();
                Self::fields(
                    faults
                        .map(|fault| FieldProblem {
                            field: fault.field,
                            detail: fault.says.english,
                        })
                        .collect(),
                )
            }
            AppError::Unreadable(says) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "unreadable", says)
            }
            AppError::Store(error @ StoreError::Conflict(_)) => {
                Self::new(StatusCode::CONFLICT, "conflict", error.to_string())
            }
            error @ AppError::Rulebook(_) => {
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                Self::new(status, "rulebook", says_of(&error).english())
            }
            error @ AppError::Store(_) => {
                let status = StatusCode::SERVICE_UNAVAILABLE;
                Self::new(status, "unavailable", says_of(&error).english())
            }
        }
    }
}

impl From<FieldError> for FieldProblem {
    fn from(error: FieldError) -> Self {
        Self {
            field: error.field.into_owned(),
            detail: error.says.english(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status);
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(&self)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if let Some(challenge) = self.challenge {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(RETRY_AFTER, HeaderValue::from(RETRY_SECONDS));
        }
        response
    }
}

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
