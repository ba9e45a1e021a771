//! How long what was written and sent in something is kept after it ended: retention.toml, applied.

use standing_base::{Counting, Date, Instant, Length};

use crate::ask::{Asker, Scratch, Subject};
use crate::history::History;
use crate::machine::field;
use crate::model::{
    ClauseIx, EntryKindIx, FactIx, Place, RecordIx, Runs, TrackRef, Value, Version,
};
use crate::placing::Placed;
use crate::state::{Item, State};
use crate::timers::last_day;
use crate::words::{clause_id, key_text};

/// What `of` names for a complaint beside the record.
pub(crate) const INTAKE: &str = "intake";

/// A row of retention.toml.
#[derive(Clone, Debug)]
pub struct Keep {
    pub id: String,
    pub clause: ClauseIx,
    pub of: KeepOf,
    pub runs: Runs,
    pub counting: Counting,
    /// For so long somebody can object, from the day on which it is announced.
    pub grace: Runs,
    pub place: Place,
}

/// Of what a row says how long it is kept.
#[derive(Clone, Debug)]
pub enum KeepOf {
    Item(KeepItem),
    /// A complaint that came in beside the record, and these ends of it.
    Intake(Vec<IntakeEnd>),
}

#[derive(Clone, Debug)]
pub struct KeepItem {
    /// The track of an item, such as a case, and the values that it ends in.
    pub track: TrackRef,
    pub during: Vec<u8>,
    /// Facts of the item, each with the values of which it has one.
    pub with: Vec<(FactIx, Vec<u8>)>,
    /// The time runs from the last of these entries of the item.
    pub starts: Vec<EntryKindIx>,
}

/// How a complaint comes to nothing. One that was put on the record is kept as its case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntakeEnd {
    /// It was answered, and neither dismissed nor put on the record.
    Answered,
    Dismissed,
}

impl IntakeEnd {
    pub const ALL: [Self; 2] = [Self::Answered, Self::Dismissed];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Dismissed => "dismissed",
        }
    }
}

/// Until when something is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The id of the row.
    pub row: String,
    pub version: String,
    pub clause: String,
    /// The key of the item; `intake` of a complaint beside the record.
    pub item: String,
    /// The number of the entry from which the time runs; 0 where it is none.
    pub since: u64,
    /// The last day.
    pub until: Date,
    pub grace: Length,
    pub counting: Counting,
}

impl Asker {
    /// What is kept for a time only, by the text in force on a day: each item in the state of a row.
    /// Where several rows say so of one, it is kept for as long as the longest does.
    pub fn kept(
        &self,
        scratch: &mut Scratch,
        subject: Subject<'_>,
        root: RecordIx,
        on: Date,
        known: Option<Instant>,
    ) -> Vec<Kept> {
        let Some(version) = self.version_on(on).0.filter(|text| !text.keeps.is_empty()) else {
            return Vec::new();
        };
        let Scratch { sequence, state } = scratch;
        sequence.read(&self.rulebook, root, &subject.history, known);
        sequence.exclude_on(on);
        sequence.place(&subject.history, None);
        self.fold_with_notes(state, sequence, subject, root, on);
        let mut kept: Vec<Kept> = Vec::new();
        for item in &state.items {
            let of_item = version.keeps.iter().filter_map(|row| {
                let KeepOf::Item(of) = &row.of else {
                    return None;
                };
                if !of.fits(state, item) {
                    return None;
                }
                let since = self.since(of, item, subject.history, &sequence.placed, on)?;
                self.kept_since(version, row, key_text(subject.names, item.key), since)
            });
            kept.extend(of_item.max_by_key(|kept| kept.until));
        }
        kept
    }

    /// Until when a complaint beside the record is kept, by the text in force on a day, where the
    /// last thing about it was done on another. By the longest of several rows.
    pub fn kept_intake(&self, end: IntakeEnd, last: Date, on: Date) -> Option<Kept> {
        let version = self.version_on(on).0?;
        let rows = version
            .keeps
            .iter()
            .filter(|row| matches!(&row.of, KeepOf::Intake(ends) if ends.contains(&end)));
        let kept =
            rows.filter_map(|row| self.kept_since(version, row, INTAKE.to_owned(), (0, last)));
        kept.max_by_key(|kept| kept.until)
    }

    fn kept_since(
        &self,
        version: &Version,
        row: &Keep,
        item: String,
        (since, day): (u64, Date),
    ) -> Option<Kept> {
        let length = version.length(&row.runs)?;
        Some(Kept {
            row: row.id.clone(),
            version: version.id.clone(),
            clause: clause_id(version, row.clause),
            item,
            since,
            until: last_day(&self.rulebook, length, row.counting, day),
            grace: version.length(&row.grace)?,
            counting: row.counting,
        })
    }

    /// The last day of a time that begins on another, counted as a row counts.
    pub fn last_day(&self, length: Length, counting: Counting, began: Date) -> Date {
        last_day(&self.rulebook, length, counting, began)
    }

    /// The entry from which the time runs, and its day. Of a day that is partly known the last
    /// counts: nothing is erased too early.
    fn since(
        &self,
        row: &KeepItem,
        item: &Item,
        history: History<'_>,
        placed: &[Placed],
        on: Date,
    ) -> Option<(u64, Date)> {
        let placed = placed.iter().filter(|placed| placed.on <= on);
        let entries = placed.filter_map(|placed| history.entries.get(placed.entry as usize));
        let entries = entries.filter(|entry| row.starts.contains(&entry.kind));
        let of_item = entries.filter(|entry| {
            let kind = self.rulebook.vocabulary.entries.get(entry.kind.at());
            let of = kind.and_then(|kind| kind.item);
            of.is_some_and(|of| {
                (of.list, of.record) == (item.list, item.record)
                    && field(&history, entry, of.key) == item.key
            })
        });
        let days = of_item.map(|entry| (entry.on.max(entry.on_latest), entry.number));
        days.max().map(|(day, number)| (number, day))
    }
}

impl KeepItem {
    fn fits(&self, state: &State, item: &Item) -> bool {
        let is_among = |fact, among: &[u8]| match state.value(item.at, fact) {
            Value::Enum(value) => among.contains(&value),
            // What is not known is no reason to erase anything.
            _ => false,
        };
        item.record == self.track.record
            && is_among(self.track.fact, &self.during)
            && self.with.iter().all(|(fact, among)| is_among(*fact, among))
    }
}

impl Version {
    /// Whether anything is kept for a time only.
    pub fn erases(&self) -> bool {
        !self.keeps.is_empty()
    }
}
