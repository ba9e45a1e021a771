//! `/cases/{reference}/files`: the sealed files of a case, to be sent and to be read.

use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use http_body_util::channel::Channel;
use hyper::body::Bytes;
use standing_app::App;
use standing_app::asker::Asker;
use standing_app::vault::{CaseFile, CaseFiles, Disclosed, FILE_BYTES_MAX, OpenFile, Redaction};
use standing_base::Id;

use super::conflict::or_conflict;
use super::signed_in::signed_in;
use crate::address;
use crate::frame::{Frame, Section};
use crate::headers::{AsFile, keep_private};
use crate::language::Message;
use crate::query::{FieldError, Fields};
use crate::respond::{Fault, Path, page, status_of};
use crate::sheet::Sheet;
use crate::upload::{self, SentFile};
use crate::visit::Visit;

/// The addresses of these pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/cases/{reference}/files", get(show).post(add))
        .route("/cases/{reference}/files/{id}", get(download))
        // What is sent is counted where it is read.
        .layer(DefaultBodyLimit::disable())
        .layer(axum::middleware::map_response(keep_private))
}

/// The list with its form: `cases/file_list.html`, for any page that has one under the name `list`.
#[derive(Clone, Debug)]
pub(crate) struct FileList {
    pub(crate) files: CaseFiles,
    pub(crate) sheet: Sheet,
}

impl FileList {
    fn path(&self) -> String {
        address::case_files(&self.files.reference)
    }

    fn file_path(&self, file: &CaseFile) -> String {
        format!("{}/{}", self.path(), file.id)
    }

    fn size(&self, frame: &Frame, file: &CaseFile) -> Message {
        const MIB: u64 = 1 << 20;
        let size = if file.bytes < MIB {
            let count = file.bytes.div_ceil(1 << 10);
            frame.say("file-kib").with("count", count.to_string())
        } else {
            let tenths = file.bytes.saturating_mul(10).div_ceil(MIB);
            let count = format!("{}.{}", tenths / 10, tenths % 10);
            frame.say("file-mib").with("count", count)
        };
        let ending = file.media.ending().to_uppercase();
        frame
            .say("file-size")
            .with("size", size)
            .with("type", ending)
    }

    fn sent(&self, frame: &Frame, file: &CaseFile) -> Message {
        sent_by(frame, file)
    }

    fn state(&self, frame: &Frame, file: &CaseFile) -> Message {
        frame.say(match file.state {
            Disclosed::Unlisted => "file-unlisted",
            Disclosed::Listed => "file-listed",
            Disclosed::Disclosed => "file-disclosed",
            Disclosed::Withheld => "file-withheld",
            Disclosed::Letter => "file-letter",
        })
    }

    /// The files of which there could be a redacted copy.
    fn originals(&self) -> impl Iterator<Item = (String, &str)> {
        let originals = self
            .files
            .files
            .iter()
            .filter(|file| file.redacts.is_none());
        originals.filter_map(|file| Some((file.id.to_string(), file.name.as_deref()?)))
    }

    fn max(&self) -> String {
        (FILE_BYTES_MAX >> 20).to_string()
    }
}

/// When a file was sent, and by whom.
pub(crate) fn sent_by(frame: &Frame, file: &CaseFile) -> Message {
    let sent = match &file.sent_as {
        _ if file.state == Disclosed::Letter => frame.say("file-sent-letter"),
        _ if file.is_own => frame.say("file-sent-by-you"),
        Some(role) => frame.say("file-sent-by").with("role", frame.theirs(role)),
        None => frame.say("file-sent-by-subject"),
    };
    sent.with("day", frame.day(file.sent_on))
}

#[derive(Debug, Template)]
#[template(path = "cases/files.html")]
pub(crate) struct FilesHtml {
    pub(crate) frame: Frame,
    pub(crate) list: FileList,
}

async fn show(State(app): State<App>, Path(case): Path<String>, visit: Visit) -> Response {
    let sheet = Sheet::of(&visit);
    let again = Sheet::of(&visit);
    signed_in(&app, &visit, async |asker| {
        let drawn = draw(&app, &asker, &case, sheet).await;
        or_conflict(&app, &asker, (&case, again), drawn).await
    })
    .await
}

