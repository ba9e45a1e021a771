//! `/cases`: the cases that somebody may read, and one with what was done and what can follow.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use axum::routing::get;
use standing_app::App;
use standing_app::asker::Asker;
use standing_app::cases::{CasePage, CasesPage, GateAsked, NextStep, StepDone};
use standing_app::retention::CaseKeeping;

use super::signed_in::signed_in;
use crate::address;
use crate::frame::{Frame, Section};
use crate::headers::keep_private;
use crate::language::Message;
use crate::query::Fields;
use crate::respond::{Fault, Path, page};
use crate::visit::Visit;

/// So many cases stand on one page.
const ROWS: u32 = 50;

/// The addresses of these pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/cases", get(list))
        .route("/cases/{reference}", get(show))
        .layer(axum::middleware::map_response(keep_private))
}

#[derive(Debug, Template)]
#[template(path = "cases/list.html")]
pub(crate) struct CasesHtml {
    pub(crate) frame: Frame,
    pub(crate) list: CasesPage,
}

impl CasesHtml {
    fn next(&self) -> Option<String> {
        let next = self.list.next.clone()?;
        Some(address::query("/cases", &[("after", next)]))
    }
}

#[derive(Debug, Template)]
#[template(path = "cases/case.html")]
pub(crate) struct CaseHtml {
    pub(crate) frame: Frame,
    pub(crate) case: CasePage,
}

impl CaseHtml {
    /// What the answer of a gate is called, and its colour.
    fn gate(&self, gate: &GateAsked) -> (&'static str, Message) {
        let (tag, says) = match (gate.is_passed, gate.is_overridden) {
            (true, _) => ("yes", "case-gate-passed"),
            (false, true) => ("undecided", "case-gate-overridden"),
            (false, false) => ("no", "case-gate-not-passed"),
        };
        (tag, self.frame.say(says))
    }

    fn finding(&self, finding: Option<&String>) -> Message {
        self.frame.say(match finding.map(String::as_str) {
            Some("breach") => "case-finding-breach",
            Some(_) => "case-finding-none",
            None => "case-finding-open",
        })
    }

    /// For how long what was written and sent is kept, or since when it is gone.
    fn kept(&self, keeping: &CaseKeeping) -> Message {
        let (key, day) = match keeping {
            CaseKeeping {
                erased_on: Some(day),
                ..
            } => ("case-erased", *day),
            CaseKeeping {
                held_until: Some(day),
                ..
            } => ("case-held", *day),
            CaseKeeping {
                erased_after: Some(day),
                ..
            } => ("case-erased-after", *day),
            _ => ("case-kept", keeping.until.unwrap_or(self.case.on)),
        };
        let clause = keeping.clause.as_deref().unwrap_or_default();
        // A text of that day need not be there yet.
        let of = self.frame.clause_on(day.min(self.case.on), clause);
        let says = self.frame.say(key).with("day", self.frame.day(day));
        says.with("clause", self.frame.clause(of, clause))
    }

    fn act(&self, step: &NextStep) -> String {
        address::act(self.case.about, &step.kind)
    }

    /// Whether the record learnt of it later than it happened.
    fn learnt_later(&self, done: &StepDone) -> bool {
        done.row.on.exact() != Some(done.row.recorded_on)
    }
}

async fn list(State(app): State<App>, visit: Visit, uri: Uri) -> Response {
    signed_in(&app, &visit, async |asker| {
        let after = Fields::of(&uri)?.text("after")?.map(str::to_owned);
        let html = CasesHtml {
            list: app.cases(&asker, after.as_deref(), ROWS).await?,
            frame: frame(&app, &asker).await?,
        };
        Ok(page(StatusCode::OK, &html))
    })
    .await
}

async fn show(State(app): State<App>, Path(reference): Path<String>, visit: Visit) -> Response {
    signed_in(&app, &visit, async |asker| {
        let html = CaseHtml {
            case: app.case(&asker, &reference).await?,
            frame: frame(&app, &asker).await?,
        };
        Ok(page(StatusCode::OK, &html))
    })
    .await
}

async fn frame(app: &App, asker: &Asker) -> Result<Frame, Fault> {
    Ok(Frame::for_asker(
        &*app.rules().await?,
        Section::Cases,
        asker,
    ))
}
