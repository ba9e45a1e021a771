//! Every page with made-up content, for tests and for looking at. No record stands behind them; the
//! people are invented.

use askama::Template;
use axum::Router;
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use standing_app::letters::Language;
use standing_base::{Id, PartialDate, Zone};

use crate::frame::{Frame, Section};
use crate::language::reader;
use crate::pages::style;

mod accounts;
mod answers;
pub(crate) mod cases;
mod days;
pub(crate) mod files;
mod intakes;
mod meetings;
mod people;
mod registers;
mod rules;
mod units;

/// A page with made-up content.
#[derive(Clone, Debug)]
pub struct Sample {
    pub address: &'static str,
    pub html: String,
}

/// Every template at least once, and each of its branches that changes what a reader sees.
pub fn pages() -> Vec<Sample> {
    pages_in(Language::English)
}

pub fn pages_in(language: Language) -> Vec<Sample> {
    reader::writing(language, "/", all)
}

fn all() -> Vec<Sample> {
    let mut pages = answers::pages();
    pages.extend(people::pages());
    pages.extend(units::pages());
    pages.extend(rules::pages());
    pages.extend(accounts::pages());
    pages.extend(days::pages());
    pages.extend(files::pages());
    pages.extend(intakes::pages());
    pages.extend(cases::pages());
    pages.extend(meetings::pages());
    pages.extend(registers::pages());
    pages
}

/// Serves the samples with the style sheet and the headers of the real site.
pub fn router() -> Router {
    router_in(Language::English)
}

pub fn router_in(language: Language) -> Router {
    Router::new()
        .route("/style.css", get(style::style))
        .route("/passkey.js", get(style::script))
        .route("/favicon.svg", get(style::icon))
        .fallback(async move |uri: Uri| find(language, &uri))
        .layer(axum::middleware::map_response(crate::headers::add))
}

fn find(language: Language, uri: &Uri) -> Response {
    let path = uri.path();
    match pages_in(language)
        .into_iter()
        .find(|sample| sample.address == path)
    {
        Some(sample) => {
            let has_script = sample.html.contains("<script src=");
            let mut response = Html(sample.html).into_response();
            if has_script {
                response.extensions_mut().insert(crate::headers::WithScript);
            }
            response
        }
        None => (StatusCode::NOT_FOUND, "no such sample").into_response(),
    }
}

fn sample(address: &'static str, template: &impl Template) -> Sample {
    let html = match template.render() {
        Ok(html) => html,
        Err(error) => format!("{address} cannot be rendered: {error}"),
    };
    Sample { address, html }
}

/// Longer than any name should be, and hostile: it must come out as text.
const HOSTILE: &str = "<script>alert(\"Robert'); --\")</script> & Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch";

const FINGERPRINT: &str = "6f1ed002ab5595859014ebf0951522d9a0b1c2d3e4f5061728394a5b6c7d8e9f";

fn frame(section: Section) -> Frame {
    Frame {
        reads_cases: false,
        organisation: "The Example Party".to_owned(),
        language: reader::language(),
        rulebook_language: "en-GB".to_owned(),
        address: reader::address(),
        section,
        zone: Zone::utc(),
        visitor: None,
        roles: Vec::new(),
        versions: vec![
            ("2018".to_owned(), day("2018-10-01")),
            ("2020".to_owned(), day("2020-03-01")),
        ],
    }
}

fn day(text: &str) -> standing_base::Date {
    match text.parse() {
        Ok(day) => day,
        Err(_) => standing_base::Date::MIN,
    }
}

fn partial(text: &str) -> PartialDate {
    text.parse()
        .unwrap_or(PartialDate::Day(standing_base::Date::MIN))
}

fn at() -> standing_base::Instant {
    standing_base::Instant::from_microseconds(1_572_998_400_000_000)
}

pub(crate) fn id(kind: standing_base::IdKind, number: u8) -> Id {
    Id::new(kind, at(), [0, 0, 0, 0, 0, 0, 0, 0, 0, number])
}
