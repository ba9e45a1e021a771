//! What those do who receive complaints: read, answer, and say what became of one. Who they are, the
//! publication table says, with the word `intake`. Every reading is kept before anything is shown.

use standing_base::{Date, Id, Told};
use standing_domain::{Fact, fold_name};
use standing_rulebook::Truth;

use super::{
    IntakeFile, LINE_CHARS_MAX, Message, TEXT_CHARS_MAX, check_text, open_words, unopened,
};
use crate::app::App;
use crate::asker::Asker;
use crate::cases::{self, Loaded};
use crate::conflicts;
use crate::error::{AppError, FieldFault};
use crate::naming;
use crate::ports::Snapshot;
use crate::ports::intake::{Intake, IntakeHold, IntakeState};
use crate::projection::CASE_SCHEME;
use crate::publicity;
use crate::readings::{FILE, INTAKE, Read};
use crate::retention::{self, CaseKeeping};
use crate::rules::Rules;
use crate::subject::named;
use crate::vault::{Key, Media, OpenFile, Place, check_unerased, open, seal};

/// So many intakes are listed at once.
pub const INTAKES_LISTED: u32 = 50;
/// So many readings of one intake are told.
const READERS_MAX: u32 = 50;

/// An intake in the list.
#[derive(Clone, Debug)]
pub struct IntakeLine {
    pub id: Id,
    pub received_on: Date,
    pub state: IntakeState,
    pub awaits_answer: bool,
    /// How long it is kept, where it came to nothing and the rulebook says so; or since when it is gone.
    pub keeping: Option<CaseKeeping>,
}

/// Who read an intake.
#[derive(Clone, Debug)]
pub struct Reader {
    pub name: String,
    pub on: Date,
}

/// One intake, opened.
#[derive(Clone, Debug)]
pub struct IntakePage {
    pub line: IntakeLine,
    pub messages: Vec<Message>,
    pub files: Vec<IntakeFile>,
    pub case_reference: Option<String>,
    pub reason: Option<String>,
    pub closed_on: Option<Date>,
    /// Why it is kept longer.
    pub held: Option<String>,
    pub readers: Vec<Reader>,
}

/// What becomes of an intake.
#[derive(Clone, Debug)]
pub enum Closing {
    /// It is on the record as this case.
    Entered(String),
    /// It is no complaint: why.
    Dismissed(String),
}

