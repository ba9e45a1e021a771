//! Asking a question of the record.

use std::collections::HashMap;

use standing_base::{Date, Id, IdKind, Told};
use standing_domain::Fact;
use standing_rulebook as engine;

use crate::answer::{Answer, Effect, FactCited, Ground, Mark, Question, RulebookUsed, Truth};
use crate::app::App;
use crate::asker::Asker;
use crate::conflicts;
use crate::error::AppError;
use crate::matter::Matter;
use crate::naming;
use crate::ports::Snapshot;
use crate::publicity;
use crate::rules::Rules;
use crate::subject::{self, Resolved, Subject};

impl App {
    /// Answers a question from the record, with the clauses and facts that decide it.
    pub async fn ask(&self, asker: &Asker, question: &Question) -> Result<Answer, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let index = find_question(&rules, &question.question)?;
        let asked = rules.question(index)?;
        let resolved = subject::resolve(snapshot, &question.about).await?;
        let (subject, mut matter) = admitted(
            snapshot,
            &rules,
            asker,
            &question.about,
            question.on,
            resolved,
        )
        .await?;
        // What somebody may not know must look like what does not exist, whatever else is wrong.
        if !publicity::may_know(&rules, &mut matter, asker, publicity::NAME, question.on) {
            return Err(nobody(&question.about, Vec::new()));
        }
        fits(&rules, index, subject, &question.about)?;
        if !publicity::may_ask(&rules, &mut matter, asker, &asked, question.on) {
            return Err(nobody(&question.about, Vec::new()));
        }
        if !publicity::may_ask(&rules, &mut matter, &Asker::Public, &asked, question.on) {
            if let Some(case) = subject.item {
                let today = rules.zone.date_of(self.clock.now());
                let about = (subject.id, case);
                conflicts::check_case(self, snapshot, &rules, asker, about, today).await?;
            }
            self.keep_access(snapshot, &rules, asker, &mut matter, question.on)
                .await?;
        }
        let begins_on = rules.begins_on.min(matter.begins_on);
        if question.on < begins_on {
            return Err(too_early(question.on, begins_on));
        }
        let known = question.known.map(|known| rules.zone.end_of(known));
        let ask = matter.put(index, subject.item, question.on, known);
        let told = matter.answer(&rules, ask);
        let name = naming::name(snapshot, subject.id).await?;
        let about = match subject.item {
            Some(_) => question.about.trim().to_owned(),
            None => subject.id.to_string(),
        };
        let facts = cited(snapshot, &told).await?;
        let mut answer = Answer {
            question: question.question.clone(),
            asks: asked.says.clone(),
            about,
            name,
            on: question.on,
            known: question.known,
            answer: truth(told.truth),
            would_have_to_change: would_have_to_change(&rules, &told),
            notes: notes(&rules, &told, question.on),
            grounds: told
                .grounds
                .iter()
                .flat_map(|told| grounds(told, &facts))
                .collect(),
            rulebook: RulebookUsed {
                version: told.version,
                fingerprint: told.fingerprint,
            },
            changes_on: told.changes_on,
        };
        put_names(snapshot, &mut answer).await?;
        Ok(answer)
    }
}

/// Names of bodies and branches where reasons and facts have their ids.
async fn put_names(snapshot: &mut dyn Snapshot, answer: &mut Answer) -> Result<(), AppError> {
    let mut texts: Vec<&mut String> = answer
        .grounds
        .iter_mut()
        .flat_map(|ground| {
            let values = ground.facts.iter_mut().map(|fact| &mut fact.value);
            std::iter::once(&mut ground.says).chain(values)
        })
        .collect();
    naming::in_words(snapshot, &mut texts).await?;
    Ok(())
}

impl Rules {
    pub(crate) fn question(&self, index: engine::QuestionIx) -> Result<engine::Question, AppError> {
        let question = self.rulebook().vocabulary.questions.get(index.at());
        question.cloned().ok_or_else(|| {
            AppError::unreadable(Told::new("not-a-question", "there is no such question"))
        })
    }
}

fn too_early(on: Date, begins_on: Date) -> AppError {
    let says = Told::new(
        "before-the-record",
        "the record begins on {begins}; ask about that day or a later one, not {on}",
    );
    AppError::unreadable(says.with("begins", begins_on).with("on", on))
}

/// The question of this name.
pub(crate) fn find_question(rules: &Rules, name: &str) -> Result<engine::QuestionIx, AppError> {
    if let Some(index) = rules.engine.question(name) {
        return Ok(index);
    }
    let questions = &rules.rulebook().vocabulary.questions;
    let mut near: Vec<(f64, &str)> = questions
        .iter()
        .map(|question| {
            (
                strsim::jaro_winkler(&question.name, name),
                question.name.as_str(),
            )
        })
        .filter(|(likeness, _)| *likeness > 0.75)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let near = near
        .first()
        .map(|(_, name)| format!("`{name}`"))
        .into_iter()
        .collect();
    let shown: String = name.chars().take(60).collect();
    let all: Vec<&str> = questions
        .iter()
        .map(|question| question.name.as_str())
        .collect();
    Err(AppError::NotFound {
        what: Told::new(
            "no-such-question",
            "the rulebook has no question `{name}`; it has {all}",
        )
        .with("name", shown)
        .with("all", all.join(", ")),
        near,
    })
}

