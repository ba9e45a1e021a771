//! `/`: the front page of the organisation.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use standing_app::App;
use standing_app::organisation::FrontPage;
use standing_app::person::SeatHeld;

use crate::address;
use crate::frame::{Frame, Section};
use crate::pages::ask_form::AskForm;
use crate::respond::{Fault, or_message, page};

#[derive(Debug, Template)]
#[template(path = "front.html")]
pub(crate) struct FrontHtml {
    pub(crate) frame: Frame,
    pub(crate) front: FrontPage,
    pub(crate) form: AskForm,
}

impl FrontHtml {
    pub(crate) fn new(frame: Frame, front: FrontPage) -> Self {
        let form = AskForm::empty(front.questions.clone(), front.today);
        Self { frame, front, form }
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
    let html = FrontHtml::new(frame, app.front_page().await?);
    Ok(page(StatusCode::OK, &html))
}
