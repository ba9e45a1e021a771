//! Private notes: what somebody who sits on the panel writes down for themselves while they read. One
//! text for each of them and case, under the key of the case; no fact, no part of any paper or export,
//! and gone with that key.
//!
//! Whoever leaves the panel does not come into the reading room any more, and so not to their notes.
//! Those stay sealed until the case is erased: a step by which somebody leaves can be set aside, and an
//! appeal can send a case back to those who heard it. Deleted at once, they could not go on.

use standing_base::{Id, Told};

use super::reading::Entered;
use crate::app::App;
use crate::asker::Asker;
use crate::error::{AppError, FieldFault};
use crate::ports::Snapshot;
use crate::vault::{Place, check_unerased, open, seal, unopened};

/// The longest notes, in characters: fewer than a form carries, so that its line ends, which count
/// twice there, fit too and what is too long is refused beside what was typed.
pub const NOTES_CHARS_MAX: usize = 8_000;

impl App {
    /// Keeps what the asker notes for themselves in place of what they noted before; nothing deletes it.
    pub async fn keep_notes(
        &self,
        asker: &Asker,
        reference: &str,
        text: &str,
    ) -> Result<(), AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let Entered { loaded, .. } = self.enter_room(&mut *snapshot, asker, reference).await?;
        drop(snapshot);
        let author = asker.person().ok_or_else(|| super::nothing(reference))?.id;
        let case = loaded.file.id;
        let text = text.replace("\r\n", "\n");
        let text = text.trim_end();
        if text.chars().count() > NOTES_CHARS_MAX {
            let says = Told::new("intake-text-too-long", "write at most {max} characters");
            let says = says.with("max", NOTES_CHARS_MAX);
            return Err(AppError::Fields(vec![FieldFault::new("notes", says)]));
        }
        let key = self.key_for(case).await?;
        let body = seal(
            &key,
            &*self.entropy,
            Place::Note(case, author),
            text.as_bytes(),
        );
        let body = body.map_err(|_| unopened("a new note"))?;
        let mut writer = self.store.writer().await?;
        check_unerased(&mut *writer, case).await?;
        if text.is_empty() {
            writer.delete_sealed_note(case, author).await?;
        } else {
            writer.put_sealed_note(case, author, &body).await?;
        }
        Ok(writer.commit().await?)
    }

    /// What the asker noted in a case whose reading room they are in; nothing where nothing can be
    /// sealed, or nothing can be any more. It is no reading of what somebody else sealed.
    pub(super) async fn notes_of(
        &self,
        snapshot: &mut dyn Snapshot,
        asker: &Asker,
        case: Id,
    ) -> Result<Option<String>, AppError> {
        let Some(author) = asker.person().map(|person| person.id) else {
            return Ok(None);
        };
        let key = snapshot.sealed_key(case).await?;
        if !self.has_vault() || key.is_some_and(|key| key.wrapped.is_none()) {
            return Ok(None);
        }
        let Some(sealed) = snapshot.sealed_note(case, author).await? else {
            return Ok(Some(String::new()));
        };
        let key = self.key_of(snapshot, case).await?;
        let plain = key.and_then(|key| open(&key, Place::Note(case, author), &sealed).ok());
        let text = plain.and_then(|plain| String::from_utf8(plain).ok());
        let lost = || unopened(format_args!("a note of `{case}`"));
        text.map(Some).ok_or_else(lost)
    }
}
