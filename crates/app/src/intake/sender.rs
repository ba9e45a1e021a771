//! What the sender of a complaint does: send it, and come back with the code.

use standing_base::{Date, Id, IdKind, Told};

use super::code::Code;
use super::{
    FILES_BYTES_MAX, FILES_MAX, IntakeFile, LINE_CHARS_MAX, MESSAGES_MAX, Message, OPEN_MAX,
    TEXT_CHARS_MAX, Words, check_text, day_of, full, open_words,
};
use crate::account::Source;
use crate::app::App;
use crate::error::{AppError, FieldFault};
use crate::ports::Snapshot;
use crate::ports::intake::{Intake, IntakeMessage, IntakeState};
use crate::publicity;
use crate::retention;
use crate::vault::{Incoming, Key, Media, Sealed, check_unerased, refused, stripped};

/// What somebody writes into the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub about: String,
    pub when: String,
    pub text: String,
}

/// A complaint, as it is sent. Names of files are left behind with the browser.
#[derive(Clone, Debug)]
pub struct Complaint {
    pub draft: Draft,
    pub files: Vec<Vec<u8>>,
}

/// What the sender takes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Shown this once.
    pub code: String,
    /// What became of each file.
    pub files: Vec<Media>,
}

/// What the sender finds when they come back.
#[derive(Clone, Debug)]
pub struct Letterbox {
    pub received_on: Date,
    pub is_open: bool,
    pub messages: Vec<Message>,
    pub files: Vec<IntakeFile>,
    /// Since when nothing of it is left, and by which clause.
    pub erased: Option<(Date, Option<String>)>,
}

impl App {
    /// Whether complaints are taken in: there is a vault, and somebody to read them.
    pub async fn takes_complaints(&self) -> Result<bool, AppError> {
        let rules = self.rules().await?;
        let today = rules.zone.date_of(self.clock.now());
        Ok(self.has_vault() && publicity::has_intake(&rules, today))
    }

    /// Takes a complaint in. Where it comes from only slows down who sends too many.
    pub async fn complain(&self, source: Source, sent: Complaint) -> Result<Receipt, AppError> {
        self.vault()?;
        if !self.takes_complaints().await? {
            return Err(refused(
                "no_intake",
                Told::new(
                    "no-intake",
                    "complaints are not taken in here, because the rulebook lets nobody receive them; write to the organisation on paper",
                ),
            ));
        }
        check_draft(&sent)?;
        self.count_visit(source)?;
        let now = self.clock.now();
        let today = self.today().await?;
        let new_id = |kind| Id::new(kind, day_of(now), self.entropy.ten_bytes());
        let id = new_id(IdKind::Intake);
        let (key, key_row) = self.new_key(id)?;
        let mut sealed: Vec<Sealed> = Vec::new();
        for bytes in &sent.files {
            let file = incoming(new_id(IdKind::Evidence), id, sealed.len(), today);
            sealed.push(self.take_in(&key, file, bytes).await?);
        }
        let code = Code::new(&*self.entropy);
        let intake = Intake {
            id,
            code: code.digest(),
            received_on: today,
            state: IntakeState::Open,
            awaits_answer: true,
            case_reference: None,
            reason: None,
            closed_on: None,
        };
        let words = Words {
            about: Some(sent.draft.about.trim().to_owned()),
            when: Some(sent.draft.when.trim().to_owned()),
            text: sent.draft.text.trim().to_owned(),
        };
        let message = IntakeMessage {
            intake: id,
            number: 0,
            written_by: None,
            written_on: today,
            body: self.seal_words(&key, id, 0, &words)?,
        };
        let mut writer = self.store.writer().await?;
        if writer.intakes_open().await?.0 >= OPEN_MAX {
            return Err(full());
        }
        writer.put_sealed_key(&key_row).await?;
        writer.put_intake(&intake).await?;
        writer.put_intake_message(&message).await?;
        for file in &sealed {
            file.write(&mut *writer).await?;
        }
        writer.commit().await?;
        let media = sealed.iter().map(|file| file.media);
        Ok(Receipt {
            code: code.text(),
            files: media.collect(),
        })
    }

    async fn take_in(
        &self,
        key: &Key,
        mut file: Incoming,
        bytes: &[u8],
    ) -> Result<Sealed, AppError> {
        let media = self.looked_through(bytes).await?;
        file.name = format!("{}.{}", file.name, media.ending());
        let at_most = (FILES_MAX, FILES_BYTES_MAX);
        match stripped(media, bytes)? {
            Some(bytes) => self.sealed(key, file, media, &bytes, at_most),
            None => self.sealed(key, file, media, bytes, at_most),
        }
    }

