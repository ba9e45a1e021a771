//! Which names mean what within one rule.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Report, did_you_mean, quoted};
use crate::draft::Draft;
use crate::limits::VARIABLES_MAX;
use crate::model::{DefineIx, FactRef, FactType, RecordIx};
use crate::names;
use crate::source::{At, Source, Span};
use crate::syntax::ast::{Path, Word};
use crate::tables::vocabulary::Words;
use crate::texts::Texts;

/// The terms that a version defines, by record and name.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    pub(crate) known: BTreeMap<(RecordIx, String), DefineIx>,
    /// Names of definitions that could not be read.
    pub(crate) broken: BTreeSet<String>,
}

/// What every rule of a version is checked against.
pub(crate) struct Version<'c, 'v, 't> {
    pub(crate) words: &'c Words,
    pub(crate) draft: &'c mut Draft<'v>,
    pub(crate) texts: &'c mut Texts<'t>,
    pub(crate) report: &'c mut Report,
    pub(crate) terms: &'c Terms,
}

/// One rule or definition being checked.
pub(crate) struct Scope<'s, 'c, 'v, 't> {
    pub(crate) version: &'s mut Version<'c, 'v, 't>,
    pub(crate) source: &'s Source<'s>,
    /// Those that can be named here, the subject first.
    open: Vec<Variable>,
    /// Every one that the rule has bound so far.
    pub(crate) bound: Vec<Variable>,
    /// Names of items whose list is faulty, which is reported at the list.
    faulty: Vec<String>,
    /// The definitions it uses, each as often as it does.
    pub(crate) uses: Vec<DefineIx>,
    /// How many conditions it has.
    pub(crate) size: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) record: RecordIx,
    pub(crate) number: u8,
    /// Whether a reason may tell of it: the subject, or bound outside every other quantifier.
    pub(crate) tellable: bool,
}

/// What a path such as `member.status` names.
pub(crate) enum Named {
    Fact(FactRef, FactType),
    Term { var: u8, define: DefineIx },
}

impl<'s, 'c, 'v, 't> Scope<'s, 'c, 'v, 't> {
    pub(crate) fn new(
        version: &'s mut Version<'c, 'v, 't>,
        source: &'s Source<'s>,
        subject: RecordIx,
    ) -> Self {
        let subject = Variable {
            name: version.words.vocabulary.record_name(subject).to_owned(),
            record: subject,
            number: 0,
            tellable: true,
        };
        Self {
            version,
            source,
            open: vec![subject.clone()],
            bound: vec![subject],
            faulty: Vec::new(),
            uses: Vec::new(),
            size: 0,
        }
    }

