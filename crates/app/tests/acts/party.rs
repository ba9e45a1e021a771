//! A small party with its officers, on a real store with a set clock.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use standing_app::acts::{About, Act, Done, Step};
use standing_app::asker::Asker;
use standing_app::ports::{Addition, Clock, Entropy};
use standing_app::{App, AppError, projection};
use standing_base::{Date, Id, IdKind, Instant, Refusal};
use standing_domain::{FieldValue, NewFact};
use standing_rulebook::Files;

#[derive(Debug)]
pub(crate) struct Set(AtomicI64);

impl Clock for Set {
    fn now(&self) -> Instant {
        Instant::from_microseconds(self.0.load(Ordering::Relaxed))
    }
}

#[derive(Debug)]
struct Counter(AtomicU64);

impl Entropy for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        let (before, end) = bytes.split_at_mut(bytes.len() - 8);
        before.fill(0);
        end.copy_from_slice(&count.to_be_bytes());
    }
}

pub(crate) struct Party {
    pub(crate) app: App,
    clock: Arc<Set>,
    /// Who keeps the register.
    pub(crate) officer: Id,
    pub(crate) general_secretary: Id,
    pub(crate) branch_secretary: Id,
    /// A member of the secretary's branch, and one of another.
    pub(crate) near: Id,
    pub(crate) far: Id,
    pub(crate) near_branch: Id,
    pub(crate) far_branch: Id,
}

/// The complaints officer, the disputes panel and the national tribunal.
pub(crate) struct Court {
    pub(crate) complaints: Id,
    pub(crate) chair: Id,
    pub(crate) panel: [Id; 3],
    /// The body on which they and the chair sit.
    pub(crate) panel_body: Id,
    /// Who chairs the tribunal.
    pub(crate) president: Id,
    pub(crate) tribunal: [Id; 3],
    /// Who chairs the parliamentary group.
    pub(crate) group: Id,
    pub(crate) returning: Id,
}

fn files_of(folder: &Path, root: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_of(&path, root, files);
        } else {
            let name = path.strip_prefix(root).unwrap().display().to_string();
            files.insert_bytes(name, &fs::read(&path).unwrap());
        }
    }
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn step(kind: &str, on: &str, fields: &[(&str, FieldValue)]) -> Step {
    Step {
        kind: kind.to_owned(),
        on: on.parse().unwrap(),
        fields: fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
        private: Vec::new(),
    }
}

pub(crate) fn act(about: About, steps: Vec<Step>) -> Act {
    Act {
        about,
        steps,
        capacity: None,
        seen: None,
    }
}

/// The steps by which a person who is not on the register becomes a member.
pub(crate) fn admission(name: &str, born: &str, on: &str) -> Vec<Step> {
    let registered = Step {
        private: vec![
            ("name".to_owned(), name.to_owned()),
            ("identifier.number".to_owned(), "20001".to_owned()),
        ],
        ..step("person_registered", on, &[])
    };
    vec![
        registered,
        step("birth_recorded", born, &[("born_on", born.into())]),
        step("admitted", on, &[]),
    ]
}

impl Party {
    /// On 1 March 2021.
    pub(crate) async fn new() -> Self {
        Self::of("2021-03-01", "Europe/London").await
    }

    /// One whose days begin with those of a zone.
    pub(crate) async fn of(today: &str, zone: &str) -> Self {
        Self::under(today, &[("rulebook.toml", "Europe/London", zone)]).await
    }

    /// One under a text in which words were replaced: of a file, which words, by which.
    pub(crate) async fn under(today: &str, otherwise: &[(&str, &str, &str)]) -> Self {
        let clock = Arc::new(Set(AtomicI64::new(0)));
        let app = App::new(
            standing_store::testing::sqlite().await,
            Arc::<Set>::clone(&clock),
            Arc::new(Counter(AtomicU64::new(1))),
        );
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebooks/example-party");
        let mut rulebook = Files::new();
        files_of(&folder, &folder, &mut rulebook);
        for (file, from, to) in otherwise {
            let text = fs::read_to_string(folder.join(file)).unwrap();
            assert!(text.contains(from), "{file} does not say `{from}`");
            rulebook.insert(*file, text.replace(from, to));
        }
        clock.set(&format!("{today}T09:00:00Z"));
        let founded = "1994-05-01".parse().unwrap();
        app.found("Example Party", founded, &rulebook)
            .await
            .unwrap();
        let mut history = History {
            app: &app,
            additions: Vec::new(),
        };
        let executive = history.body("executive", None);
        let (near_branch, far_branch) = (history.branch("Near"), history.branch("Far"));
        let committee = history.body("branch_committee", Some(near_branch));
        let party = Self {
            officer: history.member("Olga Officer", near_branch),
            general_secretary: history.member("Gen Secretary", far_branch),
            branch_secretary: history.member("Bran Secretary", near_branch),
            near: history.member("Near Member", near_branch),
            far: history.member("Far Member", far_branch),
            near_branch,
            far_branch,
            clock,
            app: app.clone(),
        };
        history.sit(party.officer, executive, "membership_officer");
        history.sit(party.general_secretary, executive, "general_secretary");
        history.sit(party.branch_secretary, committee, "secretary");
        let additions = history.additions;
        let mut writer = app.store().writer().await.unwrap();
        writer.append(additions).await.unwrap();
        writer.commit().await.unwrap();
        party
    }

