//! The clauses of a Markdown file: headings with marks, words, rule blocks and parameters.
//!
//! Only what carries meaning is read; everything else is the clause's words and stays as it is.

use crate::diagnostic::{Report, did_you_mean, quoted};
use crate::limits::NAME_BYTES_MAX;
use crate::model::ClauseMark;
use crate::params::{self, RawParam};
use crate::source::{Source, Span, Spanned};

#[derive(Debug)]
pub(crate) struct RawClause<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) id: Spanned<String>,
    pub(crate) title: String,
    pub(crate) level: u8,
    pub(crate) chapter: Option<String>,
    pub(crate) mark: Option<ClauseMark>,
    /// Everything after the heading, up to the next heading that ends the clause.
    pub(crate) body: Span,
    /// Without rule blocks and comments.
    pub(crate) words: String,
    pub(crate) params: Vec<RawParam>,
    /// The insides of the rule blocks.
    pub(crate) blocks: Vec<Span>,
}

const COMMENT: &str = "<!--";
const SHORTEST_FENCE: usize = 3;

const MARKS: &[(&str, ClauseMark)] = &[
    ("judgement", ClauseMark::Judgement),
    ("procedure", ClauseMark::Procedure),
    ("text", ClauseMark::Text),
];

pub(crate) fn read<'a>(source: &'a Source<'a>, report: &mut Report) -> Vec<RawClause<'a>> {
    let mut reader = Reader {
        source,
        report,
        clauses: Vec::new(),
        current: None,
        chapter: None,
        told_of_homeless_words: false,
        fence: None,
        comment: None,
    };
    for (start, line) in source.lines() {
        reader.line(start, line);
    }
    reader.finish()
}

struct Reader<'a, 'r> {
    source: &'a Source<'a>,
    report: &'r mut Report,
    clauses: Vec<RawClause<'a>>,
    current: Option<Open<'a>>,
    chapter: Option<String>,
    told_of_homeless_words: bool,
    fence: Option<Fence>,
    /// Where an open comment began.
    comment: Option<usize>,
}

/// A clause being read, with the parts of the file that are its words.
struct Open<'a> {
    clause: RawClause<'a>,
    parts: Vec<Span>,
}

/// An open fenced block.
struct Fence {
    sign: char,
    length: usize,
    is_rule: bool,
    /// The opening fence itself.
    opening: Span,
    inside: usize,
}

struct Heading<'t> {
    level: u8,
    text: &'t str,
    /// Offset of `text` in the line.
    at: usize,
}

