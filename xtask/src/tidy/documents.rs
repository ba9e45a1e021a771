//! Habits of the documents: every link leads somewhere, the book lists every page, the README keeps
//! its promises.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::tree::{TextFile, Tree};
use crate::workspace::Package;

const BOOK: &str = "docs/src";
const SUMMARY: &str = "docs/src/SUMMARY.md";

/// Relative links and pictures. A page of the book may only link to the book: elsewhere its reader
/// finds nothing.
pub fn links_resolve(tree: &Tree) -> Vec<String> {
    let mut problems = Vec::new();
    for file in tree
        .with_extension("md")
        .filter(|file| !is_input_of_tests(file))
    {
        for link in links(&file.text) {
            let Some(target) = target(&file.path, &link) else {
                continue;
            };
            let in_book = |path: &str| path.starts_with("docs/src/");
            if !tree.has(&target) {
                problems.push(format!("{}: `{link}` leads nowhere", file.path));
            } else if in_book(&file.path) && !in_book(&target) {
                problems.push(format!("{}: `{link}` leads out of the book", file.path));
            }
        }
    }
    problems
}

fn is_input_of_tests(file: &TextFile) -> bool {
    file.path.contains("/tests/")
}

fn links(markdown: &str) -> Vec<String> {
    Parser::new_ext(markdown, Options::ENABLE_TABLES)
        .filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                Some(dest_url.into_string())
            }
            _ => None,
        })
        .collect()
}

