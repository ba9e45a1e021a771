use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use standing_app::App;
use standing_app::account::SiteAddress;

use crate::args::SiteArgs;
use crate::failure::{Failure, Outcome};
use crate::mail::Postman;
use crate::place::{self, Place};

pub(crate) async fn run(place: &Place, listen: SocketAddr, site: SiteArgs) -> Outcome {
    refuse_strangers(listen)?;
    let settings = place.settings()?;
    let store = place.open().await?;
    let mut app = place::app(Arc::clone(&store));
    app.rules().await?;
    if settings.mail.is_some() {
        app = app.with_post();
    }
    let ready = |address: &str| println!("serving {address}");
    let postman = settings.mail.map(|mail| Postman::start(store, mail));
    let served = serve(app, listen, site, ready).await;
    if let Some(postman) = postman {
        postman.stop().await;
    }
    served
}

/// What is served is not encrypted, so only this machine may ask: a reverse proxy on it faces the
/// world.
pub(crate) fn refuse_strangers(listen: SocketAddr) -> Outcome {
    if listen.ip().is_loopback() {
        return Ok(());
    }
    Err(Failure::bad(format!(
        "`{listen}` can be reached from other machines, and what is served is not encrypted; \
         listen on 127.0.0.1 or [::1], behind a reverse proxy with TLS"
    )))
}

/// Serves until interrupted; `ready` is told the address.
pub(crate) async fn serve(
    app: App,
    listen: SocketAddr,
    site: SiteArgs,
    ready: impl FnOnce(&str),
) -> Outcome {
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
    let here = || SiteAddress::loopback(address.port());
    let app = app.at(site.address.unwrap_or_else(here));
    let first = app.first_officer_link().await;
    ready(&format!("http://{address}/"));
    match first {
        Ok(Some(link)) => tell(&format!(
            "nobody has an account yet; the first officer begins theirs at\n  {link}\n\
             the link works once, for a day\n"
        )),
        Ok(None) => {}
        // A record that cannot be written can still be read.
        Err(error) => eprintln!("no link for a first officer could be made: {error}"),
    }
    standing_web::serve(listener, app, interrupted())
        .await
        .context("serving pages")?;
    Ok(())
}

/// The pages are served whether anybody reads this or not.
fn tell(text: &str) {
    use std::io::Write;

    drop(std::io::stdout().write_all(text.as_bytes()));
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
