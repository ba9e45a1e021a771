//! The Example Party: about 2,000 invented members in branches, and the bodies of chapter 4 of its
//! rulebook.

use standing_base::{Date, Id, IdKind};

use super::names;
use super::pen::{Draft, Pen};
use super::script::Keys;

/// How many members are invented, besides M.
pub(super) const MEMBERS: usize = 2_000;
/// The demo's year of founding: nothing is older.
pub(super) const FOUNDED: i32 = 1994;
/// Subscriptions are on record from this year on.
const SUBSCRIPTIONS_FROM: i32 = 2018;

/// A body of the whole party: its key in the stories, form, name, seats (clauses 4.2 to 4.4), and the
/// offices of those who take the first of them.
type Body = (
    &'static str,
    &'static str,
    &'static str,
    i64,
    &'static [&'static str],
);

const BODIES: [Body; 4] = [
    (
        "executive",
        "executive",
        "National Executive",
        35,
        &[
            "chair",
            "general_secretary",
            "treasurer",
            "membership_officer",
            "returning_officer",
            "complaints_officer",
            "system_administrator",
            "custodian",
        ],
    ),
    ("disputes_panel", "panel", "Disputes Panel", 15, &["chair"]),
    (
        "national_tribunal",
        "tribunal",
        "National Tribunal",
        5,
        &["chair"],
    ),
    (
        GROUP,
        "group",
        "Parliamentary Group",
        12,
        &["chair", "secretary"],
    ),
];
/// Of the group's members of parliament M is one (clause 9.1).
const GROUP: &str = "group";
/// The officers of a branch, who are its committee (clause 3.4).
const OF_BRANCH: [&str; 3] = ["chair", "secretary", "treasurer"];

#[derive(Debug)]
struct Member {
    id: Id,
    joined: Date,
    active: bool,
}

fn day(year: i32, month: u32, day: u32) -> Date {
    Date::new(year, month, day).unwrap_or(Date::MIN)
}

/// Writes the party and its people as they are at the beginning of `this_year`, and gives what the
/// stories call its bodies, their officers and the branch of M.
pub(super) fn write(pen: &mut Pen, this_year: i32) -> Keys {
    let founded = day(FOUNDED, 5, 1);
    let mut branches = Vec::new();
    for (region, towns) in names::REGIONS {
        let parent = branch(pen, region, founded, None);
        branches.push((*region, parent));
        for town in *towns {
            branches.push((*town, branch(pen, town, founded, Some(parent))));
        }
    }
    let mut keys = Keys::new();
    keys.extend(branches.last().map(|(_, id)| ("B1".to_owned(), *id)));
    for (key, form, name, size, _) in BODIES {
        let parent = keys.get("executive").filter(|_| form == "panel");
        let id = body(pen, (form, size), name, founded, parent.copied());
        keys.insert(key.to_owned(), id);
    }
    let committee = |(name, branch): &(&str, Id)| {
        let (form, name) = (("branch_committee", 3), format!("{name} Branch Committee"));
        body(pen, form, &name, founded, Some(*branch))
    };
    let committees: Vec<Id> = branches.iter().map(committee).collect();
    let members: Vec<Member> = (1..=MEMBERS)
        .map(|number| member(pen, number, &branches, this_year))
        .collect();
    seats(pen, &mut keys, &committees, &members);
    keys
}

fn branch(pen: &mut Pen, name: &str, founded: Date, parent: Option<Id>) -> Id {
    let id = pen.id(IdKind::Branch, founded);
    unit(pen, Draft::new(id, "branch_founded", founded), name, parent)
}

fn body(
    pen: &mut Pen,
    (form, size): (&str, i64),
    name: &str,
    founded: Date,
    parent: Option<Id>,
) -> Id {
    let id = pen.id(IdKind::Body, founded);
    let draft = Draft::new(id, "body_founded", founded);
    unit(
        pen,
        draft.field("form", form).field("size", size),
        name,
        parent,
    )
}

fn unit(pen: &mut Pen, draft: Draft, name: &str, parent: Option<Id>) -> Id {
    let id = draft.about;
    let mut draft = draft.private("name", name);
    if let Some(parent) = parent {
        draft = draft.field("parent", parent);
    }
    pen.write(draft);
    id
}

fn member(pen: &mut Pen, number: usize, branches: &[(&str, Id)], this_year: i32) -> Member {
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
    if let Some((_, branch)) = pen.chance().pick(branches).copied() {
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

/// Fills the seats: nobody has two (clause 4.3).
fn seats(pen: &mut Pen, keys: &mut Keys, committees: &[Id], members: &[Member]) {
    // Long-standing members, so that all of them were members in 2019 too.
    let mut pool: Vec<Id> = members
        .iter()
        .filter(|member| member.active && member.joined.year() < 2016)
        .map(|member| member.id)
        .collect();
    let (elected, conference) = (day(2017, 6, 8), day(2018, 10, 1));
    for (key, _, _, size, offices) in BODIES {
        let Some(body) = keys.get(key).copied() else {
            return;
        };
        let is_group = key == GROUP;
        let on = if is_group { elected } else { conference };
        let mut offices = offices.iter();
        for _ in i64::from(is_group)..size {
            let Some(member) = draw(pen, &mut pool) else {
                return;
            };
            if is_group {
                pen.write(Draft::new(member, "elected_to_parliament", on));
                pen.write(Draft::new(member, "whip_given", on).field("by", body));
            }
            let office = offices.next().copied();
            sit(pen, member, body, office, on);
            keys.extend(office.map(|office| (format!("{key}.{office}"), member)));
        }
    }
    for committee in committees {
        for office in OF_BRANCH {
            let Some(member) = draw(pen, &mut pool) else {
                return;
            };
            sit(pen, member, *committee, Some(office), conference);
        }
    }
}

fn draw(pen: &mut Pen, pool: &mut Vec<Id>) -> Option<Id> {
    let at = pen.chance().below(u64::try_from(pool.len()).unwrap_or(0));
    let at = usize::try_from(at).ok().filter(|at| *at < pool.len())?;
    Some(pool.swap_remove(at))
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
