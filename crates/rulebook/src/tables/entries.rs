//! `[entry.NAME]` of vocabulary.toml and of the core: which entry makes which fact.

use crate::diagnostic::{Report, did_you_mean, quoted};
use crate::limits::NAMES_MAX;
use crate::model::{Annuls, EntryKind, FactType, ItemOf, RecordIx};
use crate::names;
use crate::tables::effects::WORDS;
use crate::tables::row::Row;
use crate::tables::vocabulary::{Words, named};
use crate::toml::{Node, Toml};

/// The core's own entries.
pub(crate) const CORE: &str = include_str!("../core.toml");
pub(crate) const CORE_FILE: &str = "core.toml";

const KEYS: &[&str] = &[
    "about",
    "item",
    "key",
    "fields",
    "sets",
    "also",
    "asks",
    "annuls",
    "annuls_from",
];

/// Keys that a test's entry has itself.
pub(crate) const NOT_FIELDS: &[&str] = &["id", "on", "recorded", "what", "note", "invented"];

/// An entry whose effects are still to be read, when it is known which facts are tracks.
pub(crate) struct Declared<'a> {
    pub(crate) row: Row<'a>,
    pub(crate) core: bool,
    pub(crate) has_item: bool,
}

/// Declares the entries of a file; those of the core are left out where the rulebook has its own.
pub(crate) fn declare<'a>(
    file: &Row<'a>,
    core: bool,
    words: &mut Words,
    report: &mut Report,
) -> Vec<Declared<'a>> {
    let mut declared = Vec::new();
    for one in named(file, "entry", KEYS, report) {
        if core && words.vocabulary.entry(one.key).is_some() {
            continue;
        }
        let why = names::check(one.key);
        if let Err(why) = why {
            let message = format!("{} cannot name an entry: {why}", quoted(one.key));
            report.error(&one.row.at(&one.key_span), message, None);
        }
        let kind = if why.is_ok() {
            kind(one.key, &one.row, core, words, report)
        } else {
            None
        };
        match kind {
            Some(kind) => {
                declared.push(Declared {
                    has_item: kind.item.is_some(),
                    row: one.row,
                    core,
                });
                words.vocabulary.entries.push(kind);
            }
            None => {
                words.broken.insert(one.key.to_owned());
            }
        }
    }
    declared
}

fn kind(
    name: &str,
    row: &Row<'_>,
    core: bool,
    words: &Words,
    report: &mut Report,
) -> Option<EntryKind> {
    let about = match row.text("about", report) {
        Some(about) => words.record_named(row, &about, report)?,
        None => match words.vocabulary.record("member") {
            Some(member) => member,
            // Nothing of the core is about a rulebook without members.
            None if core => return None,
            None => {
                let message = "there is no record `member`; say with `about` whose entry this is";
                report.error(&row.here(), message, None);
                return None;
            }
        },
    };
    let fields = fields(row, words, report)?;
    let mut kind = EntryKind {
        name: name.to_owned(),
        about,
        item: None,
        fields,
        sets: Vec::new(),
        also: Vec::new(),
        asks: None,
        annuls: None,
    };
    kind.item = item(row, &kind, core, words, report)?;
    if core {
        take_types_of_facts(row, &mut kind, words);
    }
    asks(row, &mut kind, words, report);
    kind.annuls = annuls(row, &kind, report);
    Some(kind)
}

fn fields(row: &Row<'_>, words: &Words, report: &mut Report) -> Option<Vec<(String, FactType)>> {
    let mut fields = Vec::new();
    let name = format!("`fields` of {}", row.name);
    let Some(table) = row.table("fields", name, &[], report) else {
        return Some(fields);
    };
    if let Some(entry) = table.entries().get(NAMES_MAX) {
        let message = format!("an entry has at most {NAMES_MAX} fields");
        report.error(&table.at(&entry.key_span), message, None);
    }
    let mut good = true;
    for entry in table.entries().iter().take(NAMES_MAX) {
        let refused = match names::check(&entry.key) {
            Err(why) => Some(why),
            Ok(())
                if NOT_FIELDS.contains(&entry.key.as_str())
                    || WORDS.contains(&entry.key.as_str()) =>
            {
                Some("every entry has that itself")
            }
            Ok(()) => None,
        };
        if let Some(why) = refused {
            let message = format!("{} cannot name a field: {why}", quoted(&entry.key));
            report.error(&table.at(&entry.key_span), message, None);
            good = false;
            continue;
        }
        let Some(text) = table.text(&entry.key, report) else {
            good = false;
            continue;
        };
        let kind = if text.value == "entry" {
            Some(FactType::Entry)
        } else {
            words.plain_type(&text.value)
        };
        if let Some(kind) = kind {
            fields.push((entry.key.clone(), kind));
        } else {
            words.no_type(&table, &text, report);
            good = false;
        }
    }
    good.then_some(fields)
}

