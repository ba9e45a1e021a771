//! Every page, narrower than any phone and on a desk, in light and in dark.

use std::net::SocketAddr;

use standing_app::letters::Language;
use standing_web::browser::Browser;
use standing_web::samples;

/// Serves the samples from a thread of its own, until the test ends.
fn serve(language: Language) -> SocketAddr {
    let (say, hear) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            say.send(listener.local_addr().unwrap()).unwrap();
            axum::serve(listener, samples::router_in(language))
                .await
                .unwrap();
        });
    });
    hear.recv().unwrap()
}

#[test]
fn every_page_is_accessible_and_fits_a_phone_and_a_desk() {
    let at = serve(Language::English);
    let browser = Browser::start().unwrap();
    let mut wrong = Vec::new();
    for sample in samples::pages() {
        for width in [320, 1280] {
            let url = format!("http://{at}{}", sample.address);
            if let Err(error) = browser.check_page(&url, width) {
                wrong.push(error);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Words differ in length, headings and labels in language; the rest is as in English.
#[test]
fn every_page_is_accessible_and_fits_a_phone_in_welsh() {
    let at = serve(Language::Welsh);
    let browser = Browser::start().unwrap();
    let mut wrong = Vec::new();
    for sample in samples::pages_in(Language::Welsh) {
        let url = format!("http://{at}{}", sample.address);
        wrong.extend(browser.check_words(&url, 320).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
