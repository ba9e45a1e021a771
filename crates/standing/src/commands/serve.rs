use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use standing_app::App;

use crate::failure::{Failure, Outcome};
use crate::mail::Postman;
use crate::place::{self, Place};

pub(crate) async fn run(place: &Place, listen: SocketAddr) -> Outcome {
    refuse_strangers(listen)?;
    let settings = place.settings()?;
    let store = place.open().await?;
    let app = place::app(Arc::clone(&store));
    app.rules().await?;
    let postman = settings.mail.map(|mail| Postman::start(store, mail));
    let served = serve(app, listen, |address| println!("serving {address}")).await;
    if let Some(postman) = postman {
        postman.stop().await;
    }
    served
}

/// Until people can sign in, only this machine may ask.
pub(crate) fn refuse_strangers(listen: SocketAddr) -> Outcome {
    if listen.ip().is_loopback() {
        return Ok(());
    }
    Err(Failure::bad(format!(
        "`{listen}` can be reached from other machines, and nobody can sign in yet; \
         listen on 127.0.0.1 or [::1]"
    )))
}

/// Serves until interrupted; `ready` is told the address.
pub(crate) async fn serve(app: App, listen: SocketAddr, ready: impl FnOnce(&str)) -> Outcome {
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .map_err(|error| {
            Failure::environment(anyhow::anyhow!(
                "cannot listen on {listen}: {error}; name another address with --listen"
            ))
        })?;
    let address = listener
        .local_addr()
        .context("asking for the address served")?;
    ready(&format!("http://{address}/"));
    standing_web::serve(listener, app, interrupted())
        .await
        .context("serving pages")?;
    Ok(())
}

async fn interrupted() {
    let mut terminate =
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(terminate) => terminate,
            Err(error) => {
                tracing::warn!(%error, "cannot listen for SIGTERM");
                let _ = tokio::signal::ctrl_c().await;
                return;
            }
        };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
