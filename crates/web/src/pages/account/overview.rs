//! `/account`: who is signed in, and by which ways they can.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use standing_app::App;
use standing_app::account::methods::{Methods, PasswordState};

use super::{frame, name_of, or_fault, signed_in};
use crate::frame::Frame;
use crate::respond::page;
use crate::sheet::Sheet;
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "account/overview.html")]
pub(crate) struct OverviewHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) name: String,
    pub(crate) methods: Methods,
    pub(crate) sessions: usize,
    pub(crate) has_post: bool,
    /// What the identity provider is called, and how many accounts there are the visitor's.
    pub(crate) provider: Option<(String, usize)>,
    pub(crate) tokens: usize,
}

impl OverviewHtml {
    fn has_password(&self) -> bool {
        self.methods.password != PasswordState::None
    }
}

pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Response {
    let shown = async {
        let me = signed_in(&visit)?;
        let provider = match app.provider_name() {
            Some(name) => Some((name.to_owned(), app.identities(me).await?.len())),
            None => None,
        };
        let html = OverviewHtml {
            frame: frame(&app, &visit).await?,
            sheet: Sheet::of(&visit),
            name: name_of(me),
            methods: app.methods(me).await?,
            sessions: app.my_sessions(me).await?.len(),
            has_post: app.has_post(),
            provider,
            tokens: app.my_api_tokens(me).await?.len(),
        };
        Ok(page(StatusCode::OK, &html))
    };
    or_fault(&visit, shown.await)
}
