//! The addresses of pages, made in one place so that every link is encoded alike.

use std::fmt::Write;

use standing_base::Date;

pub(crate) fn person(id: &impl ToString) -> String {
    path("/people/", &[&id.to_string()])
}

pub(crate) fn act(person: impl ToString, kind: &str) -> String {
    path("/people/", &[&person.to_string(), "acts", kind])
}

pub(crate) fn case(reference: &impl ToString) -> String {
    path("/cases/", &[&reference.to_string()])
}

pub(crate) fn case_bundle(reference: &str) -> String {
    path("/cases/", &[reference, "bundle"])
}

pub(crate) fn stand_aside(reference: &str) -> String {
    path("/cases/", &[reference, "stand-aside"])
}

pub(crate) fn identities(reference: &str) -> String {
    path("/cases/", &[reference, "identities"])
}

pub(crate) fn case_files(reference: &str) -> String {
    path("/cases/", &[reference, "files"])
}

pub(crate) fn reading_room(reference: &str) -> String {
    path("/cases/", &[reference, "reading"])
}

pub(crate) fn notes(reference: &str) -> String {
    path("/cases/", &[reference, "notes"])
}

pub(crate) fn intake(id: impl ToString) -> String {
    path("/intake/", &[&id.to_string()])
}

pub(crate) fn intake_file(intake: impl ToString, file: impl ToString) -> String {
    path(
        "/intake/",
        &[&intake.to_string(), "files", &file.to_string()],
    )
}

/// A meeting, a motion or a vote.
pub(crate) fn of_body(id: &impl ToString) -> String {
    let id = id.to_string();
    let folder = match id.split('_').next() {
        Some("mot") => "/motions/",
        Some("div") => "/votes/",
        _ => "/meetings/",
    };
    path(folder, &[&id])
}

pub(crate) fn body(id: &impl ToString) -> String {
    path("/bodies/", &[&id.to_string()])
}

pub(crate) fn branch(id: &impl ToString) -> String {
    path("/branches/", &[&id.to_string()])
}

pub(crate) fn version(version: &str) -> String {
    path("/rulebook/", &[version])
}

pub(crate) fn clause(version: &str, clause: &str) -> String {
    path("/rulebook/", &[version, "clauses", clause])
}

pub(crate) fn ask(question: &str, about: &str, on: Date, known: Option<Date>) -> String {
    query("/ask", &ask_fields(question, about, on, known))
}

pub(crate) fn ask_json(question: &str, about: &str, on: Date, known: Option<Date>) -> String {
    query("/ask.json", &ask_fields(question, about, on, known))
}

fn ask_fields<'a>(
    question: &'a str,
    about: &'a str,
    on: Date,
    known: Option<Date>,
) -> Vec<(&'a str, String)> {
    let mut fields = vec![
        ("question", question.to_owned()),
        ("about", about.to_owned()),
        ("on", on.to_string()),
    ];
    fields.extend(known.map(|known| ("known", known.to_string())));
    fields
}

/// An anchor for a clause: letters, digits and full stops only, so that it is the same in the page
/// and in a link.
pub(crate) fn anchor(clause: &str) -> String {
    let plain = clause.chars().map(|c| match c {
        c if c.is_ascii_alphanumeric() || c == '.' => c,
        _ => '-',
    });
    "clause-".chars().chain(plain).collect()
}

pub(crate) fn query(path: &str, fields: &[(&str, String)]) -> String {
    let mut address = path.to_owned();
    for (place, (name, value)) in fields.iter().enumerate() {
        address.push(if place == 0 { '?' } else { '&' });
        push_encoded(&mut address, name);
        address.push('=');
        push_encoded(&mut address, value);
    }
    address
}

fn path(root: &str, segments: &[&str]) -> String {
    let mut address = root.to_owned();
    for (place, segment) in segments.iter().enumerate() {
        if place > 0 {
            address.push('/');
        }
        push_encoded(&mut address, segment);
    }
    address
}

/// Percent-encodes everything but what RFC 3986 calls unreserved, and the colon that `case:C1` has.
fn push_encoded(address: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let written = write!(address, "%{byte:02X}");
            debug_assert!(written.is_ok(), "writing to a string cannot fail");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_can_change_the_shape_of_an_address() {
        assert_eq!(
            clause("20/18?", "8.4.a"),
            "/rulebook/20%2F18%3F/clauses/8.4.a"
        );
        assert_eq!(
            ask(
                "endorse",
                "José & Co",
                "2019-11-06".parse().unwrap(),
                Some("2019-11-07".parse().unwrap()),
            ),
            "/ask?question=endorse&about=Jos%C3%A9%20%26%20Co&on=2019-11-06&known=2019-11-07"
        );
    }
}
