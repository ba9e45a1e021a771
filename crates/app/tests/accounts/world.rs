//! A record with an organisation, a clock that is set, and a post box.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use standing_app::App;
use standing_app::account::start::Chosen;
use standing_app::account::{AccountError, Entry, Source, Visitor, password};
use standing_app::ports::outbox::NewLetter;
use standing_app::ports::{Addition, Clock, Entropy};
use standing_base::{Id, IdKind, Instant};
use standing_domain::NewFact;
use standing_rulebook::Files;

#[derive(Debug)]
pub(crate) struct SetClock(AtomicI64);

impl Clock for SetClock {
    fn now(&self) -> Instant {
        Instant::from_microseconds(self.0.load(Ordering::Relaxed))
    }
}

/// Never the same twice.
#[derive(Debug, Default)]
struct Counter(AtomicU64);

impl Entropy for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = count.to_be_bytes()[place % 8].wrapping_add(u8::try_from(place).unwrap());
        }
    }
}

pub(crate) const PASSWORD: &str = "four words are enough";
pub(crate) const EMAIL: &str = "officer@example.org";

pub(crate) struct World {
    pub(crate) app: App,
    clock: Arc<SetClock>,
}

fn gather(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().into_string().unwrap());
        if entry.path().is_dir() {
            gather(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, std::fs::read_to_string(entry.path()).unwrap());
        }
    }
}

pub(crate) fn source(number: u8) -> Source {
    Source::of(std::net::IpAddr::from([192, 0, 2, number]))
}

/// The token at the end of a link.
pub(crate) fn token_in(text: &str) -> String {
    let word = text.split_whitespace().find(|word| word.contains("://"));
    word.unwrap().rsplit('/').next().unwrap().to_owned()
}

pub(crate) fn signed_in(entry: Entry) -> String {
    match entry {
        Entry::SignedIn(token) => token.text().to_owned(),
        Entry::SecondStep(_) => panic!("a second step was asked for"),
    }
}

impl World {
    /// An organisation, and nobody who can sign in.
    pub(crate) async fn new() -> Self {
        let start: Instant = "2026-11-22T12:00:00Z".parse().unwrap();
        let clock = Arc::new(SetClock(AtomicI64::new(start.microseconds())));
        let store = standing_store::testing::sqlite().await;
        let app = App::new(store, clock.clone(), Arc::new(Counter::default()))
            .with_post()
            .at("https://standing.example.org".parse().unwrap());
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebooks/example-party");
        let mut files = Files::new();
        gather(&folder, "", &mut files);
        app.found("The Example Party", "1983".parse().unwrap(), &files)
            .await
            .unwrap();
        Self { app, clock }
    }

    /// The same with its first officer, and the token of their session.
    pub(crate) async fn with_officer() -> (Self, String) {
        let world = Self::new().await;
        let link = world.app.first_officer_link().await.unwrap().unwrap();
        let entry = world.begin(&token_in(&link), "Ada Lovelace", EMAIL).await;
        (world, signed_in(entry.unwrap()))
    }

    pub(crate) async fn begin(
        &self,
        token: &str,
        who: &str,
        email: &str,
    ) -> Result<Entry, AccountError> {
        let password = self.app.choose_password(PASSWORD, PASSWORD, email)?;
        let chosen = Chosen {
            who: who.to_owned(),
            email: email.to_owned(),
            hash: password.hash(&password::salt(self.app.entropy()))?,
        };
        self.app.begin_account(token, chosen, "a browser").await
    }

    pub(crate) fn hash(&self, password: &str) -> String {
        let chosen = self.app.choose_password(password, password, EMAIL);
        let salt = password::salt(self.app.entropy());
        chosen.unwrap().hash(&salt).unwrap()
    }

    /// Puts somebody on the record.
    pub(crate) async fn register(&self, name: &str) -> Id {
        let person = Id::new(IdKind::Person, self.now(), self.app.entropy().ten_bytes());
        let fact = NewFact {
            stream: person,
            revision: 1,
            kind: "person_registered".to_owned(),
            about: person,
            effective_on: "2020-01-01".parse().unwrap(),
            recorded_at: self.now(),
            actor: None,
            capacity: None,
            clause: None,
            imported: false,
            fields: [].into(),
            sources: vec![],
        };
        let private = vec![("name".to_owned(), name.to_owned())];
        let rows = standing_app::projection::rows(&fact, &private);
        let addition = Addition {
            fact,
            private,
            rows,
        };
        let mut writer = self.app.store().writer().await.unwrap();
        writer.append(vec![addition]).await.unwrap();
        writer.commit().await.unwrap();
        person
    }

    pub(crate) async fn sign_in(&self, email: &str, password: &str) -> Result<Entry, AccountError> {
        let check = self.app.begin_sign_in(email, password, source(1)).await?;
        self.app.finish_sign_in(check.run(), "a browser").await
    }

    pub(crate) async fn visitor(&self, token: &str) -> Visitor {
        self.app.visitor(token).await.unwrap().unwrap()
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.clock
            .0
            .fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }

    pub(crate) fn now(&self) -> Instant {
        self.clock.now()
    }

    /// The letters that wait to be sent, the newest first.
    pub(crate) async fn letters(&self) -> Vec<NewLetter> {
        let mut snapshot = self.app.store().snapshot().await.unwrap();
        let letters = snapshot.letters(None, None, 10).await.unwrap();
        letters.into_iter().map(|letter| letter.what).collect()
    }
}
