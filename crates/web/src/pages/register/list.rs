//! `/register`: the members whom an officer may see, as at a day, narrowed by branch or by any
//! question of the rulebook; and the same as CSV.

use askama::Template;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use standing_app::App;
use standing_app::answer::Truth;
use standing_app::asker::Asker;
use standing_app::members::{Listing, MembersPage, Order, PAGE_MAX};
use standing_base::Date;

use crate::address;
use crate::frame::{Frame, Section};
use crate::language::Message;
use crate::pages::signed_in::signed_in;
use crate::query::{FieldError, Fields};
use crate::respond::{Fault, page};
use crate::visit::Visit;

/// So many members stand on one page.
const ROWS: usize = 50;

#[derive(Debug, Template)]
#[template(path = "register/list.html")]
pub(crate) struct ListHtml {
    pub(crate) frame: Frame,
    pub(crate) list: MembersPage,
    pub(crate) may_admit: bool,
    /// The fields of the address, for the form and the links.
    pub(crate) branch: String,
    pub(crate) question: String,
    pub(crate) answer: String,
    pub(crate) order: Order,
    pub(crate) done: Option<String>,
}

impl ListHtml {
    fn sought(&self) -> &'static str {
        ""
    }

    fn person(&self, id: &impl ToString) -> String {
        let on = [("on", self.list.on.to_string())];
        address::query(&address::person(id), &on)
    }

    fn link(&self, to: &str, after: Option<String>) -> String {
        let mut fields = vec![("on", self.list.on.to_string())];
        for (name, value) in [
            ("branch", &self.branch),
            ("question", &self.question),
            ("answer", &self.answer),
        ] {
            if !value.is_empty() {
                fields.push((name, value.clone()));
            }
        }
        if self.order != Order::default() {
            fields.push(("order", self.order.word().to_owned()));
        }
        fields.extend(after.map(|after| ("after", after)));
        address::query(to, &fields)
    }

    fn orders(&self) -> [(&'static str, &'static str); 3] {
        Order::ALL.map(|order| {
            let says = match order {
                Order::Registered => "order-registered",
                Order::Name => "order-name",
                Order::Number => "order-number",
            };
            (order.word(), says)
        })
    }

    fn is_order(&self, word: &str) -> bool {
        self.order.word() == word
    }

    /// What screen readers are told of a column by which the list may be ordered.
    fn sorted(&self, word: &str) -> &'static str {
        if self.is_order(word) {
            "ascending"
        } else {
            "none"
        }
    }

    fn next(&self) -> Option<String> {
        let next = self.list.next.clone()?;
        Some(self.link("/register", Some(next)))
    }

    fn csv(&self) -> String {
        self.link("/register/members.csv", None)
    }

    fn is_branch(&self, id: &impl ToString) -> bool {
        self.branch == id.to_string()
    }
}

pub(crate) async fn show(State(app): State<App>, visit: Visit, uri: Uri) -> Response {
    signed_in(&app, &visit, async |asker| draw(&app, &asker, &uri).await).await
}

async fn draw(app: &App, asker: &Asker, uri: &Uri) -> Result<Response, Fault> {
    let fields = Fields::of(uri)?;
    let listing = listing(&fields, app.today().await?, ROWS)?;
    let html = ListHtml {
        frame: Frame::for_asker(&*app.rules().await?, Section::Register, asker),
        list: app.members(asker, &listing).await?,
        may_admit: !app.offered(asker, None).await?.is_empty(),
        branch: fields.raw("branch"),
        question: fields.raw("question"),
        answer: fields.raw("answer"),
        order: listing.order,
        done: fields.text("done")?.map(str::to_owned),
    };
    Ok(page(StatusCode::OK, &html))
}

fn listing(fields: &Fields, today: Date, limit: usize) -> Result<Listing, FieldError> {
    let id = |field: &'static str| match fields.text(field)? {
        None => Ok(None),
        Some(text) => text
            .parse()
            .map(Some)
            .map_err(|_| FieldError::new(field, Message::new("no-id").with("field", field))),
    };
    let answer = match fields.text("answer")? {
        None => Truth::Yes,
        Some(word) => {
            Truth::find(word).ok_or_else(|| FieldError::new("answer", Message::new("no-answer")))?
        }
    };
    let question = fields.text("question")?;
    Ok(Listing {
        on: fields.day("on")?.unwrap_or(today),
        branch: id("branch")?,
        question: question.map(|question| (question.to_owned(), answer)),
        order: order(fields)?,
        after: fields.text("after")?.map(str::to_owned),
        limit,
    })
}

fn order(fields: &Fields) -> Result<Order, FieldError> {
    let Some(word) = fields.text("order")? else {
        return Ok(Order::default());
    };
    Order::find(word).ok_or_else(|| {
        let words = Order::ALL.map(Order::word).join("`, `");
        FieldError::new("order", Message::new("no-order").with("words", words))
    })
}

pub(crate) async fn csv(State(app): State<App>, visit: Visit, uri: Uri) -> Response {
    signed_in(&app, &visit, async |asker| write(&app, &asker, &uri).await).await
}

async fn write(app: &App, asker: &Asker, uri: &Uri) -> Result<Response, Fault> {
    let fields = Fields::of(uri)?;
    let mut listing = listing(&fields, app.today().await?, PAGE_MAX)?;
    let mut lines = String::from("id,number,name,member,branches\r\n");
    loop {
        let page = app.members(asker, &listing).await?;
        for member in &page.members {
            let cells = [
                member.id.to_string(),
                member.number.clone().unwrap_or_default(),
                member.name.clone(),
                if member.is_member { "yes" } else { "no" }.to_owned(),
                member.branches.join("; "),
            ];
            lines.push_str(&cells.map(|cell| quoted(&cell)).join(","));
            lines.push_str("\r\n");
        }
        let Some(next) = page.next else { break };
        listing.after = Some(next);
    }
    let name = format!("attachment; filename=\"members-{}.csv\"", listing.on);
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    Ok((headers, lines).into_response())
}

/// A cell of CSV (RFC 4180). One that a spreadsheet would take for a formula begins with an
/// apostrophe.
fn quoted(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_one_cell_and_no_formula() {
        for (text, cell) in [
            ("Near", "Near"),
            ("Near, Member", "\"Near, Member\""),
            ("the \"Near\"", "\"the \"\"Near\"\"\""),
            ("=1+1", "'=1+1"),
            ("@x,y", "\"'@x,y\""),
        ] {
            assert_eq!(quoted(text), cell);
        }
    }
}