/// The list in which the entry finds its item; `None` outside when it is refused.
#[expect(
    clippy::option_option,
    reason = "refused, and not needed, are two things"
)]
fn item(
    row: &Row<'_>,
    kind: &EntryKind,
    core: bool,
    words: &Words,
    report: &mut Report,
) -> Option<Option<ItemOf>> {
    let Some(list) = row.text("item", report) else {
        return Some(None);
    };
    let vocabulary = &words.vocabulary;
    let found = vocabulary.fact(kind.about, &list.value);
    if core && found.is_none() {
        return Some(None);
    }
    let fact = match found {
        Some(fact) => fact,
        None => words.fact_named(row, kind.about, &list.value, &list.span, report)?,
    };
    let record = match vocabulary.fact_decl(kind.about, fact).map(|fact| fact.kind) {
        Some(FactType::List(record)) => record,
        _ if core => return Some(None),
        other => {
            let is = other.map_or_else(String::new, |kind| vocabulary.type_phrase(kind));
            let message = format!("{} is {is}, not a list", quoted(&list.value));
            report.error(&row.at(&list.span), message, None);
            return None;
        }
    };
    let given = row.text("key", report);
    let (key, span) = match &given {
        Some(key) => (key.value.as_str(), &key.span),
        None => (vocabulary.record_name(record), &list.span),
    };
    let field = kind.fields.iter().position(|(name, _)| name == key);
    let text = field.and_then(|at| kind.fields.get(at));
    match (field, text) {
        (Some(key), Some((_, FactType::Text))) => Some(Some(ItemOf {
            list: fact,
            record,
            key,
        })),
        (Some(_), _) => {
            let message = format!(
                "the field {} that carries the key must be a text",
                quoted(key)
            );
            report.error(&row.at(span), message, None);
            None
        }
        (None, _) => {
            let known = kind.fields.iter().map(|(name, _)| name.as_str());
            let help = did_you_mean(key, known)
                .unwrap_or_else(|| "say with `key` which field carries the item's key".to_owned());
            let message = format!("the entry has no field {} for the item's key", quoted(key));
            report.error(&row.at(span), message, help);
            None
        }
    }
}

/// A field of a core entry takes the type of the fact that it sets: only the vocabulary knows
/// whether an outcome is a text or one of a list.
fn take_types_of_facts(row: &Row<'_>, kind: &mut EntryKind, words: &Words) {
    let Some(Node {
        value: Toml::Table(sets),
        ..
    }) = row.get("sets")
    else {
        return;
    };
    let owner = owner(kind);
    if row.get("item").is_some() && kind.item.is_none() {
        return;
    }
    let key = kind.item.map(|item| item.key);
    for set in sets {
        let Toml::Text(value) = &set.node.value else {
            continue;
        };
        let decl = words
            .vocabulary
            .fact(owner, &set.key)
            .and_then(|fact| words.vocabulary.fact_decl(owner, fact));
        let name = value
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        let (Some(decl), Some(name)) = (decl, name) else {
            continue;
        };
        for (at, (field, of)) in kind.fields.iter_mut().enumerate() {
            if field == name && Some(at) != key {
                *of = decl.kind;
            }
        }
    }
}

/// The record whose facts `sets` names.
pub(crate) fn owner(kind: &EntryKind) -> RecordIx {
    kind.item.map_or(kind.about, |item| item.record)
}

fn asks(row: &Row<'_>, kind: &mut EntryKind, words: &Words, report: &mut Report) {
    let Some(name) = row.text("asks", report) else {
        return;
    };
    let Some(question) = words.question_named(row, &name, report) else {
        return;
    };
    let about = words
        .vocabulary
        .questions
        .get(question.at())
        .map(|one| one.about);
    if about != Some(kind.about) && about != Some(owner(kind)) {
        let whose = names::with_article(words.vocabulary.record_name(owner(kind)));
        report.error(
            &row.at(&name.span),
            format!("{} is not a question about {whose}", quoted(&name.value)),
            None,
        );
        return;
    }
    kind.asks = Some(question);
}

fn annuls(row: &Row<'_>, kind: &EntryKind, report: &mut Report) -> Option<Annuls> {
    let mut field = |key: &str, wanted: FactType, is: &str| -> Option<usize> {
        let name = row.text(key, report)?;
        let at = kind
            .fields
            .iter()
            .position(|(field, _)| *field == name.value);
        let known = kind.fields.iter().map(|(field, _)| field.as_str());
        match at.and_then(|at| kind.fields.get(at)) {
            Some((_, found)) if *found == wanted => at,
            Some(_) => {
                let message = format!("the field {} must be {is}", quoted(&name.value));
                report.error(&row.at(&name.span), message, None);
                None
            }
            None => {
                let message = format!("the entry has no field {}", quoted(&name.value));
                row.no_such(&name, message, known, report);
                None
            }
        }
    };
    let act = field("annuls", FactType::Entry, "of the type `entry`");
    let from = field("annuls_from", FactType::Date, "a date");
    if from.is_some() && row.get("annuls").is_none() {
        row.missing("annuls", report);
    }
    act.map(|act| Annuls { act, from })
}
