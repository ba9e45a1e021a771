//! `standing demo`: the Example Party, invented people and the story of M as it happened.

mod names;
mod party;
mod pen;
mod story;

use include_dir::{Dir, include_dir};
use standing_app::App;
use standing_base::{Date, PartialDate};
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
    pub(crate) facts: usize,
    pub(crate) persons: usize,
}

/// Writes the whole demo into an empty record.
pub(crate) async fn make(app: &App) -> Result<Made, Failure> {
    let founded = PartialDate::Day(Date::new(party::FOUNDED, 5, 1).unwrap_or(Date::MIN));
    let rules = app
        .found("The Example Party", founded, &rulebook(EXAMPLE_PARTY))
        .await?;
    let today = app.today().await?;
    let mut pen = pen::Pen::new(rules.zone.clone());
    let party = party::write(&mut pen, today.year());
    let first = app.head().await?.facts + 1;
    story::write(&mut pen, &party, &story_text()?, first)?;
    let additions = pen.finish();
    let made = Made {
        facts: additions.len(),
        persons: party::MEMBERS + 1,
    };
    write(app, additions).await?;
    Ok(made)
}

async fn write(app: &App, mut additions: Vec<standing_app::ports::Addition>) -> Outcome {
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
        if matches!(ending, Some("md" | "toml"))
            && path.as_os_str() != story::FILE
            && let Some(text) = file.contents_utf8()
        {
            files.insert(path.to_string_lossy().replace('\\', "/"), text);
        }
    }
    for below in folder.dirs() {
        collect(below, root, files);
    }
}

fn story_text() -> Result<String, Failure> {
    let path = format!("{EXAMPLE_PARTY}/{}", story::FILE);
    let text = RULEBOOKS
        .get_file(&path)
        .and_then(include_dir::File::contents_utf8);
    text.map(str::to_owned)
        .ok_or_else(|| Failure::environment(anyhow::anyhow!("`{path}` is not in this binary")))
}
