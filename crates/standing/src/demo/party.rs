//! The Example Party: about 2,000 invented members in branches, an executive of 35, a disputes
//! panel of three, a national tribunal and a parliamentary group.

use standing_base::{Date, Id, IdKind};

use super::names;
use super::pen::{Draft, Pen};

/// How many members are invented, besides M.
pub(super) const MEMBERS: usize = 2_000;
/// The demo's year of founding: nothing is older.
pub(super) const FOUNDED: i32 = 1994;
/// Subscriptions are on record from this year on.
const SUBSCRIPTIONS_FROM: i32 = 2018;

#[derive(Debug)]
pub(super) struct Party {
    pub(super) executive: Id,
    pub(super) disputes_panel: Id,
    pub(super) tribunal: Id,
    pub(super) group: Id,
    pub(super) branches: Vec<Id>,
    /// One for each branch of a town.
    committees: Vec<Id>,
}

#[derive(Debug)]
struct Member {
    id: Id,
    joined: Date,
    active: bool,
}

fn day(year: i32, month: u32, day: u32) -> Date {
    Date::new(year, month, day).unwrap_or(Date::MIN)
}

/// Writes the party and its people as they are at the beginning of `this_year`.
pub(super) fn write(pen: &mut Pen, this_year: i32) -> Party {
    let founded = day(FOUNDED, 5, 1);
    let mut branches = Vec::new();
    let mut of_towns = Vec::new();
    for (region, towns) in names::REGIONS {
        let parent = unit(
            pen,
            IdKind::Branch,
            "branch_founded",
            region,
            founded,
            None,
            None,
        );
        branches.push(parent);
        for town in *towns {
            let branch = unit(
                pen,
                IdKind::Branch,
                "branch_founded",
                town,
                founded,
                Some(parent),
                None,
            );
            branches.push(branch);
            of_towns.push((*town, branch));
        }
    }
    let mut body = |name: &str, form: &str, parent: Option<Id>, size: i64| {
        unit(
            pen,
            IdKind::Body,
            "body_founded",
            name,
            founded,
            parent,
            Some((form, size)),
        )
    };
    let executive = body("National Executive", "executive", None, 35);
    let disputes_panel = body("Disputes Panel", "panel", Some(executive), 3);
    let tribunal = body("National Tribunal", "tribunal", None, 7);
    let group = body("Parliamentary Group", "group", None, 12);
    let mut committees = Vec::new();
    for (town, branch) in &of_towns {
        let name = format!("{town} Branch Committee");
        committees.push(body(&name, "branch_committee", Some(*branch), 3));
    }
    let party = Party {
        executive,
        disputes_panel,
        tribunal,
        group,
        branches,
        committees,
    };

    let members: Vec<Member> = (1..=MEMBERS)
        .map(|number| member(pen, number, &party.branches, this_year))
        .collect();
    seats(pen, &party, &members);
    party
}

fn unit(
    pen: &mut Pen,
    id: IdKind,
    kind: &str,
    name: &str,
    founded: Date,
    parent: Option<Id>,
    form: Option<(&str, i64)>,
) -> Id {
    let unit = pen.id(id, founded);
    let mut draft = Draft::new(unit, kind, founded).private("name", name);
    if let Some(parent) = parent {
        draft = draft.field("parent", parent);
    }
    if let Some((form, size)) = form {
        draft = draft.field("form", form).field("size", size);
    }
    pen.write(draft);
    unit
}

