//! Random histories, day by day: the interval evaluator against the naive one.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "small numbers made here"
)]

use std::sync::Arc;

use standing_base::{Date, Instant};
use standing_rulebook::{
    Ask, Asker, Counts, Entry, EntryKindIx, FactType, History, Names, Rulebook, Scratch, Subject,
    Symbol, Truth, Value, Wanted,
};

use crate::folder::load;
use crate::naive::{World, kind_named, of_no_effect};

/// Splitmix64: the same histories on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

struct Setting<'a> {
    rulebook: &'a Rulebook,
    asker: Asker,
    names: Names,
    kinds: Vec<EntryKindIx>,
    first: Date,
    days: u64,
    wanted: Vec<Wanted>,
    /// By question: how many days had which answer.
    seen: Vec<Counts>,
}

#[derive(Debug, Default)]
struct Made {
    entries: Vec<Entry>,
    arena: Vec<Value>,
}

impl Made {
    fn history(&self) -> History<'_> {
        History {
            entries: &self.entries,
            arena: &self.arena,
        }
    }
}

const DAY: i64 = 86_400_000_000;

impl Setting<'_> {
    fn make(&mut self, dice: &mut Dice) -> Made {
        let mut made = Made::default();
        let count = 3 + dice.below(14);
        let partial_subject = dice.one_in(6);
        let mut partials = 0;
        let mut days: Vec<Date> = Vec::new();
        for number in 1..=count {
            let kind = if number == 1 {
                self.kinds[0]
            } else {
                self.kinds[dice.below(self.kinds.len() as u64) as usize]
            };
            // Many things on or near the same few days, and near the days on which limits run
            // out: that is where order matters.
            let on = if days.is_empty() || dice.one_in(3) {
                self.first.plus_days(dice.below(self.days) as i32)
            } else {
                let near = days[dice.below(days.len() as u64) as usize];
                near.plus_days([0, 0, 1, 2, 5, 8, 15, 20][dice.below(8) as usize])
            };
            days.push(on);
            let range = if partial_subject && partials < 2 && dice.one_in(5) {
                partials += 1;
                dice.below(9) as i32
            } else {
                0
            };
            let late = if dice.one_in(4) {
                dice.below(90) as i64
            } else {
                0
            };
            let recorded_at = (i64::from(on.day_number()) + late) * DAY + i64::from(number as i32);
            let fields_at = made.arena.len() as u32;
            let declared = &self.rulebook.vocabulary.entries[kind.0 as usize];
            for (name, of) in &declared.fields {
                let value = self.field(dice, name, *of, on, number);
                made.arena.push(value);
            }
            made.entries.push(Entry {
                number,
                recorded_at: Instant::from_microseconds(recorded_at),
                on,
                on_latest: on.plus_days(range),
                kind,
                fields_at,
            });
        }
        made.entries.sort_by_key(|entry| (entry.on, entry.number));
        made
    }

    fn field(&mut self, dice: &mut Dice, name: &str, of: FactType, on: Date, number: u64) -> Value {
        if dice.one_in(12) {
            return Value::Missing;
        }
        match of {
            FactType::YesNo => Value::YesNo(!dice.one_in(3)),
            FactType::Date if dice.one_in(2) => {
                Value::Date(on.plus_days(dice.below(24) as i32 - 3))
            }
            FactType::Date => Value::Date(on.plus_days(dice.below(90) as i32 - 20)),
            FactType::Number => Value::Number(dice.below(20) as i64),
            FactType::Enum(of) => {
                let values = self.rulebook.vocabulary.enums[of.0 as usize].values.len();
                Value::Enum(dice.below(values as u64) as u8)
            }
            FactType::Entry => Value::Entry(1 + dice.below(number)),
            FactType::Text | FactType::List(_) => {
                let text = match name {
                    "case" => ["C1", "C2"][dice.below(2) as usize],
                    "suspension" => ["S1", "S2", "S3"][dice.below(3) as usize],
                    _ => ["Here", "Nowhere"][dice.below(2) as usize],
                };
                Value::Text(self.names.intern(text))
            }
        }
    }
}