impl App {
    /// Of how many intakes the sender wrote last; nothing for whom it does not concern.
    pub async fn intakes_waiting(&self, asker: &Asker) -> Result<Option<u64>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        if publicity::intake_role(&rules, asker, today).is_none() {
            return Ok(None);
        }
        Ok(Some(snapshot.intakes_open().await?.1))
    }

    /// The intakes in a state, the newest first; with the open ones those whose sender wrote since
    /// they were closed.
    pub async fn intakes(
        &self,
        asker: &Asker,
        state: IntakeState,
        before: Option<Id>,
    ) -> Result<Vec<IntakeLine>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        self.check_receives(&rules, asker)?;
        let today = rules.zone.date_of(self.clock.now());
        let facts = snapshot.facts_about(rules.organisation).await?;
        let mut lines = Vec::new();
        for intake in snapshot.intakes(state, before, INTAKES_LISTED).await? {
            lines.push(line(snapshot, &rules, &facts, &intake, today).await?);
        }
        Ok(lines)
    }

    /// Of how many intakes the erasure is announced; nothing for whom it does not concern.
    pub async fn intakes_leaving(&self, asker: &Asker) -> Result<u64, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let rules = self.rules_at(&mut *snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        if publicity::intake_role(&rules, asker, today).is_none() {
            return Ok(0);
        }
        retention::complaints_announced(&mut *snapshot, &rules, today).await
    }

    /// One intake; that it is read is kept first.
    pub async fn intake(&self, asker: &Asker, id: Id) -> Result<IntakePage, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let (intake, key) = self.received(snapshot, asker, id).await?;
        let mut messages = Vec::new();
        for message in snapshot.intake_messages(id).await? {
            messages.push(open_words(&key, &message)?);
        }
        let opened = |place, sealed: Option<&Vec<u8>>| {
            let text = sealed.map(|sealed| {
                let plain = open(&key, place, sealed).ok();
                let text = plain.and_then(|plain| String::from_utf8(plain).ok());
                text.ok_or_else(|| unopened(format_args!("the reason of `{id}`")))
            });
            text.transpose()
        };
        let reason = opened(Place::Reason(id), intake.reason.as_ref())?;
        let hold = snapshot.intake_hold(id).await?;
        let held = opened(Place::Hold(id), hold.as_ref().map(|hold| &hold.reasons))?;
        let rules = self.rules_at(snapshot).await?;
        let facts = snapshot.facts_about(rules.organisation).await?;
        let today = rules.zone.date_of(self.clock.now());
        let line = line(snapshot, &rules, &facts, &intake, today).await?;
        Ok(IntakePage {
            held: held.filter(|_| is_held(&line)),
            line,
            messages,
            files: self.intake_files(snapshot, id).await?,
            case_reference: intake.case_reference,
            reason,
            closed_on: intake.closed_on,
            readers: self.readers_of(id).await?,
        })
    }

    /// A file that came with a complaint, to be read.
    pub async fn intake_file(
        &self,
        asker: &Asker,
        intake: Id,
        file: Id,
    ) -> Result<OpenFile, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        self.receive(snapshot, asker, (intake, Some(file))).await?;
        let row = snapshot.sealed_file(file).await?;
        match row.filter(|row| row.owner == intake) {
            Some(row) => self.opened(snapshot, &row).await,
            None => Err(no_intake()),
        }
    }

    /// What the form begins with by which a complaint is put on the record.
    pub async fn intake_matter(&self, asker: &Asker, id: Id) -> Result<String, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let (_, key) = self.received(snapshot, asker, id).await?;
        let messages = snapshot.intake_messages(id).await?;
        let Some(first) = messages.first() else {
            return Ok(String::new());
        };
        let words = open_words(&key, first)?.words;
        Ok(match words.when {
            Some(when) => format!("{when}: {}", words.text),
            None => words.text,
        })
    }

    /// Whom a complaint is about, as the officer names them: by id, number or name.
    pub async fn intake_subject(&self, asker: &Asker, id: Id, about: &str) -> Result<Id, AppError> {
        let mut faults = Vec::new();
        check_text("about", about, LINE_CHARS_MAX, &mut faults);
        if !faults.is_empty() {
            return Err(AppError::Fields(faults));
        }
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        self.received(snapshot, asker, id).await?;
        let rules = self.rules_at(snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        named(snapshot, &rules, asker, ("about", about), today).await
    }

    /// Writes to the sender, who reads it when they come back.
    pub async fn answer_intake(&self, asker: &Asker, id: Id, text: &str) -> Result<(), AppError> {
        let mut faults = Vec::new();
        check_text("text", text, TEXT_CHARS_MAX, &mut faults);
        if !faults.is_empty() {
            return Err(AppError::Fields(faults));
        }
        let mut snapshot = self.store.snapshot().await?;
        let (_, key) = self.received(&mut *snapshot, asker, id).await?;
        drop(snapshot);
        let officer = asker.person().map(|person| person.id);
        self.add_message(&key, id, officer, text).await
    }

    /// Says what became of an intake. The sender can write again all the same.
    pub async fn close_intake(
        &self,
        asker: &Asker,
        id: Id,
        closing: &Closing,
    ) -> Result<(), AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let (_, key) = self.received(snapshot, asker, id).await?;
        check_closing(snapshot, closing).await?;
        let today = self.today().await?;
        let mut writer = self.store.writer().await?;
        check_unerased(&mut *writer, id).await?;
        let Some(mut intake) = writer.intake(id).await? else {
            return Err(no_intake());
        };
        match closing {
            Closing::Entered(reference) => {
                intake.state = IntakeState::Entered;
                intake.case_reference = Some(reference.trim().to_owned());
            }
            Closing::Dismissed(reason) => {
                let reason = reason.trim().as_bytes();
                let sealed = seal(&key, &*self.entropy, Place::Reason(id), reason);
                intake.state = IntakeState::Dismissed;
                intake.reason = Some(sealed.map_err(|_| unopened("a reason"))?);
            }
        }
        intake.awaits_answer = false;
        intake.closed_on = Some(today);
        writer.put_intake(&intake).await?;
        Ok(writer.commit().await?)
    }

    /// Says that a complaint which came to nothing is still needed, until a day and why. Beside the
    /// record, as what became of it is.
    pub async fn hold_intake(
        &self,
        asker: &Asker,
        id: Id,
        until: Option<Date>,
        reasons: &str,
    ) -> Result<(), AppError> {
        let today = self.today().await?;
        let mut faults = Vec::new();
        check_text("reasons", reasons, TEXT_CHARS_MAX, &mut faults);
        let Some(until) = until.filter(|until| *until >= today && faults.is_empty()) else {
            if until.is_none_or(|until| until < today) {
                let says = Told::new(
                    "intake-hold-too-short",
                    "name a day that is not over, until which it is needed",
                );
                faults.push(FieldFault::new("until", says));
            }
            return Err(AppError::Fields(faults));
        };
        let mut snapshot = self.store.snapshot().await?;
        let (_, key) = self.received(&mut *snapshot, asker, id).await?;
        drop(snapshot);
        let reasons = reasons.trim().as_bytes();
        let sealed = seal(&key, &*self.entropy, Place::Hold(id), reasons);
        let hold = IntakeHold {
            intake: id,
            held_on: today,
            until,
            held_by: asker.person().map(|person| person.id),
            reasons: sealed.map_err(|_| unopened("reasons"))?,
        };
        let mut writer = self.store.writer().await?;
        check_unerased(&mut *writer, id).await?;
        writer.put_intake_hold(&hold).await?;
        Ok(writer.commit().await?)
    }

    pub(super) async fn intake_files(
        &self,
        snapshot: &mut dyn Snapshot,
        id: Id,
    ) -> Result<Vec<IntakeFile>, AppError> {
        let mut files = Vec::new();
        for row in snapshot.sealed_files(id).await? {
            let file = self.opened(snapshot, &row).await?;
            files.push(IntakeFile {
                id: file.id,
                name: file.name.clone(),
                media: file.media,
                bytes: file.bytes,
            });
        }
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files)
    }

    fn check_receives(&self, rules: &Rules, asker: &Asker) -> Result<(), AppError> {
        let today = rules.zone.date_of(self.clock.now());
        match publicity::intake_role(rules, asker, today) {
            Some(_) => Ok(()),
            None => Err(no_intake()),
        }
    }

    /// An intake with its key, for whoever receives complaints; that they read it is kept.
    async fn received(
        &self,
        snapshot: &mut dyn Snapshot,
        asker: &Asker,
        id: Id,
    ) -> Result<(Intake, Key), AppError> {
        self.receive(snapshot, asker, (id, None)).await
    }

    /// The same, to read a file that came with it.
    async fn receive(
        &self,
        snapshot: &mut dyn Snapshot,
        asker: &Asker,
        (id, file): (Id, Option<Id>),
    ) -> Result<(Intake, Key), AppError> {
        let rules = self.rules_at(snapshot).await?;
        self.check_receives(&rules, asker)?;
        let intake = snapshot.intake(id).await?.ok_or_else(no_intake)?;
        let key = self.key_of(snapshot, id).await?;
        let key = key.ok_or_else(|| unopened(format_args!("intake `{id}`")))?;
        check_untied(
            self,
            snapshot,
            &rules,
            asker,
            (&intake, &key),
            self.today().await?,
        )
        .await?;
        self.keep_intake_reading(snapshot, &rules, asker, id, file)
            .await?;
        Ok((intake, key))
    }

    /// Keeps that the asker is about to read what came in: once a day for those who read it after them,
    /// and each time for the custodian.
    async fn keep_intake_reading(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        asker: &Asker,
        intake: Id,
        file: Option<Id>,
    ) -> Result<(), AppError> {
        self.keep_intake_access(snapshot, rules, asker, intake)
            .await?;
        let today = rules.zone.date_of(self.clock.now());
        let Some(role) = publicity::intake_role(rules, asker, today) else {
            return Ok(());
        };
        let read = Read {
            what: if file.is_some() { FILE } else { INTAKE },
            owner: intake,
            item: file,
            subject: None,
            role,
        };
        self.keep_reading(asker, read).await
    }

    /// Read anew, so that whoever reads now is among them.
    async fn readers_of(&self, id: Id) -> Result<Vec<Reader>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let mut readers = Vec::new();
        for look in snapshot.accesses(id, None, READERS_MAX).await? {
            if let Some(reader) = look.reader {
                readers.push(Reader {
                    name: naming::name_or_id(&mut *snapshot, reader).await?,
                    on: look.on,
                });
            }
        }
        Ok(readers)
    }
}

