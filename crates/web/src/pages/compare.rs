//! `/rulebook/compare`: two versions, clause by clause, in words and read back.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use standing_app::App;
use standing_rulebook::{ChangeKind, Clause, ClauseChange, ParamValue, Rulebook, Version};

use crate::address;
use crate::day::finished;
use crate::frame::{Frame, Section};
use crate::language::Message;
use crate::markdown;
use crate::pages::chapters::value_text;
use crate::pages::readback;
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
    /// The name of a message.
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
        let compared = standing_rulebook::compare(from, to);
        let sides = (from, to);
        let changes: Vec<Change> = compared
            .clauses
            .iter()
            .map(|clause| change(clause, sides, &read))
            .collect();
        let removed = |change: &&Change| change.version == from.id && from.id != to.id;
        let in_both = to.clauses.len() - (changes.len() - changes.iter().filter(removed).count());
        let none = frame.say("value-none").text();
        let value = |value: Option<&ParamValue>| value.map_or_else(|| none.clone(), value_text);
        let params = compared.params.iter();
        Self {
            frame,
            from,
            to,
            unchanged: in_both,
            changes,
            params: params
                .map(|param| {
                    let (old, new) = (param.old.as_ref(), param.new.as_ref());
                    (param.name.clone(), value(old), value(new))
                })
                .collect(),
        }
    }
}

fn change(
    changed: &ClauseChange,
    (from, to): (&Version, &Version),
    read: impl Fn(&Version, &Clause) -> Vec<String>,
) -> Change {
    let told = |version: &Version| -> (String, String) {
        let clause = version.clauses.iter().find(|one| one.id == changed.id);
        clause.map_or_else(Default::default, |clause| {
            let lines = read(version, clause);
            let lines: Vec<String> = lines.iter().map(|line| finished(line)).collect();
            (markdown::plain(&clause.words), lines.join("\n\n"))
        })
    };
    let ((old_words, old_rules), (new_words, new_rules)) = (told(from), told(to));
    let version = match changed.kind {
        ChangeKind::Removed => from,
        _ => to,
    };
    Change {
        clause: changed.id.clone(),
        title: changed.title.clone(),
        version: version.id.clone(),
        what: match changed.kind {
            ChangeKind::Added => "changed-new",
            ChangeKind::Removed => "changed-gone",
            ChangeKind::Amendment { rule_changed: true } => "changed-words-and-rule",
            ChangeKind::Amendment { .. } if changed.confirm => "changed-is-that-meant",
            ChangeKind::Amendment { .. } => "changed-words",
            ChangeKind::Correction => "changed-corrected",
        },
        words: wording::compare(&old_words, &new_words),
        readback: wording::compare(&old_rules, &new_rules),
    }
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
    let html = CompareHtml::new(frame, from, to, |version, clause| {
        readback::of_clause(rulebook, version, clause)
    });
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
        let says = Message::new("names-no-version").with("field", field);
        return Err(FieldError::new(field, says.with("versions", ids())));
    };
    let found = rulebook.versions.iter().find(|version| version.id == id);
    found.ok_or_else(|| {
        let says = Message::new("no-such-version").with("version", id);
        FieldError::new(field, says.with("versions", ids()))
    })
}
