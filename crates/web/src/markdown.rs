//! Clause words as HTML. Markdown only: raw HTML is dropped, headings become strong paragraphs (the
//! page owns the outline), and links lead to the web, to a mail address or to a parameter.

use std::fmt;

use askama::filters::HtmlSafe;
use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};

/// HTML made here and nowhere else.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words(String);

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Words {}

/// Where a parameter's words lead.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ParamLinks<'a> {
    /// Parameters are shown on the page of their clause, at this address.
    To(&'a str),
    /// They are set apart, and lead nowhere.
    None,
}

pub(crate) fn words(markdown: &str, params: ParamLinks<'_>) -> Words {
    let mut out = String::with_capacity(markdown.len() * 2);
    // What closes each open link, innermost last.
    let mut open: Vec<&'static str> = Vec::new();
    let events =
        Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(|event| match event {
            // Raw HTML goes. The text of an image stays; the page loads nothing from elsewhere.
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Start(Tag::HtmlBlock | Tag::Image { .. })
            | Event::End(TagEnd::HtmlBlock | TagEnd::Image) => None,
            Event::Start(Tag::Heading { .. }) => Some(Event::InlineHtml("<p><strong>".into())),
            Event::End(TagEnd::Heading(_)) => Some(Event::InlineHtml("</strong></p>\n".into())),
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => {
                let (begin, end) = link(link_type, &dest_url, params);
                open.push(end);
                Some(Event::InlineHtml(begin))
            }
            Event::End(TagEnd::Link) => Some(Event::InlineHtml(open.pop().unwrap_or("").into())),
            other => Some(other),
        });
    html::push_html(&mut out, events);
    Words(out)
}

/// The words without any mark-up, for comparing: a blank line between blocks.
pub(crate) fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::End(TagEnd::TableCell) => text.push(' '),
            Event::HardBreak => text.push('\n'),
            Event::Start(Tag::Item) => text.push_str("– "),
            Event::End(TagEnd::Item | TagEnd::TableRow) if !text.ends_with('\n') => text.push('\n'),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::List(_)) => {
                text.truncate(text.trim_end().len());
                text.push_str("\n\n");
            }
            _ => {}
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// The tags around a link's text.
fn link<'a>(kind: LinkType, address: &str, params: ParamLinks<'_>) -> (CowStr<'a>, &'static str) {
    let mut escaped = String::new();
    for c in address.chars() {
        match c {
            '"' => escaped.push_str("%22"),
            '<' => escaped.push_str("%3C"),
            '>' => escaped.push_str("%3E"),
            '&' => escaped.push_str("&amp;"),
            _ => escaped.push(c),
        }
    }
    if let Some(name) = escaped.strip_prefix("param:") {
        return match params {
            ParamLinks::To(page) => (
                format!("<a class=\"param\" href=\"{page}#param-{name}\">").into(),
                "</a>",
            ),
            ParamLinks::None => ("<span class=\"param\">".into(), "</span>"),
        };
    }
    let mail = if kind == LinkType::Email {
        "mailto:"
    } else {
        ""
    };
    let known = ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| escaped.starts_with(scheme));
    if known || !mail.is_empty() {
        let begin = format!("<a rel=\"nofollow noreferrer\" href=\"{mail}{escaped}\">");
        (begin.into(), "</a>")
    } else {
        ("".into(), "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html_of(markdown: &str) -> String {
        words(markdown, ParamLinks::None).to_string()
    }

    #[test]
    fn words_without_mark_up_keep_their_blocks_apart() {
        assert_eq!(
            plain("One *two*\n[180 days](param:x).\n\n- a\n- b\n\nEnd <b>x</b>"),
            "One two 180 days.\n\n– a\n– b\n\nEnd x"
        );
    }

    #[test]
    fn raw_html_and_strange_links_do_not_get_through() {
        for (markdown, expected) in [
            ("a <script>alert(1)</script> b", "<p>a alert(1) b</p>\n"),
            ("<div onclick=x>\nhidden\n</div>\n\nb", "<p>b</p>\n"),
            ("[x](javascript:alert(1))", "<p>x</p>\n"),
            ("![alt](https://example.org/x.png)", "<p>alt</p>\n"),
            ("# Big", "<p><strong>Big</strong></p>\n"),
            (
                "[x](https://example.org/?a=1&b=\"2)",
                "<p><a rel=\"nofollow noreferrer\" href=\"https://example.org/?a=1&amp;b=%222\">x</a></p>\n",
            ),
            ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>\n"),
        ] {
            assert_eq!(html_of(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn a_parameter_is_set_apart_and_leads_to_its_value() {
        let markdown = "after [180 days](param:suspension_lapse).";
        assert_eq!(
            html_of(markdown),
            "<p>after <span class=\"param\">180 days</span>.</p>\n"
        );
        assert_eq!(
            words(markdown, ParamLinks::To("/rulebook/2018/clauses/6.3")).to_string(),
            "<p>after <a class=\"param\" href=\"/rulebook/2018/clauses/6.3#param-suspension_lapse\">180 days</a>.</p>\n"
        );
    }
}
