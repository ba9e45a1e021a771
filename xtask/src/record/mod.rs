//! What the binary costs on the record of a large organisation: measured from outside, as whoever
//! runs it would feel it.

mod cases;
mod measured;
mod members;
mod names;
mod server;
mod visitor;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use measured::{Measured, Stolen, measure};

/// Organisations of these sizes, so that the cost against the number of members shows.
const SIZES: [u32; 3] = [6_000, 60_000, 600_000];
const RULEBOOK: &str = "rulebooks/example-party";
const DAY: &str = "2019-11-06";
/// What the pages are held to: 99 of 100 members' pages in 25 ms, searches in 100 ms.
const REQUESTS_A_SECOND: u32 = 200;
const REQUESTS: usize = 4_000;
const PERSONS: usize = 2_000;
const SIGN_INS: usize = 20;

/// Builds the binary and prints a Markdown table for each size.
pub fn run(root: &Path, sizes: &[u32]) -> Result<()> {
    build(root)?;
    print_head();
    for size in if sizes.is_empty() { &SIZES[..] } else { sizes } {
        let before = Stolen::so_far()?;
        Record::make(root, *size)?.bench()?;
        print_stolen(*size, before)?;
    }
    Ok(())
}

/// The same of the organisation of the middle size, with a case about so many of its members.
pub fn run_cases(root: &Path, cases: u32) -> Result<()> {
    let [_, size, _] = SIZES;
    if cases == 0 || cases > size {
        bail!("there are {size} members, and at most one case about each; name a number up to it");
    }
    build(root)?;
    print_head();
    let before = Stolen::so_far()?;
    let record = Record::make(root, size)?;
    record.begin()?;
    record.bench_cases(cases)?;
    print_stolen(size, before)
}

fn build(root: &Path) -> Result<()> {
    let built = Command::new("cargo")
        .current_dir(root)
        .args(["build", "--release", "--package", "standing"])
        .status()
        .context("starting cargo")?;
    if !built.success() {
        bail!("the binary could not be built");
    }
    Ok(())
}

fn print_head() {
    println!("| Members | What | Seconds | Of processors | Peak resident, MiB |");
    println!("|--:|---|--:|--:|--:|");
}

fn print_stolen(size: u32, before: Stolen) -> Result<()> {
    let stolen = Stolen::since(before)?;
    println!(
        "| {size} | of the machine's time, taken by its host: {}.{} % | | | |",
        stolen / 10,
        stolen % 10
    );
    Ok(())
}

struct Record {
    size: u32,
    binary: PathBuf,
    root: PathBuf,
    folder: PathBuf,
}

impl Record {
    /// The files of an organisation of this size, in an empty folder.
    fn make(root: &Path, size: u32) -> Result<Self> {
        let folder = root.join("target/record-bench").join(size.to_string());
        if folder.exists() {
            fs::remove_dir_all(&folder).context("clearing the last benchmark's folder")?;
        }
        fs::create_dir_all(&folder)?;
        members::write(&folder, size)?;
        Ok(Self {
            size,
            binary: root.join("target/release/standing"),
            root: root.to_owned(),
            folder,
        })
    }

    /// The record of the organisation: its members and who sits where.
    fn begin(&self) -> Result<()> {
        self.quietly(&[
            "init",
            "--name",
            "Bench",
            "--founded",
            "1990",
            "--rulebook",
            RULEBOOK,
        ])?;
        let members = self.folder.join("members.csv").display().to_string();
        let import = [
            "register",
            "import",
            "--format",
            "csv",
            "--known-then",
            "--mapping",
            "members",
        ];
        self.row(
            "import of the members from CSV",
            &[&import[..], &[&members]].concat(),
        )?;
        let seats = self.folder.join("seats.csv").display().to_string();
        let mapping = self.folder.join("seats.toml").display().to_string();
        let import = [
            "register",
            "import",
            "--format",
            "csv",
            "--known-then",
            "--mapping",
            &mapping,
        ];
        self.quietly(&[&import[..], &[&seats]].concat())
    }

    fn bench(&self) -> Result<()> {
        self.begin()?;
        let roll = ["roll", "--on", DAY, "--counts", "--question"];
        for question in ["is_member", "endorse"] {
            let what = format!("roll of `{question}` on one day, from the store, counts");
            self.row(&what, &[&roll[..], &[question]].concat())?;
        }
        let what_if = ["rulebook", "what-if", "lapse-60"];
        let questions = [
            "--question",
            "endorse",
            "--question",
            "reselect",
            "--question",
            "take_part",
        ];
        let ended = self.run(&[&what_if[..], &questions].concat())?;
        self.print(
            "what-if of 3 questions over the whole history, reading included",
            &ended,
        );
        let last = ended.out.lines().last().unwrap_or_default();
        println!("| {} | of that: {last} | | | |", self.size);
        for text in [names::typed(7).as_str(), "no such person"] {
            let what = format!("`find` by `{text}`, start of the program included");
            self.row(&what, &["find", text])?;
        }
        self.row("rulebook check", &["rulebook", "check", RULEBOOK])?;
        self.serve()
    }

