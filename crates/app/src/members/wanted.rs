//! Who belongs on a list.

use standing_base::IdKind;
use standing_rulebook::{QuestionIx, Truth};

use super::Listing;
use crate::answer;
use crate::ask::find_question;
use crate::asker::{Asker, MEMBER};
use crate::error::AppError;
use crate::matter::Matter;
use crate::ports::PackedHistory;
use crate::publicity;
use crate::rules::Rules;
use crate::unit;

/// Who is wanted, with the question looked up.
pub(super) struct Wanted<'a> {
    pub(super) listing: &'a Listing,
    rules: &'a Rules,
    asker: &'a Asker,
    question: Option<(QuestionIx, Truth)>,
    is_member: Option<QuestionIx>,
}

impl<'a> Wanted<'a> {
    pub(super) fn of(
        rules: &'a Rules,
        asker: &'a Asker,
        listing: &'a Listing,
    ) -> Result<Self, AppError> {
        let question = match &listing.question {
            None => None,
            Some((name, answer)) => {
                let answer = match answer {
                    answer::Truth::Yes => Truth::Yes,
                    answer::Truth::No => Truth::No,
                    answer::Truth::Undecided => Truth::Undecided,
                };
                Some((find_question(rules, name)?, answer))
            }
        };
        Ok(Self {
            listing,
            rules,
            asker,
            question,
            is_member: rules.engine.question(MEMBER),
        })
    }

    /// Whether it is a part of the register only.
    pub(super) const fn is_narrow(&self) -> bool {
        self.listing.branch.is_some() || self.question.is_some()
    }

    /// Whether a question narrows it.
    pub(super) const fn asks(&self) -> bool {
        self.question.is_some()
    }

    /// Whether somebody belongs on the list, and if so whether they are a member.
    pub(super) fn wants(&self, history: &PackedHistory) -> Result<Option<bool>, AppError> {
        let on = self.listing.on;
        if history.subject.kind() != IdKind::Person {
            return Ok(None);
        }
        if let Some(branch) = self.listing.branch
            && !unit::branches(&history.bytes, on)?.contains(&branch)
        {
            return Ok(None);
        }
        let mut matter = Matter::read(self.rules, history.subject, &history.bytes)?;
        if matter.begins_on > on
            || !publicity::may_know(self.rules, &mut matter, self.asker, publicity::REGISTER, on)
        {
            return Ok(None);
        }
        let mut truth = |question| {
            let ask = matter.put(question, None, on, None);
            matter.truth(self.rules, ask)
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
