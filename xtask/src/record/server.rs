//! The server on that record: how fast it starts, how much memory it holds, how fast it answers.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::measured::status_kib;
use super::members;
use super::visitor::Visitor;

pub(super) struct Server {
    child: Child,
    pub(super) address: String,
    pub(super) started_in: f64,
}

/// How long answers took.
pub(super) struct Times {
    pub(super) count: usize,
    pub(super) median_ms: f64,
    pub(super) p99_ms: f64,
    pub(super) longest_ms: f64,
}

impl Times {
    pub(super) fn of(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or(0.0);
        Self {
            count: times.len(),
            median_ms: at(50),
            p99_ms: at(99),
            longest_ms: times.last().copied().unwrap_or(0.0),
        }
    }
}

const STARTS_WITHIN: Duration = Duration::from_mins(1);
const ROUNDS: u32 = 3;

impl Server {
    pub(super) fn start(binary: &Path, data: &Path) -> Result<Self> {
        let started = Instant::now();
        let mut child = Command::new(binary)
            .args(["serve", "--listen", "127.0.0.1:0", "--dir"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .context("starting the server")?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("its output")?).read_line(&mut line)?;
        let address = line
            .trim()
            .strip_prefix("serving http://")
            .and_then(|rest| rest.strip_suffix('/'))
            .context("the server did not say where it serves")?
            .to_owned();
        let mut server = Self {
            child,
            address,
            started_in: 0.0,
        };
        while Visitor::new(&server.address)
            .and_then(|mut visitor| visitor.open("/healthz"))
            .is_err()
        {
            if started.elapsed() > STARTS_WITHIN {
                bail!("the server did not answer");
            }
        }
        server.started_in = started.elapsed().as_secs_f64();
        Ok(server)
    }

    pub(super) fn resident_mib(&self) -> Result<u64> {
        Ok(status_kib(self.child.id(), "VmRSS:").context("its memory")? / 1_024)
    }

    /// Asks about everybody who may be asked about in public, one after the other, over one
    /// connection; the times are those of the whole exchange.
    pub(super) fn ask_many(&self, size: u32) -> Result<Times> {
        let persons = members::SEATED.min(size);
        let mut times = Vec::new();
        let mut visitor = Visitor::new(&self.address)?;
        for round in 0..ROUNDS {
            for nth in 0..persons {
                let number = members::seated(nth, size);
                let path = format!(
                    "/ask.json?question=endorse&about={number}&on={}",
                    super::DAY
                );
                let begun = Instant::now();
                let status = visitor.open(&path)?;
                // The first round warms the caches.
                if round > 0 {
                    times.push(begun.elapsed().as_secs_f64() * 1_000.0);
                }
                if status != 200 {
                    bail!("asking about member {number} gave {status}");
                }
            }
        }
        Ok(Times::of(times))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
