//! A TOML file as a tree in which everything knows where it is written.

use standing_base::Date;
use toml_edit::{Document, Item, TableLike, Value};

use crate::diagnostic::Report;
use crate::source::{Source, Span};

#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) value: Toml,
}

#[derive(Clone, Debug)]
pub(crate) enum Toml {
    Text(String),
    Number(i64),
    YesNo(bool),
    Date(Date),
    List(Vec<Node>),
    Table(Vec<Entry>),
    /// A fraction with a point, or a time of day: nothing in a rulebook is one.
    Other,
}

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_span: Span,
    pub(crate) node: Node,
}

impl Toml {
    /// What it is, for messages.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Number(_) => "a number",
            Self::YesNo(_) => "true or false",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Other => "a time or a decimal number",
        }
    }
}

/// Parses a file; a fault is reported and gives `None`.
pub(crate) fn parse(source: &Source<'_>, report: &mut Report) -> Option<Node> {
    match Document::parse(source.text) {
        Ok(document) => Some(Node {
            span: 0..0,
            value: table(document.as_table(), &(0..0)),
        }),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            report.error(
                &source.at(span),
                format!("this is not TOML: {message}"),
                None,
            );
            None
        }
    }
}

fn table(of: &dyn TableLike, whole: &Span) -> Toml {
    let entries = of.iter().map(|(name, item)| {
        let key_span = of.key(name).and_then(toml_edit::Key::span);
        let span = item.span().or_else(|| key_span.clone());
        let span = span.unwrap_or_else(|| whole.clone());
        Entry {
            key: name.to_owned(),
            key_span: key_span.unwrap_or_else(|| span.clone()),
            node: node(item, span),
        }
    });
    Toml::Table(entries.collect())
}

fn node(item: &Item, span: Span) -> Node {
    let value = match item {
        Item::None => Toml::Other,
        Item::Value(value) => return of_value(value, span),
        Item::Table(inner) => table(inner, &span),
        Item::ArrayOfTables(tables) => Toml::List(
            tables
                .iter()
                .map(|inner| {
                    let span = inner.span().unwrap_or_else(|| span.clone());
                    Node {
                        value: table(inner, &span),
                        span,
                    }
                })
                .collect(),
        ),
    };
    Node { span, value }
}

fn of_value(value: &Value, span: Span) -> Node {
    let tree = match value {
        Value::String(text) => Toml::Text(text.value().clone()),
        Value::Integer(number) => Toml::Number(*number.value()),
        Value::Boolean(yes) => Toml::YesNo(*yes.value()),
        Value::Datetime(when) => date(*when.value()).map_or(Toml::Other, Toml::Date),
        Value::Float(_) => Toml::Other,
        Value::Array(values) => Toml::List(
            values
                .iter()
                .map(|inner| of_value(inner, inner.span().unwrap_or_else(|| span.clone())))
                .collect(),
        ),
        Value::InlineTable(inner) => table(inner, &span),
    };
    Node { span, value: tree }
}

fn date(when: toml_edit::Datetime) -> Option<Date> {
    if when.time.is_some() || when.offset.is_some() {
        return None;
    }
    let date = when.date?;
    Date::new(
        i32::from(date.year),
        u32::from(date.month),
        u32::from(date.day),
    )
}
