//! `/bodies/{id}` and `/branches/{id}`: who sits where, and the tree of the organisation.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use standing_app::App;
use standing_app::asker::Asker;
use standing_app::unit::{UnitLine, UnitPage};
use standing_base::{Id, IdKind};

use crate::address;
use crate::frame::{Frame, Section};
use crate::language::Message;
use crate::query::Fields;
use crate::respond::{Fault, Path, or_message, page};

#[derive(Debug, Template)]
#[template(path = "unit.html")]
pub(crate) struct UnitHtml {
    pub(crate) frame: Frame,
    pub(crate) page: UnitPage,
}

impl UnitHtml {
    fn is_branch(&self) -> bool {
        self.page.unit.id.kind() == IdKind::Branch
    }

    fn on_field(&self) -> String {
        self.page.on.to_string()
    }
}

/// The page of a body or a branch.
pub(crate) fn unit_address(unit: &UnitLine) -> String {
    match unit.id.kind() {
        IdKind::Branch => address::branch(&unit.id),
        _ => address::body(&unit.id),
    }
}

pub(crate) async fn body(State(app): State<App>, Path(id): Path<String>, uri: Uri) -> Response {
    let shown = load(&app, IdKind::Body, &id, &uri).await;
    or_message(&app, Section::Record, shown).await
}

pub(crate) async fn branch(State(app): State<App>, Path(id): Path<String>, uri: Uri) -> Response {
    let shown = load(&app, IdKind::Branch, &id, &uri).await;
    or_message(&app, Section::Record, shown).await
}

async fn load(app: &App, kind: IdKind, id: &str, uri: &Uri) -> Result<Response, Fault> {
    let id = id
        .parse::<Id>()
        .ok()
        .filter(|id| id.kind() == kind)
        .ok_or_else(|| {
            Fault::NotThere(Message::new(if kind == IdKind::Branch {
                "no-branch"
            } else {
                "no-body"
            }))
        })?;
    let on = match Fields::of(uri)?.day("on")? {
        Some(on) => on,
        None => app.today().await?,
    };
    let unit = app.unit(&Asker::Public, id, on).await?;
    let frame = Frame::of(&*app.rules().await?, Section::Record);
    Ok(page(StatusCode::OK, &UnitHtml { frame, page: unit }))
}
