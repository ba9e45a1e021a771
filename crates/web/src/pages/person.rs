//! `/people/{id}`: the public part of a person's record.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use standing_app::App;
use standing_app::answer::Truth;
use standing_app::asker::Asker;
use standing_app::person::{PersonPage, Right, TimelineRow};
use standing_base::{Id, IdKind};

use crate::address;
use crate::frame::{Frame, Section};
use crate::pages::ask_form::AskForm;
use crate::query::Fields;
use crate::respond::{Fault, Path, or_message, page};

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

    fn is_shown(&self, number: &u64) -> bool {
        self.shown_facts.contains(number)
    }

    fn word(&self, right: &Right) -> &'static str {
        match right.answer {
            Truth::Yes => "Yes",
            Truth::No => "No",
            Truth::Undecided => "Undecided",
        }
    }

    /// Whether the record learnt of it later than it happened.
    fn learnt_later(&self, row: &TimelineRow) -> bool {
        row.on.exact() != Some(row.recorded_on)
    }

    fn on_field(&self) -> String {
        self.person.on.to_string()
    }
}

pub(crate) async fn show(State(app): State<App>, Path(id): Path<String>, uri: Uri) -> Response {
    let shown = load(&app, &id, &uri).await;
    or_message(&app, Section::Record, shown).await
}

async fn load(app: &App, id: &str, uri: &Uri) -> Result<Response, Fault> {
    let id = id
        .parse::<Id>()
        .ok()
        .filter(|id| id.kind() == IdKind::Person)
        .ok_or_else(|| {
            Fault::NotThere("no person of this id is on the public record".to_owned())
        })?;
    let on = match Fields::of(uri)?.day("on")? {
        Some(on) => on,
        None => app.today().await?,
    };
    let person = app.person(&Asker::Public, id, on).await?;
    let frame = Frame::of(&*app.rules().await?, Section::Record);
    Ok(page(StatusCode::OK, &PersonHtml::new(frame, person)))
}
