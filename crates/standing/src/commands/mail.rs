//! Looking after the letters: what was sent, what came back, once more.

use std::io::{self, Read as _, Write};

use anyhow::Context;
use standing_app::asker::Asker;
use standing_app::ports::outbox::LetterState;
use standing_app::post::{LetterLine, REPORT_BYTES_MAX, Returned};
use standing_base::{Id, IdKind};

use crate::args::MailCommand;
use crate::failure::{Failure, Outcome};
use crate::place::Place;

pub(crate) async fn run(place: &Place, command: MailCommand) -> Outcome {
    match command {
        MailCommand::List {
            state,
            before,
            limit,
            json,
        } => list(place, state.as_deref(), before, limit, json).await,
        MailCommand::Resend { letter, to } => resend(place, letter, to.as_deref()).await,
        MailCommand::Bounce => bounce(place).await,
    }
}

async fn list(
    place: &Place,
    state: Option<&str>,
    before: Option<Id>,
    limit: u32,
    json: bool,
) -> Outcome {
    let state = state.map(read_state).transpose()?;
    let app = place.app().await?;
    let lines = app.letters(&Asker::Operator, state, before, limit).await?;
    let mut out = io::stdout().lock();
    for line in &lines {
        if json {
            serde_json::to_writer(&mut out, line).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            print(&mut out, line)?;
        }
    }
    if lines.is_empty() && !json {
        writeln!(out, "no letters")?;
    }
    Ok(())
}

fn read_state(word: &str) -> Result<LetterState, Failure> {
    LetterState::find(word).ok_or_else(|| {
        let known = LetterState::ALL.map(LetterState::word).join(", ");
        Failure::bad(format!(
            "`{word}` is not a state of a letter; use one of {known}"
        ))
    })
}

fn print(out: &mut impl Write, line: &LetterLine) -> io::Result<()> {
    writeln!(
        out,
        "{}  {:7}  {}  {} ({})  {}",
        line.id, line.state, line.created_at, line.template, line.language, line.address
    )?;
    if let Some(answer) = &line.answer {
        write!(out, "    after {} attempts: {answer}", line.attempts)?;
        if let Some(next) = &line.next_attempt_at {
            write!(out, "; next attempt {next}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

async fn resend(place: &Place, letter: Id, to: Option<&str>) -> Outcome {
    if letter.kind() != IdKind::Letter {
        return Err(Failure::bad(format!(
            "`{letter}` is not the id of a letter; `standing mail list` shows them"
        )));
    }
    let app = place.app().await?;
    let again = app.resend_letter(&Asker::Operator, letter, to).await?;
    println!("{again} waits to be sent");
    Ok(())
}

async fn bounce(place: &Place) -> Outcome {
    let most = u64::try_from(REPORT_BYTES_MAX).unwrap_or(u64::MAX);
    let mut mail = Vec::new();
    io::stdin()
        .lock()
        // One byte more than is read, so that a longer mail shows.
        .take(most.saturating_add(1))
        .read_to_end(&mut mail)
        .context("reading the notification from standard input")?;
    let app = place.app().await?;
    match app.note_returned_letter(&Asker::Operator, &mail).await? {
        Returned::Noted {
            letter,
            address,
            answer,
        } => println!("{letter} to {address} bounced: {answer}"),
        Returned::Known { letter } => println!("{letter}: it was known that it did not arrive"),
        Returned::NotFailed { letter } => {
            println!("{letter}: the notification does not say that it failed; nothing was changed");
        }
    }
    Ok(())
}
