//! statuses.toml: the moves and timers of each track.

use std::collections::BTreeMap;

use standing_base::Counting;

use crate::circles;
use crate::diagnostic::{Report, quoted};
use crate::draft::Draft;
use crate::limits::CLAUSES_MAX;
use crate::model::{By, EntryKindIx, EnumIx, FactType, Move, Timer, TrackRef, Trigger};
use crate::names;
use crate::source::{Source, Span};
use crate::tables::row::{Row, Text};
use crate::tables::vocabulary::Words;
use crate::toml::Node;

pub(crate) const FILE_KEYS: &[&str] = &["move", "timer"];
const MOVE_KEYS: &[&str] = &["clause", "of", "on", "by", "from", "to"];
const TIMER_KEYS: &[&str] = &[
    "id", "clause", "of", "while", "starts", "runs", "until", "stops_on", "by", "counting", "then",
];

/// The tracks of a file with the clause of one move of each; faults are left to [`read`].
pub(crate) fn tracks(
    source: &Source<'_>,
    root: &Node,
    words: &Words,
    tracks: &mut BTreeMap<TrackRef, String>,
) {
    let mut unheard = Report::default();
    let Some(file) = Row::new(source, "", root, FILE_KEYS, &mut unheard) else {
        return;
    };
    let moves = file.tables("move", MOVE_KEYS, &mut unheard);
    let timers = file.tables("timer", TIMER_KEYS, &mut unheard);
    for row in moves.iter().chain(&timers) {
        let clause = row.text("clause", &mut unheard);
        if let (Some((track, _)), Some(clause)) = (track(row, words, &mut unheard), clause) {
            tracks.entry(track).or_insert(clause.value);
        }
    }
}

/// What `of` names, `member.status` when absent, with the values that it moves between.
pub(crate) fn track(
    row: &Row<'_>,
    words: &Words,
    report: &mut Report,
) -> Option<(TrackRef, EnumIx)> {
    let text = row.text("of", report).or_else(|| {
        let absent = row.get("of").is_none();
        absent.then(|| Text {
            value: "member.status".to_owned(),
            span: row.span.clone(),
        })
    })?;
    named_track(row, &text, &text.value, words, report)
}

fn named_track(
    row: &Row<'_>,
    text: &Text,
    name: &str,
    words: &Words,
    report: &mut Report,
) -> Option<(TrackRef, EnumIx)> {
    let vocabulary = &words.vocabulary;
    let Some((record, fact)) = name.split_once('.') else {
        let help = "write it as RECORD.FACT, such as `member.status`".to_owned();
        let message = format!("{} names no track", quoted(name));
        report.error(&row.at(&text.span), message, help);
        return None;
    };
    let record = words.record_named(
        row,
        &Text {
            value: record.to_owned(),
            span: text.span.clone(),
        },
        report,
    )?;
    let fact = words.fact_named(row, record, fact, &text.span, report)?;
    let decl = vocabulary.fact_decl(record, fact)?;
    let FactType::Enum(values) = decl.kind else {
        let message = format!(
            "{} cannot move: it is {}, not one of a list of values",
            quoted(name),
            vocabulary.type_phrase(decl.kind)
        );
        report.error(&row.at(&text.span), message, None);
        return None;
    };
    Some((TrackRef { record, fact }, values))
}

/// Reads the moves and timers of one version.
pub(crate) fn read<'a>(
    source: &'a Source<'a>,
    root: &'a Node,
    words: &'a Words,
    counting: Counting,
    draft: &mut Draft<'_>,
    report: &mut Report,
) -> (Vec<Move>, Vec<Timer>) {
    let mut moves = Vec::new();
    let mut timers: Vec<Timer> = Vec::new();
    let Some(file) = Row::new(source, "", root, FILE_KEYS, report) else {
        return (moves, timers);
    };
    let mut reader = Reader {
        words,
        counting,
        draft,
        report,
    };
    let rows = file.tables("move", MOVE_KEYS, reader.report);
    let mut kept = Vec::new();
    for row in rows.iter().take(CLAUSES_MAX) {
        if let Some(new) = reader.read_move(row) {
            reader.same_move(row, &new, &moves);
            moves.push(new);
            kept.push(row);
        }
    }
    let timer_rows = file.tables("timer", TIMER_KEYS, reader.report);
    for row in timer_rows.iter().take(CLAUSES_MAX) {
        if let Some(new) = reader.timer(row) {
            if timers.iter().any(|timer| timer.id == new.id) {
                let message = format!("there are two timers {}", quoted(&new.id));
                reader.report.error(&row.here(), message, None);
            }
            timers.push(new);
        }
    }
    if let Some(row) = rows.get(CLAUSES_MAX).or(timer_rows.get(CLAUSES_MAX)) {
        let message = format!("a version has at most {CLAUSES_MAX} moves or timers");
        reader.report.error(&row.here(), message, None);
    }
    reader.circle(&moves, &kept);
    (moves, timers)
}

