//! `standing doctor`: each check says what it saw and, when something is wrong, what to do.

use std::path::Path;

use standing_app::App;
use standing_app::ports::Clock;

use crate::adapters::SystemClock;
use crate::failure::{Failure, Outcome};
use crate::place::{Place, app};

/// Less free room than this is worth a warning.
const ROOM_BYTES_MIN: u64 = 1 << 30;

#[derive(Debug, Default)]
struct Report {
    wrong: u32,
}

impl Report {
    fn good(line: &str) {
        println!("ok     {line}");
    }

    fn wrong(&mut self, line: &str) {
        self.wrong += 1;
        println!("wrong  {line}");
    }
}

pub(crate) async fn run(place: &Place) -> Outcome {
    let mut report = Report::default();
    match place.open().await {
        Ok(store) => {
            let condition = store.condition().await?;
            let size = condition.bytes.map_or_else(String::new, |bytes| {
                format!(", {} MiB", bytes.div_ceil(1 << 20))
            });
            let line = format!(
                "database: {} at {}, schema {}{size}",
                condition.engine, condition.place, condition.schema
            );
            if condition.writable {
                Report::good(&line);
            } else {
                report.wrong(&format!(
                    "{line}: it cannot be written; check its owner and mode"
                ));
            }
            record(&mut report, &app(store)).await;
        }
        Err(Failure::Environment(error)) => report.wrong(&format!("database: {error}")),
        Err(failure) => return Err(failure),
    }
    if let Some(folder) = &place.folder {
        disk(&mut report, folder);
    }
    if report.wrong == 0 {
        return Ok(());
    }
    Err(Failure::Environment(anyhow::anyhow!(
        "{} check(s) found something wrong",
        report.wrong
    )))
}

async fn record(report: &mut Report, app: &App) {
    match app.rules().await {
        Ok(rules) => {
            let rulebook = rules.rulebook();
            let newest = rulebook
                .versions
                .last()
                .map_or("", |version| version.id.as_str());
            Report::good(&format!(
                "rulebook: {}, {} version(s), newest {newest}, fingerprint {}",
                rulebook.name,
                rulebook.versions.len(),
                rulebook.fingerprint.chars().take(12).collect::<String>()
            ));
        }
        Err(error) => report.wrong(&format!("rulebook: {error}")),
    }
    match app.head().await {
        Ok(head) => match app.check_clock(&head) {
            Err(error) => report.wrong(&format!("clock: {error}")),
            Ok(()) => Report::good(&format!(
                "clock: {}; {} facts on the record",
                SystemClock.now(),
                head.facts
            )),
        },
        Err(error) => report.wrong(&format!("record: {error}")),
    }
}

fn disk(report: &mut Report, folder: &Path) {
    match rustix::fs::statvfs(folder) {
        Ok(found) => {
            let room = found.f_bavail.saturating_mul(found.f_frsize);
            let line = format!("disk: {} MiB free in {}", room >> 20, folder.display());
            if room < ROOM_BYTES_MIN {
                report.wrong(&format!("{line}; make room before it runs out"));
            } else {
                Report::good(&line);
            }
        }
        Err(error) => report.wrong(&format!(
            "disk: {} cannot be read: {error}",
            folder.display()
        )),
    }
}
