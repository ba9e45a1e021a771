//! Decisions of a body: who may vote, quorum, majority, reasons, and what stands in the way.

use standing_base::{Date, Instant};

use crate::answer::Answer;
use crate::ask::{Ask, Asker, Scratch, Subject};
use crate::model::{
    Base, Counted, Decision, EntryKindIx, FactIx, MajorityRule, Matters, Quorum, Symbol, Threshold,
    Tie, Value, Version,
};
use crate::testfile::VoteCast;
use crate::timers::last_day;
use crate::truth::Truth;
use crate::words::clause_id;

/// A decision put to a vote.
#[derive(Clone, Copy, Debug)]
pub struct Division<'a> {
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

/// What was counted, in votes: a delegate who holds many counts as many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Seats that the body has when full.
    pub full_size: u64,
    /// Seats filled.
    pub in_post: u64,
    /// Of them, those who may not vote.
    pub recused: u64,
    /// Those present who may vote.
    pub present: u64,
    pub votes_for: u64,
    pub votes_against: u64,
    pub abstentions: u64,
}

impl Tally {
    pub const fn entitled(&self) -> u64 {
        self.in_post.saturating_sub(self.recused)
    }

    /// Who is entitled and not there.
    pub const fn absent(&self) -> u64 {
        self.entitled().saturating_sub(self.present)
    }

    /// Votes for and against.
    pub const fn cast(&self) -> u64 {
        self.votes_for.saturating_add(self.votes_against)
    }

    /// Of what a share is taken, in number.
    pub const fn base(&self, base: Base) -> u64 {
        match base {
            Base::Present => self.present,
            Base::Cast => self.cast(),
            Base::CastWithAbstentions => self.cast().saturating_add(self.abstentions),
            Base::EntitledToVote => self.entitled(),
            Base::InPost => self.in_post,
            Base::FullSize => self.full_size,
        }
    }

    const fn counted(&self, counts: Counted) -> u64 {
        match counts {
            Counted::Present => self.present,
            Counted::Cast => self.base(Base::CastWithAbstentions),
            Counted::For => self.votes_for,
        }
    }
}

