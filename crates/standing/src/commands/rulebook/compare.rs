use std::io::{self, Write};

use standing_rulebook::{ChangeKind, Loaded, Piece, compare};

use crate::failure::Outcome;

pub(super) fn run(loaded: &Loaded, from: &str, to: &str) -> Outcome {
    let old = super::version(loaded, Some(from))?;
    let new = super::version(loaded, Some(to))?;
    let found = compare(old, new);
    let mut out = io::stdout().lock();
    writeln!(out, "from version {} to version {}", old.id, new.id)?;
    for change in &found.clauses {
        let kind = match change.kind {
            ChangeKind::Added => "added",
            ChangeKind::Removed => "removed",
            ChangeKind::Amendment { rule_changed: true } => "amended, words and rule",
            ChangeKind::Amendment {
                rule_changed: false,
            } => "amended, words only",
            ChangeKind::Correction => "correction of the encoding: the rule, not the words",
        };
        writeln!(out, "\nclause {} {} ({kind})", change.id, change.title)?;
        if change.confirm {
            writeln!(
                out,
                "  the words changed and the rule did not: is that meant?"
            )?;
        }
        print_pieces(&mut out, &change.words)?;
        print_pieces(&mut out, &change.rule)?;
    }
    if found.clauses.is_empty() {
        writeln!(out, "no clause differs")?;
    }
    Ok(())
}

/// Text with `[-removed-]` and `{+added+}` pieces, as word differences are commonly written.
fn print_pieces(out: &mut impl Write, pieces: &[Piece]) -> io::Result<()> {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Same(same) => text.push_str(same),
            Piece::Removed(removed) => text.extend(["[-", removed, "-]"]),
            Piece::Added(added) => text.extend(["{+", added, "+}"]),
        }
    }
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        writeln!(out, "  | {line}")?;
    }
    Ok(())
}
