//! A sentence for whoever asked: in English, and with the name by which a page knows it in other
//! languages.

use std::fmt;

use serde::{Serialize, Serializer};

/// What is wrong, and what to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Names the sentence; empty where it was made from what the rulebook or a parser says.
    pub code: &'static str,
    /// What goes into it, by name.
    pub parts: Vec<(&'static str, String)>,
    pub english: String,
}

impl Told {
    /// `english` has its parts in braces: `at most {max} characters`.
    pub fn new(code: &'static str, english: &str) -> Self {
        Self {
            code,
            parts: Vec::new(),
            english: english.to_owned(),
        }
    }

    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        let value = value.to_string();
        self.english = self.english.replace(&format!("{{{name}}}"), &value);
        self.parts.push((name, value));
        self
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english)
    }
}

impl From<String> for Told {
    fn from(english: String) -> Self {
        Self {
            english,
            ..Self::default()
        }
    }
}

impl From<&str> for Told {
    fn from(english: &str) -> Self {
        english.to_owned().into()
    }
}

/// For programs: in English.
impl Serialize for Told {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.english)
    }
}
