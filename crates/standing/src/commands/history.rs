use std::io::{self, Write};

use standing_app::asker::Asker;
use standing_app::history::PersonHistory;
use standing_base::Date;

use crate::failure::Outcome;
use crate::place::Place;

pub(crate) async fn run(place: &Place, person: &str, known: Option<Date>, json: bool) -> Outcome {
    let app = place.app().await?;
    let history = app.history(&Asker::Operator, person, known).await?;
    let mut out = io::stdout().lock();
    if json {
        serde_json::to_writer_pretty(&mut out, &history).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        print(&mut out, &history)?;
    }
    Ok(())
}

fn print(out: &mut impl Write, history: &PersonHistory) -> io::Result<()> {
    writeln!(
        out,
        "{} ({})",
        history.name.as_deref().unwrap_or("name not recorded"),
        history.id
    )?;
    for track in &history.timeline {
        writeln!(out, "\n{}", track.title)?;
        for row in &track.rows {
            write!(out, "  {:10}  {}", row.on, row.says)?;
            if !row.details.is_empty() {
                write!(out, " ({})", row.details.join(", "))?;
            }
            if let Some(clause) = &row.clause {
                write!(out, "  clause {clause}")?;
            }
            if let Some(number) = row.number {
                write!(out, "  fact {number}")?;
            }
            if let Some(by) = row.of_no_effect_by {
                write!(out, "  of no effect, by fact {by}")?;
            }
            writeln!(out)?;
            for mark in &row.marks {
                writeln!(
                    out,
                    "              the rulebook would have refused it: clause {}, {}",
                    mark.clause, mark.says
                )?;
            }
        }
    }
    for question in &history.answers {
        writeln!(out, "\n{} ({})", question.question, question.asks)?;
        for spell in &question.spells {
            write!(out, "  {}  {}", spell.from, spell.answer.word())?;
            if !spell.clauses.is_empty() {
                write!(out, "  {}", spell.clauses.join(", "))?;
            }
            if !spell.because.is_empty() {
                write!(out, "  {}", spell.because.join("; "))?;
            }
            writeln!(out)?;
        }
    }
    Ok(())
}