/// Who receives complaints reads none that is about themselves, and none about a case in which they
/// are in conflict.
async fn check_untied(
    app: &App,
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    (intake, key): (&Intake, &Key),
    today: Date,
) -> Result<(), AppError> {
    if let Some(reference) = &intake.case_reference {
        let loaded = cases::load(snapshot, rules, reference).await?;
        if let Some(Loaded { file, .. }) = loaded
            && let Some(told) =
                conflicts::keeps_off(app, snapshot, rules, asker, &file, today).await?
        {
            return Err(AppError::Refused(conflicts::refusal(&file, &told)));
        }
    }
    let messages = snapshot.intake_messages(intake.id).await?;
    let Some(first) = messages.first() else {
        return Ok(());
    };
    let about = open_words(key, first)?.words.about.unwrap_or_default();
    let is_about_asker = asker
        .person()
        .is_some_and(|person| names(&about, &person.name));
    if !is_about_asker {
        return Ok(());
    }
    match conflicts::asked_of(rules, conflicts::HANDLE, &conflicts::as_subject(), today)? {
        Some(told) if told.truth != Truth::Yes => {
            Err(AppError::Refused(conflicts::refusal_of_intake(&told)))
        }
        _ => Ok(()),
    }
}

/// Whether a text holds every word of a name.
fn names(text: &str, name: &str) -> bool {
    let (text, name) = (fold_name(text), fold_name(name));
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let (text, name) = (words(&text), words(&name));
    !name.is_empty() && name.iter().all(|word| text.contains(word))
}