    /// Those who deal with complaints, who sit from now on.
    pub(crate) async fn court(&self) -> Court {
        let mut history = History {
            app: &self.app,
            additions: Vec::new(),
        };
        let executive = history.body("executive", None);
        let (panel, tribunal) = (history.body("panel", None), history.body("tribunal", None));
        let group = history.body("group", None);
        let mut member = |name: &str, body, office: &str| {
            let branch = self.far_branch;
            let id = history.member(name, branch);
            history.sit(id, body, office);
            id
        };
        let court = Court {
            panel_body: panel,
            complaints: member("Conny Complaints", executive, "complaints_officer"),
            chair: member("Paula Chair", panel, "chair"),
            panel: ["Pan One", "Pan Two", "Pan Three"].map(|name| member(name, panel, "member")),
            president: member("Tria President", tribunal, "chair"),
            tribunal: ["Tri One", "Tri Two", "Tri Three"]
                .map(|name| member(name, tribunal, "member")),
            group: member("Gro Chair", group, "chair"),
            returning: member("Reta Returning", executive, "returning_officer"),
        };
        let additions = history.additions;
        let mut writer = self.app.store().writer().await.unwrap();
        writer.append(additions).await.unwrap();
        writer.commit().await.unwrap();
        court
    }

    /// Somebody of the other branch who holds an office of the executive from now on.
    pub(crate) async fn officer_of(&self, name: &str, office: &str) -> Id {
        let mut history = History {
            app: &self.app,
            additions: Vec::new(),
        };
        let executive = history.body("executive", None);
        let id = history.member(name, self.far_branch);
        history.sit(id, executive, office);
        let additions = history.additions;
        let mut writer = self.app.store().writer().await.unwrap();
        writer.append(additions).await.unwrap();
        writer.commit().await.unwrap();
        id
    }

    /// Further members of the disputes panel, who belong to a branch.
    pub(crate) async fn jurors(&self, court: &Court, names: &[&str], branch: Id) -> Vec<Id> {
        let mut history = History {
            app: &self.app,
            additions: Vec::new(),
        };
        let mut jurors = Vec::new();
        for name in names {
            let id = history.member(name, branch);
            history.sit(id, court.panel_body, "member");
            jurors.push(id);
        }
        let additions = history.additions;
        let mut writer = self.app.store().writer().await.unwrap();
        writer.append(additions).await.unwrap();
        writer.commit().await.unwrap();
        jurors
    }

    /// A further executive, of the general secretary and so many others; its id and theirs.
    pub(crate) async fn board(&self, others: usize) -> (Id, Vec<Id>) {
        let mut history = History {
            app: &self.app,
            additions: Vec::new(),
        };
        let body = history.body("executive", None);
        let mut members = Vec::new();
        for place in 1..=others {
            let id = history.member(&format!("Board Member {place}"), self.far_branch);
            history.sit(id, body, "member");
            members.push(id);
        }
        let mut writer = self.app.store().writer().await.unwrap();
        writer.append(history.additions).await.unwrap();
        let fields = [
            (
                "seat",
                Id::new(IdKind::Seat, self.app.clock().now(), [9; 10]).into(),
            ),
            ("body", body.into()),
            ("office", "general_secretary".into()),
        ];
        let seat = fact(
            &self.app,
            self.general_secretary,
            "seat_taken",
            "2015-01-01",
            &fields,
        );
        writer.append(vec![seat.await]).await.unwrap();
        writer.commit().await.unwrap();
        (body, members)
    }

