//! A version while it is being read: its clauses and parameters by name, and what uses them.

use std::collections::{BTreeMap, BTreeSet};

use standing_base::Length;

use crate::diagnostic::{Report, did_you_mean, quoted};
use crate::limits::CLAUSES_MAX;
use crate::markdown::RawClause;
use crate::model::{ClauseIx, Param, ParamIx, ParamValue, Runs};
use crate::source::{At, Span};
use crate::tables::manifest::VersionDecl;
use crate::tables::row::{Row, Text};
use crate::tables::vocabulary::ix;

/// What is said of a parameter of another kind.
pub(crate) fn wrong_param(text: &Text, wanted: &str, value: &ParamValue) -> String {
    let is = value.kind();
    format!("{} must be {wanted} and is {is}", quoted(&text.value))
}

#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) decl: &'a VersionDecl,
    pub(crate) clauses: Vec<RawClause<'a>>,
    by_id: BTreeMap<String, ClauseIx>,
    pub(crate) params: Vec<Param>,
    /// Where each parameter is written; in the order of `params`.
    param_spans: Vec<(ClauseIx, Span)>,
    param_names: BTreeMap<String, ParamIx>,
    broken_params: BTreeSet<String>,
    used_params: BTreeSet<ParamIx>,
    /// The table rows that cite each clause.
    rows: BTreeMap<ClauseIx, Vec<String>>,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(
        decl: &'a VersionDecl,
        read: Vec<RawClause<'a>>,
        report: &mut Report,
    ) -> Self {
        let mut draft = Self {
            decl,
            clauses: Vec::new(),
            by_id: BTreeMap::new(),
            params: Vec::new(),
            param_spans: Vec::new(),
            param_names: BTreeMap::new(),
            broken_params: BTreeSet::new(),
            used_params: BTreeSet::new(),
            rows: BTreeMap::new(),
        };
        for clause in read {
            draft.add_clause(clause, report);
        }
        draft
    }

    fn add_clause(&mut self, clause: RawClause<'a>, report: &mut Report) {
        let at = clause.source.at(clause.id.span.clone());
        if self.clauses.len() >= CLAUSES_MAX {
            let message = format!("a version has at most {CLAUSES_MAX} clauses");
            report.error(&at, message, None);
            return;
        }
        if let Some(first) = self.by_id.get(&clause.id.value).copied() {
            let first = self.clause_at(first).map_or_else(String::new, |at| {
                let place = at.place();
                format!(" at {}:{}", place.file, place.line)
            });
            let message = format!("clause {} is already defined{first}", clause.id.value);
            report.error(&at, message, None);
            return;
        }
        let index = ClauseIx(ix(self.clauses.len()));
        for param in &clause.params {
            let at = clause.source.at(param.span.clone());
            let name = &param.name.value;
            let Some(value) = &param.value else {
                self.broken_params.insert(name.clone());
                continue;
            };
            if let Some(first) = self.param_names.get(name) {
                let first = self.params.get(first.at()).map(|first| &first.place);
                let first = first.map_or_else(String::new, |place| {
                    format!(" at {}:{}", place.file, place.line)
                });
                let message = format!("the parameter `{name}` is already set{first}");
                report.error(&at, message, None);
                continue;
            }
            if self.params.len() >= CLAUSES_MAX {
                let message = format!("a version has at most {CLAUSES_MAX} parameters");
                report.error(&at, message, None);
                break;
            }
            self.param_names
                .insert(name.clone(), ParamIx(ix(self.params.len())));
            self.param_spans.push((index, param.span.clone()));
            self.params.push(Param {
                name: name.clone(),
                clause: index,
                words: param.words.clone(),
                value: value.clone(),
                place: at.place(),
            });
        }
        self.by_id.insert(clause.id.value.clone(), index);
        self.clauses.push(clause);
    }

    /// A length of time, or a parameter that is one.
    pub(crate) fn length(
        &mut self,
        row: &Row<'_>,
        text: &Text,
        report: &mut Report,
    ) -> Option<Runs> {
        if !text.value.starts_with("param:") {
            let length = text.value.parse::<Length>();
            if let Err(error) = &length {
                let help = "write `180 days` or `param:NAME`".to_owned();
                report.error(&row.at(&text.span), error.to_string(), help);
            }
            return length.ok().map(Runs::Length);
        }
        match self.referred(row, text, report)? {
            (param, ParamValue::Length(_)) => Some(Runs::Param(param)),
            (_, other) => {
                let message = wrong_param(text, "a length of time", &other);
                report.error(&row.at(&text.span), message, None);
                None
            }
        }
    }

    /// The mark of a clause.
    pub(crate) fn clause_at(&self, clause: ClauseIx) -> Option<At<'a>> {
        let clause = self.clauses.get(clause.at())?;
        Some(clause.source.at(clause.id.span.clone()))
    }

    pub(crate) fn clause_id(&self, clause: ClauseIx) -> &str {
        self.clauses
            .get(clause.at())
            .map_or("", |clause| clause.id.value.as_str())
    }

    pub(crate) fn clause_named(&self, id: &str) -> Option<ClauseIx> {
        self.by_id.get(id).copied()
    }

    pub(crate) fn clause_ids(&self) -> impl Iterator<Item = &str> {
        self.by_id.keys().map(String::as_str)
    }

    /// The clause that a row must name with `clause`; the row is noted as one that cites it.
    pub(crate) fn cited(&mut self, row: &Row<'_>, report: &mut Report) -> Option<ClauseIx> {
        let id = row.need_text("clause", report)?;
        let found = self.clause_named(&id.value);
        if let Some(clause) = found {
            self.rows.entry(clause).or_default().push(row.line());
        } else {
            let message = format!("there is no clause {} in this version", id.value);
            row.no_such(&id, message, self.clause_ids(), report);
        }
        found
    }

    pub(crate) fn rows_citing(&self, clause: ClauseIx) -> &[String] {
        self.rows.get(&clause).map_or(&[], Vec::as_slice)
    }

    /// A parameter by its bare name, used by a rule. `Err` when it was faulty where it is set, which
    /// is reported there.
    pub(crate) fn use_param(&mut self, name: &str) -> Result<Option<ParamIx>, ()> {
        if self.broken_params.contains(name) {
            return Err(());
        }
        let found = self.param_names.get(name).copied();
        self.used_params.extend(found);
        Ok(found)
    }

    pub(crate) fn param_value(&self, param: ParamIx) -> Option<&ParamValue> {
        self.params.get(param.at()).map(|param| &param.value)
    }

    pub(crate) fn param_known(&self) -> impl Iterator<Item = &str> {
        self.param_names.keys().map(String::as_str)
    }

    /// The parameter that a table value names as `param:NAME`, with its value. `None` when the
    /// value is no such reference, or when it is one and nothing is behind it, which is reported.
    pub(crate) fn referred(
        &mut self,
        row: &Row<'_>,
        text: &Text,
        report: &mut Report,
    ) -> Option<(ParamIx, ParamValue)> {
        let name = text.value.strip_prefix("param:")?.trim();
        match self.use_param(name) {
            Err(()) => None,
            Ok(Some(param)) => {
                let value = self.param_value(param)?.clone();
                Some((param, value))
            }
            Ok(None) => {
                let message = format!("no clause sets a parameter {}", quoted(name));
                let help = did_you_mean(name, self.param_known());
                report.error(&row.at(&text.span), message, help);
                None
            }
        }
    }

    /// Notes what nothing uses: parameters, and clauses with words that nothing executes.
    pub(crate) fn coverage(&self, report: &mut Report) {
        let mut sets_used_param = BTreeSet::new();
        for (at, (clause, span)) in self.param_spans.iter().enumerate() {
            if self.used_params.contains(&ParamIx(ix(at))) {
                sets_used_param.insert(*clause);
                continue;
            }
            if let (Some(raw), Some(param)) = (self.clauses.get(clause.at()), self.params.get(at)) {
                let message = format!("nothing uses the parameter `{}`", param.name);
                report.note(&raw.source.at(span.clone()), message);
            }
        }
        for (at, clause) in self.clauses.iter().enumerate() {
            let index = ClauseIx(ix(at));
            let has_rule = !clause.blocks.is_empty();
            let executed =
                has_rule || self.rows.contains_key(&index) || sets_used_param.contains(&index);
            let place = clause.source.at(clause.id.span.clone());
            let id = &clause.id.value;
            if clause.mark.is_some() && has_rule {
                let message =
                    format!("clause {id} is marked as having no rule, and has one; drop the mark");
                report.note(&place, message);
            } else if clause.mark.is_none() && !executed && !clause.words.is_empty() {
                let message = format!(
                    "clause {id} has words but no rule; add one, or mark it {{#{id} judgement}}, \
                     {{#{id} procedure}} or {{#{id} text}}"
                );
                report.note(&place, message);
            }
        }
    }
}
