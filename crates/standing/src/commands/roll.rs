use std::io::{self, BufWriter, Write};

use standing_app::roll::{RollCounts, RollLine, RollOf};
use standing_base::Date;

use crate::failure::Outcome;
use crate::place::Place;

#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    Text,
    Json,
    Csv,
    Counts,
}

impl Form {
    pub(crate) const fn new(json: bool, csv: bool, counts: bool) -> Self {
        match (json, csv, counts) {
            (true, ..) => Self::Json,
            (_, true, _) => Self::Csv,
            (.., true) => Self::Counts,
            _ => Self::Text,
        }
    }
}

pub(crate) async fn run(
    place: &Place,
    on: Date,
    question: &str,
    known: Option<Date>,
    form: Form,
) -> Outcome {
    let app = place.app().await?;
    let of = RollOf {
        question: question.to_owned(),
        on,
        known,
    };
    let mut out = BufWriter::new(io::stdout());
    if matches!(form, Form::Counts) {
        let counts = app.roll_counts(&of).await?;
        return Ok(write_counts(&mut out, counts)?);
    }
    if matches!(form, Form::Csv) {
        writeln!(out, "id,number,name,answer,clauses,because")?;
    }
    // What is printed must not interleave with reading: the lines come page by page.
    let mut failed = None;
    let counts = app
        .roll(&of, &mut |line| {
            if failed.is_none() {
                failed = write_line(&mut out, form, &line).err();
            }
        })
        .await?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    if matches!(form, Form::Text) {
        write_counts(&mut out, counts)?;
    }
    out.flush()?;
    Ok(())
}

fn write_counts(out: &mut impl Write, counts: RollCounts) -> io::Result<()> {
    let RollCounts {
        persons,
        yes,
        no,
        undecided,
    } = counts;
    writeln!(
        out,
        "{yes} yes, {no} no, {undecided} cannot be decided, of {persons} persons"
    )
}

fn write_line(out: &mut impl Write, form: Form, line: &RollLine) -> io::Result<()> {
    let because = line.because.join("; ");
    let number = line.number.as_deref().unwrap_or("");
    let name = line.name.as_deref().unwrap_or("");
    match form {
        Form::Text | Form::Counts => writeln!(
            out,
            "{:9} {} {number} {name}  {because}",
            line.answer.word(),
            line.id
        ),
        Form::Json => {
            serde_json::to_writer(&mut *out, line).map_err(io::Error::from)?;
            writeln!(out)
        }
        Form::Csv => {
            let clauses = line.clauses.join(" ");
            let fields = [
                &line.id.to_string(),
                number,
                name,
                line.answer.word(),
                &clauses,
                &because,
            ];
            writeln!(out, "{}", fields.map(quoted).join(","))
        }
    }
}

/// A CSV field (RFC 4180). A leading sign that a spreadsheet would take for a formula is quoted
/// away with an apostrophe.
fn quoted(field: &str) -> String {
    let guarded = if field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{field}")
    } else {
        field.to_owned()
    };
    if guarded.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_field_survives_a_spreadsheet() {
        assert_eq!(quoted("plain"), "plain");
        assert_eq!(quoted("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
    }
}
