//! The form of an act: what a kind of fact asks for, and what may be chosen; and what somebody
//! filled in, read back with every mistake beside its field.

use serde::Serialize;
use std::fmt;

use standing_base::{Date, Id, IdKind, PartialDate, Refusal, Told};
use standing_domain::case::{Step as CaseStep, keeping};
use standing_domain::fact::is_code;
use standing_domain::seat::seats;
use standing_domain::{Fact, FieldType, FieldValue, fold_name, kind};
use standing_rulebook::FactType;

use super::case_choices;
use super::check::CORRECTED;
use super::due_process::{without_words, words_needed};
use super::lots::filled_in;
use super::power::{Offered, may_record};
use super::stage::CASE_OPENED;
use super::{About, Act, Step};
use crate::app::App;
use crate::ask::known_to;
use crate::asker::{Asker, DELEGATED};
use crate::error::{AppError, FieldFault};
use crate::matter::Matter;
use crate::naming::{self, Named};
use crate::ports::Snapshot;
use crate::ports::search::NameWords;
use crate::projection;
use crate::rules::Rules;
use crate::unit;

/// What somebody is asked before a fact of a kind is recorded about a person.
#[derive(Clone, Debug, Serialize)]
pub struct ActForm {
    pub about: Id,
    pub name: String,
    pub act: Offered,
    /// The clause's words, as Markdown.
    pub words: String,
    pub today: Date,
    pub fields: Vec<FormField>,
    /// Names of the free texts that may be added.
    pub texts: Vec<String>,
    /// The one of them without which nothing is recorded, if there is one.
    pub needed: Option<&'static str>,
    /// The revision of the person's record, to be sent back.
    pub seen: u32,
}

#[derive(Clone, Debug, Serialize)]
pub struct FormField {
    pub name: String,
    pub required: bool,
    pub takes: Takes,
}

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Takes {
    Date,
    Number,
    YesNo,
    Code,
    /// Codes with commas or spaces between them.
    Codes,
    /// One of these: value and words.
    Choice(Vec<(String, String)>),
}

/// Field of every form: the day on which it takes effect.
pub const ON: &str = "on";
pub const CAPACITY: &str = "capacity";
pub const SEEN: &str = "seen";
/// The kind of fact by which somebody says to whom or what they are tied.
const INTEREST: &str = "interest_declared";
/// Free text that any fact may carry.
const NOTE: &str = "note";

impl App {
    /// The form of a kind of fact about a person. Of somebody whom the asker may know, a refusal says who may
    /// record it; else there is nothing.
    pub async fn act_form(
        &self,
        asker: &Asker,
        about: Id,
        kind: &str,
    ) -> Result<ActForm, AppError> {
        let offered = self.offered(asker, Some(about)).await?;
        let act = offered.into_iter().find(|one| one.kind == kind);
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let today = rules.zone.date_of(self.clock.now());
        let Some(act) = act else {
            return Err(self
                .not_offered(snapshot, &rules, asker, about, (kind, today))
                .await);
        };
        if let Some(mut matter) = Matter::load(snapshot, &rules, about).await? {
            self.keep_access(snapshot, &rules, asker, &mut matter, today)
                .await?;
        }
        let facts = snapshot.facts_about(about).await?;
        let name = naming::name_or_id(snapshot, about).await?;
        let version = rules.engine.version_on(today).0;
        let clause = version.and_then(|version| {
            let mut clauses = version.clauses.iter();
            clauses.find(|clause| clause.id == act.clause)
        });
        let own = kind::find(kind);
        let fields = fields(self, snapshot, &rules, asker, about, (kind, today), &facts).await?;
        // What an import may bring as a code or in words is asked for once.
        let is_field = |text: &str| fields.iter().any(|field| field.name == text);
        let texts = own.iter().flat_map(|kind| kind.private);
        let texts = texts.filter(|text| **text != "name" && !is_field(text));
        Ok(ActForm {
            about,
            name,
            words: clause.map_or_else(String::new, |clause| clause.words.clone()),
            today,
            texts: texts
                .map(|text| (*text).to_owned())
                .chain([NOTE.to_owned()])
                .collect(),
            fields,
            needed: words_needed(kind),
            seen: snapshot.revision(about).await?,
            act,
        })
    }
}

