//! One contract for the record, held on SQLite and on a real PostgreSQL.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the functions of a contract are tests, though they are not marked as such"
)]

mod accesses;
mod accounts;
mod api;
mod concurrency;
mod failures;
mod intake;
mod outbox;
mod projections;
mod reading;
mod sample;
mod schema;
mod searching;
mod transfer;
mod vault;
mod writing;

/// Makes of each function of the contract one test on each engine.
macro_rules! on_both_engines {
    ($($subject:ident :: $name:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                crate::$subject::$name(standing_store::testing::sqlite().await).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                crate::$subject::$name(standing_store::testing::postgres().await).await;
            })+
        }
    };
}

on_both_engines! {
    accesses::an_access_is_kept_once_a_day_and_listed_the_newest_first,
    accesses::every_reading_is_kept_and_listed_the_newest_first,
    writing::private_values_are_erased_with_what_is_written_or_not_at_all,
    outbox::letters_that_were_sent_are_forgotten_by_what_caused_them,
    accounts::an_account_is_found_and_changes_and_its_person_and_address_are_its_own,
    accounts::an_account_and_a_fact_are_written_together_or_not_at_all,
    accounts::credentials_are_found_by_kind_and_removed_one_by_one_or_by_kind,
    accounts::sessions_are_seen_again_listed_and_ended,
    accounts::a_token_is_used_once,
    accounts::attempts_are_counted_and_what_is_old_is_forgotten,
    api::a_token_is_found_listed_used_and_revoked_by_its_own_account,
    api::a_key_and_a_fact_are_written_together_or_not_at_all,
    writing::facts_come_back_as_they_were_written,
    writing::what_is_not_committed_leaves_nothing,
    writing::a_taken_revision_is_a_conflict_and_names_the_stream,
    writing::a_transaction_with_a_failed_step_cannot_be_committed,
    writing::a_null_character_is_refused,
    concurrency::writers_queue_and_numbers_have_no_gaps,
    concurrency::of_two_writers_of_one_revision_one_conflicts,
    concurrency::a_snapshot_is_of_one_moment,
    reading::facts_are_read_by_number_by_place_and_by_subject,
    reading::private_values_are_read_by_fact_and_by_place,
    reading::identifiers_are_found_in_one_scheme_and_in_any,
    reading::names_are_found_by_their_beginning_in_the_order_of_bytes,
    reading::lists_have_limits_and_go_on_where_they_stopped,
    reading::histories_are_packed_facts_of_a_kind_of_subject,
    reading::an_empty_record_answers_everything,
    outbox::a_letter_is_written_with_the_fact_that_causes_it_or_not_at_all,
    outbox::a_letter_that_is_put_in_once_is_there_once,
    outbox::the_letter_due_longest_comes_first_and_one_claim_wins,
    outbox::an_attempt_that_ended_moves_the_letter_and_is_kept,
    outbox::letters_are_listed_and_counted_by_state,
    searching::a_name_is_found_by_the_beginnings_of_its_words,
    searching::numbers_are_found_by_their_beginning,
    projections::a_rebuild_gives_the_rows_that_were_there,
    projections::a_rebuild_tells_and_mends_rows_that_were_wrong,
    vault::a_sealed_file_is_written_whole_or_not_at_all,
    vault::a_key_is_erased_once_and_its_row_says_when,
    vault::an_identity_has_its_number_once_and_is_read_in_order,
    vault::a_note_is_its_authors_and_goes_with_the_key,
    intake::an_intake_is_found_by_its_code_and_listed_by_its_state,
    intake::messages_come_back_in_order_and_a_number_is_taken_once,
    intake::an_intake_is_emptied_of_what_was_written_and_sent,
    transfer::an_import_that_fails_leaves_nothing,
    transfer::an_import_goes_into_an_empty_record_only,
}
