//! What an account consists of, on both engines.

use std::sync::Arc;

use standing_app::ports::{
    Account, Attempts, Credential, CredentialKind, OneTimeToken, Purpose, Session, Store,
    StoreError,
};
use standing_base::{Id, IdKind, Instant};

use crate::sample::{id, person, plain};

fn at(second: i64) -> Instant {
    Instant::from_microseconds(second * 1_000_000 + 1)
}

fn account(number: u32) -> Account {
    Account {
        id: id(IdKind::Account, number),
        person: person(number),
        email: format!("łucja{number}@example.org"),
        password: Some("$argon2id$…".to_owned()),
        created_at: at(1),
        disabled_at: None,
    }
}

fn session(digest: &str, account: Id, seen: i64) -> Session {
    Session {
        digest: digest.to_owned(),
        account,
        created_at: at(1),
        last_seen_at: at(seen),
        expires_at: at(1_000),
        agent: "Firefox \"ESR\"".to_owned(),
        means: "password".to_owned(),
    }
}

fn credential(kind: CredentialKind, key: &str, account: Id, created: i64) -> Credential {
    Credential {
        kind,
        key: key.to_owned(),
        account,
        name: "Phone".to_owned(),
        body: "{\"cred\":1}".to_owned(),
        counter: 0,
        created_at: at(created),
        last_used_at: None,
    }
}

pub(crate) async fn an_account_is_found_and_changes_and_its_person_and_address_are_its_own(
    store: Arc<dyn Store>,
) {
    let mut snapshot = store.snapshot().await.unwrap();
    assert!(!snapshot.has_accounts().await.unwrap());
    drop(snapshot);
    let mut first = account(1);
    let mut writer = store.writer().await.unwrap();
    writer.put_account(&first).await.unwrap();
    writer.put_account(&account(2)).await.unwrap();
    first.password = None;
    first.disabled_at = Some(at(9));
    "other@example.org".clone_into(&mut first.email);
    writer.put_account(&first).await.unwrap();
    writer.commit().await.unwrap();

    let mut snapshot = store.snapshot().await.unwrap();
    assert!(snapshot.has_accounts().await.unwrap());
    assert_eq!(snapshot.account(first.id).await.unwrap().unwrap(), first);
    let by_email = snapshot.account_by_email(&first.email).await.unwrap();
    assert_eq!(by_email.unwrap(), first);
    let by_person = snapshot.account_of(person(2)).await.unwrap();
    assert_eq!(by_person.unwrap(), account(2));
    let old = snapshot.account_by_email("łucja1@example.org").await;
    assert_eq!(old.unwrap(), None);
    drop(snapshot);

    let same_person = Account {
        person: person(2),
        ..account(3)
    };
    let same_email = Account {
        email: account(2).email,
        ..account(3)
    };
    for wrong in [same_person, same_email] {
        let mut writer = store.writer().await.unwrap();
        let error = writer.put_account(&wrong).await.unwrap_err();
        assert!(
            matches!(error, StoreError::Conflict(id) if id == wrong.id),
            "{error}"
        );
        assert!(writer.commit().await.is_err());
    }
}

pub(crate) async fn an_account_and_a_fact_are_written_together_or_not_at_all(
    store: Arc<dyn Store>,
) {
    for (is_committed, facts) in [(false, 0), (true, 1)] {
        let mut writer = store.writer().await.unwrap();
        writer
            .append(vec![plain(person(1), 1, "person_registered")])
            .await
            .unwrap();
        writer.put_account(&account(1)).await.unwrap();
        if is_committed {
            writer.commit().await.unwrap();
        } else {
            drop(writer);
        }
        let mut snapshot = store.snapshot().await.unwrap();
        assert_eq!(snapshot.head().await.unwrap().facts, facts);
        assert_eq!(snapshot.has_accounts().await.unwrap(), is_committed);
    }
}

