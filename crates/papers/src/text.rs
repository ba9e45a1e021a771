//! Text made fit for a page: signs that no page shows taken out, and broken into lines.

use crate::fonts::{Fonts, Style};

/// Signs that show nothing but change how others show: between letters of evidence they could only
/// mislead.
fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// A text with the letters that can be drawn. One that no font here has is named by its number, so
/// that nothing of what somebody wrote is left out unsaid.
pub(crate) fn drawable(fonts: &Fonts, style: Style, text: &str) -> String {
    let mut drawable = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' if letters.peek() == Some(&'\n') => {}
            '\r' | '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                drawable.push('\n');
            }
            '\t' if style == Style::Plain => drawable.push_str("    "),
            '\u{a0}' => drawable.push(letter),
            _ if letter.is_whitespace() => drawable.push(' '),
            _ if letter.is_control() || is_unseen(letter) => {}
            _ if fonts.has(style, letter) => drawable.push(letter),
            _ => {
                let named = format!("[U+{:04X}]", u32::from(letter));
                drawable.push_str(&named);
            }
        }
    }
    drawable
}

/// A drawable text in lines that are at most so many ems wide.
pub(crate) fn lines(fonts: &Fonts, style: Style, text: &str, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let mut breaker = Breaker {
            fonts,
            style,
            width,
            lines: &mut lines,
            line: String::new(),
            reached: 0.0,
        };
        // Columns of a plain text stay where they are.
        let indent = line.len() - line.trim_start_matches(' ').len();
        if style == Style::Plain {
            breaker.put(line.get(..indent).unwrap_or_default());
        }
        for word in line.trim_start_matches(' ').split_inclusive(' ') {
            breaker.put(word);
        }
        let last = std::mem::take(&mut breaker.line);
        lines.push(last.trim_end().to_owned());
    }
    lines
}

struct Breaker<'a> {
    fonts: &'a Fonts,
    style: Style,
    width: f32,
    lines: &'a mut Vec<String>,
    line: String,
    reached: f32,
}

impl Breaker<'_> {
    /// Adds a word with the space behind it.
    fn put(&mut self, word: &str) {
        let seen = self.fonts.width(self.style, word.trim_end());
        if self.reached + seen > self.width && !self.line.trim().is_empty() {
            self.end();
        }
        if seen > self.width {
            return self.put_letters(word);
        }
        self.line.push_str(word);
        self.reached += self.fonts.width(self.style, word);
    }

    /// Breaks a word that no line holds.
    fn put_letters(&mut self, word: &str) {
        for letter in word.chars() {
            let mut bytes = [0; 4];
            let wide = self.fonts.width(self.style, letter.encode_utf8(&mut bytes));
            if self.reached + wide > self.width && !self.line.is_empty() {
                self.end();
            }
            self.line.push(letter);
            self.reached += wide;
        }
    }

    fn end(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.lines.push(line.trim_end().to_owned());
        self.reached = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::fonts;

    #[test]
    fn lines_keep_every_word_and_none_is_too_wide() {
        let fonts = fonts().unwrap();
        let long = "x".repeat(300);
        let text = format!("Annwyl Łucja O’Brien, rydych chi’n aelod.\n\n  {long} end of it");
        for style in [Style::Regular, Style::Bold, Style::Plain] {
            let broken = lines(fonts, style, &text, 12.0);
            for line in &broken {
                assert!(fonts.width(style, line) <= 12.0, "{line}");
            }
            let squeezed = |text: &str| text.replace([' ', '\n'], "");
            assert_eq!(squeezed(&broken.concat()), squeezed(&text));
            assert!(broken.iter().any(String::is_empty));
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_named_and_what_only_misleads_is_left_out() {
        let fonts = fonts().unwrap();
        let shown = drawable(
            fonts,
            Style::Regular,
            "a\u{202e}b\u{0}c\r\nd\u{1f600} ŵ Ж\te",
        );
        assert_eq!(shown, "abc\nd[U+1F600] ŵ Ж e");
    }
}
