//! The files of a case: sent, listed, read and erased.
//!
//! Who may read the whole file of the person whom the case is about may read its evidence; every read
//! is kept first. The person themselves sees what they sent and what was disclosed to them. Of a file
//! with a redacted copy, only those who list evidence, and its sender, see the original.

use std::collections::{BTreeMap, BTreeSet};

use standing_base::{Date, Id, IdKind, Told};
use standing_domain::Fact;

use super::file::{Incoming, OpenFile, Sealed, clean_name, label, media_of};
use super::seal::Key;
use super::{CASE_BYTES_MAX, CASE_FILES_MAX, Media, REASON_CHARS_MAX, refused};
use crate::acts::{About, Act, CaseLetter, LETTER_OPENED, Service, Step};
use crate::app::App;
use crate::asker::Asker;
use crate::cases::{self, Loaded};
use crate::conflicts;
use crate::error::{AppError, FieldFault};
use crate::letters::paper;
use crate::matter::Matter;
use crate::ports::Snapshot;
use crate::ports::vault::SealedFile;
use crate::publicity::{self, Disclosure};
use crate::retention;
use crate::rules::{Rules, SUBJECT};

/// The kinds of fact about a file of a case; each names it in the field `item`.
const LISTED: &str = "evidence_listed";
const DISCLOSED: &str = "evidence_disclosed";
const WITHHELD: &str = "evidence_withheld";

/// As what a letter to the member is sent, in place of a role; and one that was laid ready for them, of
/// which it counts when they open it.
const LETTER: &str = "letter";
const LETTER_READY: &str = "letter_ready";

/// A file that somebody sends.
#[derive(Clone, Debug)]
pub struct Upload {
    pub name: String,
    pub bytes: Vec<u8>,
    pub redacts: Option<Redaction>,
}

/// Which file a copy stands for, and why it was redacted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redaction {
    pub of: Id,
    pub reason: String,
}

/// What the record says of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Disclosed {
    /// Sent by the person whom the case is about, and not listed.
    #[default]
    Unlisted,
    Listed,
    Disclosed,
    Withheld,
    /// A letter to the person whom the case is about, as it went out.
    Letter,
}

#[derive(Clone, Debug)]
pub struct CaseFile {
    pub id: Id,
    /// Nothing where it cannot be read any more.
    pub name: Option<String>,
    pub media: Media,
    pub bytes: u64,
    pub digest: String,
    pub sent_on: Date,
    /// In which role, in words; nothing for the person whom the case is about.
    pub sent_as: Option<String>,
    pub is_own: bool,
    pub state: Disclosed,
    pub redacts: Option<Redaction>,
    /// Whether there is a redacted copy.
    pub has_copy: bool,
}

/// The files of a case that somebody may know of.
#[derive(Clone, Debug)]
pub struct CaseFiles {
    pub case: Id,
    /// By which people call it.
    pub reference: String,
    pub subject: Id,
    pub files: Vec<CaseFile>,
    /// Whether the asker may add one.
    pub may_add: bool,
    /// Whether they may add a redacted copy.
    pub may_redact: bool,
    pub has_vault: bool,
    /// Since when nobody can read them.
    pub erased_on: Option<Date>,
    /// The clause under which they were erased.
    pub erased_under: Option<String>,
}

/// A case, and how the asker stands to it.
struct Known {
    case: Id,
    reference: String,
    matter: Matter,
    today: Date,
    is_subject: bool,
    /// Whether they list evidence.
    is_keeper: bool,
    /// By which they read the papers of a case on whose panel they sit, where they read nothing else of
    /// the person.
    papers: Option<Disclosure>,
}

