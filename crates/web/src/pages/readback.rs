//! What a clause does, in words: its rules as the rulebook reads them back, and the rows of the
//! tables that cite it.

use std::fmt::Write;

use standing_base::Counting;
use standing_rulebook::{
    Audience, Base, Clause, ClauseIx, Counted, Decision, Duty, EntryKindIx, FactType, MajorityRule,
    Matters, Move, ParamIx, Power, Publish, QuestionIx, Quorum, Readback, Rulebook, Runs,
    Threshold, Tie, Timer, TrackRef, Trigger, Version, VoteKind,
};

use crate::pages::chapters::value_text;

pub(crate) fn of_clause(rulebook: &Rulebook, version: &Version, clause: &Clause) -> Vec<String> {
    let place = version.clauses.iter().position(|one| one.id == clause.id);
    let of_clause = |ix: ClauseIx| Some(ix.at()) == place;
    let reader = Readback::new(rulebook, version);
    let tables = Tables { rulebook, version };
    let mut lines = Vec::new();
    let defines = version.defines.iter().filter(|one| of_clause(one.clause));
    lines.extend(defines.map(|define| reader.define(define)));
    let rules = version.rules.iter().filter(|one| of_clause(one.clause));
    lines.extend(rules.map(|rule| reader.rule(rule)));
    let moves = version.moves.iter().filter(|one| of_clause(one.clause));
    lines.extend(moves.map(|one| tables.movement(one)));
    let timers = version.timers.iter().filter(|one| of_clause(one.clause));
    lines.extend(timers.map(|timer| tables.timer(timer)));
    let duties = version.duties.iter().filter(|one| of_clause(one.clause));
    lines.extend(duties.map(|duty| tables.duty(duty)));
    for decision in &version.decisions {
        lines.extend(tables.decision(decision, of_clause));
    }
    let powers = version.powers.iter().filter(|one| of_clause(one.clause));
    lines.extend(powers.map(|power| tables.power(power)));
    let published = version
        .publication
        .iter()
        .filter(|one| of_clause(one.clause));
    lines.extend(published.map(|row| tables.publish(row)));
    lines
}

const fn counted(counting: Counting) -> &'static str {
    match counting {
        Counting::Calendar => "calendar days",
        Counting::Clear => "clear days",
        Counting::Working => "working days",
    }
}

struct Tables<'a> {
    rulebook: &'a Rulebook,
    version: &'a Version,
}

