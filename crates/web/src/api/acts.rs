//! Recording: who is admitted, and what is put on a person's record. Every kind of fact that the
//! rulebook has goes through the same two addresses: one tells what is asked for, one takes it.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderName, StatusCode, Uri};
use serde::{Deserialize, Serialize};
use standing_app::App;
use standing_app::acts::admission::{Admission, NAME_CHARS_MAX, NUMBER_CHARS_MAX};
use standing_app::acts::ahead::Ahead;
use standing_app::acts::form::{self, ActForm, FormField, Takes};
use standing_app::acts::once::Once;
use standing_app::acts::{CHANGED_SINCE, Done, Offered};
use standing_app::named::Named;
use standing_app::{AppError, error::FieldFault};
use standing_base::{Date, Id, PartialDate};
use utoipa::ToSchema;

use super::body::Sent;
use super::caller::{Actor, Caller};
use super::given::Given;
use super::outcomes::{Acting, Looking};
use super::path::Path;
use super::people::id_of;
use crate::address;
use crate::problem::Problem;
use crate::query::TEXT_CHARS_MAX;

type Created = (StatusCode, [(HeaderName, String); 1], Json<Done>);

fn created(done: Done) -> Created {
    let location = format!("{}{}", super::ROOT, address::person(&done.about));
    (StatusCode::CREATED, [(LOCATION, location)], Json(done))
}

/// Somebody new.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMember {
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// The membership number, if there is one.
    #[serde(default)]
    #[schema(max_length = 40)]
    number: Option<String>,
    #[serde(default)]
    born_on: Option<PartialDate>,
    /// The branch to join.
    #[serde(default)]
    branch: Option<Id>,
    /// Member from this day on.
    on: PartialDate,
    /// The address to which they are welcomed and invited to an account.
    #[serde(default)]
    #[schema(max_length = 254)]
    email: Option<String>,
    /// In which of your roles; may be left out where only one may do it.
    #[serde(default)]
    #[schema(max_length = 300)]
    capacity: Option<String>,
    /// That this is another person than those of the same name.
    #[serde(default)]
    is_another: bool,
}

/// Admits somebody new
#[utoipa::path(
    post,
    path = "/people",
    params(("Idempotency-Key" = String, Header, description = "A new key for each act",
        min_length = 1, max_length = 100, pattern = "^[!-~]+$")),
    request_body = NewMember,
    responses(
        (status = 201, description = "Admitted; the same again for the same key", body = Done,
            headers(("Location" = String, description = "Where the person is"))),
        Acting
    ),
    security(("token" = []))
)]
pub(crate) async fn admit(
    State(app): State<App>,
    Actor(caller): Actor,
    uri: Uri,
    sent: Sent<NewMember>,
) -> Result<Created, Problem> {
    Given::of(&uri, &[])?;
    let once = sent.once(&caller)?;
    let new = sent.value;
    within("name", &new.name, NAME_CHARS_MAX)?;
    let number = new.number.unwrap_or_default();
    within("number", &number, NUMBER_CHARS_MAX)?;
    let text = |day: Option<PartialDate>| day.map_or_else(String::new, |day| day.to_string());
    let admission = Admission {
        name: new.name,
        number,
        born_on: text(new.born_on),
        branch: new.branch.map_or_else(String::new, |id| id.to_string()),
        on: text(Some(new.on)),
        email: new.email.unwrap_or_default(),
        capacity: new.capacity.unwrap_or_default(),
        is_another: new.is_another,
    };
    let done = app
        .admit_once(&caller.asker, &admission, Some(&once))
        .await?;
    Ok(created(done))
}

fn within(field: &str, text: &str, chars_max: usize) -> Result<(), Problem> {
    if text.chars().count() <= chars_max {
        return Ok(());
    }
    let says = format!("`{field}` is longer than {chars_max} characters; shorten it");
    Err(Problem::malformed(field, says))
}

/// What may be recorded about a person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfferedActs {
    items: Vec<Offered>,
}

