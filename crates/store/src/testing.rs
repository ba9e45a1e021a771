//! For tests: an empty record on each engine. PostgreSQL is a real server that this module starts
//! for the process that runs the tests, on loopback and as an unprivileged user, and that is
//! stopped when the process ends, however it ends.
#![expect(
    clippy::panic,
    reason = "a test whose database cannot be started fails"
)]

use std::fs;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use standing_app::ports::{Condition, Snapshot, Store, StoreError, Writer};

use crate::address::Address;
use crate::open::{Options, create};

/// An empty record in a folder of its own, which goes when the store goes.
pub async fn sqlite() -> Arc<dyn Store> {
    let folder = Folder::new();
    let store = opened(&Address::Folder(folder.path().to_owned())).await;
    Arc::new(InFolder {
        store,
        _folder: folder,
    })
}

/// An empty record in a database of its own.
pub async fn postgres() -> Arc<dyn Store> {
    let url = postgres_url().await;
    match Address::database(&url) {
        Ok(address) => opened(&address).await,
        Err(error) => panic!("{url}: {error}"),
    }
}

/// The address, password and all, of a new and empty database, for `--database`.
pub async fn postgres_url() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let server = SERVER.get_or_init(Server::start);
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let creating = async {
        let mut connection = PgConnection::connect(&server.url("postgres")).await?;
        sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name}")))
            .execute(&mut connection)
            .await?;
        connection.close().await
    };
    if let Err(error) = creating.await {
        panic!("the test database {name} cannot be made: {error}");
    }
    server.url(&name)
}

/// Options for tests: they do not wait long, and not for the disk.
pub fn options() -> Options {
    Options {
        patience: Duration::from_secs(30),
        is_durable: false,
        ..Options::default()
    }
}

async fn opened(address: &Address) -> Arc<dyn Store> {
    match create(address, &options()).await {
        Ok(store) => store,
        Err(error) => panic!("{error}"),
    }
}

#[derive(Debug)]
struct InFolder {
    store: Arc<dyn Store>,
    _folder: Folder,
}

#[async_trait]
impl Store for InFolder {
    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        self.store.snapshot().await
    }

    async fn writer(&self) -> Result<Box<dyn Writer>, StoreError> {
        self.store.writer().await
    }

    async fn condition(&self) -> Result<Condition, StoreError> {
        self.store.condition().await
    }
}

/// A new folder under the system's temporary folder; it goes when this goes.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    #[expect(clippy::new_without_default, reason = "making a folder is no default")]
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        loop {
            let next = NEXT.fetch_add(1, Ordering::Relaxed);
            let name = format!("standing-test-{}-{next}", std::process::id());
            let path = std::env::temp_dir().join(name);
            match fs::create_dir(&path) {
                Ok(()) => return Self(path),
                // Left behind by a process of the same number.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => panic!("the folder {} cannot be made: {error}", path.display()),
            }
        }
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays behind stays in the temporary folder.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// One server for all tests of a process.
static SERVER: OnceLock<Server> = OnceLock::new();

const USER: &str = "standing";
const PASSWORD: &str = "standing-test";

struct Server {
    port: u16,
    /// Waits for the end of its standard input, which is the end of this process, and then stops
    /// the server and takes its folder away. A static is never dropped, so it cannot.
    _watch: Child,
}

impl Server {
    fn url(&self, database: &str) -> String {
        format!(
            "postgres://{USER}:{PASSWORD}@127.0.0.1:{}/{database}",
            self.port
        )
    }

    fn start() -> Self {
        let programs = find_programs();
        let folder = Folder::new();
        let user = Runner::find(folder.path());
        let data = folder.path().join("data");
        user.initialise(&programs, folder.path(), &data);
        let mut watch = user.watch(&programs, folder.path(), &data);
        // The watch takes it away.
        let log = folder.path().join("log");
        std::mem::forget(folder);
        for _ in 0..5 {
            let port = free_port();
            if user.serve(&programs, &data, &log, port) {
                return Self {
                    port,
                    _watch: watch,
                };
            }
        }
        let log = fs::read_to_string(&log).unwrap_or_default();
        drop(watch.stdin.take());
        let _ = watch.wait();
        panic!("PostgreSQL for the tests does not start:\n{log}");
    }
}

