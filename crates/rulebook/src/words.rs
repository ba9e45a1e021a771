//! Facts, values, parameters and time limits as text.

use standing_base::{Date, PartialDate};

use crate::model::{
    ClauseIx, FactIx, FactType, Names, ParamValue, RecordIx, Rulebook, Runs, Value, Version,
};
use crate::state::{Cause, State};

/// How a fact without a value reads.
pub(crate) const NOTHING_RECORDED: &str = "nothing recorded";

pub(crate) fn clause_id(text: &Version, clause: ClauseIx) -> String {
    let clause = text.clauses.get(clause.at());
    clause.map(|clause| clause.id.clone()).unwrap_or_default()
}

pub(crate) fn fact_name(rulebook: &Rulebook, record: RecordIx, fact: FactIx) -> String {
    let declared = rulebook.vocabulary.records.get(record.at());
    let named = declared.and_then(|of| Some((&of.name, &of.facts.get(fact.at())?.name)));
    named.map_or_else(String::new, |(record, fact)| format!("{record}.{fact}"))
}

pub(crate) fn fact_words(rulebook: &Rulebook, record: RecordIx, fact: FactIx) -> String {
    let declared = rulebook.vocabulary.records.get(record.at());
    let fact = declared.and_then(|of| of.facts.get(fact.at()));
    fact.map(|fact| {
        if fact.says.is_empty() {
            fact.name.clone()
        } else {
            fact.says.clone()
        }
    })
    .unwrap_or_default()
}

pub(crate) fn value_text(
    rulebook: &Rulebook,
    names: &Names,
    record: RecordIx,
    fact: FactIx,
    value: Value,
) -> String {
    match value {
        Value::Missing => NOTHING_RECORDED.to_owned(),
        Value::YesNo(true) => "yes".to_owned(),
        Value::YesNo(false) => "no".to_owned(),
        Value::Date(date) => date.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(symbol) => names.text(symbol).to_owned(),
        Value::Entry(number) => number.to_string(),
        Value::Enum(value) => {
            let declared = rulebook.vocabulary.records.get(record.at());
            let kind = declared.and_then(|of| of.facts.get(fact.at()));
            let FactType::Enum(of) = kind.map_or(FactType::Text, |fact| fact.kind) else {
                return value.to_string();
            };
            let of = rulebook.vocabulary.enums.get(of.at());
            of.and_then(|of| of.values.get(usize::from(value)))
                .cloned()
                .unwrap_or_default()
        }
    }
}

pub(crate) fn key_text(names: &Names, key: Value) -> String {
    match key {
        Value::Text(symbol) => names.text(symbol).to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Entry(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Enum(value) => value.to_string(),
        Value::YesNo(_) | Value::Missing => String::new(),
    }
}

pub(crate) fn param_text(value: &ParamValue) -> String {
    match value {
        ParamValue::Length(length) => length.to_string(),
        ParamValue::Number(number) => number.to_string(),
        ParamValue::Fraction(fraction) => fraction.to_string(),
        ParamValue::Date(date) => date.to_string(),
        ParamValue::Words(words) => words.join(", "),
    }
}

pub(crate) fn partial_text(on: Date, on_latest: Date) -> String {
    match PartialDate::from_range(on, on_latest) {
        Some(partial) => partial.to_string(),
        None => format!("between {on} and {on_latest}"),
    }
}

/// `lapsed: 60 days ran out on 2019-04-28 (rulebook 2018)`
pub(crate) fn lapse_note(rulebook: &Rulebook, state: &State, cause: Cause) -> Option<String> {
    let lapse = state.lapses.get(cause.lapse as usize)?;
    let text = rulebook.versions.get(usize::from(lapse.version))?;
    let timer = text.timers.get(usize::from(lapse.timer))?;
    let length = match &timer.runs {
        Runs::Length(length) => length.to_string(),
        Runs::Param(param) => param_text(&text.params.get(param.at())?.value),
        Runs::Until(fact) => {
            let words = fact_words(rulebook, timer.track.record, *fact);
            let (last, id) = (lapse.last, &text.id);
            return Some(format!(
                "lapsed: the {words} passed on {last} (rulebook {id})"
            ));
        }
    };
    Some(format!(
        "lapsed: {length} ran out on {} (rulebook {})",
        lapse.last, text.id
    ))
}