impl App {
    /// Why somebody is not offered a kind of fact.
    async fn not_offered(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        asker: &Asker,
        about: Id,
        (kind, today): (&str, Date),
    ) -> AppError {
        let act = Act {
            about: About::Known(about),
            steps: vec![Step {
                kind: kind.to_owned(),
                on: today.into(),
                fields: Vec::new(),
                private: Vec::new(),
            }],
            capacity: None,
            seen: None,
        };
        if let Err(refusal) = super::check::by_vote_only(rules, &act, today) {
            return AppError::Refused(refusal);
        }
        let is_known = rules.rulebook().vocabulary.entry(kind).is_some();
        match self.allowed(snapshot, rules, asker, &act, today).await {
            Err(AppError::Refused(refusal)) if is_known => AppError::Refused(refusal),
            Ok(allowed) if CaseStep::of(kind).is_some() => {
                let told = Told::new(
                    "no-case-for-step",
                    "there is no case about this person in which you can take this step now",
                );
                AppError::Refused(Refusal::new("not_now", told).under(allowed.clause))
            }
            _ => AppError::not_found(Told::new(
                "nothing-to-record",
                "there is nothing here that you may record",
            )),
        }
    }
}

impl ActForm {
    /// What was filled in, as an act; or every field that is wrong.
    pub fn read(&self, filled: &[(String, String)]) -> Result<Act, AppError> {
        let mut faults = Vec::new();
        let value = |name: &str| {
            let found = filled.iter().find(|(field, _)| field == name);
            found.map_or("", |(_, value)| value.trim())
        };
        let on = match value(ON).parse::<PartialDate>() {
            Ok(on) => on,
            Err(error) => {
                faults.push(FieldFault::new(ON, no_day(&error)));
                self.today.into()
            }
        };
        let mut fields = Vec::new();
        for field in &self.fields {
            match (value(&field.name), field.required) {
                ("", true) => faults.push(FieldFault::new(
                    &field.name,
                    Told::new("fill-in", "fill this in"),
                )),
                ("", false) => {}
                (text, _) => match field.takes.read(text, self.counts(&field.name)) {
                    Ok(value) => fields.push((field.name.clone(), value)),
                    Err(says) => faults.push(FieldFault::new(&field.name, says)),
                },
            }
        }
        if let Some(needed) = self.needed.filter(|needed| value(needed).is_empty()) {
            faults.push(FieldFault::new(needed, without_words()));
        }
        if !faults.is_empty() {
            return Err(AppError::Fields(faults));
        }
        let texts = self
            .texts
            .iter()
            .map(|name| (name.clone(), value(name).to_owned()));
        let capacity = Some(value(CAPACITY).to_owned()).filter(|code| !code.is_empty());
        Ok(Act {
            about: About::Known(self.about),
            steps: vec![Step {
                kind: self.act.kind.clone(),
                on,
                fields,
                private: texts.filter(|(_, text)| !text.is_empty()).collect(),
            }],
            capacity,
            seen: value(SEEN).parse().ok(),
        })
    }
}

impl ActForm {
    /// Whether a field holds a number, though it may be chosen from a list: that of a fact.
    fn counts(&self, field: &str) -> bool {
        let kind = kind::find(&self.act.kind);
        let mut fields = kind.iter().flat_map(|kind| kind.fields);
        let field = fields.find(|known| known.name == field);
        field.is_some_and(|field| matches!(field.kind, FieldType::Number | FieldType::Fact))
    }
}

impl Takes {
    fn read(&self, text: &str, is_number: bool) -> Result<FieldValue, Told> {
        let shown: String = text.chars().take(60).collect();
        match self {
            Self::Date => match text.parse::<PartialDate>() {
                Ok(day) => Ok(day.into()),
                Err(error) => Err(no_day(&error)),
            },
            Self::Number => text.parse::<i64>().map(FieldValue::from).map_err(|_| {
                Told::new("no-whole-number", "`{value}` is not a whole number")
                    .with("value", &shown)
            }),
            Self::YesNo => {
                match text {
                    "yes" => Ok(true.into()),
                    "no" => Ok(false.into()),
                    _ => Err(Told::new("no-yes-no", "`{value}` is neither yes nor no")
                        .with("value", shown)),
                }
            }
            Self::Code if is_code(text) => Ok(text.into()),
            Self::Code => Err(Told::new(
                "no-code",
                "`{value}` has other characters than letters, digits and - _ . : /; put words into \
                 the note",
            )
            .with("value", shown)),
            Self::Codes => {
                let codes = text.split([',', ' ', ';']).filter(|code| !code.is_empty());
                let codes: Vec<String> = codes.map(str::to_owned).collect();
                match codes.iter().find(|code| !is_code(code)) {
                    None => Ok(FieldValue::List(codes)),
                    Some(_) => Self::Code.read(text, false),
                }
            }
            Self::Choice(choices) => {
                match choices.iter().find(|(value, _)| value == text) {
                    Some((value, _)) if is_number => Self::Number.read(value, is_number),
                    Some((value, _)) => Ok(value.as_str().into()),
                    None => Err(Told::new("no-choice", "`{value}` is none of the choices")
                        .with("value", shown)),
                }
            }
        }
    }
}

