//! decisions.toml: quorum, majority, who may vote, reasons.

use standing_base::Fraction;

use crate::diagnostic::{Report, quoted};
use crate::draft::Draft;
use crate::model::{
    Base, ClauseIx, Counted, Decision, Demand, Majority, MajorityRule, Matters, ParamValue,
    QuestionIx, Quorum, Reasons, Threshold, Tie, VoteKind,
};
use crate::params;
use crate::source::Source;
use crate::tables::row::{Row, Text};
use crate::tables::vocabulary::Words;
use crate::toml::{Node, Toml};

const KEYS: &[&str] = &[
    "id",
    "clause",
    "body",
    "enters",
    "motions",
    "roll",
    "asks",
    "may_vote",
    "vote",
    "demand",
    "supporters",
    "notice",
    "quorum",
    "majority",
    "casting",
    "weighted",
    "proxies",
    "reasons",
];
const VOTES: &[(&str, VoteKind)] = &[
    ("recorded", VoteKind::Recorded),
    ("counted", VoteKind::Counted),
    ("secret", VoteKind::Secret),
];
/// Of what a quorum can be a part: what is known before anybody votes.
const QUORUM_OF: &[(&str, Base)] = &[
    ("entitled_to_vote", Base::EntitledToVote),
    ("in_post", Base::InPost),
    ("full_size", Base::FullSize),
];
const MAJORITY_OF: &[(&str, Base)] = &[
    ("cast", Base::Cast),
    ("cast_with_abstentions", Base::CastWithAbstentions),
    ("present", Base::Present),
    ("entitled_to_vote", Base::EntitledToVote),
    ("in_post", Base::InPost),
    ("full_size", Base::FullSize),
];
const COUNTED: &[(&str, Counted)] = &[
    ("present", Counted::Present),
    ("cast", Counted::Cast),
    ("for", Counted::For),
];
const MOTIONS: &[(&str, Matters)] = &[
    ("motions", Matters::Motions),
    ("amendments", Matters::Amendments),
];

/// How a majority is told.
#[derive(Clone, Copy)]
enum Rule {
    MoreForThanAgainst,
    Share,
    MoreThan,
}

const RULES: &[(&str, Rule)] = &[
    ("more_for_than_against", Rule::MoreForThanAgainst),
    ("share", Rule::Share),
    ("more_than", Rule::MoreThan),
];

pub(crate) fn read<'a>(
    source: &'a Source<'a>,
    root: &'a Node,
    words: &'a Words,
    draft: &mut Draft<'_>,
    report: &mut Report,
) -> Vec<Decision> {
    let mut reader = Reader {
        words,
        draft,
        report,
    };
    let rows = Row::of_list(
        source,
        root,
        &["decision"],
        KEYS,
        "decisions",
        reader.report,
    );
    let mut decisions: Vec<Decision> = Vec::new();
    for row in &rows {
        if let Some(new) = reader.decision(row) {
            if decisions.iter().any(|old| old.id == new.id) {
                let message = format!("there are two decisions {}", quoted(&new.id));
                reader.report.error(&row.here(), message, None);
            }
            decisions.push(new);
        }
    }
    decisions
}

struct Reader<'w, 'd, 'v, 'r> {
    words: &'w Words,
    draft: &'d mut Draft<'v>,
    report: &'r mut Report,
}

