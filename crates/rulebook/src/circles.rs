//! Finding a circle in what refers to what.

/// A circle in a graph, as the nodes that it passes, if there is one. `edges[n]` are the nodes that
/// node `n` refers to.
pub(crate) fn find(edges: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut done = vec![false; edges.len()];
    let mut on_path = done.clone();
    for start in 0..edges.len() {
        // A path with, for each node on it, how many of its edges were followed. No recursion: a
        // chain may be as long as a rulebook allows.
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        if done.get(start).copied().unwrap_or(true) {
            continue;
        }
        mark(&mut on_path, start, true);
        while let Some((node, followed)) = path.last_mut() {
            let node = *node;
            let next = edges.get(node).and_then(|out| out.get(*followed)).copied();
            *followed += 1;
            match next {
                None => {
                    mark(&mut done, node, true);
                    mark(&mut on_path, node, false);
                    path.pop();
                }
                Some(next) if on_path.get(next).copied().unwrap_or(false) => {
                    return Some(
                        path.iter()
                            .map(|(node, _)| *node)
                            .skip_while(|node| *node != next)
                            .collect(),
                    );
                }
                Some(next) if !done.get(next).copied().unwrap_or(true) => {
                    mark(&mut on_path, next, true);
                    path.push((next, 0));
                }
                Some(_) => {}
            }
        }
    }
    None
}

fn mark(marks: &mut [bool], at: usize, value: bool) {
    if let Some(mark) = marks.get_mut(at) {
        *mark = value;
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn circles_are_found_wherever_they_are() {
        use super::find;
        assert_eq!(find(&[vec![1, 2], vec![2], vec![]]), None);
        assert_eq!(find(&[vec![1], vec![2], vec![1]]), Some(vec![1, 2]));
        assert_eq!(find(&[vec![], vec![1]]), Some(vec![1]));
        let long: Vec<Vec<usize>> = (1..=100_000).map(|next| vec![next % 100_000]).collect();
        assert_eq!(find(&long).map(|circle| circle.len()), Some(100_000));
    }
}