impl Tables<'_> {
    fn movement(&self, one: &Move) -> String {
        let track = self.track(one.track);
        let (from, to) = (
            self.values(one.track, &one.from),
            self.value(one.track, one.to),
        );
        let when = match one.on {
            Trigger::Entry(kind) => format!("“{}” is recorded", self.entry(kind)),
            Trigger::Moved(other, value) => {
                let (other, value) = (self.track(other), self.value(other, value));
                format!("the {other} becomes {value}")
            }
        };
        format!("when {when}, the {track} goes from {from} to {to}")
    }

    fn timer(&self, timer: &Timer) -> String {
        let track = self.track(timer.track);
        let during = self.value(timer.track, timer.during);
        let then = self.value(timer.track, timer.then);
        let starts = self.entry(timer.starts);
        let counted = counted(timer.counting);
        let after = match &timer.runs {
            Runs::Param(param) => {
                let length = self.param(*param);
                format!("{length} from “{starts}” (counted in {counted})")
            }
            Runs::Length(length) => format!("{length} from “{starts}” (counted in {counted})"),
            Runs::Until(fact) => {
                let record = self
                    .rulebook
                    .vocabulary
                    .records
                    .get(timer.track.record.at());
                let fact = record.and_then(|record| record.facts.get(fact.at()));
                let says = fact.map_or("last day", |fact| fact.says.as_str());
                format!("the {says} that “{starts}” sets")
            }
        };
        let unless = match timer.stops_on.as_slice() {
            [] => String::new(),
            stops => {
                let stops: Vec<String> = stops
                    .iter()
                    .map(|kind| format!("“{}”", self.entry(*kind)))
                    .collect();
                format!(", unless {} is recorded by then", stops.join(" or "))
            }
        };
        format!("the {track}, while it is {during}, becomes {then} after {after}{unless}")
    }

    fn duty(&self, duty: &Duty) -> String {
        let starts: Vec<String> = duty
            .starts
            .iter()
            .map(|kind| format!("“{}”", self.entry(*kind)))
            .collect();
        let starts = starts.join(" or ");
        let counted = counted(duty.counting);
        let within = duty.within.as_ref().map(|within| self.length(within));
        let by = match (within, &duty.until) {
            (Some(length), None) => format!("within {length} (counted in {counted})"),
            (Some(length), Some(until)) => {
                format!("by its date “{until}”, else within {length} (counted in {counted})")
            }
            (None, Some(until)) => format!("by its date “{until}”"),
            (None, None) => "at some time".to_owned(),
        };
        let mut said = format!(
            "after {starts}, the {} is to {}, {by}",
            self.role(&duty.owed_by),
            duty.says
        );
        if !duty.remind.is_empty() {
            let lengths: Vec<String> = duty.remind.iter().map(|one| self.length(one)).collect();
            let _ = write!(said, "; reminded {} before", lengths.join(" and "));
        }
        if let Some(escalates) = &duty.escalates {
            let after = escalates.after.as_ref().map(|after| self.length(after));
            let after = after.map_or_else(String::new, |after| format!("more than {after} "));
            let to = self.role(&escalates.to);
            let _ = write!(said, "; once it is {after}late, the {to} looks into it");
        }
        said
    }

    fn length(&self, runs: &Runs) -> String {
        match runs {
            Runs::Length(length) => length.to_string(),
            Runs::Param(param) => self.param(*param),
            Runs::Until(_) => String::new(),
        }
    }

    /// The parts of a decision that the clause governs.
    fn decision(&self, decision: &Decision, of_clause: impl Fn(ClauseIx) -> bool) -> Vec<String> {
        let what = decision.id.replace('_', " ");
        let mut lines = Vec::new();
        if of_clause(decision.clause) {
            let body = decision.body.replace('_', " ");
            let asks = decision.asks.map(|asks| self.question(asks));
            let only = asks.map_or_else(String::new, |asks| {
                format!(", only if the person it is about {asks}")
            });
            let vote = match decision.vote {
                VoteKind::Recorded => ", by a vote that is recorded by name",
                VoteKind::Counted => ", by a show of hands",
                VoteKind::Secret => ", by secret ballot",
            };
            lines.push(format!("the {body} decides “{what}”{only}{vote}"));
            lines.extend(match decision.matters {
                Matters::Enters(entry) => Some(format!(
                    "“{}” is recorded where “{what}” is carried, and not otherwise",
                    self.entry(entry)
                )),
                Matters::Motions => Some("any motion put to it is decided so".to_owned()),
                Matters::Amendments => Some("any amendment put to it is decided so".to_owned()),
                Matters::Nothing => None,
            });
            if decision.proxies > 0 {
                let proxies = decision.proxies;
                lines.push(format!(
                    "nobody votes in place of more than {proxies} others"
                ));
            }
        }
        if let Some(demand) = decision.demand
            && of_clause(demand.clause)
        {
            let members = demand.members;
            lines.push(format!(
                "the vote on “{what}” is recorded by name where {members} of those present ask for it"
            ));
        }
        if let Tie::Casting(clause) = decision.tie
            && of_clause(clause)
        {
            lines.push(format!("the chair decides an equal vote on “{what}”"));
        }
        if let Some(quorum) = &decision.quorum
            && of_clause(quorum.clause)
        {
            lines.push(format!("quorum for “{what}”: {}", quorum_text(quorum)));
        }
        if of_clause(decision.majority.clause) {
            let rule = majority_text(decision.majority.rule);
            lines.push(format!("majority for “{what}”: {rule}"));
        }
        if let Some(reasons) = &decision.reasons
            && of_clause(reasons.clause)
        {
            let within = reasons.within;
            lines.push(format!("reasons for “{what}” are recorded within {within}"));
        }
        lines
    }

    fn power(&self, power: &Power) -> String {
        let may: Vec<String> = power
            .may
            .iter()
            .map(|kind| format!("“{}”", self.entry(*kind)))
            .collect();
        let asks = power.asks.map(|asks| self.question(asks));
        let only = asks.map_or_else(String::new, |asks| format!(", only where it {asks}"));
        let role = self.role(&power.role);
        format!("{role} may record {}{only}", may.join(", "))
    }

    fn role(&self, name: &str) -> String {
        if name == "subject" {
            return "the person concerned".to_owned();
        }
        let role = self.rulebook.vocabulary.role(name);
        role.map_or_else(
            || name.replace('_', " "),
            |role| format!("the {}", role.says),
        )
    }

    fn publish(&self, row: &Publish) -> String {
        let to = match &row.to {
            Audience::Public => "to everybody".to_owned(),
            Audience::Members => "to members".to_owned(),
            Audience::Officers => "to officers".to_owned(),
            Audience::Subject => "to the person concerned".to_owned(),
            Audience::Panel => "to the panel in the case".to_owned(),
            Audience::Role(role) => format!("to {}", self.role(role)),
        };
        let of = row.of.map_or_else(String::new, |question| {
            format!(" of a person who {}", self.question(question))
        });
        let what = row.what.replace('_', " ");
        let mut line = format!("{what}{of} is published {to}");
        if !row.when.is_empty() {
            line.push_str(", ");
            line.push_str(&row.when);
        }
        line
    }

    fn question(&self, question: QuestionIx) -> &str {
        let question = self.rulebook.vocabulary.questions.get(question.at());
        question.map_or("", |question| question.says.as_str())
    }

    fn entry(&self, kind: EntryKindIx) -> String {
        let kind = self.rulebook.vocabulary.entries.get(kind.at());
        kind.map_or_else(String::new, |kind| kind.name.replace('_', " "))
    }

    fn track(&self, track: TrackRef) -> &str {
        let record = self.rulebook.vocabulary.records.get(track.record.at());
        let fact = record.and_then(|record| record.facts.get(track.fact.at()));
        fact.map_or("", |fact| fact.says.as_str())
    }

    fn value(&self, track: TrackRef, value: u8) -> String {
        let vocabulary = &self.rulebook.vocabulary;
        let record = vocabulary.records.get(track.record.at());
        let kind = record
            .and_then(|record| record.facts.get(track.fact.at()))
            .map(|fact| fact.kind);
        let Some(FactType::Enum(kind)) = kind else {
            return value.to_string();
        };
        let values = vocabulary.enums.get(kind.at()).map(|kind| &kind.values);
        let value = values.and_then(|values| values.get(usize::from(value)));
        value.map_or_else(String::new, |value| value.replace('_', " "))
    }

    fn values(&self, track: TrackRef, values: &[u8]) -> String {
        let values = values.iter().map(|value| self.value(track, *value));
        values.collect::<Vec<_>>().join(" or ")
    }

    fn param(&self, param: ParamIx) -> String {
        let param = self.version.params.get(param.at());
        param.map_or_else(String::new, |param| value_text(&param.value))
    }
}

fn quorum_text(quorum: &Quorum) -> String {
    let counts = match quorum.counts {
        Counted::Present => "",
        Counted::Cast => " have voted",
        Counted::For => " have voted for it",
    };
    format!(
        "{} of {}{counts}, and never fewer than {}",
        quorum.threshold,
        base_text(quorum.of),
        quorum.floor
    )
}

fn majority_text(rule: MajorityRule) -> String {
    match rule {
        MajorityRule::MoreForThanAgainst(1) => "more votes for than against".to_owned(),
        MajorityRule::MoreForThanAgainst(times) => {
            format!("more votes for than {times} times those against")
        }
        MajorityRule::Of(threshold, base) => {
            let of = base_text(base);
            match threshold {
                Threshold::AtLeast(share) => format!("at least {share} of {of}"),
                more => format!("{more} of {of}"),
            }
        }
    }
}

const fn base_text(base: Base) -> &'static str {
    match base {
        Base::Present => "those present",
        Base::Cast => "the votes for and against",
        Base::CastWithAbstentions => "the votes cast, abstentions among them",
        Base::EntitledToVote => "the seats filled, without those who may not vote",
        Base::InPost => "the seats filled",
        Base::FullSize => "all the seats",
    }
}
