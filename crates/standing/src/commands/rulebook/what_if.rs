use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use standing_app::asker::Asker;
use standing_app::whatif::{WhatIf, WhatIfOf};
use standing_rulebook::{Loaded, Overlay};

use crate::failure::{Failure, Outcome};
use crate::place::Place;

pub(super) async fn run(
    place: &Place,
    what_if: Option<&str>,
    set: &[String],
    questions: Vec<String>,
    json: bool,
) -> Outcome {
    let app = place.app().await?;
    let rules = app.rules().await?;
    let mut overlay = match what_if {
        Some(what_if) => find(&rules.loaded, what_if)?,
        None if set.is_empty() => {
            let overlays = rules.rulebook().overlays.iter();
            let ids: Vec<&str> = overlays.map(|overlay| overlay.id.as_str()).collect();
            return Err(Failure::bad(format!(
                "say what to change: --set NAME=VALUE, a file, or one that the rulebook ships ({})",
                ids.join(", ")
            )));
        }
        None => Overlay {
            name: set.join(", "),
            ..Overlay::default()
        },
    };
    for change in set {
        let (name, value) = change.split_once('=').ok_or_else(|| {
            Failure::bad(format!(
                "`{change}` is not of the form suspension_lapse=\"60 days\""
            ))
        })?;
        overlay.params.insert(
            name.trim().to_owned(),
            value.trim().trim_matches('"').to_owned(),
        );
    }
    let started = Instant::now();
    let found = app
        .what_if(&Asker::Operator, &WhatIfOf { overlay, questions })
        .await?;
    let took = started.elapsed();
    let mut out = io::stdout().lock();
    if json {
        serde_json::to_writer_pretty(&mut out, &found).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        print(&mut out, &found)?;
        let replayed = found.replayed_in;
        writeln!(
            out,
            "read and replayed in {:.1} s, of which the replay {:.1} s",
            took.as_secs_f64(),
            replayed.as_secs_f64()
        )?;
    }
    Ok(())
}

/// A what-if that the rulebook ships, or a file of the same form.
fn find(loaded: &Loaded, what_if: &str) -> Result<Overlay, Failure> {
    if let Some(overlay) = loaded
        .rulebook
        .overlays
        .iter()
        .find(|one| one.id == what_if)
    {
        return Ok(overlay.clone());
    }
    let path = Path::new(what_if);
    let text = std::fs::read_to_string(path).map_err(|error| {
        let ids: Vec<&str> = loaded
            .rulebook
            .overlays
            .iter()
            .map(|overlay| overlay.id.as_str())
            .collect();
        Failure::bad(format!(
            "`{what_if}` is no what-if of the rulebook ({}), and no file that can be read: {error}",
            ids.join(", ")
        ))
    })?;
    // Read as a part of the rulebook, so that every check of a what-if is made.
    let id = path
        .file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let mut files = loaded.files.clone();
    files.insert(format!("what-if/{id}.toml"), text);
    let loaded = super::load(&files)?;
    let overlay = loaded
        .rulebook
        .overlays
        .into_iter()
        .find(|overlay| overlay.id == id);
    overlay.ok_or_else(|| Failure::bad(format!("`{what_if}` holds no what-if")))
}

fn print(out: &mut impl Write, found: &WhatIf) -> io::Result<()> {
    writeln!(out, "what if: {}", found.name)?;
    for change in &found.changes {
        writeln!(out, "  {change}")?;
    }
    let fewer = |count: Option<u64>| {
        count.map_or_else(|| "fewer than 5".to_owned(), |count| count.to_string())
    };
    writeln!(
        out,
        "{} of {} persons would have had other answers at some time",
        fewer(found.subjects_changed),
        found.subjects
    )?;
    for (question, subjects) in &found.by_question {
        writeln!(out, "  {question}: {}", fewer(*subjects))?;
    }
    for answer in &found.answers {
        let until = answer
            .until
            .map_or_else(|| "on".to_owned(), |until| format!("to {until}"));
        writeln!(
            out,
            "  {} {}: {} instead of {}, from {} {until}",
            answer.name,
            answer.question,
            answer.becomes.word(),
            answer.was.word(),
            answer.from,
        )?;
    }
    writeln!(
        out,
        "{} act(s) on the record would have had another effect",
        fewer(found.acts_changed)
    )?;
    for act in &found.acts {
        writeln!(
            out,
            "  {} {} of {} (fact {}) {}",
            act.name, act.kind, act.on, act.number, act.says
        )?;
    }
    writeln!(out, "{}", found.caveat)
}
