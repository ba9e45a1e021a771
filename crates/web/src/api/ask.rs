//! `/api/v1/ask`: a question and its answer.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use standing_app::App;
use standing_app::answer::{Answer, Question};
use standing_base::Date;
use utoipa::IntoParams;

use super::caller::Caller;
use super::given::Given;
use super::outcomes::Asking;
use crate::problem::Problem;

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "the parameters as they are described; they are read one by one"
)]
pub(crate) struct AskParams {
    /// A question of the rulebook, such as `endorse`
    #[param(min_length = 1, max_length = 300, pattern = r"\S", example = "endorse")]
    question: String,
    /// A person's id, number or name; `case:C1`; the id of a body or branch
    #[param(min_length = 1, max_length = 300, pattern = r"\S", example = "case:C1")]
    about: String,
    /// The day asked about; today where it is left out
    on: Option<Date>,
    /// What was known at the end of this day; everything where it is left out
    known: Option<Date>,
}

/// Answers a question from the record, with the clauses and facts that decide it
#[utoipa::path(
    get,
    path = "/ask",
    params(AskParams),
    responses((status = 200, description = "The answer", body = Answer), Asking),
    security((), ("token" = []))
)]
pub(crate) async fn answer(
    State(app): State<App>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<Answer>, Problem> {
    let given = Given::of(&uri, &["question", "about", "on", "known"])?;
    let question = Question {
        question: given.needed("question")?,
        about: given.needed("about")?,
        on: on(&app, &given).await?,
        known: given.day("known")?,
    };
    Ok(Json(app.ask(&caller.asker, &question).await?))
}

/// The day asked about.
pub(crate) async fn on(app: &App, given: &Given) -> Result<Date, Problem> {
    match given.day("on")? {
        Some(on) => Ok(on),
        None => Ok(app.today().await?),
    }
}
