//! Two versions of a rulebook side by side: amendments, and corrections of the encoding.

use std::collections::BTreeMap;

use crate::model::{Clause, ParamValue, Version};
use crate::params::{self, plain_words};

/// What differs between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Clauses that differ, in the order of the new version; removed ones follow.
    pub clauses: Vec<ClauseChange>,
    /// By name.
    pub params: Vec<ParamChange>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseChange {
    pub id: String,
    /// In the new version, or in the old one when it was removed.
    pub title: String,
    pub kind: ChangeKind,
    /// The words changed, the rule did not, and not only the value of a parameter is another: the
    /// author should say that this is meant.
    pub confirm: bool,
    /// The words of both versions, piece by piece, with parameters as plain words.
    pub words: Vec<Piece>,
    /// The rules and the table rows of both versions.
    pub rule: Vec<Piece>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    Added,
    Removed,
    /// The words changed: it takes a decision of whoever may amend.
    Amendment {
        rule_changed: bool,
    },
    /// The rule changed and the words did not: an error of whoever wrote the rule was mended, and
    /// past answers may change.
    Correction,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamChange {
    pub name: String,
    /// The clause that sets it, in the new version if it is there.
    pub clause: String,
    pub old: Option<ParamValue>,
    pub new: Option<ParamValue>,
}

/// A piece of two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Same(String),
    Removed(String),
    Added(String),
}

pub fn compare(old: &Version, new: &Version) -> Comparison {
    let by_id = |version: &Version| -> BTreeMap<String, usize> {
        let clauses = version.clauses.iter().enumerate();
        clauses
            .map(|(at, clause)| (clause.id.clone(), at))
            .collect()
    };
    let (in_old, in_new) = (by_id(old), by_id(new));
    let mut clauses = Vec::new();
    for clause in &new.clauses {
        let before = in_old.get(&clause.id).and_then(|at| old.clauses.get(*at));
        clauses.extend(change(before, Some(clause)));
    }
    for clause in &old.clauses {
        if !in_new.contains_key(&clause.id) {
            clauses.extend(change(Some(clause), None));
        }
    }
    Comparison {
        clauses,
        params: param_changes(old, new),
    }
}

fn change(old: Option<&Clause>, new: Option<&Clause>) -> Option<ClauseChange> {
    let kind = match (old, new) {
        (None, _) => ChangeKind::Added,
        (_, None) => ChangeKind::Removed,
        (Some(old), Some(new)) => {
            let rule_changed = old.rule_fingerprint != new.rule_fingerprint;
            if old.words_fingerprint != new.words_fingerprint {
                ChangeKind::Amendment { rule_changed }
            } else if rule_changed {
                ChangeKind::Correction
            } else {
                return None;
            }
        }
    };
    let of = new.or(old)?;
    let confirm = match (old, new) {
        (Some(old), Some(new)) => {
            kind == ChangeKind::Amendment {
                rule_changed: false,
            } && !only_values_differ(old, new)
        }
        _ => false,
    };
    let text =
        |clause: Option<&Clause>, of: fn(&Clause) -> String| clause.map_or_else(String::new, of);
    Some(ClauseChange {
        id: of.id.clone(),
        title: of.title.clone(),
        kind,
        confirm,
        words: diff(&text(old, words), &text(new, words)),
        rule: diff(&text(old, rule), &text(new, rule)),
    })
}

fn words(clause: &Clause) -> String {
    format!("{}\n\n{}", clause.title, plain_words(&clause.words))
}

fn rule(clause: &Clause) -> String {
    let mut rule = clause.rule_text.clone();
    for row in &clause.rows {
        if !rule.is_empty() {
            rule.push('\n');
        }
        rule.push_str(row);
    }
    rule
}

/// Whether the words are the same but for the values that parameters have in them. A rule uses the
/// new value of itself.
fn only_values_differ(old: &Clause, new: &Clause) -> bool {
    let nameless = |clause: &Clause| {
        let words = params::with_names(&clause.words);
        let words: Vec<&str> = words.split_whitespace().collect();
        format!("{}\n{}", clause.title, words.join(" "))
    };
    nameless(old) == nameless(new)
}

fn param_changes(old: &Version, new: &Version) -> Vec<ParamChange> {
    let mut all: BTreeMap<&str, ParamChange> = BTreeMap::new();
    for (version, is_new) in [(old, false), (new, true)] {
        for param in &version.params {
            let clause = version.clauses.get(param.clause.at());
            let change = all.entry(&param.name).or_insert_with(|| ParamChange {
                name: param.name.clone(),
                clause: String::new(),
                old: None,
                new: None,
            });
            change.clause = clause.map_or_else(String::new, |clause| clause.id.clone());
            let slot = if is_new {
                &mut change.new
            } else {
                &mut change.old
            };
            *slot = Some(param.value.clone());
        }
    }
    all.into_values()
        .filter(|change| change.old != change.new)
        .collect()
}

