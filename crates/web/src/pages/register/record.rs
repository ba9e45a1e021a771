//! `/people/{id}/record.json` and `record.html`: all that the asker may know of a person's record, to
//! take away; and `/people/{id}/accesses`: who looked at it.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use standing_app::App;
use standing_app::accesses::{ACCESSES_MAX, AccessLine};
use standing_app::asker::Asker;
use standing_app::file::PersonFile;
use standing_base::Id;

use crate::address;
use crate::frame::{Frame, Section};
use crate::language::Message;
use crate::pages::signed_in::signed_in;
use crate::problem::Problem;
use crate::query::Fields;
use crate::respond::{Fault, Path, or_message, page};
use crate::visit::Visit;

pub(crate) async fn json(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    uri: Uri,
) -> Response {
    match load(&app, &id, &visit, &uri).await {
        Ok((_, file)) => (taken_away(&file, "json"), Json(file)).into_response(),
        Err(fault) => Problem::from(fault).into_response(),
    }
}

#[derive(Debug, Template)]
#[template(path = "register/record.html")]
pub(crate) struct RecordHtml {
    pub(crate) frame: Frame,
    pub(crate) file: PersonFile,
}

/// Who looked, in which role, and what they saw.
fn looked(frame: &Frame, look: &AccessLine) -> Message {
    let key = match look.what.as_str() {
        "file" => "access-file",
        "register" => "access-register",
        "list" => "access-list",
        "evidence" => "access-evidence",
        "identity" => "access-identity",
        "papers" => "access-papers",
        "way_in" => "access-way-in",
        _ => "access-name",
    };
    let who = match &look.name {
        Some(name) => format!("{name} ({})", look.capacity),
        None => look.capacity.clone(),
    };
    frame
        .say(key)
        .with("day", frame.day(look.on))
        .with("who", who)
}

impl RecordHtml {
    fn looked(&self, look: &AccessLine) -> Message {
        looked(&self.frame, look)
    }
}

/// The same to read, in one file that needs nothing else.
pub(crate) async fn html(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    uri: Uri,
) -> Response {
    let shown = async {
        let (asker, file) = load(&app, &id, &visit, &uri).await?;
        let head = taken_away(&file, "html");
        let frame = Frame::for_asker(&*app.rules().await?, Section::Register, &asker);
        let html = page(StatusCode::OK, &RecordHtml { frame, file });
        Ok((head, html).into_response())
    };
    or_message(&app, Section::Register, shown.await).await
}

type Head = [(axum::http::HeaderName, String); 1];

fn taken_away(file: &PersonFile, ending: &str) -> Head {
    let (person, on) = (file.record.id, file.record.on);
    let name = format!("attachment; filename=\"{person}-{on}.{ending}\"");
    [(CONTENT_DISPOSITION, name)]
}

async fn load(app: &App, id: &str, visit: &Visit, uri: &Uri) -> Result<(Asker, PersonFile), Fault> {
    let person = person(id)?;
    let on = match Fields::of(uri)?.day("on")? {
        Some(on) => on,
        None => app.today().await?,
    };
    let asker = visit.asker(app).await?;
    let file = app.person_file(&asker, person, on).await?;
    Ok((asker, file))
}

fn person(id: &str) -> Result<Id, Fault> {
    let nobody = |_| Fault::NotThere(Message::new("no-such-person"));
    id.parse().map_err(nobody)
}

#[derive(Debug, Template)]
#[template(path = "register/accesses.html")]
pub(crate) struct AccessesHtml {
    pub(crate) frame: Frame,
    pub(crate) person: Id,
    pub(crate) accesses: Vec<AccessLine>,
}

impl AccessesHtml {
    fn looked(&self, look: &AccessLine) -> Message {
        looked(&self.frame, look)
    }
}

pub(crate) async fn accesses(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
) -> Response {
    signed_in(&app, &visit, async |asker| {
        let person = person(&id)?;
        let html = AccessesHtml {
            frame: Frame::for_asker(&*app.rules().await?, Section::Register, &asker),
            person,
            accesses: app.accesses(&asker, person, ACCESSES_MAX).await?,
        };
        Ok(page(StatusCode::OK, &html))
    })
    .await
}
