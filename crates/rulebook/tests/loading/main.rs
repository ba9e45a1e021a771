//! Loading rulebooks: the worked example, what can be wrong in it, what the language can say,
//! comparison, what-ifs, and hostile texts.

#[cfg(test)]
mod comparing;
mod duties;
#[cfg(test)]
mod entries;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod example;
#[cfg(test)]
mod folder;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod language;
#[cfg(test)]
mod overlays;
mod retention;
