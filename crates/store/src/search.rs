//! Searching by the beginnings of words. The rows of `name_key` that begin with the first word lie
//! side by side; the others are looked for in each of them.

use async_trait::async_trait;
use sqlx::query::QueryAs;
use standing_app::ports::search::{NameWords, OTHER_WORDS_MAX, SearchReads};
use standing_app::ports::{Found, StoreError};
use standing_base::Id;

use crate::failure::explain;
use crate::row;
use crate::snapshot::{OpenSnapshot, at_most, end_of};

/// A pattern for a key, with a space before it, that has a word which begins so.
fn pattern(word: &str) -> String {
    let mut pattern = String::from("% ");
    for letter in word.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// One pattern for each place in the statement; what is not asked for fits every key.
fn patterns(others: &[String]) -> [String; OTHER_WORDS_MAX] {
    std::array::from_fn(|place| match others.get(place) {
        Some(word) => pattern(word),
        None => "%".to_owned(),
    })
}

#[async_trait]
impl SearchReads for OpenSnapshot {
    async fn names_counted(&mut self, prefix: &str, most: u32) -> Result<u32, StoreError> {
        const SQL: &str = "SELECT count(*) FROM \
             (SELECT 1 FROM name_key WHERE key >= $1 AND key < $2 LIMIT $3) AS begun";
        let end = end_of(prefix);
        let (count,): (i64,) = on!(&mut self.tx, c => {
            sqlx::query_as(SQL).bind(prefix).bind(&end).bind(at_most(most)).fetch_one(c).await
        })
        .map_err(|error| explain(&self.place, error))?;
        Ok(u32::try_from(count).unwrap_or(most))
    }

    async fn names_with(
        &mut self,
        words: &NameWords,
        after: Option<&(String, Id)>,
        limit: u32,
    ) -> Result<Vec<(String, Id)>, StoreError> {
        const SQL: &str = "SELECT key, subject FROM name_key \
             WHERE key >= $1 AND key < $2 AND (key > $1 OR subject > $3) \
                 AND ' ' || key LIKE $4 ESCAPE '\\' AND ' ' || key LIKE $5 ESCAPE '\\' \
                 AND ' ' || key LIKE $6 ESCAPE '\\' AND ' ' || key LIKE $7 ESCAPE '\\' \
                 AND ' ' || key LIKE $8 ESCAPE '\\' \
             ORDER BY key, subject LIMIT $9";
        let (begin, subject) = match after {
            Some((key, subject)) => (key.clone(), subject.to_string()),
            None => (words.first.clone(), String::new()),
        };
        let end = end_of(&words.first);
        let patterns = patterns(&words.others);
        let rows: Vec<(String, String)> = on!(&mut self.tx, c => {
            let query = sqlx::query_as(SQL).bind(&begin).bind(&end).bind(&subject);
            let query = patterns.iter().fold(query, QueryAs::bind);
            query.bind(at_most(limit)).fetch_all(c).await
        })
        .map_err(|error| explain(&self.place, error))?;
        rows.into_iter()
            .map(|(key, subject)| Ok((key, row::id(&subject)?)))
            .collect()
    }

    async fn identifiers_from(
        &mut self,
        scheme: &str,
        prefix: &str,
        limit: u32,
    ) -> Result<Vec<(String, Found)>, StoreError> {
        const SQL: &str = "SELECT value, subject, item FROM identifier \
             WHERE scheme = $1 AND value >= $2 AND value < $3 \
             ORDER BY value, subject, item LIMIT $4";
        let end = end_of(prefix);
        let rows: Vec<(String, String, String)> = on!(&mut self.tx, c => {
            sqlx::query_as(SQL)
                .bind(scheme)
                .bind(prefix)
                .bind(&end)
                .bind(at_most(limit))
                .fetch_all(c)
                .await
        })
        .map_err(|error| explain(&self.place, error))?;
        rows.into_iter()
            .map(|(value, subject, item)| Ok((value, row::found((subject, item))?)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_a_pattern_stand_for_themselves() {
        assert_eq!(pattern("a%_\\"), "% a\\%\\_\\\\%");
        assert_eq!(patterns(&["b".to_owned()])[..2], ["% b%", "%"]);
    }
}
