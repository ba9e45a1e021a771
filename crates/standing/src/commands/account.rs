//! `standing account`: the operator lets somebody in who is on the record.

use crate::args::AccountCommand;
use crate::failure::Outcome;
use crate::place::Place;

pub(crate) async fn run(place: &Place, command: AccountCommand) -> Outcome {
    match command {
        AccountCommand::Invite {
            person,
            email,
            site,
        } => {
            let app = place.app().await?;
            app.rules().await?;
            let app = app.at(site.address.unwrap_or_default());
            let invited = app.invite(&person, &email).await?;
            println!("{} begins an account at", invited.person);
            println!("  {}", invited.link);
            println!("the link works once, for a week; hand it to nobody else");
            Ok(())
        }
    }
}