impl App {
    /// The files of a case, as far as the asker may know of them.
    pub async fn case_files(&self, asker: &Asker, reference: &str) -> Result<CaseFiles, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        self.case_files_in(snapshot, &rules, asker, reference).await
    }

    pub(crate) async fn case_files_in(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        asker: &Asker,
        reference: &str,
    ) -> Result<CaseFiles, AppError> {
        let mut known = self.known_case(snapshot, rules, asker, reference).await?;
        self.keep_access(snapshot, rules, asker, &mut known.matter, known.today)
            .await?;
        let erased_on = snapshot.sealed_key(known.case).await?;
        let erased_on = erased_on.and_then(|key| key.erased_on);
        let key = match erased_on {
            None if self.has_vault() => self.key_of(snapshot, known.case).await?,
            _ => None,
        };
        let facts = snapshot.facts_about(known.matter.subject).await?;
        let keeping = retention::of_case(rules, &mut known.matter, &facts, known.case, known.today);
        let erased_under = keeping
            .filter(|keeping| keeping.erased_on.is_some())
            .and_then(|keeping| keeping.clause);
        let rows = snapshot.sealed_files(known.case).await?;
        let seen = seen(snapshot, rules, asker, &mut known, &rows).await?;
        let files: Result<Vec<CaseFile>, AppError> = seen
            .into_iter()
            .map(|(row, state)| case_file(rules, asker, &rows, row, state, key.as_ref()))
            .collect();
        let may_add = self.has_vault() && erased_on.is_none();
        Ok(CaseFiles {
            subject: known.matter.subject,
            case: known.case,
            files: files?,
            may_add: may_add && (known.is_subject || known.is_keeper),
            may_redact: may_add && known.is_keeper && !known.is_subject,
            has_vault: self.has_vault(),
            reference: known.reference,
            erased_on,
            erased_under,
        })
    }

    /// Adds a file to a case. Whoever lists evidence lists it with that; the person whom the case is
    /// about sends it to those who do.
    pub async fn add_case_file(
        &self,
        asker: &Asker,
        reference: &str,
        upload: Upload,
    ) -> Result<Id, AppError> {
        self.vault()?;
        let now = self.clock.now();
        let id = Id::new(IdKind::Evidence, now, self.entropy.ten_bytes());
        let mut snapshot = self.store.snapshot().await?;
        let rules = self.rules_at(&mut *snapshot).await?;
        let known = self
            .known_case(&mut *snapshot, &rules, asker, reference)
            .await?;
        let act = listing(&known, id);
        let role = if known.is_subject {
            SUBJECT.to_owned()
        } else {
            self.allowed(&mut *snapshot, &rules, asker, &act, known.today)
                .await?
                .role
        };
        if let Some(redaction) = &upload.redacts {
            check_redaction(&mut *snapshot, &known, redaction).await?;
        }
        drop(snapshot);
        let media = self.looked_through(&upload.bytes).await?;
        let key = self.key_for(known.case).await?;
        let (stands_for, reason) = match upload.redacts {
            Some(redaction) => (Some(redaction.of), Some(redaction.reason)),
            None => (None, None),
        };
        let file = Incoming {
            id,
            owner: known.case,
            name: clean_name(&upload.name, media),
            stands_for,
            reason,
            sent_by: asker.person().map(|person| person.id),
            sent_as: Some(role),
            sent_on: known.today,
        };
        let at_most = (CASE_FILES_MAX, CASE_BYTES_MAX);
        let sealed = self.sealed(&key, file, media, &upload.bytes, at_most)?;
        if known.is_subject {
            let mut writer = self.store.writer().await?;
            sealed.write(&mut *writer).await?;
            writer.commit().await?;
        } else {
            self.act_with_file(asker, &act, &sealed).await?;
        }
        Ok(id)
    }

    /// A letter of a case as the paper that is kept with it; nothing where nothing can be sealed.
    pub(crate) async fn kept_letter(
        &self,
        asker: &Asker,
        letter: &CaseLetter,
    ) -> Result<Option<Sealed>, AppError> {
        if !self.has_vault() {
            return Ok(None);
        }
        let mut snapshot = self.store.snapshot().await?;
        let rules = self.rules_at(&mut *snapshot).await?;
        let key = snapshot.sealed_key(letter.case).await?;
        drop(snapshot);
        if key.is_some_and(|key| key.erased_on.is_some()) {
            return Ok(None);
        }
        let organisation = &rules.organisation_name;
        let made = paper(organisation, &letter.written, letter.language, letter.on)?;
        let key = self.key_for(letter.case).await?;
        let now = self.clock.now();
        let file = Incoming {
            id: Id::new(IdKind::Evidence, now, self.entropy.ten_bytes()),
            owner: letter.case,
            name: clean_name(&letter.written.subject, Media::Pdf),
            stands_for: None,
            reason: None,
            sent_by: asker.person().map(|person| person.id),
            sent_as: Some(
                match letter.service {
                    Service::LaidReady => LETTER_READY,
                    Service::Mailed | Service::Elsewhere => LETTER,
                }
                .to_owned(),
            ),
            sent_on: rules.zone.date_of(now),
        };
        // However much lies in a case already, it goes on.
        let at_most = (u32::MAX, u64::MAX);
        self.sealed(&key, file, Media::Pdf, &made.bytes, at_most)
            .map(Some)
    }

    /// A file of a case, to be read; that it is read is kept first.
    pub async fn case_file(
        &self,
        asker: &Asker,
        reference: &str,
        file: Id,
    ) -> Result<OpenFile, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let mut known = self.known_case(snapshot, &rules, asker, reference).await?;
        let rows = snapshot.sealed_files(known.case).await?;
        let seen = seen(snapshot, &rules, asker, &mut known, &rows).await?;
        let Some((row, _)) = seen.into_iter().find(|(row, _)| row.id == file) else {
            return Err(AppError::not_found(Told::new(
                "no-such-file",
                "there is no such file here, or none that you may read",
            )));
        };
        let file = self.opened(snapshot, row).await?;
        let about = (known.matter.subject, known.case, known.today);
        self.keep_opening(snapshot, asker, about, row.id).await?;
        let role = match known.papers.take() {
            Some(seen) => (seen.capacity, seen.clause),
            None => publicity::reading_role(&rules, &mut known.matter, asker, known.today),
        };
        let place = (known.case, row.id, known.matter.subject);
        self.keep_file_reading(asker, place, role).await?;
        Ok(file)
    }

    /// Records that the member opened a letter, where one was laid ready for them and it is they: the
    /// first time counts.
    pub(crate) async fn keep_opening(
        &self,
        snapshot: &mut dyn Snapshot,
        asker: &Asker,
        (subject, case, today): (Id, Id, Date),
        letter: Id,
    ) -> Result<(), AppError> {
        let row = snapshot.sealed_file(letter).await?;
        let is_ready = row.is_some_and(|row| row.sent_as.as_deref() == Some(LETTER_READY));
        if !is_ready || asker.person().is_none_or(|one| one.id != subject) {
            return Ok(());
        }
        let facts = snapshot.facts_about(subject).await?;
        let mut facts = facts.iter();
        if facts.any(|fact| fact.what.kind == LETTER_OPENED && fact.what.id("item") == Some(letter))
        {
            return Ok(());
        }
        let act = about_file((subject, case, today), LETTER_OPENED, letter);
        self.act_of_opening(asker, &act).await.map(|_| ())
    }

    /// Deletes the key of a case: from now on nobody can read its files.
    pub async fn erase_case_files(&self, case: Id) -> Result<bool, AppError> {
        let today = self.today().await?;
        let mut writer = self.store.writer().await?;
        let was_there = writer.erase_sealed_key(case, today).await?;
        writer.commit().await?;
        Ok(was_there)
    }

    /// The case of a reference, where the asker may read the file of the person it is about. For
    /// everybody else there is none.
    async fn known_case(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        asker: &Asker,
        reference: &str,
    ) -> Result<Known, AppError> {
        let loaded = cases::load(snapshot, rules, reference).await?;
        let loaded = loaded.ok_or_else(|| cases::nothing(reference))?;
        let Loaded {
            mut matter, file, ..
        } = loaded;
        let today = rules.zone.date_of(self.clock.now());
        let mut papers = None;
        if !cases::reads(rules, asker, &mut matter, today) {
            let seen = publicity::papers(rules, asker, &file, today);
            papers = Some(seen.ok_or_else(|| cases::nothing(reference))?);
        }
        conflicts::check_reads(self, snapshot, rules, asker, &file, today).await?;
        let case = file.id;
        let is_subject = asker.person().is_some_and(|one| one.id == matter.subject);
        let mut known = Known {
            case,
            reference: reference.to_owned(),
            matter,
            today,
            is_subject,
            is_keeper: false,
            papers,
        };
        // Whether they list evidence at all: which, does not matter here.
        let act = listing(&known, case);
        let allowed = self.allowed(snapshot, rules, asker, &act, today).await;
        known.is_keeper = match allowed {
            Ok(_) => true,
            Err(AppError::Refused(_)) => false,
            Err(error) => return Err(error),
        };
        Ok(known)
    }
}

