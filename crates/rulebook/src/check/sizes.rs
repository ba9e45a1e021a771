//! Definitions that stand on each other: neither in a circle, nor too many.

use crate::limits::{CONDITIONS_MAX, DEFINITION_CHAIN_MAX};
use crate::model::DefineIx;

/// How much it takes to answer a definition, those that it uses included.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Whole {
    pub(crate) conditions: usize,
    pub(crate) chain: usize,
}

impl Whole {
    /// The whole of something with so many conditions of its own and these definitions in it.
    pub(crate) fn new(own: usize, parts: impl Iterator<Item = Self>) -> Self {
        let mut whole = Self {
            conditions: own,
            chain: 0,
        };
        for part in parts {
            whole.conditions = whole.conditions.saturating_add(part.conditions);
            whole.chain = whole.chain.max(part.chain.saturating_add(1));
        }
        whole
    }

    /// What is too much, in words.
    pub(crate) fn excess(self) -> Option<String> {
        if self.chain > DEFINITION_CHAIN_MAX {
            return Some(format!(
                "more than {DEFINITION_CHAIN_MAX} definitions stand on each other here"
            ));
        }
        (self.conditions > CONDITIONS_MAX).then(|| {
            format!(
                "with the definitions that it uses, this has more than {CONDITIONS_MAX} conditions"
            )
        })
    }
}

/// The sizes of definitions that go in no circle, from the bottom up.
pub(crate) fn of_all(own: &[usize], uses: &[Vec<DefineIx>]) -> Vec<Whole> {
    let mut known: Vec<Option<Whole>> = vec![None; own.len()];
    // Each round settles one more storey; what is not settled by the last allowed is too high.
    for _ in 0..=DEFINITION_CHAIN_MAX {
        for (at, (size, used)) in own.iter().zip(uses).enumerate() {
            if known.get(at).is_none_or(Option::is_some) {
                continue;
            }
            let parts = |define: &DefineIx| known.get(define.at()).copied().flatten();
            if used.iter().all(|define| parts(define).is_some()) {
                let whole = Whole::new(*size, used.iter().filter_map(parts));
                if let Some(slot) = known.get_mut(at) {
                    *slot = Some(whole);
                }
            }
        }
    }
    let too_high = Whole {
        conditions: 0,
        chain: usize::MAX,
    };
    known
        .into_iter()
        .map(|whole| whole.unwrap_or(too_high))
        .collect()
}