fn member(pen: &mut Pen, number: usize, branches: &[Id], this_year: i32) -> Member {
    let years = u64::try_from(this_year - FOUNDED - 1).unwrap_or(0);
    let year = FOUNDED + 1 + i32::try_from(pen.chance().below(years)).unwrap_or(0);
    let joined = pen.chance().day_of(year);
    let id = pen.id(IdKind::Person, joined);
    let name = names::person(pen.chance());
    let registered = Draft::new(id, "person_registered", joined)
        .private("name", name)
        .private("identifier.number", format!("{:05}", 10_000 + number));
    pen.write(registered);
    pen.write(Draft {
        clause: Some("1.1".into()),
        ..Draft::new(id, "admitted", joined)
    });
    if let Some(branch) = pen.chance().pick(branches).copied() {
        pen.write(Draft::new(id, "branch_joined", joined).field("branch", branch));
    }
    let leaves = pen.chance().happens(120);
    let left = leaves.then(|| {
        let year = year.max(SUBSCRIPTIONS_FROM - 1) + 1;
        let span = u64::try_from(this_year - year).unwrap_or(0);
        let year = year + i32::try_from(pen.chance().below(span)).unwrap_or(0);
        pen.chance().day_of(year)
    });
    pay(pen, id, joined, left, this_year);
    let active = match left.filter(|left| *left > joined) {
        Some(left) => {
            let kind = if pen.chance().happens(700) {
                "resigned"
            } else {
                "lapsed"
            };
            pen.write(Draft::new(id, kind, left));
            false
        }
        None => true,
    };
    Member { id, joined, active }
}

/// A subscription for every year; now and then one is forgotten.
fn pay(pen: &mut Pen, id: Id, joined: Date, left: Option<Date>, this_year: i32) {
    for year in SUBSCRIPTIONS_FROM.max(joined.year())..=this_year {
        let on = day(year, 1, 15).max(joined);
        let stopped = left.is_some_and(|left| on >= left);
        if stopped || pen.chance().happens(15) {
            continue;
        }
        let until = day(year, 12, 31).to_string();
        pen.write(Draft::new(id, "subscription_paid", on).field("until", until.as_str()));
    }
}

fn seats(pen: &mut Pen, party: &Party, members: &[Member]) {
    // Long-standing members, so that all of them were members in 2019 too.
    let mut pool: Vec<&Member> = members
        .iter()
        .filter(|member| member.active && member.joined.year() < 2016)
        .collect();
    let terms = [
        (party.executive, 35),
        (party.disputes_panel, 3),
        (party.tribunal, 7),
    ];
    for (body, size) in terms {
        for seat in 0..size {
            let office = match (body == party.executive, seat) {
                (_, 0) => Some("chair"),
                (true, 1) => Some("general_secretary"),
                (true, 2) => Some("treasurer"),
                (true, 3) => Some("membership_officer"),
                (true, 4) => Some("returning_officer"),
                (true, 5) => Some("complaints_officer"),
                (true, 6) => Some("system_administrator"),
                (true, 7) => Some("custodian"),
                _ => None,
            };
            let Some(member) = draw(pen, &mut pool) else {
                return;
            };
            sit(pen, member, body, office, day(2018, 10, 1));
        }
    }
    let elected = day(2017, 6, 8);
    for nth in 0..11 {
        let Some(member) = draw(pen, &mut pool) else {
            return;
        };
        pen.write(Draft::new(member, "elected_to_parliament", elected));
        pen.write(Draft::new(member, "whip_given", elected).field("by", party.group));
        let office = match nth {
            0 => Some("chair"),
            1 => Some("secretary"),
            _ => None,
        };
        sit(pen, member, party.group, office, elected);
    }
    for committee in &party.committees {
        for office in ["chair", "secretary", "treasurer"] {
            let Some(member) = draw(pen, &mut pool) else {
                return;
            };
            sit(pen, member, *committee, Some(office), day(2018, 10, 1));
        }
    }
}

fn draw(pen: &mut Pen, pool: &mut Vec<&Member>) -> Option<Id> {
    let at = pen.chance().below(u64::try_from(pool.len()).unwrap_or(0));
    let at = usize::try_from(at).ok().filter(|at| *at < pool.len())?;
    Some(pool.swap_remove(at).id)
}

fn sit(pen: &mut Pen, member: Id, body: Id, office: Option<&str>, on: Date) {
    let seat = pen.id(IdKind::Seat, on);
    let mut draft = Draft::new(member, "seat_taken", on)
        .field("seat", seat)
        .field("body", body);
    if let Some(office) = office {
        draft = draft.field("office", office);
    }
    pen.write(draft);
}
