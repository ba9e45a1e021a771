//! Reminding: once a day, a letter to whoever owes something that is due soon or overdue, and to
//! whoever looks into what others left undone.
//!
//! A letter is called for on the days that the rulebook names before a last day, on the day after
//! it, on the day on which somebody else has to look into it, and every seven days while nothing
//! changes. Its id is made from the person and the day, so that of several servers, and of one that
//! was started again, one writes it. What a server that stood still left out, the next look within
//! seven days makes up for. A letter names no member: it goes through mail servers.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};
use standing_base::{Date, Id, IdKind};
use standing_rulebook::Owed;

use crate::app::App;
use crate::asker::Asker;
use crate::duties::{self, DutyOwed};
use crate::error::AppError;
use crate::letters::context::{Reminder, ReminderLine};
use crate::letters::{Addressee, Language};
use crate::matter::Matter;
use crate::ports::Snapshot;
use crate::ports::outbox::NewLetter;
use crate::publicity;
use crate::rules::{Rules, SUBJECT};
use crate::waiting::Kept;

/// So many things are listed in one letter; the page of the day has the rest.
pub const REMINDED_OF_MAX: usize = 30;
/// While something stays overdue, a letter says so again after this many days; and for as long a
/// letter that was left out is made up for.
pub const AGAIN_DAYS: i32 = 7;
/// The time of day from which on letters are written, so that nobody's telephone rings at midnight.
const MORNING: &str = "06:00";

/// What a look came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminded {
    pub on: Date,
    /// How many letters it put into the outbox.
    pub letters: usize,
}

/// Looks once a day at what is owed, and once after it was started.
#[derive(Debug)]
pub struct Reminding {
    app: App,
    looked_on: Option<Date>,
}

impl Reminding {
    pub const fn new(app: App) -> Self {
        Self {
            app,
            looked_on: None,
        }
    }

    /// Writes the letters of the day; nothing where that was done, or before the morning.
    pub async fn run_once(&mut self) -> Result<Option<Reminded>, AppError> {
        let rules = self.app.rules().await?;
        let now = self.app.clock.now();
        let is_early = self.looked_on.is_some() && rules.zone.minute_of(now).as_str() < MORNING;
        if is_early || self.looked_on == Some(rules.zone.date_of(now)) {
            return Ok(None);
        }
        let reminded = self.app.remind().await?;
        self.looked_on = Some(reminded.on);
        Ok(Some(reminded))
    }
}

impl App {
    /// Puts the letters of today into the outbox that are not there yet.
    pub async fn remind(&self) -> Result<Reminded, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        self.check_clock(&snapshot.head().await?)?;
        let rules = self.rules_at(snapshot).await?;
        let kept = self.kept_waiting(snapshot, &rules).await?;
        let mut letters = 0;
        for person in kept.concerned() {
            let letter = self.reminder(snapshot, &rules, &kept, person).await?;
            let Some(letter) = letter else { continue };
            let mut writer = self.store.writer().await?;
            if writer.enqueue_once(&letter).await? {
                letters += 1;
            }
            writer.commit().await?;
        }
        Ok(Reminded {
            on: kept.day(),
            letters,
        })
    }

    /// The letters that [`App::remind`] would write now, for those who look after the system.
    pub async fn reminders(&self, asker: &Asker) -> Result<Vec<NewLetter>, AppError> {
        self.check_keeps_system(asker).await?;
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let kept = self.kept_waiting(snapshot, &rules).await?;
        let mut letters = Vec::new();
        for person in kept.concerned() {
            letters.extend(self.reminder(snapshot, &rules, &kept, person).await?);
        }
        Ok(letters)
    }

    /// The letter to a person who has an account, where one is called for and not written.
    async fn reminder(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        kept: &Kept,
        person: Id,
    ) -> Result<Option<NewLetter>, AppError> {
        let account = snapshot.account_of(person).await?;
        let Some(account) = account.filter(|account| account.disabled_at.is_none()) else {
            return Ok(None);
        };
        let asker = self.signed_in(person).await?;
        let list = list(snapshot, rules, kept, &asker, person).await?;
        let Some(called_on) = list.called_on else {
            return Ok(None);
        };
        let (called_on, today) = (called_on.day_number(), kept.day().day_number());
        for day in called_on..=today {
            let written = letter_id(rules, person, Date::from_day_number(day));
            if snapshot.letter(written).await?.is_some() {
                return Ok(None);
            }
        }
        let language = Language::of(&rules.rulebook().language);
        let name = asker.person().map(|person| person.name.clone());
        let context = Reminder {
            organisation: rules.organisation_name.clone(),
            name: name.unwrap_or_default(),
            on: language.date(kept.day()),
            soon: list.soon,
            overdue: list.overdue,
            escalated: list.escalated,
            has_more: list.has_more,
            link: self.site.page("/today"),
        };
        let to = Addressee {
            person: Some(person),
            address: account.email,
            language,
        };
        let letter = self.write_letter(snapshot, to, &context, None).await?;
        Ok(Some(NewLetter {
            id: letter_id(rules, person, kept.day()),
            ..letter
        }))
    }
}

