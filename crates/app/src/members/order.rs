//! Lists in an order, page by page. In the order of registration they are read as they lie; in any
//! other a narrow list is gathered and sorted, and a wide one is walked along the projection that
//! is in that order already.

use standing_base::{Id, IdKind, Told};
use standing_domain::fold_name;

use super::Order;
use super::wanted::Wanted;
use crate::error::AppError;
use crate::naming::{self, Named};
use crate::ports::search::NameWords;
use crate::ports::{LIST_MAX, PackedHistory, Snapshot};

/// A list of so many is sorted in memory; a longer one is walked.
const GATHERED_MAX: usize = 20_000;
/// So many rows of a projection are read at a time.
const STEP: u32 = 200;
/// So many persons are named at a time.
const PORTION: usize = 200;
/// The scheme of membership numbers.
const NUMBER: &str = "number";

/// Somebody on the list.
pub(super) struct Line {
    pub(super) history: PackedHistory,
    pub(super) named: Named,
    pub(super) is_member: bool,
}

/// Where a page ended: in an address, so without the signs that would have to be encoded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// Whether what the list is ordered by is there at all; those without come last.
    is_without: bool,
    key: String,
    id: Option<Id>,
}

impl Place {
    fn of(order: Order, named: &Named, id: Id) -> Self {
        let key = match order {
            Order::Registered => Some(String::new()),
            Order::Name => named.name.as_deref().map(fold_name),
            Order::Number => named.number.clone(),
        };
        Self {
            is_without: key.is_none(),
            key: key.unwrap_or_default(),
            id: Some(id),
        }
    }

    fn text(&self) -> String {
        let mark = if self.is_without { "-" } else { "" };
        let id = self.id.map_or_else(String::new, |id| id.to_string());
        format!("{id}{mark}.{}", self.key)
    }

    fn read(text: &str) -> Result<Self, AppError> {
        let unreadable = || {
            let shown: String = text.chars().take(60).collect();
            AppError::unreadable(
                Told::new(
                    "no-place-in-list",
                    "`{place}` is no place in this list; begin at its first page",
                )
                .with("place", shown),
            )
        };
        let (id, key) = text.split_once('.').ok_or_else(unreadable)?;
        let without = id.strip_suffix('-');
        Ok(Self {
            is_without: without.is_some(),
            key: key.to_owned(),
            id: Some(without.unwrap_or(id).parse().map_err(|_| unreadable())?),
        })
    }
}

/// So many of those wanted, and where to go on.
pub(super) async fn page(
    wanted: &Wanted<'_>,
    snapshot: &mut dyn Snapshot,
    limit: usize,
) -> Result<(Vec<Line>, Option<String>), AppError> {
    let after = wanted.listing.after.as_deref().map(Place::read);
    let after = after.transpose()?;
    let order = wanted.listing.order;
    let mut walk = Walk {
        wanted,
        limit,
        found: Vec::new(),
    };
    if order == Order::Registered {
        walk.histories(snapshot, after.and_then(|place| place.id), false)
            .await?;
        return Ok(walk.finish());
    }
    if wanted.is_narrow() {
        walk.limit = GATHERED_MAX;
        walk.histories(snapshot, None, false).await?;
        if walk.found.len() < GATHERED_MAX {
            return Ok(walk.sorted(after.as_ref(), limit));
        }
        (walk.found, walk.limit) = (Vec::new(), limit);
    }
    match order {
        Order::Name => walk.names(snapshot, after).await?,
        _ => walk.numbers(snapshot, after).await?,
    }
    Ok(walk.finish())
}

struct Walk<'a> {
    wanted: &'a Wanted<'a>,
    limit: usize,
    found: Vec<Line>,
}

