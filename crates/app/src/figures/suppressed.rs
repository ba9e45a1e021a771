//! Small figures hidden, so that a figure tells of nobody: what statistical offices call primary and
//! secondary suppression (Hundepool et al., Statistical Disclosure Control, 2012, chapter 4).

/// Counts that add up to a total, each as far as it may be given. A count below the limit is hidden.
/// As the total is given, what is hidden together must not be small itself, nor a single count: else the
/// smallest of the others is hidden too, and at last the total.
pub(super) fn suppressed(counts: &[u64], below: u64) -> (Vec<Option<u64>>, Option<u64>) {
    let total: u64 = counts.iter().sum();
    let mut given: Vec<Option<u64>> = counts
        .iter()
        .map(|count| Some(*count).filter(|count| *count >= below))
        .collect();
    loop {
        let hidden = || {
            counts
                .iter()
                .zip(&given)
                .filter(|(_, given)| given.is_none())
        };
        let sum: u64 = hidden().map(|(count, _)| count).sum();
        match hidden().count() {
            0 => return (given, Some(total).filter(|total| *total >= below)),
            1 => {}
            _ if sum >= below => return (given, Some(total)),
            _ => {}
        }
        let next = given.iter_mut().filter(|given| given.is_some());
        match next.min_by_key(|given| **given) {
            Some(smallest) => *smallest = None,
            None => return (given, Some(total).filter(|_| sum >= below)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::suppressed;

    #[test]
    fn nothing_is_hidden_where_nothing_is_small() {
        assert_eq!(suppressed(&[5, 12], 5), (vec![Some(5), Some(12)], Some(17)));
    }

    #[test]
    fn one_small_count_takes_the_next_with_it() {
        let (given, total) = suppressed(&[2, 30, 9], 5);
        assert_eq!((given, total), (vec![None, Some(30), None], Some(41)));
    }

    #[test]
    fn of_a_small_total_nothing_is_given() {
        assert_eq!(suppressed(&[1, 0, 2], 5), (vec![None; 3], None));
        assert_eq!(suppressed(&[], 5), (vec![], None));
        assert_eq!(suppressed(&[3], 5), (vec![None], None));
    }

    /// Whoever knows the figures and the rule cannot work out a hidden count.
    #[test]
    fn every_hidden_small_count_could_be_another() {
        let below = 3;
        let tables: Vec<[u64; 3]> = (0..9 * 9 * 9)
            .map(|nth| [nth % 9, nth / 9 % 9, nth / 81])
            .collect();
        for counts in &tables {
            let shown = suppressed(counts, below);
            for (at, count) in counts.iter().enumerate() {
                if *count >= below {
                    continue;
                }
                let could_be = tables
                    .iter()
                    .filter(|other| suppressed(&other[..], below) == shown)
                    .any(|other| other[at] != *count);
                assert!(could_be, "{counts:?} shown as {shown:?} gives {count} away");
            }
        }
    }
}
