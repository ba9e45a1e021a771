//! `/`: the front page of the organisation.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use standing_app::App;
use standing_app::organisation::FrontPage;
use standing_app::person::{Limbo, SeatHeld};

use crate::address;
use crate::frame::{Frame, Section};
use crate::language::Message;
use crate::pages::ask_form::AskForm;
use crate::respond::{Fault, or_message, page};

#[derive(Debug, Template)]
#[template(path = "front.html")]
pub(crate) struct FrontHtml {
    pub(crate) frame: Frame,
    pub(crate) front: FrontPage,
    pub(crate) form: AskForm,
    /// Whether complaints are taken in by the confidential form.
    pub(crate) takes_complaints: bool,
    /// Whether figures of cases are published.
    pub(crate) has_figures: bool,
}

impl FrontHtml {
    pub(crate) fn new(frame: Frame, front: FrontPage) -> Self {
        let form = AskForm::empty(front.questions.clone(), front.today);
        Self {
            frame,
            front,
            form,
            takes_complaints: false,
            has_figures: false,
        }
    }

    fn waiting(&self, limbo: &Limbo) -> Message {
        let frame = &self.frame;
        let message = match &limbo.lapses_on {
            None => frame.say("front-since"),
            Some(day) => frame
                .say("front-since-lapses")
                .with("lapses", frame.day(day)),
        };
        message
            .with("since", frame.day(limbo.suspended_since))
            .with("step", frame.day(limbo.last_step_on))
            .with("days", frame.days(&limbo.days_since_last_step))
    }

    fn rulebook(&self) -> Message {
        let (frame, front) = (&self.frame, &self.front);
        let message = match front.versions.first() {
            None => frame.say("front-rulebook-is"),
            Some((id, since)) => frame
                .say("front-rulebook-in-force")
                .link("version", address::version(id))
                .with("id", id)
                .with("since", frame.day(since)),
        };
        message.link_to("rulebook", "/rulebook", &front.rulebook_name)
    }

    /// Those who hold an office; everybody where no seat is an office. The others are on the pages
    /// of their bodies.
    fn holders(&self) -> Vec<&SeatHeld> {
        let seats = || self.front.office_holders.iter();
        let offices: Vec<&SeatHeld> = seats().filter(|seat| seat.office.is_some()).collect();
        if offices.is_empty() {
            seats().collect()
        } else {
            offices
        }
    }
}

pub(crate) async fn show(State(app): State<App>) -> Response {
    let shown = load(&app).await;
    or_message(&app, Section::Record, shown).await
}

async fn load(app: &App) -> Result<Response, Fault> {
    let frame = Frame::of(&*app.rules().await?, Section::Record);
    let mut html = FrontHtml::new(frame, app.front_page().await?);
    html.takes_complaints = app.takes_complaints().await?;
    html.has_figures = app.has_figures().await?;
    Ok(page(StatusCode::OK, &html))
}