/// By day from `first`: what the naive evaluator answers to each question.
fn measure(
    setting: &Setting<'_>,
    history: &History<'_>,
    known: Option<Instant>,
    first: Date,
    last: Date,
) -> Vec<Vec<Truth>> {
    let count = (last.day_number() - first.day_number() + 1) as usize;
    let known: Vec<&Entry> = history
        .entries
        .iter()
        .filter(|entry| known.is_none_or(|known| entry.recorded_at <= known))
        .collect();
    let instant = known.iter().map(|entry| entry.recorded_at).max();
    // Days on which the same acts are of no effect are one replay.
    let gone_on: Vec<Vec<u64>> = (0..count)
        .map(|day| {
            of_no_effect(
                setting.rulebook,
                history,
                instant,
                first.plus_days(day as i32),
            )
        })
        .collect();
    let mut answers = vec![Vec::new(); count];
    let mut sets: Vec<&Vec<u64>> = gone_on.iter().collect();
    sets.sort();
    sets.dedup();
    for gone in sets {
        let counting: Vec<&Entry> = known
            .iter()
            .filter(|entry| !gone.contains(&entry.number))
            .copied()
            .collect();
        // Every combination of days that partial dates can mean.
        let mut placings: Vec<Vec<(Date, &Entry)>> = vec![Vec::new()];
        for entry in counting {
            let mut more = Vec::new();
            for placing in placings {
                let mut on = entry.on;
                while on <= entry.on_latest {
                    let mut placing = placing.clone();
                    placing.push((on, entry));
                    more.push(placing);
                    on = on.next();
                }
            }
            placings = more;
        }
        for placing in placings {
            let mut world = World::new(
                setting.rulebook,
                setting.rulebook.vocabulary.questions[setting.wanted[0].question.0 as usize].about,
            );
            for day in 0..count {
                let today = first.plus_days(day as i32);
                world.day(today, &placing, history);
                if gone_on[day] != *gone {
                    continue;
                }
                for (nth, wanted) in setting.wanted.iter().enumerate() {
                    let truth = world.answer(wanted.question, wanted.item, today);
                    match answers[day].get_mut(nth) {
                        None => answers[day].push(truth),
                        Some(before) if *before != truth => *before = Truth::Undecided,
                        Some(_) => {}
                    }
                }
            }
        }
    }
    answers
}

fn check(setting: &mut Setting<'_>, dice: &mut Dice, scratch: &mut Scratch) -> usize {
    let made = setting.make(dice);
    let history = made.history();
    let known = dice.one_in(4).then(|| {
        let day = setting.first.plus_days(dice.below(setting.days) as i32);
        Instant::from_microseconds(i64::from(day.day_number()) * DAY)
    });
    let mut spans = Vec::new();
    setting
        .asker
        .whole_history(scratch, history, known, &setting.wanted, &mut spans);
    let Some(first) = spans[0].first().map(|(day, _)| *day) else {
        let nothing = |entry: &Entry| known.is_some_and(|known| entry.recorded_at > known);
        assert!(made.entries.iter().all(nothing));
        return 0;
    };
    let last = setting.first.plus_days(setting.days as i32 + 260);
    let measured = measure(setting, &history, known, first, last);
    for (nth, (wanted, spans)) in setting.wanted.iter().zip(&spans).enumerate() {
        for (day, measured) in measured.iter().enumerate() {
            let today = first.plus_days(day as i32);
            let place = spans.partition_point(|(from, _)| *from <= today);
            let ours = spans[place - 1].1;
            assert_eq!(
                ours,
                measured[nth],
                "{} on {today}, known {known:?}\n{}",
                question_name(setting, *wanted),
                tell(setting, &made)
            );
        }
    }
    tally(setting, &measured);
    check_told(setting, dice, scratch, &made, known, (first, &measured));
    measured.len()
}

/// One question on one day, told with its grounds: as true, and as long as it says.
fn check_told(
    setting: &Setting<'_>,
    dice: &mut Dice,
    scratch: &mut Scratch,
    made: &Made,
    known: Option<Instant>,
    (first, measured): (Date, &[Vec<Truth>]),
) {
    let history = made.history();
    let nth = dice.below(setting.wanted.len() as u64) as usize;
    let wanted = setting.wanted[nth];
    let day = dice.below(measured.len() as u64) as usize;
    let ask = Ask {
        question: wanted.question,
        item: wanted.item,
        on: first.plus_days(day as i32),
        known,
    };
    assert_eq!(
        setting.asker.truth(scratch, history, ask),
        measured[day][nth]
    );
    let (on, known) = (ask.on, ask.known);
    let asks: Vec<Ask> = setting
        .wanted
        .iter()
        .map(|wanted| Ask {
            question: wanted.question,
            item: wanted.item,
            on,
            known,
        })
        .collect();
    let together = setting.asker.truths(scratch, history, &asks);
    assert_eq!(together, measured[day]);
    let subject = Subject {
        history,
        names: &setting.names,
    };
    let answer = setting.asker.ask(scratch, subject, ask);
    let place = || {
        format!(
            "{} on {}, known {known:?}: {answer:#?}\n{}",
            question_name(setting, wanted),
            ask.on,
            tell(setting, made)
        )
    };
    assert_eq!(answer.truth, measured[day][nth], "{}", place());
    assert!(
        !answer.grounds.is_empty() || answer.truth == Truth::Yes,
        "{}",
        place()
    );
    for (later, measured) in measured.iter().enumerate().skip(day) {
        let on = first.plus_days(later as i32);
        if answer.changes_on.is_some_and(|changes| changes <= on) {
            break;
        }
        assert_eq!(measured[nth], answer.truth, "on {on}: {}", place());
        // Answers are told in full on some days only: it takes long.
        if later % 29 == day % 29 {
            let again = setting.asker.ask(scratch, subject, Ask { on, ..ask });
            assert!(again.reads_like(&answer), "on {on}: {again:#?} {}", place());
        }
    }
}

