//! what-if/NAME.toml: changed parameters and clauses for a counterfactual.

use std::collections::BTreeMap;

use crate::diagnostic::{Report, quoted};
use crate::limits::{CLAUSES_MAX, FILE_BYTES_MAX};
use crate::model::Overlay;
use crate::source::{Source, Span};
use crate::tables::row::Row;
use crate::toml::{Node, Toml};

/// An overlay with the places of its parts.
#[derive(Debug)]
pub(crate) struct WhatIf {
    pub(crate) overlay: Overlay,
    pub(crate) spans: Spans,
}

#[derive(Debug, Default)]
pub(crate) struct Spans {
    pub(crate) versions: BTreeMap<String, Span>,
    pub(crate) params: BTreeMap<String, Span>,
    /// The numbers of the clauses, and their texts.
    pub(crate) clauses: BTreeMap<String, (Span, Span)>,
}

pub(crate) fn read<'a>(
    source: &'a Source<'a>,
    root: &'a Node,
    id: &str,
    report: &mut Report,
) -> Option<WhatIf> {
    let keys = &["name", "versions", "param", "clause"];
    let file = Row::new(source, "", root, keys, report)?;
    let name = file.need_text("name", report);
    let mut spans = Spans::default();
    let mut overlay = Overlay {
        id: id.to_owned(),
        name: name.map_or_else(|| id.to_owned(), |name| name.value),
        place: source.at(0..0).place(),
        ..Overlay::default()
    };
    for version in file.texts("versions", report) {
        overlay.versions.push(version.value.clone());
        spans.versions.insert(version.value, version.span);
    }
    if let Some(params) = file.table("param", "[param]", &[], report) {
        for entry in params.entries().iter().take(CLAUSES_MAX) {
            if let Some(value) = value_text(&entry.node) {
                overlay.params.insert(entry.key.clone(), value);
                spans
                    .params
                    .insert(entry.key.clone(), entry.node.span.clone());
            } else {
                let message = format!("{} must be a value in quotes", quoted(&entry.key));
                report.error(&params.at(&entry.node.span), message, None);
            }
        }
    }
    for row in file.tables("clause", &["id", "text"], report) {
        let clause = row.need_text("id", report);
        let text = text(&row, report);
        let (Some(clause), Some((text, span))) = (clause, text) else {
            continue;
        };
        if overlay.clauses.insert(clause.value.clone(), text).is_some() {
            let message = format!("clause {} is changed twice", clause.value);
            report.error(&row.at(&clause.span), message, None);
        }
        spans.clauses.insert(clause.value, (clause.span, span));
    }
    if overlay.params.is_empty() && overlay.clauses.is_empty() && !report.has_errors() {
        file.missing("param", report);
    }
    Some(WhatIf { overlay, spans })
}

fn value_text(node: &Node) -> Option<String> {
    match &node.value {
        Toml::Text(text) => Some(text.clone()),
        Toml::Number(number) => Some(number.to_string()),
        Toml::Date(date) => Some(date.to_string()),
        _ => None,
    }
}

/// The text of a clause: it may be as long as a file.
fn text(row: &Row<'_>, report: &mut Report) -> Option<(String, Span)> {
    let Some(node) = row.get("text") else {
        row.missing("text", report);
        return None;
    };
    match &node.value {
        Toml::Text(text) if text.len() <= FILE_BYTES_MAX => Some((text.clone(), node.span.clone())),
        other => {
            let message = format!(
                "`text` must be the clause's text, and this is {}",
                other.kind()
            );
            report.error(&row.at(&node.span), message, None);
            None
        }
    }
}
