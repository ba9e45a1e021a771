//! `/intake`: what came in by the confidential form, for those who receive complaints.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use standing_app::App;
use standing_app::asker::Asker;
use standing_app::intake::{Closing, INTAKES_LISTED, IntakeLine, IntakePage};
use standing_app::ports::intake::IntakeState;
use standing_app::retention::CaseKeeping;
use standing_base::{Date, Id};

use super::files::sent_away;
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

/// The addresses of these pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/intake", get(list))
        .route("/intake/{id}", get(show))
        .route("/intake/{id}/answer", post(answer))
        .route("/intake/{id}/close", post(close))
        .route("/intake/{id}/enter", post(enter))
        .route("/intake/{id}/files/{file}", get(download))
        .route("/intake/{id}/hold", post(hold))
        .layer(axum::middleware::map_response(keep_private))
}

#[derive(Debug, Template)]
#[template(path = "intake/list.html")]
pub(crate) struct IntakesHtml {
    pub(crate) frame: Frame,
    pub(crate) state: IntakeState,
    pub(crate) intakes: Vec<IntakeLine>,
    pub(crate) on: Date,
}

/// A state in words.
fn state_says(frame: &Frame, state: IntakeState) -> Message {
    frame.say(match state {
        IntakeState::Open => "intake-open",
        IntakeState::Entered => "intake-entered",
        IntakeState::Dismissed => "intake-dismissed",
    })
}

impl Frame {
    /// How long a complaint that came to nothing is kept.
    fn complaint_kept(&self, keeping: &CaseKeeping, on: Date) -> Message {
        let says = [
            "intake-erased",
            "intake-held",
            "intake-erased-after",
            "intake-kept",
        ];
        self.kept(says, keeping, on)
    }
}

impl IntakesHtml {
    fn states(&self) -> [(&'static str, Message); 3] {
        IntakeState::ALL.map(|state| (state.word(), state_says(&self.frame, state)))
    }

    /// Whether there is nothing left to open.
    fn is_gone(&self, intake: &IntakeLine) -> bool {
        let keeping = intake.keeping.as_ref();
        keeping.is_some_and(|keeping| keeping.erased_on.is_some())
    }

    fn is_state(&self, word: &str) -> bool {
        self.state.word() == word
    }

    /// Where the older ones are.
    fn next(&self) -> Option<String> {
        let last = self.intakes.last()?;
        let is_full = self.intakes.len() >= usize::try_from(INTAKES_LISTED).unwrap_or(usize::MAX);
        let fields = [
            ("before", last.id.to_string()),
            ("state", self.state.word().to_owned()),
        ];
        is_full.then(|| address::query("/intake", &fields))
    }
}

#[derive(Debug, Template)]
#[template(path = "intake/one.html")]
pub(crate) struct IntakeHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) intake: IntakePage,
    pub(crate) on: Date,
}

impl IntakeHtml {
    fn state(&self) -> Message {
        state_says(&self.frame, self.intake.line.state)
    }

    fn is_open(&self) -> bool {
        self.intake.line.state == IntakeState::Open
    }
}

fn nothing() -> Fault {
    Fault::NotThere(Message::new("nothing-here"))
}

fn id_of(text: &str) -> Result<Id, Fault> {
    text.parse().map_err(|_| nothing())
}

async fn list(State(app): State<App>, visit: Visit, uri: Uri) -> Response {
    signed_in(&app, &visit, async |asker| {
        let fields = Fields::of(&uri)?;
        let state = match fields.text("state")? {
            None => IntakeState::Open,
            Some(word) => IntakeState::find(word)
                .ok_or_else(|| FieldError::new("state", Message::new("intake-no-state")))?,
        };
        let before = fields.text("before")?.map(id_of).transpose()?;
        let html = IntakesHtml {
            intakes: app.intakes(&asker, state, before).await?,
            frame: Frame::for_asker(&*app.rules().await?, Section::Today, &asker),
            state,
            on: app.today().await?,
        };
        Ok(page(StatusCode::OK, &html))
    })
    .await
}

async fn show(State(app): State<App>, Path(id): Path<String>, visit: Visit) -> Response {
    let sheet = Sheet::of(&visit);
    signed_in(&app, &visit, async |asker| {
        draw(&app, &asker, &id, sheet).await
    })
    .await
}

async fn draw(app: &App, asker: &Asker, id: &str, sheet: Sheet) -> Result<Response, Fault> {
    let html = IntakeHtml {
        intake: app.intake(asker, id_of(id)?).await?,
        frame: Frame::for_asker(&*app.rules().await?, Section::Today, asker),
        on: app.today().await?,
        sheet,
    };
    Ok(page(StatusCode::OK, &html))
}

fn back_to(id: &str) -> Response {
    Redirect::to(&address::intake(id)).into_response()
}

async fn answer(State(app): State<App>, Path(id): Path<String>, form: Form) -> Response {
    let done = async |asker: &Asker| {
        let text = form.fields.whole("text")?;
        app.answer_intake(asker, id_of(&id)?, &text).await?;
        Ok(back_to(&id))
    };
    let again = async |asker: &Asker, sheet| draw(&app, asker, &id, sheet).await;
    take(&app, &form, done, again).await
}

/// Leads to the form by which the complaint is put on the record, with what is known filled in.
async fn enter(State(app): State<App>, Path(id): Path<String>, form: Form) -> Response {
    let done = async |asker: &Asker| {
        let about = form.fields.whole("about")?;
        let person = app.intake_subject(asker, id_of(&id)?, &about).await?;
        let to = address::act(person, "complaint_received");
        let fields = [
            ("intake", id.clone()),
            ("ref", form.fields.whole("ref")?.trim().to_owned()),
        ];
        Ok(Redirect::to(&address::query(&to, &fields)).into_response())
    };
    let again = async |asker: &Asker, sheet| draw(&app, asker, &id, sheet).await;
    take(&app, &form, done, again).await
}

async fn close(State(app): State<App>, Path(id): Path<String>, form: Form) -> Response {
    let done = async |asker: &Asker| {
        let closing = match form.fields.text("as")? {
            Some("dismissed") => Closing::Dismissed(form.fields.whole("reason")?),
            _ => Closing::Entered(form.fields.whole("case")?),
        };
        app.close_intake(asker, id_of(&id)?, &closing).await?;
        Ok(back_to(&id))
    };
    let again = async |asker: &Asker, sheet| draw(&app, asker, &id, sheet).await;
    take(&app, &form, done, again).await
}

/// Says that one that came to nothing is still needed.
async fn hold(State(app): State<App>, Path(id): Path<String>, form: Form) -> Response {
    let done = async |asker: &Asker| {
        let until = form.fields.text("until")?;
        let until = until.and_then(|day| day.trim().parse().ok());
        let reasons = form.fields.whole("reasons")?;
        app.hold_intake(asker, id_of(&id)?, until, &reasons).await?;
        Ok(back_to(&id))
    };
    let again = async |asker: &Asker, sheet| draw(&app, asker, &id, sheet).await;
    take(&app, &form, done, again).await
}

async fn download(
    State(app): State<App>,
    Path((id, file)): Path<(String, String)>,
    visit: Visit,
) -> Response {
    signed_in(&app, &visit, async |asker| {
        let file = app.intake_file(&asker, id_of(&id)?, id_of(&file)?).await?;
        sent_away(&app, file).await
    })
    .await
}
