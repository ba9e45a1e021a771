//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use standing_app::account::SiteAddress;
use standing_app::post::LETTERS_LISTED_MAX;
use standing_app::search::FOUND_MAX;
use standing_base::{Date, Id, PartialDate};

/// The record of a membership organisation: who is in what standing, and why
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(flatten)]
    pub place: PlaceArgs,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct PlaceArgs {
    /// Folder of the record (SQLite and files)
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        default_value = "standing-data"
    )]
    pub dir: PathBuf,
    /// Database to use instead of the one in DIR, such as postgres://user@host/name
    #[arg(long, global = true, value_name = "URL")]
    pub database: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make the Example Party, with invented people, and serve it
    Demo {
        /// Address to serve on (loopback only)
        #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
        listen: SocketAddr,
        #[command(flatten)]
        site: SiteArgs,
        /// Make it and stop
        #[arg(long)]
        no_serve: bool,
        /// Not what happened to M in 2019, but the same acts tried as commands: tells what becomes of each
        #[arg(long)]
        as_standing_decides: bool,
    },
    /// Make an empty record for an organisation
    Init {
        /// Name of the organisation
        #[arg(long)]
        name: String,
        /// Day on which its record begins
        #[arg(long, value_name = "DATE")]
        founded: PartialDate,
        /// Folder of its rulebook
        #[arg(long, value_name = "DIR")]
        rulebook: PathBuf,
    },
    /// Serve the pages
    Serve {
        /// Address to serve on: of this machine only, unless settings name a certificate or a proxy
        #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
        listen: SocketAddr,
        #[command(flatten)]
        site: SiteArgs,
    },
    /// Check database, rulebook, clock, vault and disk, and say what to do
    Doctor,
    /// Bring the database to the schema of this program
    Migrate,
    /// Derive every projection again from the facts, and compare
    Rebuild,
    /// Write the whole record (facts and private values) as JSON lines
    Export {
        /// File to write; - for standard output
        file: PathBuf,
    },
    /// Read a whole record from JSON lines into an empty database
    Import {
        /// File to read
        file: PathBuf,
    },
    /// Ask a question of the record
    Ask(AskArgs),
    /// Tell the history of a person: what happened, track by track, and each answer over time
    History {
        /// Id, number or name
        person: String,
        /// What was known at the end of this day
        #[arg(long, value_name = "DATE")]
        known: Option<Date>,
        #[arg(long)]
        json: bool,
    },
    /// List everybody with the answer to a question on a day
    Roll {
        #[arg(long, value_name = "DATE")]
        on: Date,
        /// Question to answer
        #[arg(long, default_value = "is_member")]
        question: String,
        #[arg(long, value_name = "DATE")]
        known: Option<Date>,
        #[arg(long, conflicts_with = "csv")]
        json: bool,
        #[arg(long)]
        csv: bool,
        /// Only how many
        #[arg(long, conflicts_with_all = ["json", "csv"])]
        counts: bool,
    },
    /// Import and export registers
    #[command(subcommand)]
    Register(RegisterCommand),
    /// Repeat the draw of a panel
    #[command(subcommand)]
    Draw(DrawCommand),
    /// Let persons on the record sign in
    #[command(subcommand)]
    Account(AccountCommand),
    /// Record in an emergency what nobody else can, and let everybody know
    ///
    /// Only what powers.toml lets the role `operator` record. The front page shows it, with the reason.
    BreakGlass(BreakGlassArgs),
    /// Find persons by parts of a name, or by the beginning of a number
    Find {
        /// `nunez mar` finds María Núñez
        text: String,
        #[arg(long, default_value_t = 20, value_name = "N",
              value_parser = clap::value_parser!(u32).range(1..=i64::from(FOUND_MAX)))]
        limit: u32,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Put today's letters about what is due soon or overdue into the outbox, as the server does each
    /// morning
    Remind {
        /// Print them, and write nothing
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        site: SiteArgs,
    },
    /// Announce and erase what was written and sent in cases whose time is over, as the server does each
    /// day
    Retention {
        /// Print what is due, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Look after the letters that were sent or wait
    #[command(subcommand)]
    Mail(MailCommand),
    /// Look after the key under which files are sealed
    #[command(subcommand)]
    Vault(VaultCommand),
    /// Check, read, test and compare rulebooks
    #[command(subcommand)]
    Rulebook(RulebookCommand),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct BreakGlassArgs {
    /// Kind of fact, such as `seat_taken`
    pub kind: String,
    /// About whom: id, number or name
    #[arg(long, value_name = "PERSON")]
    pub about: String,
    /// Day on which it takes effect
    #[arg(long, value_name = "DATE")]
    pub on: PartialDate,
    /// A field of the kind, as often as there are fields
    #[arg(long = "field", value_name = "NAME=VALUE")]
    pub fields: Vec<String>,
    /// Why nobody else can do it; it is published
    #[arg(long)]
    pub reason: String,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct AskArgs {
    /// Name of the question, such as `endorse`
    pub question: String,
    /// Whom or what it is about: a person's id, number or name; case:C1; body:ID
    #[arg(long, value_name = "PERSON|case:ID|body:ID")]
    pub about: String,
    #[arg(long, value_name = "DATE")]
    pub on: Date,
    /// What was known at the end of this day, in the organisation's zone
    #[arg(long, value_name = "DATE")]
    pub known: Option<Date>,
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RegisterFormat {
    Popolo,
    Csv,
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RegisterCommand {
    /// Read a register into the record
    Import {
        #[arg(long)]
        format: RegisterFormat,
        /// How the file's columns become facts
        #[arg(long, value_name = "FILE")]
        mapping: Option<PathBuf>,
        /// Read and report, and write nothing
        #[arg(long)]
        dry_run: bool,
        /// Write nothing when any row is rejected
        #[arg(long)]
        strict: bool,
        /// Take the facts as known on the day on which they took effect, not from today on
        #[arg(long = "known-then")]
        as_of: bool,
        /// Write the whole report to this file, as JSON
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
        /// Files, each imported whole or not at all
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Write the register
    Export {
        #[arg(long)]
        format: RegisterFormat,
        /// File to write; standard output when absent
        file: Option<PathBuf>,
    },
}

#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct SiteArgs {
    /// Where people reach the pages, such as https://standing.example.org; this machine when absent
    #[arg(long = "address", value_name = "URL")]
    pub address: Option<SiteAddress>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Print a link by which a person begins their account; it works once, for a week
    Invite {
        /// Id, number or name
        person: String,
        /// E-mail address that the person signs in with
        #[arg(long, value_name = "ADDRESS")]
        email: String,
        #[command(flatten)]
        site: SiteArgs,
    },
    /// Print a link that signs a person in who has lost every other way; it works once
    Recover {
        /// Id, number or name
        person: String,
        #[command(flatten)]
        site: SiteArgs,
    },
    /// Print a token by which programs ask, and act, in a person's name; it is not shown again
    Token {
        /// Id, number or name; somebody who has an account
        person: String,
        /// What the token is for
        #[arg(long, value_name = "WORDS")]
        name: String,
        /// `read`, or `act` for recording too
        #[arg(long, value_name = "SCOPE", default_value = "read")]
        scope: String,
        /// For so many days it is good
        #[arg(long, value_name = "N", default_value_t = 90)]
        days: u32,
    },
    /// Sign a person out everywhere and let them in no more
    Disable {
        /// Id, number or name
        person: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum MailCommand {
    /// List letters, the newest first
    List {
        /// Only those that are queued, sending, sent, failed or bounced
        #[arg(long)]
        state: Option<String>,
        /// Only those older than this one: the next page
        #[arg(long, value_name = "ID")]
        before: Option<Id>,
        #[arg(long, default_value_t = 50, value_name = "N",
              value_parser = clap::value_parser!(u32).range(1..=i64::from(LETTERS_LISTED_MAX)))]
        limit: u32,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Put a letter into the outbox once more
    Resend {
        /// Id of the letter
        letter: Id,
        /// Another address
        #[arg(long, value_name = "ADDRESS")]
        to: Option<String>,
    },
    /// Read what a mail server sent back (RFC 3464) from standard input, and note it
    Bounce,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DrawCommand {
    /// Repeat the draw of a file, and say whether it comes out as the file says
    Verify {
        /// File as the page of the case prints it; - for standard input
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum VaultCommand {
    /// Make a vault key in a new file that nobody else can read
    Keygen {
        /// File to make: not in the folder of the record, and not in its backups
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulebookCommand {
    /// Read a rulebook folder and report every error
    Check { folder: PathBuf },
    /// Show a rulebook's versions and clauses, or one clause whole
    Show {
        folder: PathBuf,
        /// Number of a clause
        clause: Option<String>,
        /// Version; the newest when absent
        #[arg(long)]
        version: Option<String>,
    },
    /// Run a rulebook's own tests
    Test { folder: PathBuf },
    /// Say every rule in words
    Readback {
        folder: PathBuf,
        #[arg(long)]
        version: Option<String>,
    },
    /// Compare two versions of a rulebook
    Compare {
        folder: PathBuf,
        from: String,
        to: String,
    },
    /// Replay the whole record under changed rules
    WhatIf {
        /// A what-if file, or the name of one that the rulebook ships
        what_if: Option<String>,
        /// A changed parameter, such as suspension_lapse="60 days"
        #[arg(long = "set", value_name = "NAME=VALUE")]
        set: Vec<String>,
        /// A question to compare; every one about members when absent
        #[arg(long = "question", value_name = "NAME")]
        question: Vec<String>,
        #[arg(long)]
        json: bool,
    },
    /// Put a rulebook on the record: it governs from now on
    Adopt { folder: PathBuf },
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use clap::CommandFactory;

    use super::*;

    /// The words of a line that a shell would give to the program.
    fn words(line: &str) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut is_quoted = false;
        for letter in line.chars() {
            match letter {
                '"' => is_quoted = !is_quoted,
                ' ' if !is_quoted => words.push(String::new()),
                _ => words.last_mut().unwrap().push(letter),
            }
        }
        let ends = ["|", ">", "&&", "#"];
        let own = words
            .into_iter()
            .take_while(|word| !ends.contains(&word.as_str()));
        own.filter(|word| !word.is_empty()).collect()
    }

    fn markdown_under(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                markdown_under(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found.push(path);
            }
        }
    }

    #[test]
    fn every_command_line_that_the_documents_show_is_understood() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut files = vec![root.join("README.md")];
        for folder in ["docs", "rulebooks", "mappings"] {
            markdown_under(&root.join(folder), &mut files);
        }
        let mut shown = 0;
        let mut wrong = Vec::new();
        for file in files {
            for line in fs::read_to_string(&file).unwrap().lines() {
                let own = [
                    "standing ",
                    "$standing ",
                    "ExecStart=/usr/local/bin/standing ",
                    "cargo run --release -- ",
                ]
                .iter()
                .find_map(|start| line.strip_prefix(start));
                let Some(own) = own else { continue };
                // Prose may begin a line with the name; a command has no full stop.
                if own.ends_with('.') {
                    continue;
                }
                shown += 1;
                let args = std::iter::once("standing".to_owned()).chain(words(own));
                if let Err(error) = Args::try_parse_from(args) {
                    let error = error.to_string();
                    let first = error.lines().next().unwrap_or_default().to_owned();
                    wrong.push(format!("{}: {line}: {first}", file.display()));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(shown > 30, "only {shown} command lines were found");
    }

    #[test]
    fn every_command_that_the_documents_name_is_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut files = vec![root.join("README.md"), root.join("ARCHITECTURE.md")];
        markdown_under(&root.join("docs"), &mut files);
        let mut wrong = Vec::new();
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            for (_, after) in text
                .match_indices("`standing ")
                .map(|(at, found)| text.split_at(at + found.len()))
            {
                let named = after.split('`').next().unwrap_or_default();
                let mut command = Args::command();
                for word in named.split_whitespace() {
                    if !word
                        .chars()
                        .all(|letter| letter.is_ascii_lowercase() || letter == '-')
                        || !command.has_subcommands()
                    {
                        break;
                    }
                    let Some(found) = command.find_subcommand(word) else {
                        wrong.push(format!("{}: `standing {named}`", file.display()));
                        break;
                    };
                    command = found.clone();
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
