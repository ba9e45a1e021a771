//! A calendar that a test turns: the program under test reads the time of day from a file (libfaketime),
//! so that a case of a year passes in a minute. Its timeouts run by the true clock.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use standing_store::testing::Folder;

pub(crate) struct Calendar {
    folder: Folder,
    library: PathBuf,
}

impl Calendar {
    pub(crate) fn new(day: &str) -> Self {
        let folders = fs::read_dir("/usr/lib").unwrap();
        let mut libraries = folders.filter_map(|folder| {
            let library = folder.ok()?.path().join("faketime/libfaketimeMT.so.1");
            library.exists().then_some(library)
        });
        let library = libraries.next();
        let calendar = Self {
            folder: Folder::new(),
            library: library
                .expect("libfaketime is missing: run `./test`, which installs faketime"),
        };
        calendar.turn(day);
        calendar
    }

    /// Ten in the morning of a day.
    pub(crate) fn turn(&self, day: &str) {
        // Written beside it and moved: it is read at any moment.
        let new = self.folder.path().join("new");
        fs::write(&new, format!("@{day} 10:00:00\n")).unwrap();
        fs::rename(new, self.file()).unwrap();
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("now")
    }

    /// Lets a program live by it.
    pub(crate) fn rule<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command
            .env("LD_PRELOAD", &self.library)
            .env("FAKETIME_TIMESTAMP_FILE", self.file())
            .env("FAKETIME_NO_CACHE", "1")
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .env("TZ", "UTC")
    }
}
