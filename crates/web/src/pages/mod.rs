//! One file per page: read the address, ask the application, fill in the template.

pub(crate) mod ask;
pub(crate) mod ask_form;
pub(crate) mod front;
pub(crate) mod message;
pub(crate) mod person;
pub(crate) mod style;
pub(crate) mod unit;
