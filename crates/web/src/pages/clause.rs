//! `/rulebook/{version}/clauses/{clause}`: a clause in words, in rules, and read back.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use standing_app::App;
use standing_rulebook::{Clause, ClauseIx, ClauseMark, Param, RuleKind, Rulebook, Version};

use crate::address;
use crate::frame::{Frame, Section};
use crate::language::Message;
use crate::markdown::{self, ParamLinks, Words};
use crate::pages::chapters;
use crate::pages::readback;
use crate::pages::rulebook::with_version;
use crate::respond::{Fault, Path, or_message, page};

#[derive(Debug, Template)]
#[template(path = "clause.html")]
pub(crate) struct ClauseHtml<'a> {
    pub(crate) frame: Frame,
    pub(crate) version: &'a Version,
    pub(crate) clause: &'a Clause,
    /// The rules, moves and time limits of the clause in words.
    pub(crate) readback: Vec<String>,
    pub(crate) decides: Vec<Decides>,
    /// Terms that it defines: `member.in_good_standing`.
    pub(crate) defines: Vec<String>,
    pub(crate) params: Vec<&'a Param>,
    pub(crate) previous: Option<&'a Clause>,
    pub(crate) next: Option<&'a Clause>,
    /// Versions that have a clause of this number too, and whether it is the same there.
    pub(crate) elsewhere: Vec<(&'a Version, bool)>,
}

/// A question that the clause helps to decide.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decides {
    /// The name of a message.
    pub(crate) how: &'static str,
    pub(crate) question: String,
    pub(crate) says: String,
    /// The clause whose bars it lifts.
    pub(crate) lifts: Option<String>,
}

impl<'a> ClauseHtml<'a> {
    pub(crate) fn new(
        frame: Frame,
        rulebook: &'a Rulebook,
        version: &'a Version,
        clause: &'a Clause,
        readback: Vec<String>,
    ) -> Self {
        let place = version
            .clauses
            .iter()
            .position(|other| other.id == clause.id)
            .unwrap_or(0);
        let of_clause = |ix: ClauseIx| ix.at() == place;
        let params = version.params.iter();
        let others = rulebook.versions.iter();
        Self {
            frame,
            version,
            clause,
            readback,
            decides: decides(rulebook, version, place),
            defines: defines(rulebook, version, place),
            params: params.filter(|param| of_clause(param.clause)).collect(),
            previous: place
                .checked_sub(1)
                .and_then(|place| version.clauses.get(place)),
            next: version.clauses.get(place + 1),
            elsewhere: others
                .filter(|other| other.id != version.id)
                .filter_map(|other| {
                    let twin = other.clauses.iter().find(|twin| twin.id == clause.id)?;
                    let same = twin.words_fingerprint == clause.words_fingerprint
                        && twin.rule_fingerprint == clause.rule_fingerprint;
                    Some((other, same))
                })
                .collect(),
        }
    }
}

#[expect(
    clippy::unused_self,
    reason = "templates call helpers as methods of the page and pass references"
)]
impl ClauseHtml<'_> {
    fn words(&self) -> Words {
        markdown::words(&self.clause.words, ParamLinks::To(""))
    }

    fn address(&self, clause: &Clause) -> String {
        address::clause(&self.version.id, &clause.id)
    }

    fn there(&self, version: &Version) -> String {
        address::clause(&version.id, &self.clause.id)
    }

    fn compared(&self, version: &Version) -> String {
        let (from, to) = if version.in_force < self.version.in_force {
            (&version.id, &self.version.id)
        } else {
            (&self.version.id, &version.id)
        };
        let fields = [("from", from.clone()), ("to", to.clone())];
        format!(
            "{}#{}",
            address::query("/rulebook/compare", &fields),
            address::anchor(&self.clause.id)
        )
    }

    fn value(&self, param: &Param) -> String {
        chapters::value_text(&param.value)
    }

    fn mark(&self) -> Option<&'static str> {
        Some(match self.clause.mark? {
            ClauseMark::Judgement => "clause-mark-judgement",
            ClauseMark::Procedure => "clause-mark-procedure",
            ClauseMark::Text => "clause-mark-text",
        })
    }

    fn decided(&self, decided: &Decides) -> Message {
        let question = self.frame.theirs(&decided.says).quoted();
        self.frame.say(decided.how).with("question", question)
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Path((version, clause)): Path<(String, String)>,
) -> Response {
    let shown = with_version(app.rules().await, &version, |rules, version| {
        let found = version.clauses.iter().find(|one| one.id == clause);
        let Some(found) = found else {
            let shown: String = clause.chars().take(60).collect();
            let says = Message::new("no-clause-there").with("version", &version.id);
            return Err(Fault::NotThere(says.with("clause", shown)));
        };
        let frame = Frame::of(rules, Section::Rulebook);
        let readback = readback::of_clause(rules.rulebook(), version, found);
        let html = ClauseHtml::new(frame, rules.rulebook(), version, found, readback);
        Ok(page(StatusCode::OK, &html))
    });
    or_message(&app, Section::Rulebook, shown).await
}

pub(crate) fn decides(rulebook: &Rulebook, version: &Version, place: usize) -> Vec<Decides> {
    let mut decides = Vec::new();
    for rule in version
        .rules
        .iter()
        .filter(|rule| rule.clause.at() == place)
    {
        let (how, lifts) = match rule.kind {
            RuleKind::Require => ("decides-require", None),
            RuleKind::Bar => ("decides-bar", None),
            RuleKind::Except(clause) => {
                let lifted = version.clauses.get(clause.at());
                ("decides-except", lifted.map(|clause| clause.id.clone()))
            }
        };
        for question in &rule.questions {
            let Some(question) = rulebook.vocabulary.questions.get(question.at()) else {
                continue;
            };
            let entry = Decides {
                how,
                question: question.name.clone(),
                says: question.says.clone(),
                lifts: lifts.clone(),
            };
            if !decides.contains(&entry) {
                decides.push(entry);
            }
        }
    }
    decides
}

fn defines(rulebook: &Rulebook, version: &Version, place: usize) -> Vec<String> {
    let defines = version.defines.iter();
    defines
        .filter(|define| define.clause.at() == place)
        .map(|define| {
            let record = rulebook.vocabulary.records.get(define.record.at());
            let record = record.map_or("", |record| record.name.as_str());
            format!("{record}.{}", define.name)
        })
        .collect()
}
