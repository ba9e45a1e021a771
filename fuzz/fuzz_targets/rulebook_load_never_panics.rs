//! Any bytes as the files of a folder: loading gives a rulebook or errors whose places exist.
//!
//! `cargo fuzz run rulebook_load_never_panics`, from the folder that holds `fuzz/`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use standing_rulebook::{Files, Rulebook};

/// A byte of 255, which UTF-8 never has, parts two files; the byte after it says which file follows.
const PARTS_FILES: u8 = 255;

const PATHS: &[&str] = &[
    "rulebook.toml",
    "vocabulary.toml",
    "versions/2018/01-membership.md",
    "versions/2018/06-discipline.md",
    "versions/2018/08-candidates.md",
    "versions/2018/12-decisions.md",
    "versions/2018/statuses.toml",
    "versions/2018/decisions.toml",
    "versions/2018/powers.toml",
    "versions/2018/publication.toml",
    "what-if/lapse-60.toml",
    "tests/case-m.toml",
];

/// The worked example; what the bytes bring takes the place of its files.
const EXAMPLE: &[(&str, &str)] = &[
    ("rulebook.toml", include_str!("../../rulebooks/small/rulebook.toml")),
    ("vocabulary.toml", include_str!("../../rulebooks/small/vocabulary.toml")),
    (
        "versions/2018/01-membership.md",
        include_str!("../../rulebooks/small/versions/2018/01-membership.md"),
    ),
    (
        "versions/2018/06-discipline.md",
        include_str!("../../rulebooks/small/versions/2018/06-discipline.md"),
    ),
    (
        "versions/2018/08-candidates.md",
        include_str!("../../rulebooks/small/versions/2018/08-candidates.md"),
    ),
    (
        "versions/2018/12-decisions.md",
        include_str!("../../rulebooks/small/versions/2018/12-decisions.md"),
    ),
    (
        "versions/2018/statuses.toml",
        include_str!("../../rulebooks/small/versions/2018/statuses.toml"),
    ),
    (
        "versions/2018/decisions.toml",
        include_str!("../../rulebooks/small/versions/2018/decisions.toml"),
    ),
];

fuzz_target!(|bytes: &[u8]| {
    let mut files: Files = EXAMPLE.iter().copied().collect();
    for part in bytes.split(|byte| *byte == PARTS_FILES) {
        let Some((which, text)) = part.split_first() else {
            continue;
        };
        if let Some(path) = PATHS.get(usize::from(*which) % PATHS.len()) {
            files.insert_bytes(*path, text);
        }
    }
    match Rulebook::load(&files) {
        Ok(loaded) => {
            for overlay in &loaded.rulebook.overlays {
                loaded
                    .with_overlay(overlay, &loaded.rulebook.texts)
                    .expect("a what-if was tried when it was loaded");
            }
        }
        Err(errors) => {
            assert!(!errors.is_empty(), "a refusal says why");
            for error in errors.iter().filter(|error| error.place.line > 0) {
                let text = files.get(&error.place.file).expect("the file is there");
                assert!((error.place.line as usize) <= text.split('\n').count());
            }
        }
    }
});
