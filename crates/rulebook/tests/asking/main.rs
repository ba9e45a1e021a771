//! Asking: what answers say, the case of M, and the interval evaluator against a naive one.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod brute_force;
#[cfg(test)]
mod case_m;
#[cfg(test)]
mod clocks;
#[cfg(test)]
mod folder;
#[cfg(test)]
mod naive;
