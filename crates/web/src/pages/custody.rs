//! `/cases/{reference}/identities`: those whom a case names by a number, for those who handle it and for
//! the custodian.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use standing_app::App;
use standing_app::asker::Asker;
use standing_app::custody::{IDENTITY_CHARS_MAX, IdentitiesPage, SEALED_PARTS, Sealing};

use super::conflict::or_conflict;
use super::signed_in::{signed_in, take};
use crate::address;
use crate::form::Form;
use crate::frame::{Frame, Section};
use crate::headers::keep_private;
use crate::respond::{Fault, Path, page};
use crate::sheet::Sheet;
use crate::visit::Visit;

/// The addresses of these pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/cases/{reference}/identities", get(show).post(add))
        .layer(axum::middleware::map_response(keep_private))
}

#[derive(Debug, Template)]
#[template(path = "cases/identities.html")]
pub(crate) struct IdentitiesHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) custody: IdentitiesPage,
}

impl IdentitiesHtml {
    /// The form of a step about the member concerned.
    fn act(&self, kind: &str) -> String {
        address::act(self.custody.subject, kind)
    }

    fn parts(&self) -> [&'static str; 2] {
        SEALED_PARTS
    }

    fn max(&self) -> String {
        IDENTITY_CHARS_MAX.to_string()
    }
}

async fn show(State(app): State<App>, Path(case): Path<String>, visit: Visit) -> Response {
    let sheet = Sheet::of(&visit);
    signed_in(&app, &visit, async |asker| {
        let drawn = draw(&app, &asker, &case, sheet.clone()).await;
        or_conflict(&app, &asker, (&case, sheet), drawn).await
    })
    .await
}

async fn draw(app: &App, asker: &Asker, case: &str, sheet: Sheet) -> Result<Response, Fault> {
    let html = IdentitiesHtml {
        custody: app.case_identities(asker, case).await?,
        frame: Frame::for_asker(&*app.rules().await?, Section::Cases, asker),
        sheet,
    };
    Ok(page(StatusCode::OK, &html))
}

async fn add(State(app): State<App>, Path(case): Path<String>, form: Form) -> Response {
    let done = async |asker: &Asker| {
        let text = |name| Ok::<_, Fault>(form.fields.whole(name)?.trim().to_owned());
        let sealing = Sealing {
            part: text("part")?,
            name: text("name")?,
            reach: text("reach")?,
            member: text("member")?,
        };
        app.seal_identity(asker, &case, &sealing).await?;
        Ok(Redirect::to(&address::identities(&case)).into_response())
    };
    let again = async |asker: &Asker, sheet| draw(&app, asker, &case, sheet).await;
    take(&app, &form, done, again).await
}
