//! `/account/email`: another e-mail address. The links in the two letters open pages with a button
//! each; only the button does anything, because scanners of mail servers open every link.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use standing_app::App;
use standing_app::account::AccountError;
use standing_app::account::email_change::TakenBack;

use super::{done_or_again, frame, or_fault, signed_in, text};
use crate::form::Form;
use crate::frame::Frame;
use crate::language::Message;
use crate::respond::{Path, page};
use crate::sheet::Sheet;
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "account/email.html")]
pub(crate) struct EmailHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) email: String,
    pub(crate) is_stale: bool,
}

/// What a link or a button came to, with the next button where there is one.
#[derive(Debug, Template)]
#[template(path = "account/email_step.html")]
pub(crate) struct EmailStepHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    /// The name of a message.
    pub(crate) title: &'static str,
    pub(crate) says: Message,
    /// Where the button sends, and what stands on it.
    pub(crate) action: Option<(String, &'static str)>,
}

impl EmailStepHtml {
    fn lead(&self) -> Message {
        self.says.clone().within(self.frame.language)
    }
}

async fn step_page(
    app: &App,
    visit: &Visit,
    title: &'static str,
    says: Message,
    action: Option<(String, &'static str)>,
) -> Result<Response, AccountError> {
    let html = EmailStepHtml {
        frame: frame(app, visit).await?,
        sheet: Sheet::of(visit),
        title,
        says,
        action,
    };
    Ok(page(StatusCode::OK, &html))
}

pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Response {
    let shown = email_page(&app, &visit, Sheet::of(&visit)).await;
    or_fault(&visit, shown)
}

async fn email_page(app: &App, visit: &Visit, sheet: Sheet) -> Result<Response, AccountError> {
    let me = signed_in(visit)?;
    if !app.has_post() {
        return Err(AccountError::NoPost);
    }
    let methods = app.methods(me).await?;
    let html = EmailHtml {
        frame: frame(app, visit).await?,
        sheet,
        email: methods.email,
        is_stale: methods.is_stale,
    };
    Ok(page(StatusCode::OK, &html))
}

pub(crate) async fn send(State(app): State<App>, form: Form) -> Response {
    let visit = &form.visit;
    let done = async {
        let me = signed_in(visit)?;
        app.begin_email_change(me, text(&form, "email")?, visit.source)
            .await?;
        let says = Message::new("email-sent");
        step_page(&app, visit, "email-sent-title", says, None).await
    };
    done_or_again(&form, &["email"], done.await, async |sheet| {
        email_page(&app, visit, sheet).await
    })
    .await
}

pub(crate) async fn show_confirm(
    State(app): State<App>,
    Path(token): Path<String>,
    visit: Visit,
) -> Response {
    let shown = async {
        let to = app.email_change(&token).await?.to;
        let says = Message::new("email-confirm").with("email", to);
        let action = format!("/account/email/confirm/{token}");
        let action = Some((action, "email-use"));
        step_page(&app, &visit, "email-confirm-title", says, action).await
    };
    or_fault(&visit, shown.await)
}

pub(crate) async fn confirm(
    State(app): State<App>,
    Path(token): Path<String>,
    form: Form,
) -> Response {
    let visit = &form.visit;
    let done = async {
        app.confirm_email_change(&token).await?;
        let says = Message::new("email-changed");
        step_page(&app, visit, "email-changed-title", says, None).await
    };
    or_fault(visit, done.await)
}

pub(crate) async fn show_undo(
    State(app): State<App>,
    Path(token): Path<String>,
    visit: Visit,
) -> Response {
    let shown = async {
        app.check_email_undo(&token).await?;
        let says = Message::new("email-undo");
        let action = format!("/account/email/undo/{token}");
        let action = Some((action, "email-undo-do"));
        step_page(&app, &visit, "email-undo-title", says, action).await
    };
    or_fault(&visit, shown.await)
}

pub(crate) async fn undo(
    State(app): State<App>,
    Path(token): Path<String>,
    form: Form,
) -> Response {
    let visit = &form.visit;
    let done = async {
        let says = match app.undo_email_change(&token).await? {
            TakenBack::Restored => Message::new("email-restored"),
            TakenBack::Locked => Message::new("email-locked"),
        };
        step_page(&app, visit, "email-safe", says, None).await
    };
    or_fault(visit, done.await)
}
