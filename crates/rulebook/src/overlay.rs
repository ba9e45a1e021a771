//! What-ifs: the same rulebook with some parameters and clauses changed.
//!
//! The changes are made in the texts and the texts are loaded again, so that a what-if means
//! exactly what an amendment with the same words would mean.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Report, did_you_mean, quoted};
use crate::draft::Draft;
use crate::limits::OVERLAYS_MAX;
use crate::load::{Folder, Loaded};
use crate::markdown;
use crate::model::{Names, Overlay, Rulebook};
use crate::params;
use crate::source::{Source, Span};
use crate::tables::manifest::Manifest;
use crate::tables::vocabulary::Words;
use crate::tables::whatif::{self, Spans};
use crate::texts::Texts;

impl Loaded {
    /// The rulebook as it would be with an overlay. Its vocabulary is the same, index by index.
    ///
    /// `names` is the table of the register that the result is asked about; without a register,
    /// the rulebook's own [`Rulebook::texts`].
    pub fn with_overlay(
        &self,
        overlay: &Overlay,
        names: &Names,
    ) -> Result<Rulebook, Vec<Diagnostic>> {
        let texts = Texts::of_register(names, self.rulebook.texts.clone());
        // One that was made on a page stands in no file.
        let file = match overlay.place.file.as_str() {
            "" => "what-if",
            file => file,
        };
        let source = Source::new(file, "");
        let place = Anchor {
            source: &source,
            spans: None,
        };
        let mut report = Report::default();
        let folder = Folder::new(&self.files, &mut report);
        let changed = changed(&folder, overlay, &place, texts, &mut report);
        match changed {
            Some((mut rulebook, _)) if !report.has_errors() => {
                rulebook.overlays.clone_from(&self.rulebook.overlays);
                Ok(rulebook)
            }
            _ => Err(report.finish().0),
        }
    }
}

impl Folder<'_> {
    /// The what-ifs of the folder, each tried.
    pub(crate) fn overlays(&self, rulebook: &mut Rulebook, report: &mut Report) -> Vec<Overlay> {
        let mut overlays = Vec::new();
        for (path, source) in &self.sources {
            let Some(id) = file_of("what-if/", path) else {
                continue;
            };
            if overlays.len() >= OVERLAYS_MAX {
                let message = format!("a rulebook has at most {OVERLAYS_MAX} what-ifs");
                report.error(&source.at(0..0), message, None);
                break;
            }
            let Some((_, root)) = self.tree(path) else {
                continue;
            };
            let mut own = Report::default();
            let read = whatif::read(source, root, id, &mut own);
            if let Some(read) = read {
                if !own.has_errors() {
                    let anchor = Anchor {
                        source,
                        spans: Some(&read.spans),
                    };
                    // Its texts join the rulebook's, so that a register numbers them too.
                    let texts = Texts::continuing(std::mem::take(&mut rulebook.texts));
                    let tried = changed(self, &read.overlay, &anchor, texts, &mut own);
                    if let Some((_, texts)) = tried {
                        rulebook.texts = texts;
                    }
                }
                overlays.push(read.overlay);
            }
            for fault in own.finish().0 {
                report.push(fault);
            }
        }
        overlays
    }
}

/// The stem of a TOML file that stands directly in a folder.
pub(crate) fn file_of<'p>(folder: &str, path: &'p str) -> Option<&'p str> {
    let name = path.strip_prefix(folder)?.strip_suffix(".toml")?;
    (!name.contains('/')).then_some(name)
}

/// Where an overlay is written, for its faults.
struct Anchor<'a> {
    source: &'a Source<'a>,
    spans: Option<&'a Spans>,
}

impl Anchor<'_> {
    fn span(&self, find: impl Fn(&Spans) -> Option<Span>) -> Span {
        self.spans.and_then(find).unwrap_or(0..0)
    }

    fn error(&self, span: Span, message: String, help: Option<String>, report: &mut Report) {
        report.error(&self.source.at(span), message, help);
    }
}

/// A clause's text put into a file, from which line and for how many.
struct Inserted {
    clause: String,
    path: String,
    first_line: usize,
    lines: usize,
}

/// The new texts of the files that are changed, by path.
type Changed = BTreeMap<String, String>;

