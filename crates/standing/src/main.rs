//! The standing binary: arguments, configuration, wiring. What it does lies in `standing-app`.

mod adapters;
mod args;
mod commands;
mod demo;
#[cfg(test)]
mod documented;
mod failure;
mod keeping;
mod mail;
mod place;
mod provider;
mod reminding;
mod settings;
mod vault;

use std::process::ExitCode;

use clap::Parser;

use crate::args::Args;
use crate::failure::Failure;

/// Imports and replays are made of small pieces of memory: measured, a fifth of their time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Usage errors exit with 2, help and version with 0: clap's own convention is ours.
    let args = Args::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::builder()
                .with_default_directive(tracing::level_filters::LevelFilter::WARN.into())
                .from_env_lossy(),
        )
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return Failure::environment(error.into()).report(),
    };
    match runtime.block_on(commands::run(args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
