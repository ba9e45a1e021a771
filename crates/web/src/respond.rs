//! From a page or a fault to a response.

use std::sync::{Arc, Mutex, PoisonError};

use askama::Template;
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde::de::DeserializeOwned;
use standing_app::error::chain;
use standing_app::ports::StoreError;
use standing_app::{App, AppError};

use crate::frame::{Frame, Section};
use crate::language::{Message, Says, reader};
use crate::pages::message::{self, MessagePage};
use crate::query::FieldError;
use crate::server::Limits;
use crate::upload;

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

    /// Whether reading goes on, and only writing does not.
    pub(crate) fn is_of_writing(&self) -> bool {
        matches!(self, Self::App(AppError::Store(error)) if is_of_writing(error))
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

fn is_of_writing(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::ReadOnly { .. } | StoreError::Full { .. } | StoreError::ClockBehind { .. }
    )
}

pub(crate) fn says_of(error: &AppError) -> Says {
    match error {
        AppError::Store(error) => {
            tracing::error!(error = chain(error), "the record is out of order");
            let key = if let StoreError::ClockBehind { .. } = error {
                "clock-wrong"
            } else if is_of_writing(error) {
                "only-readable"
            } else {
                "store-fails"
            };
            Message::new(key).into()
        }
        AppError::Rulebook(_) => {
            tracing::error!(%error, "the rulebook on the record cannot be read");
            Message::new("rulebook-fails").into()
        }
        AppError::Refused(refusal) => refusal.detail.clone().into(),
        AppError::NotFound { what, .. } => what.clone().into(),
        AppError::Unreadable(says) => says.clone().into(),
        other @ AppError::Fields(_) => other.to_string().into(),
    }
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
    let mut message = MessagePage::of(frame, &fault);
    if let (Fault::App(AppError::Refused(refusal)), Ok(today)) = (&fault, app.today().await) {
        let clause = refusal.clause.clone();
        message.clause = clause.map(|clause| (message.frame.clause_on(today, &clause), clause));
    }
    message.show(fault.status())
}

/// What was sent with a form: filled in where it is read, and shown again where it cannot be taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed(Arc<Mutex<Vec<(String, String)>>>);

impl Typed {
    /// Fields that nobody typed, and those that nobody must see.
    const NOT_SHOWN: [&str; 10] = [
        "again", "answer", "code", "form", "key", "password", "present", "seen", "session", "step",
    ];

    pub(crate) fn keep(&self, mut fields: Vec<(String, String)>) {
        fields
            .retain(|(name, value)| !value.is_empty() && !Self::NOT_SHOWN.contains(&name.as_str()));
        *self.fields() = fields;
    }

    fn fields(&self) -> std::sync::MutexGuard<'_, Vec<(String, String)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nobody loses what they typed because the record was out of order for a minute.
    fn shown_again(&self, response: Response) -> Response {
        let typed = std::mem::take(&mut *self.fields());
        let Some(message) = response.extensions().get::<MessagePage>() else {
            return response;
        };
        if typed.is_empty() {
            return response;
        }
        let typed = typed.into_iter();
        let message = MessagePage {
            typed: typed
                .map(|(name, value)| (name.replace('_', " "), value))
                .collect(),
            ..message.clone()
        };
        let mut response = message.show(response.status());
        let no_store = HeaderValue::from_static("no-store");
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, no_store);
        response
    }
}

/// The answer of a page, unless it takes too long: then what it began is dropped, and undone with it.
pub(crate) async fn in_time(mut request: Request, next: Next) -> Response {
    let typed = Typed::default();
    request.extensions_mut().insert(typed.clone());
    let limits = request.extensions().get::<Limits>();
    let limits = limits.copied().unwrap_or_default();
    let answer = if upload::is_upload(request.headers()) {
        limits.upload + limits.answer
    } else {
        limits.answer
    };
    let answered = tokio::time::timeout(answer, next.run(request)).await;
    let response = answered.unwrap_or_else(|_| {
        message::refused(
            StatusCode::SERVICE_UNAVAILABLE,
            "too-long-title",
            Message::new("too-long"),
        )
    });
    try_later(typed.shown_again(response))
}

/// When whoever asks had better come again, in seconds.
const TRY_AGAIN_SECONDS: u32 = 30;

/// Tells programs when to come again, where the fault is one that passes.
fn try_later(mut response: Response) -> Response {
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        let seconds = HeaderValue::from(TRY_AGAIN_SECONDS);
        let headers = response.headers_mut();
        headers.entry(header::RETRY_AFTER).or_insert(seconds);
    }
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
