//! The one transaction in which facts, private values and projections are written.

use async_trait::async_trait;
use standing_app::ports::{Addition, Projected, Receipt, Row, StoreError, Writer};
use standing_base::{Id, Instant};
use standing_domain::Fact;
use standing_domain::fact::check_codes;

use crate::bulk::{Many, Shape};
use crate::conflict;
use crate::engine::Tx;
use crate::failure::{explain, is_lost, is_taken};
use crate::projection;
use crate::row::{self, FACT_COLUMNS};
use crate::snapshot::{REVISION, last_revision};

/// Changes the row of `head`, so that no other writer can go on, and changes nothing in it.
pub(crate) const TAKE_HEAD: &str = "INSERT INTO head (head, facts) VALUES (1, 0) \
     ON CONFLICT (head) DO UPDATE SET facts = head.facts";

const READ_HEAD: &str = "SELECT facts, last_recorded_at FROM head";

const MOVE_HEAD: &str = "UPDATE head SET facts = $1, last_recorded_at = $2";

static INSERT_FACTS: Many = Many::new(
    concat!("INSERT INTO fact (", fact_columns!(), ") VALUES "),
    Shape::Rows(FACT_COLUMNS),
    "",
);

static INSERT_PRIVATE_VALUES: Many = Many::new(
    "INSERT INTO private_value (fact, field, value) VALUES ",
    Shape::Rows(3),
    "",
);

pub(crate) struct OpenWriter {
    pub(crate) tx: Tx,
    pub(crate) place: String,
    facts: u64,
    last_recorded_at: Option<i64>,
    /// The first stream written, to name when PostgreSQL says only that somebody else was first.
    stream: Option<Id>,
    /// A step failed, so what is written is not whole and must not be committed.
    is_broken: bool,
}

impl OpenWriter {
    pub(crate) async fn begin(mut tx: Tx, place: &str) -> Result<Self, StoreError> {
        let reading = async {
            if matches!(tx, Tx::Sqlite(_)) {
                on!(&mut tx, c => sqlx::query(TAKE_HEAD).execute(c).await.map(|_| ()))?;
            }
            let head: (i64, Option<i64>) =
                on!(&mut tx, c => sqlx::query_as(READ_HEAD).fetch_one(c).await)?;
            Ok(head)
        };
        let (facts, last_recorded_at) = reading.await.map_err(|error| explain(place, error))?;
        Ok(Self {
            tx,
            place: place.to_owned(),
            facts: row::number(facts)?,
            last_recorded_at,
            stream: None,
            is_broken: false,
        })
    }

    pub(crate) fn explain(&self, error: sqlx::Error) -> StoreError {
        match self.stream {
            Some(stream) if is_lost(&error) => StoreError::Conflict(stream),
            _ => explain(&self.place, error),
        }
    }

    async fn append_all(&mut self, additions: Vec<Addition>) -> Result<Receipt, StoreError> {
        let first = self.facts + 1;
        let mut facts = Vec::with_capacity(additions.len());
        let mut private = Vec::new();
        let mut rows = Vec::new();
        for (number, addition) in (first..).zip(additions) {
            // The last wall: whatever was decided above, no words get into a fact.
            check_codes(&addition.fact)?;
            let values = addition.private.into_iter();
            private.extend(values.map(|(field, value)| (row::stored(number), field, value)));
            rows.extend(addition.rows);
            facts.push(Fact {
                number,
                what: addition.fact,
            });
        }
        let count = u64::try_from(facts.len()).unwrap_or(u64::MAX);
        if let Some(fact) = facts.first() {
            self.stream.get_or_insert(fact.what.stream);
            refuse_null_characters(&self.place, &private)?;
            self.move_head(&facts).await?;
            self.insert_facts(&facts).await?;
            self.insert_private_values(&private).await?;
            self.project_all(&facts, rows).await?;
        }
        Ok(Receipt { first, count })
    }

    async fn move_head(&mut self, facts: &[Fact]) -> Result<(), StoreError> {
        let last = facts
            .iter()
            .map(|fact| fact.what.recorded_at.microseconds());
        self.last_recorded_at = last.chain(self.last_recorded_at).max();
        self.facts = facts.last().map_or(self.facts, |fact| fact.number);
        let (size, last) = (row::stored(self.facts), self.last_recorded_at);
        on!(&mut self.tx, c => {
            sqlx::query(MOVE_HEAD).bind(size).bind(last).execute(c).await.map(|_| ())
        })
        .map_err(|error| self.explain(error))
    }

    async fn insert_facts(&mut self, facts: &[Fact]) -> Result<(), StoreError> {
        let engine = self.tx.engine();
        let mut texts = Vec::with_capacity(facts.len());
        for fact in facts {
            texts.push((fact, json_columns(&self.place, fact)?));
        }
        let inserted = for_each_portion!(&mut self.tx, &texts, |portion| {
            let mut query = sqlx::query(INSERT_FACTS.text(engine, portion.len()));
            for (fact, (fields, sources)) in portion {
                let what = &fact.what;
                query = query
                    .bind(row::stored(fact.number))
                    .bind(what.stream.to_string())
                    .bind(i64::from(what.revision))
                    .bind(&what.kind)
                    .bind(what.about.to_string())
                    .bind(what.effective_on.to_string())
                    .bind(what.recorded_at.microseconds())
                    .bind(what.actor.map(|actor| actor.to_string()))
                    .bind(&what.capacity)
                    .bind(&what.clause)
                    .bind(what.imported)
                    .bind(fields)
                    .bind(sources);
            }
            query
        });
        match inserted {
            Ok(()) => Ok(()),
            Err((portion, error)) if is_taken(&error) => {
                let facts = portion.iter().map(|(fact, _)| *fact);
                Err(conflict::explain(&mut self.tx, &self.place, facts, error).await)
            }
            Err((_, error)) => Err(self.explain(error)),
        }
    }

