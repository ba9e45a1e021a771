//! `standing account`: the operator lets people in, lets them back in, and shuts them out.

use standing_app::App;
use standing_app::account::api_token::Draft;

use crate::args::{AccountCommand, SiteArgs};
use crate::failure::Outcome;
use crate::place::Place;

pub(crate) async fn run(place: &Place, command: AccountCommand) -> Outcome {
    let app = place.app().await?;
    app.rules().await?;
    let usual = place.settings()?.server.public_address;
    let at = |app: App, site: SiteArgs| app.at(site.address.or(usual).unwrap_or_default());
    match command {
        AccountCommand::Invite {
            person,
            email,
            site,
        } => {
            let app = at(app, site);
            let invited = app.invite(&person, &email).await?;
            println!("{} begins an account at", invited.person);
            println!("  {}", invited.link);
            println!("the link works once, for a week; hand it to nobody else");
        }
        AccountCommand::Recover { person, site } => {
            let app = at(app, site);
            let invited = app.recover_account(&person).await?;
            println!(
                "{} was signed out everywhere, and signs in at",
                invited.person
            );
            println!("  {}", invited.link);
            println!("the link works once, for twenty minutes; hand it to nobody else");
        }
        AccountCommand::Token {
            person,
            name,
            scope,
            days,
        } => {
            let days = days.to_string();
            let draft = Draft { name, scope, days };
            let (holder, token) = app.api_token_for(&person, &draft).await?;
            println!("{token}");
            eprintln!("whoever has it is {holder} to the API; {holder} can revoke it");
        }
        AccountCommand::Disable { person } => {
            let name = app.disable_account(&person).await?;
            println!("{name} was signed out everywhere, and cannot sign in");
            println!("`standing account recover` lets them in again");
        }
    }
    Ok(())
}