/// What a letter lists.
#[derive(Default)]
struct List {
    soon: Vec<ReminderLine>,
    overdue: Vec<ReminderLine>,
    escalated: Vec<ReminderLine>,
    has_more: bool,
    /// The last day on which something of it called for a letter.
    called_on: Option<Date>,
}

/// Why something is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    Soon,
    Overdue,
    Escalated,
}

async fn list(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    kept: &Kept,
    asker: &Asker,
    person: Id,
) -> Result<List, AppError> {
    let (mut list, today) = (List::default(), kept.day());
    let held = asker.capacities().iter();
    let roles: BTreeSet<&str> = held.map(|held| held.role.as_str()).collect();
    let own = kept.owed_about(person).iter();
    let own = own.filter(|owed| owed.owed_by == SUBJECT);
    let own = own.map(|owed| (person, owed, Some(owed.owed_by.as_str())));
    let of_roles = kept.due(&roles).map(|(about, owed)| {
        let owns = roles.contains(owed.owed_by.as_str());
        (about, owed, owns.then_some(owed.owed_by.as_str()))
    });
    for (about, owed, owner) in own.chain(of_roles) {
        let Some((why, called_on)) = called(owed, owner.is_some(), today) else {
            continue;
        };
        let Some(mut matter) = Matter::load(snapshot, rules, about).await? else {
            continue;
        };
        let mut may_know = |what| publicity::may_know(rules, &mut matter, asker, what, today);
        if !may_know(publicity::NAME) {
            continue;
        }
        let sees_file = may_know(publicity::FILE);
        if list.len() == REMINDED_OF_MAX {
            list.has_more = true;
            break;
        }
        list.called_on = list.called_on.max(called_on);
        let duty = duties::in_case(rules, &mut matter, owed, today);
        let line = line(rules, duty, sees_file);
        match why {
            Why::Soon => list.soon.push(line),
            Why::Overdue => list.overdue.push(line),
            Why::Escalated => list.escalated.push(line),
        }
    }
    Ok(list)
}

impl List {
    fn len(&self) -> usize {
        self.soon.len() + self.overdue.len() + self.escalated.len()
    }
}

fn line(rules: &Rules, duty: DutyOwed, sees_file: bool) -> ReminderLine {
    let language = Language::of(&rules.rulebook().language);
    ReminderLine {
        says: duty.says,
        owed_by: duty.owed_by,
        clause: duty.clause,
        case: duty.case.filter(|_| sees_file),
        last_day: duty.due_on.map(|day| language.date(day)),
        days_late: duty.days_overdue,
    }
}

/// Whether something is listed to one who owes it or who looks into it, and why; and the last day
/// on which it called for a letter, if that is not too long ago to be made up for.
fn called(owed: &Owed, owns: bool, today: Date) -> Option<(Why, Option<Date>)> {
    let again = |first: Date| {
        let since = today.day_number() - first.day_number();
        first.plus_days(since.div_euclid(AGAIN_DAYS) * AGAIN_DAYS)
    };
    if !owns {
        let (_, from) = owed.escalates.as_ref()?;
        return (*from <= today).then(|| (Why::Escalated, Some(again(*from))));
    }
    let due = owed.due_on?;
    if due < today {
        return Some((Why::Overdue, Some(again(due.next()))));
    }
    let mut past = owed.remind_on.iter().rev().filter(|day| **day <= today);
    let last = *past.next()?;
    let is_recent = today.day_number() - last.day_number() < AGAIN_DAYS;
    Some((Why::Soon, is_recent.then_some(last)))
}

/// The id of the letter to a person on a day: always the same.
fn letter_id(rules: &Rules, person: Id, day: Date) -> Id {
    let digest = Sha256::digest(format!("reminder {person} {day}"));
    let mut random = [0; 10];
    for (byte, of_digest) in random.iter_mut().zip(digest) {
        *byte = of_digest;
    }
    Id::new(IdKind::Letter, rules.zone.start_of(day), random)
}
