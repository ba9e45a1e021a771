//! `/api/v1/what-if`: the whole history again under other rules. It records nothing, so it has no
//! key; it is sent by POST because of what is sent.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use serde::{Deserialize, Serialize};
use standing_app::whatif::{ActChanged, AnswerChanged, WhatIf, WhatIfOf};
use standing_app::{App, AppError};
use standing_rulebook::Diagnostic;
use utoipa::ToSchema;

use super::body::Sent;
use super::caller::Caller;
use super::given::Given;
use super::outcomes::Sending;
use crate::pages::what_if::{PARAM_FIELD, REPLAYS, WhatIfForm, told};
use crate::problem::{FieldProblem, Problem};
use crate::query::{Fields, VALUE_CHARS_MAX};

/// The rules that are to be otherwise.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OtherRules {
    /// The id of a what-if that comes with the rulebook.
    #[serde(default)]
    #[schema(max_length = 300)]
    overlay: Option<String>,
    /// Parameters by name, with the values that they are to have, such as `60 days`.
    #[serde(default)]
    parameters: BTreeMap<String, String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Replayed {
    name: String,
    /// What is otherwise, in words.
    changes: Vec<String>,
    /// Persons whose answers differ at some time; `null` where so few would tell about one.
    subjects_changed: Option<u64>,
    subjects: u64,
    by_question: Vec<QuestionChanged>,
    /// Answers that differ, of those whom the asker may know; at most 1000.
    answers: Vec<AnswerChanged>,
    /// Acts on the record that would have had no effect, or less, or more; at most 1000.
    acts: Vec<ActChanged>,
    acts_changed: Option<u64>,
    /// What a replay cannot know.
    caveat: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QuestionChanged {
    question: String,
    subjects: Option<u64>,
}

impl From<WhatIf> for Replayed {
    fn from(found: WhatIf) -> Self {
        let by_question = found.by_question.into_iter();
        Self {
            name: found.name,
            changes: found.changes,
            subjects_changed: found.subjects_changed,
            subjects: found.subjects,
            by_question: by_question
                .map(|(question, subjects)| QuestionChanged { question, subjects })
                .collect(),
            answers: found.answers,
            acts: found.acts,
            acts_changed: found.acts_changed,
            caveat: found.caveat.to_owned(),
        }
    }
}

/// Replays the whole history under changed rules, and tells what would have been otherwise
#[utoipa::path(
    post,
    path = "/what-if",
    request_body = OtherRules,
    responses((status = 200, description = "What would have been", body = Replayed), Sending),
    security((), ("token" = []))
)]
pub(crate) async fn replay(
    State(app): State<App>,
    caller: Caller,
    uri: Uri,
    sent: Sent<OtherRules>,
) -> Result<Json<Replayed>, Problem> {
    Given::of(&uri, &[])?;
    let rules = app.rules().await?;
    let given = sent
        .value
        .overlay
        .iter()
        .chain(sent.value.parameters.values());
    if given
        .into_iter()
        .any(|text| text.chars().count() > VALUE_CHARS_MAX)
    {
        let says = format!("no value is longer than {VALUE_CHARS_MAX} characters; shorten it");
        return Err(Problem::malformed("parameters", says));
    }
    let overlay = sent.value.overlay.into_iter();
    let mut pairs: Vec<(String, String)> = overlay
        .map(|overlay| ("overlay".to_owned(), overlay))
        .collect();
    let parameters = sent.value.parameters.into_iter();
    pairs.extend(parameters.map(|(name, value)| (format!("{PARAM_FIELD}{name}"), value)));
    let fields = Fields::sent(pairs).map_err(|error| Problem::fields(vec![error.into()]))?;
    let form = WhatIfForm::new(rules.rulebook(), &fields);
    let overlay = form
        .wanted(rules.rulebook(), &fields)
        .map_err(|errors| Problem::fields(errors.into_iter().map(FieldProblem::from).collect()))?;
    let overlay = overlay.ok_or_else(|| {
        let says = "name an `overlay`, or a parameter with its new value";
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "nothing_changed", says)
    })?;
    let wanted = WhatIfOf {
        overlay,
        questions: Vec::new(),
    };
    // The semaphore is never closed; without a permit the replay would still be right.
    let _turn = REPLAYS.acquire().await.ok();
    match app.what_if(&caller.asker, &wanted).await {
        Ok(found) => Ok(Json(found.into())),
        Err(AppError::Rulebook(diagnostics)) => Err(Problem::fields(faults(&diagnostics))),
        Err(error) => Err(error.into()),
    }
}

fn faults(diagnostics: &[Diagnostic]) -> Vec<FieldProblem> {
    let faults = diagnostics.iter().map(told);
    faults.map(FieldProblem::from).collect()
}
