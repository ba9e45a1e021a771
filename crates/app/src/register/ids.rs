//! New ids, in the order in which they are given out: neighbours in a file stay neighbours in the
//! database and in an export.

use standing_base::{Id, IdKind, Instant};

use crate::ports::Entropy;

pub(super) struct Ids<'a> {
    now: Instant,
    entropy: &'a dyn Entropy,
    given: u32,
}

impl<'a> Ids<'a> {
    pub(super) const fn new(now: Instant, entropy: &'a dyn Entropy) -> Self {
        Self {
            now,
            entropy,
            given: 0,
        }
    }

    pub(super) fn next(&mut self, kind: IdKind) -> Id {
        let count = self.given;
        self.given = self.given.wrapping_add(1);
        // A counter in the upper bits that version and variant leave free (RFC 9562, 6.2, method
        // 1), random bits behind it.
        let mut bytes = self.entropy.ten_bytes();
        let counter = [
            (count >> 22) & 0x0f,
            (count >> 14) & 0xff,
            (count >> 8) & 0x3f,
            count & 0xff,
        ];
        for (byte, part) in bytes.iter_mut().zip(counter) {
            *byte = u8::try_from(part).unwrap_or(0);
        }
        Id::new(kind, self.now, bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Same;

    impl Entropy for Same {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0xa5);
        }
    }

    #[test]
    fn ids_rise_in_the_order_in_which_they_are_given_out() {
        let mut ids = Ids::new(Instant::from_microseconds(1_500_000), &Same);
        let given: Vec<_> = (0..70_000).map(|_| ids.next(IdKind::Person)).collect();
        assert!(given.is_sorted_by(|a, b| a < b && a.to_string() < b.to_string()));
    }
}
