//! Forms with files. They are read as they come: the token of the visit stands before the first
//! file, what is too large is refused from its announced length or by counting, and the room that
//! all of them take in memory together has a limit.

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use standing_app::App;
use standing_app::vault::FILE_BYTES_MAX;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::form::{self, BODY_BYTES_MAX, TOKEN_FIELD};
use crate::language::Message;
use crate::pages::message;
use crate::query::Fields;
use crate::server::Limits;
use crate::visit::{Visit, visit};

/// What files on their way in may take of the memory, in KiB: all visitors together.
const ROOM_KIB: usize = 256 << 10;
static ROOM: Semaphore = Semaphore::const_new(ROOM_KIB);

/// A form with files, as it came.
#[derive(Debug)]
pub(crate) struct Upload {
    pub(crate) visit: Visit,
    pub(crate) fields: Fields,
    pub(crate) files: Vec<SentFile>,
}

#[derive(Debug)]
pub(crate) struct SentFile {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    /// Its room in memory, given back when it is done with.
    room: Vec<SemaphorePermit<'static>>,
}

/// Whether what is sent may hold files, and so may take longer.
pub(crate) fn is_upload(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"))
}

/// Reads a form with at most so many files, which together have at most so many bytes.
pub(crate) async fn read(
    request: Request,
    app: &App,
    files_max: usize,
    together_max: u64,
) -> Result<Upload, Response> {
    let (parts, body) = request.into_parts();
    if form::is_foreign(&parts, app.site()) {
        return Err(form::foreign());
    }
    let visit = visit(app, &parts)
        .await
        .map_err(|error| message::unreadable(error.into()))?;
    // No other form has files, and none of ours is without a token.
    if !is_upload(&parts.headers) {
        return Err(form::old(&visit));
    }
    let reader = Reader {
        visit,
        files_max,
        together_max,
        file_bytes: 0,
        text_bytes: 0,
        pairs: Vec::new(),
        files: Vec::new(),
    };
    let length = parts.headers.get(CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > reader.bytes_max()) {
        return Err(reader.too_large());
    }
    let limits = parts.extensions.get::<Limits>().copied();
    let request = Request::from_parts(parts, body);
    let multipart = Multipart::from_request(request, app).await;
    let multipart = multipart.map_err(|_| unreadable())?;
    let time = limits.unwrap_or_default().upload;
    tokio::time::timeout(time, reader.read(multipart))
        .await
        .map_err(|_| form::late())?
}

struct Reader {
    visit: Visit,
    files_max: usize,
    together_max: u64,
    file_bytes: u64,
    text_bytes: usize,
    pairs: Vec<(String, String)>,
    files: Vec<SentFile>,
}

impl Reader {
    /// What a whole form may have: the files, what was typed, and what stands between.
    fn bytes_max(&self) -> u64 {
        let between = 4 * u64::try_from(BODY_BYTES_MAX).unwrap_or(u64::MAX);
        self.together_max.saturating_add(between)
    }

    fn too_large(&self) -> Response {
        let says = Message::new("upload-too-large")
            .with("max", (self.together_max >> 20).to_string())
            .with("each", (FILE_BYTES_MAX >> 20).to_string());
        message::refused(
            StatusCode::PAYLOAD_TOO_LARGE,
            "upload-too-large-title",
            says,
        )
    }

    async fn read(mut self, mut multipart: Multipart) -> Result<Upload, Response> {
        while let Some(field) = multipart.next_field().await.map_err(broken)? {
            if field.file_name().is_some() {
                self.check_token()?;
                self.file(field).await?;
            } else {
                self.text(field).await?;
            }
        }
        self.check_token()?;
        Ok(Upload {
            visit: self.visit,
            fields: Fields::sent(self.pairs).map_err(form::not_text)?,
            files: self.files,
        })
    }

    /// Before anything large is read.
    fn check_token(&self) -> Result<(), Response> {
        let token = self.visit.form_token();
        let mut sent = self.pairs.iter().filter(|(name, _)| name == TOKEN_FIELD);
        match (sent.next(), sent.next()) {
            (Some((_, sent)), None) if *sent == token => Ok(()),
            _ => Err(form::old(&self.visit)),
        }
    }

    async fn text(&mut self, mut field: Field<'_>) -> Result<(), Response> {
        let name = field.name().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        self.text_bytes += name.len();
        while let Some(part) = field.chunk().await.map_err(broken)? {
            self.text_bytes += part.len();
            if self.text_bytes > BODY_BYTES_MAX {
                let says = Message::new("form-too-large").with("max", BODY_BYTES_MAX.to_string());
                let status = StatusCode::PAYLOAD_TOO_LARGE;
                return Err(message::refused(status, "form-unreadable-title", says));
            }
            bytes.extend_from_slice(&part);
        }
        let value = String::from_utf8_lossy(&bytes).into_owned();
        self.pairs.push((name, value));
        Ok(())
    }

    async fn file(&mut self, mut field: Field<'_>) -> Result<(), Response> {
        let name = field.file_name().unwrap_or_default().to_owned();
        let mut file = SentFile {
            name,
            bytes: Vec::new(),
            room: Vec::new(),
        };
        let mut taken = 0;
        while let Some(part) = field.chunk().await.map_err(broken)? {
            let bytes = file.bytes.len() + part.len();
            let size = |bytes: usize| u64::try_from(bytes).unwrap_or(u64::MAX);
            self.file_bytes = self.file_bytes.saturating_add(size(part.len()));
            let is_too_large = size(bytes) > FILE_BYTES_MAX || self.file_bytes > self.together_max;
            if is_too_large || self.files.len() >= self.files_max {
                return Err(self.too_large());
            }
            let wanted = bytes.div_ceil(1 << 10);
            if wanted > taken {
                // In steps, so that there is one permit for many parts.
                let more = (wanted - taken).max(taken);
                let room = u32::try_from(more).ok();
                let room = room.and_then(|room| ROOM.try_acquire_many(room).ok());
                file.room.push(room.ok_or_else(busy)?);
                taken += more;
            }
            file.bytes.extend_from_slice(&part);
        }
        // A field in which nothing was chosen comes with neither name nor content.
        if !(file.bytes.is_empty() && file.name.is_empty()) {
            self.files.push(file);
        }
        Ok(())
    }
}

fn busy() -> Response {
    message::refused(
        StatusCode::SERVICE_UNAVAILABLE,
        "upload-busy-title",
        Message::new("upload-busy"),
    )
}

fn broken(error: MultipartError) -> Response {
    tracing::debug!(%error, "a form with files cannot be read");
    unreadable()
}

fn unreadable() -> Response {
    message::refused(
        StatusCode::BAD_REQUEST,
        "form-unreadable-title",
        Message::new("form-unreadable"),
    )
}