fn changed(
    folder: &Folder<'_>,
    overlay: &Overlay,
    anchor: &Anchor<'_>,
    texts: Texts<'_>,
    report: &mut Report,
) -> Option<(Rulebook, Names)> {
    let manifest = folder.manifest(&mut Report::default())?;
    let mut inserted = Vec::new();
    let mut clauses = Changed::new();
    if !overlay.clauses.is_empty() || !overlay.versions.is_empty() {
        check_versions(&manifest, overlay, anchor, report);
        clauses = change_clauses(folder, &manifest, overlay, anchor, &mut inserted, report);
    }
    if report.has_errors() {
        return None;
    }
    let mut faults = Report::default();
    let folder = folder.with(&clauses, &mut faults);
    let params = change_params(&folder, &manifest, overlay, anchor, report);
    if report.has_errors() {
        return None;
    }
    let read = folder
        .with(&params, &mut faults)
        .rulebook(texts, &mut faults);
    for fault in faults.finish().0 {
        report.push(placed(fault, anchor, &inserted));
    }
    let (rulebook, _): (Rulebook, Words) = read?;
    let texts = rulebook.texts.clone();
    (!report.has_errors()).then_some((rulebook, texts))
}

/// A fault of the changed texts, put where the overlay is written.
fn placed(fault: Diagnostic, anchor: &Anchor<'_>, inserted: &[Inserted]) -> Diagnostic {
    let line = fault.place.line as usize;
    let within = inserted.iter().find(|one| {
        one.path == fault.place.file && (one.first_line..one.first_line + one.lines).contains(&line)
    });
    let at = match (within, anchor.spans) {
        (Some(one), Some(spans)) => spans.clauses.get(&one.clause).and_then(|(_, text)| {
            let written = anchor.source.slice(text);
            let on_next_line = ["\"\"\"\n", "'''\n"]
                .iter()
                .any(|open| written.starts_with(open));
            let wanted = line - one.first_line + usize::from(on_next_line);
            let start = match wanted {
                0 => 0,
                _ => written.match_indices('\n').nth(wanted - 1)?.0 + 1,
            };
            let rest = written.get(start..)?;
            let from = rest.find(fault.meant())?;
            Some(text.start + start + from..text.start + start + from + fault.meant().len())
        }),
        _ => None,
    };
    let mut report = Report::default();
    if let Some(span) = at {
        anchor.error(span, fault.message, fault.help, &mut report);
    } else {
        let message = format!("with this what-if, {}: {}", fault.place, fault.message);
        let blamed = anchor.span(|spans| blamed(spans, within, &fault.message));
        anchor.error(blamed, message, fault.help, &mut report);
    }
    let moved = report.finish().0.pop();
    moved.unwrap_or_else(|| Diagnostic::of_file("", String::new(), None))
}

/// The part of an overlay that most likely made a fault elsewhere.
fn blamed(spans: &Spans, within: Option<&Inserted>, message: &str) -> Option<Span> {
    let clause = |id: &String| spans.clauses.get(id).map(|(id, _)| id.clone());
    let mentioned = |name: &&String| message.contains(name.as_str());
    within
        .and_then(|one| clause(&one.clause))
        .or_else(|| {
            spans
                .params
                .get(spans.params.keys().find(mentioned)?)
                .cloned()
        })
        .or_else(|| clause(spans.clauses.keys().find(mentioned)?))
        .or_else(|| clause(spans.clauses.keys().next()?))
        .or_else(|| spans.params.values().next().cloned())
}

fn change_clauses(
    folder: &Folder<'_>,
    manifest: &Manifest,
    overlay: &Overlay,
    anchor: &Anchor<'_>,
    inserted: &mut Vec<Inserted>,
    report: &mut Report,
) -> Changed {
    let mut drafts = folder.drafts(manifest, &mut Report::default());
    drafts.retain(|draft| chosen(overlay, draft));
    let mut edits: BTreeMap<&str, Vec<(Span, &str, &str)>> = BTreeMap::new();
    for (id, text) in &overlay.clauses {
        let span = || anchor.span(|spans| spans.clauses.get(id).map(|(id, _)| id.clone()));
        let mut found = false;
        for draft in &drafts {
            let clause = draft.clause_named(id);
            if let Some(clause) = clause.and_then(|clause| draft.clauses.get(clause.at())) {
                found = true;
                let edit = (clause.body.clone(), id.as_str(), text.as_str());
                edits.entry(clause.source.path).or_default().push(edit);
            }
        }
        if !found {
            let known = drafts.iter().flat_map(Draft::clause_ids);
            let help = did_you_mean(id, known);
            anchor.error(
                span(),
                format!("there is no clause {id} to change"),
                help,
                report,
            );
        }
        if holds_clauses(text) {
            let message = format!("the text of clause {id} holds the heading of another clause");
            let help = "leave out the heading; change each clause by itself".to_owned();
            anchor.error(span(), message, Some(help), report);
        }
    }
    let mut texts = Changed::new();
    for (path, mut edits) in edits {
        let Some(Source { text, .. }) = folder.sources.get(path) else {
            continue;
        };
        edits.sort_by_key(|(span, _, _)| span.start);
        let mut new = String::with_capacity(text.len());
        let mut done = 0;
        for (span, clause, words) in edits {
            new.push_str(text.get(done..span.start).unwrap_or_default());
            if !new.ends_with('\n') {
                new.push('\n');
            }
            let words = words.trim_end();
            inserted.push(Inserted {
                clause: clause.to_owned(),
                path: path.to_owned(),
                first_line: new.matches('\n').count() + 2,
                lines: words.matches('\n').count() + 1,
            });
            new.push('\n');
            new.push_str(words);
            new.push_str("\n\n");
            done = span.end;
        }
        new.push_str(text.get(done..).unwrap_or_default());
        texts.insert(path.to_owned(), new);
    }
    texts
}

