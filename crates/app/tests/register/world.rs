//! A store, a set clock, and what the tests ask of them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use standing_app::ports::{Clock, Entropy, LIST_MAX, Store};
use standing_app::register::{
    Files, Format, Import, ImportError, Mapping, Recorded, Report, SHIPPED, export, import,
};
use standing_base::{Instant, Zone};
use standing_domain::Fact;

#[derive(Debug)]
pub(crate) struct Set;

impl Clock for Set {
    fn now(&self) -> Instant {
        "2026-11-22T12:00:00Z".parse().unwrap()
    }
}

#[derive(Debug)]
pub(crate) struct Counter(AtomicU64);

impl Entropy for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        let (before, end) = bytes.split_at_mut(bytes.len() - 8);
        before.fill(0);
        end.copy_from_slice(&count.to_be_bytes());
    }
}

pub(crate) struct World {
    pub(crate) store: Arc<dyn Store>,
    entropy: Counter,
    pub(crate) dry_run: bool,
    pub(crate) strict: bool,
    pub(crate) recorded: Option<Recorded>,
}

pub(crate) fn shipped(name: &str) -> Mapping {
    let (_, text) = SHIPPED.iter().find(|(known, _)| *known == name).unwrap();
    Mapping::parse(text).unwrap()
}

impl World {
    pub(crate) async fn new() -> Self {
        static WORLDS: AtomicU64 = AtomicU64::new(1);
        let world = WORLDS.fetch_add(1, Ordering::Relaxed);
        Self {
            store: standing_store::testing::sqlite().await,
            entropy: Counter(AtomicU64::new(world << 40)),
            dry_run: false,
            strict: false,
            recorded: None,
        }
    }

    pub(crate) async fn try_import(
        &self,
        files: &dyn Files,
        file: &str,
        mapping: Option<&Mapping>,
    ) -> Result<Report, ImportError> {
        let format = match mapping {
            None => Format::Popolo,
            Some(mapping) if mapping.is_json() => Format::Json,
            Some(_) => Format::Csv,
        };
        let zone = Zone::utc();
        let what = Import {
            format,
            mapping,
            files,
            file,
            scheme: None,
            recorded: self.recorded,
            zone: &zone,
            declared: &[],
            dry_run: self.dry_run,
            strict: self.strict,
        };
        import(&*self.store, &Set, &self.entropy, &what, &mut |_| {}).await
    }

    pub(crate) async fn import(
        &self,
        files: &dyn Files,
        file: &str,
        mapping: Option<&Mapping>,
    ) -> Report {
        let report = self.try_import(files, file, mapping).await.unwrap();
        let outcomes = report.accepted + report.merged + report.unchanged + report.rows_rejected;
        assert_eq!(outcomes, report.rows_read, "every row has one outcome");
        report
    }

    /// Imports a text.
    pub(crate) async fn text(&self, text: &str, mapping: Option<&Mapping>) -> Report {
        self.import(&one("register", text), "register", mapping)
            .await
    }

    pub(crate) async fn facts(&self) -> Vec<Fact> {
        let mut snapshot = self.store.snapshot().await.unwrap();
        let mut facts: Vec<Fact> = Vec::new();
        loop {
            let after = facts.last().map_or(0, |fact| fact.number);
            let page = snapshot.facts_after(after, LIST_MAX).await.unwrap();
            if page.is_empty() {
                return facts;
            }
            facts.extend(page);
        }
    }

    pub(crate) async fn export(&self, format: Format) -> String {
        let mut out = Vec::new();
        let mut snapshot = self.store.snapshot().await.unwrap();
        export(&mut *snapshot, format, &mut out).await.unwrap();
        String::from_utf8(out).unwrap()
    }
}

pub(crate) fn one(name: &str, text: impl AsRef<[u8]>) -> BTreeMap<String, Vec<u8>> {
    [(name.to_owned(), text.as_ref().to_vec())].into()
}

/// How many facts there are of each kind.
pub(crate) fn kinds(facts: &[Fact]) -> BTreeMap<&str, usize> {
    let mut kinds = BTreeMap::new();
    for fact in facts {
        *kinds.entry(fact.what.kind.as_str()).or_default() += 1;
    }
    kinds
}
