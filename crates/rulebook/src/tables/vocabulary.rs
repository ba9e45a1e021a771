//! vocabulary.toml: enums, records with their facts, questions. Entries are in [`super::entries`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Report, did_you_mean, quoted};
use crate::limits::{ENUM_VALUES_MAX, NAMES_MAX};
use crate::model::{
    EntryKindIx, EnumIx, EnumType, FactDecl, FactIx, FactType, Holder, Question, QuestionIx,
    Record, RecordIx, Role, Vocabulary, Within,
};
use crate::names;
use crate::source::{Source, Span};
use crate::tables::roles;
use crate::tables::row::{Row, Text};
use crate::toml::{Entry, Node, Toml};

/// The words of a rulebook as far as they are read, and which of them were faulty.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub(crate) vocabulary: Vocabulary,
    /// Where each fact is declared.
    pub(crate) facts: BTreeMap<(RecordIx, FactIx), Span>,
    /// Names whose declaration was refused: to use them is no second error.
    pub(crate) broken: BTreeSet<String>,
}

const FILE_KEYS: &[&str] = &["enum", "record", "question", "role", "entry"];

pub(crate) fn read<'a>(
    source: &'a Source<'a>,
    root: &'a Node,
    report: &mut Report,
) -> Option<(Words, Row<'a>)> {
    let file = Row::new(source, "", root, FILE_KEYS, report)?;
    let mut words = Words::default();
    for row in named(&file, "enum", &["values"], report) {
        words.enum_type(&row, report);
    }
    // All records first: a list may be of a record that comes later.
    let records = named(&file, "record", &[], report);
    for record in &records {
        if words.name(record, "record", report) {
            words.vocabulary.records.push(Record {
                name: record.key.to_owned(),
                facts: Vec::new(),
            });
        }
    }
    for record in &records {
        words.facts_of(record, report);
    }
    for row in questions(&file, report) {
        words.question(&row, report);
    }
    words.vocabulary.roles = roles::read(&file, &words, report);
    for question in questions(&file, &mut Report::default()) {
        for role in question.row.texts("waits_for", &mut Report::default()) {
            words.role_named(&question.row, &role, report);
        }
    }
    Some((words, file))
}

/// A table with the key under which it stands: `[enum.status]` stands under `status`.
pub(crate) struct Named<'a> {
    pub(crate) key: &'a str,
    pub(crate) key_span: Span,
    pub(crate) row: Row<'a>,
}

/// The tables within a table, `[enum.status]`, `[enum.outcome]` within `enum`.
pub(crate) fn named<'a>(
    file: &Row<'a>,
    key: &str,
    keys: &'a [&'a str],
    report: &mut Report,
) -> Vec<Named<'a>> {
    let Some(all) = file.table(key, format!("[{key}]"), &[], report) else {
        return Vec::new();
    };
    if let Some(entry) = all.entries().get(NAMES_MAX) {
        let message = format!("a rulebook has at most {NAMES_MAX} of `{key}`");
        report.error(&all.at(&entry.key_span), message, None);
    }
    let mut rows = Vec::new();
    for entry in all.entries().iter().take(NAMES_MAX) {
        let name = format!("[{key}.{}]", entry.key);
        if let Some(row) = Row::new(file.source, name, &entry.node, keys, report) {
            rows.push(Named {
                key: &entry.key,
                key_span: entry.key_span.clone(),
                row,
            });
        }
    }
    rows
}

fn questions<'a>(file: &Row<'a>, report: &mut Report) -> Vec<Named<'a>> {
    named(
        file,
        "question",
        &["about", "says", "right", "public", "waits_for"],
        report,
    )
}

impl Words {
    /// Whether a name may be given; a refusal is reported.
    fn name(&mut self, named: &Named<'_>, what: &str, report: &mut Report) -> bool {
        let why = names::check(named.key);
        if let Err(why) = why {
            report.error(
                &named.row.at(&named.key_span),
                format!("{} cannot name a {what}: {why}", quoted(named.key)),
                None,
            );
            self.broken.insert(named.key.to_owned());
        }
        why.is_ok()
    }

