//! Turns what decided into words: reasons filled in, facts with the entries behind them.

use standing_base::Date;

use crate::answer::{Annulled, Citation, ClauseCited, Ground, GroundKind, Mark, ParamCited};
use crate::eval::{Env, View};
use crate::explain::{Cite, Explaining, Why};
use crate::history::History;
use crate::model::{
    ClauseIx, FactIx, FactRef, Names, ParamIx, QuestionIx, RecordIx, Rule, SaysPart, Value,
};
use crate::state::{Cause, NO_CLAUSE};
use crate::truth::Truth;
use crate::words::{
    NOTHING_RECORDED, clause_id, fact_name, fact_words, key_text, lapse_note, param_text,
    partial_text, value_text,
};

/// What is told besides the state itself.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// By cell: acts of no effect that would have written it.
    pub(crate) annulled: Vec<(u32, Annulled)>,
    /// By entry: what the rules say against it.
    pub(crate) marks: Vec<(u32, Mark)>,
}

#[derive(Clone, Copy)]
pub(crate) struct Teller<'a> {
    pub(crate) view: View<'a>,
    pub(crate) history: History<'a>,
    pub(crate) names: &'a Names,
    pub(crate) notes: &'a Notes,
}

/// A question told: the answer, its grounds, and until when both hold if nothing is recorded.
pub(crate) struct Told {
    pub(crate) truth: Truth,
    pub(crate) grounds: Vec<Ground>,
    pub(crate) holds_until: Date,
    pub(crate) rules_tried: usize,
}

impl<'a> Teller<'a> {
    pub(crate) fn question(&self, question: QuestionIx, at: u32) -> Told {
        let code = self.view.code.questions.get(question.at());
        let Some(code) = code.filter(|code| !code.is_empty()) else {
            let ground = Ground::plain(
                GroundKind::NoClause,
                "no clause of this text answers the question".to_owned(),
            );
            return Told {
                truth: Truth::Undecided,
                grounds: vec![ground],
                holds_until: Date::MAX,
                rules_tried: 0,
            };
        };
        let mut explaining = Explaining::new(self.view);
        let mut found = Found::default();
        for (bar, excepts) in &code.bars {
            self.bar(&mut explaining, *bar, excepts, at, &mut found);
        }
        for require in &code.requires {
            if let Some((rule, why)) = self.rule(&mut explaining, *require, at) {
                let (kind, list) = match why.truth {
                    Truth::Yes => (GroundKind::RequirementMet, &mut found.yes),
                    Truth::No => (GroundKind::RequirementUnmet, &mut found.no),
                    Truth::Undecided => (GroundKind::Undecided, &mut found.undecided),
                };
                list.push((*require, self.ground(kind, rule, &why, at)));
            }
        }
        let (truth, mut grounds) = if !found.no.is_empty() {
            (Truth::No, found.no)
        } else if !found.undecided.is_empty() {
            (Truth::Undecided, found.undecided)
        } else {
            (Truth::Yes, found.yes)
        };
        // In the order of the text; a bar and the exception that lifted it stay together.
        grounds.sort_by_key(|(rule, _)| *rule);
        let mut seen: Vec<Ground> = Vec::with_capacity(grounds.len());
        for (_, ground) in grounds {
            push_new(&mut seen, ground);
        }
        Told {
            truth,
            grounds: seen,
            holds_until: explaining.holds_until,
            rules_tried: code.requires.len()
                + code.bars.iter().map(|(_, e)| 1 + e.len()).sum::<usize>(),
        }
    }

    fn rule(&self, explaining: &mut Explaining<'a>, rule: u16, at: u32) -> Option<(&'a Rule, Why)> {
        let rule = self.view.text.rules.get(usize::from(rule))?;
        let why = explaining.cond(&rule.condition, &Env::of(at));
        Some((rule, why))
    }

    fn bar(
        &self,
        explaining: &mut Explaining<'a>,
        bar: u16,
        excepts: &[u16],
        at: u32,
        found: &mut Found,
    ) {
        let Some((rule, why)) = self.rule(explaining, bar, at) else {
            return;
        };
        if why.truth == Truth::No {
            return;
        }
        let mut undecided = Vec::new();
        for except in excepts {
            let Some((except, because)) = self.rule(explaining, *except, at) else {
                continue;
            };
            match because.truth {
                Truth::Yes => {
                    let used = self.ground(GroundKind::Exception, except, &because, at);
                    let mut lifted = self.ground(GroundKind::BarLifted, rule, &why, at);
                    if let Some(clause) = &mut lifted.clause {
                        clause.lifted_by = Some(used.clause_id().to_owned());
                    }
                    found.yes.push((bar, used));
                    found.yes.push((bar, lifted));
                    return;
                }
                Truth::Undecided => {
                    undecided.push(self.ground(GroundKind::Undecided, except, &because, at));
                }
                Truth::No => {}
            }
        }
        let (kind, list) = match why.truth {
            Truth::Yes => (GroundKind::Bar, &mut found.no),
            _ => (GroundKind::Undecided, &mut found.undecided),
        };
        let mut ground = self.ground(kind, rule, &why, at);
        if !undecided.is_empty() && kind == GroundKind::Bar {
            let clauses: Vec<&str> = undecided.iter().map(Ground::clause_id).collect();
            ground.says = format!(
                "{} (clause {} might lift this, but it cannot be decided)",
                ground.says,
                clauses.join(", ")
            );
        }
        ground.undecided_exceptions = undecided;
        list.push((bar, ground));
    }

