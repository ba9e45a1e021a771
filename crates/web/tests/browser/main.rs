//! Every sample page in a real browser, on a phone and on a desk.

use std::net::SocketAddr;
use std::path::Path;

use standing_web::browser::{Browser, Scheme};
use standing_web::samples;

/// Serves the samples from a thread of its own, until the test ends.
fn serve() -> SocketAddr {
    let (say, hear) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            say.send(listener.local_addr().unwrap()).unwrap();
            axum::serve(listener, samples::router()).await.unwrap();
        });
    });
    hear.recv().unwrap()
}

#[test]
fn every_page_is_accessible_and_fits_a_phone_and_a_desk() {
    let at = serve();
    let browser = Browser::start().unwrap();
    let mut wrong = Vec::new();
    for sample in samples::pages() {
        for width in [320, 360, 1280] {
            let url = format!("http://{at}{}", sample.address);
            if let Err(error) = browser.check_page(&url, width) {
                wrong.push(error);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pictures_are_taken_of_whole_pages() {
    let at = serve();
    let browser = Browser::start().unwrap();
    // Kept, for whoever wants to look.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    std::fs::create_dir_all(&folder).unwrap();
    for sample in samples::pages() {
        let name = sample.address.trim_matches('/').replace('/', "-");
        for (width, scheme, suffix) in [
            (360, Scheme::Light, "360"),
            (1280, Scheme::Light, "1280"),
            (360, Scheme::Dark, "360-dark"),
            (1280, Scheme::Dark, "1280-dark"),
        ] {
            let to = folder.join(format!("{name}-{suffix}.png"));
            let url = format!("http://{at}{}", sample.address);
            browser.screenshot(&url, width, scheme, &to).unwrap();
            assert!(std::fs::metadata(&to).unwrap().len() > 5_000, "{name}");
        }
    }
}
