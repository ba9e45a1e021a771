//! Any text as a rule block: it is read or refused, and what is read can be read back.
//!
//! `cargo fuzz run rule_block_never_panics`, from the folder that holds `fuzz/`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use standing_rulebook::{Files, Readback, Rulebook};

const MANIFEST: &str = r#"
name = "Fuzz"
timezone = "UTC"
[[version]]
id = "1"
folder = "versions/1"
in_force = 2019-01-01
adopted_by = "nobody"
"#;

const VOCABULARY: &str = r#"
[enum.status]
values = ["none", "member", "suspended"]
[record.member]
status = { type = "status" }
on = { type = "date" }
so = { type = "yesno" }
n = { type = "number" }
t = { type = "text" }
cases = { type = "list:case" }
[record.case]
status = { type = "status" }
on = { type = "date" }
so = { type = "yesno" }
[question]
q = { about = "member" }
c = { about = "case" }
"#;

fuzz_target!(|rule: &str| {
    let clause = format!(
        "# Rule {{#1}}\n\nFor [6 months](param:time), [20](param:enough).\n\n~~~~~~rule\n{rule}\n~~~~~~\n"
    );
    let files: Files = [
        ("rulebook.toml", MANIFEST),
        ("vocabulary.toml", VOCABULARY),
        ("versions/1/1.md", clause.as_str()),
    ]
    .into_iter()
    .collect();
    if let Ok(loaded) = Rulebook::load(&files) {
        for version in &loaded.rulebook.versions {
            let readback = Readback::new(&loaded.rulebook, version);
            for rule in &version.rules {
                let _ = (readback.rule(rule), readback.negated(&rule.condition));
            }
            for define in &version.defines {
                let _ = readback.define(define);
            }
        }
    }
});
