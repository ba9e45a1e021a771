//! One file per page: read the address, ask the application, fill in the template.

pub(crate) mod account;
pub(crate) mod ask;
pub(crate) mod ask_form;
pub(crate) mod bundle;
pub(crate) mod cases;
pub(crate) mod chapters;
pub(crate) mod clause;
pub(crate) mod compare;
pub(crate) mod complain;
pub(crate) mod figures;
pub(crate) mod files;
pub(crate) mod front;
pub(crate) mod health;
pub(crate) mod intake;
pub(crate) mod letters;
pub(crate) mod message;
pub(crate) mod person;
pub(crate) mod readback;
pub(crate) mod register;
pub(crate) mod rulebook;
pub(crate) mod search;
pub(crate) mod signed_in;
pub(crate) mod style;
pub(crate) mod today;
pub(crate) mod unit;
pub(crate) mod what_if;
