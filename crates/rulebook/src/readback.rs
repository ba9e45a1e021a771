//! Rules in plain words, for a legal officer to hold beside the clause.

use crate::model::{
    Cond, Define, FactDecl, FactRef, FactType, Names, Op, ParamIx, ParamValue, RecordIx, Rule,
    RuleKind, Rulebook, Term, Value, Version, Vocabulary,
};
use crate::names::with_article;

/// Reads back the rules of one version in the words of the vocabulary.
#[derive(Clone, Copy, Debug)]
pub struct Readback<'a> {
    vocabulary: &'a Vocabulary,
    texts: &'a Names,
    version: &'a Version,
}

/// First words of `says` after which the rest of a sentence follows: `holds the whip`.
const VERBS: &[&str] = &[
    "is", "are", "was", "were", "has", "have", "had", "may", "can", "must", "holds", "held",
    "brought", "took", "left", "made", "gave", "got", "sat", "stood", "paid", "lost", "won",
];

impl<'a> Readback<'a> {
    pub fn new(rulebook: &'a Rulebook, version: &'a Version) -> Self {
        Self {
            vocabulary: &rulebook.vocabulary,
            texts: &rulebook.texts,
            version,
        }
    }

    /// `may be endorsed as a candidate only if: date of admission of the member plus 12 months is
    /// on or before the day asked about`
    pub fn rule(&self, rule: &Rule) -> String {
        let questions: Vec<&str> = rule
            .questions
            .iter()
            .filter_map(|question| self.vocabulary.questions.get(question.at()))
            .map(|question| question.says.as_str())
            .collect();
        let questions = questions.join(" / ");
        let condition = self.condition(&rule.condition);
        match rule.kind {
            RuleKind::Require => format!("{questions} only if: {condition}"),
            RuleKind::Bar => format!("{questions}, but not if: {condition}"),
            RuleKind::Except(clause) => {
                let clause = self.version.clauses.get(clause.at());
                let clause = clause.map_or("", |clause| clause.id.as_str());
                format!("clause {clause} does not stand in the way ({questions}) if: {condition}")
            }
        }
    }

    /// `a member is “in good standing” if: ...`
    pub fn define(&self, define: &Define) -> String {
        let record = with_article(self.vocabulary.record_name(define.record));
        let name = define.name.replace('_', " ");
        let condition = self.condition(&define.condition);
        format!("{record} is “{name}” if: {condition}")
    }

    pub fn condition(&self, condition: &Cond) -> String {
        self.told(condition, true, false)
    }

    /// What would have to be so for the condition not to hold.
    pub fn negated(&self, condition: &Cond) -> String {
        self.told(condition, false, false)
    }

    /// A condition, or its opposite. `within` an `and` or `or`, another one needs parentheses.
    fn told(&self, condition: &Cond, so: bool, within: bool) -> String {
        match condition {
            Cond::And(parts) => self.joined(parts, so, if so { "and" } else { "or" }, within),
            Cond::Or(parts) => self.joined(parts, so, if so { "or" } else { "and" }, within),
            Cond::Not(inner) => self.told(inner, !so, within),
            Cond::Fact(fact) => self.predicate(*fact, so),
            Cond::Is {
                fact,
                value: Value::YesNo(yes),
            } => self.predicate(*fact, so == *yes),
            Cond::Is { fact, value } => {
                let (fact, value) = (self.noun(*fact), self.value(*fact, *value));
                format!("{fact} {} {value}", is(so))
            }
            Cond::Recorded(fact) => format!("{} {} recorded", self.noun(*fact), is(so)),
            Cond::Defined { define, .. } => self.term_defined(define.at(), so),
            Cond::Compare { left, op, right } => {
                let op = if so { *op } else { opposite(*op) };
                let dates = self.is_date(left) || self.is_date(right);
                let (left, right) = (self.term(left), self.term(right));
                format!("{left} {} {right}", compared(op, dates))
            }
            Cond::Some {
                list, filter, has, ..
            } => self.some(*list, &[filter, has], so),
            Cond::No { list, filter, .. } => self.some(*list, &[filter], !so),
            Cond::Every {
                list, filter, has, ..
            } => {
                let list = self.list(*list, filter.as_deref());
                if so {
                    format!(
                        "every one of {list} is such that {}",
                        self.told(has, true, true)
                    )
                } else {
                    let has = self.told(has, false, true);
                    format!("at least one of {list} is such that {has}")
                }
            }
            Cond::Count {
                list,
                filter,
                op,
                than,
                ..
            } => {
                let list = self.list(*list, filter.as_deref());
                let op = if so { *op } else { opposite(*op) };
                let than = self.term(than);
                format!("the number of {list} {} {than}", compared(op, false))
            }
        }
    }

    fn joined(&self, parts: &[Cond], so: bool, word: &str, within: bool) -> String {
        let told: Vec<String> = parts.iter().map(|part| self.told(part, so, true)).collect();
        let all = told.join(&format!(" {word} "));
        if within && told.len() > 1 {
            format!("({all})")
        } else {
            all
        }
    }