fn nobody(about: &str, near: Vec<String>) -> AppError {
    let shown: String = about.chars().take(80).collect();
    AppError::NotFound {
        what: Told::new(
            "nobody-and-nothing",
            "nobody and nothing on the record is `{name}`",
        )
        .with("name", shown),
        near,
    }
}

/// The one subject that was meant, with its record; near names for those whom the asker may know.
pub(crate) async fn admitted(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    about: &str,
    on: Date,
    resolved: Resolved,
) -> Result<(Subject, Matter), AppError> {
    match resolved {
        Resolved::One(subject) => match Matter::load(snapshot, rules, subject.id).await? {
            Some(matter) => Ok((subject, matter)),
            None => Err(nobody(about, Vec::new())),
        },
        Resolved::Several(ids) => {
            let known = known_to(snapshot, rules, asker, &ids, on).await?;
            match (known.as_slice(), asker) {
                ([], _) => Err(nobody(about, Vec::new())),
                ([id], Asker::Public | Asker::Person(_)) => {
                    let subject = Subject {
                        id: *id,
                        item: None,
                    };
                    let matter = Matter::load(snapshot, rules, *id).await?;
                    matter
                        .map(|matter| (subject, matter))
                        .ok_or_else(|| nobody(about, Vec::new()))
                }
                (several, _) => Err(AppError::NotFound {
                    what: Told::new(
                        "several-ask-by-id",
                        "{count} persons are called `{name}`; ask by id",
                    )
                    .with("count", several.len())
                    .with("name", about.trim()),
                    near: several.iter().take(10).map(ToString::to_string).collect(),
                }),
            }
        }
        Resolved::Nobody(near) => {
            let ids: Vec<Id> = near.iter().map(|(_, id)| *id).collect();
            let known = known_to(snapshot, rules, asker, &ids, on).await?;
            let mut names = naming::names(snapshot, &known).await?;
            let near = known.iter().filter_map(|id| names.remove(id)).collect();
            Err(nobody(about, near))
        }
    }
}

/// Those of whom the asker may know the name.
pub(crate) async fn known_to(
    snapshot: &mut dyn Snapshot,
    rules: &Rules,
    asker: &Asker,
    ids: &[Id],
    on: Date,
) -> Result<Vec<Id>, AppError> {
    let mut known = Vec::new();
    for id in ids {
        if let Some(mut matter) = Matter::load(snapshot, rules, *id).await?
            && publicity::may_know(rules, &mut matter, asker, publicity::NAME, on)
        {
            known.push(*id);
        }
    }
    Ok(known)
}

/// Refuses a question about a case that is put about a person, and the like.
fn fits(
    rules: &Rules,
    index: engine::QuestionIx,
    subject: Subject,
    about: &str,
) -> Result<(), AppError> {
    let vocabulary = &rules.rulebook().vocabulary;
    let question = rules.question(index)?;
    let wanted = vocabulary.records.get(question.about.at());
    let own = rules.reader.record_of(subject.id.kind());
    let is_about_subject = own == Some(question.about);
    let fits = match subject.item {
        Some(item) => item.kind() == IdKind::Case && !is_about_subject,
        None => is_about_subject,
    };
    if fits {
        return Ok(());
    }
    let wanted = wanted.map_or("something else", |record| record.name.as_str());
    Err(AppError::unreadable(
        Told::new(
            "asked-about-another",
            "`{question}` is asked about a {wanted}, and `{about}` is not one; name a {wanted}",
        )
        .with("question", &question.name)
        .with("wanted", wanted)
        .with("about", about.trim()),
    ))
}

/// The facts that an answer cites, by number.
pub(crate) async fn cited(
    snapshot: &mut dyn Snapshot,
    told: &engine::Answer,
) -> Result<HashMap<u64, Fact>, AppError> {
    let mut numbers = told.entries();
    for fact in told.grounds.iter().flat_map(|ground| &ground.facts) {
        numbers.extend(
            fact.annulled
                .iter()
                .flat_map(|annulled| [annulled.act, annulled.by]),
        );
    }
    numbers.sort_unstable();
    numbers.dedup();
    let facts = snapshot.facts(&numbers).await?;
    Ok(facts.into_iter().map(|fact| (fact.number, fact)).collect())
}

pub(crate) const fn truth(told: engine::Truth) -> Truth {
    match told {
        engine::Truth::Yes => Truth::Yes,
        engine::Truth::No => Truth::No,
        engine::Truth::Undecided => Truth::Undecided,
    }
}

fn notes(rules: &Rules, told: &engine::Answer, on: Date) -> Vec<String> {
    let mut notes = Vec::new();
    if told.before_first_version {
        let first = rules.rulebook().versions.first();
        notes.push(first.map_or_else(String::new, |first| {
            format!(
                "no rulebook on the record was in force on {on}; read by the earliest text, \
                 {} (in force from {})",
                first.id, first.in_force
            )
        }));
    }
    if let Some(until) = told.looked_until {
        notes.push(format!(
            "changes were looked for up to {until} and not beyond"
        ));
    }
    notes
}

