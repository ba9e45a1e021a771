//! `/account/tokens`: tokens by which programs ask, and act, in somebody's name. Each is shown once,
//! when it is made.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use standing_app::App;
use standing_app::account::AccountError;
use standing_app::account::api_token::{DAYS_MAX, Draft, NAME_CHARS_MAX, TokenLine};
use standing_app::ports::api::Scope;

use super::{done_or_again, frame, or_fault, signed_in, text};
use crate::form::Form;
use crate::frame::Frame;
use crate::language::Message;
use crate::respond::page;
use crate::sheet::Sheet;
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "account/tokens.html")]
pub(crate) struct TokensHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) tokens: Vec<TokenLine>,
    /// The one that was just made.
    pub(crate) new: Option<String>,
    pub(crate) is_stale: bool,
}

impl TokensHtml {
    fn name_chars_max(&self) -> usize {
        NAME_CHARS_MAX
    }

    fn days_max(&self) -> u32 {
        DAYS_MAX
    }

    /// How many days are offered first.
    fn days(&self) -> &str {
        match self.sheet.value("days") {
            "" => "90",
            typed => typed,
        }
    }

    fn may_act(&self, line: &TokenLine) -> bool {
        line.token.scope == Scope::Act
    }

    fn expires(&self, line: &TokenLine) -> Message {
        let key = if line.has_expired {
            "token-expired"
        } else {
            "token-expires"
        };
        let day = self.frame.moment(&line.token.expires_at);
        self.frame.say(key).with("day", day)
    }

    fn is_chosen(&self, scope: &str) -> bool {
        self.sheet.value("scope") == scope
    }
}

async fn tokens_page(
    app: &App,
    visit: &Visit,
    sheet: Sheet,
    new: Option<String>,
) -> Result<Response, AccountError> {
    let me = signed_in(visit)?;
    let html = TokensHtml {
        frame: frame(app, visit).await?,
        sheet,
        tokens: app.my_api_tokens(me).await?,
        new,
        is_stale: app.methods(me).await?.is_stale,
    };
    Ok(page(StatusCode::OK, &html))
}

pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Response {
    let shown = tokens_page(&app, &visit, Sheet::of(&visit), None).await;
    or_fault(&visit, shown)
}

pub(crate) async fn make(State(app): State<App>, form: Form) -> Response {
    let visit = &form.visit;
    let done = async {
        let draft = Draft {
            name: text(&form, "name")?.to_owned(),
            scope: text(&form, "scope")?.to_owned(),
            days: text(&form, "days")?.to_owned(),
        };
        let token = app.new_api_token(signed_in(visit)?, &draft).await?;
        tokens_page(&app, visit, Sheet::of(visit), Some(token)).await
    };
    let done = done.await;
    done_or_again(&form, &["name", "scope", "days"], done, async |sheet| {
        tokens_page(&app, visit, sheet, None).await
    })
    .await
}

pub(crate) async fn revoke(State(app): State<App>, form: Form) -> Response {
    let done = async {
        let me = signed_in(&form.visit)?;
        app.revoke_api_token(me, text(&form, "token")?).await?;
        Ok(Redirect::to("/account/tokens").into_response())
    };
    or_fault(&form.visit, done.await)
}