    fn enum_type(&mut self, named: &Named<'_>, report: &mut Report) {
        let row = &named.row;
        if !self.name(named, "list of values", report) {
            return;
        }
        if matches!(named.key, "yesno" | "date" | "text" | "number" | "entry") {
            let message = format!("{} is a type of its own", quoted(named.key));
            report.error(&row.at(&named.key_span), message, None);
            return;
        }
        let mut values: Vec<String> = Vec::new();
        for value in row.need_texts("values", report) {
            if let Err(why) = names::check_value(&value.value) {
                report.error(
                    &row.at(&value.span),
                    format!("{} cannot be a value: {why}", quoted(&value.value)),
                    None,
                );
            } else if values.contains(&value.value) {
                let message = format!("{} is listed twice", quoted(&value.value));
                report.error(&row.at(&value.span), message, None);
            } else if values.len() >= ENUM_VALUES_MAX {
                let message = format!("a list of values has at most {ENUM_VALUES_MAX}");
                report.error(&row.at(&value.span), message, None);
                break;
            } else {
                values.push(value.value);
            }
        }
        self.vocabulary.enums.push(EnumType {
            name: named.key.to_owned(),
            values,
        });
    }

    fn facts_of(&mut self, named: &Named<'_>, report: &mut Report) {
        let Some(record) = self.vocabulary.record(named.key) else {
            return;
        };
        let row = &named.row;
        if let Some(entry) = row.entries().get(NAMES_MAX) {
            let message = format!("a record has at most {NAMES_MAX} facts");
            report.error(&row.at(&entry.key_span), message, None);
        }
        let mut facts: Vec<FactDecl> = Vec::new();
        for entry in row.entries().iter().take(NAMES_MAX) {
            match self.fact(row, entry, report) {
                Some(fact) => {
                    self.facts
                        .insert((record, FactIx(ix(facts.len()))), entry.key_span.clone());
                    facts.push(fact);
                }
                None => {
                    self.broken.insert(entry.key.to_lowercase());
                }
            }
        }
        let since: Vec<Option<FactIx>> = facts.iter().map(|fact| since(fact, &facts)).collect();
        for (fact, since) in facts.iter_mut().zip(since) {
            fact.since = since;
        }
        if let Some(record) = self.vocabulary.records.get_mut(record.at()) {
            record.facts = facts;
        }
    }

    fn fact(&self, record: &Row<'_>, entry: &Entry, report: &mut Report) -> Option<FactDecl> {
        let name = format!("a fact ({})", entry.key);
        let row = Row::new(
            record.source,
            name,
            &entry.node,
            &["type", "core", "says"],
            report,
        )?;
        if let Err(why) = names::check(&entry.key) {
            report.error(
                &row.at(&entry.key_span),
                format!("{} cannot name a fact: {why}", quoted(&entry.key)),
                None,
            );
            return None;
        }
        let core = row.yes_no("core", report);
        let says = row.text("says", report);
        let kind = row.need_text("type", report)?;
        let kind = self.fact_type(&row, &kind, report)?;
        Some(FactDecl {
            name: entry.key.clone(),
            kind,
            core,
            says: says.map_or_else(|| entry.key.replace('_', " "), |text| text.value),
            since: None,
        })
    }

    fn fact_type(&self, row: &Row<'_>, text: &Text, report: &mut Report) -> Option<FactType> {
        if let Some(kind) = self.plain_type(&text.value) {
            return Some(kind);
        }
        if let Some(record) = text.value.strip_prefix("list:") {
            let found = self.vocabulary.record(record);
            if found.is_none() && !self.broken.contains(record) {
                let message = format!("there is no record {}", quoted(record));
                let known = self
                    .vocabulary
                    .records
                    .iter()
                    .map(|record| record.name.as_str());
                report.error(&row.at(&text.span), message, did_you_mean(record, known));
            }
            return found.map(FactType::List);
        }
        self.no_type(row, text, report);
        None
    }

