//! Runs a program and sees how long it took and how much memory it had at most.

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

pub(super) struct Measured {
    pub(super) seconds: f64,
    /// What its threads used of the processors: what `seconds` would be on one core that nobody
    /// else uses.
    pub(super) cpu_seconds: f64,
    /// The highest resident size that was seen; looked at every few milliseconds, and Linux keeps
    /// the peak itself, so nothing but the last moments can be missed.
    pub(super) peak_mib: u64,
    pub(super) out: String,
}

const LOOK_EVERY: Duration = Duration::from_millis(5);

pub(super) fn measure(mut command: Command) -> Result<Measured> {
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .with_context(|| format!("starting {command:?}"))?;
    let mut stdout = child.stdout.take().context("its output")?;
    let reader = std::thread::spawn(move || {
        let mut out = String::new();
        stdout.read_to_string(&mut out).map(|_| out)
    });
    let mut peak_kib = 0;
    let mut cpu_seconds = 0.0;
    let status = loop {
        peak_kib = status_kib(child.id(), "VmHWM:").unwrap_or(0).max(peak_kib);
        cpu_seconds = cpu_of(child.id()).unwrap_or(0.0).max(cpu_seconds);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(LOOK_EVERY);
    };
    let seconds = started.elapsed().as_secs_f64();
    let out = reader
        .join()
        .map_err(|_| anyhow::anyhow!("its output was lost"))??;
    if !status.success() {
        bail!("{command:?} failed");
    }
    Ok(Measured {
        seconds,
        cpu_seconds,
        peak_mib: peak_kib / 1_024,
        out,
    })
}

/// Seconds that a process used of the processors, as /proc/PID/stat counts them: in hundredths.
fn cpu_of(process: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / 100.0)
}

/// A line of /proc/PID/status, in KiB.
pub(super) fn status_kib(process: u32, line: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let found = status.lines().find_map(|found| found.strip_prefix(line))?;
    found.split_whitespace().next()?.parse().ok()
}

/// Jiffies that the machine's cores had, and those of them that its host gave to others: on a
/// machine that shares its host, what is measured is an upper bound.
#[derive(Clone, Copy)]
pub(super) struct Stolen {
    all: u64,
    stolen: u64,
}

impl Stolen {
    pub(super) fn so_far() -> Result<Self> {
        let stat = fs::read_to_string("/proc/stat").context("reading /proc/stat")?;
        let cores = stat.lines().find_map(|line| line.strip_prefix("cpu "));
        let jiffies: Vec<u64> = cores
            .context("its first line")?
            .split_whitespace()
            .filter_map(|jiffies| jiffies.parse().ok())
            .collect();
        Ok(Self {
            all: jiffies.iter().take(8).sum(),
            stolen: jiffies.get(7).copied().unwrap_or(0),
        })
    }

    /// Thousandths of the time since then.
    pub(super) fn since(before: Self) -> Result<u64> {
        let now = Self::so_far()?;
        Ok((now.stolen - before.stolen) * 1_000 / (now.all - before.all).max(1))
    }
}
