//! What every page's HTML must hold to, checked without a browser: for the tests of this crate.

/// An opening tag with its attributes, or a closing one.
#[derive(Debug, PartialEq, Eq)]
struct Tag<'a> {
    name: &'a str,
    closing: bool,
    attributes: Vec<(&'a str, &'a str)>,
}

impl Tag<'_> {
    fn get(&self, attribute: &str) -> Option<&str> {
        let mut found = self
            .attributes
            .iter()
            .filter(|(name, _)| *name == attribute);
        found.next().map(|(_, value)| *value)
    }
}

/// The tags of a page of ours: attributes are quoted with `"` and nothing in a value is a bare `>`.
fn tags(html: &str) -> Vec<Tag<'_>> {
    html.split('<')
        .skip(1)
        .filter(|part| !part.starts_with('!'))
        .map(|part| {
            let inside = part.split('>').next().unwrap_or_default();
            let closing = inside.starts_with('/');
            let inside = inside.trim_start_matches('/');
            let (name, rest) = inside
                .split_once(char::is_whitespace)
                .unwrap_or((inside, ""));
            Tag {
                name,
                closing,
                attributes: attributes(rest),
            }
        })
        .collect()
}

fn attributes(mut rest: &str) -> Vec<(&str, &str)> {
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c == '=' || c.is_whitespace());
        let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
        if name.is_empty() {
            return attributes;
        }
        if let Some(quoted) = after.strip_prefix("=\"") {
            let (value, after) = quoted.split_once('"').unwrap_or((quoted, ""));
            attributes.push((name, value));
            rest = after;
        } else {
            attributes.push((name, ""));
            rest = after.trim_start_matches('=');
        }
    }
}

const VOID: &[&str] = &["meta", "link", "input", "br", "hr", "img"];

/// Everything that is wrong with a page.
pub(crate) fn faults(html: &str) -> Vec<String> {
    let tags = tags(html);
    let mut faults = nesting(&tags);
    faults.extend(outline(&tags));
    faults.extend(references(&tags));
    for (name, count) in [("h1", 1), ("main", 1), ("title", 1), ("html", 1)] {
        let found = tags.iter().filter(|tag| tag.name == name && !tag.closing);
        if found.count() != count {
            faults.push(format!("there is not exactly {count} `{name}`"));
        }
    }
    for tag in &tags {
        let is_foreign = matches!(tag.name, "style" | "iframe" | "object" | "embed");
        let is_own = |src: &str| src.starts_with("/passkey.js?v=");
        let is_script = tag.name == "script" && !tag.closing;
        if is_foreign || (is_script && !tag.get("src").is_some_and(is_own)) {
            faults.push(format!("a `{}` got in", tag.name));
        }
        for (name, value) in &tag.attributes {
            let is_address = matches!(*name, "href" | "src" | "action");
            if name.starts_with("on") || *name == "style" {
                faults.push(format!("`{}` has `{name}`", tag.name));
            }
            if is_address && value.trim_start().starts_with("javascript:") {
                faults.push(format!("`{value}` is an address"));
            }
        }
        if tag.name == "html" && !tag.closing && tag.get("lang").is_none_or(str::is_empty) {
            faults.push("the page has no language".to_owned());
        }
    }
    if html.contains("<script>") || !html.starts_with("<!doctype html>") {
        faults.push("the page does not begin as HTML, or holds a script".to_owned());
    }
    faults
}

/// Every element is closed, in order.
fn nesting(tags: &[Tag<'_>]) -> Vec<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut faults = Vec::new();
    for tag in tags.iter().filter(|tag| !VOID.contains(&tag.name)) {
        if !tag.closing {
            open.push(tag.name);
        } else if open.pop() != Some(tag.name) {
            faults.push(format!("`</{}>` closes something else", tag.name));
        }
    }
    faults.extend(open.iter().map(|name| format!("`{name}` is not closed")));
    faults
}

/// Headings begin at 1 and go down one level at a time.
fn outline(tags: &[Tag<'_>]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut before = 0;
    for tag in tags.iter().filter(|tag| !tag.closing) {
        let level = match tag.name {
            "h1" => 1,
            "h2" => 2,
            "h3" => 3,
            "h4" => 4,
            "h5" | "h6" => 5,
            _ => continue,
        };
        if level > before + 1 {
            faults.push(format!(
                "a heading of level {level} follows one of {before}"
            ));
        }
        before = level;
    }
    faults
}

/// Ids are there once; labels, descriptions and links within the page lead to one; every field
/// has a label.
fn references(tags: &[Tag<'_>]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
    ids.sort_unstable();
    for pair in ids.windows(2) {
        if let [one, other] = pair
            && one == other
        {
            faults.push(format!("the id `{one}` is there twice"));
        }
    }
    let known = |id: &str| ids.binary_search(&id).is_ok();
    for tag in tags.iter().filter(|tag| !tag.closing) {
        let mut led_to: Vec<&str> = Vec::new();
        for attribute in ["for", "aria-labelledby", "aria-describedby"] {
            led_to.extend(tag.get(attribute).unwrap_or_default().split_whitespace());
        }
        led_to.extend(tag.get("href").and_then(|href| href.strip_prefix('#')));
        for id in led_to {
            if !known(id) {
                faults.push(format!(
                    "`{}` leads to `#{id}`, which is not there",
                    tag.name
                ));
            }
        }
        let is_field = matches!(tag.name, "input" | "select" | "textarea")
            && tag.get("type") != Some("hidden");
        let mut labels = tags.iter().filter(|label| label.name == "label");
        let has_label = tag
            .get("id")
            .is_some_and(|id| labels.any(|label| label.get("for") == Some(id)));
        if is_field && !has_label {
            faults.push(format!("a field has no label: {:?}", tag.attributes));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    const GOOD: &str = "<!doctype html><html lang=\"en\"><head><title>x</title></head>\
        <body><main><h1 id=\"a\">x</h1><a href=\"#a\">y</a><label for=\"f\">F</label>\
        <input id=\"f\"></main></body></html>";

    #[test]
    fn the_checker_finds_each_fault() {
        assert_eq!(faults(GOOD), Vec::<String>::new());
        for (from, to, fault) in [
            ("<h1 id=\"a\">x</h1>", "<p id=\"a\">x</p>", "exactly 1 `h1`"),
            (
                "<a href=\"#a\">",
                "<h3>z</h3><a href=\"#a\">",
                "level 3 follows",
            ),
            ("href=\"#a\"", "href=\"#b\"", "not there"),
            ("<input id=\"f\">", "<input id=\"g\">", "no label"),
            ("<a href", "<a id=\"a\" href", "twice"),
            ("<a href", "<a onclick=\"x\" href", "has `onclick`"),
            ("y</a>", "<script>y</script></a>", "`script` got in"),
            ("y</a>", "<b>y</a>", "closes something else"),
            (" lang=\"en\"", "", "no language"),
        ] {
            let bad = GOOD.replacen(from, to, 1);
            let found = faults(&bad);
            assert!(
                found.iter().any(|one| one.contains(fault)),
                "{fault}: {found:?}"
            );
        }
    }

    #[test]
    fn every_page_is_sound_and_lets_no_markup_through() {
        for sample in samples::pages() {
            let found = faults(&sample.html);
            assert!(found.is_empty(), "{}: {found:#?}", sample.address);
        }
    }

    #[test]
    fn hostile_text_is_shown_as_text() {
        let pages = samples::pages();
        for sample in pages.iter().filter(|one| one.address.contains("hostile")) {
            assert!(
                sample.html.contains("&#60;script&#62;alert"),
                "{}",
                sample.address
            );
        }
    }
}
