use std::io::{self, Write};

use standing_app::answer::{Answer, Effect, FactCited, Ground, Question, Truth};
use standing_app::asker::Asker;

use crate::args::AskArgs;
use crate::failure::Outcome;
use crate::place::Place;

pub(crate) async fn run(place: &Place, args: AskArgs) -> Outcome {
    let app = place.app().await?;
    let question = Question {
        question: args.question,
        about: args.about,
        on: args.on,
        known: args.known,
    };
    let answer = app.ask(&Asker::Operator, &question).await?;
    let mut out = io::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &answer).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        print(&mut out, &answer)?;
    }
    Ok(())
}

fn print(out: &mut impl Write, answer: &Answer) -> io::Result<()> {
    let who = answer.subject_in_words();
    let word = match answer.answer {
        Truth::Yes => "YES",
        Truth::No => "NO",
        Truth::Undecided => "CANNOT BE DECIDED",
    };
    write!(out, "{word}: `{who} {}` on {}", answer.asks, answer.on)?;
    if let Some(known) = answer.known {
        write!(out, ", as known on {known}")?;
    }
    writeln!(out)?;
    for ground in &answer.grounds {
        print_ground(out, ground)?;
    }
    if !answer.would_have_to_change.is_empty() {
        writeln!(out, "\nwhat would have to change")?;
        for change in &answer.would_have_to_change {
            writeln!(out, "  - {change}")?;
        }
    }
    writeln!(out)?;
    match answer.changes_on {
        Some(on) => writeln!(out, "changes by itself on {on}")?,
        None => writeln!(out, "does not change by itself")?,
    }
    let fingerprint: String = answer.rulebook.fingerprint.chars().take(12).collect();
    writeln!(
        out,
        "rulebook {}, fingerprint {fingerprint}",
        answer.rulebook.version
    )?;
    for note in &answer.notes {
        writeln!(out, "note: {note}")?;
    }
    Ok(())
}

fn print_ground(out: &mut impl Write, ground: &Ground) -> io::Result<()> {
    let effect = match ground.effect {
        Effect::RequirementMet => "required, and so it is",
        Effect::RequirementUnmet => "required, and not so",
        Effect::Bar => "bars it",
        Effect::BarLifted => "would bar it, but is lifted",
        Effect::Exception => "lifts a bar",
        Effect::Undecided => "cannot be decided",
    };
    writeln!(
        out,
        "\n  clause {} ({effect}): {}",
        ground.clause, ground.says
    )?;
    for line in ground
        .words
        .split("\n\n")
        .filter(|line| !line.trim().is_empty())
    {
        writeln!(
            out,
            "    | {}",
            line.split_whitespace().collect::<Vec<_>>().join(" ")
        )?;
    }
    if !ground.through.is_empty() {
        writeln!(
            out,
            "    as defined by clause {}",
            ground.through.join(", ")
        )?;
    }
    for fact in &ground.facts {
        print_fact(out, fact)?;
    }
    Ok(())
}

fn print_fact(out: &mut impl Write, fact: &FactCited) -> io::Result<()> {
    write!(out, "    {}", fact.value)?;
    if let (Some(number), Some(kind)) = (fact.number, fact.kind.as_deref()) {
        write!(out, "  <- fact {number}, {kind}")?;
        if let Some(on) = fact.effective_on {
            write!(out, ", {on}")?;
        }
    }
    if let Some(note) = &fact.note {
        write!(out, "  ({note})")?;
    }
    writeln!(out)?;
    for mark in &fact.marks {
        writeln!(
            out,
            "      the rulebook would have refused it: clause {}, {}",
            mark.clause, mark.says
        )?;
    }
    Ok(())
}
