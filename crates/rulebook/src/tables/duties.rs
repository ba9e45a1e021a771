//! duties.toml: what somebody owes after an entry, and by when.

use standing_base::Counting;

use crate::diagnostic::{Report, quoted};
use crate::draft::Draft;
use crate::limits::REMINDERS_MAX;
use crate::model::{Duty, EntryKind, Escalates, FactType, Runs, TrackRef};
use crate::source::Source;
use crate::tables::roles::SUBJECT;
use crate::tables::row::{Row, Text};
use crate::tables::statuses::track;
use crate::tables::vocabulary::Words;
use crate::toml::Node;

const KEYS: &[&str] = &[
    "id",
    "clause",
    "of",
    "while",
    "starts",
    "until",
    "within",
    "counting",
    "ends_on",
    "by",
    "owed_by",
    "says",
    "remind",
    "escalates_to",
    "escalates_after",
];

pub(crate) fn read<'a>(
    source: &'a Source<'a>,
    root: &'a Node,
    words: &'a Words,
    counting: Counting,
    draft: &mut Draft<'_>,
    report: &mut Report,
) -> Vec<Duty> {
    let mut duties: Vec<Duty> = Vec::new();
    for row in &Row::of_list(source, root, &["duty"], KEYS, "duties", report) {
        let mut reader = Reader {
            row,
            words,
            draft,
            report,
        };
        let Some(new) = reader.duty(counting) else {
            continue;
        };
        if duties.iter().any(|old| old.id == new.id) {
            let message = format!("there are two duties {}", quoted(&new.id));
            report.error(&row.here(), message, None);
        }
        duties.push(new);
    }
    duties
}

struct Reader<'a, 'd, 'v, 'r> {
    row: &'a Row<'a>,
    words: &'a Words,
    draft: &'d mut Draft<'v>,
    report: &'r mut Report,
}

impl Reader<'_, '_, '_, '_> {
    fn duty(&mut self, counting: Counting) -> Option<Duty> {
        let row = self.row;
        let id = row.need_text("id", self.report);
        let clause = self.draft.cited(row, self.report);
        let says = row.need_text("says", self.report);
        let owed_by = row
            .need_text("owed_by", self.report)
            .filter(|role| self.words.role_named(row, role, self.report));
        let during = match row.get("while") {
            Some(_) => Some(self.during()?),
            None => None,
        };
        let ends_on = match during {
            Some(_) => row.texts("ends_on", self.report),
            None => row.need_texts("ends_on", self.report),
        };
        let ends_on: Vec<_> = ends_on
            .iter()
            .filter_map(|name| self.words.entry_named(row, name, self.report))
            .collect();
        let counting = row.counting(counting, self.report)?;
        let within = match row.text("within", self.report) {
            Some(text) => Some(self.draft.length(row, &text, self.report)?),
            None => None,
        };
        let starts = row.need_texts("starts", self.report);
        let starts: Option<Vec<_>> = starts
            .iter()
            .map(|name| self.words.entry_named(row, name, self.report))
            .collect();
        let starts = starts?;
        let entries = &self.words.vocabulary.entries;
        let kinds: Vec<&EntryKind> = starts
            .iter()
            .filter_map(|ix| entries.get(ix.at()))
            .collect();
        if let Some((track, _)) = during {
            self.reaches(&kinds, track)?;
        }
        let until = row.text("until", self.report);
        if let Some(until) = &until {
            self.field(&kinds, until, Some(FactType::Date))?;
        }
        if within.is_none() && until.is_none() {
            row.missing("within", self.report);
            return None;
        }
        let remind = self.remind()?;
        let escalates = match row.get("escalates_to").or(row.get("escalates_after")) {
            Some(_) => Some(self.escalates(owed_by.as_ref())?),
            None => None,
        };
        Some(Duty {
            id: id?.value,
            clause: clause?,
            starts,
            until: until.map(|until| until.value),
            within,
            counting,
            ends_on,
            during,
            by: self.by(&kinds)?,
            owed_by: owed_by?.value,
            says: says?.value,
            remind,
            escalates,
            place: row.here().place(),
        })
    }

