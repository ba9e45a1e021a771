//! A real browser for tests: Debian's chromium, driven over WebDriver.
//!
//! WebDriver is JSON over HTTP on the loopback, and the tests need ten of its commands, so they are
//! spoken here ([`wire`]) rather than through a crate that brings twenty others. Everything blocks:
//! call it from a thread that serves nothing.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine;
use serde_json::{Value, json};

mod wire;

use wire::Wire;

const CHROMIUM: &str = "/usr/bin/chromium";
const CHROMEDRIVER: &str = "/usr/bin/chromedriver";
/// Where `./test` puts axe-core, from the root of the workspace.
const AXE: &str = "target/axe/package/axe.min.js";

/// Height of the window in pixels; pages are longer and are seen whole in a screenshot.
const WINDOW_HEIGHT_PX: u32 = 900;

/// How long an element that a test waits for may take to appear.
const ELEMENT_PATIENCE_MS: u32 = 20_000;

static STARTED: AtomicU32 = AtomicU32::new(0);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// A browser of its own, with a fresh profile. It ends when it is dropped.
#[derive(Debug)]
pub struct Browser {
    driver: Child,
    profile: PathBuf,
    wire: Wire,
    axe: String,
}

/// So often a driver is started before it is given up.
const STARTS_MAX: u32 = 5;

impl Browser {
    pub fn start() -> Result<Self, String> {
        for needed in [CHROMIUM, CHROMEDRIVER] {
            if !Path::new(needed).exists() {
                return Err(format!(
                    "{needed} is missing: run `./test`, which installs chromium and chromium-driver"
                ));
            }
        }
        let axe_at = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../..")
            .join(AXE);
        let axe = std::fs::read_to_string(&axe_at).map_err(|_| {
            format!("{AXE} is missing: run `./test`, which fetches axe-core and puts it there")
        })?;
        let profile = std::env::temp_dir().join(format!(
            "standing-browser-{}-{}",
            std::process::id(),
            STARTED.fetch_add(1, Ordering::Relaxed)
        ));
        let (mut driver, port) = driver()?;
        match Wire::begin(port, &wishes(&profile)) {
            Ok(wire) => Ok(Self {
                driver,
                profile,
                wire,
                axe,
            }),
            Err(error) => {
                end(&mut driver);
                Err(error)
            }
        }
    }

    /// Opens a page in a window of this width and says everything that is wrong with it: findings
    /// of axe (WCAG 2.2 A and AA, in light and in dark), scrolling sideways, errors in the console.
    pub fn check_page(&self, url: &str, width: u32) -> Result<(), String> {
        self.check(url, width, &[Scheme::Light, Scheme::Dark])
    }

    /// The same in light only, for a page whose colours were looked at in another language.
    pub fn check_words(&self, url: &str, width: u32) -> Result<(), String> {
        self.check(url, width, &[Scheme::Light])
    }

    fn check(&self, url: &str, width: u32, schemes: &[Scheme]) -> Result<(), String> {
        self.open(url, width, Scheme::Light)?;
        let mut wrong = Vec::new();
        if let Some(text) = self.wire.script(OVERFLOW)?.as_str() {
            wrong.push(text.to_owned());
        }
        self.wire.script(&self.axe)?;
        for scheme in schemes {
            self.prefer(*scheme)?;
            for finding in list(&self.wire.script_with_callback(RUN_AXE)?) {
                wrong.push(format!("axe, {}: {finding}", scheme.word()));
            }
        }
        wrong.extend(self.console_errors()?);
        if wrong.is_empty() {
            return Ok(());
        }
        Err(format!("{url} at {width} px:\n  {}", wrong.join("\n  ")))
    }

    /// A picture of the whole page, as PNG.
    pub fn screenshot(
        &self,
        url: &str,
        width: u32,
        scheme: Scheme,
        to: &Path,
    ) -> Result<(), String> {
        self.open(url, width, scheme)?;
        let wanted = json!({ "format": "png", "captureBeyondViewport": true });
        let taken = self.wire.devtools("Page.captureScreenshot", &wanted)?;
        let data = taken
            .get("data")
            .and_then(Value::as_str)
            .ok_or("the browser sent no picture")?;
        let png = base64::engine::general_purpose::STANDARD
            .decode(data)
            .map_err(|error| format!("the picture is not base64: {error}"))?;
        std::fs::write(to, png).map_err(|error| format!("{} : {error}", to.display()))
    }

    /// Opens a page and evaluates a function body in it; what it returns comes back.
    pub fn evaluate(&self, url: &str, width: u32, script: &str) -> Result<Value, String> {
        self.open(url, width, Scheme::Light)?;
        self.wire.script(script)
    }

    /// Writes into a field, in place of what was there. Waits for the field.
    pub fn fill(&self, selector: &str, text: &str) -> Result<(), String> {
        let element = self.wire.element(selector)?;
        self.wire.on_element(&element, "clear", &json!({}))?;
        self.wire
            .on_element(&element, "value", &json!({ "text": text }))
    }

    /// Presses a button or a link. Waits for it.
    pub fn press(&self, selector: &str) -> Result<(), String> {
        let element = self.wire.element(selector)?;
        self.wire.on_element(&element, "click", &json!({}))
    }

    /// Waits until the page has such an element.
    pub fn wait_for(&self, selector: &str) -> Result<(), String> {
        self.wire.element(selector).map(drop)
    }

