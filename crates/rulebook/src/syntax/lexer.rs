//! The words and signs of a rule block.

use crate::diagnostic::{Report, quoted};
use crate::source::{Source, Span};

#[derive(Clone, Debug)]
pub(crate) struct Token<'a> {
    pub(crate) kind: Kind,
    pub(crate) text: &'a str,
    pub(crate) span: Span,
    /// The first of its line.
    pub(crate) starts_line: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, digits and `_`; may begin with a digit (`4a`, within a clause number).
    Word,
    Number,
    /// Shaped like a date; whether the calendar has it is the parser's to say.
    Date,
    /// With its quotes.
    Text,
    Sign,
    End,
}

const SIGNS: &[&str] = &[
    "<=", ">=", "!=", ":", ",", ".", "(", ")", "+", "-", "=", "<", ">",
];

/// The tokens of a block, the last one being [`Kind::End`]. What cannot stand in a rule is reported
/// and left out.
pub(crate) fn tokens<'a>(
    source: &'a Source<'a>,
    block: &Span,
    report: &mut Report,
) -> Vec<Token<'a>> {
    let text = source.slice(block);
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut starts_line = true;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if c.is_whitespace() {
            starts_line |= c == '\n';
            at += c.len_utf8();
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let found = next(rest);
        let length = match found {
            Ok((_, length)) | Err((_, length)) => length,
        };
        let span = block.start + at..block.start + at + length;
        match found {
            Ok((kind, _)) => tokens.push(Token {
                kind,
                text: rest.get(..length).unwrap_or_default(),
                span,
                starts_line,
            }),
            Err((fault, _)) => {
                let text = rest.get(..length).unwrap_or_default();
                report.error(&source.at(span.clone()), fault.message(text), fault.help());
                // A reason in the wrong quotes is still a reason.
                if !matches!(fault, Fault::Stranger) {
                    tokens.push(Token {
                        kind: Kind::Text,
                        text,
                        span,
                        starts_line,
                    });
                }
            }
        }
        starts_line = false;
        at += length;
    }
    let end = block.start + text.trim_end().len();
    tokens.push(Token {
        kind: Kind::End,
        text: "",
        span: end..end,
        starts_line: true,
    });
    tokens
}

enum Fault {
    OpenText,
    CurlyQuote,
    Stranger,
}

impl Fault {
    fn message(&self, text: &str) -> String {
        match self {
            Self::OpenText => "this text is not closed with \" on its line".to_owned(),
            Self::CurlyQuote => "a reason stands in straight quotes, as in \"why\"".to_owned(),
            Self::Stranger => format!("{} has no meaning in a rule", quoted(text)),
        }
    }

    fn help(&self) -> Option<String> {
        matches!(self, Self::Stranger).then(|| {
            "the signs of the language are : , . ( ) + - = != < <= > >= and \"text\"".to_owned()
        })
    }
}

/// The kind and length of the token that a text begins with; or what is wrong, and how much of it.
fn next(rest: &str) -> Result<(Kind, usize), (Fault, usize)> {
    let first = rest.chars().next().unwrap_or(' ');
    if first == '"' {
        let line = rest.split('\n').next().unwrap_or_default();
        return match closing_quote(line) {
            Some(length) => Ok((Kind::Text, length)),
            None => Err((Fault::OpenText, line.len())),
        };
    }
    if matches!(first, '“' | '”' | '„' | '‘' | '’') {
        let line = rest.split('\n').next().unwrap_or_default();
        let end = line.rfind(['“', '”', '‘', '’', '"']).unwrap_or(0);
        let last = line.get(end..).and_then(|tail| tail.chars().next());
        return Err((Fault::CurlyQuote, end + last.map_or(1, char::len_utf8)));
    }
    if first.is_alphanumeric() || first == '_' {
        let length = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_'))
            .unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        if !word.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok((Kind::Word, length));
        }
        if is_date(rest) {
            return Ok((Kind::Date, DATE_LENGTH));
        }
        return Ok((Kind::Number, length));
    }
    for sign in SIGNS {
        if rest.starts_with(sign) {
            return Ok((Kind::Sign, sign.len()));
        }
    }
    Err((Fault::Stranger, first.len_utf8()))
}

/// The length of a text with its quotes; `\"` stands for a quote within it.
fn closing_quote(line: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in line.char_indices().skip(1) {
        match c {
            '"' if !escaped => return Some(at + 1),
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}

const DATE_LENGTH: usize = "2019-11-06".len();

fn is_date(rest: &str) -> bool {
    let shaped = rest
        .bytes()
        .take(DATE_LENGTH)
        .enumerate()
        .all(|(at, byte)| {
            if matches!(at, 4 | 7) {
                byte == b'-'
            } else {
                byte.is_ascii_digit()
            }
        });
    let after = rest.get(DATE_LENGTH..).and_then(|rest| rest.chars().next());
    shaped && rest.len() >= DATE_LENGTH && !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
}
