//! `standing remind`: the letters of the day, by hand.

use std::io::{self, Write};

use standing_app::asker::Asker;

use crate::args::SiteArgs;
use crate::failure::{Failure, Outcome};
use crate::place::Place;

pub(crate) async fn run(place: &Place, dry_run: bool, site: SiteArgs) -> Outcome {
    let settings = place.settings()?;
    let address = site.address.or(settings.server.public_address);
    let app = place.app().await?.at(address.unwrap_or_default());
    if dry_run {
        let letters = app.reminders(&Asker::Operator).await?;
        let mut out = io::stdout().lock();
        for letter in &letters {
            writeln!(out, "To: {}\nSubject: {}\n", letter.address, letter.subject)?;
            writeln!(out, "{}\n", letter.text)?;
        }
        writeln!(out, "{} letter(s); nothing was written", letters.len())?;
        return Ok(());
    }
    if settings.mail.is_none() {
        return Err(Failure::bad(
            "nobody sends letters here; name the mail server in `[mail]` of standing.toml, or print \
             them with --dry-run",
        ));
    }
    let reminded = app.remind().await?;
    println!("{} letter(s) wait to be sent", reminded.letters);
    Ok(())
}
