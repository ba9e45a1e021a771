//! What a test expects to be kept, and until when.

use super::{IdleDuty, Missed, Runner, TestHistory};
use crate::model::{Names, RecordIx, Rulebook};
use crate::retention::KeepOf;
use crate::testfile::{TestFile, TestKeep, TestKept};

impl Runner<'_> {
    pub(super) fn kept(
        &mut self,
        file: &TestFile,
        history: &TestHistory,
        names: &Names,
        test: &TestKept,
    ) {
        let records = self.asker.rulebook().vocabulary.records.len();
        let mut got = Vec::new();
        for record in (0..records).filter_map(|at| u16::try_from(at).ok().map(RecordIx)) {
            let subject = history.subject(names);
            let kept = self
                .asker
                .kept(&mut self.scratch, subject, record, test.on, None);
            for kept in kept {
                self.kept.push((kept.version, kept.row.clone()));
                got.push(TestKeep {
                    of: kept.item,
                    row: kept.row,
                    until: kept.until,
                });
            }
        }
        got.sort();
        self.report.checks += 1;
        if got != test.kept {
            let missed = Missed {
                expected: keep_lines(&test.kept),
                got: keep_lines(&got),
            };
            let asked = format!("what is kept on {}", test.on);
            self.fail(file, &test.place, asked, missed, &[]);
        }
    }
}

/// The rows by which nothing was kept when a test asked; `seen` names the others by version and id.
pub(super) fn never(rulebook: &Rulebook, seen: &[(String, String)]) -> Vec<IdleDuty> {
    let mut never = Vec::new();
    for version in &rulebook.versions {
        // What is beside the record has no history in which a test could expect it.
        let keeps = version.keeps.iter();
        for keep in keeps.filter(|keep| matches!(keep.of, KeepOf::Item(_))) {
            if !seen.contains(&(version.id.clone(), keep.id.clone())) {
                never.push(IdleDuty {
                    version: version.id.clone(),
                    duty: keep.id.clone(),
                    place: keep.place.clone(),
                });
            }
        }
    }
    never
}

fn keep_lines(kept: &[TestKeep]) -> String {
    if kept.is_empty() {
        return "nothing".to_owned();
    }
    let lines = kept
        .iter()
        .map(|one| format!("{} by {} until {}", one.of, one.row, one.until));
    lines.collect::<Vec<_>>().join(", ")
}
