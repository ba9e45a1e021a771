//! Tokens of programs and keys of what they sent, on both engines.

use std::sync::Arc;

use standing_app::ports::Store;
use standing_app::ports::api::{ApiToken, KeyedRequest, Scope};
use standing_base::{IdKind, Instant};

use crate::sample::{id, person, plain};

fn at(second: i64) -> Instant {
    Instant::from_microseconds(second * 1_000_000)
}

fn token(digest: &str, account: u32, created: i64) -> ApiToken {
    ApiToken {
        digest: digest.to_owned(),
        account: id(IdKind::Account, account),
        name: "Łucja's \"script\"".to_owned(),
        scope: Scope::Act,
        created_at: at(created),
        expires_at: at(1_000),
        last_used_on: None,
    }
}

fn request(key: &str, created: i64) -> KeyedRequest {
    KeyedRequest {
        person: person(1),
        key: key.to_owned(),
        request: "d".repeat(64),
        answer: "{\"facts\":[1]}".to_owned(),
        created_at: at(created),
    }
}

pub(crate) async fn a_token_is_found_listed_used_and_revoked_by_its_own_account(
    store: Arc<dyn Store>,
) {
    let mut first = token("a", 1, 1);
    let mut writer = store.writer().await.unwrap();
    for one in [&first, &token("b", 1, 2), &token("c", 2, 3)] {
        writer.put_api_token(one).await.unwrap();
    }
    first.last_used_on = Some("2019-11-06".parse().unwrap());
    writer.put_api_token(&first).await.unwrap();
    let others = writer.revoke_api_token(first.account, "c").await;
    assert!(!others.unwrap(), "somebody else's");
    writer.commit().await.unwrap();

    let mut snapshot = store.snapshot().await.unwrap();
    assert_eq!(snapshot.api_token("a").await.unwrap().unwrap(), first);
    assert_eq!(snapshot.api_token("d").await.unwrap(), None);
    let of_first = snapshot.api_tokens(first.account).await.unwrap();
    assert_eq!(of_first, [token("b", 1, 2), first.clone()]);
    drop(snapshot);

    let mut writer = store.writer().await.unwrap();
    let own = writer.revoke_api_token(first.account, "a").await;
    assert!(own.unwrap());
    assert_eq!(writer.api_token("a").await.unwrap(), None);
}

pub(crate) async fn a_key_and_a_fact_are_written_together_or_not_at_all(store: Arc<dyn Store>) {
    for is_committed in [false, true] {
        let mut writer = store.writer().await.unwrap();
        writer
            .append(vec![plain(person(1), 1, "admitted")])
            .await
            .unwrap();
        let kept = request("k", 5);
        writer.put_keyed_request(&kept).await.unwrap();
        let read = writer.keyed_request(person(1), "k").await.unwrap();
        assert_eq!(read, Some(kept.clone()));
        if is_committed {
            writer.commit().await.unwrap();
        } else {
            drop(writer);
        }
        let mut snapshot = store.snapshot().await.unwrap();
        let read = snapshot.keyed_request(person(1), "k").await.unwrap();
        assert_eq!(read, is_committed.then_some(kept));
        assert_eq!(snapshot.keyed_request(person(2), "k").await.unwrap(), None);
        assert_eq!(
            snapshot.head().await.unwrap().facts,
            u64::from(is_committed)
        );
    }
    let mut writer = store.writer().await.unwrap();
    writer
        .put_keyed_request(&request("later", 9))
        .await
        .unwrap();
    writer.forget_keyed_requests(at(9)).await.unwrap();
    let old = writer.keyed_request(person(1), "k").await.unwrap();
    assert_eq!(old, None);
    let later = writer.keyed_request(person(1), "later").await.unwrap();
    assert_eq!(later, Some(request("later", 9)));
}
