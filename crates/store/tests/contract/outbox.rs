use std::sync::Arc;

use standing_app::ports::outbox::{Attempt, Claim, LetterState, NewLetter, Outcome, Settlement};
use standing_app::ports::{Store, StoreError};
use standing_base::{Id, IdKind, Instant};

use crate::sample::{id, person, plain};

const MINUTE: i64 = 60_000_000;

fn at(minute: i64) -> Instant {
    Instant::from_microseconds(1_573_000_000_000_000 + minute * MINUTE)
}

fn letter(number: u32) -> NewLetter {
    NewLetter {
        id: id(IdKind::Letter, number),
        template: "admission".into(),
        language: "cy".into(),
        recipient: number.is_multiple_of(2).then(|| person(number)),
        address: format!("m{number}@example.org"),
        subject: "Croeso, Łucja".into(),
        text: "One line\nand another\n".into(),
        is_secret: number.is_multiple_of(3),
        caused_by: Some(u64::from(number)),
        created_at: at(i64::from(number)),
        expires_at: (number % 2 == 1).then(|| at(1_000)),
    }
}

async fn enqueue(store: &dyn Store, numbers: std::ops::RangeInclusive<u32>) {
    let mut writer = store.writer().await.unwrap();
    for number in numbers {
        writer.enqueue(&letter(number)).await.unwrap();
    }
    writer.commit().await.unwrap();
}

pub(crate) async fn a_letter_that_is_put_in_once_is_there_once(store: Arc<dyn Store>) {
    let put = async |letter: NewLetter| {
        let mut writer = store.writer().await.unwrap();
        let is_new = writer.enqueue_once(&letter).await.unwrap();
        writer.commit().await.unwrap();
        is_new
    };
    let again = NewLetter {
        subject: "another".into(),
        ..letter(1)
    };
    assert!(put(letter(1)).await);
    assert!(!put(again).await);
    let mut snapshot = store.snapshot().await.unwrap();
    let kept = snapshot.letters(None, None, 10).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].what.subject, letter(1).subject);
}

async fn claim(store: &dyn Store, letter: Id, attempts: u32, until: Instant) -> bool {
    let mut writer = store.writer().await.unwrap();
    let claim = Claim {
        letter,
        attempts,
        until,
    };
    let is_ours = writer.claim(claim).await.unwrap();
    writer.commit().await.unwrap();
    is_ours
}

fn settlement(letter: Id, attempts: u32, to: LetterState, outcome: Outcome) -> Settlement {
    Settlement {
        letter,
        from: LetterState::Sending,
        attempts,
        to,
        next_attempt_at: None,
        attempt: Attempt {
            at: at(50),
            outcome,
            answer: "250 noted".into(),
        },
        forgets_text: false,
    }
}

async fn settle(store: &dyn Store, settlement: &Settlement) -> bool {
    let mut writer = store.writer().await.unwrap();
    let was_there = writer.settle(settlement).await.unwrap();
    writer.commit().await.unwrap();
    was_there
}

pub(crate) async fn a_letter_is_written_with_the_fact_that_causes_it_or_not_at_all(
    store: Arc<dyn Store>,
) {
    for commits in [false, true] {
        let mut writer = store.writer().await.unwrap();
        let admitted = plain(person(2), 1, "admitted");
        writer.append(vec![admitted]).await.unwrap();
        writer.enqueue(&letter(2)).await.unwrap();
        if commits {
            writer.commit().await.unwrap();
        } else {
            drop(writer);
        }
        let mut snapshot = store.snapshot().await.unwrap();
        let found = snapshot.letter(letter(2).id).await.unwrap();
        assert_eq!(found.is_some(), commits);
        assert_eq!(snapshot.head().await.unwrap().facts, u64::from(commits));
    }
    let mut snapshot = store.snapshot().await.unwrap();
    let found = snapshot.letter(letter(2).id).await.unwrap().unwrap();
    assert_eq!(found.what, letter(2));
    assert_eq!((found.state, found.attempts), (LetterState::Queued, 0));
    assert_eq!(found.next_attempt_at, Some(at(2)));

    let mut writer = store.writer().await.unwrap();
    let mut with_null = letter(3);
    with_null.subject = "a\0b".into();
    let error = writer.enqueue(&with_null).await.unwrap_err();
    assert!(matches!(error, StoreError::Failed { .. }), "{error}");
    assert!(writer.commit().await.is_err());
}

pub(crate) async fn the_letter_due_longest_comes_first_and_one_claim_wins(store: Arc<dyn Store>) {
    enqueue(&*store, 1..=2).await;
    let first = letter(1).id;
    let mut before = store.snapshot().await.unwrap();
    assert!(before.letter_due(at(0)).await.unwrap().is_none());
    let due = before.letter_due(at(9)).await.unwrap().unwrap();
    assert_eq!((due.what.id, due.attempts), (first, 0));
    // Two workers found it due at the same time.
    assert!(claim(&*store, first, 0, at(20)).await);
    assert!(!claim(&*store, first, 0, at(20)).await);
    let mut during = store.snapshot().await.unwrap();
    let next = during.letter_due(at(9)).await.unwrap().unwrap();
    assert_eq!(next.what.id, letter(2).id);
    // The worker went away: once its time is over, another takes the letter.
    assert!(claim(&*store, letter(2).id, 0, at(90)).await);
    let lost = store.snapshot().await.unwrap().letter_due(at(21)).await;
    let lost = lost.unwrap().unwrap();
    assert_eq!(
        (lost.what.id, lost.state, lost.attempts),
        (first, LetterState::Sending, 1)
    );
    assert!(claim(&*store, first, 1, at(40)).await);
    // And what the first one tells at last changes nothing.
    let late = settlement(first, 1, LetterState::Sent, Outcome::Accepted);
    assert!(!settle(&*store, &late).await);
    let mut after = store.snapshot().await.unwrap();
    assert!(after.letter_attempts(first).await.unwrap().is_empty());
    assert!(after.letter_due(at(39)).await.unwrap().is_none());
}

