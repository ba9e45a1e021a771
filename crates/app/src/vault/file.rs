//! One file: looked through, sealed in chunks, and read again.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use standing_base::{Date, Id, Told};

use super::key::erased;
use super::seal::{Key, Place, open, seal};
use super::{CHUNK_BYTES, FILE_BYTES_MAX, Media, NAME_CHARS_MAX, refused, unopened};
use crate::account::hex;
use crate::app::App;
use crate::error::AppError;
use crate::ports::scanner::Scan;
use crate::ports::vault::SealedFile;
use crate::ports::{Snapshot, Writer};

/// What is sealed beside the bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Label {
    pub(super) name: String,
    /// Why it was redacted.
    pub(super) reason: Option<String>,
}

/// A file on its way in, with all that is known of it.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) id: Id,
    pub(crate) owner: Id,
    pub(crate) name: String,
    pub(crate) stands_for: Option<Id>,
    pub(crate) reason: Option<String>,
    pub(crate) sent_by: Option<Id>,
    pub(crate) sent_as: Option<String>,
    pub(crate) sent_on: Date,
}

/// A file that is sealed and not yet written.
#[derive(Debug)]
pub(crate) struct Sealed {
    pub(crate) media: Media,
    row: SealedFile,
    chunks: Vec<Vec<u8>>,
    /// What its owner may have at most.
    files_max: u32,
    bytes_max: u64,
}

/// A file that may be read, chunk by chunk.
#[derive(Clone, Debug)]
pub struct OpenFile {
    pub id: Id,
    pub name: String,
    pub media: Media,
    pub bytes: u64,
    pub chunks: u32,
    key: Key,
}

pub(crate) fn too_large() -> AppError {
    refused(
        "file_too_large",
        Told::new(
            "file-too-large",
            "a file has at most {max} MiB; send a smaller one, or send it in parts",
        )
        .with("max", FILE_BYTES_MAX >> 20),
    )
}

impl App {
    /// What the bytes are, when they are of a type that is taken and whoever looks through them finds
    /// nothing.
    pub(crate) async fn looked_through(&self, bytes: &[u8]) -> Result<Media, AppError> {
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > FILE_BYTES_MAX {
            return Err(too_large());
        }
        let media = Media::of(bytes).ok_or_else(|| {
            refused(
                "file_of_no_known_type",
                Told::new(
                    "file-of-no-known-type",
                    "this is none of the types of file that are taken, whatever its name says: {types}",
                )
                .with("types", Media::ALL.map(Media::ending).join(", ")),
            )
        })?;
        let Some(scanner) = &self.vault()?.scanner else {
            return Ok(media);
        };
        match scanner.scan(bytes).await {
            Scan::Clean => Ok(media),
            Scan::Found => Err(refused(
                "file_found_harmful",
                Told::new(
                    "file-found-harmful",
                    "the scanner found something harmful in this file, so it was not kept; look at the device that it comes from",
                ),
            )),
            Scan::NotScanned => Err(refused(
                "file_not_scanned",
                Told::new(
                    "file-not-scanned",
                    "the file could not be scanned, so it was not kept; try again later, or tell whoever runs this system",
                ),
            )),
        }
    }

    /// Seals a file under its owner's key.
    pub(crate) fn sealed(
        &self,
        key: &Key,
        file: Incoming,
        media: Media,
        bytes: &[u8],
        at_most: (u32, u64),
    ) -> Result<Sealed, AppError> {
        let failed = |_| unopened("a new file");
        let label = Label {
            name: file.name,
            reason: file.reason,
        };
        let label = serde_json::to_vec(&label).unwrap_or_default();
        let last = bytes.len().div_ceil(CHUNK_BYTES).saturating_sub(1);
        let last = u32::try_from(last).unwrap_or(u32::MAX);
        let chunks: Result<Vec<Vec<u8>>, AppError> = (0..)
            .zip(bytes.chunks(CHUNK_BYTES))
            .map(|(number, chunk)| {
                let place = Place::Chunk(file.id, number, number == last);
                seal(key, &*self.entropy, place, chunk).map_err(failed)
            })
            .collect();
        let chunks = chunks?;
        let row = SealedFile {
            id: file.id,
            owner: file.owner,
            stands_for: file.stands_for,
            media: media.mime().to_owned(),
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            digest: hex(&Sha256::digest(bytes)),
            chunks: u32::try_from(chunks.len()).unwrap_or(u32::MAX),
            label: seal(key, &*self.entropy, Place::Label(file.id), &label).map_err(failed)?,
            sent_by: file.sent_by,
            sent_as: file.sent_as,
            sent_on: file.sent_on,
        };
        Ok(Sealed {
            media,
            row,
            chunks,
            files_max: at_most.0,
            bytes_max: at_most.1,
        })
    }

