//! What locales must hold to: every message that is used is there, in each language, with the same
//! parts, and none is there for nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use standing_app::letters::Language;

use crate::samples;

/// Each message with the parts that it names; an attribute counts as a message of its own.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in fs::read_dir(folder.join(language.code())).unwrap() {
        let (mut key, mut whole) = (String::new(), String::new());
        for line in fs::read_to_string(entry.unwrap().path()).unwrap().lines() {
            let Some((name, _)) = line.split_once('=').filter(|_| !line.starts_with('#')) else {
                continue_message(&mut found, &whole, line);
                continue;
            };
            if let Some(attribute) = name.trim().strip_prefix('.') {
                whole = format!("{key}.{}", attribute.trim());
            } else if !line.starts_with(' ') {
                name.trim().clone_into(&mut key);
                whole.clone_from(&key);
                let before = found.insert(key.clone(), BTreeSet::new());
                assert!(before.is_none(), "`{key}` is there twice");
            }
            continue_message(&mut found, &whole, line);
        }
    }
    found
}

fn continue_message(found: &mut BTreeMap<String, BTreeSet<String>>, whole: &str, line: &str) {
    if line.starts_with('#') || whole.is_empty() {
        return;
    }
    let parts = found.entry(whole.to_owned()).or_default();
    for (at, _) in line.match_indices('$') {
        let name = line[at + 1..].chars();
        parts.insert(name.take_while(char::is_ascii_alphanumeric).collect());
    }
}

/// Templates and sources, without those of the tests.
pub(super) fn texts(folder: &str) -> Vec<(String, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("language/checks.rs") {
                let text = fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
                texts.push((path.display().to_string(), text.to_owned()));
            }
        }
    }
    texts
}

fn is_key(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(is_plain)
}

#[test]
fn both_languages_say_the_same_messages_with_the_same_parts() {
    let english = messages(Language::English);
    for language in Language::ALL {
        let others = messages(language);
        for (key, parts) in &english {
            assert_eq!(Some(parts), others.get(key), "{language:?} `{key}`");
        }
        for key in others.keys() {
            assert!(english.contains_key(key), "{language:?} `{key}`");
        }
    }
}

#[test]
fn every_message_that_is_used_is_there_and_none_is_there_for_nothing() {
    let known = messages(Language::English);
    let mut used = BTreeSet::new();
    for (path, text) in texts("templates").into_iter().chain(texts("src")) {
        for before in ["say(\"", "title(\"", "Message::new(\"", "{% let label = \""] {
            for (_, after) in text
                .match_indices(before)
                .map(|(at, it)| text.split_at(at + it.len()))
            {
                let key = after.split('"').next().unwrap();
                assert!(
                    known.contains_key(key),
                    "{path}: there is no message `{key}`"
                );
            }
        }
        used.extend(text.split('"').filter(|it| is_key(it)).map(str::to_owned));
    }
    let keys = known.keys().filter(|key| !key.contains('.'));
    let unused: Vec<&String> = keys.filter(|key| !used.contains(*key)).collect();
    assert!(unused.is_empty(), "nothing says {unused:?}");
}

#[test]
fn every_page_speaks_welsh_and_shows_no_name_of_a_message_or_part() {
    let keys = messages(Language::English);
    for sample in samples::pages_in(Language::Welsh) {
        let (html, at) = (&sample.html, sample.address);
        assert!(html.contains("<html lang=\"cy\">"), "{at}");
        assert!(!html.contains("{$"), "{at} lacks a part");
        for text in html.split('>').filter_map(|part| part.split('<').next()) {
            let key = text.trim();
            let is_name = key.contains('-') && keys.contains_key(key);
            assert!(!is_name, "{at} shows `{key}`");
        }
    }
}
