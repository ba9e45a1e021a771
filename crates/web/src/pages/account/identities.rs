//! `/account/identities`: accounts at the identity provider that let somebody in here.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use standing_app::App;
use standing_app::account::AccountError;
use standing_app::account::identity::IdentityLine;

use super::{done_or_again, frame, or_fault, provider, signed_in};
use crate::form::Form;
use crate::frame::Frame;
use crate::language::Message;
use crate::respond::page;
use crate::sheet::Sheet;
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "account/identities.html")]
pub(crate) struct IdentitiesHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) provider: String,
    pub(crate) identities: Vec<IdentityLine>,
    pub(crate) is_stale: bool,
}

impl IdentitiesHtml {
    fn identity(&self, identity: &IdentityLine) -> Message {
        let added = self.frame.moment(&identity.created_at);
        let says = match &identity.last_used_at {
            Some(at) => self
                .frame
                .say("identity-used")
                .with("used", self.frame.moment(at)),
            None => self.frame.say("identity-unused"),
        };
        says.with("identity", identity.shown.as_str())
            .with("added", added)
    }
}

pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Response {
    let shown = identities_page(&app, &visit, Sheet::of(&visit)).await;
    or_fault(&visit, shown)
}

async fn identities_page(app: &App, visit: &Visit, sheet: Sheet) -> Result<Response, AccountError> {
    let me = signed_in(visit)?;
    let provider = app.provider_name().ok_or(AccountError::NoProvider)?;
    let html = IdentitiesHtml {
        frame: frame(app, visit).await?,
        sheet,
        provider: provider.to_owned(),
        identities: app.identities(me).await?,
        is_stale: app.methods(me).await?.is_stale,
    };
    Ok(page(StatusCode::OK, &html))
}

pub(crate) async fn add(State(app): State<App>, form: Form) -> Response {
    let visit = &form.visit;
    let done = async {
        let me = signed_in(visit)?;
        let address = app.begin_identity_link(me, &visit.form_token()).await?;
        provider::onward(&app, visit, address).await
    };
    done_or_again(&form, &[], done.await, async |sheet| {
        identities_page(&app, visit, sheet).await
    })
    .await
}

pub(crate) async fn remove(State(app): State<App>, form: Form) -> Response {
    let done = async {
        let me = signed_in(&form.visit)?;
        let key = form.fields.long_text("key", KEY_CHARS_MAX);
        let key = key.ok().flatten().unwrap_or_default();
        app.unlink_identity(me, key).await?;
        Ok(Redirect::to("/account/identities").into_response())
    };
    or_fault(&form.visit, done.await)
}

/// An issuer's address and a subject.
const KEY_CHARS_MAX: usize = 1_000;
