//! `/meetings`, `/motions` and `/votes`: what is before a body, who is there, what was decided.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use standing_app::App;
use standing_app::asker::Asker;
use standing_app::meetings::{
    BodyAbout, BodyField, BodyForm, DivisionPage, FieldType, MeetingLine, MeetingPage, MotionPage,
    PersonLine,
};
use standing_base::{Date, Id, IdKind};

use super::signed_in::take;
use crate::address;
use crate::form::Form;
use crate::frame::{Frame, Section};
use crate::headers::keep_private;
use crate::language::{Message, Piece};
use crate::respond::{Fault, Path, or_message, page};
use crate::sheet::Sheet;
use crate::visit::Visit;

/// The addresses of these pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/meetings", get(list).post(begin))
        .route("/meetings/{id}", get(show).post(send))
        .route("/motions/{id}", get(show).post(send))
        .route("/votes/{id}", get(show).post(send))
        .layer(axum::middleware::map_response(keep_private))
}

/// A step on offer: its form, and the clause that allows it.
#[derive(Debug)]
pub(crate) struct Offered {
    pub(crate) form: BodyForm,
    pub(crate) clause: String,
}

/// Choices of a field: value and words.
type Choices = Vec<(String, String)>;

/// What every page with steps on it has.
#[derive(Debug)]
pub(crate) struct Steps {
    pub(crate) action: String,
    pub(crate) today: Date,
    pub(crate) offered: Vec<Offered>,
    /// By field, what there is to choose from on this page.
    choices: Vec<(&'static str, Choices)>,
    pub(crate) seen: u32,
}

impl Steps {
    fn of(offered: &[(String, String, String)]) -> Vec<Offered> {
        let forms = offered.iter().filter_map(|(kind, _, clause)| {
            Some(Offered {
                form: BodyForm::of(kind)?,
                clause: clause.clone(),
            })
        });
        forms.collect()
    }

    /// On a page that is made up.
    #[cfg(any(test, feature = "samples"))]
    pub(crate) fn shown(today: Date, offered: &[(String, String, String)]) -> Self {
        Self {
            action: "/meetings".to_owned(),
            today,
            offered: Self::of(offered),
            choices: Vec::new(),
            seen: 0,
        }
    }

    fn choices(&self, frame: &Frame, field: &BodyField) -> Choices {
        let of_page = self.choices.iter().find(|(name, _)| *name == field.name);
        if let Some((_, choices)) = of_page {
            return choices.clone();
        }
        let fixed = field.choices.iter();
        let mut choices: Choices = fixed
            .map(|code| ((*code).to_owned(), frame.heading(frame.code(code))))
            .collect();
        if field.kind == FieldType::YesNo {
            choices = ["yes", "no"]
                .into_iter()
                .zip(["small-yes", "small-no"])
                .map(|(code, key)| (code.to_owned(), frame.say(key).text()))
                .collect();
        }
        choices
    }
}

fn named(people: &[PersonLine]) -> Choices {
    let named = people.iter();
    named
        .map(|person| {
            let name = person.name.clone();
            (
                person.id.to_string(),
                name.unwrap_or_else(|| person.id.to_string()),
            )
        })
        .collect()
}

#[derive(Debug, Template)]
#[template(path = "meetings/list.html")]
pub(crate) struct ListHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) meetings: Vec<MeetingLine>,
    /// What may be begun, each with the bodies in which it may.
    pub(crate) begun: Vec<(Steps, Choices)>,
    pub(crate) today: Date,
}

impl ListHtml {
    fn today(&self) -> Date {
        self.today
    }
}

#[derive(Debug, Template)]
#[template(path = "meetings/meeting.html")]
pub(crate) struct MeetingHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) page: MeetingPage,
    pub(crate) steps: Steps,
}

#[derive(Debug, Template)]
#[template(path = "meetings/motion.html")]
pub(crate) struct MotionHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) page: MotionPage,
    pub(crate) steps: Steps,
}

#[derive(Debug, Template)]
#[template(path = "meetings/vote.html")]
pub(crate) struct VoteHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) page: DivisionPage,
    pub(crate) steps: Steps,
}

impl MeetingHtml {
    /// Whether an item is the one before the meeting.
    fn is_at(&self, number: &u64) -> bool {
        self.page.at == Some(*number)
    }
}

/// What the templates of all these pages ask.
macro_rules! common {
    ($($page:ident),+) => {
        $(impl $page {
            const fn today(&self) -> Date {
                self.steps.today
            }

            /// Somebody by name, or that they are a member whose name is not told.
            fn who(&self, person: &PersonLine) -> Piece {
                who(&self.frame, person)
            }
        })+
    };
}
common!(MeetingHtml, MotionHtml, VoteHtml);

fn who(frame: &Frame, person: &PersonLine) -> Piece {
    match &person.name {
        Some(name) => frame.theirs(name),
        None => frame.say("meeting-somebody").piece(),
    }
}

async fn list(State(app): State<App>, visit: Visit) -> Response {
    let shown = async {
        let asker = visit.asker(&app).await?;
        draw_list(&app, &asker, Sheet::of(&visit)).await
    };
    or_message(&app, Section::Meetings, shown.await).await
}