    /// What a reader sees of the page that is open.
    pub fn text(&self) -> Result<String, String> {
        let text = self.wire.script("return document.body.innerText")?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// What a reader sees of a page whose scripts do not run.
    pub fn text_without_script(&self, url: &str, width: u32) -> Result<String, String> {
        let disabled = |is_disabled: bool| {
            let value = json!({ "value": is_disabled });
            self.wire
                .devtools("Emulation.setScriptExecutionDisabled", &value)
                .map(drop)
        };
        disabled(true)?;
        let opened = self.open(url, width, Scheme::Light);
        // Reading it is a script again, of the driver.
        disabled(false)?;
        opened?;
        self.text()
    }

    /// The address of the page that is open.
    pub fn address(&self) -> Result<String, String> {
        let address = self.wire.script("return location.href")?;
        Ok(address.as_str().unwrap_or_default().to_owned())
    }

    /// A device that keeps passkeys, and unlocks them without asking.
    pub fn add_authenticator(&self) -> Result<(), String> {
        self.wire.add_authenticator(&json!({
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": true,
            "hasUserVerification": true,
            "isUserVerified": true,
        }))
    }

    fn open(&self, url: &str, width: u32, scheme: Scheme) -> Result<(), String> {
        // A window cannot be made as narrow as a phone; its view can be told to be.
        let view = json!({
            "width": width,
            "height": WINDOW_HEIGHT_PX,
            "deviceScaleFactor": 1,
            "mobile": width < 600,
        });
        self.wire
            .devtools("Emulation.setDeviceMetricsOverride", &view)?;
        self.prefer(scheme)?;
        self.console_errors()?;
        self.wire.go_to(url)
    }

    fn prefer(&self, scheme: Scheme) -> Result<(), String> {
        let media = json!({
            "features": [{ "name": "prefers-color-scheme", "value": scheme.word() }],
        });
        self.wire
            .devtools("Emulation.setEmulatedMedia", &media)
            .map(drop)
    }

    fn console_errors(&self) -> Result<Vec<String>, String> {
        let entries = self.wire.console()?;
        let severe = entries
            .as_array()
            .into_iter()
            .flatten()
            .filter(|entry| entry.get("level").and_then(Value::as_str) == Some("SEVERE"));
        Ok(severe
            .filter_map(|entry| entry.get("message")?.as_str())
            .map(|message| format!("console: {message}"))
            .collect())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.wire.end();
        end(&mut self.driver);
        let removed = std::fs::remove_dir_all(&self.profile);
        if let Err(error) = removed {
            tracing::debug!(%error, "the browser's profile stays behind");
        }
    }
}

/// A driver of its own, and its port.
fn driver() -> Result<(Child, u16), String> {
    let mut why = String::new();
    // It takes a free port of 127.0.0.1 first, then the same of ::1, and ends where somebody has that.
    for _ in 0..STARTS_MAX {
        let mut driver = Command::new(CHROMEDRIVER)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{CHROMEDRIVER} does not start: {error}"))?;
        match port_of(&mut driver) {
            Ok(port) => return Ok((driver, port)),
            Err(error) => {
                end(&mut driver);
                why = error;
            }
        }
    }
    Err(why)
}

fn end(driver: &mut Child) {
    // It may have ended by itself; there is nobody to tell.
    drop(driver.kill());
    drop(driver.wait());
}

/// The port that the driver chose and printed.
fn port_of(driver: &mut Child) -> Result<u16, String> {
    let out = driver.stdout.take().ok_or("chromedriver has no output")?;
    let mut lines = BufReader::new(out).lines();
    let port = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        })
        .ok_or_else(|| "chromedriver ended without saying its port".to_owned())?;
    // Its later words must be read, or it stops when the pipe is full.
    std::thread::spawn(move || lines.for_each(drop));
    Ok(port)
}

fn wishes(profile: &Path) -> Value {
    json!({ "capabilities": { "alwaysMatch": {
        "browserName": "chrome",
        "timeouts": { "implicit": ELEMENT_PATIENCE_MS },
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": {
            "binary": CHROMIUM,
            "args": [
                "--headless=new",
                // Tests run as root in containers, where chromium's sandbox does not start.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                format!("--user-data-dir={}", profile.display()),
            ],
        },
    }}})
}

fn list(value: &Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items
        .map(|item| {
            item.as_str()
                .map_or_else(|| item.to_string(), str::to_owned)
        })
        .collect()
}

const OVERFLOW: &str = "
    const wide = document.documentElement.scrollWidth, view = window.innerWidth;
    if (wide <= view) return null;
    const out = [...document.querySelectorAll('body *')]
        .filter(e => e.getBoundingClientRect().right > view + 1)
        .slice(0, 5)
        .map(e => e.tagName.toLowerCase() + (e.className ? '.' + e.className : ''));
    return `scrolls sideways: ${wide} px of content in ${view} px (${out.join(', ')})`;
";

const RUN_AXE: &str = "
    const done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    axe.run(document, { runOnly: { type: 'tag', values: tags } }).then(
        found => done(found.violations.map(v =>
            v.id + ': ' + v.help + ' | ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)
                + ' ' + n.any.map(a => a.message).join(' ')).join(' | '))),
        error => done(['axe failed: ' + error]));
";
