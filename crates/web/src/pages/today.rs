//! `/today`: what waits for whoever signed in, by the roles that they hold, and how they stand.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use standing_app::App;
use standing_app::acts::Offered;
use standing_app::answer::Truth;
use standing_app::asker::{Asker, Person};
use standing_app::person::{PersonPage, Right};
use standing_app::system::SystemState;
use standing_app::waiting::ToDo;
use standing_base::Date;

use super::signed_in::{sign_in, signed_in};
use crate::address;
use crate::frame::{Frame, Section};
use crate::headers::keep_private;
use crate::respond::{Fault, page};
use crate::visit::Visit;

#[derive(Debug, Template)]
#[template(path = "today.html")]
pub(crate) struct TodayHtml {
    pub(crate) frame: Frame,
    pub(crate) today: Date,
    /// One's own record; nothing where it cannot be shown.
    pub(crate) own: Option<PersonPage>,
    pub(crate) to_do: ToDo,
    /// Whether something of this role could wait at all.
    pub(crate) holds_roles: bool,
    pub(crate) may_list: bool,
    pub(crate) admission: Option<Offered>,
    pub(crate) system: Option<SystemState>,
    /// How many confidential complaints wait for an answer, for whoever receives them.
    pub(crate) intakes: Option<u64>,
    /// Of how many confidential complaints the erasure is announced.
    pub(crate) intakes_leaving: u64,
    /// Whether they see who read what is sealed.
    pub(crate) sees_readings: bool,
}

impl TodayHtml {
    /// The rights that one does not have, or of which it cannot be said.
    fn withheld(&self) -> Vec<&Right> {
        let rights = self.own.iter().flat_map(|own| &own.rights);
        rights.filter(|right| right.answer != Truth::Yes).collect()
    }

    fn letters(&self, state: &str) -> u64 {
        let system = self.system.as_ref();
        let count = system.and_then(|system| system.letters.get(state));
        count.copied().unwrap_or_default()
    }
}

/// The addresses of these pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/me", get(own))
        .route("/today", get(show))
        .layer(axum::middleware::map_response(keep_private))
}

/// One's own record.
async fn own(State(_): State<App>, visit: Visit) -> Response {
    match &visit.visitor {
        Some(visitor) => Redirect::to(&address::person(&visitor.person)).into_response(),
        None => sign_in(),
    }
}

async fn show(State(app): State<App>, visit: Visit) -> Response {
    signed_in(&app, &visit, async |asker| load(&app, &asker).await).await
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
        to_do: app.to_do(asker).await?,
        holds_roles: asker
            .person()
            .is_some_and(|person| !person.capacities.is_empty()),
        may_list: app.may_list(asker).await?,
        admission: app.offered(asker, None).await?.into_iter().next(),
        system: app.system(asker).await?,
        intakes: app.intakes_waiting(asker).await?,
        intakes_leaving: app.intakes_leaving(asker).await?,
        sees_readings: app.sees_readings(asker).await?,
    };
    Ok(page(StatusCode::OK, &html))
}
