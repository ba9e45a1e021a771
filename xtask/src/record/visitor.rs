//! Somebody signed in, and as many requests a second as an organisation on an election day has.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::server::Times;

const EMAIL: &str = "officer@example.org";
const PASSWORD: &str = "four+words+are+enough";
/// Connections over which the requests come; each is one browser.
const CONNECTIONS: usize = 16;

/// One answer.
struct Answer {
    status: u16,
    cookies: Vec<String>,
    body: String,
}

/// A browser that keeps its cookies.
pub(super) struct Visitor {
    address: String,
    stream: BufReader<TcpStream>,
    cookies: Vec<(String, String)>,
}

impl Visitor {
    pub(super) fn new(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self {
            address: address.to_owned(),
            stream: BufReader::new(stream),
            cookies: Vec::new(),
        })
    }

    /// Opens a page. Gives the status.
    pub(super) fn open(&mut self, path: &str) -> Result<u16> {
        Ok(self.send("GET", path, "")?.status)
    }

    /// Begins the account behind a link, and is signed in.
    pub(super) fn begin_account(&mut self, path: &str) -> Result<()> {
        let body = format!("email={EMAIL}&password={PASSWORD}&again={PASSWORD}");
        self.fill_in(path, &body)
    }

    /// Signs in once more. Gives how long the answer to the password took.
    pub(super) fn sign_in(&mut self) -> Result<Duration> {
        self.cookies.clear();
        let page = self.send("GET", "/sign-in", "")?;
        let body = format!("form={}&email={EMAIL}&password={PASSWORD}", token(&page)?);
        let begun = Instant::now();
        let answer = self.send("POST", "/sign-in", &body)?;
        let took = begun.elapsed();
        if answer.status != 303 {
            bail!("signing in gave {}", answer.status);
        }
        Ok(took)
    }

    fn fill_in(&mut self, path: &str, body: &str) -> Result<()> {
        let page = self.send("GET", path, "")?;
        let body = format!("form={}&{body}", token(&page)?);
        let answer = self.send("POST", path, &body)?;
        if answer.status != 303 {
            bail!("{path} gave {}", answer.status);
        }
        Ok(())
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> Result<Answer> {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let cookies = cookies.join("; ");
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        let answer = read(&mut self.stream)?;
        for line in &answer.cookies {
            let pair = line.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.trim().split_once('=') {
                self.cookies.retain(|(known, _)| known != name);
                if !value.is_empty() {
                    self.cookies.push((name.to_owned(), value.to_owned()));
                }
            }
        }
        Ok(answer)
    }

    /// Opens pages at a steady rate. A request's time runs from the moment at which it was due, so
    /// that a server which falls behind is not spared.
    pub(super) fn open_steadily(
        &self,
        paths: &[String],
        a_second: u32,
        count: usize,
    ) -> Result<Times> {
        let next = AtomicUsize::new(0);
        let begun = Instant::now();
        let every = Duration::from_secs(1) / a_second;
        let one = || -> Result<Vec<f64>> {
            let mut browser = Self {
                cookies: self.cookies.clone(),
                ..Self::new(&self.address)?
            };
            let mut times = Vec::new();
            loop {
                let nth = next.fetch_add(1, Ordering::Relaxed);
                if nth >= count {
                    return Ok(times);
                }
                let due = begun + every * u32::try_from(nth)?;
                thread::sleep(due.saturating_duration_since(Instant::now()));
                let path = paths.get(nth % paths.len()).context("no page to open")?;
                let answer = browser.send("GET", path, "")?;
                if answer.status != 200 {
                    bail!("{path} gave {}", answer.status);
                }
                times.push(due.elapsed().as_secs_f64() * 1_000.0);
            }
        };
        let mut times = Vec::new();
        thread::scope(|scope| {
            let threads: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(one)).collect();
            for thread in threads {
                let own = thread
                    .join()
                    .map_err(|_| anyhow::anyhow!("a browser gave up"))?;
                times.extend(own?);
            }
            anyhow::Ok(())
        })?;
        Ok(Times::of(times))
    }

    /// The persons to whom a page links.
    pub(super) fn persons_on(&mut self, path: &str) -> Result<Vec<String>> {
        let answer = self.send("GET", path, "")?;
        let mut found: Vec<String> = answer
            .body
            .split("href=\"")
            .skip(1)
            .filter(|rest| rest.starts_with("/people/per_"))
            .filter_map(|rest| rest.split(['"', '?']).next())
            .map(str::to_owned)
            .collect();
        found.dedup();
        Ok(found)
    }

    /// Where the next page of a list is.
    pub(super) fn next_page(&mut self, path: &str) -> Result<Option<String>> {
        let answer = self.send("GET", path, "")?;
        let Some((before, _)) = answer.body.split_once("\" rel=\"next\"") else {
            return Ok(None);
        };
        let address = before.rsplit("href=\"").next();
        Ok(address.map(|address| address.replace("&amp;", "&").replace("&#38;", "&")))
    }
}

/// The token that a form on a page carries.
fn token(page: &Answer) -> Result<String> {
    let (_, after) = page
        .body
        .split_once("name=\"form\" value=\"")
        .context("the page has no form")?;
    Ok(after.split('"').next().unwrap_or_default().to_owned())
}

/// The whole answer to a request of HTTP/1.1.
fn read(stream: &mut BufReader<TcpStream>) -> Result<Answer> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line.split(' ').nth(1).context("a status")?.parse()?;
    let (mut length, mut cookies) = (0, Vec::new());
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim().split_once(':') else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse()?,
            "set-cookie" => cookies.push(value.trim().to_owned()),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(Answer {
        status,
        cookies,
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}
