//! `standing demo`: the Example Party, invented people and the story of M, as it happened or as Standing
//! decides.

mod acts;
mod names;
mod party;
mod pen;
mod script;
mod story;

use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use standing_app::App;
use standing_app::ports::{Addition, Store};
use standing_base::{Date, Instant, PartialDate};
use standing_rulebook::Files;

use crate::failure::{Failure, Outcome};

/// The rulebooks that ship, so that the binary needs no folder beside it.
static RULEBOOKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../rulebooks");

/// The folder of the Example Party among them.
const EXAMPLE_PARTY: &str = "example-party";
/// Facts are written so many at a time.
const BATCH: usize = 10_000;

#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) facts: u64,
    pub(crate) persons: usize,
}

/// Writes the whole demo into an empty record: the story as it happened.
pub(crate) async fn make(app: &App) -> Result<Made, Failure> {
    let now = app.clock().now();
    begin(app, now, None).await?;
    made(app).await
}

/// Writes the party as it stood before the story into an empty record, and lets its people act by
/// command, each on the day of the act. What happened to everybody else since comes last.
pub(crate) async fn make_as_standing_decides(
    store: Arc<dyn Store>,
    now: Instant,
) -> Result<Made, Failure> {
    let acts = acts::Acts::read(text(acts::FILE)?)?;
    let calendar = Arc::new(acts::Calendar::default());
    let chance = Arc::new(acts::Seeded::default());
    let app = App::new(store, Arc::<acts::Calendar>::clone(&calendar), chance);
    calendar.turn(acts.begins);
    let mut begun = begin(&app, now, Some(acts.begins)).await?;
    acts.perform(&app, &calendar, &mut begun).await?;
    let rest = begun.pen.take(begun.today);
    write(&app, rest).await?;
    made(&app).await
}

/// A party that was written, and what goes on with it.
struct Begun {
    pen: pen::Pen,
    script: script::Script,
    today: Date,
}

/// Founds the party and writes what was recorded up to a day, or up to today.
async fn begin(app: &App, now: Instant, until: Option<Date>) -> Result<Begun, Failure> {
    let founded = PartialDate::Day(Date::new(party::FOUNDED, 5, 1).unwrap_or(Date::MIN));
    let rules = app
        .found("The Example Party", founded, &rulebook(EXAMPLE_PARTY))
        .await?;
    let today = rules.zone.date_of(now);
    let until = until.unwrap_or(today);
    let mut pen = pen::Pen::new(rules.zone.clone());
    let keys = party::write(&mut pen, today.year());
    let first = app.head().await?.facts + 1;
    let script = story::write(&mut pen, keys, text(story::FILE)?, (first, until))?;
    write(app, pen.take(until)).await?;
    Ok(Begun { pen, script, today })
}

async fn made(app: &App) -> Result<Made, Failure> {
    Ok(Made {
        facts: app.head().await?.facts,
        persons: party::MEMBERS + 1,
    })
}

async fn write(app: &App, mut additions: Vec<Addition>) -> Outcome {
    let mut writer = app.store().writer().await?;
    while !additions.is_empty() {
        let rest = additions.split_off(additions.len().min(BATCH));
        writer
            .append(std::mem::replace(&mut additions, rest))
            .await?;
    }
    writer.commit().await?;
    Ok(())
}

/// The files of a rulebook that ships.
fn rulebook(name: &str) -> Files {
    let mut files = Files::default();
    if let Some(folder) = RULEBOOKS.get_dir(name) {
        collect(folder, name, &mut files);
    }
    files
}

fn collect(folder: &Dir<'_>, root: &str, files: &mut Files) {
    for file in folder.files() {
        let path = file
            .path()
            .strip_prefix(root)
            .unwrap_or_else(|_| file.path());
        let ending = path.extension().and_then(|ending| ending.to_str());
        // The story is read by the demo; it is no part of the rulebook.
        let is_story = [story::FILE, acts::FILE].map(Path::new).contains(&path);
        if matches!(ending, Some("md" | "toml"))
            && !is_story
            && let Some(text) = file.contents_utf8()
        {
            files.insert(path.to_string_lossy().replace('\\', "/"), text);
        }
    }
    for below in folder.dirs() {
        collect(below, root, files);
    }
}

/// A file of the story.
fn text(name: &str) -> Result<&'static str, Failure> {
    let path = format!("{EXAMPLE_PARTY}/{name}");
    let text = RULEBOOKS
        .get_file(&path)
        .and_then(include_dir::File::contents_utf8);
    text.ok_or_else(|| script::slip(&format!("`{path}` is not in it")))
}
