//! What stands between the pages and the world: time limits, proxies, TLS.

use std::time::Duration;

use standing_web::{Edge, Limits, Proxies};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::table::{Site, founded};

/// Short enough for a test, which waits for the limit and never for a time of its own.
const SHORT: Duration = Duration::from_millis(200);

fn with(limits: Limits) -> Edge {
    Edge {
        limits,
        ..Edge::default()
    }
}

/// All that comes until the server closes the connection.
async fn until_closed(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    // A reset is an end as well.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn whoever_sends_nothing_or_too_slowly_is_cut_off() {
    let limits = Limits {
        head: SHORT,
        body: SHORT,
        ..Limits::default()
    };
    let site = Site::behind(founded().await, with(limits)).await;
    for sent in ["", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow:"] {
        let mut stream = TcpStream::connect(site.address).await.unwrap();
        stream.write_all(sent.as_bytes()).await.unwrap();
        let answer = until_closed(&mut stream).await;
        assert!(!answer.contains("200 OK"), "{sent}: {answer}");
    }
    // A connection that is kept open and then not used.
    let mut stream = TcpStream::connect(site.address).await.unwrap();
    let request = "GET /style.css HTTP/1.1\r\nHost: x\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    assert!(until_closed(&mut stream).await.contains("200 OK"));
    // A form of which the rest does not come.
    let mut stream = TcpStream::connect(site.address).await.unwrap();
    let request = "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\
        Content-Type: application/x-www-form-urlencoded\r\n\r\nemail=";
    stream.write_all(request.as_bytes()).await.unwrap();
    let answer = until_closed(&mut stream).await;
    assert!(
        answer.contains("408 ") && answer.contains("nothing was done"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_page_that_takes_too_long_is_given_up_with_a_sentence() {
    let limits = Limits {
        answer: Duration::ZERO,
        ..Limits::default()
    };
    let site = Site::behind(founded().await, with(limits)).await;
    // What it waits for never comes, so that it cannot be done at once.
    let mut stream = TcpStream::connect(site.address).await.unwrap();
    let request = "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\
        Content-Type: application/x-www-form-urlencoded\r\n\r\nemail=";
    stream.write_all(request.as_bytes()).await.unwrap();
    let answer = until_closed(&mut stream).await;
    for said in [
        "503 ",
        "retry-after: ",
        "content-security-policy: ",
        "try again in a minute",
    ] {
        assert!(answer.contains(said), "no `{said}`: {answer}");
    }
}

#[tokio::test]
async fn more_connections_than_there_is_room_for_wait_their_turn() {
    let limits = Limits {
        connections: 1,
        ..Limits::default()
    };
    let site = Site::behind(founded().await, with(limits)).await;
    let first = TcpStream::connect(site.address).await.unwrap();
    let second = site.send_with("GET", "/style.css", &[], "");
    let mut second = std::pin::pin!(second);
    let early = tokio::time::timeout(SHORT, &mut second).await;
    assert!(early.is_err(), "there was room for two");
    drop(first);
    let (head, _) = second.await;
    assert!(head.contains("200 OK"), "{head}");
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_does_not_wait_for_ever() {
    let limits = Limits {
        shutdown: SHORT,
        ..Limits::default()
    };
    let site = Site::behind(founded().await, with(limits)).await;
    let mut stream = TcpStream::connect(site.address).await.unwrap();
    let request = "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\
        Content-Type: application/x-www-form-urlencoded\r\n\r\nemail=";
    stream.write_all(request.as_bytes()).await.unwrap();
    // It has been accepted once another is answered.
    site.send_with("GET", "/style.css", &[], "").await;
    site.stop.send(()).unwrap();
    assert!(site.ended.await.unwrap().is_ok());
}

#[tokio::test]
async fn unencrypted_pages_are_for_trusted_proxies_only() {
    let edge = Edge {
        only_from_proxies: true,
        proxies: Proxies {
            networks: vec!["192.0.2.1".parse().unwrap()],
            ..Proxies::default()
        },
        ..Edge::default()
    };
    let site = Site::behind(founded().await, edge).await;
    let mut stream = TcpStream::connect(site.address).await.unwrap();
    let request = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    let _ = stream.write_all(request).await;
    assert_eq!(until_closed(&mut stream).await, "");
}

/// Guesses are slowed down for each source. Behind a trusted proxy that is whom the proxy names; a
/// header that anybody writes changes nothing.
#[tokio::test]
async fn guesses_are_counted_for_whom_a_trusted_proxy_names() {
    let mistrusting = Edge {
        proxies: Proxies {
            networks: Vec::new(),
            ..Proxies::default()
        },
        ..Edge::default()
    };
    for (edge, is_slowed) in [(Edge::default(), false), (mistrusting, true)] {
        let site = Site::behind(founded().await, edge).await;
        let (head, page) = site.send_with("GET", "/sign-in", &[], "").await;
        let (_, cookie) = head.split_once("set-cookie: ").unwrap();
        let (cookie, _) = cookie.split_once(';').unwrap();
        let (_, token) = page.split_once("name=\"form\" value=\"").unwrap();
        let (token, _) = token.split_once('"').unwrap();
        let mut slowed = false;
        for attempt in 0..22 {
            let from = format!("192.0.2.{attempt}");
            let headers = [
                ("Content-Type", "application/x-www-form-urlencoded"),
                ("Cookie", cookie),
                ("X-Forwarded-For", &from),
            ];
            let body = format!("form={token}&step=x&answer=x");
            let path = "/sign-in/passkey/options";
            let (head, _) = site.send_with("POST", path, &headers, &body).await;
            slowed |= head.contains("429 ");
        }
        assert_eq!(slowed, is_slowed);
    }
}
