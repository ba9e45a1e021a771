//! A case as lines of text: the day, who acts, what they record, with which fields.
//!
//! `2021-03-04 chair subject_told way=hand`: the case is filled in, ids stand as the names of people, and
//! whatever needs words has some.

use standing_app::AppError;
use standing_app::acts::Step;
use standing_base::{Id, Refusal};
use standing_domain::{FieldType, FieldValue, kind};

use crate::party::{Court, Party, step};

#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) on: String,
    who: String,
    pub(crate) kind: String,
    fields: Vec<(String, String)>,
}

/// The lines of a text.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let mut words = line.split(' ').map(str::to_owned);
            Line {
                on: words.next().unwrap(),
                who: words.next().unwrap(),
                kind: words.next().unwrap(),
                fields: words
                    .map(|field| {
                        let (name, value) = field.split_once('=').unwrap();
                        (name.to_owned(), value.to_owned())
                    })
                    .collect(),
            }
        })
        .collect()
}

/// Changes lines: `drop KIND`, `drop KIND FIELD`, `set KIND FIELD VALUE`, `day KIND DAY`, `kind KIND KIND`,
/// `move KIND KIND` (to before it). Of several of a kind the last is meant.
pub(crate) fn edit(lines: &mut Vec<Line>, change: &str) {
    let words: Vec<&str> = change.split(' ').collect();
    let place = |kind: &str| lines.iter().rposition(|line| line.kind == kind).unwrap();
    let at = place(words[1]);
    match *words {
        ["drop", _] => {
            lines.remove(at);
        }
        ["drop", _, field] => lines[at].fields.retain(|(name, _)| name != field),
        ["set", _, field, value] => {
            let mut fields = lines[at].fields.iter_mut();
            let found = fields.find(|(name, _)| name == field);
            value.clone_into(&mut found.unwrap().1);
        }
        ["day", _, day] => day.clone_into(&mut lines[at].on),
        ["kind", _, kind] => kind.clone_into(&mut lines[at].kind),
        ["move", _, before] => {
            let to = place(before);
            let line = lines.remove(at);
            lines.insert(if at < to { to - 1 } else { to }, line);
        }
        _ => panic!("`{change}` is no change"),
    }
}

impl Party {
    fn named(&self, court: &Court, name: &str) -> Option<Id> {
        Some(match name {
            "complaints" => court.complaints,
            "chair" => court.chair,
            "president" => court.president,
            "group" => court.group,
            "returning" => court.returning,
            "officer" => self.officer,
            "secretary" => self.general_secretary,
            "branch" => self.branch_secretary,
            "m" => self.near,
            "far" => self.far,
            "pan1" => court.panel[0],
            "pan2" => court.panel[1],
            "pan3" => court.panel[2],
            "tri1" => court.tribunal[0],
            "tri2" => court.tribunal[1],
            "tri3" => court.tribunal[2],
            _ => return None,
        })
    }

    /// The newest thing that a field names on the record of M: the case, the candidacy.
    pub(crate) async fn newest(&self, field: &str) -> Option<String> {
        let mut snapshot = self.app.store().snapshot().await.unwrap();
        let facts = snapshot.facts_about(self.near).await.unwrap();
        let mut ids = facts.iter().rev().filter_map(|fact| fact.what.text(field));
        ids.next().map(str::to_owned)
    }

    /// Takes one step about M.
    pub(crate) async fn take(&self, court: &Court, line: &Line) -> Result<(), AppError> {
        self.on(&format!("{}T12:00:00Z", line.on));
        let of = kind::find(&line.kind).unwrap();
        let mut fields: Vec<(&str, FieldValue)> = Vec::new();
        for filled in ["case", "candidacy"] {
            let begins = ["complaint_received", "candidacy_declared"].contains(&of.code);
            let is_given = line.fields.iter().any(|(name, _)| name == filled);
            if !begins && !is_given && of.fields.iter().any(|field| field.name == filled) {
                fields.push((filled, self.newest(filled).await.unwrap().as_str().into()));
            }
        }
        for (name, value) in &line.fields {
            let declared = of.fields.iter().find(|field| field.name == name);
            let value = match (declared.map(|field| field.kind), value.as_str()) {
                (Some(FieldType::Number | FieldType::Fact), number) => {
                    number.parse::<i64>().unwrap().into()
                }
                (Some(FieldType::Codes), people) => {
                    let people = people.split('+');
                    let ids = people.map(|name| self.named(court, name).unwrap());
                    ids.collect()
                }
                (_, "yes") => true.into(),
                (_, text) => match (self.named(court, text), text.parse::<Id>()) {
                    (Some(id), _) | (None, Ok(id)) => id.into(),
                    (None, Err(_)) => text.into(),
                },
            };
            fields.push((name, value));
        }
        let words = of
            .private
            .iter()
            .map(|name| ((*name).to_owned(), "In words.".to_owned()));
        let step = Step {
            private: words.collect(),
            ..step(&line.kind, &line.on, &fields)
        };
        let who = self.named(court, &line.who).unwrap();
        self.act(who, self.near, vec![step]).await.map(|_| ())
    }

    /// Takes the steps until one is refused.
    pub(crate) async fn walk(&self, court: &Court, lines: &[Line]) -> Option<(String, Refusal)> {
        for line in lines {
            match self.take(court, line).await {
                Ok(()) => {}
                Err(AppError::Refused(refusal)) => return Some((line.kind.clone(), refusal)),
                Err(error) => panic!("{}: {error}", line.kind),
            }
        }
        None
    }

    /// The refusal of the last of these lines, which the others lead to.
    pub(crate) async fn refuses(&self, court: &Court, text: &str) -> Refusal {
        let lines = lines(text);
        let (kind, refusal) = self.walk(court, &lines).await.unwrap();
        assert_eq!(kind, lines.last().unwrap().kind, "{refusal:?}");
        refusal
    }

    /// Takes every one of these lines.
    pub(crate) async fn takes(&self, court: &Court, text: &str) {
        let refused = self.walk(court, &lines(text)).await;
        assert!(refused.is_none(), "{refused:?}");
    }
}
