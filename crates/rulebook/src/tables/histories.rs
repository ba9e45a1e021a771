//! tests/NAME.toml: histories with the answers that are expected.

use std::collections::BTreeSet;

use standing_base::{Date, PartialDate};

use crate::diagnostic::{Report, did_you_mean, quoted};
use crate::limits::CLAUSES_MAX;
use crate::model::{EntryKind, FactType, QuestionIx, RecordIx, Rulebook};
use crate::source::{Source, Span};
use crate::tables::entries::NOT_FIELDS;
use crate::tables::row::{Row, Text};
use crate::tables::vocabulary::{Words, shown};
use crate::testfile::{
    Expected, TestAsk, TestDivision, TestDuty, TestEntry, TestFile, TestKeep, TestKept,
    TestOutcome, TestOwed, TestValue, TestVote, VoteCast,
};
use crate::toml::{Entry, Node, Toml};

const ASK_KEYS: &[&str] = &[
    "on",
    "known",
    "what_if",
    "about",
    "given",
    "answers",
    "because",
    "cites",
    "changes_on",
    "note",
];
const DIVISION_KEYS: &[&str] = &[
    "id",
    "on",
    "decision",
    "seats",
    "full_size",
    "reasons_recorded_on",
    "votes",
    "expect",
    "note",
];
const OWED_KEYS: &[&str] = &["on", "known", "owed", "note"];
const DUTY_KEYS: &[&str] = &["duty", "of", "due", "escalated_to"];
const KEPT_KEYS: &[&str] = &["on", "kept", "note"];
const KEEP_KEYS: &[&str] = &["of", "row", "until"];
const EXPECTED: &[(&str, Expected)] = &[
    ("yes", Expected::Yes),
    ("no", Expected::No),
    ("undecided", Expected::Undecided),
];

/// Reads a file of tests against a rulebook that has loaded; `words` are its.
pub(crate) fn read<'a>(
    source: &'a Source<'a>,
    root: &'a Node,
    name: &str,
    rulebook: &'a Rulebook,
    words: &'a Words,
    report: &mut Report,
) -> TestFile {
    let mut file = TestFile {
        name: name.to_owned(),
        ..TestFile::default()
    };
    let Some(row) = Row::new(
        source,
        "",
        root,
        &["entry", "ask", "division", "owed", "kept"],
        report,
    ) else {
        return file;
    };
    let entries = row.tables("entry", &[], report);
    let asks = row.tables("ask", ASK_KEYS, report);
    let divisions = row.tables("division", DIVISION_KEYS, report);
    let owed = row.tables("owed", OWED_KEYS, report);
    let kept = row.tables("kept", KEPT_KEYS, report);
    for rows in [&entries, &asks, &divisions, &owed, &kept] {
        if let Some(row) = rows.get(CLAUSES_MAX) {
            let message = format!("a file of tests has at most {CLAUSES_MAX} of each");
            report.error(&row.here(), message, None);
        }
    }
    let ids: BTreeSet<String> = entries
        .iter()
        .filter_map(|row| match row.get("id").map(|node| &node.value) {
            Some(Toml::Text(id)) => Some(id.clone()),
            _ => None,
        })
        .collect();
    let mut reader = Reader {
        rulebook,
        words,
        report,
        ids,
        taken: BTreeSet::new(),
    };
    let read = entries.iter().take(CLAUSES_MAX);
    file.entries = read.filter_map(|row| reader.entry(row)).collect();
    let read = asks.iter().take(CLAUSES_MAX);
    file.asks = read.filter_map(|row| reader.ask(row)).collect();
    let read = divisions.iter().take(CLAUSES_MAX);
    file.divisions = read.filter_map(|row| reader.division(row)).collect();
    let read = owed.iter().take(CLAUSES_MAX);
    file.owed = read.filter_map(|row| reader.owed(row)).collect();
    let read = kept.iter().take(CLAUSES_MAX);
    file.kept = read.filter_map(|row| reader.kept(row)).collect();
    file
}

