//! The register at work: lists of members, what may be recorded about a person, and one's own
//! record. Everything here is for somebody who signed in.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use standing_app::asker::Asker;
use standing_app::{App, AppError};

use crate::address;
use crate::headers::keep_private;
use crate::query::FieldError;
use crate::visit::Visit;

pub(crate) mod act;
pub(crate) mod admit;
pub(crate) mod list;
pub(crate) mod record;

/// The addresses of these pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/me", get(own))
        .route("/register", get(list::show))
        .route("/register/members.csv", get(list::csv))
        .route("/register/new", get(admit::show).post(admit::send))
        .route("/people/{id}/record.json", get(record::json))
        .route("/people/{id}/acts/{kind}", get(act::show).post(act::send))
        .layer(axum::middleware::map_response(keep_private))
}

/// One's own record.
async fn own(State(_): State<App>, visit: Visit) -> Response {
    match &visit.visitor {
        Some(visitor) => Redirect::to(&address::person(&visitor.person)).into_response(),
        None => sign_in(),
    }
}

fn sign_in() -> Response {
    Redirect::to("/sign-in").into_response()
}

/// What was typed into a form, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed {
    /// The token that binds the form to its visit.
    pub(crate) token: String,
    pub(crate) values: Vec<(String, String)>,
    pub(crate) errors: Vec<FieldError>,
    /// The clause that refused it.
    pub(crate) clause: Option<String>,
}

impl Typed {
    fn empty(visit: &Visit) -> Self {
        Self {
            token: visit.form_token(),
            ..Self::default()
        }
    }

    /// Shown again with what stands against it; an error that is not about the form is its own page.
    fn again(
        visit: &Visit,
        values: Vec<(String, String)>,
        error: AppError,
    ) -> Result<Self, AppError> {
        let mut typed = Self {
            values,
            ..Self::empty(visit)
        };
        match error {
            AppError::Fields(faults) => {
                typed.errors = faults
                    .into_iter()
                    .map(|fault| FieldError::owned(fault.field, fault.says))
                    .collect();
            }
            AppError::Refused(refusal) => {
                typed.errors.push(FieldError::new("", refusal.detail));
                typed.clause = refusal.clause;
            }
            AppError::Unreadable(says) => typed.errors.push(FieldError::new("", says)),
            other => return Err(other),
        }
        Ok(typed)
    }

    pub(crate) fn value(&self, field: &str) -> &str {
        let found = self.values.iter().find(|(name, _)| name == field);
        found.map_or("", |(_, value)| value)
    }

    pub(crate) fn error_of(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }

    pub(crate) fn has_error(&self, field: &str) -> bool {
        self.error_of(field).is_some()
    }
}

/// Who asks, if they signed in.
async fn asker(app: &App, visit: &Visit) -> Result<Option<Asker>, AppError> {
    Ok(match visit.asker(app).await? {
        Asker::Public => None,
        asker => Some(asker),
    })
}