    /// How long before the last day somebody is reminded.
    fn remind(&mut self) -> Option<Vec<Runs>> {
        let texts = self.row.texts("remind", self.report);
        if let Some(text) = texts.get(REMINDERS_MAX) {
            let message = format!("a duty has at most {REMINDERS_MAX} reminders");
            self.report.error(&self.row.at(&text.span), message, None);
            return None;
        }
        let texts = texts.iter();
        texts
            .map(|text| self.draft.length(self.row, text, self.report))
            .collect()
    }

    /// Who looks into it, and how long after the last day.
    fn escalates(&mut self, owed_by: Option<&Text>) -> Option<Escalates> {
        let row = self.row;
        let to = row
            .need_text("escalates_to", self.report)
            .filter(|role| self.words.role_named(row, role, self.report))?;
        if to.value == SUBJECT || owed_by.is_some_and(|owner| owner.value == to.value) {
            let message = format!("{} cannot look into this duty", quoted(&to.value));
            let help =
                "name another role than the one that owes it, and not the subject".to_owned();
            self.report.error(&row.at(&to.span), message, help);
            return None;
        }
        let after = match row.text("escalates_after", self.report) {
            Some(text) => Some(self.draft.length(row, &text, self.report)?),
            None => None,
        };
        Some(Escalates {
            to: to.value,
            after,
        })
    }

    /// `of` and `while`, as timers have them.
    fn during(&mut self) -> Option<(TrackRef, u8)> {
        let (track, values) = track(self.row, self.words, self.report)?;
        let text = self.row.text("while", self.report)?;
        let value = self
            .words
            .value_named(self.row, &text, values, self.report)?;
        Some((track, value))
    }

    /// Refuses a track of something else than what the entries are about.
    fn reaches(&mut self, kinds: &[&EntryKind], track: TrackRef) -> Option<()> {
        let stranger = kinds.iter().find(|kind| {
            kind.about != track.record && kind.item.is_none_or(|item| item.record != track.record)
        });
        let Some(kind) = stranger else {
            return Some(());
        };
        let record = self.words.vocabulary.record_name(track.record);
        let message = format!("the entry `{}` is not about a {record}", kind.name);
        let help = "`of` names a track of the item of the entries, or of their subject".to_owned();
        let at = match self.row.get("of") {
            Some(node) => self.row.at(&node.span),
            None => self.row.here(),
        };
        self.report.error(&at, message, help);
        None
    }

    /// Refuses a field that none of the entries has.
    fn field(&mut self, kinds: &[&EntryKind], name: &Text, of: Option<FactType>) -> Option<()> {
        let fields = kinds.iter().flat_map(|kind| &kind.fields);
        let mut fitting = fields.filter(|(_, own)| of.is_none_or(|of| of == *own));
        if fitting.clone().any(|(field, _)| *field == name.value) {
            return Some(());
        }
        let what = if of.is_some() { "date" } else { "field" };
        let message = format!("no entry of `starts` has a {what} {}", quoted(&name.value));
        let known: Vec<&str> = fitting.by_ref().map(|(field, _)| field.as_str()).collect();
        self.row.no_such(name, message, known, self.report);
        None
    }

    /// The field that names the item, and the one that `by` names.
    fn by(&mut self, kinds: &[&EntryKind]) -> Option<Vec<String>> {
        let mut by: Vec<String> = Vec::new();
        for kind in kinds {
            let key = kind.item.and_then(|item| kind.fields.get(item.key));
            by.extend(key.map(|(name, _)| name.clone()));
        }
        if let Some(other) = self.row.text("by", self.report) {
            self.field(kinds, &other, None)?;
            by.push(other.value);
        }
        by.dedup();
        Some(by)
    }
}
