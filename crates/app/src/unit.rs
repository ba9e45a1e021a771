//! Branches and bodies: the tree of the organisation and who sits where.

use serde::Serialize;
use standing_base::{Date, Id, PartialDate};

use crate::person::SeatHeld;

#[derive(Clone, Debug, Serialize)]
pub struct UnitLine {
    pub id: Id,
    pub name: String,
    /// `branch`, or the form of a body: executive, panel, group, chamber.
    pub form: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct UnitPage {
    #[serde(flatten)]
    pub unit: UnitLine,
    pub on: Date,
    pub parent: Option<UnitLine>,
    pub children: Vec<UnitLine>,
    pub founded_on: PartialDate,
    pub dissolved_on: Option<PartialDate>,
    /// Seats that the body has.
    pub size: Option<i64>,
    /// Who sits in it on the day; only those whom the publication table makes public.
    pub seats: Vec<SeatHeld>,
    /// Members of a branch on the day; absent below [`SMALLEST_COUNT`], where a number would tell
    /// about a person.
    pub members: Option<u64>,
    /// Who sat in it before the day, newest first.
    pub former_seats: Vec<SeatHeld>,
}

/// The smallest number of members that is shown.
pub const SMALLEST_COUNT: u64 = 5;
