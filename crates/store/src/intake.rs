//! What came in by the confidential intake.

use async_trait::async_trait;
use standing_app::ports::intake::{
    Intake, IntakeHold, IntakeMessage, IntakeReads, IntakeState, IntakeWrites,
};
use standing_app::ports::{LIST_MAX, StoreError};
use standing_base::{Date, Id};

use crate::row;
use crate::snapshot::OpenSnapshot;
use crate::writer::OpenWriter;

/// The columns of `intake`, in the order of [`IntakeRow`].
macro_rules! intake_columns {
    () => {
        "intake, code, received_on, state, awaits_answer, case_reference, reason, closed_on"
    };
}

type IntakeRow = (
    String,
    String,
    String,
    String,
    bool,
    Option<String>,
    Option<Vec<u8>>,
    Option<String>,
);

type HoldRow = (String, String, Option<String>, Vec<u8>);

type MessageRow = (String, i64, Option<String>, String, Vec<u8>);

fn damaged(column: &str) -> StoreError {
    StoreError::Damaged {
        what: format!("column `{column}` of an intake cannot be read"),
    }
}

fn day(column: &str, text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|_| damaged(column))
}

fn intake(row: IntakeRow) -> Result<Intake, StoreError> {
    Ok(Intake {
        id: row::id(&row.0)?,
        code: row.1,
        received_on: day("received_on", &row.2)?,
        state: IntakeState::find(&row.3).ok_or_else(|| damaged("state"))?,
        awaits_answer: row.4,
        case_reference: row.5,
        reason: row.6,
        closed_on: row.7.map(|text| day("closed_on", &text)).transpose()?,
    })
}

fn message(row: MessageRow) -> Result<IntakeMessage, StoreError> {
    Ok(IntakeMessage {
        intake: row::id(&row.0)?,
        number: u32::try_from(row.1).map_err(|_| damaged("number"))?,
        written_by: row.2.as_deref().map(row::id).transpose()?,
        written_on: day("written_on", &row.3)?,
        body: row.4,
    })
}

/// A snapshot and a writer read alike.
macro_rules! reads {
    ($open:ty) => {
        #[async_trait]
        impl IntakeReads for $open {
            async fn intake(&mut self, id: Id) -> Result<Option<Intake>, StoreError> {
                const SQL: &str = concat!(
                    "SELECT ",
                    intake_columns!(),
                    " FROM intake WHERE intake = $1"
                );
                let rows: Vec<IntakeRow> = rows!(self, SQL, id.to_string())?;
                rows.into_iter().next().map(intake).transpose()
            }

            async fn intake_of_code(&mut self, digest: &str) -> Result<Option<Intake>, StoreError> {
                const SQL: &str =
                    concat!("SELECT ", intake_columns!(), " FROM intake WHERE code = $1");
                let rows: Vec<IntakeRow> = rows!(self, SQL, digest)?;
                rows.into_iter().next().map(intake).transpose()
            }

            async fn intakes(
                &mut self,
                state: IntakeState,
                before: Option<Id>,
                limit: u32,
            ) -> Result<Vec<Intake>, StoreError> {
                const SQL: &str = concat!(
                    "SELECT ",
                    intake_columns!(),
                    " FROM intake WHERE (state = $1 OR (awaits_answer AND $1 = 'open')) AND intake < $2 \
                     ORDER BY intake DESC LIMIT $3"
                );
                // Every id comes before a letter behind the last.
                let before = before.map_or_else(|| "~".to_owned(), |id| id.to_string());
                let limit = i64::from(limit.min(LIST_MAX));
                let rows: Vec<IntakeRow> = rows!(self, SQL, state.word(), &before, limit)?;
                rows.into_iter().map(intake).collect()
            }

            async fn intakes_open(&mut self) -> Result<(u64, u64), StoreError> {
                const SQL: &str = "SELECT count(CASE WHEN state = $1 THEN 1 END), \
                     count(CASE WHEN awaits_answer THEN 1 END) FROM intake";
                let rows: Vec<(i64, i64)> = rows!(self, SQL, IntakeState::Open.word())?;
                let (all, waiting) = rows.first().copied().unwrap_or_default();
                Ok((row::number(all)?, row::number(waiting)?))
            }

            async fn intake_messages(
                &mut self,
                intake: Id,
            ) -> Result<Vec<IntakeMessage>, StoreError> {
                const SQL: &str = "SELECT intake, number, written_by, written_on, body \
                     FROM intake_message WHERE intake = $1 ORDER BY number";
                let rows: Vec<MessageRow> = rows!(self, SQL, intake.to_string())?;
                rows.into_iter().map(message).collect()
            }

            async fn intake_hold(&mut self, intake: Id) -> Result<Option<IntakeHold>, StoreError> {
                const SQL: &str =
                    "SELECT held_on, until, held_by, reasons FROM intake_hold WHERE intake = $1";
                let rows: Vec<HoldRow> = rows!(self, SQL, intake.to_string())?;
                let held = rows.into_iter().next().map(|row| {
                    Ok(IntakeHold {
                        intake,
                        held_on: day("held_on", &row.0)?,
                        until: day("until", &row.1)?,
                        held_by: row.2.as_deref().map(row::id).transpose()?,
                        reasons: row.3,
                    })
                });
                held.transpose()
            }
        }
    };
}

