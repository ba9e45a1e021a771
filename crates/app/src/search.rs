//! Finding persons by parts of their names, or by the beginning of their number.

use std::collections::HashSet;

use serde::Serialize;
use standing_base::{Date, Id, IdKind, Told};
use standing_domain::fold_name;
use utoipa::ToSchema;

use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::matter::Matter;
use crate::naming;
use crate::ports::search::{NameWords, OTHER_WORDS_MAX};
use crate::ports::{PackedHistory, Snapshot};
use crate::projection::turned;
use crate::publicity;
use crate::rules::Rules;

/// The most persons that one search gives.
pub const FOUND_MAX: u32 = 100;
/// The longest text that is searched for, in bytes.
pub const TEXT_BYTES_MAX: usize = 200;
/// Rows of names that are read at a time.
const PAGE: u32 = 200;
/// So many persons are looked at for somebody who may not know of all of them.
const LOOKED_AT_MAX: usize = 400;
/// How far the names that begin with a word are counted, to find the rarest word.
const COUNTED_MAX: u32 = 2_000;
/// The scheme of membership numbers.
const NUMBER: &str = "number";

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PersonFound {
    pub id: Id,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SearchResult {
    pub persons: Vec<PersonFound>,
    /// There are more; somebody who types more of the name sees them.
    pub has_more: bool,
}

impl App {
    /// Persons each of whose words begins some word of the name, in any order, however it is
    /// written: `nuñez mar` finds María Núñez. A single word that holds a digit is also the
    /// beginning of a number; whoever has it comes first.
    pub async fn search(
        &self,
        asker: &Asker,
        text: &str,
        limit: u32,
    ) -> Result<SearchResult, AppError> {
        let text = text.trim();
        let words = words(text)?;
        let mut snapshot = self.store.snapshot().await?;
        let words = by_the_rarest(&mut *snapshot, words).await?;
        let rules = self.rules_at(&mut *snapshot).await?;
        let mut search = Search {
            rules: &rules,
            asker,
            today: rules.zone.date_of(self.clock.now()),
            limit: usize::try_from(limit.clamp(1, FOUND_MAX)).unwrap_or(1),
            seen: HashSet::new(),
            found: Vec::new(),
            is_private: false,
        };
        if words.others.is_empty() && text.contains(|letter: char| letter.is_ascii_digit()) {
            search.by_number(&mut *snapshot, text).await?;
        }
        search.by_name(&mut *snapshot, &words).await?;
        if search.is_private {
            self.keep_list_access(&mut *snapshot, &rules, asker, None, search.today)
                .await?;
        }
        search.finish(&mut *snapshot).await
    }
}

/// The words of a text, the longest first.
fn words(text: &str) -> Result<Vec<String>, AppError> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(AppError::unreadable(
            Told::new(
                "search-too-long",
                "the text to search for has more than {max} bytes; shorten it",
            )
            .with("max", TEXT_BYTES_MAX),
        ));
    }
    let folded = fold_name(text);
    let mut words: Vec<String> = folded.split_whitespace().map(str::to_owned).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.truncate(OTHER_WORDS_MAX + 1);
    if words.is_empty() {
        return Err(AppError::unreadable(Told::new(
            "search-for-nothing",
            "type a part of a name, or the beginning of a number",
        )));
    }
    Ok(words)
}

/// The word that the fewest names begin with is looked up; of words that are alike, the longest.
async fn by_the_rarest(
    snapshot: &mut dyn Snapshot,
    mut words: Vec<String>,
) -> Result<NameWords, AppError> {
    let (mut rarest, mut fewest) = (0, u32::MAX);
    for (place, word) in words.iter().enumerate() {
        let count = snapshot.names_counted(word, COUNTED_MAX).await?;
        if count < fewest {
            (rarest, fewest) = (place, count);
        }
    }
    Ok(NameWords {
        first: words.remove(rarest),
        others: words,
    })
}

struct Search<'a> {
    rules: &'a Rules,
    asker: &'a Asker,
    today: Date,
    limit: usize,
    seen: HashSet<Id>,
    /// One more than the limit when there are more; each with whether the asker may see the number.
    found: Vec<(PackedHistory, bool)>,
    /// Somebody was found whom not everybody may know.
    is_private: bool,
}

impl Search<'_> {
    fn is_done(&self) -> bool {
        let is_public = matches!(self.asker, Asker::Public);
        let looks_no_further = is_public && self.seen.len() >= LOOKED_AT_MAX;
        self.found.len() > self.limit || looks_no_further
    }

    async fn by_number(&mut self, snapshot: &mut dyn Snapshot, text: &str) -> Result<(), AppError> {
        let found = snapshot.identifiers_from(NUMBER, text, PAGE).await?;
        for (_, found) in found {
            self.look_at(snapshot, found.subject).await?;
        }
        Ok(())
    }

    async fn by_name(
        &mut self,
        snapshot: &mut dyn Snapshot,
        words: &NameWords,
    ) -> Result<(), AppError> {
        let mut after = None;
        while !self.is_done() {
            let page = snapshot.names_with(words, after.as_ref(), PAGE).await?;
            let Some(last) = page.last().cloned() else {
                break;
            };
            for (_, subject) in page.iter().filter(|(key, _)| is_first_turn(key, words)) {
                self.look_at(snapshot, *subject).await?;
            }
            after = Some(last);
        }
        Ok(())
    }

    async fn look_at(&mut self, snapshot: &mut dyn Snapshot, person: Id) -> Result<(), AppError> {
        if self.is_done() || person.kind() != IdKind::Person || !self.seen.insert(person) {
            return Ok(());
        }
        let Some(history) = snapshot.history(person).await? else {
            return Ok(());
        };
        let mut matter = Matter::read(self.rules, person, &history.bytes)?;
        let mut may_know =
            |what| publicity::may_know(self.rules, &mut matter, self.asker, what, self.today);
        if may_know(publicity::NAME) {
            let with_number = may_know(publicity::REGISTER);
            self.is_private |= !publicity::may_know(
                self.rules,
                &mut matter,
                &Asker::Public,
                publicity::NAME,
                self.today,
            );
            self.found.push((history, with_number));
        }
        Ok(())
    }

    async fn finish(mut self, snapshot: &mut dyn Snapshot) -> Result<SearchResult, AppError> {
        let has_more = self.found.len() > self.limit;
        self.found.truncate(self.limit);
        let histories: Vec<PackedHistory> = self
            .found
            .iter()
            .map(|(history, _)| history.clone())
            .collect();
        let mut named = naming::named(snapshot, &histories).await?;
        let persons = self.found.iter().map(|(history, with_number)| {
            let named = named.remove(&history.subject).unwrap_or_default();
            PersonFound {
                id: history.subject,
                number: named.number.filter(|_| *with_number),
                name: named.name,
            }
        });
        Ok(SearchResult {
            persons: persons.collect(),
            has_more,
        })
    }
}

/// Whether no earlier turn of the same name begins with the word too: `ana` finds Ana Anaya once.
fn is_first_turn(key: &str, words: &NameWords) -> bool {
    turned(key)
        .iter()
        .all(|turn| turn.as_str() >= key || !turn.starts_with(&words.first))
}