/// The kinds of fact that the asker may record about a person today
#[utoipa::path(
    get,
    path = "/people/{id}/acts",
    params(("id" = Id, Path, description = "The person's id")),
    responses((status = 200, description = "Kinds of fact", body = OfferedActs), Looking),
    security(("token" = []))
)]
pub(crate) async fn offered(
    State(app): State<App>,
    Path(id): Path<String>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<OfferedActs>, Problem> {
    Given::of(&uri, &[])?;
    caller.bearer()?;
    let items = app.offered(&caller.asker, Some(id_of(&id)?)).await?;
    if items.is_empty() {
        return Err(Problem::not_there(
            "there is nothing here that you may record",
        ));
    }
    Ok(Json(OfferedActs { items }))
}

/// What a kind of fact asks for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Form {
    about: Id,
    name: String,
    act: Offered,
    /// The words of the clause, as Markdown.
    words: String,
    today: Date,
    fields: Vec<Field>,
    /// Names of the free texts that may be added, among the fields.
    texts: Vec<String>,
    /// What recording it would set running, and what it would end.
    ahead: Ahead,
    /// The revision of the person's record, to be sent back.
    seen: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Field {
    name: String,
    required: bool,
    takes: FieldTakes,
    /// The values that are taken, where there is a list of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    choices: Option<Vec<Named>>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FieldTakes {
    Date,
    Number,
    YesNo,
    Code,
    /// Codes in one text, with commas between them.
    Codes,
    Choice,
}

impl From<FormField> for Field {
    fn from(field: FormField) -> Self {
        let (takes, choices) = match field.takes {
            Takes::Date => (FieldTakes::Date, None),
            Takes::Number => (FieldTakes::Number, None),
            Takes::YesNo => (FieldTakes::YesNo, None),
            Takes::Code => (FieldTakes::Code, None),
            Takes::Codes => (FieldTakes::Codes, None),
            Takes::Choice(choices) => {
                let choices = choices.iter().map(Named::from).collect();
                (FieldTakes::Choice, Some(choices))
            }
        };
        Self {
            name: field.name,
            required: field.required,
            takes,
            choices,
        }
    }
}

/// What a kind of fact asks for, about a person, and what may be chosen
#[utoipa::path(
    get,
    path = "/people/{id}/acts/{kind}",
    params(
        ("id" = Id, Path, description = "The person's id"),
        ("kind" = String, Path, description = "The kind of fact, such as `resigned`"),
        ("on" = Option<Date>, Query,
            description = "The day for which `ahead` is computed; today when absent")
    ),
    responses((status = 200, description = "What is asked for", body = Form), Looking),
    security(("token" = []))
)]
pub(crate) async fn form(
    State(app): State<App>,
    Path((id, kind)): Path<(String, String)>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<Form>, Problem> {
    let given = Given::of(&uri, &["on"])?;
    caller.bearer()?;
    let on = given.day("on")?;
    let form = app.act_form(&caller.asker, id_of(&id)?, &kind).await?;
    let on: Vec<_> = on
        .map(|on| (form::ON.to_owned(), on.to_string()))
        .into_iter()
        .collect();
    let ahead = app.ahead(&caller.asker, &form, &on).await?;
    Ok(Json(Form {
        about: form.about,
        name: form.name,
        act: form.act,
        words: form.words,
        today: form.today,
        fields: form.fields.into_iter().map(Field::from).collect(),
        texts: form.texts,
        ahead,
        seen: form.seen,
    }))
}

/// One fact about a person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAct {
    /// The day on which it takes effect.
    on: PartialDate,
    /// Fields and free texts by name, as the form of the kind lists them.
    #[serde(default)]
    fields: BTreeMap<String, Scalar>,
    /// In which of your roles; may be left out where only one may do it.
    #[serde(default)]
    #[schema(max_length = 300)]
    capacity: Option<String>,
    /// `seen` of the form. When somebody else has added to the record since, nothing is recorded.
    seen: u32,
}

