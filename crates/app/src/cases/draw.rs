//! The draw of a panel as it is shown: enough of it for anybody to repeat it, by hand or with
//! `standing draw verify`.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use standing_base::Id;
use standing_domain::case::{CaseFile, Lot};
use standing_domain::lot::Draw;
use utoipa::ToSchema;

/// The draw of a panel, with what became of those drawn.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LotShown {
    /// The number of the fact that records it.
    pub fact: u64,
    /// What is hashed, between two bytes that count.
    pub key: String,
    /// From whom, in order.
    pub pool: Vec<LotName>,
    pub picks: Vec<LotPick>,
    pub is_formed: bool,
    /// What `standing draw verify` reads.
    pub file: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LotName {
    pub person: Id,
    pub name: String,
}

/// One who was drawn.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LotPick {
    pub person: Id,
    pub name: String,
    /// The MD5 in hexadecimal digits.
    pub digest: String,
    /// How many were left in the pool.
    pub of: usize,
    /// Their place among these, from 1.
    pub place: usize,
    /// Their name was struck by a side.
    pub is_struck: bool,
    pub is_on_panel: bool,
}

/// Everybody whom the draw of a case names.
pub(super) fn people(file: &CaseFile) -> BTreeSet<Id> {
    let pool = file.lot.iter().flat_map(|lot| &lot.draw.pool);
    let pool = pool.filter_map(|id| id.parse().ok());
    let drawn = file.lot.iter().flat_map(|lot| lot.drawn.iter().copied());
    pool.chain(drawn).collect()
}

/// The draw of a case, where there was one.
pub(super) fn shown(file: &CaseFile, names: &HashMap<Id, String>) -> Option<LotShown> {
    let lot = file.lot.as_ref()?;
    let name = |id: &Id| names.get(id).cloned().unwrap_or_else(|| id.to_string());
    let pool = lot.draw.pool.iter().filter_map(|id| {
        let person: Id = id.parse().ok()?;
        Some(LotName {
            person,
            name: name(&person),
        })
    });
    let picks = lot.draw.picks().into_iter().filter_map(|pick| {
        let person: Id = pick.name.parse().ok()?;
        Some(LotPick {
            name: name(&person),
            digest: pick.digest,
            of: pick.of,
            place: pick.place,
            is_struck: lot.is_struck(person),
            is_on_panel: file.panel.contains(&person),
            person,
        })
    });
    Some(LotShown {
        fact: lot.fact,
        key: lot.draw.key(),
        pool: pool.collect(),
        picks: picks.collect(),
        is_formed: lot.is_formed,
        file: DrawFile::of(lot).text(),
    })
}

/// A draw as a small file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawFile {
    /// How many were drawn.
    pub size: usize,
    /// The sources of chance, in order.
    pub seeds: Vec<String>,
    /// From whom, in order.
    pub pool: Vec<String>,
    /// Who was drawn, in order.
    pub drawn: Vec<String>,
}

impl DrawFile {
    fn of(lot: &Lot) -> Self {
        Self {
            size: lot.draw.count,
            seeds: lot.draw.seeds.clone(),
            pool: lot.draw.pool.clone(),
            drawn: lot.drawn.iter().map(ToString::to_string).collect(),
        }
    }

    fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The draw again.
    pub fn draw(&self) -> Draw {
        Draw {
            pool: self.pool.clone(),
            seeds: self.seeds.clone(),
            count: self.size,
        }
    }
}
