//! Private notes in the panel's reading room: each sees their own, sealed, until the case is erased.

use standing_app::cases::NOTES_CHARS_MAX;
use standing_app::vault::{Vault, VaultKey};
use standing_app::{App, AppError};
use standing_base::Id;

use crate::cases::WHOLE;
use crate::party::{Court, Party};

const MINE: &str = "Zeugma: who held the key to the till?\n\nAsk again.";
const THEIRS: &str = "Quixotic defence; look at E2.";

struct Room {
    party: Party,
    court: Court,
    app: App,
}

impl Room {
    /// A case at its steps before a day.
    async fn before(day: &str) -> Self {
        let party = Party::new().await;
        let court = party.court().await;
        let key = VaultKey::parse(&"e".repeat(64)).unwrap();
        let app = party.app.clone().with_vault(Vault::new(key));
        let room = Self { party, court, app };
        room.goes_on("", day).await;
        room
    }

    /// The steps from a day on, and before another.
    async fn goes_on(&self, from: &str, before: &str) {
        let lines = WHOLE.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && *line >= from && *line < before);
        let text: Vec<&str> = lines.collect();
        self.party.takes(&self.court, &text.join("\n")).await;
    }

    async fn note(&self, who: Id, text: &str) -> Result<(), AppError> {
        let asker = self.party.as_person(who).await;
        self.app.keep_notes(&asker, "C1", text).await
    }

    async fn notes(&self, who: Id) -> Result<Option<String>, AppError> {
        let asker = self.party.as_person(who).await;
        let room = self.app.reading_room(&asker, "C1").await?;
        Ok(room.notes)
    }

    async fn case(&self) -> Id {
        let mut snapshot = self.app.store().snapshot().await.unwrap();
        let facts = snapshot.facts_about(self.party.near).await.unwrap();
        facts.iter().find_map(|fact| fact.what.id("case")).unwrap()
    }

    /// What lies in the database.
    async fn sealed(&self, who: Id) -> Option<Vec<u8>> {
        let case = self.case().await;
        let mut snapshot = self.app.store().snapshot().await.unwrap();
        snapshot.sealed_note(case, who).await.unwrap()
    }
}

