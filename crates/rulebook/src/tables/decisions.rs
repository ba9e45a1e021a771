//! decisions.toml: quorum, majority, who may vote, reasons.

use standing_base::Fraction;

use crate::diagnostic::{Report, quoted};
use crate::draft::Draft;
use crate::limits::CLAUSES_MAX;
use crate::model::{
    ClauseIx, Decision, Majority, MajorityOf, MajorityRule, ParamValue, QuestionIx, Quorum,
    QuorumOf, Reasons,
};
use crate::params;
use crate::source::Source;
use crate::tables::row::{Row, Text};
use crate::tables::vocabulary::Words;
use crate::toml::{Node, Toml};

const KEYS: &[&str] = &[
    "id", "clause", "body", "asks", "may_vote", "quorum", "majority", "reasons",
];
const QUORUM_OF: &[(&str, QuorumOf)] = &[
    ("entitled_to_vote", QuorumOf::EntitledToVote),
    ("in_post", QuorumOf::InPost),
    ("full_size", QuorumOf::FullSize),
];
const MAJORITY_OF: &[(&str, MajorityOf)] = &[
    ("cast", MajorityOf::Cast),
    ("present", MajorityOf::Present),
    ("entitled_to_vote", MajorityOf::EntitledToVote),
    ("full_size", MajorityOf::FullSize),
];

pub(crate) fn read<'a>(
    source: &'a Source<'a>,
    root: &'a Node,
    words: &'a Words,
    draft: &mut Draft<'_>,
    report: &mut Report,
) -> Vec<Decision> {
    let Some(file) = Row::new(source, "", root, &["decision"], report) else {
        return Vec::new();
    };
    let mut reader = Reader {
        words,
        draft,
        report,
    };
    let rows = file.tables("decision", KEYS, reader.report);
    if let Some(row) = rows.get(CLAUSES_MAX) {
        let message = format!("a version has at most {CLAUSES_MAX} decisions");
        reader.report.error(&row.here(), message, None);
    }
    let mut decisions: Vec<Decision> = Vec::new();
    for row in rows.iter().take(CLAUSES_MAX) {
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
        let asks = self.question(row, "asks");
        let may_vote = self.question(row, "may_vote");
        let quorum = match row.get("quorum") {
            None => Some(None),
            Some(_) => self.quorum(row).map(Some),
        };
        if row.get("majority").is_none() {
            row.missing("majority", self.report);
        }
        let majority = self.majority(row);
        let reasons = match row.get("reasons") {
            None => Some(None),
            Some(_) => self.reasons(row).map(Some),
        };
        Some(Decision {
            id: id?.value,
            clause: clause?,
            body: body?.value,
            asks,
            may_vote,
            quorum: quorum?,
            majority: majority?,
            reasons: reasons?,
            place: row.here().place(),
        })
    }

    fn question(&mut self, row: &Row<'_>, key: &str) -> Option<QuestionIx> {
        let name = row.text(key, self.report)?;
        self.words.question_named(row, &name, self.report)
    }

    fn quorum(&mut self, row: &Row<'_>) -> Option<Quorum> {
        let keys = &["clause", "share", "floor", "of"];
        let row = row.table("quorum", "`quorum`", keys, self.report)?;
        let clause = self.draft.cited(&row, self.report);
        let share = self.share(&row);
        let floor = self.floor(&row);
        if row.get("of").is_none() {
            row.missing("of", self.report);
        }
        let of = row.one_of("of", QUORUM_OF, self.report);
        Some(Quorum {
            clause: clause?,
            share: share?,
            floor: floor?,
            of: of?,
        })
    }

    fn majority(&mut self, row: &Row<'_>) -> Option<Majority> {
        let keys = &["clause", "rule", "share", "of"];
        let row = row.table("majority", "`majority`", keys, self.report)?;
        let clause = self.draft.cited(&row, self.report);
        if row.get("rule").is_none() {
            row.missing("rule", self.report);
        }
        let by_share = row.one_of(
            "rule",
            &[("more_for_than_against", false), ("share", true)],
            self.report,
        );
        let rule = if by_share? {
            let share = self.share(&row);
            if row.get("of").is_none() {
                row.missing("of", self.report);
            }
            let of = row.one_of("of", MAJORITY_OF, self.report);
            MajorityRule::Share(share?, of?)
        } else {
            for key in ["share", "of"] {
                if let Some(node) = row.get(key) {
                    let message = format!("`{key}` has a meaning only with `rule = \"share\"`");
                    self.report.error(&row.at(&node.span), message, None);
                }
            }
            MajorityRule::MoreForThanAgainst
        };
        Some(Majority {
            clause: clause?,
            rule,
        })
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
        let text = row.need_text("share", self.report)?;
        let share = self.value(row, &text, "a fraction", |value| match value {
            ParamValue::Fraction(share) => Some(share),
            _ => None,
        })?;
        if share.numerator() > share.denominator() {
            let message = format!("{share} is more than the whole");
            self.report.error(&row.at(&text.span), message, None);
            return None;
        }
        Some(share)
    }

    /// A whole number, or a parameter that is one; 0 when absent.
    fn floor(&mut self, row: &Row<'_>) -> Option<u32> {
        let Some(node) = row.get("floor") else {
            return Some(0);
        };
        let number = if let Toml::Text(_) = node.value {
            let text = row.text("floor", self.report)?;
            self.value(row, &text, "a number", |value| match value {
                ParamValue::Number(number) => Some(number),
                _ => None,
            })?
        } else {
            row.number("floor", self.report)?.value
        };
        let floor = u32::try_from(number).ok();
        if floor.is_none() {
            let message = format!("{number} cannot be a number of people");
            self.report.error(&row.at(&node.span), message, None);
        }
        floor
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
