//! retention.toml: how long what was written and sent in something is kept after it ended.

use standing_base::Counting;

use crate::diagnostic::{Report, quoted};
use crate::draft::Draft;
use crate::model::{EntryKindIx, FactIx, FactType, TrackRef};
use crate::retention::{INTAKE, IntakeEnd, Keep, KeepItem, KeepOf};
use crate::source::Source;
use crate::tables::row::{Row, Text};
use crate::tables::statuses::track;
use crate::tables::vocabulary::Words;
use crate::toml::Node;

const KEYS: &[&str] = &[
    "id", "clause", "of", "while", "with", "starts", "for", "counting", "grace",
];

pub(crate) fn read<'a>(
    source: &'a Source<'a>,
    root: &'a Node,
    words: &'a Words,
    counting: Counting,
    draft: &mut Draft<'_>,
    report: &mut Report,
) -> Vec<Keep> {
    let mut keeps: Vec<Keep> = Vec::new();
    for row in &Row::of_list(source, root, &["keep"], KEYS, "times of keeping", report) {
        let mut reader = Reader {
            row,
            words,
            draft,
            report,
        };
        let Some(new) = reader.keep(counting) else {
            continue;
        };
        if keeps.iter().any(|old| old.id == new.id) {
            let message = format!("there are two times of keeping {}", quoted(&new.id));
            report.error(&row.here(), message, None);
        }
        keeps.push(new);
    }
    keeps
}

struct Reader<'a, 'd, 'v, 'r> {
    row: &'a Row<'a>,
    words: &'a Words,
    draft: &'d mut Draft<'v>,
    report: &'r mut Report,
}

impl Reader<'_, '_, '_, '_> {
    fn keep(&mut self, counting: Counting) -> Option<Keep> {
        let row = self.row;
        let id = row.need_text("id", self.report);
        let clause = self.draft.cited(row, self.report);
        let runs = row.need_text("for", self.report);
        let runs = runs.and_then(|text| self.draft.length(row, &text, self.report));
        let grace = row.need_text("grace", self.report);
        let grace = grace.and_then(|text| self.draft.length(row, &text, self.report));
        let counting = row.counting(counting, self.report)?;
        if row.get("of").is_none() {
            row.missing("of", self.report);
            return None;
        }
        let of = if row.text("of", self.report)?.value == INTAKE {
            self.intake().map(KeepOf::Intake)
        } else {
            self.item().map(KeepOf::Item)
        };
        Some(Keep {
            id: id?.value,
            clause: clause?,
            of: of?,
            runs: runs?,
            counting,
            grace: grace?,
            place: row.here().place(),
        })
    }

    /// A complaint is no item of the record: it has its own ends, and its time runs from the last
    /// thing that was done about it.
    fn intake(&mut self) -> Option<Vec<IntakeEnd>> {
        let row = self.row;
        for key in ["with", "starts"] {
            if let Some(found) = row.get(key) {
                let message = format!("{} says nothing of a complaint", quoted(key));
                let help = "its time runs from the last thing that was done about it".to_owned();
                self.report.error(&row.at(&found.span), message, help);
                return None;
            }
        }
        let ends = row.need_texts("while", self.report).into_iter();
        let ends = ends.map(|text| {
            let found = IntakeEnd::ALL
                .into_iter()
                .find(|end| end.word() == text.value);
            if found.is_none() {
                let message = format!("{} is no end of a complaint", quoted(&text.value));
                let ends = IntakeEnd::ALL.map(IntakeEnd::word).join("` or `");
                let help = format!("it comes to nothing as `{ends}`");
                self.report.error(&row.at(&text.span), message, help);
            }
            found
        });
        ends.collect()
    }

    fn item(&mut self) -> Option<KeepItem> {
        let row = self.row;
        let (track, values) = track(row, self.words, self.report)?;
        let during = row.need_texts("while", self.report);
        let during: Option<Vec<u8>> = during
            .iter()
            .map(|text| self.words.value_named(row, text, values, self.report))
            .collect();
        let starts = row.need_texts("starts", self.report);
        let starts: Option<Vec<EntryKindIx>> =
            starts.iter().map(|name| self.start(name, track)).collect();
        Some(KeepItem {
            track,
            during: during?,
            with: self.with(track)?,
            starts: starts?,
        })
    }

    /// An entry of an item that has the track.
    fn start(&mut self, name: &Text, track: TrackRef) -> Option<EntryKindIx> {
        let vocabulary = &self.words.vocabulary;
        let found = self.words.entry_named(self.row, name, self.report)?;
        let item = vocabulary.entries.get(found.at())?.item;
        if item.is_some_and(|item| item.record == track.record) {
            return Some(found);
        }
        let record = vocabulary.record_name(track.record);
        let message = format!("the entry {} is not about a {record}", quoted(&name.value));
        let help = "the time runs from an entry of the item whose track `of` names".to_owned();
        self.report.error(&self.row.at(&name.span), message, help);
        None
    }

    /// `with = { outcome = ["warning"] }`
    fn with(&mut self, track: TrackRef) -> Option<Vec<(FactIx, Vec<u8>)>> {
        let row = self.row;
        let Some(table) = row.table("with", "`with`", &[], self.report) else {
            return row.get("with").is_none().then(Vec::new);
        };
        let mut with = Vec::new();
        for entry in table.entries() {
            let fact = self.words.fact_named(
                &table,
                track.record,
                &entry.key,
                &entry.key_span,
                self.report,
            )?;
            let decl = self.words.vocabulary.fact_decl(track.record, fact)?;
            let FactType::Enum(values) = decl.kind else {
                let message = format!("{} is not one of a list of values", quoted(&entry.key));
                let at = table.at(&entry.key_span);
                self.report.error(&at, message, None);
                return None;
            };
            let texts = table.as_texts(&entry.key, &entry.node, self.report);
            let among: Option<Vec<u8>> = texts
                .iter()
                .map(|text| self.words.value_named(&table, text, values, self.report))
                .collect();
            with.push((fact, among?));
        }
        Some(with)
    }
}
