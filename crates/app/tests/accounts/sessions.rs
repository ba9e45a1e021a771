use standing_app::account::{AccountError, password};

use crate::world::{EMAIL, PASSWORD, World, signed_in, source, token_in};

const HOUR: i64 = 3_600;

#[tokio::test]
async fn a_session_ends_when_it_is_idle_and_when_it_is_old() {
    let (world, token) = World::with_officer().await;
    world.pass(23 * HOUR);
    assert!(world.app.visitor(&token).await.unwrap().is_some());
    world.pass(25 * HOUR);
    assert!(world.app.visitor(&token).await.unwrap().is_none());

    let token = signed_in(world.sign_in(EMAIL, PASSWORD).await.unwrap());
    for _ in 0..60 {
        world.pass(12 * HOUR - 1);
        assert!(world.app.visitor(&token).await.unwrap().is_some());
    }
    world.pass(60);
    assert!(world.app.visitor(&token).await.unwrap().is_none());
    for wrong in ["", "x", &token.to_uppercase()] {
        assert!(world.app.visitor(wrong).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_clock_that_was_set_back_signs_nobody_out() {
    let (world, token) = World::with_officer().await;
    world.pass(-40 * 24 * HOUR);
    assert!(world.app.visitor(&token).await.unwrap().is_some());
    world.pass(23 * HOUR);
    assert!(world.app.visitor(&token).await.unwrap().is_some());
}

/// The clock is a year ahead for a while: what was made meanwhile lasts no longer for it.
#[tokio::test]
async fn a_clock_that_was_a_year_ahead_leaves_nothing_that_lasts_a_year() {
    let (world, _) = World::with_officer().await;
    let year = 365 * 24 * HOUR;
    world.pass(year);
    let token = signed_in(world.sign_in(EMAIL, PASSWORD).await.unwrap());
    let link = world.app.send_sign_in_link(EMAIL, source(1)).await;
    link.unwrap();
    let link = token_in(&world.letters().await[0].text);
    for _ in 0..6 {
        let _ = world.sign_in("n@example.org", "wrong").await;
    }

    world.pass(-year);
    // Signed in still, but not freshly.
    let me = world.visitor(&token).await;
    let error = world.app.new_recovery_codes(&me).await.unwrap_err();
    assert!(matches!(error, AccountError::SignInAgain), "{error}");
    let error = world.app.check_sign_in_link(&link).await.unwrap_err();
    assert!(matches!(error, AccountError::LinkExpired), "{error}");
    let error = world.sign_in("n@example.org", "wrong").await.unwrap_err();
    assert!(matches!(error, AccountError::WrongPassword), "{error}");
    world.pass(25 * HOUR);
    assert!(world.app.visitor(&token).await.unwrap().is_none());
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_and_all_but_this() {
    let (world, first) = World::with_officer().await;
    world.pass(1);
    let second = signed_in(world.sign_in(EMAIL, PASSWORD).await.unwrap());
    world.pass(1);
    let third = signed_in(world.sign_in(EMAIL, PASSWORD).await.unwrap());
    let me = world.visitor(&third).await;
    let lines = world.app.my_sessions(&me).await.unwrap();
    let these: Vec<bool> = lines.iter().map(|line| line.is_this).collect();
    assert_eq!(these, [true, false, false]);
    world
        .app
        .end_session(&me, &lines[1].session.digest)
        .await
        .unwrap();
    assert!(world.app.visitor(&second).await.unwrap().is_none());
    assert!(world.app.visitor(&first).await.unwrap().is_some());
    world.app.end_other_sessions(&me).await.unwrap();
    assert!(world.app.visitor(&first).await.unwrap().is_none());
    assert!(world.app.visitor(&third).await.unwrap().is_some());
}

#[tokio::test]
async fn a_new_password_needs_the_present_one_and_ends_other_sessions() {
    let (world, first) = World::with_officer().await;
    let second = signed_in(world.sign_in(EMAIL, PASSWORD).await.unwrap());
    let me = world.visitor(&second).await;
    let new = "five other words are better";
    let change = async |present: &str| {
        let change = world
            .app
            .begin_password_change(&me, present, source(1))
            .await?;
        let password = world.app.choose_password(new, new, EMAIL)?;
        let hash = password.hash(&password::salt(world.app.entropy()))?;
        world
            .app
            .finish_password_change(&me, change.run(), hash)
            .await
    };
    let error = change("wrong").await.unwrap_err();
    assert!(
        matches!(
            error,
            AccountError::Field {
                field: "present",
                ..
            }
        ),
        "{error}"
    );
    assert!(world.app.visitor(&first).await.unwrap().is_some());
    change(PASSWORD).await.unwrap();
    assert!(world.app.visitor(&first).await.unwrap().is_none());
    assert!(world.app.visitor(&second).await.unwrap().is_some());
    world.sign_in(EMAIL, PASSWORD).await.unwrap_err();
    signed_in(world.sign_in(EMAIL, new).await.unwrap());
}

#[tokio::test]
async fn how_somebody_signs_in_changes_only_just_after_a_sign_in() {
    let (world, token) = World::with_officer().await;
    world.pass(15 * 60);
    let me = world.visitor(&token).await;
    assert!(world.app.methods(&me).await.unwrap().is_stale);
    for error in [
        world.app.begin_totp(&me).await.unwrap_err(),
        world.app.new_recovery_codes(&me).await.unwrap_err(),
        world.app.begin_passkey(&me).await.unwrap_err(),
        world.app.remove_totp(&me).await.unwrap_err(),
    ] {
        assert!(matches!(error, AccountError::SignInAgain), "{error}");
    }
}
