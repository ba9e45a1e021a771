use standing_base::{Date, Id, IdKind, PartialDate, Refusal, Told};

use super::Life;
use super::life::AFTER_DEATH;
use crate::fact::{FieldValue, NewFact, check_codes};
use crate::kind::{self, FieldType};

/// An entry that a rulebook's vocabulary declares: a kind of its own, or more fields for a core kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    pub code: String,
    pub fields: Vec<DeclaredField>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredField {
    pub name: String,
    pub kind: FieldType,
    pub required: bool,
}

/// Why a fact may not go on the register. The whole list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    UnknownKind,
    UnknownField,
    FieldMissing,
    FieldType,
    InTheFuture,
    BeforeBirth,
    AfterDeath,
    EndBeforeBegin,
    NothingToEnd,
}

impl Wrong {
    pub const ALL: &'static [Self] = &[
        Self::UnknownKind,
        Self::UnknownField,
        Self::FieldMissing,
        Self::FieldType,
        Self::InTheFuture,
        Self::BeforeBirth,
        Self::AfterDeath,
        Self::EndBeforeBegin,
        Self::NothingToEnd,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::UnknownKind => "unknown_kind",
            Self::UnknownField => "unknown_field",
            Self::FieldMissing => "field_missing",
            Self::FieldType => "field_type",
            Self::InTheFuture => "in_the_future",
            Self::BeforeBirth => "before_birth",
            Self::AfterDeath => "after_death",
            Self::EndBeforeBegin => "end_before_begin",
            Self::NothingToEnd => "nothing_to_end",
        }
    }

    fn refuse(self, detail: impl Into<Told>) -> Refusal {
        Refusal::new(self.code(), detail)
    }
}

/// Refuses a fact whose kind is not known, whose fields are not those of its kind, or that holds
/// words.
pub fn check_kind(fact: &NewFact, declared: &[Declared]) -> Result<(), Refusal> {
    check_codes(fact)?;
    let core = kind::find(&fact.kind);
    let own = declared.iter().find(|entry| entry.code == fact.kind);
    if core.is_none() && own.is_none() {
        return Err(Wrong::UnknownKind.refuse(format!(
            "`{}` is not a kind of fact; use one that Standing knows or declare it in the rulebook's vocabulary",
            fact.kind
        )));
    }
    let fields = || {
        let core = core
            .into_iter()
            .flat_map(|kind| kind.fields)
            .map(|field| (field.name, field.kind, field.required));
        let own = own
            .into_iter()
            .flat_map(|entry| &entry.fields)
            .map(|field| (field.name.as_str(), field.kind, field.required));
        core.chain(own)
    };
    for (name, _, required) in fields() {
        if required && !fact.fields.contains_key(name) {
            return Err(Wrong::FieldMissing.refuse(
                Told::new(
                    "field-missing",
                    "a `{kind}` needs the field `{field}`; give it a value",
                )
                .with("kind", &fact.kind)
                .with("field", name),
            ));
        }
    }
    for (name, value) in &fact.fields {
        let Some((_, expected, _)) = fields().find(|(known, ..)| known == name) else {
            return Err(Wrong::UnknownField.refuse(format!(
                "a `{}` has no field `{name}`; leave it out or declare it in the rulebook's vocabulary",
                fact.kind
            )));
        };
        check_field(&fact.kind, name, expected, value)?;
    }
    Ok(())
}

