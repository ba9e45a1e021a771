//! Identities that the custodian keeps: the case names somebody by a number, and who that is lies sealed
//! under the key of the case. The custodian sees it, and whom the custodian released it to.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use standing_base::{Date, Id, Told};
use standing_domain::case::{CaseFile, Identity, Request, Step};
use standing_domain::{Fact, PrivateValue};

use crate::acts::{About, Act, Done, Step as ActStep};
use crate::app::App;
use crate::asker::Asker;
use crate::cases::{self, Loaded};
use crate::conflicts;
use crate::error::{AppError, FieldFault};
use crate::matter::Matter;
use crate::naming;
use crate::ports::Snapshot;
use crate::ports::vault::SealedIdentity;
use crate::rules::Rules;
use crate::subject::named;
use crate::vault::{Key, Place, open, seal, unopened};

/// The longest name, and the longest text of how to reach somebody, in characters.
pub const IDENTITY_CHARS_MAX: usize = 300;
/// The parts of those whose identity is sealed.
pub const SEALED_PARTS: [&str; 2] = ["complainant", "witness"];

/// What is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    pub name: String,
    /// How they are reached, where it was told.
    pub reach: String,
    /// The member who it is, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Id>,
}

/// Somebody whose identity is to be sealed.
#[derive(Clone, Debug, Default)]
pub struct Sealing {
    /// One of [`SEALED_PARTS`].
    pub part: String,
    pub name: String,
    pub reach: String,
    /// The member who it is, by number or name; empty where it is nobody on the register.
    pub member: String,
}

/// Somebody whom the case names by a number.
#[derive(Clone, Debug)]
pub struct IdentityLine {
    pub number: u64,
    pub part: String,
    /// Who it is, for those who may see it.
    pub who: Option<Who>,
    pub requests: Vec<RequestLine>,
}

#[derive(Clone, Debug)]
pub struct RequestLine {
    pub fact: u64,
    pub by: String,
    pub on: Date,
    pub reasons: Option<String>,
    /// Whether it was granted, and why.
    pub ruled: Option<(bool, Option<String>)>,
}

/// The identities of a case.
#[derive(Clone, Debug)]
pub struct IdentitiesPage {
    pub reference: String,
    pub subject: Id,
    pub identities: Vec<IdentityLine>,
    pub may_seal: bool,
    pub may_ask: bool,
    pub may_rule: bool,
}

struct Known {
    rules: std::sync::Arc<Rules>,
    file: CaseFile,
    facts: Vec<Fact>,
    matter: Matter,
    today: Date,
    is_custodian: bool,
}

impl App {
    /// The identities of a case: for those who handle it, the numbers; for the custodian and for whom
    /// one was released to, who it is. That it is seen is kept first.
    pub async fn case_identities(
        &self,
        asker: &Asker,
        reference: &str,
    ) -> Result<IdentitiesPage, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let mut known = self.of_custody(snapshot, asker, reference).await?;
        let me = asker.person().map(|person| person.id);
        let is_seen = |one: &Identity| {
            known.is_custodian || me.is_some_and(|person| one.is_released_to(person))
        };
        let seen: Vec<u64> = known
            .file
            .identities
            .iter()
            .filter(|one| is_seen(one))
            .map(|one| one.number)
            .collect();
        let mut opened = HashMap::new();
        if !seen.is_empty() {
            let (rules, matter) = (&known.rules, &mut known.matter);
            self.keep_identity_reading(rules, asker, matter, known.file.id)
                .await?;
            opened = self
                .opened_identities(snapshot, known.file.id, &seen)
                .await?;
        }
        let mut identities = Vec::new();
        for one in &known.file.identities {
            identities.push(IdentityLine {
                number: one.number,
                part: one.part.replace('_', " "),
                who: opened.remove(&one.number),
                requests: requests(snapshot, one, &known.facts, known.today).await?,
            });
        }
        let offered = self.offered(asker, Some(known.file.subject)).await?;
        let may = |step: Step| offered.iter().any(|one| one.kind == step.code());
        Ok(IdentitiesPage {
            reference: reference.to_owned(),
            subject: known.file.subject,
            identities,
            may_seal: self.has_vault() && may(Step::IdentitySealed),
            may_ask: may(Step::IdentityAsked),
            may_rule: may(Step::IdentityReleased),
        })
    }

    /// Seals who somebody is whom the case names by a number from now on.
    pub async fn seal_identity(
        &self,
        asker: &Asker,
        reference: &str,
        sealing: &Sealing,
    ) -> Result<Done, AppError> {
        check_sealing(sealing)?;
        let mut snapshot = self.store.snapshot().await?;
        let known = self.of_custody(&mut *snapshot, asker, reference).await?;
        let who = Who {
            name: sealing.name.clone(),
            reach: sealing.reach.clone(),
            member: match sealing.member.as_str() {
                "" => None,
                text => {
                    let field = ("member", text);
                    Some(named(&mut *snapshot, &known.rules, asker, field, known.today).await?)
                }
            },
        };
        drop(snapshot);
        let case = known.file.id;
        let number = u32::try_from(known.file.identities.len())
            .ok()
            .and_then(|count| count.checked_add(1))
            .ok_or_else(|| unopened("a new identity"))?;
        let act = Act {
            about: About::Known(known.file.subject),
            steps: vec![ActStep {
                kind: Step::IdentitySealed.code().to_owned(),
                on: known.today.into(),
                fields: vec![
                    ("case".to_owned(), case.into()),
                    ("part".to_owned(), sealing.part.as_str().into()),
                    ("number".to_owned(), i64::from(number).into()),
                ],
                private: Vec::new(),
            }],
            capacity: None,
            seen: None,
        };
        let key = self.key_for(case).await?;
        let plain = serde_json::to_vec(&who).unwrap_or_default();
        let place = Place::Identity(case, number);
        let body = seal(&key, &*self.entropy, place, &plain);
        let identity = SealedIdentity {
            owner: case,
            number,
            body: body.map_err(|_| unopened("a new identity"))?,
        };
        self.act_with_identity(asker, &act, &identity).await
    }

    async fn opened_identities(
        &self,
        snapshot: &mut dyn Snapshot,
        case: Id,
        wanted: &[u64],
    ) -> Result<HashMap<u64, Who>, AppError> {
        let Some(key) = self.key_of(snapshot, case).await? else {
            return Ok(HashMap::new());
        };
        let mut opened = HashMap::new();
        for row in snapshot.sealed_identities(case).await? {
            let number = u64::from(row.number);
            if wanted.contains(&number) {
                opened.insert(number, who(&key, &row)?);
            }
        }
        Ok(opened)
    }

    /// The members among those whose identity is sealed in a case.
    pub(crate) async fn sealed_members(
        &self,
        snapshot: &mut dyn Snapshot,
        file: &CaseFile,
    ) -> Result<BTreeSet<Id>, AppError> {
        if file.identities.is_empty() {
            return Ok(BTreeSet::new());
        }
        // Once the case is erased nobody knows who they were.
        let key = snapshot.sealed_key(file.id).await?;
        if key.is_none_or(|key| key.wrapped.is_none()) {
            return Ok(BTreeSet::new());
        }
        let all: Vec<u64> = file.identities.iter().map(|one| one.number).collect();
        let opened = self.opened_identities(snapshot, file.id, &all).await?;
        Ok(opened.into_values().filter_map(|who| who.member).collect())
    }

    /// A case for those who handle it, and for the custodian; for everybody else there is none.
    async fn of_custody(
        &self,
        snapshot: &mut dyn Snapshot,
        asker: &Asker,
        reference: &str,
    ) -> Result<Known, AppError> {
        let rules = self.rules_at(snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        let loaded = cases::load(snapshot, &rules, reference).await?;
        let Loaded {
            about,
            mut matter,
            facts,
            file,
        } = loaded.ok_or_else(|| cases::nothing(reference))?;
        let is_custodian =
            crate::acts::rules_on(&rules, asker, Step::IdentityReleased.code(), today);
        let is_subject = asker.person().is_some_and(|one| one.id == about);
        let reads = cases::reads(&rules, asker, &mut matter, today);
        if is_subject || !(is_custodian || reads) {
            return Err(cases::nothing(reference));
        }
        conflicts::check_reads(self, snapshot, &rules, asker, &file, today).await?;
        if reads {
            self.keep_access(snapshot, &rules, asker, &mut matter, today)
                .await?;
        }
        Ok(Known {
            rules,
            file,
            facts,
            matter,
            today,
            is_custodian,
        })
    }
}