    /// What was written both ways, for whoever has the code.
    pub async fn letterbox(&self, source: Source, typed: &str) -> Result<Letterbox, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let intake = self.of_code(snapshot, source, typed).await?;
        let mut letterbox = Letterbox {
            received_on: intake.received_on,
            is_open: intake.state == IntakeState::Open,
            messages: Vec::new(),
            files: Vec::new(),
            erased: None,
        };
        let row = snapshot.sealed_key(intake.id).await?;
        if row.is_some_and(|row| row.wrapped.is_none()) {
            let rules = self.rules_at(snapshot).await?;
            let today = rules.zone.date_of(self.clock.now());
            let facts = snapshot.facts_about(rules.organisation).await?;
            let gone = retention::of_intake(snapshot, &rules, &facts, &intake, today).await?;
            letterbox.erased = gone.and_then(|gone| Some((gone.erased_on?, gone.clause)));
            return Ok(letterbox);
        }
        let key = self.key_to(snapshot, &intake).await?;
        for message in snapshot.intake_messages(intake.id).await? {
            letterbox.messages.push(open_words(&key, &message)?);
        }
        letterbox.files = self.intake_files(snapshot, intake.id).await?;
        Ok(letterbox)
    }

    /// Adds a message of the sender.
    pub async fn write_to_officer(
        &self,
        source: Source,
        typed: &str,
        text: &str,
    ) -> Result<(), AppError> {
        let mut faults = Vec::new();
        check_text("text", text, TEXT_CHARS_MAX, &mut faults);
        if !faults.is_empty() {
            return Err(AppError::Fields(faults));
        }
        let mut snapshot = self.store.snapshot().await?;
        let intake = self.of_code(&mut *snapshot, source, typed).await?;
        let key = self.key_to(&mut *snapshot, &intake).await?;
        drop(snapshot);
        self.add_message(&key, intake.id, None, text).await
    }

    /// Adds a message, of an officer or of the sender, and says whose turn it is.
    pub(super) async fn add_message(
        &self,
        key: &Key,
        id: Id,
        written_by: Option<Id>,
        text: &str,
    ) -> Result<(), AppError> {
        let today = self.today().await?;
        let words = Words {
            text: text.trim().to_owned(),
            ..Words::default()
        };
        let mut writer = self.store.writer().await?;
        check_unerased(&mut *writer, id).await?;
        // Whoever has the writer writes alone, so the numbers have no gaps.
        let count = writer.intake_messages(id).await?.len();
        let number = u32::try_from(count).unwrap_or(u32::MAX);
        if number >= MESSAGES_MAX {
            return Err(full());
        }
        let Some(mut intake) = writer.intake(id).await? else {
            return Err(super::officer::no_intake());
        };
        intake.awaits_answer = written_by.is_none();
        writer.put_intake(&intake).await?;
        let message = IntakeMessage {
            intake: id,
            number,
            written_by,
            written_on: today,
            body: self.seal_words(key, id, number, &words)?,
        };
        writer.put_intake_message(&message).await?;
        Ok(writer.commit().await?)
    }

    /// The intake of a code. Codes that are none and codes of nothing are told alike.
    async fn of_code(
        &self,
        snapshot: &mut dyn Snapshot,
        source: Source,
        typed: &str,
    ) -> Result<Intake, AppError> {
        self.vault()?;
        self.count_visit(source)?;
        let code = Code::read(typed)?;
        let intake = snapshot.intake_of_code(&code.digest()).await?;
        let Some(intake) = intake else {
            let says = Told::new(
                "receipt-code-unknown",
                "nothing was sent under this code; look at it again, group by group",
            );
            let fault = FieldFault::new("code", says);
            return Err(AppError::Fields(vec![fault]));
        };
        self.forgive_visit(source);
        Ok(intake)
    }

    async fn key_to(&self, snapshot: &mut dyn Snapshot, intake: &Intake) -> Result<Key, AppError> {
        let key = self.key_of(snapshot, intake.id).await?;
        key.ok_or_else(|| super::unopened(format_args!("intake `{}`", intake.id)))
    }
}

/// A file with a number for its name: what it was called says who had it.
fn incoming(id: Id, owner: Id, number: usize, today: Date) -> Incoming {
    Incoming {
        id,
        owner,
        name: (number + 1).to_string(),
        stands_for: None,
        reason: None,
        sent_by: None,
        sent_as: None,
        sent_on: today,
    }
}

fn check_draft(sent: &Complaint) -> Result<(), AppError> {
    let mut faults = Vec::new();
    check_text("about", &sent.draft.about, LINE_CHARS_MAX, &mut faults);
    check_text("when", &sent.draft.when, LINE_CHARS_MAX, &mut faults);
    check_text("text", &sent.draft.text, TEXT_CHARS_MAX, &mut faults);
    if faults.is_empty() {
        Ok(())
    } else {
        Err(AppError::Fields(faults))
    }
}
