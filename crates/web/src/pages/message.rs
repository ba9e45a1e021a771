//! A page that says, in plain words, why there is no other page.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use standing_app::{App, AppError};

use crate::frame::{Frame, Section};
use crate::respond::{self, Fault};

#[derive(Clone, Debug, Template)]
#[template(path = "message.html")]
pub(crate) struct MessagePage {
    pub(crate) frame: Frame,
    pub(crate) title: &'static str,
    pub(crate) says: String,
    pub(crate) near: Vec<String>,
    /// Where to go from here: address and words.
    pub(crate) way_on: (&'static str, &'static str),
    /// Fields of a form that could not be taken: name in words, and what was typed.
    pub(crate) typed: Vec<(String, String)>,
}

const FRONT_PAGE: (&str, &str) = ("/", "To the front page");

impl MessagePage {
    pub(crate) fn of(frame: Frame, fault: &Fault) -> Self {
        let status = fault.status();
        let title = if fault.is_of_writing() {
            "Nothing can be recorded now"
        } else if status == StatusCode::NOT_FOUND {
            "Not on the public record"
        } else if status == StatusCode::UNPROCESSABLE_ENTITY {
            "Refused by the rules"
        } else if status.is_server_error() {
            "The record cannot be read"
        } else {
            "This address cannot be read"
        };
        let near = match fault {
            Fault::App(AppError::NotFound { near, .. }) => near.clone(),
            _ => Vec::new(),
        };
        Self {
            frame,
            title,
            says: fault.says(),
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
pub(crate) fn refused(status: StatusCode, title: &'static str, says: &str) -> Response {
    refused_with(status, title, says, FRONT_PAGE)
}

/// The same, where signing in is the way on.
pub(crate) fn refused_until_signed_in(
    status: StatusCode,
    title: &'static str,
    says: &str,
) -> Response {
    refused_with(status, title, says, ("/sign-in", "Sign in"))
}

fn refused_with(
    status: StatusCode,
    title: &'static str,
    says: &str,
    way_on: (&'static str, &'static str),
) -> Response {
    let page = MessagePage {
        frame: Frame::bare(Section::Account),
        title,
        says: says.to_owned(),
        near: Vec::new(),
        way_on,
        typed: Vec::new(),
    };
    page.show(status)
}

pub(crate) async fn method_not_allowed() -> Response {
    let page = MessagePage {
        frame: Frame::bare(Section::Record),
        title: "This page can only be read",
        says: "the address exists, but nothing can be sent to it".to_owned(),
        near: Vec::new(),
        way_on: FRONT_PAGE,
        typed: Vec::new(),
    };
    respond::page(StatusCode::METHOD_NOT_ALLOWED, &page)
}

fn no_page_fault() -> Fault {
    Fault::NotThere(
        "there is no page at this address; check it for a slip, or begin at the front page"
            .to_owned(),
    )
}
