//! Letters and the attempts at them. Two workers may find the same letter due: what each changes
//! names the state that it found, and whoever comes second changes nothing.

use async_trait::async_trait;
use standing_app::ports::outbox::{
    Attempt, Claim, Letter, LetterState, NewLetter, OutboxReads, OutboxWrites, Outcome, Settlement,
};
use standing_app::ports::{LIST_MAX, StoreError};
use standing_base::{Id, IdKind, Instant};

use crate::row;
use crate::snapshot::OpenSnapshot;
use crate::writer::OpenWriter;

/// The columns of `letter`, in the order of [`LetterRow`].
macro_rules! letter_columns {
    () => {
        "id, template, language, recipient, address, subject, text, is_secret, caused_by, \
         created_at, expires_at, state, attempts, next_attempt_at, sent_at"
    };
}

type LetterRow = (
    String,
    String,
    String,
    Option<String>,
    String,
    String,
    String,
    bool,
    Option<i64>,
    i64,
    Option<i64>,
    String,
    i64,
    Option<i64>,
    Option<i64>,
);

fn letter(row: LetterRow) -> Result<Letter, StoreError> {
    let id = row::id(&row.0)?;
    let damaged = |column: &str| StoreError::Damaged {
        what: format!("column `{column}` of letter {id} cannot be read"),
    };
    Ok(Letter {
        what: NewLetter {
            id,
            template: row.1,
            language: row.2,
            recipient: row.3.as_deref().map(row::id).transpose()?,
            address: row.4,
            subject: row.5,
            text: row.6,
            is_secret: row.7,
            caused_by: row.8.map(row::number).transpose()?,
            created_at: Instant::from_microseconds(row.9),
            expires_at: row.10.map(Instant::from_microseconds),
        },
        state: LetterState::find(&row.11).ok_or_else(|| damaged("state"))?,
        attempts: u32::try_from(row.12).map_err(|_| damaged("attempts"))?,
        next_attempt_at: row.13.map(Instant::from_microseconds),
        sent_at: row.14.map(Instant::from_microseconds),
    })
}

impl OpenWriter {
    /// PostgreSQL's text cannot hold the character; neither engine shall hold what the other cannot.
    fn refuse_null_characters(&self, letter: &NewLetter) -> Result<(), StoreError> {
        let texts = [&letter.address, &letter.subject, &letter.text];
        if texts.iter().any(|text| text.contains('\0')) {
            return Err(StoreError::Failed {
                place: self.place.clone(),
                source: format!("letter {} holds a null character", letter.id).into(),
            });
        }
        Ok(())
    }

    /// Puts a letter into the outbox, by a statement; how many rows that made.
    async fn put(&mut self, sql: &'static str, letter: &NewLetter) -> Result<u64, StoreError> {
        self.begin_step()?;
        self.refuse_null_characters(letter)?;
        let put = change!(
            self,
            sql,
            letter.id.to_string(),
            &letter.template,
            &letter.language,
            letter.recipient.map(|recipient| recipient.to_string()),
            &letter.address,
            &letter.subject,
            &letter.text,
            letter.is_secret,
            letter.caused_by.map(row::stored),
            letter.created_at.microseconds(),
            letter.expires_at.map(Instant::microseconds),
            LetterState::Queued.word(),
        )?;
        self.end_step();
        Ok(put)
    }
}

