//! Derives every projection again from the facts and private values.

use std::collections::BTreeMap;

use standing_domain::{Fact, PrivateValue};

use crate::ports::{LIST_MAX, Projected, Snapshot, Store, StoreError};
use crate::projection;

/// What a rebuild did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    pub facts: u64,
    /// One line for each projection, as it was and as it is now.
    pub before: String,
    pub after: String,
}

impl Rebuilt {
    /// Whether the projections already said what the facts say.
    pub fn was_in_step(&self) -> bool {
        self.before == self.after
    }
}

/// Clears the projections and derives them again, in one transaction: whoever reads meanwhile reads
/// the old ones. `progress` is told how many facts are done.
pub async fn rebuild(
    store: &dyn Store,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<Rebuilt, StoreError> {
    let mut writer = store.writer().await?;
    // Nobody else can write now, so this moment is the writer's too.
    let mut snapshot = store.snapshot().await?;
    let before = snapshot.projection_digest().await?;
    writer.clear_projections().await?;
    let mut done = 0;
    loop {
        let batch = facts_with_private(&mut *snapshot, done).await?;
        let Some((last, _)) = batch.last() else {
            break;
        };
        done = last.number;
        let projected = batch
            .into_iter()
            .map(|(fact, private)| Projected {
                rows: projection::rows(&fact.what, &private),
                fact,
            })
            .collect();
        writer.project(projected).await?;
        progress(done);
    }
    writer.commit().await?;
    drop(snapshot);
    let after = store.snapshot().await?.projection_digest().await?;
    Ok(Rebuilt {
        facts: done,
        before,
        after,
    })
}

/// A page of the facts after a number, each with the fields and texts of its private values.
pub(crate) async fn facts_with_private(
    snapshot: &mut dyn Snapshot,
    after: u64,
) -> Result<Vec<(Fact, Vec<(String, String)>)>, StoreError> {
    let facts = snapshot.facts_after(after, LIST_MAX).await?;
    let numbers: Vec<u64> = facts.iter().map(|fact| fact.number).collect();
    let mut values: BTreeMap<u64, Vec<(String, String)>> = BTreeMap::new();
    for PrivateValue { fact, field, value } in snapshot.private_values(&numbers).await? {
        values.entry(fact).or_default().push((field, value));
    }
    Ok(facts
        .into_iter()
        .map(|fact| {
            let private = values.remove(&fact.number).unwrap_or_default();
            (fact, private)
        })
        .collect())
}
