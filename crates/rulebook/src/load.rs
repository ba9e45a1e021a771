//! From a folder of text to a [`Rulebook`]: all or nothing, with every error at once.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::check;
use crate::diagnostic::{Diagnostic, Report, did_you_mean, nearest, quoted};
use crate::draft::Draft;
use crate::fingerprint::{self, Fingerprint};
use crate::limits::{FILE_BYTES_MAX, FILES_MAX, FOLDER_BYTES_MAX, LINE_BYTES_MAX};
use crate::markdown::{self, RawClause};
use crate::model::{
    Audience, Clause, ClauseIx, EntryKind, FactIx, FactType, RecordIx, Rulebook, TrackRef, Version,
    Vocabulary,
};
use crate::overlay::file_of;
use crate::source::{Files, Source};
use crate::tables::entries::{self, CORE, CORE_FILE};
use crate::tables::manifest::{self, Manifest, VersionDecl};
use crate::tables::row::Row;
use crate::tables::vocabulary::{self, Words, ix};
use crate::tables::{decisions, duties, effects, histories, powers, retention, statuses};
use crate::testfile::TestFile;
use crate::texts::Texts;
use crate::toml::{self, Node};

/// A rulebook with what came with it.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub rulebook: Rulebook,
    /// What is not wrong but worth a look.
    pub notes: Vec<Diagnostic>,
    pub tests: Vec<TestFile>,
    /// The texts, for what-ifs.
    pub files: Files,
}

impl Rulebook {
    /// Loads a folder. On any error nothing is loaded, and all errors are given, in the order of
    /// files and lines.
    pub fn load(files: &Files) -> Result<Loaded, Vec<Diagnostic>> {
        let mut report = Report::default();
        let folder = Folder::new(files, &mut report);
        let mut read = None;
        if !report.has_errors() {
            read = folder.rulebook(Texts::default(), &mut report);
        }
        let mut loaded = None;
        if let Some((mut rulebook, words)) = read.filter(|_| !report.has_errors()) {
            rulebook.overlays = folder.overlays(&mut rulebook, &mut report);
            let tests = folder.tests(&rulebook, &words, &mut report);
            loaded = Some((rulebook, tests));
        }
        folder.unread(&mut report);
        let (errors, notes) = report.finish();
        match loaded {
            Some((rulebook, tests)) if errors.is_empty() => Ok(Loaded {
                rulebook,
                notes,
                tests,
                files: files.clone(),
            }),
            _ => Err(errors),
        }
    }
}

pub(crate) const MANIFEST: &str = "rulebook.toml";
const VOCABULARY: &str = "vocabulary.toml";
pub(crate) const TABLES: &[&str] = &[
    "statuses.toml",
    "duties.toml",
    "retention.toml",
    "decisions.toml",
    "powers.toml",
    "publication.toml",
];

/// The files with their lines found and their tables parsed.
pub(crate) struct Folder<'a> {
    pub(crate) sources: BTreeMap<&'a str, Source<'a>>,
    trees: BTreeMap<&'a str, Cow<'a, Node>>,
    core: Source<'static>,
    core_tree: Option<Cow<'a, Node>>,
}

impl<'a> Folder<'a> {
    pub(crate) fn new(files: &'a Files, report: &mut Report) -> Self {
        let core = Source::new(CORE_FILE, CORE);
        let core_tree = toml::parse(&core, report);
        let mut folder = Self {
            sources: BTreeMap::new(),
            trees: BTreeMap::new(),
            core,
            core_tree: core_tree.map(Cow::Owned),
        };
        let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
        if files.len() > FILES_MAX || bytes > FOLDER_BYTES_MAX {
            let message = format!(
                "a rulebook has at most {FILES_MAX} files and {FOLDER_BYTES_MAX} bytes, and this \
                 folder has {} and {bytes}",
                files.len()
            );
            report.push(Diagnostic::of_file(MANIFEST, message, None));
            return folder;
        }
        for (path, text) in files.iter() {
            if !matters(path) {
                continue;
            }
            let source = Source::new(path, text);
            if let Some(offset) = files.not_text(path) {
                let help = "save it as UTF-8".to_owned();
                let at = source.at(offset..offset + 1);
                report.error(&at, "this file is not UTF-8 text", help);
            } else if good(&source, report) && is_read(path) {
                let tree = toml::parse(&source, report);
                folder
                    .trees
                    .extend(tree.map(|tree| (path, Cow::Owned(tree))));
            }
            folder.sources.insert(path, source);
        }
        folder
    }