/// What a text is that is no day.
pub(super) fn no_day(error: &impl fmt::Display) -> Told {
    Told::new("this-is-no-day", "this is not a day: {error}").with("error", error)
}

async fn fields(
    app: &App,
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    about: Id,
    (kind, today): (&str, Date),
    facts: &[Fact],
) -> Result<Vec<FormField>, AppError> {
    let vocabulary = &rules.rulebook().vocabulary;
    let entry = vocabulary.entry(kind);
    let declared = entry.and_then(|entry| vocabulary.entries.get(entry.at()));
    let core = kind::find(kind).map_or(&[][..], |kind| kind.fields);
    let begins = projection::begins(kind).filter(|_| kind != CASE_OPENED);
    let begins = begins.map(|(field, _)| field);
    let mut names: Vec<&str> = core.iter().map(|field| field.name).collect();
    for (name, _) in declared.iter().flat_map(|entry| &entry.fields) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let asked = asked_about(rules, kind, today);
    let mut fields = Vec::new();
    // What begins here gets its id when it is recorded.
    let is_asked = |name: &&str| Some(*name) != begins && !filled_in(kind).contains(name);
    for name in names.into_iter().filter(is_asked) {
        let of_core = core.iter().find(|field| field.name == name);
        let of_entry = declared.and_then(|entry| {
            let mut fields = entry.fields.iter();
            fields
                .find(|(field, _)| field == name)
                .map(|(_, kind)| *kind)
        });
        let choices = choices(
            app,
            snapshot,
            rules,
            asker,
            about,
            (kind, name, today),
            facts,
        )
        .await?;
        let takes = match (choices, of_entry, of_core.map(|field| field.kind)) {
            (Some(choices), _, _) => Takes::Choice(choices),
            (None, Some(FactType::Enum(of)), _) => Takes::Choice(
                vocabulary
                    .enum_values(of)
                    .iter()
                    .filter(|value| *value != "none")
                    .map(|value| (value.clone(), value.replace('_', " ")))
                    .collect(),
            ),
            (None, Some(FactType::Date), _) | (None, None, Some(FieldType::Date)) => Takes::Date,
            // Another entry is set aside by its number: a list would tell what it is about.
            (None, Some(FactType::Number | FactType::Entry), _)
            | (None, None, Some(FieldType::Number | FieldType::Fact)) => Takes::Number,
            (None, None, Some(FieldType::Codes)) => Takes::Codes,
            (None, Some(FactType::YesNo), _) | (None, None, Some(FieldType::YesNo)) => Takes::YesNo,
            _ => Takes::Code,
        };
        fields.push(FormField {
            name: name.to_owned(),
            required: of_core.is_some_and(|field| field.required) || asked.contains(&name),
            takes,
        });
    }
    Ok(fields)
}

/// What the questions are about that the powers to record a kind of fact ask: a field of that name is
/// needed to put them.
fn asked_about<'a>(rules: &'a Rules, kind: &str, on: Date) -> Vec<&'a str> {
    let vocabulary = &rules.rulebook().vocabulary;
    let entry = vocabulary.entry(kind);
    let version = rules.engine.version_on(on).0;
    let powers = version.into_iter().flat_map(|version| &version.powers);
    powers
        .filter(|power| entry.is_some_and(|entry| power.may.contains(&entry)))
        .filter_map(|power| vocabulary.questions.get(power.asks?.at()))
        .map(|question| vocabulary.record_name(question.about))
        .collect()
}