    /// The file of a row, ready to be read.
    pub(crate) async fn opened(
        &self,
        snapshot: &mut dyn Snapshot,
        row: &SealedFile,
    ) -> Result<OpenFile, AppError> {
        let key = self.key_of(snapshot, row.owner).await?;
        let key = key.ok_or_else(|| unopened(format_args!("file `{}`", row.id)))?;
        Ok(OpenFile {
            id: row.id,
            name: label(&key, row)?.name,
            media: media_of(row)?,
            bytes: row.bytes,
            chunks: row.chunks,
            key,
        })
    }

    /// The plain bytes of a whole file of an owner, for what has to see it whole.
    pub(crate) async fn file_bytes(
        &self,
        snapshot: &mut dyn Snapshot,
        owner: Id,
        file: Id,
    ) -> Result<Vec<u8>, AppError> {
        let lost = || unopened(format_args!("file `{file}`"));
        let row = snapshot.sealed_file(file).await?;
        let row = row.filter(|row| row.owner == owner).ok_or_else(lost)?;
        let open = self.opened(snapshot, &row).await?;
        let mut bytes = Vec::with_capacity(usize::try_from(open.bytes).unwrap_or_default());
        for number in 0..open.chunks {
            bytes.extend(chunk(snapshot, &open, number).await?);
        }
        Ok(bytes)
    }

    /// The plain bytes of one chunk.
    pub async fn file_chunk(&self, file: &OpenFile, number: u32) -> Result<Vec<u8>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        chunk(&mut *snapshot, file, number).await
    }
}

async fn chunk(
    snapshot: &mut dyn Snapshot,
    file: &OpenFile,
    number: u32,
) -> Result<Vec<u8>, AppError> {
    let sealed = snapshot.sealed_chunk(file.id, number).await?;
    let is_last = number.checked_add(1) == Some(file.chunks);
    sealed
        .and_then(|sealed| open(&file.key, Place::Chunk(file.id, number, is_last), &sealed).ok())
        .ok_or_else(|| unopened(format_args!("chunk {number} of file `{}`", file.id)))
}

/// Nothing is added for an owner whose key was erased meanwhile.
pub(crate) async fn check_unerased(writer: &mut dyn Writer, owner: Id) -> Result<(), AppError> {
    match writer.sealed_key(owner).await? {
        Some(key) if key.wrapped.is_none() => Err(erased(key.erased_on)),
        _ => Ok(()),
    }
}

impl Sealed {
    /// Writes it within a transaction, where its owner still has room and a key.
    pub(crate) async fn write(&self, writer: &mut dyn Writer) -> Result<(), AppError> {
        let owner = self.row.owner;
        check_unerased(writer, owner).await?;
        let known = writer.sealed_files(owner).await?;
        let bytes: u64 = known.iter().map(|file| file.bytes).sum();
        let count = u32::try_from(known.len()).unwrap_or(u32::MAX);
        if count >= self.files_max || bytes.saturating_add(self.row.bytes) > self.bytes_max {
            return Err(refused(
                "files_full",
                Told::new(
                    "files-full",
                    "no more files fit in here: at most {files} of {size} MiB together",
                )
                .with("files", self.files_max)
                .with("size", self.bytes_max >> 20),
            ));
        }
        writer.put_sealed_file(&self.row).await?;
        for (number, chunk) in (0..).zip(&self.chunks) {
            writer.put_sealed_chunk(self.row.id, number, chunk).await?;
        }
        Ok(())
    }
}

pub(super) fn label(key: &Key, row: &SealedFile) -> Result<Label, AppError> {
    open(key, Place::Label(row.id), &row.label)
        .ok()
        .and_then(|label| serde_json::from_slice(&label).ok())
        .ok_or_else(|| unopened(format_args!("the name of file `{}`", row.id)))
}

pub(super) fn media_of(row: &SealedFile) -> Result<Media, AppError> {
    Media::find(&row.media).ok_or_else(|| unopened(format_args!("the type of `{}`", row.id)))
}

/// A name to show and to save under: without folders and signs that no name needs, with the ending
/// of what the file is.
pub(crate) fn clean_name(name: &str, media: Media) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let plain = |c: char| c.is_alphanumeric() || " -_.,()'".contains(c);
    let stem: String = stem
        .chars()
        .filter(|c| plain(*c))
        .take(NAME_CHARS_MAX)
        .collect();
    let stem = stem.trim().trim_matches('.');
    let stem = if stem.is_empty() { "file" } else { stem };
    format!("{stem}.{}", media.ending())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_words_and_loses_its_folders_and_its_lies() {
        for (given, name) in [
            ("minutes.pdf", "minutes.pdf"),
            ("C:\\Users\\ann\\Minutes of May.docx", "Minutes of May.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("invoice.pdf.exe", "invoice.pdf.pdf"),
            ("Łódź \"2019\"\r\nx.PDF", "Łódź 2019x.pdf"),
            ("", "file.pdf"),
            ("...", "file.pdf"),
        ] {
            assert_eq!(clean_name(given, Media::Pdf), name, "{given}");
        }
        let long = clean_name(&"n".repeat(500), Media::Png);
        assert_eq!(long.chars().count(), NAME_CHARS_MAX + 4);
    }
}
