//! One file per command: read the arguments, call the use case, print.

mod account;
mod ask;
mod break_glass;
mod demo;
mod doctor;
mod draw;
mod find;
mod history;
mod init;
mod mail;
mod register;
mod remind;
mod retention;
mod roll;
mod rulebook;
mod serve;
mod transfer;
mod vault;

use crate::args::{Args, Command};
use crate::failure::Outcome;
use crate::place::Place;

pub(crate) async fn run(args: Args) -> Outcome {
    let place = Place::try_from(args.place)?;
    match args.command {
        Command::Demo {
            listen,
            site,
            no_serve,
            as_standing_decides,
        } => {
            let run = demo::Run {
                no_serve,
                as_standing_decides,
            };
            demo::run(&place, listen, site, run).await
        }
        Command::Init {
            name,
            founded,
            rulebook,
        } => init::run(&place, &name, founded, &rulebook).await,
        Command::Serve { listen, site } => serve::run(&place, listen, site).await,
        Command::Doctor => doctor::run(&place).await,
        Command::Migrate => transfer::migrate(&place).await,
        Command::Rebuild => transfer::rebuild(&place).await,
        Command::Export { file } => transfer::export(&place, &file).await,
        Command::Import { file } => transfer::import(&place, &file).await,
        Command::Ask(args) => ask::run(&place, args).await,
        Command::History {
            person,
            known,
            json,
        } => history::run(&place, &person, known, json).await,
        Command::Roll {
            on,
            question,
            known,
            json,
            csv,
            counts,
        } => {
            let form = roll::Form::new(json, csv, counts);
            roll::run(&place, on, &question, known, form).await
        }
        Command::Account(command) => account::run(&place, command).await,
        Command::BreakGlass(args) => break_glass::run(&place, args).await,
        Command::Find { text, limit, json } => find::run(&place, &text, limit, json).await,
        Command::Remind { dry_run, site } => remind::run(&place, dry_run, site).await,
        Command::Retention { dry_run } => retention::run(&place, dry_run).await,
        Command::Mail(command) => mail::run(&place, command).await,
        Command::Draw(command) => draw::run(&command),
        Command::Vault(command) => vault::run(&command),
        Command::Register(command) => register::run(&place, command).await,
        Command::Rulebook(command) => rulebook::run(&place, command).await,
    }
}
