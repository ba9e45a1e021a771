//! `standing register ...`: registers in and out.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use standing_app::App;
use standing_app::register::{
    ExportError, Folder, Format, Import, ImportError, Mapping, Recorded, Report, SHIPPED, export,
    import,
};

use crate::args::{RegisterCommand, RegisterFormat};
use crate::failure::{Failure, Outcome};
use crate::place::Place;

/// So many rejections and items of a note are printed; `--report` has all.
const SHOWN_MAX: usize = 20;

pub(crate) async fn run(place: &Place, command: RegisterCommand) -> Outcome {
    match command {
        RegisterCommand::Import {
            format,
            mapping,
            dry_run,
            strict,
            as_of,
            report,
            files,
        } => {
            let mapping = mapping.as_deref().map(read_mapping).transpose()?;
            let app = place.app().await?;
            let wanted = Wanted {
                format: format.into(),
                mapping: mapping.as_ref(),
                recorded: as_of.then_some(Recorded::Effective),
                dry_run,
                strict,
            };
            let mut reports = Vec::new();
            for file in &files {
                reports.push(wanted.import(&app, file).await?);
            }
            finish(&reports, report.as_deref(), strict)
        }
        RegisterCommand::Export { format, file } => {
            let store = place.open().await?;
            let mut snapshot = store.snapshot().await?;
            let persons = match &file {
                Some(path) => {
                    let made = File::create(path).map_err(|error| {
                        Failure::environment(anyhow::anyhow!(
                            "cannot write `{}`: {error}",
                            path.display()
                        ))
                    })?;
                    let mut out = BufWriter::new(made);
                    export(&mut *snapshot, format.into(), &mut out).await?
                }
                None => export(&mut *snapshot, format.into(), &mut io::stdout()).await?,
            };
            eprintln!("wrote {persons} persons");
            Ok(())
        }
    }
}

impl From<RegisterFormat> for Format {
    fn from(format: RegisterFormat) -> Self {
        match format {
            RegisterFormat::Popolo => Self::Popolo,
            RegisterFormat::Csv => Self::Csv,
            RegisterFormat::Json => Self::Json,
        }
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Store(error) => error.into(),
            ImportError::Io { ref source, .. } if source.kind() != io::ErrorKind::NotFound => {
                Self::environment(error.into())
            }
            error => Self::bad(error.to_string()),
        }
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Store(error) => error.into(),
            ExportError::Io(error) => error.into(),
            ExportError::Format => Self::bad(error.to_string()),
        }
    }
}

/// A mapping file, or the name of one that ships.
fn read_mapping(mapping: &Path) -> Result<Mapping, Failure> {
    let shipped = SHIPPED
        .iter()
        .find(|(name, _)| mapping.as_os_str() == *name);
    let text = match shipped {
        Some((_, text)) => (*text).to_owned(),
        None => std::fs::read_to_string(mapping).map_err(|error| {
            let names: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
            Failure::bad(format!(
                "`{}` is no mapping that ships ({}), and no file that can be read: {error}",
                mapping.display(),
                names.join(", ")
            ))
        })?,
    };
    Mapping::parse(&text).map_err(|error| {
        Failure::bad(format!(
            "{}:{}: {}",
            mapping.display(),
            error.line,
            error.what
        ))
    })
}

struct Wanted<'a> {
    format: Format,
    mapping: Option<&'a Mapping>,
    recorded: Option<Recorded>,
    dry_run: bool,
    strict: bool,
}

impl Wanted<'_> {
    async fn import(&self, app: &App, file: &Path) -> Result<Report, Failure> {
        let rules = app.rules().await?;
        let (folder, name) = split(file)?;
        let declared = rules.declared();
        let wanted = Import {
            format: self.format,
            mapping: self.mapping,
            files: &Folder(folder),
            file: &name,
            scheme: None,
            recorded: self.recorded,
            zone: &rules.zone,
            declared: &declared,
            dry_run: self.dry_run,
            strict: self.strict,
        };
        let bar = bar();
        let report = import(
            app.store(),
            app.clock(),
            app.entropy(),
            &wanted,
            &mut |progress| {
                // The file is read twice.
                bar.set_length(progress.bytes_total.unwrap_or(0).saturating_mul(2));
                bar.set_position(progress.bytes);
                bar.set_message(format!("{} rows", progress.rows));
            },
        )
        .await;
        bar.finish_and_clear();
        let report = report?;
        print(&report)?;
        Ok(report)
    }
}

/// A bar on a terminal, nothing elsewhere.
fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{wide_bar} {percent:>3}% {msg}, {eta} left");
    let bar = ProgressBar::new(0);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn split(file: &Path) -> Result<(PathBuf, String), Failure> {
    let name = file.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| Failure::bad(format!("`{}` names no file", file.display())))?;
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    Ok((
        folder.unwrap_or_else(|| Path::new(".")).to_owned(),
        name.to_owned(),
    ))
}

fn print(report: &Report) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let done = if report.written {
        "imported"
    } else {
        "would import"
    };
    writeln!(out, "{}: {done} {} facts", report.file, report.facts)?;
    for (table, rows) in &report.read {
        writeln!(out, "  read {rows} {table}")?;
    }
    writeln!(
        out,
        "  rows: {} read, {} accepted, {} merged, {} unchanged, {} rejected",
        report.rows_read, report.accepted, report.merged, report.unchanged, report.rows_rejected
    )?;
    writeln!(
        out,
        "  new: {} persons, {} bodies and branches",
        report.persons_created, report.units_created
    )?;
    for rejection in report.rejected.iter().take(SHOWN_MAX) {
        writeln!(out, "  rejected: {rejection}")?;
    }
    more(&mut out, report.rejected.len())?;
    for note in &report.notes {
        writeln!(out, "  note: {}", note.says)?;
        for item in note.items.iter().take(SHOWN_MAX) {
            writeln!(out, "    {item}")?;
        }
        more(&mut out, note.items.len())?;
    }
    Ok(())
}

fn more(out: &mut impl Write, of: usize) -> io::Result<()> {
    match of.checked_sub(SHOWN_MAX) {
        Some(rest) if rest > 0 => writeln!(out, "    and {rest} more; --report FILE lists them"),
        _ => Ok(()),
    }
}

fn finish(reports: &[Report], file: Option<&Path>, strict: bool) -> Outcome {
    if let Some(path) = file {
        let json = serde_json::to_vec_pretty(reports).map_err(io::Error::from)?;
        std::fs::write(path, json)?;
    }
    let rejected: u64 = reports.iter().map(|report| report.rows_rejected).sum();
    if strict && rejected > 0 {
        return Err(Failure::bad(format!(
            "{rejected} row(s) were rejected and nothing was written (--strict)"
        )));
    }
    Ok(())
}