fn code<T: std::fmt::Debug>(shown: Result<T, AppError>) -> &'static str {
    match shown.unwrap_err() {
        AppError::NotFound { what, .. } => what.code,
        AppError::Refused(refusal) => refusal.code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn each_on_the_panel_keeps_their_own_notes_and_sees_nobody_elses() {
    let room = Room::before("2021-04-14").await;
    let [one, other, third] = [0, 1, 2].map(|place| room.court.panel[place]);
    let facts = room
        .party
        .app
        .store()
        .snapshot()
        .await
        .unwrap()
        .head()
        .await;
    assert_eq!(room.notes(one).await.unwrap().as_deref(), Some(""));
    room.note(one, "First thoughts.").await.unwrap();
    room.note(one, &MINE.replace('\n', "\r\n")).await.unwrap();
    room.note(other, THEIRS).await.unwrap();
    assert_eq!(room.notes(one).await.unwrap().as_deref(), Some(MINE));
    assert_eq!(room.notes(other).await.unwrap().as_deref(), Some(THEIRS));
    assert_eq!(room.notes(third).await.unwrap().as_deref(), Some(""));

    // Nobody else, whatever else they may read of the case; and for them it is not there.
    let (court, party) = (&room.court, &room.party);
    for outside in [court.complaints, court.chair, court.president] {
        assert_eq!(code(room.note(outside, "x").await), "no-reading-room");
    }
    for stranger in [party.near, party.far, court.tribunal[0]] {
        let refused = room.note(stranger, "x").await;
        assert!(
            matches!(refused, Err(AppError::NotFound { .. })),
            "{refused:?}"
        );
    }

    // Sealed, each in its own place; no fact, and no part of what programs or others are told.
    let (mine, theirs) = (room.sealed(one).await, room.sealed(other).await);
    let (mine, theirs) = (mine.unwrap(), theirs.unwrap());
    assert!(mine.len() > MINE.len() && theirs.len() > THEIRS.len());
    for (sealed, word) in [(&mine, "Zeugma"), (&theirs, "Quixotic")] {
        let mut windows = sealed.windows(word.len());
        assert!(!windows.any(|part| part == word.as_bytes()));
    }
    let after = room
        .party
        .app
        .store()
        .snapshot()
        .await
        .unwrap()
        .head()
        .await;
    assert_eq!(facts.unwrap().facts, after.unwrap().facts);
    let asker = party.as_person(one).await;
    let told = room.app.reading_room(&asker, "C1").await.unwrap();
    let told = serde_json::to_string(&told).unwrap();
    let file = room.app.person_file(&asker, one, told_on()).await.unwrap();
    let file = serde_json::to_string(&file).unwrap();
    assert!(!told.contains("Zeugma") && !file.contains("Zeugma"));

    // Under the id of somebody else it does not open: what was moved is not shown as theirs.
    let mut writer = room.app.store().writer().await.unwrap();
    let moved = writer.put_sealed_note(room.case().await, third, &mine);
    moved.await.unwrap();
    writer.commit().await.unwrap();
    assert!(matches!(room.notes(third).await, Err(AppError::Store(_))));

    // Nothing deletes it.
    room.note(one, " \r\n").await.unwrap();
    assert_eq!(room.notes(one).await.unwrap().as_deref(), Some(""));
    assert_eq!(room.sealed(one).await, None);
}

fn told_on() -> standing_base::Date {
    "2021-04-13".parse().unwrap()
}

#[tokio::test]
async fn notes_that_are_too_long_or_cannot_be_sealed_are_refused() {
    let room = Room::before("2021-04-14").await;
    let one = room.court.panel[0];
    room.note(one, &"ŵ\r\n".repeat(NOTES_CHARS_MAX / 2))
        .await
        .unwrap();
    let long = room.note(one, &"n".repeat(NOTES_CHARS_MAX + 1)).await;
    match long {
        Err(AppError::Fields(faults)) => {
            assert_eq!((faults.len(), faults[0].field.as_str()), (1, "notes"));
            assert_eq!(faults[0].says.to_string(), "write at most 8000 characters");
        }
        other => panic!("{other:?}"),
    }
    // Without a vault the room is open, and offers nothing to write into.
    let asker = room.party.as_person(one).await;
    let bare = &room.party.app;
    assert_eq!(code(bare.keep_notes(&asker, "C1", "x").await), "no_vault");
    let shown = bare.reading_room(&asker, "C1").await.unwrap();
    assert_eq!(shown.notes, None);
}

/// They stay sealed, for what made them leave may be set aside.
#[tokio::test]
async fn who_leaves_the_panel_reads_their_notes_no_more() {
    // Where the member objects to somebody on the panel, and that is upheld.
    let room = Room::before("2021-03-17").await;
    let [one, other] = [0, 1].map(|place| room.court.panel[place]);
    room.note(one, MINE).await.unwrap();
    room.note(other, THEIRS).await.unwrap();
    room.party
        .takes(
            &room.court,
            "2021-03-17 president challenge_upheld person=pan1",
        )
        .await;
    assert_eq!(code(room.notes(one).await), "no-case-to-read");
    assert_eq!(code(room.note(one, "x").await), "no-case-to-read");
    assert!(room.sealed(one).await.is_some());
    // Who stands aside.
    room.party
        .takes(
            &room.court,
            "2021-03-18 chair panellist_stood_aside person=pan2",
        )
        .await;
    assert_eq!(code(room.notes(other).await), "no-case-to-read");
    assert!(room.sealed(other).await.is_some());
}

#[tokio::test]
async fn notes_are_erased_with_the_case_and_by_nothing_else() {
    let room = Room::before("9999").await;
    let one = room.court.tribunal[0];
    room.note(one, MINE).await.unwrap();
    // A warning is kept for two years from the end of the appeal.
    for (on, looked) in [
        ("2023-05-10", (0, 0)),
        ("2023-05-11", (1, 0)),
        ("2023-06-08", (0, 0)),
    ] {
        room.party.on(&format!("{on}T09:00:00Z"));
        let done = room.app.retain().await.unwrap();
        assert_eq!((done.announced, done.erased), looked, "{on}");
    }
    assert_eq!(room.notes(one).await.unwrap().as_deref(), Some(MINE));
    room.party.on("2023-06-09T09:00:00Z");
    assert_eq!(room.app.retain().await.unwrap().erased, 1);
    assert_eq!(room.sealed(one).await, None);
    // The room offers nothing to write into, and takes nothing.
    assert_eq!(room.notes(one).await.unwrap(), None);
    let late = room.note(one, "One more thing.").await.unwrap_err();
    assert!(late.to_string().contains("erased on 2023-06-09"), "{late}");
    // Of notes the record says nothing: neither that there were any, nor how many.
    let mut snapshot = room.app.store().snapshot().await.unwrap();
    let facts = snapshot.facts_about(room.party.near).await.unwrap();
    let trace = &facts.last().unwrap().what;
    assert_eq!(trace.kind, "case_erased");
    assert_eq!(trace.number("files"), Some(0));
    assert_eq!(trace.fields.len(), 6, "{trace:?}");
}
