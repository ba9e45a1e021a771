//! `/account/totp`: an authenticator app as the second step.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use qrcode::QrCode;
use standing_app::App;
use standing_app::account::AccountError;
use standing_app::account::methods::TotpEnrolment;

use super::{done_or_again, frame, or_fault, signed_in, text};
use crate::form::Form;
use crate::frame::Frame;
use crate::language::Piece;
use crate::respond::page;
use crate::sheet::Sheet;
use crate::visit::Visit;

/// Light modules around the picture: readers need four.
const QUIET_MODULES: usize = 4;

#[derive(Debug, Template)]
#[template(path = "account/totp.html")]
pub(crate) struct TotpHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) has_totp: bool,
    pub(crate) enrolment: Option<TotpEnrolment>,
}

impl TotpHtml {
    /// The path of the picture's dark modules, and the length of its side.
    fn picture(&self, address: &str) -> Option<(String, usize)> {
        use std::fmt::Write;

        let code = QrCode::new(address).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (place, color) in code.to_colors().into_iter().enumerate() {
            if color == qrcode::Color::Dark {
                let (x, y) = (place % width, place / width);
                // Writing to a String cannot fail.
                let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET_MODULES, y + QUIET_MODULES);
            }
        }
        Some((path, width + 2 * QUIET_MODULES))
    }

    /// In groups, for typing.
    fn secret(&self, secret: &str) -> Piece {
        let letters: Vec<char> = secret.chars().collect();
        let groups = letters.chunks(4).map(|group| group.iter().collect());
        let grouped = groups.collect::<Vec<String>>().join(" ");
        Piece::tagged("<code class=\"secret\">", &grouped, "</code>")
    }
}

async fn totp_page(
    app: &App,
    visit: &Visit,
    sheet: Sheet,
    enrolment: Option<TotpEnrolment>,
) -> Result<Response, AccountError> {
    let html = TotpHtml {
        frame: frame(app, visit).await?,
        sheet,
        has_totp: app.methods(signed_in(visit)?).await?.has_totp,
        enrolment,
    };
    Ok(page(StatusCode::OK, &html))
}

pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Response {
    let shown = totp_page(&app, &visit, Sheet::of(&visit), None).await;
    or_fault(&visit, shown)
}

pub(crate) async fn begin(State(app): State<App>, form: Form) -> Response {
    let visit = &form.visit;
    let shown = async {
        let enrolment = app.begin_totp(signed_in(visit)?).await?;
        totp_page(&app, visit, Sheet::of(visit), Some(enrolment)).await
    };
    or_fault(visit, shown.await)
}

pub(crate) async fn confirm(State(app): State<App>, form: Form) -> Response {
    let visit = &form.visit;
    let done = async {
        let (step, code) = (text(&form, "step")?, text(&form, "code")?);
        app.finish_totp(signed_in(visit)?, step, code).await?;
        Ok(Redirect::to("/account/totp").into_response())
    };
    let done = done.await;
    done_or_again(&form, &[], done, async |sheet| {
        let step = text(&form, "step")?;
        let enrolment = app.totp_enrolment(signed_in(visit)?, step).await?;
        totp_page(&app, visit, sheet, Some(enrolment)).await
    })
    .await
}

pub(crate) async fn remove(State(app): State<App>, form: Form) -> Response {
    let done = async {
        app.remove_totp(signed_in(&form.visit)?).await?;
        Ok(Redirect::to("/account/totp").into_response())
    };
    or_fault(&form.visit, done.await)
}
