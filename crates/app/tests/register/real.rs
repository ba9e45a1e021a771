//! The real registers, when they are there. Ids only: no name of a person stands here.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;

use standing_app::register::{Folder, Format, Mapping};
use standing_base::Id;
use standing_domain::Fact;

use crate::world::{World, kinds, one, shipped};

fn registers() -> Option<Folder> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    // Beside the project; a worktree lies one level deeper.
    let found = ["../../../shared", "../../../../shared"]
        .iter()
        .map(|up| root.join(up).join("data/register"))
        .find(|folder| folder.is_dir());
    if found.is_none() {
        // Not `eprintln!`: the test runner would keep it to itself.
        let line = "skipped: ../shared/data is not here\n";
        std::io::stderr().write_all(line.as_bytes()).unwrap();
    }
    found.map(Folder)
}

async fn twice(world: &World, folder: &Folder, file: &str, mapping: Option<&Mapping>) {
    let before = world.facts().await.len();
    let again = world.import(folder, file, mapping).await;
    assert_eq!(again.facts, 0, "{again:?}");
    assert_eq!(again.unchanged, again.rows_read);
    assert_eq!(world.facts().await.len(), before);
}

/// Seats of each person: begin, and the last end that was recorded.
fn spells(facts: &[Fact]) -> BTreeMap<Id, Vec<(String, Option<String>)>> {
    let mut ends = BTreeMap::new();
    for fact in facts.iter().filter(|fact| fact.what.kind == "seat_left") {
        ends.insert(fact.what.id("seat"), fact.what.effective_on.to_string());
    }
    let mut spells: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| fact.what.kind == "seat_taken") {
        spells.entry(fact.what.about).or_default().push((
            fact.what.effective_on.to_string(),
            ends.get(&fact.what.id("seat")).cloned(),
        ));
    }
    for spells in spells.values_mut() {
        spells.sort();
    }
    spells
}

#[tokio::test]
async fn the_uk_parliament_loads_with_its_changes_of_label() {
    let Some(folder) = registers() else { return };
    let file = "uk-commons-57.popolo.json";
    let mut world = World::new().await;
    world.dry_run = true;
    let dry = world.import(&folder, file, None).await;
    assert!(!dry.written && world.facts().await.is_empty());
    world.dry_run = false;
    let report = world.import(&folder, file, None).await;
    assert!(report.written);
    assert_eq!((dry.facts, &dry.read), (report.facts, &report.read));
    let read: Vec<_> = report
        .read
        .iter()
        .map(|(table, count)| (table.as_str(), *count))
        .collect();
    assert_eq!(
        read,
        [
            ("areas", 655),
            ("memberships", 660),
            ("organizations", 12),
            ("persons", 652)
        ]
    );
    assert_eq!(report.rejected, []);
    assert_eq!((report.persons_created, report.units_created), (652, 12));
    let facts = world.facts().await;
    let kinds = kinds(&facts);
    assert_eq!((kinds["seat_taken"], kinds["seat_left"]), (660, 10));
    let spells = spells(&facts);
    let several: Vec<_> = spells.values().filter(|spells| spells.len() > 1).collect();
    assert_eq!(several.len(), 7);
    for spells in several {
        for pair in spells.windows(2) {
            assert_eq!(pair[0].1.as_ref(), Some(&pair[1].0), "one day, both facts");
        }
    }
    // No reason is in the file, so none is on the record.
    assert!(facts.iter().all(|fact| fact.what.text("reason").is_none()));
    let mut snapshot = world.store.snapshot().await.unwrap();
    let found = snapshot.find(Some("wikidata"), "Q580321").await.unwrap();
    let there_and_back: Vec<_> = spells[&found[0].subject]
        .iter()
        .map(|(begin, end)| (begin.as_str(), end.as_deref()))
        .collect();
    assert_eq!(
        there_and_back,
        [
            ("2017-06-08", Some("2017-07-10")),
            ("2017-07-10", Some("2017-12-12")),
            ("2017-12-12", None)
        ]
    );
    twice(&world, &folder, file, None).await;
    out_and_in_again(&world).await;
}

#[tokio::test]
async fn the_committees_load_through_their_mapping() {
    let Some(folder) = registers() else { return };
    let world = World::new().await;
    let mapping = shipped("asf-committees");
    let file = "asf-committees.json";
    let report = world.import(&folder, file, Some(&mapping)).await;
    assert_eq!(report.read["committees"], 208);
    assert_eq!(report.read["roster"], 5387);
    assert_eq!(report.rows_read, 5387);
    assert_eq!(report.rejected, []);
    assert_eq!((report.units_created, report.persons_created), (208, 3830));
    let facts = world.facts().await;
    assert_eq!(kinds(&facts)["seat_taken"], 5387);
    let partial = facts
        .iter()
        .filter(|fact| fact.what.kind == "body_founded")
        .all(|fact| fact.what.effective_on.exact().is_none());
    assert!(partial, "the day of founding is not known");
    twice(&world, &folder, file, Some(&mapping)).await;
    out_and_in_again(&world).await;
}

#[tokio::test]
async fn the_lower_house_loads_although_its_files_share_only_names() {
    let Some(folder) = registers() else { return };
    let world = World::new().await;
    let mapping = shipped("au-representatives");
    let file = "au-representatives.csv";
    let report = world.import(&folder, file, Some(&mapping)).await;
    assert_eq!(report.read["spells"], 851);
    assert_eq!(report.read["au-people.csv"], 1047);
    assert_eq!(report.rejected, []);
    assert_eq!(report.persons_created, 705);
    let nobody = report
        .notes
        .iter()
        .find(|note| note.says.contains("match nobody"))
        .unwrap();
    assert!(nobody.says.starts_with("13 names"));
    assert_eq!(nobody.items.len(), 13);
    let facts = world.facts().await;
    assert_eq!(kinds(&facts)["seat_taken"], 851);
    let touching: usize = spells(&facts)
        .values()
        .map(|spells| {
            spells
                .windows(2)
                .filter(|pair| pair[0].1.as_ref() == Some(&pair[1].0))
                .count()
        })
        .sum();
    assert_eq!(touching, 96);
    let reasons: BTreeSet<_> = facts
        .iter()
        .filter(|fact| fact.what.kind == "seat_left")
        .filter_map(|fact| fact.what.text("reason"))
        .collect();
    assert!(reasons.contains("changed_party"));
    // What the file says is kept; nothing is read out of it.
    assert!(kinds(&facts).keys().all(|kind| !kind.starts_with("whip")));
    twice(&world, &folder, file, Some(&mapping)).await;
    out_and_in_again(&world).await;
}

async fn out_and_in_again(world: &World) {
    let first = world.export(Format::Popolo).await;
    let second = World::new().await;
    let report = second.import(&one("out", &first), "out", None).await;
    assert_eq!(report.rejected, []);
    assert!(
        second.export(Format::Popolo).await == first,
        "byte for byte"
    );
}
