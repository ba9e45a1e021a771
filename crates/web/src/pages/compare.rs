//! `/rulebook/compare`: two versions, clause by clause, in words and read back.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use standing_app::App;
use standing_rulebook::{Clause, Rulebook, Version};

use crate::address;
use crate::frame::{Frame, Section};
use crate::markdown;
use crate::pages::chapters::value_text;
use crate::query::{FieldError, Fields};
use crate::respond::{Fault, or_message, page};
use crate::wording::{self, Run};

#[derive(Debug, Template)]
#[template(path = "compare.html")]
pub(crate) struct CompareHtml<'a> {
    pub(crate) frame: Frame,
    pub(crate) from: &'a Version,
    pub(crate) to: &'a Version,
    pub(crate) changes: Vec<Change>,
    pub(crate) unchanged: usize,
    /// Parameters whose value differs: name, value before, value after.
    pub(crate) params: Vec<(String, String, String)>,
}

/// A clause that is not the same in both versions.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) clause: String,
    pub(crate) title: String,
    /// The version in which it is to be read: the newer one, or the older when it is gone.
    pub(crate) version: String,
    pub(crate) what: &'static str,
    pub(crate) words: Vec<Run>,
    pub(crate) readback: Vec<Run>,
}

impl Change {
    fn address(&self) -> String {
        address::clause(&self.version, &self.clause)
    }

    fn anchor(&self) -> String {
        address::anchor(&self.clause)
    }
}

impl<'a> CompareHtml<'a> {
    /// `read` gives a clause's rules in words.
    pub(crate) fn new(
        frame: Frame,
        from: &'a Version,
        to: &'a Version,
        read: impl Fn(&Version, &Clause) -> Vec<String>,
    ) -> Self {
        let mut changes = Vec::new();
        let mut unchanged = 0;
        for (before, after) in pairs(from, to) {
            if let (Some(before), Some(after)) = (before, after)
                && is_same(before, after)
            {
                unchanged += 1;
                continue;
            }
            changes.extend(change((from, before), (to, after), &read));
        }
        Self {
            params: params(from, to),
            frame,
            from,
            to,
            changes,
            unchanged,
        }
    }
}

/// The clauses of both versions, each with its namesake, in the order of the newer text; what is
/// gone stands where it stood, after the clause that it followed.
fn pairs<'a>(from: &'a Version, to: &'a Version) -> Vec<(Option<&'a Clause>, Option<&'a Clause>)> {
    let old: BTreeMap<&str, &Clause> = by_id(from);
    let new: BTreeMap<&str, &Clause> = by_id(to);
    // What is gone, by the clause of the newer text that it came after; "" is the beginning.
    let mut gone: BTreeMap<&str, Vec<&Clause>> = BTreeMap::new();
    let mut after = "";
    for clause in &from.clauses {
        if new.contains_key(clause.id.as_str()) {
            after = &clause.id;
        } else {
            gone.entry(after).or_default().push(clause);
        }
    }
    let mut pairs = Vec::new();
    let mut leave = |pairs: &mut Vec<_>, after: &str| {
        let gone = gone.remove(after).unwrap_or_default();
        pairs.extend(gone.into_iter().map(|clause| (Some(clause), None)));
    };
    leave(&mut pairs, "");
    for clause in &to.clauses {
        pairs.push((old.get(clause.id.as_str()).copied(), Some(clause)));
        leave(&mut pairs, &clause.id);
    }
    pairs
}

fn by_id(version: &Version) -> BTreeMap<&str, &Clause> {
    let clauses = version.clauses.iter();
    clauses.map(|clause| (clause.id.as_str(), clause)).collect()
}

fn is_same(before: &Clause, after: &Clause) -> bool {
    before.words_fingerprint == after.words_fingerprint
        && before.rule_fingerprint == after.rule_fingerprint
        && before.title == after.title
}

fn change(
    (from, before): (&Version, Option<&Clause>),
    (to, after): (&Version, Option<&Clause>),
    read: impl Fn(&Version, &Clause) -> Vec<String>,
) -> Option<Change> {
    let told = |clause: Option<&Clause>, version: &Version| {
        let words = clause.map_or_else(String::new, |clause| markdown::plain(&clause.words));
        let rules = clause.map_or_else(String::new, |clause| read(version, clause).join("\n"));
        (words, rules)
    };
    let (old_words, old_rules) = told(before, from);
    let (new_words, new_rules) = told(after, to);
    let (version, clause) = match (before, after) {
        (_, Some(after)) => (to, after),
        (Some(before), None) => (from, before),
        (None, None) => return None,
    };
    let what = match (before, after) {
        (None, _) => "New",
        (_, None) => "Gone",
        (Some(before), Some(after)) => {
            let words = before.words_fingerprint != after.words_fingerprint;
            let rules = before.rule_fingerprint != after.rule_fingerprint;
            match (words, rules) {
                (true, false) => "Changed in words",
                (false, true) => "Changed in rules",
                (true, true) => "Changed in words and rules",
                (false, false) => "Changed in title",
            }
        }
    };
    Some(Change {
        clause: clause.id.clone(),
        title: clause.title.clone(),
        version: version.id.clone(),
        what,
        words: wording::compare(&old_words, &new_words),
        readback: wording::compare(&old_rules, &new_rules),
    })
}

fn params(from: &Version, to: &Version) -> Vec<(String, String, String)> {
    let values = |version: &Version| -> BTreeMap<String, String> {
        let params = version.params.iter();
        params
            .map(|param| (param.name.clone(), value_text(&param.value)))
            .collect()
    };
    let (old, mut new) = (values(from), values(to));
    let none = || "none".to_owned();
    let mut changed = Vec::new();
    for (name, before) in old {
        let after = new.remove(&name).unwrap_or_else(none);
        if before != after {
            changed.push((name, before, after));
        }
    }
    changed.extend(new.into_iter().map(|(name, after)| (name, none(), after)));
    changed
}

pub(crate) async fn show(State(app): State<App>, uri: Uri) -> Response {
    let shown = load(&app, &uri).await;
    or_message(&app, Section::Rulebook, shown).await
}

async fn load(app: &App, uri: &Uri) -> Result<Response, Fault> {
    let fields = Fields::of(uri)?;
    let rules = app.rules().await?;
    let rulebook = rules.rulebook();
    let from = chosen(rulebook, &fields, "from")?;
    let to = chosen(rulebook, &fields, "to")?;
    let frame = Frame::of(&rules, Section::Rulebook);
    let html = CompareHtml::new(frame, from, to, |_, _| Vec::new());
    Ok(page(StatusCode::OK, &html))
}

/// A version by its id, or what to do instead.
fn chosen<'a>(
    rulebook: &'a Rulebook,
    fields: &Fields,
    field: &'static str,
) -> Result<&'a Version, FieldError> {
    let ids = || {
        let ids = rulebook.versions.iter().map(|version| version.id.as_str());
        ids.collect::<Vec<_>>().join(", ")
    };
    let Some(id) = fields.text(field)? else {
        let says = format!("`{field}` names no version; choose one of {}", ids());
        return Err(FieldError::new(field, says));
    };
    let found = rulebook.versions.iter().find(|version| version.id == id);
    found.ok_or_else(|| {
        let says = format!("the rulebook has no version `{id}`; it has {}", ids());
        FieldError::new(field, says)
    })
}
