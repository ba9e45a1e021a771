use standing_app::account::AccountError;

use crate::world::{EMAIL, PASSWORD, World, signed_in, source, token_in};

#[tokio::test]
async fn an_unknown_address_is_answered_as_a_wrong_password_is_and_slowed_down_alike() {
    let (world, _) = World::with_officer().await;
    let mut told = Vec::new();
    for email in [EMAIL, "nobody@example.org"] {
        let mut answers = Vec::new();
        for _ in 0..7 {
            let error = world.sign_in(email, "wrong wrong wrong").await.unwrap_err();
            answers.push(error.to_string());
        }
        assert!(answers[4].contains("do not belong together"), "{answers:?}");
        assert!(answers[5].contains("wait 1 second"), "{answers:?}");
        told.push(answers);
    }
    assert_eq!(told[0], told[1]);
}

#[tokio::test]
async fn after_the_wait_the_right_password_lets_in_and_the_failures_are_forgotten() {
    let (world, _) = World::with_officer().await;
    for _ in 0..5 {
        world.sign_in(EMAIL, "wrong").await.unwrap_err();
    }
    // Even the right one must wait, or waiting would tell.
    let error = world.sign_in(EMAIL, PASSWORD).await.unwrap_err();
    assert!(
        matches!(error, AccountError::TooSoon { seconds: 1 }),
        "{error}"
    );
    world.pass(1);
    signed_in(world.sign_in(EMAIL, PASSWORD).await.unwrap());
    for _ in 0..5 {
        let error = world.sign_in(EMAIL, "wrong").await.unwrap_err();
        assert!(matches!(error, AccountError::WrongPassword), "{error}");
    }
}

#[tokio::test]
async fn a_source_that_tries_many_addresses_is_slowed_down_and_others_are_not() {
    let (world, _) = World::with_officer().await;
    let attempt = async |number: u8, from: u8| {
        let email = format!("nobody{number}@example.org");
        world.app.begin_sign_in(&email, "wrong", source(from)).await
    };
    for number in 0..20 {
        assert!(attempt(number, 7).await.is_ok(), "{number}");
    }
    let error = attempt(20, 7).await.unwrap_err();
    assert!(matches!(error, AccountError::TooSoon { .. }), "{error}");
    assert!(attempt(20, 8).await.is_ok());
}

#[tokio::test]
async fn a_link_is_sent_to_an_address_that_somebody_has_and_the_answer_does_not_tell() {
    let (world, _) = World::with_officer().await;
    let send = async |email: &str| world.app.send_sign_in_link(email, source(1)).await;
    send("nobody@example.org").await.unwrap();
    assert!(world.letters().await.is_empty());
    send(" Officer@example.org").await.unwrap();
    let letter = world.letters().await.remove(0);
    assert_eq!(letter.address, EMAIL);
    assert!(letter.is_secret);
    assert!(
        letter
            .text
            .contains("https://standing.example.org/sign-in/link/")
    );

    // Looking at it does not use it up; following it does.
    let token = token_in(&letter.text);
    world.app.check_sign_in_link(&token).await.unwrap();
    world.app.check_sign_in_link(&token).await.unwrap();
    signed_in(world.app.follow_sign_in_link(&token, "x").await.unwrap());
    let error = world
        .app
        .follow_sign_in_link(&token, "x")
        .await
        .unwrap_err();
    assert!(matches!(error, AccountError::LinkUsed), "{error}");

    send(EMAIL).await.unwrap();
    send(EMAIL).await.unwrap();
    let error = send(EMAIL).await.unwrap_err();
    assert!(matches!(error, AccountError::TooSoon { .. }), "{error}");
}
