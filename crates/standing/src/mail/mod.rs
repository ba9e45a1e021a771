//! Letters leave the machine here: the mail server behind the Mailer port, and the task that keeps
//! the outbox empty while the pages are served.

mod smtp;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use standing_app::ports::Store;
use standing_app::ports::outbox::LetterState;
use standing_app::post::{Ran, Worker};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::adapters::SystemClock;
use crate::settings::MailSettings;
use smtp::SmtpMailer;

/// How long the task rests when no letter is due, or when the database does not answer.
const REST: Duration = Duration::from_secs(5);

/// A task that sends letters until it is told to stop.
#[derive(Debug)]
pub(crate) struct Postman {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Postman {
    pub(crate) fn start(store: Arc<dyn Store>, settings: MailSettings) -> Self {
        let mailer = Arc::new(SmtpMailer::new(settings));
        let worker = Worker::new(store, mailer, Arc::new(SystemClock));
        let (stop, stopped) = watch::channel(false);
        Self {
            stop,
            task: tokio::spawn(keep_sending(worker, stopped)),
        }
    }

    /// Lets the attempt that has begun come to its end.
    pub(crate) async fn stop(self) {
        // Whoever does not listen any more has stopped already.
        let _ = self.stop.send(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the sending of letters broke off");
        }
    }
}

async fn keep_sending(worker: Worker, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let rests = match worker.run_once().await {
            Ok(Ran::Idle) => true,
            Ok(Ran::Outrun) => false,
            Ok(Ran::Moved {
                letter,
                to,
                outcome,
                answer,
            }) => {
                if to == LetterState::Sent {
                    tracing::info!(%letter, "sent");
                } else {
                    let (to, outcome) = (to.word(), outcome.word());
                    tracing::warn!(%letter, to, outcome, answer, "a letter was not sent");
                }
                false
            }
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be read or written");
                true
            }
        };
        if rests {
            // Stopping wakes it; an error means that nobody can stop it any more.
            let _ = tokio::time::timeout(REST, stopped.changed()).await;
        }
    }
}
