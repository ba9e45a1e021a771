//! What must hold before a fact is taken: its form, the question that its power asks, its effect.

use standing_base::{Date, IdKind, PartialDate, Refusal, Told};
use standing_domain::NewFact;
use standing_domain::kind;
use standing_domain::register::{check_kind, check_times};
use standing_rulebook::{Answer, QuestionIx, Truth};

use super::Act;
use super::closing::closed_for;
use super::power::{Allowed, may_record};
use super::stage::OnRecord;
use crate::ask::{known_to, without_ids};
use crate::asker::{Asker, DELEGATED};
use crate::error::{AppError, FieldFault};
use crate::ports::Snapshot;
use crate::projection;
use crate::rules::Rules;

/// The kind of fact that makes an earlier one, which was wrong, of no effect.
pub(super) const CORRECTED: &str = "corrected";

/// The fields are those of its kind, and its day can be right.
pub(super) fn form(
    rules: &Rules,
    fact: &NewFact,
    subject: &OnRecord,
    today: Date,
) -> Result<(), Refusal> {
    check_kind(fact, &rules.declared())?;
    check_times(fact, &subject.life, today)
}

/// The question of the power is answered yes on the day of the act, before it.
pub(super) fn asked(
    rules: &Rules,
    fact: &NewFact,
    subject: &OnRecord,
    allowed: &Allowed,
) -> Result<(), AppError> {
    let Some(question) = allowed.asks_of(&fact.kind) else {
        return Ok(());
    };
    // What the entry asks itself, it asks when its own facts are known: see [`lawful`].
    if own_question(rules, &fact.kind) == Some(question) {
        return Ok(());
    }
    let asked = rules.question(question)?;
    let is_about_person = rules.reader.record_of(IdKind::Person) == Some(asked.about);
    let item = (!is_about_person)
        .then(|| fact.id(rules.rulebook().vocabulary.record_name(asked.about)))
        .flatten();
    let mut matter = subject.matter(rules)?;
    let ask = matter.put(question, item, day(fact.effective_on), None);
    let told = matter.answer_on(rules, ask);
    say_yes(rules, question, &told, subject)
}

/// The question that the newest fact asks itself is answered yes: of the ground that a referral gives,
/// say.
pub(super) fn lawful(rules: &Rules, subject: &OnRecord, kind: &str) -> Result<(), AppError> {
    let Some(question) = own_question(rules, kind) else {
        return Ok(());
    };
    let mut matter = subject.matter(rules)?;
    match matter.own_answer(rules, subject.last) {
        Some(told) => say_yes(rules, question, &told, subject),
        None => Ok(()),
    }
}

/// The question that a kind of fact asks itself.
fn own_question(rules: &Rules, kind: &str) -> Option<QuestionIx> {
    let vocabulary = &rules.rulebook().vocabulary;
    let entry = vocabulary.entry(kind)?;
    vocabulary.entries.get(entry.at())?.asks
}

/// Refuses what is not answered yes.
fn say_yes(
    rules: &Rules,
    question: QuestionIx,
    told: &Answer,
    subject: &OnRecord,
) -> Result<(), AppError> {
    let (code, says) = match told.truth {
        Truth::Yes => return Ok(()),
        Truth::Undecided => {
            let says = Told::new(
                "cannot-be-decided",
                "it cannot be decided whether the person {what}: {because}",
            );
            (
                "undecided",
                says.with("what", &rules.question(question)?.says),
            )
        }
        Truth::No => (
            "rules_say_no",
            Told::new("rules-say-no", "the rules do not allow it: {because}"),
        ),
    };
    let because: Vec<String> = told.grounds.iter().map(without_ids).collect();
    let says = says.with("because", because.join("; "));
    let refusal = Refusal::new(code, says).because_of(on_record(told, subject));
    Err(AppError::Refused(under(refusal, told)))
}

/// A refusal under the clause of the first ground.
pub(crate) fn under(refusal: Refusal, told: &Answer) -> Refusal {
    let mut clauses = told
        .grounds
        .iter()
        .filter_map(|ground| ground.clause.as_ref());
    match clauses.next() {
        Some(clause) => refusal.under(clause.id.clone()),
        None => refusal,
    }
}

/// The facts behind an answer that are on the record, not only staged.
pub(super) fn on_record(told: &Answer, subject: &OnRecord) -> Vec<u64> {
    let mut facts = told.entries();
    facts.retain(|number| subject.kinds.iter().any(|(known, _)| known == number));
    facts.sort_unstable();
    facts.dedup();
    facts
}

/// Of a day of which a part is missing, its first counts.
fn day(on: PartialDate) -> Date {
    on.earliest()
}

/// That a member opened a letter: recorded when they do.
pub(crate) const LETTER_OPENED: &str = "letter_opened";

/// An identity is sealed with what is sealed, a letter is opened by reading it, and nowhere else.
pub(super) fn elsewhere(act: &Act, is_sealed: bool, is_opened: bool) -> Result<(), Refusal> {
    const SEALED: &str = "identity_sealed";
    let has = |kind: &str| act.steps.iter().any(|step| step.kind == kind);
    if has(LETTER_OPENED) && !is_opened {
        return Err(Refusal::new(
            "opened_elsewhere",
            Told::new(
                "letter-opened-elsewhere",
                "that a letter was opened is recorded when the member opens it among the files of the case, and in no other way",
            ),
        ));
    }
    if is_sealed || !has(SEALED) {
        return Ok(());
    }
    Err(Refusal::new(
        "sealed_elsewhere",
        Told::new(
            "identity-sealed-elsewhere",
            "an identity is sealed on the page of identities of the case, together with the name; use that page",
        ),
    ))
}

