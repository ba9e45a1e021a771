//! `/account/recovery-codes`: shown once, when they are made.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use standing_app::App;
use standing_app::account::AccountError;

use super::{frame, or_fault, signed_in};
use crate::form::Form;
use crate::frame::Frame;
use crate::respond::page;
use crate::sheet::Sheet;
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "account/recovery_codes.html")]
pub(crate) struct RecoveryCodesHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) left: usize,
    /// New ones; empty when the page is only looked at.
    pub(crate) codes: Vec<String>,
}

async fn recovery_page(
    app: &App,
    visit: &Visit,
    codes: Vec<String>,
) -> Result<Response, AccountError> {
    let html = RecoveryCodesHtml {
        frame: frame(app, visit).await?,
        sheet: Sheet::of(visit),
        left: app.methods(signed_in(visit)?).await?.recovery_codes_left,
        codes,
    };
    Ok(page(StatusCode::OK, &html))
}

pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Response {
    let shown = recovery_page(&app, &visit, Vec::new()).await;
    or_fault(&visit, shown)
}

pub(crate) async fn renew(State(app): State<App>, form: Form) -> Response {
    let visit = &form.visit;
    let shown = async {
        let codes = app.new_recovery_codes(signed_in(visit)?).await?;
        recovery_page(&app, visit, codes).await
    };
    or_fault(visit, shown.await)
}
