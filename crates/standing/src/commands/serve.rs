use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use standing_app::App;
use standing_app::account::SiteAddress;
use standing_web::{Edge, Limits};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio_rustls::rustls::ServerConfig;

use crate::args::SiteArgs;
use crate::failure::{Failure, Outcome};
use crate::keeping::Keeper;
use crate::mail::Postman;
use crate::place::{self, Place};
use crate::provider::OidcProvider;
use crate::reminding::Reminder;
use crate::settings::{OidcSettings, ServerSettings, TlsFiles};

pub(crate) async fn run(place: &Place, listen: SocketAddr, site: SiteArgs) -> Outcome {
    let settings = place.settings()?;
    refuse_strangers(listen, &settings.server)?;
    let store = place.open().await?;
    let mut app = place::app(Arc::clone(&store));
    app.rules().await?;
    if let Some(vault) = crate::vault::of(&settings.vault)? {
        app = app.with_vault(vault);
    }
    if settings.mail.is_some() {
        app = app.with_post();
    }
    if let Some(oidc) = settings.oidc {
        app = with_provider(app, oidc)?;
    }
    let ready = |address: &str| println!("serving {address}");
    let keeper = Keeper::start(app.clone());
    let postman = settings.mail.map(|mail| Postman::start(store, mail));
    let served = serve(app, listen, site, settings.server, ready).await;
    if let Some(postman) = postman {
        postman.stop().await;
    }
    keeper.stop().await;
    served
}

/// The provider is asked while the pages are served already.
fn with_provider(app: App, oidc: OidcSettings) -> Result<App, Failure> {
    let provider = Arc::new(OidcProvider::new(oidc)?);
    let looking = Arc::clone(&provider);
    tokio::spawn(async move { looking.look().await });
    Ok(app.with_provider(provider))
}

/// What other machines can reach is encrypted, or given to a proxy that encrypts it.
pub(crate) fn refuse_strangers(listen: SocketAddr, settings: &ServerSettings) -> Outcome {
    if listen.ip().is_loopback() {
        return Ok(());
    }
    if settings.tls.is_none() && settings.proxies.is_none() {
        return Err(Failure::bad(format!(
            "`{listen}` can be reached from other machines, and what is served is not encrypted; \
             listen on 127.0.0.1 or [::1] behind a reverse proxy with TLS, or set \
             `server.certificate` and `server.key`, or `server.trusted_proxies`"
        )));
    }
    Ok(())
}

/// Serves until interrupted; `ready` is told the address.
pub(crate) async fn serve(
    app: App,
    listen: SocketAddr,
    site: SiteArgs,
    settings: ServerSettings,
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
    let scheme = if settings.tls.is_some() {
        "https"
    } else {
        "http"
    };
    let public = match site.address.or(settings.public_address) {
        Some(public) => public,
        None if listen.ip().is_loopback() => here(scheme, address.port())?,
        None => {
            return Err(Failure::bad(
                "other machines reach the pages, and nobody said by which address; set \
                 `server.public_address`, or name it with --address",
            ));
        }
    };
    let app = app.at(public);
    // Pages can be read all the same.
    if let Err(error) = app.check_clock(&app.head().await?) {
        eprintln!("warning: {error}");
    }
    let first = app.first_officer_link().await;
    let edge = Edge {
        limits: Limits::default(),
        only_from_proxies: settings.tls.is_none() && !listen.ip().is_loopback(),
        proxies: settings.proxies.unwrap_or_default(),
        tls: settings.tls.map(keep_certificate).transpose()?,
        hsts: settings.hsts,
    };
    ready(&format!("{scheme}://{address}/"));
    match first {
        Ok(Some(link)) => tell(&format!(
            "nobody has an account yet; the first officer begins theirs at\n  {link}\n\
             the link works once, for a day\n"
        )),
        Ok(None) => {}
        // A record that cannot be written can still be read.
        Err(error) => eprintln!("no link for a first officer could be made: {error}"),
    }
    let reminder = app.has_post().then(|| Reminder::start(app.clone()));
    let served = standing_web::serve(listener, app, edge, interrupted()).await;
    if let Some(reminder) = reminder {
        reminder.stop().await;
    }
    served.context("serving pages")?;
    Ok(())
}

fn here(scheme: &str, port: u16) -> Result<SiteAddress, Failure> {
    let here = format!("{scheme}://localhost:{port}").parse();
    here.map_err(|error: standing_app::account::SiteAddressError| Failure::bad(error.to_string()))
}

/// The certificate in use: read again on SIGHUP, for whoever renewed it. One that cannot be read
/// does not take the place of one that works.
fn keep_certificate(files: TlsFiles) -> Result<watch::Receiver<Arc<ServerConfig>>, Failure> {
    let (renew, in_use) = watch::channel(files.load().map_err(Failure::bad)?);
    let mut hangup = signal(SignalKind::hangup()).context("listening for SIGHUP")?;
    tokio::spawn(async move {
        while hangup.recv().await.is_some() {
            match files.load() {
                Ok(config) => {
                    tracing::info!("the certificate was read again");
                    renew.send_replace(config);
                }
                Err(error) => tracing::error!(error, "the certificate in use stays"),
            }
        }
    });
    Ok(in_use)
}

/// The pages are served whether anybody reads this or not.
fn tell(text: &str) {
    use std::io::Write;

    drop(std::io::stdout().write_all(text.as_bytes()));
}

async fn interrupted() {
    let mut terminate = match signal(SignalKind::terminate()) {
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
