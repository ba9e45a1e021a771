//! The pieces of evidence of a case: what each is called, and whether the member has it.

use std::collections::BTreeMap;

use serde::Serialize;
use standing_domain::case::Step;
use standing_domain::{Fact, PrivateValue};
use utoipa::ToSchema;

use super::charges::words_of;

/// Whether the member has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceTold {
    NotYet,
    Disclosed,
    Withheld,
}

/// What the facts say of a piece of evidence.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) title: Option<String>,
    pub(crate) told: EvidenceTold,
    /// Why it was withheld.
    pub(crate) reasons: Option<String>,
}

/// Each piece that the facts name, by what they call it; the later fact counts.
pub(crate) fn pieces<'f>(
    facts: impl Iterator<Item = &'f Fact>,
    words: &[PrivateValue],
) -> BTreeMap<String, Piece> {
    let mut pieces = BTreeMap::new();
    for fact in facts {
        let told = match Step::of(&fact.what.kind) {
            Some(Step::EvidenceListed) => EvidenceTold::NotYet,
            Some(Step::EvidenceDisclosed) => EvidenceTold::Disclosed,
            Some(Step::EvidenceWithheld) => EvidenceTold::Withheld,
            _ => continue,
        };
        let Some(name) = fact.what.text("item") else {
            continue;
        };
        let piece = pieces.entry(name.to_owned()).or_insert(Piece {
            title: None,
            told,
            reasons: None,
        });
        piece.told = told;
        piece.title = words_of(words, fact.number, "title").or(piece.title.take());
        piece.reasons = words_of(words, fact.number, "reasons");
    }
    pieces
}
