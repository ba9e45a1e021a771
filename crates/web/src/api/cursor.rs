//! Lists in pages. A cursor is for the list that gave it: the same filters, the same day.

use serde::Serialize;
use standing_app::account::{digest, hex};
use utoipa::ToSchema;

use super::given::Given;
use crate::problem::Problem;

/// The longest page of any list.
pub(crate) const LIMIT_MAX: usize = 500;
/// So many, where nobody says how many.
const LIMIT: usize = 50;
/// The longest cursor: it holds what a list is ordered by, which may be a long name.
pub(crate) const CURSOR_CHARS_MAX: usize = 4_000;
/// Digits by which a cursor is known as ours, and as one of this list.
const CHECK_DIGITS: usize = 12;
pub(crate) const CURSOR: &str = "cursor";

/// Which page of a list is wanted.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) limit: usize,
    /// The key of the last entry of the page before.
    pub(crate) after: Option<String>,
    list: String,
}

impl Wanted {
    /// `list` names the list with all that narrows it.
    pub(crate) fn of(given: &Given, list: String) -> Result<Self, Problem> {
        let limit = given.number("limit", 1, LIMIT_MAX)?.unwrap_or(LIMIT);
        let after = given.text(CURSOR).map(|cursor| {
            read(&list, cursor).ok_or_else(|| {
                Problem::malformed(
                    CURSOR,
                    "this cursor was not given for this list; begin again without one, and keep \
                     the other parameters as they are from page to page",
                )
            })
        });
        Ok(Self {
            limit,
            after: after.transpose()?,
            list,
        })
    }

    /// The cursor of the page that begins after this entry.
    pub(crate) fn cursor(&self, last: &str) -> String {
        format!("{}{}", hex(last.as_bytes()), check(&self.list, last))
    }

    /// A page of a list that is in memory whole.
    pub(crate) fn page<T>(&self, all: Vec<T>, key: impl Fn(&T) -> String) -> Page<T> {
        let from = match &self.after {
            None => 0,
            // What the page before ended with may be gone; then there is nothing to go on from.
            Some(after) => {
                let place = all.iter().position(|one| key(one) == *after);
                place.map_or(all.len(), |place| place + 1)
            }
        };
        let mut rest = all.into_iter().skip(from).peekable();
        let items: Vec<T> = rest.by_ref().take(self.limit).collect();
        let next = rest.peek().and(items.last());
        Page {
            next: next.map(|last| self.cursor(&key(last))),
            items,
        }
    }
}

fn check(list: &str, key: &str) -> String {
    let mut check = digest(&format!("cursor {list}\n{key}"));
    check.truncate(CHECK_DIGITS);
    check
}

fn read(list: &str, cursor: &str) -> Option<String> {
    let (digits, checked) = cursor.split_at_checked(cursor.len().checked_sub(CHECK_DIGITS)?)?;
    let bytes: Option<Vec<u8>> = digits
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    let key = String::from_utf8(bytes?).ok()?;
    (check(list, &key) == checked).then_some(key)
}

/// A page of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    /// The cursor of the next page; `null` on the last.
    pub(crate) next: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(query: &str) -> Given {
        Given::of(&format!("/x?{query}").parse().unwrap(), &["limit", CURSOR]).unwrap()
    }

    #[test]
    fn pages_follow_each_other_without_loss_or_repeat() {
        let all: Vec<u32> = (0..10).collect();
        let (mut seen, mut query) = (Vec::new(), "limit=3".to_owned());
        loop {
            let wanted = Wanted::of(&given(&query), "numbers".to_owned()).unwrap();
            let page = wanted.page(all.clone(), u32::to_string);
            seen.extend(page.items);
            let Some(next) = page.next else { break };
            query = format!("limit=3&cursor={next}");
        }
        assert_eq!(seen, all);
    }

    #[test]
    fn a_cursor_of_another_list_or_of_nobody_is_refused() {
        let cursor = Wanted::of(&given(""), "numbers".to_owned())
            .unwrap()
            .cursor("5");
        for (list, cursor) in [
            ("letters", &*cursor),
            ("numbers", "5"),
            ("numbers", "é1234567890a"),
            ("numbers", "zz0123456789ab"),
            ("numbers", &cursor.replace('3', "4")),
        ] {
            let wanted = Wanted::of(&given(&format!("cursor={cursor}")), list.to_owned());
            assert!(wanted.is_err(), "{list} {cursor}");
        }
    }
}
