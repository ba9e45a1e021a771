//! The history of a person: what happened, track by track, and every answer over time.

use serde::Serialize;
use standing_base::{Date, Id, IdKind};

use crate::answer::Truth;
use crate::app::App;
use crate::ask::{admitted, truth, without_ids};
use crate::asker::Asker;
use crate::error::AppError;
use crate::matter::Matter;
use crate::naming;
use crate::person::TrackLine;
use crate::publicity;
use crate::rules::Rules;
use crate::subject;
use crate::timeline;

#[derive(Clone, Debug, Serialize)]
pub struct PersonHistory {
    pub id: Id,
    pub name: Option<String>,
    pub timeline: Vec<TrackLine>,
    pub answers: Vec<AnswerHistory>,
}

/// The answers to one question, from the first day of the record on.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerHistory {
    pub question: String,
    pub asks: String,
    pub spells: Vec<AnswerSpell>,
}

#[derive(Clone, Debug, Serialize)]
pub struct AnswerSpell {
    pub from: Date,
    pub answer: Truth,
    pub clauses: Vec<String>,
    pub because: Vec<String>,
}

impl App {
    /// The whole history of a person, up to what is on the record for the days to come.
    pub async fn history(
        &self,
        asker: &Asker,
        person: &str,
        known: Option<Date>,
    ) -> Result<PersonHistory, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        let resolved = subject::resolve(snapshot, person).await?;
        let (subject, mut matter) =
            admitted(snapshot, &rules, asker, person, today, resolved).await?;
        self.keep_access(snapshot, &rules, asker, &mut matter, today)
            .await?;
        let name = naming::name(snapshot, subject.id).await?;
        let timeline =
            timeline::of(self, snapshot, &rules, asker, &mut matter, Date::MAX, known).await?;
        let answers = answers(&rules, asker, &mut matter, today, known);
        Ok(PersonHistory {
            id: subject.id,
            name,
            timeline,
            answers,
        })
    }
}

fn answers(
    rules: &Rules,
    asker: &Asker,
    matter: &mut Matter,
    today: Date,
    known: Option<Date>,
) -> Vec<AnswerHistory> {
    let known = known.map(|known| rules.zone.end_of(known));
    let member = rules.reader.record_of(IdKind::Person);
    let mut answers = Vec::new();
    for (question, index) in rules.rulebook().vocabulary.questions.iter().zip(0..) {
        let index = standing_rulebook::QuestionIx(index);
        if Some(question.about) != member
            || !publicity::may_ask(rules, matter, asker, question, today)
        {
            continue;
        }
        let ask = matter.put(index, None, matter.begins_on, known);
        let spells = matter
            .intervals(rules, ask)
            .into_iter()
            .map(|(from, told)| {
                let clauses = told
                    .grounds
                    .iter()
                    .filter_map(|ground| ground.clause.as_ref());
                let mut clauses: Vec<String> = clauses.map(|clause| clause.id.clone()).collect();
                clauses.dedup();
                AnswerSpell {
                    from,
                    answer: truth(told.truth),
                    clauses,
                    because: told.grounds.iter().map(without_ids).collect(),
                }
            })
            .collect();
        answers.push(AnswerHistory {
            question: question.name.clone(),
            asks: question.says.clone(),
            spells,
        });
    }
    answers
}
