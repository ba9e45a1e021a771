//! Two texts compared word by word, for `ins` and `del`.

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

    pub(crate) fn space(&self) -> &str {
        self.text.get(self.words().len()..).unwrap_or_default()
    }

    fn count(&self) -> usize {
        self.text.split_whitespace().count()
    }
}

/// The largest table that a comparison may fill; above it, what differs is shown as a whole. A
/// clause of a thousand words against another takes a quarter of it.
const CELLS_MAX: usize = 4_000_000;

/// Runs that give the old text without the new ones, and the new text without the old ones.
pub(crate) fn compare(old: &str, new: &str) -> Vec<Run> {
    let (old, new) = (words(old), words(new));
    let before = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (head, old) = old.split_at(before);
    let new = new.get(before..).unwrap_or_default();
    let after = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (old, tail) = old.split_at(old.len() - after);
    let new = new.get(..new.len() - after).unwrap_or_default();

    let mut runs = Runs::default();
    runs.extend(Kept::Both, head);
    if old.len().saturating_mul(new.len()) > CELLS_MAX {
        runs.extend(Kept::OnlyOld, old);
        runs.extend(Kept::OnlyNew, new);
    } else {
        middle(old, new, &mut runs);
    }
    runs.extend(Kept::Both, tail);
    readable(runs.0)
}

/// So few words in common between changes, which are so long together, are a coincidence.
const COINCIDENCE_WORDS_MAX: usize = 2;
const AROUND_WORDS_MIN: usize = 6;

/// Puts what is gone before what is new in every changed place, and drops coincidences: a sentence
/// of which only `not` was kept reads better as another sentence.
fn readable(runs: Vec<Run>) -> Vec<Run> {
    let mut out = Runs::default();
    let (mut gone, mut new) = (Runs::default(), Runs::default());
    let mut runs = runs.into_iter().peekable();
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

/// Words, each with the white space after it.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut in_space = false;
    for (at, c) in text.char_indices() {
        if in_space && !c.is_whitespace() {
            words.extend(text.get(start..at));
            start = at;
        }
        in_space = c.is_whitespace();
    }
    words.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    words
}

/// The longest common subsequence, by the table of lengths of what is still to come.
fn middle(old: &[&str], new: &[&str], runs: &mut Runs) {
    let width = new.len() + 1;
    let mut lengths = vec![0_u32; (old.len() + 1) * width];
    let at = |lengths: &[u32], row: usize, column: usize| {
        lengths.get(row * width + column).copied().unwrap_or(0)
    };
    for (row, old_word) in old.iter().enumerate().rev() {
        for (column, new_word) in new.iter().enumerate().rev() {
            let length = if same(old_word, new_word) {
                at(&lengths, row + 1, column + 1) + 1
            } else {
                at(&lengths, row + 1, column).max(at(&lengths, row, column + 1))
            };
            if let Some(cell) = lengths.get_mut(row * width + column) {
                *cell = length;
            }
        }
    }
    let (mut row, mut column) = (0, 0);
    loop {
        match (old.get(row), new.get(column)) {
            (Some(old_word), Some(new_word)) if same(old_word, new_word) => {
                // The new text's white space is as good as the old one's.
                runs.push(Kept::Both, new_word);
                row += 1;
                column += 1;
            }
            (Some(old_word), new_word) => {
                let drop_old = new_word.is_none()
                    || at(&lengths, row + 1, column) >= at(&lengths, row, column + 1);
                if drop_old {
                    runs.push(Kept::OnlyOld, old_word);
                    row += 1;
                } else if let Some(new_word) = new_word {
                    runs.push(Kept::OnlyNew, new_word);
                    column += 1;
                }
            }
            (None, Some(new_word)) => {
                runs.push(Kept::OnlyNew, new_word);
                column += 1;
            }
            (None, None) => break,
        }
    }
}

fn same(old: &str, new: &str) -> bool {
    old.trim_end() == new.trim_end()
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

    fn extend(&mut self, kept: Kept, words: &[&str]) {
        for word in words {
            self.push(kept, word);
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