/// The folder of Debian's PostgreSQL programs, the newest first.
fn find_programs() -> PathBuf {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            let programs = entry.path().join("bin");
            programs
                .join("initdb")
                .exists()
                .then_some((version, programs))
        })
        .collect();
    found.sort();
    match found.pop() {
        Some((_, programs)) => programs,
        None => panic!(
            "the tests need PostgreSQL in /usr/lib/postgresql, and it is not there; `./test` installs it"
        ),
    }
}

/// Another process may take it before the server does; then the next one is tried.
fn free_port() -> u16 {
    match TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr()) {
        Ok(address) => address.port(),
        Err(error) => panic!("no port is free on loopback: {error}"),
    }
}

/// Who runs the server: it refuses to run as root.
struct Runner {
    /// The unprivileged user, when we are root.
    user: Option<&'static str>,
    folder: PathBuf,
}

impl Runner {
    fn find(folder: &Path) -> Self {
        let is_root = fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
        let user = is_root.then(|| {
            ["postgres", "nobody"]
                .into_iter()
                .find(|user| number_of(user, "-u").is_some())
                .unwrap_or("nobody")
        });
        if let Some(name) = user {
            let owned = chown(folder, number_of(name, "-u"), number_of(name, "-g"));
            if let Err(error) = owned {
                panic!("the folder of the test server cannot be given to {name}: {error}");
            }
        }
        Self {
            user,
            folder: folder.to_owned(),
        }
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = match self.user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(program);
                command
            }
            None => Command::new(program),
        };
        command
            .current_dir(&self.folder)
            .env_remove("PGDATA")
            .env_remove("PGPORT")
            .stdin(Stdio::null());
        command
    }

    fn initialise(&self, programs: &Path, folder: &Path, data: &Path) {
        let password = folder.join("password");
        let written = fs::write(&password, PASSWORD)
            .and_then(|()| fs::set_permissions(&password, fs::Permissions::from_mode(0o644)));
        if let Err(error) = written {
            panic!("{} cannot be written: {error}", password.display());
        }
        let mut command = self.command(&programs.join("initdb"));
        command.arg("-D").arg(data).args(["-U", USER]);
        command.arg("--pwfile").arg(password);
        command.args(["--auth", "scram-sha-256", "--encoding", "UTF8", "--no-sync"]);
        // An order of words that is not the order of bytes, so that a comparison that forgot its
        // collation shows.
        command.args(["--locale", "C.UTF-8", "--locale-provider", "icu"]);
        command.args(["--icu-locale", "en"]);
        match command.output() {
            Ok(output) if output.status.success() => {}
            Ok(output) => panic!("initdb failed: {}", String::from_utf8_lossy(&output.stderr)),
            Err(error) => panic!("initdb does not run: {error}"),
        }
    }

    fn serve(&self, programs: &Path, data: &Path, log: &Path, port: u16) -> bool {
        let settings = format!(
            "-F -p {port} -k {} -c listen_addresses=127.0.0.1 -c max_connections=200 \
             -c synchronous_commit=off -c full_page_writes=off",
            self.folder.display()
        );
        self.command(&programs.join("pg_ctl"))
            .arg("-D")
            .arg(data)
            .arg("-l")
            .arg(log)
            .args(["-w", "-o", &settings, "start"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    fn watch(&self, programs: &Path, folder: &Path, data: &Path) -> Child {
        const SCRIPT: &str =
            r#"trap "" INT TERM HUP; cat; folder=$1; shift; "$@"; rm -rf -- "$folder""#;
        let mut stop = self.command(&programs.join("pg_ctl"));
        stop.arg("-D").arg(data).args(["-m", "immediate", "stop"]);
        let watch = Command::new("sh")
            .args(["-c", SCRIPT, "watch"])
            .arg(folder)
            .arg(stop.get_program())
            .args(stop.get_args())
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn();
        match watch {
            Ok(watch) => watch,
            Err(error) => panic!("the watch over the test server does not run: {error}"),
        }
    }
}

fn number_of(user: &str, which: &str) -> Option<u32> {
    let output = Command::new("id").args([which, user]).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