    pub(crate) fn at(&self, span: &Span) -> At<'s> {
        self.source.at(span.clone())
    }

    pub(crate) fn error(
        &mut self,
        span: &Span,
        message: impl Into<String>,
        help: impl Into<Option<String>>,
    ) {
        let at = self.at(span);
        self.version.report.error(&at, message, help);
    }

    /// Makes a name for the items of a list; [`Scope::unbind`] ends it.
    pub(crate) fn bind(&mut self, name: &Word, record: RecordIx, tellable: bool) -> Option<u8> {
        if let Err(why) = names::check(&name.value) {
            let message = format!("{} cannot name an item: {why}", quoted(&name.value));
            self.error(&name.span, message, None);
            return None;
        }
        if self.open.iter().any(|open| open.name == name.value) {
            let message = format!("{} already names something here", quoted(&name.value));
            self.error(&name.span, message, "use another name".to_owned());
            return None;
        }
        let Some(number) = u8::try_from(self.bound.len())
            .ok()
            .filter(|_| self.bound.len() < VARIABLES_MAX)
        else {
            let most = VARIABLES_MAX - 1;
            let message = format!("a rule speaks of at most {most} items");
            self.error(&name.span, message, None);
            return None;
        };
        let variable = Variable {
            name: name.value.clone(),
            record,
            number,
            // The subject is always open.
            tellable: tellable && self.open.len() == 1,
        };
        self.open.push(variable.clone());
        self.bound.push(variable);
        Some(number)
    }

    /// Remembers the name of an item whose list is faulty.
    pub(crate) fn give_up(&mut self, name: &Word) {
        self.faulty.push(name.value.clone());
    }

    pub(crate) fn is_given_up(&self, name: &str) -> bool {
        self.faulty.iter().any(|faulty| faulty == name)
    }

    pub(crate) fn unbind(&mut self) {
        self.open.pop();
    }

    /// How many variables the rule has, the subject included.
    pub(crate) fn variables(&self) -> u8 {
        u8::try_from(self.bound.len()).unwrap_or(u8::MAX)
    }

    fn variable(&mut self, name: &Word) -> Option<Variable> {
        let found = self.open.iter().rev().find(|open| open.name == name.value);
        if let Some(found) = found {
            return Some(found.clone());
        }
        let known = self.open.iter().map(|open| open.name.as_str());
        let help = did_you_mean(&name.value, known).or_else(|| {
            let subject = self.open.first()?;
            Some(format!("this rule is about the `{}`", subject.name))
        });
        let message = format!("{} names nothing here", quoted(&name.value));
        self.error(&name.span, message, help);
        None
    }

    /// What a path names: a fact, or a defined term.
    pub(crate) fn resolve(&mut self, path: &Path) -> Option<Named> {
        let variable = self.variable(&path.var)?;
        if let Some((fact, kind)) = self.fact(&variable, &path.name.value) {
            return Some(Named::Fact(fact, kind));
        }
        let term = (variable.record, path.name.value.clone());
        if let Some(define) = self.version.terms.known.get(&term).copied() {
            self.uses.push(define);
            return Some(Named::Term {
                var: variable.number,
                define,
            });
        }
        self.no_such_fact(&variable, path);
        None
    }

    pub(crate) fn fact(&self, of: &Variable, name: &str) -> Option<(FactRef, FactType)> {
        let vocabulary = &self.version.words.vocabulary;
        let fact = vocabulary.fact(of.record, name)?;
        let kind = vocabulary.fact_decl(of.record, fact)?.kind;
        let reference = FactRef {
            var: of.number,
            record: of.record,
            fact,
        };
        Some((reference, kind))
    }

    /// The facts and terms of a record, for "did you mean".
    pub(crate) fn known_of(&self, record: RecordIx) -> Vec<&'c str> {
        let facts = self.version.words.vocabulary.facts(record).iter();
        let terms = self.version.terms.known.keys();
        facts
            .map(|fact| fact.name.as_str())
            .chain(
                terms
                    .filter(|(of, _)| *of == record)
                    .map(|(_, name)| name.as_str()),
            )
            .collect()
    }

    fn no_such_fact(&mut self, variable: &Variable, path: &Path) {
        let name = &path.name.value;
        if self.version.words.broken.contains(name) || self.version.terms.broken.contains(name) {
            return;
        }
        let record = self.version.words.vocabulary.record_name(variable.record);
        let message = format!("{} has no {}", names::with_article(record), quoted(name));
        let help = did_you_mean(name, self.known_of(variable.record));
        self.error(&path.span, message, help);
    }

    /// The list that a quantifier goes through.
    pub(crate) fn list(&mut self, path: &Path) -> Option<(FactRef, RecordIx)> {
        match self.resolve(path)? {
            Named::Fact(fact, FactType::List(record)) => Some((fact, record)),
            Named::Fact(_, kind) => {
                let is = self.version.words.vocabulary.type_phrase(kind);
                let text = quoted(self.source.slice(&path.span));
                self.error(&path.span, format!("{text} is {is}, not a list"), None);
                None
            }
            Named::Term { .. } => {
                let text = quoted(self.source.slice(&path.span));
                let message = format!("{text} is a defined term, not a list");
                self.error(&path.span, message, None);
                None
            }
        }
    }
}
