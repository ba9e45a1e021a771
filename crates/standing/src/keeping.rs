//! The task that announces and erases what is not needed any more, while the pages are served.

use std::time::Duration;

use standing_app::App;
use standing_app::retention::Retention;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How often the task looks whether another day has come.
const REST: Duration = Duration::from_mins(1);

/// A task that looks once a day until it is told to stop.
#[derive(Debug)]
pub(crate) struct Keeper {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Keeper {
    pub(crate) fn start(app: App) -> Self {
        let (stop, stopped) = watch::channel(false);
        Self {
            stop,
            task: tokio::spawn(keep_house(Retention::new(app), stopped)),
        }
    }

    /// Lets the look that has begun come to its end.
    pub(crate) async fn stop(self) {
        // Whoever does not listen any more has stopped already.
        let _ = self.stop.send(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "erasing broke off");
        }
    }
}

async fn keep_house(mut retention: Retention, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        match retention.run_once().await {
            Ok(Some(looked)) => {
                let (on, announced, erased) = (looked.on, looked.announced, looked.erased);
                tracing::info!(%on, announced, erased, "looked at what is not needed any more");
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "nothing can be announced or erased"),
        }
        // Stopping wakes it; an error means that nobody can stop it any more.
        let _ = tokio::time::timeout(REST, stopped.changed()).await;
    }
}