/// The act that lists a file.
fn listing(known: &Known, file: Id) -> Act {
    let about = (known.matter.subject, known.case, known.today);
    about_file(about, LISTED, file)
}

/// An act that says something of a file.
fn about_file((subject, case, today): (Id, Id, Date), kind: &str, file: Id) -> Act {
    let field = |name: &str, id: Id| (name.to_owned(), id.into());
    Act {
        about: About::Known(subject),
        steps: vec![Step {
            kind: kind.to_owned(),
            on: today.into(),
            fields: vec![field("case", case), field("item", file)],
            private: Vec::new(),
        }],
        capacity: None,
        seen: None,
    }
}

/// A redacted copy stands for an original of the same case, and says why.
async fn check_redaction(
    snapshot: &mut dyn Snapshot,
    known: &Known,
    redaction: &Redaction,
) -> Result<(), AppError> {
    if known.is_subject {
        return Err(refused(
            "not_yours_to_redact",
            Told::new(
                "not-yours-to-redact",
                "redacted copies are made by those who list the evidence; send the file as it is",
            ),
        ));
    }
    let original = snapshot.sealed_file(redaction.of).await?;
    let is_original =
        original.is_some_and(|file| file.owner == known.case && file.stands_for.is_none());
    let count = redaction.reason.trim().chars().count();
    let mut faults = Vec::new();
    if !is_original {
        let says = Told::new(
            "no-original",
            "this is no file of this case of which there could be a redacted copy",
        );
        faults.push(FieldFault::new("redacts", says));
    }
    if count == 0 || count > REASON_CHARS_MAX {
        let says = Told::new(
            "redaction-unreasoned",
            "say in up to {max} characters what was left out, and why",
        );
        faults.push(FieldFault::new(
            "reason",
            says.with("max", REASON_CHARS_MAX),
        ));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(AppError::Fields(faults))
    }
}

