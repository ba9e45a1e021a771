//! `/api/v1/letters/templates`: the texts that letters are made from, for those who look after the
//! system.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use serde::{Deserialize, Serialize};
use standing_app::App;
use standing_app::letters::{Language, NewText, Template};
use utoipa::ToSchema;

use super::body::Sent;
use super::caller::{Actor, Caller};
use super::given::Given;
use super::outcomes::{Acting, Looking};
use super::path::Path;
use crate::problem::Problem;
use crate::query::TEXT_CHARS_MAX;

/// Which letter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Admission,
    AppealResult,
    CaseDecision,
    CaseNotice,
    Charges,
    EmailChange,
    EmailChangeNotice,
    HearingListed,
    InterimSuspension,
    Invitation,
    LetterReady,
    Reminder,
    SignInLink,
    StandingChanged,
}

#[derive(Debug, Deserialize, ToSchema)]
enum Spoken {
    #[serde(rename = "en")]
    English,
    #[serde(rename = "cy")]
    Welsh,
}

/// A text that letters are made from.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LetterText {
    template: &'static str,
    language: &'static str,
    /// Whether the organisation saved it; else it is the one that Standing brings.
    is_own: bool,
    /// The first line is `Subject: ` and the subject, the second is empty.
    text: String,
    /// The letter with sample data; `null` where the text cannot be filled in any more.
    sample: Option<Sample>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Sample {
    subject: String,
    text: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewLetterText {
    #[schema(max_length = 10_000)]
    text: String,
}

/// Every text that letters are made from
#[utoipa::path(
    get,
    path = "/letters/templates",
    responses((status = 200, description = "Texts", body = Vec<LetterText>), Looking),
    security(("token" = []))
)]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<Vec<LetterText>>, Problem> {
    Given::of(&uri, &[])?;
    caller.bearer()?;
    let mut texts = Vec::new();
    for template in Template::ALL {
        for language in Language::ALL {
            texts.push(text_of(&app, &caller, template, language).await?);
        }
    }
    Ok(Json(texts))
}

/// One text that letters are made from
#[utoipa::path(
    get,
    path = "/letters/templates/{template}/{language}",
    params(
        ("template" = inline(Kind), Path, description = "Which letter"),
        ("language" = inline(Spoken), Path, description = "In which language")
    ),
    responses((status = 200, description = "The text", body = LetterText), Looking),
    security(("token" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    Path((template, language)): Path<(String, String)>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<LetterText>, Problem> {
    Given::of(&uri, &[])?;
    caller.bearer()?;
    let (template, language) = named(&template, &language)?;
    Ok(Json(text_of(&app, &caller, template, language).await?))
}

/// Puts another text in its place
///
/// It is checked before it is saved: a text that cannot be filled in is refused with the line.
#[utoipa::path(
    put,
    path = "/letters/templates/{template}/{language}",
    params(
        ("template" = inline(Kind), Path, description = "Which letter"),
        ("language" = inline(Spoken), Path, description = "In which language")
    ),
    request_body = NewLetterText,
    responses((status = 200, description = "The text, from now on", body = LetterText), Acting),
    security(("token" = []))
)]
pub(crate) async fn save(
    State(app): State<App>,
    Path((template, language)): Path<(String, String)>,
    Actor(caller): Actor,
    uri: Uri,
    sent: Sent<NewLetterText>,
) -> Result<Json<LetterText>, Problem> {
    Given::of(&uri, &[])?;
    let (template, language) = named(&template, &language)?;
    let text = sent.value.text;
    if text.chars().count() > TEXT_CHARS_MAX {
        let says = format!("a text has at most {TEXT_CHARS_MAX} characters; shorten it");
        return Err(Problem::malformed("text", says));
    }
    let new = NewText {
        template,
        language,
        text,
        actor: caller.asker.person().map(|person| person.id),
        capacity: app.system_role(&caller.asker).await?,
    };
    app.save_letter_template(&caller.asker, new).await?;
    Ok(Json(text_of(&app, &caller, template, language).await?))
}

fn named(template: &str, language: &str) -> Result<(Template, Language), Problem> {
    let found = Template::find(template).zip(Language::find(language));
    found.ok_or_else(|| {
        Problem::not_there("there is no such letter; GET /api/v1/letters/templates lists them")
    })
}

async fn text_of(
    app: &App,
    caller: &Caller,
    template: Template,
    language: Language,
) -> Result<LetterText, Problem> {
    let asker = &caller.asker;
    let in_use = app.letter_template(asker, template, language).await?;
    let sample = app.preview_letter(asker, template, language, Some(&in_use.text));
    let sample = sample.await.ok().map(|letter| Sample {
        subject: letter.subject,
        text: letter.text,
    });
    Ok(LetterText {
        template: template.code(),
        language: language.code(),
        is_own: in_use.saved.is_some(),
        text: in_use.text,
        sample,
    })
}
