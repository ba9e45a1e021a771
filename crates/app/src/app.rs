//! The application: one organisation's record, with the rulebook that its newest adoption put
//! there.

use std::sync::Arc;

use standing_base::{Date, Id};

use crate::answer::{Answer, Asker, Question};
use crate::error::AppError;
use crate::organisation::FrontPage;
use crate::person::PersonPage;
use crate::ports::{Clock, Entropy, Store};
use crate::unit::UnitPage;
use crate::whatif::WhatIf;

/// Everything that a face of Standing (page, API, command line) asks for goes through this.
#[derive(Clone, Debug)]
pub struct App {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
}

impl App {
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            store,
            clock,
            entropy,
        }
    }

    /// Today, in the organisation's zone.
    pub async fn today(&self) -> Result<Date, AppError> {
        Err(AppError::Unreadable("not yet".into()))
    }

    /// Answers a question from the record.
    pub async fn ask(&self, _asker: Asker, _question: &Question) -> Result<Answer, AppError> {
        Err(AppError::Unreadable("not yet".into()))
    }

    pub async fn front_page(&self) -> Result<FrontPage, AppError> {
        Err(AppError::Unreadable("not yet".into()))
    }

    /// A person's page. To the public it exists only for those whom the publication table names.
    pub async fn person(
        &self,
        _asker: Asker,
        _person: Id,
        _on: Date,
    ) -> Result<PersonPage, AppError> {
        Err(AppError::Unreadable("not yet".into()))
    }

    pub async fn unit(&self, _asker: Asker, _unit: Id, _on: Date) -> Result<UnitPage, AppError> {
        Err(AppError::Unreadable("not yet".into()))
    }

    /// Replays the whole history under changed parameters (name, value as a clause would write it).
    pub async fn what_if(
        &self,
        _asker: Asker,
        _name: &str,
        _params: &[(String, String)],
    ) -> Result<WhatIf, AppError> {
        Err(AppError::Unreadable("not yet".into()))
    }
}