/// What came of it, with the clause behind each number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub decision: String,
    pub clause: String,
    /// Voters whose votes are not counted, each with the answer that says why.
    pub not_counted: Vec<(String, Answer)>,
    pub tally: Tally,
    pub quorum: Option<QuorumOutcome>,
    pub majority: MajorityOutcome,
    pub reasons: Option<ReasonsOutcome>,
    /// The question that the subject must pass, when the answer is not yes.
    pub still_barred_by: Option<Answer>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuorumOutcome {
    pub clause: String,
    /// Of how many a part is needed.
    pub base: u64,
    /// Those who are counted towards it.
    pub counted: u64,
    pub needed: u64,
    pub threshold: Threshold,
    pub floor: u32,
    pub met: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MajorityOutcome {
    pub clause: String,
    /// Votes for that were needed.
    pub needed: u64,
    pub reached: bool,
    /// The clause under which the chair decides a vote that is equal, where this one is.
    pub casting: Option<String>,
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
        lines.extend(self.quorum.as_ref().map(QuorumOutcome::line));
        lines.push(format!(
            "clause {} majority: {} for, {} against: {}",
            self.majority.clause,
            self.tally.votes_for,
            self.tally.votes_against,
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

impl QuorumOutcome {
    fn line(&self) -> String {
        let Self {
            clause,
            base,
            counted,
            needed,
            floor,
            ..
        } = self;
        let met = if self.met { "met" } else { "not met" };
        let share = self.threshold;
        format!(
            "clause {clause} quorum: {counted} present of {base}; {needed} needed ({share}, never \
             fewer than {floor}): {met}"
        )
    }
}

impl Decision {
    /// What a tally comes to by the quorum of the text, if it asks for one.
    pub fn quorum_of(&self, text: &Version, tally: &Tally) -> Option<QuorumOutcome> {
        let quorum: &Quorum = self.quorum.as_ref()?;
        let base = tally.base(quorum.of);
        let needed = quorum.threshold.needed(base).max(quorum.floor.into());
        let counted = tally.counted(quorum.counts);
        Some(QuorumOutcome {
            clause: clause_id(text, quorum.clause),
            base,
            counted,
            needed,
            threshold: quorum.threshold,
            floor: quorum.floor,
            met: counted >= needed,
        })
    }

    /// What it comes to by the majority of the text. Nothing is carried by no votes at all, whatever
    /// the share.
    pub fn majority_of(&self, text: &Version, tally: &Tally) -> MajorityOutcome {
        let needed = match self.majority.rule {
            MajorityRule::MoreForThanAgainst(times) => tally
                .votes_against
                .saturating_mul(times.into())
                .saturating_add(1),
            MajorityRule::Of(threshold, base) => threshold.needed(tally.base(base)),
        };
        let is_equal = tally.votes_for == tally.votes_against && tally.votes_for > 0;
        MajorityOutcome {
            clause: clause_id(text, self.majority.clause),
            needed,
            reached: tally.votes_for > 0 && tally.votes_for >= needed,
            casting: match self.tie {
                Tie::Casting(clause) if is_equal => Some(clause_id(text, clause)),
                _ => None,
            },
        }
    }
}

impl Version {
    /// The decision of this id, if the text has it.
    pub fn decision(&self, id: &str) -> Option<&Decision> {
        self.decisions.iter().find(|decision| decision.id == id)
    }

    /// The decision that alone puts a kind of entry on the record, if there is one.
    pub fn decision_entering(&self, entry: EntryKindIx) -> Option<&Decision> {
        let mut decisions = self.decisions.iter();
        decisions.find(|decision| decision.matters == Matters::Enters(entry))
    }
}

impl Asker {
    /// Counted a vote by the text in force on its day. `None` when that text has no such decision.
    pub fn division(
        &self,
        scratch: &mut Scratch,
        subject: Subject<'_>,
        division: &Division<'_>,
    ) -> Option<Outcome> {
        let (text, _) = self.version_on(division.on);
        let text = text?;
        let decision = text.decision(division.decision)?;
        let (tally, not_counted) = self.tally(scratch, subject, division, decision);
        let reasons = decision.reasons.map(|reasons| {
            let due = self.reasons_due(reasons.within, division.on);
            let recorded = division.reasons_recorded_on;
            ReasonsOutcome {
                clause: clause_id(text, reasons.clause),
                due,
                recorded,
                in_time: recorded.map_or(Truth::Undecided, |on| Truth::of(on <= due)),
            }
        });
        let still_barred_by = decision
            .asks
            .map(|question| {
                let ask = Ask {
                    question,
                    item: division.item,
                    on: division.on,
                    known: division.known,
                };
                self.answer(scratch, subject, ask).0
            })
            .filter(|answer| answer.truth != Truth::Yes);
        Some(Outcome {
            decision: decision.id.clone(),
            clause: clause_id(text, decision.clause),
            not_counted,
            tally,
            quorum: decision.quorum_of(text, &tally),
            majority: decision.majority_of(text, &tally),
            reasons,
            still_barred_by,
        })
    }

    /// The last day on which the reasons for a decision of a day are in time.
    pub fn reasons_due(&self, within: standing_base::Length, on: Date) -> Date {
        last_day(&self.rulebook, within, self.rulebook.counting, on)
    }

    fn tally(
        &self,
        scratch: &mut Scratch,
        subject: Subject<'_>,
        division: &Division<'_>,
        decision: &Decision,
    ) -> (Tally, Vec<(String, Answer)>) {
        let mut tally = Tally {
            full_size: division.full_size.into(),
            in_post: division.seats.into(),
            ..Tally::default()
        };
        let mut not_counted = Vec::new();
        for vote in division.votes {
            if let Some(question) = decision.may_vote {
                let facts = &vote.facts;
                let names = subject.names;
                let answer = self.ask_with_facts(scratch, question, division.on, facts, names);
                if answer.truth != Truth::Yes {
                    not_counted.push((vote.who.clone(), answer));
                    tally.recused += 1;
                    continue;
                }
            }
            tally.present += 1;
            match vote.cast {
                VoteCast::For => tally.votes_for += 1,
                VoteCast::Against => tally.votes_against += 1,
                VoteCast::Abstain => tally.abstentions += 1,
            }
        }
        (tally, not_counted)
    }
}
