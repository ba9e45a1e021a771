//! The fields of a fact in words.

use crate::frame::Frame;
use crate::language::Piece;

/// Fields that the core knows, and their messages.
const LABELS: &[(&str, &str)] = &[
    ("act", "label-act"),
    ("adjustments", "label-adjustments"),
    ("answer", "label-answer"),
    ("answer_by", "label-answer-by"),
    ("appeal_by", "label-appeal-by"),
    ("area", "label-area"),
    ("body", "body"),
    ("born_on", "label-born-on"),
    ("branch", "branch"),
    ("breach", "label-breach"),
    ("by", "label-by"),
    ("candidacy", "label-candidacy"),
    ("case", "label-case"),
    ("charge", "label-charge"),
    ("closes", "label-closes"),
    ("companion", "label-companion"),
    ("companion_name", "label-companion-name"),
    ("complainant", "label-complainant"),
    ("complaints", "label-complaints"),
    ("contest", "label-contest"),
    ("declaration", "label-declaration"),
    ("delegated", "label-delegated"),
    ("delegation", "label-delegation"),
    ("draw", "label-draw"),
    ("drawn", "label-drawn"),
    ("eligible", "label-eligible"),
    ("ends_on", "label-ends-on"),
    ("erase_on", "label-erase-on"),
    ("erased", "label-erased"),
    ("family_name", "label-family-name"),
    ("files", "label-files"),
    ("fingerprint", "fingerprint"),
    ("form", "label-form"),
    ("from", "label-from"),
    ("gate", "label-gate"),
    ("given_name", "label-given-name"),
    ("ground", "label-ground"),
    ("grounds", "label-grounds"),
    ("hearing_on", "label-hearing-on"),
    ("in_favour", "label-in-favour"),
    ("intake", "label-intake"),
    ("into", "label-into"),
    ("item", "label-item"),
    ("kind", "label-kind"),
    ("label", "label-label"),
    ("language", "foot-language"),
    ("letters", "label-letters"),
    ("matter", "label-matter"),
    ("members", "label-members"),
    ("messages", "label-messages"),
    ("name", "name"),
    ("names", "label-names"),
    ("nature", "label-nature"),
    ("need", "label-need"),
    ("nomination", "label-nomination"),
    ("note", "label-note"),
    ("number", "label-number"),
    ("office", "office"),
    ("outcome", "label-outcome"),
    ("panel", "label-panel"),
    ("parent", "label-parent"),
    ("part", "label-part"),
    ("particulars", "label-particulars"),
    ("person", "label-person"),
    ("place", "label-place"),
    ("pool", "label-pool"),
    ("question", "ask-question"),
    ("reason", "label-reason"),
    ("reasons", "label-reasons"),
    ("ref", "label-ref"),
    ("request", "label-request"),
    ("review_on", "label-review-on"),
    ("role", "label-role"),
    ("rulebook", "nav-rulebook"),
    ("scope", "label-scope"),
    ("seat", "label-seat"),
    ("seeds", "label-seeds"),
    ("signatures", "label-signatures"),
    ("size", "label-size"),
    ("suspension", "label-suspension"),
    ("template", "label-template"),
    ("term", "label-term"),
    ("text", "label-text"),
    ("tied_to", "label-tied-to"),
    ("title", "label-title"),
    ("to", "label-to"),
    ("unnamed", "label-unnamed"),
    ("until", "label-until"),
    ("version", "version-column"),
    ("votes", "label-votes"),
    ("votes_against", "label-votes-against"),
    ("votes_for", "label-votes-for"),
    ("way", "label-way"),
    ("word", "label-word"),
    ("words", "label-words"),
];

/// What has no words of its own is its name, which the rulebook gave it.
pub(super) fn label(frame: &Frame, field: &str) -> Piece {
    let found = LABELS.iter().find(|(name, _)| *name == field);
    match found {
        Some((_, key)) => frame.say(key).piece(),
        None => frame.theirs(frame.heading(frame.code(field))),
    }
}

#[cfg(test)]
mod tests {
    use super::LABELS;

    #[test]
    fn every_field_of_the_core_has_a_label() {
        let kinds = concat!(
            include_str!("../../../../domain/src/kind/of_cases.rs"),
            include_str!("../../../../domain/src/kind/others.rs")
        );
        for before in ["must(\"", "may(\""] {
            for (at, _) in kinds.match_indices(before) {
                let field = kinds[at + before.len()..].split('"').next().unwrap();
                let has_label = LABELS.iter().any(|(name, _)| *name == field);
                assert!(has_label, "`{field}` has none");
            }
        }
    }
}
