//! Fills in the text of a template, and checks one before it is saved.
//!
//! The first line is `Subject: …`, the second is empty, the rest is the letter. Between double
//! braces stand the words of the context; between `{%` and `%}` stand `if` and `for`. That is the
//! whole language: nothing in it reads a file, calls a function or grows a text, so that a template
//! can do no harm but say something silly.

use std::io;

use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value, escape_formatter};

use super::Language;
use super::template::Template;

/// The longest template, in bytes.
pub const TEMPLATE_BYTES_MAX: usize = 16 << 10;
/// The longest letter, in bytes.
pub const LETTER_BYTES_MAX: usize = 64 << 10;
/// The longest subject, in characters; what is longer is cut.
pub const SUBJECT_CHARS_MAX: usize = 200;
/// Steps that filling in one template may take. A letter takes some tens, a loop a few a turn.
const FUEL: u64 = 20_000;
/// How alike a word must be to be suggested (Jaro-Winkler, 0 to 1).
const NEAR_ENOUGH: f64 = 0.8;

const SUBJECT: &str = "Subject: ";
const TAGS: [&str; 6] = ["if", "elif", "else", "endif", "for", "endfor"];

/// A letter filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    pub subject: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct TemplateError {
    pub line: usize,
    pub what: String,
}

impl TemplateError {
    fn new(line: usize, what: impl Into<String>) -> Self {
        Self {
            line,
            what: what.into(),
        }
    }
}

/// Refuses a text that could not be sent as this letter.
pub fn check(template: Template, language: Language, text: &str) -> Result<(), TemplateError> {
    if text.len() > TEMPLATE_BYTES_MAX {
        let size = text.len();
        return Err(TemplateError::new(
            1,
            format!("the template has {size} bytes; make it at most {TEMPLATE_BYTES_MAX}"),
        ));
    }
    refuse_other_language(text)?;
    let [sample, sparse] = template.samples(language);
    let environment = environment();
    let (subject, letter) = split(text)?;
    for part in [subject, &letter] {
        let compiled = environment
            .template_from_str(part)
            .map_err(|error| told(&error))?;
        let mut unknown: Vec<String> = compiled
            .undeclared_variables(false)
            .into_iter()
            .filter(|name| {
                sample
                    .get_attr(name)
                    .is_ok_and(|value| value.is_undefined())
            })
            .collect();
        unknown.sort();
        if let Some(name) = unknown.first() {
            return Err(unknown_word(text, name, &sample));
        }
    }
    render(text, &sample)?;
    render(text, &sparse)?;
    Ok(())
}

