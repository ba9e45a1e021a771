//! Acts: what somebody puts on the record about a person, allowed by a clause or refused by one.
//!
//! An act is one or more facts about one person in one transaction: an admission registers the
//! person, records the birth and admits; a move leaves one branch and joins another. Which kinds of
//! fact there are, who may record them and which question must be yes for it is the rulebook's;
//! nothing here knows an admission from an expulsion.

pub mod admission;
pub mod ahead;
mod case_choices;
mod case_letters;
mod check;
mod closing;
mod due_process;
pub mod emergency;
pub mod form;
mod letters;
mod lots;
pub mod once;
pub(crate) mod power;
#[cfg(test)]
mod property;
mod stage;

use serde::{Deserialize, Serialize};
use standing_base::{Id, IdKind, PartialDate, Refusal, Told};
use standing_domain::case::files;
use standing_domain::{FieldValue, Track, kind};
use utoipa::ToSchema;

use crate::app::App;
use crate::asker::Asker;
use crate::error::AppError;
use crate::matter::Matter;
use crate::ports::outbox::NewLetter;
use crate::ports::vault::SealedIdentity;
use crate::ports::{Addition, Snapshot, StoreError};
use crate::projection;
use crate::publicity;
use crate::rules::Rules;
use crate::vault::Sealed;

pub use case_letters::{CaseLetter, Service};
pub(crate) use check::LETTER_OPENED;
pub(crate) use check::under;
pub(crate) use closing::closed_for;
use due_process::When;
pub(crate) use due_process::without_words;
use once::Once;
pub(crate) use power::rules_on;
pub use power::{Allowed, Offered};

/// What somebody wants on the record.
#[derive(Clone, Debug)]
pub struct Act {
    pub about: About,
    pub steps: Vec<Step>,
    /// In whose name, as [`crate::asker::Capacity::code`] names it; may be left out where only one
    /// of the asker's roles is allowed it.
    pub capacity: Option<String>,
    /// The revision of the person's record that the asker saw. When somebody else has added to it
    /// since, nothing is recorded.
    pub seen: Option<u32>,
}

#[derive(Clone, Debug)]
pub enum About {
    Known(Id),
    /// Somebody who is not on the register yet.
    New,
}

/// One fact of an act.
#[derive(Clone, Debug)]
pub struct Step {
    pub kind: String,
    pub on: PartialDate,
    pub fields: Vec<(String, FieldValue)>,
    /// Names and free text.
    pub private: Vec<(String, String)>,
}

/// What was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Done {
    /// Whom it is about.
    pub about: Id,
    /// The numbers of the new facts.
    pub facts: Vec<u64>,
    /// The clause that allowed it.
    pub clause: String,
    /// In whose name, in words.
    pub says: String,
}

/// What goes beside an act.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Beside<'a> {
    /// Under which key it is recorded at most once.
    once: Option<&'a Once>,
    /// Why the operator does it: see [`emergency`].
    reason: Option<&'a str>,
    /// The address to which somebody new is welcomed and invited.
    invite: Option<&'a str>,
    /// The file that the act lists.
    file: Option<&'a Sealed>,
    /// The identity that the act seals.
    identity: Option<&'a SealedIdentity>,
    /// Whether it is recorded because the member opens a letter.
    opens: bool,
}

/// An act has at most so many facts.
pub const STEPS_MAX: usize = 8;
/// An act that may be recorded, with everything that goes with it.
struct Decided {
    additions: Vec<Addition>,
    /// Into whose entry another one is closed.
    merged: Option<Id>,
    post: letters::Post,
    done: Done,
    /// The letter of a case, sealed.
    kept: Option<Sealed>,
}

/// The code of the refusal of an act on a record that has changed since its sender saw it.
pub const CHANGED_SINCE: &str = "changed_since";
/// How often an act is decided anew when somebody else wrote to the same record meanwhile.
const TRIES_MAX: u32 = 3;

impl App {
    /// Puts an act on the record, or says which clause refuses it.
    pub async fn act(&self, asker: &Asker, act: &Act) -> Result<Done, AppError> {
        self.act_with(asker, act, Beside::default()).await
    }

    /// The same under a key: what was recorded under it before is not recorded again.
    pub async fn act_once(&self, asker: &Asker, act: &Act, once: &Once) -> Result<Done, AppError> {
        let once = Some(once);
        let beside = Beside {
            once,
            ..Beside::default()
        };
        self.act_with(asker, act, beside).await
    }

    /// The same, with what goes beside it.
    pub(crate) async fn act_with(
        &self,
        asker: &Asker,
        act: &Act,
        beside: Beside<'_>,
    ) -> Result<Done, AppError> {
        if asker.is_operator() && beside.reason.is_none() {
            return Err(AppError::Refused(Refusal::new(
                "break_glass",
                "the operator records nothing but by `standing break-glass`, with a reason",
            )));
        }
        let mut tries = 1;
        loop {
            match self.try_act(asker, act, beside).await {
                // Decided anew, it says what the others wrote, if its sender saw an older record.
                Err(AppError::Store(StoreError::Conflict(_))) if tries < TRIES_MAX => tries += 1,
                done => return done,
            }
        }
    }