    fn serve(&self) -> Result<()> {
        let server = server::Server::start(&self.binary, &self.data())?;
        println!(
            "| {} | server start to the first page | {:.3} | | |",
            self.size, server.started_in
        );
        println!(
            "| {} | idle server | | | {} |",
            self.size,
            server.resident_mib()?
        );
        let asked = server.ask_many(self.size)?;
        println!(
            "| {} | `ask` over HTTP, {} answers: median {:.2} ms, 99 of 100 below {:.2} ms | | | |",
            self.size, asked.count, asked.median_ms, asked.p99_ms
        );
        println!(
            "| {} | server after them | | | {} |",
            self.size,
            server.resident_mib()?
        );
        self.visit(&server)
    }

    /// The membership officer reads members' pages and searches, at the rate of a busy day.
    fn visit(&self, server: &server::Server) -> Result<()> {
        let mut visitor = self.signed_in(server)?;
        let mut times = Vec::new();
        for _ in 0..SIGN_INS {
            times.push(visitor.sign_in()?.as_secs_f64() * 1_000.0);
        }
        self.print_times(
            "sign-in by password, one after the other",
            &server::Times::of(times),
        );

        let (mut pages, mut list) = (Vec::new(), Some("/register".to_owned()));
        while let Some(path) = list.filter(|_| pages.len() < PERSONS) {
            pages.extend(visitor.persons_on(&path)?);
            list = visitor.next_page(&path)?;
        }
        for what in [
            "pages of members, each opened for the first time that day, so kept as an access",
            "the same again",
        ] {
            let times = visitor.open_steadily(&pages, REQUESTS_A_SECOND, REQUESTS)?;
            self.print_times(&format!("{what}, {REQUESTS_A_SECOND} a second"), &times);
        }
        let searches: Vec<String> = (0..PERSONS)
            .map(|nth| {
                let number = u32::try_from(nth).unwrap_or(0) * 7_919 % self.size;
                let (given, family) = names::of(number);
                let text = match nth % 4 {
                    0 => names::typed(number),
                    1 => format!("{family} {given}"),
                    2 => family.to_lowercase(),
                    _ => format!("{:06}", number / 10),
                };
                format!("/search?q={}", encoded(&text))
            })
            .collect();
        let times = visitor.open_steadily(&searches, REQUESTS_A_SECOND, REQUESTS)?;
        self.print_times(&format!("searches, {REQUESTS_A_SECOND} a second"), &times);
        for (what, path) in [
            ("the page of the day, first of the day", "/today"),
            ("the page of the day, again", "/today"),
            ("the register by name", "/register?order=name"),
            (
                "the register, only the suspended, by name",
                "/register?order=name&question=is_suspended",
            ),
        ] {
            let times = visitor.open_steadily(&[path.to_owned()], 1, 1)?;
            self.print_times(what, &times);
        }
        println!(
            "| {} | server after them | | | {} |",
            self.size,
            server.resident_mib()?
        );
        Ok(())
    }

    fn print_times(&self, what: &str, times: &server::Times) {
        println!(
            "| {} | {what}: {} answers, median {:.1} ms, 99 of 100 below {:.1} ms, longest {:.1} ms | | | |",
            self.size, times.count, times.median_ms, times.p99_ms, times.longest_ms
        );
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn run(&self, args: &[&str]) -> Result<Measured> {
        let mut command = Command::new(&self.binary);
        command
            .current_dir(&self.root)
            .args(args)
            .arg("--dir")
            .arg(self.data());
        measure(command)
    }

    fn quietly(&self, args: &[&str]) -> Result<()> {
        self.run(args).map(|_| ())
    }

    fn row(&self, what: &str, args: &[&str]) -> Result<()> {
        let ended = self.run(args)?;
        self.print(what, &ended);
        Ok(())
    }

    fn print(&self, what: &str, ended: &Measured) {
        println!(
            "| {} | {what} | {:.2} | {:.2} | {} |",
            self.size, ended.seconds, ended.cpu_seconds, ended.peak_mib
        );
    }
}

/// A text in an address.
fn encoded(text: &str) -> String {
    let signs = text.bytes().map(|byte| match byte {
        b' ' => "+".to_owned(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    signs.collect()
}
