//! What may be told to whom: the publication table of the rulebook, applied.

use standing_base::{Date, IdKind};
use standing_domain::case::CaseFile;
use standing_rulebook::{Audience, Publish, Question, Truth, Version};

use crate::asker::{Asker, Capacity};
use crate::matter::Matter;
use crate::rules::{OPERATOR, Rules};

/// What the publication table calls the name of a person.
pub(crate) const NAME: &str = "name";
/// Name, number, membership, branches and rights: what those who keep the register need.
pub(crate) const REGISTER: &str = "register";
/// All that the record says about a person.
pub(crate) const FILE: &str = "file";

/// What those need who decide a case.
const PAPERS: &str = "papers";

/// Decided cases without names, to compare with.
const PRECEDENTS: &str = "precedents";

/// How the system does.
const SYSTEM: &str = "system";

/// Who read what is sealed.
const READINGS: &str = "readings";

/// What came in by the confidential intake.
const INTAKE: &str = "intake";

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
    asker.is_operator() || row(rules, matter, asker, what, on).is_some()
}

/// The row of the table by which the asker may know it.
fn row<'a>(
    rules: &'a Rules,
    matter: &mut Matter,
    asker: &Asker,
    what: &str,
    on: Date,
) -> Option<(&'a Version, &'a Publish)> {
    let version = rules.engine.version_on(on).0?;
    let row = version.publication.iter().find(|row| {
        covers(&row.what, what)
            && is_among(asker, &row.to, matter, on)
            && row.of.is_none_or(|question| {
                let ask = matter.put(question, None, on, None);
                matter.truth(rules, ask) == Truth::Yes
            })
    })?;
    Some((version, row))
}

/// What somebody sees of a person that not everybody may know, in which role, by which clause.
#[derive(Clone, Debug)]
pub(crate) struct Disclosure {
    pub(crate) what: &'static str,
    pub(crate) capacity: String,
    pub(crate) clause: Option<String>,
}

/// The most that the asker may know of the subject beyond what everybody may; nothing where there
/// is no such thing, or where they look at their own record.
pub(crate) fn disclosure(
    rules: &Rules,
    matter: &mut Matter,
    asker: &Asker,
    on: Date,
) -> Option<Disclosure> {
    if asker.is_operator() {
        return Some(Disclosure {
            what: FILE,
            capacity: OPERATOR.to_owned(),
            clause: None,
        });
    }
    let person = asker.person()?;
    if person.id == matter.subject {
        return None;
    }
    let what = [FILE, REGISTER, NAME].into_iter().find(|what| {
        may_know(rules, matter, asker, what, on)
            && !may_know(rules, matter, &Asker::Public, what, on)
    })?;
    let (version, row) = row(rules, matter, asker, what, on)?;
    let branches = matter.branches(on);
    let held = person.capacities.iter().find(|held| {
        matches!(&row.to, Audience::Role(role) if *role == held.role) && held.reaches(&branches)
    });
    let clause = version.clauses.get(row.clause.at());
    Some(Disclosure {
        what,
        capacity: held.map_or_else(|| "member".to_owned(), |held| held.says.clone()),
        clause: clause.map(|clause| clause.id.clone()),
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
        // What is told to a panel is about a case, and is asked for with it.
        Audience::Panel => false,
        Audience::Role(role) => {
            let mut held = person.capacities.iter().filter(|held| held.role == *role);
            held.any(|held| held.reaches(&matter.branches(on)))
        }
    }
}

/// Whether the table lets the asker see anything of the register as a list.
pub(crate) fn may_list(rules: &Rules, asker: &Asker, on: Date) -> bool {
    asker.is_operator() || lists(rules, asker, on).next().is_some()
}

/// The roles in which the asker may see members as a list, each with its clause.
pub(crate) fn lists<'a>(
    rules: &'a Rules,
    asker: &'a Asker,
    on: Date,
) -> impl Iterator<Item = (&'a Capacity, Option<String>)> {
    told_to_roles(rules, asker, on, |what| covers(what, REGISTER))
}

/// Whether the asker may read everything about anybody but themselves.
pub(crate) fn reads_files(rules: &Rules, asker: &Asker, on: Date) -> bool {
    let mut roles = told_to_roles(rules, asker, on, |what| what == FILE);
    asker.is_operator() || roles.next().is_some()
}

