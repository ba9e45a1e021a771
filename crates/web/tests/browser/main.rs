//! Every sample page in a real browser.

#[cfg(test)]
mod every_page;
