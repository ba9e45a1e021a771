//! A version's clauses in chapters, as the contents and the whole text show them.

use standing_rulebook::{Clause, ParamValue, Version};

#[derive(Debug)]
pub(crate) struct Chapter<'a> {
    pub(crate) title: String,
    pub(crate) clauses: Vec<&'a Clause>,
}

/// Clauses stand in the order of the text; a chapter is a run of clauses under one heading or,
/// where a file has none, of one file.
pub(crate) fn chapters(version: &Version) -> Vec<Chapter<'_>> {
    let mut chapters: Vec<Chapter<'_>> = Vec::new();
    for clause in &version.clauses {
        let title = match &clause.chapter {
            Some(chapter) => chapter.clone(),
            None => title_of(&clause.place.file),
        };
        match chapters.last_mut() {
            Some(chapter) if chapter.title == title => chapter.clauses.push(clause),
            _ => chapters.push(Chapter {
                title,
                clauses: vec![clause],
            }),
        }
    }
    chapters
}

/// `versions/2018/06-discipline.md` is the chapter `6 Discipline`.
fn title_of(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    let name = name.strip_suffix(".md").unwrap_or(name);
    let (number, words) = name.split_once('-').unwrap_or(("", name));
    let number = number.trim_start_matches('0');
    let mut words = words.replace(['-', '_'], " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    format!("{number} {words}").trim().to_owned()
}

pub(crate) fn value_text(value: &ParamValue) -> String {
    match value {
        ParamValue::Length(length) => length.to_string(),
        ParamValue::Number(number) => number.to_string(),
        ParamValue::Fraction(fraction) => fraction.to_string(),
        ParamValue::Date(date) => date.to_string(),
        ParamValue::Words(words) => words.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chapter_is_called_after_its_file() {
        for (file, title) in [
            ("versions/2018/06-discipline.md", "6 Discipline"),
            (
                "versions/2018/12-how-bodies-decide.md",
                "12 How bodies decide",
            ),
            ("text.md", "Text"),
        ] {
            assert_eq!(title_of(file), title);
        }
    }
}
