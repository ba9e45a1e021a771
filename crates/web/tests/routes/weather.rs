//! Bad weather: a database that can only be read, is full, or is gone. Each is told in a sentence,
//! keeps what was typed, leaves nothing half recorded, and passes without a restart.

use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::time::Duration;

use standing_app::ports::Store;
use standing_store::testing::{self, Folder};
use standing_store::{Address, Options, create, open};
use standing_web::{Edge, Limits};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::accounts::Client;
use crate::table::{Site, founded_on, reopened};

/// What somebody typed, whose sign-in writes: it counts the attempt.
const TYPED: &str = "email=mary@example.org&password=a+secret+of+mine";

async fn says(client: &mut Client, sentence: &str) {
    let answer = client.post("/sign-in", TYPED).await;
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert!(answer.head.contains("retry-after: "), "{}", answer.head);
    assert!(answer.body.contains(sentence), "{}", answer.body);
    assert!(answer.body.contains("mary@example.org"), "{}", answer.body);
    assert!(!answer.body.contains("a secret of mine"), "{}", answer.body);
}

/// As with a right record: the password is wrong.
async fn is_well_again(client: &mut Client) {
    assert_eq!(client.get("/healthz").await.status, 200);
    assert_eq!(client.get("/sign-in").await.status, 200);
    let answer = client.post("/sign-in", TYPED).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
}

async fn served(store: Arc<dyn Store>) -> Client {
    let mut client = Client::of(Site::of(founded_on(store).await).await);
    assert_eq!(client.get("/sign-in").await.status, 200);
    client
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_can_only_be_read_keeps_the_form_and_goes_on_by_itself() {
    let folder = Folder::new();
    let address = Address::Folder(folder.path().to_owned());
    let store = create(&address, &testing::options()).await.unwrap();
    let mut client = served(store).await;
    let file = folder.path().join("standing.sqlite");
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    fs::set_permissions(&file, fs::Permissions::from_mode(mode & !0o222)).unwrap();
    says(&mut client, "can only be read at the moment").await;
    assert_eq!(client.get("/rulebook").await.status, 200);
    fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
    is_well_again(&mut client).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_database_takes_nothing_in_and_shows_its_pages() {
    let folder = Folder::new();
    let address = Address::Folder(folder.path().to_owned());
    let store = create(&address, &testing::options()).await.unwrap();
    let app = founded_on(store).await;
    let full = Options {
        // Less than there is: it cannot grow.
        pages_max: Some(1),
        ..testing::options()
    };
    let store = open(&address, &full).await.unwrap();
    let mut client = Client::of(Site::of(reopened(store)).await);
    assert_eq!(client.get("/sign-in").await.status, 200);
    let facts = app.head().await.unwrap().facts;
    let mut last = None;
    for household in 0..=255 {
        let from = format!("192.0.2.{household}");
        let answer = client.ask_for_a_step(&from).await;
        if answer.status != 200 {
            last = Some(answer);
            break;
        }
    }
    let last = last.expect("a database that cannot grow takes no end of tokens");
    assert_eq!(last.status, 503, "{}", last.body);
    assert!(
        last.body.contains("can only be read at the moment"),
        "{}",
        last.body
    );
    assert_eq!(client.get("/rulebook").await.status, 200);
    assert_eq!(app.head().await.unwrap().facts, facts);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_gone_is_told_and_found_again_and_another_is_not_taken_for_it() {
    let folder = Folder::new();
    let address = Address::Folder(folder.path().to_owned());
    let store = create(&address, &testing::options()).await.unwrap();
    let mut client = served(store).await;
    let file = folder.path().join("standing.sqlite");
    let aside = folder.path().join("aside");
    fs::rename(&file, &aside).unwrap();
    says(&mut client, "cannot be read at the moment").await;
    assert_eq!(client.get("/healthz").await.status, 503);
    fs::rename(&aside, &file).unwrap();
    is_well_again(&mut client).await;

    fs::copy(&file, &aside).unwrap();
    fs::rename(&aside, &file).unwrap();
    says(&mut client, "cannot be read at the moment").await;
}

/// The way to a PostgreSQL, which can be cut and mended: to whoever asks, the server stopped and
/// was started again.
struct Way {
    here: SocketAddr,
    there: String,
    open: Option<JoinHandle<()>>,
}

impl Way {
    async fn to(there: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = listener.local_addr().unwrap();
        let mut way = Self {
            here,
            there: there.to_owned(),
            open: None,
        };
        way.open_on(listener);
        way
    }

    fn open_on(&mut self, listener: TcpListener) {
        let there = self.there.clone();
        self.open = Some(tokio::spawn(async move {
            let mut ways = tokio::task::JoinSet::new();
            loop {
                let (mut near, _) = listener.accept().await.unwrap();
                let mut far = TcpStream::connect(&there).await.unwrap();
                ways.spawn(async move {
                    let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
                });
            }
        }));
    }

    async fn cut(&mut self) {
        let open = self.open.take().unwrap();
        open.abort();
        let _ = open.await;
    }

    async fn mend(&mut self) {
        let listener = TcpListener::bind(self.here).await.unwrap();
        self.open_on(listener);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stopped_is_told_and_used_again_once_it_is_back() {
    let url = testing::postgres_url().await;
    let (user, place) = url.rsplit_once('@').unwrap();
    let (there, name) = place.split_once('/').unwrap();
    let mut way = Way::to(there).await;
    let url = format!("{user}@{}/{name}", way.here);
    let impatient = Options {
        patience: Duration::from_secs(3),
        ..testing::options()
    };
    let address = Address::database(&url).unwrap();
    let store = create(&address, &impatient).await.unwrap();
    let mut client = served(store).await;
    way.cut().await;
    says(&mut client, "cannot be read at the moment").await;
    assert_eq!(client.get("/healthz").await.status, 503);
    way.mend().await;
    is_well_again(&mut client).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_whose_answer_took_too_long_is_shown_again() {
    let edge = Edge {
        limits: Limits {
            answer: Duration::from_millis(1),
            ..Limits::default()
        },
        ..Edge::default()
    };
    let store = testing::sqlite().await;
    let app = founded_on(store).await;
    let mut calm = Client::of(Site::of(app.clone()).await);
    calm.get("/sign-in").await;
    // A password takes longer to be checked than that.
    let mut client = calm.elsewhere(Site::behind(app, edge).await);
    says(&mut client, "gave this up").await;
}
