//! How long the store takes for a large organisation: one import in one transaction, then every
//! history, every fact, and single readings. Prints figures; judges nothing.
//!
//!     cargo bench -p standing-store --bench bulk -- [MEMBERS] [sqlite|postgres] [random|ordered]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement stops when the store fails, and prints"
)]

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use standing_app::ports::{Addition, LIST_MAX, Store};
use standing_app::projection;
use standing_base::{Id, IdKind};
use standing_domain::NewFact;
use standing_store::testing::{self, Folder};
use standing_store::{Address, Options, create, open};

/// Facts of one call of `append`.
const BATCH: usize = 10_000;
const BRANCHES: u64 = 600;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1).filter(|word| word != "--bench");
    let members = arguments
        .next()
        .map_or(60_000, |word| word.parse().unwrap());
    let engine = arguments.next().unwrap_or_else(|| "sqlite".to_owned());
    let is_ordered = arguments.next().is_some_and(|word| word == "ordered");

    let folder = Folder::new();
    let address = if engine == "postgres" {
        Address::database(&testing::postgres_url().await).unwrap()
    } else {
        Address::Folder(folder.path().to_owned())
    };
    let store = create(&address, &Options::default()).await.unwrap();
    let generator = Generator {
        members,
        is_ordered,
    };
    import(&*store, &generator).await;
    let bytes = store.condition().await.unwrap().bytes.unwrap_or(0);
    println!("{:<28} {:>9} MiB", "the database has", bytes >> 20);
    drop(store);

    let begun = Instant::now();
    let store = open(&address, &Options::default()).await.unwrap();
    let _ = store.snapshot().await.unwrap().head().await.unwrap();
    tell("open and first reading", begun.elapsed(), 1);
    histories(&*store).await;
    facts(&*store).await;
    single_readings(&store, &generator).await;
    println!("{:<28} {:>9} MiB", "peak resident", peak_mib());
}

fn tell(what: &str, took: Duration, count: u64) {
    let each = took.as_secs_f64() * 1e6 / f64::from(u32::try_from(count.max(1)).unwrap());
    println!(
        "{what:<28} {:>9.3} s   {count:>9} times   {each:>8.2} us each   \
         processor so far {:>7.2} s   peak {} MiB",
        took.as_secs_f64(),
        processor_seconds(),
        peak_mib()
    );
}

/// On a machine that others use too, the time on the clock says little.
fn processor_seconds() -> f64 {
    const TICKS_PER_SECOND: f64 = 100.0;
    let status = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program may hold spaces; user and system time are the 12th and 13th after it.
    let fields = status.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2);
    ticks
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum::<f64>()
        / TICKS_PER_SECOND
}

fn peak_mib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) >> 10
}

struct Generator {
    members: u64,
    /// Ids ascend, as an importer can make them; else they are as random as ids of one
    /// millisecond are.
    is_ordered: bool,
}

impl Generator {
    fn id(&self, kind: IdKind, number: u64) -> Id {
        let mut random = [0; 10];
        let mixed = if self.is_ordered { number } else { mix(number) };
        let bytes = mixed.to_be_bytes();
        random
            .iter_mut()
            .zip(bytes)
            .for_each(|(to, from)| *to = from);
        Id::new(kind, moment(), random)
    }

    /// Three or four facts of a member.
    fn facts(&self, number: u64) -> Vec<Addition> {
        let person = self.id(IdKind::Person, number);
        let branch = self.id(IdKind::Branch, number % BRANCHES);
        let identifier = format!("{number:07}");
        let name = format!("{:x} {:x}", mix(number) >> 40, mix(number + 1) >> 40);
        let values = [("identifier.membership_number", identifier), ("name", name)];
        let private = values.map(|(field, value)| (field.to_owned(), value));
        let mut facts = vec![
            addition(fact(person, 1, "person_registered"), private.into()),
            addition(fact(person, 2, "admitted"), vec![]),
        ];
        let mut joined = fact(person, 3, "branch_joined");
        joined.fields.insert("branch".to_owned(), branch.into());
        facts.push(addition(joined, vec![]));
        if number.is_multiple_of(2) {
            let mut paid = fact(person, 4, "subscription_paid");
            paid.fields.insert("until".to_owned(), "2019-12-31".into());
            facts.push(addition(paid, vec![]));
        }
        facts
    }
}

