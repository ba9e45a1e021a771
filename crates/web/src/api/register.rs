//! `/api/v1/register`: the members whom the asker may see, as at a day.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use serde::Serialize;
use standing_app::App;
use standing_app::answer::Truth;
use standing_app::members::{Listing, MemberLine, Order};
use standing_base::{Date, Id};
use utoipa::{IntoParams, ToSchema};

use super::ask::on;
use super::caller::Caller;
use super::cursor::Wanted;
use super::given::Given;
use super::outcomes::Asking;
use crate::problem::Problem;

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "the parameters as they are described; they are read one by one"
)]
pub(crate) struct RegisterParams {
    /// The day; today where it is left out
    on: Option<Date>,
    /// Only those who belonged to this branch
    branch: Option<Id>,
    /// Only those for whom this question has the answer, such as `is_suspended`
    #[param(
        min_length = 1,
        max_length = 300,
        pattern = r"\S",
        example = "is_suspended"
    )]
    question: Option<String>,
    /// `yes` where it is left out
    #[param(inline)]
    answer: Option<Truth>,
    /// `registered` where it is left out: in the order in which people came onto the record
    #[param(inline)]
    order: Option<Order>,
    /// At most so many on a page
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u32>,
    /// `next` of the page before, with the other parameters as they were
    #[param(pattern = "^[0-9a-f]+$", max_length = 4000)]
    cursor: Option<String>,
}

const KNOWN: [&str; 7] = [
    "on", "branch", "question", "answer", "order", "limit", "cursor",
];

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RegisterPage {
    on: Date,
    items: Vec<MemberLine>,
    /// The cursor of the next page; `null` on the last.
    next: Option<String>,
}

/// A page of the register
#[utoipa::path(
    get,
    path = "/register",
    params(RegisterParams),
    responses((status = 200, description = "Members", body = RegisterPage), Asking),
    security((), ("token" = []))
)]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<RegisterPage>, Problem> {
    let given = Given::of(&uri, &KNOWN)?;
    let answer = given.truth("answer")?.unwrap_or(Truth::Yes);
    let mut listing = Listing {
        on: on(&app, &given).await?,
        branch: given.id("branch")?,
        question: given.text("question").map(|it| (it.to_owned(), answer)),
        order: order(&given)?,
        after: None,
        limit: 0,
    };
    let wanted = Wanted::of(&given, format!("{listing:?}"))?;
    listing.limit = wanted.limit;
    listing.after.clone_from(&wanted.after);
    let page = app.members(&caller.asker, &listing).await?;
    Ok(Json(RegisterPage {
        on: page.on,
        items: page.members,
        next: page.next.map(|last| wanted.cursor(&last)),
    }))
}

fn order(given: &Given) -> Result<Order, Problem> {
    let Some(word) = given.text("order") else {
        return Ok(Order::default());
    };
    Order::find(word).ok_or_else(|| {
        let words = Order::ALL.map(Order::word).join("`, `");
        Problem::malformed("order", format!("`order` is one of `{words}`"))
    })
}
