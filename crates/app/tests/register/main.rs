//! Registers in and out of a real store.

mod bad;
mod real;
mod round;
mod world;
