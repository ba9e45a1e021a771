//! Pairs in JSON: a name and its words, somebody's id and their name.

use serde::{Serialize, Serializer};
use standing_base::Id;
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

/// Somebody whom the reader may know.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Someone {
    pub id: Id,
    pub name: String,
}

/// The same of somebody, where there is anybody.
#[expect(clippy::ref_option, reason = "serde hands over a reference")]
pub(crate) fn someone<S: Serializer>(
    pair: &Option<(Id, String)>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let someone = pair.clone().map(|(id, name)| Someone { id, name });
    someone.serialize(serializer)
}
