//! Signing in and out, and how somebody signs in: the only pages to which anything can be sent.

use axum::Router;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use standing_app::account::{AccountError, Entry, Token, Visitor};
use standing_app::{App, AppError};
use tokio::sync::Semaphore;

use crate::form::Form;
use crate::frame::{Frame, Section};
use crate::headers::keep_private;
use crate::language::{Message, Says};
use crate::pages::message;
use crate::query::FieldError;
use crate::respond::{self, Fault};
use crate::sheet::Sheet;
use crate::visit::Visit;

pub(crate) mod email;
pub(crate) mod identities;
pub(crate) mod link;
pub(crate) mod overview;
pub(crate) mod passkeys;
pub(crate) mod password;
pub(crate) mod provider;
pub(crate) mod recovery;
pub(crate) mod sessions;
pub(crate) mod sign_in;
pub(crate) mod start;
pub(crate) mod tokens;
pub(crate) mod totp;

/// The addresses of these pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::send))
        .route("/sign-in/code", get(sign_in::no_step).post(sign_in::code))
        .route("/sign-in/link", post(link::ask))
        .route("/sign-in/link/{token}", get(link::show).post(link::follow))
        .route("/sign-in/passkey", post(passkeys::sign_in))
        .route("/sign-in/passkey/options", post(passkeys::ask_sign_in))
        .route("/sign-in/provider", post(provider::leave))
        .route("/sign-in/provider/back", get(provider::back))
        .route("/sign-out", post(sessions::sign_out))
        .route("/start/{token}", get(start::show).post(start::send))
        .route("/account", get(overview::show))
        .route("/account/email", get(email::show).post(email::send))
        .route(
            "/account/email/confirm/{token}",
            get(email::show_confirm).post(email::confirm),
        )
        .route(
            "/account/email/undo/{token}",
            get(email::show_undo).post(email::undo),
        )
        .route(
            "/account/identities",
            get(identities::show).post(identities::add),
        )
        .route("/account/identities/remove", post(identities::remove))
        .route(
            "/account/password",
            get(password::show).post(password::send),
        )
        .route("/account/totp", get(totp::show).post(totp::begin))
        .route("/account/totp/confirm", post(totp::confirm))
        .route("/account/totp/remove", post(totp::remove))
        .route("/account/passkeys", get(passkeys::show).post(passkeys::add))
        .route("/account/passkeys/options", post(passkeys::ask_add))
        .route("/account/passkeys/remove", post(passkeys::remove))
        .route(
            "/account/recovery-codes",
            get(recovery::show).post(recovery::renew),
        )
        .route("/account/sessions", get(sessions::show))
        .route("/account/sessions/end", post(sessions::end))
        .route("/account/sessions/end-others", post(sessions::end_others))
        .route("/account/tokens", get(tokens::show).post(tokens::make))
        .route("/account/tokens/revoke", post(tokens::revoke))
        .layer(axum::middleware::map_response(keep_private))
}

/// Hashing takes 19 MiB and a processor: so many passwords are worked on at once, others wait.
const HASHES_AT_ONCE: usize = 2;
static HASHING: Semaphore = Semaphore::const_new(HASHES_AT_ONCE);

/// Does slow work where it holds up nobody else's page.
async fn slow<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AccountError> {
    let failed = || AppError::unreadable(Message::new("server-stops").told());
    let _turn = HASHING.acquire().await.map_err(|_| failed())?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| failed().into())
}

/// The frame of these pages.
async fn frame(app: &App, visit: &Visit) -> Result<Frame, AccountError> {
    let mut frame = Frame::of(&*app.rules().await?, Section::Account);
    frame.visitor = visit.visitor.as_ref().map(name_of);
    Ok(frame)
}

fn name_of(visitor: &Visitor) -> String {
    visitor
        .name
        .clone()
        .unwrap_or_else(|| visitor.email.clone())
}

/// Who is signed in, or the reason to sign in first.
fn signed_in(visit: &Visit) -> Result<&Visitor, AccountError> {
    visit.visitor.as_ref().ok_or(AccountError::NotSignedIn)
}

/// The page, or what stands in its way.
fn or_fault(visit: &Visit, shown: Result<Response, AccountError>) -> Response {
    match shown {
        Ok(response) => visit.welcome(response),
        Err(error) => fault(error),
    }
}

/// An error with a page to itself.
fn fault(error: AccountError) -> Response {
    let title = match &error {
        AccountError::NotSignedIn => return Redirect::to("/sign-in").into_response(),
        AccountError::App(_) => {
            let AccountError::App(error) = error else {
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            };
            return message::unreadable(Fault::App(error));
        }
        AccountError::LinkUnknown | AccountError::LinkUsed | AccountError::LinkExpired => {
            "link-fails"
        }
        AccountError::SignInAgain => "sign-in-again",
        AccountError::StepUnknown => "begin-again",
        AccountError::IdentityUnknown(_) => "identity-unknown-title",
        AccountError::TooSoon { .. } => "wait",
        _ => "not-done",
    };
    let (status, says) = (status_of(&error), Says::of_account(&error));
    let page = match status {
        StatusCode::FORBIDDEN | StatusCode::GONE => {
            message::refused_until_signed_in(status, title, says)
        }
        _ => message::refused(status, title, says),
    };
    with_wait(&error, page)
}

