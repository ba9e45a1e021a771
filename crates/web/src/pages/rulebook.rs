//! `/rulebook` and `/rulebook/{version}`: the versions, their contents, and the whole text.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use standing_app::rules::Rules;
use standing_app::{App, AppError};
use standing_base::{Counting, Date};
use standing_rulebook::{Clause, Rulebook, Version};

use crate::address;
use crate::frame::{Frame, Section};
use crate::language::Message;
use crate::markdown::{self, ParamLinks, Words};
use crate::pages::chapters::{self, Chapter};
use crate::respond::{Fault, Path, or_message, page};

#[derive(Debug, Template)]
#[template(path = "rulebook.html")]
pub(crate) struct RulebookHtml<'a> {
    pub(crate) frame: Frame,
    pub(crate) rulebook: &'a Rulebook,
    pub(crate) today: Date,
}

#[expect(
    clippy::unused_self,
    clippy::trivially_copy_pass_by_ref,
    reason = "templates call helpers as methods of the page and pass references"
)]
impl<'a> RulebookHtml<'a> {
    fn newest_first(&self) -> impl Iterator<Item = &'a Version> + use<'a> {
        self.rulebook.versions.iter().rev()
    }

    /// The version in force today, or the newest when none is yet.
    fn current(&self) -> Option<&'a Version> {
        self.newest_first()
            .find(|version| version.in_force <= self.today)
            .or_else(|| self.newest_first().next())
    }

    fn is_current(&self, version: &Version) -> bool {
        self.current()
            .is_some_and(|current| current.id == version.id)
    }

    fn chapters(&self, version: &'a Version) -> Vec<Chapter<'a>> {
        chapters::chapters(version)
    }

    fn counting(&self) -> Message {
        self.frame.say(match self.rulebook.counting {
            Counting::Calendar => "counting-calendar",
            Counting::Clear => "counting-clear",
            Counting::Working => "counting-working",
        })
    }

    /// The two versions that are compared unless the reader chooses others.
    fn is_from(&self, place: &usize) -> bool {
        *place + 2 == self.rulebook.versions.len()
    }

    fn is_to(&self, place: &usize) -> bool {
        *place + 1 == self.rulebook.versions.len()
    }
}

#[derive(Debug, Template)]
#[template(path = "version.html")]
pub(crate) struct VersionHtml<'a> {
    pub(crate) frame: Frame,
    pub(crate) version: &'a Version,
    /// The day before which it stops being in force, when a later one follows.
    pub(crate) until: Option<Date>,
}

impl<'a> VersionHtml<'a> {
    pub(crate) fn new(frame: Frame, rulebook: &'a Rulebook, version: &'a Version) -> Self {
        let later = rulebook.versions.iter().map(|version| version.in_force);
        Self {
            until: later.filter(|day| *day > version.in_force).min(),
            frame,
            version,
        }
    }

    fn chapters(&self) -> Vec<Chapter<'a>> {
        chapters::chapters(self.version)
    }

    fn clause(&self, clause: &Clause) -> String {
        address::clause(&self.version.id, &clause.id)
    }

    fn words(&self, clause: &Clause) -> Words {
        markdown::words(&clause.words, ParamLinks::To(&self.clause(clause)))
    }
}

pub(crate) async fn show(State(app): State<App>) -> Response {
    let shown = contents(&app).await;
    or_message(&app, Section::Rulebook, shown).await
}

async fn contents(app: &App) -> Result<Response, Fault> {
    let rules = app.rules().await?;
    let html = RulebookHtml {
        frame: Frame::of(&rules, Section::Rulebook),
        rulebook: rules.rulebook(),
        today: app.today().await?,
    };
    Ok(page(StatusCode::OK, &html))
}

pub(crate) async fn version(State(app): State<App>, Path(id): Path<String>) -> Response {
    let shown = with_version(app.rules().await, &id, |rules, version| {
        let frame = Frame::of(rules, Section::Rulebook);
        let html = VersionHtml::new(frame, rules.rulebook(), version);
        Ok(page(StatusCode::OK, &html))
    });
    or_message(&app, Section::Rulebook, shown).await
}

/// Does something with a version of the rulebook, or says that there is none of this id.
pub(crate) fn with_version(
    rules: Result<Arc<Rules>, AppError>,
    id: &str,
    show: impl FnOnce(&Rules, &Version) -> Result<Response, Fault>,
) -> Result<Response, Fault> {
    let rules = rules?;
    let mut versions = rules.rulebook().versions.iter();
    let Some(version) = versions.find(|version| version.id == id) else {
        let shown: String = id.chars().take(60).collect();
        let says = Message::new("no-version").with("version", shown);
        return Err(Fault::NotThere(says));
    };
    show(&rules, version)
}
