//! What if the rules had been otherwise: the whole history again under a changed rulebook.

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use standing_base::{Date, Id, IdKind, Told};
use standing_rulebook::{self as engine, Overlay, REPLAY_CAVEAT, Wanted};
use utoipa::ToSchema;

use crate::answer::Truth;
use crate::app::App;
use crate::ask::{find_question, truth};
use crate::asker::Asker;
use crate::corpus::Everybody;
use crate::error::AppError;
use crate::matter::Matter;
use crate::naming;
use crate::ports::Snapshot;
use crate::publicity;
use crate::rules::Rules;
use crate::unit::SMALLEST_COUNT;

#[derive(Clone, Debug, Serialize)]
pub struct WhatIf {
    pub name: String,
    /// Parameters and clauses changed, in words: `suspension_lapse: 180 days -> 60 days`.
    pub changes: Vec<String>,
    /// Subjects whose answers differ at some time, of how many. To the public, a count below
    /// [`SMALLEST_COUNT`] is absent: it would tell about a person.
    pub subjects_changed: Option<u64>,
    pub subjects: u64,
    /// Per question: name and how many subjects.
    pub by_question: Vec<(String, Option<u64>)>,
    /// Answers that differ, of those whom the asker may see.
    pub answers: Vec<AnswerChanged>,
    /// Acts on the record that would have had no effect, or less, or more.
    pub acts: Vec<ActChanged>,
    pub acts_changed: Option<u64>,
    /// How long the replay took, once everything was read.
    #[serde(skip)]
    pub replayed_in: Duration,
    pub caveat: &'static str,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AnswerChanged {
    pub subject: Id,
    pub name: String,
    pub question: String,
    /// The first day, and the day before which it ends; open when it lasts.
    pub from: Date,
    pub until: Option<Date>,
    pub was: Truth,
    pub becomes: Truth,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ActChanged {
    pub number: u64,
    pub kind: String,
    pub on: Date,
    pub name: String,
    /// `has no effect: the suspension had lapsed`.
    pub says: String,
}

/// So many changed answers, and so many changed acts, are listed; the counts count all.
pub const LISTED_MAX: usize = 1_000;
/// Threads that a replay uses at most.
const THREADS_MAX: usize = 8;

/// What to replay.
#[derive(Clone, Debug)]
pub struct WhatIfOf {
    pub overlay: Overlay,
    /// Questions to compare; every one about a member that the asker may ask when empty.
    pub questions: Vec<String>,
}

impl App {
    /// Replays the whole history under changed rules.
    pub async fn what_if(&self, asker: &Asker, of: &WhatIfOf) -> Result<WhatIf, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let questions = questions(&rules, asker, &of.questions)?;
        let everybody = Everybody::load(snapshot, &rules).await?;
        let names = &everybody.corpus.names;
        let other = rules
            .loaded
            .with_overlay(&of.overlay, names)
            .map_err(AppError::Rulebook)?;
        let other = engine::Asker::new(Arc::new(other));
        let (everybody, found, replayed_in) =
            replay(Arc::clone(&rules), other, everybody, questions.clone()).await?;
        let mut shown = Shown {
            snapshot,
            rules: &rules,
            asker,
            everybody: &everybody,
        };
        let answers = shown.answers(&found.differences, &questions).await?;
        let acts = shown.acts(&found.moot).await?;
        Ok(WhatIf {
            name: of.overlay.name.clone(),
            changes: changes(&rules, &of.overlay),
            subjects_changed: told(asker, found.subjects()),
            subjects: count(everybody.ids.len()),
            by_question: by_question(&rules, asker, &found, &questions),
            answers,
            acts,
            acts_changed: told(asker, found.moot.len()),
            replayed_in,
            caveat: REPLAY_CAVEAT,
        })
    }
}

fn count(of: usize) -> u64 {
    u64::try_from(of).unwrap_or(u64::MAX)
}

/// A count of persons, unless it is so small that it would tell about one.
fn told(asker: &Asker, of: usize) -> Option<u64> {
    let of = count(of);
    (asker.is_operator() || of == 0 || of >= SMALLEST_COUNT).then_some(of)
}

/// The questions about members that are compared.
fn questions(rules: &Rules, asker: &Asker, names: &[String]) -> Result<Vec<Wanted>, AppError> {
    let member = rules.reader.record_of(IdKind::Person);
    let mut wanted = Vec::new();
    for (question, index) in rules.rulebook().vocabulary.questions.iter().zip(0..) {
        let index = engine::QuestionIx(index);
        let is_named = names.is_empty() || names.contains(&question.name);
        let is_open = asker.is_operator() || question.public.is_some();
        if Some(question.about) == member && is_named && is_open {
            wanted.push(Wanted {
                question: index,
                item: None,
            });
        }
    }
    for name in names {
        find_question(rules, name)?;
    }
    if wanted.is_empty() {
        return Err(AppError::unreadable(Told::new(
            "none-about-members",
            "none of these questions is asked about members",
        )));
    }
    Ok(wanted)
}

/// Replays on threads of its own, so that whoever else asks is not kept waiting.
async fn replay(
    rules: Arc<Rules>,
    other: engine::Asker,
    everybody: Everybody,
    questions: Vec<Wanted>,
) -> Result<(Everybody, engine::WhatIf, Duration), AppError> {
    let (tell, told) = futures_channel::oneshot::channel();
    std::thread::spawn(move || {
        let started = Instant::now();
        let found = replay_side_by_side(&rules.engine, &other, &everybody, &questions);
        let took = started.elapsed();
        // Nobody listens any more when the request was given up.
        let _ = tell.send((everybody, found, took));
    });
    told.await.map_err(|_| {
        AppError::unreadable(Told::new(
            "replay-interrupted",
            "the replay was interrupted; try again",
        ))
    })
}

