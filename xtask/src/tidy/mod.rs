//! The habits of the project that a program can check. Each check gives its problems as sentences
//! that say where and what; none means that the habit is kept.

pub mod documents;
pub mod imports;
pub mod manifests;
pub mod sources;

use crate::tree::Tree;
use crate::workspace::Package;

pub fn every_problem(tree: &Tree, packages: &[Package]) -> Vec<String> {
    [
        imports::crates_use_only_what_is_above(packages),
        imports::crates_reach_nothing_they_must_not_know(packages),
        imports::pure_sources_touch_no_outside(tree),
        sources::files_have_one_subject(tree),
        sources::nothing_is_unfinished(tree),
        sources::no_place_outside_is_named(tree),
        documents::links_resolve(tree),
        documents::summary_lists_every_page(tree),
        documents::pages_say_something(tree),
        documents::readme_has_the_two_commands(tree),
        documents::readme_explains_every_dependency(tree, packages),
        manifests::crates_share_the_habits(tree, packages),
        manifests::licences_are_there(tree),
    ]
    .concat()
}