/// Where a relative link leads, from the project's folder; nothing for an address or a place on the
/// same page.
fn target(page: &str, link: &str) -> Option<String> {
    let path = link.split('#').next().unwrap_or_default();
    if path.is_empty() || path.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

pub fn summary_lists_every_page(tree: &Tree) -> Vec<String> {
    let Some(summary) = tree.file(SUMMARY) else {
        return vec![format!("{SUMMARY}: the book has no list of its pages")];
    };
    let listed: BTreeSet<String> = links(&summary.text)
        .iter()
        .filter_map(|link| target(SUMMARY, link))
        .collect();
    pages(tree)
        .filter(|page| page.path != SUMMARY && !listed.contains(&page.path))
        .map(|page| format!("{SUMMARY}: `{}` is not listed", page.path))
        .collect()
}

fn pages(tree: &Tree) -> impl Iterator<Item = &TextFile> {
    tree.with_extension("md")
        .filter(|file| file.path.starts_with(BOOK))
}

/// A page has a title and at least one line under it.
pub fn pages_say_something(tree: &Tree) -> Vec<String> {
    let in_root = |file: &&TextFile| file.has_extension("md") && !file.path.contains('/');
    let in_docs = |file: &&TextFile| file.has_extension("md") && file.path.starts_with("docs/");
    tree.files
        .iter()
        .filter(|file| in_root(file) || in_docs(file))
        .filter(|file| !is_only_an_inclusion(&file.text))
        .filter_map(|file| {
            let mut lines = file.text.lines().filter(|line| !line.trim().is_empty());
            let titled = lines.next().is_some_and(|line| line.starts_with("# "));
            let filled = lines.any(|line| !line.starts_with('#'));
            (!titled || !filled).then(|| format!("{}: the page has no title or no text", file.path))
        })
        .collect()
}

fn is_only_an_inclusion(text: &str) -> bool {
    text.trim().starts_with("{{#include ") && text.trim().lines().count() == 1
}

pub fn readme_has_the_two_commands(tree: &Tree) -> Vec<String> {
    let readme = tree.file("README.md").map_or("", |file| file.text.as_str());
    let commands: Vec<&str> = readme
        .lines()
        .skip_while(|line| !line.starts_with("```"))
        .skip(1)
        .take_while(|line| !line.starts_with("```"))
        .filter_map(|line| line.split('#').next().map(str::trim))
        .filter(|line| !line.is_empty())
        .collect();
    if commands == ["cargo run --release -- demo", "./test"] {
        Vec::new()
    } else {
        vec![format!(
            "README.md: the first block of commands is not the two that set up: {commands:?}"
        )]
    }
}

/// The table of the README has a row for each crate that a Cargo.toml of ours names, and for no other.
pub fn readme_explains_every_dependency(tree: &Tree, packages: &[Package]) -> Vec<String> {
    let ours: BTreeSet<&str> = packages.iter().map(|it| it.name.as_str()).collect();
    let used: BTreeSet<&str> = packages
        .iter()
        .flat_map(|package| {
            package
                .dependencies
                .iter()
                .chain(&package.test_dependencies)
        })
        .map(String::as_str)
        .filter(|name| !ours.contains(name))
        .collect();
    let readme = tree.file("README.md").map_or("", |file| file.text.as_str());
    let explained: BTreeSet<&str> = readme
        .lines()
        .skip_while(|line| *line != "## Dependencies")
        .filter_map(row_of_a_crate)
        .collect();
    let missing = used
        .difference(&explained)
        .map(|name| format!("README.md: the table does not say why `{name}` is used"));
    let stale = explained
        .difference(&used)
        .map(|name| format!("README.md: the table explains `{name}`, which nothing uses"));
    missing.chain(stale).collect()
}

/// The crate of a row like `` | `serde` | why | ``, when it says why.
fn row_of_a_crate(line: &str) -> Option<&str> {
    let (name, why) = line.strip_prefix("| `")?.split_once("` |")?;
    let why = why.trim().trim_end_matches('|').trim();
    (!why.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_leads_nowhere_is_a_problem() {
        let cases = [
            ("docs/src/a.md", "[b](b.md)", 0),
            ("docs/src/a.md", "[b](b.md#part)", 0),
            ("docs/src/a.md", "[c](c.md)", 1),
            ("docs/src/a.md", "![picture](images/a.png)", 0),
            ("docs/src/a.md", "[out](../../README.md)", 1),
            (
                "docs/src/a.md",
                "[here](#part) [there](https://example.org)",
                0,
            ),
            ("docs/src/a.md", "`[not](a-link.md)`", 0),
            ("rulebooks/x/1.md", "[180 days](param:lapse)", 0),
            ("README.md", "[b](docs/src/b.md) [docs](docs/src/)", 0),
            ("crates/a/tests/bad.md", "[c](c.md)", 0),
        ];
        for (path, text, count) in cases {
            let mut files = vec![("docs/src/b.md", ""), ("docs/src/images/a.png", "")];
            files.push((path, text));
            files.push(("README.md", ""));
            let problems = links_resolve(&Tree::of(&files));
            assert_eq!(problems.len(), count, "{path}: {text}: {problems:?}");
        }
    }

    #[test]
    fn a_page_that_the_summary_does_not_list_is_a_problem() {
        let tree = Tree::of(&[
            (SUMMARY, "# Summary\n\n- [A](a.md)\n"),
            ("docs/src/a.md", ""),
            ("docs/src/reference/ask.md", ""),
        ]);
        let problems = summary_lists_every_page(&tree);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].contains("`docs/src/reference/ask.md` is not listed"));
    }

    #[test]
    fn an_empty_page_is_a_problem() {
        let cases = [
            ("", 1),
            ("# Title\n", 1),
            ("# Title\n\n## More\n", 1),
            ("words\n", 1),
            ("# Title\n\nwords\n", 0),
            ("{{#include ../benchmarks.md}}\n", 0),
        ];
        for (text, count) in cases {
            let tree = Tree::of(&[("docs/src/a.md", text)]);
            assert_eq!(pages_say_something(&tree).len(), count, "{text}");
        }
    }

    #[test]
    fn a_third_command_to_set_up_is_a_problem() {
        let two = "# S\n\n```sh\ncargo run --release -- demo   # opens\n./test\n```\n";
        let three = two.replace("./test", "apt install x\n./test");
        assert!(readme_has_the_two_commands(&Tree::of(&[("README.md", two)])).is_empty());
        assert_eq!(
            readme_has_the_two_commands(&Tree::of(&[("README.md", &three)])).len(),
            1
        );
    }

    #[test]
    fn a_dependency_that_the_readme_does_not_explain_is_a_problem_and_so_is_a_stale_row() {
        let package = Package {
            name: "standing-base".to_owned(),
            description: None,
            manifest: String::new(),
            dependencies: ["serde", "jiff"].map(str::to_owned).into(),
            test_dependencies: vec!["proptest".to_owned()],
            reaches: BTreeSet::default(),
            benches: Vec::new(),
        };
        let readme = "| `a/` | folder |\n## Dependencies\n| `serde` | reads and writes |\n| `jiff` | |\n| `chrono` | dates |\n";
        let problems =
            readme_explains_every_dependency(&Tree::of(&[("README.md", readme)]), &[package]);
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert!(problems[0].contains("`jiff`"));
        assert!(problems[1].contains("`proptest`"));
        assert!(problems[2].contains("`chrono`, which nothing uses"));
    }
}