pub(crate) struct Reader<'w, 'd, 'v, 'r> {
    pub(crate) words: &'w Words,
    pub(crate) counting: Counting,
    pub(crate) draft: &'d mut Draft<'v>,
    pub(crate) report: &'r mut Report,
}

impl Reader<'_, '_, '_, '_> {
    fn read_move(&mut self, row: &Row<'_>) -> Option<Move> {
        let clause = self.draft.cited(row, self.report);
        let track = track(row, self.words, self.report);
        let on = row.need_text("on", self.report);
        let from = row.need_texts("from", self.report);
        let to = row.need_text("to", self.report);
        let (track, values) = track?;
        let from: Vec<Option<u8>> = from
            .iter()
            .map(|text| self.value(row, text, values))
            .collect();
        let to = to.and_then(|text| self.value(row, &text, values));
        let on = on?;
        let trigger = self.trigger(row, &on)?;
        let by = match trigger {
            Trigger::Entry(entry) => self.by(row, track, &on, &[entry])?,
            Trigger::Moved(other, _) => {
                self.moved(row, track, other, &on)?;
                None
            }
        };
        Some(Move {
            clause: clause?,
            track,
            on: trigger,
            by,
            from: from.into_iter().collect::<Option<_>>()?,
            to: to?,
            place: row.here().place(),
        })
    }

    pub(crate) fn value(&mut self, row: &Row<'_>, text: &Text, of: EnumIx) -> Option<u8> {
        self.words.value_named(row, text, of, self.report)
    }

    /// An entry, or `RECORD.FACT is VALUE`.
    fn trigger(&mut self, row: &Row<'_>, on: &Text) -> Option<Trigger> {
        if let Some((track, value)) = on.value.split_once(" is ") {
            let (track, values) = named_track(row, on, track.trim(), self.words, self.report)?;
            let value = Text {
                value: value.trim().to_owned(),
                span: on.span.clone(),
            };
            let value = self.value(row, &value, values)?;
            return Some(Trigger::Moved(track, value));
        }
        let entry = self.words.entry_named(row, on, self.report)?;
        Some(Trigger::Entry(entry))
    }

    /// Whether an entry is the track's own: about its record, or of its item.
    pub(crate) fn is_own(&self, entry: EntryKindIx, track: TrackRef) -> bool {
        let kind = self.words.vocabulary.entries.get(entry.at());
        kind.is_some_and(|kind| {
            kind.about == track.record || kind.item.is_some_and(|item| item.record == track.record)
        })
    }

