//! The texts that rules compare with, by number.

use std::collections::HashMap;

use crate::model::{Names, Symbol};

/// Gives numbers to the texts of a rulebook that is being loaded.
///
/// When a changed rulebook is asked about a register that is already in memory, its texts must have
/// the numbers of that register's table. A text that the table does not have equals nothing in the
/// register: it gets a number from the far end.
#[derive(Debug, Default)]
pub(crate) struct Texts<'n> {
    known: Option<&'n Names>,
    own: Names,
    beyond: HashMap<String, Symbol>,
}

impl<'n> Texts<'n> {
    pub(crate) fn of_register(known: &'n Names, own: Names) -> Self {
        Self {
            known: Some(known),
            own,
            beyond: HashMap::new(),
        }
    }

    /// Goes on from the texts of a rulebook.
    pub(crate) fn continuing(own: Names) -> Self {
        Self {
            own,
            ..Self::default()
        }
    }

    pub(crate) fn symbol(&mut self, text: &str) -> Symbol {
        let Some(known) = self.known else {
            return self.own.intern(text);
        };
        if let Some(symbol) = known.find(text) {
            return symbol;
        }
        let next = u32::try_from(self.beyond.len()).unwrap_or(u32::MAX);
        *self
            .beyond
            .entry(text.to_owned())
            .or_insert(Symbol(u32::MAX - next))
    }

    pub(crate) fn into_names(self) -> Names {
        self.own
    }
}