/// For each ground of a no: what would have to be so, read back from its rule.
fn would_have_to_change(rules: &Rules, told: &engine::Answer) -> Vec<String> {
    let rulebook = rules.rulebook();
    let version = rulebook
        .versions
        .iter()
        .find(|version| version.id == told.version);
    let Some(version) = version.filter(|_| told.truth != engine::Truth::Yes) else {
        return Vec::new();
    };
    let readback = engine::Readback::new(rulebook, version);
    let grounds = told.grounds.iter();
    grounds
        .filter_map(|ground| {
            let place = &ground.clause.as_ref()?.place;
            let rule = version.rules.iter().find(|rule| rule.place == *place)?;
            match ground.kind {
                engine::GroundKind::Bar => Some(readback.negated(&rule.condition)),
                engine::GroundKind::RequirementUnmet => Some(readback.condition(&rule.condition)),
                _ => None,
            }
        })
        .collect()
}

/// A ground, and after it the exceptions that might have lifted it and could not be decided.
fn grounds(told: &engine::Ground, facts: &HashMap<u64, Fact>) -> Vec<Ground> {
    let mut all = vec![ground(told, facts)];
    all.extend(
        told.undecided_exceptions
            .iter()
            .map(|told| ground(told, facts)),
    );
    all
}

fn ground(told: &engine::Ground, facts: &HashMap<u64, Fact>) -> Ground {
    let clause = told.clause.as_ref();
    let text =
        |of: fn(&engine::ClauseCited) -> &String| clause.map(of).cloned().unwrap_or_default();
    let mut behind: Vec<FactCited> = told
        .facts
        .iter()
        .flat_map(|citation| fact_cited(citation, facts))
        .collect();
    behind.extend(told.params.iter().map(|param| FactCited {
        number: None,
        kind: None,
        effective_on: None,
        recorded_at: None,
        value: format!(
            "{} ({}), by clause {}",
            param.words, param.name, param.clause
        ),
        note: None,
        marks: Vec::new(),
    }));
    Ground {
        clause: text(|clause| &clause.id),
        title: text(|clause| &clause.title),
        words: text(|clause| &clause.words),
        says: without_ids(told),
        effect: effect(told.kind),
        through: told.through.clone(),
        facts: behind,
    }
}

/// The reason without the ids of items that nobody gave a name.
pub(crate) fn without_ids(told: &engine::Ground) -> String {
    let mut says = told.says.clone();
    for item in told.facts.iter().filter_map(|fact| fact.item.as_ref()) {
        if item.parse::<Id>().is_ok() {
            says = says.replace(&format!(" ({item})"), "");
        }
    }
    says
}

const fn effect(kind: engine::GroundKind) -> Effect {
    match kind {
        engine::GroundKind::RequirementMet => Effect::RequirementMet,
        engine::GroundKind::RequirementUnmet => Effect::RequirementUnmet,
        engine::GroundKind::Bar => Effect::Bar,
        engine::GroundKind::BarLifted => Effect::BarLifted,
        engine::GroundKind::Exception => Effect::Exception,
        engine::GroundKind::Undecided
        | engine::GroundKind::DependsOnPartialDate
        | engine::GroundKind::NoClause
        | engine::GroundKind::NotOnRecord => Effect::Undecided,
    }
}

/// One line for each entry behind a citation, or one that says why there is none.
fn fact_cited(citation: &engine::Citation, facts: &HashMap<u64, Fact>) -> Vec<FactCited> {
    let value = format!("{}: {}", citation.words, citation.value);
    let line = |number: Option<u64>, note: Option<String>, marks: Vec<Mark>| {
        let fact = number.and_then(|number| facts.get(&number));
        FactCited {
            number,
            kind: fact.map(|fact| fact.what.kind.clone()),
            effective_on: fact.map(|fact| fact.what.effective_on),
            recorded_at: fact.map(|fact| fact.what.recorded_at),
            value: value.clone(),
            note,
            marks,
        }
    };
    let marks = |number: u64| {
        let of_entry = citation.marks.iter().filter(|mark| mark.entry == number);
        of_entry
            .map(|mark| Mark {
                clause: mark.clause.clone(),
                says: mark.says.clone(),
            })
            .collect()
    };
    let mut lines: Vec<FactCited> = citation
        .entries
        .iter()
        .map(|number| line(Some(*number), citation.note.clone(), marks(*number)))
        .collect();
    if lines.is_empty() {
        let nothing = citation
            .nothing_recorded
            .then(|| "nothing recorded".to_owned());
        lines.push(line(None, citation.note.clone().or(nothing), Vec::new()));
    }
    for annulled in &citation.annulled {
        let act = facts
            .get(&annulled.act)
            .map_or("act", |fact| fact.what.kind.as_str());
        let note = format!(
            "the {act} of {} (fact {}) is of no effect, by this fact of {}",
            annulled.on, annulled.act, annulled.by_on
        );
        lines.push(line(Some(annulled.by), Some(note), marks(annulled.act)));
    }
    lines
}
