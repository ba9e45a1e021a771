//! Parents of organizations and areas: an order in which parents come first, and what is wrong.

use std::collections::HashMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parents {
    Good,
    /// The parent is not in the file.
    Dangling,
    /// It is, by its parents, above itself.
    Circular,
}

/// The order (places of the records, parents first) and what holds of each record.
pub(super) fn sort(
    places: &HashMap<String, usize>,
    parents: &[Option<String>],
) -> (Vec<usize>, Vec<Parents>) {
    let mut found: Vec<Option<Parents>> = vec![None; parents.len()];
    let mut order = Vec::with_capacity(parents.len());
    // Which walk upwards came by a record, so that a walk notices its own track.
    let mut walked_by: Vec<Option<usize>> = vec![None; parents.len()];
    for start in 0..parents.len() {
        let mut track = Vec::new();
        let mut at = Some(start);
        let mut circle_from = None;
        while let Some(here) = at {
            if found.get(here).copied().flatten().is_some() {
                break;
            }
            if walked_by.get(here).copied().flatten() == Some(start) {
                circle_from = track.iter().position(|known| *known == here);
                break;
            }
            if let Some(mark) = walked_by.get_mut(here) {
                *mark = Some(start);
            }
            track.push(here);
            at = parents
                .get(here)
                .and_then(Option::as_ref)
                .and_then(|parent| places.get(parent))
                .copied();
        }
        for (step, here) in track.iter().copied().enumerate().rev() {
            let parent = parents.get(here).and_then(Option::as_ref);
            let state = if circle_from.is_some_and(|from| step >= from) {
                Parents::Circular
            } else if parent.is_some_and(|parent| !places.contains_key(parent)) {
                Parents::Dangling
            } else {
                Parents::Good
            };
            if let Some(found) = found.get_mut(here) {
                *found = Some(state);
            }
            order.push(here);
        }
    }
    let found = found
        .into_iter()
        .map(|state| state.unwrap_or(Parents::Good))
        .collect();
    (order, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_come_first_and_circles_are_found() {
        let names = [
            "leaf", "mid", "top", "a", "b", "c", "under_a", "lost", "self",
        ];
        let parents = [
            Some("mid"),
            Some("top"),
            None,
            Some("b"),
            Some("c"),
            Some("a"),
            Some("a"),
            Some("nowhere"),
            Some("self"),
        ];
        let places = names
            .iter()
            .enumerate()
            .map(|(at, name)| ((*name).to_owned(), at))
            .collect();
        let parents: Vec<_> = parents.map(|parent| parent.map(str::to_owned)).into();
        let (order, found) = sort(&places, &parents);
        let says: Vec<_> = names
            .iter()
            .zip(&found)
            .filter(|(_, state)| **state != Parents::Good)
            .map(|(name, state)| (*name, *state))
            .collect();
        assert_eq!(
            says,
            [
                ("a", Parents::Circular),
                ("b", Parents::Circular),
                ("c", Parents::Circular),
                ("lost", Parents::Dangling),
                ("self", Parents::Circular),
            ]
        );
        assert_eq!(order.len(), names.len());
        let at = |name: &str| {
            let place = names.iter().position(|known| *known == name).unwrap();
            order.iter().position(|known| *known == place).unwrap()
        };
        assert!(at("top") < at("mid") && at("mid") < at("leaf"));
    }
}
