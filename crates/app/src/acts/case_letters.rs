//! The letters by which the member learns of a step of their case. Each is filled in from the record
//! with the step staged on it; where it would leave out what it must say, the step is refused.

use standing_base::{Date, Id, PartialDate, Refusal, Told};
use standing_domain::case::{CaseFile, Finding, Step, files};
use standing_domain::{Fact, FieldValue, PrivateValue};
use standing_rulebook::{Clocked, QuestionIx, Truth};

use super::Act;
use super::check::LETTER_OPENED;
use super::power::{self, Allowed};
use super::stage::OnRecord;
use crate::account::digest;
use crate::app::App;
use crate::cases::ChargeTold;
use crate::cases::charges::{self, clause_title, words_of};
use crate::error::{AppError, FieldFault};
use crate::letters::context::LetterReady;
use crate::letters::of_cases::{
    AppealResult, CaseDecision, CaseNotice, ChargeLine, Charges, FindingLine, Head, HearingListed,
    InterimSuspension, RightStopped,
};
use crate::letters::{Addressee, Language, Rendered, Template};
use crate::matter::Matter;
use crate::naming;
use crate::ports::Snapshot;
use crate::ports::outbox::NewLetter;
use crate::rules::{Rules, SUBJECT};

const SUSPENDED: &str = "suspension_imposed";
/// The field that says how something is given to the member, and those of its values by which Standing
/// gives it itself.
const WAY: &str = "way";
const EMAIL: &str = "email";
const DOWNLOAD: &str = "download";

/// How a letter of a case reaches the member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// It goes by mail, whole.
    Mailed,
    /// It lies ready in the case, and a note by mail says so.
    LaidReady,
    /// By hand, by post: in another way than by Standing.
    Elsewhere,
}

/// A letter of a case that goes with an act.
#[derive(Clone, Debug)]
pub struct CaseLetter {
    pub template: Template,
    pub language: Language,
    pub case: Id,
    /// The reference of the case.
    pub reference: String,
    pub on: Date,
    pub written: Rendered,
    pub service: Service,
}

impl CaseLetter {
    /// Names what is written, so that nobody sends another letter than they saw.
    pub fn seal(&self) -> String {
        let whole = format!("{}\n\n{}", self.written.subject, self.written.text);
        let digest = digest(&whole);
        digest.chars().take(16).collect()
    }
}

/// A letter that goes with a kind of fact.
fn template_of(kind: &str) -> Option<Template> {
    if kind == SUSPENDED {
        return Some(Template::InterimSuspension);
    }
    Some(match Step::of(kind)? {
        Step::SubjectTold => Template::CaseNotice,
        Step::ChargesServed => Template::Charges,
        Step::HearingListed => Template::HearingListed,
        Step::DecisionSent => Template::CaseDecision,
        Step::AppealDismissed
        | Step::DecisionVaried
        | Step::DecisionQuashed
        | Step::CaseRemitted => Template::AppealResult,
        _ => return None,
    })
}

impl App {
    /// The letter of the case that goes with an act, if one does, and its copy for the outbox.
    pub(super) async fn case_letter(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        act: &Act,
        subject: &OnRecord,
        allowed: &Allowed,
    ) -> Result<Option<(CaseLetter, Option<NewLetter>)>, AppError> {
        let Some(told) = Telling::of(snapshot, rules, act, subject, allowed).await? else {
            return Ok(None);
        };
        let (service, to) = self.served_to(snapshot, subject.id, told.fact).await?;
        let addressee = Addressee {
            person: Some(subject.id),
            address: to.unwrap_or_default(),
            language: told.language,
        };
        let written = self.letter_words(snapshot, &told, subject).await?;
        let letter = CaseLetter {
            template: told.template,
            language: told.language,
            case: told.file.id,
            reference: told.reference(),
            on: told.fact.what.effective_on.earliest(),
            service,
            written,
        };
        let copy = match service {
            Service::Mailed => Some(NewLetter {
                // Where it is kept sealed, it is not kept in clear once it has gone.
                is_secret: self.has_vault(),
                ..self.letter_to(letter.template, addressee, letter.written.clone(), None)
            }),
            Service::LaidReady => Some(self.note_of(snapshot, &told, addressee).await?),
            Service::Elsewhere => None,
        };
        Ok(Some((letter, copy)))
    }

