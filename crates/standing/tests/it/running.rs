//! Programs that run beside a test, and end with it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

/// A program that says on its first line where it listens.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    pub(crate) first: String,
    out: BufReader<ChildStdout>,
}

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut running = Self {
            child,
            first: String::new(),
            out,
        };
        running.first = running.line();
        running
    }

    /// `standing serve` on any free port, over the record in a folder.
    pub(crate) fn server(folder: &Path) -> Self {
        Self::server_at(&["--dir".to_owned(), folder.display().to_string()])
    }

    /// The same, with the options that say where the record is.
    pub(crate) fn server_at(place: &[String]) -> Self {
        let mut serve = Command::new(env!("CARGO_BIN_EXE_standing"));
        Self::start(serve.args(["serve", "--listen", "127.0.0.1:0"]).args(place))
    }

    /// The next line that it writes; empty when it has ended.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line.trim().to_owned()
    }

    /// Where a server serves: scheme, host and port.
    pub(crate) fn site(&self) -> &str {
        let site = self.first.strip_prefix("serving ").unwrap();
        site.trim_end_matches('/')
    }

    /// Its host and port.
    pub(crate) fn address(&self) -> &str {
        let (_, address) = self.site().split_once("://").unwrap();
        address
    }

    pub(crate) fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        let sent = Command::new("sh").args(["-c", &kill]).status().unwrap();
        assert!(sent.success());
    }

    pub(crate) fn ended(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
