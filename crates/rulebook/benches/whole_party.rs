//! A whole party at once: `cargo bench -p standing-rulebook`.
//!
//! The party is generated, the same on every machine, with the mix of entries that a register has:
//! everybody is admitted and pays for some years, a few sit in parliament, a few have cases.
#![expect(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a bench makes its own data, and may stop"
)]

#[path = "../tests/asking/folder.rs"]
mod folder;

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use standing_base::{Date, Instant};
use standing_rulebook::{
    Ask, Asker, Corpus, Entry, EntryKindIx, Rulebook, Scratch, Subject, Value, Wanted,
};

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
}

struct Maker<'a> {
    rulebook: &'a Rulebook,
    corpus: Corpus,
    dice: Dice,
    number: u64,
}

impl Maker<'_> {
    fn entry(&mut self, kind: &str, on: Date, values: &[(&str, Value)]) {
        let kinds = &self.rulebook.vocabulary.entries;
        let index = kinds.iter().position(|one| one.name == kind).unwrap();
        let mut fields_at = 0;
        for (nth, (name, _)) in kinds[index].fields.iter().enumerate() {
            let value = values.iter().find(|(field, _)| field == name);
            let value = value.map_or(Value::Missing, |(_, value)| *value);
            let at = self.corpus.push_value(value);
            if nth == 0 {
                fields_at = at;
            }
        }
        self.number += 1;
        self.corpus.push_entry(Entry {
            number: self.number,
            recorded_at: Instant::from_microseconds(i64::from(on.day_number()) * 86_400_000_000),
            on,
            on_latest: on,
            kind: EntryKindIx(index as u16),
            fields_at,
        });
    }

    fn member(&mut self) {
        let epoch = Date::new(1980, 1, 1).unwrap();
        let joined = epoch.plus_days(self.dice.below(14_500) as i32);
        self.entry("admitted", joined, &[]);
        for year in 0..self.dice.below(5) as i32 {
            let paid = Date::new(2016 + year, 1 + self.dice.below(12) as u32, 3).unwrap();
            let until = Date::new(2016 + year, 12, 31).unwrap();
            self.entry("subscription_paid", paid, &[("until", Value::Date(until))]);
        }
        let day = Date::new(2019, 1, 1)
            .unwrap()
            .plus_days(self.dice.below(600) as i32);
        if self.dice.below(1_000) < 2 {
            self.entry("elected_to_parliament", day, &[]);
        }
        if self.dice.below(100) < 20 {
            let case = Value::Text(self.corpus.names.intern("C1"));
            self.entry("case_opened", day, &[("case", case)]);
            if self.dice.below(3) > 0 {
                self.entry("suspension_imposed", day, &[("case", case)]);
            }
            let later = day.plus_days(10 + self.dice.below(250) as i32);
            match self.dice.below(4) {
                0 => self.entry("hearing", later, &[("case", case)]),
                1 => {
                    self.entry("case_decided", later, &[("case", case)]);
                    self.entry("suspension_ended", later, &[("case", case)]);
                }
                _ => {}
            }
        }
        self.corpus.end_subject();
    }
}

fn party(rulebook: &Rulebook, members: usize) -> Corpus {
    let mut corpus = Corpus::with_capacity(members, members * 7 / 2);
    corpus.names = rulebook.texts.clone();
    let mut maker = Maker {
        rulebook,
        corpus,
        dice: Dice(600_000),
        number: 0,
    };
    for _ in 0..members {
        maker.member();
    }
    maker.corpus
}

fn whole_party(criterion: &mut Criterion) {
    let loaded = folder::load("../../rulebooks/small");
    let asker = Asker::new(Arc::new(loaded.rulebook.clone()));
    let overlay = loaded
        .rulebook
        .overlays
        .iter()
        .find(|one| one.id == "lapse-60")
        .unwrap();
    let changed = loaded
        .with_overlay(overlay, &loaded.rulebook.texts)
        .unwrap();
    let changed = Asker::new(Arc::new(changed));
    let wanted: Vec<Wanted> = ["endorse", "reselect", "take_part"]
        .iter()
        .map(|name| Wanted {
            question: asker.question(name).unwrap(),
            item: None,
        })
        .collect();
    let ask = Ask {
        question: wanted[0].question,
        item: None,
        on: Date::new(2019, 11, 6).unwrap(),
        known: None,
    };
    for members in [6_000, 60_000, 600_000] {
        let corpus = party(&loaded.rulebook, members);
        println!("{members} members, {} entries", corpus.entries());
        let mut scratch = Scratch::default();
        let mut group = criterion.benchmark_group("whole_party");
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(500));
        group.throughput(Throughput::Elements(members as u64));
        group.bench_function(BenchmarkId::new("roll", members), |bench| {
            bench.iter(|| asker.roll(&mut scratch, &corpus, ask, corpus.all(), |_, _| ()));
        });
        group.bench_function(
            BenchmarkId::new("whole history of 3 questions", members),
            |bench| {
                let mut spans = Vec::new();
                bench.iter(|| {
                    let mut count = 0;
                    for subject in corpus.all() {
                        let history = corpus.history(subject);
                        asker.whole_history(&mut scratch, history, None, &wanted, &mut spans);
                        count += spans.iter().map(Vec::len).sum::<usize>();
                    }
                    count
                });
            },
        );
        group.bench_function(
            BenchmarkId::new("what-if of 3 questions", members),
            |bench| {
                bench.iter(|| {
                    asker.what_if(&changed, &mut scratch, &corpus, None, &wanted, corpus.all())
                });
            },
        );
        group.finish();
    }
    one_member(criterion, &asker, &loaded.rulebook, ask);
}

fn one_member(criterion: &mut Criterion, asker: &Asker, rulebook: &Rulebook, ask: Ask) {
    let corpus = party(rulebook, 1_000);
    let mut scratch = Scratch::default();
    let mut group = criterion.benchmark_group("one_member");
    group.throughput(Throughput::Elements(1_000));
    group.sample_size(20);
    group.bench_function("ask with grounds and next change", |bench| {
        bench.iter(|| {
            for subject in corpus.all() {
                let subject = Subject {
                    history: corpus.history(subject),
                    names: &corpus.names,
                };
                black_box(asker.ask(&mut scratch, subject, ask));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, whole_party);
criterion_main!(benches);