    fn decl(&self, fact: FactRef) -> Option<&'a FactDecl> {
        self.vocabulary.fact_decl(fact.record, fact.fact)
    }

    fn owner(&self, record: RecordIx) -> String {
        format!(
            "the {}",
            self.vocabulary.record_name(record).replace('_', " ")
        )
    }

    /// `date of admission of the member`
    fn noun(&self, fact: FactRef) -> String {
        let says = self.decl(fact).map_or("", |decl| decl.says.as_str());
        let owner = self.owner(fact.record);
        if says.contains(&owner) {
            return says.to_owned();
        }
        let last = says.rsplit(' ').next().unwrap_or_default();
        if matches!(
            last,
            "until" | "since" | "from" | "by" | "on" | "at" | "of" | "to"
        ) {
            return format!("“{says}” of {owner}");
        }
        format!("{says} of {owner}")
    }

    /// `the member holds the parliamentary whip`, or that it does not.
    fn predicate(&self, fact: FactRef, so: bool) -> String {
        let says = self.decl(fact).map_or("", |decl| decl.says.as_str());
        let owner = self.owner(fact.record);
        let (first, rest) = says.split_once(' ').unwrap_or((says, ""));
        let verb = VERBS.contains(&first) || first.ends_with("ed");
        match (verb, so) {
            (true, true) => format!("{owner} {says}"),
            (true, false) if matches!(first, "is" | "was" | "has" | "may" | "can" | "must") => {
                format!("{owner} {first} not {rest}")
            }
            (true, false) => format!("it is not so that {owner} {says}"),
            (false, true) => format!("of {owner} it is so: {says}"),
            (false, false) => format!("of {owner} it is not so: {says}"),
        }
    }

    fn term_defined(&self, define: usize, so: bool) -> String {
        let Some(define) = self.version.defines.get(define) else {
            return String::new();
        };
        let clause = self.version.clauses.get(define.clause.at());
        let clause = clause.map_or("", |clause| clause.id.as_str());
        let (owner, name) = (self.owner(define.record), define.name.replace('_', " "));
        format!("{owner} {} “{name}” (clause {clause})", is(so))
    }

    fn list_says(&self, list: FactRef) -> String {
        format!("the {}", self.noun(list))
    }

    fn list(&self, list: FactRef, filter: Option<&Cond>) -> String {
        let says = self.list_says(list);
        match filter {
            None => says,
            Some(filter) => {
                let filter = self.told(filter, true, false);
                format!("{says} (those of which {filter})")
            }
        }
    }

    fn some(&self, list: FactRef, conditions: &[&Option<Box<Cond>>], so: bool) -> String {
        let many = if so { "at least one" } else { "none" };
        let list = self.list_says(list);
        let parts: Vec<&Cond> = conditions
            .iter()
            .filter_map(|part| part.as_deref())
            .collect();
        if parts.is_empty() {
            return format!("there is {many} of {list}");
        }
        let nested = parts.len() > 1;
        let told: Vec<String> = parts
            .iter()
            .map(|part| self.told(part, true, nested))
            .collect();
        format!("{many} of {list} is such that {}", told.join(" and "))
    }

    fn value(&self, fact: FactRef, value: Value) -> String {
        match value {
            Value::Enum(number) => {
                let values = match self.decl(fact).map(|decl| decl.kind) {
                    Some(FactType::Enum(of)) => self.vocabulary.enum_values(of),
                    _ => &[],
                };
                let value = values.get(usize::from(number));
                value.map_or_else(String::new, |value| value.replace('_', " "))
            }
            Value::Text(symbol) => format!("“{}”", self.texts.text(symbol)),
            Value::Number(number) => number.to_string(),
            Value::Date(date) => date.to_string(),
            Value::YesNo(yes) => if yes { "yes" } else { "no" }.to_owned(),
            Value::Entry(number) => format!("entry {number}"),
            Value::Missing => "not recorded".to_owned(),
        }
    }

    fn param(&self, param: ParamIx) -> Option<&'a ParamValue> {
        self.version
            .params
            .get(param.at())
            .map(|param| &param.value)
    }

    fn term(&self, term: &Term) -> String {
        match term {
            Term::Fact(fact) => self.noun(*fact),
            Term::Param(param) => self
                .param(*param)
                .map_or_else(String::new, ToString::to_string),
            Term::Date(date) => date.to_string(),
            Term::Number(number) => number.to_string(),
            Term::Length(length) => length.to_string(),
            Term::Plus(date, length) => format!("{} plus {}", self.term(date), self.term(length)),
            Term::Minus(date, length) => format!("{} less {}", self.term(date), self.term(length)),
            Term::Today => "the day asked about".to_owned(),
        }
    }

    fn is_date(&self, term: &Term) -> bool {
        match term {
            Term::Date(_) | Term::Today | Term::Plus(..) | Term::Minus(..) => true,
            Term::Param(param) => matches!(self.param(*param), Some(ParamValue::Date(_))),
            Term::Fact(fact) => self
                .decl(*fact)
                .is_some_and(|decl| decl.kind == FactType::Date),
            Term::Number(_) | Term::Length(_) => false,
        }
    }
}

const fn is(so: bool) -> &'static str {
    if so { "is" } else { "is not" }
}

const fn opposite(op: Op) -> Op {
    match op {
        Op::Eq => Op::Ne,
        Op::Ne => Op::Eq,
        Op::Lt => Op::Ge,
        Op::Le => Op::Gt,
        Op::Gt => Op::Le,
        Op::Ge => Op::Lt,
    }
}

const fn compared(op: Op, dates: bool) -> &'static str {
    match (op, dates) {
        (Op::Eq, _) => "is",
        (Op::Ne, _) => "is not",
        (Op::Lt, true) => "is before",
        (Op::Le, true) => "is on or before",
        (Op::Gt, true) => "is after",
        (Op::Ge, true) => "is on or after",
        (Op::Lt, false) => "is less than",
        (Op::Le, false) => "is at most",
        (Op::Gt, false) => "is more than",
        (Op::Ge, false) => "is at least",
    }
}
