//! What somebody owes a person by a day, as the rulebook's text says: who, what, and how late it is.

use serde::Serialize;
use standing_base::Date;
use standing_rulebook::{Owed, StandItem};
use utoipa::ToSchema;

use crate::asker::Asker;
use crate::matter::Matter;
use crate::publicity;
use crate::rules::{Rules, SUBJECT};

/// Something that is to be done about a person, and is not done yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyOwed {
    /// The id of its row in the rulebook.
    pub duty: String,
    /// What is to be done, in the rulebook's words.
    pub says: String,
    /// Who is to do it, in words; `None` when it is the person themselves.
    pub owed_by: Option<String>,
    pub clause: String,
    /// The reference of the case that it is about.
    pub case: Option<String>,
    /// The number of the fact that began it.
    pub began_by: u64,
    pub began_on: Date,
    pub due_on: Option<Date>,
    /// Whole days since the last day; 0 until it is past.
    pub days_overdue: i64,
    /// Who looks into it because it is late, in words, and since when.
    pub escalated_to: Option<String>,
    pub escalated_on: Option<Date>,
}

/// What is owed about a person on a day, what is due first coming first; nothing to those who may not
/// read the person's file.
pub(crate) fn of(rules: &Rules, matter: &mut Matter, asker: &Asker, on: Date) -> Vec<DutyOwed> {
    if !publicity::may_know(rules, matter, asker, publicity::FILE, on) {
        return Vec::new();
    }
    let mut owed = matter.duties(rules, on);
    if owed.is_empty() {
        return Vec::new();
    }
    owed.sort_by_key(|owed| (owed.due_on.is_none(), owed.due_on, owed.began_by));
    let items = matter.stand(rules, on, None).items;
    let told = owed.iter().map(|owed| {
        let case = owed.item.as_deref();
        told(
            rules,
            case.and_then(|item| reference(&items, item)),
            owed,
            on,
        )
    });
    told.collect()
}

/// One of them, for whoever owes it.
pub(crate) fn in_case(rules: &Rules, matter: &mut Matter, owed: &Owed, on: Date) -> DutyOwed {
    let items = matter.stand(rules, on, None).items;
    let case = owed.item.as_deref();
    told(
        rules,
        case.and_then(|item| reference(&items, item)),
        owed,
        on,
    )
}

/// The reference of a case, or of the case of a suspension.
pub(crate) fn reference(items: &[StandItem], item: &str) -> Option<String> {
    let fact = |key: &str, name: &str| {
        let item = items.iter().find(|item| item.key == key)?;
        let found = item.facts.iter().find(|fact| fact.fact == name)?;
        (!found.entries.is_empty()).then(|| found.value.clone())
    };
    fact(item, "case.ref").or_else(|| fact(&fact(item, "suspension.case")?, "case.ref"))
}

/// Who owes a duty, in words; `None` when it is the person themselves.
pub(crate) fn owner(rules: &Rules, owed_by: &str) -> Option<String> {
    (owed_by != SUBJECT).then(|| {
        let role = rules.rulebook().vocabulary.role(owed_by);
        role.map_or_else(|| owed_by.replace('_', " "), |role| role.says.clone())
    })
}

/// One of them, with the reference of its case.
pub(crate) fn told(rules: &Rules, case: Option<String>, owed: &Owed, on: Date) -> DutyOwed {
    let escalates = owed.escalates.as_ref().filter(|(_, from)| *from <= on);
    let late = owed.due_on.map(|due| on.day_number() - due.day_number());
    DutyOwed {
        duty: owed.duty.clone(),
        says: owed.says.clone(),
        owed_by: owner(rules, &owed.owed_by),
        clause: owed.clause.clone(),
        case,
        began_by: owed.began_by,
        began_on: owed.began_on,
        due_on: owed.due_on,
        days_overdue: i64::from(late.unwrap_or_default().max(0)),
        escalated_to: escalates.and_then(|(to, _)| owner(rules, to)),
        escalated_on: escalates.map(|(_, from)| *from),
    }
}
