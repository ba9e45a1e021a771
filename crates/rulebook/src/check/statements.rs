//! The definitions and rules of a version.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::scope::{Scope, Terms, Version};
use crate::check::sizes::{self, Whole};
use crate::circles;
use crate::diagnostic::{Report, did_you_mean, quoted};
use crate::draft::Draft;
use crate::limits::CLAUSES_MAX;
use crate::model::{ClauseIx, Define, DefineIx, QuestionIx, RecordIx, Rule, RuleKind, Says};
use crate::names;
use crate::source::{Source, Span};
use crate::syntax::ast::{Expr, Head, Statement, Word};
use crate::syntax::block;
use crate::tables::vocabulary::{Words, ix};
use crate::texts::Texts;

/// A statement with the clause under which it stands.
struct Placed<'a> {
    clause: ClauseIx,
    source: &'a Source<'a>,
    statement: Statement,
}

/// A definition that has got its index.
struct Defined<'p> {
    clause: ClauseIx,
    source: &'p Source<'p>,
    record: RecordIx,
    name: &'p Word,
    condition: &'p Expr,
}

/// Reads every rule block of a version.
pub(crate) fn rules(
    draft: &mut Draft<'_>,
    words: &Words,
    texts: &mut Texts<'_>,
    report: &mut Report,
) -> (Vec<Define>, Vec<Rule>) {
    let mut terms = Terms::default();
    let mut broken_clauses = BTreeSet::new();
    let mut statements = Vec::new();
    for (at, clause) in draft.clauses.iter().enumerate() {
        let index = ClauseIx(ix(at));
        for span in &clause.blocks {
            let read = block(clause.source, span, report);
            terms.broken.extend(read.broken_terms);
            if read.broken {
                broken_clauses.insert(index);
            }
            statements.extend(read.statements.into_iter().map(|statement| Placed {
                clause: index,
                source: clause.source,
                statement,
            }));
        }
    }
    if let Some(placed) = statements.get(CLAUSES_MAX) {
        let (Statement::Define { span, .. } | Statement::Rule { span, .. }) = &placed.statement;
        let message = format!("a version has at most {CLAUSES_MAX} rules and definitions");
        report.error(&placed.source.at(span.clone()), message, None);
        statements.truncate(CLAUSES_MAX);
    }
    let mut defined = Vec::new();
    for placed in &statements {
        if let Some(one) = declare(placed, &mut terms, words, draft, &defined, report) {
            defined.push(one);
        }
    }
    let mut version = Version {
        words,
        draft,
        texts,
        report,
        terms: &terms,
    };
    let (definitions, wholes) = definitions(&mut version, &defined);
    let mut bars = Bars {
        all: BTreeMap::new(),
        broken: broken_clauses,
    };
    let mut rules = Vec::new();
    for placed in &statements {
        rules.extend(rule(&mut version, placed, &wholes, &mut bars));
    }
    bars.check_exceptions(&statements, &mut version);
    (definitions, rules)
}

/// Gives a definition its index, unless its name is taken.
fn declare<'p>(
    placed: &'p Placed<'_>,
    terms: &mut Terms,
    words: &Words,
    draft: &Draft<'_>,
    defined: &[Defined<'_>],
    report: &mut Report,
) -> Option<Defined<'p>> {
    let Statement::Define {
        record,
        name,
        condition,
        ..
    } = &placed.statement
    else {
        return None;
    };
    let vocabulary = &words.vocabulary;
    let at = |span: &Span| placed.source.at(span.clone());
    let Some(of) = vocabulary.record(&record.value) else {
        if !words.broken.contains(&record.value) {
            let known = vocabulary.records.iter().map(|one| one.name.as_str());
            let help = did_you_mean(&record.value, known);
            let message = format!("there is no record {}", quoted(&record.value));
            report.error(&at(&record.span), message, help);
        }
        terms.broken.insert(name.value.clone());
        return None;
    };
    let refusal = if let Err(why) = names::check(&name.value) {
        Some(format!("{} cannot name a term: {why}", quoted(&name.value)))
    } else if vocabulary.fact(of, &name.value).is_some() {
        let whose = names::with_article(&record.value);
        Some(format!(
            "{whose} already has a fact {}",
            quoted(&name.value)
        ))
    } else {
        let term = (of, name.value.clone());
        terms.known.get(&term).map(|first| {
            let first = defined.get(first.at()).map(|first| first.clause);
            let clause = first.map_or("", |clause| draft.clause_id(clause));
            format!(
                "{} is already defined by clause {clause}",
                quoted(&format!("{}.{}", record.value, name.value))
            )
        })
    };
    if let Some(message) = refusal {
        report.error(&at(&name.span), message, None);
        terms.broken.insert(name.value.clone());
        return None;
    }
    terms
        .known
        .insert((of, name.value.clone()), DefineIx(ix(defined.len())));
    Some(Defined {
        clause: placed.clause,
        source: placed.source,
        record: of,
        name,
        condition,
    })
}