impl<'a> Reader<'a, '_> {
    fn line(&mut self, start: usize, line: &'a str) {
        if self.fence.is_some() {
            self.line_in_fence(start, line);
            return;
        }
        let visible = self.visible(start, line);
        let whole = matches!(visible.as_slice(), [one] if *one == (start..start + line.len()));
        if line.is_empty() && self.comment.is_none() {
            self.words(start..start);
            return;
        }
        if whole {
            if let Some(fence) = opening_fence(start, line) {
                self.open_fence(fence, start, line);
                return;
            }
            if let Some(heading) = heading(line) {
                self.heading(start, line, &heading);
                return;
            }
        }
        for part in visible {
            self.words(part);
        }
    }

    /// The parts of a line that stand outside comments.
    fn visible(&mut self, start: usize, line: &str) -> Vec<Span> {
        let mut parts = Vec::new();
        let mut from = 0;
        loop {
            let rest = line.get(from..).unwrap_or_default();
            if self.comment.is_some() {
                let Some(end) = rest.find("-->") else { break };
                self.comment = None;
                from += end + 3;
            } else if let Some(begin) = rest.find(COMMENT) {
                if begin > 0 {
                    parts.push(start + from..start + from + begin);
                }
                if !self.begin_comment(start + from + begin) {
                    break;
                }
                from += begin + COMMENT.len();
            } else {
                if !rest.is_empty() {
                    parts.push(start + from..start + line.len());
                }
                break;
            }
        }
        parts
    }

    /// Begins a comment, unless it is never closed: then it ends with its line, so that it does not
    /// swallow the clauses up to the end of the next comment.
    fn begin_comment(&mut self, at: usize) -> bool {
        let after = at + COMMENT.len();
        let rest = self.source.text.get(after..).unwrap_or_default();
        let until_next = rest.find(COMMENT).unwrap_or(rest.len());
        let closed = rest
            .get(..until_next)
            .is_some_and(|inner| inner.contains("-->"));
        if closed {
            self.comment = Some(at);
        } else {
            self.report.error(
                &self.source.at(at..after),
                "this comment is never closed with -->",
                None,
            );
        }
        closed
    }

    fn words(&mut self, part: Span) {
        if let Some(open) = &mut self.current {
            open.parts.push(part);
            return;
        }
        let text = self.source.slice(&part);
        if let Some(at) = text.find("](param:") {
            let span = part.start + at..part.start + at + "](param:".len();
            self.report.error(
                &self.source.at(span),
                "this parameter stands under no clause",
                "give the heading above it a mark such as {#8.4}".to_owned(),
            );
        }
        if !text.trim().is_empty() && !self.told_of_homeless_words {
            self.told_of_homeless_words = true;
            self.report.note(
                &self.source.at(part),
                "these words stand under no clause; give the heading above them a mark such as {#8.4}",
            );
        }
    }

    fn open_fence(&mut self, fence: Fence, start: usize, line: &str) {
        if fence.is_rule {
            if self.current.is_none() {
                self.report.error(
                    &self.source.at(fence.opening.clone()),
                    "this rule stands under no clause",
                    "give the heading above it a mark such as {#8.4}".to_owned(),
                );
            }
        } else {
            self.words(start..start + line.len());
        }
        self.fence = Some(fence);
    }

    fn line_in_fence(&mut self, start: usize, line: &'a str) {
        let Some(fence) = self.fence.take() else {
            return;
        };
        if closes(&fence, line) {
            if fence.is_rule {
                if let Some(open) = &mut self.current {
                    open.clause.blocks.push(fence.inside..start);
                }
            } else {
                self.words(start..start + line.len());
            }
            return;
        }
        // Such a block holds neither a clause's heading nor a rule: its fence was forgotten. Going
        // on from here spares the author a cascade.
        if fence.is_rule || fence.length == SHORTEST_FENCE {
            let next_block = opening_fence(start, line).is_some_and(|inner| inner.is_rule);
            let next_clause = heading(line).is_some_and(|heading| heading.text.contains("{#"));
            if next_block || next_clause {
                self.never_closed(&fence, start);
                self.line(start, line);
                return;
            }
        }
        if !fence.is_rule {
            self.words(start..start + line.len());
        }
        self.fence = Some(fence);
    }

    fn never_closed(&mut self, fence: &Fence, end: usize) {
        let sign: String = std::iter::repeat_n(fence.sign, fence.length).collect();
        self.report.error(
            &self.source.at(fence.opening.clone()),
            format!("this block is never closed with {sign}"),
            (!fence.is_rule)
                .then(|| format!("or the {sign}rule that opens a rule is missing above")),
        );
        // What follows the first empty line is hardly still the rule.
        let inside = self.source.slice(&(fence.inside..end));
        let length = inside.find("\n\n").unwrap_or(inside.len());
        if let Some(open) = self.current.as_mut().filter(|_| fence.is_rule) {
            let block = fence.inside..fence.inside + length;
            open.clause.blocks.push(block);
        }
    }

    fn heading(&mut self, start: usize, line: &'a str, heading: &Heading<'_>) {
        if let Some(mark_at) = heading.text.rfind("{#") {
            self.close(start);
            self.clause(start, line, heading, mark_at);
            return;
        }
        let within = |open: &Open<'_>| open.clause.level < heading.level;
        if heading.text.starts_with(|c: char| c.is_ascii_digit()) {
            let from = start + heading.at;
            self.report.note(
                &self.source.at(from..from + heading.text.len()),
                "this heading has a number but no mark such as {#8.4.a}",
            );
        }
        if self.current.as_ref().is_some_and(within) {
            self.words(start..start + line.len());
        } else {
            self.close(start);
            self.chapter = Some(heading.text.to_owned());
            self.told_of_homeless_words = false;
        }
    }

    fn clause(&mut self, start: usize, line: &'a str, heading: &Heading<'_>, mark_at: usize) {
        let inner_at = start + heading.at + mark_at + 2;
        let inner = heading.text.get(mark_at + 2..).unwrap_or_default();
        // A faulty mark is read all the same: what stands under it is not faulty.
        let inner = inner.strip_suffix('}').unwrap_or_else(|| {
            let end = start + heading.at + heading.text.len();
            self.report.error(
                &self.source.at(inner_at - 2..end),
                "this mark is not closed at the end of the heading",
                "write it as {#8.4.a}".to_owned(),
            );
            inner
        });
        let mut parts = inner.split_whitespace();
        let id = parts.next().unwrap_or_default();
        let id_at = inner_at + inner.find(id).unwrap_or(0);
        let id_span = id_at..id_at + id.len();
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if id.is_empty() || id.len() > NAME_BYTES_MAX || !id.chars().all(good) {
            self.report.error(
                &self.source.at(id_at..id_at + id.len().max(1)),
                format!("{} is not a clause number", quoted(id)),
                "use letters, digits, `.`, `-` and `_`, as in {#8.4.a}".to_owned(),
            );
        }
        let mark = parts.next().and_then(|word| {
            let known = MARKS.iter().find(|(name, _)| *name == word);
            if known.is_none() {
                let at = inner_at + inner.rfind(word).unwrap_or(0);
                self.report.error(
                    &self.source.at(at..at + word.len()),
                    format!("{} does not say why a clause has no rule", quoted(word)),
                    did_you_mean(word, MARKS.iter().map(|(name, _)| *name)).unwrap_or_else(|| {
                        "the word may be `judgement`, `procedure` or `text`".to_owned()
                    }),
                );
            }
            known.map(|(_, mark)| *mark)
        });
        let body = (start + line.len() + 1).min(self.source.text.len());
        self.current = Some(Open {
            clause: RawClause {
                source: self.source,
                id: Spanned {
                    value: id.to_owned(),
                    span: id_span,
                },
                title: heading
                    .text
                    .get(..mark_at)
                    .unwrap_or_default()
                    .trim()
                    .to_owned(),
                level: heading.level,
                chapter: self.chapter.clone(),
                mark,
                body: body..body,
                words: String::new(),
                params: Vec::new(),
                blocks: Vec::new(),
            },
            parts: Vec::new(),
        });
    }

    fn close(&mut self, end: usize) {
        let Some(Open { mut clause, parts }) = self.current.take() else {
            return;
        };
        clause.body.end = end.max(clause.body.start);
        clause.words = join(self.source, &parts);
        for part in stretches(parts) {
            params::find(self.source, &part, &mut clause.params, self.report);
        }
        self.clauses.push(clause);
    }

    fn finish(mut self) -> Vec<RawClause<'a>> {
        let end = self.source.text.len();
        if let Some(fence) = self.fence.take() {
            self.never_closed(&fence, end);
        }
        self.close(end);
        self.clauses
    }
}

