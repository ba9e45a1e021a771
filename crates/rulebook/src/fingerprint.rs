//! SHA-256 of what a clause says, of what it does, and of whole folders.

use sha2::{Digest, Sha256};

use crate::markdown::RawClause;
use crate::model::ClauseMark;
use crate::params;

/// A hash over parts, each with its length, so that no two lists of parts read alike.
pub(crate) struct Fingerprint(Sha256);

impl Fingerprint {
    pub(crate) fn new() -> Self {
        Self(Sha256::new())
    }

    pub(crate) fn add(&mut self, part: &str) -> &mut Self {
        self.0.update(part.len().to_le_bytes());
        self.0.update(part.as_bytes());
        self
    }

    pub(crate) fn hex(self) -> String {
        let mut hex = String::with_capacity(64);
        for byte in self.0.finalize() {
            for half in [byte >> 4, byte & 15] {
                hex.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
            }
        }
        hex
    }
}

/// Of the words as a reader sees them: heading and text, with the words of parameters but not
/// their titles. How lines are broken makes no difference.
pub(crate) fn words(clause: &RawClause<'_>) -> String {
    let mut fingerprint = Fingerprint::new();
    fingerprint.add(&clause.title);
    for paragraph in params::plain_words(&clause.words).split("\n\n") {
        fingerprint.add(&one_line(paragraph));
    }
    fingerprint.hex()
}

/// Of what is executed: the rule blocks, the names of the parameters and the values that stand
/// apart from the words, the table rows that cite the clause, and the mark.
pub(crate) fn rule(clause: &RawClause<'_>, rows: &[String]) -> String {
    let mut fingerprint = Fingerprint::new();
    fingerprint.add(match clause.mark {
        None => "",
        Some(ClauseMark::Judgement) => "judgement",
        Some(ClauseMark::Procedure) => "procedure",
        Some(ClauseMark::Text) => "text",
    });
    for block in &clause.blocks {
        fingerprint.add("rule");
        fingerprint.add(&one_line(clause.source.slice(block)));
    }
    for param in &clause.params {
        fingerprint.add("param").add(&param.name.value);
        fingerprint.add(param.title.as_deref().unwrap_or_default());
    }
    for row in rows {
        fingerprint.add("row").add(row);
    }
    fingerprint.hex()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
