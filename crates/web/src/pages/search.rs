//! `/search`: persons by parts of their names or by number, as far as the reader may know of them.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use standing_app::search::SearchResult;
use standing_app::{App, AppError};

use crate::address;
use crate::frame::{Frame, Section};
use crate::language::Says;
use crate::query::Fields;
use crate::respond::{Fault, or_message, page};
use crate::visit::Visit;

/// So many persons are shown.
const SHOWN_MAX: u32 = 50;

#[derive(Debug, Template)]
#[template(path = "search.html")]
pub(crate) struct SearchHtml {
    pub(crate) frame: Frame,
    pub(crate) sought: String,
    pub(crate) result: Option<SearchResult>,
    pub(crate) error: Option<Says>,
}

impl SearchHtml {
    fn sought(&self) -> &str {
        &self.sought
    }
}

pub(crate) async fn show(State(app): State<App>, visit: Visit, uri: Uri) -> Response {
    let shown = load(&app, &visit, &uri).await;
    visit
        .keep(or_message(&app, Section::Search, shown).await)
        .await
}

async fn load(app: &App, visit: &Visit, uri: &Uri) -> Result<Response, Fault> {
    let fields = Fields::of(uri)?;
    let asker = visit.asker(app).await?;
    let sought = fields.raw("q");
    let (mut status, mut error) = (StatusCode::OK, None);
    let result = match fields.text("q") {
        Ok(None) => None,
        Ok(Some(text)) => match app.search(&asker, text, SHOWN_MAX).await {
            Ok(result) => Some(result),
            Err(AppError::Unreadable(says)) => {
                (status, error) = (StatusCode::BAD_REQUEST, Some(says.into()));
                None
            }
            Err(other) => return Err(other.into()),
        },
        Err(wrong) => {
            (status, error) = (StatusCode::BAD_REQUEST, Some(wrong.says));
            None
        }
    };
    let html = SearchHtml {
        frame: Frame::for_asker(&*app.rules().await?, Section::Search, &asker),
        sought,
        result,
        error,
    };
    Ok(page(status, &html))
}