fn check_field(
    kind: &str,
    name: &str,
    expected: FieldType,
    value: &FieldValue,
) -> Result<(), Refusal> {
    let wrong = |shown: &str, wanted: &str| {
        let shown: String = shown.chars().take(60).collect();
        Wrong::FieldType.refuse(format!(
            "the field `{name}` of a `{kind}` is `{shown}`, which is not {wanted}"
        ))
    };
    match (expected, value) {
        (FieldType::Id, FieldValue::Text(text)) => {
            let id: Id = text
                .parse()
                .map_err(|_| wrong(text, "an id such as `per_0190163d8694739db7a1c1d3f4e5a6b7`"))?;
            let kinds = id_kinds(name);
            if kinds.is_empty() || kinds.contains(&id.kind()) {
                return Ok(());
            }
            let wanted: Vec<_> = kinds
                .iter()
                .map(|kind| format!("`{}_`", kind.prefix()))
                .collect();
            Err(wrong(
                text,
                &format!("an id that begins with {}", wanted.join(" or ")),
            ))
        }
        (FieldType::Date, FieldValue::Text(text)) => match text.parse::<PartialDate>() {
            Ok(_) => Ok(()),
            Err(error) => Err(wrong(text, &format!("a date ({error})"))),
        },
        (FieldType::Fact, FieldValue::Number(number)) if *number > 0 => Ok(()),
        (FieldType::Code, FieldValue::Text(_))
        | (FieldType::Codes, FieldValue::List(_))
        | (FieldType::Number, FieldValue::Number(_))
        | (FieldType::YesNo, FieldValue::YesNo(_)) => Ok(()),
        (_, value) => Err(wrong(&shown(value), wanted(expected))),
    }
}

fn shown(value: &FieldValue) -> String {
    match value {
        FieldValue::YesNo(true) => "yes".into(),
        FieldValue::YesNo(false) => "no".into(),
        FieldValue::Number(number) => number.to_string(),
        FieldValue::Text(text) => text.clone(),
        FieldValue::List(texts) => texts.join(", "),
    }
}

const fn wanted(expected: FieldType) -> &'static str {
    match expected {
        FieldType::Code => "a code",
        FieldType::Codes => "a list of codes",
        FieldType::Date => "a date",
        FieldType::Fact => "the number of a fact",
        FieldType::Id => "an id",
        FieldType::Number => "a number",
        FieldType::YesNo => "yes or no",
    }
}

/// What an id field of this name may name; empty when anything.
const fn id_kinds(field: &str) -> &'static [IdKind] {
    match field.as_bytes() {
        b"body" => &[IdKind::Body],
        b"branch" => &[IdKind::Branch],
        b"candidacy" => &[IdKind::Candidacy],
        b"case" => &[IdKind::Case],
        b"label" => &[IdKind::Body, IdKind::Organisation],
        b"meeting" => &[IdKind::Meeting],
        b"motion" | b"amends" | b"amendment" => &[IdKind::Motion],
        b"division" => &[IdKind::Division],
        b"owner" => &[IdKind::Person],
        b"nomination" => &[IdKind::Nomination],
        b"parent" => &[IdKind::Body, IdKind::Branch, IdKind::Organisation],
        b"seat" => &[IdKind::Seat],
        b"suspension" => &[IdKind::Suspension],
        _ => &[],
    }
}

/// Refuses a fact about a person whose day cannot be right beside their other facts. A date of which
/// a part is missing is refused only when no day of it could be right.
pub fn check_times(fact: &NewFact, life: &Life, today: Date) -> Result<(), Refusal> {
    let on = fact.effective_on;
    let says = kind::find(&fact.kind).map_or(fact.kind.as_str(), |kind| kind.says);
    if on.earliest() > today {
        return Err(Wrong::InTheFuture.refuse(Told::new("in-the-future", "`{kind}` on {on} is in the future; today is {today}; record it when it has happened").with("today", today).with("kind", says).with("on", on)));
    }
    match fact.kind.as_str() {
        "birth_recorded" => return check_birth(fact, life, today),
        "person_registered" | "name_changed" => return Ok(()),
        "died" => {
            if let Some(last) = life.last.filter(|last| *last > on.latest()) {
                return Err(Wrong::AfterDeath.refuse(Told::new("death-too-early", "a death on {on} is before another fact about this person, on {last}; check both dates").with("on", on).with("last", last)));
            }
        }
        _ => {}
    }
    if let Some(born) = life.born.filter(|born| on.latest() < born.earliest()) {
        return Err(Wrong::BeforeBirth.refuse(
            Told::new(
                "before-birth",
                "`{kind}` on {on} is before this person's birth on {born}; check both dates",
            )
            .with("born", born)
            .with("kind", says)
            .with("on", on),
        ));
    }
    let died = life.died.filter(|died| on.earliest() > died.latest());
    if let Some(died) = died.filter(|_| !AFTER_DEATH.contains(&fact.kind.as_str())) {
        return Err(Wrong::AfterDeath.refuse(
            Told::new(
                "after-death",
                "`{kind}` on {on} is after this person's death on {died}; check both dates",
            )
            .with("died", died)
            .with("kind", says)
            .with("on", on),
        ));
    }
    check_end(fact, life, says)
}