    async fn letter_words(
        &self,
        snapshot: &mut dyn Snapshot,
        told: &Telling<'_>,
        subject: &OnRecord,
    ) -> Result<Rendered, AppError> {
        let language = told.language;
        match told.template {
            Template::CaseNotice => {
                let context = told.notice(snapshot).await?;
                self.fill_in(snapshot, language, &context).await
            }
            Template::InterimSuspension => {
                let context = told.suspension(snapshot, subject).await?;
                self.fill_in(snapshot, language, &context).await
            }
            Template::Charges => {
                let context = told.charges_served()?;
                self.fill_in(snapshot, language, &context).await
            }
            Template::HearingListed => {
                let context = told.hearing(snapshot).await?;
                self.fill_in(snapshot, language, &context).await
            }
            Template::CaseDecision => {
                let context = told.decision()?;
                self.fill_in(snapshot, language, &context).await
            }
            _ => {
                let context = told.appeal()?;
                self.fill_in(snapshot, language, &context).await
            }
        }
    }

    /// The note that a letter lies ready: it says nothing of what stands in it.
    async fn note_of(
        &self,
        snapshot: &mut dyn Snapshot,
        told: &Telling<'_>,
        to: Addressee,
    ) -> Result<NewLetter, AppError> {
        // Opening it is the member's own act; the clause that knows of it says when it counts.
        let opening = power::of_role_named(told.rules, SUBJECT, LETTER_OPENED, told.on());
        let context = LetterReady {
            organisation: told.rules.organisation_name.clone(),
            name: told.name.clone(),
            clause: opening.map(|opening| opening.clause),
            link: self
                .site
                .page(&format!("/cases/{}/files", told.reference())),
        };
        self.write_letter(snapshot, to, &context, None).await
    }

    /// How it reaches the member, and the address to which something goes by mail. Who is to be
    /// served by mail has one; so has whoever is to open it here.
    async fn served_to(
        &self,
        snapshot: &mut dyn Snapshot,
        member: Id,
        fact: &Fact,
    ) -> Result<(Service, Option<String>), AppError> {
        let way = fact.what.text(WAY);
        let wrong = |says| Err(AppError::Fields(vec![FieldFault::new(WAY, says)]));
        let service = match way {
            Some(DOWNLOAD) if !self.has_post || !self.has_vault() => {
                return wrong(Told::new(
                    "nothing-laid-ready",
                    "letters can be laid ready only where mail and a vault key are set up: give it by hand or by post",
                ));
            }
            Some(DOWNLOAD) => Service::LaidReady,
            None | Some(EMAIL) if self.has_post => Service::Mailed,
            _ => return Ok((Service::Elsewhere, None)),
        };
        let account = snapshot.account_of(member).await?;
        let account = account.filter(|account| account.disabled_at.is_none());
        match (account, way) {
            (Some(account), _) => Ok((service, Some(account.email))),
            (None, None) => Ok((Service::Elsewhere, None)),
            (None, Some(_)) => wrong(Told::new(
                "no-address-to-serve",
                "this member has no e-mail address here on which to serve it: give it by hand or by post, or invite them to open an account first",
            )),
        }
    }
}

/// What a letter is filled in from.
struct Telling<'a> {
    rules: &'a Rules,
    template: Template,
    language: Language,
    allowed: &'a Allowed,
    name: String,
    /// The step itself.
    fact: &'a Fact,
    /// Every fact of the case that has effect, the step among them, with their words.
    facts: Vec<&'a Fact>,
    words: Vec<PrivateValue>,
    file: CaseFile,
}

impl<'a> Telling<'a> {
    async fn of(
        snapshot: &mut dyn Snapshot,
        rules: &'a Rules,
        act: &Act,
        subject: &'a OnRecord,
        allowed: &'a Allowed,
    ) -> Result<Option<Self>, AppError> {
        // The last of what is staged is the last step of the act.
        let staged = act.steps.iter().rev().enumerate().find_map(|(back, step)| {
            let number = subject.last.checked_sub(u64::try_from(back).ok()?)?;
            let mut facts = subject.facts.iter().rev();
            let fact = facts.find(|fact| fact.number == number)?;
            template_of(&step.kind).map(|_| (fact, step))
        });
        let Some((fact, step)) = staged else {
            return Ok(None);
        };
        let case = fact.what.id("case");
        let file = files(subject.facts.iter())
            .into_iter()
            .find(|file| Some(file.id) == case);
        let (Some(template), Some(file)) = (template_of(&fact.what.kind), file) else {
            return Ok(None);
        };
        let annulled = subject.matter(rules)?.annulled(rules, Date::MAX);
        let of_case = |fact: &&Fact| {
            fact.what.id("case") == Some(file.id) && !annulled.contains(&fact.number)
        };
        let facts: Vec<&Fact> = subject.facts.iter().filter(of_case).collect();
        let numbers: Vec<u64> = facts.iter().map(|fact| fact.number).collect();
        let mut words = snapshot.private_values(&numbers).await?;
        words.extend(step.private.iter().map(|(field, value)| PrivateValue {
            fact: fact.number,
            field: field.clone(),
            value: value.clone(),
        }));
        Ok(Some(Self {
            rules,
            template,
            language: Language::of(&rules.rulebook().language),
            allowed,
            name: naming::name_or_id(snapshot, subject.id).await?,
            fact,
            facts,
            words,
            file,
        }))
    }

