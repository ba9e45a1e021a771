//! The second step: codes of an app, and recovery codes.

use standing_app::account::totp::code_at;
use standing_app::account::{AccountError, Entry, Visitor};

use crate::world::{EMAIL, PASSWORD, World, source};

async fn with_totp() -> (World, Visitor, String) {
    let (world, token) = World::with_officer().await;
    let me = world.visitor(&token).await;
    let enrolment = world.app.begin_totp(&me).await.unwrap();
    let wrong = world.app.finish_totp(&me, &enrolment.step, "000000").await;
    assert!(matches!(
        wrong.unwrap_err(),
        AccountError::Field { field: "code", .. }
    ));
    assert!(!world.app.methods(&me).await.unwrap().has_totp);
    let code = code_at(&enrolment.secret, world.now()).unwrap();
    world
        .app
        .finish_totp(&me, &enrolment.step, &code)
        .await
        .unwrap();
    assert!(world.app.methods(&me).await.unwrap().has_totp);
    (world, me, enrolment.secret)
}

async fn first_step(world: &World) -> String {
    match world.sign_in(EMAIL, PASSWORD).await.unwrap() {
        Entry::SecondStep(token) => token.text().to_owned(),
        Entry::SignedIn(_) => panic!("the password alone was enough"),
    }
}

#[tokio::test]
async fn a_code_is_asked_for_after_the_password_and_none_is_taken_twice() {
    let (world, me, secret) = with_totp().await;
    let step = first_step(&world).await;
    let second = async |step: &str, code: &str| {
        world
            .app
            .second_step(step, code, source(1), "a browser")
            .await
    };
    // The code that finished the enrolment was used.
    let used = code_at(&secret, world.now()).unwrap();
    let error = second(&step, &used).await.unwrap_err();
    assert!(matches!(error, AccountError::CodeUsed), "{error}");
    let error = second(&step, "000000").await.unwrap_err();
    assert!(matches!(error, AccountError::WrongCode), "{error}");
    world.pass(30);
    let code = code_at(&secret, world.now()).unwrap();
    let token = second(&step, &code).await.unwrap();
    assert_eq!(world.visitor(token.text()).await.account, me.account);
    // Neither the step nor the code is good again.
    let error = second(&step, &code).await.unwrap_err();
    assert!(matches!(error, AccountError::LinkUsed), "{error}");
    let step = first_step(&world).await;
    let error = second(&step, &code).await.unwrap_err();
    assert!(matches!(error, AccountError::CodeUsed), "{error}");
    // A step waits for its code for a while only.
    world.pass(15 * 60);
    let code = code_at(&secret, world.now()).unwrap();
    let error = second(&step, &code).await.unwrap_err();
    assert!(matches!(error, AccountError::LinkExpired), "{error}");
}

#[tokio::test]
async fn a_recovery_code_stands_in_for_the_app_once() {
    let (world, me, _) = with_totp().await;
    let old = world.app.new_recovery_codes(&me).await.unwrap();
    let codes = world.app.new_recovery_codes(&me).await.unwrap();
    assert_eq!(codes.len(), 10);
    let second = async |code: &str| {
        let step = first_step(&world).await;
        world
            .app
            .second_step(&step, code, source(1), "a browser")
            .await
    };
    let error = second(&old[0]).await.unwrap_err();
    assert!(matches!(error, AccountError::WrongCode), "{error}");
    second(&codes[3].to_uppercase()).await.unwrap();
    let error = second(&codes[3]).await.unwrap_err();
    assert!(matches!(error, AccountError::CodeUsed), "{error}");
    let methods = world.app.methods(&me).await.unwrap();
    assert_eq!(methods.recovery_codes_left, 9);
}

#[tokio::test]
async fn guessing_codes_is_slowed_down() {
    let (world, ..) = with_totp().await;
    let step = first_step(&world).await;
    let mut last = None;
    for number in 0..6 {
        let code = format!("{number:06}");
        last = world
            .app
            .second_step(&step, &code, source(1), "x")
            .await
            .err();
    }
    assert!(
        matches!(last, Some(AccountError::TooSoon { .. })),
        "{last:?}"
    );
}
