use standing_app::account::AccountError;
use standing_app::account::email_change::TakenBack;
use standing_app::ports::outbox::NewLetter;

use crate::world::{EMAIL, PASSWORD, World, signed_in, source, token_in};

const NEW: &str = "new@example.org";
const DAY: i64 = 24 * 3_600;

/// The letters to the new address and to the old one.
async fn asked_for(world: &World, session: &str, to: &str) -> (Option<NewLetter>, NewLetter) {
    let me = world.visitor(session).await;
    world
        .app
        .begin_email_change(&me, to, source(1))
        .await
        .unwrap();
    let letters = world.letters().await;
    let of = |template: &str| {
        let mut letters = letters.iter();
        letters.find(|letter| letter.template == template).cloned()
    };
    (of("email_change"), of("email_change_notice").unwrap())
}

#[tokio::test]
async fn the_address_changes_once_the_new_one_is_reached_and_not_before() {
    let (world, session) = World::with_officer().await;
    let (asked, told) = asked_for(&world, &session, " New@Example.org").await;
    let asked = asked.unwrap();
    assert_eq!((&*asked.address, &*told.address), (NEW, EMAIL));
    assert!(asked.is_secret && told.is_secret && told.text.contains(NEW));
    assert!(world.sign_in(NEW, PASSWORD).await.is_err());
    world.sign_in(EMAIL, PASSWORD).await.unwrap();

    let token = token_in(&asked.text);
    assert_eq!(world.app.email_change(&token).await.unwrap().to, NEW);
    world.app.confirm_email_change(&token).await.unwrap();
    world.sign_in(NEW, PASSWORD).await.unwrap();
    assert!(world.sign_in(EMAIL, PASSWORD).await.is_err());
    let error = world.app.confirm_email_change(&token).await.unwrap_err();
    assert!(matches!(error, AccountError::LinkUsed), "{error}");
}

#[tokio::test]
async fn whether_the_new_address_is_taken_only_its_holder_could_learn() {
    let (world, session) = World::with_officer().await;
    world.register("Bea Other").await;
    let link = world.app.invite("Bea Other", NEW).await.unwrap().link;
    world.begin(&token_in(&link), "", NEW).await.unwrap();
    let (asked, told) = asked_for(&world, &session, NEW).await;
    assert!(asked.is_none());
    assert_eq!(told.address, EMAIL);
}

#[tokio::test]
async fn an_old_sign_in_is_not_enough_to_move_an_account() {
    let (world, session) = World::with_officer().await;
    world.pass(16 * 60);
    let me = world.visitor(&session).await;
    let change = world.app.begin_email_change(&me, NEW, source(1)).await;
    let error = change.unwrap_err();
    assert!(matches!(error, AccountError::SignInAgain), "{error}");
}

#[tokio::test]
async fn the_owner_of_the_old_address_takes_the_account_back_for_a_week() {
    let (world, session) = World::with_officer().await;
    let (asked, told) = asked_for(&world, &session, NEW).await;
    let asked = token_in(&asked.unwrap().text);
    world.app.confirm_email_change(&asked).await.unwrap();
    // The thief moves on, and gets a link of the same kind: it must not undo the undoing.
    let session = signed_in(world.sign_in(NEW, PASSWORD).await.unwrap());
    let me = world.visitor(&session).await;
    let further = world
        .app
        .begin_email_change(&me, "further@example.org", source(1));
    further.await.unwrap();
    let letters = world.letters().await;
    let theirs = letters
        .iter()
        .find(|letter| letter.template == "email_change_notice" && letter.address == NEW);
    let theirs = token_in(&theirs.unwrap().text);

    world.pass(7 * DAY - 1);
    let undo = token_in(&told.text);
    world.app.check_email_undo(&undo).await.unwrap();
    let taken_back = world.app.undo_email_change(&undo).await.unwrap();
    assert_eq!(taken_back, TakenBack::Restored);
    for token in [&theirs, &undo] {
        let error = world.app.undo_email_change(token).await.unwrap_err();
        assert!(matches!(error, AccountError::LinkUsed), "{error}");
    }
    // Nobody is signed in, and what a thief may know opens nothing.
    assert!(world.app.visitor(&session).await.unwrap().is_none());
    for email in [EMAIL, NEW] {
        assert!(world.sign_in(email, PASSWORD).await.is_err(), "{email}");
    }
    let link = world.app.send_sign_in_link(EMAIL, source(2)).await;
    link.unwrap();
    let letters = world.letters().await;
    let link = letters
        .iter()
        .find(|letter| letter.template == "sign_in_link");
    let link = token_in(&link.unwrap().text);
    let entry = world.app.follow_sign_in_link(&link, "x").await.unwrap();
    assert_eq!(world.visitor(&signed_in(entry)).await.email, EMAIL);
}

#[tokio::test]
async fn after_a_week_or_when_the_address_went_to_somebody_else_it_does_not_come_back() {
    let (world, session) = World::with_officer().await;
    let (asked, told) = asked_for(&world, &session, NEW).await;
    let asked = token_in(&asked.unwrap().text);
    world.app.confirm_email_change(&asked).await.unwrap();
    world.register("Bea Other").await;
    let link = world.app.invite("Bea Other", EMAIL).await.unwrap().link;
    world.begin(&token_in(&link), "", EMAIL).await.unwrap();
    let undo = token_in(&told.text);
    let taken_back = world.app.undo_email_change(&undo).await.unwrap();
    assert_eq!(taken_back, TakenBack::Locked);
    assert!(world.app.visitor(&session).await.unwrap().is_none());

    let (world, session) = World::with_officer().await;
    let (_, told) = asked_for(&world, &session, NEW).await;
    world.pass(7 * DAY);
    let undo = token_in(&told.text);
    let error = world.app.undo_email_change(&undo).await.unwrap_err();
    assert!(matches!(error, AccountError::LinkExpired), "{error}");
}