/// What a field that names something on the record may name; `None` for other fields.
async fn choices(
    app: &App,
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    about: Id,
    (kind, field, today): (&str, &str, Date),
    facts: &[Fact],
) -> Result<Option<Vec<(String, String)>>, AppError> {
    if let Some(step) = CaseStep::of(kind)
        && let Some(choices) =
            case_choices::choices(app, snapshot, rules, asker, (step, field, today), facts).await?
    {
        return Ok(Some(choices));
    }
    let of = |wanted: &str, named: &str| {
        let begun = facts.iter().filter(|fact| fact.what.kind == wanted);
        begun
            .filter_map(|fact| {
                let id = fact.what.text(field)?.to_owned();
                let named = fact.what.text(named).map(str::to_owned);
                let named = named.unwrap_or_else(|| format!("of {}", fact.what.effective_on));
                Some((id, named))
            })
            .collect::<Vec<_>>()
    };
    Ok(Some(match field {
        "body" | "by" | "to" | "label" => units(snapshot, IdKind::Body).await?,
        "branch" if kind == "branch_left" => {
            let own = Matter::load(snapshot, rules, about).await?;
            let own = own.map_or_else(Vec::new, |matter| matter.branches(Date::MAX));
            let all = units(snapshot, IdKind::Branch).await?;
            let is_own = |id: &str| own.iter().any(|own| own.to_string() == id);
            all.into_iter().filter(|(id, _)| is_own(id)).collect()
        }
        "branch" => units(snapshot, IdKind::Branch).await?,
        "case" if keeping::is_recorded(kind) => case_choices::kept(facts, kind),
        "case" => of("case_opened", "ref"),
        "candidacy" => of("candidacy_declared", "contest"),
        "suspension" => of("suspension_imposed", ""),
        "seat" => held(snapshot, facts).await?,
        "into" => alike(snapshot, rules, asker, about, today).await?,
        // What the asker could not have recorded is not theirs to correct, nor to learn of here.
        "act" if kind == CORRECTED => facts
            .iter()
            .filter(|fact| {
                let mut held = asker.capacities().iter();
                held.any(|held| may_record(rules, &held.role, &fact.what.kind, today))
            })
            .map(|fact| (fact.number.to_string(), told(fact)))
            .collect(),
        "delegation" | "declaration" => facts
            .iter()
            .filter(|fact| [DELEGATED, INTEREST].contains(&fact.what.kind.as_str()))
            .map(|fact| (fact.number.to_string(), told(fact)))
            .collect(),
        "role" if kind == DELEGATED => asker
            .capacities()
            .iter()
            .filter(|capacity| capacity.in_place_of.is_none())
            .map(|capacity| (capacity.code(), capacity.says.clone()))
            .collect(),
        "from" if kind == DELEGATED => asker
            .person()
            .map(|person| (person.id.to_string(), person.name.clone()))
            .into_iter()
            .collect(),
        _ => return Ok(None),
    }))
}

async fn units(
    snapshot: &mut dyn Snapshot,
    wanted: IdKind,
) -> Result<Vec<(String, String)>, AppError> {
    let units = unit::all(snapshot).await?;
    let wanted = units
        .into_iter()
        .filter(|unit| unit.line.id.kind() == wanted);
    Ok(wanted
        .map(|unit| (unit.line.id.to_string(), unit.line.name))
        .collect())
}

/// So many persons are offered as the one who was entered twice.
const ALIKE_MAX: u32 = 50;

/// Others with a word of the name in common, whom the asker may know: name and number.
async fn alike(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    about: Id,
    today: Date,
) -> Result<Vec<(String, String)>, AppError> {
    let Some(name) = naming::name(snapshot, about).await? else {
        return Ok(Vec::new());
    };
    let folded = fold_name(&name);
    let longest = folded.split(' ').max_by_key(|word| word.chars().count());
    let words = NameWords {
        first: longest.unwrap_or_default().to_owned(),
        others: Vec::new(),
    };
    let found = snapshot.names_with(&words, None, ALIKE_MAX).await?;
    let mut ids: Vec<Id> = found.into_iter().map(|(_, id)| id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.retain(|id| *id != about && id.kind() == IdKind::Person);
    let mut alike = Vec::new();
    for id in known_to(snapshot, rules, asker, &ids, today).await? {
        let history: Vec<_> = snapshot.history(id).await?.into_iter().collect();
        let named = naming::named(snapshot, &history).await?.remove(&id);
        let Named { name, number } = named.unwrap_or_default();
        let name = name.unwrap_or_else(|| id.to_string());
        let says = number.map_or_else(|| name.clone(), |number| format!("{name}, {number}"));
        alike.push((id.to_string(), says));
    }
    Ok(alike)
}

/// Seats that were taken and not left.
async fn held(
    snapshot: &mut dyn Snapshot,
    facts: &[Fact],
) -> Result<Vec<(String, String)>, AppError> {
    let held: Vec<_> = seats(facts)
        .into_iter()
        .filter(|seat| seat.end.is_none())
        .collect();
    let bodies: Vec<Id> = held.iter().map(|seat| seat.body).collect();
    let names = naming::names(snapshot, &bodies).await?;
    Ok(held
        .into_iter()
        .map(|seat| {
            let body = names
                .get(&seat.body)
                .cloned()
                .unwrap_or_else(|| seat.body.to_string());
            let office = seat
                .office
                .map(|office| format!("{}, ", office.replace('_', " ")));
            (
                seat.seat.to_string(),
                format!("{}{body}", office.unwrap_or_default()),
            )
        })
        .collect())
}

/// A fact in a line: `1234: resigned on 2021-03-01`.
fn told(fact: &Fact) -> String {
    let says = kind::find(&fact.what.kind).map_or(fact.what.kind.as_str(), |kind| kind.says);
    format!("{}: {says} on {}", fact.number, fact.what.effective_on)
}
