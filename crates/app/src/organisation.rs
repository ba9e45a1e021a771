//! The front page of an organisation.

use serde::Serialize;
use standing_base::Date;

use crate::person::{Limbo, SeatHeld};
use crate::unit::UnitLine;

#[derive(Clone, Debug, Serialize)]
pub struct FrontPage {
    pub name: String,
    pub today: Date,
    pub facts: u64,
    pub last_recorded_on: Option<Date>,
    pub rulebook_name: String,
    /// Version id and the day it came into force, newest first.
    pub versions: Vec<(String, Date)>,
    pub fingerprint: String,
    pub bodies: Vec<UnitLine>,
    /// Branches without a parent, and how many there are in all.
    pub branches: Vec<UnitLine>,
    pub branches_count: u64,
    /// Office-holders whom the publication table makes public.
    pub office_holders: Vec<SeatHeld>,
    /// Questions about persons that may be asked publicly: name and words.
    pub questions: Vec<(String, String)>,
    /// Public suspensions that run, longest first.
    pub waiting: Vec<(SeatHeld, Limbo)>,
}
