//! powers.toml and publication.toml: who may record what, and what is published to whom.

use crate::diagnostic::{Report, quoted};
use crate::draft::Draft;
use crate::model::{Audience, Power, Publish};
use crate::source::Source;
use crate::tables::row::{Row, Text};
use crate::tables::vocabulary::Words;
use crate::toml::Node;

/// What there is at most so many of in a version.
const ROWS: &str = "rows of a table";

pub(crate) fn powers<'a>(
    source: &'a Source<'a>,
    root: &'a Node,
    words: &'a Words,
    draft: &mut Draft<'_>,
    report: &mut Report,
) -> Vec<Power> {
    Row::of_list(
        source,
        root,
        &["power"],
        &["clause", "role", "may", "asks", "of"],
        ROWS,
        report,
    )
    .iter()
    .filter_map(|row| {
        let clause = draft.cited(row, report);
        let role = row
            .need_text("role", report)
            .filter(|role| words.role_named(row, role, report));
        let may = row.need_texts("may", report);
        let may: Vec<_> = may
            .iter()
            .filter_map(|name| words.entry_named(row, name, report))
            .collect();
        let asks = row
            .text("asks", report)
            .and_then(|name| words.question_named(row, &name, report));
        let of = row.texts("of", report).into_iter();
        Some(Power {
            clause: clause?,
            role: role?.value,
            may,
            asks,
            of: of.map(|form| form.value).collect(),
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
    ("panel", Audience::Panel),
];

/// Everybody, one of the named audiences, or the holders of a role.
fn audience(row: &Row<'_>, to: &Text, words: &Words, report: &mut Report) -> Option<Audience> {
    let named = AUDIENCES.iter().find(|(name, _)| *name == to.value);
    if let Some((_, audience)) = named {
        return Some(audience.clone());
    }
    let roles = words.vocabulary.roles.iter();
    let mut roles = roles.map(|role| role.name.as_str());
    if roles.clone().any(|role| role == to.value) {
        return Some(Audience::Role(to.value.clone()));
    }
    let message = format!("there is no audience {}", quoted(&to.value));
    let known = AUDIENCES.iter().map(|(name, _)| *name);
    row.no_such(to, message, known.chain(roles.by_ref()), report);
    None
}

pub(crate) fn publication<'a>(
    source: &'a Source<'a>,
    root: &'a Node,
    words: &'a Words,
    draft: &mut Draft<'_>,
    report: &mut Report,
) -> Vec<Publish> {
    let keys = &["clause", "what", "of", "to", "when", "below"];
    Row::of_list(source, root, &["publish"], keys, ROWS, report)
        .iter()
        .filter_map(|row| {
            let clause = draft.cited(row, report);
            let what = row.need_text("what", report);
            let when = row.need_text("when", report);
            let below = below(row, report);
            let to = row
                .need_text("to", report)
                .and_then(|to| audience(row, &to, words, report));
            let of = row
                .text("of", report)
                .and_then(|name| words.question_named(row, &name, report));
            Some(Publish {
                clause: clause?,
                what: what?.value,
                of,
                to: to?,
                when: when?.value,
                below,
                place: row.here().place(),
            })
        })
        .collect()
}

/// The least figure that is given: a number from one on.
fn below(row: &Row<'_>, report: &mut Report) -> Option<u64> {
    let given = row.number("below", report)?;
    let below = u64::try_from(given.value).ok().filter(|below| *below > 0);
    if below.is_none() {
        let message = "`below` is the least figure that is given: write 1 or more".to_owned();
        report.error(&row.at(&given.span), message, None);
    }
    below
}
