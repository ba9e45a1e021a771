//! What may be told to whom: the publication table of the rulebook, applied.

use standing_base::{Date, IdKind};
use standing_rulebook::{Audience, Question, Truth};

use crate::asker::Asker;
use crate::matter::Matter;
use crate::rules::Rules;

/// What the publication table calls the name of a person.
pub(crate) const NAME: &str = "name";
/// Name, number, membership, branches and rights: what those who keep the register need.
pub(crate) const REGISTER: &str = "register";
/// All that the record says about a person.
pub(crate) const FILE: &str = "file";

/// Whether a row of the table that publishes one thing publishes another with it.
fn covers(published: &str, what: &str) -> bool {
    match published {
        FILE => true,
        REGISTER => matches!(what, REGISTER | NAME | "standing" | "suspension"),
        other => other == what,
    }
}

/// Whether the table publishes `what` about the subject, on a day, to whoever asks.
pub(crate) fn may_know(
    rules: &Rules,
    matter: &mut Matter,
    asker: &Asker,
    what: &str,
    on: Date,
) -> bool {
    if asker.is_operator() {
        return true;
    }
    let (Some(version), _) = rules.engine.version_on(on) else {
        return false;
    };
    version.publication.iter().any(|row| {
        covers(&row.what, what)
            && is_among(asker, &row.to, matter, on)
            && row.of.is_none_or(|question| {
                let ask = matter.put(question, None, on, None);
                matter.truth(rules, ask) == Truth::Yes
            })
    })
}

fn is_among(asker: &Asker, audience: &Audience, matter: &Matter, on: Date) -> bool {
    let Some(person) = asker.person() else {
        return *audience == Audience::Public;
    };
    match audience {
        Audience::Public => true,
        Audience::Members => person.is_member,
        Audience::Officers => !person.capacities.is_empty(),
        Audience::Subject => person.id == matter.subject,
        Audience::Role(role) => {
            let mut held = person.capacities.iter().filter(|held| held.role == *role);
            held.any(|held| held.reaches(&matter.branches(on)))
        }
    }
}

/// Whether the table lets the asker see anything of the register as a list.
pub(crate) fn may_list(rules: &Rules, asker: &Asker, on: Date) -> bool {
    if asker.is_operator() {
        return true;
    }
    let (Some(version), _) = rules.engine.version_on(on) else {
        return false;
    };
    let mut rows = version.publication.iter();
    rows.any(|row| match &row.to {
        Audience::Role(role) => {
            covers(&row.what, REGISTER) && asker.capacities().iter().any(|held| held.role == *role)
        }
        Audience::Public | Audience::Members | Audience::Officers | Audience::Subject => false,
    })
}

/// Whether the question may be answered about the subject to whoever asks. One that the rulebook
/// does not make public is for those who keep the register, or, where it is about a case, for
/// those who may see the file.
pub(crate) fn may_ask(
    rules: &Rules,
    matter: &mut Matter,
    asker: &Asker,
    question: &Question,
    on: Date,
) -> bool {
    let is_about_person = rules.reader.record_of(IdKind::Person) == Some(question.about);
    let what = match &question.public {
        Some(what) => what.as_str(),
        None if asker.person().is_none() => return asker.is_operator(),
        None if is_about_person => REGISTER,
        None => FILE,
    };
    may_know(rules, matter, asker, what, on)
}