    /// The same folder with other texts in some of its Markdown files: its tables are not parsed again.
    pub(crate) fn with<'b>(
        &'b self,
        texts: &'b BTreeMap<String, String>,
        report: &mut Report,
    ) -> Folder<'b> {
        let mut sources: BTreeMap<&str, Source<'b>> = self.sources.clone();
        for (path, text) in texts {
            let source = Source::new(path, text);
            good(&source, report);
            sources.insert(path, source);
        }
        let borrowed =
            |(path, tree): (&&'b str, &'b Cow<'_, Node>)| (*path, Cow::Borrowed(&**tree));
        Folder {
            sources,
            trees: self.trees.iter().map(borrowed).collect(),
            core: self.core.clone(),
            core_tree: self.core_tree.as_deref().map(Cow::Borrowed),
        }
    }

    /// A file with its table, if it is there and could be parsed.
    pub(crate) fn tree(&self, path: &str) -> Option<(&Source<'a>, &Node)> {
        Some((self.sources.get(path)?, self.trees.get(path)?.as_ref()))
    }

    fn needed(&self, path: &str, report: &mut Report) -> Option<(&Source<'a>, &Node)> {
        if !self.sources.contains_key(path) {
            let other = nearest(path, self.sources.keys().copied());
            let help = other.map(|other| format!("is `{other}` meant to be it?"));
            let message = format!("the rulebook has no `{path}`");
            report.push(Diagnostic::of_file(path, message, help));
        }
        self.tree(path)
    }

    pub(crate) fn manifest(&self, report: &mut Report) -> Option<Manifest> {
        let (source, root) = self.needed(MANIFEST, report)?;
        manifest::read(source, root, report)
    }

    pub(crate) fn rulebook(
        &self,
        mut texts: Texts<'_>,
        report: &mut Report,
    ) -> Option<(Rulebook, Words)> {
        let manifest = self.manifest(report);
        let vocabulary = self.needed(VOCABULARY, report);
        let manifest = manifest?;
        let mut drafts = self.drafts(&manifest, report);
        let (source, root) = vocabulary?;
        let (mut words, file) = vocabulary::read(source, root, report)?;
        self.entries(&manifest, &mut words, &file, &mut texts, report);
        let mut versions = Vec::new();
        for draft in &mut drafts {
            versions.push(self.version(draft, &manifest, &words, &mut texts, report));
        }
        if versions.is_empty() {
            return None;
        }
        check_public(&words.vocabulary, &versions, &file, report);
        let rulebook = Rulebook {
            name: manifest.name,
            language: manifest.language,
            timezone: manifest.timezone,
            counting: manifest.counting,
            holidays: manifest.holidays,
            vocabulary: words.vocabulary.clone(),
            fingerprint: self.fingerprint(&versions),
            versions,
            overlays: Vec::new(),
            texts: texts.into_names(),
        };
        Some((rulebook, words))
    }

    /// The versions with their clauses read.
    pub(crate) fn drafts<'d>(
        &'d self,
        manifest: &'d Manifest,
        report: &mut Report,
    ) -> Vec<Draft<'d>> {
        let mut drafts = Vec::new();
        for decl in &manifest.versions {
            let mut clauses: Vec<RawClause<'d>> = Vec::new();
            let mut any = false;
            for source in self
                .in_folder(decl)
                .filter(|source| is_markdown(source.path))
            {
                any = true;
                clauses.extend(markdown::read(source, report));
            }
            if !any {
                let folders: BTreeSet<&str> = self
                    .sources
                    .keys()
                    .filter_map(|path| path.rsplit_once('/').map(|(folder, _)| folder))
                    .collect();
                let folder = &decl.folder.value;
                let message = format!("there is no Markdown file in {}", quoted(folder));
                let help = did_you_mean(folder, folders);
                if let Some(manifest) = self.sources.get(MANIFEST) {
                    report.error(&manifest.at(decl.folder.span.clone()), message, help);
                }
            }
            drafts.push(Draft::new(decl, clauses, report));
        }
        drafts
    }

    /// The files that stand directly in a version's folder.
    fn in_folder(&self, decl: &VersionDecl) -> impl Iterator<Item = &Source<'a>> {
        let folder = decl.folder.value.as_str();
        self.sources.values().filter(move |source| {
            source
                .path
                .rsplit_once('/')
                .is_some_and(|(of, _)| of == folder)
        })
    }

    fn table_of(&self, decl: &VersionDecl, name: &str) -> Option<(&Source<'a>, &Node)> {
        self.tree(&format!("{}/{name}", decl.folder.value))
    }

    /// Declares the rulebook's entries and the core's, and reads what they set.
    fn entries(
        &self,
        manifest: &Manifest,
        words: &mut Words,
        file: &Row<'_>,
        texts: &mut Texts<'_>,
        report: &mut Report,
    ) {
        let mut declared = entries::declare(file, false, words, report);
        let core = self
            .core_tree
            .as_deref()
            .and_then(|tree| Row::new(&self.core, "", tree, &["entry"], report));
        if let Some(core) = &core {
            declared.extend(entries::declare(core, true, words, report));
        }
        let mut tracks: BTreeMap<TrackRef, String> = BTreeMap::new();
        for decl in &manifest.versions {
            if let Some((source, root)) = self.table_of(decl, "statuses.toml") {
                statuses::tracks(source, root, words, &mut tracks);
            }
        }
        let mut kinds = std::mem::take(&mut words.vocabulary.entries);
        let rules = effects::Rules {
            words,
            tracks: &tracks,
            vocabulary: file,
        };
        effects::effects(&declared, &mut kinds, &rules, texts, report);
        note_unmade(words, &kinds, &tracks, file, report);
        words.vocabulary.entries = kinds;
    }

    fn version(
        &self,
        draft: &mut Draft<'_>,
        manifest: &Manifest,
        words: &Words,
        texts: &mut Texts<'_>,
        report: &mut Report,
    ) -> Version {
        let decl = draft.decl;
        let counting = manifest.counting;
        let (moves, timers) = match self.table_of(decl, "statuses.toml") {
            Some((source, root)) => statuses::read(source, root, words, counting, draft, report),
            None => (Vec::new(), Vec::new()),
        };
        let duties = match self.table_of(decl, "duties.toml") {
            Some((source, root)) => duties::read(source, root, words, counting, draft, report),
            None => Vec::new(),
        };
        let keeps = match self.table_of(decl, "retention.toml") {
            Some((source, root)) => retention::read(source, root, words, counting, draft, report),
            None => Vec::new(),
        };
        let decisions = match self.table_of(decl, "decisions.toml") {
            Some((source, root)) => decisions::read(source, root, words, draft, report),
            None => Vec::new(),
        };
        let powers = match self.table_of(decl, "powers.toml") {
            Some((source, root)) => powers::powers(source, root, words, draft, report),
            None => Vec::new(),
        };
        let publication = match self.table_of(decl, "publication.toml") {
            Some((source, root)) => powers::publication(source, root, words, draft, report),
            None => Vec::new(),
        };
        let (defines, rules) = check::rules(draft, words, texts, report);
        draft.coverage(report);
        Version {
            id: decl.id.value.clone(),
            folder: decl.folder.value.clone(),
            in_force: decl.in_force,
            adopted_by: decl.adopted_by.clone(),
            timers_by: decl.timers_by,
            clauses: clauses(draft),
            params: draft.params.clone(),
            defines,
            rules,
            moves,
            timers,
            duties,
            keeps,
            decisions,
            powers,
            publication,
            fingerprint: self.folder_fingerprint(decl),
        }
    }

    /// Of the files that the version is made of.
    fn folder_fingerprint(&self, decl: &VersionDecl) -> String {
        let mut fingerprint = Fingerprint::new();
        for source in self.in_folder(decl) {
            let name = source.path.rsplit('/').next().unwrap_or_default();
            if is_markdown(name) || TABLES.contains(&name) {
                fingerprint.add(name).add(source.text);
            }
        }
        fingerprint.hex()
    }

    fn fingerprint(&self, versions: &[Version]) -> String {
        let mut fingerprint = Fingerprint::new();
        for name in [MANIFEST, VOCABULARY] {
            let text = self.sources.get(name).map_or("", |source| source.text);
            fingerprint.add(name).add(text);
        }
        for version in versions {
            fingerprint.add(&version.folder).add(&version.fingerprint);
        }
        fingerprint.hex()
    }

    fn tests(&self, rulebook: &Rulebook, words: &Words, report: &mut Report) -> Vec<TestFile> {
        let mut tests = Vec::new();
        for path in self.sources.keys() {
            if let Some(name) = file_of("tests/", path)
                && let Some((source, root)) = self.tree(path)
            {
                tests.push(histories::read(source, root, name, rulebook, words, report));
            }
        }
        tests
    }

    /// Files that look as if they meant something and are not read.
    fn unread(&self, report: &mut Report) {
        // Without a manifest nobody can say which folders are versions.
        let mut unheard = Report::default();
        let Some(manifest) = self.manifest(&mut unheard) else {
            return;
        };
        let folders: Vec<&str> = manifest
            .versions
            .iter()
            .map(|decl| decl.folder.value.as_str())
            .collect();
        let mut told = BTreeSet::new();
        for (path, source) in &self.sources {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let first_line = source.text.find('\n').unwrap_or(source.text.len());
            let at = source.at(0..first_line);
            if folders.contains(&folder) {
                if is_toml(name) && !TABLES.contains(&name) {
                    let message = format!("{} has no meaning in a version's folder", quoted(name));
                    let help = did_you_mean(name, TABLES.iter().copied())
                        .unwrap_or_else(|| format!("a version has {}", TABLES.join(", ")));
                    report.error(&at, message, help);
                }
            } else if folder == "versions" || folder.starts_with("versions/") {
                if told.insert(folder) {
                    let message = format!("no version of rulebook.toml has the folder `{folder}`");
                    report.note(&at, message);
                }
            } else if is_toml(name) && folder.is_empty() && ![MANIFEST, VOCABULARY].contains(&name)
            {
                report.note(&at, format!("`{name}` is not read"));
            }
        }
    }
}

