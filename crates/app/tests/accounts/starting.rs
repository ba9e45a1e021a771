use standing_app::account::AccountError;
use standing_base::IdKind;

use crate::world::{EMAIL, World, signed_in, token_in};

#[tokio::test]
async fn the_first_officer_is_put_on_the_record_and_signed_in_by_a_link_that_works_once() {
    let world = World::new().await;
    let link = world.app.first_officer_link().await.unwrap().unwrap();
    assert!(link.starts_with("https://standing.example.org/start/"));
    let spare = world.app.first_officer_link().await.unwrap().unwrap();
    let before = world.app.head().await.unwrap().facts;
    let token = token_in(&link);
    assert_eq!(world.app.beginning(&token).await.unwrap().person, None);

    let entry = world.begin(&token, " Ada Lovelace ", "Officer@Example.org");
    let visitor = world.visitor(&signed_in(entry.await.unwrap())).await;
    assert_eq!(visitor.name.as_deref(), Some("Ada Lovelace"));
    assert_eq!(visitor.email, EMAIL);
    assert_eq!(visitor.person.kind(), IdKind::Person);
    assert_eq!(world.app.head().await.unwrap().facts, before + 1);

    for (token, expected) in [
        (token, "used"),
        (token_in(&spare), "used"),
        ("x".into(), "not known"),
    ] {
        let error = world.begin(&token, "Eve", "eve@example.org").await;
        let says = error.unwrap_err().to_string();
        assert!(says.contains(expected), "{says}");
    }
    assert_eq!(world.app.first_officer_link().await.unwrap(), None);
    assert_eq!(world.app.head().await.unwrap().facts, before + 1);
}

#[tokio::test]
async fn an_invitation_is_for_one_person_on_the_record_who_has_no_account() {
    let (world, _) = World::with_officer().await;
    let error = world.app.invite("Nobody Here", "n@example.org").await;
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("nobody on the record")
    );
    let error = world.app.invite("Ada Lovelace", "ada@example.org").await;
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("has an account already")
    );
}

#[tokio::test]
async fn a_link_expires() {
    let world = World::new().await;
    let link = world.app.first_officer_link().await.unwrap().unwrap();
    world.pass(24 * 3_600);
    let error = world.app.beginning(&token_in(&link)).await.unwrap_err();
    assert!(matches!(error, AccountError::LinkExpired));
}

#[tokio::test]
async fn a_beginning_that_is_refused_leaves_the_link_good_and_writes_nothing() {
    let world = World::new().await;
    let link = world.app.first_officer_link().await.unwrap().unwrap();
    let token = token_in(&link);
    let before = world.app.head().await.unwrap().facts;
    for (who, email) in [
        ("", EMAIL),
        ("Ada\nLovelace", EMAIL),
        ("4711", EMAIL),
        ("Ada", "ada"),
    ] {
        assert!(
            world.begin(&token, who, email).await.is_err(),
            "{who} {email}"
        );
    }
    assert_eq!(world.app.head().await.unwrap().facts, before);
    world.begin(&token, "Ada", EMAIL).await.unwrap();
}