async fn line(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    facts: &[Fact],
    intake: &Intake,
    today: Date,
) -> Result<IntakeLine, AppError> {
    Ok(IntakeLine {
        id: intake.id,
        received_on: intake.received_on,
        state: intake.state,
        awaits_answer: intake.awaits_answer,
        keeping: retention::of_intake(snapshot, rules, facts, intake, today).await?,
    })
}

fn is_held(line: &IntakeLine) -> bool {
    let keeping = line.keeping.as_ref();
    keeping.is_some_and(|keeping| keeping.held_until.is_some())
}

pub(super) fn no_intake() -> AppError {
    AppError::not_found(Told::new("nothing-here", "there is nothing here for you"))
}

async fn check_closing(snapshot: &mut dyn Snapshot, closing: &Closing) -> Result<(), AppError> {
    let mut faults = Vec::new();
    match closing {
        Closing::Entered(reference) => {
            check_text("case", reference, LINE_CHARS_MAX, &mut faults);
            let is_known = !snapshot
                .find(Some(CASE_SCHEME), reference.trim())
                .await?
                .is_empty();
            if faults.is_empty() && !is_known {
                let says = Told::new(
                    "intake-no-such-case",
                    "no case on the record has this reference; put the complaint on the record first",
                );
                faults.push(FieldFault::new("case", says));
            }
        }
        Closing::Dismissed(reason) => {
            check_text("reason", reason, TEXT_CHARS_MAX, &mut faults);
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(AppError::Fields(faults))
    }
}

impl IntakeFile {
    /// Whether it may still tell where it comes from.
    pub const fn keeps_traces(&self) -> bool {
        Media::keeps_traces(self.media)
    }
}
