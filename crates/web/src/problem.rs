//! Why something was not answered or done, as RFC 9457 has it: one shape for every status.

use axum::http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use standing_app::AppError;
use standing_app::acts::CHANGED_SINCE;
use standing_app::ports::StoreError;
use standing_base::Refusal;
use utoipa::ToSchema;

use crate::language::Says;
use crate::query::FieldError;
use crate::respond::{Fault, says_of};

pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

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
        let mut problem = Self::new(status, refusal.code, refusal.detail.english);
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
                let mut problem = Self::not_there(what.english);
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
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "unreadable", says.english)
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

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Field(error) => Self::malformed(&error.field, error.says.english()),
            Fault::App(error) => error.into(),
            Fault::NotThere(says) => Self::not_there(Says::from(says).english()),
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
        response
    }
}
