use standing_app::account::AccountError;
use standing_app::account::methods::PasswordState;
use standing_app::account::totp::code_at;
use standing_base::IdKind;

use crate::world::{EMAIL, PASSWORD, World, signed_in, source, token_in};

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
async fn who_is_invited_begins_an_account_of_their_own() {
    let (world, officer) = World::with_officer().await;
    let grace = world.register("Grace Hopper").await;
    let invited = world.app.invite("grace hopper", "grace@example.org").await;
    let invited = invited.unwrap();
    assert_eq!(invited.person, "Grace Hopper");
    let token = token_in(&invited.link);
    let beginning = world.app.beginning(&token).await.unwrap();
    assert_eq!(beginning.person.as_deref(), Some("Grace Hopper"));
    assert_eq!(beginning.email, "grace@example.org");
    let taken = world.begin(&token, "", EMAIL).await.unwrap_err();
    assert!(taken.to_string().contains("belongs to another account"));
    // Another address is hers to choose, another name is not.
    let entry = world.begin(&token, "Ada Lovelace", "g@example.org").await;
    let visitor = world.visitor(&signed_in(entry.unwrap())).await;
    assert_eq!(visitor.person, grace);
    assert_ne!(visitor.person, world.visitor(&officer).await.person);
}

#[tokio::test]
async fn the_operator_lets_somebody_back_in_and_shuts_them_out() {
    let (world, session) = World::with_officer().await;
    let me = world.visitor(&session).await;
    let enrolment = world.app.begin_totp(&me).await.unwrap();
    let code = code_at(&enrolment.secret, world.now()).unwrap();
    world
        .app
        .finish_totp(&me, &enrolment.step, &code)
        .await
        .unwrap();

    assert_eq!(
        world.app.disable_account("Ada Lovelace").await.unwrap(),
        "Ada Lovelace"
    );
    assert!(world.app.visitor(&session).await.unwrap().is_none());
    let error = world.sign_in(EMAIL, PASSWORD).await.unwrap_err();
    assert!(matches!(error, AccountError::WrongPassword), "{error}");

    let invited = world.app.recover_account("Ada Lovelace").await.unwrap();
    let token = token_in(&invited.link);
    let entry = world.app.follow_sign_in_link(&token, "a browser").await;
    let me = world.visitor(&signed_in(entry.unwrap())).await;
    // A new password, without the old one; but not for ever.
    let password = world.app.methods(&me).await.unwrap().password;
    assert_eq!(password, PasswordState::MayBeForgotten);
    let change = world.app.begin_password_change(&me, "", source(1)).await;
    let hash = world.hash("other words are enough too");
    let done = world
        .app
        .finish_password_change(&me, change.unwrap().run(), hash);
    done.await.unwrap();
    world.pass(15 * 60);
    let password = world.app.methods(&me).await.unwrap().password;
    assert_eq!(password, PasswordState::Set);
    assert!(world.app.recover_account("Nobody").await.is_err());
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
