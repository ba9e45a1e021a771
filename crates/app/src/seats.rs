//! Seats as they are shown: with the names of person, body and label, for those whom the asker may
//! know.

use std::collections::HashMap;

use standing_base::{Date, Id, IdKind};
use standing_domain::seat::{Seat, seats};

use crate::asker::Asker;
use crate::error::AppError;
use crate::matter::Matter;
use crate::naming;
use crate::person::SeatHeld;
use crate::ports::{LIST_MAX, Snapshot};
use crate::publicity;
use crate::rules::Rules;

/// The seats of a body, present and past, of the persons whom the asker may know on that day.
pub(crate) async fn of_body(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    body: Id,
    on: Date,
) -> Result<Vec<SeatHeld>, AppError> {
    let mut held = Vec::new();
    let mut after = None;
    loop {
        let page = snapshot
            .mentions(body, IdKind::Person, after, LIST_MAX)
            .await?;
        let Some(last) = page.last() else { break };
        after = Some(*last);
        for person in page {
            let of_person = of_person(snapshot, rules, asker, person, on).await?;
            held.extend(of_person.into_iter().filter(|seat| seat.body == body));
        }
    }
    Ok(held)
}

/// The seats of a person that began by a day; nothing when the asker may not know the person.
pub(crate) async fn of_person(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    person: Id,
    on: Date,
) -> Result<Vec<SeatHeld>, AppError> {
    let Some(mut matter) = Matter::load(snapshot, rules, person).await? else {
        return Ok(Vec::new());
    };
    if !publicity::may_know(rules, &mut matter, asker, publicity::NAME, on) {
        return Ok(Vec::new());
    }
    let facts = snapshot.facts_about(person).await?;
    let seats: Vec<Seat> = seats(&facts)
        .into_iter()
        .filter(|seat| seat.begin.earliest() <= on)
        .collect();
    shown(snapshot, seats).await
}

async fn shown(snapshot: &mut dyn Snapshot, seats: Vec<Seat>) -> Result<Vec<SeatHeld>, AppError> {
    let mut named: Vec<Id> = seats
        .iter()
        .flat_map(|seat| [Some(seat.person), Some(seat.body), seat.label])
        .flatten()
        .collect();
    named.sort_unstable();
    named.dedup();
    let names = naming::names(snapshot, &named).await?;
    let begun: Vec<u64> = seats.iter().map(|seat| seat.begun_by).collect();
    let mut words: HashMap<(u64, String), String> = HashMap::new();
    for value in snapshot.private_values(&begun).await? {
        words.insert((value.fact, value.field), value.value);
    }
    let name = |id: Id| names.get(&id).cloned().unwrap_or_else(|| id.to_string());
    Ok(seats
        .into_iter()
        .map(|seat| {
            let mut in_words = |field: &str, code: Option<String>| {
                words
                    .remove(&(seat.begun_by, field.to_owned()))
                    .or_else(|| code.map(|code| code.replace('_', " ")))
            };
            SeatHeld {
                person: seat.person,
                person_name: name(seat.person),
                body: seat.body,
                body_name: name(seat.body),
                office: in_words("office", seat.office),
                label: seat.label.map(name),
                area: in_words("area", seat.area),
                begin: seat.begin,
                end: seat.end,
                end_reason: seat.end_reason.map(|reason| reason.replace('_', " ")),
            }
        })
        .collect())
}
