//! Pages for whoever signed in.

use axum::response::{IntoResponse, Redirect, Response};
use standing_app::asker::Asker;
use standing_app::{App, AppError};

use crate::form::Form;
use crate::frame::Section;
use crate::respond::{Fault, or_message, status_of};
use crate::sheet::Sheet;
use crate::visit::Visit;

/// A page for whoever signed in; everybody else is led to the sign-in.
pub(crate) async fn signed_in(
    app: &App,
    visit: &Visit,
    draw: impl AsyncFnOnce(Asker) -> Result<Response, Fault>,
) -> Response {
    let shown = match asker(app, visit).await {
        Ok(Some(asker)) => draw(asker).await,
        Ok(None) => return sign_in(),
        Err(error) => Err(error.into()),
    };
    or_message(app, Section::Register, shown).await
}

/// What somebody who signed in sent with a form: what is done with it, or the form again with what
/// was typed and what stands against it.
pub(crate) async fn take(
    app: &App,
    form: &Form,
    done: impl AsyncFnOnce(&Asker) -> Result<Response, Fault>,
    again: impl AsyncFnOnce(&Asker, Sheet) -> Result<Response, Fault>,
) -> Response {
    signed_in(app, &form.visit, async |asker| match done(&asker).await {
        Err(Fault::App(error)) => {
            let status = status_of(&error);
            let sheet = Sheet::again(&form.visit, form.fields.filled()?, error)?;
            let mut page = again(&asker, sheet).await?;
            *page.status_mut() = status;
            Ok(page)
        }
        other => other,
    })
    .await
}

pub(crate) fn sign_in() -> Response {
    Redirect::to("/sign-in").into_response()
}

/// Who asks, if they signed in.
async fn asker(app: &App, visit: &Visit) -> Result<Option<Asker>, AppError> {
    Ok(match visit.asker(app).await? {
        Asker::Public => None,
        asker => Some(asker),
    })
}
