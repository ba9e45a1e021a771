//! Decisions of a body: who may vote, quorum, majority, reasons, and what stands in the way.

use standing_base::{Date, Instant};

use crate::answer::Answer;
use crate::ask::{Ask, Asker, Scratch, Subject};
use crate::model::{
    Decision, FactIx, MajorityOf, MajorityRule, Quorum, QuorumOf, Symbol, Value, Version,
};
use crate::testfile::VoteCast;
use crate::timers::last_day;
use crate::truth::Truth;
use crate::words::clause_id;

/// A decision put to a vote.
#[derive(Clone, Copy, Debug)]
pub struct Meeting<'a> {
    /// The id of a decision of decisions.toml.
    pub decision: &'a str,
    pub on: Date,
    /// What was recorded later is left out.
    pub known: Option<Instant>,
    /// Seats filled.
    pub seats: u32,
    /// Seats that the body has when full.
    pub full_size: u32,
    pub votes: &'a [Vote],
    pub reasons_recorded_on: Option<Date>,
    /// The key of the item, where the decision asks a question about one.
    pub item: Option<Symbol>,
}

#[derive(Clone, Debug)]
pub struct Vote {
    pub who: String,
    pub cast: VoteCast,
    /// What is known of the voter.
    pub facts: Vec<(FactIx, Value)>,
}

/// What came of it, with the clause behind each number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub decision: String,
    pub clause: String,
    /// Voters whose votes are not counted, each with the answer that says why.
    pub not_counted: Vec<(String, Answer)>,
    /// Those present who may vote.
    pub present: u32,
    /// Seats filled, less those who may not vote.
    pub entitled: u32,
    pub votes_for: u32,
    pub votes_against: u32,
    pub abstentions: u32,
    pub quorum: Option<QuorumOutcome>,
    pub majority: MajorityOutcome,
    pub reasons: Option<ReasonsOutcome>,
    /// The question that the subject must pass, when the answer is not yes.
    pub still_barred_by: Option<Answer>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuorumOutcome {
    pub clause: String,
    pub base: u32,
    pub needed: u64,
    pub share: String,
    pub floor: u32,
    pub met: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MajorityOutcome {
    pub clause: String,
    /// Votes for that were needed.
    pub needed: u64,
    pub reached: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonsOutcome {
    pub clause: String,
    pub due: Date,
    pub recorded: Option<Date>,
    /// Undecided while nothing is recorded: the day may not have passed.
    pub in_time: Truth,
}

impl Outcome {
    /// Whether the vote carried: quorum met and majority reached.
    pub fn carried(&self) -> bool {
        self.majority.reached && self.quorum.as_ref().is_none_or(|quorum| quorum.met)
    }

    /// One line for each thing that was counted.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (who, answer) in &self.not_counted {
            for ground in &answer.grounds {
                let (clause, says) = (ground.clause_id(), &ground.says);
                lines.push(format!("vote of {who} not counted: clause {clause} {says}"));
            }
        }
        if let Some(quorum) = &self.quorum {
            let QuorumOutcome {
                clause,
                base,
                needed,
                share,
                floor,
                met,
            } = quorum;
            let met = if *met { "met" } else { "not met" };
            lines.push(format!(
                "clause {clause} quorum: {} present of {base}; {needed} needed ({share}, never \
                 fewer than {floor}): {met}",
                self.present
            ));
        }
        lines.push(format!(
            "clause {} majority: {} for, {} against: {}",
            self.majority.clause,
            self.votes_for,
            self.votes_against,
            if self.carried() {
                "carried"
            } else {
                "not carried"
            }
        ));
        if let Some(reasons) = &self.reasons {
            let recorded = match (reasons.recorded, reasons.in_time) {
                (Some(day), Truth::Yes) => format!("recorded {day}: in time"),
                (Some(day), _) => format!("recorded {day}: late"),
                (None, _) => "not recorded".to_owned(),
            };
            let (clause, due) = (&reasons.clause, reasons.due);
            lines.push(format!("clause {clause} reasons: due by {due}, {recorded}"));
        }
        if let Some(answer) = &self.still_barred_by {
            let grounds = answer.grounds.iter();
            let grounds = grounds.map(|ground| format!("{} {}", ground.clause_id(), ground.says));
            let grounds: Vec<String> = grounds.collect();
            let had = if self.carried() {
                "The vote carried, but"
            } else {
                "Had the vote carried,"
            };
            let would = if self.carried() {
                "bars"
            } else {
                "would still bar"
            };
            lines.push(format!(
                "{had} clause {} {would} it: {}",
                self.clause,
                grounds.join("; ")
            ));
        }
        lines
    }
}

