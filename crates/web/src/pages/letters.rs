//! `/letters`: what was sent and what waits, for those who look after the system; and the texts that
//! letters are made from, changed by whoever may and checked before they are saved.

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use standing_app::App;
use standing_app::asker::Asker;
use standing_app::letters::{Language, NewText, Rendered, Template};
use standing_app::ports::outbox::LetterState;
use standing_app::post::LetterLine;
use standing_base::Id;

use super::signed_in::{signed_in, take};
use crate::form::Form;
use crate::frame::{Frame, Section};
use crate::headers::keep_private;
use crate::language::Message;
use crate::query::{FieldError, Fields};
use crate::respond::{Fault, Path, page, status_of};
use crate::sheet::Sheet;
use crate::visit::Visit;

/// So many letters stand on one page.
const ROWS: u32 = 50;
/// The field of a template's text.
const TEXT: &str = "text";

/// The addresses of these pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/letters", get(show))
        .route("/letters/{id}/resend", post(resend))
        .route("/letters/templates", get(templates))
        .route(
            "/letters/templates/{template}/{language}",
            get(edit).post(save),
        )
        .layer(axum::middleware::map_response(keep_private))
}

#[derive(Debug, askama::Template)]
#[template(path = "letters/list.html")]
pub(crate) struct LettersHtml {
    pub(crate) frame: Frame,
    pub(crate) sheet: Sheet,
    pub(crate) state: Option<LetterState>,
    pub(crate) letters: Vec<LetterLine>,
}

impl LettersHtml {
    fn states(&self) -> [(&'static str, Message); 5] {
        LetterState::ALL.map(|state| (state.word(), self.state_says(state.word())))
    }

    fn state_says(&self, word: &str) -> Message {
        self.frame.say(match word {
            "queued" => "letter-queued",
            "sending" => "letter-sending",
            "sent" => "letter-sent",
            "failed" => "letter-failed",
            _ => "letter-bounced",
        })
    }

    fn is_state(&self, word: &str) -> bool {
        self.state.is_some_and(|state| state.word() == word)
    }

    /// Where the older ones are.
    fn next(&self) -> Option<String> {
        let last = self.letters.last()?;
        let is_full = self.letters.len() >= usize::try_from(ROWS).unwrap_or(usize::MAX);
        let mut fields = vec![("before", last.id.to_string())];
        fields.extend(self.state.map(|state| ("state", state.word().to_owned())));
        is_full.then(|| crate::address::query("/letters", &fields))
    }

    fn may_resend(&self, letter: &LetterLine) -> bool {
        matches!(letter.state, "sent" | "failed" | "bounced")
    }
}

async fn show(State(app): State<App>, visit: Visit, uri: Uri) -> Response {
    let sheet = Sheet::of(&visit);
    signed_in(&app, &visit, async |asker| {
        list(&app, &asker, &Fields::of(&uri)?, sheet).await
    })
    .await
}

async fn list(app: &App, asker: &Asker, fields: &Fields, sheet: Sheet) -> Result<Response, Fault> {
    let state = match fields.text("state")? {
        None => None,
        Some(word) => Some(
            LetterState::find(word)
                .ok_or_else(|| FieldError::new("state", Message::new("letter-no-state")))?,
        ),
    };
    let before = match fields.text("before")? {
        None => None,
        Some(id) => Some(id.parse().map_err(|_| no_letter())?),
    };
    let html = LettersHtml {
        letters: app.letters(asker, state, before, ROWS).await?,
        frame: Frame::for_asker(&*app.rules().await?, Section::Today, asker),
        sheet,
        state,
    };
    Ok(page(StatusCode::OK, &html))
}

fn no_letter() -> Fault {
    Fault::NotThere(Message::new("letter-none"))
}

async fn resend(State(app): State<App>, Path(id): Path<String>, form: Form) -> Response {
    let done = async |asker: &Asker| {
        let id: Id = id.parse().map_err(|_| no_letter())?;
        app.resend_letter(asker, id, None).await?;
        Ok(Redirect::to("/letters").into_response())
    };
    let again = async |asker: &Asker, sheet| list(&app, asker, &Fields::default(), sheet).await;
    take(&app, &form, done, again).await
}

#[derive(Debug, askama::Template)]
#[template(path = "letters/templates.html")]
pub(crate) struct TemplatesHtml {
    pub(crate) frame: Frame,
    /// Each with its languages, and whether the organisation has a text of its own.
    pub(crate) templates: Vec<(Template, Vec<(Language, bool)>)>,
}

/// A template in words.
fn titled(frame: &Frame, template: Template) -> Message {
    frame.say(match template {
        Template::Admission => "letter-of-admission",
        Template::AppealResult => "letter-of-appeal",
        Template::CaseDecision => "letter-of-case-decision",
        Template::CaseNotice => "letter-of-case-notice",
        Template::Charges => "letter-of-charges",
        Template::HearingListed => "letter-of-hearing",
        Template::InterimSuspension => "letter-of-suspension",
        Template::EmailChange => "letter-of-email-change",
        Template::EmailChangeNotice => "letter-of-email-notice",
        Template::Invitation => "letter-of-invitation",
        Template::LetterReady => "letter-laid-ready",
        Template::Reminder => "letter-of-reminding",
        Template::SignInLink => "letter-with-link",
        Template::StandingChanged => "letter-of-change",
    })
}

fn in_language(frame: &Frame, language: Language) -> Message {
    frame.say(match language {
        Language::English => "in-english",
        Language::Welsh => "in-welsh",
    })
}

impl TemplatesHtml {
    fn title(&self, template: &Template) -> Message {
        titled(&self.frame, *template)
    }