#[async_trait]
impl OutboxWrites for OpenWriter {
    async fn enqueue(&mut self, letter: &NewLetter) -> Result<(), StoreError> {
        const SQL: &str = concat!(
            "INSERT INTO letter (",
            letter_columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $10, NULL)"
        );
        self.put(SQL, letter).await.map(drop)
    }

    async fn enqueue_once(&mut self, letter: &NewLetter) -> Result<bool, StoreError> {
        const SQL: &str = concat!(
            "INSERT INTO letter (",
            letter_columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $10, NULL) \
             ON CONFLICT (id) DO NOTHING"
        );
        Ok(self.put(SQL, letter).await? == 1)
    }

    async fn claim(&mut self, claim: Claim) -> Result<bool, StoreError> {
        const SQL: &str = "UPDATE letter \
             SET state = $1, attempts = attempts + 1, next_attempt_at = $2 \
             WHERE id = $3 AND attempts = $4 AND next_attempt_at IS NOT NULL";
        self.begin_step()?;
        let claimed = change!(
            self,
            SQL,
            LetterState::Sending.word(),
            claim.until.microseconds(),
            claim.letter.to_string(),
            i64::from(claim.attempts),
        )?;
        self.end_step();
        Ok(claimed == 1)
    }

    async fn settle(&mut self, settlement: &Settlement) -> Result<bool, StoreError> {
        const MOVE: &str = "UPDATE letter SET state = $1, next_attempt_at = $2, \
                 sent_at = COALESCE($3, sent_at), \
                 text = CASE WHEN $4 THEN '' ELSE text END \
             WHERE id = $5 AND state = $6 AND attempts = $7";
        const KEEP: &str = "INSERT INTO letter_attempt (letter, number, at, outcome, answer) \
             SELECT $1, COALESCE(max(number), 0) + 1, $2, $3, $4 \
             FROM letter_attempt WHERE letter = $1";
        self.begin_step()?;
        let at = settlement.attempt.at.microseconds();
        let moved = change!(
            self,
            MOVE,
            settlement.to.word(),
            settlement.next_attempt_at.map(Instant::microseconds),
            (settlement.to == LetterState::Sent).then_some(at),
            settlement.forgets_text,
            settlement.letter.to_string(),
            settlement.from.word(),
            i64::from(settlement.attempts),
        )?;
        if moved == 1 {
            change!(
                self,
                KEEP,
                settlement.letter.to_string(),
                at,
                settlement.attempt.outcome.word(),
                &settlement.attempt.answer,
            )?;
        }
        self.end_step();
        Ok(moved == 1)
    }

    async fn forget_letters(&mut self, caused_by: u64) -> Result<u64, StoreError> {
        const SQL: &str = "UPDATE letter SET text = '' \
             WHERE caused_by = $1 AND next_attempt_at IS NULL AND text <> ''";
        self.begin_step()?;
        let forgotten = change!(self, SQL, row::stored(caused_by))?;
        self.end_step();
        Ok(forgotten)
    }
}

#[async_trait]
impl OutboxReads for OpenSnapshot {
    async fn letter(&mut self, id: Id) -> Result<Option<Letter>, StoreError> {
        const SQL: &str = concat!("SELECT ", letter_columns!(), " FROM letter WHERE id = $1");
        let rows: Vec<LetterRow> = rows!(self, SQL, id.to_string())?;
        rows.into_iter().next().map(letter).transpose()
    }

    async fn letters(
        &mut self,
        state: Option<LetterState>,
        before: Option<Id>,
        limit: u32,
    ) -> Result<Vec<Letter>, StoreError> {
        const IN_ANY: &str = concat!(
            "SELECT ",
            letter_columns!(),
            " FROM letter WHERE id < $1 ORDER BY id DESC LIMIT $2"
        );
        const IN_ONE: &str = concat!(
            "SELECT ",
            letter_columns!(),
            " FROM letter WHERE id < $1 AND state = $3 ORDER BY id DESC LIMIT $2"
        );
        let before = before.map_or_else(
            // No id has a byte of this size.
            || format!("{}_\u{7f}", IdKind::Letter.prefix()),
            |id| id.to_string(),
        );
        let limit = i64::from(limit.min(LIST_MAX));
        let rows: Vec<LetterRow> = match state {
            Some(state) => rows!(self, IN_ONE, &before, limit, state.word())?,
            None => rows!(self, IN_ANY, &before, limit)?,
        };
        rows.into_iter().map(letter).collect()
    }

    async fn letters_counted(&mut self) -> Result<Vec<(LetterState, u64)>, StoreError> {
        const SQL: &str = "SELECT state, count(*) FROM letter GROUP BY state ORDER BY state";
        let rows: Vec<(String, i64)> = rows!(self, SQL)?;
        rows.into_iter()
            .map(|(word, count)| {
                let state = LetterState::find(&word).ok_or_else(|| StoreError::Damaged {
                    what: format!("there are letters in the state `{word}`"),
                })?;
                Ok((state, row::number(count)?))
            })
            .collect()
    }

    async fn letter_due(&mut self, now: Instant) -> Result<Option<Letter>, StoreError> {
        const SQL: &str = concat!(
            "SELECT ",
            letter_columns!(),
            " FROM letter WHERE next_attempt_at <= $1 ORDER BY next_attempt_at, id LIMIT 1"
        );
        let rows: Vec<LetterRow> = rows!(self, SQL, now.microseconds())?;
        rows.into_iter().next().map(letter).transpose()
    }

    async fn letter_attempts(&mut self, letter: Id) -> Result<Vec<Attempt>, StoreError> {
        const SQL: &str =
            "SELECT at, outcome, answer FROM letter_attempt WHERE letter = $1 ORDER BY number";
        let rows: Vec<(i64, String, String)> = rows!(self, SQL, letter.to_string())?;
        rows.into_iter()
            .map(|(at, outcome, answer)| {
                Ok(Attempt {
                    at: Instant::from_microseconds(at),
                    outcome: Outcome::find(&outcome).ok_or_else(|| StoreError::Damaged {
                        what: format!("letter {letter} has an attempt with outcome `{outcome}`"),
                    })?,
                    answer,
                })
            })
            .collect()
    }
}
