//! The fields of a fact in words.

use crate::frame::Frame;
use crate::language::Piece;

/// Fields that the core knows, and their messages.
const LABELS: &[(&str, &str)] = &[
    ("absent", "label-absent"),
    ("abstentions", "label-abstentions"),
    ("act", "label-act"),
    ("action", "label-action"),
    ("adjustments", "label-adjustments"),
    ("amendment", "label-amendment"),
    ("amends", "label-amends"),
    ("answer", "label-answer"),
    ("answer_by", "label-answer-by"),
    ("appeal_by", "label-appeal-by"),
    ("area", "label-area"),
    ("at", "label-at-meeting"),
    ("attend", "label-attend"),
    ("begins_at", "label-begins-at"),
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
    ("consent", "label-consent"),
    ("contest", "label-contest"),
    ("corrects", "label-corrects"),
    ("decision", "label-decision"),
    ("declaration", "label-declaration"),
    ("delegated", "label-delegated"),
    ("delegation", "label-delegation"),
    ("division", "label-division"),
    ("draw", "label-draw"),
    ("drawn", "label-drawn"),
    ("due_on", "label-due-on"),
    ("eligible", "label-eligible"),
    ("ends_on", "label-ends-on"),
    ("entitled", "label-entitled"),
    ("erase_on", "label-erase-on"),
    ("erased", "label-erased"),
    ("family_name", "label-family-name"),
    ("files", "label-files"),
    ("fingerprint", "fingerprint"),
    ("form", "label-form"),
    ("from", "label-from"),
    ("full_size", "label-full-size"),
    ("gate", "label-gate"),
    ("given_name", "label-given-name"),
    ("ground", "label-ground"),
    ("grounds", "label-grounds"),
    ("hearing_on", "label-hearing-on"),
    ("held_on", "label-held-on"),
    ("how", "label-how"),
    ("in_camera", "label-in-camera"),
    ("in_favour", "label-in-favour"),
    ("in_post", "label-in-post"),
    ("intake", "label-intake"),
    ("into", "label-into"),
    ("item", "label-item"),
    ("kind", "label-kind"),
    ("label", "label-label"),
    ("language", "foot-language"),
    ("letters", "label-letters"),
    ("matter", "label-matter"),
    ("meeting", "label-meeting"),
    ("members", "label-members"),
    ("messages", "label-messages"),
    ("minutes", "label-minutes"),
    ("motion", "label-motion"),
    ("name", "name"),
    ("names", "label-names"),
    ("nature", "label-nature"),
    ("need", "label-need"),
    ("needed", "label-needed"),
    ("nomination", "label-nomination"),
    ("note", "label-note"),
    ("number", "label-number"),
    ("office", "office"),
    ("outcome", "label-outcome"),
    ("owner", "label-owner"),
    ("panel", "label-panel"),
    ("parent", "label-parent"),
    ("part", "label-part"),
    ("particulars", "label-particulars"),
    ("person", "label-person"),
    ("place", "label-place"),
    ("pool", "label-pool"),
    ("present", "label-present"),
    ("question", "ask-question"),
    ("quorum", "label-quorum"),
    ("reason", "label-reason"),
    ("reasons", "label-reasons"),
    ("ref", "label-ref"),
    ("report", "label-report"),
    ("request", "label-request"),
    ("review_on", "label-review-on"),
    ("role", "label-role"),
    ("roll", "label-roll"),
    ("roll_size", "label-roll-size"),
    ("rulebook", "nav-rulebook"),
    ("scope", "label-scope"),
    ("seat", "label-seat"),
    ("seeds", "label-seeds"),
    ("signatures", "label-signatures"),
    ("size", "label-size"),
    ("sort", "label-sort"),
    ("stood_aside", "label-stood-aside"),
    ("suspension", "label-suspension"),
    ("task", "label-task"),
    ("template", "label-template"),
    ("term", "label-term"),
    ("text", "label-text"),
    ("tied_to", "label-tied-to"),
    ("title", "label-title"),
    ("to", "label-to"),
    ("unnamed", "label-unnamed"),
    ("until", "label-until"),
    ("upheld", "label-upheld"),
    ("version", "version-column"),
    ("vote", "label-vote"),
    ("votes", "label-votes"),
    ("votes_against", "label-votes-against"),
    ("votes_for", "label-votes-for"),
    ("way", "label-way"),
    ("weight", "label-weight"),
    ("word", "label-word"),
    ("words", "label-words"),
];

/// What has no words of its own is its name, which the rulebook gave it.
pub(crate) fn label(frame: &Frame, field: &str) -> Piece {
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
            include_str!("../../../../domain/src/kind/of_bodies.rs"),
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
