//! Whoever looks through what was sent before it is kept.

use async_trait::async_trait;

/// What came of looking through a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scan {
    Clean,
    /// It holds what nobody should open.
    Found,
    /// Nobody knows. Whoever scans has logged why.
    NotScanned,
}

#[async_trait]
pub trait Scanner: Send + Sync + std::fmt::Debug {
    async fn scan(&self, bytes: &[u8]) -> Scan;
}