    /// A type other than a list.
    pub(crate) fn plain_type(&self, text: &str) -> Option<FactType> {
        match text {
            "yesno" => Some(FactType::YesNo),
            "date" => Some(FactType::Date),
            "text" => Some(FactType::Text),
            "number" => Some(FactType::Number),
            name => self.vocabulary.enum_type(name).map(FactType::Enum),
        }
    }

    pub(crate) fn no_type(&self, row: &Row<'_>, text: &Text, report: &mut Report) {
        if self.broken.contains(&text.value) {
            return;
        }
        let enums = self.vocabulary.enums.iter().map(|one| one.name.as_str());
        let known = ["yesno", "date", "text", "number"].into_iter().chain(enums);
        let help = did_you_mean(&text.value, known).unwrap_or_else(|| {
            "a type is yesno, date, text, number, an enum's name or list:RECORD".to_owned()
        });
        let message = format!("there is no type {}", quoted(&text.value));
        report.error(&row.at(&text.span), message, help);
    }

    fn question(&mut self, named: &Named<'_>, report: &mut Report) {
        let row = &named.row;
        if !self.name(named, "question", report) {
            return;
        }
        let about = row.need_text("about", report);
        let says = row.text("says", report);
        let right = row.yes_no("right", report);
        let public = row.text("public", report);
        let waits_for = row.texts("waits_for", report);
        let Some(about) = about.and_then(|about| self.record_named(row, &about, report)) else {
            self.broken.insert(named.key.to_owned());
            return;
        };
        self.vocabulary.questions.push(Question {
            name: named.key.to_owned(),
            about,
            says: says.map_or_else(|| named.key.replace('_', " "), |text| text.value),
            right,
            public: public.map(|text| text.value),
            waits_for: waits_for.into_iter().map(|role| role.value).collect(),
        });
    }

    pub(crate) fn record_named(
        &self,
        row: &Row<'_>,
        name: &Text,
        report: &mut Report,
    ) -> Option<RecordIx> {
        let found = self.vocabulary.record(&name.value);
        if found.is_none() && !self.broken.contains(&name.value) {
            let message = format!("there is no record {}", quoted(&name.value));
            let known = self.vocabulary.records.iter().map(|one| one.name.as_str());
            row.no_such(name, message, known, report);
        }
        found
    }

    pub(crate) fn question_named(
        &self,
        row: &Row<'_>,
        name: &Text,
        report: &mut Report,
    ) -> Option<QuestionIx> {
        let found = self.vocabulary.question(&name.value);
        if found.is_none() && !self.broken.contains(&name.value) {
            let message = format!("there is no question {}", quoted(&name.value));
            let known = self
                .vocabulary
                .questions
                .iter()
                .map(|one| one.name.as_str());
            row.no_such(name, message, known, report);
        }
        found
    }

    pub(crate) fn entry_named(
        &self,
        row: &Row<'_>,
        name: &Text,
        report: &mut Report,
    ) -> Option<EntryKindIx> {
        let found = self.vocabulary.entry(&name.value);
        if found.is_none() && !self.broken.contains(&name.value) {
            let message = format!("there is no entry {}", quoted(&name.value));
            let known = self.vocabulary.entries.iter().map(|one| one.name.as_str());
            row.no_such(name, message, known, report);
        }
        found
    }

    /// The fact of a record, or why there is none.
    pub(crate) fn fact_named(
        &self,
        row: &Row<'_>,
        record: RecordIx,
        name: &str,
        span: &Span,
        report: &mut Report,
    ) -> Option<FactIx> {
        let found = self.vocabulary.fact(record, name);
        if found.is_none() && !self.broken.contains(name) {
            let facts = self.vocabulary.facts(record);
            let whose = names::with_article(self.vocabulary.record_name(record));
            let help = did_you_mean(name, facts.iter().map(|fact| fact.name.as_str()));
            report.error(
                &row.at(span),
                format!("{whose} has no {}", quoted(name)),
                help,
            );
        }
        found
    }
}

/// The fact `X` of a core date fact `X_since`.
fn since(fact: &FactDecl, facts: &[FactDecl]) -> Option<FactIx> {
    let of = fact.name.strip_suffix("_since")?;
    if !fact.core || fact.kind != FactType::Date {
        return None;
    }
    let at = facts.iter().position(|fact| fact.name == of)?;
    Some(FactIx(ix(at)))
}

