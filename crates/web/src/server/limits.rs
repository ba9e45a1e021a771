//! Every limit of a connection, in one place. The operators' handbook lists them
//! (docs/src/operators/edge.md).

use std::time::Duration;

#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once; more wait to be accepted.
    pub connections: usize,
    /// Until TLS is agreed on.
    pub handshake: Duration,
    /// Until a request's head is there. A connection that is kept open waits no longer for its next
    /// request either.
    pub head: Duration,
    /// Until what is sent with a request is there.
    pub body: Duration,
    /// The same for a form with files.
    pub upload: Duration,
    /// Until a page is ready.
    pub answer: Duration,
    /// As long as one connection may last, however busy: also for whoever takes an answer in drops.
    pub connection: Duration,
    /// Once told to stop: until what has begun is dropped.
    pub shutdown: Duration,
}

/// The largest head of a request, in bytes: address and headers.
pub(super) const HEAD_BYTES_MAX: usize = 64 << 10;

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1_000,
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(20),
            body: Duration::from_secs(20),
            // 25 MiB over a slow line.
            upload: Duration::from_mins(5),
            // A what-if over the whole history of a large party takes seconds.
            answer: Duration::from_mins(1),
            connection: Duration::from_mins(30),
            shutdown: Duration::from_secs(10),
        }
    }
}
