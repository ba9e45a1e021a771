//! A page that says, in plain words, why there is no other page.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use standing_app::{App, AppError};

use crate::frame::{Frame, Section};
use crate::language::{Message, Says};
use crate::respond::{self, Fault};

#[derive(Clone, Debug, Template)]
#[template(path = "message.html")]
pub(crate) struct MessagePage {
    pub(crate) frame: Frame,
    /// The name of a message.
    pub(crate) title: &'static str,
    pub(crate) says: Says,
    /// The clause that refuses it: its address, and its number.
    pub(crate) clause: Option<(String, String)>,
    pub(crate) near: Vec<String>,
    /// Where to go from here: address, and the name of its message.
    pub(crate) way_on: (&'static str, &'static str),
    /// Fields of a form that could not be taken: name in words, and what was typed.
    pub(crate) typed: Vec<(String, String)>,
}

const FRONT_PAGE: (&str, &str) = ("/", "to-front-page");

impl MessagePage {
    pub(crate) fn of(frame: Frame, fault: &Fault) -> Self {
        let status = fault.status();
        let title = if fault.is_of_writing() {
            "nothing-recordable"
        } else if status == StatusCode::NOT_FOUND {
            "not-on-record"
        } else if status == StatusCode::UNPROCESSABLE_ENTITY {
            "refused-by-rules"
        } else if status.is_server_error() {
            "record-unreadable"
        } else {
            "address-wrong"
        };
        let near = match fault {
            Fault::App(AppError::NotFound { near, .. }) => near.clone(),
            _ => Vec::new(),
        };
        Self {
            frame,
            title,
            says: fault.says(),
            clause: None,
            near,
            way_on: FRONT_PAGE,
            typed: Vec::new(),
        }
    }

    /// Rendered; where the fault is one that passes, what was typed may still be added.
    pub(crate) fn show(self, status: StatusCode) -> Response {
        let mut response = respond::page(status, &self);
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.extensions_mut().insert(self);
        }
        response
    }
}

/// For an address of no page.
pub(crate) async fn not_found(State(app): State<App>) -> Response {
    respond::or_message(&app, Section::Record, Err(no_page_fault())).await
}

/// The same where the record is out of reach.
pub(crate) fn no_page() -> Response {
    let page = MessagePage::of(Frame::bare(Section::Record), &no_page_fault());
    respond::page(StatusCode::NOT_FOUND, &page)
}

/// Where not even the visitor is known, because the record is out of reach.
pub(crate) fn unreadable(fault: Fault) -> Response {
    let page = MessagePage::of(Frame::bare(Section::Record), &fault);
    page.show(fault.status())
}

/// For what was sent and is not taken.
pub(crate) fn refused(status: StatusCode, title: &'static str, says: impl Into<Says>) -> Response {
    refused_with(status, title, says, FRONT_PAGE)
}

/// The same, where signing in is the way on.
pub(crate) fn refused_until_signed_in(
    status: StatusCode,
    title: &'static str,
    says: impl Into<Says>,
) -> Response {
    refused_with(status, title, says, ("/sign-in", "sign-in"))
}

fn refused_with(
    status: StatusCode,
    title: &'static str,
    says: impl Into<Says>,
    way_on: (&'static str, &'static str),
) -> Response {
    let page = MessagePage {
        frame: Frame::bare(Section::Account),
        title,
        says: says.into(),
        clause: None,
        near: Vec::new(),
        way_on,
        typed: Vec::new(),
    };
    page.show(status)
}

pub(crate) async fn method_not_allowed() -> Response {
    let page = MessagePage {
        frame: Frame::bare(Section::Record),
        title: "only-read",
        says: Message::new("only-read-because").into(),
        clause: None,
        near: Vec::new(),
        way_on: FRONT_PAGE,
        typed: Vec::new(),
    };
    respond::page(StatusCode::METHOD_NOT_ALLOWED, &page)
}

fn no_page_fault() -> Fault {
    Fault::NotThere(Message::new("no-page"))
}
