//! Whatever people do, what was written in a case is erased only after it was announced and nobody
//! needed it any more.
#![expect(
    clippy::unwrap_used,
    reason = "the functions of a test are tests, though they are not marked as such"
)]

use proptest::prelude::*;
use standing_base::{Date, Id, IdKind, Instant};
use standing_domain::case::keeping::{ANNOUNCED, Due, ERASED, FREED, HELD, Keeping};
use standing_domain::{Fact, FieldValue, Fields, NewFact};

/// For so many days somebody can object.
const GRACE: i32 = 5;
/// For so many days a case is kept after it ended.
const KEPT: i32 = 10;

/// What somebody does on a day.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Nothing,
    /// For so many days.
    Hold(i32),
    Free,
    /// The case is taken up again, and ends again on the same day.
    EndAgain,
    /// The newest fact is of no effect.
    Annul,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        8 => Just(Deed::Nothing),
        1 => (0..12_i32).prop_map(Deed::Hold),
        1 => Just(Deed::Free),
        1 => Just(Deed::EndAgain),
        1 => Just(Deed::Annul),
    ]
}

struct Record {
    case: Id,
    facts: Vec<Fact>,
}

impl Record {
    fn put(&mut self, kind: &str, on: Date, fields: &[(&str, FieldValue)]) -> u64 {
        let mut all: Fields = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect();
        all.insert("case".to_owned(), self.case.into());
        let number = u64::try_from(self.facts.len()).unwrap() + 1;
        self.facts.push(Fact {
            number,
            what: NewFact {
                stream: self.case,
                revision: 1,
                kind: kind.to_owned(),
                about: self.case,
                effective_on: on.into(),
                recorded_at: Instant::from_microseconds(0),
                actor: None,
                capacity: None,
                clause: None,
                imported: false,
                fields: all,
                sources: Vec::new(),
            },
        });
        number
    }
}

fn text(day: Date) -> FieldValue {
    FieldValue::from(day.to_string().as_str())
}

proptest! {
    /// The oracle keeps, day by day, what a person would write on a calendar: since when the case has
    /// ended, since when its erasure is announced, until when somebody needs it.
    #[test]
    fn nothing_goes_before_its_day(deeds in prop::collection::vec(deed(), 1..90)) {
        let first: Date = "2021-01-01".parse().unwrap();
        let case = Id::new(IdKind::Case, Instant::from_microseconds(0), [1; 10]);
        let mut record = Record { case, facts: Vec::new() };
        let (mut since, mut ended) = (record.put("case_withdrawn", first, &[]), first);
        // The oracle's calendar.
        let (mut announced, mut needed): (Option<Date>, Option<Date>) = (None, None);
        let mut last_put = since;
        let mut is_gone = false;
        for (passed, deed) in (0..).zip(deeds) {
            let today = first.plus_days(passed);
            match deed {
                Deed::Nothing => {}
                Deed::Hold(days) => {
                    let until = today.plus_days(days);
                    last_put = record.put(HELD, today, &[("until", text(until))]);
                    (needed, announced) = (Some(until), None);
                }
                Deed::Free => {
                    last_put = record.put(FREED, today, &[]);
                    needed = None;
                }
                Deed::EndAgain => {
                    since = record.put("case_withdrawn", today, &[]);
                    last_put = since;
                    (ended, announced, is_gone) = (today, None, false);
                }
                // Only of an announcement the calendar knows at once what its loss means.
                Deed::Annul => {
                    let newest = record.facts.iter().find(|fact| fact.number == last_put).unwrap();
                    if newest.what.kind == ANNOUNCED {
                        let act = FieldValue::Number(i64::try_from(last_put).unwrap());
                        record.put("set_aside", today, &[("act", act)]);
                        announced = None;
                    }
                }
            }
            let kept_until = ended.plus_days(KEPT);
            let due = Keeping::of(record.facts.iter(), case).due(since, kept_until, today);
            let is_needed = needed.is_some_and(|until| today <= until);
            let expected = match announced {
                _ if is_gone => None,
                _ if is_needed => Some(Due::Held(needed.unwrap())),
                _ if today <= kept_until => Some(Due::Kept),
                None => Some(Due::Announce),
                Some(on) if today <= on.plus_days(GRACE) => Some(Due::Announced(on.plus_days(GRACE))),
                Some(_) => Some(Due::Erase),
            };
            match expected {
                None => prop_assert!(matches!(due, Due::Erased(_)), "{today}: {due:?}"),
                Some(expected) => prop_assert_eq!(due, expected, "{}", today),
            }
            match due {
                Due::Announce => {
                    let last = text(today.plus_days(GRACE));
                    last_put = record.put(ANNOUNCED, today, &[("erase_on", last)]);
                    announced = Some(today);
                }
                Due::Erase => {
                    last_put = record.put(ERASED, today, &[]);
                    is_gone = true;
                }
                _ => {}
            }
        }
    }
}
