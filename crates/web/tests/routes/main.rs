//! Every address over a real connection.

#[cfg(test)]
mod table;
