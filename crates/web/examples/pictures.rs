//! Takes a picture of every sample page, for looking at: phone and desk, light and dark.
//!
//!     cargo run -p standing-web --features samples,testing --example pictures -- FOLDER [PART-OF-ADDRESS]

use std::path::PathBuf;

use standing_web::browser::{Browser, Scheme};
use standing_web::samples;

fn main() -> Result<(), String> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name the folder for the pictures")?);
    let part = arguments.next().unwrap_or_default();
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
    listener.set_nonblocking(true).map_err(|e| e.to_string())?;
    let at = listener.local_addr().map_err(|e| e.to_string())?;
    let runtime = tokio::runtime::Runtime::new().map_err(|e| e.to_string())?;
    runtime.spawn(async move {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, samples::router()).await
    });
    let browser = Browser::start()?;
    for sample in samples::pages() {
        if !sample.address.contains(&part) {
            continue;
        }
        let name = match sample.address.trim_matches('/') {
            "" => "front".to_owned(),
            name => name.replace('/', "-"),
        };
        for width in [360, 1280] {
            for scheme in [Scheme::Light, Scheme::Dark] {
                let to = folder.join(format!("{name}-{width}-{}.png", scheme.word()));
                let url = format!("http://{at}{}", sample.address);
                browser.screenshot(&url, width, scheme, &to)?;
            }
        }
    }
    Ok(())
}
