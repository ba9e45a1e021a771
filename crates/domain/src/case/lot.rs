//! A panel drawn by lot: the draw as it is on the record, and who of those drawn is still there.

use standing_base::Id;

use crate::fact::Fact;
use crate::lot::Draw;

/// The draw of a panel.
#[derive(Clone, Debug)]
pub struct Lot {
    /// The fact that records it.
    pub fact: u64,
    /// From whom, by which sources of chance, how many.
    pub draw: Draw,
    /// Who was drawn, in order.
    pub drawn: Vec<Id>,
    /// Whose name was struck, by which side: the capacity in which it was done.
    pub struck: Vec<(Id, String)>,
    /// Those who remained have become the panel.
    pub is_formed: bool,
}

impl Lot {
    pub(super) fn of(fact: &Fact) -> Self {
        let what = &fact.what;
        let size = what.number("size").unwrap_or_default();
        Self {
            fact: fact.number,
            draw: Draw {
                pool: what.list("pool").to_vec(),
                seeds: what.list("seeds").to_vec(),
                count: usize::try_from(size).unwrap_or(usize::MAX),
            },
            drawn: what.ids("drawn").collect(),
            struck: Vec::new(),
            is_formed: false,
        }
    }

    /// How many names a side has struck.
    pub fn struck_by(&self, side: &str) -> usize {
        let struck = self.struck.iter();
        struck.filter(|(_, by)| by == side).count()
    }

    pub fn is_struck(&self, person: Id) -> bool {
        self.struck.iter().any(|(struck, _)| *struck == person)
    }

    /// Those drawn whose names were not struck, in order.
    pub fn unstruck(&self) -> impl Iterator<Item = Id> {
        let drawn = self.drawn.iter().copied();
        drawn.filter(|person| !self.is_struck(*person))
    }
}
