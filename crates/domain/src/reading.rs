//! From facts on the record to entries that the rulebook's evaluator reads.
//!
//! The vocabulary decides: a fact whose kind it does not know is no entry, a field that it does not
//! declare is not read, and a value that does not fit the declared type is missing, so that an
//! answer which rests on it cannot be decided rather than being wrong.

use std::collections::HashMap;

use standing_base::{Date, IdKind, PartialDate};
use standing_rulebook::{
    Corpus, Entry, EntryKind, EntryKindIx, FactType, Names, RecordIx, Rulebook, Value, Vocabulary,
};

use crate::packed::{self, PackedError, PackedFact, PackedValue};

/// Reads packed histories in the words of one vocabulary.
#[derive(Clone, Debug)]
pub struct Reader {
    kinds: HashMap<String, EntryKindIx>,
    /// The record that each kind of subject is read as.
    records: Vec<(IdKind, RecordIx)>,
}

/// The name of the record that a person's history is read as.
pub const MEMBER: &str = "member";

/// The name of the record that the history of each kind of subject is read as.
const RECORDS: [(IdKind, &str); 6] = [
    (IdKind::Person, MEMBER),
    (IdKind::Body, "body"),
    (IdKind::Branch, "body"),
    (IdKind::Meeting, "meeting"),
    (IdKind::Motion, "motion"),
    (IdKind::Division, "division"),
];

impl Reader {
    pub fn new(rulebook: &Rulebook) -> Self {
        let vocabulary = &rulebook.vocabulary;
        let record = |name: &str| {
            let at = vocabulary
                .records
                .iter()
                .position(|record| record.name == name)?;
            u16::try_from(at).ok().map(RecordIx)
        };
        let kinds = vocabulary
            .entries
            .iter()
            .zip(0_u16..)
            .map(|(kind, at)| (kind.name.clone(), EntryKindIx(at)))
            .collect();
        Self {
            kinds,
            records: RECORDS
                .iter()
                .filter_map(|(kind, name)| Some((*kind, record(name)?)))
                .collect(),
        }
    }

    /// The record that a subject of this kind is, if the vocabulary has it.
    pub fn record_of(&self, subject: IdKind) -> Option<RecordIx> {
        let found = self.records.iter().find(|(kind, _)| *kind == subject);
        found.map(|(_, record)| *record)
    }

    /// Appends a subject with its entries, in the order in which they took effect.
    pub fn read(
        &self,
        vocabulary: &Vocabulary,
        subject: IdKind,
        history: &[u8],
        corpus: &mut Corpus,
    ) -> Result<(), PackedError> {
        let facts: Vec<PackedFact<'_>> = packed::read(history).collect::<Result<_, _>>()?;
        self.read_facts(vocabulary, subject, &facts, corpus);
        Ok(())
    }

    /// The same, of facts that were unpacked already.
    pub fn read_facts(
        &self,
        vocabulary: &Vocabulary,
        subject: IdKind,
        facts: &[PackedFact<'_>],
        corpus: &mut Corpus,
    ) {
        let record = self.record_of(subject);
        for fact in facts {
            let Some(ix) = self.kinds.get(fact.kind).copied() else {
                continue;
            };
            let Some(kind) = vocabulary.entries.get(ix.at()) else {
                continue;
            };
            if Some(kind.about) == record {
                push(vocabulary, kind, ix, fact, corpus);
            }
        }
        corpus.end_subject();
    }
}

fn push(
    vocabulary: &Vocabulary,
    kind: &EntryKind,
    ix: EntryKindIx,
    fact: &PackedFact<'_>,
    corpus: &mut Corpus,
) {
    let mut fields_at = None;
    for (name, declared) in &kind.fields {
        let given = fact.fields.iter().find(|(field, _)| field == name);
        let value = given
            .and_then(|(_, given)| value(vocabulary, *declared, given, &mut corpus.names))
            .unwrap_or(Value::Missing);
        let at = corpus.push_value(value);
        fields_at.get_or_insert(at);
    }
    corpus.push_entry(Entry {
        number: fact.number,
        recorded_at: fact.recorded_at(),
        on: fact.earliest_on(),
        on_latest: fact.latest_on(),
        kind: ix,
        fields_at: fields_at.unwrap_or(0),
    });
}

fn value(
    vocabulary: &Vocabulary,
    declared: FactType,
    given: &PackedValue<'_>,
    names: &mut Names,
) -> Option<Value> {
    match (declared, given) {
        (FactType::YesNo, PackedValue::YesNo(answer)) => Some(Value::YesNo(*answer)),
        (FactType::Number, PackedValue::Number(number)) => Some(Value::Number(*number)),
        (FactType::Entry, PackedValue::Number(number)) => {
            u64::try_from(*number).ok().map(Value::Entry)
        }
        (FactType::Date, PackedValue::Text(text)) => exact_date(text).map(Value::Date),
        (FactType::Text, PackedValue::Text(text)) => Some(Value::Text(names.intern(text))),
        (FactType::Enum(of), PackedValue::Text(text)) => {
            let values = &vocabulary.enums.get(of.at())?.values;
            let at = values.iter().position(|value| value == text)?;
            u8::try_from(at).ok().map(Value::Enum)
        }
        _ => None,
    }
}

fn exact_date(text: &str) -> Option<Date> {
    text.parse::<PartialDate>().ok()?.exact()
}