    async fn try_act(
        &self,
        asker: &Asker,
        act: &Act,
        beside: Beside<'_>,
    ) -> Result<Done, AppError> {
        if act.steps.is_empty() || act.steps.len() > STEPS_MAX {
            return Err(AppError::unreadable(format!(
                "an act has one to {STEPS_MAX} facts; this one has {}",
                act.steps.len()
            )));
        }
        check::elsewhere(act, beside.identity.is_some(), beside.opens)?;
        if let Some(step) = act.steps.iter().find(|step| is_of_meeting(&step.kind)) {
            return Err(AppError::unreadable(format!(
                "`{}` is done in a meeting, and not to a person",
                step.kind
            )));
        }
        let mut snapshot = self.store.snapshot().await?;
        if let Some(before) = self.recorded_before(&mut *snapshot, beside.once).await? {
            return Ok(before);
        }
        let mut decided = self.decide(&mut *snapshot, asker, act, beside).await?;
        drop(snapshot);
        if let Some(letter) = decided.post.of_case.take() {
            decided.kept = self.kept_letter(asker, &letter).await?;
        }
        self.commit(decided, beside).await
    }

    /// The letter of a case that would go out with an act, as it would be written now.
    pub async fn letter_ahead(
        &self,
        asker: &Asker,
        act: &Act,
    ) -> Result<Option<CaseLetter>, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let decided = self
            .decide(&mut *snapshot, asker, act, Beside::default())
            .await?;
        Ok(decided.post.of_case)
    }

    /// What an act would put on the record and send, or the clause that refuses it.
    async fn decide(
        &self,
        snapshot: &mut dyn Snapshot,
        asker: &Asker,
        act: &Act,
        beside: Beside<'_>,
    ) -> Result<Decided, AppError> {
        let rules = self.rules_at(snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        let subject = self.subject_of(snapshot, &rules, asker, act, today).await?;
        check_seen(act, &subject)?;
        let allowed = power::allowed(snapshot, &rules, asker, act, &subject, today).await?;
        check::by_vote_only(&rules, act, today)?;
        let by = (subject, allowed);
        self.decide_by(snapshot, &rules, asker, act, beside, by)
            .await
    }

    /// What a body decided about a person by a vote, as an act under the power that the body has. It is
    /// checked like every other.
    pub(crate) async fn decided_by_vote(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        asker: &Asker,
        act: &Act,
        allowed: Allowed,
    ) -> Result<(Vec<Addition>, Vec<NewLetter>), AppError> {
        let About::Known(person) = act.about else {
            return Err(AppError::unreadable("nobody is named".to_owned()));
        };
        let subject = stage::OnRecord::read(snapshot, person, Vec::new()).await?;
        let by = (subject, allowed);
        let decided = self
            .decide_by(snapshot, rules, asker, act, Beside::default(), by)
            .await?;
        Ok((decided.additions, decided.post.letters))
    }

    async fn decide_by(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        asker: &Asker,
        act: &Act,
        beside: Beside<'_>,
        (mut subject, allowed): (stage::OnRecord, Allowed),
    ) -> Result<Decided, AppError> {
        let today = rules.zone.date_of(self.clock.now());
        let mut additions = Vec::new();
        let mut merged = None;
        for step in &act.steps {
            let fact = self.stage(asker, &allowed, &subject, step)?;
            let file = due_process::case_of(&subject, &fact);
            let fact = self
                .filled_in(snapshot, rules, asker, (fact, file.as_ref()), today)
                .await?;
            check::form(rules, &fact, &subject, today)?;
            check::delegation(asker, &fact)?;
            check::correction(rules, &fact, &subject, &allowed, today)?;
            check::asked(rules, &fact, &subject, &allowed)?;
            check::merge(snapshot, rules, asker, &fact, today).await?;
            due_process::in_turn(&fact, step, &subject, &allowed)?;
            check::interest(&fact, &subject)?;
            let case = (&fact, file.as_ref());
            due_process::by_and_to_whom(self, snapshot, rules, asker, case, (&allowed, today))
                .await?;
            merged = merged.or(projection::merged_into(&fact));
            due_process::gates(
                rules,
                &fact,
                &subject,
                (file.as_ref(), When::Before),
                &allowed,
            )?;
            let addition = subject.add(fact, step)?;
            check::lawful(rules, &subject, &step.kind)?;
            due_process::gates(
                rules,
                &addition.fact,
                &subject,
                (file.as_ref(), When::Staged),
                &allowed,
            )?;
            check::effect(rules, &subject, &step.kind)?;
            additions.push(addition);
        }
        let post = self
            .letters_of(snapshot, rules, act, &subject, &allowed, beside)
            .await?;
        if let (Some(reason), Some(first)) = (beside.reason, additions.first()) {
            additions.push(emergency::telling(snapshot, rules, first, reason).await?);
        }
        let done = Done {
            about: subject.id,
            facts: Vec::new(),
            clause: allowed.clause,
            says: allowed.says,
        };
        Ok(Decided {
            additions,
            merged,
            post,
            done,
            kept: None,
        })
    }

    /// Puts an act on the record together with the file that it lists.
    pub(crate) async fn act_with_file(
        &self,
        asker: &Asker,
        act: &Act,
        file: &Sealed,
    ) -> Result<Done, AppError> {
        let beside = Beside {
            file: Some(file),
            ..Beside::default()
        };
        self.act_with(asker, act, beside).await
    }

    /// Puts an act on the record together with the identity that it seals.
    pub(crate) async fn act_with_identity(
        &self,
        asker: &Asker,
        act: &Act,
        identity: &SealedIdentity,
    ) -> Result<Done, AppError> {
        let beside = Beside {
            identity: Some(identity),
            ..Beside::default()
        };
        self.act_with(asker, act, beside).await
    }

    /// Puts on the record that a member opened a letter, because they do.
    pub(crate) async fn act_of_opening(&self, asker: &Asker, act: &Act) -> Result<Done, AppError> {
        let beside = Beside {
            opens: true,
            ..Beside::default()
        };
        self.act_with(asker, act, beside).await
    }

    /// The power by which the asker may act so, or the refusal that says whose it is.
    pub(crate) async fn allowed(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        asker: &Asker,
        act: &Act,
        today: standing_base::Date,
    ) -> Result<Allowed, AppError> {
        let subject = self.subject_of(snapshot, rules, asker, act, today).await?;
        power::allowed(snapshot, rules, asker, act, &subject, today).await
    }

    /// Whoever has the writer writes alone: the key is looked for once more where nobody else can
    /// use it any more.
    async fn commit(&self, decided: Decided, beside: Beside<'_>) -> Result<Done, AppError> {
        let Decided {
            additions,
            merged,
            post,
            mut done,
            kept,
        } = decided;
        let once = beside.once;
        let mut writer = self.store.writer().await?;
        if let Some(before) = self.recorded_before(&mut *writer, once).await? {
            return Ok(before);
        }
        for file in beside.file.into_iter().chain(&kept) {
            file.write(&mut *writer).await?;
        }
        if let Some(identity) = beside.identity {
            writer.put_sealed_identity(identity).await?;
        }
        let receipt = self.record(&mut *writer, additions).await?;
        if let Some(into) = merged {
            self.move_account(&mut *writer, done.about, into).await?;
        }
        for mut letter in post.letters {
            letter.caused_by = Some(receipt.first);
            writer.enqueue(&letter).await?;
        }
        if let Some(token) = &post.token {
            writer.put_one_time_token(token).await?;
        }
        done.facts = (receipt.first..receipt.first + receipt.count).collect();
        self.keep_key(&mut *writer, &done, once).await?;
        writer.commit().await?;
        Ok(done)
    }

    /// Whom the act is about, as far as the record goes.
    async fn subject_of(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        asker: &Asker,
        act: &Act,
        today: standing_base::Date,
    ) -> Result<stage::OnRecord, AppError> {
        let About::Known(id) = act.about else {
            let id = Id::new(IdKind::Person, self.clock.now(), self.entropy.ten_bytes());
            let next = snapshot.head().await?.facts + 1;
            return Ok(stage::OnRecord::new(id, next));
        };
        let nobody = || {
            AppError::not_found(
                Told::new("nobody-of-this-id", "nobody on the record is `{id}`").with("id", id),
            )
        };
        let mut matter = match id.kind() {
            IdKind::Person => Matter::load(snapshot, rules, id)
                .await?
                .ok_or_else(nobody)?,
            _ => return Err(nobody()),
        };
        // What somebody may not know of is not there for them.
        let is_known = publicity::may_know(rules, &mut matter, asker, publicity::NAME, today);
        let subject = stage::OnRecord::read(snapshot, id, matter.branches(today)).await?;
        // Who sits on the panel of a case knows whom it is about.
        let sits = || {
            let mut files = files(subject.facts.iter()).into_iter();
            files.any(|file| publicity::papers(rules, asker, &file, today).is_some())
        };
        if is_known || sits() {
            Ok(subject)
        } else {
            Err(nobody())
        }
    }
}

/// Whether a kind of fact is about a meeting, a motion or a vote.
fn is_of_meeting(code: &str) -> bool {
    kind::find(code).is_some_and(|kind| kind.track == Track::Meeting)
}

/// A kind of fact in words.
pub(crate) fn says_of(kind: &str) -> String {
    kind::find(kind).map_or_else(|| kind.replace('_', " "), |kind| kind.says.to_owned())
}

fn check_seen(act: &Act, subject: &stage::OnRecord) -> Result<(), Refusal> {
    let revision = subject.revision;
    match act.seen {
        Some(seen) if seen != revision => Err(Refusal::new(
            CHANGED_SINCE,
            Told::new("record-changed", "somebody else has added to this record since you opened the form; look at what is new below, and send the form again if it is still right"),
        )
        .because_of(
            subject
                .revisions
                .iter()
                .filter(|(_, revision)| *revision > seen)
                .map(|(number, _)| *number),
        )),
        _ => Ok(()),
    }
}
