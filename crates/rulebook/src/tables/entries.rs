//! `[entry.NAME]` of vocabulary.toml and of the core: which entry makes which fact.

use std::collections::BTreeMap;

use standing_base::Date;

use crate::diagnostic::{Report, did_you_mean, quoted};
use crate::limits::NAMES_MAX;
use crate::model::{
    Annuls, Effect, EffectValue, EntryKind, FactIx, FactType, ItemOf, RecordIx, TrackRef, Value,
};
use crate::names;
use crate::source::Span;
use crate::tables::row::Row;
use crate::tables::vocabulary::{Words, named, shown};
use crate::texts::Texts;
use crate::toml::{Entry, Node, Toml};

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
    row: Row<'a>,
    core: bool,
    has_item: bool,
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
            Ok(()) if NOT_FIELDS.contains(&entry.key.as_str()) || entry.key == "nothing" => {
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
        match kind {
            Some(kind) => fields.push((entry.key.clone(), kind)),
            None => {
                words.no_type(&table, &text, report);
                good = false;
            }
        }
    }
    good.then_some(fields)
}

/// The list in which the entry finds its item; `None` outside when it is refused.
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
fn owner(kind: &EntryKind) -> RecordIx {
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
    match act {
        Some(act) => Some(Annuls { act, from }),
        None => {
            if from.is_some() && row.get("annuls").is_none() {
                row.missing("annuls", report);
            }
            None
        }
    }
}

/// What the effects may set, and what they may not.
pub(crate) struct Rules<'c> {
    pub(crate) words: &'c Words,
    /// The facts that moves govern, with the clause of one.
    pub(crate) tracks: &'c BTreeMap<TrackRef, String>,
    /// vocabulary.toml, where facts are declared.
    pub(crate) vocabulary: &'c Row<'c>,
}

/// Reads the effects of the declared entries; `kinds` are theirs.
pub(crate) fn effects(
    declared: &[Declared<'_>],
    kinds: &mut [EntryKind],
    rules: &Rules<'_>,
    texts: &mut Texts<'_>,
    report: &mut Report,
) {
    for (one, kind) in declared.iter().zip(kinds) {
        let owner = owner(kind);
        let without_its_item = one.row.get("item").is_some() && !one.has_item;
        let mut read = |key: &str, of: RecordIx| {
            let mut reader = Effects {
                row: &one.row,
                kind,
                core: one.core,
                rules,
                texts,
                report,
            };
            reader.all(key, of)
        };
        let sets = if without_its_item {
            Vec::new()
        } else {
            read("sets", owner)
        };
        let also = read("also", kind.about);
        if kind.item.is_some() {
            kind.sets = sets;
            kind.also = also;
        } else if without_its_item {
            kind.sets = also;
        } else {
            kind.sets = sets;
            if let Some(node) = one.row.get("also") {
                report.error(
                    &one.row.at(&node.span),
                    "`also` has a meaning only beside `item`",
                    "put these facts into `sets`".to_owned(),
                );
            }
        }
    }
}

struct Effects<'e, 't, 'r> {
    row: &'e Row<'e>,
    kind: &'e EntryKind,
    core: bool,
    rules: &'e Rules<'e>,
    texts: &'e mut Texts<'t>,
    report: &'r mut Report,
}

