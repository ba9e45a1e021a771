//! Connections: accepted, encrypted where a certificate is set, bounded in time and number, and
//! brought to their end.
//!
//! hyper is driven directly: `axum::serve` has neither time limits nor TLS, and a further layer
//! between would hide the two. One request after another on each connection (HTTP/1.1): a reverse
//! proxy that faces the world may speak whatever it likes.

mod limits;
mod proxies;

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::header::STRICT_TRANSPORT_SECURITY;
use axum::http::{HeaderValue, Request};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use standing_app::App;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

pub use limits::Limits;
pub use proxies::{ForwardedHeader, Network, NetworkError, Proxies};

/// Rest after the system had no connection to give: nothing else makes room.
const OUT_OF_FILES: Duration = Duration::from_secs(1);

/// What stands between the pages and the world.
#[derive(Clone, Debug, Default)]
pub struct Edge {
    pub limits: Limits,
    pub proxies: Proxies,
    /// Whether anybody else is turned away: where what is served is not encrypted.
    pub only_from_proxies: bool,
    /// Certificate and key; new ones count for new connections.
    pub tls: Option<watch::Receiver<Arc<ServerConfig>>>,
    /// For how long browsers are told to come by TLS only (HSTS).
    pub hsts: Option<Duration>,
}

/// Who asks, as far as the way here can be trusted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Client(pub(crate) IpAddr);

/// Serves until `shutdown` is done, and lets requests that have begun come to their end.
pub async fn serve(
    listener: TcpListener,
    app: App,
    edge: Edge,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let router = with_hsts(crate::router(app), edge.hsts);
    let room = Arc::new(Semaphore::new(edge.limits.connections));
    let (stop, stopped) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        // While nobody has room, the system keeps those who come.
        let next = async {
            let permit = Arc::clone(&room).acquire_owned().await;
            (permit, accept(&listener).await)
        };
        let (permit, (stream, peer)) = tokio::select! {
            () = &mut shutdown => break,
            next = next => next,
        };
        while connections.try_join_next().is_some() {}
        if edge.only_from_proxies && !edge.proxies.trusts(peer.ip()) {
            continue;
        }
        let visit = attend(
            stream,
            peer.ip(),
            router.clone(),
            edge.clone(),
            stopped.clone(),
        );
        connections.spawn(async move {
            visit.await;
            drop(permit);
        });
    }
    drop((listener, stop));
    let ended = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(edge.limits.shutdown, ended)
        .await
        .is_err()
    {
        tracing::warn!(
            left = connections.len(),
            "connections were cut off at the end"
        );
    }
    Ok(())
}

/// The next connection. A failure is of one connection, or passes.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::ConnectionRefused
                        | ErrorKind::ConnectionAborted
                        | ErrorKind::ConnectionReset
                ) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                tokio::time::sleep(OUT_OF_FILES).await;
            }
        }
    }
}

fn with_hsts(router: Router, hsts: Option<Duration>) -> Router {
    let Some(hsts) = hsts else {
        return router;
    };
    let Ok(value) = HeaderValue::try_from(format!("max-age={}", hsts.as_secs())) else {
        return router;
    };
    router.layer(axum::middleware::map_response(
        move |mut response: Response| {
            let value = value.clone();
            async move {
                response
                    .headers_mut()
                    .insert(STRICT_TRANSPORT_SECURITY, value);
                response
            }
        },
    ))
}

async fn attend(
    stream: TcpStream,
    peer: IpAddr,
    router: Router,
    edge: Edge,
    stopped: watch::Receiver<()>,
) {
    // Small answers go out at once.
    drop(stream.set_nodelay(true));
    let config = edge.tls.as_ref().map(|tls| Arc::clone(&tls.borrow()));
    let Some(config) = config else {
        return converse(stream, peer, router, edge, stopped).await;
    };
    let handshake = TlsAcceptor::from(config).accept(stream);
    match tokio::time::timeout(edge.limits.handshake, handshake).await {
        Ok(Ok(stream)) => converse(stream, peer, router, edge, stopped).await,
        // Whoever speaks no TLS, or not in time, cannot be told so.
        Ok(Err(error)) => tracing::debug!(%error, %peer, "no TLS"),
        Err(_) => tracing::debug!(%peer, "no TLS in time"),
    }
}

async fn converse(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send,
    peer: IpAddr,
    router: Router,
    edge: Edge,
    mut stopped: watch::Receiver<()>,
) {
    let pages = TowerToHyperService::new(router);
    let limits = edge.limits;
    let service = service_fn(move |mut request: Request<Incoming>| {
        let client = Client(edge.proxies.client(peer, request.headers()));
        request.extensions_mut().insert(client);
        request.extensions_mut().insert(limits);
        pages.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(limits::HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    tokio::select! {
        ended = connection.as_mut() => return note(peer, ended),
        () = tokio::time::sleep(limits.connection) => {}
        // The sender goes when the server is told to stop.
        _ = stopped.changed() => {}
    }
    connection.as_mut().graceful_shutdown();
    if let Ok(ended) = tokio::time::timeout(limits.answer, connection).await {
        note(peer, ended);
    }
}

/// Connections break off every day.
fn note(peer: IpAddr, ended: Result<(), hyper::Error>) {
    if let Err(error) = ended {
        tracing::debug!(%error, %peer, "a connection broke off");
    }
}
