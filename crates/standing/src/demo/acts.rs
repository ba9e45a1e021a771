//! The story of M as Standing decides, read from the Example Party's `as-standing-decides.toml`: the same
//! people try the same acts as commands, each on its day, and the terminal tells what became of each.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use standing_app::acts::{About, Act, Step};
use standing_app::answer::{Question, Truth};
use standing_app::asker::Asker;
use standing_app::meetings::{BodyAbout, BodyAct, BodyForm};
use standing_app::ports::{Clock, Entropy};
use standing_app::{App, AppError};
use standing_base::{Date, Id, Instant, Refusal};
use standing_domain::FieldValue;
use toml_edit::{Document, Table};

use super::Begun;
use super::pen::Chance;
use super::script::{self, M, Script, date, slip, tables, text};
use crate::failure::{Failure, Outcome};

pub(super) const FILE: &str = "as-standing-decides.toml";

/// A clock that stands at noon of the day to which it is turned.
#[derive(Debug, Default)]
pub(super) struct Calendar(AtomicI64);

impl Calendar {
    pub(super) fn turn(&self, day: Date) {
        let noon = format!("{day}T12:00:00Z")
            .parse()
            .map_or(0, Instant::microseconds);
        self.0.store(noon, Ordering::Relaxed);
    }
}

impl Clock for Calendar {
    fn now(&self) -> Instant {
        Instant::from_microseconds(self.0.load(Ordering::Relaxed))
    }
}

/// Chance that comes out alike at every run, so that the lot draws the same panel.
#[derive(Debug, Default)]
pub(super) struct Seeded(Mutex<Chance>);

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        if let Ok(mut chance) = self.0.lock() {
            chance.fill(bytes);
        }
    }
}

pub(super) struct Acts {
    document: Document<&'static str>,
    /// The day before the story.
    pub(super) begins: Date,
    /// The day on which it is told how M stands.
    ends: Date,
}

impl Acts {
    pub(super) fn read(text: &'static str) -> Result<Self, Failure> {
        let document = script::parse(text)?;
        Ok(Self {
            begins: date(document.as_table(), "begins")?,
            ends: date(document.as_table(), "ends")?,
            document,
        })
    }

    /// Every act by whoever holds the office, on its day.
    pub(super) async fn perform(
        &self,
        app: &App,
        calendar: &Calendar,
        begun: &mut Begun,
    ) -> Outcome {
        println!("The same people try the same acts as commands, each on its day:");
        for table in tables(&self.document, "act") {
            let stage = Stage {
                app,
                m: begun.script.id(M)?,
                on: date(table, "on")?,
            };
            calendar.turn(stage.on);
            stage.act(table, begun).await?;
        }
        calendar.turn(self.ends);
        let stage = Stage {
            app,
            m: begun.script.id(M)?,
            on: self.ends,
        };
        stage.tell_how_m_stands().await
    }
}

/// A day of the story.
struct Stage<'a> {
    app: &'a App,
    m: Id,
    on: Date,
}