impl Asker {
    /// Counts a vote by the text in force on its day. `None` when that text has no such decision.
    pub fn meeting(
        &self,
        scratch: &mut Scratch,
        subject: Subject<'_>,
        meeting: &Meeting<'_>,
    ) -> Option<Outcome> {
        let (text, _) = self.version_on(meeting.on);
        let text = text?;
        let mut decisions = text.decisions.iter();
        let decision = decisions.find(|decision| decision.id == meeting.decision)?;
        let mut outcome = Outcome {
            decision: decision.id.clone(),
            clause: clause_id(text, decision.clause),
            not_counted: Vec::new(),
            present: 0,
            entitled: 0,
            votes_for: 0,
            votes_against: 0,
            abstentions: 0,
            quorum: None,
            majority: MajorityOutcome {
                clause: clause_id(text, decision.majority.clause),
                needed: 0,
                reached: false,
            },
            reasons: None,
            still_barred_by: None,
        };
        self.count(scratch, subject, meeting, decision, &mut outcome);
        outcome.quorum = decision
            .quorum
            .as_ref()
            .map(|quorum| quorum_outcome(text, quorum, meeting, &outcome));
        outcome.majority.needed = needed(decision.majority.rule, meeting, &outcome);
        // Nothing is carried by no votes at all, whatever the share.
        outcome.majority.reached =
            outcome.votes_for > 0 && u64::from(outcome.votes_for) >= outcome.majority.needed;
        outcome.reasons = decision.reasons.as_ref().map(|reasons| {
            let counting = self.rulebook.counting;
            let due = last_day(&self.rulebook, reasons.within, counting, meeting.on);
            let recorded = meeting.reasons_recorded_on;
            ReasonsOutcome {
                clause: clause_id(text, reasons.clause),
                due,
                recorded,
                in_time: recorded.map_or(Truth::Undecided, |on| Truth::of(on <= due)),
            }
        });
        outcome.still_barred_by = decision
            .asks
            .map(|question| {
                let ask = Ask {
                    question,
                    item: meeting.item,
                    on: meeting.on,
                    known: meeting.known,
                };
                self.answer(scratch, subject, ask).0
            })
            .filter(|answer| answer.truth != Truth::Yes);
        Some(outcome)
    }

    fn count(
        &self,
        scratch: &mut Scratch,
        subject: Subject<'_>,
        meeting: &Meeting<'_>,
        decision: &Decision,
        outcome: &mut Outcome,
    ) {
        for vote in meeting.votes {
            if let Some(question) = decision.may_vote {
                let facts = &vote.facts;
                let names = subject.names;
                let answer = self.ask_with_facts(scratch, question, meeting.on, facts, names);
                if answer.truth != Truth::Yes {
                    outcome.not_counted.push((vote.who.clone(), answer));
                    continue;
                }
            }
            outcome.present += 1;
            match vote.cast {
                VoteCast::For => outcome.votes_for += 1,
                VoteCast::Against => outcome.votes_against += 1,
                VoteCast::Abstain => outcome.abstentions += 1,
            }
        }
        let barred = u32::try_from(outcome.not_counted.len()).unwrap_or(u32::MAX);
        outcome.entitled = meeting.seats.saturating_sub(barred);
    }
}

fn quorum_outcome(
    text: &Version,
    quorum: &Quorum,
    meeting: &Meeting<'_>,
    outcome: &Outcome,
) -> QuorumOutcome {
    let base = match quorum.of {
        QuorumOf::EntitledToVote => outcome.entitled,
        QuorumOf::InPost => meeting.seats,
        QuorumOf::FullSize => meeting.full_size,
    };
    let needed = quorum.share.of_rounded_up(base).max(quorum.floor.into());
    QuorumOutcome {
        clause: clause_id(text, quorum.clause),
        base,
        needed,
        share: quorum.share.to_string(),
        floor: quorum.floor,
        met: u64::from(outcome.present) >= needed,
    }
}

fn needed(rule: MajorityRule, meeting: &Meeting<'_>, outcome: &Outcome) -> u64 {
    match rule {
        MajorityRule::MoreForThanAgainst => u64::from(outcome.votes_against) + 1,
        MajorityRule::Share(share, of) => share.of_rounded_up(match of {
            MajorityOf::Cast => outcome.votes_for + outcome.votes_against,
            MajorityOf::Present => outcome.present,
            MajorityOf::EntitledToVote => outcome.entitled,
            MajorityOf::FullSize => meeting.full_size,
        }),
    }
}
