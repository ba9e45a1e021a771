//! Texts that nobody would write: loading never panics, and every error has a place that exists.

use std::fmt::Write as _;

use proptest::prelude::*;
use standing_rulebook::{Files, Rulebook, limits};

use crate::folder::example;

/// Loads, and checks the place of everything that is told.
fn load(files: &Files) -> Vec<String> {
    let told = match Rulebook::load(files) {
        Ok(loaded) => loaded.notes,
        Err(errors) => {
            assert!(!errors.is_empty(), "a refusal says why");
            errors
        }
    };
    for one in &told {
        let place = &one.place;
        if place.line == 0 {
            continue;
        }
        let text = files.get(&place.file);
        let text = text.unwrap_or_else(|| panic!("{place} is in no file: {one}"));
        let line = text.split('\n').nth(place.line as usize - 1);
        let line = line.unwrap_or_else(|| panic!("{place} is after the end: {one}"));
        let columns = line.chars().count() + 1;
        assert!((1..=columns).contains(&(place.column as usize)), "{one}");
    }
    told.iter().map(ToString::to_string).collect()
}

#[derive(Clone, Debug)]
enum Slip {
    Delete(usize, usize),
    Insert(usize, String),
    Repeat(usize, usize),
    DropLine(usize),
    SwapLines(usize, usize),
}

fn slip() -> impl Strategy<Value = Slip> {
    let scraps = prop_oneof![
        "[ -~]{1,6}",
        prop::sample::select(vec![
            "```",
            "```rule\n",
            "<!--",
            "-->",
            "{#",
            "}",
            "](param:",
            "(param:x \"",
            "\"",
            "(",
            ")",
            "not ",
            "and ",
            "or ",
            "some c in member.cases where ",
            "today",
            " + 30 days",
            "[[move]]\n",
            "[[timer]]\n",
            "é\u{301}",
            "\u{feff}",
            "\u{0}",
            "\r",
            "\t",
            "🦀",
            "999999999999999999999",
            "{member.",
            "= {",
            "'''",
            "\"\"\"",
            "0001-01-01",
            "9999-12-31",
        ])
        .prop_map(str::to_owned),
    ];
    prop_oneof![
        (any::<usize>(), 1usize..40).prop_map(|(at, length)| Slip::Delete(at, length)),
        (any::<usize>(), scraps).prop_map(|(at, text)| Slip::Insert(at, text)),
        (any::<usize>(), 1usize..60).prop_map(|(at, length)| Slip::Repeat(at, length)),
        any::<usize>().prop_map(Slip::DropLine),
        (any::<usize>(), any::<usize>()).prop_map(|(a, b)| Slip::SwapLines(a, b)),
    ]
}