/// The parts of the words in one text, with at most one empty line between them.
fn join(source: &Source<'_>, parts: &[Span]) -> String {
    let mut words = String::new();
    let mut empty_lines = 0;
    for part in parts {
        let line = source.slice(part).trim_end();
        if line.is_empty() {
            empty_lines += 1;
            continue;
        }
        if !words.is_empty() {
            words.push_str(if empty_lines > 0 { "\n\n" } else { "\n" });
        }
        empty_lines = 0;
        words.push_str(line);
    }
    words
}

/// Parts that follow each other line by line are one stretch.
fn stretches(parts: Vec<Span>) -> Vec<Span> {
    let mut all: Vec<Span> = Vec::new();
    for part in parts {
        match all.last_mut() {
            Some(last) if last.end + 1 == part.start => last.end = part.end,
            _ => all.push(part),
        }
    }
    all
}

fn heading(line: &str) -> Option<Heading<'_>> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let signs = line.get(indent..)?;
    let level = signs.len() - signs.trim_start_matches('#').len();
    let rest = signs.get(level..)?;
    if indent > 3 || level == 0 || level > 6 || !rest.starts_with([' ', '\t']) {
        return None;
    }
    let text = rest.trim();
    Some(Heading {
        level: u8::try_from(level).unwrap_or(6),
        text,
        at: indent + level + (rest.len() - rest.trim_start().len()),
    })
}

fn opening_fence(start: usize, line: &str) -> Option<Fence> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let rest = line.get(indent..)?;
    let sign = rest.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = rest.len() - rest.trim_start_matches(sign).len();
    let info = rest.get(length..)?;
    if indent > 3 || length < SHORTEST_FENCE || (sign == '`' && info.contains('`')) {
        return None;
    }
    Some(Fence {
        sign,
        length,
        is_rule: info.split_whitespace().next() == Some("rule"),
        opening: start + indent..start + line.trim_end().len(),
        inside: start + line.len() + 1,
    })
}

fn closes(fence: &Fence, line: &str) -> bool {
    let text = line.trim();
    text.len() >= fence.length && text.chars().all(|c| c == fence.sign)
}