    fn reference(&self) -> String {
        let reference = self.file.reference.clone();
        reference.unwrap_or_else(|| self.file.id.to_string())
    }

    fn on(&self) -> Date {
        self.fact.what.effective_on.earliest()
    }

    /// What the letter must say and cannot: nothing is recorded.
    fn lacks(&self, says: Told) -> AppError {
        let says = says.with("case", self.reference());
        let refusal = Refusal::new("letter_incomplete", says);
        AppError::Refused(refusal.under(self.allowed.clause.clone()))
    }

    fn head(&self) -> Result<Head, AppError> {
        let clause = &self.allowed.clause;
        let title = clause_title(self.rules, clause, self.on()).ok_or_else(|| {
            let says = Told::new(
                "letter-lacks-clause",
                "the letter about this step of case {case} cannot be written, because clause {clause} has no text on this day; check the day, or put the rulebook of that day on the record first",
            );
            self.lacks(says.with("clause", clause))
        })?;
        Ok(Head {
            organisation: self.rules.organisation_name.clone(),
            name: self.name.clone(),
            case: self.reference(),
            clause: clause.clone(),
            clause_title: title,
            on: self.language.date(self.on()),
            by: self.allowed.says.clone(),
        })
    }

    /// Words of the step itself, or of the last step of one of these kinds.
    fn words(&self, kinds: &[Step], field: &str) -> Option<String> {
        let mut facts = self.facts.iter().rev();
        let found = facts.find_map(|fact| {
            let is_meant = fact.number == self.fact.number
                || Step::of(&fact.what.kind).is_some_and(|step| kinds.contains(&step));
            let words = is_meant.then(|| words_of(&self.words, fact.number, field));
            words.flatten()
        });
        found.filter(|words| !words.trim().is_empty())
    }

    fn day(&self, field: &str) -> Option<Date> {
        let given = self.fact.what.text(field)?.parse::<PartialDate>();
        given.ok().map(PartialDate::latest)
    }

    /// The last day of what the step sets running for somebody: for the member, or for others.
    fn last_day(&self, is_for_member: bool) -> Option<Date> {
        let kind = self
            .rules
            .rulebook()
            .vocabulary
            .entry(&self.fact.what.kind)?;
        let clocks = self
            .rules
            .engine
            .clocks(kind, self.on(), |field| self.day(field));
        let mut duties = clocks.begins.into_iter();
        duties.find_map(|clock| match &clock.what {
            Clocked::Duty { owed_by, .. } if (owed_by == SUBJECT) == is_for_member => {
                clock.last_day
            }
            _ => None,
        })
    }

    async fn notice(&self, snapshot: &mut dyn Snapshot) -> Result<CaseNotice, AppError> {
        let begun = [Step::ComplaintReceived, Step::CaseOpened];
        let matter = self.words(&begun, "matter").ok_or_else(|| {
            self.lacks(Told::new(
                "letter-lacks-matter",
                "the notice of case {case} cannot be written, because it is not on the record what is alleged; fill that in first",
            ))
        })?;
        let is_unnamed = self.words(&[], "unnamed").is_some();
        let complainant = match self.file.complainant.filter(|_| !is_unnamed) {
            Some(person) => naming::name(snapshot, person).await?,
            None => None,
        };
        Ok(CaseNotice {
            head: self.head()?,
            matter,
            complainant,
            is_unnamed,
        })
    }