fn status_of(error: &AccountError) -> StatusCode {
    match error {
        AccountError::TooSoon { .. } => StatusCode::TOO_MANY_REQUESTS,
        AccountError::LinkUnknown | AccountError::NoPost | AccountError::NoProvider => {
            StatusCode::NOT_FOUND
        }
        AccountError::LinkUsed | AccountError::LinkExpired | AccountError::StepUnknown => {
            StatusCode::GONE
        }
        AccountError::SignInAgain
        | AccountError::NotSignedIn
        | AccountError::ProviderRefused(_)
        | AccountError::IdentityUnknown(_) => StatusCode::FORBIDDEN,
        AccountError::ProviderDown(_) => StatusCode::SERVICE_UNAVAILABLE,
        AccountError::ProviderUntrue(_) => StatusCode::BAD_GATEWAY,
        AccountError::IdentityTaken(_) => StatusCode::CONFLICT,
        AccountError::App(error) => respond::status_of(error),
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

fn with_wait(error: &AccountError, mut response: Response) -> Response {
    if let AccountError::TooSoon { seconds } = error {
        let seconds = HeaderValue::from(*seconds);
        response.headers_mut().insert(RETRY_AFTER, seconds);
    }
    response
}

/// Fields that no reader sees, so that no error can stand beside them.
const HIDDEN: [&str; 5] = ["answer", "key", "session", "step", "token"];

/// Whether a form is shown again with this error beside its field, or above all.
fn beside(error: &AccountError) -> Option<FieldError> {
    match error {
        AccountError::Field { field, says } => {
            let shown = if HIDDEN.contains(field) { "" } else { field };
            Some(FieldError::new(shown, says.clone()))
        }
        AccountError::WrongCode | AccountError::CodeUsed => {
            Some(FieldError::new("code", Says::of_account(error)))
        }
        AccountError::WrongPassword
        | AccountError::WrongPasskey
        | AccountError::TooSoon { .. }
        | AccountError::ProviderDown(_)
        | AccountError::NoPasskeys(_) => Some(FieldError::new("", Says::of_account(error))),
        AccountError::App(error @ AppError::Store(_)) => {
            Some(FieldError::new("", respond::says_of(error)))
        }
        AccountError::App(AppError::NotFound { .. }) => {
            Some(FieldError::new("who", Says::of_account(error)))
        }
        _ => None,
    }
}

/// A form that was sent: done, or shown again with what is wrong and all that was typed. `again`
/// draws the page; it gets the sheet with the errors.
async fn done_or_again<F>(
    form: &Form,
    typed: &[&'static str],
    done: Result<Response, AccountError>,
    again: F,
) -> Response
where
    F: AsyncFnOnce(Sheet) -> Result<Response, AccountError>,
{
    let error = match done {
        Ok(response) => return response,
        Err(error) => error,
    };
    let Some(beside) = beside(&error) else {
        return fault(error);
    };
    let mut sheet = Sheet::of(&form.visit);
    sheet.keep(&form.fields, typed);
    sheet.errors.push(beside);
    match again(sheet).await {
        Ok(mut page) => {
            *page.status_mut() = status_of(&error);
            with_wait(&error, form.visit.welcome(page))
        }
        Err(error) => fault(error),
    }
}

/// Where a first step leads: into the account, or to the form that asks for a code.
async fn entered(app: &App, visit: &Visit, entry: Entry) -> Result<Response, AccountError> {
    match entry {
        Entry::SignedIn(token) => admitted(app, visit, &token, TODAY).await,
        Entry::SecondStep(step) => {
            let sheet = Sheet::of(visit).with("step", step.text());
            sign_in::code_page(app, visit, sheet).await
        }
    }
}

/// Where somebody lands who signed in.
const TODAY: &str = "/today";

/// Hands out the cookie, and leads on. Whatever session the browser had before is over.
async fn admitted(
    app: &App,
    visit: &Visit,
    token: &Token,
    to: &str,
) -> Result<Response, AccountError> {
    if let Some(before) = &visit.visitor {
        app.end_session(before, &before.session).await?;
    }
    let response = Redirect::to(to).into_response();
    Ok(visit.sign_in(response, token))
}

/// A field of a form, empty when it is not there.
fn text<'a>(form: &'a Form, field: &'static str) -> Result<&'a str, AccountError> {
    let value = form.fields.text(field);
    value
        .map(Option::unwrap_or_default)
        .map_err(|error| AccountError::Field {
            field,
            says: error.says.told(),
        })
}