    /// How entries that are not the track's own find its items. `None` outside when refused.
    #[expect(
        clippy::option_option,
        reason = "refused, and not needed, are two things"
    )]
    pub(crate) fn by(
        &mut self,
        row: &Row<'_>,
        track: TrackRef,
        on: &Text,
        entries: &[EntryKindIx],
    ) -> Option<Option<By>> {
        let vocabulary = &self.words.vocabulary;
        let Some(by) = row.text("by", self.report) else {
            let stranger = entries.iter().find(|entry| !self.is_own(**entry, track));
            let Some(kind) = stranger.and_then(|entry| vocabulary.entries.get(entry.at())) else {
                return Some(None);
            };
            let record = vocabulary.record_name(track.record);
            let (message, help) = if vocabulary.is_item(track.record) {
                (
                    format!(
                        "say with `by` which {record} the entry `{}` means",
                        kind.name
                    ),
                    format!(
                        "`by = \"case\"` means those whose fact `case` is the entry's field `case`; it is a fact of the {record} and a field of the entry"
                    ),
                )
            } else {
                (
                    format!(
                        "the entry `{}` is about {}, not about {}",
                        kind.name,
                        names::with_article(vocabulary.record_name(kind.about)),
                        names::with_article(record)
                    ),
                    "a track moves on entries about its own record".to_owned(),
                )
            };
            self.report.error(&row.at(&on.span), message, help);
            return None;
        };
        let fact = self
            .words
            .fact_named(row, track.record, &by.value, &by.span, self.report)?;
        for entry in entries.iter().filter(|entry| !self.is_own(**entry, track)) {
            let Some(kind) = vocabulary.entries.get(entry.at()) else {
                continue;
            };
            if !kind.fields.iter().any(|(field, _)| *field == by.value) {
                let message = format!(
                    "the entry `{}` has no field {}",
                    kind.name,
                    quoted(&by.value)
                );
                let known = kind.fields.iter().map(|(field, _)| field.as_str());
                row.no_such(&by, message, known, self.report);
                return None;
            }
        }
        Some(Some(By {
            fact,
            field: by.value,
        }))
    }

    /// A track can follow another of the same item, of the item's subject, or of any item of it.
    fn moved(&mut self, row: &Row<'_>, track: TrackRef, on: TrackRef, text: &Text) -> Option<()> {
        let vocabulary = &self.words.vocabulary;
        if track.record != on.record
            && vocabulary.is_item(track.record)
            && vocabulary.is_item(on.record)
        {
            let message = format!(
                "{} cannot move with {}",
                names::with_article(vocabulary.record_name(track.record)),
                names::with_article(vocabulary.record_name(on.record))
            );
            let help = "items of two lists do not know each other; let both move on an entry, \
                        with `by`"
                .to_owned();
            self.report.error(&row.at(&text.span), message, help);
            return None;
        }
        if let Some(by) = row.text("by", self.report) {
            let message = "`by` has a meaning only when an entry moves the track";
            self.report.error(&row.at(&by.span), message, None);
            return None;
        }
        Some(())
    }

    fn same_move(&mut self, row: &Row<'_>, new: &Move, earlier: &[Move]) {
        let twice = earlier.iter().find(|old| {
            old.track == new.track
                && old.on == new.on
                && old.from.iter().any(|from| new.from.contains(from))
        });
        if let Some(old) = twice {
            let message = format!(
                "another move of the same track on the same entry from the same value stands at \
                 {}:{}",
                old.place.file, old.place.line
            );
            self.report.error(&row.here(), message, None);
        }
    }

    /// Moves that set off each other without end.
    fn circle(&mut self, moves: &[Move], rows: &[&Row<'_>]) {
        let edges: Vec<Vec<usize>> = moves
            .iter()
            .map(|first| {
                let follows = |second: &Move| {
                    matches!(second.on, Trigger::Moved(track, value)
                        if track == first.track && value == first.to)
                };
                let followers = moves.iter().enumerate();
                followers
                    .filter(|(_, second)| follows(second))
                    .map(|(at, _)| at)
                    .collect()
            })
            .collect();
        let Some(circle) = circles::find(&edges) else {
            return;
        };
        let mut steps: Vec<String> = circle
            .iter()
            .filter_map(|at| moves.get(*at))
            .map(|step| self.step(step))
            .collect();
        steps.extend(steps.first().cloned());
        let Some(row) = circle.first().and_then(|at| rows.get(*at)) else {
            return;
        };
        self.report.error(
            &row.at(&on_span(row)),
            format!("these moves go in a circle: {}", steps.join(" -> ")),
            "one of them must not set off the next".to_owned(),
        );
    }

    fn step(&self, step: &Move) -> String {
        let vocabulary = &self.words.vocabulary;
        let record = vocabulary.record_name(step.track.record);
        let decl = vocabulary.fact_decl(step.track.record, step.track.fact);
        let fact = decl.map_or("", |fact| fact.name.as_str());
        let value = match decl.map(|fact| fact.kind) {
            Some(FactType::Enum(of)) => vocabulary.enum_values(of).get(usize::from(step.to)),
            _ => None,
        };
        let clause = self.draft.clause_id(step.clause);
        format!(
            "{record}.{fact} is {} (clause {clause})",
            value.map_or("", String::as_str)
        )
    }
}

fn on_span(row: &Row<'_>) -> Span {
    row.get("on").map_or(row.span.clone(), |on| on.span.clone())
}

impl Words {
    /// A value of a track.
    pub(crate) fn value_named(
        &self,
        row: &Row<'_>,
        text: &Text,
        of: EnumIx,
        report: &mut Report,
    ) -> Option<u8> {
        let vocabulary = &self.vocabulary;
        let found = vocabulary.enum_value(of, &text.value);
        if found.is_none() {
            let name = vocabulary.enums.get(of.at()).map_or("", |one| &one.name);
            let message = format!("{} is not a value of `{name}`", quoted(&text.value));
            let known = vocabulary.enum_values(of).iter().map(String::as_str);
            row.no_such(text, message, known, report);
        }
        found
    }
}
