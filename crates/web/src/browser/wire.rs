//! The few WebDriver commands that tests need, as JSON over HTTP/1.1 on the loopback.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

/// How long a command may take before the browser counts as stuck.
const PATIENCE: Duration = Duration::from_mins(1);

#[derive(Debug)]
pub(super) struct Wire {
    port: u16,
    session: String,
}

impl Wire {
    pub(super) fn begin(port: u16, wishes: &Value) -> Result<Self, String> {
        let begun = send(port, "POST", "/session", Some(wishes))?;
        let session = begun
            .get("sessionId")
            .and_then(Value::as_str)
            .ok_or_else(|| format!("chromedriver gave no session: {begun}"))?
            .to_owned();
        Ok(Self { port, session })
    }

    pub(super) fn go_to(&self, url: &str) -> Result<(), String> {
        self.post("url", &json!({ "url": url })).map(drop)
    }

    /// Runs the body of a function.
    pub(super) fn script(&self, body: &str) -> Result<Value, String> {
        self.post("execute/sync", &json!({ "script": body, "args": [] }))
    }

    /// Runs the body of a function whose last argument is called with the result.
    pub(super) fn script_with_callback(&self, body: &str) -> Result<Value, String> {
        self.post("execute/async", &json!({ "script": body, "args": [] }))
    }

    pub(super) fn devtools(&self, command: &str, params: &Value) -> Result<Value, String> {
        let body = json!({ "cmd": command, "params": params });
        self.post("goog/cdp/execute", &body)
    }

    /// What was written to the console since the last time.
    pub(super) fn console(&self) -> Result<Value, String> {
        self.post("se/log", &json!({ "type": "browser" }))
    }

    /// The element of a CSS selector, once it is there.
    pub(super) fn element(&self, selector: &str) -> Result<String, String> {
        let asked = json!({ "using": "css selector", "value": selector });
        let found = self
            .post("element", &asked)
            .map_err(|error| format!("{error} ({selector})"))?;
        // The name of the only field is fixed by the standard.
        let id = found
            .get("element-6066-11e4-a52e-4f735466cecf")
            .and_then(Value::as_str);
        id.map(str::to_owned)
            .ok_or_else(|| format!("chromedriver gave no element for `{selector}`: {found}"))
    }

    pub(super) fn on_element(&self, id: &str, command: &str, body: &Value) -> Result<(), String> {
        self.post(&format!("element/{id}/{command}"), body)
            .map(drop)
    }

    pub(super) fn add_authenticator(&self, wishes: &Value) -> Result<(), String> {
        self.post("webauthn/authenticator", wishes).map(drop)
    }

    pub(super) fn end(&self) {
        // At the end of a test there is nobody to tell.
        drop(send(
            self.port,
            "DELETE",
            &format!("/session/{}", self.session),
            None,
        ));
    }

    fn post(&self, command: &str, body: &Value) -> Result<Value, String> {
        let path = format!("/session/{}/{command}", self.session);
        send(self.port, "POST", &path, Some(body))
    }
}

fn send(port: u16, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
    let failed = |error: std::io::Error| format!("chromedriver, {method} {path}: {error}");
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut stream = TcpStream::connect(("127.0.0.1", port)).map_err(failed)?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(failed)?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).map_err(failed)?;
    stream.write_all(body.as_bytes()).map_err(failed)?;
    let text = read_body(BufReader::new(stream)).map_err(failed)?;
    let mut answer: Value = serde_json::from_slice(&text)
        .map_err(|error| format!("chromedriver, {method} {path}: not JSON: {error}"))?;
    let value = answer.get_mut("value").map(Value::take).unwrap_or_default();
    match value.get("error").and_then(Value::as_str) {
        Some(error) => {
            let message = value.get("message").and_then(Value::as_str).unwrap_or("");
            let first = message.lines().next().unwrap_or("");
            Err(format!("the browser says {error}: {first}"))
        }
        None => Ok(value),
    }
}

/// The body of a response that states its length.
fn read_body(mut stream: impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().map_err(std::io::Error::other)?;
        }
    }
    let mut body = Vec::new();
    stream.take(length).read_to_end(&mut body)?;
    Ok(body)
}
