//! The roll: everybody, with the answer to one question on one day. For the operator alone.

use serde::Serialize;
use standing_base::{Date, Id, IdKind};
use standing_rulebook::{Ask, QuestionIx, Scratch};

use crate::answer::Truth;
use crate::app::App;
use crate::ask::{find_question, truth, without_ids};
use crate::asker::Asker;
use crate::corpus::Everybody;
use crate::error::AppError;
use crate::matter::Matter;
use crate::naming;
use crate::ports::{LIST_MAX, PackedHistory};
use crate::rules::Rules;

/// What the roll is of.
#[derive(Clone, Debug)]
pub struct RollOf {
    pub question: String,
    pub on: Date,
    pub known: Option<Date>,
}

#[derive(Clone, Debug, Serialize)]
pub struct RollLine {
    pub id: Id,
    pub number: Option<String>,
    pub name: Option<String>,
    pub answer: Truth,
    pub clauses: Vec<String>,
    pub because: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RollCounts {
    pub persons: u64,
    pub yes: u64,
    pub no: u64,
    pub undecided: u64,
}

impl RollCounts {
    const fn add(&mut self, answer: Truth) {
        self.persons += 1;
        match answer {
            Truth::Yes => self.yes += 1,
            Truth::No => self.no += 1,
            Truth::Undecided => self.undecided += 1,
        }
    }
}

impl App {
    /// Everybody in the order of their ids, each with the clauses behind the answer.
    pub async fn roll(
        &self,
        of: &RollOf,
        each: &mut (dyn FnMut(RollLine) + Send),
    ) -> Result<RollCounts, AppError> {
        let mut counts = RollCounts::default();
        let mut snapshot = self.store.snapshot().await?;
        let rules = self.rules_at(&mut *snapshot).await?;
        let question = question_about_persons(&rules, &of.question)?;
        self.keep_list_access(&mut *snapshot, &rules, &Asker::Operator, None, of.on)
            .await?;
        let mut after = None;
        loop {
            let page = snapshot.histories(IdKind::Person, after, LIST_MAX).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.subject);
            let mut named = naming::named(&mut *snapshot, &page).await?;
            for history in &page {
                let mut line = line(&rules, question, of, history)?;
                let named = named.remove(&history.subject).unwrap_or_default();
                (line.name, line.number) = (named.name, named.number);
                counts.add(line.answer);
                each(line);
            }
        }
        Ok(counts)
    }

    /// The counts alone: of 600,000 members within seconds.
    pub async fn roll_counts(&self, of: &RollOf) -> Result<RollCounts, AppError> {
        let mut counts = RollCounts::default();
        let mut snapshot = self.store.snapshot().await?;
        let rules = self.rules_at(&mut *snapshot).await?;
        let question = question_about_persons(&rules, &of.question)?;
        let ask = put(&rules, question, of);
        let mut scratch = Scratch::default();
        let mut after = None;
        loop {
            let page = snapshot.histories(IdKind::Person, after, LIST_MAX).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.subject);
            let mut everybody = Everybody::nobody(&rules);
            everybody.extend(&rules, &page)?;
            for subject in everybody.corpus.all() {
                let history = everybody.corpus.history(subject);
                counts.add(truth(rules.engine.truth(&mut scratch, history, ask)));
            }
        }
        Ok(counts)
    }
}

fn put(rules: &Rules, question: QuestionIx, of: &RollOf) -> Ask {
    let known = of.known.map(|known| rules.zone.end_of(known));
    Ask {
        question,
        item: None,
        on: of.on,
        known,
    }
}

fn question_about_persons(rules: &Rules, name: &str) -> Result<QuestionIx, AppError> {
    let index = find_question(rules, name)?;
    if rules.reader.record_of(IdKind::Person) == Some(rules.question(index)?.about) {
        return Ok(index);
    }
    Err(AppError::unreadable(format!(
        "`{name}` is not asked about persons; a roll needs a question about a member"
    )))
}

fn line(
    rules: &Rules,
    question: QuestionIx,
    of: &RollOf,
    history: &PackedHistory,
) -> Result<RollLine, AppError> {
    let mut matter = Matter::read(rules, history.subject, &history.bytes)?;
    let told = matter.answer_on(rules, put(rules, question, of));
    let mut clauses: Vec<String> = told
        .grounds
        .iter()
        .filter_map(|ground| Some(ground.clause.as_ref()?.id.clone()))
        .collect();
    clauses.dedup();
    Ok(RollLine {
        id: history.subject,
        number: None,
        name: None,
        answer: truth(told.truth),
        clauses,
        because: told.grounds.iter().map(without_ids).collect(),
    })
}