fn slipped(text: &str, slip: &Slip) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut lines: Vec<&str> = text.split('\n').collect();
    let at = |at: usize| at % (characters.len() + 1);
    let upto = |from: usize, length: usize| (from + length).min(characters.len());
    let piece = |from: usize, to: usize| characters[from..to].iter().collect::<String>();
    match slip {
        Slip::Delete(from, length) => {
            let from = at(*from);
            piece(0, from) + &piece(upto(from, *length), characters.len())
        }
        Slip::Insert(from, text) => {
            let from = at(*from);
            piece(0, from) + text + &piece(from, characters.len())
        }
        Slip::Repeat(from, length) => {
            let from = at(*from);
            let to = upto(from, *length);
            piece(0, to) + &piece(from, characters.len())
        }
        Slip::DropLine(line) => {
            lines.remove(line % lines.len());
            lines.join("\n")
        }
        Slip::SwapLines(a, b) => {
            let (a, b) = (a % lines.len(), b % lines.len());
            lines.swap(a, b);
            lines.join("\n")
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn no_slip_of_the_pen_makes_loading_panic(
        slips in prop::collection::vec((any::<prop::sample::Index>(), slip()), 1..4),
        swap in prop::option::weighted(0.1, any::<(prop::sample::Index, prop::sample::Index)>()),
    ) {
        let mut files = example();
        let paths: Vec<String> = files.iter().map(|(path, _)| path.to_owned()).collect();
        for (which, slip) in &slips {
            let path = which.get(&paths);
            let text = slipped(files.get(path).unwrap(), slip);
            files.insert(path, text);
        }
        if let Some((a, b)) = swap {
            let (a, b) = (a.get(&paths), b.get(&paths));
            let (one, other) = (files.get(a).unwrap().to_owned(), files.get(b).unwrap().to_owned());
            files.insert(a, other);
            files.insert(b, one);
        }
        load(&files);
    }
}

fn with_rule(rule: &str) -> Files {
    let mut files = example();
    files.insert(
        "versions/2018/99-more.md",
        format!("# More {{#99}}\n\nWords.\n\n```rule\n{rule}\n```\n"),
    );
    files
}

#[test]
fn deep_nesting_is_an_error_and_no_overflow() {
    let deep = 150_000;
    for rule in [
        format!(
            "bar endorse: {}member.sitting{} says \"x\"",
            "(".repeat(deep),
            ")".repeat(deep)
        ),
        format!(
            "bar endorse:{}member.sitting says \"x\"",
            "\n not".repeat(deep)
        ),
        format!(
            "bar endorse:{} says \"x\"",
            "\nsome c in member.cases where".repeat(30_000)
        ),
    ] {
        let rule = rule.replace("((((", "((((\n").replace("))))", "))))\n");
        let told = load(&with_rule(&rule)).join("\n");
        assert!(told.contains("nested more than 32 deep"), "{told}");
    }
    let mut files = example();
    files.insert("vocabulary.toml", format!("a = {}", "[\n".repeat(deep)));
    load(&files);
}

#[test]
fn huge_texts_are_refused_or_read_in_good_time() {
    let begun = std::time::Instant::now();
    let mut files = example();
    files.insert(
        "versions/2018/99-more.md",
        "x\n".repeat(limits::FILE_BYTES_MAX),
    );
    assert!(
        load(&files)
            .join("")
            .contains("a file has at most 1048576 bytes")
    );
    files.insert(
        "versions/2018/99-more.md",
        "x".repeat(limits::FILE_BYTES_MAX),
    );
    assert!(
        load(&files)
            .join("")
            .contains("a line has at most 20000 bytes")
    );
    for scrap in [
        "[a](param:b",
        "](param:",
        "<!--",
        "```rule\n",
        "# x {#y}\n",
        "{#",
        "[",
        "[[[",
        "\n# 1 {#1}\n[1 day](param:p)\n",
    ] {
        let times = limits::FILE_BYTES_MAX / scrap.len() / 4;
        let text: String = (0..times)
            .map(|at| {
                if at % 100 == 99 {
                    format!("{scrap}\n")
                } else {
                    scrap.to_owned()
                }
            })
            .collect();
        files.insert(
            "versions/2018/99-more.md",
            format!("# More {{#99}}\n{text}"),
        );
        load(&files);
    }
    for rule in [
        "bar a: b\n",
        "bar endorse: today\n",
        "bar endorse: member.sitting says \"x\"\n",
        "define member.a: b\n",
        "and ",
        "\"",
        "x.y and ",
    ] {
        let times = limits::FILE_BYTES_MAX / rule.len() / 4;
        let text: String = (0..times)
            .map(|at| {
                if at % 100 == 99 {
                    format!("{rule}\n")
                } else {
                    rule.to_owned()
                }
            })
            .collect();
        load(&with_rule(&format!("bar endorse: {text}")));
    }
    assert!(begun.elapsed().as_secs() < 120, "{:?}", begun.elapsed());
}

#[test]
fn definitions_that_multiply_are_refused() {
    let mut rule = String::from("define member.d0: member.sitting\n");
    for at in 1..30 {
        let before = at - 1;
        let _ = writeln!(
            rule,
            "define member.d{at}: member.d{before} and member.d{before}"
        );
    }
    let told = load(&with_rule(&rule)).join("\n");
    assert!(told.contains("more than 4000 conditions"), "{told}");

    let mut rule = String::from("define member.d0: member.sitting\n");
    for at in 1..400 {
        let _ = writeln!(rule, "define member.d{at}: member.d{}", at - 1);
    }
    let told = load(&with_rule(&rule)).join("\n");
    assert!(
        told.contains("more than 32 definitions stand on each other"),
        "{told}"
    );
}