/// A place in a list as an index. `INVARIANT:` every list is held below 65,536 by its limit.
pub(crate) fn ix(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

impl Vocabulary {
    pub fn record(&self, name: &str) -> Option<RecordIx> {
        let at = self.records.iter().position(|record| record.name == name)?;
        Some(RecordIx(ix(at)))
    }

    pub fn facts(&self, record: RecordIx) -> &[FactDecl] {
        self.records
            .get(record.at())
            .map_or(&[], |record| record.facts.as_slice())
    }

    pub fn fact(&self, record: RecordIx, name: &str) -> Option<FactIx> {
        let at = self
            .facts(record)
            .iter()
            .position(|fact| fact.name == name)?;
        Some(FactIx(ix(at)))
    }

    pub fn fact_decl(&self, record: RecordIx, fact: FactIx) -> Option<&FactDecl> {
        self.facts(record).get(fact.at())
    }

    pub fn record_name(&self, record: RecordIx) -> &str {
        self.records
            .get(record.at())
            .map_or("", |record| record.name.as_str())
    }

    pub fn question(&self, name: &str) -> Option<QuestionIx> {
        let at = self.questions.iter().position(|one| one.name == name)?;
        Some(QuestionIx(ix(at)))
    }

    /// A role by its name. Where a rulebook declares none, the name is that of an office.
    pub fn role(&self, name: &str) -> Option<Cow<'_, Role>> {
        let declared = self.roles.iter().find(|role| role.name == name);
        match declared {
            Some(role) => Some(Cow::Borrowed(role)),
            None if self.roles.is_empty() => Some(Cow::Owned(Role {
                name: name.to_owned(),
                says: name.replace('_', " "),
                holder: Holder::Seat {
                    office: Some(name.to_owned()),
                    body: None,
                },
                within: Within::Organisation,
            })),
            None => None,
        }
    }

    pub fn entry(&self, name: &str) -> Option<EntryKindIx> {
        let at = self.entries.iter().position(|one| one.name == name)?;
        Some(EntryKindIx(ix(at)))
    }

    pub fn enum_type(&self, name: &str) -> Option<EnumIx> {
        let at = self.enums.iter().position(|one| one.name == name)?;
        Some(EnumIx(ix(at)))
    }

    pub fn enum_values(&self, of: EnumIx) -> &[String] {
        self.enums
            .get(of.at())
            .map_or(&[], |one| one.values.as_slice())
    }

    /// The number of an enum's value.
    pub fn enum_value(&self, of: EnumIx, value: &str) -> Option<u8> {
        let at = self.enum_values(of).iter().position(|one| one == value)?;
        u8::try_from(at).ok()
    }

    /// What a type is called, for messages: `a date`, `a status`.
    pub(crate) fn type_phrase(&self, kind: FactType) -> String {
        match kind {
            FactType::YesNo => "yes or no".to_owned(),
            FactType::Date => "a date".to_owned(),
            FactType::Text => "a text".to_owned(),
            FactType::Number => "a number".to_owned(),
            FactType::Enum(of) => {
                names::with_article(self.enums.get(of.at()).map_or("", |one| &one.name))
            }
            FactType::List(record) => format!("a list (of {})", self.record_name(record)),
            FactType::Entry => "an entry".to_owned(),
        }
    }

    /// Whether a record is an item of a list of another.
    pub(crate) fn is_item(&self, item: RecordIx) -> bool {
        self.records
            .iter()
            .flat_map(|record| &record.facts)
            .any(|fact| fact.kind == FactType::List(item))
    }
}

/// The date, number or text of a node as one word, for messages.
pub(crate) fn shown(node: &Node) -> String {
    match &node.value {
        Toml::Text(text) => quoted(text),
        Toml::Number(number) => quoted(&number.to_string()),
        Toml::Date(date) => quoted(&date.to_string()),
        other => other.kind().to_owned(),
    }
}
