//! What may be told to whom: the publication table of the rulebook, applied.

use standing_base::Date;
use standing_rulebook::{Audience, Question, Truth};

use crate::answer::Asker;
use crate::matter::Matter;
use crate::rules::Rules;

/// What the publication table calls the name of a person.
pub(crate) const NAME: &str = "name";

/// Whether the table publishes `what` about the subject, on a day, to whoever asks.
pub(crate) fn may_know(
    rules: &Rules,
    matter: &mut Matter,
    asker: Asker,
    what: &str,
    on: Date,
) -> bool {
    if asker == Asker::Operator {
        return true;
    }
    let (Some(version), _) = rules.engine.version_on(on) else {
        return false;
    };
    version.publication.iter().any(|row| {
        row.what == what
            && row.to == Audience::Public
            && row.of.is_none_or(|question| {
                let ask = matter.put(question, None, on, None);
                matter.truth(rules, ask) == Truth::Yes
            })
    })
}

/// Whether the question may be answered about the subject to whoever asks.
pub(crate) fn may_ask(
    rules: &Rules,
    matter: &mut Matter,
    asker: Asker,
    question: &Question,
    on: Date,
) -> bool {
    match (asker, &question.public) {
        (Asker::Operator, _) => true,
        (Asker::Public, None) => false,
        (Asker::Public, Some(what)) => may_know(rules, matter, asker, what, on),
    }
}
