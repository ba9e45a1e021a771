//! Use cases: load, decide, commit. And the ports they need.

pub mod ports;
