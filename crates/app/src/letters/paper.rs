//! A letter as a paper: to be printed, and to be kept with its case.

use standing_base::Date;
use standing_papers::{Block, Made, Paper};

use super::{Language, Rendered};
use crate::error::AppError;

/// The letter of an organisation as PDF.
pub(crate) fn paper(
    organisation: &str,
    letter: &Rendered,
    language: Language,
    on: Date,
) -> Result<Made, AppError> {
    let mut blocks = vec![
        Block::Small(format!("{organisation}\n{}", language.date(on))),
        Block::Title(letter.subject.clone()),
    ];
    for paragraph in letter.text.split("\n\n") {
        add_paragraph(paragraph, &mut blocks);
    }
    let paper = Paper {
        title: letter.subject.clone(),
        language: language.code().to_owned(),
        author: organisation.to_owned(),
        made_on: Some(on),
        foot: "{page} / {pages}".to_owned(),
        blocks,
    };
    paper
        .make()
        .map_err(|error| AppError::unreadable(format!("the letter, {error}")))
}

/// Lines broken for mail are one line on paper; lines of a list stay.
fn add_paragraph(paragraph: &str, blocks: &mut Vec<Block>) {
    let mut text = String::new();
    let mut items: Vec<String> = Vec::new();
    for line in paragraph
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        match (line.strip_prefix("- "), items.last_mut()) {
            (Some(item), _) => items.push(item.to_owned()),
            (None, Some(item)) => join(item, line),
            (None, None) => join(&mut text, line),
        }
    }
    if !text.is_empty() {
        blocks.push(Block::Text(text));
    }
    blocks.extend(items.into_iter().map(Block::Item));
}

fn join(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(line);
}