/// A text, a whole number, or yes or no.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(
    untagged,
    expecting = "a field is a text, a whole number, true or false"
)]
pub(crate) enum Scalar {
    Text(String),
    Number(i64),
    YesNo(bool),
}

impl Scalar {
    /// As a form has it.
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::YesNo(true) => "yes".to_owned(),
            Self::YesNo(false) => "no".to_owned(),
        }
    }
}

/// Puts a fact on a person's record
#[utoipa::path(
    post,
    path = "/people/{id}/acts/{kind}",
    params(
        ("id" = Id, Path, description = "The person's id"),
        ("kind" = String, Path, description = "The kind of fact, such as `resigned`"),
        ("Idempotency-Key" = String, Header, description = "A new key for each act",
            min_length = 1, max_length = 100, pattern = "^[!-~]+$")
    ),
    request_body = NewAct,
    responses(
        (status = 201, description = "Recorded; the same again for the same key", body = Done,
            headers(("Location" = String, description = "Where the person is"))),
        Acting
    ),
    security(("token" = []))
)]
pub(crate) async fn act(
    State(app): State<App>,
    Path((id, kind)): Path<(String, String)>,
    Actor(caller): Actor,
    uri: Uri,
    sent: Sent<NewAct>,
) -> Result<Created, Problem> {
    Given::of(&uri, &[])?;
    let person = id_of(&id)?;
    let once = sent.once(&caller)?;
    let error = match record(&app, &caller, (person, &kind), &sent.value, &once).await {
        Ok(done) => return Ok(created(done)),
        Err(error) => error,
    };
    // The first time may have been recorded just now, and have left nothing to offer the second.
    match (app.recorded_under(&once).await?, error) {
        (Some(before), _) => Ok(created(before)),
        (None, AppError::Refused(refusal)) if refusal.code == CHANGED_SINCE => {
            Err(changed(refusal, sent.value.seen).into())
        }
        (None, error) => Err(error.into()),
    }
}

async fn record(
    app: &App,
    caller: &Caller,
    (person, kind): (Id, &str),
    new: &NewAct,
    once: &Once,
) -> Result<Done, AppError> {
    let form = app.act_form(&caller.asker, person, kind).await?;
    let act = form.read(&filled(&form, new)?)?;
    app.act_once(&caller.asker, &act, once).await
}

/// What was sent, as the form of the kind would have it.
fn filled(form: &ActForm, new: &NewAct) -> Result<Vec<(String, String)>, AppError> {
    let known = || {
        let fields = form.fields.iter().map(|field| &field.name);
        fields.chain(&form.texts)
    };
    let mut faults = Vec::new();
    for (name, value) in &new.fields {
        let shown: String = name.chars().take(60).collect();
        if !known().any(|known| known == name) {
            let known: Vec<&str> = known().map(String::as_str).collect();
            let says = format!("there is no such field; there are {}", known.join(", "));
            faults.push(FieldFault::new(&shown, says));
        } else if value.text().chars().count() > TEXT_CHARS_MAX {
            let says = format!("this is longer than {TEXT_CHARS_MAX} characters; shorten it");
            faults.push(FieldFault::new(&shown, says));
        }
    }
    if !faults.is_empty() {
        return Err(AppError::Fields(faults));
    }
    let mut filled = vec![
        (form::ON.to_owned(), new.on.to_string()),
        (form::SEEN.to_owned(), new.seen.to_string()),
        (
            form::CAPACITY.to_owned(),
            new.capacity.clone().unwrap_or_default(),
        ),
    ];
    let fields = new.fields.iter();
    filled.extend(fields.map(|(name, value)| (name.clone(), value.text())));
    Ok(filled)
}

/// The refusal in words for programs, which have no form below it.
fn changed(refusal: standing_base::Refusal, seen: u32) -> AppError {
    let detail = format!(
        "this record has changed since revision {seen}, by the facts listed, and nothing was \
         recorded; look at the person again, and send the act with the new `seen` if it is still \
         right"
    );
    AppError::Refused(standing_base::Refusal {
        detail: detail.into(),
        ..refusal
    })
}