    async fn suspension(
        &self,
        snapshot: &mut dyn Snapshot,
        subject: &OnRecord,
    ) -> Result<InterimSuspension, AppError> {
        let reasons = self.words(&[], "reasons").ok_or_else(|| {
            self.lacks(Told::new(
                "letter-lacks-suspension-reasons",
                "the notice of suspension in case {case} cannot be written, because its reasons are empty; fill in the reasons first",
            ))
        })?;
        let review_on = self.day("review_on").or_else(|| self.last_day(false));
        let review_on = review_on.ok_or_else(|| {
            self.lacks(Told::new(
                "letter-lacks-review",
                "the notice of suspension in case {case} cannot be written, because no day of review is given and no clause says one; fill in the day of review first",
            ))
        })?;
        let ends_on = self.day("ends_on");
        Ok(InterimSuspension {
            head: self.head()?,
            reasons,
            review_on: self.language.date(review_on),
            ends_on: ends_on.map(|day| self.language.date(day)),
            stops: self.stops(snapshot, subject).await?,
        })
    }

    /// The rights that the step stops: those against which it puts a clause that did not stand
    /// against them before.
    async fn stops(
        &self,
        snapshot: &mut dyn Snapshot,
        subject: &OnRecord,
    ) -> Result<Vec<RightStopped>, AppError> {
        let rules = self.rules;
        let Some(mut before) = Matter::load(snapshot, rules, subject.id).await? else {
            return Ok(Vec::new());
        };
        let mut after = subject.matter(rules)?;
        let questions = &rules.rulebook().vocabulary.questions;
        let rights = (0..).map(QuestionIx).zip(questions);
        let mut stopped = Vec::new();
        for (index, question) in rights.filter(|(_, question)| question.right) {
            let known = against(rules, &mut before, index, self.on());
            let clauses = against(rules, &mut after, index, self.on());
            let new = clauses.into_iter().find(|clause| !known.contains(clause));
            stopped.extend(new.map(|clause| RightStopped {
                right: question.says.clone(),
                clause,
            }));
        }
        Ok(stopped)
    }

    fn charges(&self) -> Vec<ChargeTold> {
        charges::told(self.rules, self.facts.iter().copied(), &self.words)
    }

    fn charges_served(&self) -> Result<Charges, AppError> {
        let lacks = |charge: &str| {
            let says = Told::new(
                "letter-lacks-particulars",
                "the charges in case {case} cannot be served, because charge {charge} lacks its particulars or a clause that the rulebook has; bring the charge with both first",
            );
            self.lacks(says.with("charge", charge))
        };
        let lines = self.charges().into_iter().map(|charge| {
            let title = charge.title.filter(|title| !title.is_empty());
            match (title, charge.particulars) {
                (Some(title), Some(particulars)) if !particulars.trim().is_empty() => {
                    Ok(ChargeLine {
                        charge: charge.charge,
                        breach: charge.breach,
                        title,
                        particulars,
                    })
                }
                _ => Err(lacks(&charge.charge)),
            }
        });
        let charges = lines.collect::<Result<Vec<ChargeLine>, AppError>>()?;
        if charges.is_empty() {
            return Err(lacks("1"));
        }
        let answer_by = self.day("answer_by").or_else(|| self.last_day(true));
        let answer_by = answer_by.ok_or_else(|| {
            self.lacks(Told::new(
                "letter-lacks-answer-by",
                "the charges in case {case} cannot be served, because no day is given by which to answer and no clause says one; fill in the day by which to answer first",
            ))
        })?;
        let is_offered =
            |field: &str| self.fact.what.fields.get(field) == Some(&FieldValue::YesNo(true));
        Ok(Charges {
            head: self.head()?,
            charges,
            answer_by: self.language.date(answer_by),
            companion: is_offered("companion"),
            adjustments: is_offered("adjustments"),
        })
    }

    async fn hearing(&self, snapshot: &mut dyn Snapshot) -> Result<HearingListed, AppError> {
        let hearing_on = self.day("hearing_on").ok_or_else(|| {
            self.lacks(Told::new(
                "letter-lacks-hearing-day",
                "the notice of the hearing in case {case} cannot be written, because the day of the hearing is empty; fill in the day first",
            ))
        })?;
        let panel: Vec<Id> = self.file.panel.iter().copied().collect();
        let names = naming::names(snapshot, &panel).await?;
        let mut panel: Vec<String> = names.into_values().collect();
        panel.sort();
        Ok(HearingListed {
            head: self.head()?,
            hearing_on: self.language.date(hearing_on),
            place: self.words(&[], "place"),
            panel,
        })
    }