    fn language(&self, language: &Language) -> Message {
        in_language(&self.frame, *language)
    }
}

async fn templates(State(app): State<App>, visit: Visit) -> Response {
    signed_in(&app, &visit, async |asker| {
        let mut templates = Vec::new();
        for template in Template::ALL {
            let mut languages = Vec::new();
            for language in Language::ALL {
                let text = app.letter_template(&asker, template, language).await?;
                languages.push((language, text.saved.is_some()));
            }
            templates.push((template, languages));
        }
        let html = TemplatesHtml {
            frame: Frame::for_asker(&*app.rules().await?, Section::Today, &asker),
            templates,
        };
        Ok(page(StatusCode::OK, &html))
    })
    .await
}

#[derive(Debug, askama::Template)]
#[template(path = "letters/template.html")]
pub(crate) struct TemplateHtml {
    pub(crate) frame: Frame,
    pub(crate) template: Template,
    pub(crate) language: Language,
    pub(crate) sheet: Sheet,
    /// The letter with sample data, where the text can be filled in.
    pub(crate) preview: Option<Rendered>,
    pub(crate) is_own: bool,
    pub(crate) is_saved: bool,
}

impl TemplateHtml {
    fn title(&self) -> Message {
        titled(&self.frame, self.template)
    }

    fn in_language(&self) -> Message {
        in_language(&self.frame, self.language)
    }

    fn action(&self) -> String {
        address(self.template, self.language)
    }
}

fn address(template: Template, language: Language) -> String {
    format!("/letters/templates/{}/{}", template.code(), language.code())
}

fn named(template: &str, language: &str) -> Result<(Template, Language), Fault> {
    let found = Template::find(template).zip(Language::find(language));
    found.ok_or_else(|| Fault::NotThere(Message::new("letter-no-template")))
}

async fn edit(
    State(app): State<App>,
    Path((template, language)): Path<(String, String)>,
    visit: Visit,
    uri: Uri,
) -> Response {
    signed_in(&app, &visit, async |asker| {
        let (template, language) = named(&template, &language)?;
        let text = app.letter_template(&asker, template, language).await?;
        let html = TemplateHtml {
            frame: Frame::for_asker(&*app.rules().await?, Section::Today, &asker),
            template,
            language,
            preview: app
                .preview_letter(&asker, template, language, None)
                .await
                .ok(),
            sheet: Sheet::of(&visit).with(TEXT, &text.text),
            is_own: text.saved.is_some(),
            is_saved: Fields::of(&uri)?.text("saved")?.is_some(),
        };
        Ok(page(StatusCode::OK, &html))
    })
    .await
}

/// Shows the letter with sample data, or saves the text; whatever is wrong with it is told by line.
async fn save(
    State(app): State<App>,
    Path((template, language)): Path<(String, String)>,
    form: Form,
) -> Response {
    signed_in(&app, &form.visit, async |asker| {
        let (template, language) = named(&template, &language)?;
        // Browsers send the end of a line as two characters.
        let text = form.fields.whole(TEXT)?.replace("\r\n", "\n");
        let preview = app
            .preview_letter(&asker, template, language, Some(&text))
            .await;
        let saves = form.fields.text("do")? == Some("save");
        let (sheet, status, preview) = match preview {
            Ok(_) if saves => {
                let new = NewText {
                    template,
                    language,
                    text,
                    actor: asker.person().map(|person| person.id),
                    capacity: app.system_role(&asker).await?,
                };
                app.save_letter_template(&asker, new).await?;
                let to = format!("{}?saved=yes", address(template, language));
                return Ok(Redirect::to(&to).into_response());
            }
            Ok(preview) => {
                let sheet = Sheet::of(&form.visit).with(TEXT, &text);
                (sheet, StatusCode::OK, Some(preview))
            }
            Err(error) => {
                let status = status_of(&error);
                let typed = vec![(TEXT.to_owned(), text)];
                (Sheet::again(&form.visit, typed, error)?, status, None)
            }
        };
        let in_use = app.letter_template(&asker, template, language).await?;
        let html = TemplateHtml {
            frame: Frame::for_asker(&*app.rules().await?, Section::Today, &asker),
            template,
            language,
            sheet,
            preview,
            is_own: in_use.saved.is_some(),
            is_saved: false,
        };
        Ok(page(status, &html))
    })
    .await
}
