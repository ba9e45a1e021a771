//! What the store keeps of the confidential intake: that something came, on which day, and what was
//! written both ways, sealed. Nothing here says who sent it. No facts: what is entered on the record
//! is entered by an act.

use async_trait::async_trait;
use standing_base::{Date, Id};

use super::StoreError;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IntakeState {
    Open,
    /// Entered on the record as a case.
    Entered,
    /// Not a complaint.
    Dismissed,
}

impl IntakeState {
    pub const ALL: [Self; 3] = [Self::Open, Self::Entered, Self::Dismissed];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Entered => "entered",
            Self::Dismissed => "dismissed",
        }
    }

    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intake {
    pub id: Id,
    /// Digest of the receipt code, which nobody has but the sender.
    pub code: String,
    pub received_on: Date,
    pub state: IntakeState,
    /// Whether the sender wrote last.
    pub awaits_answer: bool,
    /// Under which it was entered.
    pub case_reference: Option<String>,
    /// Why it was dismissed: sealed.
    pub reason: Option<Vec<u8>>,
    pub closed_on: Option<Date>,
}

/// One message, to the officer or from one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntakeMessage {
    pub intake: Id,
    /// From 0 on, without gaps.
    pub number: u32,
    /// The officer who wrote it; nobody is the sender of the complaint.
    pub written_by: Option<Id>,
    pub written_on: Date,
    /// Sealed.
    pub body: Vec<u8>,
}

/// That an intake which came to nothing is still needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntakeHold {
    pub intake: Id,
    pub held_on: Date,
    /// The last day.
    pub until: Date,
    pub held_by: Option<Id>,
    /// Why: sealed.
    pub reasons: Vec<u8>,
}

#[async_trait]
pub trait IntakeReads: Send {
    async fn intake(&mut self, id: Id) -> Result<Option<Intake>, StoreError>;

    async fn intake_of_code(&mut self, digest: &str) -> Result<Option<Intake>, StoreError>;

    /// Those in a state, the newest first, before one. With the open ones come those whose sender
    /// wrote since they were closed.
    async fn intakes(
        &mut self,
        state: IntakeState,
        before: Option<Id>,
        limit: u32,
    ) -> Result<Vec<Intake>, StoreError>;

    /// How many are open; and of how many, open or not, the sender wrote last.
    async fn intakes_open(&mut self) -> Result<(u64, u64), StoreError>;

    /// All messages of an intake, in order.
    async fn intake_messages(&mut self, intake: Id) -> Result<Vec<IntakeMessage>, StoreError>;

    async fn intake_hold(&mut self, intake: Id) -> Result<Option<IntakeHold>, StoreError>;
}

#[async_trait]
pub trait IntakeWrites: Send {
    /// Adds the intake, or changes what may change: its state, and what belongs to that.
    async fn put_intake(&mut self, intake: &Intake) -> Result<(), StoreError>;

    async fn put_intake_message(&mut self, message: &IntakeMessage) -> Result<(), StoreError>;

    /// Puts a hold in the place of the one before.
    async fn put_intake_hold(&mut self, hold: &IntakeHold) -> Result<(), StoreError>;

    /// Deletes what was written and sent: messages, files, reasons. That something came, and the
    /// digest of its code, stay, so that its sender is told.
    async fn empty_intake(&mut self, intake: Id) -> Result<(), StoreError>;
}
