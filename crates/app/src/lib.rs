//! Use cases: load, decide, commit. And the ports they need.

pub mod answer;
pub mod app;
pub mod error;
pub mod organisation;
pub mod person;
pub mod ports;
pub mod projection;
pub mod rebuild;
pub mod register;
pub mod transfer;
pub mod unit;
pub mod whatif;

pub use app::App;
pub use error::AppError;
