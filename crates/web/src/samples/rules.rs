//! Pages of the rulebook that ships with Standing, and a what-if over made-up people.

use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

use standing_app::answer::Truth;
use standing_app::whatif::{ActChanged, AnswerChanged, WhatIf};
use standing_base::IdKind;
use standing_rulebook::{Files, Loaded, REPLAY_CAVEAT, Rulebook, Version};

use super::{HOSTILE, Sample, day, frame, id, sample};
use crate::frame::Section;
use crate::pages::clause::ClauseHtml;
use crate::pages::compare::CompareHtml;
use crate::pages::readback;
use crate::pages::rulebook::{RulebookHtml, VersionHtml};
use crate::pages::what_if::{WhatIfForm, WhatIfHtml};
use crate::query::{FieldError, Fields};

/// The rulebook of the Example Party, or why it cannot be loaded.
static LOADED: LazyLock<Result<Loaded, String>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebooks/example-party");
    let mut files = Files::new();
    gather(&folder, "", &mut files).map_err(|error| error.to_string())?;
    Rulebook::load(&files).map_err(|errors| {
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        errors.join("\n")
    })
});

fn gather(folder: &Path, prefix: &str, files: &mut Files) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            gather(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.insert(path, std::fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}

pub(super) fn pages() -> Vec<Sample> {
    let rulebook = match LOADED.as_ref() {
        Ok(loaded) => &loaded.rulebook,
        Err(error) => {
            return vec![Sample {
                address: "/rulebook",
                html: format!("the rulebook of the samples does not load: {error}"),
            }];
        }
    };
    let mut pages = vec![
        sample("/rulebook", &contents(rulebook)),
        sample("/what-if", &form(rulebook)),
        sample("/what-if/errors", &wrong_form(rulebook)),
        sample("/what-if/result", &result(rulebook)),
        sample("/what-if/hostile", &hostile_result(rulebook)),
    ];
    if let [older, newer, ..] = rulebook.versions.as_slice() {
        pages.push(sample("/rulebook/version", &version(rulebook, older)));
        pages.push(sample(
            "/rulebook/compare",
            &compare(rulebook, older, newer),
        ));
        pages.push(sample("/rulebook/same", &compare(rulebook, older, older)));
        for (address, clause) in [
            ("/rulebook/clause-with-timer", "6.3"),
            ("/rulebook/clause-with-terms", "1.4"),
            ("/rulebook/clause-with-bar", "8.4.a"),
            ("/rulebook/clause-judgement", "6.9"),
        ] {
            pages.extend(clause_page(address, rulebook, older, clause));
        }
    }
    pages
}

fn contents(rulebook: &Rulebook) -> RulebookHtml<'_> {
    RulebookHtml {
        frame: frame(Section::Rulebook),
        rulebook,
        today: day("2019-11-06"),
    }
}

fn version<'a>(rulebook: &'a Rulebook, version: &'a Version) -> VersionHtml<'a> {
    VersionHtml::new(frame(Section::Rulebook), rulebook, version)
}

fn compare<'a>(rulebook: &'a Rulebook, from: &'a Version, to: &'a Version) -> CompareHtml<'a> {
    CompareHtml::new(frame(Section::Rulebook), from, to, |version, clause| {
        readback::of_clause(rulebook, version, clause)
    })
}

fn clause_page(
    address: &'static str,
    rulebook: &Rulebook,
    version: &Version,
    clause: &str,
) -> Option<Sample> {
    let clause = version.clauses.iter().find(|one| one.id == clause)?;
    let readback = readback::of_clause(rulebook, version, clause);
    let page = ClauseHtml::new(
        frame(Section::Rulebook),
        rulebook,
        version,
        clause,
        readback,
    );
    Some(sample(address, &page))
}

fn form(rulebook: &Rulebook) -> WhatIfHtml {
    let form = WhatIfForm::new(rulebook, &Fields::default());
    WhatIfHtml::new(frame(Section::WhatIf), rulebook, form)
}

fn wrong_form(rulebook: &Rulebook) -> WhatIfHtml {
    let mut html = form(rulebook);
    html.form.errors = vec![FieldError::new(
        "param.suspension_lapse",
        "`sixty days` is not a length of time such as `30 days` or `6 months`",
    )];
    html
}

fn result(rulebook: &Rulebook) -> WhatIfHtml {
    form(rulebook).with(replayed())
}

fn hostile_result(rulebook: &Rulebook) -> WhatIfHtml {
    let mut replayed = replayed();
    HOSTILE.clone_into(&mut replayed.name);
    replayed.changes = vec![HOSTILE.to_owned()];
    for answer in &mut replayed.answers {
        HOSTILE.clone_into(&mut answer.name);
    }
    for act in &mut replayed.acts {
        HOSTILE.clone_into(&mut act.name);
        HOSTILE.clone_into(&mut act.says);
    }
    form(rulebook).with(replayed)
}

fn replayed() -> WhatIf {
    let changed = |question: &str, from: &str, until: Option<&str>| AnswerChanged {
        subject: id(IdKind::Person, 1),
        name: "Morgan Ellery".to_owned(),
        question: question.to_owned(),
        from: day(from),
        until: until.map(day),
        was: Truth::Yes,
        becomes: Truth::No,
    };
    WhatIf {
        name: "Suspension lapses after 60 days without a hearing".to_owned(),
        changes: vec![
            "suspension_lapse: 180 days → 60 days".to_owned(),
            "suspension_kept_by: hearing, review → hearing".to_owned(),
        ],
        subjects_changed: Some(12),
        subjects: 2104,
        by_question: vec![
            ("is_suspended".to_owned(), Some(12)),
            ("endorse".to_owned(), None),
        ],
        answers: vec![
            changed("is_suspended", "2019-04-29", Some("2019-06-26")),
            changed("is_suspended", "2019-11-03", None),
        ],
        acts: vec![ActChanged {
            number: 9,
            kind: "suspension_ended".to_owned(),
            on: day("2019-06-26"),
            name: "Morgan Ellery".to_owned(),
            says: "has no effect: the suspension had lapsed".to_owned(),
        }],
        acts_changed: None,
        replayed_in: Duration::ZERO,
        caveat: REPLAY_CAVEAT,
    }
}
