//! Small figures hidden, so that a figure tells of nobody: what statistical offices call primary and
//! secondary suppression (Hundepool et al., Statistical Disclosure Control, 2012, chapter 4).

/// Counts that add up to a total, each as far as it may be given. A count below the limit is hidden.
/// As the total is given, those that are hidden together must leave open which of them is how large: else
/// the smallest of the others is hidden too, and at last the total. With a limit of 1 nothing is hidden.
pub(super) fn suppressed(counts: &[u64], below: u64) -> (Vec<Option<u64>>, Option<u64>) {
    let total: u64 = counts.iter().sum();
    if below <= 1 {
        return (counts.iter().copied().map(Some).collect(), Some(total));
    }
    let mut given: Vec<Option<u64>> = counts
        .iter()
        .map(|count| Some(*count).filter(|count| *count >= below))
        .collect();
    loop {
        let hidden: Vec<u64> = counts
            .iter()
            .zip(&given)
            .filter_map(|(count, given)| given.is_none().then_some(*count))
            .collect();
        if leave_open(&hidden, below) {
            return (given, Some(total).filter(|total| *total >= below));
        }
        let Some(smallest) = given.iter().flatten().min().copied() else {
            return (given, None);
        };
        // All that are as large: which of them was hidden would tell something.
        for given in &mut given {
            *given = given.filter(|given| *given != smallest);
        }
    }
}

/// Whether their sum, which can be worked out, leaves open how large each is. It does not where it is so
/// small that few could be in it, nor where each must be as large as a small one can be.
fn leave_open(hidden: &[u64], below: u64) -> bool {
    let sum: u64 = hidden.iter().sum();
    let most: u64 = hidden.iter().map(|_| below.saturating_sub(1)).sum();
    hidden.is_empty() || hidden.len() > 1 && sum >= below && sum != most
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
        assert_eq!(suppressed(&[0, 3], 1), (vec![Some(0), Some(3)], Some(3)));
    }

    /// Whoever knows the figures and the rule cannot work out a hidden count.
    #[test]
    fn every_hidden_small_count_could_be_another() {
        let below = 3;
        let tables: Vec<[u64; 3]> = (0..729)
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
