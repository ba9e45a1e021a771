//! Questions to the identity provider: one connection each, answered within a time and a size.
//! Nothing is followed elsewhere: a provider that moved is named anew in the settings.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{HOST, HeaderValue};
use hyper::{Request, Response, Uri};
use hyper_util::rt::TokioIo;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// How long an answer may take, from the first letter sent to the last received.
const ANSWER_SECONDS_MAX: u64 = 10;
/// The largest answer, in bytes.
const ANSWER_BYTES_MAX: usize = 256 << 10;

#[derive(Clone, Debug)]
pub(super) struct Caller {
    tls: Arc<ClientConfig>,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum CallError {
    #[error("`{0}` is not an address that can be asked")]
    NoAddress(String),
    #[error("no connection to `{host}`: {source}")]
    NoConnection {
        host: String,
        source: std::io::Error,
    },
    #[error("no answer from `{host}`: {source}")]
    NoAnswer { host: String, source: hyper::Error },
    #[error("the answer of `{host}` is broken or larger than {ANSWER_BYTES_MAX} bytes")]
    TooLarge { host: String },
    #[error("no answer from `{host}` within {ANSWER_SECONDS_MAX} seconds")]
    TooLate { host: String },
}

impl Caller {
    pub(super) fn new(authorities: &[CertificateDer<'static>]) -> Result<Self, anyhow::Error> {
        let mut roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
        for authority in authorities {
            roots
                .add(authority.clone())
                .context("`oidc.ca_file` holds a certificate that cannot vouch for others")?;
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .context("preparing TLS")?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self {
            tls: Arc::new(config),
        })
    }

    async fn answer(&self, request: HttpRequest) -> Result<HttpResponse, CallError> {
        let host = request.uri().host().unwrap_or_default().to_owned();
        let time = Duration::from_secs(ANSWER_SECONDS_MAX);
        match tokio::time::timeout(time, self.ask(request)).await {
            Ok(answered) => answered,
            Err(_) => Err(CallError::TooLate { host }),
        }
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, CallError> {
        let target = Target::of(request.uri())?;
        let no_connection = |source| CallError::NoConnection {
            host: target.host.clone(),
            source,
        };
        let stream = TcpStream::connect((target.host.as_str(), target.port)).await;
        let stream = stream.map_err(no_connection)?;
        let answer = if target.is_encrypted {
            let name = ServerName::try_from(target.host.clone())
                .map_err(|_| CallError::NoAddress(target.host.clone()))?;
            let connector = TlsConnector::from(Arc::clone(&self.tls));
            let stream = connector.connect(name, stream).await;
            exchange(stream.map_err(no_connection)?, &target, request).await?
        } else {
            exchange(stream, &target, request).await?
        };
        Ok(answer)
    }
}

impl<'c> AsyncHttpClient<'c> for Caller {
    type Error = CallError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, CallError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.answer(request))
    }
}

struct Target {
    host: String,
    port: u16,
    is_encrypted: bool,
}

impl Target {
    fn of(uri: &Uri) -> Result<Self, CallError> {
        let wrong = || CallError::NoAddress(uri.to_string());
        let (is_encrypted, usual) = match uri.scheme_str() {
            Some("https") => (true, 443),
            Some("http") => (false, 80),
            _ => return Err(wrong()),
        };
        let host = uri.host().ok_or_else(wrong)?;
        Ok(Self {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: uri.port_u16().unwrap_or(usual),
            is_encrypted,
        })
    }
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    target: &Target,
    request: HttpRequest,
) -> Result<HttpResponse, CallError> {
    let no_answer = |source| CallError::NoAnswer {
        host: target.host.clone(),
        source,
    };
    let too_large = || CallError::TooLarge {
        host: target.host.clone(),
    };
    let handshake = http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(no_answer)?;
    // Ends with this function, whatever becomes of it.
    let mut connections = JoinSet::new();
    connections.spawn(connection);
    let request = written(request).ok_or_else(|| CallError::NoAddress(target.host.clone()))?;
    let answer = sender.send_request(request).await.map_err(no_answer)?;
    let (head, body) = answer.into_parts();
    let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await;
    let body = body.map_err(|_| too_large())?.to_bytes();
    Ok(Response::from_parts(head, body.to_vec()))
}

/// As it goes over the wire: the host in a header, the path in the first line.
fn written(request: HttpRequest) -> Option<Request<Full<Bytes>>> {
    let (mut head, body) = request.into_parts();
    let host = HeaderValue::try_from(head.uri.authority()?.as_str()).ok()?;
    head.headers.insert(HOST, host);
    let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
    head.uri = path.parse().ok()?;
    Some(Request::from_parts(head, Full::new(Bytes::from(body))))
}
