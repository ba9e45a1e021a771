//! `/api/v1/rulebook`: the versions and their clauses.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use serde::Serialize;
use standing_app::App;
use standing_app::rules::Rules;
use standing_base::Date;
use standing_rulebook::{Clause, Rulebook, Version};
use utoipa::ToSchema;

use super::caller::Caller;
use super::cursor::{Page, Wanted};
use super::given::Given;
use super::outcomes::{Looking, Plain};
use super::path::Path;
use super::units::{PAGE, PageParams};
use crate::pages::chapters::value_text;
use crate::pages::clause::{Decides, decides};
use crate::pages::readback;
use crate::problem::Problem;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RulebookShown {
    name: String,
    /// By which the whole text is known.
    fingerprint: String,
    /// The newest first.
    versions: Vec<VersionShown>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VersionShown {
    version: String,
    in_force: Date,
    fingerprint: String,
    clauses: usize,
}

/// The rulebook and its versions
#[utoipa::path(
    get,
    path = "/rulebook",
    responses((status = 200, description = "The rulebook", body = RulebookShown), Plain),
    security((), ("token" = []))
)]
pub(crate) async fn versions(
    State(app): State<App>,
    _caller: Caller,
    uri: Uri,
) -> Result<Json<RulebookShown>, Problem> {
    Given::of(&uri, &[])?;
    let rules = app.rules().await?;
    let rulebook = rules.rulebook();
    let versions = rulebook.versions.iter().rev();
    Ok(Json(RulebookShown {
        name: rulebook.name.clone(),
        fingerprint: rulebook.fingerprint.clone(),
        versions: versions
            .map(|version| VersionShown {
                version: version.id.clone(),
                in_force: version.in_force,
                fingerprint: version.fingerprint.clone(),
                clauses: version.clauses.len(),
            })
            .collect(),
    }))
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClauseShown {
    clause: String,
    title: String,
    /// As Markdown.
    words: String,
    /// Its rules, moves and time limits, read back.
    rules: Vec<String>,
    /// Questions that it helps to decide.
    decides: Vec<Deciding>,
    parameters: Vec<ParameterShown>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Deciding {
    question: String,
    says: String,
    /// `asks for something before`, `stands against`, `makes an exception for`.
    how: String,
    /// The clause whose bars it lifts.
    #[serde(skip_serializing_if = "Option::is_none")]
    lifts: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ParameterShown {
    name: String,
    value: String,
    /// As the clause says it.
    words: String,
}

fn shown(rulebook: &Rulebook, version: &Version, clause: &Clause) -> ClauseShown {
    let place = version.clauses.iter().position(|one| one.id == clause.id);
    let params = version.params.iter();
    let params = params.filter(|param| Some(param.clause.at()) == place);
    let decides = place.map_or_else(Vec::new, |place| decides(rulebook, version, place));
    ClauseShown {
        clause: clause.id.clone(),
        title: clause.title.clone(),
        words: clause.words.clone(),
        rules: readback::of_clause(rulebook, version, clause),
        decides: decides.into_iter().map(Deciding::from).collect(),
        parameters: params
            .map(|param| ParameterShown {
                name: param.name.clone(),
                value: value_text(&param.value),
                words: param.words.clone(),
            })
            .collect(),
    }
}

impl From<Decides> for Deciding {
    fn from(decides: Decides) -> Self {
        Self {
            question: decides.question,
            says: decides.says,
            how: decides.how.to_owned(),
            lifts: decides.lifts,
        }
    }
}

/// The version of this id.
pub(super) fn version<'a>(rules: &'a Rules, id: &str) -> Result<&'a Version, Problem> {
    let versions = &rules.rulebook().versions;
    versions.iter().find(|one| one.id == id).ok_or_else(|| {
        let shown: String = id.chars().take(60).collect();
        let known: Vec<&str> = versions.iter().map(|one| one.id.as_str()).collect();
        let known = known.join(", ");
        Problem::not_there(format!(
            "the rulebook has no version `{shown}`; it has {known}"
        ))
    })
}

/// The clauses of a version, in the order of the text
#[utoipa::path(
    get,
    path = "/rulebook/{version}/clauses",
    params(("version" = String, Path, description = "The version's id"), PageParams),
    responses((status = 200, description = "Clauses", body = Page<ClauseShown>), Looking),
    security((), ("token" = []))
)]
pub(crate) async fn clauses(
    State(app): State<App>,
    Path(id): Path<String>,
    _caller: Caller,
    uri: Uri,
) -> Result<Json<Page<ClauseShown>>, Problem> {
    let rules = app.rules().await?;
    let version = version(&rules, &id)?;
    let list = format!("clauses of {}", version.fingerprint);
    let wanted = Wanted::of(&Given::of(&uri, &PAGE)?, list)?;
    let page = wanted.page(version.clauses.iter().collect(), |clause| clause.id.clone());
    let clauses = page.items.into_iter();
    Ok(Json(Page {
        items: clauses
            .map(|clause| shown(rules.rulebook(), version, clause))
            .collect(),
        next: page.next,
    }))
}

/// A clause: its words, and what it does
#[utoipa::path(
    get,
    path = "/rulebook/{version}/clauses/{clause}",
    params(
        ("version" = String, Path, description = "The version's id"),
        ("clause" = String, Path, description = "The clause's number, such as `8.4.a`")
    ),
    responses((status = 200, description = "The clause", body = ClauseShown), Looking),
    security((), ("token" = []))
)]
pub(crate) async fn clause(
    State(app): State<App>,
    Path((id, clause)): Path<(String, String)>,
    _caller: Caller,
    uri: Uri,
) -> Result<Json<ClauseShown>, Problem> {
    Given::of(&uri, &[])?;
    let rules = app.rules().await?;
    let version = version(&rules, &id)?;
    let found = version.clauses.iter().find(|one| one.id == clause);
    let found = found.ok_or_else(|| {
        let shown: String = clause.chars().take(60).collect();
        Problem::not_there(format!("version `{}` has no clause `{shown}`", version.id))
    })?;
    Ok(Json(shown(rules.rulebook(), version, found)))
}
