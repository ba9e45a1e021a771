//! `/people/{id}/acts/{kind}`: something is put on a person's record.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use standing_app::acts::ahead::{Ahead, Reckoning};
use standing_app::acts::form::{ActForm, Takes};
use standing_app::acts::{CaseLetter, Service};
use standing_app::asker::Asker;
use standing_app::intake::Closing;
use standing_app::person::TimelineRow;
use standing_app::{App, AppError};
use standing_base::{Date, Id};

use super::label::label;
use crate::address;
use crate::form::Form;
use crate::frame::{Frame, Section};
use crate::language::{Message, Piece};
use crate::pages::signed_in::{signed_in, take};
use crate::query::Fields;
use crate::respond::{Fault, Path, page};
use crate::sheet::Sheet;
use crate::visit::Visit;

/// The field of the form in which the days ahead are sent back as they were shown.
const AHEAD: &str = "ahead";
/// The field in which it is sent back which letter was shown.
const LETTER: &str = "letter";
/// The field that names the confidential complaint which is put on the record.
const INTAKE: &str = "intake";

#[derive(Debug, Template)]
#[template(path = "register/act.html")]
pub(crate) struct ActHtml {
    pub(crate) frame: Frame,
    pub(crate) form: ActForm,
    pub(crate) sheet: Sheet,
    /// What it would set running for what is filled in.
    pub(crate) ahead: Ahead,
    /// Whether it is other than what was shown when the form was sent.
    pub(crate) is_ahead_new: bool,
    /// The letter of a case as it will go out with what is filled in.
    pub(crate) letter: Option<CaseLetter>,
    /// Whether letters are kept with their case.
    pub(crate) is_kept: bool,
    /// What others have put on the record since the form was opened.
    pub(crate) new: Vec<TimelineRow>,
}

impl ActHtml {
    /// The field that names the complaint which is put on the record.
    const fn intake(&self) -> &'static str {
        INTAKE
    }

    fn title(&self) -> String {
        self.frame.heading(&self.form.act.says)
    }

    fn today(&self) -> Date {
        self.form.today
    }

    fn action(&self) -> String {
        address::act(self.form.about, &self.form.act.kind)
    }

    /// Whether a text may be left empty.
    fn is_optional(&self, text: &str) -> bool {
        self.form.needed != Some(text)
    }

    fn label(&self, field: &str) -> Piece {
        label(&self.frame, field)
    }

    /// What was typed, or the day of the form.
    fn on(&self) -> String {
        match self.sheet.value("on") {
            "" => self.form.today.to_string(),
            typed => typed.to_owned(),
        }
    }

    fn choices<'a>(&self, takes: &'a Takes) -> Option<&'a [(String, String)]> {
        match takes {
            Takes::Choice(choices) => Some(choices),
            _ => None,
        }
    }

    fn is_yes_no(&self, takes: &Takes) -> bool {
        *takes == Takes::YesNo
    }

    /// How a last day is reckoned, in words: `28 days (clear)`.
    fn reckoning(&self, by: &Reckoning) -> Message {
        let field = || {
            let field = by.field.as_deref().unwrap_or_default();
            label(&self.frame, field)
        };
        let Some(length) = &by.length else {
            return self.frame.say("ahead-by-field").with("field", field());
        };
        let length = self.frame.theirs(length);
        let counted = match by.counting {
            "calendar" => "ahead-calendar",
            "working" => "ahead-working",
            _ => "ahead-clear",
        };
        let counted = self.frame.say(counted).with("length", length);
        match &by.field {
            Some(_) => self
                .frame
                .say("ahead-or-field")
                .with("length", counted)
                .with("field", field()),
            None => counted,
        }
    }

    /// What is shown of the days ahead, sent back so that nobody records other days than they saw.
    fn shown(&self) -> String {
        shown(&self.ahead)
    }

    /// How the letter comes to the member.
    fn delivery(&self, letter: &CaseLetter) -> &'static str {
        match (letter.service, self.is_kept) {
            (Service::Mailed, _) => "letter-is-mailed",
            (Service::LaidReady, _) => "letter-is-ready",
            (Service::Elsewhere, true) => "letter-is-given",
            (Service::Elsewhere, false) => "letter-is-copied",
        }
    }

    fn hint(&self, takes: &Takes) -> Option<&'static str> {
        match takes {
            Takes::Date => Some("hint-date"),
            Takes::Number => Some("hint-number"),
            Takes::Code => Some("hint-short-code"),
            Takes::Codes => Some("hint-short-codes"),
            Takes::YesNo | Takes::Choice(_) => None,
        }
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Path((id, kind)): Path<(String, String)>,
    visit: Visit,
    uri: Uri,
) -> Response {
    let sheet = Sheet::of(&visit);
    signed_in(&app, &visit, async |asker| {
        let sheet = begun(&app, &asker, sheet, &uri).await?;
        draw(&app, &asker, &id, &kind, Shown::first(sheet)).await
    })
    .await
}

/// What the form shows beside its fields.
struct Shown {
    sheet: Sheet,
    is_ahead_new: bool,
    letter: Option<CaseLetter>,
}

impl Shown {
    /// Before the letter is known.
    fn first(sheet: Sheet) -> Self {
        Self {
            sheet,
            is_ahead_new: false,
            letter: None,
        }
    }
}

