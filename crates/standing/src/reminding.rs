//! The task that writes reminders while the pages are served.

use std::time::Duration;

use standing_app::App;
use standing_app::reminders::Reminding;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How often the task looks whether another day has come.
const REST: Duration = Duration::from_mins(1);

/// A task that writes the letters of each day until it is told to stop.
#[derive(Debug)]
pub(crate) struct Reminder {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Reminder {
    pub(crate) fn start(app: App) -> Self {
        let (stop, stopped) = watch::channel(false);
        Self {
            stop,
            task: tokio::spawn(keep_reminding(Reminding::new(app), stopped)),
        }
    }

    /// Lets the look that has begun come to its end.
    pub(crate) async fn stop(self) {
        // Whoever does not listen any more has stopped already.
        let _ = self.stop.send(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "reminding broke off");
        }
    }
}

async fn keep_reminding(mut reminding: Reminding, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        match reminding.run_once().await {
            Ok(Some(reminded)) => {
                let (on, letters) = (reminded.on, reminded.letters);
                tracing::info!(%on, letters, "looked at what is owed");
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "no reminders can be written"),
        }
        // Stopping wakes it; an error means that nobody can stop it any more.
        let _ = tokio::time::timeout(REST, stopped.changed()).await;
    }
}