/// What somebody sees who sits on the panel in a case; nothing where the table tells panels nothing.
pub(crate) fn papers(
    rules: &Rules,
    asker: &Asker,
    file: &CaseFile,
    on: Date,
) -> Option<Disclosure> {
    let person = asker.person()?;
    let version = rules.engine.version_on(on).0?;
    let mut rows = version.publication.iter();
    let row = rows.find(|row| row.what == PAPERS && row.to == Audience::Panel)?;
    let clause = version.clauses.get(row.clause.at());
    file.panel.contains(&person.id).then(|| Disclosure {
        what: PAPERS,
        capacity: "panel in the case".to_owned(),
        clause: clause.map(|clause| clause.id.clone()),
    })
}

/// The clause by which the asker may compare with decided cases: one who sits on a panel, in its case.
pub(crate) fn precedents_clause(
    rules: &Rules,
    asker: &Asker,
    on: Date,
    sits: bool,
) -> Option<String> {
    let version = rules.engine.version_on(on).0?;
    let person = asker.person();
    let row = version.publication.iter().find(|row| {
        row.what == PRECEDENTS
            && match &row.to {
                _ if asker.is_operator() => true,
                Audience::Public => true,
                Audience::Members => person.is_some_and(|person| person.is_member),
                Audience::Officers => !asker.capacities().is_empty(),
                Audience::Role(role) => asker.capacities().iter().any(|held| held.role == *role),
                Audience::Panel => sits,
                Audience::Subject => false,
            }
    })?;
    let clause = version.clauses.get(row.clause.at())?;
    Some(clause.id.clone())
}

/// Whether the asker looks after the system.
pub(crate) fn sees_system(rules: &Rules, asker: &Asker, on: Date) -> bool {
    asker.is_operator() || system_role(rules, asker, on).is_some()
}

/// The role in which they do.
pub(crate) fn system_role(rules: &Rules, asker: &Asker, on: Date) -> Option<String> {
    let mut roles = told_to_roles(rules, asker, on, |what| what == SYSTEM);
    roles.next().map(|(held, _)| held.role.clone())
}

/// Whether the asker sees who read what is sealed.
pub(crate) fn sees_readings(rules: &Rules, asker: &Asker, on: Date) -> bool {
    let mut roles = told_to_roles(rules, asker, on, |what| what == READINGS);
    asker.is_operator() || roles.next().is_some()
}

/// In which role somebody who may read a file of the subject does, in words, and its clause.
pub(crate) fn reading_role(
    rules: &Rules,
    matter: &mut Matter,
    asker: &Asker,
    on: Date,
) -> (String, Option<String>) {
    if let Some(seen) = disclosure(rules, matter, asker, on) {
        return (seen.capacity, seen.clause);
    }
    // Their own.
    let clause = row(rules, matter, asker, FILE, on)
        .and_then(|(version, row)| version.clauses.get(row.clause.at()))
        .map(|clause| clause.id.clone());
    ("the person concerned".to_owned(), clause)
}

/// Whether the table lets anybody receive complaints.
pub(crate) fn has_intake(rules: &Rules, on: Date) -> bool {
    let version = rules.engine.version_on(on).0;
    let mut rows = version.into_iter().flat_map(|version| &version.publication);
    rows.any(|row| row.what == INTAKE && matches!(row.to, Audience::Role(_)))
}

/// The role in which the asker receives complaints, in words, and its clause.
pub(crate) fn intake_role(
    rules: &Rules,
    asker: &Asker,
    on: Date,
) -> Option<(String, Option<String>)> {
    let mut roles = told_to_roles(rules, asker, on, |what| what == INTAKE);
    roles
        .next()
        .map(|(held, clause)| (held.says.clone(), clause))
}

/// The asker's roles to which rows of the table tell something, each with its clause.
fn told_to_roles<'a>(
    rules: &'a Rules,
    asker: &'a Asker,
    on: Date,
    is_wanted: impl Fn(&str) -> bool + 'a,
) -> impl Iterator<Item = (&'a Capacity, Option<String>)> {
    let version = rules.engine.version_on(on).0;
    let rows = version
        .into_iter()
        .flat_map(|version| version.publication.iter().map(move |row| (version, row)));
    rows.filter(move |(_, row)| is_wanted(&row.what))
        .flat_map(move |(version, row)| {
            let held = asker.capacities().iter();
            let held = held
                .filter(move |held| matches!(&row.to, Audience::Role(role) if *role == held.role));
            let clause = version.clauses.get(row.clause.at());
            held.map(move |held| (held, clause.map(|clause| clause.id.clone())))
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