async fn draw(app: &App, asker: &Asker, case: &str, sheet: Sheet) -> Result<Response, Fault> {
    let html = FilesHtml {
        frame: Frame::for_asker(&*app.rules().await?, Section::Cases, asker),
        list: FileList {
            files: app.case_files(asker, case).await?,
            sheet,
        },
    };
    Ok(page(StatusCode::OK, &html))
}

async fn add(State(app): State<App>, Path(case): Path<String>, request: Request) -> Response {
    let sent = match upload::read(request, &app, 1, FILE_BYTES_MAX).await {
        Ok(sent) => sent,
        Err(refused) => return refused,
    };
    let visit = sent.visit;
    let mut files = sent.files;
    signed_in(&app, &visit, async |asker| {
        let added = match files.pop() {
            Some(file) => take_in(&app, &asker, &case, file, &sent.fields).await,
            None => Err(missing().into()),
        };
        let sheet = match added {
            Ok(_) => return Ok(Redirect::to(&address::case_files(&case)).into_response()),
            Err(Fault::Field(error)) => {
                let mut sheet = Sheet::of(&visit);
                sheet.errors.push(error);
                (StatusCode::BAD_REQUEST, sheet)
            }
            Err(Fault::App(error)) => {
                let status = status_of(&error);
                (status, Sheet::again(&visit, sent.fields.filled()?, error)?)
            }
            Err(fault) => return Err(fault),
        };
        let mut page = draw(&app, &asker, &case, sheet.1).await?;
        *page.status_mut() = sheet.0;
        Ok(page)
    })
    .await
}

fn missing() -> FieldError {
    FieldError::new("file", Message::new("file-missing"))
}

async fn take_in(
    app: &App,
    asker: &Asker,
    case: &str,
    file: SentFile,
    fields: &Fields,
) -> Result<Id, Fault> {
    let redacts = match fields.text("redacts")? {
        None | Some("") => None,
        Some(of) => Some(Redaction {
            of: of.parse().map_err(|_| no_file())?,
            reason: fields.whole("reason")?,
        }),
    };
    let upload = standing_app::vault::Upload {
        name: file.name.clone(),
        bytes: file.bytes,
        redacts,
    };
    Ok(app.add_case_file(asker, case, upload).await?)
}

fn no_file() -> Fault {
    Fault::NotThere(Message::new("no-such-file"))
}

async fn download(
    State(app): State<App>,
    Path((case, id)): Path<(String, String)>,
    visit: Visit,
) -> Response {
    let sheet = Sheet::of(&visit);
    signed_in(&app, &visit, async |asker| {
        let id: Id = id.parse().map_err(|_| no_file())?;
        let sent = match app.case_file(&asker, &case, id).await {
            Ok(file) => sent_away(&app, file).await,
            Err(error) => Err(error.into()),
        };
        or_conflict(&app, &asker, (&case, sheet), sent).await
    })
    .await
}

/// The file as something to be saved, chunk by chunk: nobody holds it whole.
pub(crate) async fn sent_away(app: &App, file: OpenFile) -> Result<Response, Fault> {
    // What does not open at all is told on a page.
    let first = app.file_chunk(&file, 0).await?;
    let (mut sender, body) = Channel::<Bytes, std::io::Error>::new(1);
    let mut response = Response::new(Body::new(body));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(file.media.mime()));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(file.bytes));
    if let Ok(value) = HeaderValue::try_from(disposition(&file.name)) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    response.extensions_mut().insert(AsFile);
    let app = app.clone();
    tokio::spawn(async move {
        let mut chunk = first;
        for next in 1..=file.chunks {
            if sender.send_data(Bytes::from(chunk)).await.is_err() || next == file.chunks {
                return;
            }
            chunk = match app.file_chunk(&file, next).await {
                Ok(chunk) => chunk,
                Err(error) => {
                    tracing::error!(%error, "a file cannot be sent whole");
                    return sender.abort(std::io::ErrorKind::UnexpectedEof.into());
                }
            };
        }
    });
    Ok(response)
}

/// The name in ASCII for old browsers, and whole for others (RFC 6266).
pub(crate) fn disposition(name: &str) -> String {
    use std::fmt::Write;

    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || " -_.".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut whole = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            whole.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(whole, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_to_save_under_says_the_same_to_every_browser() {
        assert_eq!(
            disposition("Łódź (2).pdf"),
            "attachment; filename=\"__d_ _2_.pdf\"; \
             filename*=UTF-8''%C5%81%C3%B3d%C5%BA%20%282%29.pdf"
        );
    }
}