    pub(crate) fn on(&self, instant: &str) {
        self.clock.set(instant);
    }

    pub(crate) async fn as_person(&self, person: Id) -> Asker {
        self.app.signed_in(person).await.unwrap()
    }

    pub(crate) async fn act(&self, who: Id, about: Id, steps: Vec<Step>) -> Result<Done, AppError> {
        let asker = self.as_person(who).await;
        self.app.act(&asker, &act(About::Known(about), steps)).await
    }

    pub(crate) async fn refused(&self, who: Id, about: Id, steps: Vec<Step>) -> Refusal {
        match self.act(who, about, steps).await {
            Err(AppError::Refused(refusal)) => refusal,
            other => panic!("not refused: {other:?}"),
        }
    }
}

impl Set {
    fn set(&self, instant: &str) {
        let instant: Instant = instant.parse().unwrap();
        self.0.store(instant.microseconds(), Ordering::Relaxed);
    }
}

/// A fact to append to somebody's record beside `App::act`.
pub(crate) async fn fact(
    app: &App,
    about: Id,
    kind: &str,
    on: &str,
    fields: &[(&str, FieldValue)],
) -> Addition {
    let revision = app.store().snapshot().await.unwrap().revision(about).await;
    let fact = NewFact {
        stream: about,
        revision: revision.unwrap() + 1,
        kind: kind.to_owned(),
        about,
        effective_on: on.parse().unwrap(),
        recorded_at: app.clock().now(),
        actor: None,
        capacity: None,
        clause: None,
        imported: true,
        fields: step(kind, on, fields).fields.into_iter().collect(),
        sources: Vec::new(),
    };
    let rows = projection::rows(&fact, &[]);
    Addition {
        fact,
        private: Vec::new(),
        rows,
    }
}

/// What was so before anybody used Standing.
struct History<'a> {
    app: &'a App,
    additions: Vec<Addition>,
}

impl History<'_> {
    fn write(&mut self, about: Id, kind: &str, fields: &[(&str, FieldValue)], name: &str) {
        self.write_on("2015-01-01", about, kind, fields, name);
    }

    fn write_on(
        &mut self,
        on: &str,
        about: Id,
        kind: &str,
        fields: &[(&str, FieldValue)],
        name: &str,
    ) {
        let of_stream = self.additions.iter().filter(|one| one.fact.stream == about);
        let fact = NewFact {
            stream: about,
            revision: u32::try_from(of_stream.count()).unwrap() + 1,
            kind: kind.to_owned(),
            about,
            effective_on: on.parse().unwrap(),
            recorded_at: "2015-01-01T12:00:00Z".parse().unwrap(),
            actor: None,
            capacity: None,
            clause: None,
            imported: true,
            fields: step(kind, on, fields).fields.into_iter().collect(),
            sources: Vec::new(),
        };
        let named = (!name.is_empty()).then(|| ("name".to_owned(), name.to_owned()));
        let private: Vec<(String, String)> = named.into_iter().collect();
        let rows = projection::rows(&fact, &private);
        self.additions.push(Addition {
            fact,
            private,
            rows,
        });
    }

    fn id(&self, kind: IdKind) -> Id {
        Id::new(kind, self.app.clock().now(), self.app.entropy().ten_bytes())
    }

    fn branch(&mut self, name: &str) -> Id {
        let id = self.id(IdKind::Branch);
        self.write(id, "branch_founded", &[], name);
        id
    }

    fn body(&mut self, form: &str, parent: Option<Id>) -> Id {
        let id = self.id(IdKind::Body);
        let mut fields = vec![("form", FieldValue::from(form))];
        fields.extend(parent.map(|parent| ("parent", parent.into())));
        self.write(id, "body_founded", &fields, form);
        id
    }

    fn member(&mut self, name: &str, branch: Id) -> Id {
        let id = self.id(IdKind::Person);
        self.write(id, "person_registered", &[], name);
        self.write(id, "admitted", &[], "");
        self.write(id, "branch_joined", &[("branch", branch.into())], "");
        id
    }

    fn sit(&mut self, person: Id, body: Id, office: &str) {
        let seat = self.id(IdKind::Seat);
        let fields = [
            ("seat", seat.into()),
            ("body", body.into()),
            ("office", office.into()),
        ];
        self.write(person, "seat_taken", &fields, "");
        // Whoever may have to judge was trained for it last year.
        self.write_on("2020-06-01", person, "training_taken", &[], "");
    }
}
