//! Statements: `define`, `require`, `bar`, `except`.

use crate::diagnostic::{Report, did_you_mean, quoted};
use crate::limits::{STATEMENTS_MAX, TEXT_BYTES_MAX};
use crate::source::{Source, Span, Spanned};
use crate::syntax::ast::{Head, Path, Statement, Word};
use crate::syntax::lexer::{Kind, Token, tokens};

const STATEMENTS: &[&str] = &["define", "require", "bar", "except"];

/// What went wrong has been reported; the statement is given up.
#[derive(Debug)]
pub(crate) struct GivenUp;

pub(crate) type Parsed<T> = Result<T, GivenUp>;

/// A rule block as far as it could be read.
#[derive(Debug, Default)]
pub(crate) struct Block {
    pub(crate) statements: Vec<Statement>,
    /// The names that definitions which could not be read would have defined.
    pub(crate) broken_terms: Vec<String>,
    /// Whether any statement could not be read.
    pub(crate) broken: bool,
}

/// The statements of one rule block. A statement that cannot be read is reported and left out.
pub(crate) fn block<'a>(source: &'a Source<'a>, block: &Span, report: &mut Report) -> Block {
    let mut parser = Parser {
        tokens: tokens(source, block, report),
        at: 0,
        source,
        report,
        depth: 0,
    };
    let mut read = Block::default();
    while !parser.is_end() {
        if read.statements.len() >= STATEMENTS_MAX {
            let message = format!("a rule block has at most {STATEMENTS_MAX} statements");
            let _ = parser.fail_here::<()>(message, None);
            break;
        }
        parser.depth = 0;
        let (first, term) = (parser.peek(), parser.look(3));
        if let Ok(statement) = parser.statement() {
            read.statements.push(statement);
            continue;
        }
        read.broken = true;
        if first.text == "define" {
            read.broken_terms.push(term.text.to_owned());
        }
        parser.skip_statement();
    }
    read
}

pub(crate) struct Parser<'a, 'r> {
    tokens: Vec<Token<'a>>,
    at: usize,
    pub(crate) source: &'a Source<'a>,
    pub(crate) report: &'r mut Report,
    pub(crate) depth: usize,
}

