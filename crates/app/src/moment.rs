//! Moments in JSON, for `serialize_with`: as RFC 3339 writes them. The store keeps them as numbers.

use serde::Serializer;
use standing_base::Instant;

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
pub(crate) fn text<S: Serializer>(at: &Instant, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(at)
}

#[expect(clippy::ref_option, reason = "serde hands over a reference")]
pub(crate) fn text_or_null<S: Serializer>(
    at: &Option<Instant>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => text(at, serializer),
        None => serializer.serialize_none(),
    }
}