struct Reader<'a, 'r> {
    rulebook: &'a Rulebook,
    words: &'a Words,
    report: &'r mut Report,
    /// The ids of all entries of the file.
    ids: BTreeSet<String>,
    taken: BTreeSet<String>,
}

impl Reader<'_, '_> {
    fn owed(&mut self, row: &Row<'_>) -> Option<TestOwed> {
        let on = row.need_date("on", self.report);
        let known = row.date("known", self.report);
        if row.get("owed").is_none() {
            row.missing("owed", self.report);
        }
        let mut owed = Vec::new();
        for duty in row.tables("owed", DUTY_KEYS, self.report) {
            let id = duty.need_text("duty", self.report);
            let of = duty.text("of", self.report);
            let due = duty.date("due", self.report);
            let escalated_to = duty.text("escalated_to", self.report);
            if let Some(role) = &escalated_to {
                self.words.role_named(&duty, role, self.report);
            }
            let Some(id) = id else { continue };
            let versions = &self.rulebook.versions;
            let ids = || {
                let duties = versions.iter().flat_map(|version| &version.duties);
                duties.map(|duty| duty.id.as_str())
            };
            if !ids().any(|known| known == id.value) {
                let message = format!("there is no duty {}", quoted(&id.value));
                duty.no_such(&id, message, ids(), self.report);
            }
            owed.push(TestDuty {
                duty: id.value,
                of: of.map(|of| of.value),
                due: due.map(|due| due.value),
                escalated_to: escalated_to.map(|role| role.value),
            });
        }
        owed.sort();
        Some(TestOwed {
            on: on?.value,
            known: known.map(|known| known.value),
            owed,
            place: row.here().place(),
        })
    }

    fn kept(&mut self, row: &Row<'_>) -> Option<TestKept> {
        let on = row.need_date("on", self.report);
        if row.get("kept").is_none() {
            row.missing("kept", self.report);
        }
        let mut kept = Vec::new();
        for keep in row.tables("kept", KEEP_KEYS, self.report) {
            let of = keep.need_text("of", self.report);
            let id = keep.need_text("row", self.report);
            let until = keep.need_date("until", self.report);
            let (Some(of), Some(id), Some(until)) = (of, id, until) else {
                continue;
            };
            let versions = &self.rulebook.versions;
            let ids = || {
                let keeps = versions.iter().flat_map(|version| &version.keeps);
                keeps.map(|keep| keep.id.as_str())
            };
            if !ids().any(|known| known == id.value) {
                let message = format!("no row of retention.toml is {}", quoted(&id.value));
                keep.no_such(&id, message, ids(), self.report);
            }
            kept.push(TestKeep {
                of: of.value,
                row: id.value,
                until: until.value,
            });
        }
        kept.sort();
        Some(TestKept {
            on: on?.value,
            kept,
            place: row.here().place(),
        })
    }

    fn entry(&mut self, row: &Row<'_>) -> Option<TestEntry> {
        let id = row.need_text("id", self.report);
        let on = self.partial(row);
        let recorded = row.date("recorded", self.report);
        let what = row.need_text("what", self.report)?;
        let index = self.words.entry_named(row, &what, self.report)?;
        let kind = self.words.vocabulary.entries.get(index.at())?;
        let mut fields = Vec::new();
        for entry in row.entries() {
            if NOT_FIELDS.contains(&entry.key.as_str()) {
                continue;
            }
            let value = self.field(row, kind, entry);
            fields.extend(value.map(|value| (entry.key.clone(), value)));
        }
        if let Some(key) = kind.item.and_then(|item| kind.fields.get(item.key))
            && row.get(&key.0).is_none()
        {
            let message = format!("`{}` is missing: it says which item is meant", key.0);
            self.report.error(&row.here(), message, None);
        }
        let id = id?;
        if !self.taken.insert(id.value.clone()) {
            let message = format!("there are two entries {}", quoted(&id.value));
            self.report.error(&row.at(&id.span), message, None);
        }
        Some(TestEntry {
            id: id.value,
            on: on?,
            recorded: recorded.map(|date| date.value),
            what: what.value,
            kind: index,
            fields,
            place: row.here().place(),
        })
    }