impl Walk<'_> {
    fn is_done(&self) -> bool {
        self.found.len() >= self.limit
    }

    /// In the order of ids; only those without a number if so wanted.
    async fn histories(
        &mut self,
        snapshot: &mut dyn Snapshot,
        mut after: Option<Id>,
        without_number: bool,
    ) -> Result<(), AppError> {
        // Where most are wanted, not many more are read than are shown.
        let step = if self.wanted.asks() || without_number {
            LIST_MAX
        } else {
            u32::try_from(self.limit).map_or(LIST_MAX, |limit| limit.clamp(STEP, LIST_MAX))
        };
        while !self.is_done() {
            let page = match self.wanted.listing.branch {
                None => snapshot.histories(IdKind::Person, after, step).await?,
                Some(branch) => {
                    let mut page = Vec::new();
                    for person in snapshot
                        .mentions(branch, IdKind::Person, after, step)
                        .await?
                    {
                        page.extend(snapshot.history(person).await?);
                    }
                    page
                }
            };
            let Some(last) = page.last() else { break };
            after = Some(last.subject);
            for portion in page.chunks(PORTION) {
                let keep = |named: &Named| !without_number || named.number.is_none();
                self.take(snapshot, portion.to_vec(), keep).await?;
            }
        }
        Ok(())
    }

    /// In the order of names: each person at their present name, not at its other turns.
    async fn names(
        &mut self,
        snapshot: &mut dyn Snapshot,
        after: Option<Place>,
    ) -> Result<(), AppError> {
        let any = NameWords {
            first: String::new(),
            others: Vec::new(),
        };
        let mut after = after.and_then(|place| Some((place.key, place.id?)));
        while !self.is_done() {
            let rows = snapshot.names_with(&any, after.as_ref(), STEP).await?;
            let Some(last) = rows.last().cloned() else {
                break;
            };
            for (key, person) in rows {
                if person.kind() != IdKind::Person || self.is_done() {
                    continue;
                }
                let history: Vec<_> = snapshot.history(person).await?.into_iter().collect();
                let keep = |named: &Named| {
                    named
                        .name
                        .as_deref()
                        .is_some_and(|name| fold_name(name) == key)
                };
                self.take(snapshot, history, keep).await?;
            }
            after = Some(last);
        }
        Ok(())
    }

    /// In the order of numbers, and then those who have none.
    async fn numbers(
        &mut self,
        snapshot: &mut dyn Snapshot,
        after: Option<Place>,
    ) -> Result<(), AppError> {
        let mut without = None;
        let mut from = None;
        match after {
            Some(place) if place.is_without => without = place.id,
            Some(place) => from = Some(place.key),
            None => {}
        }
        while !self.is_done() && without.is_none() {
            let rows = snapshot.identifiers(NUMBER, from.as_deref(), STEP).await?;
            let Some((last, _)) = rows.last().cloned() else {
                break;
            };
            for (number, found) in rows {
                if found.subject.kind() != IdKind::Person || self.is_done() {
                    continue;
                }
                let history = snapshot.history(found.subject).await?.into_iter().collect();
                let keep = |named: &Named| named.number.as_ref() == Some(&number);
                self.take(snapshot, history, keep).await?;
            }
            from = Some(last);
        }
        self.histories(snapshot, without, true).await
    }

    /// Those of them who are wanted, as long as there is room.
    async fn take(
        &mut self,
        snapshot: &mut dyn Snapshot,
        histories: Vec<PackedHistory>,
        keep: impl Fn(&Named) -> bool,
    ) -> Result<(), AppError> {
        if self.is_done() {
            return Ok(());
        }
        let mut wanted = Vec::new();
        for history in histories {
            if let Some(is_member) = self.wanted.wants(&history)? {
                wanted.push((history, is_member));
            }
        }
        let histories: Vec<PackedHistory> = wanted.iter().map(|(one, _)| one.clone()).collect();
        let mut names = naming::named(snapshot, &histories).await?;
        for (history, is_member) in wanted {
            let named = names.remove(&history.subject).unwrap_or_default();
            if !self.is_done() && keep(&named) {
                self.found.push(Line {
                    history,
                    named,
                    is_member,
                });
            }
        }
        Ok(())
    }

    fn place(&self, line: &Line) -> Place {
        Place::of(self.wanted.listing.order, &line.named, line.history.subject)
    }

    /// A page of what was gathered.
    fn sorted(mut self, after: Option<&Place>, limit: usize) -> (Vec<Line>, Option<String>) {
        let order = self.wanted.listing.order;
        let place = |line: &Line| Place::of(order, &line.named, line.history.subject);
        self.found
            .retain(|line| after.is_none_or(|after| place(line) > *after));
        self.found.sort_by_cached_key(place);
        self.found.truncate(limit);
        self.limit = limit;
        self.finish()
    }

    fn finish(self) -> (Vec<Line>, Option<String>) {
        let last = self.found.last().filter(|_| self.is_done());
        let next = last.map(|line| self.place(line).text());
        (self.found, next)
    }
}
