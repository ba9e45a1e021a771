//! `standing doctor`: each check says what it saw and, when something is wrong, what to do.

use std::path::Path;

use standing_app::App;
use standing_app::asker::Asker;
use standing_app::ports::Clock;
use standing_domain::case::keeping::Due;

use crate::adapters::SystemClock;
use crate::failure::{Failure, Outcome};
use crate::place::{Place, app};
use crate::vault;

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

    /// Something that only the reader can judge.
    fn mind(line: &str) {
        println!("mind   {line}");
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
            let app = app(store);
            record(&mut report, &app).await;
            retention(&mut report, &app).await;
            vault(&mut report, place, app).await;
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

/// Whether what is to be erased was erased: somebody has to run the server or the command.
async fn retention(report: &mut Report, app: &App) {
    let waits = |due| matches!(due, Due::Announce | Due::Erase);
    match app.overdue_cases(&Asker::Operator).await {
        Ok(cases) => match cases.iter().filter(|case| waits(case.due)).count() {
            0 => Report::good("retention: nothing waits to be announced or erased"),
            count => Report::mind(&format!(
                "retention: {count} case(s) and complaint(s) whose time is over wait to be announced or erased; \
                 the server does it each day, and `standing retention` at once"
            )),
        },
        Err(error) => report.wrong(&format!("retention: {error}")),
    }
}

/// Whether what is sealed can be opened, and by nobody else.
async fn vault(report: &mut Report, place: &Place, app: App) {
    let settings = match place.settings() {
        Ok(settings) => settings.vault,
        Err(failure) => return report.wrong(&format!("settings: {}", failure.sentence())),
    };
    if let Some(file) = &settings.key_file {
        match vault::guarded(file, &place.settings) {
            Ok(None) => {}
            Ok(Some(mind)) => Report::mind(&format!("vault: {mind}")),
            Err(wrong) => report.wrong(&format!("vault: {wrong}")),
        }
    }
    let found = match vault::of(&settings) {
        Ok(found) => found,
        // It was told above, by its file.
        Err(_)
            if settings
                .key_file
                .as_ref()
                .is_some_and(|file| !file.exists()) =>
        {
            return;
        }
        Err(failure) => return report.wrong(&format!("vault: {}", failure.sentence())),
    };
    let Some(found) = found else {
        return match app.has_sealed().await {
            Ok(false) => Report::good("vault: no key is set up, so files cannot be sent"),
            Ok(true) => report.wrong(
                "vault: there are sealed files and no key to open them; set `vault.key_file` in \
                 standing.toml, or STANDING_VAULT_KEY",
            ),
            Err(error) => report.wrong(&format!("vault: {error}")),
        };
    };
    match app.with_vault(found).vault_state().await {
        Ok(state) if state.unopened > 0 => report.wrong(&format!(
            "vault: the key does not open {} of {} stored keys; find the key that was in use \
             when they were made",
            state.unopened,
            state.unopened + state.opened
        )),
        Ok(state) => Report::good(&format!(
            "vault: the key opens all {} stored keys; {} were erased",
            state.opened, state.erased
        )),
        Err(error) => report.wrong(&format!("vault: {error}")),
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