    fn ground(&self, kind: GroundKind, rule: &Rule, why: &Why, at: u32) -> Ground {
        let mut ground = Ground::plain(kind, String::new());
        ground.clause = self.clause_cited(rule);
        for cite in &why.cites {
            match *cite {
                Cite::Fact { at, record, fact } => {
                    push_new(&mut ground.facts, self.fact(at, record, fact));
                }
                Cite::Empty { at, record, fact } => {
                    push_new(&mut ground.facts, self.empty(at, record, fact));
                }
                Cite::Param(param) => {
                    if let Some(cited) = self.param(param) {
                        push_new(&mut ground.params, cited);
                    }
                }
                Cite::Through(clause) => {
                    push_new(&mut ground.through, clause_id(self.view.text, clause));
                }
            }
        }
        ground.says = match kind {
            GroundKind::Undecided => undecided(&ground.facts),
            GroundKind::RequirementMet => met(&ground.facts),
            // An exception need not say why.
            _ if rule.says.0.is_empty() => met(&ground.facts),
            _ => self.says(rule, why, at),
        };
        ground
    }

    fn clause_cited(&self, rule: &Rule) -> Option<ClauseCited> {
        let clause = self.view.text.clauses.get(rule.clause.at())?;
        Some(ClauseCited {
            id: clause.id.clone(),
            title: clause.title.clone(),
            words: clause.words.clone(),
            place: rule.place.clone(),
            lifted_by: None,
        })
    }

    /// The rule's reason, once for every witness.
    fn says(&self, rule: &Rule, why: &Why, at: u32) -> String {
        let used: Vec<u8> = rule.says.0.iter().filter_map(variable).collect();
        let mut texts: Vec<String> = Vec::new();
        let whole = |path: &&Vec<(u8, u32)>| {
            let bound = |var: &u8| path.iter().any(|(bound, _)| bound == var);
            used.iter().all(bound)
        };
        if used.is_empty() {
            texts.push(self.fill(rule, &[], at));
        }
        let paths = why.paths.iter().filter(|_| !used.is_empty());
        for path in paths.filter(whole) {
            push_new(&mut texts, self.fill(rule, path, at));
        }
        if texts.is_empty() {
            // No witness binds every variable: what is known of each is better than nothing.
            let path: Vec<(u8, u32)> = why.paths.iter().flatten().copied().collect();
            texts.push(self.fill(rule, &path, at));
        }
        texts.join("; ")
    }

    fn fill(&self, rule: &Rule, path: &[(u8, u32)], at: u32) -> String {
        let mut text = String::new();
        for part in &rule.says.0 {
            match part {
                SaysPart::Text(words) => text.push_str(words),
                SaysPart::Param(param) => {
                    if let Some(param) = self.param(*param) {
                        text.push_str(&param.value);
                    }
                }
                SaysPart::Fact(fact) => {
                    let of = path.iter().find(|(var, _)| *var == fact.var);
                    let at = if fact.var == 0 {
                        Some(at)
                    } else {
                        of.map(|(_, at)| *at)
                    };
                    match at {
                        Some(at) => match self.view.state.value(at, fact.fact) {
                            Value::Missing => text.push_str("(not recorded)"),
                            _ => text.push_str(&self.value(at, *fact)),
                        },
                        None => text.push_str("(none)"),
                    }
                }
            }
        }
        text
    }

    fn value(&self, at: u32, fact: FactRef) -> String {
        self.value_text(at, fact.record, fact.fact)
    }

    fn value_text(&self, at: u32, record: RecordIx, fact: FactIx) -> String {
        let value = self.view.state.value(at, fact);
        if let Value::Date(date) = value
            && let Some(partial) = self.partial_date(self.view.state.cause(at, fact), date)
        {
            return partial;
        }
        value_text(self.view.rulebook, self.names, record, fact, value)
    }

    /// A date taken from an entry whose own date is partial is no better known than that.
    fn partial_date(&self, cause: Cause, date: Date) -> Option<String> {
        let entry = self.history.entries.get(cause.entry as usize)?;
        let of_entry = entry.on < entry.on_latest && (entry.on..=entry.on_latest).contains(&date);
        (of_entry && cause.lapse == crate::state::NONE)
            .then(|| partial_text(entry.on, entry.on_latest))
    }