/// The sheet, with what the address says of a complaint that is put on the record.
async fn begun(app: &App, asker: &Asker, sheet: Sheet, uri: &Uri) -> Result<Sheet, Fault> {
    let fields = Fields::of(uri)?;
    let Some(intake) = fields.text(INTAKE)? else {
        return Ok(sheet);
    };
    let id: Id = intake
        .parse()
        .map_err(|_| Fault::NotThere(Message::new("nothing-here")))?;
    let matter = app.intake_matter(asker, id).await?;
    let reference = fields.text("ref")?.unwrap_or_default();
    Ok(sheet
        .with(INTAKE, intake)
        .with("ref", reference)
        .with("way", "confidential-form")
        .with("matter", &matter))
}

/// Says on the complaint that was put on the record as which case it was.
async fn entered(
    app: &App,
    asker: &Asker,
    filled: &[(String, String)],
) -> Result<Option<Response>, Fault> {
    let value = |name: &str| {
        let found = filled.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.clone())
    };
    let (Some(intake), Some(reference)) = (value(INTAKE), value("ref")) else {
        return Ok(None);
    };
    let id: Id = intake
        .parse()
        .map_err(|_| Fault::NotThere(Message::new("nothing-here")))?;
    app.close_intake(asker, id, &Closing::Entered(reference))
        .await?;
    Ok(Some(Redirect::to(&address::intake(id)).into_response()))
}

async fn draw(
    app: &App,
    asker: &Asker,
    id: &str,
    kind: &str,
    shown: Shown,
) -> Result<Response, Fault> {
    let Shown {
        sheet,
        is_ahead_new,
        letter,
    } = shown;
    let form = app.act_form(asker, person(id)?, kind).await?;
    let frame = Frame::for_asker(&*app.rules().await?, Section::Register, asker);
    let new = rows(app, asker, &form, &sheet.facts).await?;
    let ahead = app.ahead(asker, &form, sheet.values()).await?;
    let html = ActHtml {
        frame,
        form,
        sheet,
        ahead,
        is_ahead_new,
        letter,
        is_kept: app.has_vault(),
        new,
    };
    Ok(page(StatusCode::OK, &html))
}

/// The days ahead in a line, such as `suspension_lapse 2019-08-26, suspension_term -`.
fn shown(ahead: &Ahead) -> String {
    let duties = ahead.duties.iter();
    let duties = duties.map(|duty| (&duty.duty, duty.by.last_day));
    let limits = ahead.limits.iter();
    let limits = limits.map(|limit| (&limit.timer, limit.by.last_day));
    let days = duties.chain(limits).map(|(id, last)| match last {
        Some(last) => format!("{id} {last}"),
        None => format!("{id} -"),
    });
    days.collect::<Vec<_>>().join(", ")
}

/// Facts of the record as the reader may see them.
async fn rows(
    app: &App,
    asker: &Asker,
    form: &ActForm,
    facts: &[u64],
) -> Result<Vec<TimelineRow>, AppError> {
    if facts.is_empty() {
        return Ok(Vec::new());
    }
    let page = app.person(asker, form.about, form.today).await?;
    let rows = page.timeline.into_iter().flat_map(|track| track.rows);
    Ok(rows
        .filter(|row| row.number.is_some_and(|number| facts.contains(&number)))
        .collect())
}

fn person(id: &str) -> Result<Id, Fault> {
    id.parse()
        .map_err(|_| Fault::NotThere(Message::new("no-such-person")))
}

pub(crate) async fn send(
    State(app): State<App>,
    Path((id, kind)): Path<(String, String)>,
    form: Form,
) -> Response {
    let again =
        async |asker: &Asker, sheet| draw(&app, asker, &id, &kind, Shown::first(sheet)).await;
    let done = async |asker: &Asker| done(&app, asker, &id, &kind, &form).await;
    take(&app, &form, done, again).await
}

async fn done(
    app: &App,
    asker: &Asker,
    id: &str,
    kind: &str,
    form: &Form,
) -> Result<Response, Fault> {
    let person = person(id)?;
    let filled = form.fields.filled()?;
    let asked = app.act_form(asker, person, kind).await?;
    let act = asked.read(&filled)?;
    let seen = |wanted: &str| {
        let seen = filled.iter().find(|(name, _)| name == wanted);
        seen.map_or("", |(_, seen)| seen.as_str())
    };
    let ahead = app.ahead(asker, &asked, &filled).await?;
    let is_ahead_new = shown(&ahead) != seen(AHEAD);
    let letter = app.letter_ahead(asker, &act).await?;
    let seal = letter.as_ref().map(CaseLetter::seal);
    if is_ahead_new || seal.is_some_and(|seal| seal != seen(LETTER)) {
        let sheet = Sheet::of(&form.visit).typed(filled);
        let shown = Shown {
            sheet,
            is_ahead_new,
            letter,
        };
        return draw(app, asker, id, kind, shown).await;
    }
    let done = app.act(asker, &act).await?;
    if let Some(back) = entered(app, asker, &filled).await? {
        return Ok(back);
    }
    let number = done.facts.first().copied().unwrap_or_default();
    // Whom an act took out of the asker's reach is no longer theirs to look at.
    let today = app.today().await?;
    let to = match app.person(asker, person, today).await {
        Ok(_) => format!("{}?done={number}#fact-{number}", address::person(&person)),
        Err(AppError::NotFound { .. }) => format!("/register?done={number}"),
        Err(error) => return Err(error.into()),
    };
    Ok(Redirect::to(&to).into_response())
}
