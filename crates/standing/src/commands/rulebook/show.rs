use standing_rulebook::Loaded;

use crate::failure::Outcome;

pub(super) fn show(_loaded: &Loaded, _clause: Option<&str>, _version: Option<&str>) -> Outcome { Ok(()) }
pub(super) fn readback(_loaded: &Loaded, _version: Option<&str>) -> Outcome { Ok(()) }
