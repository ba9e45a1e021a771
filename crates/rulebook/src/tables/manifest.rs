//! rulebook.toml: name, language, time zone, counting of days, versions.

use standing_base::{Counting, Date, Zone};

use crate::diagnostic::{Report, quoted};
use crate::limits::{NAME_BYTES_MAX, VERSIONS_MAX};
use crate::model::TimersBy;
use crate::source::Source;
use crate::tables::row::{Row, Text};
use crate::toml::{Node, Toml};

#[derive(Debug)]
pub(crate) struct Manifest {
    pub(crate) name: String,
    pub(crate) language: String,
    pub(crate) timezone: String,
    pub(crate) counting: Counting,
    pub(crate) holidays: Vec<Date>,
    pub(crate) versions: Vec<VersionDecl>,
}

#[derive(Debug)]
pub(crate) struct VersionDecl {
    pub(crate) id: Text,
    pub(crate) folder: Text,
    pub(crate) in_force: Date,
    pub(crate) adopted_by: String,
    pub(crate) timers_by: TimersBy,
}

pub(crate) const COUNTING: &[(&str, Counting)] = &[
    ("calendar", Counting::Calendar),
    ("clear", Counting::Clear),
    ("working", Counting::Working),
];

const FILE_KEYS: &[&str] = &["name", "language", "timezone", "counting", "version"];
const VERSION_KEYS: &[&str] = &["id", "folder", "in_force", "adopted_by", "transition"];

pub(crate) fn read(source: &Source<'_>, root: &Node, report: &mut Report) -> Option<Manifest> {
    let file = Row::new(source, "", root, FILE_KEYS, report)?;
    let name = file.need_text("name", report);
    let language = file.text("language", report);
    let timezone = file.need_text("timezone", report);
    if let Some(zone) = &timezone
        && Zone::new(&zone.value).is_err()
    {
        report.error(
            &file.at(&zone.span),
            format!("{} is no time zone", quoted(&zone.value)),
            "write it as in \"Europe/London\"".to_owned(),
        );
    }
    let (counting, holidays) = counting(&file, report);
    let rows = file.tables("version", VERSION_KEYS, report);
    if rows.is_empty() && file.get("version").is_none() {
        file.missing("version", report);
    }
    if let Some(row) = rows.get(VERSIONS_MAX) {
        let message = format!("a rulebook has at most {VERSIONS_MAX} versions");
        report.error(&row.here(), message, None);
    }
    let mut versions: Vec<VersionDecl> = Vec::new();
    for row in rows.iter().take(VERSIONS_MAX) {
        if let Some(version) = version(row, &versions, report) {
            versions.push(version);
        }
    }
    Some(Manifest {
        name: name.map_or_else(String::new, |text| text.value),
        language: language.map_or_else(|| "en".to_owned(), |text| text.value),
        timezone: timezone.map_or_else(String::new, |text| text.value),
        counting,
        holidays,
        versions,
    })
}

fn counting(file: &Row<'_>, report: &mut Report) -> (Counting, Vec<Date>) {
    let Some(row) = file.table("counting", "[counting]", &["days", "holidays"], report) else {
        return (Counting::default(), Vec::new());
    };
    let days = row.one_of("days", COUNTING, report).unwrap_or_default();
    let mut holidays = Vec::new();
    match row.get("holidays") {
        None => {}
        Some(Node {
            value: Toml::List(items),
            ..
        }) => {
            for item in items {
                match item.value {
                    Toml::Date(date) => holidays.push(date),
                    _ => report.error(
                        &row.at(&item.span),
                        format!(
                            "a holiday must be a date, and this is {}",
                            item.value.kind()
                        ),
                        "write it without quotes, as in [2019-12-25]".to_owned(),
                    ),
                }
            }
        }
        Some(node) => report.error(
            &row.at(&node.span),
            format!(
                "`holidays` must be a list of dates, and this is {}",
                node.value.kind()
            ),
            None,
        ),
    }
    holidays.sort_unstable();
    holidays.dedup();
    (days, holidays)
}

fn version(row: &Row<'_>, earlier: &[VersionDecl], report: &mut Report) -> Option<VersionDecl> {
    let id = row.need_text("id", report);
    let folder = row.need_text("folder", report);
    let in_force = row.need_date("in_force", report);
    let adopted_by = row.need_text("adopted_by", report);
    let transition = row.table(
        "transition",
        "[version.transition]",
        &["timers", "procedure"],
        report,
    );
    let mut timers_by = TimersBy::default();
    if let Some(transition) = transition {
        let timers = [("begun", TimersBy::Begun), ("current", TimersBy::Current)];
        timers_by = transition
            .one_of("timers", &timers, report)
            .unwrap_or_default();
        transition.one_of("procedure", &[("current", ())], report);
    }
    let (id, mut folder, in_force) = (id?, folder?, in_force?);
    if id.value.is_empty() || id.value.len() > NAME_BYTES_MAX {
        let message = format!("{} cannot name a version", quoted(&id.value));
        report.error(&row.at(&id.span), message, None);
        return None;
    }
    while folder.value.ends_with('/') {
        folder.value.pop();
    }
    if let Some(last) = earlier.last() {
        let (new, old) = (&id.value, &last.id.value);
        let help = "list versions in the order in which they came into force".to_owned();
        if in_force.value == last.in_force {
            report.error(
                &row.at(&in_force.span),
                format!(
                    "version {new} comes into force on {}, the same day as version {old}",
                    in_force.value
                ),
                "on each day one text is in force; leave out the one that never was".to_owned(),
            );
        } else if in_force.value < last.in_force {
            report.error(
                &row.at(&in_force.span),
                format!(
                    "version {new} comes into force on {}, not after version {old} ({})",
                    in_force.value, last.in_force
                ),
                help,
            );
        }
    }
    for other in earlier {
        if other.id.value == id.value {
            let message = format!("there are two versions {}", quoted(&id.value));
            report.error(&row.at(&id.span), message, None);
        }
        if other.folder.value == folder.value {
            let message = format!(
                "version {} has the same folder as version {}",
                id.value, other.id.value
            );
            report.error(&row.at(&folder.span), message, None);
        }
    }
    Some(VersionDecl {
        id,
        folder,
        in_force: in_force.value,
        adopted_by: adopted_by.map_or_else(String::new, |text| text.value),
        timers_by,
    })
}