fn tally(setting: &mut Setting<'_>, measured: &[Vec<Truth>]) {
    for truths in measured {
        for (seen, truth) in setting.seen.iter_mut().zip(truths) {
            seen.add(*truth);
        }
    }
}

fn question_name<'a>(setting: &'a Setting<'_>, wanted: Wanted) -> &'a str {
    &setting.rulebook.vocabulary.questions[wanted.question.0 as usize].name
}

fn tell(setting: &Setting<'_>, made: &Made) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for entry in &made.entries {
        let kind = &setting.rulebook.vocabulary.entries[entry.kind.0 as usize];
        let (number, on, on_latest, name) = (entry.number, entry.on, entry.on_latest, &kind.name);
        write!(text, "E{number} {on}..{on_latest} {name}").unwrap();
        for (index, (name, _)) in kind.fields.iter().enumerate() {
            let value = match made.arena[entry.fields_at as usize + index] {
                Value::Text(symbol) => setting.names.text(symbol).to_owned(),
                other => format!("{other:?}"),
            };
            write!(text, " {name}={value}").unwrap();
        }
        writeln!(text, " recorded {}", entry.recorded_at).unwrap();
    }
    text
}

fn agree(
    folder: &str,
    first: &str,
    days: u64,
    kinds: &[&str],
    questions: &[(&str, Option<&str>)],
    member_days: usize,
) {
    let rulebook = Arc::new(load(folder).rulebook);
    let mut names = rulebook.texts.clone();
    let asker = Asker::new(Arc::clone(&rulebook));
    let mut item = |key: &str| -> Symbol { names.intern(key) };
    let wanted = questions
        .iter()
        .map(|(question, key)| Wanted {
            question: asker.question(question).unwrap(),
            item: key.map(&mut item),
        })
        .collect();
    let mut setting = Setting {
        kinds: kinds
            .iter()
            .map(|kind| kind_named(&rulebook, kind).unwrap())
            .collect(),
        rulebook: &rulebook,
        asker,
        names,
        first: first.parse().unwrap(),
        days,
        seen: vec![Counts::default(); questions.len()],
        wanted,
    };
    let mut dice = Dice(20_191_106);
    let mut scratch = Scratch::default();
    let mut checked = 0;
    while checked < member_days {
        checked += check(&mut setting, &mut dice, &mut scratch);
    }
    // A question that always gets the same answer would prove nothing.
    for ((question, _), seen) in questions.iter().zip(&setting.seen) {
        let least = seen.no.min(seen.undecided).min(seen.yes);
        assert!(least > 100, "{question}: {seen:?} of {checked}");
    }
}

#[test]
fn the_rich_rulebook_day_by_day() {
    agree(
        "tests/asking/rich",
        "2017-06-01",
        400,
        &[
            "admitted",
            "admitted",
            "left_club",
            "subscription_paid",
            "ordained",
            "points_given",
            "points_forgotten",
            "branch_joined",
            "whip_given",
            "whip_given",
            "whip_withdrawn",
            "case_opened",
            "case_decided",
            "case_reopened",
            "suspension_imposed",
            "suspension_imposed",
            "review_set",
            "suspension_ended",
            "hearing",
            "order_made",
        ],
        &[
            ("endorse", None),
            ("vote", None),
            ("loyal", None),
            ("case_open", Some("C1")),
            ("reopen", Some("C2")),
        ],
        650_000,
    );
}

#[test]
fn the_small_rulebook_day_by_day() {
    agree(
        "../../rulebooks/small",
        "2018-06-01",
        900,
        &[
            "admitted",
            "resigned",
            "elected_to_parliament",
            "subscription_paid",
            "case_opened",
            "case_decided",
            "case_withdrawn",
            "suspension_imposed",
            "suspension_imposed",
            "suspension_ended",
            "whip_withdrawn",
            "hearing",
            "review",
            "new_grounds",
            "set_aside",
        ],
        &[
            ("endorse", None),
            ("reselect", None),
            ("take_part", None),
            ("reopen", Some("C1")),
        ],
        400_000,
    );
}
