//! Runs `standing` as somebody at a terminal would.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use standing_store::testing::{Folder, postgres_url};

/// What a command printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

pub(crate) fn standing(args: &[&str]) -> Ended {
    let mut command = Command::new(env!("CARGO_BIN_EXE_standing"));
    let command = command.args(args).stdin(Stdio::null());
    command.output().unwrap().into()
}

/// A record with the demo on it.
#[derive(Debug)]
pub(crate) struct Demo {
    pub(crate) name: &'static str,
    place: Vec<String>,
    _folder: Option<Folder>,
}

impl Demo {
    /// The demo on both engines, made once for all tests.
    pub(crate) fn both() -> &'static [Self] {
        static DEMOS: OnceLock<Vec<Demo>> = OnceLock::new();
        DEMOS.get_or_init(|| vec![Self::sqlite(), Self::postgres()])
    }

    fn sqlite() -> Self {
        let folder = Folder::new();
        let place = vec!["--dir".to_owned(), folder.path().display().to_string()];
        Self {
            name: "SQLite",
            place,
            _folder: Some(folder),
        }
        .made()
    }

    fn postgres() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let url = runtime.block_on(postgres_url());
        Self {
            name: "PostgreSQL",
            place: vec!["--database".to_owned(), url],
            _folder: None,
        }
        .made()
    }

    fn made(self) -> Self {
        let made = self.run(&["demo", "--no-serve"]);
        assert_eq!(made.code, 0, "{}: {}", self.name, made.err);
        self
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        let args = self.args(args);
        standing(&args.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The arguments, and where the record is.
    pub(crate) fn args(&self, args: &[&str]) -> Vec<String> {
        args.iter()
            .map(|arg| (*arg).to_owned())
            .chain(self.place.clone())
            .collect()
    }

    /// The JSON answer to a question.
    pub(crate) fn ask(&self, question: &str, about: &str, on: &str, known: Option<&str>) -> Value {
        let mut args = vec!["ask", question, "--about", about, "--on", on, "--json"];
        args.extend(known.into_iter().flat_map(|known| ["--known", known]));
        let ended = self.run(&args);
        assert_eq!(ended.code, 0, "{} {args:?}: {}", self.name, ended.err);
        serde_json::from_str(&ended.out).unwrap()
    }
}

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}
