//! What locales must hold to: every message that is used is there, in each language, with the same
//! parts, and none is there for nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use standing_app::account::AccountError;
use standing_app::letters::Language;

use super::{Message, Says, bundle};
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
fn every_file_of_a_language_is_part_of_the_program() {
    for language in Language::ALL {
        for key in messages(language).keys().filter(|key| !key.contains('.')) {
            let is_there = bundle(language).get_message(key).is_some();
            assert!(is_there, "{language:?} `{key}`");
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
    for (_, text) in texts("../app/src")
        .into_iter()
        .chain(texts("../domain/src"))
    {
        used.extend(quoted(&text).into_iter().filter(|it| is_key(it)));
    }
    let keys = known.keys().filter(|key| !key.contains('.'));
    let unused: Vec<&String> = keys.filter(|key| !used.contains(*key)).collect();
    assert!(unused.is_empty(), "nothing says {unused:?}");
}

/// What stands in quotes, with lines put together that were broken.
fn quoted(text: &str) -> Vec<String> {
    let text = text.replace("\\\"", "”").replace("'\"'", "");
    let texts = text.split('"').skip(1).step_by(2);
    texts
        .map(|text| {
            let lines: Vec<&str> = text.split("\\\n").collect();
            let lines: Vec<&str> = lines.iter().map(|line| line.trim_start()).collect();
            lines.concat()
        })
        .collect()
}

/// In English there are two texts of these sentences: the command line has the one of `app`.
#[test]
fn the_application_tells_its_faults_in_the_words_of_the_pages() {
    let known = messages(Language::English);
    let mut found = 0;
    for (path, text) in texts("../app/src")
        .into_iter()
        .chain(texts("../domain/src"))
    {
        for pair in quoted(&text).windows(2) {
            let (code, english) = (&pair[0], &pair[1]);
            let is_pair = code.contains('-') && english.contains(' ');
            let Some(parts) = known.get(code).filter(|_| is_pair) else {
                continue;
            };
            let key: &'static str = code.clone().leak();
            let mut message = Message::new(key);
            for part in parts {
                let part: &'static str = part.clone().leak();
                message = message.with(part, format!("{{{part}}}"));
            }
            assert_eq!(message.text(), *english, "{path}");
            found += 1;
        }
    }
    assert!(found > 60, "only {found} are told so");
    for error in [
        AccountError::WrongPassword,
        AccountError::WrongCode,
        AccountError::CodeUsed,
        AccountError::WrongPasskey,
        AccountError::LinkUnknown,
        AccountError::LinkUsed,
        AccountError::LinkExpired,
        AccountError::NotSignedIn,
        AccountError::SignInAgain,
        AccountError::NoPost,
        AccountError::TooSoon { seconds: 1 },
        AccountError::TooSoon { seconds: 90 },
        AccountError::TooSoon { seconds: 100 },
        AccountError::NoPasskeys("http://localhost".to_owned()),
    ] {
        assert_eq!(Says::of_account(&error).english(), error.to_string());
    }
}

/// The attributes that a reader sees or hears.
const SHOWN: &[&str] = &[
    "alt",
    "aria-label",
    "data-failed",
    "data-label",
    "placeholder",
    "title",
];

/// What a template says by itself: text between tags, and attributes that are shown.
fn own_words(template: &str) -> Vec<String> {
    let mut html = String::new();
    let mut rest = template;
    while let Some(begin) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        html.push_str(&rest[..begin]);
        let end = if rest[begin..].starts_with("{{") {
            "}}"
        } else {
            "%}"
        };
        rest = rest[begin..].split_once(end).unwrap().1;
    }
    html.push_str(rest);
    let mut words = Vec::new();
    for part in html.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        if !tag.starts_with("style") {
            words.push(text.to_owned());
        }
        for attribute in SHOWN {
            if let Some((_, value)) = tag.split_once(&format!(" {attribute}=\"")) {
                words.push(value.split('"').next().unwrap().to_owned());
            }
        }
    }
    words.retain(|text| text.contains(char::is_alphabetic));
    words
}

#[test]
fn no_template_says_anything_by_itself() {
    let template = "<p title=\"A\">{{ frame.say(\"x\") }}{% if a < b %}, {% endif %}B</p>";
    assert_eq!(own_words(template), [", B", "A"]);
    for (path, text) in texts("templates") {
        assert_eq!(own_words(&text), Vec::<String>::new(), "{path}");
    }
}

/// Files that write sentences in English: programs read them, or they tell of the rulebook's
/// tables.
const ENGLISH_ONLY: &[&str] = &[
    "src/api/",
    "headers.rs",
    "server",
    "readback.rs",
    "markup.rs",
    "browser",
    "samples",
];

/// Lines whose sentences are for the log and for those who read the source.
const NOT_SHOWN: &[&str] = &["//", "tracing::", "debug_assert!", "reason = "];

/// What stands in quotes on a line and reads like a sentence: words with spaces between them.
fn sentences(line: &str) -> Vec<&str> {
    let quoted = line.split('"').skip(1).step_by(2);
    let is_sentence = |text: &&str| {
        let letters: Vec<char> = text.chars().collect();
        let mut gaps = letters.windows(3);
        gaps.any(|gap| gap[0].is_alphabetic() && gap[1] == ' ' && gap[2].is_alphabetic())
    };
    let is_markup = |text: &&str| text.starts_with('<') || text.contains("; Path=/");
    quoted
        .filter(|it| is_sentence(it) && !is_markup(it))
        .collect()
}

#[test]
fn no_source_says_anything_by_itself() {
    let known = messages(Language::English);
    let mut found = Vec::new();
    for (path, text) in texts("src") {
        let is_source = Path::new(&path).extension().is_some_and(|it| it == "rs");
        if !is_source || ENGLISH_ONLY.iter().any(|part| path.contains(part)) {
            continue;
        }
        for line in text.lines() {
            if NOT_SHOWN.iter().any(|sign| line.trim().starts_with(sign)) {
                continue;
            }
            // What a browser or a session says stands beside the message for it.
            let names = |it: &str| it.contains('-') && known.contains_key(it);
            if line.split('"').any(names) {
                continue;
            }
            for sentence in sentences(line) {
                found.push(format!("{path}: {sentence}"));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
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
