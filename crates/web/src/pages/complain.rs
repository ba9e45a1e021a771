//! `/complain`: the confidential form, which needs no account; and `/complain/box`, where its sender
//! comes back with the receipt code. The code never stands in an address: addresses are kept.

use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use standing_app::intake::{Complaint, Draft, FILES_BYTES_MAX, FILES_MAX, Letterbox, Receipt};
use standing_app::vault::FILE_BYTES_MAX;
use standing_app::{App, AppError};

use crate::form::Form;
use crate::frame::{Frame, Section};
use crate::headers::keep_private;
use crate::language::Message;
use crate::respond::{Fault, or_message, page, status_of};
use crate::sheet::Sheet;
use crate::upload::{self, Upload};
use crate::visit::Visit;

const CODE: &str = "code";
const TEXT: &str = "text";

/// The addresses of these pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/complain", get(show).post(send))
        // What is sent is counted where it is read.
        .layer(DefaultBodyLimit::disable())
        .route("/complain/box", get(ask_for_code).post(open))
        .route("/complain/box/write", post(write))
        .layer(axum::middleware::map_response(keep_private))
}

#[derive(Debug, Template)]
#[template(path = "intake/complain.html")]
pub(crate) struct ComplainHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    /// Whether anybody here takes complaints in so.
    pub(crate) is_open: bool,
    pub(crate) is_signed_in: bool,
}

impl ComplainHtml {
    fn file_max(&self) -> String {
        (FILE_BYTES_MAX >> 20).to_string()
    }

    fn files_max(&self) -> String {
        FILES_MAX.to_string()
    }

    fn together_max(&self) -> String {
        (FILES_BYTES_MAX >> 20).to_string()
    }
}

#[derive(Debug, Template)]
#[template(path = "intake/receipt.html")]
pub(crate) struct ReceiptHtml {
    pub(crate) frame: Frame,
    pub(crate) receipt: Receipt,
}

#[derive(Debug, Template)]
#[template(path = "intake/box.html")]
pub(crate) struct BoxHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    /// What was written, once the code is known.
    pub(crate) letterbox: Option<Letterbox>,
}

impl BoxHtml {
    /// Since when nothing of the complaint is left, and by which clause.
    fn erased(&self) -> Option<Message> {
        let (day, clause) = self.letterbox.as_ref()?.erased.as_ref()?;
        let says = match clause {
            Some(clause) => {
                let of = self.frame.clause_on(*day, clause);
                let clause = self.frame.clause(of, clause);
                self.frame.say("letterbox-erased").with("clause", clause)
            }
            None => self.frame.say("letterbox-gone"),
        };
        Some(says.with("day", self.frame.day(*day)))
    }
}

/// Who is signed in does not matter here, and is not shown.
async fn frame(app: &App) -> Result<Frame, Fault> {
    Ok(Frame::of(&*app.rules().await?, Section::Record))
}

async fn show(State(app): State<App>, visit: Visit) -> Response {
    let shown = draw(&app, &visit, Sheet::of(&visit), StatusCode::OK).await;
    visit.welcome(or_message(&app, Section::Record, shown).await)
}

async fn draw(
    app: &App,
    visit: &Visit,
    sheet: Sheet,
    status: StatusCode,
) -> Result<Response, Fault> {
    let html = ComplainHtml {
        frame: frame(app).await?,
        sheet,
        is_open: app.takes_complaints().await?,
        is_signed_in: visit.visitor.is_some(),
    };
    Ok(page(status, &html))
}

async fn send(State(app): State<App>, request: Request) -> Response {
    let files_max = usize::try_from(FILES_MAX).unwrap_or(1);
    let sent = match upload::read(request, &app, files_max, FILES_BYTES_MAX).await {
        Ok(sent) => sent,
        Err(refused) => return refused,
    };
    let shown = take_in(&app, sent).await;
    or_message(&app, Section::Record, shown).await
}

async fn take_in(app: &App, sent: Upload) -> Result<Response, Fault> {
    let field = |name| sent.fields.whole(name);
    let draft = Draft {
        about: field("about")?,
        when: field("when")?,
        text: field(TEXT)?,
    };
    let files = sent.files.into_iter().map(|file| file.bytes);
    let complaint = Complaint {
        draft,
        files: files.collect(),
    };
    match app.complain(sent.visit.source, complaint).await {
        Ok(receipt) => {
            let frame = frame(app).await?;
            Ok(page(StatusCode::OK, &ReceiptHtml { frame, receipt }))
        }
        Err(error) => {
            let status = status_of(&error);
            let sheet = Sheet::again(&sent.visit, sent.fields.filled()?, error)?;
            draw(app, &sent.visit, sheet, status).await
        }
    }
}

async fn ask_for_code(State(app): State<App>, visit: Visit) -> Response {
    let shown = draw_box(&app, Sheet::of(&visit), None, StatusCode::OK).await;
    visit.welcome(or_message(&app, Section::Record, shown).await)
}

async fn draw_box(
    app: &App,
    sheet: Sheet,
    letterbox: Option<Letterbox>,
    status: StatusCode,
) -> Result<Response, Fault> {
    let frame = frame(app).await?;
    let html = BoxHtml {
        frame,
        sheet,
        letterbox,
    };
    Ok(page(status, &html))
}

async fn open(State(app): State<App>, form: Form) -> Response {
    let shown = async {
        let code = form.fields.whole(CODE)?;
        let opened = app.letterbox(form.visit.source, &code).await;
        opened_box(&app, &form, &code, opened).await
    };
    or_message(&app, Section::Record, shown.await).await
}

async fn opened_box(
    app: &App,
    form: &Form,
    code: &str,
    opened: Result<Letterbox, AppError>,
) -> Result<Response, Fault> {
    match opened {
        Ok(letterbox) => {
            let sheet = Sheet::of(&form.visit).with(CODE, code);
            draw_box(app, sheet, Some(letterbox), StatusCode::OK).await
        }
        Err(error) => {
            let status = status_of(&error);
            let sheet = Sheet::again(&form.visit, form.fields.filled()?, error)?;
            draw_box(app, sheet, None, status).await
        }
    }
}

async fn write(State(app): State<App>, form: Form) -> Response {
    let shown = async {
        let (code, text) = (form.fields.whole(CODE)?, form.fields.whole(TEXT)?);
        let source = form.visit.source;
        let written = app.write_to_officer(source, &code, &text).await;
        let opened = app.letterbox(source, &code).await;
        match (written, opened) {
            // The code is right, the text is not.
            (Err(error @ AppError::Fields(_)), Ok(letterbox)) => {
                let status = status_of(&error);
                let sheet = Sheet::again(&form.visit, form.fields.filled()?, error)?;
                draw_box(&app, sheet, Some(letterbox), status).await
            }
            (written, opened) => {
                let opened = written.and(opened);
                opened_box(&app, &form, &code, opened).await
            }
        }
    };
    or_message(&app, Section::Record, shown.await).await
}
