//! A meeting, a motion and a vote as they are shown: to everybody what the publication table tells, to
//! those who have a vote in the body all of it.

mod division;
mod meeting;
mod motion;

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;
use standing_base::{Date, Id};
use standing_domain::meeting::Step;
use standing_domain::{Fact, kind};

pub use division::{DivisionLine, DivisionPage, VoteLine};
pub use meeting::{AgendaLine, MeetingLine, MeetingPage, Quorum};
pub use motion::{MotionLine, MotionPage};

use super::acting::is_voter;
use super::power::{self, Body};
use super::subject;
use crate::app::App;
use crate::ask::known_to;
use crate::asker::Asker;
use crate::error::AppError;
use crate::naming;
use crate::ports::Snapshot;
use crate::rules::Rules;

/// Somebody, as far as the reader may know who.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonLine {
    pub id: Id,
    pub name: Option<String>,
}

/// Who reads, and what they may see of a body.
struct Reader<'a> {
    app: &'a App,
    rules: &'a Rules,
    asker: &'a Asker,
    today: Date,
    body: Body,
    is_voter: bool,
}

impl<'a> Reader<'a> {
    async fn of(
        app: &'a App,
        snapshot: &mut dyn Snapshot,
        rules: &'a Rules,
        asker: &'a Asker,
        body: Id,
    ) -> Result<Self, AppError> {
        let today = rules.zone.date_of(app.clock.now());
        let body = Body::of(snapshot, body)
            .await?
            .ok_or_else(|| subject::nothing(body))?;
        let is_voter = is_voter(snapshot, rules, asker, &body, today).await?;
        Ok(Self {
            app,
            rules,
            asker,
            today,
            body,
            is_voter,
        })
    }

    /// Whether they belong to the body, or run its meetings.
    fn sees_all(&self) -> bool {
        let runs = power::held(
            self.rules,
            self.asker,
            &self.body,
            false,
            Step::MeetingCalled.code(),
            self.today,
        );
        self.is_voter || runs.is_some() || self.asker.is_operator()
    }

    /// What they may do of some kinds of fact.
    fn offered(&self, kinds: impl Iterator<Item = &'static str>) -> Vec<(String, String, String)> {
        kinds
            .filter_map(|code| {
                let allowed = power::held(
                    self.rules,
                    self.asker,
                    &self.body,
                    self.is_voter,
                    code,
                    self.today,
                )?;
                let says = kind::find(code).map_or(code, |kind| kind.says);
                Some((code.to_owned(), says.to_owned(), allowed.clause))
            })
            .collect()
    }

    /// People by name, as far as the reader may know them: those of their own body always.
    async fn people(
        &self,
        snapshot: &mut dyn Snapshot,
        people: impl IntoIterator<Item = Id>,
    ) -> Result<Vec<PersonLine>, AppError> {
        let people: Vec<Id> = people.into_iter().collect();
        let known: BTreeSet<Id> = if self.sees_all() {
            people.iter().copied().collect()
        } else {
            let known = known_to(snapshot, self.rules, self.asker, &people, self.today).await?;
            known.into_iter().collect()
        };
        let names = naming::names(snapshot, &people).await?;
        Ok(people
            .into_iter()
            .map(|id| PersonLine {
                id,
                name: names.get(&id).filter(|_| known.contains(&id)).cloned(),
            })
            .collect())
    }

    async fn person(
        &self,
        snapshot: &mut dyn Snapshot,
        person: Id,
    ) -> Result<PersonLine, AppError> {
        let line = self.people(snapshot, [person]).await?.pop();
        Ok(line.unwrap_or(PersonLine {
            id: person,
            name: None,
        }))
    }
}

/// Private values of facts, by fact and field.
async fn words(
    snapshot: &mut dyn Snapshot,
    facts: &[Fact],
) -> Result<HashMap<(u64, String), String>, AppError> {
    let numbers: Vec<u64> = facts.iter().map(|fact| fact.number).collect();
    let values = snapshot.private_values(&numbers).await?;
    let values = values.into_iter();
    Ok(values
        .map(|value| ((value.fact, value.field), value.value))
        .collect())
}

fn word(words: &HashMap<(u64, String), String>, fact: u64, field: &str) -> Option<String> {
    words.get(&(fact, field.to_owned())).cloned()
}
