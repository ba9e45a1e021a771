//! `/api/v1/rulebook/compare`: what changed from one version of the rulebook to another.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use serde::Serialize;
use standing_app::App;
use standing_rulebook::{ChangeKind, ClauseChange, ParamChange, Piece};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::given::Given;
use super::outcomes::Looking;
use super::rulebook::version;
use crate::pages::chapters::value_text;
use crate::problem::Problem;

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "the parameters as they are described; they are read one by one"
)]
pub(crate) struct CompareParams {
    /// The id of the older version
    #[param(min_length = 1, max_length = 300, pattern = r"\S", example = "2018")]
    from: String,
    /// The id of the newer version
    #[param(min_length = 1, max_length = 300, pattern = r"\S", example = "2020")]
    to: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Compared {
    from: String,
    to: String,
    /// Clauses that are not the same in both.
    clauses: Vec<ClauseChanged>,
    parameters: Vec<ParameterChanged>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClauseChanged {
    clause: String,
    title: String,
    change: Change,
    /// Its words changed and its rule stayed: somebody should say that this is meant.
    confirm: bool,
    words: Vec<Run>,
    rule: Vec<Run>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    Added,
    Removed,
    /// The words changed, and the rule with them or not.
    Amended,
    /// The rule changed and the words stayed.
    Corrected,
}

/// A run of text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Run {
    is: RunKind,
    text: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RunKind {
    Kept,
    Removed,
    Added,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ParameterChanged {
    name: String,
    was: Option<String>,
    becomes: Option<String>,
}

fn runs(pieces: &[Piece]) -> Vec<Run> {
    let run = |piece: &Piece| {
        let (is, text) = match piece {
            Piece::Same(text) => (RunKind::Kept, text),
            Piece::Removed(text) => (RunKind::Removed, text),
            Piece::Added(text) => (RunKind::Added, text),
        };
        Run {
            is,
            text: text.clone(),
        }
    };
    pieces.iter().map(run).collect()
}

impl From<&ClauseChange> for ClauseChanged {
    fn from(clause: &ClauseChange) -> Self {
        Self {
            clause: clause.id.clone(),
            title: clause.title.clone(),
            change: match clause.kind {
                ChangeKind::Added => Change::Added,
                ChangeKind::Removed => Change::Removed,
                ChangeKind::Amendment { .. } => Change::Amended,
                ChangeKind::Correction => Change::Corrected,
            },
            confirm: clause.confirm,
            words: runs(&clause.words),
            rule: runs(&clause.rule),
        }
    }
}

impl From<&ParamChange> for ParameterChanged {
    fn from(param: &ParamChange) -> Self {
        Self {
            name: param.name.clone(),
            was: param.old.as_ref().map(value_text),
            becomes: param.new.as_ref().map(value_text),
        }
    }
}

/// What changed from one version to another, clause by clause
#[utoipa::path(
    get,
    path = "/rulebook/compare",
    params(CompareParams),
    responses((status = 200, description = "What changed", body = Compared), Looking),
    security((), ("token" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    _caller: Caller,
    uri: Uri,
) -> Result<Json<Compared>, Problem> {
    let given = Given::of(&uri, &["from", "to"])?;
    let rules = app.rules().await?;
    let from = version(&rules, &given.needed("from")?)?;
    let to = version(&rules, &given.needed("to")?)?;
    let compared = standing_rulebook::compare(from, to);
    Ok(Json(Compared {
        from: from.id.clone(),
        to: to.id.clone(),
        clauses: compared.clauses.iter().map(ClauseChanged::from).collect(),
        parameters: compared.params.iter().map(ParameterChanged::from).collect(),
    }))
}