/// Beyond this, two texts are shown one after the other rather than woven together.
const TABLE_MAX: usize = 4_000_000;

/// Two texts word by word. Where only lines break elsewhere, nothing is changed.
pub fn diff(old: &str, new: &str) -> Vec<Piece> {
    let old: Vec<&str> = tokens(old);
    let new: Vec<&str> = tokens(new);
    let alike = |pair: &(&&str, &&str)| pair.0.trim_end() == pair.1.trim_end();
    let head = old.iter().zip(&new).take_while(alike).count();
    let most = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev());
    let tail = tail.take(most).take_while(alike).count();
    let mut pieces = Pieces(Vec::new());
    pieces.same(new.get(..head).unwrap_or_default());
    let middle = |all: &[&str]| -> Vec<String> {
        let part = all.get(head..all.len() - tail).unwrap_or_default();
        part.iter().map(|word| (*word).to_owned()).collect()
    };
    weave(&middle(&old), &middle(&new), &mut pieces);
    pieces.same(new.get(new.len() - tail..).unwrap_or_default());
    pieces.0
}

/// Words, each with the space after it.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut in_space = false;
    for (at, c) in text.char_indices() {
        if in_space && !c.is_whitespace() {
            tokens.push(text.get(start..at).unwrap_or_default());
            start = at;
        }
        in_space = c.is_whitespace();
    }
    if start < text.len() {
        tokens.push(text.get(start..).unwrap_or_default());
    }
    tokens
}

/// The longest common subsequence of two lists of words, with what is not in it.
fn weave(old: &[String], new: &[String], pieces: &mut Pieces) {
    let width = new.len() + 1;
    if (old.len() + 1).saturating_mul(width) > TABLE_MAX {
        pieces.removed(&old.concat());
        pieces.added(&new.concat());
        return;
    }
    let same = |a: &String, b: &String| a.trim_end() == b.trim_end();
    // lengths[i * width + j]: of the longest common part of old[i..] and new[j..].
    let mut lengths = vec![0_u32; (old.len() + 1) * width];
    let get =
        |lengths: &[u32], i: usize, j: usize| lengths.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let best = if same(a, b) {
                get(&lengths, i + 1, j + 1) + 1
            } else {
                get(&lengths, i + 1, j).max(get(&lengths, i, j + 1))
            };
            if let Some(slot) = lengths.get_mut(i * width + j) {
                *slot = best;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    loop {
        match (old.get(i), new.get(j)) {
            (Some(a), Some(b)) if same(a, b) => {
                pieces.same(&[b]);
                i += 1;
                j += 1;
            }
            (Some(a), b) if b.is_none() || get(&lengths, i + 1, j) >= get(&lengths, i, j + 1) => {
                pieces.removed(a);
                i += 1;
            }
            (_, Some(b)) => {
                pieces.added(b);
                j += 1;
            }
            (_, None) => return,
        }
    }
}

/// Pieces, of which two of a kind beside each other are one.
struct Pieces(Vec<Piece>);

impl Pieces {
    fn same(&mut self, words: &[impl AsRef<str>]) {
        for word in words {
            match self.0.last_mut() {
                Some(Piece::Same(text)) => text.push_str(word.as_ref()),
                _ => self.0.push(Piece::Same(word.as_ref().to_owned())),
            }
        }
    }

    fn removed(&mut self, word: &str) {
        match self.0.last_mut() {
            _ if word.is_empty() => {}
            Some(Piece::Removed(text)) => text.push_str(word),
            _ => self.0.push(Piece::Removed(word.to_owned())),
        }
    }

    fn added(&mut self, word: &str) {
        match self.0.last_mut() {
            _ if word.is_empty() => {}
            Some(Piece::Added(text)) => text.push_str(word),
            _ => self.0.push(Piece::Added(word.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_woven_word_by_word() {
        let pieces = diff(
            "lapses after 180 days unless\nby then a hearing",
            "lapses after 120 days\nunless a hearing or a review",
        );
        let shown: String = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Same(text) => text.clone(),
                Piece::Removed(text) => format!("[-{}]", text.trim_end()),
                Piece::Added(text) => format!("[+{}]", text.trim_end()),
            })
            .collect();
        assert_eq!(
            shown,
            "lapses after [-180][+120]days\nunless [-by then]a hearing [+or a review]"
        );
        assert_eq!(diff("a b", "a\nb"), [Piece::Same("a\nb".to_owned())]);
        assert_eq!(diff("", ""), []);
        assert_eq!(diff("", "x"), [Piece::Added("x".to_owned())]);
    }
}
