//! Whether an entry is lawful by the question that it asks itself.

use crate::answer::Answer;
use crate::ask::{Asker, Scratch, Subject};
use crate::eval::View;
use crate::model::RecordIx;
use crate::tell::{Notes, Teller};

impl Asker {
    /// The answer to the question that an entry asks itself, put as it is for marks: when the entry has
    /// set its facts, and before it moves anything. `None` for an entry that asks none.
    pub fn own_answer(
        &self,
        scratch: &mut Scratch,
        subject: Subject<'_>,
        record: RecordIx,
        entry: u64,
    ) -> Option<Answer> {
        let history = subject.history;
        let found = history.entries.iter().find(|one| one.number == entry)?;
        let Scratch { sequence, state } = scratch;
        sequence.read(&self.rulebook, record, &history, None);
        sequence.exclude_on(found.on);
        sequence.place(&history, None);
        let mut told = None;
        self.fold(
            state,
            sequence,
            history,
            record,
            found.on,
            |state, entering| {
                if entering.entry.number != entry {
                    return;
                }
                let asked = self.own_question(entering);
                let view = View::new(&self.rulebook, &self.program, state, entering.on);
                told = asked.zip(view).map(|((question, at), view)| {
                    let teller = Teller {
                        view,
                        history,
                        names: subject.names,
                        notes: &Notes::default(),
                    };
                    teller.question(question, at)
                });
            },
        );
        let told = told?;
        let (version, before_first_version) = self.version_on(found.on);
        Some(Answer {
            truth: told.truth,
            grounds: told.grounds,
            version: version.map(|text| text.id.clone()).unwrap_or_default(),
            fingerprint: version
                .map(|text| text.fingerprint.clone())
                .unwrap_or_default(),
            before_first_version,
            rules_tried: told.rules_tried,
            changes_on: None,
            looked_until: None,
        })
    }
}