impl Reader<'_, '_, '_, '_> {
    fn decision(&mut self, row: &Row<'_>) -> Option<Decision> {
        let id = row.need_text("id", self.report);
        let clause = self.draft.cited(row, self.report);
        let body = row.need_text("body", self.report);
        let matters = self.matters(row);
        let roll = self.question(row, "roll");
        let asks = self.question(row, "asks");
        let may_vote = self.question(row, "may_vote");
        let vote = match row.get("vote") {
            Some(_) => row.one_of("vote", VOTES, self.report),
            None => Some(VoteKind::Recorded),
        };
        let demand = self.optional(row, "demand", |reader, row| reader.demand(row, "demand"));
        let supporters = self.optional(row, "supporters", |reader, row| {
            reader.demand(row, "supporters")
        });
        let notice = self.optional(row, "notice", |reader, row| reader.clause(row, "notice"));
        let quorum = self.optional(row, "quorum", Self::quorum);
        if row.get("majority").is_none() {
            row.missing("majority", self.report);
        }
        let majority = self.majority(row);
        let tie =
            match self.optional(row, "casting", |reader, row| reader.clause(row, "casting"))? {
                Some(clause) => Tie::Casting(clause),
                None => Tie::NotCarried,
            };
        let proxies = self.number(row, "proxies");
        let reasons = self.optional(row, "reasons", Self::reasons);
        Some(Decision {
            id: id?.value,
            clause: clause?,
            body: body?.value,
            matters: matters?,
            roll,
            asks,
            may_vote,
            vote: vote?,
            demand: demand?,
            supporters: supporters?,
            notice: notice?,
            quorum: quorum?,
            majority: majority?,
            tie,
            weighted: row.yes_no("weighted", self.report),
            proxies: proxies?,
            reasons: reasons?,
            place: row.here().place(),
        })
    }