async fn draw_list(app: &App, asker: &Asker, sheet: Sheet) -> Result<Response, Fault> {
    let today = app.today().await?;
    let mut begun = Vec::new();
    for (kind, bodies) in [
        ("meeting_planned", app.may_plan(asker).await?),
        ("motion_submitted", app.may_move(asker).await?),
    ] {
        let Some(form) = BodyForm::of(kind).filter(|_| !bodies.is_empty()) else {
            continue;
        };
        let steps = Steps {
            action: "/meetings".to_owned(),
            today,
            offered: vec![Offered {
                form,
                clause: String::new(),
            }],
            choices: Vec::new(),
            seen: 0,
        };
        let bodies = bodies.into_iter().map(|(id, name)| (id.to_string(), name));
        begun.push((steps, bodies.collect()));
    }
    let html = ListHtml {
        frame: Frame::for_asker(&*app.rules().await?, Section::Meetings, asker),
        sheet,
        meetings: app.meetings(asker, None).await?,
        begun,
        today,
    };
    Ok(page(StatusCode::OK, &html))
}

async fn begin(State(app): State<App>, form: Form) -> Response {
    let done = async |asker: &Asker| {
        let filled = form.fields.filled()?;
        let body = id(value(&filled, "body"))?;
        act(&app, asker, BodyAbout::New(body), &filled).await
    };
    let again = async |asker: &Asker, sheet| draw_list(&app, asker, sheet).await;
    take(&app, &form, done, again).await
}

async fn show(State(app): State<App>, Path(id): Path<String>, visit: Visit) -> Response {
    let shown = async {
        let asker = visit.asker(&app).await?;
        draw(&app, &asker, &id, Sheet::of(&visit)).await
    };
    or_message(&app, Section::Meetings, shown.await).await
}

async fn draw(app: &App, asker: &Asker, text: &str, sheet: Sheet) -> Result<Response, Fault> {
    let frame = Frame::for_asker(&*app.rules().await?, Section::Meetings, asker);
    let about = id(text)?;
    let today = app.today().await?;
    let steps = |offered: &[(String, String, String)], choices, seen| Steps {
        action: address::of_body(&about),
        today,
        offered: Steps::of(offered),
        choices,
        seen,
    };
    Ok(match about.kind() {
        IdKind::Motion => {
            let shown = app.motion(asker, about).await?;
            let html = MotionHtml {
                frame,
                sheet,
                steps: steps(&shown.offered, Vec::new(), shown.seen),
                page: shown,
            };
            page(StatusCode::OK, &html)
        }
        IdKind::Division => {
            let shown = app.division(asker, about).await?;
            let html = VoteHtml {
                frame,
                sheet,
                steps: steps(&shown.offered, Vec::new(), 0),
                page: shown,
            };
            page(StatusCode::OK, &html)
        }
        _ => {
            let shown = app.meeting(asker, about).await?;
            let html = MeetingHtml {
                frame,
                sheet,
                steps: steps(&shown.offered, choices(&shown), shown.seen),
                page: shown,
            };
            page(StatusCode::OK, &html)
        }
    })
}

/// What there is to choose from on the page of a meeting.
fn choices(page: &MeetingPage) -> Vec<(&'static str, Choices)> {
    let items = page.agenda.iter().map(|item| {
        let title = item.title.clone().unwrap_or_default();
        (item.number.to_string(), format!("{}. {title}", item.number))
    });
    let people: Vec<PersonLine> = page.here.iter().chain(&page.away).cloned().collect();
    let motions = page.motions.iter();
    let decisions = page.decisions.iter();
    vec![
        ("item", items.collect()),
        ("person", named(&people)),
        ("owner", named(&people)),
        (
            "motion",
            motions
                .map(|motion| (motion.id.to_string(), motion.title.clone()))
                .collect(),
        ),
        (
            "decision",
            decisions
                .map(|code| (code.clone(), code.replace('_', " ")))
                .collect(),
        ),
        (
            "meeting",
            vec![(page.line.id.to_string(), page.line.title.clone())],
        ),
    ]
}

async fn send(State(app): State<App>, Path(about): Path<String>, form: Form) -> Response {
    let done = async |asker: &Asker| {
        let filled = form.fields.filled()?;
        let about = id(&about)?;
        // A vote is opened on the page of its meeting.
        let known = match value(&filled, "kind") {
            "division_opened" => BodyAbout::New(app.meeting(asker, about).await?.line.body),
            _ => BodyAbout::Known(about),
        };
        act(&app, asker, known, &filled).await
    };
    let again = async |asker: &Asker, sheet| draw(&app, asker, &about, sheet).await;
    take(&app, &form, done, again).await
}

async fn act(
    app: &App,
    asker: &Asker,
    about: BodyAbout,
    filled: &[(String, String)],
) -> Result<Response, Fault> {
    let kind = value(filled, "kind");
    let Some(form) = BodyForm::of(kind) else {
        return Err(nothing());
    };
    let done = app.act_in_body(asker, &form.read(about, filled)?).await?;
    Ok(Redirect::to(&address::of_body(&done.about)).into_response())
}

fn value<'a>(filled: &'a [(String, String)], name: &str) -> &'a str {
    let found = filled.iter().find(|(field, _)| field == name);
    found.map_or("", |(_, value)| value.as_str())
}

fn nothing() -> Fault {
    Fault::NotThere(Message::new("nothing-here"))
}

fn id(text: &str) -> Result<Id, Fault> {
    text.parse().map_err(|_| nothing())
}
