use std::io::{self, Write};

use standing_rulebook::{Clause, ClauseIx, Loaded, Readback, Rulebook, Version, plain_words};

use crate::failure::{Failure, Outcome};

pub(super) fn show(loaded: &Loaded, clause: Option<&str>, version: Option<&str>) -> Outcome {
    let rulebook = &loaded.rulebook;
    let text = super::version(loaded, version)?;
    let mut out = io::stdout().lock();
    let Some(id) = clause else {
        writeln!(out, "{}", rulebook.name)?;
        for version in &rulebook.versions {
            writeln!(
                out,
                "version {}, in force from {}, adopted by {}",
                version.id, version.in_force, version.adopted_by
            )?;
        }
        writeln!(out, "\nclauses of version {}", text.id)?;
        for clause in &text.clauses {
            let indent = usize::from(clause.level.saturating_sub(1)) * 2;
            writeln!(out, "{:indent$}{:8} {}", "", clause.id, clause.title)?;
        }
        return Ok(());
    };
    let found = text
        .clauses
        .iter()
        .zip(0..)
        .find(|(clause, _)| clause.id == id);
    let (clause, index) = found.ok_or_else(|| {
        Failure::bad(format!(
            "version {} has no clause `{id}`; `standing rulebook show` lists them",
            text.id
        ))
    })?;
    print_clause(&mut out, rulebook, text, clause, ClauseIx(index))?;
    Ok(())
}

fn print_clause(
    out: &mut impl Write,
    rulebook: &Rulebook,
    text: &Version,
    clause: &Clause,
    index: ClauseIx,
) -> io::Result<()> {
    writeln!(
        out,
        "{} (version {}, {}:{})\n",
        clause.title, text.id, clause.place.file, clause.place.line
    )?;
    writeln!(out, "{}", plain_words(&clause.words).trim())?;
    for line in rules_in_words(rulebook, text, index) {
        writeln!(out, "\nread back: {line}")?;
    }
    writeln!(
        out,
        "\nwords {}\nrule  {}",
        clause.words_fingerprint, clause.rule_fingerprint
    )
}

fn rules_in_words(rulebook: &Rulebook, text: &Version, clause: ClauseIx) -> Vec<String> {
    let readback = Readback::new(rulebook, text);
    let defines = text.defines.iter().filter(|define| define.clause == clause);
    let rules = text.rules.iter().filter(|rule| rule.clause == clause);
    defines
        .map(|define| readback.define(define))
        .chain(rules.map(|rule| readback.rule(rule)))
        .collect()
}

/// Every rule in words under the words of its clause.
pub(super) fn readback(loaded: &Loaded, version: Option<&str>) -> Outcome {
    let rulebook = &loaded.rulebook;
    let text = super::version(loaded, version)?;
    let mut out = io::stdout().lock();
    for (clause, index) in text.clauses.iter().zip(0..) {
        let lines = rules_in_words(rulebook, text, ClauseIx(index));
        if lines.is_empty() {
            continue;
        }
        writeln!(out, "{}  {}", clause.id, clause.title)?;
        for paragraph in plain_words(&clause.words)
            .split("\n\n")
            .filter(|text| !text.trim().is_empty())
        {
            writeln!(
                out,
                "    | {}",
                paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
            )?;
        }
        for line in lines {
            writeln!(out, "    {line}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}
