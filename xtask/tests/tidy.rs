//! The project keeps its habits.

use std::sync::LazyLock;

use anyhow::Result;
use xtask::tidy::{documents, imports, manifests, sources};
use xtask::tree::Tree;
use xtask::workspace::Package;
use xtask::{root, workspace};

static TREE: LazyLock<Result<Tree>> = LazyLock::new(|| Tree::read(&root()));
static PACKAGES: LazyLock<Result<Vec<Package>>> = LazyLock::new(|| workspace::read(&root()));

/// Makes a test of a check: it passes when the check finds nothing to say.
macro_rules! habits {
    ($($name:ident: $check:expr;)+) => {
        $(
            #[test]
            fn $name() {
                let problems: Vec<String> = $check(TREE.as_ref().unwrap(), PACKAGES.as_ref().unwrap());
                assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
            }
        )+
    };
}

habits! {
    crates_use_only_what_is_above: |_, packages: &_| imports::crates_use_only_what_is_above(packages);
    crates_reach_nothing_they_must_not_know: |_, packages: &_| imports::crates_reach_nothing_they_must_not_know(packages);
    pure_sources_touch_no_outside: |tree, _| imports::pure_sources_touch_no_outside(tree);
    files_have_one_subject: |tree, _| sources::files_have_one_subject(tree);
    nothing_is_unfinished: |tree, _| sources::nothing_is_unfinished(tree);
    no_place_outside_is_named: |tree, _| sources::no_place_outside_is_named(tree);
    links_resolve: |tree, _| documents::links_resolve(tree);
    summary_lists_every_page: |tree, _| documents::summary_lists_every_page(tree);
    pages_say_something: |tree, _| documents::pages_say_something(tree);
    readme_has_the_two_commands: |tree, _| documents::readme_has_the_two_commands(tree);
    readme_explains_every_dependency: documents::readme_explains_every_dependency;
    crates_share_the_habits: manifests::crates_share_the_habits;
    licences_are_there: |tree, _| manifests::licences_are_there(tree);
}

#[test]
fn the_walls_were_checked_against_real_crates() {
    let packages = PACKAGES.as_ref().unwrap();
    let base = packages
        .iter()
        .find(|it| it.name == "standing-base")
        .unwrap();
    let store = packages
        .iter()
        .find(|it| it.name == "standing-store")
        .unwrap();
    assert!(base.reaches.contains("serde"));
    assert!(store.reaches.contains("sqlx-core") && store.reaches.contains("standing-base"));
    assert!(!store.reaches.contains("proptest"));
}
