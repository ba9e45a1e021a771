//! The timers of statuses.toml.

use crate::diagnostic::quoted;
use crate::draft::wrong_param;
use crate::model::{EntryKindIx, FactIx, FactType, ParamValue, RecordIx, Runs, Timer};
use crate::tables::manifest::COUNTING;
use crate::tables::row::{Row, Text};
use crate::tables::statuses::{Reader, track};
use crate::toml::Toml;

impl Reader<'_, '_, '_, '_> {
    pub(crate) fn timer(&mut self, row: &Row<'_>) -> Option<Timer> {
        let id = row.need_text("id", self.report);
        let clause = self.draft.cited(row, self.report);
        let track = track(row, self.words, self.report);
        let during = row.need_text("while", self.report);
        let starts = row.need_text("starts", self.report);
        let then = row.need_text("then", self.report);
        let counting = row.one_of("counting", COUNTING, self.report);
        let (track, values) = track?;
        let during = during.and_then(|text| self.value(row, &text, values));
        let then = then.and_then(|text| self.value(row, &text, values));
        let runs = self.runs(row, track.record);
        let stops_on = self.stops_on(row);
        let starts = starts.and_then(|text| {
            let entry = self.words.entry_named(row, &text, self.report)?;
            Some((entry, text))
        });
        let (starts, text) = starts?;
        let stops_on = stops_on?;
        // A stranger that starts it is told of where it starts, one that stops it where it stops.
        let told_at = match row.get("stops_on") {
            Some(node) if self.is_own(starts, track) => Text {
                value: text.value,
                span: node.span.clone(),
            },
            _ => text,
        };
        let by = self.by(row, track, &told_at, &with(&stops_on, starts))?;
        Some(Timer {
            id: id?.value,
            clause: clause?,
            track,
            during: during?,
            starts,
            runs: runs?,
            stops_on,
            by,
            counting: counting.unwrap_or(self.counting),
            then: then?,
            place: row.here().place(),
        })
    }

    fn runs(&mut self, row: &Row<'_>, record: RecordIx) -> Option<Runs> {
        let runs = row.text("runs", self.report);
        let until = row.text("until", self.report);
        match (runs, until) {
            (Some(_), Some(until)) => {
                let message = "a timer has `runs` or `until`, not both";
                self.report.error(&row.at(&until.span), message, None);
                None
            }
            (None, Some(until)) => self.until(row, record, &until).map(Runs::Until),
            (Some(runs), None) => self.draft.length(row, &runs, self.report),
            (None, None) => {
                if row.get("runs").is_none() && row.get("until").is_none() {
                    row.missing("runs", self.report);
                }
                None
            }
        }
    }

    fn until(&mut self, row: &Row<'_>, record: RecordIx, until: &Text) -> Option<FactIx> {
        let fact = self
            .words
            .fact_named(row, record, &until.value, &until.span, self.report)?;
        let decl = self.words.vocabulary.fact_decl(record, fact)?;
        if decl.kind != FactType::Date {
            let is = self.words.vocabulary.type_phrase(decl.kind);
            let message = format!("{} is {is}, not a date", quoted(&until.value));
            self.report.error(&row.at(&until.span), message, None);
            return None;
        }
        Some(fact)
    }

    /// The entries that stop a timer: a list, or a parameter that is a list.
    fn stops_on(&mut self, row: &Row<'_>) -> Option<Vec<EntryKindIx>> {
        let Some(node) = row.get("stops_on") else {
            return Some(Vec::new());
        };
        let names = match &node.value {
            Toml::Text(text) if text.starts_with("param:") => {
                let text = row.text("stops_on", self.report)?;
                match self.draft.referred(row, &text, self.report)? {
                    (_, ParamValue::Words(names)) => names
                        .into_iter()
                        .map(|value| Text {
                            value,
                            span: text.span.clone(),
                        })
                        .collect(),
                    (_, other) => {
                        let message = wrong_param(&text, "a list of entries", &other);
                        self.report.error(&row.at(&text.span), message, None);
                        return None;
                    }
                }
            }
            Toml::Text(_) => vec![row.text("stops_on", self.report)?],
            _ => row.texts("stops_on", self.report),
        };
        names
            .iter()
            .map(|name| self.words.entry_named(row, name, self.report))
            .collect()
    }
}

fn with(entries: &[EntryKindIx], one: EntryKindIx) -> Vec<EntryKindIx> {
    let mut all = entries.to_vec();
    all.push(one);
    all
}
