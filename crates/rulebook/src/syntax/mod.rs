//! The rule language: from text to a tree that knows where everything is written.
//!
//! The grammar is in docs/src/rulebook/language.md. Nothing here knows what a name means.

pub(crate) mod ast;
mod condition;
mod lexer;
mod parser;

pub(crate) use parser::block;
