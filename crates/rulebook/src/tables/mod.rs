//! The TOML files of a rulebook.

pub(crate) mod decisions;
pub(crate) mod duties;
pub(crate) mod effects;
pub(crate) mod entries;
pub(crate) mod histories;
pub(crate) mod manifest;
pub(crate) mod powers;
pub(crate) mod retention;
pub(crate) mod roles;
pub(crate) mod row;
pub(crate) mod statuses;
pub(crate) mod timers;

pub(crate) mod vocabulary;
pub(crate) mod whatif;