/// The files that the asker may know of, each with what the record says of it.
async fn seen<'a>(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    known: &mut Known,
    rows: &'a [SealedFile],
) -> Result<Vec<(&'a SealedFile, Disclosed)>, AppError> {
    let facts = snapshot.facts_about(known.matter.subject).await?;
    let annulled = known.matter.annulled(rules, known.today);
    let states = states(&facts, known.case, &annulled);
    let state = |file: Id| states.get(&file).copied().unwrap_or_default();
    let shown = |row: &SealedFile| {
        if is_letter(row) {
            Disclosed::Letter
        } else {
            state(row.id)
        }
    };
    let has_copy = |row: &SealedFile| rows.iter().any(|one| one.stands_for == Some(row.id));
    let sees_all = asker.is_operator() || (known.is_keeper && !known.is_subject);
    let sees = |row: &SealedFile| {
        if sees_all || is_own(asker, row) || is_letter(row) {
            return true;
        }
        if has_copy(row) {
            return false;
        }
        let is_disclosed = state(row.id) == Disclosed::Disclosed;
        let original = row.stands_for.map_or(Disclosed::Unlisted, state);
        // Where the original was disclosed, its redacted copy is what that means.
        !known.is_subject || is_disclosed || original == Disclosed::Disclosed
    };
    let rows = rows.iter().filter(|row| sees(row));
    Ok(rows.map(|row| (row, shown(row))).collect())
}

/// A letter to the member is theirs, whoever wrote it.
fn is_letter(row: &SealedFile) -> bool {
    matches!(row.sent_as.as_deref(), Some(LETTER | LETTER_READY))
}

fn is_own(asker: &Asker, row: &SealedFile) -> bool {
    let asker = asker.person().map(|person| person.id);
    asker.is_some() && asker == row.sent_by
}

/// What the facts say of each file of a case; the later fact counts.
fn states(facts: &[Fact], case: Id, annulled: &BTreeSet<u64>) -> BTreeMap<Id, Disclosed> {
    let mut states = BTreeMap::new();
    for fact in facts {
        let state = match fact.what.kind.as_str() {
            LISTED => Disclosed::Listed,
            DISCLOSED => Disclosed::Disclosed,
            WITHHELD => Disclosed::Withheld,
            _ => continue,
        };
        let is_here = fact.what.id("case") == Some(case) && !annulled.contains(&fact.number);
        if let Some(item) = fact.what.id("item").filter(|_| is_here) {
            states.insert(item, state);
        }
    }
    states
}

fn case_file(
    rules: &Rules,
    asker: &Asker,
    rows: &[SealedFile],
    row: &SealedFile,
    state: Disclosed,
    key: Option<&Key>,
) -> Result<CaseFile, AppError> {
    let label = key.map(|key| label(key, row)).transpose()?;
    let (name, reason) = match label {
        Some(label) => (Some(label.name), label.reason),
        None => (None, None),
    };
    let role = row.sent_as.as_deref().filter(|role| *role != SUBJECT);
    let vocabulary = &rules.rulebook().vocabulary;
    Ok(CaseFile {
        id: row.id,
        name,
        media: media_of(row)?,
        bytes: row.bytes,
        digest: row.digest.clone(),
        sent_on: row.sent_on,
        sent_as: role.map(|role| {
            let known = vocabulary.role(role);
            known.map_or_else(|| role.replace('_', " "), |role| role.says.clone())
        }),
        is_own: is_own(asker, row),
        state,
        redacts: row.stands_for.map(|of| Redaction {
            of,
            reason: reason.unwrap_or_default(),
        }),
        has_copy: rows.iter().any(|one| one.stands_for == Some(row.id)),
    })
}
