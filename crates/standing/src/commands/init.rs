use std::path::Path;

use standing_base::PartialDate;

use crate::adapters::read_rulebook;
use crate::failure::Outcome;
use crate::place::{Place, app};

pub(crate) async fn run(
    place: &Place,
    name: &str,
    founded: PartialDate,
    rulebook: &Path,
) -> Outcome {
    // The rulebook is read before anything is made, so that a slip in it leaves nothing behind.
    let files = read_rulebook(rulebook)?;
    standing_rulebook::Rulebook::load(&files).map_err(standing_app::AppError::Rulebook)?;
    let app = app(place.create().await?);
    let rules = app.found(name, founded, &files).await?;
    println!(
        "made an empty record for {} at {}",
        rules.organisation_name, place.address
    );
    println!(
        "load its register with `standing register import`, and look at it with `standing serve`"
    );
    Ok(())
}