    async fn insert_private_values(
        &mut self,
        values: &[(i64, String, String)],
    ) -> Result<(), StoreError> {
        let engine = self.tx.engine();
        for_each_portion!(&mut self.tx, values, |portion| {
            let sql = INSERT_PRIVATE_VALUES.text(engine, portion.len());
            let mut query = sqlx::query(sql);
            for (fact, field, value) in portion {
                query = query.bind(*fact).bind(field).bind(value);
            }
            query
        })
        .map_err(|(_, error)| self.explain(error))
    }

    async fn project_all(&mut self, facts: &[Fact], rows: Vec<Row>) -> Result<(), StoreError> {
        let batch = projection::Batch::new(facts, rows)?;
        batch
            .write(&mut self.tx)
            .await
            .map_err(|error| self.explain(error))
    }

    /// Until [`Self::end_step`], the transaction counts as broken: a step that fails leaves it so.
    pub(crate) fn begin_step(&mut self) -> Result<(), StoreError> {
        self.refuse_broken()?;
        self.is_broken = true;
        Ok(())
    }

    /// Ends a step of one statement, if it was done.
    pub(crate) fn finish_step<T>(&mut self, done: Result<T, sqlx::Error>) -> Result<T, StoreError> {
        let done = done.map_err(|error| self.explain(error))?;
        self.end_step();
        Ok(done)
    }

    pub(crate) fn end_step(&mut self) {
        self.is_broken = false;
    }

    fn refuse_broken(&self) -> Result<(), StoreError> {
        if self.is_broken {
            return Err(StoreError::Failed {
                place: self.place.clone(),
                source: "an earlier step of this transaction failed; nothing was changed".into(),
            });
        }
        Ok(())
    }
}

/// PostgreSQL's text cannot hold the character; neither engine shall hold what the other cannot.
fn refuse_null_characters(place: &str, values: &[(i64, String, String)]) -> Result<(), StoreError> {
    let Some((fact, field, _)) = values
        .iter()
        .find(|(_, field, value)| field.contains('\0') || value.contains('\0'))
    else {
        return Ok(());
    };
    Err(StoreError::Failed {
        place: place.to_owned(),
        source: format!("private value `{field}` of fact {fact} holds a null character").into(),
    })
}

fn json_columns(place: &str, fact: &Fact) -> Result<(String, String), StoreError> {
    let failed = |error: serde_json::Error| StoreError::Failed {
        place: place.to_owned(),
        source: Box::new(error),
    };
    Ok((
        serde_json::to_string(&fact.what.fields).map_err(failed)?,
        serde_json::to_string(&fact.what.sources).map_err(failed)?,
    ))
}

#[async_trait]
impl Writer for OpenWriter {
    async fn append(&mut self, additions: Vec<Addition>) -> Result<Receipt, StoreError> {
        self.begin_step()?;
        let receipt = self.append_all(additions).await?;
        self.end_step();
        Ok(receipt)
    }

    fn last_recorded_at(&self) -> Option<Instant> {
        self.last_recorded_at.map(Instant::from_microseconds)
    }

    async fn revision(&mut self, stream: Id) -> Result<u32, StoreError> {
        let rows: Vec<(Option<i64>,)> = on!(&mut self.tx, c => {
            sqlx::query_as(REVISION).bind(stream.to_string()).fetch_all(c).await
        })
        .map_err(|error| self.explain(error))?;
        last_revision(stream, &rows)
    }

    async fn newest_about(&mut self, subject: Id) -> Result<u64, StoreError> {
        const SQL: &str = "SELECT max(number) FROM fact WHERE about = $1";
        let row: (Option<i64>,) = on!(&mut self.tx, c => {
            sqlx::query_as(SQL).bind(subject.to_string()).fetch_one(c).await
        })
        .map_err(|error| self.explain(error))?;
        row.0.map_or(Ok(0), row::number)
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.refuse_broken()?;
        let Self {
            tx, place, stream, ..
        } = *self;
        tx.commit().await.map_err(|error| match stream {
            Some(stream) if is_lost(&error) => StoreError::Conflict(stream),
            _ => explain(&place, error),
        })
    }

    async fn erase_private_values(&mut self, values: &[(u64, String)]) -> Result<u64, StoreError> {
        const SQL: &str = "DELETE FROM private_value WHERE fact = $1 AND field = $2";
        self.begin_step()?;
        let mut erased = 0;
        for (fact, field) in values {
            erased += change!(self, SQL, row::stored(*fact), field)?;
        }
        self.end_step();
        Ok(erased)
    }

    async fn clear_projections(&mut self) -> Result<(), StoreError> {
        self.begin_step()?;
        projection::clear(&mut self.tx)
            .await
            .map_err(|error| self.explain(error))?;
        self.end_step();
        Ok(())
    }

    async fn project(&mut self, projected: Vec<Projected>) -> Result<(), StoreError> {
        self.begin_step()?;
        let mut facts = Vec::with_capacity(projected.len());
        let mut rows = Vec::new();
        for one in projected {
            facts.push(one.fact);
            rows.extend(one.rows);
        }
        self.project_all(&facts, rows).await?;
        self.end_step();
        Ok(())
    }
}
