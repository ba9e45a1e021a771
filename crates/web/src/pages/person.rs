//! `/people/{id}`: the public part of a person's record.

use std::collections::BTreeSet;
use std::fmt;

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use standing_app::App;
use standing_app::acts::Offered;
use standing_app::person::{Limbo, PersonPage, Right, TimelineRow};
use standing_base::{Id, IdKind};

use crate::address;
use crate::frame::{Frame, Section};
use crate::language::{Message, Piece};
use crate::pages::ask_form::AskForm;
use crate::query::Fields;
use crate::respond::{Fault, Path, or_message, page};
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "person.html")]
pub(crate) struct PersonHtml {
    pub(crate) frame: Frame,
    pub(crate) person: PersonPage,
    pub(crate) form: AskForm,
    /// The tracks, each row with whether it is the one that `#fact-N` leads to: a fact can stand
    /// on several tracks, an address in the page only once.
    tracks: Vec<(String, Vec<(bool, TimelineRow)>)>,
    shown_facts: BTreeSet<u64>,
    /// What the reader may put on this record.
    pub(crate) offered: Vec<Offered>,
    pub(crate) is_own: bool,
    /// The number of the fact that the reader has just recorded.
    pub(crate) done: Option<String>,
}

impl PersonHtml {
    pub(crate) fn new(frame: Frame, mut person: PersonPage) -> Self {
        let mut shown_facts = BTreeSet::new();
        let tracks = std::mem::take(&mut person.timeline)
            .into_iter()
            .map(|track| {
                let rows = track
                    .rows
                    .into_iter()
                    .map(|row| {
                        let first = row.number.is_some_and(|number| shown_facts.insert(number));
                        (first, row)
                    })
                    .collect();
                (track.title, rows)
            })
            .collect();
        let form = AskForm {
            about: person.id.to_string(),
            fixed_about: Some(person.name.clone()),
            ..AskForm::empty(person.questions.clone(), person.on)
        };
        Self {
            frame,
            person,
            form,
            tracks,
            shown_facts,
            offered: Vec::new(),
            is_own: false,
            done: None,
        }
    }
}

#[expect(
    clippy::unused_self,
    clippy::trivially_copy_pass_by_ref,
    reason = "templates call helpers as methods of the page and pass references"
)]
impl PersonHtml {
    fn ask(&self, right: &Right) -> String {
        address::ask(
            &right.question,
            &self.person.id.to_string(),
            self.person.on,
            None,
        )
    }

    /// The form, with the case filled in.
    fn ask_case(&self, case: &str) -> String {
        let fields = [
            ("about", format!("case:{case}")),
            ("on", self.person.on.to_string()),
        ];
        address::query("/ask", &fields)
    }

    /// The case that a track is of, for those who may read it.
    fn case_of<'t>(&self, track: &'t str) -> Option<&'t str> {
        let case = track.strip_prefix("case ");
        case.filter(|_| self.person.reads_file)
    }

    fn is_shown(&self, number: &u64) -> bool {
        self.shown_facts.contains(number)
    }

    fn fact_anchor(&self, number: &impl fmt::Display) -> String {
        format!("#fact-{number}")
    }

    fn own(&self) -> Message {
        let page = address::person(&self.person.id);
        self.frame
            .say("own-record")
            .link("looked", format!("{page}/accesses"))
            .link("read", format!("{page}/record.html"))
            .link("json", format!("{page}/record.json"))
    }

    fn suspended(&self, limbo: &Limbo) -> Message {
        let frame = &self.frame;
        let message = match &limbo.lapses_on {
            Some(day) => frame.say("limbo-lapses").with("lapses", frame.day(day)),
            None => frame.say("limbo"),
        };
        message
            .with("since", frame.day(limbo.suspended_since))
            .with("step", frame.day(limbo.last_step_on))
    }

    fn of_no_effect(&self, by: &u64) -> Message {
        let fact = self.frame.say("fact").with("fact", by.to_string());
        let message = self.frame.say("of-no-effect").marked("mark", "strong");
        if self.is_shown(by) {
            message.with("fact", self.frame.link(self.fact_anchor(by), fact))
        } else {
            message.with("fact", fact)
        }
    }

    fn cases(&self) -> Piece {
        let cases = self.person.cases.iter();
        let links = cases.map(|case| {
            let words = self.frame.say("ask-case").with("case", case);
            self.frame.link(self.ask_case(case), words)
        });
        self.frame.enumerated(links.collect())
    }

    /// Whether the record learnt of it later than it happened.
    fn learnt_later(&self, row: &TimelineRow) -> bool {
        row.on.exact() != Some(row.recorded_on)
    }

    fn on_field(&self) -> String {
        self.person.on.to_string()
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    uri: Uri,
) -> Response {
    let shown = load(&app, &id, &visit, &uri).await;
    visit
        .keep(or_message(&app, Section::Record, shown).await)
        .await
}

async fn load(app: &App, id: &str, visit: &Visit, uri: &Uri) -> Result<Response, Fault> {
    let id = id
        .parse::<Id>()
        .ok()
        .filter(|id| id.kind() == IdKind::Person)
        .ok_or_else(|| Fault::NotThere(Message::new("no-person")))?;
    let fields = Fields::of(uri)?;
    let on = match fields.day("on")? {
        Some(on) => on,
        None => app.today().await?,
    };
    let asker = visit.asker(app).await?;
    let person = app.person(&asker, id, on).await?;
    let frame = Frame::for_asker(&*app.rules().await?, Section::Record, &asker);
    let mut html = PersonHtml::new(frame, person);
    if visit.visitor.is_some() {
        html.offered = app.offered(&asker, Some(id)).await?;
        html.is_own = asker.person().is_some_and(|person| person.id == id);
        html.done = fields.text("done")?.map(str::to_owned);
    }
    Ok(page(StatusCode::OK, &html))
}
