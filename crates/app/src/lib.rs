//! Use cases: load, decide, commit. And the ports they need.

pub mod account;
pub mod acts;
pub mod answer;
pub mod app;
mod ask;
pub mod asker;
pub mod corpus;
pub mod error;
pub mod history;
pub mod letters;
mod limbo;
mod matter;
pub mod members;
pub mod named;
mod naming;
pub mod organisation;
pub mod person;
pub mod ports;
pub mod post;
pub mod projection;
mod publicity;
pub mod rebuild;
pub mod register;
pub mod roll;
pub mod rules;
pub mod search;
mod seats;
pub mod subject;
mod timeline;
pub mod transfer;
pub mod unit;
pub mod whatif;

pub use app::App;
pub use error::AppError;
