//! Finding persons by what somebody remembers of them: parts of a name, the beginning of a number.

use async_trait::async_trait;
use standing_base::Id;

use super::{Found, StoreError};

/// Words of a name that are looked for besides the first. Further ones are left out.
pub const OTHER_WORDS_MAX: usize = 5;

/// Beginnings of words, folded ([`standing_domain::fold_name`]), to be found in one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameWords {
    /// Looked up; it should be the one that the fewest names have.
    pub first: String,
    /// Each must begin some word of the name too.
    pub others: Vec<String>,
}

#[async_trait]
pub trait SearchReads {
    /// How many rows of names begin so; it does not count further than `most`.
    async fn names_counted(&mut self, prefix: &str, most: u32) -> Result<u32, StoreError>;

    /// Folded names that begin with the first word and have the others anywhere, in order, after a
    /// place. A name is on the record once for each of its words, beginning with that word.
    async fn names_with(
        &mut self,
        words: &NameWords,
        after: Option<&(String, Id)>,
        limit: u32,
    ) -> Result<Vec<(String, Id)>, StoreError>;

    /// Identifiers of a scheme that begin so, in order.
    async fn identifiers_from(
        &mut self,
        scheme: &str,
        prefix: &str,
        limit: u32,
    ) -> Result<Vec<(String, Found)>, StoreError>;
}