pub(crate) async fn an_attempt_that_ended_moves_the_letter_and_is_kept(store: Arc<dyn Store>) {
    enqueue(&*store, 3..=3).await;
    let id = letter(3).id;
    assert!(claim(&*store, id, 0, at(20)).await);
    let mut deferred = settlement(id, 1, LetterState::Queued, Outcome::Deferred);
    deferred.next_attempt_at = Some(at(30));
    assert!(settle(&*store, &deferred).await);
    let mut snapshot = store.snapshot().await.unwrap();
    assert!(snapshot.letter_due(at(29)).await.unwrap().is_none());
    assert!(snapshot.letter_due(at(30)).await.unwrap().is_some());

    assert!(claim(&*store, id, 1, at(60)).await);
    let mut sent = settlement(id, 2, LetterState::Sent, Outcome::Accepted);
    sent.forgets_text = true;
    assert!(settle(&*store, &sent).await);
    let mut bounced = settlement(id, 2, LetterState::Bounced, Outcome::Returned);
    bounced.from = LetterState::Sent;
    assert!(settle(&*store, &bounced).await);
    assert!(
        !settle(&*store, &bounced).await,
        "a bounce counts once only"
    );
    assert!(
        !claim(&*store, id, 2, at(99)).await,
        "a letter that was sent is not for sending"
    );

    let mut snapshot = store.snapshot().await.unwrap();
    let found = snapshot.letter(id).await.unwrap().unwrap();
    assert_eq!(
        (
            found.state,
            found.attempts,
            found.sent_at,
            found.next_attempt_at
        ),
        (LetterState::Bounced, 2, Some(at(50)), None)
    );
    assert_eq!(found.what.text, "");
    let kept = snapshot.letter_attempts(id).await.unwrap();
    let outcomes: Vec<Outcome> = kept.iter().map(|attempt| attempt.outcome).collect();
    assert_eq!(
        outcomes,
        [Outcome::Deferred, Outcome::Accepted, Outcome::Returned]
    );
    assert_eq!(kept[0], deferred.attempt);
}

pub(crate) async fn letters_are_listed_and_counted_by_state(store: Arc<dyn Store>) {
    enqueue(&*store, 1..=5).await;
    assert!(claim(&*store, letter(4).id, 0, at(20)).await);
    let mut snapshot = store.snapshot().await.unwrap();
    let mut listed = async |state, before: Option<u32>, limit| {
        let before = before.map(|number| letter(number).id);
        let letters = snapshot.letters(state, before, limit).await.unwrap();
        let addresses = letters.into_iter().map(|letter| letter.what.address);
        addresses.map(|it| it[1..2].to_owned()).collect::<String>()
    };
    assert_eq!(listed(None, None, 9).await, "54321");
    assert_eq!(listed(None, None, 2).await, "54");
    assert_eq!(listed(None, Some(4), 2).await, "32");
    assert_eq!(listed(Some(LetterState::Queued), None, 9).await, "5321");
    assert_eq!(listed(Some(LetterState::Queued), Some(3), 9).await, "21");
    assert_eq!(listed(Some(LetterState::Sending), None, 9).await, "4");
    assert_eq!(listed(Some(LetterState::Bounced), None, 9).await, "");
    let counted = snapshot.letters_counted().await.unwrap();
    assert_eq!(
        counted,
        [(LetterState::Queued, 4), (LetterState::Sending, 1)]
    );
}

pub(crate) async fn letters_that_were_sent_are_forgotten_by_what_caused_them(
    store: Arc<dyn Store>,
) {
    enqueue(&*store, 1..=2).await;
    let waiting = NewLetter {
        id: id(IdKind::Letter, 9),
        ..letter(1)
    };
    let mut writer = store.writer().await.unwrap();
    writer.enqueue(&waiting).await.unwrap();
    writer.commit().await.unwrap();
    for number in [1, 2] {
        assert!(claim(&*store, letter(number).id, 0, at(100)).await);
        let sent = settlement(letter(number).id, 1, LetterState::Sent, Outcome::Accepted);
        assert!(settle(&*store, &sent).await);
    }
    let mut writer = store.writer().await.unwrap();
    assert_eq!(writer.forget_letters(1).await.unwrap(), 1);
    assert_eq!(writer.forget_letters(1).await.unwrap(), 0);
    writer.commit().await.unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    let mut text = async |id| snapshot.letter(id).await.unwrap().unwrap().what.text;
    assert_eq!(text(letter(1).id).await, "");
    assert_eq!(text(letter(2).id).await, letter(2).text);
    // What is on its way is not sent without its words.
    assert_eq!(text(waiting.id).await, waiting.text);
}