fn check_birth(fact: &NewFact, life: &Life, today: Date) -> Result<(), Refusal> {
    let Some(born) = fact
        .text("born_on")
        .and_then(|day| day.parse::<PartialDate>().ok())
    else {
        return Ok(());
    };
    if born.earliest() > today {
        return Err(Wrong::InTheFuture.refuse(
            Told::new(
                "birth-in-the-future",
                "a birth on {born} is in the future; today is {today}; check the date",
            )
            .with("born", born)
            .with("today", today),
        ));
    }
    if let Some(first) = life.first.filter(|first| *first < born.earliest()) {
        return Err(Wrong::BeforeBirth.refuse(Told::new("birth-too-late", "a birth on {born} is after another fact about this person, on {first}; check both dates").with("born", born).with("first", first)));
    }
    Ok(())
}

fn check_end(fact: &NewFact, life: &Life, says: &str) -> Result<(), Refusal> {
    let Some((begun, days)) = life.beginnings(fact) else {
        return Ok(());
    };
    let Some(first) = days.iter().min_by_key(|day| day.earliest()) else {
        // A membership or branch whose beginning nobody wrote down may still end; a seat may not.
        let has_own_id = begun.id.is_some_and(|id| id.kind() != IdKind::Branch);
        return if has_own_id {
            Err(Wrong::NothingToEnd.refuse(Told::new("nothing-to-end", "`{kind}` on {on} ends what has no beginning on the record; record the beginning first").with("kind", says).with("on", fact.effective_on)))
        } else {
            Ok(())
        };
    };
    if fact.effective_on.latest() < first.earliest() {
        return Err(Wrong::EndBeforeBegin.refuse(
            Told::new(
                "end-before-begin",
                "`{kind}` on {on} is before its beginning on {first}; check both dates",
            )
            .with("kind", says)
            .with("on", fact.effective_on)
            .with("first", first),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use standing_base::Instant;

    fn id(kind: IdKind) -> Id {
        Id::new(kind, Instant::from_microseconds(0), [7; 10])
    }

    fn fact(kind: &str, on: &str, fields: &[(&str, FieldValue)]) -> NewFact {
        let person = id(IdKind::Person);
        NewFact {
            stream: person,
            revision: 1,
            kind: kind.into(),
            about: person,
            effective_on: on.parse().unwrap(),
            recorded_at: Instant::from_microseconds(0),
            actor: None,
            capacity: None,
            clause: None,
            imported: true,
            fields: fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
            sources: vec![],
        }
    }

    fn code_of(result: Result<(), Refusal>) -> Option<&'static str> {
        result.err().map(|refusal| refusal.code)
    }

    #[test]
    fn a_fact_has_the_fields_of_its_kind() {
        let seat = || ("seat", FieldValue::from(id(IdKind::Seat)));
        let body = || ("body", FieldValue::from(id(IdKind::Body)));
        let until = |day: &str| ("until", FieldValue::from(day));
        for (kind, fields, wrong) in [
            ("admitted", vec![], None),
            ("admited", vec![], Some("unknown_kind")),
            ("admitted", vec![seat()], Some("unknown_field")),
            ("seat_taken", vec![seat(), body()], None),
            ("seat_taken", vec![seat()], Some("field_missing")),
            (
                "seat_taken",
                vec![seat(), ("body", id(IdKind::Branch).into())],
                Some("field_type"),
            ),
            (
                "seat_taken",
                vec![seat(), ("body", "Q11005".into())],
                Some("field_type"),
            ),
            (
                "seat_taken",
                vec![seat(), body(), ("area", 3.into())],
                Some("field_type"),
            ),
            ("subscription_paid", vec![until("2019-12-31")], None),
            ("subscription_paid", vec![until("2019-12")], None),
            (
                "subscription_paid",
                vec![until("2019-02-29")],
                Some("field_type"),
            ),
            (
                "resigned",
                vec![("reason", "moved away".into())],
                Some("free_text_in_fact"),
            ),
            ("ordained", vec![("in", "york".into())], None),
            ("ordained", vec![], Some("field_missing")),
        ] {
            let declared = [Declared {
                code: "ordained".into(),
                fields: vec![DeclaredField {
                    name: "in".into(),
                    kind: FieldType::Code,
                    required: true,
                }],
            }];
            let result = check_kind(&fact(kind, "2019-01-01", &fields), &declared);
            assert_eq!(code_of(result), wrong, "{kind} {fields:?}");
        }
    }

    #[test]
    fn a_date_that_cannot_be_right_is_refused() {
        let today = "2020-06-15".parse().unwrap();
        let seat = ("seat", FieldValue::from(id(IdKind::Seat)));
        let other_seat = Id::new(IdKind::Seat, Instant::from_microseconds(9), [8; 10]);
        let mut life = Life::default();
        for known in [
            fact(
                "birth_recorded",
                "1950-05",
                &[("born_on", "1950-05".into())],
            ),
            fact("admitted", "1999-01-01", &[]),
            fact("seat_taken", "2001-03", std::slice::from_ref(&seat)),
            fact("died", "2010-01-31", &[]),
        ] {
            life.note_fact(&known);
        }
        for (kind, on, field, wrong) in [
            ("admitted", "1950-04-30", None, Some("before_birth")),
            ("admitted", "1950-05-01", None, None),
            ("admitted", "1950", None, None),
            ("admitted", "2010-02-01", None, Some("after_death")),
            ("admitted", "2010-01-31", None, None),
            ("lapsed", "2010-03-01", None, None),
            ("resigned", "1998-12-31", None, Some("end_before_begin")),
            ("resigned", "1999-01-01", None, None),
            (
                "seat_left",
                "2001-02-28",
                Some(seat.1.clone()),
                Some("end_before_begin"),
            ),
            ("seat_left", "2001-03-01", Some(seat.1.clone()), None),
            (
                "seat_left",
                "2001-03-01",
                Some(other_seat.into()),
                Some("nothing_to_end"),
            ),
            ("lapsed", "2020-06-16", None, Some("in_the_future")),
            ("lapsed", "2020", None, None),
            ("died", "2001-02-28", None, Some("after_death")),
        ] {
            let fields: Vec<_> = field.into_iter().map(|value| ("seat", value)).collect();
            let result = check_times(&fact(kind, on, &fields), &life, today);
            assert_eq!(code_of(result), wrong, "{kind} {on}");
        }
        let birth = |day: &str| fact("birth_recorded", day, &[("born_on", day.into())]);
        let late = check_times(&birth("1999-01-02"), &life, today);
        assert_eq!(code_of(late), Some("before_birth"));
        let unborn = check_times(&birth("2021-01-01"), &life, today);
        assert_eq!(code_of(unborn), Some("in_the_future"));
    }

    #[test]
    fn every_refusal_has_its_own_code() {
        let mut codes: Vec<_> = Wrong::ALL.iter().map(|wrong| wrong.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Wrong::ALL.len());
    }
}