impl Effects<'_, '_, '_> {
    fn all(&mut self, key: &str, of: RecordIx) -> Vec<Effect> {
        let name = format!("`{key}` of {}", self.row.name);
        let Some(table) = self.row.table(key, name, &[], self.report) else {
            return Vec::new();
        };
        let mut effects = Vec::new();
        for entry in table.entries().iter().take(NAMES_MAX) {
            let Some(fact) = self.fact(of, entry) else {
                continue;
            };
            // A list: each in turn, so that the last one that the entry carries stays.
            let nodes = match &entry.node.value {
                Toml::List(nodes) => nodes.as_slice(),
                _ => std::slice::from_ref(&entry.node),
            };
            for node in nodes.iter().take(NAMES_MAX) {
                let value = self.value(of, fact, entry, node);
                effects.extend(value.map(|value| Effect { fact, value }));
            }
        }
        effects
    }

    /// The fact that is set, if this entry may set it.
    fn fact(&mut self, of: RecordIx, entry: &Entry) -> Option<FactIx> {
        let words = self.rules.words;
        let fact = words.vocabulary.fact(of, &entry.key);
        let track = fact.and_then(|fact| self.rules.tracks.get(&TrackRef { record: of, fact }));
        if self.core {
            return fact.filter(|_| track.is_none());
        }
        let span = &entry.key_span;
        let fact = words.fact_named(self.row, of, &entry.key, span, self.report)?;
        if let Some(clause) = track {
            self.report.error(
                &self.row.at(span),
                format!(
                    "{} moves by clause {clause} and cannot be set",
                    quoted(&entry.key)
                ),
                "statuses.toml moves it: write a [[move]] on this entry there".to_owned(),
            );
            return None;
        }
        Some(fact)
    }

    fn value(
        &mut self,
        of: RecordIx,
        fact: FactIx,
        entry: &Entry,
        node: &Node,
    ) -> Option<EffectValue> {
        let decl = self.rules.words.vocabulary.fact_decl(of, fact)?;
        if let Toml::Text(text) = &node.value
            && let Some(inner) = text
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'))
        {
            return self.carried(decl.kind, inner, &entry.key, &node.span);
        }
        let value = self.constant(decl.kind, node);
        if value.is_none() {
            let is = self.rules.words.vocabulary.type_phrase(decl.kind);
            let message = format!(
                "{} cannot be set to {}: it is {is}",
                quoted(&entry.key),
                shown(node)
            );
            let near = match (decl.kind, &node.value) {
                (FactType::Enum(of), Toml::Text(text)) => did_you_mean(
                    text,
                    self.rules
                        .words
                        .vocabulary
                        .enum_values(of)
                        .iter()
                        .map(String::as_str),
                ),
                _ => None,
            };
            self.wrong(of, fact, message, near, &node.span);
        }
        value.map(EffectValue::Const)
    }

    /// `{on}`, `{FIELD}`, `{nothing}`.
    fn carried(
        &mut self,
        wanted: FactType,
        inner: &str,
        fact: &str,
        span: &Span,
    ) -> Option<EffectValue> {
        let vocabulary = &self.rules.words.vocabulary;
        if matches!(wanted, FactType::List(_)) {
            let message = format!("{} is a list and cannot be set", quoted(fact));
            let help = "an entry with `item` adds to a list".to_owned();
            self.report.error(&self.row.at(span), message, help);
            return None;
        }
        let (value, is) = match inner {
            "nothing" => return Some(EffectValue::Nothing),
            "on" => (EffectValue::On, FactType::Date),
            name => {
                let fields = &self.kind.fields;
                let at = fields.iter().position(|(field, _)| field == name);
                let Some((at, (_, is))) = at.and_then(|at| Some((at, fields.get(at)?))) else {
                    let known = fields.iter().map(|(field, _)| field.as_str());
                    let help = did_you_mean(name, known.chain(["on", "nothing"]));
                    let message = format!("the entry has no field {}", quoted(name));
                    self.report.error(&self.row.at(span), message, help);
                    return None;
                };
                (EffectValue::Field(at), *is)
            }
        };
        if is != wanted {
            let message = format!(
                "{} is {} and {} is {}",
                quoted(fact),
                vocabulary.type_phrase(wanted),
                quoted(inner),
                vocabulary.type_phrase(is)
            );
            self.report.error(&self.row.at(span), message, None);
            return None;
        }
        Some(value)
    }

    fn constant(&mut self, wanted: FactType, node: &Node) -> Option<Value> {
        match (wanted, &node.value) {
            (FactType::YesNo, Toml::YesNo(yes)) => Some(Value::YesNo(*yes)),
            (FactType::YesNo, Toml::Text(text)) => match text.as_str() {
                "yes" => Some(Value::YesNo(true)),
                "no" => Some(Value::YesNo(false)),
                _ => None,
            },
            (FactType::Number, Toml::Number(number)) => Some(Value::Number(*number)),
            (FactType::Number, Toml::Text(text)) => text.parse().ok().map(Value::Number),
            (FactType::Date, Toml::Date(date)) => Some(Value::Date(*date)),
            (FactType::Date, Toml::Text(text)) => text.parse::<Date>().ok().map(Value::Date),
            (FactType::Text, Toml::Text(text)) => Some(Value::Text(self.texts.symbol(text))),
            (FactType::Enum(of), Toml::Text(text)) => {
                let value = self.rules.words.vocabulary.enum_value(of, text)?;
                Some(Value::Enum(value))
            }
            _ => None,
        }
    }

    /// An error of a core entry stands where the rulebook declares the fact: that, the author can
    /// mend.
    fn wrong(
        &mut self,
        of: RecordIx,
        fact: FactIx,
        message: String,
        help: Option<String>,
        span: &Span,
    ) {
        if !self.core {
            self.report.error(&self.row.at(span), message, help);
            return;
        }
        let declared = self.rules.words.facts.get(&(of, fact)).cloned();
        let at = self.rules.vocabulary.at(&declared.unwrap_or(0..0));
        let name = &self.kind.name;
        let help = format!("declare [entry.{name}] in vocabulary.toml to say what it does here");
        let message = format!("the core's entry `{name}` does not fit: {message}");
        self.report.error(&at, message, help);
    }
}