pub(crate) async fn credentials_are_found_by_kind_and_removed_one_by_one_or_by_kind(
    store: Arc<dyn Store>,
) {
    let (mine, other) = (account(1).id, account(2).id);
    let late = credential(CredentialKind::Passkey, "b", mine, 8);
    let early = credential(CredentialKind::Passkey, "c", mine, 5);
    let mut secret = credential(CredentialKind::Totp, &mine.to_string(), mine, 7);
    let theirs = credential(CredentialKind::Passkey, "d", other, 7);
    let mut writer = store.writer().await.unwrap();
    for one in [&late, &early, &secret, &theirs] {
        writer.put_credential(one).await.unwrap();
    }
    secret.counter = i64::MAX;
    secret.last_used_at = Some(at(9));
    writer.put_credential(&secret).await.unwrap();
    writer.commit().await.unwrap();

    let mut snapshot = store.snapshot().await.unwrap();
    let all = snapshot.credentials(mine).await.unwrap();
    assert_eq!(all, [early.clone(), late, secret.clone()]);
    let found = snapshot.credential(CredentialKind::Totp, &secret.key).await;
    assert_eq!(found.unwrap().unwrap(), secret);
    let none = snapshot.credential(CredentialKind::RecoveryCode, "b").await;
    assert_eq!(none.unwrap(), None);
    drop(snapshot);

    let mut writer = store.writer().await.unwrap();
    let passkey = CredentialKind::Passkey;
    writer
        .remove_credentials(mine, passkey, Some("b"))
        .await
        .unwrap();
    // Not mine to remove.
    writer
        .remove_credentials(mine, passkey, Some("d"))
        .await
        .unwrap();
    writer
        .remove_credentials(mine, CredentialKind::Totp, None)
        .await
        .unwrap();
    writer.commit().await.unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    assert_eq!(snapshot.credentials(mine).await.unwrap(), [early]);
    assert_eq!(snapshot.credentials(other).await.unwrap(), [theirs]);
}

pub(crate) async fn sessions_are_seen_again_listed_and_ended(store: Arc<dyn Store>) {
    let (mine, other) = (account(1).id, account(2).id);
    let mut writer = store.writer().await.unwrap();
    for one in [
        session("a", mine, 1),
        session("b", mine, 3),
        session("c", mine, 2),
        session("d", other, 2),
    ] {
        writer.put_session(&one).await.unwrap();
    }
    writer.put_session(&session("a", mine, 9)).await.unwrap();
    writer.end_session(mine, "d").await.unwrap();
    writer.end_session(mine, "c").await.unwrap();
    writer.commit().await.unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    let sessions = snapshot.sessions(mine).await.unwrap();
    assert_eq!(sessions, [session("a", mine, 9), session("b", mine, 3)]);
    let found = snapshot.session("d").await.unwrap();
    assert_eq!(found, Some(session("d", other, 2)));
    drop(snapshot);

    let mut writer = store.writer().await.unwrap();
    writer.end_sessions(mine, Some("b")).await.unwrap();
    writer.end_sessions(other, None).await.unwrap();
    writer.commit().await.unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    assert_eq!(snapshot.sessions(mine).await.unwrap().len(), 1);
    assert_eq!(snapshot.session("d").await.unwrap(), None);
}

pub(crate) async fn a_token_is_used_once(store: Arc<dyn Store>) {
    let token = OneTimeToken {
        digest: "digest".to_owned(),
        purpose: Purpose::Invitation,
        account: None,
        person: Some(person(1)),
        body: "a@example.org".to_owned(),
        expires_at: at(50),
        used_at: None,
    };
    let mut writer = store.writer().await.unwrap();
    writer.put_one_time_token(&token).await.unwrap();
    writer.commit().await.unwrap();
    let mut writer = store.writer().await.unwrap();
    assert!(!writer.use_one_time_token("other", at(8)).await.unwrap());
    assert!(writer.use_one_time_token("digest", at(8)).await.unwrap());
    assert!(!writer.use_one_time_token("digest", at(9)).await.unwrap());
    writer.commit().await.unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    let used = snapshot.one_time_token("digest").await.unwrap().unwrap();
    assert_eq!(
        used,
        OneTimeToken {
            used_at: Some(at(8)),
            ..token
        }
    );
}

pub(crate) async fn attempts_are_counted_and_what_is_old_is_forgotten(store: Arc<dyn Store>) {
    let attempts = |subject: &str, failures, second| Attempts {
        subject: subject.to_owned(),
        failures,
        last_at: at(second),
    };
    let mut writer = store.writer().await.unwrap();
    for one in [
        attempts("a", 1, 10),
        attempts("a", 2, 30),
        attempts("b", 7, 10),
    ] {
        writer.put_attempts(&one).await.unwrap();
    }
    let mut old = session("old", account(1).id, 1);
    old.expires_at = at(19);
    writer.put_session(&old).await.unwrap();
    writer.forget_before(at(20)).await.unwrap();
    writer.commit().await.unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    let found = snapshot.attempts("a").await.unwrap();
    assert_eq!(found, Some(attempts("a", 2, 30)));
    assert_eq!(snapshot.attempts("b").await.unwrap(), None);
    assert_eq!(snapshot.session("old").await.unwrap(), None);
    drop(snapshot);
    let mut writer = store.writer().await.unwrap();
    writer.forget_attempts("a").await.unwrap();
    writer.commit().await.unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    assert_eq!(snapshot.attempts("a").await.unwrap(), None);
}
