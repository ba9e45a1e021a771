use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use xtask::tree::Tree;
use xtask::{record, root, tidy, workspace};

const USAGE: &str = "\
usage: cargo xtask COMMAND

  tidy            check the project's habits: imports, sources, documents, manifests
  bench [ARG...]  run every benchmark in the release profile; ARGs go to the benchmarks
  record [N...]   measure the binary on records of N members (6000, 60000 and 600000)
  record --cases N
                  the same on 60000 members, of whom N have a case of 40 facts";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next();
    let rest: Vec<String> = arguments.collect();
    let outcome = match command.as_deref() {
        Some("tidy") if rest.is_empty() => run_tidy(),
        Some("bench") => run_benches(&rest),
        Some("record") => run_record(&rest),
        Some("help" | "--help" | "-h") => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run_record(sizes: &[String]) -> Result<()> {
    if let [flag, cases] = sizes
        && flag == "--cases"
    {
        let cases = cases
            .parse()
            .context("the number of cases is a whole number")?;
        return record::run_cases(&root(), cases);
    }
    let sizes: Result<Vec<u32>, _> = sizes.iter().map(|size| size.parse()).collect();
    record::run(&root(), &sizes.context("the sizes are whole numbers")?)
}

fn run_tidy() -> Result<()> {
    let problems = tidy::every_problem(&Tree::read(&root())?, &workspace::read(&root())?);
    for problem in &problems {
        println!("{problem}");
    }
    match problems.len() {
        0 => Ok(()),
        count => bail!("{count} habits are not kept, listed above"),
    }
}

/// Runs the benchmarks that crates declare, and nothing else: `cargo bench` alone would also start
/// every crate's tests.
fn run_benches(arguments: &[String]) -> Result<()> {
    let mut ran = 0;
    for package in workspace::read(&root())? {
        for bench in &package.benches {
            let status = Command::new("cargo")
                .current_dir(root())
                .args(["bench", "--package", &package.name, "--bench", bench, "--"])
                .args(arguments)
                .status()
                .with_context(|| format!("starting the benchmark `{bench}`"))?;
            if !status.success() {
                bail!("the benchmark `{bench}` of {} failed", package.name);
            }
            ran += 1;
        }
    }
    match ran {
        0 => bail!("no crate declares a benchmark"),
        _ => Ok(()),
    }
}
