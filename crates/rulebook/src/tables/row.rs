//! Reading a table of a TOML file: unknown keys, missing keys and wrong types are reported with
//! their place.

use standing_base::{Counting, Date};

use crate::diagnostic::{Report, did_you_mean, nearest, quoted};
use crate::limits::{CLAUSES_MAX, TEXT_BYTES_MAX};
use crate::source::{At, Source, Span, Spanned};
use crate::tables::manifest::COUNTING;
use crate::toml::{Entry, Node, Toml};

/// A table, what it is called, and the keys that have a meaning in it.
#[derive(Clone, Debug)]
pub(crate) struct Row<'a> {
    pub(crate) source: &'a Source<'a>,
    /// `[[timer]]`
    pub(crate) name: String,
    pub(crate) span: Span,
    entries: &'a [Entry],
    keys: &'a [&'a str],
}

pub(crate) type Text = Spanned<String>;

impl<'a> Row<'a> {
    /// The row of a node; it is reported when it is not a table, and so are keys that have no
    /// meaning. With no `keys`, every key is the author's own.
    pub(crate) fn new(
        source: &'a Source<'a>,
        name: impl Into<String>,
        node: &'a Node,
        keys: &'a [&'a str],
        report: &mut Report,
    ) -> Option<Self> {
        let name = name.into();
        let Toml::Table(entries) = &node.value else {
            let message = format!("{name} must be a table, and this is {}", node.value.kind());
            report.error(&source.at(node.span.clone()), message, None);
            return None;
        };
        let row = Self {
            source,
            name,
            span: node.span.clone(),
            entries,
            keys,
        };
        if !keys.is_empty() {
            for entry in entries {
                if !keys.contains(&entry.key.as_str()) {
                    row.unknown_key(entry, report);
                }
            }
        }
        Some(row)
    }

    fn unknown_key(&self, entry: &Entry, report: &mut Report) {
        let place = if self.name.is_empty() {
            "this file".to_owned()
        } else {
            self.name.clone()
        };
        let help = did_you_mean(&entry.key, self.keys.iter().copied()).unwrap_or_else(|| {
            let known: Vec<_> = self.keys.iter().map(|key| format!("`{key}`")).collect();
            format!("it may have {}", known.join(", "))
        });
        report.error(
            &self.source.at(entry.key_span.clone()),
            format!("{} has no meaning in {place}", quoted(&entry.key)),
            help,
        );
    }

    pub(crate) fn at(&self, span: &Span) -> At<'a> {
        self.source.at(span.clone())
    }

    /// The header of the table.
    pub(crate) fn here(&self) -> At<'a> {
        self.at(&self.span)
    }

    pub(crate) fn entries(&self) -> &'a [Entry] {
        self.entries
    }

    pub(crate) fn get(&self, key: &str) -> Option<&'a Node> {
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        Some(&entry.node)
    }

    pub(crate) fn missing(&self, key: &str, report: &mut Report) {
        let strangers = self
            .entries
            .iter()
            .map(|entry| entry.key.as_str())
            .filter(|key| !self.keys.contains(key));
        let help = nearest(key, strangers)
            .map(|near| format!("the table has `{near}`: a slip of the pen?"));
        let at = if self.span.is_empty() {
            self.at(&(0..self
                .source
                .text
                .find('\n')
                .unwrap_or(self.source.text.len())))
        } else {
            self.here()
        };
        report.error(&at, format!("`{key}` is missing"), help);
    }

    fn wrong(&self, key: &str, wanted: &str, node: &Node, report: &mut Report) {
        let message = format!(
            "`{key}` must be {wanted}, and this is {}",
            node.value.kind()
        );
        report.error(&self.at(&node.span), message, None);
    }

    /// An optional text.
    pub(crate) fn text(&self, key: &str, report: &mut Report) -> Option<Text> {
        let node = self.get(key)?;
        self.as_text(key, node, report)
    }

    fn as_text(&self, key: &str, node: &Node, report: &mut Report) -> Option<Text> {
        let Toml::Text(text) = &node.value else {
            self.wrong(key, "a text in quotes", node, report);
            return None;
        };
        if text.len() > TEXT_BYTES_MAX {
            let message = format!("`{key}` is longer than {TEXT_BYTES_MAX} bytes");
            report.error(&self.at(&node.span), message, None);
            return None;
        }
        Some(Spanned {
            value: text.clone(),
            span: node.span.clone(),
        })
    }

    /// A text that must be there.
    pub(crate) fn need_text(&self, key: &str, report: &mut Report) -> Option<Text> {
        if self.get(key).is_none() {
            self.missing(key, report);
        }
        self.text(key, report)
    }

    pub(crate) fn yes_no(&self, key: &str, report: &mut Report) -> bool {
        match self.get(key) {
            None => false,
            Some(Node {
                value: Toml::YesNo(yes),
                ..
            }) => *yes,
            Some(node) => {
                self.wrong(key, "true or false", node, report);
                false
            }
        }
    }

    pub(crate) fn date(&self, key: &str, report: &mut Report) -> Option<Spanned<Date>> {
        let node = self.get(key)?;
        let Toml::Date(date) = node.value else {
            self.wrong(key, "a date such as 2019-11-06", node, report);
            return None;
        };
        Some(Spanned {
            value: date,
            span: node.span.clone(),
        })
    }

    pub(crate) fn need_date(&self, key: &str, report: &mut Report) -> Option<Spanned<Date>> {
        if self.get(key).is_none() {
            self.missing(key, report);
        }
        self.date(key, report)
    }

    pub(crate) fn number(&self, key: &str, report: &mut Report) -> Option<Spanned<i64>> {
        let node = self.get(key)?;
        let Toml::Number(number) = node.value else {
            self.wrong(key, "a whole number", node, report);
            return None;
        };
        Some(Spanned {
            value: number,
            span: node.span.clone(),
        })
    }

    /// A list of texts; empty when absent.
    pub(crate) fn texts(&self, key: &str, report: &mut Report) -> Vec<Text> {
        match self.get(key) {
            None => Vec::new(),
            Some(node) => self.as_texts(key, node, report),
        }
    }

    pub(crate) fn as_texts(&self, key: &str, node: &Node, report: &mut Report) -> Vec<Text> {
        let Toml::List(items) = &node.value else {
            self.wrong(key, "a list of texts such as [\"a\", \"b\"]", node, report);
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| self.as_text(key, item, report))
            .collect()
    }

    pub(crate) fn need_texts(&self, key: &str, report: &mut Report) -> Vec<Text> {
        if self.get(key).is_none() {
            self.missing(key, report);
        }
        self.texts(key, report)
    }

    /// A table within the table, called `NAME`.
    pub(crate) fn table(
        &self,
        key: &str,
        name: impl Into<String>,
        keys: &'a [&'a str],
        report: &mut Report,
    ) -> Option<Row<'a>> {
        let node = self.get(key)?;
        Row::new(self.source, name, node, keys, report)
    }

    /// The rows of `[[key]]`; none when absent.
    pub(crate) fn tables(
        &self,
        key: &str,
        keys: &'a [&'a str],
        report: &mut Report,
    ) -> Vec<Row<'a>> {
        let name = format!("[[{key}]]");
        let Some(node) = self.get(key) else {
            return Vec::new();
        };
        let Toml::List(items) = &node.value else {
            let message = format!("`{key}` must be a list of tables, each headed {name}");
            report.error(&self.at(&node.span), message, None);
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| Row::new(self.source, name.clone(), item, keys, report))
            .collect()
    }

    /// The rows of a file that is one list: as many as a version has at most. `of` says of what, for the
    /// message.
    pub(crate) fn of_list(
        source: &'a Source<'a>,
        root: &'a Node,
        list: &'a [&'a str; 1],
        keys: &'a [&'a str],
        of: &str,
        report: &mut Report,
    ) -> Vec<Row<'a>> {
        let [name] = list;
        let Some(file) = Row::new(source, "", root, list, report) else {
            return Vec::new();
        };
        let mut rows = file.tables(name, keys, report);
        if let Some(row) = rows.get(CLAUSES_MAX) {
            let message = format!("a version has at most {CLAUSES_MAX} {of}");
            report.error(&row.here(), message, None);
        }
        rows.truncate(CLAUSES_MAX);
        rows
    }

    /// How the days of a length are counted: as the row says, or as usual.
    pub(crate) fn counting(&self, usual: Counting, report: &mut Report) -> Option<Counting> {
        match self.get("counting") {
            Some(_) => self.one_of("counting", COUNTING, report),
            None => Some(usual),
        }
    }

    /// Refuses a value: the message, and the nearest name that is known.
    pub(crate) fn no_such<'c>(
        &self,
        value: &Text,
        message: impl Into<String>,
        known: impl IntoIterator<Item = &'c str>,
        report: &mut Report,
    ) {
        let help = did_you_mean(&value.value, known);
        report.error(&self.at(&value.span), message, help);
    }

    /// The value of a key that must be one of a few words; `None` when absent or wrong.
    pub(crate) fn one_of<T: Copy>(
        &self,
        key: &str,
        words: &[(&str, T)],
        report: &mut Report,
    ) -> Option<T> {
        let text = self.text(key, report)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text.value) {
            return Some(*value);
        }
        let all: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
        let help = did_you_mean(&text.value, words.iter().map(|(word, _)| *word))
            .unwrap_or_else(|| format!("it may be {}", all.join(", ")));
        report.error(
            &self.at(&text.span),
            format!("`{key}` cannot be {}", quoted(&text.value)),
            help,
        );
        None
    }

    /// The row in one line, the same however it was laid out in the file.
    pub(crate) fn line(&self) -> String {
        let mut line = format!("{} ", self.name);
        write_entries(self.entries, &mut line);
        line
    }
}

fn write_entries(entries: &[Entry], to: &mut String) {
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by(|a, b| a.key.cmp(&b.key));
    for (at, entry) in sorted.into_iter().enumerate() {
        if at > 0 {
            to.push_str(", ");
        }
        to.push_str(&entry.key);
        to.push_str(" = ");
        write_value(&entry.node.value, to);
    }
}

fn write_value(value: &Toml, to: &mut String) {
    match value {
        Toml::Text(text) => {
            to.push('"');
            to.push_str(text);
            to.push('"');
        }
        Toml::Number(number) => to.push_str(&number.to_string()),
        Toml::YesNo(yes) => to.push_str(if *yes { "true" } else { "false" }),
        Toml::Date(date) => to.push_str(&date.to_string()),
        Toml::List(items) => {
            to.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    to.push_str(", ");
                }
                write_value(&item.value, to);
            }
            to.push(']');
        }
        Toml::Table(entries) => {
            to.push_str("{ ");
            write_entries(entries, to);
            to.push_str(" }");
        }
        Toml::Other => to.push('?'),
    }
}