fn clauses(draft: &Draft<'_>) -> Vec<Clause> {
    let mut clauses = Vec::new();
    for (at, raw) in draft.clauses.iter().enumerate() {
        let rows = draft.rows_citing(ClauseIx(ix(at)));
        let blocks: Vec<&str> = raw
            .blocks
            .iter()
            .map(|block| raw.source.slice(block).trim())
            .collect();
        clauses.push(Clause {
            id: raw.id.value.clone(),
            title: raw.title.clone(),
            level: raw.level,
            chapter: raw.chapter.clone(),
            mark: raw.mark,
            words: raw.words.clone(),
            rule_text: blocks.join("\n\n"),
            rows: rows.to_vec(),
            place: raw.source.at(raw.id.span.clone()).place(),
            words_fingerprint: fingerprint::words(raw),
            rule_fingerprint: fingerprint::rule(raw, rows),
        });
    }
    clauses
}

/// Notes facts of the record that no entry and no move makes: they are missing for ever.
fn note_unmade(
    words: &Words,
    kinds: &[EntryKind],
    tracks: &BTreeMap<TrackRef, String>,
    file: &Row<'_>,
    report: &mut Report,
) {
    let mut made: BTreeSet<(RecordIx, FactIx)> = BTreeSet::new();
    let mut on_the_record: BTreeSet<RecordIx> = BTreeSet::new();
    for kind in kinds {
        let owner = entries::owner(kind);
        on_the_record.extend([owner, kind.about]);
        made.extend(kind.sets.iter().map(|effect| (owner, effect.fact)));
        made.extend(kind.also.iter().map(|effect| (kind.about, effect.fact)));
    }
    made.extend(tracks.keys().map(|track| (track.record, track.fact)));
    for ((record, fact), span) in &words.facts {
        let Some(decl) = words.vocabulary.fact_decl(*record, *fact) else {
            continue;
        };
        // What is known of others, such as a voter in a meeting, does not come from entries.
        let derived = decl.since.is_some() || matches!(decl.kind, FactType::List(_));
        if on_the_record.contains(record) && !derived && !made.contains(&(*record, *fact)) {
            let record = words.vocabulary.record_name(*record);
            let message = format!("nothing on the record makes `{record}.{}`", decl.name);
            report.note(&file.at(span), message);
        }
    }
}

