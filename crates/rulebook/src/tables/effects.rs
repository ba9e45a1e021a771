//! `sets` and `also` of an entry: the facts that it makes.

use std::collections::BTreeMap;

use standing_base::Date;

use crate::diagnostic::{Report, did_you_mean, quoted};
use crate::limits::NAMES_MAX;
use crate::model::{Effect, EffectValue, EntryKind, FactIx, FactType, RecordIx, TrackRef, Value};
use crate::source::Span;
use crate::tables::entries::{Declared, owner};
use crate::tables::row::Row;
use crate::tables::vocabulary::{Words, shown};
use crate::texts::Texts;
use crate::toml::{Entry, Node, Toml};

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

/// What stands in braces and is no field.
pub(crate) const WORDS: [&str; 4] = ["on", "nothing", "more", "fewer"];

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

    /// `{on}`, `{FIELD}`, `{nothing}`, `{more}`, `{fewer}`.
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
            "more" => (EffectValue::More, FactType::Number),
            "fewer" => (EffectValue::Fewer, FactType::Number),
            "on" => (EffectValue::On, FactType::Date),
            name => {
                let fields = &self.kind.fields;
                let at = fields.iter().position(|(field, _)| field == name);
                let Some((at, (_, is))) = at.and_then(|at| Some((at, fields.get(at)?))) else {
                    let known = fields.iter().map(|(field, _)| field.as_str());
                    let help = did_you_mean(name, known.chain(WORDS));
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
