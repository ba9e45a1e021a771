//! Who held which seat of which body, on whose behalf, from when until when.
//!
//! A spell holds from its begin up to, but excluding, its end.

use standing_base::{Date, Id, PartialDate};

use crate::Fact;

/// A seat held by one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    pub seat: Id,
    pub person: Id,
    /// The number of the fact that began it: names of its area and office are that fact's private
    /// values.
    pub begun_by: u64,
    pub body: Id,
    pub office: Option<String>,
    pub label: Option<Id>,
    pub area: Option<String>,
    pub begin: PartialDate,
    pub begin_reason: Option<String>,
    pub end: Option<PartialDate>,
    pub end_reason: Option<String>,
}

impl Seat {
    /// Whether the seat is held on a day; of a partial date, its earliest day counts.
    pub fn is_held_on(&self, day: Date) -> bool {
        self.begin.earliest() <= day && self.end.is_none_or(|end| day < end.earliest())
    }
}

/// The seats of a person, in the order in which they began, from all facts about the person.
pub fn seats(facts: &[Fact]) -> Vec<Seat> {
    let mut seats: Vec<Seat> = facts.iter().filter_map(begun).collect();
    for fact in facts.iter().filter(|fact| fact.what.kind == "seat_left") {
        let left = fact.what.id("seat");
        if let Some(seat) = seats.iter_mut().find(|seat| Some(seat.seat) == left) {
            seat.end = Some(fact.what.effective_on);
            seat.end_reason = fact.what.text("reason").map(str::to_owned);
        }
    }
    seats.sort_by_key(|seat| (seat.begin.earliest(), seat.begun_by));
    seats
}

fn begun(fact: &Fact) -> Option<Seat> {
    if fact.what.kind != "seat_taken" {
        return None;
    }
    let text = |field: &str| fact.what.text(field).map(str::to_owned);
    Some(Seat {
        seat: fact.what.id("seat")?,
        person: fact.what.about,
        begun_by: fact.number,
        body: fact.what.id("body")?,
        office: text("office"),
        label: fact.what.id("label"),
        area: text("area"),
        begin: fact.what.effective_on,
        begin_reason: text("reason"),
        end: None,
        end_reason: None,
    })
}