fn check_versions(
    manifest: &Manifest,
    overlay: &Overlay,
    anchor: &Anchor<'_>,
    report: &mut Report,
) {
    for version in &overlay.versions {
        let mut known = manifest.versions.iter().map(|decl| decl.id.value.as_str());
        if !known.any(|id| id == version) {
            let ids = manifest.versions.iter().map(|decl| decl.id.value.as_str());
            let span = anchor.span(|spans| spans.versions.get(version).cloned());
            let message = format!("there is no version {}", quoted(version));
            anchor.error(span, message, did_you_mean(version, ids), report);
        }
    }
}

fn chosen(overlay: &Overlay, draft: &Draft<'_>) -> bool {
    overlay.versions.is_empty() || overlay.versions.contains(&draft.decl.id.value)
}

fn holds_clauses(text: &str) -> bool {
    let whole = format!("# Clause {{#clause}}\n{text}");
    let source = Source::new("", &whole);
    markdown::read(&source, &mut Report::default()).len() > 1
}

fn change_params(
    folder: &Folder<'_>,
    manifest: &Manifest,
    overlay: &Overlay,
    anchor: &Anchor<'_>,
    report: &mut Report,
) -> Changed {
    let mut drafts = folder.drafts(manifest, &mut Report::default());
    drafts.retain(|draft| chosen(overlay, draft));
    let mut edits: BTreeMap<&str, Vec<(Span, String)>> = BTreeMap::new();
    for (name, value) in &overlay.params {
        let span = || anchor.span(|spans| spans.params.get(name).cloned());
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let title = value.replace('"', "");
        if params::value(&title).is_none() {
            let message = format!("{} cannot be read as a value", quoted(&value));
            let help = "write a length such as `60 days`, a number, a fraction, a date, or words \
                        with commas between them";
            anchor.error(span(), message, Some(help.to_owned()), report);
            continue;
        }
        let mut found = false;
        let links = drafts
            .iter()
            .flat_map(|draft| &draft.clauses)
            .flat_map(|clause| clause.params.iter().map(move |param| (clause, param)))
            .filter(|(_, param)| param.name.value == *name);
        for (clause, param) in links {
            found = true;
            // As many lines as before, so that places stay right.
            let breaks = clause.source.slice(&param.span).matches('\n').count();
            let breaks = "\n".repeat(breaks);
            let link = format!("[{title}](param:{name}{breaks} \"{title}\")");
            let edit = (param.span.clone(), link);
            edits.entry(clause.source.path).or_default().push(edit);
        }
        if !found {
            let known: Vec<&str> = drafts.iter().flat_map(Draft::param_known).collect();
            let message = format!("no clause sets a parameter {}", quoted(name));
            anchor.error(span(), message, did_you_mean(name, known), report);
        }
    }
    let mut texts = Changed::new();
    for (path, mut edits) in edits {
        let Some(Source { text, .. }) = folder.sources.get(path) else {
            continue;
        };
        edits.sort_by_key(|(span, _)| span.start);
        let mut new = String::with_capacity(text.len());
        let mut done = 0;
        for (span, link) in edits {
            new.push_str(text.get(done..span.start).unwrap_or_default());
            new.push_str(&link);
            done = span.end;
        }
        new.push_str(text.get(done..).unwrap_or_default());
        texts.insert(path.to_owned(), new);
    }
    texts
}
