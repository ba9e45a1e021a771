//! `/figures`: how many cases and suspensions there are, for how long, and how they ended.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use standing_app::App;
use standing_app::figures::{FigureRow, FigureRowOf, FigureTable, Figures, FiguresOf};

use crate::frame::{Frame, Section};
use crate::language::{Message, Piece};
use crate::respond::{Fault, or_message, page};

#[derive(Debug, Template)]
#[template(path = "figures.html")]
pub(crate) struct FiguresHtml {
    pub(crate) frame: Frame,
    pub(crate) figures: Figures,
}

impl FiguresHtml {
    fn title(&self, table: &FigureTable) -> Message {
        self.frame.say(match table.of {
            FiguresOf::CasesOpened => "figures-opened",
            FiguresOf::CasesOpen => "figures-open",
            FiguresOf::CasesEnded => "figures-ended",
            FiguresOf::SuspensionsRunning => "figures-suspensions",
            FiguresOf::SuspensionsReviewed => "figures-reviewed",
            FiguresOf::StepsOverdue => "figures-overdue",
        })
    }

    fn row(&self, row: &FigureRow) -> Piece {
        let frame = &self.frame;
        let message = match &row.of {
            FigureRowOf::AtMostDays(days) => {
                frame.say("figures-at-most").with("days", i64::from(*days))
            }
            FigureRowOf::MoreThanDays(days) => frame
                .say("figures-more-than")
                .with("days", i64::from(*days)),
            FigureRowOf::QuarterTo(day) => {
                frame.say("figures-quarter-to").with("day", frame.day(day))
            }
            FigureRowOf::InTime => frame.say("figures-in-time"),
            FigureRowOf::Late => frame.say("figures-late"),
            FigureRowOf::Stage(code) | FigureRowOf::Outcome(code) => {
                return frame.theirs(frame.heading(frame.code(code)));
            }
            FigureRowOf::Duty(says) => return frame.theirs(frame.heading(says)),
        };
        message.piece()
    }

    fn count(&self, count: &Option<u64>) -> String {
        match count {
            Some(count) => self.frame.count(count),
            None => self.frame.say("figures-small").text(),
        }
    }
}

pub(crate) async fn show(State(app): State<App>) -> Response {
    let shown = load(&app).await;
    or_message(&app, Section::Record, shown).await
}

async fn load(app: &App) -> Result<Response, Fault> {
    let frame = Frame::of(&*app.rules().await?, Section::Record);
    let figures = (*app.figures().await?).clone();
    Ok(page(StatusCode::OK, &FiguresHtml { frame, figures }))
}
