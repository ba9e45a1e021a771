//! A meeting, a motion or a division with its facts, as it stands.

use standing_base::{Id, IdKind, Told};
use standing_domain::division::{DivisionFile, division};
use standing_domain::meeting::{MeetingFile, meeting};
use standing_domain::motion::{MotionFile, motion};
use standing_domain::{Fact, kind};

use crate::error::AppError;
use crate::matter::damaged;
use crate::ports::Snapshot;

/// What a fact of a body is about.
#[derive(Clone, Debug)]
pub(super) enum File {
    Meeting(MeetingFile),
    Motion(MotionFile),
    Division(DivisionFile),
}

impl File {
    pub(super) fn body(&self) -> Id {
        match self {
            Self::Meeting(file) => file.body,
            Self::Motion(file) => file.body,
            Self::Division(file) => file.body,
        }
    }
}

pub(super) fn nothing(id: Id) -> AppError {
    let (name, says) = match id.kind() {
        IdKind::Motion => ("no-such-motion", "there is no motion `{id}`"),
        IdKind::Division => ("no-such-division", "there is no vote `{id}`"),
        _ => ("no-such-meeting", "there is no meeting `{id}`"),
    };
    AppError::not_found(Told::new(name, says).with("id", id))
}

/// What an id names, with all facts about it.
pub(super) async fn load(
    snapshot: &mut dyn Snapshot,
    id: Id,
) -> Result<(File, Vec<Fact>), AppError> {
    let facts = match id.kind() {
        IdKind::Meeting | IdKind::Motion | IdKind::Division => snapshot.facts_about(id).await?,
        _ => Vec::new(),
    };
    if facts.is_empty() {
        return Err(nothing(id));
    }
    let file = match id.kind() {
        IdKind::Motion => motion(&facts).map(File::Motion),
        IdKind::Division => division(&facts).map(File::Division),
        _ => meeting(&facts).map(File::Meeting),
    };
    let file =
        file.ok_or_else(|| damaged(format!("the first fact about {id} does not begin it")))?;
    Ok((file, facts))
}

pub(super) async fn load_meeting(
    snapshot: &mut dyn Snapshot,
    id: Id,
) -> Result<MeetingFile, AppError> {
    match load(snapshot, id).await?.0 {
        File::Meeting(file) => Ok(file),
        _ => Err(nothing(id)),
    }
}

pub(super) async fn load_motion(
    snapshot: &mut dyn Snapshot,
    id: Id,
) -> Result<MotionFile, AppError> {
    match load(snapshot, id).await?.0 {
        File::Motion(file) => Ok(file),
        _ => Err(nothing(id)),
    }
}

/// What a kind of fact is about, if it is of this module.
pub(super) fn of_kind(code: &str) -> Option<IdKind> {
    kind::find(code)?;
    if standing_domain::meeting::Step::of(code).is_some() {
        Some(IdKind::Meeting)
    } else if standing_domain::motion::Step::of(code).is_some() {
        Some(IdKind::Motion)
    } else {
        standing_domain::division::Step::of(code).map(|_| IdKind::Division)
    }
}
