//! Two texts compared word by word, as `ins` and `del` show it.

use standing_rulebook::{Piece, diff};

/// A run of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) kept: Kept,
    pub(crate) text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    Both,
    OnlyOld,
    OnlyNew,
}

impl Run {
    pub(crate) fn is_gone(&self) -> bool {
        self.kept == Kept::OnlyOld
    }

    pub(crate) fn is_new(&self) -> bool {
        self.kept == Kept::OnlyNew
    }

    /// Without the white space at the end: a mark does not run on into the gap between words.
    pub(crate) fn words(&self) -> &str {
        self.text.trim_end()
    }

    /// The white space at the end; what is gone is never run together with what is new.
    pub(crate) fn space(&self) -> &str {
        match self.text.get(self.words().len()..) {
            Some("") | None if self.is_gone() => " ",
            space => space.unwrap_or_default(),
        }
    }

    fn count(&self) -> usize {
        self.text.split_whitespace().count()
    }
}

/// Runs that give the old text without the new ones, and the new text without the old ones.
pub(crate) fn compare(old: &str, new: &str) -> Vec<Run> {
    let pieces = diff(old, new).into_iter().map(|piece| {
        let (kept, text) = match piece {
            Piece::Same(text) => (Kept::Both, text),
            Piece::Removed(text) => (Kept::OnlyOld, text),
            Piece::Added(text) => (Kept::OnlyNew, text),
        };
        Run { kept, text }
    });
    readable(pieces)
}

/// So few words in common between changes, which are so long together, are a coincidence.
const COINCIDENCE_WORDS_MAX: usize = 2;
const AROUND_WORDS_MIN: usize = 6;

/// Puts what is gone before what is new in every changed place, and drops coincidences: a sentence
/// of which only `not` was kept reads better as another sentence.
fn readable(runs: impl Iterator<Item = Run>) -> Vec<Run> {
    let mut out = Runs::default();
    let (mut gone, mut new) = (Runs::default(), Runs::default());
    let mut runs = runs.peekable();
    let mut changed = 0;
    while let Some(run) = runs.next() {
        match run.kept {
            Kept::OnlyOld => {
                changed += run.count();
                gone.push(Kept::OnlyOld, &run.text);
            }
            Kept::OnlyNew => {
                changed += run.count();
                new.push(Kept::OnlyNew, &run.text);
            }
            Kept::Both => {
                let follows = runs.peek().map_or(0, Run::count);
                let coincidence = changed > 0
                    && follows > 0
                    && run.count() <= COINCIDENCE_WORDS_MAX
                    && changed + follows >= AROUND_WORDS_MIN;
                if coincidence {
                    gone.push(Kept::OnlyOld, &run.text);
                    new.push(Kept::OnlyNew, &run.text);
                } else {
                    out.0.append(&mut gone.0);
                    out.0.append(&mut new.0);
                    changed = 0;
                    out.0.push(run);
                }
            }
        }
    }
    out.0.append(&mut gone.0);
    out.0.append(&mut new.0);
    out.0
}

#[derive(Default)]
struct Runs(Vec<Run>);

impl Runs {
    fn push(&mut self, kept: Kept, word: &str) {
        match self.0.last_mut() {
            Some(run) if run.kept == kept => run.text.push_str(word),
            _ => self.0.push(Run {
                kept,
                text: word.to_owned(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(old: &str, new: &str) -> String {
        compare(old, new)
            .iter()
            .map(|run| match run.kept {
                Kept::Both => run.text.clone(),
                Kept::OnlyOld => format!("[-{}-]", run.text),
                Kept::OnlyNew => format!("[+{}+]", run.text),
            })
            .collect()
    }

    #[test]
    fn what_is_new_and_what_is_gone_are_told_word_by_word() {
        for (old, new, expected) in [
            ("", "", ""),
            ("same words", "same words", "same words"),
            ("", "all new", "[+all new+]"),
            ("all gone", "", "[-all gone-]"),
            (
                "lapses after 180 days unless",
                "lapses after 90 days unless",
                "lapses after [-180 -][+90 +]days unless",
            ),
            (
                "a hearing has been held",
                "a hearing or a review has been held",
                "a hearing [+or a review +]has been held",
            ),
            ("a\nb", "a b", "a b"),
            (
                "This number is not used.",
                "Clause 8 does not bar a member.",
                "[-This number is not used.-][+Clause 8 does not bar a member.+]",
            ),
        ] {
            assert_eq!(marked(old, new), expected, "{old:?} -> {new:?}");
        }
    }

    #[test]
    fn both_texts_can_be_read_back_from_the_runs() {
        let (old, new) = ("one two three four five ", "two one three five six ");
        let runs = compare(old, new);
        let without = |kept: Kept| -> String {
            let runs = runs.iter().filter(|run| run.kept != kept);
            runs.map(|run| run.text.as_str()).collect()
        };
        assert_eq!(without(Kept::OnlyNew), old);
        assert_eq!(without(Kept::OnlyOld), new);
    }
}