    pub(crate) fn fact(&self, at: u32, record: RecordIx, fact: FactIx) -> Citation {
        let state = self.view.state;
        let cause = state.cause(at, fact);
        let mut citation = self.citation(at, record, fact);
        citation.value = self.value_text(at, record, fact);
        if let Some(entry) = self.history.entries.get(cause.entry as usize) {
            citation.entries.push(entry.number);
        }
        let cell = at + u32::from(fact.0);
        let repeated = state
            .repeated
            .iter()
            .filter(|(repeated, _)| *repeated == cell);
        let repeated: Vec<u32> = repeated.map(|(_, entry)| *entry).collect();
        let entries = repeated
            .iter()
            .filter_map(|index| self.history.entries.get(*index as usize));
        citation.entries.extend(entries.map(|entry| entry.number));
        citation.nothing_recorded = cause == Cause::NOTHING;
        let text = self.view.rulebook.versions.get(usize::from(cause.version));
        if cause.clause != NO_CLAUSE {
            citation.clause = text.map(|text| clause_id(text, ClauseIx(cause.clause)));
        }
        citation.note = lapse_note(self.view.rulebook, state, cause);
        let marks = self.notes.marks.iter();
        let marks = marks.filter(|(entry, _)| *entry == cause.entry || repeated.contains(entry));
        citation.marks = marks.map(|(_, mark)| mark.clone()).collect();
        citation
    }

    fn empty(&self, at: u32, record: RecordIx, fact: FactIx) -> Citation {
        let mut citation = self.citation(at, record, fact);
        let items = self.view.state.items.iter();
        let count = items.filter(|item| item.list == fact).count();
        citation.value = if count == 0 {
            "none".to_owned()
        } else {
            count.to_string()
        };
        citation.nothing_recorded = count == 0;
        citation
    }

    fn citation(&self, at: u32, record: RecordIx, fact: FactIx) -> Citation {
        let cell = at + u32::from(fact.0);
        let annulled = self.notes.annulled.iter();
        let annulled = annulled.filter(|(touched, _)| *touched == cell);
        let item = self.view.state.item_at(at);
        Citation {
            fact: fact_name(self.view.rulebook, record, fact),
            words: fact_words(self.view.rulebook, record, fact),
            item: item.map(|item| {
                self.reference(at, record)
                    .unwrap_or_else(|| key_text(self.names, item.key))
            }),
            annulled: annulled.map(|(_, annulled)| *annulled).collect(),
            ..Citation::default()
        }
    }

    /// What people call an item whose record has a fact `ref`.
    fn reference(&self, at: u32, record: RecordIx) -> Option<String> {
        let declared = self.view.rulebook.vocabulary.records.get(record.at())?;
        let fact = declared
            .facts
            .iter()
            .position(|fact| fact.name == REFERENCE)?;
        match self.view.state.value(at, FactIx(u16::try_from(fact).ok()?)) {
            Value::Text(symbol) => Some(self.names.text(symbol).to_owned()),
            _ => None,
        }
    }

    fn param(&self, param: ParamIx) -> Option<ParamCited> {
        let param = self.view.text.params.get(param.at())?;
        Some(ParamCited {
            name: param.name.clone(),
            words: param.words.clone(),
            value: param_text(&param.value),
            clause: clause_id(self.view.text, param.clause),
        })
    }
}

/// The fact by which people name an item: the reference of a case.
const REFERENCE: &str = "ref";

/// Grounds with the index of the rule that gives them.
#[derive(Default)]
struct Found {
    yes: Vec<(u16, Ground)>,
    no: Vec<(u16, Ground)>,
    undecided: Vec<(u16, Ground)>,
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, one: T) {
    if !list.contains(&one) {
        list.push(one);
    }
}

fn variable(part: &SaysPart) -> Option<u8> {
    match part {
        SaysPart::Fact(fact) if fact.var > 0 => Some(fact.var),
        _ => None,
    }
}

fn met(facts: &[Citation]) -> String {
    let told = facts.iter().map(|fact| match &fact.item {
        Some(item) => format!("{} ({item}): {}", fact.words, fact.value),
        None => format!("{}: {}", fact.words, fact.value),
    });
    told.collect::<Vec<_>>().join("; ")
}

fn undecided(facts: &[Citation]) -> String {
    let missing = facts.iter().filter(|fact| fact.value == NOTHING_RECORDED);
    let missing: Vec<String> = missing
        .map(|fact| match &fact.item {
            Some(item) => format!("{} ({item})", fact.words),
            None => fact.words.clone(),
        })
        .collect();
    if missing.is_empty() {
        return "cannot be decided".to_owned();
    }
    format!(
        "cannot be decided: nothing is recorded of: {}",
        missing.join("; ")
    )
}