/// The replay itself: each thread takes a range of subjects.
pub fn replay_side_by_side(
    engine: &engine::Asker,
    other: &engine::Asker,
    everybody: &Everybody,
    questions: &[Wanted],
) -> engine::WhatIf {
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let threads = threads.clamp(1, THREADS_MAX);
    let subjects = everybody.corpus.len();
    let share = subjects.div_ceil(threads).max(1);
    let mut whole = engine::WhatIf::default();
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..subjects)
            .step_by(share)
            .map(|begin| {
                let range = begin..(begin + share).min(subjects);
                scope.spawn(move || {
                    let mut scratch = engine::Scratch::default();
                    let corpus = &everybody.corpus;
                    engine.what_if(other, &mut scratch, corpus, None, questions, range)
                })
            })
            .collect();
        for thread in running {
            whole.join(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
    });
    whole
}

fn changes(rules: &Rules, overlay: &Overlay) -> Vec<String> {
    let params = overlay.params.iter().map(|(name, value)| {
        let versions = rules.rulebook().versions.iter();
        let params = versions.flat_map(|version| &version.params);
        let mut was: Vec<&str> = params
            .filter(|param| param.name == *name)
            .map(|param| param.words.as_str())
            .collect();
        was.dedup();
        format!("{name}: {value} instead of {}", was.join(", "))
    });
    let clauses = overlay
        .clauses
        .keys()
        .map(|clause| format!("clause {clause} in other words"));
    params.chain(clauses).collect()
}

fn by_question(
    rules: &Rules,
    asker: &Asker,
    found: &engine::WhatIf,
    questions: &[Wanted],
) -> Vec<(String, Option<u64>)> {
    let name = |wanted: &Wanted| {
        let question = rules
            .rulebook()
            .vocabulary
            .questions
            .get(wanted.question.at());
        question.map_or_else(String::new, |question| question.name.clone())
    };
    questions
        .iter()
        .enumerate()
        .map(|(nth, wanted)| {
            let of_question = found.differences.iter().filter(|one| one.wanted == nth);
            let mut subjects: Vec<usize> = of_question.map(|one| one.subject).collect();
            subjects.dedup();
            (name(wanted), subjects.len())
        })
        .filter(|(_, subjects)| *subjects > 0)
        .map(|(name, subjects)| (name, told(asker, subjects)))
        .collect()
}

/// What was found, as far as the asker may know of it.
struct Shown<'a> {
    snapshot: &'a mut dyn Snapshot,
    rules: &'a Rules,
    asker: &'a Asker,
    everybody: &'a Everybody,
}

impl Shown<'_> {
    async fn answers(
        &mut self,
        differences: &[engine::Difference],
        questions: &[Wanted],
    ) -> Result<Vec<AnswerChanged>, AppError> {
        let mut answers = Vec::new();
        for one in differences {
            if answers.len() == LISTED_MAX {
                break;
            }
            let question = questions
                .get(one.wanted)
                .map(|wanted| self.rules.question(wanted.question));
            let Some(question) = question.transpose()? else {
                continue;
            };
            let what = question.public.as_deref().unwrap_or(publicity::NAME);
            if let Some((subject, name)) = self.known(one.subject, what, one.from).await? {
                answers.push(AnswerChanged {
                    subject,
                    name,
                    question: question.name,
                    from: one.from,
                    until: one.until,
                    was: truth(one.was),
                    becomes: truth(one.would_be),
                });
            }
        }
        Ok(answers)
    }

    async fn acts(&mut self, moot: &[engine::Moot]) -> Result<Vec<ActChanged>, AppError> {
        let mut acts = Vec::new();
        for one in moot {
            if acts.len() == LISTED_MAX {
                break;
            }
            let facts = self.snapshot.facts(&[one.entry]).await?;
            let Some(fact) = facts.into_iter().next() else {
                continue;
            };
            let on = fact.what.effective_on.earliest();
            let Some(what) = crate::timeline::published_as(&fact) else {
                continue;
            };
            let Some((_, name)) = self.known(one.subject, what, on).await? else {
                continue;
            };
            let says = match (one.moved, one.would_move) {
                (_, 0) => "would have had no effect",
                (0, _) => "would have had an effect",
                (moved, would_move) if would_move < moved => {
                    "would have had less effect: part of it was so already"
                }
                _ => "would have had more effect",
            };
            acts.push(ActChanged {
                number: one.entry,
                kind: fact.what.kind,
                on,
                name,
                says: says.to_owned(),
            });
        }
        Ok(acts)
    }

    /// The subject, when the asker may know this about them on that day.
    async fn known(
        &mut self,
        subject: usize,
        what: &str,
        on: Date,
    ) -> Result<Option<(Id, String)>, AppError> {
        let Some(id) = self.everybody.ids.get(subject).copied() else {
            return Ok(None);
        };
        if !self.asker.is_operator() {
            let Some(mut matter) = Matter::load(self.snapshot, self.rules, id).await? else {
                return Ok(None);
            };
            let asker = self.asker;
            if !publicity::may_know(self.rules, &mut matter, asker, what, on)
                || !publicity::may_know(self.rules, &mut matter, asker, publicity::NAME, on)
            {
                return Ok(None);
            }
        }
        let name = naming::name_or_id(self.snapshot, id).await?;
        Ok(Some((id, name)))
    }
}