    /// A date, or a text such as `"2019-02"`.
    fn partial(&mut self, row: &Row<'_>) -> Option<PartialDate> {
        match row.get("on") {
            None => {
                row.missing("on", self.report);
                None
            }
            Some(Node {
                value: Toml::Date(date),
                ..
            }) => Some(PartialDate::Day(*date)),
            Some(_) => {
                let text = row.text("on", self.report)?;
                let parsed = text.value.parse::<PartialDate>();
                if let Err(error) = &parsed {
                    let help = "write 2019-02-27, or \"2019-02\" when the day is not known";
                    self.report
                        .error(&row.at(&text.span), error.to_string(), help.to_owned());
                }
                parsed.ok()
            }
        }
    }

    fn field(&mut self, row: &Row<'_>, kind: &EntryKind, entry: &Entry) -> Option<TestValue> {
        let found = kind.fields.iter().find(|(name, _)| *name == entry.key);
        let Some((_, of)) = found else {
            let known = kind.fields.iter().map(|(name, _)| name.as_str());
            let help = did_you_mean(&entry.key, known.chain(NOT_FIELDS.iter().copied()));
            let message = format!(
                "the entry `{}` has no field {}",
                kind.name,
                quoted(&entry.key)
            );
            self.report.error(&row.at(&entry.key_span), message, help);
            return None;
        };
        self.value(row, *of, entry)
    }

    fn value(&mut self, row: &Row<'_>, of: FactType, entry: &Entry) -> Option<TestValue> {
        let vocabulary = &self.words.vocabulary;
        let (value, help) = match (of, &entry.node.value) {
            (FactType::YesNo, Toml::YesNo(yes)) => (Some(TestValue::YesNo(*yes)), None),
            (FactType::Date, Toml::Date(date)) => (Some(TestValue::Date(*date)), None),
            (FactType::Number, Toml::Number(number)) => (Some(TestValue::Number(*number)), None),
            (FactType::Text, Toml::Text(text)) => (Some(TestValue::Text(text.clone())), None),
            (FactType::Entry, Toml::Text(text)) => {
                let known = self.ids.contains(text).then(|| text.clone());
                let help = did_you_mean(text, self.ids.iter().map(String::as_str));
                (known.map(TestValue::Text), help)
            }
            (FactType::Enum(of), Toml::Text(text)) => {
                let known = vocabulary.enum_value(of, text).map(|_| text.clone());
                let values = vocabulary.enum_values(of).iter().map(String::as_str);
                (known.map(TestValue::Text), did_you_mean(text, values))
            }
            _ => (None, None),
        };
        if value.is_none() {
            let is = vocabulary.type_phrase(of);
            let message = format!(
                "{} is {is} and cannot be {}",
                quoted(&entry.key),
                shown(&entry.node)
            );
            self.report.error(&row.at(&entry.node.span), message, help);
        }
        value
    }

    fn ask(&mut self, row: &Row<'_>) -> Option<TestAsk> {
        let on = row.need_date("on", self.report);
        let known = row.date("known", self.report);
        let what_if = row.text("what_if", self.report);
        if let Some(what_if) = &what_if {
            let overlays = self.rulebook.overlays.iter().map(|one| one.id.as_str());
            if !overlays.clone().any(|id| id == what_if.value) {
                let message = format!("there is no what-if {}", quoted(&what_if.value));
                row.no_such(what_if, message, overlays, self.report);
            }
        }
        if row.get("answers").is_none() {
            row.missing("answers", self.report);
        }
        let about = row.text("about", self.report);
        let answers = self.each(row, "answers", |this, table, entry| {
            let text = table.text(&entry.key, this.report)?;
            this.expected(table, &text)
        });
        let given = self.given(row, &answers);
        let because = self.each(row, "because", |this, table, entry| {
            let clauses = table.as_texts(&entry.key, &entry.node, this.report);
            this.known_clauses(table, &clauses);
            Some(values(clauses))
        });
        let cites = self.each(row, "cites", |this, table, entry| {
            let ids = table.as_texts(&entry.key, &entry.node, this.report);
            for id in ids.iter().filter(|id| !this.ids.contains(&id.value)) {
                let message = format!("there is no entry {} in this file", quoted(&id.value));
                table.no_such(
                    id,
                    message,
                    this.ids.iter().map(String::as_str),
                    this.report,
                );
            }
            Some(values(ids))
        });
        let changes_on = self.each(row, "changes_on", |this, table, entry| {
            if matches!(&entry.node.value, Toml::Text(text) if text == "never") {
                return Some(None);
            }
            table
                .date(&entry.key, this.report)
                .map(|date| Some(date.value))
        });
        Some(TestAsk {
            on: on?.value,
            known: known.map(|date| date.value),
            what_if: what_if.map(|text| text.value),
            about: about.map(|text| text.value),
            given,
            answers,
            because,
            cites,
            changes_on,
            place: row.here().place(),
        })
    }

