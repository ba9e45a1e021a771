//! Use cases: load, decide, commit. And the ports they need.

pub mod ports;
pub mod projection;
pub mod rebuild;
pub mod transfer;
