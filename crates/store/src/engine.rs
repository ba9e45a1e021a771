//! Which engine is open, and the macro that lets one body serve both.

use sqlx::{Postgres, Sqlite, Transaction};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// An open transaction. Dropped without a commit, it is rolled back.
#[derive(Debug)]
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}

/// Runs one statement for each portion of some rows. While the engine works on one, the parameters
/// of the next are made ready: half of the time of a large import is one, half the other.
macro_rules! for_each_portion {
    ($tx:expr, $rows:expr, |$portion:ident| $query:expr) => {
        on!($tx, c => {
            let mut queries = $crate::bulk::prepared($rows, |$portion| $query);
            let mut next = queries.next();
            let mut outcome = Ok(());
            while let Some((portion, query)) = next.take() {
                let (done, following) =
                    tokio::join!(query.execute(&mut *c), async { queries.next() });
                match done {
                    Ok(_) => next = following,
                    Err(error) => outcome = Err((portion, error)),
                }
            }
            outcome
        })
    };
}

/// Runs one body against whichever engine is open; the compiler checks the body for both.
macro_rules! on {
    ($tx:expr, $connection:ident => $body:expr) => {
        match $tx {
            $crate::engine::Tx::Sqlite(tx) => {
                let $connection = &mut **tx;
                $body
            }
            $crate::engine::Tx::Postgres(tx) => {
                let $connection = &mut **tx;
                $body
            }
        }
    };
}

/// Runs one statement as a step of the transaction, and gives the number of rows that it changed.
macro_rules! change {
    ($self:ident, $sql:expr $(, $parameter:expr)* $(,)?) => {
        on!(&mut $self.tx, c => {
            sqlx::query($sql)$(.bind($parameter))*.execute(c).await.map(|done| done.rows_affected())
        })
        .map_err(|error| $self.explain(error))
    };
}

/// Runs a query with its parameters and gives all rows, or the port's error.
macro_rules! rows {
    ($self:ident, $sql:expr $(, $parameter:expr)* $(,)?) => {
        on!(&mut $self.tx, c => sqlx::query_as($sql)$(.bind($parameter))*.fetch_all(c).await)
            .map_err(|error| $crate::failure::explain(&$self.place, error))
    };
}