impl<'a> Parser<'a, '_> {
    pub(crate) fn peek(&self) -> Token<'a> {
        self.look(0)
    }

    pub(crate) fn look(&self, ahead: usize) -> Token<'a> {
        let token = self.tokens.get(self.at + ahead).or(self.tokens.last());
        token.cloned().unwrap_or(Token {
            kind: Kind::End,
            text: "",
            span: 0..0,
            starts_line: true,
        })
    }

    pub(crate) fn take(&mut self) -> Token<'a> {
        let token = self.peek();
        self.at += 1;
        token
    }

    fn is_end(&self) -> bool {
        self.peek().kind == Kind::End
    }

    /// Whether the next token is this word or sign.
    pub(crate) fn is(&self, text: &str) -> bool {
        let token = self.peek();
        matches!(token.kind, Kind::Word | Kind::Sign) && token.text == text
    }

    pub(crate) fn accept(&mut self, text: &str) -> bool {
        let yes = self.is(text);
        if yes {
            self.at += 1;
        }
        yes
    }

    pub(crate) fn expect(&mut self, text: &str, before: &str) -> Parsed<Span> {
        if self.is(text) {
            return Ok(self.take().span);
        }
        let found = self.found();
        self.fail_here(format!("`{text}` {before} is missing before {found}"), None)
    }

    /// The next token, for messages.
    pub(crate) fn found(&self) -> String {
        match self.peek().kind {
            Kind::End => "the end of the block".to_owned(),
            _ => quoted(self.peek().text),
        }
    }

    pub(crate) fn fail<T>(
        &mut self,
        span: &Span,
        message: impl Into<String>,
        help: impl Into<Option<String>>,
    ) -> Parsed<T> {
        self.report
            .error(&self.source.at(span.clone()), message, help);
        Err(GivenUp)
    }

    pub(crate) fn fail_here<T>(
        &mut self,
        message: impl Into<String>,
        help: impl Into<Option<String>>,
    ) -> Parsed<T> {
        let span = self.peek().span;
        self.fail(&span, message, help)
    }

    /// On to the next word that begins a statement at the start of a line.
    fn skip_statement(&mut self) {
        while !self.is_end() && !self.begins_statement() {
            self.at += 1;
        }
    }

    fn begins_statement(&self) -> bool {
        let token = self.peek();
        token.starts_line && token.kind == Kind::Word && STATEMENTS.contains(&token.text)
    }

    fn statement(&mut self) -> Parsed<Statement> {
        let first = self.take();
        let statement = match first.text {
            "define" if first.kind == Kind::Word => self.define(first.span)?,
            "require" if first.kind == Kind::Word => self.rule(Head::Require, first.span)?,
            "bar" if first.kind == Kind::Word => self.rule(Head::Bar, first.span)?,
            "except" if first.kind == Kind::Word => {
                let clause = self.clause()?;
                self.expect("for", "and the questions")?;
                self.rule(Head::Except(clause), first.span)?
            }
            other => {
                let help = did_you_mean(other, STATEMENTS.iter().copied()).unwrap_or_else(|| {
                    "a rule begins with `define`, `require`, `bar` or `except`".to_owned()
                });
                return self.fail(
                    &first.span,
                    format!("{} does not begin a rule", quoted(other)),
                    help,
                );
            }
        };
        if !self.is_end() && !self.begins_statement() {
            let found = self.found();
            let message = format!("{found} cannot follow a whole rule");
            let help = if self.is("says") || self.is("else") {
                "a requirement has `else \"why not\"`, a bar has `says \"why\"`, a definition has \
                 neither"
            } else {
                "each rule begins on a line of its own with `define`, `require`, `bar` or `except`"
            };
            return self.fail_here(message, help.to_owned());
        }
        Ok(statement)
    }

    fn define(&mut self, span: Span) -> Parsed<Statement> {
        let path = self.path("the term that is defined, such as `member.in_good_standing`")?;
        self.expect(":", "and a condition")?;
        let condition = self.condition()?;
        Ok(Statement::Define {
            record: path.var,
            name: path.name,
            condition,
            span,
        })
    }

    fn rule(&mut self, head: Head, span: Span) -> Parsed<Statement> {
        let mut questions = vec![self.word("a question")?];
        while self.accept(",") {
            questions.push(self.word("a question")?);
        }
        self.expect(":", "and a condition")?;
        let condition = self.condition()?;
        let says = match head {
            Head::Require => {
                self.expect("else", "and \"why not\"")?;
                Some(self.text()?)
            }
            Head::Bar => {
                self.expect("says", "and \"why\"")?;
                Some(self.text()?)
            }
            Head::Except(_) if self.accept("says") => Some(self.text()?),
            Head::Except(_) => None,
        };
        Ok(Statement::Rule {
            head,
            questions,
            condition,
            says,
            span,
        })
    }

    /// A clause number: tokens that touch each other.
    fn clause(&mut self) -> Parsed<Word> {
        let first = self.peek();
        if !matches!(first.kind, Kind::Word | Kind::Number | Kind::Date) || first.text == "for" {
            let found = self.found();
            return self.fail_here(
                format!("the number of a clause is expected, and this is {found}"),
                "write it as in `except 8.4.b for endorse: ...`".to_owned(),
            );
        }
        let mut end = first.span.start;
        while self.peek().span.start == end && !self.is_end() && !self.is(":") {
            end = self.take().span.end;
        }
        let span = first.span.start..end;
        Ok(Spanned {
            value: self.source.slice(&span).to_owned(),
            span,
        })
    }

    /// A name; `what` says which, for the message.
    pub(crate) fn word(&mut self, what: &str) -> Parsed<Word> {
        let token = self.peek();
        if token.kind != Kind::Word {
            let found = self.found();
            return self.fail_here(format!("{what} is expected, and this is {found}"), None);
        }
        self.at += 1;
        Ok(Spanned {
            value: token.text.to_owned(),
            span: token.span,
        })
    }

    /// `member.status`
    pub(crate) fn path(&mut self, what: &str) -> Parsed<Path> {
        let var = self.word(what)?;
        if !self.is(".") {
            let message = format!("{what} is expected, and {} has no `.`", quoted(&var.value));
            return self.fail(&var.span, message, None);
        }
        self.at += 1;
        let name = self.word("a name after the `.`")?;
        Ok(Path {
            span: var.span.start..name.span.end,
            var,
            name,
        })
    }

    fn text(&mut self) -> Parsed<Word> {
        let token = self.peek();
        if token.kind != Kind::Text {
            let found = self.found();
            return self.fail_here(
                format!("a reason in quotes is expected, and this is {found}"),
                None,
            );
        }
        if token.text.len() > TEXT_BYTES_MAX {
            let message = format!("a reason has at most {TEXT_BYTES_MAX} bytes");
            return self.fail_here(message, None);
        }
        self.at += 1;
        Ok(Spanned {
            value: unquoted(token.text),
            span: token.span,
        })
    }
}

/// A text without its quotes.
pub(crate) fn unquoted(text: &str) -> String {
    let curly = ['“', '”', '„', '‘', '’'];
    let inner = text.trim_start_matches(curly).trim_end_matches(curly);
    let inner = inner.strip_prefix('"').unwrap_or(inner);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    inner.replace("\\\"", "\"").replace("\\\\", "\\")
}