impl Stage<'_> {
    async fn act(&self, table: &Table, begun: &mut Begun) -> Outcome {
        let who = text(table, "who")?;
        let actor = begun.script.id(&who)?;
        let asker = self.app.signed_in(actor).await?;
        let kind = text(table, "kind")?;
        if BodyForm::of(&kind).is_some() {
            return self.act_in_body(table, begun, &asker).await;
        }
        let act = Act {
            about: About::Known(self.m),
            steps: vec![self.step(table, begun)?],
            capacity: None,
            seen: None,
        };
        self.announce(table, begun).await?;
        if table.contains_key("refused") {
            let refusal = self.refusal(&asker, &act).await?;
            let clause = text(table, "refused")?;
            if refusal.clause.as_deref() != Some(clause.as_str()) {
                return Err(slip(&format!("clause {clause} was to refuse: {refusal}")));
            }
            say(&format!("Refused (clause {clause}): {}.", refusal.detail));
            return Ok(());
        }
        let ahead = self.ahead(&asker, &act).await?;
        let done = self.app.act(&asker, &act).await;
        let done =
            done.map_err(|error| slip(&format!("the {} of {}: {error}", act_kind(&act), self.on)))?;
        say(&format!("Recorded (clause {}).", done.clause));
        for line in ahead {
            say(&line);
        }
        self.chosen(&done.facts, &mut begun.script).await?;
        self.answers(table).await
    }

    /// Says who tries what.
    async fn announce(&self, table: &Table, begun: &Begun) -> Outcome {
        let who = text(table, "who")?;
        let tries = self
            .with_names(text(table, "tries")?, &begun.script)
            .await?;
        // `disputes_panel.chair` is the chair of the disputes panel.
        let office = who
            .split_once('.')
            .map(|(body, office)| format!(", {office} of the {body},").replace('_', " "));
        let name = self.name(begun.script.id(&who)?).await?;
        println!();
        println!("{}  {name}{} {tries}.", self.on, office.unwrap_or_default());
        Ok(())
    }

    /// An act in a meeting: `in` names it, or the body in which it begins what `as` then names; where
    /// `each` says so, everybody who is `here` or `away` does it.
    async fn act_in_body(&self, table: &Table, begun: &mut Begun, asker: &Asker) -> Outcome {
        let place = begun.script.id(&text(table, "in")?)?;
        let step = self.step(table, begun)?;
        let about = if table.contains_key("as") {
            BodyAbout::New(place)
        } else {
            BodyAbout::Known(place)
        };
        let act = BodyAct {
            about,
            kind: step.kind,
            fields: step.fields,
            private: step.private,
            seen: None,
        };
        self.announce(table, begun).await?;
        if table.contains_key("refused") {
            let clause = text(table, "refused")?;
            let refusal = match self.app.act_in_body(asker, &act).await {
                Err(AppError::Refused(refusal)) => refusal,
                Err(error) => return Err(error.into()),
                Ok(_) => return Err(slip(&format!("the {} was not refused", act.kind))),
            };
            if refusal.clause.as_deref() != Some(clause.as_str()) {
                return Err(slip(&format!("clause {clause} was to refuse: {refusal}")));
            }
            say(&format!("Refused (clause {clause}): {}.", refusal.detail));
            return Ok(());
        }
        let failed = |error| slip(&format!("the {} of {}: {error}", act.kind, self.on));
        if let Ok(each) = text(table, "each") {
            return self.each(table, begun, (&each, &act)).await;
        }
        let done = self.app.act_in_body(asker, &act).await.map_err(failed)?;
        if let Ok(name) = text(table, "as") {
            begun.script.keys.insert(name, done.about);
        }
        say(&format!("Recorded (clause {}).", done.clause));
        self.answers(table).await
    }

    /// The same act by so many of those who are at a meeting, or have still to come.
    async fn each(&self, table: &Table, begun: &Begun, (each, act): (&str, &BodyAct)) -> Outcome {
        let meeting = begun.script.id(&text(table, "of")?)?;
        let asker = self
            .app
            .signed_in(begun.script.id(&text(table, "who")?)?)
            .await?;
        let page = self.app.meeting(&asker, meeting).await?;
        let mut people = if each == "here" { page.here } else { page.away };
        // Whom the rules keep from voting is told once, and not asked.
        for vote in page.divisions.iter().filter(|vote| vote.stage == "open") {
            for (person, because) in &vote.aside {
                if !table.contains_key("skip") {
                    let name = person.name.clone().unwrap_or_default();
                    say(&format!("{name} may not vote: {because}."));
                }
                people.retain(|one| one.id != person.id);
            }
        }
        let number = |key: &str| {
            let number = table.get(key).and_then(toml_edit::Item::as_integer);
            number.and_then(|number| usize::try_from(number).ok())
        };
        let (skip, count) = (number("skip").unwrap_or(0), number("count"));
        let mut done = 0;
        for person in people.iter().skip(skip).take(count.unwrap_or(usize::MAX)) {
            let asker = self.app.signed_in(person.id).await?;
            let acted = self.app.act_in_body(&asker, act).await;
            acted.map_err(|error| slip(&format!("the {} of {}: {error}", act.kind, self.on)))?;
            done += 1;
        }
        say(&format!("Recorded for {done}."));
        Ok(())
    }

    fn step(&self, table: &Table, begun: &mut Begun) -> Result<Step, Failure> {
        let Begun { pen, script, .. } = begun;
        let fields = script.fields(pen, table, self.on)?;
        Ok(Step {
            kind: text(table, "kind")?,
            on: self.on.into(),
            fields: fields.into_iter().collect(),
            private: script::words(table, "private")?,
        })
    }

    async fn refusal(&self, asker: &Asker, act: &Act) -> Result<Refusal, Failure> {
        match self.app.act(asker, act).await {
            Err(AppError::Refused(refusal)) => Ok(refusal),
            Err(error) => Err(error.into()),
            Ok(_) => Err(slip(&format!(
                "the {} of {} was not refused",
                act_kind(act),
                self.on
            ))),
        }
    }

    /// What the act sets running, with the last days.
    async fn ahead(&self, asker: &Asker, act: &Act) -> Result<Vec<String>, Failure> {
        let form = self.app.act_form(asker, self.m, act_kind(act)).await?;
        let fields = act.steps.iter().flat_map(|step| &step.fields);
        let filled = fields.filter_map(|(name, value)| match value {
            FieldValue::Text(text) => Some((name.clone(), text.clone())),
            _ => None,
        });
        let filled: Vec<(String, String)> = filled.collect();
        let ahead = self.app.ahead(asker, &form, &filled).await?;
        let duties = ahead.duties.iter().filter_map(|duty| {
            let (day, says, clause) = (duty.by.last_day?, &duty.says, &duty.clause);
            let owed_by = duty.owed_by.as_deref().unwrap_or(M);
            Some(format!("By {day}, {owed_by}: {says} (clause {clause})."))
        });
        let limits = ahead.limits.iter().filter_map(|limit| {
            let (day, what, then) = (limit.by.last_day?, &limit.says, &limit.then);
            let (unless, clause) = (limit.unless.join(", "), &limit.clause);
            let unless = match unless.as_str() {
                "" => String::new(),
                _ => format!(", unless there was by then: {unless}"),
            };
            Some(format!(
                "After {day} the {what} becomes \"{then}\"{unless} (clause {clause})."
            ))
        });
        Ok(duties.chain(limits).collect())
    }

    /// Whom a lot chose. Later acts name them `drawn.1` and so on.
    async fn chosen(&self, facts: &[u64], script: &mut Script) -> Outcome {
        let facts = self.app.store().snapshot().await?.facts(facts).await?;
        for (field, says) in LISTS {
            let lists = facts.iter().map(|fact| fact.what.ids(field));
            let mut names = Vec::new();
            for (id, place) in lists.flatten().zip(1..) {
                script.keys.insert(format!("{field}.{place}"), id);
                names.push(self.name(id).await?);
            }
            if !names.is_empty() {
                say(&format!("{says}: {}.", names.join(", ")));
            }
        }
        Ok(())
    }

    /// What Standing answers after an act, and until when if nobody does anything.
    async fn answers(&self, table: &Table) -> Outcome {
        let about = text(table, "about").unwrap_or_else(|_| M.to_owned());
        for (question, expected) in script::words(table, "answers")? {
            let asked = |on| Question {
                question: question.clone(),
                about: about.clone(),
                on,
                known: None,
            };
            let told = self.app.ask(&Asker::Operator, &asked(self.on)).await?;
            if Truth::find(&expected) != Some(told.answer) {
                return Err(slip(&format!(
                    "`{question}` is {:?} on {}",
                    told.answer, self.on
                )));
            }
            let mut until = String::new();
            if let Some(day) = told.changes_on {
                let next = self.app.ask(&Asker::Operator, &asked(day)).await?;
                // On a day of change it may be that only the grounds do.
                if next.answer != told.answer {
                    until = format!(", until {}", day.plus_days(-1));
                }
            }
            let mut clauses: Vec<String> = told.grounds.into_iter().map(|one| one.clause).collect();
            clauses.dedup();
            let (about, clauses) = (about.replace(':', " "), clauses.join(", "));
            say(&format!(
                "{about} {}: {expected}{until} (clause {clauses}).",
                told.asks
            ));
        }
        Ok(())
    }

    async fn name(&self, person: Id) -> Result<String, Failure> {
        let asker = self.app.signed_in(person).await?;
        Ok(asker
            .person()
            .map_or_else(String::new, |person| person.name.clone()))
    }

    /// A sentence with the names of those whom it names by keys, such as `{drawn.1}`.
    async fn with_names(&self, sentence: String, script: &Script) -> Result<String, Failure> {
        let mut told = sentence.clone();
        for key in sentence
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split('}').next())
        {
            let name = self.name(script.id(key)?).await?;
            told = told.replace(&format!("{{{key}}}"), &name);
        }
        Ok(told)
    }

    /// Limbo is a number, and what is owed has a name and a day.
    async fn tell_how_m_stands(&self) -> Outcome {
        let page = self.app.person(&Asker::Operator, self.m, self.on).await?;
        println!();
        println!("{}  How M stands", self.on);
        if let Some(limbo) = page.limbo {
            say(&format!(
                "Suspended for {} days; {} days since the last step.",
                limbo.days_suspended, limbo.days_since_last_step
            ));
        }
        for duty in page.duties {
            let owed_by = duty.owed_by.as_deref().unwrap_or(M);
            let late = match (duty.due_on, duty.days_overdue) {
                (Some(day), 0) => format!("by {day}"),
                (Some(day), late) => format!("by {day}, overdue for {late} day(s)"),
                (None, _) => "owed".to_owned(),
            };
            say(&format!(
                "{owed_by}: {}: {late} (clause {}).",
                duty.says, duty.clause
            ));
        }
        println!();
        Ok(())
    }
}

/// What a lot chose, by the field that lists it.
const LISTS: &[(&str, &str)] = &[("drawn", "Drawn by lot"), ("members", "On the panel")];

/// The kind of fact that an act of the story records.
fn act_kind(act: &Act) -> &str {
    act.steps.first().map_or("", |step| &step.kind)
}

/// A line about the act above it.
fn say(line: &str) {
    println!("            {line}");
}
