//! `/account/sessions`: where somebody is signed in, and signing out.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use standing_app::App;
use standing_app::account::session::SessionLine;
use standing_app::letters::Language;

use super::{frame, or_fault, signed_in, text};
use crate::form::Form;
use crate::frame::Frame;
use crate::language::{Message, Piece};
use crate::respond::page;
use crate::sheet::Sheet;
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "account/sessions.html")]
pub(crate) struct SessionsHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) sessions: Vec<SessionLine>,
}

impl SessionsHtml {
    fn browser(&self, line: &SessionLine) -> String {
        browser(self.frame.language, &line.session.agent)
    }

    /// `password and code`: the first step, and the second where there was one.
    fn means(&self, kept: &str) -> Piece {
        let say = |word: &str| {
            let found = MEANS.iter().find(|(known, _)| *known == word);
            found.map_or_else(|| Piece::of(word), |(_, key)| self.frame.say(key).piece())
        };
        let Some((first, second)) = kept.split_once(" and ") else {
            return say(kept);
        };
        let both = self.frame.say("means-both").with("first", say(first));
        both.with("second", say(second)).piece()
    }

    fn session(&self, line: &SessionLine) -> Message {
        let (frame, session) = (&self.frame, &line.session);
        frame
            .say("session")
            .with("browser", self.browser(line))
            .with("means", self.means(&session.means))
            .with("begun", frame.moment(&session.created_at))
            .with("seen", frame.moment(&session.last_seen_at))
    }
}

/// The ways to sign in, as a session keeps them, and their messages.
const MEANS: &[(&str, &str)] = &[
    ("password", "means-password"),
    ("link", "means-link"),
    ("passkey", "means-passkey"),
    ("code", "means-code"),
    ("recovery code", "means-recovery-code"),
];

/// What people call a thing: its own name in every language, or a message.
#[derive(Clone, Copy)]
enum Called {
    Name(&'static str),
    Message(&'static str),
}
use Called::{Message as In, Name};

/// What browsers call themselves, and what people call them; the first that is found counts, for
/// they all claim to be some others as well.
const BROWSERS: &[(&str, Called)] = &[
    ("Edg", Name("Edge")),
    ("OPR/", Name("Opera")),
    ("Firefox/", Name("Firefox")),
    ("Chrom", In("browser-chrome")),
    ("Safari/", Name("Safari")),
];

const SYSTEMS: &[(&str, Called)] = &[
    ("Android", Name("Android")),
    ("iPhone", In("system-iphone")),
    ("iPad", In("system-ipad")),
    ("Windows", Name("Windows")),
    ("Mac OS", In("system-mac")),
    ("Linux", Name("Linux")),
];

/// `Firefox on Linux`; its own words where it is none of the known ones.
fn browser(language: Language, agent: &str) -> String {
    let say = |key| Message::new(key).within(language);
    let known = |names: &[(&str, Called)]| {
        let found = names.iter().find(|(sign, _)| agent.contains(sign))?;
        Some(match found.1 {
            Name(name) => name.to_owned(),
            In(key) => say(key).text(),
        })
    };
    match (known(BROWSERS), known(SYSTEMS)) {
        (Some(browser), Some(system)) => {
            let both = say("browser-on").with("browser", browser);
            both.with("system", system).text()
        }
        (Some(browser), None) => browser,
        (None, _) if agent.trim().is_empty() => say("browser-unnamed").text(),
        (None, _) => agent.to_owned(),
    }
}

pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Response {
    let shown = async {
        let html = SessionsHtml {
            frame: frame(&app, &visit).await?,
            sheet: Sheet::of(&visit),
            sessions: app.my_sessions(signed_in(&visit)?).await?,
        };
        Ok(page(StatusCode::OK, &html))
    };
    or_fault(&visit, shown.await)
}

pub(crate) async fn end(State(app): State<App>, form: Form) -> Response {
    let done = async {
        let me = signed_in(&form.visit)?;
        app.end_session(me, text(&form, "session")?).await?;
        Ok(Redirect::to("/account/sessions").into_response())
    };
    or_fault(&form.visit, done.await)
}

pub(crate) async fn end_others(State(app): State<App>, form: Form) -> Response {
    let done = async {
        app.end_other_sessions(signed_in(&form.visit)?).await?;
        Ok(Redirect::to("/account/sessions").into_response())
    };
    or_fault(&form.visit, done.await)
}

pub(crate) async fn sign_out(State(app): State<App>, form: Form) -> Response {
    let done = async {
        let me = signed_in(&form.visit)?;
        app.end_session(me, &me.session).await?;
        let response = Redirect::to("/sign-in").into_response();
        Ok(form.visit.sign_out(response))
    };
    match done.await {
        Ok(response) => response,
        Err(error) => super::fault(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_called_what_people_call_it() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like \
            Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 \
            (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
        let linux = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        for (agent, name) in [
            (windows, "Edge on Windows"),
            (iphone, "Safari on an iPhone"),
            (linux, "Firefox on Linux"),
            ("curl/8.5.0", "curl/8.5.0"),
            (" ", "a browser that does not say its name"),
        ] {
            assert_eq!(browser(Language::English, agent), name);
        }
    }
}