/// Fills in a template.
pub(super) fn render(text: &str, context: &Value) -> Result<Rendered, TemplateError> {
    let environment = environment();
    let (subject, letter) = split(text)?;
    let subject = fill_in(&environment, subject, context)?;
    let letter = fill_in(&environment, &letter, context)?;
    let subject: Vec<&str> = subject
        .split(|letter: char| letter.is_control() || letter.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    let is_of_a_text = |letter: &char| !letter.is_control() || matches!(letter, '\n' | '\t');
    let mut text: String = letter.trim().chars().filter(is_of_a_text).collect();
    text.push('\n');
    Ok(Rendered {
        subject: subject.join(" ").chars().take(SUBJECT_CHARS_MAX).collect(),
        text,
    })
}

fn fill_in(
    environment: &Environment<'_>,
    part: &str,
    context: &Value,
) -> Result<String, TemplateError> {
    let mut out = Bounded(Vec::new());
    environment
        .template_from_str(part)
        .and_then(|template| template.render_captured_to(context, &mut out).map(|_| ()))
        .map_err(|error| told(&error))?;
    Ok(String::from_utf8_lossy(&out.0).into_owned())
}

/// The subject, and the letter with two empty lines before it, so that its lines keep their
/// numbers.
fn split(text: &str) -> Result<(&str, String), TemplateError> {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let subject = first
        .strip_prefix(SUBJECT)
        .map(str::trim)
        .filter(|subject| !subject.is_empty())
        .ok_or_else(|| TemplateError::new(1, "the first line is `Subject: ` and the subject"))?;
    let (second, letter) = rest.split_once('\n').unwrap_or((rest, ""));
    if !second.trim().is_empty() {
        let what = "leave the second line empty; the letter begins on the third";
        return Err(TemplateError::new(2, what));
    }
    if letter.trim().is_empty() {
        return Err(TemplateError::new(3, "the letter has no text"));
    }
    Ok((subject, format!("\n\n{letter}")))
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.add_filter("length", minijinja::filters::length);
    environment.add_filter("lower", minijinja::filters::lower);
    environment.add_filter("title", minijinja::filters::title);
    environment.add_filter("trim", minijinja::filters::trim);
    environment.add_filter("upper", minijinja::filters::upper);
    // What a letter does not have would be said as `none`.
    environment.set_formatter(|out, state, value| {
        if value.is_none() {
            return Err(Error::new(
                ErrorKind::UndefinedError,
                "not every letter has this word; put it between `{% if … %}` and `{% endif %}`",
            ));
        }
        escape_formatter(out, state, value)
    });
    environment
}

/// Refuses tags but `if` and `for`, and what makes a text out of texts: repeated, it makes a text
/// that fills the memory.
fn refuse_other_language(text: &str) -> Result<(), TemplateError> {
    for (line, written) in text.lines().enumerate() {
        let error = |what: String| Err(TemplateError::new(line + 1, what));
        for (_, after) in written.match_indices("{%").map(|(at, tag)| {
            let (before, after) = written.split_at(at + tag.len());
            (before, after)
        }) {
            let tag: String = after
                .trim_start_matches(['-', '+'])
                .trim_start()
                .chars()
                .take_while(char::is_ascii_alphabetic)
                .collect();
            if !TAGS.contains(&tag.as_str()) {
                return error(format!(
                    "`{tag}` is not for letters; there are `if` and `for`, on one line with `{{%`"
                ));
            }
        }
        for inner in written.split("{{").skip(1) {
            let inner = inner.split("}}").next().unwrap_or_default();
            if let Some(sign) = inner.chars().find(|sign| "+*~".contains(*sign)) {
                return error(format!(
                    "`{sign}` is not for letters; write the words one after another"
                ));
            }
        }
    }
    Ok(())
}

fn unknown_word(text: &str, name: &str, sample: &Value) -> TemplateError {
    let line = text.lines().position(|line| line.contains(name));
    let mut known: Vec<String> = sample
        .try_iter()
        .map(|keys| keys.map(|key| key.to_string()).collect())
        .unwrap_or_default();
    known.sort();
    let near = known
        .iter()
        .map(|word| (strsim::jaro_winkler(word, name), word))
        .filter(|(likeness, _)| *likeness >= NEAR_ENOUGH)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map_or_else(
            || format!("this letter knows {}", known.join(", ")),
            |(_, word)| format!("did you mean `{word}`?"),
        );
    TemplateError::new(
        line.map_or(1, |line| line + 1),
        format!("`{name}` is not known; {near}"),
    )
}

fn told(error: &Error) -> TemplateError {
    let what = match (error.kind(), error.detail()) {
        (ErrorKind::OutOfFuel, _) => "it takes too long to fill in; use fewer loops".to_owned(),
        (ErrorKind::WriteFailure, _) => {
            format!("the letter becomes longer than {LETTER_BYTES_MAX} bytes; shorten it")
        }
        (kind, Some(detail)) => format!("{kind}: {detail}"),
        (kind, None) => kind.to_string(),
    };
    TemplateError::new(error.line().unwrap_or(1), what)
}

/// Takes as many bytes as a letter may have.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LETTER_BYTES_MAX {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use minijinja::value::Serde;

    use super::*;

    #[test]
    fn every_letter_in_every_language_is_whole_with_everything_and_with_the_least() {
        for template in Template::ALL {
            for language in Language::ALL {
                let text = template.built_in(language);
                let what = format!("{} {}", template.code(), language.code());
                check(template, language, text).unwrap_or_else(|error| panic!("{what}: {error}"));
                for context in template.samples(language) {
                    let letter = render(text, &context).unwrap();
                    assert!(letter.subject.contains("The Example Party"), "{what}");
                    for sign in ["{", "}", "none", "\n\n\n"] {
                        assert!(!letter.text.contains(sign), "{what}: {}", letter.text);
                    }
                }
            }
        }
    }

    #[test]
    fn a_letter_reads_as_a_letter() {
        let [sample, sparse] = Template::StandingChanged.samples(Language::English);
        let text = Template::StandingChanged.built_in(Language::English);
        assert_eq!(
            render(text, &sample).unwrap().text,
            "Dear Łucja O’Brien,\n\
             \n\
             on 6 November 2019 your standing in The Example Party changed:\n\
             \n\
             - stand for office: no, under clause 6.2\n\
             - vote in meetings: no, under clause 6.2 (suspended since 3 September 2019)\n\
             \n\
             Your standing, with every clause and the facts behind it:\n\
             \n\
             https://standing.example.org/open/5pFk2wQ\n\
             \n\
             If a fact is wrong, answer this letter and say which.\n"
        );
        assert!(!render(text, &sparse).unwrap().text.contains("https"));
    }

    #[test]
    fn a_template_that_could_not_be_sent_is_refused_with_its_line() {
        let long = format!("Subject: x\n\n{}", "x".repeat(TEMPLATE_BYTES_MAX));
        let loops = "{% for a in name %}".repeat(12) + "x" + &"{% endfor %}".repeat(12);
        let loops = format!("Subject: x\n\n{loops}");
        for (text, line, words) in [
            ("Dear {{ name }}", 1, "Subject: "),
            ("Subject:  \n\nx", 1, "Subject: "),
            ("Subject: x\nDear\n", 2, "second line"),
            ("Subject: x\n\n \n", 3, "no text"),
            (
                "Subject: {{ organisaton }}\n\nx",
                1,
                "did you mean `organisation`",
            ),
            (
                "Subject: x\n\nx\n{{ membersince }}",
                4,
                "did you mean `member_since`",
            ),
            (
                "Subject: x\n\n{{ password }}",
                3,
                "this letter knows clause, link",
            ),
            (
                "Subject: x\n\nx {{ number }}",
                3,
                "not every letter has this word",
            ),
            ("Subject: x\n\n{{ name.first }}", 3, "undefined"),
            ("Subject: x\n\n{{ name|shout }}", 3, "shout"),
            ("Subject: x\n\n{{ name", 3, "syntax error"),
            ("Subject: x\n\n{% if name %}", 3, "syntax error"),
            (
                "Subject: x\n\n{% include \"/etc/passwd\" %}",
                3,
                "`include` is not for letters",
            ),
            (
                "Subject: x\n\n\n{% set a = name %}",
                4,
                "`set` is not for letters",
            ),
            ("Subject: x\n\n{%\nset a = name %}", 3, "is not for letters"),
            (
                "Subject: x\n\n{{ \"x\" * 9999999 }}",
                3,
                "`*` is not for letters",
            ),
            ("Subject: x\n\n{{ range(9) }}", 3, "`range` is not known"),
            (&long, 1, "16384"),
            (&loops, 3, ""),
        ] {
            let error = check(Template::Admission, Language::English, text).unwrap_err();
            assert_eq!(error.line, line, "{text}: {error}");
            assert!(error.what.contains(words), "{text}: {error}");
        }
    }

    #[test]
    fn nothing_that_is_filled_in_adds_a_line_to_the_subject() {
        let context = Value::from(Serde(serde_json::json!({
            "name": "Ann\r\nBcc: all@example.org\u{2028}x\0"
        })));
        let letter = render("Subject: For {{ name }}\n\nDear {{ name }}", &context).unwrap();
        assert_eq!(letter.subject, "For Ann Bcc: all@example.org x");
        assert!(!letter.text.contains(['\r', '\0']));
    }
}
