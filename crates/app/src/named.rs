//! Pairs of a name and its words, in JSON.

use serde::{Serialize, Serializer};
use utoipa::ToSchema;

/// Something by the name that programs use, and in words.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Named {
    pub name: String,
    pub says: String,
}

impl From<&(String, String)> for Named {
    fn from((name, says): &(String, String)) -> Self {
        Self {
            name: name.clone(),
            says: says.clone(),
        }
    }
}

/// For `serialize_with`: pages take pairs, programs take objects.
pub(crate) fn named<S: Serializer>(
    pairs: &[(String, String)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(pairs.iter().map(Named::from))
}
