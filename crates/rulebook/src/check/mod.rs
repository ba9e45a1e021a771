//! Rule blocks with every name resolved and every type checked.

mod condition;
mod says;
mod scope;
mod sizes;
mod statements;
mod term;

pub(crate) use statements::rules;