    /// What stands under a key that may be left out: `None` where it is there and cannot be read.
    #[allow(clippy::option_option, reason = "absent and unreadable are two things")]
    fn optional<T>(
        &mut self,
        row: &Row<'_>,
        key: &str,
        read: impl FnOnce(&mut Self, &Row<'_>) -> Option<T>,
    ) -> Option<Option<T>> {
        match row.get(key) {
            None => Some(None),
            Some(_) => read(self, row).map(Some),
        }
    }

    fn matters(&mut self, row: &Row<'_>) -> Option<Matters> {
        if let (Some(_), Some(both)) = (row.get("enters"), row.get("motions")) {
            let message = "a decision has `enters` or `motions`, and not both".to_owned();
            self.report.error(&row.at(&both.span), message, None);
            return None;
        }
        if row.get("enters").is_some() {
            let name = row.text("enters", self.report)?;
            let entry = self.words.entry_named(row, &name, self.report)?;
            return Some(Matters::Enters(entry));
        }
        match row.get("motions") {
            Some(_) => row.one_of("motions", MOTIONS, self.report),
            None => Some(Matters::Nothing),
        }
    }

    fn demand(&mut self, row: &Row<'_>, key: &str) -> Option<Demand> {
        let says = format!("`{key}`");
        let row = row.table(key, &says, &["clause", "members"], self.report)?;
        let clause = self.draft.cited(&row, self.report);
        if row.get("members").is_none() {
            row.missing("members", self.report);
            return None;
        }
        let members = self.number(&row, "members")?;
        Some(Demand {
            clause: clause?,
            members,
        })
    }

    fn clause(&mut self, row: &Row<'_>, key: &str) -> Option<ClauseIx> {
        let says = format!("`{key}`");
        let row = row.table(key, &says, &["clause"], self.report)?;
        self.draft.cited(&row, self.report)
    }

    fn question(&mut self, row: &Row<'_>, key: &str) -> Option<QuestionIx> {
        let name = row.text(key, self.report)?;
        self.words.question_named(row, &name, self.report)
    }

    fn quorum(&mut self, row: &Row<'_>) -> Option<Quorum> {
        let keys = &["clause", "share", "root", "floor", "of", "counts"];
        let row = row.table("quorum", "`quorum`", keys, self.report)?;
        let clause = self.draft.cited(&row, self.report);
        let threshold = if row.get("root").is_some() {
            self.fraction(&row, "root").map(Threshold::Root)
        } else {
            self.share(&row).map(Threshold::AtLeast)
        };
        let floor = self.number(&row, "floor");
        if row.get("of").is_none() {
            row.missing("of", self.report);
        }
        let of = row.one_of("of", QUORUM_OF, self.report);
        let counts = match row.get("counts") {
            Some(_) => row.one_of("counts", COUNTED, self.report)?,
            None => Counted::Present,
        };
        Some(Quorum {
            clause: clause?,
            threshold: threshold?,
            floor: floor?,
            of: of?,
            counts,
        })
    }

    fn majority(&mut self, row: &Row<'_>) -> Option<Majority> {
        let keys = &["clause", "rule", "times", "share", "of"];
        let row = row.table("majority", "`majority`", keys, self.report)?;
        let clause = self.draft.cited(&row, self.report);
        if row.get("rule").is_none() {
            row.missing("rule", self.report);
        }
        let rule = match row.one_of("rule", RULES, self.report)? {
            Rule::MoreForThanAgainst => {
                self.meaningless(&row, &["share", "of"], "`share` or `more_than`");
                let times = match row.get("times") {
                    Some(_) => self.number(&row, "times")?,
                    None => 1,
                };
                MajorityRule::MoreForThanAgainst(times)
            }
            rule @ (Rule::Share | Rule::MoreThan) => {
                self.meaningless(&row, &["times"], "`more_for_than_against`");
                let share = self.share(&row);
                if row.get("of").is_none() {
                    row.missing("of", self.report);
                }
                let of = row.one_of("of", MAJORITY_OF, self.report);
                let threshold = match rule {
                    Rule::MoreThan => Threshold::MoreThan(share?),
                    _ => Threshold::AtLeast(share?),
                };
                MajorityRule::Of(threshold, of?)
            }
        };
        Some(Majority {
            clause: clause?,
            rule,
        })
    }

    /// Refuses keys that say something only beside another rule.
    fn meaningless(&mut self, row: &Row<'_>, keys: &[&str], with: &str) {
        for key in keys {
            if let Some(node) = row.get(key) {
                let message = format!("`{key}` has a meaning only where `rule` is {with}");
                self.report.error(&row.at(&node.span), message, None);
            }
        }
    }

    fn reasons(&mut self, row: &Row<'_>) -> Option<Reasons> {
        let keys = &["clause", "within"];
        let row = row.table("reasons", "`reasons`", keys, self.report)?;
        let clause: Option<ClauseIx> = self.draft.cited(&row, self.report);
        let text = row.need_text("within", self.report);
        let within = text.and_then(|text| {
            self.value(&row, &text, "a length of time", |value| match value {
                ParamValue::Length(length) => Some(length),
                _ => None,
            })
        });
        Some(Reasons {
            clause: clause?,
            within: within?,
        })
    }

    fn share(&mut self, row: &Row<'_>) -> Option<Fraction> {
        let share = self.fraction(row, "share")?;
        if share.numerator() > share.denominator() {
            let at = row
                .get("share")
                .map_or_else(|| row.here(), |node| row.at(&node.span));
            let message = format!("{share} is more than the whole");
            self.report.error(&at, message, None);
            return None;
        }
        Some(share)
    }

    fn fraction(&mut self, row: &Row<'_>, key: &str) -> Option<Fraction> {
        let text = row.need_text(key, self.report)?;
        self.value(row, &text, "a fraction", |value| match value {
            ParamValue::Fraction(share) => Some(share),
            _ => None,
        })
    }

    /// A whole number, or a parameter that is one; 0 when absent.
    fn number(&mut self, row: &Row<'_>, key: &str) -> Option<u32> {
        let Some(node) = row.get(key) else {
            return Some(0);
        };
        let number = if let Toml::Text(_) = node.value {
            let text = row.text(key, self.report)?;
            self.value(row, &text, "a number", |value| match value {
                ParamValue::Number(number) => Some(number),
                _ => None,
            })?
        } else {
            row.number(key, self.report)?.value
        };
        let people = u32::try_from(number).ok();
        if people.is_none() {
            let message = format!("{number} cannot be a number of people");
            self.report.error(&row.at(&node.span), message, None);
        }
        people
    }

    /// `param:NAME`, or the value itself.
    fn value<T>(
        &mut self,
        row: &Row<'_>,
        text: &Text,
        wanted: &str,
        take: impl Fn(ParamValue) -> Option<T>,
    ) -> Option<T> {
        let value = if text.value.starts_with("param:") {
            Some(self.draft.referred(row, text, self.report)?.1)
        } else {
            params::value(&text.value)
        };
        let is = value.as_ref().map_or("something else", ParamValue::kind);
        let taken = value.and_then(take);
        if taken.is_none() {
            let message = format!("{} must be {wanted} and is {is}", quoted(&text.value));
            self.report.error(&row.at(&text.span), message, None);
        }
        taken
    }
}