    fn finding(&self, charge: ChargeTold) -> Result<FindingLine, AppError> {
        let reasons = charge.reasons.filter(|reasons| !reasons.trim().is_empty());
        let (Some(finding), Some(reasons)) = (charge.finding, reasons) else {
            let says = Told::new(
                "letter-lacks-finding",
                "the decision in case {case} cannot be sent, because there is no finding with reasons on charge {charge}; record the finding with its reasons first",
            );
            return Err(self.lacks(says.with("charge", &charge.charge)));
        };
        Ok(FindingLine {
            title: charge.title.unwrap_or_else(|| charge.breach.clone()),
            charge: charge.charge,
            breach: charge.breach,
            is_proved: finding == Finding::Breach,
            reasons,
        })
    }

    fn decision(&self) -> Result<CaseDecision, AppError> {
        let findings = self
            .charges()
            .into_iter()
            .map(|charge| self.finding(charge));
        let findings = findings.collect::<Result<Vec<FindingLine>, AppError>>()?;
        let deciding = [Step::CaseDecided];
        let decided =
            self.facts.iter().rev().find(|fact| {
                Step::of(&fact.what.kind).is_some_and(|step| deciding.contains(&step))
            });
        let outcome = decided.and_then(|fact| fact.what.text("outcome"));
        let reasons = self.words(&deciding, "reasons");
        let (Some(outcome), Some(reasons)) = (outcome, reasons) else {
            return Err(self.lacks(Told::new(
                "letter-lacks-decision-reasons",
                "the decision in case {case} cannot be sent, because its outcome or its reasons are not on the record; record the decision with its reasons first",
            )));
        };
        let appeal_by = self.day("appeal_by").ok_or_else(|| {
            self.lacks(Told::new(
                "letter-lacks-appeal-by",
                "the decision in case {case} cannot be sent, because the last day for an appeal is empty; fill in that day first",
            ))
        })?;
        let (to, clause) = self.appeal_route().ok_or_else(|| {
            self.lacks(Told::new(
                "letter-lacks-appeal-route",
                "the decision in case {case} cannot be sent, because no clause says to whom the member can appeal; the rulebook has to give that power first",
            ))
        })?;
        Ok(CaseDecision {
            head: self.head()?,
            findings,
            outcome: outcome.replace('_', " "),
            reasons,
            appeal_to: to,
            appeal_clause: clause,
            appeal_by: self.language.date(appeal_by),
        })
    }

    /// Who decides appeals, in words, and the clause by which the member can make one.
    fn appeal_route(&self) -> Option<(String, String)> {
        let version = self.rules.engine.version_on(self.on()).0?;
        let vocabulary = &self.rules.rulebook().vocabulary;
        let power = |step: Step| {
            let kind = vocabulary.entry(step.code())?;
            let mut powers = version.powers.iter();
            powers.find(|power| power.may.contains(&kind))
        };
        let role = &power(Step::AppealDismissed)?.role;
        let clause = version.clauses.get(power(Step::AppealMade)?.clause.at())?;
        let says = vocabulary.role(role).map(|role| role.says.clone());
        Some((says?, clause.title.clone()))
    }

    fn appeal(&self) -> Result<AppealResult, AppError> {
        let reasons = self.words(&[], "reasons").ok_or_else(|| {
            self.lacks(Told::new(
                "letter-lacks-appeal-reasons",
                "the letter about the appeal in case {case} cannot be written, because its reasons are empty; fill in the reasons first",
            ))
        })?;
        let outcome = self.fact.what.text("outcome");
        Ok(AppealResult {
            head: self.head()?,
            result: match Step::of(&self.fact.what.kind) {
                Some(Step::DecisionVaried) => "varied",
                Some(Step::DecisionQuashed) => "quashed",
                Some(Step::CaseRemitted) => "remitted",
                _ => "dismissed",
            },
            outcome: outcome.map(|outcome| outcome.replace('_', " ")),
            reasons,
        })
    }
}

/// The clauses that stand against a right on a day.
fn against(rules: &Rules, matter: &mut Matter, right: QuestionIx, on: Date) -> Vec<String> {
    let ask = matter.put(right, None, on, None);
    let told = matter.answer_on(rules, ask);
    if told.truth == Truth::Yes {
        return Vec::new();
    }
    let clauses = told
        .grounds
        .iter()
        .filter_map(|ground| ground.clause.as_ref());
    clauses.map(|clause| clause.id.clone()).collect()
}