reads!(OpenSnapshot);
reads!(OpenWriter);

#[async_trait]
impl IntakeWrites for OpenWriter {
    async fn put_intake(&mut self, intake: &Intake) -> Result<(), StoreError> {
        const SQL: &str = concat!(
            "INSERT INTO intake (",
            intake_columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (intake) DO UPDATE SET \
             state = excluded.state, awaits_answer = excluded.awaits_answer, \
             case_reference = excluded.case_reference, reason = excluded.reason, \
             closed_on = excluded.closed_on"
        );
        self.begin_step()?;
        change!(
            self,
            SQL,
            intake.id.to_string(),
            &intake.code,
            intake.received_on.to_string(),
            intake.state.word(),
            intake.awaits_answer,
            &intake.case_reference,
            &intake.reason,
            intake.closed_on.map(|day| day.to_string()),
        )?;
        self.end_step();
        Ok(())
    }

    async fn put_intake_message(&mut self, message: &IntakeMessage) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO intake_message (intake, number, written_by, written_on, body) \
             VALUES ($1, $2, $3, $4, $5)";
        self.begin_step()?;
        change!(
            self,
            SQL,
            message.intake.to_string(),
            i64::from(message.number),
            message.written_by.map(|id| id.to_string()),
            message.written_on.to_string(),
            &message.body,
        )?;
        self.end_step();
        Ok(())
    }

    async fn put_intake_hold(&mut self, hold: &IntakeHold) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO intake_hold (intake, held_on, until, held_by, reasons) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (intake) DO UPDATE SET \
             held_on = excluded.held_on, until = excluded.until, held_by = excluded.held_by, \
             reasons = excluded.reasons";
        self.begin_step()?;
        change!(
            self,
            SQL,
            hold.intake.to_string(),
            hold.held_on.to_string(),
            hold.until.to_string(),
            hold.held_by.map(|id| id.to_string()),
            &hold.reasons,
        )?;
        self.end_step();
        Ok(())
    }

    async fn empty_intake(&mut self, intake: Id) -> Result<(), StoreError> {
        const STEPS: [&str; 5] = [
            "DELETE FROM intake_message WHERE intake = $1",
            "DELETE FROM intake_hold WHERE intake = $1",
            "DELETE FROM sealed_chunk WHERE file IN (SELECT file FROM sealed_file WHERE owner = $1)",
            "DELETE FROM sealed_file WHERE owner = $1",
            "UPDATE intake SET reason = NULL WHERE intake = $1",
        ];
        self.begin_step()?;
        for sql in STEPS {
            change!(self, sql, intake.to_string())?;
        }
        self.end_step();
        Ok(())
    }
}
