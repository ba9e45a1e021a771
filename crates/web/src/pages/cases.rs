//! `/cases`: the cases that somebody may read, one with what was done and what can follow, its reading
//! room; and `/precedents`.

use std::collections::BTreeSet;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use standing_app::App;
use standing_app::asker::Asker;
use standing_app::cases::{
    CaseFilter, CasePage, CasesPage, EvidenceToRead, EvidenceTold, GateAsked, LotShown,
    NOTES_CHARS_MAX, NextStep, PrecedentFilter, Precedents, ReadingRoom, StepDone,
};
use standing_app::retention::CaseKeeping;
use standing_base::Date;

use super::conflict::or_conflict;
use super::signed_in::{signed_in, take};
use crate::address;
use crate::form::Form;
use crate::frame::{Frame, Section};
use crate::headers::keep_private;
use crate::language::Message;
use crate::query::{FieldError, Fields};
use crate::respond::{Fault, Path, page};
use crate::sheet::Sheet;
use crate::visit::Visit;

/// So many cases stand on one page.
const ROWS: u32 = 50;

/// The addresses of these pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/cases", get(list))
        .route("/cases/{reference}", get(show))
        .route("/cases/{reference}/reading", get(read))
        .route("/cases/{reference}/notes", post(note))
        .route("/precedents", get(precedents))
        .layer(axum::middleware::map_response(keep_private))
}

#[derive(Debug, Template)]
#[template(path = "cases/list.html")]
pub(crate) struct CasesHtml {
    pub(crate) frame: Frame,
    pub(crate) list: CasesPage,
    /// Which of them, by its name in the address.
    pub(crate) which: String,
}

impl CasesHtml {
    fn next(&self) -> Option<String> {
        let next = self.list.next.clone()?;
        let mut fields = vec![("after", next)];
        if !self.which.is_empty() {
            fields.push(("which", self.which.clone()));
        }
        Some(address::query("/cases", &fields))
    }

    /// Every stage, by its code and in words.
    fn stages(&self) -> Vec<(&'static str, String)> {
        let stages = CaseFilter::stages();
        let words = |code| self.frame.heading(self.frame.code(code));
        stages.map(|code| (code, words(code))).collect()
    }
}

#[derive(Debug, Template)]
#[template(path = "cases/case.html")]
pub(crate) struct CaseHtml {
    pub(crate) frame: Frame,
    pub(crate) case: CasePage,
}

impl CaseHtml {
    /// What a shell makes the MD5 for the first name with.
    fn by_hand(&self, lot: &LotShown) -> String {
        format!("printf '\\000\\000{}\\000\\000' | md5sum", lot.key)
    }

    /// The command that repeats the draw.
    fn command(&self) -> String {
        ["standing", "draw", "verify"].join(" ")
    }

    /// For how long what was written and sent is kept, or since when it is gone.
    fn kept(&self, keeping: &CaseKeeping) -> Message {
        let says = ["case-erased", "case-held", "case-erased-after", "case-kept"];
        self.frame.kept(says, keeping, self.case.on)
    }

    fn act(&self, step: &NextStep) -> String {
        address::act(self.case.about, &step.kind)
    }

    /// Whether the record learnt of it later than it happened.
    fn learnt_later(&self, done: &StepDone) -> bool {
        done.row.on.exact() != Some(done.row.recorded_on)
    }
}

impl Frame {
    /// The one of four messages that says how long something is kept: it is erased, held, announced,
    /// or its time runs.
    pub(crate) fn kept(
        &self,
        [erased, held, announced, runs]: [&'static str; 4],
        keeping: &CaseKeeping,
        on: Date,
    ) -> Message {
        let (key, day) = match keeping {
            CaseKeeping {
                erased_on: Some(day),
                ..
            } => (erased, *day),
            CaseKeeping {
                held_until: Some(day),
                ..
            } => (held, *day),
            CaseKeeping {
                erased_after: Some(day),
                ..
            } => (announced, *day),
            _ => (runs, keeping.until.unwrap_or(on)),
        };
        let clause = keeping.clause.as_deref().unwrap_or_default();
        // A text of that day need not be there yet.
        let of = self.clause_on(day.min(on), clause);
        let says = self.say(key).with("day", self.day(day));
        says.with("clause", self.clause(of, clause))
    }

    /// What the answer of a gate is called, and its colour.
    fn gate(&self, gate: &GateAsked) -> (&'static str, Message) {
        let (tag, says) = match (gate.is_passed, gate.is_overridden) {
            (true, _) => ("yes", "case-gate-passed"),
            (false, true) => ("undecided", "case-gate-overridden"),
            (false, false) => ("no", "case-gate-not-passed"),
        };
        (tag, self.say(says))
    }

    fn finding(&self, finding: Option<&String>) -> Message {
        self.say(match finding.map(String::as_str) {
            Some("breach") => "case-finding-breach",
            Some(_) => "case-finding-none",
            None => "case-finding-open",
        })
    }
}

#[derive(Debug, Template)]
#[template(path = "cases/reading.html")]
pub(crate) struct ReadingHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) room: ReadingRoom,
}

