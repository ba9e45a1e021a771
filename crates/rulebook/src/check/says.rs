//! Reasons, with the facts and parameters that they tell.

use crate::check::scope::{Scope, Variable};
use crate::diagnostic::{did_you_mean, quoted};
use crate::model::{FactType, Says, SaysPart};
use crate::names;
use crate::source::Span;
use crate::syntax::ast::Word;

impl Scope<'_, '_, '_, '_> {
    /// A reason: text with `{member.status}`, `{c.ref}`, `{parameter}` in it.
    pub(crate) fn says(&mut self, text: &Word) -> Option<Says> {
        let mut parts = Vec::new();
        let mut rest = text.value.as_str();
        let mut good = true;
        while let Some(open) = rest.find('{') {
            let (before, after) = rest.split_at(open);
            if !before.is_empty() {
                parts.push(SaysPart::Text(before.to_owned()));
            }
            let Some(close) = after.find('}') else {
                self.error(
                    &text.span,
                    "a `{` in this reason is not closed with `}`",
                    None,
                );
                return None;
            };
            let inner = after.get(1..close).unwrap_or_default();
            let span = self.span_within(text, after.get(..=close).unwrap_or_default());
            match self.told(inner.trim(), &span) {
                Some(part) => parts.push(part),
                None => good = false,
            }
            rest = after.get(close + 1..).unwrap_or_default();
        }
        if !rest.is_empty() {
            parts.push(SaysPart::Text(rest.to_owned()));
        }
        good.then_some(Says(parts))
    }

    /// Where a part of a reason is written.
    fn span_within(&self, text: &Word, part: &str) -> Span {
        let written = self.source.slice(&text.span);
        match written.find(part) {
            Some(at) => text.span.start + at..text.span.start + at + part.len(),
            None => text.span.clone(),
        }
    }

    fn told(&mut self, inner: &str, span: &Span) -> Option<SaysPart> {
        let shown = quoted(&format!("{{{inner}}}"));
        let Some((var, name)) = inner.split_once('.') else {
            return self.told_param(inner, &shown, span);
        };
        let variable = self.tellable(var, &shown, span)?;
        let record = self.version.words.vocabulary.record_name(variable.record);
        let whose = names::with_article(record);
        match self.fact(&variable, name) {
            Some((_, FactType::List(_))) => {
                let message = format!("{shown} is a list and cannot be told in a reason");
                self.error(span, message, None);
                None
            }
            Some((fact, _)) => Some(SaysPart::Fact(fact)),
            None => {
                if !self.version.words.broken.contains(name) {
                    let message = format!("{shown} names no fact of {whose}");
                    let facts = self.version.words.vocabulary.facts(variable.record);
                    let help = did_you_mean(name, facts.iter().map(|fact| fact.name.as_str()));
                    self.error(span, message, help);
                }
                None
            }
        }
    }

    fn told_param(&mut self, name: &str, shown: &str, span: &Span) -> Option<SaysPart> {
        match self.version.draft.use_param(name) {
            Err(()) => None,
            Ok(Some(param)) => Some(SaysPart::Param(param)),
            Ok(None) => {
                let message = format!("{shown} names neither a fact nor a parameter");
                let help =
                    did_you_mean(name, self.version.draft.param_known()).unwrap_or_else(|| {
                        "write {member.status}, or {name_of_a_parameter}".to_owned()
                    });
                self.error(span, message, help);
                None
            }
        }
    }

    /// The one item that a reason can mean by a name.
    fn tellable(&mut self, name: &str, shown: &str, span: &Span) -> Option<Variable> {
        let mut all = self.bound.iter().filter(|bound| bound.name == name);
        let (first, second) = (all.next().cloned(), all.next());
        if second.is_some() {
            let message = format!(
                "{shown} can mean two things: the condition uses {} twice",
                quoted(name)
            );
            self.error(span, message, "give the items different names".to_owned());
            return None;
        }
        match first {
            Some(variable) if variable.tellable => Some(variable),
            Some(_) => {
                let message = format!("{shown} means no single item");
                let help = "a reason tells of the subject, and of the items of a `some`, `no` or \
                            `every` that stands within no other";
                self.error(span, message, help.to_owned());
                None
            }
            None if self.is_given_up(name) => None,
            None => {
                let known: Vec<&str> = self.bound.iter().map(|bound| bound.name.as_str()).collect();
                let help = did_you_mean(name, known.iter().copied())
                    .unwrap_or_else(|| format!("known here: {}", known.join(", ")));
                self.error(span, format!("{shown} names nothing in this rule"), help);
                None
            }
        }
    }
}
