//! Where the record is.

use std::path::PathBuf;
use std::sync::Arc;

use standing_app::App;
use standing_app::ports::Store;
use standing_store::{Address, Options};

use crate::adapters::{SystemClock, SystemEntropy};
use crate::args::PlaceArgs;
use crate::failure::Failure;
use crate::settings::Settings;

/// The record's database, and its folder where it has one.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) address: Address,
    /// Absent when the database is named by itself.
    pub(crate) folder: Option<PathBuf>,
    /// Where the settings are, wherever the database is.
    pub(crate) settings: PathBuf,
}

impl TryFrom<PlaceArgs> for Place {
    type Error = Failure;

    fn try_from(args: PlaceArgs) -> Result<Self, Failure> {
        let address = match &args.database {
            Some(database) => {
                Address::database(database).map_err(|error| Failure::bad(error.to_string()))?
            }
            None => Address::Folder(args.dir.clone()),
        };
        let folder = args.database.is_none().then(|| args.dir.clone());
        Ok(Self {
            address,
            folder,
            settings: args.dir,
        })
    }
}

impl Place {
    /// Opens the record that is there.
    pub(crate) async fn open(&self) -> Result<Arc<dyn Store>, Failure> {
        Ok(standing_store::open(&self.address, &Options::default()).await?)
    }

    pub(crate) fn settings(&self) -> Result<Settings, Failure> {
        Settings::read(&self.settings)
    }

    /// Makes the folder and an empty database.
    pub(crate) async fn create(&self) -> Result<Arc<dyn Store>, Failure> {
        Ok(standing_store::create(&self.address, &Options::default()).await?)
    }

    pub(crate) async fn app(&self) -> Result<App, Failure> {
        Ok(app(self.open().await?))
    }
}

pub(crate) fn app(store: Arc<dyn Store>) -> App {
    App::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy))
}
