//! The page of a motion.

use serde::Serialize;
use standing_base::{Date, Id, IdKind};
use standing_domain::motion;

use super::{PersonLine, Reader, word, words};
use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::meetings::subject::{self, File};
use crate::ports::{LIST_MAX, Snapshot};

#[derive(Clone, Debug, Serialize)]
pub struct MotionLine {
    pub id: Id,
    pub title: String,
    pub stage: &'static str,
    pub amends: Option<Id>,
}

#[derive(Clone, Debug, Serialize)]
pub struct MotionPage {
    #[serde(flatten)]
    pub line: MotionLine,
    pub body: Id,
    pub body_name: String,
    pub proposer: PersonLine,
    pub supporters: Vec<PersonLine>,
    pub submitted_on: Date,
    pub text: String,
    /// The texts that it had before, oldest first.
    pub earlier: Vec<String>,
    pub amendments: Vec<MotionLine>,
    pub division: Option<Id>,
    pub offered: Vec<(String, String, String)>,
    pub seen: u32,
}

impl App {
    /// A motion with its text as it stands.
    pub async fn motion(&self, asker: &Asker, id: Id) -> Result<MotionPage, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let (File::Motion(file), facts) = subject::load(snapshot, id).await? else {
            return Err(subject::nothing(id));
        };
        let reader = Reader::of(self, snapshot, &rules, asker, file.body).await?;
        // Before it is admitted it is a matter of the body.
        let is_told = file.stage != motion::Stage::Submitted;
        if !is_told && !reader.sees_all() {
            return Err(subject::nothing(id));
        }
        let words = words(snapshot, &facts).await?;
        let mut amendments = Vec::new();
        for other in snapshot
            .mentions(id, IdKind::Motion, None, LIST_MAX)
            .await?
        {
            amendments.push(motion_line(snapshot, other).await?);
        }
        let text = |fact: u64| word(&words, fact, "text").unwrap_or_default();
        let steps = motion::Step::ALL
            .iter()
            .filter(|step| motion::Stage::take(Some(file.stage), **step).is_some())
            .filter(|step| !by_vote(**step))
            .map(|step| step.code());
        Ok(MotionPage {
            line: motion_line(snapshot, id).await?,
            body: file.body,
            body_name: reader.body.name.clone(),
            proposer: reader.person(snapshot, file.proposer).await?,
            supporters: reader
                .people(snapshot, file.supporters.iter().copied())
                .await?,
            submitted_on: file.submitted_on,
            text: text(file.text),
            earlier: file.earlier.iter().map(|fact| text(*fact)).collect(),
            amendments,
            division: file.division,
            offered: reader.offered(steps),
            seen: snapshot.revision(id).await?,
        })
    }
}

/// Whether a step is recorded with the vote that decides it.
const fn by_vote(step: motion::Step) -> bool {
    use motion::Step;
    matches!(
        step,
        Step::MotionCarried | Step::MotionLost | Step::MotionAmended | Step::MotionMoved
    )
}

/// The motions before a body that are not decided.
pub(super) async fn motions(
    snapshot: &mut dyn Snapshot,
    reader: &Reader<'_>,
) -> Result<Vec<MotionLine>, AppError> {
    let mut motions = Vec::new();
    let body = reader.body.id;
    for id in snapshot
        .mentions(body, IdKind::Motion, None, LIST_MAX)
        .await?
    {
        let file = subject::load_motion(snapshot, id).await?;
        let waits = matches!(file.stage, motion::Stage::Admitted | motion::Stage::Moved);
        if waits || (file.stage == motion::Stage::Submitted && reader.sees_all()) {
            motions.push(motion_line(snapshot, id).await?);
        }
    }
    Ok(motions)
}

async fn motion_line(snapshot: &mut dyn Snapshot, id: Id) -> Result<MotionLine, AppError> {
    let (File::Motion(file), facts) = subject::load(snapshot, id).await? else {
        return Err(subject::nothing(id));
    };
    let words = words(snapshot, &facts).await?;
    let first = facts.first().map_or(0, |fact| fact.number);
    Ok(MotionLine {
        id,
        title: word(&words, first, "title").unwrap_or_else(|| id.to_string()),
        stage: file.stage.code(),
        amends: file.amends,
    })
}
