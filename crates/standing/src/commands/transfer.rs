use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;

use standing_app::transfer::TransferError;
use standing_app::{rebuild, transfer};
use standing_store::Options;

use crate::failure::{Failure, Outcome};
use crate::place::Place;

impl From<TransferError> for Failure {
    fn from(error: TransferError) -> Self {
        match error {
            TransferError::Store(error) => error.into(),
            TransferError::Lines(error) => error.into(),
            error => Self::bad(error.to_string()),
        }
    }
}

pub(crate) async fn migrate(place: &Place) -> Outcome {
    let migrated = standing_store::migrate(&place.address, &Options::default()).await?;
    println!(
        "the database at {} now has schema {}",
        place.address, migrated.to
    );
    Ok(())
}

pub(crate) async fn rebuild(place: &Place) -> Outcome {
    let store = place.open().await?;
    let rebuilt = rebuild::rebuild(&*store, &mut |_| ()).await?;
    if rebuilt.was_in_step() {
        println!("derived {} facts again: nothing differs", rebuilt.facts);
    } else {
        println!(
            "derived {} facts again: the projections differed and are now right; \
             please report it, with what was done before",
            rebuilt.facts
        );
    }
    Ok(())
}

pub(crate) async fn export(place: &Place, file: &Path) -> Outcome {
    let store = place.open().await?;
    if file.as_os_str() == "-" {
        transfer::export(&*store, &mut io::stdout(), &mut |_| ()).await?;
        return Ok(());
    }
    // Written beside and moved into place, so that a half-written file is never taken for a whole.
    let mut partial = file.as_os_str().to_owned();
    partial.push(".partial");
    let partial = std::path::PathBuf::from(partial);
    let cannot = |error: io::Error| {
        Failure::environment(anyhow::anyhow!(
            "cannot write `{}`: {error}",
            file.display()
        ))
    };
    let mut out = BufWriter::new(File::create(&partial).map_err(cannot)?);
    transfer::export(&*store, &mut out, &mut |_| ()).await?;
    out.flush().map_err(cannot)?;
    out.get_ref().sync_all().map_err(cannot)?;
    std::fs::rename(&partial, file).map_err(cannot)?;
    Ok(())
}

pub(crate) async fn import(place: &Place, file: &Path) -> Outcome {
    let input = File::open(file)
        .map_err(|error| Failure::bad(format!("cannot read `{}`: {error}", file.display())))?;
    let store = place.create().await?;
    let taken = transfer::import(&*store, &mut BufReader::new(input), &mut |_, _| ()).await?;
    println!(
        "took over {} facts and {} private values",
        taken.facts, taken.private_values
    );
    Ok(())
}