/// An interest that is ended was declared by the same person, and not ended yet.
pub(super) fn interest(fact: &NewFact, subject: &OnRecord) -> Result<(), Refusal> {
    const DECLARED: &str = "interest_declared";
    const ENDED: &str = "interest_ended";
    if fact.kind != ENDED {
        return Ok(());
    }
    let number = fact.number("declaration").unwrap_or_default();
    let is_declared = subject
        .kinds
        .iter()
        .any(|(known, kind)| *known == number && kind == DECLARED);
    let mut facts = subject.facts.iter();
    let is_ended = facts
        .any(|fact| fact.what.kind == ENDED && fact.what.number("declaration") == Some(number));
    if is_declared && !is_ended {
        return Ok(());
    }
    Err(Refusal::new(
        "no_such_interest",
        Told::new(
            "no-such-interest",
            "fact {number} is no interest of this person that is declared and not ended; choose one that is",
        )
        .with("number", number),
    ))
}

/// Who hands a duty on holds it themselves, and says until when.
pub(super) fn delegation(asker: &Asker, fact: &NewFact) -> Result<(), Refusal> {
    if fact.kind != DELEGATED {
        return Ok(());
    }
    let Some(person) = asker.person() else {
        return Ok(());
    };
    let role = fact.text("role").unwrap_or_default();
    let mut held = person.capacities.iter();
    let own = held.any(|one| one.in_place_of.is_none() && one.code() == role);
    let is_own = fact.id("from") == Some(person.id);
    if is_own && own {
        return Ok(());
    }
    let shown: String = role.chars().take(60).collect();
    Err(Refusal::new(
        "not_yours_to_delegate",
        Told::new(
            "not-yours-to-delegate",
            "`{role}` is not a role that you hold yourself, so it is not yours to hand on",
        )
        .with("role", shown),
    ))
}

/// Who corrects an entry could have made it: a power to correct is none over other people's acts.
pub(super) fn correction(
    rules: &Rules,
    fact: &NewFact,
    subject: &OnRecord,
    allowed: &Allowed,
    today: Date,
) -> Result<(), Refusal> {
    if fact.kind != CORRECTED {
        return Ok(());
    }
    let number = fact.number("act").unwrap_or_default();
    let found = subject.kinds.iter().find(|(known, _)| *known == number);
    let is_own = found.is_some_and(|(_, kind)| may_record(rules, &allowed.role, kind, today));
    if is_own {
        return Ok(());
    }
    Err(Refusal::new(
        "not_yours_to_correct",
        Told::new("not-yours-to-correct", "fact {number} is no entry on this record that you could have made, so it is not yours to correct; ask whoever made it").with("number", number),
    ))
}

/// An entry is closed in favour of another one of a person on the record, which is open itself.
pub(super) async fn merge(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    fact: &NewFact,
    today: Date,
) -> Result<(), AppError> {
    let Some(into) = projection::merged_into(fact) else {
        return Ok(());
    };
    let known = match into.kind() {
        IdKind::Person if into != fact.about => {
            known_to(snapshot, rules, asker, &[into], today).await?
        }
        _ => Vec::new(),
    };
    let says = if known.is_empty() {
        Told::new(
            "no-other-person",
            "this is no other person on the register whom you may see",
        )
    } else if closed_for(snapshot, rules, into, today).await?.is_some() {
        Told::new(
            "other-is-closed",
            "the other entry is closed itself; choose the one that it was closed for",
        )
    } else {
        return Ok(());
    };
    Err(AppError::Fields(vec![FieldFault::new("into", says)]))
}

/// The newest fact does something, where a clause says what facts of its kind do.
pub(super) fn effect(rules: &Rules, subject: &OnRecord, kind: &str) -> Result<(), AppError> {
    let mut matter = subject.matter(rules)?;
    let clauses = matter.idle(rules, subject.last);
    let Some(first) = clauses.first() else {
        return Ok(());
    };
    let says = kind::find(kind).map_or(kind, |kind| kind.says);
    Err(AppError::Refused(
        Refusal::new(
            "no_effect",
            Told::new("would-change-nothing", "`{kind}` would change nothing: the standing that it presupposes does not exist on that day; look at the record, and check the date").with("kind", says),
        )
        .under(first.clone()),
    ))
}

/// What a body decides by a vote is recorded when the vote is closed, and by nobody otherwise.
pub(super) fn by_vote_only(rules: &Rules, act: &Act, today: Date) -> Result<(), Refusal> {
    let Some(version) = rules.engine.version_on(today).0 else {
        return Ok(());
    };
    let vocabulary = &rules.rulebook().vocabulary;
    for step in &act.steps {
        let entry = vocabulary.entry(&step.kind);
        let Some(decision) = entry.and_then(|entry| version.decision_entering(entry)) else {
            continue;
        };
        let says = Told::new(
            "decided-by-vote-only",
            "`{kind}` is decided by a vote of the {body}, and recorded when the vote is closed; put it on the agenda of a meeting",
        )
        .with("kind", super::says_of(&step.kind))
        .with("body", decision.body.replace('_', " "));
        let refusal = Refusal::new("decided_by_vote", says);
        let clause = version.clauses.get(decision.clause.at());
        return Err(match clause {
            Some(clause) => refusal.under(clause.id.clone()),
            None => refusal,
        });
    }
    Ok(())
}
