//! Statements over many rows. Their text is fixed for each number of rows, so each is prepared once.

use std::fmt::Write;
use std::sync::OnceLock;

use crate::engine::Engine;

/// Rows of one statement, largest first. A statement of 256 facts has 3,328 parameters; SQLite
/// takes 32,766 and PostgreSQL 65,535.
const SIZES: [usize; 3] = [256, 16, 1];

/// How the parameters are grouped.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// `(…), (…)`: rows of this many columns, to insert.
    Rows(usize),
    /// `(…)`: one list, to look up.
    List,
}

/// A statement whose parameters repeat between its beginning and its end.
#[derive(Debug)]
pub(crate) struct Many {
    begin: &'static str,
    shape: Shape,
    end: &'static str,
    /// For each engine and size.
    texts: [[OnceLock<String>; SIZES.len()]; 2],
}

impl Many {
    pub(crate) const fn new(begin: &'static str, shape: Shape, end: &'static str) -> Self {
        Self {
            begin,
            shape,
            end,
            texts: [const { [const { OnceLock::new() }; SIZES.len()] }; 2],
        }
    }

    /// The text for as many rows as [`portions`] or [`padded`] gave.
    pub(crate) fn text(&'static self, engine: Engine, rows: usize) -> &'static str {
        let [sqlite, postgres] = &self.texts;
        let texts = match engine {
            Engine::Sqlite => sqlite,
            Engine::Postgres => postgres,
        };
        SIZES
            .iter()
            .zip(texts)
            .find(|(size, _)| **size == rows)
            .map_or(self.begin, |(_, text)| {
                text.get_or_init(|| self.write(engine, rows))
            })
    }

    fn write(&self, engine: Engine, rows: usize) -> String {
        let mut text = self.begin.to_owned();
        let mut number = 0;
        let mut parameter = |text: &mut String| match engine {
            // Numbered parameters are names to SQLite, and it finds a name by reading all of them.
            Engine::Sqlite => text.push('?'),
            Engine::Postgres => {
                number += 1;
                // Writing to a string does not fail.
                let _ = write!(text, "${number}");
            }
        };
        let (groups, columns) = match self.shape {
            Shape::Rows(columns) => (rows, columns),
            Shape::List => (1, rows),
        };
        for group in 0..groups {
            text.push_str(if group == 0 { "(" } else { ", (" });
            for column in 0..columns {
                if column > 0 {
                    text.push_str(", ");
                }
                parameter(&mut text);
            }
            text.push(')');
        }
        text.push_str(self.end);
        text
    }
}

/// Cuts rows into portions of the sizes for which there is a statement.
pub(crate) fn portions<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = SIZES.into_iter().find(|size| *size <= rows.len())?;
        let (portion, rest) = rows.split_at(size);
        rows = rest;
        Some(portion)
    })
}

/// Portions of rows, each with the query over it; a query is made when it is asked for.
pub(crate) fn prepared<'r, T, Q>(
    rows: &'r [T],
    mut prepare: impl FnMut(&'r [T]) -> Q,
) -> impl Iterator<Item = (&'r [T], Q)> {
    portions(rows).map(move |portion| (portion, prepare(portion)))
}

/// Cuts the keys of a lookup into portions, each filled up with its last key to a size for which
/// there is a statement.
pub(crate) fn padded<T: Clone>(keys: &[T]) -> impl Iterator<Item = Vec<T>> {
    let [largest, ..] = SIZES;
    keys.chunks(largest).map(move |chunk| {
        let size = SIZES
            .into_iter()
            .rev()
            .find(|size| *size >= chunk.len())
            .unwrap_or(largest);
        let mut keys = chunk.to_vec();
        if let Some(last) = chunk.last() {
            keys.resize(size, last.clone());
        }
        keys
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_engine_has_its_own_parameters_and_each_size_its_text() {
        static PAIRS: Many = Many::new("INSERT INTO t (a, b) VALUES ", Shape::Rows(2), " END");
        static KEYS: Many = Many::new("SELECT a FROM t WHERE a IN ", Shape::List, "");
        assert_eq!(
            PAIRS.text(Engine::Postgres, 1),
            "INSERT INTO t (a, b) VALUES ($1, $2) END"
        );
        assert_eq!(
            PAIRS.text(Engine::Sqlite, 1),
            "INSERT INTO t (a, b) VALUES (?, ?) END"
        );
        assert!(PAIRS.text(Engine::Postgres, 16).ends_with("($31, $32) END"));
        assert!(
            KEYS.text(Engine::Postgres, 16)
                .starts_with("SELECT a FROM t WHERE a IN ($1, $2,")
        );
    }

    #[test]
    fn rows_are_cut_without_loss_and_keys_filled_up() {
        let rows: Vec<usize> = (0..290).collect();
        let sizes: Vec<usize> = portions(&rows).map(<[usize]>::len).collect();
        assert_eq!(sizes[..3], [256, 16, 16]);
        assert_eq!(portions(&rows).flatten().copied().collect::<Vec<_>>(), rows);
        let lengths: Vec<usize> = padded(&rows).map(|keys| keys.len()).collect();
        assert_eq!(lengths, [256, 256]);
        assert_eq!(padded(&[7]).collect::<Vec<_>>(), [vec![7]]);
        assert_eq!(padded(&[7, 8]).next().unwrap()[1..], [8; 15]);
    }
}
