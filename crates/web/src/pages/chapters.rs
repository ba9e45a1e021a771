//! A version's clauses in chapters, as the contents and the whole text show them.

use standing_rulebook::{Clause, ParamValue, Version};

#[derive(Debug)]
pub(crate) struct Chapter<'a> {
    pub(crate) title: String,
    pub(crate) clauses: Vec<&'a Clause>,
}

/// Clauses stand in the order of the text; a chapter is a run of clauses from one file.
pub(crate) fn chapters(version: &Version) -> Vec<Chapter<'_>> {
    let mut chapters: Vec<Chapter<'_>> = Vec::new();
    let mut file = "";
    for clause in &version.clauses {
        if chapters.is_empty() || file != clause.place.file {
            file = &clause.place.file;
            chapters.push(Chapter {
                title: title_of(file),
                clauses: Vec::new(),
            });
        }
        if let Some(chapter) = chapters.last_mut() {
            chapter.clauses.push(clause);
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
            ("versions/2018/12-how-bodies-decide.md", "12 How bodies decide"),
            ("text.md", "Text"),
        ] {
            assert_eq!(title_of(file), title);
        }
    }
}
