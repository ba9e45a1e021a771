//! Folds a placed history, with what the rules say against acts and which acts are of no effect.

use standing_base::Date;

use crate::answer::{Annulled, Mark};
use crate::ask::{Asker, Subject, earlier};
use crate::eval::{Fast, View};
use crate::history::History;
use crate::machine::{Entering, Fold};
use crate::model::{QuestionIx, RecordIx};
use crate::placing::Sequence;
use crate::state::{ROOT, State};
use crate::tell::{Notes, Teller};
use crate::truth::Truth;

impl Asker {
    /// Folds the entries as placed up to the end of a day. `entering` sees each entry after it has
    /// set its facts and before it moves anything. Returns the next day on which anything happens
    /// by itself or by what is already recorded.
    pub(crate) fn fold(
        &self,
        state: &mut State,
        sequence: &Sequence,
        history: History<'_>,
        root: RecordIx,
        day: Date,
        mut entering: impl FnMut(&State, &Entering<'_>),
    ) -> Option<Date> {
        state.reset(&self.program, root);
        let mut fold = Fold {
            rulebook: &self.rulebook,
            program: &self.program,
            history,
            root,
            state,
        };
        let mut next = None;
        for placed in &sequence.placed {
            if placed.on > day {
                next = Some(placed.on);
                break;
            }
            fold.advance(placed.on);
            if let Some(entry) = fold.begin_entry(placed.entry, placed.on) {
                entering(fold.state, &entry);
                fold.finish_entry(&entry);
            }
        }
        fold.advance(day);
        next = earlier(next, fold.next_lapse());
        next = earlier(next, self.program.next_version_after(day));
        earlier(next, sequence.next_annulment_after(day))
    }

    /// Folds, and keeps what the rules say against acts and which acts are of no effect.
    pub(crate) fn fold_with_notes(
        &self,
        state: &mut State,
        sequence: &Sequence,
        subject: Subject<'_>,
        root: RecordIx,
        day: Date,
    ) -> (Notes, Option<Date>) {
        let mut notes = Notes::default();
        let history = subject.history;
        let next = self.fold(state, sequence, history, root, day, |state, entering| {
            self.mark(state, entering, subject, &mut notes);
        });
        let mut fold = Fold {
            rulebook: &self.rulebook,
            program: &self.program,
            history,
            root,
            state,
        };
        for (act, by) in &sequence.excluded {
            let (Some(one), Some(other)) = (
                history.entries.get(*act as usize),
                history.entries.get(*by as usize),
            ) else {
                continue;
            };
            if one.on > day {
                continue;
            }
            let annulled = Annulled {
                act: one.number,
                on: one.on,
                by: other.number,
                by_on: other.on,
            };
            let cells = fold.touched(*act);
            notes
                .annulled
                .extend(cells.into_iter().map(|cell| (cell, annulled)));
        }
        notes
            .annulled
            .sort_by_key(|(cell, annulled)| (*cell, annulled.on, annulled.act));
        notes.annulled.dedup();
        (notes, next)
    }

    /// The question that an entry itself asks, and of what.
    pub(crate) fn own_question(&self, entering: &Entering<'_>) -> Option<(QuestionIx, u32)> {
        let question = entering.kind.asks?;
        let about = self.rulebook.vocabulary.questions.get(question.at());
        let about = about.map(|question| question.about);
        let at = match (entering.kind.item, entering.item) {
            (Some(of), Some(at)) if Some(of.record) == about => at,
            _ => ROOT,
        };
        Some((question, at))
    }

    /// Marks an act that the question it `asks` does not allow.
    fn mark(
        &self,
        state: &State,
        entering: &Entering<'_>,
        subject: Subject<'_>,
        notes: &mut Notes,
    ) {
        let Some((question, at)) = self.own_question(entering) else {
            return;
        };
        let Some(view) = View::new(&self.rulebook, &self.program, state, entering.on) else {
            return;
        };
        if Fast::new(view).question(question, at) == Truth::Yes {
            return;
        }
        let teller = Teller {
            view,
            history: subject.history,
            names: subject.names,
            notes: &Notes::default(),
        };
        for ground in teller.question(question, at).grounds {
            let mark = Mark {
                entry: entering.entry.number,
                clause: ground.clause_id().to_owned(),
                says: ground.says,
            };
            notes.marks.push((entering.index, mark));
        }
    }
}