fn who(key: &Key, row: &SealedIdentity) -> Result<Who, AppError> {
    open(key, Place::Identity(row.owner, row.number), &row.body)
        .ok()
        .and_then(|plain| serde_json::from_slice(&plain).ok())
        .ok_or_else(|| unopened(format_args!("identity {} of `{}`", row.number, row.owner)))
}

fn check_sealing(sealing: &Sealing) -> Result<(), AppError> {
    let mut faults = Vec::new();
    let part = sealing.part.as_str();
    if !SEALED_PARTS.contains(&part) {
        let says = Told::new("no-choice", "`{value}` is none of the choices");
        let shown: String = part.chars().take(60).collect();
        faults.push(FieldFault::new("part", says.with("value", shown)));
    }
    for (field, text, is_needed) in [
        ("name", &sealing.name, true),
        ("reach", &sealing.reach, false),
        ("member", &sealing.member, false),
    ] {
        if is_needed && text.trim().is_empty() {
            faults.push(FieldFault::new(field, Told::new("fill-in", "fill this in")));
        }
        if text.chars().count() > IDENTITY_CHARS_MAX {
            let says = Told::new("intake-text-too-long", "write at most {max} characters");
            faults.push(FieldFault::new(field, says.with("max", IDENTITY_CHARS_MAX)));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(AppError::Fields(faults))
    }
}

/// The requests for an identity, with their words.
async fn requests(
    snapshot: &mut dyn Snapshot,
    one: &Identity,
    facts: &[Fact],
    today: Date,
) -> Result<Vec<RequestLine>, AppError> {
    let rulings = one.requests.iter().filter_map(|request| request.ruled);
    let numbers: Vec<u64> = one
        .requests
        .iter()
        .map(|request| request.fact)
        .chain(rulings.map(|(_, fact)| fact))
        .collect();
    let texts = snapshot.private_values(&numbers).await?;
    let mut lines = Vec::new();
    for request in &one.requests {
        let by = match request.by {
            Some(by) => naming::name_or_id(snapshot, by).await?,
            None => String::new(),
        };
        lines.push(line(request, by, facts, &texts, today));
    }
    Ok(lines)
}

fn line(
    request: &Request,
    by: String,
    facts: &[Fact],
    texts: &[PrivateValue],
    today: Date,
) -> RequestLine {
    let reasons = |fact: u64| {
        let mut own = texts.iter().filter(|text| text.fact == fact);
        let found = own.find(|text| text.field == "reasons");
        found.map(|text| text.value.clone())
    };
    let asked = facts.iter().find(|fact| fact.number == request.fact);
    RequestLine {
        fact: request.fact,
        by,
        on: asked.map_or(today, |fact| fact.what.effective_on.earliest()),
        reasons: reasons(request.fact),
        ruled: request
            .ruled
            .map(|(is_granted, fact)| (is_granted, reasons(fact))),
    }
}