impl ReadingHtml {
    fn notes_max(&self) -> String {
        NOTES_CHARS_MAX.to_string()
    }

    /// What was typed, where it was refused.
    fn typed<'a>(&'a self, kept: &'a str) -> &'a str {
        if self.sheet.has_errors() {
            self.sheet.value("notes")
        } else {
            kept
        }
    }

    fn told(&self, item: &EvidenceToRead) -> Message {
        self.frame.say(match item.told {
            EvidenceTold::NotYet => "reading-not-told",
            EvidenceTold::Disclosed => "reading-disclosed",
            EvidenceTold::Withheld => "reading-withheld",
        })
    }
}

#[derive(Debug, Template)]
#[template(path = "cases/precedents.html")]
pub(crate) struct PrecedentsHtml {
    pub(crate) frame: Frame,
    pub(crate) precedents: Precedents,
    pub(crate) wanted: PrecedentFilter,
    pub(crate) on: Date,
}

impl PrecedentsHtml {
    /// The clauses of which there was a breach, with whether one is asked for.
    fn breaches(&self) -> BTreeSet<(&str, bool)> {
        let rows = self.precedents.table.iter();
        let wanted = self.wanted.breach.as_deref();
        rows.map(|row| (row.breach.as_str(), wanted == Some(row.breach.as_str())))
            .collect()
    }

    fn outcomes(&self) -> BTreeSet<(&str, bool)> {
        let rows = self.precedents.table.iter();
        let wanted = self.wanted.outcome.as_deref();
        rows.map(|row| (row.outcome.as_str(), wanted == Some(row.outcome.as_str())))
            .collect()
    }
}

async fn list(State(app): State<App>, visit: Visit, uri: Uri) -> Response {
    signed_in(&app, &visit, async |asker| {
        let fields = Fields::of(&uri)?;
        let which = fields.text("which")?.unwrap_or_default().to_owned();
        let filter = match which.as_str() {
            "" => CaseFilter::All,
            which => CaseFilter::of(which)
                .ok_or_else(|| FieldError::new("which", Message::new("cases-no-such-stage")))?,
        };
        let after = fields.text("after")?;
        let html = CasesHtml {
            list: app.cases(&asker, filter, after, ROWS).await?,
            which,
            frame: frame(&app, &asker).await?,
        };
        Ok(page(StatusCode::OK, &html))
    })
    .await
}

async fn show(State(app): State<App>, Path(reference): Path<String>, visit: Visit) -> Response {
    let sheet = Sheet::of(&visit);
    signed_in(&app, &visit, async |asker| {
        let drawn = draw(&app, &asker, &reference).await;
        or_conflict(&app, &asker, (&reference, sheet), drawn).await
    })
    .await
}

async fn draw(app: &App, asker: &Asker, reference: &str) -> Result<Response, Fault> {
    let html = CaseHtml {
        case: app.case(asker, reference).await?,
        frame: frame(app, asker).await?,
    };
    Ok(page(StatusCode::OK, &html))
}

async fn read(State(app): State<App>, Path(reference): Path<String>, visit: Visit) -> Response {
    let sheet = Sheet::of(&visit);
    signed_in(&app, &visit, async |asker| {
        let drawn = draw_room(&app, &asker, &reference, sheet.clone()).await;
        or_conflict(&app, &asker, (&reference, sheet), drawn).await
    })
    .await
}

async fn draw_room(
    app: &App,
    asker: &Asker,
    reference: &str,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let html = ReadingHtml {
        room: app.reading_room(asker, reference).await?,
        frame: frame(app, asker).await?,
        sheet,
    };
    Ok(page(StatusCode::OK, &html))
}

/// Keeps what somebody on the panel notes for themselves, and shows it where it stands.
async fn note(State(app): State<App>, Path(reference): Path<String>, form: Form) -> Response {
    let done = async |asker: &Asker| {
        let text = form.fields.whole("notes")?;
        app.keep_notes(asker, &reference, &text).await?;
        let room = address::reading_room(&reference);
        Ok(Redirect::to(&format!("{room}#notes")).into_response())
    };
    let again = async |asker: &Asker, sheet| draw_room(&app, asker, &reference, sheet).await;
    take(&app, &form, done, again).await
}

async fn precedents(State(app): State<App>, visit: Visit, uri: Uri) -> Response {
    signed_in(&app, &visit, async |asker| {
        let fields = Fields::of(&uri)?;
        let wanted = PrecedentFilter {
            breach: fields.text("breach")?.map(str::to_owned),
            outcome: fields.text("outcome")?.map(str::to_owned),
        };
        let html = PrecedentsHtml {
            precedents: app.precedents(&asker, &wanted).await?,
            wanted,
            on: app.today().await?,
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