/// The finaliser of SplitMix64: every bit of a number moves every bit of the result.
fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn moment() -> standing_base::Instant {
    standing_base::Instant::from_microseconds(1_573_000_000_000_000)
}

fn fact(person: Id, revision: u32, kind: &str) -> NewFact {
    NewFact {
        stream: person,
        revision,
        kind: kind.to_owned(),
        about: person,
        effective_on: "2019-02-01".parse().unwrap(),
        recorded_at: moment(),
        actor: None,
        capacity: None,
        clause: None,
        imported: true,
        fields: [].into(),
        sources: vec![],
    }
}

fn addition(fact: NewFact, private: Vec<(String, String)>) -> Addition {
    Addition {
        rows: projection::rows(&fact, &private),
        fact,
        private,
    }
}

async fn import(store: &dyn Store, generator: &Generator) {
    let begun = Instant::now();
    let mut appending = Duration::ZERO;
    let mut writer = store.writer().await.unwrap();
    let mut batch = Vec::with_capacity(BATCH);
    let mut count = 0;
    for number in 1..=generator.members {
        batch.extend(generator.facts(number));
        if batch.len() >= BATCH || number == generator.members {
            let begun = Instant::now();
            count += writer
                .append(std::mem::take(&mut batch))
                .await
                .unwrap()
                .count;
            appending += begun.elapsed();
        }
    }
    let committing = Instant::now();
    writer.commit().await.unwrap();
    tell("commit", committing.elapsed(), 1);
    tell("append", appending, count);
    tell("import in all", begun.elapsed(), count);
}

async fn histories(store: &dyn Store) {
    for what in ["histories, first time", "histories, second time"] {
        let begun = Instant::now();
        let mut snapshot = store.snapshot().await.unwrap();
        let (mut after, mut count, mut bytes) = (None, 0, 0);
        loop {
            let page = snapshot
                .histories(IdKind::Person, after, LIST_MAX)
                .await
                .unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.subject);
            count += u64::try_from(page.len()).unwrap();
            bytes += page
                .iter()
                .map(|history| history.bytes.len())
                .sum::<usize>();
        }
        tell(what, begun.elapsed(), count);
        println!("{:<28} {:>9} MiB", "they have", bytes >> 20);
    }
}

async fn facts(store: &dyn Store) {
    let begun = Instant::now();
    let mut snapshot = store.snapshot().await.unwrap();
    let mut count = 0;
    while let Some(last) = {
        let page = snapshot.facts_after(count, LIST_MAX).await.unwrap();
        page.last().map(|fact| fact.number)
    } {
        count = last;
    }
    tell("facts", begun.elapsed(), count);
}

/// What `ask` needs: a snapshot, a person by identifier, the history, its facts.
async fn single_readings(store: &Arc<dyn Store>, generator: &Generator) {
    const TIMES: u64 = 2_000;
    let mut longest = Vec::new();
    let begun = Instant::now();
    for time in 0..TIMES {
        let begun = Instant::now();
        let value = format!("{:07}", mix(time) % generator.members + 1);
        let mut snapshot = store.snapshot().await.unwrap();
        let found = snapshot.find(None, &value).await.unwrap();
        let person = found.first().unwrap().subject;
        let _ = snapshot.history(person).await.unwrap();
        let _ = snapshot.facts_about(person).await.unwrap();
        longest.push(begun.elapsed());
    }
    tell("one person", begun.elapsed(), TIMES);
    longest.sort();
    let place = longest.len() * 99 / 100;
    println!(
        "{:<28} {:>9.3} ms",
        "p99",
        longest.get(place).unwrap().as_secs_f64() * 1e3
    );
}
