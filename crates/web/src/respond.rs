//! From a page or a fault to a response.

use askama::Template;
use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use standing_app::{App, AppError};

use crate::frame::{Frame, Section};
use crate::language::{Message, Says, reader};
use crate::pages::message::MessagePage;
use crate::query::FieldError;

/// Why a page cannot be shown.
#[derive(Debug)]
pub(crate) enum Fault {
    Field(FieldError),
    App(AppError),
    /// What there is not.
    NotThere(Message),
}

impl From<FieldError> for Fault {
    fn from(error: FieldError) -> Self {
        Self::Field(error)
    }
}

impl From<AppError> for Fault {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl Fault {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Field(_) => StatusCode::BAD_REQUEST,
            Self::NotThere(_) => StatusCode::NOT_FOUND,
            Self::App(error) => status_of(error),
        }
    }

    /// What may be told of it. The inside of a failing store is for the log, not for the reader.
    pub(crate) fn says(&self) -> Says {
        match self {
            Self::Field(error) => error.says.clone(),
            Self::NotThere(says) => says.clone().into(),
            Self::App(error) => says_of(error),
        }
    }
}

pub(crate) fn status_of(error: &AppError) -> StatusCode {
    match error {
        AppError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        AppError::NotFound { .. } => StatusCode::NOT_FOUND,
        AppError::Unreadable(_) | AppError::Fields(_) => StatusCode::BAD_REQUEST,
        AppError::Rulebook(_) => StatusCode::INTERNAL_SERVER_ERROR,
        AppError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

pub(crate) fn says_of(error: &AppError) -> Says {
    match error {
        AppError::Store(error) => {
            tracing::error!(error = chain(error), "the record cannot be read");
            Message::new("store-fails").into()
        }
        AppError::Rulebook(_) => {
            tracing::error!(%error, "the rulebook on the record cannot be read");
            Message::new("rulebook-fails").into()
        }
        other => other.to_string().into(),
    }
}

/// An error with its sources, each once.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

/// A page, rendered.
pub(crate) fn page(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page cannot be rendered");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                Message::new("page-fails").within(reader::language()).text(),
            )
                .into_response()
        }
    }
}

/// The page, or a page that says in plain words why not.
pub(crate) async fn or_message(
    app: &App,
    section: Section,
    shown: Result<Response, Fault>,
) -> Response {
    let fault = match shown {
        Ok(response) => return response,
        Err(fault) => fault,
    };
    let frame = match &fault {
        Fault::App(AppError::Store(_)) => None,
        _ => app
            .rules()
            .await
            .ok()
            .map(|rules| Frame::of(&rules, section)),
    };
    let frame = frame.unwrap_or_else(|| Frame::bare(section));
    page(fault.status(), &MessagePage::of(frame, &fault))
}

/// Problem details (RFC 9457) for those who asked for JSON.
pub(crate) fn problem(fault: &Fault) -> Response {
    let status = fault.status();
    let mut details = json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or("problem"),
        "status": status.as_u16(),
        "detail": fault.says().english(),
    });
    let mut add = |name: &str, value: Value| {
        if let Some(details) = details.as_object_mut() {
            details.insert(name.to_owned(), value);
        }
    };
    match fault {
        Fault::Field(error) if !error.field.is_empty() => add("field", error.field.as_ref().into()),
        Fault::App(AppError::NotFound { near, .. }) if !near.is_empty() => {
            add("near", near.clone().into());
        }
        Fault::App(AppError::Refused(refusal)) => {
            add("code", refusal.code.into());
            if let Some(clause) = &refusal.clause {
                add("clause", clause.clone().into());
            }
        }
        _ => {}
    }
    let mut response = (status, Json(details)).into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    response
}

/// The variable parts of a path. Axum's own extractor answers in its own words; this one answers
/// with a page.
#[derive(Debug)]
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(crate::pages::message::no_page()),
        }
    }
}
