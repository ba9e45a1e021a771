//! The register as a list, for those who keep it: everybody whom the asker may know from it, as at
//! a day, page by page.

use serde::Serialize;
use standing_base::{Date, Id, IdKind, Told};
use utoipa::ToSchema;

use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::naming::Named;
use crate::publicity;
use crate::rules::Rules;
use crate::unit;

mod order;
mod wanted;

use order::Line;
use wanted::Wanted;

/// Which part of the register.
#[derive(Clone, Debug)]
pub struct Listing {
    pub on: Date,
    /// Only those who belonged to this branch.
    pub branch: Option<Id>,
    /// Only those for whom a question has this answer: `is_suspended`, yes.
    pub question: Option<(String, crate::answer::Truth)>,
    pub order: Order,
    /// The place where the page before ended: its `next`.
    pub after: Option<String>,
    /// At most [`PAGE_MAX`].
    pub limit: usize,
}

/// The longest page.
pub const PAGE_MAX: usize = 500;

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The moment at which somebody came onto the record.
    #[default]
    Registered,
    /// The name as it is written, without regard to case and accents.
    Name,
    /// The membership number; those without one come last.
    Number,
}

impl Order {
    pub const ALL: [Self; 3] = [Self::Registered, Self::Name, Self::Number];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Name => "name",
            Self::Number => "number",
        }
    }

    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.word() == word)
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct MembersPage {
    pub on: Date,
    pub members: Vec<MemberLine>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Questions by which the list may be narrowed: name and words.
    pub questions: Vec<(String, String)>,
    /// Branches by which it may be narrowed.
    pub branches: Vec<(Id, String)>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MemberLine {
    pub id: Id,
    pub name: String,
    pub number: Option<String>,
    pub is_member: bool,
    pub branches: Vec<String>,
}

impl App {
    /// A page of the register.
    pub async fn members(&self, asker: &Asker, listing: &Listing) -> Result<MembersPage, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        if !publicity::may_list(&rules, asker, listing.on) {
            return Err(AppError::not_found(Told::new(
                "no-list-to-see",
                "there is no list of members that you may see",
            )));
        }
        self.keep_list_access(snapshot, &rules, asker, listing.branch, listing.on)
            .await?;
        let wanted = Wanted::of(&rules, asker, listing)?;
        let limit = listing.limit.clamp(1, PAGE_MAX);
        let (found, next) = order::page(&wanted, snapshot, limit).await?;
        let tree = unit::all(snapshot).await?;
        let branches: Vec<(Id, String)> = tree
            .into_iter()
            .filter(|unit| unit.line.id.kind() == IdKind::Branch)
            .map(|unit| (unit.line.id, unit.line.name))
            .collect();
        let mut members = Vec::new();
        for Line {
            history,
            named,
            is_member,
        } in found
        {
            let Named { name, number } = named;
            let own = unit::branches(&history.bytes, listing.on)?;
            let own = own
                .iter()
                .filter_map(|own| branches.iter().find(|(id, _)| id == own));
            members.push(MemberLine {
                id: history.subject,
                name: name.unwrap_or_else(|| history.subject.to_string()),
                number,
                is_member,
                branches: own.map(|(_, name)| name.clone()).collect(),
            });
        }
        Ok(MembersPage {
            on: listing.on,
            members,
            next,
            questions: questions(&rules),
            branches,
        })
    }
}

/// Questions about persons.
fn questions(rules: &Rules) -> Vec<(String, String)> {
    let member = rules.reader.record_of(IdKind::Person);
    let questions = rules.rulebook().vocabulary.questions.iter();
    questions
        .filter(|question| Some(question.about) == member)
        .map(|question| (question.name.clone(), question.says.clone()))
        .collect()
}
