//! A program that looks through a file: it gets the plain bytes on its standard input, and says by
//! its exit code what it found. Whatever else happens counts as "not scanned".

use std::process::Stdio;
use std::time::Duration;

use async_trait::async_trait;
use standing_app::ports::scanner::{Scan, Scanner};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// The longest that the program may take over one file.
const SCAN_TIME_MAX: Duration = Duration::from_mins(1);

#[derive(Debug)]
pub(super) struct Program {
    path: String,
    arguments: Vec<String>,
    patience: Duration,
}

impl Program {
    pub(super) fn of(command: &[String]) -> Option<Self> {
        let (path, arguments) = command.split_first()?;
        Some(Self {
            path: path.clone(),
            arguments: arguments.to_vec(),
            patience: SCAN_TIME_MAX,
        })
    }

    /// The exit code; and whether it took in all that there was to look through.
    async fn run(&self, bytes: &[u8]) -> Result<(Option<i32>, bool), std::io::Error> {
        let mut child = Command::new(&self.path)
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let mut is_whole = false;
        if let Some(mut input) = child.stdin.take() {
            is_whole = match input.write_all(bytes).await {
                Ok(()) => true,
                // Who has found something need not read on.
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => false,
                Err(error) => return Err(error),
            };
        }
        Ok((child.wait().await?.code(), is_whole))
    }
}

#[async_trait]
impl Scanner for Program {
    async fn scan(&self, bytes: &[u8]) -> Scan {
        match tokio::time::timeout(self.patience, self.run(bytes)).await {
            Ok(Ok((Some(0), true))) => return Scan::Clean,
            Ok(Ok((Some(1), _))) => return Scan::Found,
            Ok(Ok((code, _))) => {
                tracing::error!(program = self.path, ?code, "a file was not scanned");
            }
            Ok(Err(error)) => {
                tracing::error!(program = self.path, %error, "a file was not scanned");
            }
            Err(_) => tracing::error!(program = self.path, "a file was not scanned in time"),
        }
        Scan::NotScanned
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use standing_store::testing::Folder;

    use super::*;

    fn script(folder: &Folder, text: &str) -> Program {
        let path = folder.path().join("scan");
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o700)).unwrap();
        // Through the shell: a file that was just written may still count as busy.
        let command = ["/bin/sh".to_owned(), path.display().to_string()];
        Program::of(&command).unwrap()
    }

    #[tokio::test]
    async fn a_program_finds_a_signature_of_our_own_and_what_else_it_says_is_not_scanned() {
        let folder = Folder::new();
        let finds = "if grep -q STANDING-TEST-SIGNATURE; then exit 1; else exit 0; fi\n";
        let large = vec![b'a'; 3 << 20];
        let mut infected = large.clone();
        infected.extend(b"STANDING-TEST-SIGNATURE");
        for (text, bytes, found) in [
            (finds, &large, Scan::Clean),
            (finds, &infected, Scan::Found),
            ("exit 1\n", &large, Scan::Found),
            ("exit 0\n", &large, Scan::NotScanned),
            ("exit 2\n", &large, Scan::NotScanned),
            ("kill -9 $$\n", &large, Scan::NotScanned),
        ] {
            assert_eq!(script(&folder, text).scan(bytes).await, found, "{text}");
        }
        let none = Program::of(&["/nowhere/scan".to_owned()]).unwrap();
        assert_eq!(none.scan(b"x").await, Scan::NotScanned);
        let mut slow = script(&folder, "cat > /dev/null; cat /dev/zero > /dev/null\n");
        slow.patience = Duration::ZERO;
        assert_eq!(slow.scan(b"x").await, Scan::NotScanned);
    }
}
