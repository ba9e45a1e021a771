//! The application: one organisation's record, with the rulebook that its newest adoption put
//! there.

use std::sync::{Arc, Mutex};

use standing_base::Date;

use crate::account::SiteAddress;
use crate::asker::Asker;
use crate::error::AppError;
use crate::figures::KeptFigures;
use crate::intake::Pace;
use crate::ports::provider::Provider;
use crate::ports::{Clock, Entropy, Head, Store};
use crate::publicity;
use crate::rules::Rules;
use crate::vault::Vault;
use crate::waiting::Kept;

/// Everything that a face of Standing (page, API, command line) asks for goes through this.
#[derive(Clone, Debug)]
pub struct App {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    /// Where people reach the pages.
    pub(crate) site: Arc<SiteAddress>,
    /// Whether somebody sends the letters of the outbox; without, none are offered.
    pub(crate) has_post: bool,
    /// Who else may say who somebody is.
    pub(crate) provider: Option<Arc<dyn Provider>>,
    /// Where files are sealed; without, none are taken.
    pub(crate) vault: Option<Arc<Vault>>,
    /// How often the intake was used from where.
    pub(crate) intake_pace: Arc<Mutex<Pace>>,
    /// The rules as last read; see [`App::rules`].
    pub(crate) rules: Arc<Mutex<Option<Arc<Rules>>>>,
    /// What waits for whom, as last computed; see [`App::waiting`].
    pub(crate) waiting: Arc<Mutex<Option<Arc<Kept>>>>,
    /// The figures of the last quarter, as computed under these rules; see [`App::figures`].
    pub(crate) figures: Arc<Mutex<Option<KeptFigures>>>,
}

impl App {
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            store,
            clock,
            entropy,
            site: Arc::default(),
            has_post: false,
            provider: None,
            vault: None,
            intake_pace: Arc::default(),
            rules: Arc::default(),
            waiting: Arc::default(),
            figures: Arc::default(),
        }
    }

    /// The same application, reached at an address.
    pub fn at(self, site: SiteAddress) -> Self {
        Self {
            site: Arc::new(site),
            ..self
        }
    }

    /// The same application, whose letters are sent.
    pub fn with_post(self) -> Self {
        Self {
            has_post: true,
            ..self
        }
    }

    /// The same application, to which people may also come by an identity provider.
    pub fn with_provider(self, provider: Arc<dyn Provider>) -> Self {
        Self {
            provider: Some(provider),
            ..self
        }
    }

    pub fn site(&self) -> &SiteAddress {
        &self.site
    }

    pub const fn has_post(&self) -> bool {
        self.has_post
    }

    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    pub fn entropy(&self) -> &dyn Entropy {
        &*self.entropy
    }

    /// Whether the asker may see anything of the register as a list.
    pub async fn may_list(&self, asker: &Asker) -> Result<bool, AppError> {
        let rules = self.rules().await?;
        let today = rules.zone.date_of(self.clock.now());
        Ok(publicity::may_list(&rules, asker, today))
    }

    /// Today, in the organisation's zone.
    pub async fn today(&self) -> Result<Date, AppError> {
        Ok(self.rules().await?.zone.date_of(self.clock.now()))
    }

    /// How much is on the record.
    pub async fn head(&self) -> Result<Head, AppError> {
        Ok(self.store.snapshot().await?.head().await?)
    }
}
