//! powers.toml and publication.toml: who may record what, and what is published to whom.

use crate::diagnostic::Report;
use crate::draft::Draft;
use crate::limits::CLAUSES_MAX;
use crate::model::{Audience, Power, Publish};
use crate::source::Source;
use crate::tables::row::Row;
use crate::tables::vocabulary::Words;
use crate::toml::Node;

pub(crate) fn powers<'a>(
    source: &'a Source<'a>,
    root: &'a Node,
    words: &'a Words,
    draft: &mut Draft<'_>,
    report: &mut Report,
) -> Vec<Power> {
    rows(
        source,
        root,
        "power",
        &["clause", "role", "may", "asks"],
        report,
    )
    .iter()
    .filter_map(|row| {
        let clause = draft.cited(row, report);
        let role = row.need_text("role", report);
        let may = row.need_texts("may", report);
        let may: Vec<_> = may
            .iter()
            .filter_map(|name| words.entry_named(row, name, report))
            .collect();
        let asks = row
            .text("asks", report)
            .and_then(|name| words.question_named(row, &name, report));
        Some(Power {
            clause: clause?,
            role: role?.value,
            may,
            asks,
            place: row.here().place(),
        })
    })
    .collect()
}

const AUDIENCES: &[(&str, Audience)] = &[
    ("public", Audience::Public),
    ("members", Audience::Members),
    ("officers", Audience::Officers),
    ("subject", Audience::Subject),
];

pub(crate) fn publication<'a>(
    source: &'a Source<'a>,
    root: &'a Node,
    words: &'a Words,
    draft: &mut Draft<'_>,
    report: &mut Report,
) -> Vec<Publish> {
    let keys = &["clause", "what", "of", "to", "when"];
    rows(source, root, "publish", keys, report)
        .iter()
        .filter_map(|row| {
            let clause = draft.cited(row, report);
            let what = row.need_text("what", report);
            let when = row.need_text("when", report);
            if row.get("to").is_none() {
                row.missing("to", report);
            }
            let to = row.one_of("to", AUDIENCES, report);
            let of = row
                .text("of", report)
                .and_then(|name| words.question_named(row, &name, report));
            Some(Publish {
                clause: clause?,
                what: what?.value,
                of,
                to: to?,
                when: when?.value,
                place: row.here().place(),
            })
        })
        .collect()
}

fn rows<'a>(
    source: &'a Source<'a>,
    root: &'a Node,
    name: &'a str,
    keys: &'a [&'a str],
    report: &mut Report,
) -> Vec<Row<'a>> {
    let file_keys: &'static [&'static str] = match name {
        "power" => &["power"],
        _ => &["publish"],
    };
    let Some(file) = Row::new(source, "", root, file_keys, report) else {
        return Vec::new();
    };
    let mut rows = file.tables(name, keys, report);
    if let Some(row) = rows.get(CLAUSES_MAX) {
        let message = format!("a version has at most {CLAUSES_MAX} rows of a table");
        report.error(&row.here(), message, None);
    }
    rows.truncate(CLAUSES_MAX);
    rows
}
