//! The comparison of contracts: every row of the table of rules on a minimal pair of documents,
//! the shapes that are easily compared wrong, and an independent comparison of real versions.

// expect-test writes snapshots with them.
#![allow(clippy::needless_raw_string_hashes)]

#[cfg(test)]
mod combined;
#[cfg(test)]
mod cross_check;
#[cfg(test)]
mod document;
#[cfg(test)]
mod facts;
#[cfg(test)]
mod operation_rules;
#[cfg(test)]
mod outputs;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod schema_rules;
#[cfg(test)]
mod shapes;
#[cfg(test)]
mod table;
