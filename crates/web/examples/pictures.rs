//! Takes pictures for looking at, phone and desk, light and dark: of every sample page, or of the
//! addresses that are named.
//!
//!     cargo run -p standing-web --features samples,testing --example pictures -- FOLDER [ADDRESS...]

use std::path::{Path, PathBuf};

use standing_web::browser::{Browser, Scheme};
use standing_web::samples;

fn main() -> Result<(), String> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name the folder for the pictures")?);
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let named: Vec<String> = arguments.collect();
    let browser = Browser::start()?;
    if named.is_empty() {
        let base = serve()?;
        for sample in samples::pages() {
            let address = format!("{base}{}", sample.address);
            take(&browser, &address, sample.address, &folder)?;
        }
    }
    for address in &named {
        let path = address.splitn(4, '/').nth(3).unwrap_or_default();
        take(&browser, address, path, &folder)?;
    }
    Ok(())
}

fn take(browser: &Browser, address: &str, path: &str, folder: &Path) -> Result<(), String> {
    let mut name: String = path.trim_matches('/').chars().take(60).collect();
    name = name.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    if name.is_empty() {
        "front".clone_into(&mut name);
    }
    for width in [360, 1280] {
        for scheme in [Scheme::Light, Scheme::Dark] {
            let to = folder.join(format!("{name}-{width}-{}.png", scheme.word()));
            browser.screenshot(address, width, scheme, &to)?;
        }
    }
    Ok(())
}

/// Serves the samples until the program ends.
fn serve() -> Result<String, String> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
    listener.set_nonblocking(true).map_err(|e| e.to_string())?;
    let at = listener.local_addr().map_err(|e| e.to_string())?;
    std::thread::spawn(move || -> std::io::Result<()> {
        let runtime = tokio::runtime::Runtime::new()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, samples::router()).await
        })
    });
    Ok(format!("http://{at}"))
}