    /// What is known of somebody without a history of their own: facts of the record that the
    /// questions are about.
    fn given(
        &mut self,
        row: &Row<'_>,
        answers: &[(QuestionIx, Expected)],
    ) -> Vec<(String, TestValue)> {
        let questions = &self.words.vocabulary.questions;
        let asked = answers.first();
        let asked = asked.and_then(|(question, _)| questions.get(question.at()));
        let about = asked.map_or(Voter::Unknown, |question| Voter::Is(question.about));
        let Some(table) = row.table("given", "`given`", &[], self.report) else {
            return Vec::new();
        };
        let mut given = Vec::new();
        for entry in table.entries().iter().take(CLAUSES_MAX) {
            let value = self.fact(&table, about, entry, &entry.key_span);
            given.extend(value.map(|value| (entry.key.clone(), value)));
        }
        given
    }

    /// What is said of each question in a table.
    fn each<T>(
        &mut self,
        row: &Row<'_>,
        key: &str,
        read: impl Fn(&mut Self, &Row<'_>, &Entry) -> Option<T>,
    ) -> Vec<(QuestionIx, T)> {
        let Some(table) = row.table(key, format!("`{key}`"), &[], self.report) else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for entry in table.entries().iter().take(CLAUSES_MAX) {
            let name = Text {
                value: entry.key.clone(),
                span: entry.key_span.clone(),
            };
            let question = self.words.question_named(&table, &name, self.report);
            let value = read(self, &table, entry);
            all.extend(question.zip(value));
        }
        all
    }

    fn expected(&mut self, row: &Row<'_>, text: &Text) -> Option<Expected> {
        let found = EXPECTED.iter().find(|(word, _)| *word == text.value);
        if found.is_none() {
            let help = "an answer is yes, no or undecided".to_owned();
            let message = format!("{} is no answer", quoted(&text.value));
            self.report.error(&row.at(&text.span), message, help);
        }
        found.map(|(_, expected)| *expected)
    }

    /// Clauses that some version has.
    fn known_clauses(&mut self, row: &Row<'_>, clauses: &[Text]) {
        let versions = &self.rulebook.versions;
        for clause in clauses {
            let mut all = versions.iter().flat_map(|version| &version.clauses);
            if !all.any(|known| known.id == clause.value) {
                let known = versions
                    .iter()
                    .flat_map(|version| &version.clauses)
                    .map(|clause| clause.id.as_str());
                let message = format!("no version has a clause {}", clause.value);
                row.no_such(clause, message, known, self.report);
            }
        }
    }

    fn division(&mut self, row: &Row<'_>) -> Option<TestDivision> {
        let id = row.need_text("id", self.report);
        let on = row.need_date("on", self.report);
        let decision = row.need_text("decision", self.report);
        if row.get("seats").is_none() {
            row.missing("seats", self.report);
        }
        let seats = self.people(row, "seats");
        let full_size = self.people(row, "full_size");
        let reasons_recorded_on = row.date("reasons_recorded_on", self.report);
        let voter = match &decision {
            Some(name) => self.voter(row, name, on.as_ref().map(|on| on.value)),
            None => Voter::Unknown,
        };
        let all_votes = row
            .tables("votes", &[], self.report)
            .iter()
            .filter_map(|vote| self.vote(vote, voter))
            .collect();
        let expect = self.outcome(row);
        Some(TestDivision {
            id: id?.value,
            on: on?.value,
            decision: decision?.value,
            seats: seats?,
            full_size,
            reasons_recorded_on: reasons_recorded_on.map(|date| date.value),
            votes: all_votes,
            expect,
            place: row.here().place(),
        })
    }

    fn people(&mut self, row: &Row<'_>, key: &str) -> Option<u32> {
        let number = row.number(key, self.report)?;
        let people = u32::try_from(number.value).ok();
        if people.is_none() {
            let message = format!("{} cannot be a number of seats", number.value);
            self.report.error(&row.at(&number.span), message, None);
        }
        people
    }

    /// The record of a voter in the decision that the text in force has.
    fn voter(&mut self, row: &Row<'_>, name: &Text, on: Option<Date>) -> Voter {
        let versions = &self.rulebook.versions;
        let in_force = versions
            .iter()
            .rev()
            .find(|version| on.is_none_or(|on| version.in_force <= on));
        let Some(in_force) = in_force.or(versions.first()) else {
            return Voter::Unknown;
        };
        let decision = in_force.decisions.iter().find(|one| one.id == name.value);
        if decision.is_none() {
            let message = format!(
                "version {} has no decision {}",
                in_force.id,
                quoted(&name.value)
            );
            let known = in_force.decisions.iter().map(|one| one.id.as_str());
            row.no_such(name, message, known, self.report);
        }
        let Some(decision) = decision else {
            return Voter::Unknown;
        };
        let questions = &self.words.vocabulary.questions;
        let question = decision.may_vote.and_then(|one| questions.get(one.at()));
        question.map_or(Voter::Anybody, |question| Voter::Is(question.about))
    }

    fn vote(&mut self, row: &Row<'_>, voter: Voter) -> Option<TestVote> {
        let who = row.need_text("who", self.report);
        if row.get("vote").is_none() {
            row.missing("vote", self.report);
        }
        let ways = [
            ("for", VoteCast::For),
            ("against", VoteCast::Against),
            ("abstain", VoteCast::Abstain),
        ];
        let vote = row.one_of("vote", &ways, self.report);
        let mut facts = Vec::new();
        for entry in row.entries() {
            if matches!(entry.key.as_str(), "who" | "vote") {
                continue;
            }
            let value = self.fact(row, voter, entry, &entry.key_span);
            facts.extend(value.map(|value| (entry.key.clone(), value)));
        }
        Some(TestVote {
            who: who?.value,
            vote: vote?,
            facts,
            place: row.here().place(),
        })
    }

    fn fact(
        &mut self,
        row: &Row<'_>,
        voter: Voter,
        entry: &Entry,
        span: &Span,
    ) -> Option<TestValue> {
        let record = match voter {
            Voter::Is(record) => record,
            Voter::Unknown => return None,
            Voter::Anybody => {
                let name = quoted(&entry.key);
                let message = format!("{name} is not asked: the decision has no `may_vote`");
                self.report.error(&row.at(span), message, None);
                return None;
            }
        };
        let fact = self
            .words
            .fact_named(row, record, &entry.key, span, self.report)?;
        let kind = self.words.vocabulary.fact_decl(record, fact)?.kind;
        self.value(row, kind, entry)
    }

    fn outcome(&mut self, row: &Row<'_>) -> TestOutcome {
        let keys = &["carried", "quorum", "not_counted"];
        let Some(table) = row.table("expect", "`expect`", keys, self.report) else {
            return TestOutcome::default();
        };
        let not_counted = table
            .get("not_counted")
            .map(|_| values(table.texts("not_counted", self.report)));
        TestOutcome {
            carried: table.one_of("carried", EXPECTED, self.report),
            quorum: table.one_of("quorum", EXPECTED, self.report),
            not_counted,
        }
    }
}

/// Whose facts a vote may tell.
#[derive(Clone, Copy)]
enum Voter {
    Is(RecordIx),
    /// The decision asks no question of its voters.
    Anybody,
    /// There is no such decision, which is reported.
    Unknown,
}

fn values(texts: Vec<Text>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}