/// The definitions, in the order of their indices, and how large each is.
fn definitions(
    version: &mut Version<'_, '_, '_>,
    defined: &[Defined<'_>],
) -> (Vec<Define>, Vec<Whole>) {
    let mut all = Vec::new();
    let (mut own, mut uses) = (Vec::new(), Vec::new());
    for one in defined {
        let mut scope = Scope::new(version, one.source, one.record);
        let condition = scope.condition(one.condition);
        own.push(scope.size);
        uses.push(std::mem::take(&mut scope.uses));
        // A faulty one was reported; its place in the list must stay filled until loading fails.
        let condition = condition.unwrap_or(crate::model::Cond::And(Vec::new()));
        all.push(Define {
            record: one.record,
            name: one.name.value.clone(),
            clause: one.clause,
            condition,
            place: one.source.at(one.name.span.clone()).place(),
        });
    }
    if circle(version, defined, &uses) {
        return (all, Vec::new());
    }
    let wholes = sizes::of_all(&own, &uses);
    for (one, whole) in defined.iter().zip(&wholes) {
        if let Some(message) = whole.excess() {
            let at = one.source.at(one.name.span.clone());
            version.report.error(&at, message, None);
        }
    }
    (all, wholes)
}

/// Reports definitions that rest on themselves.
fn circle(
    version: &mut Version<'_, '_, '_>,
    defined: &[Defined<'_>],
    uses: &[Vec<DefineIx>],
) -> bool {
    let edges: Vec<Vec<usize>> = uses
        .iter()
        .map(|used| used.iter().map(|define| define.at()).collect())
        .collect();
    let Some(circle) = circles::find(&edges) else {
        return false;
    };
    let vocabulary = &version.words.vocabulary;
    let mut steps: Vec<String> = circle
        .iter()
        .filter_map(|at| defined.get(*at))
        .map(|one| {
            let record = vocabulary.record_name(one.record);
            let clause = version.draft.clause_id(one.clause);
            format!("{record}.{} (clause {clause})", one.name.value)
        })
        .collect();
    steps.extend(steps.first().cloned());
    if let Some(first) = circle.first().and_then(|at| defined.get(*at)) {
        let at = first.source.at(first.name.span.clone());
        let message = format!("these definitions go in a circle: {}", steps.join(" -> "));
        let help = "one of them must not rest on the next".to_owned();
        version.report.error(&at, message, help);
    }
    true
}

fn rule(
    version: &mut Version<'_, '_, '_>,
    placed: &Placed<'_>,
    wholes: &[Whole],
    bars: &mut Bars,
) -> Option<Rule> {
    let Statement::Rule {
        head,
        questions,
        condition,
        says,
        span,
    } = &placed.statement
    else {
        return None;
    };
    let asked = asked(version, placed.source, questions);
    let kind = match head {
        Head::Require => Some(RuleKind::Require),
        Head::Bar => Some(RuleKind::Bar),
        Head::Except(clause) => excepted(version, placed.source, clause),
    };
    // Without knowing whom a rule is about, its condition cannot be checked.
    let (asked, record) = asked?;
    bars.note(placed.clause, head, &asked);
    let mut scope = Scope::new(version, placed.source, record);
    let condition = scope.condition(condition);
    let says = match says {
        Some(text) => scope.says(text),
        None => Some(Says::default()),
    };
    let variables = scope.variables();
    let parts = scope.uses.iter().filter_map(|used| wholes.get(used.at()));
    if let Some(message) = Whole::new(scope.size, parts.copied()).excess() {
        scope.error(span, message, None);
    }
    Some(Rule {
        kind: kind?,
        questions: asked,
        record,
        clause: placed.clause,
        condition: condition?,
        says: says?,
        place: placed.source.at(span.clone()).place(),
        variables,
    })
}

/// The questions of a rule, all about one record.
fn asked(
    version: &mut Version<'_, '_, '_>,
    source: &Source<'_>,
    questions: &[Word],
) -> Option<(Vec<QuestionIx>, RecordIx)> {
    let vocabulary = &version.words.vocabulary;
    let mut asked: Vec<QuestionIx> = Vec::new();
    let mut record: Option<(RecordIx, &Word)> = None;
    let mut good = true;
    for name in questions {
        let at = source.at(name.span.clone());
        let Some(question) = vocabulary.question(&name.value) else {
            good = false;
            if !version.words.broken.contains(&name.value) {
                let known = vocabulary.questions.iter().map(|one| one.name.as_str());
                let message = format!("there is no question {}", quoted(&name.value));
                let help = did_you_mean(&name.value, known);
                version.report.error(&at, message, help);
            }
            continue;
        };
        if asked.contains(&question) {
            good = false;
            let message = format!("the question {} is named twice", quoted(&name.value));
            version.report.error(&at, message, None);
            continue;
        }
        let about = vocabulary.questions.get(question.at()).map(|one| one.about);
        match (record, about) {
            (Some((record, first)), Some(about)) if record != about => {
                good = false;
                let message = format!(
                    "{} is about {} and {} about {}",
                    quoted(&first.value),
                    names::with_article(vocabulary.record_name(record)),
                    quoted(&name.value),
                    names::with_article(vocabulary.record_name(about))
                );
                let help = "write a rule for each".to_owned();
                version.report.error(&at, message, help);
            }
            (None, Some(about)) => record = Some((about, name)),
            _ => {}
        }
        asked.push(question);
    }
    if asked.is_empty() || (!good && record.is_none()) {
        return None;
    }
    Some((asked, record?.0))
}

/// The clause that an exception names.
fn excepted(
    version: &mut Version<'_, '_, '_>,
    source: &Source<'_>,
    clause: &Word,
) -> Option<RuleKind> {
    let found = version.draft.clause_named(&clause.value);
    if found.is_none() {
        let message = format!(
            "there is no clause {} to make an exception to",
            clause.value
        );
        let help = did_you_mean(&clause.value, version.draft.clause_ids());
        version
            .report
            .error(&source.at(clause.span.clone()), message, help);
    }
    found.map(RuleKind::Except)
}

/// Which clause bars, or excepts, which question.
struct Bars {
    all: BTreeMap<ClauseIx, Barring>,
    /// Clauses of which a rule could not be read, so that nobody knows what they bar.
    broken: BTreeSet<ClauseIx>,
}

#[derive(Default)]
struct Barring {
    bars: BTreeSet<QuestionIx>,
    excepts: bool,
}

impl Bars {
    fn note(&mut self, clause: ClauseIx, head: &Head, asked: &[QuestionIx]) {
        let of = self.all.entry(clause).or_default();
        match head {
            Head::Require => {}
            Head::Bar => of.bars.extend(asked),
            Head::Except(_) => of.excepts = true,
        }
    }

    /// An exception lifts a bar that is there, and no exception.
    fn check_exceptions(&self, statements: &[Placed<'_>], version: &mut Version<'_, '_, '_>) {
        for placed in statements {
            let Statement::Rule {
                head: Head::Except(named),
                questions,
                ..
            } = &placed.statement
            else {
                continue;
            };
            let Some(clause) = version.draft.clause_named(&named.value) else {
                continue;
            };
            if self.broken.contains(&clause) {
                continue;
            }
            let none = Barring::default();
            let barring = self.all.get(&clause).unwrap_or(&none);
            if barring.excepts && barring.bars.is_empty() {
                let message = format!("clause {} is itself an exception", named.value);
                let help = "there is no exception to an exception; say in one condition when the \
                            bar is lifted";
                let at = placed.source.at(named.span.clone());
                version.report.error(&at, message, help.to_owned());
                continue;
            }
            for name in questions {
                let question = version.words.vocabulary.question(&name.value);
                if question.is_some_and(|question| !barring.bars.contains(&question)) {
                    let message = format!(
                        "clause {} does not bar {}",
                        named.value,
                        quoted(&name.value)
                    );
                    let help = "an exception lifts what a `bar` of the clause bars".to_owned();
                    let at = placed.source.at(name.span.clone());
                    version.report.error(&at, message, help);
                }
            }
        }
    }
}
