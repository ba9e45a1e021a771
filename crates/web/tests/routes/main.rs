//! Every address over a real connection.

#[cfg(test)]
mod access;
#[cfg(test)]
mod accounts;
#[cfg(test)]
mod edge;
#[cfg(test)]
mod files;
#[cfg(test)]
mod language;
#[cfg(test)]
mod people;
#[cfg(test)]
mod table;
#[cfg(test)]
mod weather;