/// A question that pages may answer needs a row that publishes what it tells.
fn check_public(
    vocabulary: &Vocabulary,
    versions: &[Version],
    file: &Row<'_>,
    report: &mut Report,
) {
    for question in &vocabulary.questions {
        let Some(what) = &question.public else {
            continue;
        };
        let published = versions
            .iter()
            .flat_map(|version| &version.publication)
            .any(|row| row.what == *what && row.to == Audience::Public);
        if !published {
            let message = format!(
                "no publication.toml publishes {} to the public, so no page will answer `{}`",
                quoted(what),
                question.name
            );
            let named = vocabulary::named(file, "question", &[], &mut Report::default());
            let row = named.iter().find(|named| named.key == question.name);
            if let Some(row) = row {
                report.note(&row.row.at(&row.key_span), message);
            }
        }
    }
}

/// Whether a file's limits are kept.
fn good(source: &Source<'_>, report: &mut Report) -> bool {
    if source.text.len() > FILE_BYTES_MAX {
        let message = format!("a file has at most {FILE_BYTES_MAX} bytes");
        report.error(&source.at(0..0), message, None);
        return false;
    }
    let long = source.lines().find(|(_, line)| line.len() > LINE_BYTES_MAX);
    if let Some((start, _)) = long {
        let message = format!("a line has at most {LINE_BYTES_MAX} bytes");
        report.error(&source.at(start..start), message, None);
        return false;
    }
    true
}

/// Pictures, scripts and the like may stand in the folder; they are nothing to us.
fn matters(path: &str) -> bool {
    is_markdown(path) || is_toml(path)
}

/// Tables that mean something; others may stand at the top of the folder for other programs.
fn is_read(path: &str) -> bool {
    is_toml(path) && (path.contains('/') || [MANIFEST, VOCABULARY].contains(&path))
}

fn is_markdown(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| ending == "md")
}

fn is_toml(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| ending == "toml")
}
