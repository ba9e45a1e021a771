//! `/today`: what waits for whoever signed in, by the roles that they hold, and how they stand.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use standing_app::App;
use standing_app::acts::Offered;
use standing_app::answer::Truth;
use standing_app::asker::{Asker, Person};
use standing_app::person::{PersonPage, Right};
use standing_app::system::SystemState;
use standing_app::waiting::Waiting;
use standing_base::Date;

use super::register::{asker, sign_in};
use crate::address;
use crate::frame::{Frame, Section};
use crate::respond::{Fault, or_message, page};
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "today.html")]
pub(crate) struct TodayHtml {
    pub(crate) frame: Frame,
    pub(crate) today: Date,
    /// One's own record; nothing where it cannot be shown.
    pub(crate) own: Option<PersonPage>,
    pub(crate) waiting: Vec<Waiting>,
    /// Whether something of this role could wait at all.
    pub(crate) holds_roles: bool,
    pub(crate) may_list: bool,
    pub(crate) admission: Option<Offered>,
    pub(crate) system: Option<SystemState>,
}

impl TodayHtml {
    /// The rights that one does not have, or of which it cannot be said.
    fn withheld(&self) -> Vec<&Right> {
        let rights = self.own.iter().flat_map(|own| &own.rights);
        rights.filter(|right| right.answer != Truth::Yes).collect()
    }

    fn letters(&self, state: &str) -> usize {
        let letters = self.system.iter().flat_map(|system| &system.letters);
        let mut of_state = letters.filter(|(of, _)| of == state);
        of_state.next().map_or(0, |(_, count)| *count)
    }
}

pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Response {
    let shown = match asker(&app, &visit).await {
        Ok(Some(asker)) => load(&app, &asker).await,
        Ok(None) => return sign_in(),
        Err(error) => Err(error.into()),
    };
    or_message(&app, Section::Today, shown).await
}

async fn load(app: &App, asker: &Asker) -> Result<Response, Fault> {
    let today = app.today().await?;
    let own = match asker.person() {
        Some(Person { id, .. }) => app.person(asker, *id, today).await.ok(),
        None => None,
    };
    let html = TodayHtml {
        frame: Frame::for_asker(&*app.rules().await?, Section::Today, asker),
        today,
        own,
        waiting: app.waiting(asker).await?,
        holds_roles: asker
            .person()
            .is_some_and(|person| !person.capacities.is_empty()),
        may_list: app.may_list(asker).await?,
        admission: app.offered(asker, None).await?.into_iter().next(),
        system: app.system(asker).await?,
    };
    Ok(page(StatusCode::OK, &html))
}
