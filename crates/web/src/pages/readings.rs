//! `/readings`: who read what is sealed, for the custodian.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use axum::routing::get;
use standing_app::App;
use standing_app::readings::{READINGS_LISTED, ReadingLine};

use super::signed_in::signed_in;
use crate::address;
use crate::frame::{Frame, Section};
use crate::headers::keep_private;
use crate::language::Message;
use crate::query::{FieldError, Fields};
use crate::respond::page;
use crate::visit::Visit;

/// The addresses of this page.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/readings", get(list))
        .layer(axum::middleware::map_response(keep_private))
}

#[derive(Debug, Template)]
#[template(path = "readings.html")]
pub(crate) struct ReadingsHtml {
    pub(crate) frame: Frame,
    pub(crate) readings: Vec<ReadingLine>,
}

impl ReadingsHtml {
    fn what(&self, reading: &ReadingLine) -> Message {
        let frame = &self.frame;
        match (reading.what.as_str(), &reading.case) {
            ("file", Some(case)) => frame.say("sealed-file-of-case").with("case", case.as_str()),
            ("file", None) => frame.say("sealed-file"),
            ("intake", _) => frame.say("sealed-intake"),
            (_, Some(case)) => frame.say("sealed-of-case").with("case", case.as_str()),
            (_, None) => frame.say("sealed-other"),
        }
    }

    /// What names it for those who may look it up.
    fn item(&self, reading: &ReadingLine) -> String {
        reading.item.unwrap_or(reading.owner).to_string()
    }

    /// Where the older ones are.
    fn next(&self) -> Option<String> {
        let last = self.readings.last()?;
        let full = usize::try_from(READINGS_LISTED).unwrap_or(usize::MAX);
        let fields = [("before", last.id.to_string())];
        (self.readings.len() >= full).then(|| address::query("/readings", &fields))
    }
}

async fn list(State(app): State<App>, visit: Visit, uri: Uri) -> Response {
    signed_in(&app, &visit, async |asker| {
        let before = match Fields::of(&uri)?.text("before")? {
            None => None,
            Some(text) => {
                let wrong = |_| FieldError::new("before", Message::new("sealed-no-such"));
                Some(text.parse().map_err(wrong)?)
            }
        };
        let html = ReadingsHtml {
            readings: app.readings(&asker, before, READINGS_LISTED).await?,
            frame: Frame::for_asker(&*app.rules().await?, Section::Today, &asker),
        };
        Ok(page(StatusCode::OK, &html))
    })
    .await
}
