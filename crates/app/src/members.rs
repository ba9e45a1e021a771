//! The register as a list, for those who keep it: everybody whom the asker may know from it, as at
//! a day, page by page.

use serde::Serialize;
use standing_base::{Date, Id, IdKind};
use standing_rulebook::{QuestionIx, Truth};
use utoipa::ToSchema;

use crate::app::App;
use crate::ask::find_question;
use crate::asker::Asker;
use crate::error::AppError;
use crate::matter::Matter;
use crate::naming::{self, Named};
use crate::ports::{LIST_MAX, PackedHistory, Snapshot};
use crate::publicity;
use crate::rules::Rules;
use crate::unit;

/// Which part of the register.
#[derive(Clone, Debug)]
pub struct Listing {
    pub on: Date,
    /// Only those who belonged to this branch.
    pub branch: Option<Id>,
    /// Only those for whom a question has this answer: `is_suspended`, yes.
    pub question: Option<(String, crate::answer::Truth)>,
    /// The last person of the page before.
    pub after: Option<Id>,
    /// At most [`PAGE_MAX`].
    pub limit: usize,
}

/// The longest page.
pub const PAGE_MAX: usize = 500;

#[derive(Clone, Debug, Serialize)]
pub struct MembersPage {
    pub on: Date,
    pub members: Vec<MemberLine>,
    /// Where the next page begins.
    pub next: Option<Id>,
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
    /// A page of the register, in the order in which people came onto it.
    pub async fn members(&self, asker: &Asker, listing: &Listing) -> Result<MembersPage, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        if !publicity::may_list(&rules, asker, listing.on) {
            return Err(AppError::NotFound {
                what: "there is no list of members that you may see".to_owned(),
                near: Vec::new(),
            });
        }
        let wanted = Wanted::of(&rules, asker, listing)?;
        let limit = listing.limit.clamp(1, PAGE_MAX);
        let (found, next) = wanted.find(snapshot, &rules, limit).await?;
        let tree = unit::all(snapshot).await?;
        let branches: Vec<(Id, String)> = tree
            .into_iter()
            .filter(|unit| unit.line.id.kind() == IdKind::Branch)
            .map(|unit| (unit.line.id, unit.line.name))
            .collect();
        let histories: Vec<PackedHistory> = found.iter().map(|(one, _)| one.clone()).collect();
        let mut named = naming::named(snapshot, &histories).await?;
        let mut members = Vec::new();
        for (history, is_member) in found {
            let Named { name, number } = named.remove(&history.subject).unwrap_or_default();
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

/// Who is wanted, with the question looked up.
struct Wanted<'a> {
    asker: &'a Asker,
    listing: &'a Listing,
    question: Option<(QuestionIx, Truth)>,
    is_member: Option<QuestionIx>,
}

impl<'a> Wanted<'a> {
    fn of(rules: &Rules, asker: &'a Asker, listing: &'a Listing) -> Result<Self, AppError> {
        let question = match &listing.question {
            None => None,
            Some((name, answer)) => {
                let answer = match answer {
                    crate::answer::Truth::Yes => Truth::Yes,
                    crate::answer::Truth::No => Truth::No,
                    crate::answer::Truth::Undecided => Truth::Undecided,
                };
                Some((find_question(rules, name)?, answer))
            }
        };
        Ok(Self {
            asker,
            listing,
            question,
            is_member: rules.engine.question(crate::asker::MEMBER),
        })
    }

    /// So many of those wanted, each with whether they are a member, and where to go on.
    async fn find(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        limit: usize,
    ) -> Result<(Vec<(PackedHistory, bool)>, Option<Id>), AppError> {
        let mut found = Vec::new();
        let mut after = self.listing.after;
        loop {
            let page = self.page(snapshot, after).await?;
            let Some(last) = page.last() else {
                return Ok((found, None));
            };
            after = Some(last.subject);
            for history in page {
                let subject = history.subject;
                if let Some(is_member) = self.wants(rules, &history)? {
                    found.push((history, is_member));
                    if found.len() == limit {
                        return Ok((found, Some(subject)));
                    }
                }
            }
        }
    }

    async fn page(
        &self,
        snapshot: &mut dyn Snapshot,
        after: Option<Id>,
    ) -> Result<Vec<PackedHistory>, AppError> {
        let Some(branch) = self.listing.branch else {
            return Ok(snapshot.histories(IdKind::Person, after, LIST_MAX).await?);
        };
        let mut histories = Vec::new();
        for person in snapshot.mentions(branch, after, LIST_MAX).await? {
            histories.extend(snapshot.history(person).await?);
        }
        Ok(histories)
    }

    /// Whether somebody belongs on the list, and if so whether they are a member.
    fn wants(&self, rules: &Rules, history: &PackedHistory) -> Result<Option<bool>, AppError> {
        let on = self.listing.on;
        if history.subject.kind() != IdKind::Person {
            return Ok(None);
        }
        if let Some(branch) = self.listing.branch
            && !unit::branches(&history.bytes, on)?.contains(&branch)
        {
            return Ok(None);
        }
        let mut matter = Matter::read(rules, history.subject, &history.bytes)?;
        if matter.begins_on > on
            || !publicity::may_know(rules, &mut matter, self.asker, publicity::REGISTER, on)
        {
            return Ok(None);
        }
        let mut truth = |question| {
            let ask = matter.put(question, None, on, None);
            matter.truth(rules, ask)
        };
        if let Some((question, answer)) = self.question
            && truth(question) != answer
        {
            return Ok(None);
        }
        Ok(Some(
            self.is_member
                .is_some_and(|question| truth(question) == Truth::Yes),
        ))
    }
}
